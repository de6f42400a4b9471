"""A cache of limited memory for functions of short texts that come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Memo(dict[str, T]):
    """Caches the results of a function of a text: `memo[text]` calls the function only for a text that is not cached.

    It is a dict with `__missing__`, because looking up a cached text then needs no call of Python code.

    The texts come from payloads, so the memory is limited. Texts of more than *longest* characters are not cached. A
    full cache is emptied. If results are no longer than their texts, the cache takes at most
    *most* * (8 * *longest* + 300) bytes: 4 for each character of a text and of its result, and 300 for the two objects
    and their place in the dict.

    Args:
        function: Its results are cached, so they must depend on nothing but the text.
        most: How many texts are cached.
        longest: Characters of the longest text that is cached.
    """

    def __init__(self, function: Callable[[str], T], *, most: int, longest: int) -> None:
        super().__init__()
        self.most = most
        self.longest = longest
        self._function = function

    def __missing__(self, text: str) -> T:
        made = self._function(text)
        if len(text) <= self.longest and type(text) is str:  # instances of subclasses can hold more memory
            if len(self) >= self.most:
                self.clear()
            self[text] = made
        return made
