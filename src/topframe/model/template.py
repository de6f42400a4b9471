"""The place in a template (Django, Jinja) that failed.

Source: getsentry/sentry, interfaces/template.py (`get_api_context`)
"""

from __future__ import annotations

from msgspec import field

from ._base import ApiInterface
from .stacktrace import SourceLine


class Template(ApiInterface, frozen=True, kw_only=True):
    """A line of a template."""

    lineno: int | None = field(default=None, name="lineNo")
    """Counted from 1."""
    filename: str | None = None
    context: tuple[SourceLine | None, ...] | None = None
    """Source lines around *lineno*, in file order."""
    abs_path: str | None = None
    colno: int | None = field(default=None, name="colNo")
    """Counted from 1."""
