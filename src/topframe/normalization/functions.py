"""Names of functions, without what compilers add.

Source: getsentry/sentry, stacktraces/functions.py. The server keeps the name as it came in *raw_function*, and shortens
only names that have none there.
"""

from __future__ import annotations

import re

from ..wire.memo import Memo

_CSHARP = "csharp"
SHORTENED = frozenset({_CSHARP, "native", "c", "cocoa", "objc", "rust", "swift"})
"""The platforms whose names the server shortens."""
_VERBATIM = ("<redacted>", "<unknown>")
_OBJECTIVE_C = ("[", "+[", "-[")
_TRAILERS = ("const", "volatile", "noexcept", "&")
"""Words that C++ writes after the arguments of a method."""
# For linear time, no repetition here can match the beginning of the next part of its pattern or of the next match.
_RUST_HASH = re.compile(r"::h[0-9a-z]{16}$")
_RUST_BLANKET = re.compile(r"^[A-Z] as ")
_GLIBC_VERSION = re.compile(r"@@?GLIBC_[0-9.]++$")
_LAMBDA = re.compile(r"\{lambda\([^{}#]*+(?<=\))#\d++\}|\blambda_[0-9a-f]{32}\b|\$_\d++\b")
"""What GCC, MSVC and Clang call a function without a name."""
# Their brackets are part of the name.
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
"""Characters of the longest name that is shortened; no compiler writes longer ones that people could read."""
_OPENING = ("(", "<")
_CLOSING = (")", ">")


def shortened(function: str, platform: str | None) -> str:
    """The name that the server shows of a function.

    Args:
        function: Its name, with the types of arguments and result where the compiler writes them.
        platform: The platform of the frame.
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
"""The stacks of an application have the same few names again and again. At most 2.5 MB."""


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
    """`f(int)` for `f(int) const &`. A name without arguments before such words stays unchanged."""
    end = len(name)
    while found := next((word for word in _TRAILERS if name.endswith(word, 0, end)), None):
        end -= len(found)
        while name[end - 1 : end].isspace():
            end -= 1
    return name[:end] if name.endswith(")", 0, end) else name


def _without_size(name: str) -> str:
    """`_f` and `f` for `_f@12` and `@f@12`. On Windows, the number is the size of the arguments in bytes."""
    bare, mark, size = name.rpartition("@")
    return bare.removeprefix("@") if mark and size.isascii() and size.isdigit() else name


def _replaced(name: str, words: dict[str, str]) -> str:
    for word, other in words.items():
        name = name.replace(word, other)
    return name


def _without(name: str, brackets: re.Pattern[str], instead: str) -> str:
    """A name with what stands in brackets, and these, replaced; a bracket at its very start is part of the name."""
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
    """A Rust method with its type alone, `Foo::f` for `<Foo as Trait>::f`; with its trait where that is for all."""
    depth = 0
    for at, letter in enumerate(name if name.startswith("<") else ""):
        depth += (letter == "<") - (letter == ">")
        if depth == 0 and name.startswith("::", at + 1):
            return _RUST_BLANKET.sub("", name[1:at]).partition(" as ")[0] + name[at + 1 :]
    return name


def _last_word(name: str) -> str:
    """What follows the type of the result; blanks within `<T as Trait>` do not count."""
    depth = 0
    start = 0
    for mark in _WORDS.finditer(name):
        letter = mark[0]
        depth += (letter in "<⦗") - (letter in ">⦘")
        if letter == " " and depth == 0:
            start = mark.end()
    return name[start:].lstrip("*&") if start < len(name) else name.strip()
