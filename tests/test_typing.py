"""Type checkers see what is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FILE = Path(__file__).parent / "typing" / "check_types.py"


def test_mypy_agrees() -> None:
    """Every `assert_type` holds, and every mistake in the file is seen as one."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", "/dev/null", str(FILE)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout == ""
    assert result.returncode == 0
