"""Lines of flattened text: what a crawler stored when it dropped the markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from riwaya.articles.lines import MOST_CHARACTERS, Line
from riwaya.text import Alignment, Weaver

__all__ = ["MOST_CHARACTERS", "read", "squeeze"]

_LINE: Final = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
# A single space stays as it is; anything else between words becomes one.
_UNEVEN: Final = re.compile(r"[\s\x00\ufeff]{2,}|[\t\x00\ufeff\x1f]|(?:^|(?<=[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]))\s+")
_BLANK: Final = re.compile(r"[\s\x00\ufeff]")


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
    """Yield the lines that are not blank, as far as ``MOST_CHARACTERS`` go."""
    for match in _LINE.finditer(text, 0, MOST_CHARACTERS):
        line, alignment = squeeze(text, match.start(), match.end())
        if line:
            yield Line(line, alignment)
