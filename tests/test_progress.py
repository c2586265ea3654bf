"""How far a run is: on a terminal, by the bytes of its inputs; nothing of it elsewhere."""

from __future__ import annotations

import gzip
import io
import json
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import zipfile
from fcntl import ioctl
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from riwaya import captures
from riwaya.cli import progress
from riwaya.cli.inputs import size
from riwaya.cli.outcomes import Outcome
from riwaya.cli.progress import Progress
from riwaya.errors import Problem

ERASE = "\r\x1b[K"
PAGE = "بلدية النهرين\n\nنفت بلدية النهرين إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل.\n"


class Terminal(io.StringIO):
    """A stream that says it is a terminal; of which size, it does not say."""

    def isatty(self) -> bool:
        return True

    def lines(self) -> list[str]:
        """What was shown, one after another, since we looked last."""
        shown = self.getvalue().split(ERASE)
        self.seek(0)
        self.truncate()
        return [each for each in shown if each]


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(progress, "time", found)
    return found


def test_a_known_total_gives_a_bar_and_the_time_that_is_left(clock: Clock) -> None:
    terminal = Terminal()
    shown = Progress(quiet=False, stream=terminal)
    shown.expect(1000)
    clock.now += 10
    shown.reach(250)
    for _ in range(5):
        shown.add(Outcome(articles=2, statements=3))
    shown.show()
    assert terminal.lines() == [" 25% [#####---------------] 0:30 left, 5 pages (0.5/s): 10 articles, 15 stateme"]
    clock.now += 3590
    shown.reach(500)
    shown.show()
    [line] = terminal.lines()
    assert line.startswith(" 50% [##########----------] 1:00:00 left, 5 pages ")
    shown.reach(2000)
    clock.now += 1
    shown.show()
    assert terminal.lines()[0].startswith("100% [####################] 5 pages "), "never beyond the end"
    shown.close()
    assert terminal.lines() == ["5 pages (0.0/s): 10 articles, 15 statements, 0 problems\n"]


def test_an_unknown_total_gives_counts_and_a_rate(clock: Clock) -> None:
    terminal = Terminal()
    shown = Progress(quiet=False, stream=terminal)
    shown.expect(None)
    clock.now += 4
    shown.reach(250)
    shown.add(Outcome(articles=1))
    shown.show()
    assert terminal.lines() == ["1 pages (0.2/s): 1 articles, 0 statements, 0 problems"]


def test_a_line_is_refreshed_a_few_times_a_second(clock: Clock) -> None:
    terminal = Terminal()
    shown = Progress(quiet=False, stream=terminal)
    for _ in range(10):
        clock.now += 0.125
        shown.show()
    assert len(terminal.lines()) == 5


def test_problems_and_notes_stand_on_lines_of_their_own(clock: Clock) -> None:
    terminal = Terminal()
    shown = Progress(quiet=False, stream=terminal)
    clock.now += 1
    shown.show()
    shown.add(Outcome(problems=(Problem("empty", "nothing", "a.txt"),)))
    shown.note("a note\x1b[31m")
    assert terminal.lines()[1:] == ["a.txt: empty: nothing\na note⟨U+001B⟩[31m\n"]


@pytest.mark.parametrize("quiet", [True, False])
def test_nothing_of_it_goes_anywhere_else(quiet: bool, clock: Clock) -> None:
    stream = io.StringIO() if not quiet else Terminal()
    shown = Progress(quiet=quiet, stream=stream)
    assert not shown.live
    shown.expect(100)
    clock.now += 1
    shown.reach(50)
    shown.add(Outcome(articles=1))
    shown.show()
    shown.close()
    assert stream.getvalue() == ""


# -- totals ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = "".join(json.dumps({"text": f"{PAGE}{number}"}) + "\n" for number in range(50)).encode()
    made = tmp_path / "inputs"
    (made / "below").mkdir(parents=True)
    (made / ".hidden").mkdir()
    (made / ".hidden" / "page.txt").write_text(PAGE * 9, encoding="utf-8")
    (made / "style.css").write_bytes(bytes(5000))
    (made / "below" / "page.txt").write_text(PAGE, encoding="utf-8")
    (made / "rows.jsonl").write_bytes(rows)
    (made / "rows.jsonl.gz").write_bytes(gzip.compress(rows))
    with zipfile.ZipFile(made / "rows.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("rows.jsonl", rows)
    return made


@pytest.mark.parametrize("name", ["below", "rows.jsonl", "rows.jsonl.gz", "rows.zip", "."])
def test_the_total_is_about_what_the_pages_have(name: str, folder: Path) -> None:
    read = sum(len(capture.body) + 1 for capture in captures.read(folder / name))
    assert abs(read - size([str(folder / name)])) < 0.01 * read + 2  # type: ignore[operator]


def test_totals_add_up_and_standard_input_has_none(folder: Path) -> None:
    names = [str(folder / "rows.zip"), str(folder / "below")]
    assert size(names) == sum(size([name]) or 0 for name in names)
    assert size([*names, "-"]) is None


@given(
    some.binary(max_size=60)
    | some.sampled_from([b"\x1f\x8b", b"\x1f\x8b\x08", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
)
def test_a_total_comes_of_any_file(body: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(body)
        file.flush()
        assert size([file.name, f"{file.name}.nowhere"]) >= 0  # type: ignore[operator]


# -- a terminal --------------------------------------------------------------------------------------------------------


# Refreshes the line at each page, however quick the machine is.
EAGER = "import sys; from riwaya.cli import main, progress; progress._SECONDS_BETWEEN = 0; sys.exit(main())"


def on_a_terminal(*words: object, columns: int = 60) -> str:
    """Return what a command shows on a terminal, on standard error."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    run = subprocess.Popen(
        [sys.executable, "-c", EAGER, *map(str, words)], stdout=subprocess.DEVNULL, stdin=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert run.wait() == 0
    return shown.decode()


@pytest.mark.slow
@pytest.mark.parametrize("words", [("add", "news.db"), ("add", "-j", "2", "news.db"), ("read",)])
def test_commands_show_how_far_they_are(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "".join(json.dumps({"text": f"{PAGE}{number}"}) + "\n" for number in range(100))
    (tmp_path / "rows.jsonl").write_text(rows)
    shown = on_a_terminal(*words, "rows.jsonl").split(ERASE)
    bars = [line for line in shown if "% [" in line]
    assert bars
    assert all(len(line.rstrip()) < 60 for line in bars), "a line that is cut never wraps"
    shares = [int(line.partition("%")[0]) for line in bars]
    assert shares == sorted(shares)
    assert shares[0] < 10
    assert shares[-1] == 100
    assert len(set(shares)) > 50
    assert shown[-1].startswith("100 pages (")
    assert shown[-1].rstrip().endswith("100 articles, 100 statements, 0 problems")
