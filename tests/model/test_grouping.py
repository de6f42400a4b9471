"""How the server grouped the event."""

from __future__ import annotations

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import GroupingConfig


def test_a_grouping_config_comes_back() -> None:
    """The enhancements are opaque."""
    assert_comes_back(GroupingConfig, '{"id": "newstyle:2023-01-11", "enhancements": "KLUv_SAY", "unheardOf": 1}')


def test_a_grouping_config_may_be_empty() -> None:
    """No member is sure to be there."""
    assert_may_be_empty(GroupingConfig)


def test_servers_before_2020_send_the_id_alone() -> None:
    """Sentry 9.1 has no enhancements."""
    assert decode(GroupingConfig, '{"id": "legacy:2019-03-12"}') == GroupingConfig(id="legacy:2019-03-12")
