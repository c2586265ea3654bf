"""Marks: the words and numbers of a text that can be parts of a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from riwaya.arabic.phrases import Found, Phrases
from riwaya.rules import Row, Rules

_TOKEN: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d+|[^\W\d_]+")
_YEAR_FIRST: Final = re.compile(r"(\d{4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{1,2})(?!\d)")
_YEAR_LAST: Final = re.compile(r"(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|(?<=[/\-])\d{2})(?![\d/])")
_JOINED: Final = frozenset("\u0648\u0641")  # wa, fa
_JOINABLE: Final = frozenset({"weekday", "relative", "period"})
_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th"})
_YEAR_DIGITS: Final = 4
_PIVOT: Final = 70
_LEAST_JOINED: Final = 4
_MONTHS: Final = 12


class Mark(NamedTuple):
    """A word or number that can be a part of a date."""

    kind: str
    start: int
    end: int
    value: int
    row: Row | None = None

    def of(self, *kinds: str) -> bool:
        """Tell whether the mark is of one of these kinds."""
        return self.kind in kinds

    @property
    def hijri(self) -> bool:
        """Whether it names a month of the Hijri calendar."""
        return self.row is not None and self.row.text("calendar") == "hijri"


@lru_cache(maxsize=4)
def phrases(rules: Rules) -> Phrases[Row]:
    """Return the words of dates, filed once."""
    return Phrases.of(rules.rows("dates"), lambda row: row)


def marks(text: str, phrases: Phrases[Row]) -> Iterator[Mark]:
    """Yield the words and numbers that can be a part of a date."""
    tokens = list(_TOKEN.finditer(text))
    run = [token[0] for token in tokens]
    done, firsts = 0, phrases.firsts
    for at, word in enumerate(run):
        start = tokens[at].start()
        if start < done:
            continue
        if word[0].isdecimal():
            yield (mark := _number(text, start, tokens[at].end()))
            done = mark.end
        elif word in _SUFFIXES:
            yield Mark("suffix", start, tokens[at].end(), 0)
        elif (word in firsts or word[0] in _JOINED) and (found := _found(run, at, phrases)) is not None:
            done = tokens[at + found.end - 1].end()
            row = found.value
            yield Mark(row.text("kind"), start + found.start, done, int(row.number("value")), row)


def _found(run: Sequence[str], at: int, phrases: Phrases[Row]) -> Found[Row] | None:
    """Return the phrase at a word: how many letters it leaves out before it, how many words it has, and its row."""
    if phrases.begins(run[at]):
        found = phrases.at(run, at)
        return found and Found(0, found.end - at, found.value)
    if len(run[at]) >= _LEAST_JOINED and run[at][0] in _JOINED and phrases.begins(run[at][1:]):
        found = phrases.at([run[at][1:], *run[at + 1 : at + 4]], 0)
        if found is not None and found.value.text("kind") in _JOINABLE:
            return Found(1, found.end, found.value)
    return None


def days_first(text: str, mark: Mark) -> bool | None:
    """Tell whether the day stands before the month in a date in numbers; ``None`` where either could."""
    match = _YEAR_LAST.match(text, mark.start)
    first, second = (int(match[1]), int(match[3])) if match else (0, 0)
    if max(first, second) <= _MONTHS:
        return None
    return first > _MONTHS


def _number(text: str, start: int, end: int) -> Mark:
    dated = _YEAR_FIRST.match(text, start) or _YEAR_LAST.match(text, start)
    if dated is not None:
        return Mark("date", start, dated.end(), 0)
    token = text[start:end]
    if ":" in token:
        return Mark("time", start, end, 0)
    return Mark("number", start, end, int(token) if len(token) <= _YEAR_DIGITS else 0)


def readings(words: str) -> Iterator[tuple[int, int, int]]:
    """Yield the year, month and day of a date in numbers, in each order it can be read, days first."""
    match = _YEAR_FIRST.match(words)
    if match is not None:
        yield int(match[1]), int(match[3]), int(match[4])
        return
    match = _YEAR_LAST.match(words)
    if match is not None:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) < _YEAR_DIGITS:
            year += 2000 if year < _PIVOT else 1900
        if second <= _MONTHS:
            yield year, second, first
        if first <= _MONTHS:
            yield year, first, second
