"""The SDK, and what a newer one would bring."""

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
def test_an_sdk_comes_back(kind: type[msgspec.Struct]) -> None:
    """What the SDK said of itself keeps its spelling; what the server adds is in camelCase."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_an_sdk_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """Sentry gives name and version, and either can be null."""
    assert_may_be_empty(kind)


def test_updates_open_the_way_for_others() -> None:
    """What a step enables is steps again, to any depth."""
    update = decode(SdkUpdate, '{"enables": [{"enables": [{"type": "changeSdk"}]}]}')
    assert update == SdkUpdate(enables_data=(SdkUpdate(enables_data=(SdkUpdate(type="changeSdk"),)),))
