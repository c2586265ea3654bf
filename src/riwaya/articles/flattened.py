"""Lines of flattened text: what a crawler stored when it dropped the markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from riwaya.articles.lines import Line
from riwaya.text import Alignment, Weaver

_LINE: Final = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_KEPT: Final = {" ", "\u00a0"}
_WORD: Final = re.compile(r"[^\s\x00\ufeff]+")


def squeeze(source: str, start: int, end: int) -> tuple[str, Alignment]:
    """Return the words of a stretch of text with single spaces between them, and the way back.

    >>> squeeze("  ساد\\tالهدوء ", 0, 13)[0]
    'ساد الهدوء'
    """
    weaver, last = Weaver(source), start
    for match in _WORD.finditer(source, start, end):
        at = match.start()
        if len(weaver):
            if source[last:at] in _KEPT:
                weaver.copy(last, at)
            else:
                weaver.make(" ", last, at)
        weaver.copy(at, match.end())
        last = match.end()
    return weaver.done()


def read(text: str) -> Iterator[Line]:
    """Yield the lines that are not blank."""
    for match in _LINE.finditer(text):
        line, alignment = squeeze(text, match.start(), match.end())
        if line:
            yield Line(line, alignment)
