"""A short fuzzing run with a fixed seed. The gate runs a longer one: `python -m tests.fuzz --seconds 60`."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from topframe import DecodeError, DeliveryError, TopframeError

from . import __main__ as runner
from .mutations import PLANTED
from .targets import TARGETS, Failure, Target, check_error

SEED = 12
EXECUTIONS = 500
PAYLOAD = f'{{"title": "{PLANTED}"}}'.encode()


@pytest.fixture(autouse=True)
def timer() -> Iterator[None]:
    """Install the signal handler that stops slow executions, as the command does."""
    before = signal.signal(signal.SIGVTALRM, runner.stop_execution)
    yield
    signal.signal(signal.SIGVTALRM, before)


def test_no_damaged_payload_breaks_a_promise(tmp_path: Path) -> None:
    """Some damaged samples, given to every entry point, break none of the promises of the package."""
    assert runner.block(SEED, 0, EXECUTIONS, str(tmp_path)) == []


def error_with(cause: BaseException) -> TopframeError:
    """A `DecodeError` with a cause."""
    error = DecodeError("Malformed JSON")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [DecodeError(f"Malformed: {PLANTED}"), error_with(ValueError(PLANTED)), error_with(KeyError(1, [PLANTED]))],
    ids=["itself", "in its cause", "in the arguments of its cause"],
)
def test_an_error_that_holds_a_value_is_a_failure(error: TopframeError) -> None:
    """The harness finds a payload value wherever an error can keep it."""
    with pytest.raises(Failure, match="contains a value of the payload"):
        check_error(error, PAYLOAD)


def test_an_error_that_is_its_own_cause_is_a_failure() -> None:
    """The harness reports an endless chain of causes, and does not follow it forever."""
    error = DecodeError("Malformed JSON")
    error.__cause__ = error
    with pytest.raises(Failure, match="among its own causes"):
        check_error(error, PAYLOAD)


def test_the_body_of_a_delivery_error_is_no_failure() -> None:
    """`DeliveryError.body` is documented, so the harness allows payload text there."""
    check_error(DeliveryError("Malformed JSON", PAYLOAD, "issue"), PAYLOAD)


def endless(_: bytes, __: object) -> None:
    """A target that never returns."""
    while True:
        pass


def greedy(body: bytes, _: object) -> None:
    """A target that takes too much memory."""
    assert body * 2000


def wrong(body: bytes, _: object) -> None:
    """A target that raises an unexpected exception."""
    raise LookupError(len(body))


@pytest.mark.parametrize(
    ("run", "problem"), [(endless, "x: TooSlow"), (greedy, "x: memory"), (wrong, "x: LookupError")]
)
def test_each_broken_promise_is_told(
    run: Callable[[bytes, object], None], problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The harness reports a broken limit of time or memory, and an unexpected exception."""
    monkeypatch.setitem(TARGETS, "x", Target(run, (), 0))
    monkeypatch.setattr(runner, "SECONDS", 0.1)
    found = runner.problem_of("x", b"a" * 10_000, "0", measured=run is greedy)
    assert found is not None
    assert found[0] == problem
