"""Security reports from browsers."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode
from topframe.model import Csp, ExpectCt, ExpectStaple, Hpkp, SignedCertificateTimestamp

WHOLE: dict[type[msgspec.Struct], str] = {
    Csp: """{
        "effective_directive": "script-src", "blocked_uri": "inline", "document_uri": "https://www.example.com/",
        "original_policy": "default-src 'none'", "referrer": "", "status_code": 200,
        "violated_directive": "script-src 'self'", "source_file": "https://www.example.com/a.js", "line_number": 12,
        "column_number": 7, "script_sample": "eval(", "disposition": "enforce", "unheardOf": 1
    }""",
    Hpkp: """{
        "date_time": "2018-01-28T20:19:56Z", "hostname": "www.example.com", "port": 443,
        "effective_expiration_date": "2018-05-01T12:40:50Z", "include_subdomains": false,
        "noted_hostname": "example.com", "served_certificate_chain": ["PEM", null],
        "validated_certificate_chain": ["PEM"], "known_pins": [["pin-sha256", "AAAA"], null], "unheardOf": 1
    }""",
    SignedCertificateTimestamp: """{
        "version": 1, "status": "invalid", "source": "embedded", "serialized_sct": "AAAA", "unheardOf": 1
    }""",
    ExpectCt: """{
        "date_time": "2018-01-28T20:19:56Z", "hostname": "www.example.com", "port": 443, "scheme": "https",
        "effective_expiration_date": "2018-05-01T12:40:50Z", "served_certificate_chain": ["PEM"],
        "validated_certificate_chain": [], "scts": [{"version": 1}, null], "failure_mode": "enforce",
        "test_report": false, "unheardOf": 1
    }""",
    ExpectStaple: """{
        "date_time": "2018-01-28T20:19:56Z", "hostname": "www.example.com", "port": 443,
        "effective_expiration_date": "2018-05-01T12:40:50Z", "response_status": "ERROR_RESPONSE",
        "cert_status": "REVOKED", "served_certificate_chain": ["PEM"], "validated_certificate_chain": ["PEM"],
        "ocsp_response": {"any": ["thing"]}, "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_report_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. The server converts all keys to snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_report_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null."""
    assert_may_be_empty(kind)


def test_dates_are_not_parsed() -> None:
    """A date stays the text from the browser, so an invalid date raises no error."""
    assert decode(Hpkp, '{"date_time": "yesterday"}').date_time == "yesterday"


def test_pins_are_pairs_or_text() -> None:
    """The server sends parsed pairs; the text from the browser decodes unchanged."""
    pins = decode(Hpkp, '{"known_pins": [["pin-sha256", "AAAA"], "pin-sha256=\\"BBBB\\"", null]}').known_pins
    assert pins == (("pin-sha256", "AAAA"), 'pin-sha256="BBBB"', None)
