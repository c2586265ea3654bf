"""Whole captures as lines: what goes out comes back the same, and what is no such line is refused."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.exports.held import JUDGEMENTS, PROBLEMS, holdings

import riwaya
from riwaya import captures
from riwaya.archive import Holding, Judgement, Sighting
from riwaya.errors import Problem
from riwaya.exports import incoming, interchange
from riwaya.exports.values import DigestError, FormError

PAGE = (
    "بلدية النهرين تنفي إغلاق الجسر\n\nنفت بلدية النهرين إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل. "
    "وقال سامي نعمان إن العمل فيه يجري ليلا.\n"
)
MOMENT = "2026-03-04T05:06:07+00:00"


def read(line: str | bytes) -> object:
    return incoming.read(line if isinstance(line, bytes) else line.encode(), captures.decode)


def held() -> Holding:
    [record] = riwaya.records(PAGE.encode(), url="https://nahrain.example/1")
    met = (Sighting("-", "https://nahrain.example/1", MOMENT, MOMENT, 2),)
    return Holding(record.capture, met, "1", record.articles, record.told(), record.mentions)


@given(holdings())
def test_what_goes_out_comes_back(one: Holding) -> None:
    line = interchange.line(one)
    assert line.endswith("\n")
    assert len(line.splitlines()) == 1
    assert read(line) == one
    assert interchange.line(one) == line


@given(PROBLEMS)
def test_a_problem_comes_back(problem: Problem) -> None:
    assert read(interchange.line(problem)) == problem


@given(JUDGEMENTS)
def test_a_judgement_comes_back(judgement: Judgement) -> None:
    assert read(interchange.line(judgement)) == judgement
    assert tuple(json.loads(interchange.line(judgement))["judgement"]) == interchange.KEYS["judgement"]


def test_the_header_names_the_form() -> None:
    header = read(interchange.HEADER)
    assert isinstance(header, interchange.Header)
    assert header.known
    other = incoming.header(b'{"format": "riwaya-captures", "version": 2}')
    assert other
    assert not other.known
    assert incoming.header(b'{"capture": 1}') is None
    assert incoming.header(b"{") is None


# -- what is refused ---------------------------------------------------------------------------------------------------

_GONE = object()


def changed(way: str, value: object) -> bytes:
    """A line in which the value at the end of a way is another one."""
    line: Any = json.loads(interchange.line(held()))
    *steps, last = way.split(".")
    at = line
    for step in steps:
        at = at[int(step) if step.isdigit() else step]
    if value is _GONE:
        del at[last]
    else:
        at[int(last) if last.isdigit() else last] = value
    return json.dumps(line).encode()


def ways(value: object, above: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a line and the way to it."""
    if above:
        yield above, value
    inside: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from ways(each, f"{above}.{key}".strip("."))


PLACES = dict(ways(json.loads(interchange.line(held()))))


@pytest.mark.parametrize(
    ("way", "value"),
    [
        ("capture.body", "no base64!"), ("capture.body", "é"), ("capture.encoding", "zlib_codec"), ("capture.encoding", "punycode"),
        ("capture.encoding", "unicode_escape"), ("capture.encoding", "utf-8+idna"), ("capture.encoding", "nothing"), ("capture.encoding", "x\x00y"),
        ("capture.repaired", "nothing"), ("capture.text_field", "text"), ("capture.given", {"title": 1}), ("capture.given", []),
        ("capture.problems", [1]), ("capture.media_type", "t" * 300), ("capture.media_type", None), ("sightings", []), ("sightings", {}),
        ("sightings.0.times", 0), ("sightings.0.times", 1 << 31), ("sightings.0.times", True), ("sightings.0.times", 1.0),
        ("sightings.0.first", "2026-03-04"), ("sightings.0.first", "2026-03-04T05:06:07+01:00"), ("sightings.0.first", "2026-03-04 05:06:08+00:00"),
        ("sightings.0.name", None), ("version", None), ("version", 1), ("version", "v" * 300), ("articles", None), ("articles.0.text", ""),
        ("articles.0.text", None), ("articles.0.published", "2026-02-30"), ("articles.0.published", "20260304"), ("articles.0.published", 3),
        ("articles.0.credits", "رويترز"), ("articles.0.credits", [1]), ("articles.0.language", "n" * 9), ("articles.0.readings", []),
        ("articles.0.readings", {"title": [{"value": 1}]}), ("articles.0.alignment", []), ("articles.0.alignment", [[5, 1, 0, 4]]),
        ("articles.0.alignment", [[1 << 40, 0]]), ("articles.0.alignment", [[-1, 0]]), ("articles.0.alignment", [[1]]), ("articles.0.alignment", [[]]),
        ("articles.0.alignment", [[1, 2]]), ("articles.0.alignment", ["x"]), ("articles.0.alignment.0.2", 100_000),
        ("articles.0.statements.0.content", []), ("articles.0.statements.0.content", None), ("articles.0.statements.0.content", [[5, 3]]),
        ("articles.0.statements.0.content", [[0, 100_000]]), ("articles.0.statements.0.content", [[-1, 3]]), ("articles.0.statements.0.content", [[1, 2, 3]]),
        ("articles.0.statements.0.within", 0), ("articles.0.statements.0.within", 7), ("articles.0.statements.0.within", -1),
        ("articles.0.statements.0.act", "denies"), ("articles.0.statements.0.act", ["deny"]), ("articles.0.statements.0.kind", ""),
        ("articles.0.statements.0.form", None), ("articles.0.statements.0.negated", 0), ("articles.0.statements.0.certainty", 1.5),
        ("articles.0.statements.0.certainty", "1"), ("articles.0.statements.0.said", {"earliest": "2026-01-01"}), ("problems", {}),
        ("problems", [{"code": "x", "message": "y", "where": None, "span": [2, 1]}]), ("more", 1),
        ("version", "1\x00"), ("version", "\ud800"), ("capture.media_type", "text/\x00html"), ("articles.0.language", "\x00"),
        ("articles.0.statements.0.rule", "\udc00"), ("problems", [{"code": "\x00", "message": "y", "where": None, "span": None}]), ("articles.0.number", 1),
    ],
)  # fmt: skip
def test_a_value_that_is_not_of_the_form_is_refused(way: str, value: object) -> None:
    with pytest.raises(FormError):
        read(changed(way, value))


