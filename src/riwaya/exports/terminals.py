"""Right-to-left text in a terminal: isolated runs, lines broken by display columns, styles.

Text is never reversed: terminals that know the bidirectional algorithm order each line themselves, and in the others a
reversed text would be copied wrong. What we do is to isolate each run, so that it cannot reorder what stands beside it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from riwaya.exports.characters import one_line

_ISOLATE, _POP = "\u2068", "\u2069"
_STYLE = re.compile("\x1b\\[[0-9;]*m")
_NO_COLUMN = frozenset({"Mn", "Me", "Cf"})


def isolate(text: str) -> str:
    r"""Return a text made safe and closed in a first-strong isolate.

    >>> isolate("ab")
    '\u2068ab\u2069'
    """
    return f"{_ISOLATE}{one_line(text)}{_POP}"


def columns(text: str) -> int:
    """Return how many columns a text takes: none for marks and formats, two for wide characters.

    >>> columns("نَفَتْ"), columns("漢a")
    (3, 3)
    """
    return sum(map(_columns, _STYLE.sub("", text)))


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in _NO_COLUMN:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield a text in lines of at most ``width`` columns, broken at spaces; a longer word is cut between letters.

    >>> list(wrap("one two three", 7))
    ['one two', 'three']
    """
    line, used = "", 0
    for word in text.split():
        for piece in _pieces(word, width):
            wide = columns(piece)
            if line and used + 1 + wide > width:
                yield line
                line, used = "", 0
            line, used = (f"{line} {piece}", used + 1 + wide) if line else (piece, wide)
    if line:
        yield line


def _pieces(word: str, width: int) -> Iterator[str]:
    if columns(word) <= width:
        yield word
        return
    start = used = 0
    for place, character in enumerate(word):
        wide = _columns(character)
        if used + wide > width and place > start:
            yield word[start:place]
            start, used = place, 0
        used += wide
    yield word[start:]


def shorten(text: str, width: int) -> str:
    """Return a text of at most ``width`` columns, cut at a space where there is one.

    >>> shorten("one two three", 8)
    'one two…'
    """
    if columns(text) <= width:
        return text
    first = next(wrap(text, max(width - 1, 1)), "")
    return f"{first}…"


class Styles:
    """Styles of a terminal, or none: for a file, a pipe, or a reader who wants no colour.

    >>> Styles(on=False).bold("a")
    'a'
    """

    def __init__(self, *, on: bool) -> None:
        """Take whether the output understands styles."""
        self._on = on

    def _style(self, text: str, number: int) -> str:
        return f"\x1b[{number}m{text}\x1b[0m" if self._on else text

    def bold(self, text: str) -> str:
        """Return the text in bold."""
        return self._style(text, 1)

    def faint(self, text: str) -> str:
        """Return the text in faint letters."""
        return self._style(text, 2)

    def warning(self, text: str) -> str:
        """Return the text in the colour of what deserves a second look."""
        return self._style(text, 31)
