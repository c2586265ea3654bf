"""What holds for any input whatsoever: nothing raises, places are places, and work grows no faster than the input."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import riwaya
from benchmarks.growth import patience, reader
from benchmarks.hostile import Hostile, families
from riwaya.model import Article, Statement

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# What statements are made of, in any order: near enough to sense to reach deep, far enough to break what expects it.
PIECES = (
    "قال", "وقال", "نفى", "نفت", "وأضاف", "مؤكدا", "أعلنت", "نقلا عن", "بحسب", "وفقا ل", "رفض التعليق على", "لا صحة لما",
    " إن ", " أن ", "أنه ", "الوزير", "سامي نعمان", "هدى سالم", "وزارة الصحة", "مصدر مطلع", "وكالة رويترز", "في بيان", "على تويتر",
    "أمس", "الجسر", "سيبقى مفتوحا", "«", "»", '"', "“", "”", "(", ")", ":", "،", ".", "؟", "\n", "\n\n", " ", " ", "ـ", "ّ",
    "\u200f", "\u202e", "\ufefb", "\u0000", "\ud800", "٣", "5 يناير 2025", "x",
)  # fmt: skip
TAGS = (
    "<p>", "</p>", "<div>", "</div>", "<br>", "<b>", "<article>", "<h1>", "</h1>", "<title>", "</title>", "<script>", "</script>",
    "<!--", "-->", "<a href='/x'>", "</a>", "&amp;", "&#1602;", "&", "<", ">", "<meta property='og:title' content='", "'>",
    '<script type="application/ld+json">', '{"headline": "', '"}', "<table><tr><td>", "<!DOCTYPE html>",
)  # fmt: skip

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
NEWS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
SPACED_NEWS = st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join)
MARKUP = st.lists(st.sampled_from(PIECES + TAGS), max_size=80).map("".join)
CODECS = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1256", "iso8859-6", "latin-1", "mac-arabic"]
)


def check_statement(statement: Statement, text: str) -> None:
    for extent in (statement.content, statement.source, statement.cue, statement.medium, statement.closeness):
        last = 0
        for start, end in extent:
            assert last <= start < end <= len(text)
            last = end
            words = text[start:end]
            assert words == words.strip()
            assert any(letter.isalnum() for letter in words)
    assert statement.content
    assert 0 <= statement.certainty <= 1
    assert statement.rule
    assert statement.speaker is None or statement.speaker.strip()


def check_statements(statements: list[Statement] | tuple[Statement, ...], text: str) -> None:
    for place, statement in enumerate(statements):
        check_statement(statement, text)
        assert statement.within is None or (0 <= statement.within < len(statements) and statement.within != place)
    starts = [statement.content[0].start for statement in statements]
    assert starts == sorted(starts)


def check_article(article: Article) -> None:
    check_statements(article.statements, article.text)
    assert len(article.alignment) == len(article.text)
    for statement in article.statements:
        for start, end in article.alignment.source(statement.content):
            assert 0 <= start < end <= len(article.capture.text)


@FEW
@given(ANY_TEXT | NEWS | SPACED_NEWS, st.none() | st.dates(), st.none() | st.sampled_from(PIECES))
@example("قال", None, None)
@example("بحسب", None, None)
@example("نفى \n “ أمس \n \ud800 أعلنت \x00 ـ ﻻ", None, None)
@example(" بحسبنفى\n،5 يناير 2025أنه نفت\n\nقال\ud800«ووفقا", None, None)
@example("«", dt.date.min, "")
@example("قال: «قال: «قال", dt.date.max, "رويترز")
def test_attribute_takes_any_text(text: str, published: dt.date | None, publisher: str | None) -> None:
    check_statements(riwaya.attribute(text, published=published, publisher=publisher), text)


@FEW
@given(NEWS | SPACED_NEWS)
def test_attribute_is_a_function(text: str) -> None:
    assert riwaya.attribute(text) == riwaya.attribute(text)


@FEW
@given(st.binary(max_size=400))
@example(b"")
@example(b"\x00" * 50)
@example(b"%PDF-1.7\n")
@example(b"\x89PNG\r\n\x1a\n")
@example(b"\xff\xfe")
def test_read_takes_any_bytes(body: bytes) -> None:
    for article in riwaya.read(body):
        check_article(article)


@FEW
@given(MARKUP | NEWS, CODECS, st.sampled_from([None, "text/html", "text/plain"]))
def test_read_takes_any_page_in_any_encoding(page: str, codec: str, media_type: str | None) -> None:
    for article in riwaya.read(page.encode(codec, "replace"), media_type=media_type):
        check_article(article)


@FEW
@given(ANY_TEXT | MARKUP)
def test_read_takes_any_text(page: str) -> None:
    for article in riwaya.read(f"\n{page}"):  # no file has such a name, so it is never taken for a path
        check_article(article)


@pytest.mark.parametrize(
    "url", ["", "x", "http://[", "http://example.org:99999/", "//", "http://\ud800/", "javascript:alert(1)"]
)
def test_read_takes_any_address(url: str) -> None:
    for article in riwaya.read("<p>قال الوزير إن الجسر سيبقى مفتوحا أمام المشاة طوال الليل.</p>".encode(), url=url):
        check_article(article)


@contextmanager
def counting() -> Iterator[list[int]]:
    """Count the lines of Python that run inside; restores a tracer that was there (coverage)."""
    count, before = [0], sys.gettrace()

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401 - a trace function returns itself
        if event == "line":
            count[0] += 1
        return trace

    sys.settrace(trace)
    try:
        yield count
    finally:
        sys.settrace(before)


def lines_run(read: Callable[[str], object], text: str) -> int:
    with counting() as count:
        read(text)
    return count[0]


@pytest.mark.slow
@pytest.mark.parametrize("family", families(), ids=lambda family: family.id)
def test_work_grows_no_faster_than_the_input(family: Hostile) -> None:
    """Work is counted, not timed: the lines run for the second half of an input are not many more than for the first.

    What one line makes the interpreter do inside (a search, a slice) is not counted; `make bench` times it.
    """
    read = reader(family)
    read(family.input(200))  # tables are loaded, patterns compiled
    with patience(20):  # a pattern that never ends has to fail, not to hang
        small, middle, large = (lines_run(read, family.input(size)) for size in (1000, 2000, 4000))
    assert large - middle <= 3 * max(middle - small, 0) + 2000
