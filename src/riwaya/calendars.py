"""Calendars: dates in running words, as intervals of days, in every way Arabic pages write them.

Reads Levantine, Egyptian, Gulf, Maghrebi, Hijri (Umm al-Qura) and English months, numbers in any digits and any order,
weekdays, and words such as "yesterday" against a known day. :func:`find` is the whole face; the words are rows of
``dates.toml``. Takes one pass over the words, so time grows with the length of the text and nothing else.
"""

from __future__ import annotations

import calendar as calendars
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from hijridate import Hijri

from riwaya.arabic import bare, fold_letters
from riwaya.arabic.phrases import Found, Phrases
from riwaya.model import When
from riwaya.rules import Row, Rules
from riwaya.text import Span

_TOKEN: Final = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|\d+|[^\W\d_]+")
_YEAR_FIRST: Final = re.compile(r"(\d{4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{1,2})(?!\d)")
_YEAR_LAST: Final = re.compile(r"(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|(?<=[/\-])\d{2})(?![\d/])")
_AMERICAN: Final = re.compile(r"[1-9]\d?/[1-9]\d?/\d{4} \d{1,2}:\d{2}:\d{2} ?[ap]m", re.IGNORECASE)
_GAP: Final = re.compile(r"[\s,\u060c/().\-\u2013\u2014:|\[\]\u200e\u200f]{0,6}")
_WIDE: Final = 14
_JOINED: Final = frozenset("\u0648\u0641")  # wa, fa
_JOINABLE: Final = frozenset({"weekday", "relative", "period"})
_SUFFIXES: Final = frozenset({"st", "nd", "rd", "th"})
_HIJRI_YEARS: Final = range(1343, 1501)
_YEARS: Final = range(1900, 2101)
_DAYS: Final = {"second": 0.0, "minute": 0.0, "hour": 1 / 24, "day": 1.0, "week": 7.0}


class _Mark(NamedTuple):
    """A word or number that can be a part of a date."""

    kind: str
    start: int
    end: int
    value: int
    row: Row | None = None

    def of(self, *kinds: str) -> bool:
        return self.kind in kinds

    @property
    def hijri(self) -> bool:
        return self.row is not None and self.row.text("calendar") == "hijri"


class _Part(NamedTuple):
    """A date read from marks ``[first, after)``."""

    after: int
    earliest: dt.date
    latest: dt.date
    hijri: bool = False


def find(text: str, rules: Rules, today: dt.date | None = None) -> list[tuple[Span, When]]:
    """Return the dates a text tells, in order, each with its place.

    Args:
        text: any text; work is linear in its length.
        rules: the tables; ``dates.toml`` is used.
        today: the day on which the text was written. Without it "yesterday", weekdays and days without a year are
            left out: they are not stated.

    >>> from riwaya import rules
    >>> [str(when) for _, when in find("نشر في 8 فيفري 2019 الموافق 3 جمادى الآخرة 1440", rules.load())]
    ['2019-02-08']
    >>> [str(when) for _, when in find("قال أمس إن", rules.load(), dt.date(2025, 1, 5))]
    ['2025-01-04']
    """
    plain, alignment = bare(text)
    reader = _Reader(plain, rules, today)
    found = []
    for start, end, when in reader.dates():
        span = Span(start, end)
        if alignment is not None:
            source = alignment.source(span)
            span = Span(source[0].start, source[-1].end)
        found.append((span, When(when.earliest, when.latest, text[span.start : span.end])))
    return found


