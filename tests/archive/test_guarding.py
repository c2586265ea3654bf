"""The file of an archive: replaced, not to be written, from somebody else; each is told, and none is written to."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pysqlite3  # type: ignore[import-untyped]
import pytest
from sqlalchemy import update
from tests.archive.filled import fill, page

import riwaya
from riwaya.archive import ArchiveError, schema, sqlite

NOBODY = 65534
Done = TypeVar("Done")


def changed(path: Path, *statements: str) -> None:
    """Change a file behind our back."""
    connection = pysqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


# -- another file ------------------------------------------------------------------------------------------------------


def test_a_file_that_was_replaced_while_it_was_open_is_written_no_more(path: Path) -> None:
    other = path.with_name("other.db")
    with riwaya.open(path) as archive:
        archive.backup(other)
        kept = other.read_bytes()
        other.replace(path)
        for refused in (lambda: fill(archive, 1, 100), lambda: archive.search("الجسر")):
            with pytest.raises(ArchiveError, match="replaced or deleted while it was open"):
                refused()
    assert path.read_bytes() == kept
    with riwaya.open(path) as archive:
        fill(archive, 1, 100)
        assert archive.counts()["capture"] == 4


def test_a_file_that_was_deleted_while_it_was_open_is_written_no_more(path: Path) -> None:
    with riwaya.open(path) as archive:
        path.unlink()
        with pytest.raises(ArchiveError, match="replaced or deleted while it was open"):
            fill(archive, 1, 100)
    assert not path.exists()


@pytest.mark.parametrize("anew", [False, True])
def test_what_is_committed_never_goes_into_a_log_that_was_deleted(anew: bool, path: Path) -> None:
    log = path.with_name("news.db-wal")
    with riwaya.open(path) as archive:
        fill(archive, 1, 100)
        log.unlink()
        if anew:
            log.touch()
        with pytest.raises(ArchiveError, match=r"news\.db-wal was replaced or deleted"):
            fill(archive, 1, 101)


def test_a_log_that_is_deleted_between_runs_costs_what_was_only_in_it(path: Path) -> None:
    """As after a crash: a copy of the files as they are while the archive is open."""
    crashed = path.with_name("crashed.db")
    with riwaya.open(path) as archive:
        fill(archive, 2, 100)
        shutil.copy(path, crashed)
        assert path.with_name("news.db-wal").stat().st_size > 0
    with riwaya.open(crashed) as archive:
        assert list(archive.verify()) == []
        assert archive.counts()["capture"] == 3
        fill(archive, 2, 100)
        assert archive.counts()["capture"] == 5


# -- not to be written -------------------------------------------------------------------------------------------------


@pytest.fixture
def for_all() -> Iterator[Path]:
    """A folder that everybody may enter; those of pytest are the user's own."""
    folder = Path(tempfile.mkdtemp(prefix="riwaya-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def as_nobody(work: Callable[[Path], Done], path: Path) -> Done:
    """Do something as somebody who is not root, for whom permissions hold."""
    if os.geteuid() != 0:
        return work(path)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()

    def serve() -> None:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            theirs.send(work(path))
        except ArchiveError as error:
            theirs.send(error)

    process = context.Process(target=serve)
    process.start()
    theirs.close()
    done: Done | ArchiveError = ours.recv()
    process.join()
    if isinstance(done, ArchiveError):
        raise done
    return done


def searched(path: Path) -> tuple[int, int, int, int, list[str]]:
    with riwaya.open(path) as archive:
        return (
            archive.search("الجسر").total,
            len(list(archive.export(None))),
            len(list(archive.problems())),
            len(list(archive.verify())),
            sorted(each.name for each in path.parent.iterdir()),
        )


def written(path: Path) -> None:
    with riwaya.open(path) as archive:
        fill(archive, 1, 100)


def locked(folder: Path, path: Path, *, file: int, parent: int) -> Path:
    """Return a copy of an archive that may not be written."""
    with riwaya.open(path) as archive:
        archive.backup(folder / "news.db")
    (folder / "news.db").chmod(file)
    folder.chmod(parent)
    return folder / "news.db"


@pytest.mark.parametrize(("file", "parent"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_what_may_not_be_written_is_searched_and_left_alone(file: int, parent: int, path: Path, for_all: Path) -> None:
    copy = locked(for_all, path, file=file, parent=parent)
    before = copy.read_bytes()
    assert as_nobody(searched, copy) == (3, 3, 0, 0, ["news.db"]), "nothing is left beside it"
    with pytest.raises(ArchiveError, match="may not be written"):
        as_nobody(written, copy)
    assert copy.read_bytes() == before
    for_all.chmod(0o755)


def test_who_may_only_read_sees_what_another_is_writing(path: Path, for_all: Path) -> None:
    """The log of one who writes lies beside the file; who reads takes it into account, and does not touch it."""
    copy = locked(for_all, path, file=0o644, parent=0o755)
    with riwaya.open(copy) as writer:
        fill(writer, 2, 100)
        assert writer.log_size() > 0
        for name in ("news.db", "news.db-wal", "news.db-shm"):
            (for_all / name).chmod(0o644)
        for_all.chmod(0o555)
        assert as_nobody(searched, copy)[:2] == (5, 5) or os.geteuid() != 0
        for_all.chmod(0o755)


def test_what_changes_under_a_reader_who_could_not_lock_it_is_told(path: Path, for_all: Path) -> None:
    copy = locked(for_all, path, file=0o644, parent=0o555)
    with pytest.raises(ArchiveError, match="changed while it was read"):
        as_nobody(_read_while_it_changes, copy)
    for_all.chmod(0o755)


def _read_while_it_changes(path: Path) -> int:
    with riwaya.open(path) as archive:
        assert archive.search("الجسر").total == 3
        archive._guard._stamp = (0, 0, 0)  # as if the file had been another one when it was opened
        return archive.search("الجسر").total


def test_what_nobody_lets_us_read_is_told(path: Path, for_all: Path) -> None:
    copy = locked(for_all, path, file=0o600, parent=0o755)
    if os.geteuid() != 0:
        copy.chmod(0)
    with pytest.raises(ArchiveError, match="check its permissions"):
        as_nobody(searched, copy)


def test_permission_that_is_lost_while_it_is_open_is_told_at_the_next_opening(path: Path, for_all: Path) -> None:
    copy = locked(for_all, path, file=0o644, parent=0o755)
    os.chown(for_all, NOBODY if os.geteuid() == 0 else -1, -1)
    os.chown(copy, NOBODY if os.geteuid() == 0 else -1, -1)
    assert as_nobody(_lose, copy) == 4
    with pytest.raises(ArchiveError, match="may not be written"):
        as_nobody(written, copy)
    for_all.chmod(0o755)


def _lose(path: Path) -> int:
    with riwaya.open(path) as archive:
        path.chmod(0o444)
        path.parent.chmod(0o555)
        fill(archive, 1, 100)
    return searched(path)[0]


def test_an_archive_of_an_earlier_version_that_may_not_be_written_is_told(
    path: Path, for_all: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = locked(for_all, path, file=0o444, parent=0o555)
    monkeypatch.setattr("riwaya.archive.migrating.HEAD", "later")
    with pytest.raises(ArchiveError, match="may not be written"):
        as_nobody(searched, copy)
    for_all.chmod(0o755)


# -- from somebody else ------------------------------------------------------------------------------------------------

PLANTED = [
    ("CREATE TRIGGER t AFTER INSERT ON capture BEGIN DELETE FROM capture; END", "the trigger 't'"),
    ("CREATE TRIGGER t AFTER UPDATE ON sighting BEGIN DELETE FROM capture; END", "the trigger 't'"),
    ("CREATE VIEW v AS SELECT * FROM capture", "the view 'v'"),
    ("CREATE TABLE more (at)", "the table 'more'"),
    ("CREATE INDEX more ON capture (lower(media_type))", "the index 'more'"),
    ("CREATE VIRTUAL TABLE more USING fts5(x)", "the table 'more'"),
    ("ALTER TABLE capture ADD COLUMN twice AS (size * 2)", "other columns in 'capture'"),
    ("ALTER TABLE statement ADD COLUMN note TEXT", "other columns in 'statement'"),
]


@pytest.mark.parametrize(("statement", "told"), PLANTED)
def test_what_somebody_planted_is_refused(path: Path, statement: str, told: str) -> None:
    changed(path, statement)
    with pytest.raises(ArchiveError, match=f"holds {told}, which Riwaya did not make"):
        riwaya.open(path)
    connection = pysqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM capture").fetchall() == [(3,)]
    connection.close()


def test_tables_that_are_views_and_indexes_of_something_else_are_refused(path: Path) -> None:
    copy = path.with_name("copy.db")
    for statements in (
        ("DROP TABLE problem", "CREATE VIEW problem AS SELECT 1 AS id"),
        ("DROP INDEX problem_code", "CREATE INDEX problem_code ON problem (hex(message))"),
        ("DROP TABLE article_words", "CREATE TABLE article_words (title, text, publisher)"),
        ("DROP TABLE article_words", "CREATE VIRTUAL TABLE article_words USING fts4(title, text, publisher)"),
        ("DROP INDEX problem_code",),
        ("DROP TABLE problem",),
    ):
        with riwaya.open(path) as archive:
            archive.backup(copy)
        changed(copy, *statements)
        with pytest.raises(ArchiveError, match="which Riwaya did not make"):
            riwaya.open(copy)


def test_what_an_earlier_version_holds_of_triggers_is_refused_before_a_step_runs(path: Path) -> None:
    changed(
        path,
        "CREATE TRIGGER t AFTER UPDATE ON alembic_version BEGIN DELETE FROM sighting; END",
        "UPDATE alembic_version SET version_num = '0000'",
    )
    with pytest.raises(ArchiveError, match="the trigger 't'"):
        riwaya.open(path)


def test_statistics_that_somebody_made_are_no_harm(path: Path) -> None:
    changed(path, "ANALYZE")
    with riwaya.open(path) as archive:
        assert archive.search("الجسر").total == 3


def test_a_file_may_call_nothing(path: Path) -> None:
    with riwaya.open(path) as archive, archive._reading() as connection:
        assert connection.exec_driver_sql("PRAGMA trusted_schema").scalar() == 0
        with pytest.raises(pysqlite3.OperationalError, match="not authorized"):
            connection.connection.execute("SELECT load_extension('evil')")  # type: ignore[attr-defined]


def test_a_sqlite_that_can_corrupt_files_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pysqlite3, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(ArchiveError, match=r"can corrupt archives: install one from 3\.51\.3 on"):
        riwaya.open(path)
    assert sqlite.SOUND == (3, 51, 3)


# -- broken ------------------------------------------------------------------------------------------------------------


def test_a_page_that_is_met_again_mends_its_bytes(path: Path) -> None:
    with riwaya.open(path) as archive:
        good = [article.capture.body for article in archive.articles()]
        with archive._writing() as connection:
            connection.execute(update(schema.capture).where(schema.capture.c.id == 2).values(body=b"no zlib"))
        assert [problem.code for problem in archive.verify()] == ["broken-capture"]
        account = archive.add(riwaya.records(page(1)))
        assert (account.new, account.again) == (0, 1)
        assert list(archive.verify()) == []
        assert [article.capture.body for article in archive.articles()] == good
        assert archive.counts()["article"] == 3


@pytest.fixture
def pages(path: Path) -> Callable[[str], list[int]]:
    """Which pages of the file hold a table, from the second on: the first one is its root."""

    def find(name: str) -> list[int]:
        connection = pysqlite3.connect(path)
        size = path.stat().st_size // 4096
        try:
            found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchall()
        finally:
            connection.close()
        assert size > found[0][0]
        return [root for (root,) in found]

    return find


def test_a_page_of_the_file_that_broke_is_named_and_the_rest_is_searched(
    path: Path, pages: Callable[[str], list[int]]
) -> None:
    body = bytearray(path.read_bytes())
    [root] = pages("sighting_url")
    body[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(body)
    with riwaya.open(path) as archive:
        told = list(archive.verify())
        assert [problem.code for problem in told] == ["broken-archive"] * len(told)
        assert any(f"page {root}" in problem.message for problem in told)
        assert all("\n" not in problem.message for problem in told)
        assert archive.search("الجسر").total == 3
        assert len(list(archive.articles())) == 3


def test_a_blob_that_broke_on_the_disk_is_named_and_mended(tmp_path: Path) -> None:
    """Its bytes lie in pages of their own, one after another: one of them is overwritten, as by a bad sector."""
    path = tmp_path / "news.db"
    large = os.urandom(30_000).hex().encode()
    with riwaya.open(path) as archive:
        fill(archive, 3)
        archive.add(riwaya.records(large))
        fill(archive, 3, 10)
    held = path.read_bytes()
    [packed] = pysqlite3.connect(path).execute("SELECT body FROM capture WHERE id = 4").fetchone()
    part = bytes(packed)[10_000:10_100]
    overwritten = held.replace(part, bytes(100))
    for broken in (overwritten, _chain_cut(held, part)):
        path.write_bytes(broken)
        with riwaya.open(path) as archive:
            told = [(problem.code, problem.where) for problem in archive.verify()]
            digest = next(riwaya.records(large)).capture.digest
            assert ("broken-capture", digest) in told
            assert [code for code, _ in told].count("broken-capture") == 1
            assert archive.search("الجسر").total == 6
            fill(archive, 1, 20)
            archive.add(riwaya.records(page(0)))
            assert archive.counts()["capture"] == 8
    path.write_bytes(overwritten)
    with riwaya.open(path) as archive:
        archive.add(riwaya.records(large))
        assert list(archive.verify()) == []


def _chain_cut(held: bytes, part: bytes) -> bytes:
    """Let each page that holds a part of a blob point to a page that is not there."""
    at = held.find(part)
    while at >= 0:
        start = at // 4096 * 4096
        held = held[:start] + b"\x7f\xff\xff\xff" + held[start + 4 :]
        at = held.find(part, at + 1)
    return held
