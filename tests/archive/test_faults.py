"""What was acknowledged is there after any fault, and what stops a run says what to do."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.archive.filled import fill, whole

import riwaya
from riwaya import archive as archives
from riwaya import pipeline
from riwaya.archive import ArchiveError, schema, sqlite

ROUNDS = 12
# Adds pages without an end, and says after each batch how many are safe.
ADDING = """
import sys, riwaya
from riwaya import archive as archives, captures, pipeline
start = int(sys.argv[2])
with riwaya.open(sys.argv[1]) as archive:
    archive.write([archives.prepared(pipeline.process(page)) for page in list(archive.unread())])
    for at in range(start, 1_000_000, 5):
        pages = [next(captures.read(f"{number}\\n\\nنفت بلدية النهرين إغلاق الجسر رقم {number} أمام المارة.".encode())) for number in range(at, at + 5)]
        archive.keep(pages)
        print("kept", at + 5, flush=True)
        archive.write([archives.prepared(pipeline.process(page)) for page in pages])
        print("written", at + 5, flush=True)
"""


# -- killed ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_killed_at_any_moment_it_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    """Killed in many rounds, each goes on where the last one was, as a later run does."""
    path, chance = tmp_path / "news.db", random.Random(1436)  # noqa: S311 - moments, no secrets
    kept = written = 0
    for _ in range(ROUNDS):
        run = subprocess.Popen(
            [sys.executable, "-c", ADDING, str(path), str(kept)], stdout=subprocess.PIPE, text=True, env=os.environ
        )
        assert run.stdout
        for _ in range(chance.randint(1, 6)):
            said = run.stdout.readline().split()
            assert said, "it ended by itself"
        time.sleep(chance.random() / 50)
        run.send_signal(signal.SIGKILL)
        rest = [line.split() for line in run.stdout.read().splitlines() if line.count(" ")]
        run.stdout.close()
        run.wait()
        for what, number in [said, *(each for each in rest if len(each) == 2)]:
            kept, written = (max(kept, int(number)), written) if what == "kept" else (kept, max(written, int(number)))
        counts = whole(path)
        assert counts["capture"] >= kept
        assert counts["article"] >= written
        assert counts["capture"] % 5 == 0, "all of a batch, or none"
        assert counts["article"] % 5 == 0
    with riwaya.open(path) as archive:
        unread = len(list(archive.unread()))
        counts = archive.counts()
        assert unread == counts["capture"] - counts["article"]
        archive.write([archives.prepared(pipeline.process(capture)) for capture in list(archive.unread())])
    counts = whole(path)
    assert counts["capture"] == counts["article"] == counts["statement"], "nothing is lost, and nothing there twice"


# -- at once -----------------------------------------------------------------------------------------------------------


def test_two_who_write_at_once_both_succeed(path: Path) -> None:
    failures: list[Exception] = []

    def write(first: int) -> None:
        try:
            with riwaya.open(path) as archive:
                for at in range(first, first + 20):
                    fill(archive, 1, at)
        except Exception as error:  # noqa: BLE001 - told by the thread that asks
            failures.append(error)

    threads = [threading.Thread(target=write, args=(first,)) for first in (100, 110)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert whole(path)["capture"] == 3 + 30, "those that both added are kept once"


def test_who_reads_is_not_kept_waiting_by_who_writes(path: Path) -> None:
    with riwaya.open(path) as writer, riwaya.open(path) as reader, writer._writing() as connection:
        connection.execute(update(schema.capture).values(version="another"))
        assert reader.search("الجسر").total == 3
        assert len(list(reader.articles())) == 3
        assert list(reader.unread()) == [], "what is not committed is not seen"


def test_a_copy_is_whole_while_others_write(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with riwaya.open(path) as archive, riwaya.open(path) as other:
        with other._writing() as connection:
            connection.execute(update(schema.capture).values(version="another"))
            archive.backup(copy)
        fill(archive, 2, 100)
    assert whole(copy)["capture"] == 3
    assert whole(path)["capture"] == 5
    assert sorted(each.name for each in tmp_path.iterdir() if each.suffix not in (".db-wal", ".db-shm")) == [
        "copy.db",
        "news.db",
    ]


def test_a_lock_that_stays_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_PRAGMAS", ("busy_timeout = 50", *sqlite._PRAGMAS[1:]))
    told = pytest.raises(ArchiveError, match="run the same command again")
    with riwaya.open(path) as first, riwaya.open(path) as second, first._writing(), told:
        fill(second, 1, 100)


# -- broken ------------------------------------------------------------------------------------------------------------


def test_a_capture_whose_bytes_changed_is_named_and_the_rest_is_read(path: Path) -> None:
    with riwaya.open(path) as archive:
        digests = [article.capture.digest for article in archive.articles()]
        with archive._writing() as connection:
            for number, body in ((1, b"no zlib"), (2, zlib.compress(b"other bytes"))):
                connection.execute(update(schema.capture).where(schema.capture.c.id == number).values(body=body))
        assert [(problem.code, problem.where) for problem in archive.verify()] == [
            ("broken-capture", digests[0]),
            ("broken-capture", digests[1]),
        ]
        assert archive.article(3).capture.digest == digests[2]
        assert archive.search("الجسر").total == 3


def test_a_broken_file_is_told(path: Path) -> None:
    with riwaya.open(path) as archive:
        archive.backup(path.with_name("copy.db"))
    body = bytearray(path.with_name("copy.db").read_bytes())
    for start in range(8192, len(body) - 64, 4096):
        body[start : start + 64] = os.urandom(64)
    path.with_name("copy.db").write_bytes(body)
    assert "broken-archive" in told(path.with_name("copy.db"))


def told(path: Path) -> set[str]:
    """Return what is said of a broken file: on opening it, or by verifying."""
    try:
        with riwaya.open(path) as archive:
            return {problem.code for problem in archive.verify()}
    except ArchiveError as error:
        return {"broken-archive" if "go back to a copy" in str(error) else str(error)}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_told(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with pytest.raises(ArchiveError, match="permissions"), riwaya.open(path) as archive:
            fill(archive, 1, 100)
    finally:
        path.parent.chmod(0o755)


@pytest.fixture
def small_files() -> Iterator[None]:
    """Let no file grow beyond a megabyte, as on a disk that fills up."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.usefixtures("small_files")
def test_a_full_disk_stops_the_run_and_loses_nothing(path: Path) -> None:
    with riwaya.open(path) as archive:
        with pytest.raises(ArchiveError, match="run the same command again"):
            fill(archive, 10_000, 100)
        before = archive.counts()
    assert before["capture"] > 100
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))  # there is room again
    try:
        counts = whole(path)
        assert {name: counts[name] >= number for name, number in before.items()} == dict.fromkeys(before, True)
        with riwaya.open(path) as archive:
            fill(archive, 1, 20_000)
            assert archive.counts()["capture"] == counts["capture"] + 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
