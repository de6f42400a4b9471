"""The line of a template (Django, Jinja) that failed, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/templates.rs
"""

from __future__ import annotations

from typing import Any

from msgspec import field

from ..model._base import Interface
from ..model.stacktrace import HasLines
from ._base import Number


class RawTemplate(HasLines[Any], Interface, frozen=True, kw_only=True):
    """The line of a template that failed, with the lines around it."""

    filename: str | None = None
    abs_path: str | None = None
    lineno: Number | None = None
    """Line number, counted from 1."""
    colno: Number | None = None
    """Column number, counted from 1."""
    pre_context_data: tuple[Any, ...] | None = field(default=None, name="pre_context")
    """The lines before, in file order. A null is a line whose text the sender does not know.

    In *pre_context_data*, *context_line* and *post_context_data*, old SDKs sent `[lineno, text]` in place of each text.
    """
    context_line: str | tuple[Any, ...] | None = None
    post_context_data: tuple[Any, ...] | None = field(default=None, name="post_context")
    """The lines after, in the form of *pre_context_data*."""
