"""The rules by which the server grouped the event."""

from __future__ import annotations

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import GroupingConfig


def test_a_grouping_config_round_trips() -> None:
    """Every key survives decode and encode. The enhancements are opaque text."""
    assert_comes_back(GroupingConfig, '{"id": "newstyle:2023-01-11", "enhancements": "KLUv_SAY", "unheardOf": 1}')


def test_grouping_config_keys_are_optional() -> None:
    """Every key may be missing or null."""
    assert_may_be_empty(GroupingConfig)


def test_servers_before_2020_send_only_the_id() -> None:
    """Sentry 9.1 sends no enhancements."""
    assert decode(GroupingConfig, '{"id": "legacy:2019-03-12"}') == GroupingConfig(id="legacy:2019-03-12")
