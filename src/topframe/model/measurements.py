"""Measured numbers of a transaction, for example web vitals.

Source: getsentry/relay, protocol/measurements.rs. The keys are the same in raw events and in web API responses.
"""

from __future__ import annotations

from ._base import Interface


class Measurement(Interface, frozen=True, kw_only=True):
    """One measured number with its unit."""

    value: int | float | None = None
    unit: str | None = None
    """`millisecond`, `byte`, `ratio`, `none`; other values are possible. None on servers before 2022."""
    type: str | None = None
