"""Every regular expression of topframe takes linear time on any input from an untrusted sender.

For each pattern, the test builds texts that would make a bad pattern slow. It derives them from the parsed pattern: for
each repetition, a text that reaches it, a long run of what it repeats, and an end that does not match.
"""

from __future__ import annotations

import ast
import gc
import pkgutil
import re
import signal
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest

import topframe

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    parser: Any = import_module("re._parser")

if not hasattr(signal, "setitimer"):
    pytest.skip("Windows has no timer for processor time", allow_module_level=True)

SOURCE = Path(topframe.__file__).parent
LENGTH = 20_000
SECONDS = 1.0
"""Limit of processor time for all patterns with all texts."""
LONG = 60
"""Repetitions with a lower maximum are skipped: at each position of a text they cost at most a constant."""
ALPHABET = [chr(code) for code in range(32, 127)] + ["\n", "\t", "\0", "é", "\u200b", "中"]
END = "\0"
"""A character that hardly any pattern matches."""
SCANNING = {"sub", "subn", "split", "findall", "finditer"}
ONCE = {"match", "fullmatch", "search"}


# --- patterns of topframe ---------------------------------------------------------------------------------------------


def modules() -> list[ModuleType]:
    """Return all modules of the package."""
    names = [info.name for info in pkgutil.walk_packages(topframe.__path__, "topframe.")]
    return [topframe, *(import_module(name) for name in names if not name.endswith("__main__"))]


def compiled(value: object) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a constant, including those in its containers."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list, set, frozenset)):
        for item in value:  # pyright: ignore[reportUnknownVariableType]
            yield from compiled(item)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, dict):
        for item in value.values():  # pyright: ignore[reportUnknownVariableType]
            yield from compiled(item)  # pyright: ignore[reportUnknownArgumentType]


def patterns() -> list[tuple[str, re.Pattern[Any], set[str]]]:
    """Return each pattern with the name of its constant and the methods that its module calls on it."""
    return [
        (f"{module.__name__}.{name}", pattern, methods_of(name, Path(module.__file__ or "")))
        for module in modules()
        for name, value in vars(module).items()
        for pattern in compiled(value)
    ]


def methods_of(name: str, file: Path) -> set[str]:
    """Return the methods that a module calls on a constant. If the module also passes the constant on, return all
    methods.
    """
    tree = ast.parse(file.read_bytes())
    called = {
        node.value: node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name
    }
    uses = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    ]
    return {called[node] for node in uses} if uses and all(node in called for node in uses) else SCANNING | ONCE


