"""A process that measures. The suite starts one for each repetition of a table, or for each single value.

    python benchmarks/worker.py REQUEST

REQUEST is JSON from the suite. The answer is JSON on standard output.
"""

from __future__ import annotations

import sys

import msgspec

from cases import Alone, Fails, Label, Settings, Taken, Turns, tables
from manners import manners
from results import Manners
from rounds import measure


class Request(msgspec.Struct, frozen=True):
    """What a process measures."""

    settings: Settings
    case: str
    """A case, or `manners`, which is separate from the cases because it has no times."""
    table: str = ""
    rounds: int = 1
    rival: str | None = None
    """The rival to measure, in tables that use a process for each value."""
    seed: int = 0


class Answer(msgspec.Struct, frozen=True):
    """What was measured for a request."""

    values: dict[str, list[float]] = {}
    cores: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {}
    failed: dict[str, str] = {}
    """The rivals that cannot do the work, with the reason."""
    labels: dict[str, Label] = {}
    count: int = 1
    size: int = 0
    manners: list[Manners] = []


def answer(request: Request) -> Answer:
    """Measure what a request asks for."""
    if request.case == "manners":
        return Answer(manners=manners())
    (plan,) = (plan for plan in tables(request.case, request.settings) if plan.name == request.table)
    if isinstance(plan, Turns):
        work = plan.build()
        seconds = measure(work.runs, request.rounds, request.seed)
        return Answer(seconds, labels=dict(work.labels), count=work.events, size=work.size)
    assert request.rival is not None
    known = Answer(labels=dict(plan.labels), count=plan.events, size=plan.size)
    return with_value(known, plan, request.rival)


def with_value(known: Answer, plan: Alone, rival: str) -> Answer:
    """The answer with the value of one rival, or with the reason why there is none."""
    try:
        value = plan.value(rival)
    except Fails as reason:
        return msgspec.structs.replace(known, failed={rival: str(reason)})
    if not isinstance(value, Taken):
        return msgspec.structs.replace(known, values={rival: [value]})
    parts = {"values": value.seconds, "cores": value.cores, "memory": value.memory}
    return msgspec.structs.replace(known, **{part: {rival: [number]} for part, number in parts.items()})


if __name__ == "__main__":
    asked = msgspec.json.decode(sys.argv[1], type=Request)
    sys.stdout.buffer.write(msgspec.json.encode(answer(asked)))
