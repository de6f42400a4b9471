"""Splits the address of a page or file.

`urllib.parse.urlsplit` is not used, because it caches the last 128 addresses of any length until the process ends.

Source: RFC 3986, appendix B
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*+:")


class Address(NamedTuple):
    """The parts of an address. A missing part is empty."""

    scheme: str
    """The scheme in lower case, without the colon."""
    host: str
    """The host, with user and port if they are given."""
    path: str


def parts_of_address(text: str) -> Address | None:
    """Split an address into its parts. Return None if a bracket in the host has no counterpart."""
    found = _SCHEME.match(text)
    scheme = found[0] if found else ""
    rest = text[len(scheme) :].partition("#")[0].partition("?")[0]
    host, path = "", rest
    if rest.startswith("//"):
        host, slash, path = rest[2:].partition("/")
        path = slash + path
    if ("[" in host) is not ("]" in host):
        return None
    return Address(scheme[:-1].lower(), host, path)
