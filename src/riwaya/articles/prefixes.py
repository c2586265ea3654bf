"""Prefixes: place, outlet and reporter that stand before a text, on a line of their own or in front of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from riwaya.arabic.phrases import Phrases, placed, words
from riwaya.articles.outlets import JOINED_WAW, Outlets, outlets
from riwaya.rules import Rules
from riwaya.text import Span

_PARTS: Final = re.compile("[\\-\u2013\u2014\u0640_:/|()\\[\\]{}\u060c,]+")
_ENDS: Final = re.compile("(?:[\\-\u2013\u2014\u0640:]+|\\) )")
_DASHES: Final = "-\u2013\u2014\u0640)"
_COLON: Final = re.compile(r":\s*[^\W\d_]")
_TRAILING: Final = " :-\u2013\u2014\u0640"
_LONGEST: Final = 90
_MOST_WORDS: Final = 9
_NAME: Final = range(2, 6)
_MOST_PEOPLE, _MOST_PLACES = 2, 3
_QUOTES: Final = " \u00ab\u00bb\"\u201c\u201d'{}()[]:*-\u2013\u2014\u0640\u200f\u200e\u00a0"


@dataclass(frozen=True, slots=True)
class Dateline:
    """What stands before a text, as places in its line.

    Attributes:
        span: all of it.
        outlets: the outlets it names.
        people: the names of persons, or what looks like them.
        places: the places.
    """

    span: Span
    outlets: tuple[Span, ...] = ()
    people: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()


class Prefixes:
    """Reads datelines by the tables."""

    def __init__(self, rules: Rules) -> None:
        """Take the tables."""
        self._outlets: Outlets = outlets(rules)
        self._places = Phrases.of(rules.rows("places"), lambda row: row)
        fillers = [row for row in rules.rows("lines") if row.text("where") == "part"]
        self._fillers = Phrases.of(fillers, lambda row: row)
        self._function_words = frozenset(
            word for row in rules.rows("languages") for form in row.texts("words") for word in words(form)
        )
        self._known = frozenset(self._places.firsts | self._outlets.firsts)
        # Dateline, byline and credits of an article are all looked for in its first lines.
        self._openings = lru_cache(maxsize=256)(self._opening)

    def opening(self, text: str) -> Dateline | None:
        """Read the dateline that an article's first line is, or has in front of it."""
        return self._openings(text[: _LONGEST + 1])

    def _opening(self, text: str) -> Dateline | None:
        return self.line(text) or self.prefix(text)

    def _may_name(self, run: Sequence[str]) -> bool:
        """Tell whether some of the words can begin a place or an outlet: far quicker to know than which."""
        return not self._known.isdisjoint(run)

    def line(self, text: str) -> Dateline | None:
        """Read a whole line, if it is a dateline."""
        if len(text) > _LONGEST:
            return None
        run = words(text)
        if not 1 <= len(run) <= _MOST_WORDS or not self._may_name(run):
            return None
        found = self._parse(text, Span(0, len(text)))
        # «Place: …» with nothing known after it is a headline more often than a reporter.
        if found is None or (found.people and not found.outlets and _COLON.search(text)):
            return None
        return replace(found, span=Span(0, len(text.rstrip(_TRAILING))))

    def prefix(self, text: str) -> Dateline | None:
        """Read the dateline in front of a paragraph, the longest there is."""
        head, best = text[:_LONGEST], None
        run = words(head)
        if not self._may_name(run) and not self._may_name([word[1:] for word in run if word[0] == JOINED_WAW]):
            return None
        for match in _ENDS.finditer(head):
            found = self._parse(text, Span(0, match.start()))
            if found is None:
                continue
            parts = len(found.outlets) + len(found.people) + len(found.places)
            dashed = match[0][0] in _DASHES
            if (dashed and not found.people) or parts > 1 or (found.outlets and not found.people):
                best = Dateline(Span(0, match.end()), found.outlets, found.people, found.places)
        return best or self._unmarked(head)

    def _unmarked(self, head: str) -> Dateline | None:
        """Read «name – outlet» that runs on into the text without a mark."""
        match = _ENDS.search(head)
        if match is None or len(words(head[: match.start()])) not in _NAME:
            return None
        named = next(self._outlets.find(head), None)
        if named is None or head[match.end() : named.span.start].strip(_QUOTES):
            return None
        place = self._places.at(words(head[: match.start()]), 0)
        before = _trimmed(head, Span(0, match.start()))
        people, places = ((), (before,)) if place else ((before,), ())
        return Dateline(Span(0, named.span.end), (named.span,), people, places)

    def _parse(self, text: str, span: Span) -> Dateline | None:
        named: list[Span] = []
        people: list[Span] = []
        places: list[Span] = []
        for part in _parts(text, span):
            piece = text[part.start : part.end]
            run, spans = placed(piece)
            if not run:
                continue
            place = self._places.at(run, 0)
            if place is not None and place.end == len(run):
                places.append(part)
            elif self._outlets.whole(piece) is not None:
                named.append(part)
            elif (filler := self._fillers.at(run, 0)) is not None:
                rest = Span(part.start + spans[filler.end - 1].end, part.end)
                if filler.end < len(run) and self._outlets.whole(text[rest.start : rest.end]) is not None:
                    named.append(_trimmed(text, rest))
            elif len(run) in _NAME and not any(word.isdigit() or word in self._function_words for word in run):
                people.append(part)
            else:
                return None
        if not (named or places) or len(people) > _MOST_PEOPLE or len(places) > _MOST_PLACES:
            return None
        return Dateline(_trimmed(text, span), tuple(named), tuple(people), tuple(places))


def _parts(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _PARTS.finditer(text, span.start, span.end):
        if text[start : match.start()].strip(_QUOTES):
            yield _trimmed(text, Span(start, match.start()))
        start = match.end()
    if text[start : span.end].strip(_QUOTES):
        yield _trimmed(text, Span(start, span.end))


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _QUOTES:
        start += 1
    while end > start and text[end - 1] in _QUOTES:
        end -= 1
    return Span(start, end)


@lru_cache(maxsize=4)
def prefixes(rules: Rules) -> Prefixes:
    """Return the reader by these tables, made once."""
    return Prefixes(rules)
