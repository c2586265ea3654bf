"""Publications: when an article was published and last changed, as its page says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from riwaya import calendars
from riwaya.articles.drafts import Draft
from riwaya.articles.sheets import Sheet
from riwaya.model import Reading, When

_IN_ADDRESS: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/]?)(\d{1,2})\2(\d{1,2})(?!\d)")
# A date this many lines above the headline belongs to the masthead: the day on which the page was fetched.
_NEAR_TITLE: Final = 3
_MASTHEAD: Final = frozenset({"menu", "section", "share", "link", "media"})


def read(sheet: Sheet, draft: Draft) -> dict[str, tuple[Reading, ...]]:
    """Return the readings of ``published`` and ``updated``, the most certain first."""
    published = [*_labelled(sheet, draft, "published"), *_unlabelled(sheet, draft), *_address(sheet, draft)]
    updated = list(_labelled(sheet, draft, "updated"))
    found = {}
    for name, readings in (("published", published), ("updated", updated)):
        if readings:
            found[name] = tuple(sorted(readings, key=lambda reading: -reading.certainty))
    return found


def given(words: str, rule: str, sheet: Sheet) -> Reading | None:
    """Read a date that came beside the page, such as a field of a row or of its markup."""
    words = words.strip()[:80]
    try:
        day = dt.datetime.fromisoformat(words).date()
    except ValueError:
        found = [when for _, when in calendars.find(words, sheet.rules)]
        return Reading(found[0], (), rule) if found else None
    return Reading(When(day, day, words), (), rule)


def _labelled(sheet: Sheet, draft: Draft, label: str) -> Iterator[Reading]:
    between = [number for run in draft.between for number in run]
    for number in (*draft.before, *between, *draft.after):
        if sheet.shapes[number].kind == label:
            for span, when in calendars.find(sheet.lines[number].text, sheet.rules)[:1]:
                yield sheet.reading(number, span, sheet.shapes[number].rule, 0.95, when)


def _unlabelled(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    for number, certainty in _dated(sheet, draft):
        for span, when in calendars.find(sheet.lines[number].text, sheet.rules)[:1]:
            yield sheet.reading(number, span, "date.line", certainty, when)


def _dated(sheet: Sheet, draft: Draft) -> Iterator[tuple[int, float]]:
    """Yield the lines near the headline or right below the text that tell a date, and how sure that is."""
    title_at = draft.before.index(draft.title) if draft.title in draft.before else 0
    for at, number in enumerate(draft.before):
        if sheet.shapes[number].kind not in {"dated", "dateline"}:
            continue
        if at > title_at:
            yield number, 0.9
        elif not _crossed(sheet, draft.before[at + 1 : title_at]):
            yield number, 0.8
    for number in draft.after[:2]:
        if sheet.shapes[number].kind == "dated":
            yield number, 0.6
    for number in draft.kept[:1]:
        if sheet.shapes[number].kind == "dated":
            yield number, 0.7


def _crossed(sheet: Sheet, numbers: Sequence[int]) -> bool:
    return len(numbers) >= _NEAR_TITLE or any(sheet.shapes[number].kind in _MASTHEAD for number in numbers)


def _address(sheet: Sheet, draft: Draft) -> Iterator[Reading]:
    """Yield the day that stands in the page's address; it is of the page's first article."""
    if draft.appended:
        return
    for match in _IN_ADDRESS.finditer(sheet.url or ""):
        try:
            day = dt.date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:
            continue
        if match[2] or len(match[0]) == len("20250105"):
            yield Reading(When(day, day, match[0]), (), "url.date", 0.5)
            return
