"""The line of a template (Django, Jinja) that failed.

Source: getsentry/sentry, interfaces/template.py (`get_api_context`)
"""

from __future__ import annotations

from msgspec import field

from ._base import ApiInterface, present
from .stacktrace import SourceLine


class Template(ApiInterface, frozen=True, kw_only=True):
    """The template line that failed, and the lines around it."""

    lineno: int | None = field(default=None, name="lineNo")
    """Line in *filename*, counted from 1."""
    filename: str | None = None
    context_data: tuple[SourceLine | None, ...] | None = field(default=None, name="context")
    """Source lines around *lineno*, in file order; items can be null."""
    abs_path: str | None = None
    colno: int | None = field(default=None, name="colNo")
    """Column in the line, counted from 1."""

    @property
    def context(self) -> tuple[SourceLine, ...]:
        """Source lines around *lineno*, in file order, without nulls; () when there are none."""
        return present(self.context_data)
