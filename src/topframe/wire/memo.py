"""A cache with limited memory, for functions of short texts that occur many times."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Memo(dict[str, T]):
    """A cache for the results of a function of a text. `memo[text]` calls the function if the text is not cached.

    The cache is a dict with `__missing__`: looking up a cached text is then fast, because it runs no Python code.

    The texts come from payloads, so the memory is limited. Only texts of at most *longest* characters are cached, and
    only objects of exactly the type `str`. A full cache is emptied. If each result is at most as long as its text, the
    cache takes at most *most* * (8 * *longest* + 300) bytes: 4 for each character of a text and of its result, and 300
    for the two objects and their place in the dict.

    Args:
        function: Computes the result for a text. The result must depend on the text only.
        most: The most texts that are cached.
        longest: Characters of the longest text that is cached.
    """

    def __init__(self, function: Callable[[str], T], *, most: int, longest: int) -> None:
        super().__init__()
        self.most = most
        self.longest = longest
        self._function = function

    def __missing__(self, text: str) -> T:
        made = self._function(text)
        if len(text) <= self.longest and type(text) is str:  # an instance of a subclass can take more memory
            if len(self) >= self.most:
                self.clear()
            self[text] = made
        return made
