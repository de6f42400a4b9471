"""What went wrong while the server processed the event.

Source: getsentry/sentry, models/eventerror.py
"""

from __future__ import annotations

from typing import Any

from ._base import Interface


class ProcessingError(Interface, frozen=True, kw_only=True):
    """One problem; the same one can be listed more than once."""

    type: str | None = None
    """`js_no_source`, `native_missing_dsym`, `invalid_data`, ...: grows. Decide by this, never by *message*."""
    message: str | None = None
    """English text that the answering server keeps for the type; `Unknown error` where it does not know the type."""
    data: dict[str, Any] | None = None
    """Whatever else was noted: `url`, `source`, `row`, `column`, `name`, `value`, ...: any JSON value."""
    name: str | None = None
    """GlitchTip, in place of `data.name`: the path of the value."""
    value: Any = None
    """GlitchTip, in place of `data.value`."""
