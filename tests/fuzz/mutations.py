"""Mutations of samples: values of the wrong type, renamed keys, texts that attack a parser, and damaged bytes."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from random import Random
from typing import Any

from topframe.wire.freeform import as_array, as_object

TESTS = Path(__file__).parents[1]
PLANTED = "hunter2correcthorse"
"""A word that stands for a secret. No error may contain it."""

Tree = Any
"""A JSON document as `json.loads` returns it."""
Slot = tuple[Any, Any]
"""An object or array, and one of its keys or indexes."""

UNITS: tuple[str, ...] = (
    *"&<>()[]{}\\/\"' \n\t\r:;,.=?#%+*-_@$^|~`09aA\x00\x1b\x85\xa0é日",
    *("::", "&&", "const ", " as ", "<T as ", "operator<", "operator()", "f()&", "{lambda(", "$_0", "::h0", "@@GLIBC_"),
    *("%s", "%(a)s", "%%", "{}", "{0}", "${a}", "%41", "a=b&", "a=b; ", "://", "../", "a.", "a-", "sentry:", "\\u"),
    *("\ud800", "\udc00", "\U0001f1e9", "\u202e", "\u200d", "e\u0301", "{snip}", "<frozen ", "node_modules/", "[a](b)"),
)
"""Units of text. Repeated many times, they attack code that searches, splits or replaces text."""
LENGTHS = (1, 2, 20, 64, 300, 990, 5000, 20_000)
TEXTS: tuple[str, ...] = (
    *("", " ", "0", "1", "-1", "1e400", "nan", "inf", "None", "?", "<unknown>", "*", "\ud800", "a\udc00b", "\x00"),
    *("2026-02-30T00:00:00Z", "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+14:00", "2026-01-01", "1" * 400),
    *(
        "http://[",
        "http://a:b@[::1]:99999/?a=b#c",
        "data:,",
        "%",
        "%(a",
        "{",
        '{"a": [1',
        "a=1&b=2",
        "<?xml",
        "0x" + "f" * 99,
    ),
)
NUMBERS = (0, 1, -1, 7, 2**31, 2**53 + 1, -(2**63), 2**64, 10**30, 10**400, 1.5, -0.0, 1e17, 1e308, -1e308, 5e-324)
VALUES: tuple[Tree, ...] = (
    *(None, True, False, *NUMBERS),
    *([], {}, [None], [[]], [["a"]], [["a", "b"]], [[None, None]], [1, 2], {"a": None}, {"": ""}, {"values": None}),
    *({"values": [None]}, {"type": PLANTED}, {"id": PLANTED, "data": {"a": PLANTED}}, PLANTED, PLANTED, f"`{PLANTED}`"),
)
TOKENS = ("1e400", "-1e400", "1e-400", "1" + "0" * 400, "-" + "9" * 5000, "NaN", "tru", "0x1", "01", "")
"""Texts to insert as values: JSON that Python's encoder does not write, and invalid JSON."""
FOREIGN = (b'"', b"\\", b"\x00", b"\xff", b"{", b"]", b",", b"\n", b"\xef\xbb\xbf")
"""Bytes to insert into a body, as damage in transport."""
_MARK = "\x00token"
"""A placeholder in the tree. In the JSON, the next token replaces it unchanged."""
_COPIED = 100_000
"""Limit for all copies of a list item, in characters. Without it, copies of copies would take gigabytes."""


