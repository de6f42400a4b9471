"""Type checkers infer the declared types of the public API."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FILES = sorted((Path(__file__).parent / "typing").glob("check_*.py"))


def test_mypy_agrees() -> None:
    """Under mypy, every `assert_type` holds, and every line with `type: ignore` has an error."""
    mypy = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", "/dev/null"]
    result = subprocess.run([*mypy, *map(str, FILES)], capture_output=True, text=True, check=False)
    assert result.stdout == ""
    assert result.returncode == 0
