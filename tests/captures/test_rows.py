"""JSON rows: arrays, lines, loose objects, in files and archives; each row a capture with its own bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from riwaya import captures
from riwaya.captures import inputs, pages
from riwaya.model import Capture

ROWS = [
    {
        "source": "صدى المدينة",
        "url": "https://example.org/1",
        "date_extracted": "2015-08-01 08:00:57",
        "title": "افتتاح جسر",
        "author": "",
        "content": "فتحت البلدية الجسر.",
    },
    {
        "source": "البلد",
        "url": "https://example.org/2",
        "date_extracted": "2015-08-02",
        "title": "نفي «شائعة» {",
        "author": "منى",
        "content": 'قال: "لا صحة" }\nلما تردد.',
    },
    {
        "source": "البلد",
        "url": None,
        "date_extracted": 20150803,
        "title": "خبر",
        "author": ["منى", "سامي"],
        "content": "وصل الوفد \\ مساء.",
    },
]
FIELDS = {"text": "content", "published": "date_extracted", "publisher": "source"}
SHAPES = {
    "array": json.dumps(ROWS, ensure_ascii=False, indent=4),
    "array on one line": json.dumps(ROWS),
    "lines": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS),
    "lines with blanks and no end": "\r\n\r\n".join(json.dumps(row) for row in ROWS),
    "objects one after another": "\n".join(json.dumps(row, ensure_ascii=False, indent=1) for row in ROWS),
}


def check(found: list[Capture]) -> None:
    assert [each.text for each in found] == [row["content"] for row in ROWS]
    assert [each.url for each in found] == ["https://example.org/1", "https://example.org/2", None]
    assert dict(found[0].given) == {
        "published": "2015-08-01 08:00:57",
        "publisher": "صدى المدينة",
        "title": "افتتاح جسر",
    }
    assert found[1].given["byline"] == "منى"
    assert (found[2].given["published"], found[2].given["byline"]) == ("20150803", "منى\nسامي")
    for each in found:
        assert each.problems == ()
        assert each.digest == hashlib.sha256(each.body).hexdigest()
        assert captures.decode(each.body, each.encoding, each.repaired, each.text_field) == each.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("shape", SHAPES)
def test_rows_in_every_shape(shape: str, encoding: str) -> None:
    body = SHAPES[shape].encode(encoding)
    found = list(captures.read(body, fields=FIELDS))
    check(found)
    if encoding == "utf-8":
        assert all(each.body in body and json.loads(each.body) == row for each, row in zip(found, ROWS, strict=True))


@pytest.mark.parametrize("shape", SHAPES)
def test_rows_as_text(shape: str) -> None:
    check(list(captures.read(SHAPES[shape], fields=FIELDS)))


def test_rows_are_named_by_file_member_and_number(tmp_path: Path) -> None:
    path = tmp_path / "news.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/one.json", SHAPES["array"].encode("utf-8-sig"))
        archive.writestr("two.jsonl", SHAPES["lines"])
        archive.writestr("three.jsonl.gz", gzip.compress(SHAPES["lines"].encode()))
        archive.writestr("page.html", "<p>فتحت البلدية الجسر</p>")
        archive.writestr("style.css", "p {}")
        archive.writestr("__MACOSX/._page.html", b"\0\5")
    found = list(captures.read(path, fields=FIELDS))
    check(found[:3])
    check(found[3:6])
    check(found[6:9])
    assert [each.name.removeprefix(f"{path}!") for each in found] == [
        "a/one.json#1", "a/one.json#2", "a/one.json#3", "two.jsonl#1", "two.jsonl#2", "two.jsonl#3",
        "three.jsonl.gz#1", "three.jsonl.gz#2", "three.jsonl.gz#3", "page.html",
    ]  # fmt: skip
    assert next((each.name, each.text) for each in captures.read(path.read_bytes(), fields=FIELDS)) == (
        "-!a/one.json#1",
        ROWS[0]["content"],
    )


def test_usual_fields_are_found_without_a_map() -> None:
    row = {
        "headline": "عنوان",
        "html": "<p>فتحت البلدية الجسر</p>",
        "link": "https://example.org/1",
        "datePublished": "2025-01-05",
        "id": 7,
    }
    [found] = captures.read(json.dumps(row))
    assert (found.text, found.media_type, found.url) == (row["html"], "text/html", row["link"])
    assert found.given == {"title": "عنوان", "published": "2025-01-05", "id": "7"}


def test_a_map_goes_before_custom() -> None:
    row = {"text": "ملخص", "full": "فتحت البلدية الجسر", "title": "قديم", "head": "جديد"}
    [found] = captures.read(json.dumps(row), fields={"text": "full", "title": "head"})
    assert (found.text, dict(found.given)) == ("فتحت البلدية الجسر", {"title": "جديد"} | {"text": "ملخص"})


BROKEN = [
    ("a bracket is missing", '{"text": "أ"}\n{"text": "ب"\n{"text": "ج"}\n'),
    ("a quotation mark is missing", '{"text": "أ"}\n{"text": "ب}\n{"text": "ج"}\n'),
    ("a quotation mark is missing in an array", '[\n{"text": "أ"},\n{"text": "ب},\n{"text": "ج"}\n]'),
    ("a bracket is missing in an array", '[\n{"text": "أ"},\n{"text": "ب",\n{"text": "ج"}\n]'),
    ("words between rows", '[{"text": "أ"}, oops, {"text": "ج"}]'),
    ("the row is a list", '{"text": "أ"}\n["ب"]\n{"text": "ج"}\n'),
]


@pytest.mark.parametrize("body", [body for _, body in BROKEN], ids=[name for name, _ in BROKEN])
def test_a_broken_row_costs_no_other(body: str) -> None:
    found = list(captures.read(body.encode()))
    assert [each.text for each in found] == ["أ", "", "ج"]
    assert [[problem.code for problem in each.problems] for each in found] == [[], ["bad-row"], []]
    assert found[1].body


def test_the_end_may_be_missing() -> None:
    found = list(captures.read(SHAPES["array"].encode()[:-40], fields=FIELDS))
    assert [each.text for each in found] == [ROWS[0]["content"], ROWS[1]["content"], ""]
    assert [problem.code for problem in found[2].problems] == ["bad-row"]


@pytest.mark.parametrize(
    "row",
    [
        '{"title": "أ"}',
        '{"text": " ", "title": "أ"}',
        '{"text": null, "title": "أ"}',
        '{"text": {"a": 1}, "title": "أ"}',
    ],
)
def test_a_row_without_text_is_told(row: str) -> None:
    [found] = captures.read(row)
    assert ([problem.code for problem in found.problems], found.text, dict(found.given)) == (
        ["row-without-text"],
        "",
        {"title": "أ"},
    )


def test_a_row_is_repaired_whole() -> None:
    misread = {
        "title": "نفي الشائعة".encode().decode("cp1256"),
        "text": "نفت البلدية ما تردد عن إغلاق الجسر".encode().decode("cp1256"),
    }
    [found] = captures.read(json.dumps(misread))
    assert (found.text, found.given["title"], found.repaired) == (
        "نفت البلدية ما تردد عن إغلاق الجسر",
        "نفي الشائعة",
        "windows-1256",
    )
    assert captures.decode(found.body, found.encoding, found.repaired, found.text_field) == found.text


def test_half_a_character_in_a_row_is_shown() -> None:
    [found] = captures.read(b'{"text": "\\u0641\\ud83d \\ud83d\\ude00", "title": "\\udc00"}')
    assert (found.text, found.given["title"]) == ("ف\ufffd 😀", "\ufffd")
    assert [problem.code for problem in found.problems] == ["lone-surrogates"]
    assert captures.decode(found.body, found.encoding, found.repaired, found.text_field) == found.text


@pytest.mark.parametrize("text", ["{قال} [نعم]", "[صورة] {شرح}", "[1] فتحت البلدية الجسر", "{}", "[]"])
def test_brackets_do_not_make_rows(text: str) -> None:
    [found] = captures.read(text)
    assert "#" not in found.name or text == "{}"


def test_rows_stream() -> None:
    """The first row is there before the second is made."""
    body = io.BytesIO(b'{"text": "a"}\n' * 1_000_000)
    first = next(iter(inputs.of_stream(body, pages.Origin("-"))))
    assert first.text == "a"
    assert body.tell() < len(body.getvalue()) / 2


def test_the_news_corpus_is_read_as_it_is(shared: Path) -> None:
    path = shared / "data" / "saudinewsnet" / "2015-08-03.zip"
    with zipfile.ZipFile(path) as archive:
        rows = json.loads(archive.read("2015-08-03.json").decode("utf-8-sig"))
    found = list(captures.read(path, fields=FIELDS))
    assert [each.given["publisher"] for each in found] == [row["source"] for row in rows]
    assert all(each.text == row["content"] for each, row in zip(found, rows, strict=True) if row["content"].strip())
    assert {problem.code for each in found for problem in each.problems} <= {"row-without-text"}
