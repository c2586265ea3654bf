"""The commands under faults: no room, another writer, a reader that stays, Ctrl-C, hostile inputs; each is told, none loses anything."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from tests import commands
from tests.archive.filled import whole

import riwaya as face
from riwaya import captures
from riwaya.archive import schema, sqlite
from riwaya.cli import additions, inputs, interrupts
from riwaya.cli.jobs import Job
from riwaya.errors import Problem

BUSY, NO_ROOM, INTERRUPTED = 4, 5, 130
RIWAYA = [sys.executable, "-m", "riwaya"]


def text(number: int) -> str:
    return f"بلدية النهرين\n\nنفت بلدية النهرين إغلاق الجسر رقم {number} أمام المارة خلال الأسبوع المقبل.\n"


def write_pages(folder: Path, numbers: range) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:04}.txt").write_text(text(number), encoding="utf-8")
    return folder


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "pages", range(12))


@pytest.fixture
def archive(tmp_path: Path, pages: Path) -> Path:
    assert commands.riwaya("add", tmp_path / "news.db", pages).returncode == 0
    return tmp_path / "news.db"


def one_line(told: bytes) -> str:
    [line] = told.decode().splitlines()
    assert line.startswith("riwaya: ")
    return line


# -- no room -----------------------------------------------------------------------------------------------------------


class Disk:
    """A small disk of its own that can be filled up and cleared."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def room(self) -> int:
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    def fill(self, leave: int) -> None:
        """Leave so many bytes free."""
        with (self.folder / "filler").open("ab") as file:
            file.write(bytes(max(0, self.room() - leave)))

    def clear(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)],  # noqa: S607 - wherever it is
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"a small disk can only be mounted by root ({mounted.stderr.decode().strip()})")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607 - see above


@pytest.mark.parametrize("leave", [0, 4096, 40_000, 200_000, 600_000])
def test_a_disk_that_is_full_stops_adding_and_the_same_command_goes_on(disk: Disk, tmp_path: Path, leave: int) -> None:
    """With less and less room it is met at other places: opening, keeping, writing, the growth of the log."""
    path, first = disk.folder / "news.db", write_pages(tmp_path / "first", range(5))
    more = write_pages(tmp_path / "more", range(5, 150))
    assert commands.riwaya("add", path, first).returncode == 0
    disk.fill(leave)
    ended = commands.riwaya("add", "--quiet", path, more)
    assert (ended.returncode, ended.stdout) == (NO_ROOM, b"")
    assert "the disk is full: make room and run the same command again" in one_line(ended.stderr)
    disk.clear()
    counts = whole(path)
    assert counts["capture"] >= counts["article"] >= 5
    ended = commands.riwaya("add", "--quiet", path, more)
    assert ended.returncode == 0
    assert whole(path) == {"capture": 150, "article": 150, "statement": 150, "name": 1, "party": 1, "problem": 0}
    with face.open(path) as opened:
        assert opened.search("الجسر", limit=200).total == 150


def test_a_disk_that_is_full_while_the_log_grows_loses_nothing(disk: Disk, tmp_path: Path) -> None:
    """A reader keeps the log from being moved into the file, so that it grows."""
    path, pages = disk.folder / "news.db", write_pages(tmp_path / "pages", range(100))
    assert commands.riwaya("add", path, write_pages(tmp_path / "first", range(5))).returncode == 0
    with face.open(path) as reader, reader._reading() as connection:
        connection.execute(select(schema.capture.c.id)).all()
        disk.fill(300_000)
        ended = commands.riwaya("add", "--quiet", path, pages)
        assert ended.returncode == NO_ROOM
        one_line(ended.stderr)
    disk.clear()
    whole(path)
    assert commands.riwaya("add", "--quiet", path, pages).returncode == 0
    assert whole(path)["article"] == 100


