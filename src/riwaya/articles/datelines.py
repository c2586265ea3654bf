"""Datelines: the place and outlet line before an article's text, as worded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from riwaya.articles.drafts import Draft
from riwaya.articles.prefixes import prefixes
from riwaya.articles.sheets import Sheet
from riwaya.model import Reading
from riwaya.text import Span

_TRAILING: Final = " -:\u2013\u2014\u0640"
# Right above the text, «place - outlet» is a dateline even if neither is known.
_TWO_PARTS: Final = re.compile(r"[^\d-]{2,40}\s[-\u2013\u2014\u0640]\s[^\d-]{2,40}")
_MOST_WORDS: Final = 7
_NEAR: Final = 4


def read(sheet: Sheet, draft: Draft) -> tuple[Reading, ...]:
    """Return the readings of the dateline, the most certain first."""
    return tuple(_found(sheet, draft))[:1]


def _found(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    reader = prefixes(sheet.rules)
    for number in reversed(draft.before):
        found = reader.line(sheet.lines[number].text) if sheet.shapes[number].kind == "dateline" else None
        if found:
            yield sheet.reading(number, found.span, "dateline.line", 0.9)
    for number in sheet.opening(draft.kept):
        text = sheet.lines[number].text
        found = reader.opening(text)
        if found:
            yield sheet.reading(number, _trimmed(text, found.span), "dateline.prefix", 0.9)
    plain = [each for each in draft.before[-_NEAR:] if sheet.shapes[each].kind in {"head", "short"}]
    for number in plain[-1:]:
        shape, text = sheet.shapes[number], sheet.lines[number].text
        short = shape.words <= _MOST_WORDS and shape.end == "open" and number != draft.title
        if short and _TWO_PARTS.fullmatch(text):
            yield sheet.reading(number, Span(0, len(text)), "dateline.place", 0.6)


def _trimmed(text: str, span: Span) -> Span:
    return Span(span.start, len(text[: span.end].rstrip(_TRAILING)))