def test_two_that_stand_within_each_other_are_refused() -> None:
    line: Any = json.loads(interchange.line(held()))
    first, second = line["articles"][0]["statements"][:2]
    first["within"], second["within"] = 1, 0
    with pytest.raises(FormError, match="circle"):
        read(json.dumps(line))


@pytest.mark.parametrize("key", [way for way in PLACES if not re.search(r"\d$|given\.|readings\.", way)])
def test_a_key_that_is_missing_is_refused(key: str) -> None:
    with pytest.raises(FormError, match="lacks"):
        read(changed(key, _GONE))


@given(
    some.sampled_from(sorted(PLACES)),
    some.recursive(
        some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=4),
        lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=4), inner, max_size=3),
        max_leaves=4,
    ),
)
def test_any_value_anywhere_is_taken_or_refused(way: str, value: object) -> None:
    """And what is taken is written the same way again: nothing half understood gets in."""
    try:
        taken = read(changed(way, value))
    except FormError:
        return
    assert isinstance(taken, (Holding, interchange.Header))
    if isinstance(taken, Holding):
        assert read(interchange.line(taken)) == taken


def test_bytes_that_do_not_bear_their_digest_are_told() -> None:
    body = base64.b64encode(PAGE.replace("نفت", "أكدت").encode()).decode()
    with pytest.raises(DigestError, match=held().capture.digest):
        read(changed("capture.body", body))


@pytest.mark.parametrize(
    "line",
    [
        b"", b"\n", b"{", b"[]", b"null", b"1", b'"x"', b"{}", b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe", b"\xef\xbb\xbf{}", b"NaN",
        b"9" * 10_000, b'{"problem": 1}', b'{"problem": {}, "x": 1}', interchange.line(held()).encode()[:-40],
    ],
)  # fmt: skip
def test_what_is_no_line_is_refused(line: bytes) -> None:
    with pytest.raises(FormError):
        read(line)


def test_every_key_is_documented(root: Path) -> None:
    page = (root / "docs" / "reference" / "interchange.md").read_text(encoding="utf-8")
    for heading, keys in interchange.KEYS.items():
        section = page.split(f"\n## The {heading}\n")[1].split("\n## ")[0]
        cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
        assert {name.strip("`") for cell in cells for name in cell.strip().split(", ")} == set(keys), heading


def test_keys_are_those_that_are_written() -> None:
    line: Any = json.loads(interchange.line(held()))
    assert tuple(json.loads(interchange.HEADER)) == interchange.KEYS["header"]
    assert tuple(line) == interchange.KEYS["line"]
    assert tuple(line["capture"]) == interchange.KEYS["capture"]
    assert tuple(line["sightings"][0]) == interchange.KEYS["sighting"]
    [article] = line["articles"]
    assert set(article) == set(interchange.KEYS["article"])
    assert set(article["statements"][0]) == set(interchange.KEYS["statement"])
    assert {tuple(one["named"]) for one in article["statements"]} == {interchange.KEYS["mention"]}
    assert {tuple(one) for found in article["readings"].values() for one in found} == {interchange.KEYS["reading"]}


def test_a_strict_reader_understands_the_line() -> None:
    """NUL and halves of surrogate pairs are spelled out, in no escape that other readers of JSON refuse or join."""
    name = "a\x00b\ud800\udc00"
    line = interchange.line(Holding(held().capture, (Sighting(name, None, MOMENT, MOMENT, 1),)))
    assert "\\u0000" not in line
    assert "\\ud" not in line
    back = read(line)
    assert isinstance(back, Holding)
    assert back.sightings[0].name == name
