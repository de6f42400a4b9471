"""What a package index shows: the metadata of the wheel, as the build backend writes it."""

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
"""What a link or an image of Markdown or HTML points to."""


@pytest.fixture(scope="module")
def metadata(tmp_path_factory: pytest.TempPathFactory) -> email.message.Message:
    """The file METADATA of a wheel that is built for this test."""
    pytest.importorskip("hatchling")
    pytest.importorskip("hatch_fancy_pypi_readme")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-c", BUILD, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return email.message_from_string(archive.read(name).decode())


def targets(text: str) -> set[str]:
    """Everything that the links and images of a text point to, without code."""
    prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)
    return {"".join(found.groups("")) for found in TARGET.finditer(prose)}


def test_the_text_has_no_relative_link(metadata: email.message.Message) -> None:
    """A package index has none of the files beside the README."""
    text = str(metadata.get_payload())
    found = targets(text)
    assert found
    assert {target for target in found if not target.startswith("https://")} == set()
    assert "<img" not in text
    assert "benchmarks (`benchmarks/README.md`) has the other rivals" in text


def test_the_text_is_that_of_the_readme_otherwise(metadata: email.message.Message) -> None:
    """It is Markdown; no section is missing, and no code is changed."""
    assert metadata["Description-Content-Type"] == "text/markdown"
    kept = re.compile(r"^#.*?$|^```.*?^```$", re.DOTALL | re.MULTILINE)
    assert kept.findall(str(metadata.get_payload())) == kept.findall((ROOT / "README.md").read_text())


def test_the_page_links_to_what_topframe_reads(metadata: email.message.Message) -> None:
    """Each URL in the metadata is absolute."""
    urls = [str(value).partition(", ") for value in metadata.get_all("Project-URL", [])]
    assert [name for name, _, _ in urls] == ["Sentry's web API", "Sentry's webhooks"]
    assert all(url.startswith("https://docs.sentry.io/") for _, _, url in urls)


def test_relative_targets_are_found() -> None:
    """The test of relative links finds one where there is one."""
    text = "[a](b.md) ![c](d.svg) <img src=\"e.png\"> <a href='f'>\n[g]: h\n`[i](j)` [k](https://l)\n```\n[m](n)\n```\n"
    assert targets(text) == {"b.md", "d.svg", "e.png", "f", "h", "https://l"}
