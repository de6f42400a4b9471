"""Tests for the SDK in the raw dialect."""

from __future__ import annotations

import json

import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.raw import RawSdk, RawSdkPackage

WHOLE = """{
    "name": "sentry.python", "version": "2.22.0", "packages": [{"name": "pypi:sentry-sdk", "version": "2.22.0"}, null],
    "integrations": ["django", null], "features": ["logs"], "client_ip": "192.0.2.1",
    "settings": {"infer_ip": "never"}, "unheardOf": 1
}"""


def test_an_sdk_comes_back() -> None:
    """All keys come back, also the IP address of the sender, which the web API does not return."""
    assert_comes_back(RawSdk, WHOLE)


def test_an_sdk_may_be_empty() -> None:
    """All keys are optional and can be null. Stored events have null for missing lists."""
    assert_may_be_empty(RawSdk)


@pytest.mark.parametrize("key", ["packages", "integrations"])
@pytest.mark.parametrize("sent", ["react-native", "", []])
def test_a_text_where_a_list_is_meant_costs_nothing(key: str, sent: object) -> None:
    """Text in place of a list is accepted, because old SDKs sent it, and comes back unchanged. The server drops it."""
    sdk = decode(RawSdk, json.dumps({key: sent}))
    assert written(sdk) == {key: sent}
    assert getattr(sdk, key) == ()


def test_dotnet_capitalised_its_packages() -> None:
    """The keys `Name` and `Version` of the .NET SDK have fields of their own."""
    sdk = decode(RawSdk, '{"packages": [{"Name": "nuget:a", "Version": "1"}]}')
    assert sdk.packages == (RawSdkPackage(dotnet_name="nuget:a", dotnet_version="1"),)
