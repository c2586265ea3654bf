"""Declarations: what a page's markup declares about its article, as readings under the names that articles use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from riwaya.articles import publications, titles
from riwaya.articles.outlets import outlets
from riwaya.articles.sheets import Sheet
from riwaya.model import Reading

# Where each value is declared, the most trusted first.
_TITLE: Final = ("json:headline", "meta:og:title", "meta:twitter:title", "meta:title", "title")
_PUBLISHED: Final = (
    "json:datePublished", "meta:article:published_time", "meta:datepublished", "meta:og:article:published_time",
    "meta:pubdate", "meta:publishdate", "meta:publish-date", "meta:dc.date.issued", "meta:dc.date", "meta:date",
    "meta:sailthru.date", "meta:parsely-pub-date", "time",
)  # fmt: skip
_UPDATED: Final = (
    "json:dateModified", "meta:article:modified_time", "meta:datemodified", "meta:og:updated_time", "meta:lastmod",
)  # fmt: skip
_PUBLISHER: Final = ("meta:og:site_name", "json:publisher", "meta:application-name", "meta:dc.publisher")
_BYLINE: Final = ("json:author", "meta:author", "meta:article:author", "meta:dc.creator", "meta:parsely-author")
_MOST_NAME: Final = 80


def read(sheet: Sheet, values: Mapping[str, tuple[Reading, ...]]) -> dict[str, tuple[Reading, ...]]:
    """Return what the markup declares, without names it says nothing about."""
    found = {
        "title": tuple(_titles(sheet, values)),
        "published": tuple(_dates(sheet, values, _PUBLISHED)),
        "updated": tuple(_dates(sheet, values, _UPDATED)),
        "publisher": tuple(_names(values, _PUBLISHER)),
        "byline": tuple(each for each in _names(values, _BYLINE) if "://" not in str(each.value)),
    }
    return {name: readings for name, readings in found.items() if readings}


def _titles(sheet: Sheet, values: Mapping[str, tuple[Reading, ...]]) -> Iterator[Reading]:
    sites = [str(reading.value) for reading in _names(values, _PUBLISHER)]
    for reading in _all(values, _TITLE):
        text = str(reading.value)
        span = titles.without_site(text, lambda part: part in sites or outlets(sheet.rules).whole(part) is not None)
        yield Reading(
            text[span.start : span.end], reading.at, reading.rule, 0.85 if reading.rule != "html.title" else 0.6
        )


def _dates(sheet: Sheet, values: Mapping[str, tuple[Reading, ...]], names: tuple[str, ...]) -> Iterator[Reading]:
    for reading in _all(values, names):
        dated = publications.given(str(reading.value), reading.rule, sheet)
        if dated is not None:
            yield Reading(dated.value, reading.at, reading.rule, 0.7 if reading.rule == "html.time" else 0.97)


def _names(values: Mapping[str, tuple[Reading, ...]], names: tuple[str, ...]) -> Iterator[Reading]:
    for reading in _all(values, names):
        if len(str(reading.value)) <= _MOST_NAME:
            yield Reading(reading.value, reading.at, reading.rule, 0.93)


def _all(values: Mapping[str, tuple[Reading, ...]], names: tuple[str, ...]) -> Iterator[Reading]:
    for name in names:
        yield from values.get(name, ())[:1]
