"""pysimdjson: dicts, made in its own way, and the bare parse, which makes an object only when a caller reads it.

Its documentation says: create a `Parser` once and reuse it. The native API is fast because it makes objects only of the
values that a caller reads. A parser can be reused when no object that it made is alive. The bare parse is the ceiling
of the hardware: SIMD instructions check the document and record where each value is.
"""

from __future__ import annotations

from typing import Any

import simdjson

from . import Rival, Root, wire_key


def make(_root: Root) -> list[Rival]:
    """Dicts, and the bare parse."""
    parser = simdjson.Parser()

    def decode(body: bytes) -> Any:
        parsed: Any = parser.parse(body)
        return parsed.as_dict()

    def parse(body: bytes) -> None:
        parser.parse(body)

    return [
        Rival("pysimdjson", "pysimdjson", "untyped", "all", decode, wire_key),
        Rival("pysimdjson bare parse", "pysimdjson", "untyped", "syntax", parse, None),
    ]
