"""How an exception was caught."""

from __future__ import annotations

import msgspec
import pytest

from tests.interfaces import assert_comes_back, assert_may_be_empty, decode, written
from topframe.model import Errno, MachException, Mechanism, MechanismMeta, NsError, Signal

WHOLE: dict[type[msgspec.Struct], str] = {
    Signal: '{"number": 11, "code": 1, "name": "SIGSEGV", "code_name": "SEGV_MAPERR", "unheardOf": 1}',
    MachException: '{"exception": 1, "code": 1, "subcode": 0, "name": "EXC_BAD_ACCESS", "unheardOf": 1}',
    Errno: '{"number": 2, "name": "ENOENT", "unheardOf": 1}',
    NsError: '{"code": -1009, "domain": "ExampleErrorDomain", "unheardOf": 1}',
    MechanismMeta: """{
        "signal": {"number": 11}, "mach_exception": {"exception": 1}, "errno": {"number": 2},
        "ns_error": {"code": -1009}, "posix_signal": {"number": 10}, "relevant_address": "0x10", "unheardOf": 1
    }""",
    Mechanism: """{
        "type": "chained", "description": "caught", "help_link": "https://docs.example.org/", "handled": false,
        "synthetic": true, "source": "__cause__", "is_exception_group": false, "exception_id": 2, "parent_id": 0,
        "data": {"any": [{}]}, "meta": {"errno": {"number": 2}}, "unheardOf": 1
    }""",
}


@pytest.mark.parametrize("kind", WHOLE)
def test_a_mechanism_round_trips(kind: type[msgspec.Struct]) -> None:
    """Every key survives decode and encode. Keys are in snake_case."""
    assert_comes_back(kind, WHOLE[kind])


@pytest.mark.parametrize("kind", WHOLE)
def test_mechanism_keys_are_optional(kind: type[msgspec.Struct]) -> None:
    """Every key may be missing or null."""
    assert_may_be_empty(kind)


def test_codes_need_64_bits() -> None:
    """The subcode of a Mach exception can be an address of 64 bits."""
    assert decode(MachException, '{"subcode": 18446744073709551615}').subcode == 2**64 - 1


def test_signals_had_another_name_before_2018() -> None:
    """SDKs before 2018 sent `posix_signal`, and a relevant address as text or as a number."""
    meta = decode(MechanismMeta, '{"posix_signal": {"name": "SIGBUS"}, "relevant_address": 16}')
    assert meta == MechanismMeta(posix_signal=Signal(name="SIGBUS"), relevant_address=16)


def test_unknown_keys_of_meta_are_kept() -> None:
    """`meta_json` keeps the keys that SDKs add to `meta`."""
    mechanism = decode(Mechanism, '{"meta": {"errno": {"number": 2}, "hresult": [1]}}')
    assert mechanism.meta == MechanismMeta(errno=Errno(number=2))
    assert written(mechanism) == {"meta": {"errno": {"number": 2}, "hresult": [1]}}


@pytest.mark.parametrize(
    ("text", "handled"), [("{}", None), ('{"handled": false}', False), ('{"handled": true}', True)]
)
def test_handled_has_three_values(text: str, handled: bool | None) -> None:
    """True, False and None stay distinct. None means that the SDK did not state it."""
    assert decode(Mechanism, text).handled is handled
