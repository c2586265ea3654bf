"""What is kept: every byte of every page, once, and what was read from it, for the version that read it."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import select, update
from tests.archive.conftest import Fresh

import riwaya
from riwaya import answering, captures, parties, pipeline
from riwaya import archive as archives
from riwaya.archive import Archive, ArchiveError, migrating, schema
from riwaya.archive.packing import packed, packed_alignment, unpacked, unpacked_alignment
from riwaya.archive.texts import found, kept
from riwaya.errors import Problem
from riwaya.model import Article, Record
from riwaya.text import Alignment, Extent, Piece, Span

SAMPLES = Path(str(resources.files("riwaya") / "samples"))
PAGE = "بلدية النهرين تنفي إغلاق الجسر\n\nنفت بلدية النهرين إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل.\n"
CHANGED = PAGE.replace("الأسبوع", "الشهر")
ADDRESS = "https://nahrain.example/1"


@pytest.fixture
def archive(fresh: Fresh) -> Iterator[Archive]:
    with riwaya.open(fresh()) as opened:
        yield opened


def records(page: str = PAGE, url: str | None = None) -> list[Record]:
    return list(riwaya.records(page.encode(), url=url))


def met(archive: Archive) -> list[tuple[str, str, int]]:
    """Name, address and number of times of each sighting."""
    table = schema.sighting.c
    with archive._reading() as connection:
        return [tuple(row) for row in connection.execute(select(table.name, table.url, table.times).order_by(table.id))]


def found_in(archive: Archive) -> list[tuple[int, Extent]]:
    return [(hit.article, hit.marks) for hit in archive.search("الجسر").hits]


# -- what goes in comes out --------------------------------------------------------------------------------------------


def test_articles_come_back_as_they_were_read(archive: Archive) -> None:
    read = list(riwaya.records(SAMPLES))
    archive.add(read)
    articles = [article for record in read for article in record.articles]
    assert len(articles) > 9
    assert sum(len(article.statements) for article in articles) > 30
    assert list(archive.articles()) == articles


def test_the_bytes_come_back_and_bear_their_digest(archive: Archive) -> None:
    [record] = records()
    archive.add([record])
    article = archive.article(1)
    assert article.capture.body == PAGE.encode()
    assert article.capture.digest == hashlib.sha256(PAGE.encode()).hexdigest()
    assert article.capture == record.capture


def test_problems_are_listed_with_the_name_of_their_page(archive: Archive) -> None:
    archive.add(riwaya.records(b"", url=ADDRESS))
    archive.write((), [Problem("no-such-file", "there is no file of this name", "nowhere.html")] * 2)
    archive.write((), [Problem("no-such-file", "there is no file of this name", "nowhere.html")])
    assert [(problem.code, problem.where) for problem in archive.problems()] == [
        ("empty", "-"),
        ("no-such-file", "nowhere.html"),
    ]


def test_an_article_that_is_not_there_is_named(archive: Archive) -> None:
    with pytest.raises(KeyError):
        archive.article(1)


# -- again -------------------------------------------------------------------------------------------------------------


def test_the_same_page_again_is_met_again_and_kept_once(archive: Archive) -> None:
    first, second = archive.add(records(url=ADDRESS)), archive.add(records(url=ADDRESS))
    assert (first.new, first.again, second.new, second.again) == (1, 0, 0, 1)
    assert (first.articles, second.articles) == (1, 0)
    assert archive.counts() == {"capture": 1, "article": 1, "statement": 1, "name": 1, "party": 1, "problem": 0}
    assert met(archive) == [("-", ADDRESS, 2)]


def test_the_same_bytes_at_another_address_are_one_capture_met_twice(archive: Archive) -> None:
    archive.add([*records(url=ADDRESS), *records(url=f"{ADDRESS}?from=feed")])
    assert archive.counts()["capture"] == 1
    assert met(archive) == [("-", ADDRESS, 1), ("-", f"{ADDRESS}?from=feed", 1)]


def test_a_page_that_changed_is_a_new_capture_and_both_stay(archive: Archive) -> None:
    archive.add(records(url=ADDRESS))
    archive.add(records(CHANGED, url=ADDRESS))
    assert [article.capture.body.decode() for article in archive.articles()] == [PAGE, CHANGED]
    assert archive.counts()["capture"] == 2


def test_the_same_page_twice_in_one_go_is_kept_once(archive: Archive) -> None:
    account = archive.add([*records(), *records()])
    assert (account.seen, account.new, account.again) == (2, 1, 1)
    assert archive.counts()["article"] == 1


# -- raw first, and read anew ------------------------------------------------------------------------------------------


def test_what_is_kept_and_not_read_yet_is_told(archive: Archive) -> None:
    [record] = records(url=ADDRESS)
    [kept] = archive.keep([record.capture])
    assert (kept.new, kept.read) == (True, False)
    assert list(archive.unread()) == [record.capture]
    archive.write([archives.prepared(record)])
    assert list(archive.unread()) == []
    assert archive.keep([record.capture])[0].read


def test_many_are_told_page_by_page(archive: Archive) -> None:
    pages = [next(captures.read(f"{PAGE}{number}".encode())) for number in range(archives.BATCH * 2 + 3)]
    archive.keep(pages)
    assert list(archive.unread()) == pages


def test_another_version_reads_anew_and_numbers_stay(fresh: Fresh) -> None:
    path = fresh()
    with riwaya.open(path) as archive:
        archive.add(riwaya.records(SAMPLES))
        articles, hits = list(archive.articles()), found_in(archive)
    with archives.open(
        path, archives.Reader(lambda: "another", captures.decode, lambda: parties, lambda: answering)
    ) as later:
        assert len(list(later.unread())) == later.counts()["capture"]
        later.write([archives.prepared(pipeline.process(capture)) for capture in list(later.unread())])
        assert list(later.unread()) == []
        assert list(later.articles()) == articles
        assert found_in(later) == hits, "nothing is in the index twice"
        assert list(later.verify()) == []


def test_what_is_not_read_any_more_goes(archive: Archive) -> None:
    """A page of two articles that a later version reads as one keeps the number of the first."""
    [record] = records()
    article = record.articles[0]
    two = replace(record, articles=(article, replace(article, title="المرفأ", text="المرفأ مغلق", statements=())))
    archive.add([two])
    assert archive.search("المرفأ").total == 1
    archive.write([archives.prepared(record)])
    assert archive.counts()["article"] == 1
    assert archive.article(1) == article
    assert archive.search("المرفأ").total == 0


def test_a_number_is_never_given_again(archive: Archive) -> None:
    [record] = records()
    article = record.articles[0]
    archive.add([replace(record, articles=(article, replace(article, title="المرفأ", statements=())))])
    archive.write([archives.prepared(record)])
    archive.add(records(CHANGED))
    assert [hit.article for hit in archive.search("النهرين", limit=9).hits].count(2) == 0
    assert archive.article(3).capture.body.decode() == CHANGED
    with pytest.raises(KeyError):
        archive.article(2)


def test_a_broken_capture_keeps_no_other_from_being_read(archive: Archive) -> None:
    pages = [next(captures.read(page.encode())) for page in (PAGE, CHANGED)]
    archive.keep(pages)
    with archive._writing() as connection:
        connection.execute(update(schema.capture).where(schema.capture.c.id == 1).values(body=b"no zlib"))
    assert list(archive.unread()) == pages[1:]
    assert [problem.where for problem in archive.verify()] == [pages[0].digest]


# -- opening -----------------------------------------------------------------------------------------------------------


def test_an_archive_is_made_and_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "أخبار.db"
    for counted in (1, 1):
        with riwaya.open(str(path)) as archive:
            archive.add(records())
            assert archive.counts()["capture"] == counted


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("notes.txt", b"just notes, and rather a lot of them", "is no archive"),
        ("half.db", b"SQLite format 3\x00" + bytes(50), "no archive"),
        ("there/news.db", None, "is no folder"),
        (".", None, "is a folder"),
    ],
)
def test_what_is_no_archive_is_left_alone(tmp_path: Path, name: str, content: bytes | None, told: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ArchiveError, match=told):
        riwaya.open(path)
    assert content is None or path.read_bytes() == content


def test_another_database_is_left_alone(fresh: Fresh) -> None:
    path = fresh()
    with riwaya.open(path) as other, other._writing() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with pytest.raises(ArchiveError, match="no archive"):
        riwaya.open(path)


def test_two_who_make_the_same_archive_at_once_both_succeed(fresh: Fresh) -> None:
    address = fresh()
    failures: list[Exception] = []

    def make() -> None:
        try:
            with riwaya.open(address) as archive:
                archive.add(records())
        except Exception as error:  # noqa: BLE001 - told by the thread that asks
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with riwaya.open(address) as archive:
        assert archive.counts()["capture"] == 1


def test_an_archive_of_a_later_version_is_left_alone(fresh: Fresh) -> None:
    path = fresh()
    with riwaya.open(path) as archive, archive._writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(ArchiveError, match="later version"):
        riwaya.open(path)


def test_the_steps_lead_to_the_tables_as_they_are_described(archive: Archive) -> None:
    with archive._reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    # The indexes of words are each database's own, and a few others.
    own = "_words|words_total|sighting|article_newest"
    assert [each for each in differences if not re.search(own, str(each))] == []


def test_the_last_step_is_the_version_that_is_expected(archive: Archive) -> None:
    with archive._reading() as connection:
        assert migrating.version(connection) == migrating.HEAD


# -- columns -----------------------------------------------------------------------------------------------------------

TEXTS = some.text(some.characters(exclude_categories=()) | some.sampled_from("\x00\ud800\U000f0000"))


@given(TEXTS)
def test_any_text_can_be_kept_and_comes_back(text: str) -> None:
    assert found(kept(text)) == text
    assert "\x00" not in kept(text)
    kept(text).encode()


@pytest.fixture(scope="module")
def written(fresh: Fresh) -> Iterator[Archive]:
    """An archive that is written to again and again."""
    with riwaya.open(fresh()) as opened:
        opened.add(records())
        yield opened


@settings(max_examples=25)
@given(TEXTS, TEXTS)
def test_an_article_of_any_characters_comes_back(written: Archive, title: str, text: str) -> None:
    [record] = records()
    odd = replace(record.articles[0], title=title, text=text, statements=(), alignment=Alignment.identity(len(text)))
    written.write([archives.prepared(replace(record, articles=(odd,)))])
    assert written.article(1) == odd


PIECES = some.lists(
    some.tuples(
        some.integers(1, 9),
        some.booleans(),
        some.lists(some.tuples(some.integers(0, 9), some.integers(1, 9)), max_size=3),
    )
)


@given(PIECES)
def test_any_alignment_comes_back(drawn: list[tuple[int, bool, list[tuple[int, int]]]]) -> None:
    pieces, done = [], 0
    for length, copied, sources in drawn:
        spans = (Span(4, 4 + length),) if copied else tuple(Span(start, start + size) for start, size in sources)
        pieces.append(Piece(done, done + length, spans, copied))
        done += length
    alignment = Alignment(pieces)
    assert unpacked_alignment(packed_alignment(alignment)) == alignment


@given(some.binary(max_size=200))
def test_any_bytes_come_back(body: bytes) -> None:
    assert unpacked(packed(body)) == body


def test_an_account_adds_up(archive: Archive) -> None:
    account = archive.add([*records(), *records(), *records(CHANGED), *riwaya.records(b"")])
    assert account.seen == 4 == account.new + account.again + account.failed
    assert account.problems == {"empty": 1}
    articles: list[Article] = list(archive.articles())
    assert account.articles == len(articles)
    assert account.statements == sum(len(article.statements) for article in articles)
