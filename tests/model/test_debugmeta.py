"""Debug images and the results of symbolication."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import DebugImage, DebugMeta, ObjectCandidate, ObjectDownload, ObjectFeatures, ObjectUse, SdkInfo

WHOLE: dict[type[msgspec.Struct], str] = {
    SdkInfo: """{
        "sdk_name": "ExampleOS", "version_major": 17, "version_minor": 3, "version_patchlevel": 0, "dsym_type": "none",
        "unheardOf": 1
    }""",
    ObjectFeatures: """{
        "has_symbols": true, "has_debug_info": false, "has_unwind_info": true, "has_sources": false, "unheardOf": 1
    }""",
    ObjectDownload: """{
        "status": "error", "features": {"has_symbols": true}, "details": "timed out", "unheardOf": 1
    }""",
    ObjectUse: """{"status": "malformed", "details": "no unwind information", "unheardOf": 1}""",
    ObjectCandidate: """{
        "source": "sentry:project", "source_name": "Example", "location": "sentry://1", "download": {"status": "ok"},
        "unwind": {"status": "ok"}, "debug": {"status": "malformed"}, "unheardOf": 1
    }""",
    DebugImage: """{
        "type": "macho", "debug_id": "4a", "code_id": "4b", "code_file": "/app/Game", "debug_file": "Game.dSYM",
        "debug_checksum": "00", "image_addr": "0x100000000", "image_size": 49152, "image_vmaddr": "0x0",
        "arch": "arm64", "uuid": "4c", "debug_status": "found", "unwind_status": "unused",
        "features": {"has_symbols": true}, "candidates": [{"source": "sentry:project"}, null],
        "id": "4d", "name": "libexample", "cpu_type": 16777228, "cpu_subtype": 0, "major_version": 1,
        "minor_version": 2, "revision_version": 3, "unheardOf": 1
    }""",
    DebugMeta: """{
        "images": [{"type": "elf"}, null], "sdk_info": {"sdk_name": "ExampleOS"}, "is_debug_build": false,
        "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_debug_meta_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Keys are in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_debug_meta_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null. The server leaves out empty values, so `data` can be `{}`."""
    assert_may_be_empty(kind)


def test_addresses_of_old_apple_images_are_numbers() -> None:
    """The old type `apple` has integer addresses, which can need 64 bits."""
    image = decode(DebugImage, '{"type": "apple", "image_addr": 18446744073709551615, "image_vmaddr": 0}')
    assert (image.image_addr, image.image_vmaddr) == (2**64 - 1, 0)


def test_a_source_map_is_an_image() -> None:
    """In JavaScript events, an image links a bundle to its source map."""
    image = decode(DebugImage, '{"type": "sourcemap", "code_file": "https://a.example.com/b.js", "debug_id": "7a"}')
    assert image == DebugImage(type="sourcemap", code_file="https://a.example.com/b.js", debug_id="7a")


@pytest.mark.parametrize(("text", "value"), [("4096", 4096), ('"4 kB"', "4 kB")])
def test_an_image_size_can_be_text(text: str, value: object) -> None:
    """Some SDKs send text as the image size; it decodes and encodes unchanged."""
    assert written(decode(DebugImage, f'{{"image_size": {text}}}')) == {"image_size": value}


@pytest.mark.parametrize(("text", "value"), [("true", True), ('"no"', "no")])
def test_is_debug_build_can_be_text(text: str, value: object) -> None:
    """Some SDKs send text as `is_debug_build`; it decodes and encodes unchanged."""
    assert written(decode(DebugMeta, f'{{"is_debug_build": {text}}}')) == {"is_debug_build": value}
