"""The keys from 2013 to 2017, which name each interface after its class in the server.

Source: getsentry/relay, protocol/event.rs and exception.rs (`legacy_alias`)
"""

from __future__ import annotations

from operator import attrgetter

from .event import RawEvent

TODAY = {
    "legacy_exceptions_data": "exceptions_data",
    "legacy_stacktrace": "stacktrace",
    "legacy_message": "logentry",
    "legacy_http": "request",
    "legacy_user_json": "user_json",
    "legacy_breadcrumbs_data": "breadcrumbs_data",
    "legacy_contexts_json": "contexts_json",
    "legacy_template": "template",
    "legacy_csp": "csp",
    "legacy_hpkp": "hpkp",
    "legacy_expectct": "expectct",
    "legacy_expectstaple": "expectstaple",
}
"""Maps each field of `RawEvent` that holds an old key to the field of the current key."""

WIRE_NAMES = dict(zip(RawEvent.__struct_fields__, RawEvent.__struct_encode_fields__, strict=True))
"""Maps each field of `RawEvent` to its key in JSON."""

members = attrgetter(*TODAY)
"""Returns the values that a raw event has under the old keys, in the order of `TODAY`."""

NOTHING = members(RawEvent())
"""The result of `members` for an event without old keys."""
