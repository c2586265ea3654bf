"""Whole captures from one archive to another: nothing is lost, and what is there stays."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import update
from tests.exports.held import holdings

import riwaya
from riwaya import archive as archives
from riwaya import captures
from riwaya.archive import Archive, Holding, Judgement, Sighting, schema
from riwaya.errors import Problem
from riwaya.exports import incoming, interchange
from riwaya.exports.values import FormError

SAMPLES = Path(str(resources.files("riwaya") / "samples"))
PAGE = "بلدية النهرين تنفي إغلاق الجسر\n\nنفت بلدية النهرين إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل.\n"
OTHER = "ميناء الرمال\n\nقال مدير الميناء سامي نعمان إن الرصيف الجديد يفتح أمام السفن غدا.\n"
ADDRESS = "https://nahrain.example/1"
FIRST, MIDDLE, LAST = (f"2026-03-0{day}T05:06:07+00:00" for day in (1, 2, 3))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with riwaya.open(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Archive]:
    with riwaya.open(tmp_path / "other.db") as opened:
        yield opened


def fail(problem: Problem) -> None:
    raise AssertionError(problem)


def lines(archive: Archive, query: str | None = None) -> list[str]:
    return [interchange.line(held) for held in archive.holdings(query, report=fail)]


def carry(out: list[str], archive: Archive, at_once: int = 1000) -> list[bool]:
    """Bring lines into an archive as the command does, and tell of each capture whether it was new."""
    read = [incoming.read(line.encode(), captures.decode) for line in out]
    held = [one for one in read if isinstance(one, Holding)]
    new = []
    for at in range(0, len(held), at_once):
        new += [become.new for become in archive.bring(held[at : at + at_once])]
    archive.write((), [one for one in read if isinstance(one, Problem)])
    archive.decide([one for one in read if isinstance(one, Judgement)])
    return new


def holding(page: str = PAGE, version: str | None = "1", *met: Sighting) -> Holding:
    [record] = riwaya.records(page.encode(), url=ADDRESS)
    met = met or (Sighting("-", ADDRESS, MIDDLE, MIDDLE, 1),)
    capture = replace(record.capture, name=met[0].name, url=met[0].url)
    if version is None:
        return Holding(capture, met)
    articles = tuple(replace(article, capture=capture) for article in record.articles)
    return Holding(capture, met, version, articles, record.told())


# -- nothing is lost ---------------------------------------------------------------------------------------------------


@settings(max_examples=20)
@given(some.lists(holdings(), max_size=5))
def test_out_and_in_and_out_again_is_the_same(brought: list[Holding]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        riwaya.open(f"{folder}/one.db") as one,
        riwaya.open(f"{folder}/two.db") as two,
    ):
        one.bring(brought)
        out = lines(one)
        carry(out, two, at_once=2)
        assert lines(two) == out
        carry(out, two)
        assert lines(two) == out, "the same again changes nothing"
        by_page = [sorted(each.articles(), key=lambda article: article.capture.digest) for each in (one, two)]
        assert by_page[0] == by_page[1], "numbers, and with them the order of pages, are an archive's own"
        assert one.counts() == two.counts()


def test_the_samples_come_through(archive: Archive, other: Archive) -> None:
    archive.add(riwaya.records(SAMPLES))
    archive.write((), [Problem("no-such-file", "there is no file of this name", "nowhere.html")])
    [one, another] = [archive.party(number).party.words for number in (1, 2)]
    archive.judge("join", one, another, why="a test", by="the desk")
    archive.undo(archive.judge("rename", one, "somebody", why="a test", by="the desk"))
    out = lines(archive)
    assert len(out) == archive.counts()["capture"] + 3
    assert all(carry(out, other))
    other.relate()
    assert other.counts() == archive.counts()
    assert lines(other) == out
    assert list(other.articles()) == list(archive.articles())
    assert list(other.problems()) == list(archive.problems())
    assert list(other.verify()) == []
    assert list(other.unread()) == []
    for query in ("الجسر", "act:deny"):
        assert other.search(query) == archive.search(query)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\x00", b"\xff\xfe\x00", b"\xd8\xa7\xd8", "\ud800".encode(errors="surrogatepass"), PAGE.encode("cp1256"), PAGE.encode("utf-16"),
        PAGE.encode().decode("cp1256", "replace").encode(), PAGE.encode() + b"\xff\x00", '{"text": "فتحت البلدية الجسر\\ud800\\u0000"}'.encode(),
        b"GIF89a", "\U000f0000".encode(),
    ],
)  # fmt: skip
def test_odd_pages_come_through(archive: Archive, other: Archive, body: bytes) -> None:
    archive.add(riwaya.records(body, url="https://x.example/\x00\ud800"))
    out = lines(archive)
    carry(out, other)
    assert lines(other) == out
    assert [held.capture.body for held in other.holdings(report=fail) if isinstance(held, Holding)] == [body]


def test_what_is_not_read_yet_comes_unread(archive: Archive, other: Archive) -> None:
    archive.keep(list(captures.read(PAGE.encode())))
    carry(lines(archive), other)
    assert other.counts()["article"] == 0
    assert list(other.unread()) == list(archive.unread())


def test_some_are_chosen_by_a_query(archive: Archive) -> None:
    archive.bring([holding(), holding(OTHER)])
    assert len(lines(archive)) == 2
    assert lines(archive, "act:deny") == lines(archive)[:1]
    assert lines(archive, "الرصيف") == lines(archive)[1:]
    assert lines(archive, "الصحراء") == []


def test_many_are_read_in_small_batches(archive: Archive, other: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add(riwaya.records(SAMPLES))
    out = lines(archive)
    monkeypatch.setattr(archives.transfer, "_PAGES_AT_ONCE", 2)
    assert lines(archive) == out
    monkeypatch.setattr(archives.transfer, "_BYTES_AT_ONCE", 1)
    assert lines(archive) == out
    carry(out, other, at_once=1)
    assert lines(other) == out


def test_a_broken_capture_is_told_and_left_out(archive: Archive) -> None:
    archive.bring([holding(), holding(OTHER)])
    with archive._writing() as connection:
        connection.execute(update(schema.capture).where(schema.capture.c.id == 1).values(body=b"no zlib"))
    told: list[Problem] = []
    [held] = archive.holdings(report=told.append)
    assert isinstance(held, Holding)
    assert held.capture.body == OTHER.encode()
    assert [(problem.code, problem.where) for problem in told] == [("broken-capture", holding().capture.digest)]


ODD = some.sampled_from(
    ["", "\x00", "\ud800", "\udc00\ud800", "\U000f0000", "x" * 300, "0", 0, -1, 1 << 31, 1e308, True, None, [], {}]
)


@settings(max_examples=30)
@given(holdings(), some.randoms(use_true_random=False), ODD)
def test_what_is_taken_can_be_kept(held: Holding, chance: random.Random, odd: object) -> None:
    """A value of a line from elsewhere is refused when it is read, not by the database, where it would cost others."""
    line: Any = json.loads(interchange.line(held))
    at = line
    while isinstance(at, (dict, list)) and at:
        key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
        if not (isinstance(at[key], (dict, list)) and at[key]):
            at[key] = odd
            break
        at = at[key]
    try:
        taken = incoming.read(json.dumps(line).encode(), captures.decode)
    except FormError:
        return
    assert isinstance(taken, Holding)
    with tempfile.TemporaryDirectory() as folder, riwaya.open(f"{folder}/news.db") as opened:
        opened.bring([taken])
        [back] = opened.holdings(report=fail)
        assert isinstance(back, Holding)
        assert back.capture.body == taken.capture.body
        assert [article.text for article in back.articles] == [article.text for article in taken.articles]
        assert list(opened.verify()) == []


# -- what is there stays -----------------------------------------------------------------------------------------------


def test_sightings_are_joined(archive: Archive) -> None:
    archive.bring([holding(PAGE, "1", Sighting("a", None, MIDDLE, MIDDLE, 5))])
    archive.bring(
        [holding(PAGE, "1", Sighting("b", ADDRESS, FIRST, LAST, 1), Sighting("a", None, FIRST, MIDDLE, 3))],
    )
    archive.bring([holding(PAGE, "1", Sighting("a", None, MIDDLE, LAST, 7))])
    [held] = archive.holdings(report=fail)
    assert isinstance(held, Holding)
    assert held.sightings == (Sighting("a", None, FIRST, LAST, 7), Sighting("b", ADDRESS, FIRST, LAST, 1))
    assert held.capture.name == "a", "the name by which it was met first here"


def test_the_same_capture_twice_in_one_go_is_kept_once(archive: Archive) -> None:
    known = archive.bring([holding(PAGE, None), holding(), holding(PAGE, "2")])
    assert [(one.new, one.taken) for one in known] == [(True, False), (False, True), (False, False)]
    assert archive.counts() == {"capture": 1, "article": 1, "statement": 1, "name": 0, "party": 0, "problem": 0}


@pytest.mark.parametrize("version", ["1", None, "9.9"])
def test_what_was_read_here_stays(archive: Archive, version: str | None) -> None:
    archive.add(riwaya.records(PAGE.encode(), url=ADDRESS))
    before = list(archive.articles())
    one = holding(PAGE, version)
    wrong = replace(one, articles=tuple(replace(each, title="غيره") for each in one.articles))
    [known] = archive.bring([wrong])
    assert (known.new, known.taken) == (False, False)
    assert list(archive.articles()) == before
    assert list(archive.unread()) == []


def test_what_was_kept_and_not_read_takes_over_what_was_read_elsewhere(archive: Archive) -> None:
    archive.keep(list(captures.read(PAGE.encode(), url=ADDRESS)))
    [known] = archive.bring([holding(PAGE, archive.version)])
    assert (known.new, known.taken) == (False, True)
    assert list(archive.unread()) == []
    assert archive.search("act:deny").total == 1


def test_what_another_version_read_counts_as_unread(archive: Archive) -> None:
    archive.bring([holding(PAGE, "another")])
    assert archive.search("act:deny").total == 1, "it is there all the same"
    assert [capture.digest for capture in archive.unread()] == [holding().capture.digest]


def test_a_failure_leaves_nothing_of_a_batch(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(archives.transfer, "_meet", fails)
        with pytest.raises(ZeroDivisionError):
            archive.bring([holding()])
    assert archive.counts()["capture"] == 0
    assert archive.bring([holding()])[0].new
