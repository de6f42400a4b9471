"""How an exception was caught, and the error data from the operating system.

Source: getsentry/relay, protocol/mechanism.rs. The keys are the same in raw events and in web API responses.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import as_known, free_form
from ._base import FreeFormInterface, Interface

T = TypeVar("T")


class Signal(Interface, frozen=True, kw_only=True):
    """A POSIX signal."""

    number: int | None = None
    code: int | None = None
    """The `si_code` of the signal."""
    name: str | None = None
    """Name of *number*, for example `SIGSEGV`."""
    code_name: str | None = None
    """Name of *code*, for example `SEGV_MAPERR`."""


class MachException(Interface, frozen=True, kw_only=True):
    """An exception of the Mach kernel."""

    exception: int | None = None
    code: int | None = None
    """Up to 2**64 - 1."""
    subcode: int | None = None
    """Up to 2**64 - 1; it can be an address."""
    name: str | None = None
    """Name of *exception*, for example `EXC_BAD_ACCESS`."""


class Errno(Interface, frozen=True, kw_only=True):
    """An error number of the C library."""

    number: int | None = None
    name: str | None = None
    """Name of *number*, for example `ENOENT`."""


class NsError(Interface, frozen=True, kw_only=True):
    """An error object of Apple's Foundation."""

    code: int | None = None
    domain: str | None = None


class MechanismMeta(Interface, frozen=True, kw_only=True):
    """Error data from the operating system. Keys that SDKs add are only in *meta_json* of the mechanism."""

    signal: Signal | None = None
    mach_exception: MachException | None = None
    errno: Errno | None = None
    ns_error: NsError | None = None
    posix_signal: Signal | None = None
    """The *signal* in events of SDKs before 2018."""
    relevant_address: str | int | None = None
    """The address whose access failed. Sent by SDKs before 2018."""


class AnyMechanism(FreeFormInterface, Generic[T], frozen=True, kw_only=True):
    """How an exception was caught, in both dialects. The type parameter is the type of texts."""

    type: str | None = None
    """What caught the exception: `generic`, `onerror`, `onunhandledrejection`, `instrument`, `excepthook`, `django`,
    `mach`, `signalhandler`, `ANR`, `chained`; other values are possible."""
    description: T | None = None
    help_link: str | None = None
    handled: bool | None = None
    """True: the application caught the exception. False: it did not. None: the SDK did not state it."""
    synthetic: bool | None = None
    """True: the SDK invented the type and value; they do not describe the failure."""
    source: str | None = None
    """How the parent refers to this exception, for example `__cause__` or `InnerExceptions[0]`."""
    is_exception_group: bool | None = None
    exception_id: int | None = None
    """Number of this exception within the event. The exception that was raised last has the number 0."""
    parent_id: int | None = None
    """The *exception_id* of the parent: the exception that refers to this one. None for the root."""
    data: dict[str, Any] | None = None
    """Extra data from the SDK."""
    meta_json: Raw | UnsetType = field(default=UNSET, name="meta")
    """*meta* as JSON text, exactly as received; UNSET when the key is absent."""

    @property
    def meta(self) -> MechanismMeta | None:
        """Error data from the operating system. None unless the JSON value is an object."""
        return as_known(free_form(self.meta_json), MechanismMeta)


class Mechanism(AnyMechanism[str], frozen=True, kw_only=True):
    """How an exception was caught. The server leaves out keys whose value is null."""
