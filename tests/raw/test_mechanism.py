"""Tests for the mechanism in the raw dialect."""

from __future__ import annotations

import json

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import MachException, MechanismMeta, Signal
from topframe.raw import LegacyMachException, LegacyPosixSignal, RawMechanism

WHOLE: dict[type[msgspec.Struct], str] = {
    LegacyMachException: """{
        "exception": 1, "exception_name": "EXC_BAD_ACCESS", "code": 1, "subcode": 18446744073709551615, "unheardOf": 1
    }""",
    LegacyPosixSignal: '{"signal": 11, "code": 0, "name": "SIGSEGV", "code_name": "SEGV_NOOP", "unheardOf": 1}',
    RawMechanism: """{
        "type": "chained", "handled": false, "synthetic": true, "description": "caught",
        "help_link": "https://docs.example.org/", "source": "__cause__", "is_exception_group": false,
        "exception_id": 2, "parent_id": 0, "data": {"any": [{}]}, "meta": {"errno": {"number": 2}},
        "posix_signal": {"signal": 11}, "mach_exception": {"exception": 1}, "relevant_address": "0x10", "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_mechanism_comes_back(kind: type[msgspec.Struct]) -> None:
    """All keys come back: the current keys, and the keys that Cocoa SDKs sent until 2018."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_a_mechanism_may_be_empty(kind: type[msgspec.Struct]) -> None:
    """All keys are optional. A mechanism without a type comes from an old Cocoa SDK."""
    assert_may_be_empty(kind)


def test_signals_stood_beside_the_type() -> None:
    """Old SDKs sent the signal beside `type`, under old names. Current SDKs send it in `meta`."""
    old = decode(RawMechanism, '{"posix_signal": {"signal": 11}, "mach_exception": {"exception_name": "EXC_CRASH"}}')
    assert old == RawMechanism(
        posix_signal=LegacyPosixSignal(signal=11), mach_exception=LegacyMachException(exception_name="EXC_CRASH")
    )
    new = decode(RawMechanism, '{"meta": {"signal": {"number": 11}, "mach_exception": {"name": "EXC_CRASH"}}}')
    assert new.meta == MechanismMeta(signal=Signal(number=11), mach_exception=MachException(name="EXC_CRASH"))


def test_what_the_system_said_is_kept_whole() -> None:
    """Unknown keys of `meta` come back. A known key of the wrong type is None, and comes back too."""
    meta = {"signal": {"number": 11}, "errno": 2, "hresult": {"code": "0x80004005"}}
    mechanism = decode(RawMechanism, json.dumps({"meta": meta}))
    assert mechanism.meta == MechanismMeta(signal=Signal(number=11))
    assert written(mechanism) == {"meta": meta}
    assert decode(RawMechanism, '{"meta": null}').meta is None


@pytest.mark.parametrize("address", ["0x10", 16, 2**64 - 1])
def test_an_address_is_text_or_a_number(address: str | int) -> None:
    """Hexadecimal text with `0x` and an integer of up to 64 bits are accepted."""
    assert decode(RawMechanism, json.dumps({"relevant_address": address})).relevant_address == address


@pytest.mark.parametrize("handled", [None, False, True])
def test_handled_has_three_values(handled: bool | None) -> None:
    """*handled* can be true, false or null. Null means unknown and differs from false."""
    assert decode(RawMechanism, json.dumps({"handled": handled})).handled is handled


@pytest.mark.parametrize("description", ["", "caught", 5, True])
def test_a_description_may_be_no_text(description: object) -> None:
    """Numbers and booleans are accepted in place of a text, and come back unchanged."""
    assert written(decode(RawMechanism, json.dumps({"description": description}))) == {"description": description}
