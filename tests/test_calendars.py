"""Dates in every way that pages write them."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as some

from riwaya import calendars
from riwaya import rules as tables
from riwaya.arabic import bare, fold_letters
from riwaya.calendars.marks import marks, phrases
from riwaya.rules import Row, Rules

SUNDAY = dt.date(2025, 1, 5)
NOTHING: list[str] = []


def told(text: str, rules: Rules, today: dt.date | None = None) -> list[str]:
    return [str(when) for _, when in calendars.find(text, rules, today)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("تاريخ النشر: 5th, January 2025 GMT", ["2025-01-05"]),
        ("GMT 04:28 2025 الإثنين ,24 شباط / فبراير", ["2025-02-24"]),
        ("05-01-2025 09:11 AM", ["2025-01-05"]),
        ("2025-01-05T10:11:12Z", ["2025-01-05"]),
        ("2019/2/8", ["2019-02-08"]),
        ("٢٠١٩/٢/٨", ["2019-02-08"]),
        ("8 فيفري 2019", ["2019-02-08"]),
        ("3 غشت 2019", ["2019-08-03"]),
        ("الأحد، 04 آب/اغسطس 2013", ["2013-08-04"]),
        ("20 تشرين الأول (أكتوبر) 2014 - 11:20", ["2014-10-20"]),
        ("١٢ محرم ١٤٣٦هـ", ["2014-11-05"]),
        ("14/10/1436هـ", ["2015-07-30"]),
        ("1436/10/14", ["2015-07-30"]),
        ("الأربعاء 12 محرم 1436هـ - 05 نوفمبر 2014م", ["2014-11-05"]),
        ("12 محرم 1436 الموافق 5 نوفمبر 2014", ["2014-11-05"]),
        ("5 من يناير من عام 2025م", ["2025-01-05"]),
        ("السابع من آذار 2021", ["2021-03-07"]),
        ("الحادي والثلاثين من مايو 2021", ["2021-05-31"]),
        ("January 5, 2025", ["2025-01-05"]),
        ("Sunday, 5 Jan 2025", ["2025-01-05"]),
        ("في يناير 2015", ["2015-01-01/2015-01-31"]),
        ("من 3 مايو 2020 إلى 9 مايو 2020", ["2020-05-03", "2020-05-09"]),
        # which of two numbers is the day: what is possible, what the weekday says, what other dates on the page do
        ("13/5/2020", ["2020-05-13"]),
        ("5/13/2020", ["2020-05-13"]),
        ("الإثنين 04/05/2020", ["2020-05-04"]),
        ("الأحد 04/05/2020", ["2020-04-05"]),
        ("3/4/2020 و 3/25/2020", ["2020-03-04", "2020-03-25"]),
        ("3/4/2020 9:11:00 AM", ["2020-03-04"]),
        # no dates
        ("آخر تحديث GMT13:57:10", NOTHING),
        ("31/02/2020", NOTHING),
        ("30 شباط 2020", ["2020-02-01/2020-02-29"]),  # there is no such day; the month stands
        ("أمس", NOTHING),
        ("السبت", NOTHING),
        ("8 ديسمبر", NOTHING),
        ("مارس ضغوطا على البلدية", NOTHING),
        ("فاز الفريق 3 مقابل 1", NOTHING),
        ("", NOTHING),
    ],
)
def test_days_that_the_words_tell_alone(text: str, days: list[str], rules: Rules) -> None:
    assert told(text, rules) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("أمس", ["2025-01-04"]),
        ("وأمس الجمعة", ["2025-01-03"]),
        ("أمس (السبت)", ["2025-01-04"]),
        ("أول من أمس", ["2025-01-03"]),
        ("أعلنت اليوم الأحد", ["2025-01-05"]),
        ("غدا", ["2025-01-06"]),
        ("السبت", ["2025-01-04"]),
        ("الأحد", ["2025-01-05"]),
        ("الأحد الماضي", ["2024-12-29"]),
        ("والسبت الماضي", ["2025-01-04"]),
        ("الاثنين المقبل", ["2025-01-06"]),
        ("قبل ساعة", ["2025-01-05"]),
        ("قبل 45 دقيقة", ["2025-01-05"]),
        ("منذ 3 أيام", ["2025-01-02"]),
        ("قبل ثلاثة أيام", ["2025-01-02"]),
        ("قبل يومين", ["2025-01-03"]),
        ("4 days ago", ["2025-01-01"]),
        ("قبل شهر", ["2024-12-01/2024-12-31"]),
        ("قبل عام", ["2024-01-01/2024-12-31"]),
        ("الشهر الماضي", ["2024-12-01/2024-12-31"]),
        ("العام الجاري", ["2025-01-01/2025-12-31"]),
        ("الأسبوع الماضي", ["2024-12-28/2025-01-03"]),
        ("8 ديسمبر", ["2024-12-08"]),
        ("10 يناير الجاري", ["2025-01-10"]),
        ("20 شباط المقبل", ["2025-02-20"]),
        ("خلال تموز/يوليو الماضي", ["2024-07-01/2024-07-31"]),
        ("06/01/2025", ["2025-01-06"]),
        # names, not times
        ("العرب اليوم", NOTHING),
        ("صحيفة اليوم", NOTHING),
        ("صلاة الجمعة", NOTHING),
        ("لامس الكرة", NOTHING),
    ],
)
def test_days_counted_from_a_known_one(text: str, days: list[str], rules: Rules) -> None:
    assert told(text, rules, SUNDAY) == days


def test_a_date_keeps_its_words_and_its_place(rules: Rules) -> None:
    text = "نُشِرَ يومَ 5 كانونِ الثاني 2025 صباحا"
    [(span, when)] = calendars.find(text, rules)
    assert text[span.start : span.end] == when.words == "5 كانونِ الثاني 2025"


def test_words_of_dates_in_both_forms_are_one_row(rules: Rules) -> None:
    assert told("5 أبريل 2020", rules) == told("5 ابريل 2020", rules) == told("5 إبريل 2020", rules)


@pytest.mark.parametrize("row", tables.load().rows("dates"), ids=lambda row: row.id)
def test_a_row_is_read_from_its_example(row: Row, rules: Rules) -> None:
    text = fold_letters(bare(row.text("example"))[0]).lower()
    assert row.id in {mark.row.id for mark in marks(text, phrases(rules)) if mark.row}


@given(some.text(), some.none() | some.dates())
def test_any_text_can_be_looked_at(text: str, today: dt.date | None) -> None:
    for span, when in calendars.find(text, tables.load(), today):
        assert 0 <= span.start < span.end <= len(text)
        assert when.earliest <= when.latest
        assert when.words == text[span.start : span.end]


WORDS = some.sampled_from(
    [form for row in tables.load().rows("dates") for form in row.texts("forms")]
    + ["5", "31", "2020", "1436", "0", "99999", "/", "-", "،", "(", "10:20", "05/01/2020", "²"]
)


@given(some.lists(WORDS, max_size=12).map(" ".join), some.none() | some.dates())
def test_any_words_of_dates_can_be_looked_at(text: str, today: dt.date | None) -> None:
    found = calendars.find(text, tables.load(), today)
    spans = [span for span, _ in found]
    assert spans == sorted(spans)
    assert all(before.end <= after.start for before, after in itertools.pairwise(spans))


@given(some.dates(dt.date(1930, 1, 1), dt.date(2077, 1, 1)))
def test_a_day_written_out_is_read_back(day: dt.date) -> None:
    months = [row.texts("forms")[0] for row in tables.load().rows("dates") if row.id.startswith("month.gregorian")]
    for text in (f"{day:%Y-%m-%d}", f"{day.day} {months[day.month - 1]} {day.year}", f"{day:%d/%m/%Y}"):
        assert told(text, tables.load()) == [str(day)]
