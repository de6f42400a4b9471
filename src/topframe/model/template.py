"""The place in a template (Django, Jinja) that failed.

Source: getsentry/sentry, interfaces/template.py (`get_api_context`)
"""

from __future__ import annotations

from msgspec import field

from ._base import ApiInterface, present
from .stacktrace import SourceLine


class Template(ApiInterface, frozen=True, kw_only=True):
    """A line of a template."""

    lineno: int | None = field(default=None, name="lineNo")
    """Counted from 1."""
    filename: str | None = None
    context_data: tuple[SourceLine | None, ...] | None = field(default=None, name="context")
    """Source lines around *lineno*, in file order; items can be null."""
    abs_path: str | None = None
    colno: int | None = field(default=None, name="colNo")
    """Counted from 1."""

    @property
    def context(self) -> tuple[SourceLine, ...]:
        """Source lines around *lineno*, in file order; () when there are none."""
        return present(self.context_data)
