"""Reading the known contexts of an event as what they are.

Source: getsentry/sentry, interfaces/contexts.py
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from .model.contexts import Context
from .model.event import Event

C = TypeVar("C", bound=Context)


def context_of(event: Event, kind: type[C]) -> C | None:
    """Read one of the known contexts.

    Contexts are written by clients and checked by nobody, so a member of the wrong type reads as None here;
    `event.contexts` has everything word for word.

    Args:
        event: An event.
        kind: The class of the context, such as `TraceContext`.

    Returns:
        The context that stands under the alias of *kind*, else the first one whose `type` says that it is one; None
        when there is no such object.
    """
    objects: dict[str, dict[str, Any]] = {
        alias: context for alias, context in (event.contexts or {}).items() if isinstance(context, dict)
    }
    named = (context for context in objects.values() if context.get("type") == kind.alias)
    found = objects.get(kind.alias) or next(named, None)
    return None if found is None else _read(found, kind)


def _read(context: dict[str, Any], kind: type[C]) -> C:
    try:
        return msgspec.convert(context, kind)
    except msgspec.ValidationError:
        return kind(**{f.name: _member(context.get(f.encode_name), f.type) for f in msgspec.structs.fields(kind)})


def _member(value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None
