"""Deliveries about builds of mobile applications."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from tests.webhooks.made import hook, received
from topframe.webhooks import (
    AppInfo,
    GitInfo,
    PreprodArtifactData,
    PreprodArtifactDelivery,
    SizeComparison,
    SizeDifference,
)

WHOLE: dict[type[msgspec.Struct], str] = {
    AppInfo: """{
        "appId": "example.shop", "name": "Shop", "version": "1.2", "buildNumber": 7, "artifactType": "IPA",
        "dateAdded": "2026-08-01T10:00:00Z", "dateBuilt": "2026-08-01T10:00:00Z", "unheardOf": 1
    }""",
    GitInfo: """{
        "headSha": "a", "baseSha": "b", "provider": "github", "headRepoName": "shop/app", "baseRepoName": "shop/app",
        "headRef": "new", "baseRef": "main", "prNumber": 7, "unheardOf": 1
    }""",
    SizeDifference: """{
        "metricsArtifactType": "MAIN_ARTIFACT", "identifier": "main", "headInstallSize": 4, "headDownloadSize": 3,
        "baseInstallSize": 2, "baseDownloadSize": 1, "unheardOf": 1
    }""",
    SizeComparison: """{
        "metricsArtifactType": "WATCH_ARTIFACT", "identifier": "w", "state": "FAILED", "errorCode": "NO_BASE_METRIC",
        "errorMessage": "m", "sizeMetricDiff": {"headInstallSize": 4}, "unheardOf": 1
    }""",
    PreprodArtifactData: """{
        "buildId": "123", "organizationSlug": "shop", "projectSlug": "app", "projectId": "1", "platform": "APPLE",
        "state": "COMPLETED", "appInfo": {"appId": "a"}, "gitInfo": {"prNumber": 7}, "errorCode": "TIMEOUT",
        "errorMessage": "m", "downloadSize": 5000000000, "installSize": 6, "analysisDuration": 12.5,
        "analysisVersion": "1", "baseBuildId": "122", "baseAppInfo": {"appId": "a"},
        "comparisons": [{"state": "SUCCESS"}, null], "buildConfiguration": "Release", "isInstallable": true,
        "installUrl": "u", "isCodeSignatureValid": false, "profileName": "p", "codesigningType": "adhoc", "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_build_survives_decode_and_encode(kind: type[msgspec.Struct]) -> None:
    """Every known key survives decoding and encoding. Keys are in camelCase."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_build_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Every key may be null or missing."""
    assert_may_be_empty(kind)


@pytest.mark.parametrize(
    ("resource", "action"),
    [
        ("preprod_artifact", "size_analysis_completed"),
        ("preprod_artifact", "build_distribution_completed"),
        ("size_analysis", "completed"),
    ],
)
@pytest.mark.parametrize("state", ["COMPLETED", "FAILED"])
def test_each_action_is_a_delivery(resource: str, action: str, state: str) -> None:
    """Every action decodes, also for failed analyses. `size_analysis` is the name from the first servers."""
    delivery = received(hook(action, {"buildId": "123", "state": state}), resource)
    assert isinstance(delivery, PreprodArtifactDelivery)
    assert (delivery.resource, delivery.action, delivery.data.state) == (resource, action, state)


@pytest.mark.parametrize("text", ["12", "12.0", "0.5"])
def test_a_duration_is_an_integer_or_a_float(text: str) -> None:
    """The server does not round durations; integers and floats survive unchanged."""
    back = written(decode(PreprodArtifactData, f'{{"analysisDuration": {text}}}'))
    assert repr(back["analysisDuration"]) == text


@pytest.mark.parametrize("id", ["7", 7])
def test_ids_are_text_or_numbers(id: str | int) -> None:
    """Ids keep their type. The server sends text."""
    data = decode(PreprodArtifactData, json.dumps({"buildId": id, "projectId": id, "baseBuildId": id}))
    assert (data.build_id, data.project_id, data.base_build_id) == (id, id, id)
