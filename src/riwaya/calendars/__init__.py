"""Calendars: dates in running words, as intervals of days, in every way Arabic pages write them.

Reads Levantine, Egyptian, Gulf, Maghrebi, Hijri (Umm al-Qura) and English months, numbers in any digits and any order,
weekdays, and words such as "yesterday" against a known day. :func:`find` is the whole face; the words are rows of
``dates.toml``. Takes one pass over the words, so time grows with the length of the text and nothing else.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import ClassVar, Final

from riwaya.arabic import bare, fold_letters
from riwaya.calendars.days import HIJRI_YEARS, YEARS, Part, day_of, either, hijri_day, month_of, shifted, year_of
from riwaya.calendars.marks import Mark, days_first, marks, phrases, readings
from riwaya.model import When
from riwaya.rules import Rules
from riwaya.text import Span

_AMERICAN: Final = re.compile(r"[1-9]\d?/[1-9]\d?/\d{4} \d{1,2}:\d{2}:\d{2} ?[ap]m", re.IGNORECASE)
_GAP: Final = re.compile(r"[\s,\u060c/().\-\u2013\u2014:|\[\]\u200e\u200f]{0,6}")
# The same day in two calendars may differ by the sighting of the moon; the two stand so near each other.
_SAME_DAY, _WIDE = 2, 14
_NARROW: Final = 6
_DIGIT: Final = re.compile(r"\d")
_MONTH: Final = range(1, 32)
_YEAR: Final = 12
_COUNTS: Final = range(1, 5_000)
_DAYS: Final = {"second": 0.0, "minute": 0.0, "hour": 1 / 24, "day": 1.0, "week": 7.0}


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
    if today is None and not _DIGIT.search(text):
        return []  # what is stated without a known day has a year in it
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
        self.marks = list(marks(self.text, phrases(rules)))
        self.day_first = self._convention()

    def dates(self) -> Iterator[tuple[int, int, When]]:
        """Yield the places and days, the same day told in two calendars once."""
        last: tuple[int, int, Part] | None = None
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

    def _same(self, last: tuple[int, int, Part], start: int, part: Part) -> bool:
        near = abs((last[2].earliest - part.earliest).days) <= _SAME_DAY
        return near and start - last[1] <= _WIDE

    def _read(self, at: int) -> Part | None:
        mark = self.marks[at]
        if mark.of("stop", "time"):
            return None
        for read in self._READERS.get(mark.kind, ()):
            part = read(self, at)
            if part is not None:
                return part
        return None

    # The parts of a date, mark by mark.

    def _next(self, at: int) -> Mark | None:
        """Return the mark after ``at`` if nothing but separators stands between."""
        if at + 1 >= len(self.marks):
            return None
        here, there = self.marks[at], self.marks[at + 1]
        gap = self.text[here.end : there.start] if there.start - here.end <= _NARROW else "x" * 7
        return there if _GAP.fullmatch(gap) else None

    def _skip(self, at: int, *kinds: str) -> int:
        """Return the last mark of those of these kinds, three at most, that follow ``at``."""
        for _ in range(3):
            there = self._next(at)
            if there is None or not there.of(*kinds):
                break
            at += 1
        return at

    def _day_month(self, at: int) -> Part | None:
        day = self.marks[at].value
        if day not in _MONTH:
            return None
        month = self._skip(at, "join.month", "suffix", "unit")
        there = self._next(month)
        if there is None or not there.of("month"):
            return None
        return self._finish(month + 1, day)

    def _month_day(self, at: int) -> Part | None:
        last = self._months(at)
        there = self._next(last)
        if there is None or not there.of("number") or there.value not in _MONTH:
            return None
        day_at = self._skip(last + 1, "suffix")
        year = self._next(day_at)
        if year is None or not year.of("number") or year.value not in YEARS or self.marks[at].hijri:
            return None
        return day_of(day_at + 2, year.value, self.marks[at].value, there.value)

    def _months(self, at: int) -> int:
        """Return the last of the names of one month, three at most, that follow each other."""
        for _ in range(2):
            there = self._next(at)
            if there is None or not there.of("month") or there.value != self.marks[at].value:
                break
            at += 1
        return at

    def _finish(self, at: int, day: int) -> Part | None:
        """Read what follows day and month: another name of the month, the year, the era, or "last"."""
        mark, last = self.marks[at], self._months(at)
        joined = self._skip(last, "join", "unit")
        year = self._next(joined)
        if year is not None and year.of("time"):
            joined += 1
            year = self._next(joined)
        if year is not None and year.of("number"):
            hijri = mark.hijri and year.value in HIJRI_YEARS
            if hijri or (year.value in YEARS and not mark.hijri):
                after = self._skip(joined + 1, "era") + 1
                return (
                    hijri_day(after, year.value, mark.value, day)
                    if hijri
                    else day_of(after, year.value, mark.value, day)
                )
        if mark.hijri or self.today is None:
            return None
        shift = self._next(last)
        if shift is not None and shift.of("shift"):
            return self._guess_year(last + 2, mark.value, day, shift.value)
        return self._guess_year(last + 1, mark.value, day, None)

    def _guess_year(self, after: int, month: int, day: int, shift: int | None) -> Part | None:
        best: tuple[int, Part] | None = None
        today = self.today or dt.date.min
        for year in (today.year - 1, today.year, today.year + 1):
            part = day_of(after, year, month, day)
            if part is None:
                continue
            days = (part.earliest - today).days
            if (shift == -1 and days > 0) or (shift == 1 and days < 0):
                continue
            # News looks back farther than ahead.
            distance = abs(days) if days <= 0 or shift is not None else 4 * days
            if best is None or distance < best[0]:
                best = (distance, part)
        return best[1] if best else None

    def _month_year(self, at: int) -> Part | None:
        mark, last = self.marks[at], self._months(at)
        joined = self._skip(last, "join", "unit")
        there = self._next(joined)
        if there is None or mark.hijri:
            return None
        if there.of("number") and there.value in YEARS:
            after = self._skip(joined + 1, "era") + 1
            return month_of(after, there.value, mark.value)
        if there.of("shift") and self.today is not None:
            part = self._guess_year(joined + 2, mark.value, 1, there.value)
            return part and month_of(joined + 2, part.earliest.year, mark.value)
        return None

    def _year_before(self, at: int) -> Part | None:
        year = self.marks[at].value
        if year not in YEARS:
            return None
        day_at = self._skip(at, "weekday", "time") + 1
        if day_at >= len(self.marks) or self._next(day_at - 1) is None or not self.marks[day_at].of("number"):
            return None
        there = self._next(day_at)
        if there is None or not there.of("month") or there.hijri:
            return None
        return day_of(self._months(day_at + 1) + 1, year, there.value, self.marks[day_at].value)

    def _numeric(self, at: int) -> Part | None:
        mark = self.marks[at]
        days = list(readings(self.text[mark.start : mark.end]))
        after = self._skip(at, "era") + 1
        parts = [part for year, month, day in days if (part := either(after, year, month, day)) is not None]
        if not parts[1:] or parts[0].earliest == parts[1].earliest:
            return next(iter(parts), None)
        by_weekday = self._by_weekday(at, after, parts)
        if by_weekday is not None:
            return by_weekday
        if self.today is not None and (parts[0].earliest > self.today) != (parts[1].earliest > self.today):
            return min(parts, key=lambda part: part.earliest)
        return parts[0] if self.day_first else parts[1]

    def _by_weekday(self, at: int, after: int, parts: Sequence[Part]) -> Part | None:
        """Let the weekday beside a date decide between its readings."""
        beside = [self.marks[each] for each in (at - 1, after) if 0 <= each < len(self.marks)]
        for mark in beside:
            near = min(abs(mark.start - self.marks[at].end), abs(self.marks[at].start - mark.end)) <= _NARROW
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
                votes -= bool(_AMERICAN.match(self.text, mark.start))
                first = days_first(self.text, mark)
                votes += 0 if first is None else 1 if first else -1
        return votes >= 0

    # Words that count from a known day.

    def _weekday_date(self, at: int) -> Part | None:
        """Read a weekday as a part of the date after it."""
        there = self._next(at)
        if there is None or not there.of("number", "date", "ordinal", "month", "join.month"):
            return None
        start = self._skip(at, "join.month") + 1
        part = self._read(start) if start < len(self.marks) and not self.marks[start].of("weekday") else None
        return part if part is not None and not self._counted(start) else None

    def _counted(self, at: int) -> bool:
        return self.marks[at].of("unit", "ago", "period", "relative")

    def _weekday(self, at: int) -> Part | None:
        if self.today is None:
            return None
        back = (self.today.weekday() - self.marks[at].value) % 7
        shift = self._next(at)
        if shift is not None and shift.of("shift"):
            if shift.value == 1:
                day = self.today + dt.timedelta(days=(7 - back) or 7)
            else:
                day = self.today - dt.timedelta(days=back or (7 if shift.value else 0))
            return Part(at + 2, day, day)
        day = self.today - dt.timedelta(days=back)
        return Part(at + 1, day, day)

    def _relative(self, at: int) -> Part | None:
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
        day = shifted(self.today, self.marks[at].value)
        if there is not None and there.of("weekday"):
            # A page is often dated a day before or after what its text calls today.
            off = (there.value - day.weekday() + 3) % 7 - 3
            day = shifted(day, off)
        return Part(after, day, day)

    def _ago(self, at: int) -> Part | None:
        there = self._next(at)
        if there is None:
            return None
        if there.of("unit"):
            return self._back(at + 2, there, 1 if there.value == 1 else there.value)
        unit = self._next(at + 1) if there.of("number") else None
        return self._back(at + 3, unit, there.value) if unit is not None and unit.of("unit") else None

    def _count_ago(self, at: int) -> Part | None:
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

    def _back(self, after: int, unit: Mark, count: int) -> Part | None:
        if self.today is None or unit.row is None or count not in _COUNTS:
            return None
        name = unit.row.text("unit")
        if name in _DAYS:
            latest = shifted(self.today, -int(count * _DAYS[name]))
            # "Three hours ago" may have been yesterday.
            earliest = latest if name in {"day", "second"} else shifted(latest, -6 if name == "week" else 0)
            return Part(after, earliest, latest)
        months = self.today.year * _YEAR + self.today.month - 1 - count * (_YEAR if name == "year" else 1)
        if months < _YEAR:
            return None
        year, month = months // _YEAR, months % _YEAR + 1
        return month_of(after, year, month) if name == "month" else year_of(after, year)

    def _period(self, at: int) -> Part | None:
        shift, row = self._next(at), self.marks[at].row
        if self.today is None or shift is None or not shift.of("shift") or row is None:
            return None
        unit = row.text("unit")
        if unit == "week":
            # Weeks begin on Saturday where most of these pages are made; the interval is wide enough for either.
            start = shifted(self.today, 7 * shift.value - (self.today.weekday() + 2) % 7)
            return Part(at + 2, start, shifted(start, 6))
        if unit == "year":
            return year_of(at + 2, self.today.year + shift.value)
        months = self.today.year * _YEAR + self.today.month - 1 + shift.value
        return month_of(at + 2, months // _YEAR, months % _YEAR + 1)

    _READERS: ClassVar[Mapping[str, tuple[Callable[[_Reader, int], Part | None], ...]]] = {
        "date": (_numeric,),
        "number": (_year_before, _day_month, _count_ago),
        "ordinal": (_day_month,),
        "month": (_month_day, _month_year),
        "weekday": (_weekday_date, _weekday),
        "relative": (_relative,),
        "ago": (_ago,),
        "period": (_period,),
        "unit": (_count_ago,),
    }
