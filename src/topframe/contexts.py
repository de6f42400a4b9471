"""Reading the known contexts of an event as what they are.

Source: getsentry/sentry, interfaces/contexts.py
"""

from __future__ import annotations

from itertools import chain
from typing import Any, TypeVar

from .freeform import as_known, as_object
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
        The context that stands under an alias of *kind*, else the first one whose `type` says that it is one; None
        when there is no such object.
    """
    contexts = as_object(event.contexts) or {}
    known = (contexts.get(alias) for alias in kind.aliases)
    named = (context for context in contexts.values() if _is_named(context, kind.aliases))
    read = (as_known(context, kind) for context in chain(known, named))
    return next((context for context in read if context is not None), None)


def _is_named(context: Any, aliases: tuple[str, ...]) -> bool:
    match context:
        case {"type": str(name)}:
            return name in aliases
        case _:
            return False
