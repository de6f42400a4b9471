"""Numbers that were measured for a transaction, such as web vitals.

Source: getsentry/relay, protocol/measurements.rs. The same in both dialects.
"""

from __future__ import annotations

from ._base import Interface


class Measurement(Interface, frozen=True, kw_only=True):
    """One number with its unit."""

    value: int | float | None = None
    unit: str | None = None
    """`millisecond`, `byte`, `ratio`, `none`, ...; None before 2022."""
    type: str | None = None
