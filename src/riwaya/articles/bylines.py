"""Bylines: the people who signed an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from riwaya.arabic.phrases import Phrases, placed, words
from riwaya.articles.drafts import Draft
from riwaya.articles.prefixes import prefixes
from riwaya.articles.sheets import Sheet
from riwaya.model import Reading
from riwaya.rules import Row, Rules
from riwaya.text import Span

_MARKS: Final = " \u00a0\"'\u00ab\u00bb(){}[]*.:-\u2013\u2014\u0640|/"
_MOST_WORDS: Final = 8
_NAME: Final = re.compile(r"[^|\u00b7\u2022\d]{3,80}")


def read(sheet: Sheet, draft: Draft) -> tuple[Reading, ...]:
    """Return the readings of the byline, the most certain first."""
    return (*_signed(sheet, draft), *_datelined(sheet, draft))


def _signed(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    """Yield what follows "by" on a line of its own above or right below the text."""
    labels = _labels(sheet.rules)
    for number in (*draft.before, *draft.kept[:1], *draft.after[:3]):
        if sheet.shapes[number].kind != "byline":
            continue
        text = sheet.lines[number].text
        run, spans = placed(text)
        label = labels.at(run, 0)
        start = spans[label.end - 1].end if label else 0
        match = _NAME.search(text, start)
        span = _trimmed(text, Span(match.start(), match.end())) if match else Span(0, 0)
        name = text[span.start : span.end]
        if name and 1 <= len(words(name)) <= _MOST_WORDS:
            yield sheet.reading(number, span, sheet.shapes[number].rule, 0.95)


def _datelined(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    """Yield the person in the dateline."""
    reader = prefixes(sheet.rules)
    for number in [each for each in draft.before if sheet.shapes[each].kind == "dateline"][-1:]:
        found = reader.line(sheet.lines[number].text)
        if found and found.people:
            yield sheet.reading(number, found.people[0], "dateline.line", 0.8)
    for number in sheet.opening(draft.kept):
        text = sheet.lines[number].text
        found = reader.opening(text)
        if found and found.people:
            yield sheet.reading(number, found.people[0], "dateline.prefix", 0.8)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return Span(start, end)


@lru_cache(maxsize=4)
def _labels(rules: Rules) -> Phrases[Row]:
    return Phrases.of((row for row in rules.rows("lines") if row.text("kind") == "byline"), lambda row: row)
