"""The images that were loaded, and what symbolication found of them.

Source: getsentry/relay, protocol/debugmeta.rs. The same in both dialects.
"""

from __future__ import annotations

from msgspec import field

from ._base import Interface, present


class SdkInfo(Interface, frozen=True, kw_only=True):
    """The operating system's own SDK that an application was built with."""

    sdk_name: str | None = None
    version_major: int | None = None
    version_minor: int | None = None
    version_patchlevel: int | None = None
    dsym_type: str | None = None
    """Kind of the debug files, such as `none`. Sent until 2018."""


class ObjectFeatures(Interface, frozen=True, kw_only=True):
    """What a debug file can tell."""

    has_symbols: bool | None = None
    has_debug_info: bool | None = None
    has_unwind_info: bool | None = None
    has_sources: bool | None = None


class ObjectDownload(Interface, frozen=True, kw_only=True):
    """How fetching a debug file went."""

    status: str | None = None
    """`ok`, `malformed`, `notfound`, `error`, `noperm`, `deleted`, `unapplied`, ..."""
    features: ObjectFeatures | None = None
    details: str | None = None


class ObjectUse(Interface, frozen=True, kw_only=True):
    """How a debug file was used."""

    status: str | None = None
    """`ok`, `malformed`, `error`, ..."""
    details: str | None = None


class ObjectCandidate(Interface, frozen=True, kw_only=True):
    """A place where symbolication looked for a debug file."""

    source: str | None = None
    """Id of the symbol source; `sentry:project` for uploaded files."""
    source_name: str | None = None
    location: str | None = None
    download: ObjectDownload | None = None
    unwind: ObjectUse | None = None
    debug: ObjectUse | None = None


class DebugImage(Interface, frozen=True, kw_only=True):
    """A file with code, or with the map of minified or obfuscated code."""

    type: str | None = None
    """`macho`, `elf`, `pe`, `pe_dotnet`, `wasm`, `proguard`, `sourcemap`, `jvm`, ...: grows."""
    debug_id: str | None = None
    """Joins the image to its debug file, or a JavaScript bundle to its source map."""
    code_id: str | None = None
    """Id of the code file: build id, timestamp and size, ..."""
    code_file: str | None = None
    """Path of the image, or address of the JavaScript bundle."""
    debug_file: str | None = None
    debug_checksum: str | None = None
    image_addr: str | int | None = None
    """Where it was loaded: hexadecimal with `0x`."""
    image_size: int | str | None = None
    """Bytes. A text is of no use, and the server throws it away."""
    image_vmaddr: str | int | None = None
    """Where it wants to be loaded: hexadecimal with `0x`."""
    arch: str | None = None
    uuid: str | None = None
    debug_status: str | None = None
    """`found`, `unused`, `missing`, `malformed`, `fetching_failed`, `timeout`, `unsupported`, ...: grows."""
    unwind_status: str | None = None
    """Of the unwind information; the words of *debug_status*."""
    features: ObjectFeatures | None = None
    candidates_data: tuple[ObjectCandidate | None, ...] | None = field(default=None, name="candidates")
    """The places where symbolication looked for the debug file; items can be null."""
    id: str | None = None
    """*debug_id*, as SDKs of 2017 and 2018 spelt it."""
    name: str | None = None
    """Path of the image. Legacy type `apple`, like the two that follow."""
    cpu_type: int | None = None
    cpu_subtype: int | None = None
    major_version: int | None = None
    minor_version: int | None = None
    revision_version: int | None = None

    @property
    def candidates(self) -> tuple[ObjectCandidate, ...]:
        """The places where symbolication looked for the debug file; () when there are none."""
        return present(self.candidates_data)


class DebugMeta(Interface, frozen=True, kw_only=True):
    """All images of the process."""

    images_data: tuple[DebugImage | None, ...] | None = field(default=None, name="images")
    """The loaded images; items can be null."""
    sdk_info: SdkInfo | None = None
    is_debug_build: bool | str | None = None
    """A text is of no use, and the server throws it away."""

    @property
    def images(self) -> tuple[DebugImage, ...]:
        """The loaded images; () when there are none."""
        return present(self.images_data)
