"""Debug images: the code files that were loaded, and the results of symbolication for each.

Source: getsentry/relay, protocol/debugmeta.rs. The keys are the same in raw events and in web API responses.
"""

from __future__ import annotations

from msgspec import field

from ._base import Interface, present


class SdkInfo(Interface, frozen=True, kw_only=True):
    """The platform SDK (for example the iOS SDK) with which the application was built."""

    sdk_name: str | None = None
    version_major: int | None = None
    version_minor: int | None = None
    version_patchlevel: int | None = None
    dsym_type: str | None = None
    """The kind of debug files, for example `none`. Sent until 2018."""


class ObjectFeatures(Interface, frozen=True, kw_only=True):
    """The kinds of information that a debug file contains."""

    has_symbols: bool | None = None
    has_debug_info: bool | None = None
    has_unwind_info: bool | None = None
    has_sources: bool | None = None


class ObjectDownload(Interface, frozen=True, kw_only=True):
    """The result of downloading a debug file."""

    status: str | None = None
    """`ok`, `malformed`, `notfound`, `error`, `noperm`, `deleted`, `unapplied`; other values are possible."""
    features: ObjectFeatures | None = None
    details: str | None = None


class ObjectUse(Interface, frozen=True, kw_only=True):
    """The result of using a debug file."""

    status: str | None = None
    """`ok`, `malformed`, `error`; other values are possible."""
    details: str | None = None


class ObjectCandidate(Interface, frozen=True, kw_only=True):
    """One location where symbolication looked for a debug file."""

    source: str | None = None
    """Id of the symbol source; `sentry:project` for files uploaded to the project."""
    source_name: str | None = None
    location: str | None = None
    download: ObjectDownload | None = None
    unwind: ObjectUse | None = None
    debug: ObjectUse | None = None


class DebugImage(Interface, frozen=True, kw_only=True):
    """One loaded code file, or the mapping file for minified or obfuscated code."""

    type: str | None = None
    """`macho`, `elf`, `pe`, `pe_dotnet`, `wasm`, `proguard`, `sourcemap`, `jvm`; other values are possible."""
    debug_id: str | None = None
    """Id shared by the image and its debug file, or by a JavaScript bundle and its source map."""
    code_id: str | None = None
    """Id of the code file, for example its build id, or its timestamp and size."""
    code_file: str | None = None
    """Path of the image, or URL of the JavaScript bundle."""
    debug_file: str | None = None
    debug_checksum: str | None = None
    image_addr: str | int | None = None
    """Address at which the image was loaded: hexadecimal text with `0x`. An integer in old `apple` images."""
    image_size: int | str | None = None
    """Size in bytes. Some SDKs send text, which the server discards."""
    image_vmaddr: str | int | None = None
    """Preferred load address: hexadecimal text with `0x`. An integer in old `apple` images."""
    arch: str | None = None
    uuid: str | None = None
    debug_status: str | None = None
    """Result of the search for debug information: `found`, `unused`, `missing`, `malformed`, `fetching_failed`,
    `timeout`, `unsupported`; other values are possible."""
    unwind_status: str | None = None
    """Result of the search for unwind information. Values as in *debug_status*."""
    features: ObjectFeatures | None = None
    candidates_data: tuple[ObjectCandidate | None, ...] | None = field(default=None, name="candidates")
    """The locations where symbolication looked for the debug file, as sent; items can be null."""
    id: str | None = None
    """The *debug_id* in events of SDKs from 2017 and 2018."""
    name: str | None = None
    """Path of the image. This field, *cpu_type* and *cpu_subtype* occur only with the old type `apple`."""
    cpu_type: int | None = None
    cpu_subtype: int | None = None
    major_version: int | None = None
    minor_version: int | None = None
    revision_version: int | None = None

    @property
    def candidates(self) -> tuple[ObjectCandidate, ...]:
        """The locations where symbolication looked for the debug file, without nulls; () when there are none."""
        return present(self.candidates_data)


class DebugMeta(Interface, frozen=True, kw_only=True):
    """All debug images of the process."""

    images_data: tuple[DebugImage | None, ...] | None = field(default=None, name="images")
    """The loaded images as sent; items can be null."""
    sdk_info: SdkInfo | None = None
    is_debug_build: bool | str | None = None
    """True: a debug build. Some SDKs send text, which the server discards."""

    @property
    def images(self) -> tuple[DebugImage, ...]:
        """The loaded images, without nulls; () when the list is missing or empty."""
        return present(self.images_data)
