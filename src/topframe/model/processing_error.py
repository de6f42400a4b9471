"""Problems that the server met while it processed the event.

Source: getsentry/sentry, models/eventerror.py
"""

from __future__ import annotations

from typing import Any

from ._base import Interface


class ProcessingError(Interface, frozen=True, kw_only=True):
    """A problem that the server recorded while it processed the event. It can record the same problem many times."""

    type: str | None = None
    """`js_no_source`, `native_missing_dsym`, `invalid_data`; other values are possible. Compare this field and
    never *message*, because the message for a type differs between server versions."""
    message: str | None = None
    """English text, which the responding server looks up by *type*. `Unknown error` for types that it does not know."""
    data: dict[str, Any] | None = None
    """Details of the problem, for example `url`, `source`, `row`, `column`, `name` or `value`. Values are any JSON."""
    name: str | None = None
    """The path of the invalid value. Sent by GlitchTip; Sentry sends `data.name`."""
    value: Any = None
    """The invalid value. Sent by GlitchTip; Sentry sends `data.value`."""
