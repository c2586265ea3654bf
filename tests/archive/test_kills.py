"""Killed at any moment (SIGKILL), a command leaves the old state or the new one, and nothing that was there is lost.

The commands run in forks of a process that has loaded everything: what is killed is at work, not starting.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.archive import oldest
from tests.archive.filled import whole

import riwaya
from riwaya.archive import schema
from riwaya.model import Article

PAGES = 24
# Takes a command a line, after how many seconds to kill it and its words, with tabs between; says how it ended. In
# batches of three pages there are many moments between two transactions.
FORKING = """
import os, signal, sys, time
import riwaya, riwaya.archive
from riwaya import cli
from riwaya.archive import migrating
from riwaya.cli import additions, finding, keeping, readings, tabling
import alembic.command
riwaya.read("قال وزير النقل في بلدة النهرين إن الجسر مفتوح أمام المارة.")
additions._KEPT_AT_ONCE = additions._WRITTEN_AT_ONCE = 3
if "STEPS" in os.environ:
    migrating._STEPS, migrating.HEAD = os.environ["STEPS"], "0003"
print("ready", flush=True)
for line in sys.stdin:
    seconds, *words = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        os._exit(cli.main(words))
    if seconds:
        time.sleep(float(seconds))
        os.kill(child, signal.SIGKILL)  # who has ended keeps its number until we have asked
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
REWRITING = """
from alembic import op
revision, down_revision, rewrites = "0003", "0002", True
def upgrade():
    for number in range(40):
        op.execute("UPDATE statement SET act = 'say', rule = rule || 'x'")
"""


class Commands:
    """Runs commands in processes that are killed after so many seconds."""

    def __init__(self, **environment: str) -> None:
        self._run = subprocess.Popen(
            [sys.executable, "-c", FORKING],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", **environment},
        )
        assert self._said() == "ready"

    def close(self) -> None:
        self._run.communicate()

    def _said(self) -> str:
        assert self._run.stdout
        return self._run.stdout.readline().strip()

    def run(self, *words: object, seconds: float | None = None) -> int:
        """Return the exit code, below 0 if the process was killed."""
        assert self._run.stdin
        self._run.stdin.write("\t".join(map(str, ("" if seconds is None else seconds, *words))) + "\n")
        self._run.stdin.flush()
        return int(self._said())

    def measured(self, *words: object) -> float:
        """Return how many seconds a command takes that nobody kills."""
        began = time.monotonic()
        assert self.run(*words) == 0
        return time.monotonic() - began


def moments(lasts: float, number: int, seed: int = 7) -> Iterator[float]:
    """Yield when to kill: at once, and then at moments drawn from as long as a quiet run lasts."""
    chance = random.Random(seed)  # noqa: S311 - moments, no secrets
    yield 0.0
    for _ in range(number - 1):
        yield lasts * chance.random()


@pytest.fixture
def commands() -> Iterator[Commands]:
    started = Commands()
    yield started
    started.close()


def digests(path: Path) -> set[str]:
    with riwaya.open(path) as archive, archive._reading() as connection:
        return set(connection.execute(select(schema.capture.c.digest)).scalars())


def articles(path: Path) -> list[Article]:
    with riwaya.open(path) as archive:
        assert list(archive.unread()) == []
        return sorted(archive.articles(), key=lambda article: article.capture.name)


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(PAGES):
        text = f"بلدية النهرين\n\nنفت بلدية النهرين إغلاق الجسر رقم {number} أمام المارة خلال الأسبوع المقبل."
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(("jobs", "rounds"), [(1, 35), (2, 15)])
def test_adding_can_be_killed_at_any_moment(
    jobs: int, rounds: int, commands: Commands, pages: Path, tmp_path: Path
) -> None:
    """Each run goes on where the one before was killed; what it had kept stays, and the end is that of a quiet run."""
    quiet, done = tmp_path / "quiet.db", 0
    add = ("add", "-j", jobs, "--quiet")
    lasts = commands.measured(*add, quiet, pages)
    expected = articles(quiet)
    assert len(expected) == PAGES
    path, killed = tmp_path / "0.db", 0
    kept: set[str] = set()
    read = 0
    for number, seconds in enumerate(moments(lasts, rounds, seed=1447), start=1):
        killed += commands.run(*add, path, pages, seconds=seconds) == -signal.SIGKILL
        if not path.exists():
            continue
        counts, found = whole(path), digests(path)
        assert kept <= found, "what was kept stays"
        assert counts["article"] == counts["statement"] >= read, "an article is written with its statements, or not"
        assert counts["article"] <= counts["capture"] <= PAGES
        kept, read = found, counts["article"]
        if read == PAGES or number == rounds:
            assert commands.run(*add, path, pages) == 0
            assert articles(path) == expected, "nothing is lost, and nothing there twice"
            done += 1
            path, kept, read = tmp_path / f"{done}.db", set(), 0
    assert killed
    assert done


