"""Tests for splitting an address into its parts."""

from __future__ import annotations

import pytest

from topframe.normalization.address import parts_of_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://shop.test/a/b.js?c=d#e", ("https", "shop.test", "/a/b.js")),
        ("HTTP://user@shop.test:8080", ("http", "user@shop.test:8080", "")),
        ("https://shop.test#/a", ("https", "shop.test", "")),
        ("https://shop.test?a=/b", ("https", "shop.test", "")),
        ("file:///srv/a.js", ("file", "", "/srv/a.js")),
        ("data:text/plain", ("data", "", "text/plain")),
        ("http://[::1]:80/a", ("http", "[::1]:80", "/a")),
        ("//cdn.test/a.js", ("", "cdn.test", "/a.js")),
        ("/srv/a.js", ("", "", "/srv/a.js")),
        ("7:a", ("", "", "7:a")),
        ("", ("", "", "")),
        ("http://[shop/a.js", None),
        ("http://shop]/a.js", None),
    ],
)
def test_an_address_is_taken_apart(text: str, expected: tuple[str, str, str] | None) -> None:
    """The result is scheme, host and path. It is None if a bracket in the host has no counterpart."""
    assert parts_of_address(text) == expected
