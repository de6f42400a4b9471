"""The SDK, as it describes itself."""

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
    """With the address that the event came from, which the server keeps to itself."""
    assert_comes_back(RawSdk, WHOLE)


def test_an_sdk_may_be_empty() -> None:
    """Stored events have null for lists that were not sent."""
    assert_may_be_empty(RawSdk)


@pytest.mark.parametrize("key", ["packages", "integrations"])
@pytest.mark.parametrize("sent", ["react-native", "", []])
def test_a_text_where_a_list_is_meant_costs_nothing(key: str, sent: object) -> None:
    """Old SDKs sent a text; it comes back, for the server to throw away."""
    assert written(decode(RawSdk, json.dumps({key: sent}))) == {key: sent}


def test_dotnet_capitalised_its_packages() -> None:
    """`Name` and `Version` are real in this dialect, too."""
    sdk = decode(RawSdk, '{"packages": [{"Name": "nuget:a", "Version": "1"}]}')
    assert sdk.packages == (RawSdkPackage(dotnet_name="nuget:a", dotnet_version="1"),)
