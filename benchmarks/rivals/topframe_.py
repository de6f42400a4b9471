"""topframe: `decode_event` as it is, and with all free-form parts read, as other parsers always decode them."""

from __future__ import annotations

from functools import partial
from typing import Any

import topframe
from topframe.model import ExceptionValue, Thread

from . import Rival, Root, attribute


def decode_and_read_all(body: bytes) -> topframe.Event:
    """Decode an event, and all its free-form parts."""
    event = topframe.decode_event(body)
    _ = event.contexts, event.context, event.packages, event.meta, event.user
    owners: list[ExceptionValue | Thread] = [*event.exceptions, *event.threads]
    stacks = [stack for owner in owners for stack in (owner.stacktrace, owner.raw_stacktrace)]
    for stack in (*stacks, event.stacktrace):
        _ = stack and stack.registers
        for frame in stack.frames if stack else ():
            _ = frame.vars
    for crumb in event.breadcrumbs:
        _ = crumb.data
    for span in event.spans:
        _ = span.data, span.tags, span.sentry_tags
    _ = event.request and event.request.data
    return event


def attribute_if_any(value: Any, name: str, wire_name: str) -> Any:
    """A member; None if the object lacks it, like the type of an entry that was skipped."""
    return attribute(value, name, wire_name) if hasattr(value, name) else None


def make(root: Root) -> list[Rival]:
    """`decode_event` in both forms. For a view, `decode_view`."""
    if root is not topframe.Event:
        read = partial(topframe.decode_view, view=root)
        return [Rival(f"topframe {root.__name__}", "topframe", "typed", "part", read, attribute_if_any)]
    return [
        Rival("topframe", "topframe", "typed", "lazy", topframe.decode_event, attribute),
        Rival("topframe, all read", "topframe", "typed", "all", decode_and_read_all, attribute),
    ]