@pytest.mark.parametrize("command", ["backup", "export"])
def test_what_has_no_room_takes_nobodys_place(command: str, disk: Disk, archive: Path) -> None:
    target = disk.folder / "target"
    words = ("backup", archive, target) if command == "backup" else ("export", archive, "--to", target)
    target.write_bytes(b"what was there")
    disk.fill(2048)
    ended = commands.riwaya(*words)
    assert (ended.returncode, ended.stdout) == (NO_ROOM, b"")
    assert "the disk is full" in one_line(ended.stderr)
    assert target.read_bytes() == b"what was there"
    assert sorted(each.name for each in disk.folder.iterdir()) == ["filler", "target"]
    disk.clear()
    assert commands.riwaya(*words).returncode == 0
    assert target.read_bytes() != b"what was there"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_standard_output_without_room_is_told(archive: Path) -> None:
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*RIWAYA, "export", str(archive)], stdout=full, stderr=subprocess.PIPE, check=False, env=buffered
        )
    assert ended.returncode == NO_ROOM
    assert "the disk is full" in one_line(ended.stderr)


def test_a_disk_whose_log_has_no_room_for_its_index_is_full(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """SQLite calls it an error of the disk when the memory that it shares cannot grow."""
    assert type(sqlite.failure("disk I/O error", tmp_path / "news.db")) is sqlite.ArchiveError
    monkeypatch.setattr(sqlite, "_ROOM", 1 << 62)
    assert type(sqlite.failure("disk I/O error", tmp_path / "news.db")) is sqlite.ArchiveFullError


# -- another writer, and readers ---------------------------------------------------------------------------------------


def test_a_lock_that_stays_has_an_exit_code_of_its_own(
    archive: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with face.open(archive) as other, other._writing():
        ended = commands.riwaya("add", archive, pages)
    assert (ended.returncode, ended.stdout) == (BUSY, b"")
    assert "another process has been writing for too long" in one_line(ended.stderr)
    assert commands.riwaya("add", archive, pages).returncode == 0


# Adds pages of its own by the library, one by one, while commands add others.
THIRD = """
import sys, riwaya
with riwaya.open(sys.argv[1]) as archive:
    for number in range(1000, 1015):
        archive.add(riwaya.records(f"{number} قال وزير النقل إن الجسر رقم {number} مفتوح أمام المارة.".encode()))
"""


@pytest.mark.slow
@pytest.mark.parametrize("same", [True, False])
def test_two_commands_and_a_third_process_add_at_once(same: bool, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    first = write_pages(tmp_path / "first", range(20))
    second = first if same else write_pages(tmp_path / "second", range(20, 40))
    runs = [
        subprocess.Popen([*RIWAYA, "add", str(path), str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for folder in (first, second)
    ]
    other = subprocess.Popen([sys.executable, "-c", THIRD, str(path)])
    ended = [run.communicate() for run in runs]
    assert [run.wait() for run in (*runs, other)] == [0, 0, 0]
    assert [told for _, told in ended] == [b"", b""], "nobody hears of a lock"
    accounts = [[int(word) for word in told.split()[:5] if word.isdigit()] for told, _ in ended]
    assert [seen for seen, _, _ in accounts] == [20, 20]
    assert all(seen == new + again for seen, new, again in accounts)
    counts = whole(path)
    assert sum(new for _, new, _ in accounts) + 15 == counts["capture"] == (35 if same else 55)
    assert counts["article"] == counts["capture"]
    with face.open(path) as opened, opened._reading() as connection:
        times = connection.execute(select(schema.sighting.c.times)).scalars().all()
        assert sum(times) == 55, "every page was met once by each who was given it"
        assert list(opened.unread()) == []


def test_a_reader_that_stays_sees_its_moment_and_the_log_shrinks_when_it_goes(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(additions, "LARGE_LOG", 100_000)
    more = write_pages(tmp_path / "more", range(100, 150))
    with face.open(archive) as reader, reader._reading() as connection:
        count = select(schema.capture.c.id)
        assert len(connection.execute(count).all()) == 12
        ended = commands.riwaya("add", "--quiet", archive, more)
        assert ended.returncode == 0
        assert len(connection.execute(count).all()) == 12, "the moment at which it began"
        told = one_line(ended.stderr)
        assert f"{archive}-wal has grown to" in told
        assert "reading the archive for long" in told
        assert reader.log_size() > 100_000
    assert not Path(f"{archive}-wal").exists()
    assert whole(archive)["capture"] == 62


def test_a_log_that_has_grown_is_cut_when_the_reader_is_gone(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else may keep the archive open: the log stays, but no larger than a bound."""
    monkeypatch.setattr(sqlite, "_PRAGMAS", tuple(each.replace("67108864", "50000") for each in sqlite._PRAGMAS))
    with face.open(archive) as writer:
        with face.open(archive) as reader, reader._reading() as connection:
            connection.execute(select(schema.capture.c.id)).all()
            for number in range(300, 360):
                writer.add(face.records(text(number).encode()))
        assert writer.log_size() > 4096 * 1000
        for number in range(400, 403):
            writer.add(face.records(text(number).encode()))
        assert writer.log_size() < 1_000_000


# -- Ctrl-C ------------------------------------------------------------------------------------------------------------

# Interrupts itself when it reads a page of a certain number: once, or twice.
INTERRUPTING = """
import os, signal, sys, time
from riwaya import cli
from riwaya.cli import additions
import riwaya.pipeline
real, times = additions.pipeline.process, int(sys.argv.pop(1))
def process(capture):
    if "0070" in capture.name:
        for _ in range(times):
            os.kill(os.getpid(), signal.SIGINT)
    return real(capture)
additions.pipeline.process = process
sys.exit(cli.main())
"""


def interrupted(times: int, *words: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", INTERRUPTING, str(times), *map(str, words)]
    return subprocess.run(command, capture_output=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize(("times", "articles"), [(1, 71), (2, 64)])
def test_ctrl_c_once_writes_what_was_read_and_twice_stops_now(times: int, articles: int, tmp_path: Path) -> None:
    path, pages = tmp_path / "news.db", write_pages(tmp_path / "pages", range(120))
    ended = interrupted(times, "add", path, pages)
    assert ended.returncode == INTERRUPTED
    told = ended.stderr.decode()
    assert told.strip() == interrupts._TOLD.decode().strip()
    counts = whole(path)
    assert (counts["capture"], counts["article"]) == (96, articles), "kept by 32, written by 64"
    if times == 1:
        assert ended.stdout.decode().splitlines() == [
            "96 pages: 96 new, 0 met again, 0 not opened",
            "71 articles, 71 statements read",
            "25 kept and not read: the next run goes on with them",
        ]
    else:
        assert ended.stdout == b""
    assert commands.riwaya("add", path, pages).returncode == 0
    assert whole(path) == {"capture": 120, "article": 120, "statement": 120, "name": 1, "party": 1, "problem": 0}


@pytest.mark.slow
def test_ctrl_c_reaches_no_worker(tmp_path: Path) -> None:
    """On a terminal it goes to all processes of a command at once."""
    path, pages = tmp_path / "news.db", write_pages(tmp_path / "pages", range(400))
    run = subprocess.Popen(
        [*RIWAYA, "add", "-j", "2", str(path), str(pages)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not path.exists() or not _kept(path):
        assert run.poll() is None
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGINT)
    out, told = run.communicate()
    assert run.returncode == INTERRUPTED
    assert told.decode().strip() == interrupts._TOLD.decode().strip()
    counts = whole(path)
    assert out.decode().startswith(f"{counts['capture']} pages: {counts['capture']} new, ")
    assert commands.riwaya("add", path, pages).returncode == 0
    assert whole(path)["article"] == 400


def _kept(path: Path) -> int:
    with face.open(path) as opened:
        return opened.counts()["capture"]


def test_what_is_under_way_in_other_processes_is_not_waited_for(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ahead(job: Job[object, object], items: Iterable[object], _: int) -> Iterator[object]:
        taken = list(items)
        os.kill(os.getpid(), signal.SIGINT)
        yield from map(job.work, taken)

    monkeypatch.setattr(additions, "ordered", ahead)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    ended = commands.riwaya("add", tmp_path / "news.db", pages)
    assert ended.returncode == INTERRUPTED
    assert ended.stdout.decode().splitlines()[1:] == [
        "1 articles, 1 statements read",
        "11 kept and not read: the next run goes on with them",
    ]


def test_interrupts_are_as_before_when_a_run_is_over(archive: Path, pages: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    assert commands.riwaya("add", archive, pages).returncode == 0
    assert signal.getsignal(signal.SIGINT) is before


def test_where_interrupts_are_ignored_they_stay_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interrupts.patient() as stop:
            os.kill(os.getpid(), signal.SIGINT)
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        assert not stop.asked
    finally:
        signal.signal(signal.SIGINT, before)


# -- hostile inputs ----------------------------------------------------------------------------------------------------


def _zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, body in members:
            file.writestr(name, body)
    return out.getvalue()


PAGE = text(1).encode()
ROW = json.dumps({"text": text(2)}, ensure_ascii=False).encode()
# What each file holds: so many inputs, counted by hand, and whether its bytes are those of the file.
HOSTILE: dict[str, tuple[bytes, int]] = {
    "empty.html": (b"", 1),
    "blank.txt": (b" \n\t\n", 1),
    "noise.html": (bytes(range(256)) * 40, 1),
    "nul.html": (b"\x00" * 5000, 1),
    "deep.html": (b"<div>" * 5000 + PAGE, 1),
    "comments.html": (b"<!--" * 20_000 + PAGE, 1),
    "angles.html": (b"<" * 100_000, 1),
    "attributes.html": (b"<p " + b"a=1 " * 20_000 + b">" + PAGE, 1),
    "cut.html": (PAGE[:-30], 1),
    "surrogates.html": (PAGE + b"\xed\xa0\x80\xf0\x28\x8c\x28", 1),
    "utf16.html": (f"\ufeff{text(3)}".encode("utf-16-le"), 1),
    "cp1256.txt": (text(4).encode("cp1256"), 1),
    "cp864.txt": (b"\x80\x81\xa1\xa2" * 50, 1),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(200), 1),
    "paper.txt": (b"%PDF-1.7\n" + bytes(200), 1),
    "feed.html": (b'<?xml version="1.0"?><rss version="2.0"><channel><item/></channel></rss>', 1),
    "rows.jsonl": (b"\n".join([ROW, b"{broken", ROW.replace(b"2", b"3"), b'{"text": 5}', b"[]"]), 5),
    "rows.json": (b"[" + ROW.replace(b"2", b"6") + b", , 7 ," + ROW.replace(b"2", b"8") + b"]", 3),
    "cut.gz": (gzip.compress(PAGE.replace(b"1", b"9") * 50)[:-20], 1),
    "whole.gz": (gzip.compress(PAGE.replace(b"1", b"10")), 1),
    "bomb.gz": (gzip.compress(bytes(2_000_000)), 1),
    "cut.zip": (_zipped(("a.txt", PAGE))[:-30], 1),
    "pages.zip": (_zipped(("a.txt", text(11).encode()), ("b.txt", text(12).encode()), ("c.txt", b"")), 3),
    "none.zip": (_zipped(), 0),
    "nested.zip": (_zipped(("in.zip", _zipped(("a.txt", PAGE)))), 1),
    "same.txt": (PAGE, 1),
    "again.txt": (PAGE, 1),
}


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    folder = tmp_path / "hostile"
    folder.mkdir()
    for name, (body, _) in HOSTILE.items():
        (folder / name).write_bytes(body)
    return folder


def accounted(ended: commands.Ended) -> tuple[int, int, int, int]:
    words = ended.stdout.decode().replace(":", "").replace(",", "").split()
    seen, new, again, failed = (int(words[at]) for at in (0, 2, 4, 7))
    return seen, new, again, failed


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_every_input_is_accounted_for_and_its_bytes_are_kept(jobs: int, hostile: Path, tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    ended = commands.riwaya("add", "-j", jobs, path, hostile, tmp_path / "nowhere.html", hostile / "none.zip")
    assert ended.returncode == 1
    seen, new, again, failed = accounted(ended)
    assert seen == new + again + failed == sum(number for _, number in HOSTILE.values()) + 2
    assert failed == 2, "the one that is not there, and the one that holds nothing"
    counts = whole(path)
    assert new == counts["capture"]
    with face.open(path) as opened, opened._reading() as connection:
        met = connection.execute(select(schema.sighting.c.times)).scalars().all()
        assert sum(met) == new + again
        kept = {row.digest for row in connection.execute(select(schema.capture.c.digest))}
        assert list(opened.unread()) == []
        problems = {found.where for found in opened.problems()}
    expected = {capture.digest for capture in captures.read(hostile)}
    assert kept == expected
    assert {str(hostile / "empty.html"), str(hostile / "noise.html"), str(tmp_path / "nowhere.html")} <= problems
    ended = commands.riwaya("add", "-j", jobs, path, hostile)
    assert accounted(ended)[:3] == (seen - 2, 0, seen - 2)


@pytest.mark.slow
def test_a_page_that_kills_what_reads_it_is_kept_and_counted(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(additions, "_work", _killed_by_the_seventh)
    ended = commands.riwaya("add", "-j", "2", tmp_path / "news.db", pages)
    assert ended.returncode == 1
    assert accounted(ended) == (12, 12, 0, 0)
    assert b"1 kept and not read: the next run goes on with them\n" in ended.stdout
    assert b"problems: worker-lost 1\n" in ended.stdout
    with face.open(tmp_path / "news.db") as opened:
        assert opened.counts() == {"capture": 12, "article": 11, "statement": 11, "name": 1, "party": 1, "problem": 1}
        assert [capture.body.decode() for capture in opened.unread()] == [text(7)]
        assert [(found.code, found.where) for found in opened.problems()] == [("worker-lost", str(pages / "0007.txt"))]
    monkeypatch.undo()
    ended = commands.riwaya("add", tmp_path / "news.db", pages)
    assert ended.returncode == 0
    assert accounted(ended) == (12, 0, 12, 0)
    assert b"not read" not in ended.stdout
    assert whole(tmp_path / "news.db") == {
        "capture": 12,
        "article": 12,
        "statement": 12,
        "name": 1,
        "party": 1,
        "problem": 0,
    }


_really = additions._work


def _killed_by_the_seventh(item: object) -> additions.Reading:
    if not isinstance(item, Problem) and "0007" in item.name:  # type: ignore[attr-defined]
        os.kill(os.getpid(), signal.SIGKILL)
    return _really(item)  # type: ignore[arg-type]


def test_each_input_that_gives_no_bytes_is_told_and_counted(tmp_path: Path, pages: Path) -> None:
    """They would all bear the digest of nothing: none may be taken for another that is met again."""
    for name in ("a.txt", "b.txt"):
        (pages / name).symlink_to(tmp_path / "nowhere")
    (pages / "c.txt").write_bytes(b"")
    for account in ((15, 13, 0, 2), (15, 0, 13, 2)):
        ended = commands.riwaya("add", tmp_path / "news.db", pages)
        assert ended.returncode == 1
        assert accounted(ended) == account
        for name in ("a.txt", "b.txt"):
            assert f"{pages / name}: unreadable: ".encode() in ended.stderr
    listed = commands.riwaya("problems", tmp_path / "news.db").stdout.decode().splitlines()
    assert sorted(line.split(": ")[:2] for line in listed) == [
        [str(pages / "a.txt"), "unreadable"],
        [str(pages / "b.txt"), "unreadable"],
        [str(pages / "c.txt"), "empty"],
    ]
    with face.open(tmp_path / "other.db") as opened:
        added = opened.add(face.records(pages))
        assert (added.seen, added.new, added.again, added.failed) == (15, 13, 0, 2)
        assert added.problems == {"unreadable": 2, "empty": 1}


def test_an_input_that_fails_in_the_middle_is_accounted_for(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object, **__: object) -> Iterator[object]:
        yield from real(pages / "0001.txt")
        raise OSError(errno.EIO, "Input/output error")

    real: Callable[[Path], Iterator[object]] = captures.read
    monkeypatch.setattr(inputs.captures, "read", read)
    ended = commands.riwaya("add", tmp_path / "news.db", pages)
    assert ended.returncode == 1
    assert accounted(ended) == (2, 1, 0, 1)
    assert ended.stderr.startswith(f"{pages}: unreadable: ".encode())
