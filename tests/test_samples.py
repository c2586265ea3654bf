"""The sample pages, read by the whole pipeline, against what we expect to read from them.

Beside each page stands ``NAME.toml`` with the expected reading in words: the tests turn words into places. A statement is
looked for by its content, and must have the parts that the expectation names; what it does not name is not judged.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from riwaya import arabic, captures, pipeline
from riwaya.model import Article, Record, Statement
from riwaya.text import Extent, Span, cut

FOLDER = Path(str(resources.files("riwaya").joinpath("samples")))
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".toml")
EXPECTED = {page.name: tomllib.loads(page.with_suffix(".toml").read_text(encoding="utf-8")) for page in PAGES}
ARTICLES = [
    pytest.param(name, number, given, id=f"{name}-{number + 1}")
    for name, expected in EXPECTED.items()
    for number, given in enumerate(expected.get("article", []))
]
FACTS = [
    (name, number, fact, article[fact])
    for name, expected in EXPECTED.items()
    for number, article in enumerate(expected.get("article", []))
    for fact in ("title", "published", "updated", "publisher", "byline", "dateline", "credits", "url", "language")
    if fact in article
]
STATEMENTS = [
    pytest.param(name, number, given, id=f"{name}-{number + 1}-{place}-{given['act']}")
    for name, expected in EXPECTED.items()
    for number, article in enumerate(expected.get("article", []))
    for place, given in enumerate(article.get("statement", []))
]
# As in the scorer: two contents are the same if they share half of the letters of both.
SHARED = 0.5
LONG = 4


@cache
def record(name: str) -> Record:
    [capture] = captures.read(FOLDER / name)
    return pipeline.process(capture)


def article(name: str, number: int) -> Article:
    articles = record(name).articles
    assert len(articles) > number, f"{len(articles)} articles found"
    return articles[number]


def letters(text: str, extent: Extent) -> set[int]:
    return {place for start, end in extent for place in range(start, end) if text[place].isalnum()}


def located(text: str, words: str) -> Extent:
    """The one place of some words in a text."""
    assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times in the text"
    start = text.index(words)
    return (Span(start, start + len(words)),)


def found(made: Article, given: dict[str, str]) -> Statement:
    """The statement whose content is nearest to the words expected; of several, the one with the act expected."""
    wanted = letters(made.text, located(made.text, given["content"]))

    def nearness(statement: Statement) -> tuple[float, bool]:
        content = letters(made.text, statement.content)
        return len(content & wanted) / len(content | wanted), statement.act == given["act"]

    best = max(made.statements, key=nearness, default=None)
    assert best, "no statement at all"
    assert nearness(best)[0] > SHARED, f"no such statement; the nearest is {cut(made.text, best.content)!r}"
    return best


def words(text: str) -> set[str]:
    """The words of a name, spellings folded, without the article and the ending of the accusative."""
    folded = "".join(letter if letter.isalnum() else " " for letter in arabic.fold(text))
    bare = [word.removeprefix("ال") if len(word) > LONG else word for word in folded.split()]
    return {word.removesuffix("ا") if len(word) > LONG else word for word in bare}


def same_name(given: str, name: str | None) -> bool:
    """Whether one name holds the other: «سامي» is «سامي نعمان»."""
    ours, theirs = words(given), words(name or "")
    return bool(theirs) and (ours <= theirs or theirs <= ours)


def plain(text: str) -> str:
    """Only letters and digits: marks around a part are the writer's."""
    return "".join(character for character in text if character.isalnum())


def test_there_is_a_reading_for_each_page_and_a_page_for_each_reading() -> None:
    assert {page.stem for page in PAGES} == {path.stem for path in FOLDER.glob("*.toml")}
    assert len(PAGES) >= 12


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_gives_its_articles(name: str) -> None:
    expected, made = EXPECTED[name], record(name)
    assert [article.title for article in made.articles] == [each["title"] for each in expected.get("article", [])]
    codes = {problem.code for problem in made.problems}
    assert codes == set(expected.get("problems", []))


@pytest.mark.parametrize(("name", "number", "fact", "value"), FACTS)
def test_a_fact(name: str, number: int, fact: str, value: object) -> None:
    made = getattr(article(name, number), fact)
    assert made == (tuple(value) if isinstance(value, list) else value)


@pytest.mark.parametrize(("name", "number", "given"), ARTICLES)
def test_a_text_begins_and_ends_where_it_should(name: str, number: int, given: dict[str, str]) -> None:
    text = article(name, number).text
    assert text[: len(given["first"])] == given["first"]
    assert text[-len(given["last"]) :] == given["last"]


@pytest.mark.parametrize(("name", "number", "given"), ARTICLES)
def test_every_character_leads_back_to_the_page(name: str, number: int, given: dict[str, str]) -> None:
    made = article(name, number)
    for line in made.text.split("\n"):
        start = made.text.index(line)
        assert cut(made.capture.text, made.alignment.source(Span(start, start + len(line))), join="") == line
    assert given["title"] in made.capture.text


@pytest.mark.parametrize(("name", "number", "given"), STATEMENTS)
def test_a_statement(name: str, number: int, given: dict[str, Any]) -> None:
    made = article(name, number)
    statement = found(made, given)
    wrong = {
        part: cut(made.text, getattr(statement, part))
        for part in ("content", "source", "cue", "medium")
        if part in given and plain(cut(made.text, getattr(statement, part), join="")) != plain(given[part])
    }
    wrong |= {
        part: getattr(statement, part) for part in ("act", "form", "kind") if getattr(statement, part) != given[part]
    }
    if not same_name(given["speaker"], statement.speaker):
        wrong["speaker"] = statement.speaker
    via = given.get("via", [])
    if len(via) != len(statement.via) or not all(map(same_name, via, statement.via)):
        wrong["via"] = statement.via
    assert wrong == {}, {part: given.get(part) for part in wrong}


@pytest.mark.parametrize(("name", "number", "given"), ARTICLES)
def test_no_statement_is_made_up(name: str, number: int, given: dict[str, Any]) -> None:
    made = article(name, number)
    expected = [letters(made.text, located(made.text, each["content"])) for each in given.get("statement", [])]
    made_up = [
        cut(made.text, statement.content)
        for statement in made.statements
        if not any(
            len(content & wanted) > SHARED * len(content | wanted)
            for content in [letters(made.text, statement.content)]
            for wanted in expected
        )
    ]
    assert made_up == []


def test_the_windows_page_is_no_utf8() -> None:
    """An editor that saves it otherwise takes away what it is for."""
    body = (FOLDER / "windows-1256.html").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert "الإضراب" in body.decode("cp1256")
