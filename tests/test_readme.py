"""The README is true: what it shows runs in `conftest.py` beside it; here is what running does not tell."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_the_examples_are_typed(tmp_path: Path) -> None:
    """What a reader copies passes the strict type checker."""
    blocks = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    assert len(blocks) > 3
    example = tmp_path / "example.py"
    example.write_text("\n".join(blocks))
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", "/dev/null", str(example)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.stdout == ""


def test_no_figure_is_missing() -> None:
    """Each number of the table was measured."""
    assert "FIGURE" not in README
    assert len(re.findall(r"\| [\d.]+ us \|", README)) == 4
