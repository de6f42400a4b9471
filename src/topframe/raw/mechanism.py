"""The mechanism: how an exception was caught, as SDKs send it.

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
    """An exception of the Mach kernel, in the form that Cocoa SDKs sent until 2018."""

    exception: int | None = None
    exception_name: str | None = None
    """The current key is *name*."""
    code: int | None = None
    subcode: int | None = None


class LegacyPosixSignal(Interface, frozen=True, kw_only=True):
    """A POSIX signal, in the form that Cocoa SDKs sent until 2018."""

    signal: int | None = None
    """The current key is *number*."""
    code: int | None = None
    name: str | None = None
    code_name: str | None = None


class RawMechanism(FreeFormInterface, frozen=True, kw_only=True):
    """The way in which an exception was caught, and its place among the exceptions of the event."""

    type: str | None = None
    """`generic`, `onerror`, `excepthook`, `chained`, `mach` and more; this list may grow.

    None: a Cocoa SDK sent it, in the form used until 2018. The server uses `generic` instead.
    """
    handled: bool | None = None
    synthetic: bool | None = None
    description: Scalar | None = None
    help_link: str | None = None
    source: str | None = None
    """The attribute of the parent exception that holds this exception: `__cause__`, `exceptions[0]`, ..."""
    is_exception_group: bool | None = None
    exception_id: int | None = None
    """Number of this exception within the event. 0 is the exception that was raised."""
    parent_id: int | None = None
    """*exception_id* of the parent exception, which holds this one."""
    data: dict[str, Any] | None = None
    """Details that the SDK adds."""
    meta_json: Raw | UnsetType = field(default=UNSET, name="meta")
    """*meta* as undecoded JSON, unchanged."""
    posix_signal: LegacyPosixSignal | None = None
    """The key for *meta.signal* until 2018."""
    mach_exception: LegacyMachException | None = None
    """The key for *meta.mach_exception* until 2018."""
    relevant_address: str | int | None = None
    """The memory address of a fault. Current SDKs send it in *data*."""

    @property
    def meta(self) -> MechanismMeta | None:
        """Error details from the operating system, or None."""
        return as_known(free_form(self.meta_json), MechanismMeta)
