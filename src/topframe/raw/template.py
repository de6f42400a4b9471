"""The place in a template (Django, Jinja) that failed, as SDKs send it and the server stores it.

Source: getsentry/relay, protocol/templates.rs
"""

from __future__ import annotations

from typing import Any

from ..model._base import Interface
from ._base import Number


class RawTemplate(Interface, frozen=True, kw_only=True):
    """A line of a template."""

    filename: str | None = None
    abs_path: str | None = None
    lineno: Number | None = None
    """Counted from 1."""
    colno: Number | None = None
    """Counted from 1."""
    pre_context: tuple[Any, ...] | None = None
    """The lines before, in file order. Old SDKs sent `[lineno, text]` in place of texts, here and in the next two."""
    context_line: str | tuple[Any, ...] | None = None
    post_context: tuple[Any, ...] | None = None
