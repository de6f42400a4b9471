"""Identifiers and numbers of all webhooks. Each decodes in every form that a server version writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import pytest
from msgspec import inspect

import topframe.webhooks
from tests.coverage_of_keys import structs_of
from tests.interfaces import decode
from tests.webhooks.made import hook, received
from topframe.webhooks import (
    Delivery,
    MetricAlertDelivery,
    PreprodArtifactData,
    PreprodArtifactDelivery,
    SizeComparison,
)

NAME = re.compile(r"(.*_)?(id|identifier|number|artifact_type|code)")
"""Names of fields that hold an identifier: an id, a build number, a code."""

TEXT_ONLY = {
    "AlertRuleActionData.installation_id": "a UUID",
    "AppInfo.app_id": "the name of a package, such as com.example.shop",
    "Installation.code": "a secret in letters and digits",
    "IssueLinkData.installation_id": "a UUID",
    "Issue.share_id": "a UUID",
    "Issue.short_id": "the name of the project and a number",
    "SeerData.sentry_run_id": "a UUID",
    "SizeComparison.identifier": "the name of a part of an application",
    "SizeDifference.identifier": "the name of a part of an application",
}
"""Identifiers that are text in every version of the server, with the reason."""

WHOLE_ONLY = {
    "AlertRule.query_type": "the number of an enumeration",
    "AlertRule.status": "the number of an enumeration",
    "AlertRule.threshold_type": "the number of an enumeration",
    "AlertTrigger.threshold_type": "the number of an enumeration",
    "Incident.status": "the number of an enumeration",
    "Incident.status_method": "the number of an enumeration",
    "Incident.type": "the number of an enumeration",
    "Issue.num_comments": "a count",
    "Issue.user_count": "a count",
    "PreprodArtifactData.download_size": "bytes, from an integer column",
    "PreprodArtifactData.install_size": "bytes, from an integer column",
    "SeerData.iteration_index": "a count",
    "SizeDifference.base_download_size": "bytes, from an integer column",
    "SizeDifference.base_install_size": "bytes, from an integer column",
    "SizeDifference.head_download_size": "bytes, from an integer column",
    "SizeDifference.head_install_size": "bytes, from an integer column",
}
"""Fields that are integers in every version of the server, with the reason."""


class Member(NamedTuple):
    """One field of a Struct of `topframe.webhooks`, with the types that it takes."""

    kind: type[msgspec.Struct]
    name: str
    wire_name: str
    types: frozenset[type[inspect.Type]]

    def __str__(self) -> str:
        return f"{self.kind.__name__}.{self.name}"

    def again(self, value: str) -> Any:
        """The JSON value of this field after *value*, its JSON text, is decoded and encoded."""
        read = decode(self.kind, f'{{"{self.wire_name}": {value}}}')
        return json.loads(topframe.encode(read))[self.wire_name]


def members() -> Iterator[Member]:
    """The fields of all Structs in the bodies. A `Delivery` is skipped: its own fields are not read from the body."""
    for kind in structs_of(topframe.webhooks):
        info = inspect.type_info(kind)
        assert isinstance(info, inspect.StructType)
        if issubclass(kind, Delivery):
            continue
        for field in info.fields:
            union = field.type.types if isinstance(field.type, inspect.UnionType) else (field.type,)
            yield Member(kind, field.name, field.encode_name, frozenset(map(type, union)))


MEMBERS = sorted(members(), key=str)
NAMES = [it for it in MEMBERS if NAME.fullmatch(it.name) and str(it) not in TEXT_ONLY]
QUANTITIES = [
    it
    for it in MEMBERS
    if it.types & {inspect.IntType, inspect.FloatType} and inspect.StrType not in it.types and str(it) not in WHOLE_ONLY
]


@pytest.mark.parametrize("member", NAMES, ids=str)
def test_an_identifier_is_a_number_or_text(member: Member) -> None:
    """An identifier takes numbers and text, and both survive unchanged, including numbers above 2**53."""
    for value in ("41", "9007199254740993", '"41"', '"C0-41"', '""'):
        again = member.again(value)
        assert (type(again), again) == (type(json.loads(value)), json.loads(value))


@pytest.mark.parametrize("member", QUANTITIES, ids=str)
def test_a_quantity_is_an_integer_or_a_float(member: Member) -> None:
    """A quantity takes integers and floats: servers write 10 and 10.0, and each survives unchanged."""
    for value in ("10", "10.0", "0.5", "-1", "1e-7"):
        again = member.again(value)
        assert (type(again), again) == (type(json.loads(value)), json.loads(value))


def test_each_listed_exception_exists() -> None:
    """Each listed exception exists, takes a single type, and has a reason."""
    types = {str(it): it.types - {inspect.NoneType} for it in MEMBERS}
    assert all(types[name] == {inspect.StrType} and why for name, why in TEXT_ONLY.items())
    assert all(types[name] == {inspect.IntType} and why for name, why in WHOLE_ONLY.items())


def test_known_identifiers_and_quantities_are_found() -> None:
    """The patterns find known identifiers and quantities, so the tests above check them."""
    assert {"AlertAction.target_identifier", "InstallationOrganization.id"} <= set(map(str, NAMES))
    assert {"AlertRule.threshold_period", "AlertTrigger.alert_threshold"} <= set(map(str, QUANTITIES))


@pytest.mark.parametrize("identifier", [41, "41", "#ops", None])
def test_a_metric_alert_with_any_target_is_received(identifier: int | str | None) -> None:
    """The target is a number for PagerDuty and for integrations, and text for Slack."""
    action = {"id": "12", "type": "pagerduty", "target_identifier": identifier}
    incident = {"id": "5", "alert_rule": {"id": "7", "triggers": [{"id": "9", "actions": [action]}]}}
    delivery = received(hook("critical", {"metric_alert": incident}), "metric_alert")
    assert isinstance(delivery, MetricAlertDelivery)
    found = json.loads(topframe.encode(delivery.data))["metric_alert"]["alert_rule"]["triggers"][0]["actions"][0]
    assert found.get("target_identifier") == identifier


def test_a_build_of_the_first_servers_is_received() -> None:
    """Enumerations decode as numbers, as the first servers wrote them, and as names, as current servers write them."""
    comparison = {"metricsArtifactType": 0, "identifier": None, "state": 2, "errorCode": "TIMEOUT"}
    data = {"buildId": "7", "state": 3, "errorCode": 1, "appInfo": {"artifactType": 0}, "comparisons": [comparison]}
    delivery = received(hook("size_analysis_completed", data), "preprod_artifact")
    assert isinstance(delivery, PreprodArtifactDelivery)
    assert delivery.data == decode(PreprodArtifactData, json.dumps(data))
    assert delivery.data.comparisons == (SizeComparison(metrics_artifact_type=0, state=2, error_code="TIMEOUT"),)
