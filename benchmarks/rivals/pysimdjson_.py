"""pysimdjson: dicts by its own way of making them, and the bare parse, which makes nothing until it is asked.

Its documentation says: make a `Parser` once and use it again; the native API, which makes objects of what is asked for
alone, is where its speed lies. A parser can be used again when nothing that it made is alive. The bare parse is the
ceiling of the hardware: SIMD instructions check the document and note where everything stands.
"""

from __future__ import annotations

from typing import Any

import simdjson

from . import Rival, Root, wire_key


def make(_root: Root) -> list[Rival]:
    """Both ways."""
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
