"""The metadata of the wheel, which a package index shows, as the build backend writes it."""

from __future__ import annotations

import email
import email.message
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BUILD = "import hatchling.build, sys; hatchling.build.build_wheel(sys.argv[1])"
TARGET = re.compile(
    r"""\]\(\s*<?([^)\s>]*)|^\[[^\]]+\]:\s*(\S+)|(?:src|srcset|href)\s*=\s*["']([^"']*)""",
    re.MULTILINE,
)
"""Matches the target of a link or an image in Markdown or HTML."""


@pytest.fixture(scope="module")
def metadata(tmp_path_factory: pytest.TempPathFactory) -> email.message.Message:
    """Build a wheel, and return its METADATA file."""
    pytest.importorskip("hatchling")
    pytest.importorskip("hatch_fancy_pypi_readme")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return email.message_from_string(archive.read(name).decode())


def targets(text: str) -> set[str]:
    """Return the targets of all links and images in a text, except those in code."""
    prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
    return {"".join(found.groups("")) for found in TARGET.finditer(prose)}


def test_the_description_has_no_relative_link(metadata: email.message.Message) -> None:
    """The description has no relative link, because a package index has only the README."""
    text = str(metadata.get_payload())
    found = targets(text)
    assert found
    assert {target for target in found if not target.startswith("https://")} == set()
    assert "<img" not in text
    assert "benchmarks (`benchmarks/README.md`) has the other rivals" in text


def test_the_description_keeps_headings_and_code_of_the_readme(metadata: email.message.Message) -> None:
    """The description is Markdown, and has every heading and code block of the README unchanged."""
    assert metadata["Description-Content-Type"] == "text/markdown"
    kept = re.compile(r"^#.*?$|^```.*?^```$", re.DOTALL | re.MULTILINE)
    assert kept.findall(str(metadata.get_payload())) == kept.findall((ROOT / "README.md").read_text())


def test_the_metadata_links_to_the_documentation_of_sentry(metadata: email.message.Message) -> None:
    """The metadata links to Sentry's documentation of the web API and of webhooks, by absolute URLs."""
    urls = [str(value).partition(", ") for value in metadata.get_all("Project-URL", [])]
    assert [name for name, _, _ in urls] == ["Sentry's web API", "Sentry's webhooks"]
    assert all(url.startswith("https://docs.sentry.io/") for _, _, url in urls)


def test_relative_targets_are_found() -> None:
    """The helper `targets` finds each form of relative link, and skips code."""
    text = "[a](b.md) ![c](d.svg) <img src=\"e.png\"> <a href='f'>\n[g]: h\n`[i](j)` [k](https://l)\n```\n[m](n)\n```\n"
    assert targets(text) == {"b.md", "d.svg", "e.png", "f", "h", "https://l"}
