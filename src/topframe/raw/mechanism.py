"""How an exception was caught, as SDKs say it.

Source: getsentry/relay, protocol/mechanism.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Raw, UnsetType, field

from ..model._base import FreeFormInterface, Interface
from ..model.mechanism import MechanismMeta
from ..wire.freeform import as_known, free_form
from ._base import Scalar


class LegacyMachException(Interface, frozen=True, kw_only=True):
    """An exception of the Mach kernel, as Cocoa SDKs wrote it until 2018."""

    exception: int | None = None
    exception_name: str | None = None
    """*name* of today."""
    code: int | None = None
    subcode: int | None = None


class LegacyPosixSignal(Interface, frozen=True, kw_only=True):
    """A POSIX signal, as Cocoa SDKs wrote it until 2018."""

    signal: int | None = None
    """*number* of today."""
    code: int | None = None
    name: str | None = None
    code_name: str | None = None


class RawMechanism(FreeFormInterface, frozen=True, kw_only=True):
    """How an exception was caught."""

    type: str | None = None
    """`generic`, `onerror`, `excepthook`, `chained`, `mach`, ...: grows. None in what Cocoa SDKs sent until 2018, which
    the server reads as `generic`."""
    handled: bool | None = None
    synthetic: bool | None = None
    description: Scalar | None = None
    help_link: str | None = None
    source: str | None = None
    """How the parent refers to this exception: `__cause__`, `exceptions[0]`, ..."""
    is_exception_group: bool | None = None
    exception_id: int | None = None
    """Number of this exception within the event; 0 is the one that was raised."""
    parent_id: int | None = None
    """The *exception_id* of the exception that holds this one."""
    data: dict[str, Any] | None = None
    """Whatever the SDK adds."""
    meta_json: Raw | UnsetType = field(default=UNSET, name="meta")
    """*meta* as it came."""
    posix_signal: LegacyPosixSignal | None = None
    """*meta.signal* until 2018."""
    mach_exception: LegacyMachException | None = None
    """*meta.mach_exception* until 2018."""
    relevant_address: str | int | None = None
    """The address that a fault was about; in *data* today."""

    @property
    def meta(self) -> MechanismMeta | None:
        """What the operating system said, or None."""
        return as_known(free_form(self.meta_json), MechanismMeta)
