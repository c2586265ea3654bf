"""Lines of flattened text: what a crawler stored when it dropped the markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from riwaya.articles.lines import MOST_CHARACTERS, Line
from riwaya.text import Alignment, Weaver

__all__ = ["MOST_CHARACTERS", "read", "squeeze"]

_BREAKS: Final = r"\r\n\v\f\x1c-\x1e\x85\u2028\u2029"
_LINE: Final = re.compile(f"[^{_BREAKS}]+")
# A single space stays as it is; anything else between words becomes one.
_UNEVEN: Final = re.compile(rf"[\s\x00]{{2,}}|[\t\x00\x1f{_BREAKS}]|(?:^|(?<=[{_BREAKS}]))[\s\ufeff]+")
_BLANK: Final = re.compile(r"[\s\x00\ufeff]")
_WORD: Final = re.compile(r"\s*\S+")
_SENTENCE_ENDS: Final = re.compile("[.!?\u061f\u06d4][\"'»”’)\\]]*\\s*$")
# A text whose lines have all been broken at one width: so wide, in so many places, and in most where it could be.
_NARROWEST, _WIDEST = 30, 120
_LEAST_BROKEN, _BROKEN = 3, 0.6


def squeeze(source: str, start: int, end: int) -> tuple[str, Alignment]:
    r"""Return the words of a stretch of text with single spaces between them, and the way back.

    >>> squeeze("  ساد\tالهدوء ", 0, 13)[0]
    'ساد الهدوء'
    """
    weaver = Weaver(source)
    while end > start and _BLANK.match(source[end - 1]):
        end -= 1
    for match in _UNEVEN.finditer(source, start, end):
        weaver.copy(start, match.start())
        if len(weaver):
            weaver.make(" ", match.start(), match.end())
        start = match.end()
    weaver.copy(start, end)
    return weaver.done()


def read(text: str) -> Iterator[Line]:
    """Yield the lines that are not blank, as far as ``MOST_CHARACTERS`` go; one that was broken at a width is whole."""
    places = [match.span() for match in _LINE.finditer(text, 0, MOST_CHARACTERS)]
    for start, end in _unbroken(text, places):
        line, alignment = squeeze(text, start, end)
        if line:
            yield Line(line, alignment)


def _unbroken(text: str, places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the lines again, those joined whose next word would not have fitted into the width of the page.

    E-mail and old word processors break lines so. A page as it was written has some long lines, or none to break. A
    line that ends with its sentence stays as it is: nothing is lost if that was no end of a paragraph.
    """
    width = max((len(text[start:end].rstrip()) for start, end in places), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        yield from places
        return
    follow = broken = 0
    joined: list[tuple[int, int]] = []
    before = ""
    for start, end in places:
        word, line = _WORD.match(text, start, end), text[start:end].rstrip()
        if not word:
            continue
        next_to = joined and text.count("\n", joined[-1][1], start) <= 1 and not _SENTENCE_ENDS.search(before)
        fits = len(before) + 1 + len(word[0].strip()) <= width
        follow += bool(next_to)
        broken += bool(next_to and not fits)
        if next_to and not fits:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        before = line
    yield from joined if broken >= _LEAST_BROKEN and broken >= _BROKEN * follow else places
