"""Each row of the tables that this stage reads, against its own example."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest

from riwaya import rules as tables
from riwaya import statements
from riwaya.arabic import fold
from riwaya.arabic.inflection import Stems, parse
from riwaya.arabic.phrases import words
from riwaya.model import Act, Statement
from riwaya.rules import Row
from riwaya.statements import passages
from riwaya.statements.features import PHRASES, PLACES, Names, places
from riwaya.statements.lexicon import compiled
from riwaya.text import cut

VERBS = tables.load().rows("verbs")
CLASSES = tables.load().rows("words")

STEMS = ("perfect", "imperfect", "participle")
FLAGS = (
    "strict", "object", "addressee", "relay", "document", "document_only", "learned", "noun", "preposition", "publishes", "comma",
    "wish", "judges",
)  # fmt: skip
COLUMNS = {"id", "form", "root", "measure", "act", "takes", "not_forms", "nouns", "also", "example", *STEMS, *FLAGS}
OPENERS = {"أن", ":", "", "إلى", "على", "عن", "من", "في", "ب", "ل"}


def name(row: Row) -> str:
    return row.id


def find(text: str) -> tuple[Statement, ...]:
    return statements.find(text, tables.load())


# -- verbs -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", VERBS, ids=name)
def test_a_verb_is_read_from_its_example(row: Row) -> None:
    text = row.text("example")
    read = [statement for statement in find(text) if statement.rule == row.id]
    assert read, [statement.rule for statement in find(text)]
    [statement] = read
    assert statement.act == row.text("act")
    assert text[statement.content[-1].end :].strip(".»؟") == "", "the content goes to the end"
    assert len(words(cut(text, statement.content))) > 1


@pytest.mark.parametrize("row", [row for row in VERBS if row.id != "verb.taraddada"], ids=name)
def test_the_example_tells_who_speaks(row: Row) -> None:
    [statement] = [each for each in find(row.text("example")) if each.rule == row.id]
    assert statement.speaker
    assert not set(words(statement.speaker)) & set(words(cut(row.text("example"), statement.content)))


@pytest.mark.parametrize("row", VERBS, ids=name)
def test_root_and_measure_give_the_verb(row: Row) -> None:
    perfect, imperfect, participle = (row.text(stem) for stem in STEMS)
    given = Stems(perfect, imperfect, participle, "") if perfect else None
    assert fold(row.text("form")) in {form.word for form in parse(row.text("root"), row.text("measure"), given)}


@pytest.mark.parametrize("row", VERBS, ids=name)
def test_a_verb_has_known_columns(row: Row) -> None:
    assert set(row.values) <= COLUMNS
    assert row.text("act") in get_args(Act)
    assert {each.removeprefix("object ") for each in row.texts("takes")} <= OPENERS
    assert row.texts("takes") or row.text("act") == "decline"


@pytest.mark.parametrize("row", [row for row in VERBS if row.texts("not_forms")], ids=name)
def test_forms_that_mean_something_else_are_left_out(row: Row) -> None:
    entries = compiled(tables.load()).entries
    assert not [each for each in row.texts("not_forms") if row.id in {e.verb.id for e in entries.get(fold(each), ())}]


# -- classes of words --------------------------------------------------------------------------------------------------


def forms(row: Row) -> Iterator[str]:
    for text in row.texts("words"):
        yield fold(text)


@pytest.mark.parametrize("row", CLASSES, ids=name)
def test_the_words_of_a_class_are_sorted_and_unique(row: Row) -> None:
    assert list(forms(row)) == sorted(set(forms(row)))
    assert set(row.values) == {"id", "means", "words", "example"}
    assert row.id in PHRASES or not [each for each in forms(row) if " " in each]


@pytest.mark.parametrize("row", CLASSES, ids=name)
def test_an_example_has_a_word_of_its_class(row: Row) -> None:
    lexicon = compiled(tables.load())
    tokens = [fold(word) for word in words(row.text("example"))]
    single = any(lexicon.has(row.id, token[cut_off:]) for token in tokens for cut_off in range(3))
    assert single or any(lexicon.phrase(row.id, tokens, index) for index in range(len(tokens)))


@pytest.mark.parametrize("row", CLASSES, ids=name)
def test_a_class_is_seen_in_its_example(row: Row) -> None:
    """The network has something to go by: a name of a word, or a column of the expressions."""
    lexicon = compiled(tables.load())
    passage = passages.cut(row.text("example"))
    names = {feature for word in passage.words for feature in Names(lexicon).of(word)}
    seen = bool({f"class:{row.id}", f"bare:{row.id}"} & names)
    if row.id in PHRASES:
        column = PLACES - len(PHRASES) + PHRASES.index(row.id)
        seen = seen or bool(places(passage, lexicon)[:, column].any())
    assert seen
