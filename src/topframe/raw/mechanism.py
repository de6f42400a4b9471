"""The mechanism: how an exception was caught, as SDKs send it.

Source: getsentry/relay, protocol/mechanism.rs
"""

from __future__ import annotations

from ..model._base import Interface
from ..model.mechanism import AnyMechanism
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


class RawMechanism(AnyMechanism[Scalar], frozen=True, kw_only=True):
    """How an exception was caught, and its place among the exceptions of the event.

    If *type* is None, a Cocoa SDK sent it, in the form used until 2018. The server uses `generic` instead.
    """

    posix_signal: LegacyPosixSignal | None = None
    """The key for *meta.signal* until 2018."""
    mach_exception: LegacyMachException | None = None
    """The key for *meta.mach_exception* until 2018."""
    relevant_address: str | int | None = None
    """The memory address of a fault. Current SDKs send it in *data*."""