def calls_of_re(file: Path) -> Iterator[tuple[str, bool]]:
    """Yield the functions of `re` that a file uses, each with True if the use is outside functions."""
    tree = ast.parse(file.read_bytes())
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    inside = {id(node) for outer in ast.walk(tree) if isinstance(outer, functions) for node in ast.walk(outer)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in {"re", "fnmatch"}:
            yield f"from {node.module}", False
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "re":
            yield node.attr, id(node) not in inside


# --- slow texts for a pattern -----------------------------------------------------------------------------------------


def pumped(pattern: re.Pattern[Any]) -> list[Any]:
    """Return texts of `LENGTH` characters that make a bad pattern slow: str or bytes, as the pattern expects."""
    source = pattern.pattern
    is_bytes = isinstance(source, bytes)
    whole = source.decode("latin-1") if isinstance(source, bytes) else source
    tree = parser.parse(whole, pattern.flags & ~re.UNICODE if is_bytes else pattern.flags)
    texts = {text: None for before, units in repetitions(list(tree), [""]) for text in runs(before, units)}
    return [text.encode("utf-8") if is_bytes else text for text in texts]


def runs(before: str, units: list[str]) -> Iterator[str]:
    """Yield a long run of each unit and of each pair of neighbouring units, after *before*. Also repeat *before* with
    it.
    """
    for unit in dict.fromkeys((*units, *(one + other for one, other in pairwise(units)))):
        if unit:
            yield before + unit * (LENGTH // len(unit)) + END
            again = before + unit
            yield again * (LENGTH // len(again)) + END


def repetitions(nodes: list[Any], before: list[str]) -> Iterator[tuple[str, list[str]]]:
    """For each long repetition in a pattern, yield a text that reaches it and the texts that it can repeat.

    Args:
        nodes: The parts of the pattern, as parsed by `re`.
        before: Texts that match the parts before *nodes*.
    """
    lead = before[:1]
    for at, node in enumerate(nodes):
        inner = children(node)
        if is_long(node):
            units = [text for child in inner for text in examples(child)]
            following = [text for text in examples(nodes[at + 1 :]) if text]
            yield lead[0], units
            yield lead[0], [*units, *following]
        for child in inner:
            yield from repetitions(child, lead)
        lead = [lead[0] + next(iter(examples([node])), "")]


def is_long(node: Any) -> bool:
    """Whether a node is a repetition with a maximum of at least `LONG`."""
    kind, argument = node
    repeating = (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT)
    return kind in repeating and int(argument[1]) >= LONG


def children(node: Any) -> list[list[Any]]:
    """Return the sequences of nodes in a node."""
    kind, argument = node
    if kind is parser.BRANCH:
        return [list(branch) for branch in argument[1]]
    if kind is parser.SUBPATTERN:
        return [list(argument[3])]
    if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT):
        return [list(argument[2])]
    if kind is parser.ATOMIC_GROUP:
        return [list(argument)]
    if kind in (parser.ASSERT, parser.ASSERT_NOT):
        return [list(argument[1])]
    return []


def examples(nodes: list[Any]) -> list[str]:
    """Return a few texts that match a sequence of nodes. Each alternative of each node occurs once."""
    found = [""]
    for node in nodes:
        each = examples_of(node)
        found = [text + each[0] for text in found[:8]] + [found[0] + other for other in each[1:8]]
    return found


def examples_of(node: Any) -> list[str]:
    """Return a few texts that match one node."""
    kind, argument = node
    inner = [text for child in children(node) for text in examples(child)]
    if kind in (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT):
        return [text * max(1, int(argument[0])) for text in inner]
    if kind is parser.ASSERT:
        return inner if argument[0] < 0 else [""]
    if kind is parser.LITERAL:
        return [chr(argument)]
    if kind in (parser.IN, parser.NOT_LITERAL, parser.ANY):
        return fitting(node)
    return inner or [""]


def fitting(node: Any) -> list[str]:
    """Return up to two characters of different kinds that match a node for one character."""
    kind, argument = node
    if kind is parser.ANY:
        return ["x", "("]
    if kind is parser.NOT_LITERAL:
        return [char for char in ("x", "(", "\n") if char != chr(argument)]
    one = re.compile(class_source(argument))
    chars = [char for char in ALPHABET if one.fullmatch(char)] or ["\u034f"]
    return list(dict.fromkeys((chars[0], chars[-1])))


def class_source(items: Sequence[tuple[Any, Any]]) -> str:
    """Return the source of a character class, rebuilt from its parsed form."""
    categories = {
        parser.CATEGORY_DIGIT: r"\d",
        parser.CATEGORY_SPACE: r"\s",
        parser.CATEGORY_WORD: r"\w",
        parser.CATEGORY_NOT_DIGIT: r"\D",
        parser.CATEGORY_NOT_SPACE: r"\S",
        parser.CATEGORY_NOT_WORD: r"\W",
    }
    parts = ""
    for kind, argument in items:
        if kind is parser.NEGATE:
            parts += "^"
        elif kind is parser.RANGE:
            parts += "-".join(re.escape(chr(code)) for code in argument)
        elif kind is parser.CATEGORY:
            parts += categories[argument]
        else:
            parts += re.escape(chr(argument))
    return f"[{parts}]"


# --- tests ------------------------------------------------------------------------------------------------------------


@contextmanager
def processor_time(seconds: float, doing: Callable[[], str]) -> Generator[None]:
    """Fail after this much processor time. The engine of `re` checks for signals while it matches."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"more than {seconds} s of processor time, at {doing()}")

    previous = signal.signal(signal.SIGPROF, stop)
    gc.disable()  # an error that the signal handler raises in a callback of the garbage collector would be lost
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        gc.enable()
        signal.signal(signal.SIGPROF, previous)


def feed(pattern: re.Pattern[Any], methods: set[str], text: Any) -> None:
    """Apply a pattern to a text with the methods that topframe uses."""
    for method in methods & ONCE:
        getattr(pattern, method)(text)
    if methods & SCANNING:
        pattern.sub(text[:0], text)


def test_every_pattern_takes_linear_time() -> None:
    """All patterns together take at most one second for texts of 20 000 characters. The best of three tries counts."""
    cases = [(name, pattern, methods, pumped(pattern)) for name, pattern, methods in patterns()]
    tries = 3
    while True:
        tries -= 1
        try:
            feed_all(cases)
        except AssertionError:
            if not tries:
                raise
        else:
            return


def feed_all(cases: list[tuple[str, re.Pattern[Any], set[str], list[Any]]]) -> None:
    """Apply all patterns to their texts, within the time limit for all."""
    current = ""
    with processor_time(SECONDS, lambda: current):
        for name, pattern, methods, texts in cases:
            for text in (*texts, *general(pattern)):
                current = f"{name}: {text[:40]!r}"
                feed(pattern, methods, text)


def general(pattern: re.Pattern[Any]) -> list[Any]:
    """Return texts that are worth trying with any pattern."""
    found = [char * LENGTH for char in ("a", " ", "(", '"', "\\")]
    return [text.encode() for text in found] if isinstance(pattern.pattern, bytes) else found


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?<=\))(?:\s*(?:const|&&?))+\s*$", ")" + "&" * LENGTH + END),
        (r"\{lambda\([^}]*\)#\d+\}", "{lambda(x" * (LENGTH // 9) + END),
        (r" +$", " " * LENGTH + END),
        (r"(a|b)*c", "a" * LENGTH + END),
        (r"(?:a*)*b", "a" * LENGTH + END),
    ],
)
def test_the_generated_texts_make_bad_patterns_slow(pattern: str, text: str) -> None:
    """The generated texts make known bad patterns slow. Two of these patterns were once in topframe."""
    assert text in pumped(re.compile(pattern))


def test_a_slow_pattern_is_interrupted() -> None:
    """The time limit interrupts a slow pattern while it matches, so the test of all patterns always ends."""
    bad = re.compile(r"(?:a|a)*b")
    message = "more than 0.05 s of processor time, at a bad pattern"
    with pytest.raises(AssertionError, match=message), processor_time(0.05, lambda: "a bad pattern"):
        feed(bad, {"match"}, "a" * 100)


def possessive(nodes: list[Any]) -> Iterator[list[Any]]:
    """Yield the contents of each possessive repetition and each atomic group in a pattern."""
    for node in nodes:
        for child in children(node):
            if node[0] in (parser.POSSESSIVE_REPEAT, parser.ATOMIC_GROUP):
                yield child
            yield from possessive(child)


def gives_back(nodes: list[Any]) -> bool:
    """Whether a sequence of nodes can match part of a text and then fail, or has a capturing group."""
    first, *others = nodes
    optional = (parser.MAX_REPEAT, parser.MIN_REPEAT, parser.POSSESSIVE_REPEAT)
    if any(kind not in optional or argument[0] for kind, argument in others):
        return True
    is_group = first[0] is parser.SUBPATTERN and first[1][0] is not None
    return is_group or any(gives_back(child) for child in children(first) if first[0] not in optional)


def test_patterns_match_the_same_in_all_versions_of_python() -> None:
    """CPython before 3.11.5 does not backtrack after a partial match in a possessive repetition (gh-106052). No pattern
    depends on it.
    """
    for name, pattern, _ in patterns():
        source = pattern.pattern
        whole = source.decode("latin-1") if isinstance(source, bytes) else source
        assert not any(map(gives_back, possessive(list(parser.parse(whole, pattern.flags & ~re.UNICODE))))), name


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [(r"(?:ab|c)*+", True), (r"(?:(a))*+", True), (r"(?>a(?!b))", True), (r"(?:a++b?|c)*+", False)],
)
def test_parts_that_backtrack_are_recognized(pattern: str, expected: bool) -> None:
    """The check of possessive parts recognizes each kind of part that can match partly or capture."""
    assert any(map(gives_back, possessive(list(parser.parse(pattern))))) is expected


def test_every_pattern_is_tested() -> None:
    """Each pattern is a constant of a module. Topframe compiles none in a function, and never calls `re.match`."""
    sources = sorted(SOURCE.rglob("*.py"))
    called = [(file, *call) for file in sources for call in calls_of_re(file)]
    allowed = {"compile", "Pattern", "Match", "escape", "IGNORECASE"}
    assert [(file.name, name) for file, name, _ in called if name not in allowed] == []
    assert [file.name for file, name, is_constant in called if name == "compile" and not is_constant] == []
    compiled_there = sum(name == "compile" for _, name, _ in called)
    assert len({id(pattern) for _, pattern, _ in patterns()}) >= compiled_there - 1 > 20
