"""Credit lines: the outlets that an article itself names as where it is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from riwaya.arabic.phrases import words
from riwaya.articles.drafts import Draft
from riwaya.articles.outlets import outlets
from riwaya.articles.prefixes import prefixes
from riwaya.articles.sheets import Sheet
from riwaya.model import Reading
from riwaya.text import Span

_LABEL_END: Final = re.compile("[:\uff1a|/\\-\u2013\u0640]|$")
_PARTS: Final = re.compile("[^+\u060c,/|\u061b;&]+")
_MARKS: Final = " \u00a0\"'«»“”„‘’(){}[]*.:-\u2013\u0640"
_MOST_WORDS: Final = 7
_TRAILING: Final = re.compile("[(\\[{]([^()\\[\\]{}]{2,40})[)\\]}][\\s.]*$")


def read(sheet: Sheet, draft: Draft) -> tuple[Reading, ...]:
    """Return the outlets credited, those of a credit line first, each once."""
    return _once(sheet, (*_labelled(sheet, draft), *_datelined(sheet, draft), *_trailing(sheet, draft)))


def beside(sheet: Sheet, byline: str, read: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return the outlets credited, with those that a byline beside the page names instead of a person."""
    found = (byline[each.span.start : each.span.end] for each in outlets(sheet.rules).find(byline))
    return _once(sheet, (*read, *(Reading(name, (), "given.byline", 0.9) for name in found)))


def _once(sheet: Sheet, found: Iterable[Reading]) -> tuple[Reading, ...]:
    finder = outlets(sheet.rules)
    named: list[Reading] = []
    for reading in found:
        if not any(finder.same(str(reading.value), str(other.value)) for other in named):
            named.append(reading)
    return tuple(named)


def _labelled(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    """Yield what a credit line below the text, or above it, lists."""
    finder = outlets(sheet.rules)
    between = [number for run in draft.between for number in run]
    for number in (*draft.after, *between, *draft.before):
        if sheet.shapes[number].kind == "credit":
            text = sheet.lines[number].text
            label = _LABEL_END.search(text)
            start = label.end() if label else 0
            for part in _PARTS.finditer(text, start):
                span = _trimmed(text, Span(part.start(), part.end()))
                piece = text[span.start : span.end]
                named = list(finder.find(piece))
                if len(named) > 1 and finder.whole(piece) is None:
                    for each in named:
                        place = Span(span.start + each.span.start, span.start + each.span.end)
                        yield sheet.reading(number, place, sheet.shapes[number].rule, 0.9)
                elif piece and 1 <= len(words(piece)) <= _MOST_WORDS:
                    yield sheet.reading(number, span, sheet.shapes[number].rule, 1.0 if named else 0.8)


def _datelined(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    """Yield the outlets of the dateline above the text or in front of it."""
    reader = prefixes(sheet.rules)
    for number in reversed(draft.before):
        if sheet.shapes[number].kind == "dateline":
            found = reader.line(sheet.lines[number].text)
            for span in found.outlets if found else ():
                yield sheet.reading(number, span, "dateline.line", 0.9)
            break
    for number in sheet.opening(draft.kept):
        text = sheet.lines[number].text
        found = reader.opening(text)
        for span in found.outlets if found else ():
            yield sheet.reading(number, span, "dateline.prefix", 0.9)


def _trailing(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    """Yield an outlet that stands in brackets at the end of the text, or alone below it."""
    finder = outlets(sheet.rules)
    last = draft.kept[-1]
    match = _TRAILING.search(sheet.lines[last].text[-60:])
    if match and finder.whole(match[1]) is not None:
        shift = max(len(sheet.lines[last].text) - 60, 0)
        yield sheet.reading(last, Span(shift + match.start(1), shift + match.end(1)), "credit.trailing", 0.8)
    for number in draft.after[:1]:
        text = sheet.lines[number].text
        span = _trimmed(text, Span(0, len(text)))
        row = finder.whole(text)
        if (
            row is not None
            and row.text("kind") != "platform"
            and sheet.shapes[number].kind in {"short", "caption", "head"}
        ):
            yield sheet.reading(number, span, "credit.alone", 0.7)


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return Span(start, end)
