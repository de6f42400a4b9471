"""Remembering what a function makes of short texts that come again and again, within a fixed amount of memory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Memo(dict[str, T]):
    """What a function makes of texts: `memo[text]` calls it only where the result is not known yet.

    A dict with `__missing__`, because finding a known text in one takes no call.

    The texts come from strangers, so the memory is limited. Nothing is kept of a text of more than *longest*
    characters. A memo that is full forgets everything. Where the results are no longer than the texts, it takes at most
    *most* times (8 * *longest* + 300) bytes: 4 for each character of a text and of its result, and what Python needs
    for two texts and their place in a dict.

    Args:
        function: What to remember. It must depend on the text alone.
        most: How many texts are kept.
        longest: Characters of the longest text that is kept.
    """

    def __init__(self, function: Callable[[str], T], *, most: int, longest: int) -> None:
        super().__init__()
        self.most = most
        self.longest = longest
        self._function = function

    def __missing__(self, text: str) -> T:
        made = self._function(text)
        if len(text) <= self.longest and type(text) is str:  # an instance of a subclass can hold anything
            if len(self) >= self.most:
                self.clear()
            self[text] = made
        return made
