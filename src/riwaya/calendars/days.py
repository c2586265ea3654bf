"""Days: intervals of days, made of years, months and days of the Gregorian and the Hijri calendar."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Final, NamedTuple

from hijridate import Hijri

HIJRI_YEARS: Final = range(1343, 1501)
YEARS: Final = range(1900, 2101)
_MONTHS: Final = range(1, 13)
_HIJRI_DAYS: Final = range(1, 31)
_ALL_YEARS: Final = range(1, 9_999)


class Part(NamedTuple):
    """A date as an interval of days, and the number of the first mark that is no part of it."""

    after: int
    earliest: dt.date
    latest: dt.date
    hijri: bool = False


def either(after: int, year: int, month: int, day: int) -> Part | None:
    """Return a day of the calendar that its year is of, or ``None`` if there is no such day."""
    return hijri_day(after, year, month, day) if year in HIJRI_YEARS else day_of(after, year, month, day)


def day_of(after: int, year: int, month: int, day: int) -> Part | None:
    """Return a day of the Gregorian calendar, or ``None`` if there is no such day."""
    if year not in YEARS or month not in _MONTHS or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    found = dt.date(year, month, day)
    return Part(after, found, found)


def hijri_day(after: int, year: int, month: int, day: int) -> Part | None:
    """Return a day of the Hijri calendar (Umm al-Qura), or ``None`` if there is no such day."""
    if year not in HIJRI_YEARS or month not in _MONTHS or day not in _HIJRI_DAYS:
        return None
    try:
        found = Hijri(year, month, day).to_gregorian()
    except (ValueError, OverflowError):  # the 30th of a month that had 29 days
        return None
    return Part(after, dt.date(found.year, found.month, found.day), dt.date(found.year, found.month, found.day), True)


def month_of(after: int, year: int, month: int) -> Part | None:
    """Return a whole month."""
    if year not in _ALL_YEARS:
        return None
    return Part(after, dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))


def year_of(after: int, year: int) -> Part | None:
    """Return a whole year."""
    return Part(after, dt.date(year, 1, 1), dt.date(year, 12, 31)) if year in _ALL_YEARS else None


def shifted(day: dt.date, days: int) -> dt.date:
    """Return the day so many days later, or the last one that there is."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))
