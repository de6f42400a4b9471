"""The line of a template (Django, Jinja) that failed, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/templates.rs
"""

from __future__ import annotations

from typing import Any

from ..model._base import Interface
from ._base import Number


class RawTemplate(Interface, frozen=True, kw_only=True):
    """The line of a template that failed, with the lines around it."""

    filename: str | None = None
    abs_path: str | None = None
    lineno: Number | None = None
    """Line number, counted from 1."""
    colno: Number | None = None
    """Column number, counted from 1."""
    pre_context: tuple[Any, ...] | None = None
    """The lines before, in file order.

    In *pre_context*, *context_line* and *post_context*, old SDKs sent `[lineno, text]` in place of each text.
    """
    context_line: str | tuple[Any, ...] | None = None
    post_context: tuple[Any, ...] | None = None
