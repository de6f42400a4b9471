"""The caches of the package take limited memory for any payload."""

from __future__ import annotations

import gc
import json
import sys
from types import ModuleType
from typing import Any

import pytest

from tests.test_patterns import modules
from topframe import load_event
from topframe.webhooks.headers import sentry_headers
from topframe.wire.memo import Memo

MEMOS: dict[str, Memo[Any]] = {
    f"{module.__name__}.{name}": value
    for module in modules()
    for name, value in vars(module).items()
    if isinstance(value, Memo)
}
FUNCTIONS: dict[str, Any] = {
    f"{value.__module__}.{value.__qualname__}": value
    for module in modules()
    for value in vars(module).values()
    if hasattr(value, "cache_info") and value.__module__.startswith("topframe.")
}
OTHER_KEYS = {
    "topframe.archive.pool._unpickled_once": "the name of a view or function of the caller, as a pickle",
    "topframe.render._layout._column_count": "a single character",
    "topframe.decoding.second_pass._decoders": "an annotation of a class",
}
"""Cached functions whose keys are not classes, with the reason why these keys are short."""


class _Text(str):
    """A subclass of str, whose instances could take any amount of memory."""


def test_the_result_for_a_short_text_is_cached() -> None:
    """The function is called once for each text."""
    called: list[str] = []

    def upper(text: str) -> str:
        called.append(text)
        return text.upper()

    memo = Memo(upper, most=4, longest=8)
    assert [memo["a"], memo["a"], memo["b"], memo["a"]] == ["A", "A", "B", "A"]
    assert called == ["a", "b"]


@pytest.mark.parametrize("text", ["a" * 9, "é" * 100_000, _Text("a")])
def test_other_texts_are_not_cached(text: str) -> None:
    """For long texts and instances of subclasses of str, the result is correct but not cached."""
    memo = Memo(str.upper, most=4, longest=8)
    assert memo[text] == text.upper()
    assert not memo


def test_a_full_memo_is_emptied() -> None:
    """A cache never has more than *most* texts: when it is full, it is emptied."""
    memo = Memo(str.upper, most=3, longest=8)
    for number in range(100):
        assert memo[f"a{number}"] == f"A{number}"
        assert 0 < len(memo) <= 3


def test_a_full_memo_takes_no_more_memory_than_documented() -> None:
    """The memory of a full cache stays below the limit in its docstring, for the longest texts of 4-byte characters."""
    memo = Memo(str.swapcase, most=64, longest=32)
    for number in range(1000):
        memo[f"{number:05}".ljust(32, "\U00010400")]
        texts = {id(text): sys.getsizeof(text) for pair in memo.items() for text in pair}
        assert sys.getsizeof(memo) + sum(texts.values()) <= 64 * (8 * 32 + 300)


@pytest.mark.parametrize("name", MEMOS)
def test_every_memo_of_the_package_is_small(name: str) -> None:
    """Each `Memo` of the package takes at most 3 MB."""
    memo = MEMOS[name]
    assert memo.most * (8 * memo.longest + 300) <= 3_000_000


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_cache_of_a_function_is_limited_and_holds_no_payload_text(name: str) -> None:
    """Each `lru_cache` has a limit, and its keys are classes (a program has few) or other short keys."""
    function = FUNCTIONS[name]
    assert function.cache_parameters()["maxsize"] is not None
    assert function.cache_parameters()["maxsize"] <= 4096
    keys = [kind for parameter, kind in function.__wrapped__.__annotations__.items() if parameter != "return"]
    assert len(keys) <= 1
    assert all(str(key).startswith("type[") or name in OTHER_KEYS for key in keys)


def test_the_lists_of_caches_are_complete() -> None:
    """The lists of caches are complete, so the tests above cannot pass without a test case."""
    assert len(MEMOS) == 4
    assert set(FUNCTIONS) >= {*OTHER_KEYS, "topframe.wire.freeform._fields", "topframe.decoding.view._reader"}


MARK = "planted"


def event_with(long: str) -> bytes:
    """An event with *long* in each text that the package looks up, splits or matches."""
    frame = {"function": f"{long}::f(int) const &", "abs_path": f"https://shop.test/{long}.js"}
    native = {"function": f"void {long}<int>(char)", "platform": "native", "module": long}
    return json.dumps(
        {
            "event_id": "9",
            "platform": "native",
            "tags": {f"sentry:{long} key": "a", "user": f"id:{long}"},
            "request": {
                "url": f"https://shop.test/{long}?a={long}",
                "headers": {f"x-{long}": "1", "Cookie": f"{long}={long}"},
                "data": f"a={long}&b=1",
            },
            "logentry": {"message": f"{long} %s", "params": [long]},
            "exception": [{"type": long, "value": long, "stacktrace": {"frames": [frame, native]}}],
            "csp": {"blocked_uri": f"https://{long}/", "effective_directive": "img-src"},
            "contexts": {long: {"type": "os", "raw_description": f"Linux {long}"}},
            "user": {long: long},
        }
    ).encode()


def test_no_cache_keeps_long_text_of_a_deleted_event() -> None:
    """After an event is deleted, no cache of the package or of the functions it calls keeps its long texts."""
    for number in range(3):
        long = f"{MARK}{number}" + "x" * 3000
        assert load_event(event_with(long)).exceptions
        assert load_event(event_with(long).replace(b'"exception"', b'"other"')).title
        sentry_headers({long: "1"})
        del long
    gc.collect()
    assert [text[:80] for text in kept_texts() if MARK in text and len(text) > 2000] == []


def kept_texts() -> list[str]:
    """All texts in objects that the garbage collector knows, for example in the keys of caches."""
    # Modules are skipped: `_asyncio` of CPython 3.12.1 gives freed objects, and then the collector never ends.
    holders = (holder for holder in gc.get_objects() if not issubclass(type(holder), ModuleType))
    referents = (referent for holder in holders for referent in gc.get_referents(holder))
    return [it for it in referents if issubclass(type(it), str)]  # `isinstance` would load the settings of Django
