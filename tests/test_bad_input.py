"""Bad input, from outside: each loss has a documented code, shows on every face, and costs no other input."""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pytest

import riwaya
from riwaya import cli
from riwaya.articles.lines import MOST_CHARACTERS
from riwaya.model import Article, Record

TITLE: Final = "البلدية تنفي إغلاق الجسر القديم"
FIRST: Final = "نفت بلدية المرسى إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل، وقالت إن العمل يسير كما هو مقرر."
SECOND: Final = "وأضافت البلدية أن السكان سيعرفون موعد الصيانة قبل أسبوع من بدئها، وأن المهندسين فحصوا الأعمدة كلها."
PAGE: Final = f"{TITLE}\n\n{FIRST}\n{SECOND}\n"
HTML: Final = f"<h1>{TITLE}</h1><div><p>{FIRST}</p><p>{SECOND}</p></div>"
ENGLISH: Final = (
    "<h1>Bridge stays open</h1><p>The council said on Monday that the old bridge would stay open during the works, and "
    "that the ferry would run twice a day.</p><p>It denied that the bridge was in danger of falling, as had been said.</p>"
)


def packed(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in members:
            archive.writestr(name, body)
    return out.getvalue()


class Ended(NamedTuple):
    """A run that has ended."""

    code: int
    out: str
    err: str


def run(*arguments: object) -> Ended:
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding="utf-8"))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding="utf-8"))
        code = cli.main([str(each) for each in arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        return Ended(code, out.getvalue().decode(), err.getvalue().decode())


def check(record: Record) -> None:
    """Every character of a result leads back to the page, and every statement is words of its article."""
    for article in record.articles:
        assert len(article.alignment) == len(article.text)
        for piece in article.alignment.pieces:
            if piece.copied:
                [(start, end)] = piece.source
                assert article.text[piece.start : piece.end] == article.capture.text[start:end]
        for statement in article.statements:
            for extent in (statement.content, statement.source, statement.cue):
                assert all(0 <= start < end <= len(article.text) for start, end in extent)


# Inputs that give nothing: file name, bytes, code.
NOTHING: Final[list[tuple[str, bytes, str]]] = [
    ("empty.txt", b"", "empty"),
    ("blank.html", b" \r\n\t\x0c\n", "empty"),
    ("marks.html", b"<p> </p>", "no-article"),
    ("noise", bytes(range(256)) * 20, "binary"),
    ("zeros", b"\0" * 5_000, "binary"),
    ("program", b"\x7fELF\2\1\1", "binary"),
    ("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
    ("document.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "pdf"),
    ("document.docx", packed(("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")), "binary"),
    ("feed.xml", b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "feed"),
    ("menu.html", "".join(f"<li><a href='/{n}'>قسم {n}</a>" for n in range(60)).encode(), "no-article"),
    ("quotes.txt", ("«" * 20_000).encode(), "no-article"),
    ("less-than.html", b"<" * 100_000, "no-article"),
    ("row.json", b'{"text": ""}', "row-without-text"),
    ("rows.jsonl", b'{"text": "a\n', "bad-row"),
    ("damaged.zip", b"PK\x03\x04damaged", "unreadable"),
    ("damaged.gz", gzip.compress(b"")[:12], "cut-off"),
    ("archive.zip", packed(("inner.zip", packed(("page.txt", PAGE.encode())))), "nested-archive"),
]


@pytest.mark.parametrize(("name", "body", "code"), NOTHING, ids=[name for name, _, _ in NOTHING])
def test_an_input_that_gives_nothing_says_so_everywhere(name: str, body: bytes, code: str, tmp_path: Path) -> None:
    """In the API, on standard error, in the exit code and on the annotated page; the input beside it is read."""
    bad, good, written = tmp_path / name, tmp_path / "zz-good.txt", tmp_path / "out.html"
    bad.write_bytes(body)
    good.write_text(PAGE, encoding="utf-8")
    found = list(riwaya.records(bad))
    assert [record.articles for record in found] == [()] * len(found)
    assert code in {problem.code for record in found for problem in record.problems}
    ended = run("read", "--json", "--html", written, bad, good)
    assert ended.code == 1
    assert [json.loads(line)["title"] for line in ended.out.splitlines()] == [TITLE]
    assert re.search(rf"^{re.escape(str(bad))}\S*: {code}: \S", ended.err, re.MULTILINE)
    assert "Traceback" not in ended.err
    assert code in written.read_text(encoding="utf-8")


# Inputs of which something is lost and an article is left: bytes, code, what must still be in the text.
DOUBTFUL: Final[list[tuple[str, bytes, str]]] = [
    ("bytes", PAGE.encode() + b" \xff\xfe\xc0\xaf", "bad-bytes"),
    ("surrogates", PAGE.encode() + b"\n\xed\xa0\x80\xed\xb0\x80", "bad-bytes"),
    ("cut.gz", gzip.compress(PAGE.encode() * 50, 0)[:-300], "cut-off"),
    ("mixed.html", f"<p>{FIRST}</p><p>{SECOND}".encode("cp1256") + f"<p>{FIRST}".encode(), "mixed-encodings"),
    ("row.json", json.dumps({"text": PAGE + "\ud800"}).encode(), "lone-surrogates"),
]


@pytest.mark.parametrize(("name", "body", "code"), DOUBTFUL, ids=[name for name, _, _ in DOUBTFUL])
def test_what_is_lost_of_an_input_is_told_and_the_rest_is_read(
    name: str, body: bytes, code: str, tmp_path: Path
) -> None:
    path, written = tmp_path / name, tmp_path / "out.html"
    path.write_bytes(body)
    [record] = riwaya.records(path)
    check(record)
    assert any(FIRST in article.text for article in record.articles)
    assert code in {problem.code for problem in record.problems}
    ended = run("read", "--json", "--html", written, path)
    assert ended.code == 0, "something was read"
    assert f": {code}: " in ended.err
    assert code in written.read_text(encoding="utf-8")


def test_a_page_in_another_language_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "english.html"
    path.write_text(ENGLISH, encoding="utf-8")
    ended = run("read", "--json", path)
    [row] = map(json.loads, ended.out.splitlines())
    assert (ended.code, ended.err, row["language"], row["statements"]) == (0, "", "en", [])


# Pages of which nothing may be lost, however odd.
KEPT: Final[list[tuple[str, Callable[[], str]]]] = [
    ("nested", lambda: "<div>" * 100_000 + HTML + "</div>" * 100_000),
    ("unclosed", lambda: "<font><b>" * 200 + HTML),
    ("comments", lambda: "<!--" * 20_000 + HTML),
    ("attributes", lambda: f"<body {' '.join(f'a{n}=x' for n in range(20_000))}>{HTML}"),
    ("less-than", lambda: "<" * 100_000 + HTML),
    ("NUL", lambda: HTML.replace("<p>", "<p>\0")),
    ("controls", lambda: HTML.replace("<p>", "<p>\x01\x08\x1f")),
    ("quotes", lambda: f"{HTML}<p>" + '«"” ' * 5_000),
]  # fmt: skip


@pytest.mark.parametrize(("name", "made"), KEPT, ids=[name for name, _ in KEPT])
def test_odd_markup_costs_nothing(name: str, made: Callable[[], str]) -> None:
    [record] = riwaya.records(made().encode())
    check(record)
    [article] = record.articles
    assert FIRST in article.text
    assert SECOND in article.text
    assert record.problems == (), name


def test_a_line_of_megabytes_is_one_paragraph() -> None:
    text = " ".join([FIRST, SECOND] * 2_000)
    [article] = riwaya.read(f"{TITLE}\n{text}\n".encode(), media_type="text/plain")
    assert article.text == text


def test_an_article_of_sixty_thousand_words_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Statements have their own tests of growth."""
    monkeypatch.setattr("riwaya.statements.find", lambda *_, **__: ())
    paragraphs = [f"{FIRST[:-1]} رقم {n}." for n in range(3_500)]
    [article] = riwaya.read("\n".join([TITLE, "", *paragraphs]).encode())
    assert article.text.split("\n") == paragraphs


def test_more_than_a_page_can_hold_is_read_in_part_and_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    most = 3 * len(FIRST)
    assert MOST_CHARACTERS > 1_000_000
    for module in ("flattened", "html"):
        monkeypatch.setattr(f"riwaya.articles.{module}.MOST_CHARACTERS", most)
    for name, body in (
        ("a.txt", f"{TITLE}\n" + f"{FIRST}\n{SECOND}\n" * 9),
        ("a.html", f"{HTML}<p>{FIRST}{SECOND}" * 9),
    ):
        path = tmp_path / name
        path.write_text(body, encoding="utf-8")
        ended = run("read", "--json", path)
        [row] = map(json.loads, ended.out.splitlines())
        assert len(row["text"]) <= most
        assert ended.code == 0
        assert f"{path}: partial: " in ended.err


def test_a_book_is_searched_for_statements_in_part_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    most = 6 * len(FIRST)
    monkeypatch.setattr("riwaya.statements.MOST_CHARACTERS", most)
    paragraphs = [f"{FIRST[:-1]} رقم {n}." for n in range(20)]
    [record] = riwaya.records("\n".join([TITLE, "", *paragraphs]).encode())
    [article] = record.articles
    assert article.text.split("\n") == paragraphs
    assert article.statements
    assert all(statement.content[-1].end <= most for statement in article.statements)
    [problem] = record.problems
    assert problem.code == "partial"
    assert problem.span is not None
    assert record.capture.text[slice(*problem.span)].strip() == article.text[most:].strip()


# What cannot be seen: kept in the text, of no weight in reading it, shown by its code.
UNSEEN: Final = {
    "override": "\u202e", "isolate": "\u2066", "isolate to the right": "\u2067", "mark": "\u200f", "left mark": "\u200e",
    "letter mark": "\u061c", "joiner": "\u200d", "non-joiner": "\u200c", "no width": "\u200b", "order mark": "\ufeff",
}  # fmt: skip


def told(articles: Sequence[Article]) -> list[tuple[str, str | None, str | None]]:
    """Who does what in how many articles, without what cannot be seen."""
    strip = str.maketrans(dict.fromkeys("".join(UNSEEN.values()), ""))
    return [
        (each.act, each.speaker and each.speaker.translate(strip), article.title and article.title.translate(strip))
        for article in articles
        for each in article.statements
    ]


@pytest.mark.parametrize("sign", UNSEEN.values(), ids=UNSEEN)
def test_what_cannot_be_seen_does_not_change_who_says_what(sign: str, tmp_path: Path) -> None:
    """The order of the letters decides, however a sign turns the line; a name with such a sign is the same name."""
    turned = PAGE.replace("بلدية", f"{sign}بلدية").replace("البلدية", f"البل{sign}دية").replace("إغلاق", f"{sign}إغلاق")
    path, written = tmp_path / "turned.txt", tmp_path / "out.html"
    path.write_text(turned, encoding="utf-8")
    articles = riwaya.read(path)
    assert told(articles) == told(riwaya.read(PAGE.encode()))
    assert sign in articles[0].text
    digest = run("read", "--html", written, path).out
    assert not re.search("[\u200e\u200f\u061c\u202a-\u202e\u2066\u2067]", digest)
    page = written.read_text(encoding="utf-8")
    assert not re.search("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]", page)
    [row] = map(json.loads, run("read", "--json", path).out.splitlines())
    assert row["text"] == articles[0].text


# Pages that were damaged in ways that leave letters: the words of statements are the page's, or there are none.
DAMAGED: Final[dict[str, Callable[[], str]]] = {
    "reversed lines": lambda: "\n".join(line[::-1] for line in PAGE.split("\n")),
    "reversed page": lambda: PAGE[::-1],
    "no spaces": lambda: PAGE.replace(" ", ""),
    "spaced letters": lambda: " ".join(PAGE),
    "look-alikes": lambda: PAGE.replace("ه", "ۀ").replace("ي", "ی").replace("ك", "ک").replace("0", "O"),
    "misread letters": lambda: PAGE.replace("ق", "ف").replace("ت", "ن").replace("،", ","),
    "one line": lambda: PAGE.replace("\n", " "),
    "a line a word": lambda: PAGE.replace(" ", "\n"),
    "a thousand marks a letter": lambda: re.sub(r"(\w)", "\\1" + "\u064b" * 1_000, FIRST[:40]) + PAGE,
    "twice": lambda: PAGE + PAGE,
    "presentation forms": lambda: PAGE.replace("لا", "\ufefb").replace("الله", "\ufdf2"),
}


@pytest.mark.parametrize("made", DAMAGED.values(), ids=DAMAGED)
def test_damaged_text_gives_the_words_of_the_page_or_nothing(made: Callable[[], str]) -> None:
    [record] = riwaya.records(made().encode())
    check(record)
    assert record.articles or record.problems


def test_reversed_letters_tell_nothing() -> None:
    """Words stored in the order they are seen in are no words, and nobody says anything with them."""
    assert [each for article in riwaya.read(DAMAGED["reversed page"]()) for each in article.statements] == []
    assert riwaya.attribute(FIRST[::-1]) == []


def test_names_that_only_look_alike_are_two() -> None:
    """A Cyrillic letter in a Latin name makes another name; nothing is merged by how it looks."""
    text = "أكد Anna Petrov أن الجسر مفتوح أمام المارة. وأكد \u0410nna Petrov أن الجسر مغلق أمام المارة."
    speakers = {statement.speaker for statement in riwaya.attribute(text)}
    assert len(speakers) == len(riwaya.attribute(text))


CODECS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "windows-1256", "iso-8859-6")


@pytest.mark.parametrize("codec", CODECS)
def test_a_page_is_the_same_in_every_encoding(codec: str) -> None:
    """To the bytes and back: the text, its articles and what they say."""
    plain = PAGE.replace("«", '"').replace("»", '"')
    [record] = riwaya.records(plain.encode(codec))
    [reference] = riwaya.records(plain.encode())
    check(record)
    assert record.capture.text == plain
    assert [(article.title, article.text, article.statements) for article in record.articles] == [
        (article.title, article.text, article.statements) for article in reference.articles
    ]
