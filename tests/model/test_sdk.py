"""The SDK and the updates that the server suggests."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import Sdk, SdkPackage, SdkUpdate, SdkUpstream

WHOLE: dict[type[msgspec.Struct], str] = {
    SdkUpstream: '{"name": "raven-js", "url": "https://docs.example.org/", "isNewer": true, "unheardOf": 1}',
    SdkPackage: '{"name": "npm:a", "version": "1", "unheardOf": 1}',
    Sdk: """{
        "name": "sentry.python", "version": "2.22.0", "upstream": {"isNewer": false}, "packages": [{"name": "a"}, null],
        "integrations": ["modules", null], "features": ["replay"], "settings": {"infer_ip": "auto"},
        "clientIP": "192.0.2.1", "unheardOf": 1
    }""",
    SdkUpdate: """{
        "type": "updateSdk", "sdkName": "a", "newSdkName": "b", "newSdkVersion": "2", "sdkUrl": "https://a.example.com/",
        "integrationName": "Replay", "integrationUrl": "https://b.example.com/",
        "enables": [{"type": "enableIntegration", "enables": []}, null], "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_an_sdk_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Keys from the SDK are in snake_case, keys from the server in camelCase."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_sdk_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null."""
    assert_may_be_empty(kind)


def test_updates_can_be_nested() -> None:
    """`enables` holds further updates, to any depth."""
    update = decode(SdkUpdate, '{"enables": [{"enables": [{"type": "changeSdk"}]}]}')
    assert update == SdkUpdate(enables_data=(SdkUpdate(enables_data=(SdkUpdate(type="changeSdk"),)),))