class _Reader:
    """Reads the dates of one text."""

    def __init__(self, plain: str, rules: Rules, today: dt.date | None) -> None:
        folded = fold_letters(plain)
        lowered = folded.lower()
        self.text = lowered if len(lowered) == len(folded) else folded
        self.today = today
        self.marks = list(_marks(self.text, _phrases(rules)))
        self.day_first = self._convention()

    def dates(self) -> Iterator[tuple[int, int, When]]:
        """Yield the places and days, the same day told in two calendars once."""
        last: tuple[int, int, _Part] | None = None
        at = 0
        while at < len(self.marks):
            part = self._read(at)
            if part is None:
                at += 1
                continue
            start, end = self.marks[at].start, self.marks[part.after - 1].end
            if last is not None and last[2].hijri != part.hijri and self._same(last, start, part):
                better = last[2] if part.hijri else part
                last = (last[0], end, better)
            else:
                if last is not None:
                    yield last[0], last[1], When(last[2].earliest, last[2].latest)
                last = (start, end, part)
            at = part.after
        if last is not None:
            yield last[0], last[1], When(last[2].earliest, last[2].latest)

    def _same(self, last: tuple[int, int, _Part], start: int, part: _Part) -> bool:
        near = abs((last[2].earliest - part.earliest).days) <= 2
        return near and start - last[1] <= _WIDE

    def _read(self, at: int) -> _Part | None:
        mark = self.marks[at]
        if mark.of("stop", "time"):
            return None
        readers = {
            "date": (self._numeric,),
            "number": (self._year_before, self._day_month, self._count_ago),
            "ordinal": (self._day_month,),
            "month": (self._month_day, self._month_year),
            "weekday": (self._weekday_date, self._weekday),
            "relative": (self._relative,),
            "ago": (self._ago,),
            "period": (self._period,),
            "unit": (self._count_ago,),
        }.get(mark.kind, ())
        for read in readers:
            part = read(at)
            if part is not None:
                return part
        return None

    # The parts of a date, mark by mark.

    def _next(self, at: int) -> _Mark | None:
        """Return the mark after ``at`` if nothing but separators stands between."""
        if at + 1 >= len(self.marks):
            return None
        here, there = self.marks[at], self.marks[at + 1]
        gap = self.text[here.end : there.start] if there.start - here.end <= 6 else "x" * 7
        return there if _GAP.fullmatch(gap) else None

    def _skip(self, at: int, *kinds: str) -> int:
        """Return the last mark of those of these kinds, three at most, that follow ``at``."""
        for _ in range(3):
            there = self._next(at)
            if there is None or not there.of(*kinds):
                break
            at += 1
        return at

    def _day_month(self, at: int) -> _Part | None:
        day = self.marks[at].value
        if not 1 <= day <= 31:
            return None
        month = self._skip(at, "join.month", "suffix")
        there = self._next(month)
        if there is None or not there.of("month"):
            return None
        return self._finish(month + 1, day)

    def _month_day(self, at: int) -> _Part | None:
        last = self._months(at)
        there = self._next(last)
        if there is None or not there.of("number") or not 1 <= there.value <= 31 or there.end - there.start > 2:
            return None
        day_at = self._skip(last + 1, "suffix")
        year = self._next(day_at)
        if year is None or not year.of("number") or year.value not in _YEARS or self.marks[at].hijri:
            return None
        return _day(day_at + 2, year.value, self.marks[at].value, there.value)

    def _months(self, at: int) -> int:
        """Return the last of the names of one month, three at most, that follow each other."""
        for _ in range(2):
            there = self._next(at)
            if there is None or not there.of("month") or there.value != self.marks[at].value:
                break
            at += 1
        return at

    def _finish(self, at: int, day: int) -> _Part | None:
        """Read what follows day and month: another name of the month, the year, the era, or "last"."""
        mark, last = self.marks[at], self._months(at)
        joined = self._skip(last, "join", "unit")
        year = self._next(joined)
        if year is not None and year.of("time"):
            joined += 1
            year = self._next(joined)
        if year is not None and year.of("number"):
            hijri = mark.hijri and year.value in _HIJRI_YEARS
            if hijri or (year.value in _YEARS and not mark.hijri):
                after = self._skip(joined + 1, "era") + 1
                return _hijri(after, year.value, mark.value, day) if hijri else _day(after, year.value, mark.value, day)
        if mark.hijri or self.today is None:
            return None
        shift = self._next(last)
        if shift is not None and shift.of("shift"):
            return self._guess_year(last + 2, mark.value, day, shift.value)
        return self._guess_year(last + 1, mark.value, day, None)

    def _guess_year(self, after: int, month: int, day: int, shift: int | None) -> _Part | None:
        assert self.today is not None
        best: tuple[int, _Part] | None = None
        for year in (self.today.year - 1, self.today.year, self.today.year + 1):
            part = _day(after, year, month, day)
            if part is None:
                continue
            days = (part.earliest - self.today).days
            if (shift == -1 and days > 0) or (shift == 1 and days < 0):
                continue
            # News looks back farther than ahead.
            distance = abs(days) if days <= 0 or shift is not None else 4 * days
            if best is None or distance < best[0]:
                best = (distance, part)
        return best[1] if best else None

    def _month_year(self, at: int) -> _Part | None:
        mark, last = self.marks[at], self._months(at)
        joined = self._skip(last, "join", "unit")
        there = self._next(joined)
        if there is None or mark.hijri:
            return None
        if there.of("number") and there.value in _YEARS:
            after = self._skip(joined + 1, "era") + 1
            return _month(after, there.value, mark.value)
        if there.of("shift") and self.today is not None:
            part = self._guess_year(joined + 2, mark.value, 1, there.value)
            return part and _month(joined + 2, part.earliest.year, mark.value)
        return None

    def _year_before(self, at: int) -> _Part | None:
        year = self.marks[at].value
        if year not in _YEARS:
            return None
        day_at = self._skip(at, "weekday", "time") + 1
        if day_at >= len(self.marks) or self._next(day_at - 1) is None or not self.marks[day_at].of("number"):
            return None
        there = self._next(day_at)
        if there is None or not there.of("month") or there.hijri:
            return None
        return _day(self._months(day_at + 1) + 1, year, there.value, self.marks[day_at].value)

    def _numeric(self, at: int) -> _Part | None:
        mark = self.marks[at]
        days = list(_readings(self.text[mark.start : mark.end]))
        after = self._skip(at, "era") + 1
        parts = [part for year, month, day in days if (part := _any(after, year, month, day)) is not None]
        if len(parts) < 2 or parts[0].earliest == parts[1].earliest:
            return parts[0] if parts else None
        by_weekday = self._by_weekday(at, after, parts)
        if by_weekday is not None:
            return by_weekday
        if self.today is not None and (parts[0].earliest > self.today) != (parts[1].earliest > self.today):
            return min(parts, key=lambda part: part.earliest)
        return parts[0] if self.day_first else parts[1]

    def _by_weekday(self, at: int, after: int, parts: Sequence[_Part]) -> _Part | None:
        """Let the weekday beside a date decide between its readings."""
        beside = [self.marks[each] for each in (at - 1, after) if 0 <= each < len(self.marks)]
        for mark in beside:
            near = min(abs(mark.start - self.marks[at].end), abs(self.marks[at].start - mark.end)) <= 6
            if mark.of("weekday") and near:
                fitting = [part for part in parts if part.earliest.weekday() == mark.value]
                if len(fitting) == 1:
                    return fitting[0]
        return None

    def _convention(self) -> bool:
        """Tell from the dates that leave no choice, and from American times, whether days stand before months."""
        votes = 0
        for mark in self.marks:
            if mark.of("date"):
                if _AMERICAN.match(self.text, mark.start):
                    votes -= 1
                days = [each for each in _readings(self.text[mark.start : mark.end]) if 1 <= each[1] <= 12]
                if len(days) == 1 and (match := _YEAR_LAST.match(self.text, mark.start)):
                    votes += 1 if int(match[1]) > 12 else -1
        return votes >= 0

    # Words that count from a known day.

    def _weekday_date(self, at: int) -> _Part | None:
        """Read a weekday as a part of the date after it."""
        there = self._next(at)
        if there is None or not there.of("number", "date", "ordinal", "month", "join.month"):
            return None
        start = self._skip(at, "join.month") + 1
        part = self._read(start) if start < len(self.marks) and not self.marks[start].of("weekday") else None
        return part if part is not None and not self._counted(start) else None

    def _counted(self, at: int) -> bool:
        return self.marks[at].of("unit", "ago", "period", "relative")

    def _weekday(self, at: int) -> _Part | None:
        if self.today is None:
            return None
        back = (self.today.weekday() - self.marks[at].value) % 7
        shift = self._next(at)
        if shift is not None and shift.of("shift"):
            if shift.value == 1:
                day = self.today + dt.timedelta(days=(7 - back) or 7)
            else:
                day = self.today - dt.timedelta(days=back or (7 if shift.value else 0))
            return _Part(at + 2, day, day)
        day = self.today - dt.timedelta(days=back)
        return _Part(at + 1, day, day)

    def _relative(self, at: int) -> _Part | None:
        there = self._next(at)
        after = at + 1
        if there is not None and there.of("weekday"):
            dated = self._weekday_date(at + 1)
            if dated is not None:
                return dated
            after += 1
        elif there is not None and there.of("number", "date", "ordinal"):
            dated = self._read(at + 1)
            if dated is not None and dated.after > at + 2 - there.of("date"):
                return dated
        if self.today is None:
            return None
        day = _shifted(self.today, self.marks[at].value)
        if there is not None and there.of("weekday"):
            # A page is often dated a day before or after what its text calls today.
            off = (there.value - day.weekday() + 3) % 7 - 3
            day = _shifted(day, off)
        return _Part(after, day, day)

    def _ago(self, at: int) -> _Part | None:
        there = self._next(at)
        if there is None:
            return None
        if there.of("unit"):
            return self._back(at + 2, there, 1 if there.value == 1 else there.value)
        unit = self._next(at + 1) if there.of("number") else None
        return self._back(at + 3, unit, there.value) if unit is not None and unit.of("unit") else None

    def _count_ago(self, at: int) -> _Part | None:
        mark, last = self.marks[at], at
        if mark.of("number"):
            unit = self._next(at)
            if unit is None or not unit.of("unit"):
                return None
            last += 1
        word = self._next(last)
        if word is None or not word.of("ago.after"):
            return None
        return self._back(last + 2, self.marks[last], mark.value)

    def _back(self, after: int, unit: _Mark, count: int) -> _Part | None:
        if self.today is None or unit.row is None or not 0 < count < 5_000:
            return None
        name = unit.row.text("unit")
        if name in _DAYS:
            latest = _shifted(self.today, -int(count * _DAYS[name]))
            # "Three hours ago" may have been yesterday.
            earliest = latest if name in {"day", "second"} else _shifted(latest, -6 if name == "week" else 0)
            return _Part(after, earliest, latest)
        months = self.today.year * 12 + self.today.month - 1 - count * (12 if name == "year" else 1)
        if months < 12:
            return None
        year, month = months // 12, months % 12 + 1
        return _month(after, year, month) if name == "month" else _year(after, year)

    def _period(self, at: int) -> _Part | None:
        shift, row = self._next(at), self.marks[at].row
        if self.today is None or shift is None or not shift.of("shift") or row is None:
            return None
        unit = row.text("unit")
        if unit == "week":
            # Weeks begin on Saturday where most of these pages are made; the interval is wide enough for either.
            start = _shifted(self.today, 7 * shift.value - (self.today.weekday() + 2) % 7)
            return _Part(at + 2, start, _shifted(start, 6))
        if unit == "year":
            return _year(at + 2, self.today.year + shift.value)
        months = self.today.year * 12 + self.today.month - 1 + shift.value
        return _month(at + 2, months // 12, months % 12 + 1)


@lru_cache(maxsize=4)
def _phrases(rules: Rules) -> Phrases[Row]:
    return Phrases.of(rules.rows("dates"), lambda row: row)


def _marks(text: str, phrases: Phrases[Row]) -> Iterator[_Mark]:
    """Yield the words and numbers that can be a part of a date."""
    tokens = list(_TOKEN.finditer(text))
    run = [token[0] for token in tokens]
    done = 0
    for at, word in enumerate(run):
        start = tokens[at].start()
        if start < done:
            continue
        if word[0].isdigit():
            yield (mark := _number(text, start, tokens[at].end()))
            done = mark.end
        elif word in _SUFFIXES:
            yield _Mark("suffix", start, tokens[at].end(), 0)
        elif (found := _found(run, at, phrases)) is not None:
            done = tokens[at + found.end - 1].end()
            row = found.value
            yield _Mark(row.text("kind"), start + found.start, done, int(row.number("value")), row)


def _found(run: Sequence[str], at: int, phrases: Phrases[Row]) -> Found[Row] | None:
    """Return the phrase at a word: how many letters it leaves out before it, how many words it has, and its row."""
    if phrases.begins(run[at]):
        found = phrases.at(run, at)
        return found and Found(0, found.end - at, found.value)
    if len(run[at]) > 3 and run[at][0] in _JOINED and phrases.begins(run[at][1:]):
        found = phrases.at([run[at][1:], *run[at + 1 : at + 4]], 0)
        if found is not None and found.value.text("kind") in _JOINABLE:
            return Found(1, found.end, found.value)
    return None


def _number(text: str, start: int, end: int) -> _Mark:
    dated = _YEAR_FIRST.match(text, start) or _YEAR_LAST.match(text, start)
    if dated is not None:
        return _Mark("date", start, dated.end(), 0)
    token = text[start:end]
    if ":" in token:
        return _Mark("time", start, end, 0)
    return _Mark("number", start, end, int(token) if len(token) <= 4 else 0)


def _readings(words: str) -> Iterator[tuple[int, int, int]]:
    """Yield the year, month and day of a date in numbers, in each order it can be read, days first."""
    match = _YEAR_FIRST.match(words)
    if match is not None:
        yield int(match[1]), int(match[3]), int(match[4])
        return
    match = _YEAR_LAST.match(words)
    if match is not None:
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) == 2:
            year += 2000 if year < 70 else 1900
        if second <= 12:
            yield year, second, first
        if first <= 12:
            yield year, first, second


def _any(after: int, year: int, month: int, day: int) -> _Part | None:
    return _hijri(after, year, month, day) if year in _HIJRI_YEARS else _day(after, year, month, day)


def _day(after: int, year: int, month: int, day: int) -> _Part | None:
    if year not in _YEARS or not 1 <= month <= 12 or not 1 <= day <= calendars.monthrange(year, month)[1]:
        return None
    found = dt.date(year, month, day)
    return _Part(after, found, found)


def _hijri(after: int, year: int, month: int, day: int) -> _Part | None:
    if year not in _HIJRI_YEARS or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):  # the 30th of a month that had 29 days
        return None
    return _Part(after, dt.date(found.year, found.month, found.day), dt.date(found.year, found.month, found.day), True)


def _month(after: int, year: int, month: int) -> _Part | None:
    if not 1 <= year <= 9_998:
        return None
    return _Part(after, dt.date(year, month, 1), dt.date(year, month, calendars.monthrange(year, month)[1]))


def _year(after: int, year: int) -> _Part | None:
    return _Part(after, dt.date(year, 1, 1), dt.date(year, 12, 31)) if 1 <= year <= 9_998 else None


def _shifted(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))
