"""The nouns: frozen, plain as JSON, able to travel to another process."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import pickle
import typing

import pytest

from riwaya import model
from riwaya.errors import Problem
from riwaya.model import Article, Capture, Reading, Record, Statement, When
from riwaya.text import Alignment, Span

DAY = dt.date(2026, 3, 14)
CAPTURE = Capture("نص".encode(), "نص", "text/plain", "0" * 64, "utf-8", name="page.txt")
STATEMENT = Statement(
    content=(Span(12, 80),),
    source=(Span(0, 10),),
    cue=(Span(4, 8),),
    medium=(),
    speaker=None,
    kind="unnamed",
    act="deny",
    form="indirect",
    via=("وكالة المرفأ",),
    said=When(DAY, DAY, "أمس"),
    certainty=0.93456,
    rule="verb.nafa",
)
ARTICLE = Article(
    "نص",
    Alignment.identity(2),
    CAPTURE,
    title="نص",
    published=DAY,
    credits=("وكالة المرفأ",),
    readings={"published": (Reading(When(DAY, DAY, "14-03-2026"), (Span(0, 2),), "date.numeric", 0.9),)},
    statements=(STATEMENT,),
    problems=(Problem("open-quote", "a quotation is not closed", "page.txt", Span(1, 2)),),
)


@pytest.mark.parametrize(
    ("earliest", "latest", "day", "shown"),
    [
        ("2026-03-14", "2026-03-14", DAY, "2026-03-14"),
        ("2026-03-01", "2026-03-31", None, "2026-03-01/2026-03-31"),
    ],
)
def test_when(earliest: str, latest: str, day: dt.date | None, shown: str) -> None:
    when = When(dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest))
    assert (when.day, str(when)) == (day, shown)


def test_a_statement_has_the_flat_form_others_rely_on() -> None:
    assert STATEMENT.to_dict() == {
        "content": [[12, 80]],
        "source": [[0, 10]],
        "cue": [[4, 8]],
        "medium": None,
        "speaker": None,
        "kind": "unnamed",
        "act": "deny",
        "form": "indirect",
        "via": ["وكالة المرفأ"],
        "said": {"earliest": "2026-03-14", "latest": "2026-03-14"},
        "within": None,
        "negated": False,
        "closeness": None,
        "certainty": 0.935,
        "rule": "verb.nafa",
    }


def test_the_flat_form_has_every_field() -> None:
    assert list(STATEMENT.to_dict()) == [field.name for field in dataclasses.fields(Statement)]


def test_an_article_survives_json() -> None:
    flat = ARTICLE.to_dict()
    assert json.loads(json.dumps(flat, ensure_ascii=False)) == flat
    assert flat["published"] == "2026-03-14"
    assert flat["readings"] == {
        "published": [{"value": "2026-03-14", "at": [[0, 2]], "rule": "date.numeric", "certainty": 0.9}]
    }
    assert flat["problems"] == [
        {"code": "open-quote", "message": "a quotation is not closed", "where": "page.txt", "span": [1, 2]}
    ]


def test_what_is_not_stated_is_null() -> None:
    flat = Article("", Alignment([]), CAPTURE).to_dict()
    absent = [name for name, value in flat.items() if value is None]
    assert absent == ["url", "title", "published", "updated", "publisher", "byline", "dateline", "language"]


@pytest.mark.parametrize("value", [CAPTURE, STATEMENT, ARTICLE, Record(CAPTURE, (ARTICLE,)), When(DAY, DAY)], ids=type)
def test_values_are_frozen_hashable_and_travel(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301  # our own value
    assert hash(value) == hash(pickle.loads(pickle.dumps(value)))  # noqa: S301  # likewise
    name = dataclasses.fields(value)[0].name  # type: ignore[arg-type]  # all are dataclasses
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(value, name, None)


def test_type_hints_can_be_read_at_run_time() -> None:
    for noun in (Capture, Article, Statement, Record, Reading, When):
        assert typing.get_type_hints(noun)
    assert "deny" in typing.get_args(model.Act)


def test_a_problem_without_a_place() -> None:
    assert Problem("no-article", "no article was found").to_dict() == {
        "code": "no-article",
        "message": "no article was found",
        "where": None,
        "span": None,
    }
