"""Publishers: whose page it is, by the page's own words and its address."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from riwaya.arabic.phrases import Phrases, placed, words
from riwaya.articles import titles
from riwaya.articles.drafts import Draft
from riwaya.articles.outlets import domain, outlets
from riwaya.articles.sheets import Sheet
from riwaya.model import Reading
from riwaya.rules import Row, Rules
from riwaya.text import Span

_EDGES: Final = re.compile(r"\s[-|\u2013\u2014:»«·]\s|^[^\w]+|[^\w]+$")
_MOST_NAME: Final = 6
_SIGN: Final = "\u00a9"
_MOST_OWNERS: Final = 4


def read(sheet: Sheet, draft: Draft) -> tuple[Reading, ...]:
    """Return the readings of the publisher, the most certain first."""
    found = [*_address(sheet), *_owner(sheet, draft), *_around_title(sheet, draft), *_signs(sheet, draft)]
    return tuple(sorted(found, key=lambda reading: -reading.certainty))


def _address(sheet: Sheet) -> Iterator[Reading]:
    row = outlets(sheet.rules).of_address(sheet.url)
    if row is not None:
        yield Reading(row.text("name"), (), f"url.{row.id}", 0.95)
    elif host := domain(sheet.url):
        yield Reading(host, (), "url.domain", 0.4)


def _owner(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    """Yield the owner that a line of copyright below the text names."""
    below = sheet.copyrights[bisect_right(sheet.copyrights, draft.kept[-1]) :][:_MOST_OWNERS]
    for number in below:
        span, certainty = owned(sheet.lines[number].text, sheet.rules)
        if span is not None:
            yield sheet.reading(number, span, "footer.copyright", certainty)
            return


def owned(text: str, rules: Rules) -> tuple[Span | None, float]:
    """Return where a line of copyright names the owner, an outlet or what is left of the line, and how sure that is."""
    run, spans = placed(text)
    begin, end, start = 0, len(run), spans[0].start if spans else 0
    for found in _openers(rules).all(run):
        kind = found.value.text("kind") == "kind"
        begin, end = found.end - kind, min(end, found.start)
        # The name of an outlet's kind belongs to its name; the preposition joined to it does not.
        start = spans[begin].start + 1 if kind else spans[min(begin, len(run) - 1)].start
    named = max(outlets(rules).find(text), key=lambda each: each.span.end - each.span.start, default=None)
    rest = _names(run, begin, len(run)) or _names(run, 0, end)
    if named is not None and (len(text[named.span.start : named.span.end].split()) > 1 or len(rest) == 1):
        return named.span, 0.9
    if rest and len(rest) <= _MOST_NAME and (begin or _SIGN in text):
        first = start if rest[0] == begin else spans[rest[0]].start
        return Span(first, spans[rest[-1]].end), 0.7
    return None, 0.0


def _names(run: Sequence[str], start: int, end: int) -> list[int]:
    """Return which words of a stretch can be a name's."""
    return [at for at in range(start, end) if not run[at].isdigit()]


def _around_title(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    """Yield an outlet that stands before or after the headline in the same line."""
    if draft.title is None or draft.appended:
        return
    is_site = titles.sites(sheet)
    key = sheet.shapes[draft.title].key
    for number in (*draft.before, *(each for run in draft.between for each in run), *draft.after):
        text = sheet.lines[number].text
        if len(sheet.shapes[number].key) <= len(key) and number != draft.title:
            continue
        if number != draft.title and key not in sheet.shapes[number].key:
            continue
        edges = [match for match in _EDGES.finditer(text) if match[0][0].isspace()]
        for span in (Span(0, edges[0].start()), Span(edges[-1].end(), len(text))) if edges else ():
            part = text[span.start : span.end]
            if is_site(part) and "".join(words(part)) != key:
                yield sheet.reading(number, span, "title.site", 0.85)
                return


def _signs(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    """Yield the outlet whose own words stand above its first article."""
    if draft.appended:
        return
    finder = outlets(sheet.rules)
    for number in draft.before:
        row = finder.of_sign(sheet.shapes[number].key)
        if row is not None:
            span = Span(0, len(sheet.lines[number].text))
            yield sheet.reading(number, span, f"sign.{row.id}", 0.6, row.text("name"))
            return


@lru_cache(maxsize=4)
def _openers(rules: Rules) -> Phrases[Row]:
    return Phrases.of((row for row in rules.rows("lines") if row.text("where") == "owner"), lambda row: row)