def small_archive(path: Path) -> None:
    oldest.make(path, 400)
    with riwaya.open(path) as archive:
        archive.write((), ())


@pytest.mark.slow
@pytest.mark.parametrize("there_before", [False, True])
def test_a_copy_appears_whole_or_not_at_all(there_before: bool, commands: Commands, tmp_path: Path) -> None:
    path, copy = tmp_path / "news.db", tmp_path / "copy.db"
    small_archive(path)
    expected = whole(path)
    lasts = commands.measured("backup", path, copy)
    for seconds in moments(lasts, 12):
        copy.unlink()
        if there_before:
            oldest.make(copy, 1)
        commands.run("backup", path, copy, seconds=seconds)
        assert whole(path) == expected
        assert not copy.exists() or whole(copy)["capture"] in ((1, 400) if there_before else (400,))
        assert commands.run("backup", path, copy) == 0
        assert whole(copy) == expected
    assert sorted(tmp_path.glob(".*")) == []


@pytest.mark.slow
def test_a_table_appears_whole_or_not_at_all(commands: Commands, tmp_path: Path) -> None:
    path, table = tmp_path / "news.db", tmp_path / "denials.csv"
    small_archive(path)
    lasts = commands.measured("export", path, "--to", table)
    expected = table.read_bytes()
    assert expected.count(b"\n") > 400
    for seconds in moments(lasts, 12):
        table.unlink()
        commands.run("export", path, "--to", table, seconds=seconds)
        assert not table.exists() or table.read_bytes() == expected
        assert commands.run("export", path, "--to", table) == 0
        assert table.read_bytes() == expected


@pytest.fixture
def rewriting(tmp_path: Path) -> Iterator[Commands]:
    folder = tmp_path / "steps" / "versions"
    folder.mkdir(parents=True)
    env = "context.configure(connection=context.config.attributes['connection'])\ncontext.run_migrations()\n"
    (folder.parent / "env.py").write_text(f"from alembic import context\n{env}")
    for name, module in {"v0001": "v0001_tables", "v0002": "v0002_parties"}.items():
        (folder / f"{name}.py").write_text(f"from riwaya.archive.migrations.versions.{module} import *\n")
    (folder / "v0003.py").write_text(REWRITING)
    started = Commands(STEPS=str(folder.parent))
    yield started
    started.close()


@pytest.mark.slow
def test_bringing_an_archive_up_to_date_can_be_killed_at_any_moment(rewriting: Commands, tmp_path: Path) -> None:
    first, path = tmp_path / "first.db", tmp_path / "news.db"
    before = tmp_path / "news.db.version-0001"
    oldest.make(first, 400)
    shutil.copy(first, path)
    lasts = rewriting.measured("problems", path)
    states = set()
    for seconds in moments(lasts, 15):
        for left in tmp_path.glob("*news.db*"):
            left.unlink()
        shutil.copy(first, path)
        rewriting.run("problems", path, seconds=seconds)
        states.add(state(path))
        assert not before.exists() or state(before) == ("0001", {("deny", "cue:1")})
        assert rewriting.run("problems", path) == 0
        assert state(path) == NEW
    assert states <= {OLD, NEW}
    assert OLD in states


OLD = ("0001", frozenset({("deny", "cue:1")}))
NEW = ("0003", frozenset({("say", f"cue:1{'x' * 40}")}))


def state(path: Path) -> tuple[str, frozenset[tuple[str, str]]]:
    import pysqlite3  # type: ignore[import-untyped]  # noqa: PLC0415 - the state as SQLite has it, past what is tested

    connection = pysqlite3.connect(path)
    [(version,)] = connection.execute("SELECT version_num FROM alembic_version")
    rows = connection.execute("SELECT act, rule FROM statement").fetchall()
    assert len(rows) == 400
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    return version, frozenset(rows)


# -- copies while others add -------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_copy_made_while_pages_are_added_has_all_that_was_there_when_it_began(pages: Path, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    riwaya.open(path).close()
    run = subprocess.Popen([sys.executable, "-m", "riwaya", "add", "-j", "2", str(path), str(pages)])
    copies = 0
    with riwaya.open(path) as archive:
        while run.poll() is None:
            before = archive.counts()
            archive.backup(tmp_path / "copy.db")
            copied = whole(tmp_path / "copy.db")
            assert all(copied[name] >= number for name, number in before.items())
            copies += 1
        assert run.returncode == 0
        archive.backup(tmp_path / "copy.db")
    assert copies > 1
    assert articles(tmp_path / "copy.db") == articles(path)
