"""Shortens names of functions by the parts that compilers add: types, arguments, hashes.

The server keeps the original name in *raw_function*. It shortens a name only if *raw_function* is not set.

Source: getsentry/sentry, stacktraces/functions.py
"""

from __future__ import annotations

import re

from ..wire.memo import Memo

_CSHARP = "csharp"
SHORTENED = frozenset({_CSHARP, "native", "c", "cocoa", "objc", "rust", "swift"})
"""The platforms for which the server shortens names."""
_VERBATIM = ("<redacted>", "<unknown>")
_OBJECTIVE_C = ("[", "+[", "-[")
_TRAILERS = ("const", "volatile", "noexcept", "&")
"""Words that follow the arguments of a method in C++."""
# All patterns take linear time: no repetition can match the start of the part that follows it or of the next match.
_RUST_HASH = re.compile(r"::h[0-9a-z]{16}$")
_RUST_BLANKET = re.compile(r"^[A-Z] as ")
_GLIBC_VERSION = re.compile(r"@@?GLIBC_[0-9.]++$")
_LAMBDA = re.compile(r"\{lambda\([^{}#]*+(?<=\))#\d++\}|\blambda_[0-9a-f]{32}\b|\$_\d++\b")
"""Matches the names that GCC, MSVC and Clang give to lambdas."""
# Here the brackets are part of the name. Stand-ins without brackets replace them while other brackets are removed.
_STAND_INS = {
    "operator<<": "operator⟨⟨",
    "operator<": "operator⟨",
    "operator->": "operator⟶",
    "operator>>": "operator⟩⟩",
    "operator>": "operator⟩",
    "operator()": "operator◯",
    "(anonymous namespace)": "⦗anonymous namespace⦘",
    "`anonymous namespace'": "⦗anonymous-namespace⦘",
}
_OPERATORS = {stand_in: operator for operator, stand_in in _STAND_INS.items()}
_ARROW = " -> "
_PARENTHESES = re.compile(r"([()])")
_ANGLES = re.compile(r"([<>])")
_WORDS = re.compile("[ <>⦗⦘]")
_LONGEST = 1000
"""Maximum number of characters of a name that is shortened. Longer names stay unchanged; no person can read them."""
_OPENING = ("(", "<")
_CLOSING = (")", ">")


def shortened(function: str, platform: str | None) -> str:
    """Return the name of a function in the short form that the server shows.

    Args:
        function: The original name. Some compilers include the types of arguments and result.
        platform: The platform of the frame. Names of other platforms than `SHORTENED` stay unchanged.
    """
    if platform == _CSHARP:
        return function.partition(" (")[0]
    if platform not in SHORTENED or function.isidentifier() or len(function) > _LONGEST:
        return function
    return _NATIVE[function]


def _native(function: str) -> str:
    if function in _VERBATIM or function.startswith(_OBJECTIVE_C):
        return function
    return _bare(function.strip()) or function


_NATIVE = Memo(_native, most=1024, longest=256)
"""Caches short names, because the stack traces of an application repeat the same names. Takes at most 2.5 MB."""


def _bare(function: str) -> str:
    has_operators = "operator" in function or "anonymous" in function
    name = _replaced(function, _STAND_INS) if has_operators else function
    name = _LAMBDA.sub("lambda", name)
    if "(" in name:
        name = _without_trailers(name).replace(") const::", ")::").partition(_ARROW)[0].removesuffix(" throws")
        name = _without(name, _PARENTHESES, "")
    if "<" in name:
        name = _of_type(_without(name, _ANGLES, "<T>"))
    if " " in name:
        name = _last_word(name)
    name = _replaced(name, _OPERATORS) if has_operators else name
    name = _RUST_HASH.sub("", name)
    return _without_size(_GLIBC_VERSION.sub("", name)) if "@" in name else name


def _without_trailers(name: str) -> str:
    """Return `f(int)` for `f(int) const &`. A name without arguments before these words stays unchanged."""
    end = len(name)
    while found := next((word for word in _TRAILERS if name.endswith(word, 0, end)), None):
        end -= len(found)
        while name[end - 1 : end].isspace():
            end -= 1
    return name[:end] if name.endswith(")", 0, end) else name


def _without_size(name: str) -> str:
    """Return `_f` for `_f@12`, and `f` for `@f@12`. On Windows, the number is the size of the arguments in bytes."""
    bare, mark, size = name.rpartition("@")
    return bare.removeprefix("@") if mark and size.isascii() and size.isdigit() else name


def _replaced(name: str, words: dict[str, str]) -> str:
    for word, other in words.items():
        name = name.replace(word, other)
    return name


def _without(name: str, brackets: re.Pattern[str], instead: str) -> str:
    """Replace each pair of brackets and its content by *instead*. A bracket at the start belongs to the name.

    If a bracket is not closed, the name stays unchanged.
    """
    kept: list[str] = []
    depth = 0
    for at, piece in enumerate(brackets.split(name)):
        is_bracket = at % 2 == 1
        if is_bracket and piece in _OPENING and (at > 1 or kept[0]):
            if depth == 0:
                kept.append(instead)
            depth += 1
        elif is_bracket and piece in _CLOSING and depth:
            depth -= 1
        elif depth == 0:
            kept.append(piece)
    return name if depth else "".join(kept)


def _of_type(name: str) -> str:
    """Return a Rust method with only its type: `Foo::f` for `<Foo as Trait>::f`.

    A method for all types keeps the trait in place of the type: `Trait::f` for `<T as Trait>::f`.
    """
    depth = 0
    for at, letter in enumerate(name if name.startswith("<") else ""):
        depth += (letter == "<") - (letter == ">")
        if depth == 0 and name.startswith("::", at + 1):
            return _RUST_BLANKET.sub("", name[1:at]).partition(" as ")[0] + name[at + 1 :]
    return name


def _last_word(name: str) -> str:
    """Return the part after the type of the result: the text after the last blank outside `<>` and `⦗⦘`."""
    depth = 0
    start = 0
    for mark in _WORDS.finditer(name):
        letter = mark[0]
        depth += (letter in "<⦗") - (letter in ">⦘")
        if letter == " " and depth == 0:
            start = mark.end()
    return name[start:].lstrip("*&") if start < len(name) else name.strip()
