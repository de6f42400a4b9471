"""Network errors."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import Nel, NelBody

WHOLE: dict[type[msgspec.Struct], str] = {
    NelBody: """{
        "elapsed_time": 31, "method": "GET", "phase": "dns", "protocol": "h2", "referrer": "https://www.example.com/",
        "sampling_fraction": 0.5, "server_ip": "192.0.2.1", "status_code": 0, "type": "dns.unreachable", "unheardOf": 1
    }""",
    Nel: """{
        "age": 12, "type": "network-error", "url": "https://api.example.com/", "user_agent": "Example/1.0",
        "body": {"phase": "dns"}, "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_network_error_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Keys are in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_network_error_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null."""
    assert_may_be_empty(kind)


def test_a_sampling_fraction_can_be_an_integer() -> None:
    """Browsers send a share of all requests as 1 or as 1.0."""
    assert decode(NelBody, '{"sampling_fraction": 1}') == decode(NelBody, '{"sampling_fraction": 1.0}')
