"""`EventOverview` and custom views with the mixins."""

from __future__ import annotations

import msgspec
import pytest

from tests.views.test_summary import BODIES
from topframe import decode_event, decode_view, in_app_frames
from topframe.views import (
    EventFrames,
    EventOverview,
    EventSummary,
    HasStacks,
    HasTags,
    RaisedView,
    StackData,
    StackEntry,
    Tags,
)


@pytest.mark.parametrize("body", BODIES)
def test_an_overview_has_the_fields_of_both_views(body: str) -> None:
    """Each field has the same value as in `EventSummary` or `EventFrames`, for every sample."""
    overview = decode_view(body, EventOverview)
    for kind in (EventSummary, EventFrames):
        view = decode_view(body, kind)
        for name in kind.__struct_fields__:
            assert getattr(overview, name) == getattr(view, name)
    frames = decode_view(body, EventFrames)
    assert (overview.exceptions, overview.threads) == (frames.exceptions, frames.threads)
    assert in_app_frames(overview) == in_app_frames(frames)
    assert overview.display_title == decode_event(body).display_title


class Own(HasTags, HasStacks[RaisedView, RaisedView, StackData], msgspec.Struct, frozen=True, kw_only=True):
    """A custom view. It declares the fields that the mixins read."""

    entries: tuple[StackEntry, ...] | None = None
    platform: str | None = None
    tags_data: Tags = msgspec.field(default=None, name="tags")


@pytest.mark.parametrize("body", BODIES)
def test_mixins_add_properties_to_a_custom_view(body: str) -> None:
    """The properties give the same results as for the whole event, for every sample."""
    event, view = decode_event(body), decode_view(body, Own)
    assert (view.tags, view.environment, view.level) == (event.tags, event.environment, event.level)
    assert [it.value for it in view.exceptions] == [it.value for it in event.exceptions]
    for mine, owners in ((view.exceptions, event.exceptions), (view.threads, event.threads)):
        assert [[it.lineno for it in owner.frames] for owner in mine] == [
            [it.lineno for it in owner.frames] for owner in owners
        ]
    assert in_app_frames(view).rule == in_app_frames(event).rule
