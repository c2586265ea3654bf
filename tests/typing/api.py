"""A caller's code, as mypy sees it; it is checked and never run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import assert_type

import riwaya
from riwaya.errors import Problem
from riwaya.model import Act, Article, Capture, Form, Kind, Reading, Record, Statement, When
from riwaya.text import Alignment, Extent, Span, cut

articles = riwaya.read("page.html", url="https://example.org/1", media_type="text/html")
assert_type(articles, list[Article])
riwaya.read(b"page")
riwaya.read(Path("pages"))

records = riwaya.records(Path("rows.jsonl"), fields={"text": "content"})
assert_type(records, Iterator[Record])
for record in records:
    assert_type(record.capture, Capture)
    assert_type(record.articles, tuple[Article, ...])
    assert_type(record.problems, tuple[Problem, ...])
    assert_type(record.capture.repaired, str | None)

for article in articles:
    assert_type(article.title, str | None)
    assert_type(article.published, dt.date | None)
    assert_type(article.credits, tuple[str, ...])
    assert_type(article.alignment, Alignment)
    for reading in article.readings.get("published", ()):
        assert_type(reading, Reading)
        assert_type(reading.value, str | When)
        assert_type(reading.at, Extent)
    for statement in article.statements:
        assert_type(statement.act, Act)
        assert_type(statement.form, Form)
        assert_type(statement.kind, Kind | None)
        assert_type(statement.speaker, str | None)
        assert_type(statement.within, int | None)
        assert_type(statement.said, When | None)
        assert_type(cut(article.text, statement.content), str)
        assert_type(article.alignment.source(statement.content), tuple[Span, ...])
        if statement.said is not None:
            assert_type(statement.said.day, dt.date | None)

found = riwaya.attribute("نص", published=dt.date(2026, 3, 14), publisher="صحيفة")
assert_type(found, list[Statement])
assert_type(found[0].to_dict(), dict[str, object])
assert_type(riwaya.__version__, str)

riwaya.attribute("نص", dt.date(2026, 3, 14))  # type: ignore[call-arg]  # options are named
riwaya.read(12)  # type: ignore[arg-type]  # a source is a path, bytes or text