class Mutator:
    """A generator of damaged bodies from samples.

    Args:
        samples: Kinds mapped to the bodies of their samples.
    """

    def __init__(self, samples: dict[str, tuple[bytes, ...]]) -> None:
        self._samples = samples
        self._trees = {kind: [json.loads(body) for body in bodies] for kind, bodies in samples.items()}
        self._all = [tree for trees in self._trees.values() for tree in trees]
        self._keys = sorted({key for tree in self._all for key in _keys_of(tree)})

    def body(self, rng: Random, kind: str) -> bytes:
        """A randomly chosen sample of a kind, with changed values."""
        return self.changed(rng, rng.choice(self._samples[kind]))

    def changed(self, rng: Random, body: bytes) -> bytes:
        """A JSON document with some values or keys changed.

        Raises:
            ValueError: *body* is not JSON.
            RecursionError: *body* is nested too deeply.
        """
        tree = json.loads(body)
        tokens: list[str] = []
        root = [tree]
        for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4, 6, 10))):
            self._mutate(rng, *_slot(rng, root), tokens)
        text = json.dumps(root[0], ensure_ascii=rng.random() < 0.5, indent=1 if rng.random() < 0.05 else None)
        for token in tokens:
            text = text.replace(f'"{_escaped(_MARK)}"', token, 1)
        return text.encode("utf-8", "surrogatepass")

    def _mutate(self, rng: Random, container: Any, key: Any, tokens: list[str]) -> None:
        value = container[key]
        if isinstance(value, str) and rng.random() < 0.6:
            container[key] = _text(rng, value)
        elif isinstance(value, (int, float)) and value not in (0, 1) and rng.random() < 0.6:
            container[key] = rng.choice(NUMBERS)
        elif rng.random() < 0.4:
            container[key] = self._other(rng, key, value, tokens)
        elif isinstance(container, list):
            most = _COPIED // len(json.dumps(value)) + 1
            container[key:key] = [value] * min(most, rng.choice((1, 1, 2, 50, 300)))
        else:
            self._mutate_key(rng, container, key)

    def _mutate_key(self, rng: Random, members: dict[str, Any], key: str) -> None:
        match rng.randrange(3):
            case 0:
                del members[key]
            case 1:
                members[rng.choice(self._keys)] = members.pop(key)
            case _:
                members[rng.choice(self._keys)] = _fresh(rng.choice(VALUES))

    def _other(self, rng: Random, key: Any, value: Any, tokens: list[str]) -> Any:
        """A replacement for a value."""
        match rng.randrange(8):
            case 0 | 1:
                return None
            case 2 | 3:
                return _fresh(rng.choice(VALUES))
            case 4:
                donor, place = _slot(rng, [rng.choice(self._all)])
                return _fresh(donor[place])
            case 5:
                return rng.choice(([value], {"values": value}, {rng.choice(self._keys): value}, [[key, value]]))
            case 6:
                return rng.choice(TEXTS)
            case _:
                tokens.append(rng.choice((rng.choice(TOKENS), _nested(rng))))
                return _MARK


def _text(rng: Random, text: str) -> str:
    """A replacement for a text."""
    match rng.randrange(4):
        case 0:
            return rng.choice((*TEXTS, PLANTED))
        case 1:
            at = rng.randrange(len(text) + 1)
            return text[:at] + rng.choice(UNITS) * rng.choice((1, 3, 30)) + text[at:]
        case _:
            unit = rng.choice(UNITS)
            run = unit * (rng.choice(LENGTHS) // len(unit) or 1)
            return rng.choice(("", "f()", "a", "<")) + run + rng.choice(("", "x", ")", ">", " "))


def _fresh(value: Tree) -> Tree:
    """A deep copy, because mutations change the tree in place."""
    return json.loads(json.dumps(value))


def damaged(rng: Random, body: bytes) -> bytes:
    """A body damaged as in transport: truncated, duplicated, or with other bytes."""
    at, to = sorted((rng.randrange(len(body) + 1), rng.randrange(len(body) + 1)))
    changes = (
        lambda: body[:at],
        lambda: body[:at] + body[to:],
        lambda: body[:to] + body[at:],
        lambda: body[:at] + bytes([rng.randrange(256)]) + body[at + 1 :],
        lambda: body[:at] + rng.choice(FOREIGN) + body[at:],
        lambda: b"\xef\xbb\xbf" + body,
        lambda: body + rng.choice((b"", b"\n", b"\r\n", b" ")) + body,
        lambda: body.replace(b":", b":\n" * rng.choice((1, 50)), rng.choice((1, -1))),
        lambda: rng.randbytes(rng.randrange(64)) + body[:to],
        body.swapcase,
    )
    return rng.choice(changes)()


def compressed(rng: Random, body: bytes) -> bytes:
    """A body compressed with gzip or zlib, and sometimes damaged after compression."""
    packed = gzip.compress(body, 1, mtime=0) if rng.random() < 0.5 else zlib.compress(body, 1)
    return damaged(rng, packed) if rng.random() < 0.5 else packed


def _members(tree: Tree) -> dict[Any, Tree]:
    """The members of an object by key, or the items of an array by index; empty for other values."""
    items: dict[Any, Tree] = dict(enumerate(as_array(tree) or ()))
    return as_object(tree) or items


def _slot(rng: Random, container: Tree) -> Slot:
    """A random slot in a tree."""
    while True:
        members = _members(container)
        key = rng.choice(list(members))
        if not _members(members[key]) or rng.random() < 0.15:
            return container, key
        container = members[key]


def _nested(rng: Random) -> str:
    """Nested JSON: shallow, too deep, or so close to the recursion limit that it depends on the caller's stack."""
    depth = rng.choice((3, 100, 500, rng.randrange(880, 1010), rng.randrange(880, 1010), 2000, 20_000))
    begin, end = rng.choice((("[", "]"), ('{"a":', "}"), ('[{"values":', "}]")))
    return begin * depth + "1" + end * rng.choice((depth, depth, depth, 0))


def _keys_of(tree: Tree) -> set[str]:
    return set(as_object(tree) or ()).union(*map(_keys_of, _members(tree).values()))


def _escaped(text: str) -> str:
    return json.dumps(text)[1:-1]
