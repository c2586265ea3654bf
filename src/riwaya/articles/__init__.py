"""Articles: the news texts on a page, each with what the page says about it.

Hides how pages are built: menus, repeated headlines, comment forms, teasers, and second articles that were appended.
:func:`extract` is the whole face.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import Final

from riwaya.articles import (
    bylines,
    credit_lines,
    datelines,
    declarations,
    languages,
    layouts,
    publications,
    publishers,
    titles,
)
from riwaya.articles.drafts import Draft
from riwaya.articles.lines import Line
from riwaya.articles.sheets import Sheet
from riwaya.errors import Problem
from riwaya.model import Article, Capture, Reading, When
from riwaya.rules import Rules
from riwaya.text import Alignment, Piece

_DATES: Final = frozenset({"published", "updated"})
_GIVEN: Final = ("title", "published", "updated", "publisher", "byline")


def extract(capture: Capture, rules: Rules, report: Callable[[Problem], None]) -> list[Article]:
    """Return the articles of a page, in page order.

    A page may hold none, one, or several: an article appended below the first is one of its own, a teaser is none.
    Where values came beside the page (``capture.given``), its text is an article's own, and those values win.

    Args:
        capture: the page as found.
        rules: the tables.
        report: called with what was lost or doubtful; a page without an article is the problem ``no-article``, unless
            a problem of the capture says already why there is no text.
    """
    found = layouts.of(capture, rules, report)
    articles = [article for layout in found if (article := _article(*layout)).text]
    told = capture.problems and (not capture.text or capture.text.isspace())
    if not articles and not told:
        report(Problem("no-article", "no text of an article was found on this page", capture.name))
    return articles


def _article(sheet: Sheet, draft: Draft, values: Mapping[str, tuple[Reading, ...]]) -> Article:
    text, alignment = _woven([sheet.lines[number] for number in draft.kept])
    readings = _joined(declarations.read(sheet, values), _read(sheet, draft))
    if not draft.appended:
        readings.update(_given(sheet, readings))
    language = languages.of(text, sheet.rules)
    return Article(
        text=text,
        alignment=alignment,
        capture=sheet.capture,
        title=_plain(readings, "title"),
        published=_day(readings, "published"),
        updated=_day(readings, "updated"),
        publisher=_plain(readings, "publisher"),
        byline=_plain(readings, "byline"),
        dateline=_plain(readings, "dateline"),
        credits=tuple(str(reading.value) for reading in readings.get("credits", ())),
        url=sheet.url,
        language=language,
        readings=readings,
    )


def _given(sheet: Sheet, read: Mapping[str, tuple[Reading, ...]]) -> dict[str, tuple[Reading, ...]]:
    """Return what came beside the page, before what was read of the same name."""
    found: dict[str, tuple[Reading, ...]] = {}
    for name in _GIVEN:
        words = " ".join(unescape(sheet.capture.given.get(name, "")).split())
        if name in _DATES:
            value = publications.given(words, f"given.{name}", sheet)
        else:
            value = Reading(words, (), f"given.{name}") if words else None
        if value is not None:
            found[name] = (value, *read.get(name, ()))
    if "byline" in found:
        found["credits"] = credit_lines.beside(sheet, str(found["byline"][0].value), read.get("credits", ()))
    return {name: readings for name, readings in found.items() if readings}


def _read(sheet: Sheet, draft: Draft) -> Mapping[str, tuple[Reading, ...]]:
    """Return all that the page says about an article, without the names of which it says nothing."""
    found = {
        "title": titles.read(sheet, draft.title),
        **publications.read(sheet, draft),
        "publisher": publishers.read(sheet, draft),
        "byline": bylines.read(sheet, draft),
        "dateline": datelines.read(sheet, draft),
        "credits": credit_lines.read(sheet, draft),
    }
    return {name: readings for name, readings in found.items() if readings}


def _joined(
    declared: Mapping[str, tuple[Reading, ...]], read: Mapping[str, tuple[Reading, ...]]
) -> dict[str, tuple[Reading, ...]]:
    """Return both, the most certain first, what the page shows before what its markup declares."""
    return {
        name: tuple(sorted((*read.get(name, ()), *declared.get(name, ())), key=lambda reading: -reading.certainty))
        for name in (*read, *(name for name in declared if name not in read))
    }


def _plain(readings: Mapping[str, tuple[Reading, ...]], name: str) -> str | None:
    return str(readings[name][0].value) if name in readings else None


def _day(readings: Mapping[str, tuple[Reading, ...]], name: str) -> dt.date | None:
    return next(
        (
            reading.value.day
            for reading in readings.get(name, ())
            if isinstance(reading.value, When) and reading.value.day
        ),
        None,
    )


def _woven(lines: Sequence[Line]) -> tuple[str, Alignment]:
    """Return the lines as one text, a line break between them, and the way back to the page."""
    pieces: list[Piece] = []
    length = 0
    for line in lines:
        if length:
            pieces.append(Piece(length, length + 1, (), False))
            length += 1
        pieces += [
            Piece(start + length, end + length, source, copied) for start, end, source, copied in line.alignment.pieces
        ]
        length += len(line.text)
    return "\n".join(line.text for line in lines), Alignment(pieces)
