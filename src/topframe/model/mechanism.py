"""How an exception was caught, and what the operating system said.

Source: getsentry/relay, protocol/mechanism.rs. The same in both dialects.
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..wire.freeform import as_known, free_form
from ._base import FreeFormInterface, Interface


class Signal(Interface, frozen=True, kw_only=True):
    """A POSIX signal."""

    number: int | None = None
    code: int | None = None
    """The `si_code`."""
    name: str | None = None
    """Such as `SIGSEGV`."""
    code_name: str | None = None
    """Such as `SEGV_MAPERR`."""


class MachException(Interface, frozen=True, kw_only=True):
    """An exception of the Mach kernel."""

    exception: int | None = None
    code: int | None = None
    """Up to 2**64 - 1."""
    subcode: int | None = None
    """Up to 2**64 - 1."""
    name: str | None = None
    """Such as `EXC_BAD_ACCESS`."""


class Errno(Interface, frozen=True, kw_only=True):
    """An error number of the C library."""

    number: int | None = None
    name: str | None = None
    """Such as `ENOENT`."""


class NsError(Interface, frozen=True, kw_only=True):
    """An error object of Apple's Foundation."""

    code: int | None = None
    domain: str | None = None


class MechanismMeta(Interface, frozen=True, kw_only=True):
    """What the operating system said. SDKs may add members of their own; they are in *meta_json* of the mechanism."""

    signal: Signal | None = None
    mach_exception: MachException | None = None
    errno: Errno | None = None
    ns_error: NsError | None = None
    posix_signal: Signal | None = None
    """*signal* as SDKs wrote it before 2018."""
    relevant_address: str | int | None = None
    """The address that a fault was about, as SDKs wrote it before 2018."""


class Mechanism(FreeFormInterface, frozen=True, kw_only=True):
    """How an exception was caught; the server leaves null members out."""

    type: str | None = None
    """`generic`, `onerror`, `onunhandledrejection`, `instrument`, `excepthook`, `django`, `mach`, `signalhandler`,
    `ANR`, `chained`, ...: grows."""
    description: str | None = None
    help_link: str | None = None
    handled: bool | None = None
    """False: the exception was not caught by the application. None: the SDK did not say."""
    synthetic: bool | None = None
    """True: the type and value are made up by the SDK and say nothing about the failure."""
    source: str | None = None
    """How the parent refers to this exception: `__cause__`, `InnerExceptions[0]`, ..."""
    is_exception_group: bool | None = None
    exception_id: int | None = None
    """Number of this exception within the event; 0 is the one that was raised."""
    parent_id: int | None = None
    """The *exception_id* of the exception that holds this one."""
    data: dict[str, Any] | None = None
    """Whatever the SDK adds."""
    meta_json: Raw | UnsetType = field(default=UNSET, name="meta")
    """*meta* as it came."""

    @property
    def meta(self) -> MechanismMeta | None:
        """What the operating system said, or None."""
        return as_known(free_form(self.meta_json), MechanismMeta)
