"""Conversion of the failed line of a template to the form that the web API returns.

Source: getsentry/sentry, interfaces/template.py (`get_api_context`)
"""

from __future__ import annotations

from typing import Any

from ..model.template import Template
from ..raw.lenient import whole
from ..raw.template import RawTemplate
from ..wire.freeform import as_array
from .stacktrace import numbered


def template_of(raw: RawTemplate) -> Template | None:
    """Convert the failed line of a template. Return None if it is empty."""
    if raw == RawTemplate():
        return None
    lineno = whole(raw.lineno)
    before, after = _lines(raw.pre_context_data), _lines(raw.post_context_data)
    context = numbered(lineno, before, _line(raw.context_line), after)
    return Template(lineno=lineno, filename=raw.filename, context_data=context)


def _lines(sent: tuple[Any, ...] | None) -> list[str | None]:
    return [_line(line) for line in sent or ()]


def _line(sent: Any) -> str | None:
    """Return the text of a line. Old SDKs sent `[lineno, text]`. Return None if there is no text."""
    parts = as_array(sent)
    if parts is None:
        return sent if isinstance(sent, str) else None
    return next((part for part in parts if isinstance(part, str)), None)
