"""Asides: stretches of a page that can be passed over as a whole, because they are menus, share bars or comment forms.

Half of a page's tags stand in them. Looking ahead for their ends with a few searches is quicker than reading them.
"""

from __future__ import annotations

import re
from typing import Final

# The bit in an element's hints that says that all of it is likely to be furniture of the page.
FURNITURE: Final = 1 << 40
# Unless a stretch has these: a main heading, an article, paragraphs, sentences. Then it is more than that.
# A pattern that begins with one sign is looked for several times quicker than two signs by str.count.
_TEXT: Final = re.compile("<(?:p(?=[> ])|h1|article)")
_FULL_STOP: Final = re.compile(r"\.(?= )")
_MOST_PARAGRAPHS: Final = 3
_MOST_SENTENCES: Final = 4
_LONGEST: Final = 60_000
# How far is looked ahead, all in all, in lengths of the page: elements within each other must not be tried for ever.
_LOOK_AHEAD: Final = 4


class Asides:
    """Looks ahead in one page."""

    __slots__ = ("_left", "_limit", "_text")

    def __init__(self, text: str, limit: int) -> None:
        """Take the page, and how far it is read."""
        self._text = text
        self._limit = limit
        self._left = limit * _LOOK_AHEAD

    def end(self, name: str, start: int) -> int:
        """Return where the end tag of an element stands, or -1 if it is not whole or holds what looks like text.

        >>> page = "<ul><li><ul><li>a</ul><li>b</ul>"
        >>> Asides(page, len(page)).end("ul", 4)
        27
        """
        close = self._close(name, start)
        if close < 0:
            return -1
        marks = _TEXT.findall(self._text, start, close)
        paragraphs = marks.count("<p")
        if paragraphs < len(marks) or paragraphs >= _MOST_PARAGRAPHS:
            return -1
        return -1 if self._sentences(start, close) >= _MOST_SENTENCES else close

    def _sentences(self, start: int, end: int) -> int:
        count = len(_FULL_STOP.findall(self._text, start, end))
        if self._text.find("،", start, end) >= 0:
            count += self._text.count("، ", start, end)
        return count

    def is_text(self, start: int, end: int) -> bool:
        """Whether lines of text stand between the two."""
        count = self._text.count
        return count("<p", start, end) + count("<br", start, end) >= _MOST_PARAGRAPHS

    def _close(self, name: str, start: int) -> int:
        text, reach = self._text, min(self._limit, start + _LONGEST)
        opening, ending = f"<{name}", f"</{name}"
        at, depth = start, 1
        while self._left > 0:
            close = text.find(ending, at, reach)
            if close < 0:
                self._left -= reach - start
                break
            depth += text.count(opening, at, close) - 1
            if not depth:
                self._left -= close - start
                return close
            at = close + 1
        return -1
