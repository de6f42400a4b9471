"""The keys of 2013 to 2017: interfaces under the names of the server's classes.

Source: getsentry/relay, protocol/event.rs and exception.rs (`legacy_alias`)
"""

from __future__ import annotations

from operator import attrgetter

from .event import RawEvent

TODAY = {
    "legacy_exception": "exception_data",
    "legacy_stacktrace": "stacktrace",
    "legacy_message": "logentry",
    "legacy_http": "request",
    "legacy_user_json": "user_json",
    "legacy_breadcrumbs": "breadcrumbs_data",
    "legacy_contexts_json": "contexts_json",
    "legacy_template": "template",
    "legacy_csp": "csp",
    "legacy_hpkp": "hpkp",
    "legacy_expectct": "expectct",
    "legacy_expectstaple": "expectstaple",
}
"""Members of `RawEvent` that stand for keys of old, and those that stand for the keys of today."""

WIRE_NAMES = dict(zip(RawEvent.__struct_fields__, RawEvent.__struct_encode_fields__, strict=True))
"""Members of `RawEvent`, and their keys."""

members = attrgetter(*TODAY)
"""What a raw event has under the keys of old."""

NOTHING = members(RawEvent())
"""What *members* gives of an event that has nothing under them."""
