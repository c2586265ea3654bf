"""The command line: what it prints where, and how it ends."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import pytest
from tests.commands import Ended, riwaya

from riwaya import __version__, captures, cli
from riwaya.captures import rows as captured_rows
from riwaya.cli import jobs, options, outcomes
from riwaya.cli.progress import Progress
from riwaya.errors import Problem

PAGE = "بلدية النهرين تنفي إغلاق الجسر\n\nنفت بلدية النهرين إغلاق الجسر القديم أمام المارة خلال الأسبوع المقبل، وقالت إن العمل فيه يجري ليلا.\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def rows(run: Ended) -> list[dict[str, object]]:
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def test_version_and_help_end_well() -> None:
    assert riwaya("--version").stdout.decode() == f"riwaya, version {__version__}\n"
    for command in ((), ("read",), ("samples",)):
        run = riwaya(*command, "--help")
        assert run.returncode == 0
        assert b"Example" in run.stdout


def test_it_runs_as_a_module() -> None:
    run = subprocess.run([sys.executable, "-m", "riwaya", "nonsense"], capture_output=True, check=False)
    assert run.returncode == options.WRONG_USAGE


def test_help_imports_no_stage() -> None:
    """Start-up is quick because of what is not imported."""
    code = "import sys; from riwaya.cli import main; main(['read', '--help']); print([m for m in sys.modules if m.startswith(('riwaya.', 'jinja2', 'multiprocessing'))])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    own = {
        "riwaya.cli",
        "riwaya.cli.checks",
        "riwaya.cli.finding",
        "riwaya.cli.keeping",
        "riwaya.cli.options",
        "riwaya.cli.parties",
    }
    assert set(re.findall(r"'([\w.]+)'", run.stdout.splitlines()[-1])) == own | {"riwaya.errors", "riwaya.text"}


def test_a_digest_on_standard_output_and_nothing_else(page: Path) -> None:
    run = riwaya("read", page)
    assert run.returncode == 0
    assert run.stderr == b""
    shown = run.stdout.decode()
    assert "✗ denies" in shown
    assert "\x1b" not in shown
    assert shown.count("\u2068") == shown.count("\u2069") > 0


def test_labels_in_arabic(page: Path) -> None:
    assert "✗ ينفي" in riwaya("read", "--lang", "ar", page).stdout.decode()


def test_json_has_one_article_a_line_with_its_statements(page: Path) -> None:
    run = riwaya("read", "--json", page, page)
    assert run.returncode == 0
    first, second = rows(run)
    assert first == second
    assert first["name"] == str(page)
    assert first["statements"][0]["act"] == "deny"  # type: ignore[index]


def test_standard_input(page: Path) -> None:
    run = riwaya("read", "--json", "-", given=page.read_bytes())
    [row] = rows(run)
    assert row["name"] == "-"
    assert run.returncode == 0


def test_a_hidden_override_does_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "turned.txt"
    path.write_text(PAGE.replace("القديم", "\u202eالقديم\x1b[31m"), encoding="utf-8")
    shown = riwaya("read", path).stdout.decode()
    assert not re.search("[\u202a-\u202e\x1b]", shown)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0" * 50,
        PAGE.encode("utf-16"),
        PAGE.encode("cp1256"),
        b"\xff\xfe\xed\xa0\x80" * 9,
        "\ud800 ".encode("utf-8", "surrogatepass") + PAGE.encode(),
    ],
)
def test_whatever_the_bytes_json_is_valid(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "page"
    path.write_bytes(body)
    run = riwaya("read", "--json", path)
    assert run.returncode in {0, 1}
    assert b"Traceback" not in run.stderr
    rows(run)


def test_a_missing_file_is_one_line_and_costs_no_other(page: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.html"
    run = riwaya("read", "--json", missing, page)
    assert run.returncode == 1
    assert len(rows(run)) == 1
    assert run.stderr.decode().splitlines() == [f"{missing}: no-such-file: there is no file or folder of this name"]


def test_an_address_is_told_how_to_be_read() -> None:
    run = riwaya("read", "https://example.org/news/1")
    assert run.returncode == 1
    assert b"--url" in run.stderr
    assert run.stderr.count(b"\n") == 1


def test_a_folder_without_pages_is_a_problem(tmp_path: Path) -> None:
    run = riwaya("read", tmp_path)
    assert run.returncode == 1
    assert b": no-pages: " in run.stderr


def test_a_problem_line_cannot_steer_the_terminal(tmp_path: Path) -> None:
    run = riwaya("read", tmp_path / "a\x1b[2J\u202eb\nc")
    assert run.stderr.decode().count("\n") == 1
    assert not re.search("[\x1b\u202e]", run.stderr.decode())


def test_quiet_tells_only_of_what_gave_nothing(tmp_path: Path) -> None:
    assert b"no-such-file" in riwaya("read", "--quiet", tmp_path / "missing").stderr
    stream = io.StringIO()
    progress = Progress(quiet=True, stream=stream)
    progress.add(outcomes.Outcome(problems=(Problem("open-quote", "…", "a"),), articles=1))
    assert (stream.getvalue(), progress.failed) == ("", False)
    progress.add(outcomes.Outcome(problems=(Problem("no-article", "…", "b"),)))
    assert (stream.getvalue(), progress.failed) == ("b: no-article: …\n", True)


def test_json_rows_with_a_field_map(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    text = PAGE.split("\n\n")[1]
    given = [
        {"content": f"{text} {number}.", "date_extracted": "2025-03-04", "source": "النهرين"} for number in range(40)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    mapped = ("--json", "--map", "text=content,published=date_extracted,publisher=source", path)
    single = riwaya("read", *mapped)
    assert single.returncode == 0
    assert [row["published"] for row in rows(single)] == ["2025-03-04"] * 40
    assert riwaya("read", "-j", 2, *mapped).stdout == single.stdout, "the order of the input"
    assert rows(riwaya("read", "--limit", 3, *mapped)) == rows(single)[:3]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("read",),
        ("read", "--nonsense", "a"),
        ("read", "-j", "0", "a"),
        ("read", "--map", "text", "a"),
        ("read", "--map", "nonsense=a", "a"),
        ("read", "--url", "https://example.org", "a", "b"),
        ("read", "--json", "--html", "-", "a"),
        ("read", "--html", "/nonexistent/folder/page.html", "a"),
        ("nonsense",),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == options.WRONG_USAGE
    out, err = capfd.readouterr()
    assert out == ""
    assert "Usage" in err
    assert "Traceback" not in err


def test_an_annotated_page_beside_the_digest(page: Path, tmp_path: Path) -> None:
    path = tmp_path / "annotated.html"
    run = riwaya("read", "--html", path, "--lang", "ar", page, tmp_path / "missing")
    assert run.returncode == 1
    assert "ينفي".encode() in run.stdout
    written = path.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert written.rstrip().endswith("</html>")
    assert '<html lang="ar" dir="rtl">' in written
    assert "no-such-file" in written
    alone = riwaya("read", "--html", "-", page).stdout.decode()
    assert alone.startswith("<!DOCTYPE html>")


def test_an_annotated_page_appears_when_it_is_complete(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may take the place of a page, or lie in the folder that is read; and half a page replaces nothing."""
    run = riwaya("read", "--json", "--html", page, page.parent)
    assert [row["name"] for row in rows(run)] == [str(page)]
    assert "</html>" in page.read_text(encoding="utf-8")
    monkeypatch.setattr(outcomes, "digest", lambda *_: "x")
    monkeypatch.setattr("click.echo", _interrupted)
    assert riwaya("read", "--html", page, page).returncode == options.INTERRUPTED
    assert "</html>" in page.read_text(encoding="utf-8")
    assert list(page.parent.iterdir()) == [page]
    assert riwaya("read", "--html", os.devnull, page.parent / "missing").returncode == options.SOME_FAILED
    assert not Path(os.devnull).is_file()


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_samples(tmp_path: Path) -> None:
    run = riwaya("samples", tmp_path / "new" / "folder")
    assert run.returncode == 0
    copied = [Path(line) for line in run.stdout.decode().splitlines()]
    assert copied
    assert all(path.is_file() and path.suffix != ".toml" for path in copied)
    (tmp_path / "file").write_bytes(b"")
    assert riwaya("samples", tmp_path / "file").returncode == options.WRONG_USAGE


def test_a_reader_that_goes_away(page: Path) -> None:
    command = [sys.executable, "-m", "riwaya", "read", "--json", *[str(page)] * 200]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait(60) == options.PIPE_CLOSED
        assert process.stderr.read() == b""


@pytest.mark.parametrize("processes", [1, 2])
def test_an_interrupt(tmp_path: Path, processes: int) -> None:
    """Interrupted while it waits for more rows, with the first results out."""
    row = json.dumps({"text": PAGE, "filler": "x" * 20_000}).encode() + b"\n"
    command = [sys.executable, "-m", "riwaya", "read", "--json", "-j", str(processes), "-"]
    results = tmp_path / "results"
    with (
        results.open("wb") as out,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=subprocess.PIPE) as process,
    ):
        assert process.stdin
        assert process.stderr
        process.stdin.write(row * 150)
        process.stdin.flush()
        while not results.stat().st_size:
            assert process.poll() is None
            time.sleep(0.02)
        for _ in range(20):  # Python sees no signal that comes between two pieces of one read: people press again
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(3)
                break
        assert process.wait() == options.INTERRUPTED
        assert process.stderr.read() == b""


def on_a_terminal(*arguments: object, **environment: str) -> str:
    """Run with standard output and standard error on a terminal, and return what it shows."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "riwaya", *map(str, arguments)]
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env={**inherited, "TERM": "xterm", **environment}):
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # how Linux tells that the other side has closed
                break
            if not part:
                break
            shown += part
    os.close(ours)
    return shown.decode()


def test_a_terminal_gets_styles_and_an_account_unless_asked_not_to(page: Path) -> None:
    shown = on_a_terminal("read", page)
    assert "\x1b[31m✗ denies" in shown
    assert "1 articles" in shown.splitlines()[-1]
    assert "\x1b[31m" not in on_a_terminal("read", page, NO_COLOR="1")
    assert "articles" not in on_a_terminal("read", "--quiet", page)


class Terminal(io.StringIO):
    """A terminal that remembers what was written to it."""

    def isatty(self) -> bool:
        return True


def test_a_line_of_progress_makes_way_for_what_is_printed() -> None:
    terminal = Terminal()
    progress = Progress(quiet=False, stream=terminal)
    progress.add(outcomes.Outcome(articles=2, statements=3))
    progress.show()
    progress.show()  # too soon to be shown again
    progress.add(outcomes.Outcome(problems=(Problem("no-article", "…", "a"),)))
    progress.close()
    rate = r"\(\d+\.\d/s\)"
    counts = (
        r"1 pages \S+: 2 articles, 3 statements, 0 problems",
        rf"2 pages {rate}: 2 articles, 3 statements, 1 problems",
    )
    erase = r"\r\x1b\[K"
    assert re.fullmatch(f"{erase}{counts[0]}{erase}a: no-article: …\n{counts[1]}\n", terminal.getvalue())


def test_a_page_lost_with_its_worker_is_told_by_name() -> None:
    [capture] = captures.read(PAGE.encode())
    job = outcomes.job(outcomes.Forms())
    [problem] = job.lost((1, capture)).problems
    assert (problem.code, problem.where) == ("worker-lost", "-")
    assert job.lost((1, Problem("no-such-file", "…", "a"))).problems[0].where == "a"
    assert job.weigh((1, capture)) == len(PAGE.encode())


def test_an_unreadable_file_is_told_with_its_reason(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(captures, "read", refuse)
    run = riwaya("read", page)
    assert run.returncode == options.SOME_FAILED
    assert run.stderr.decode() == f"{page}: unreadable: cannot be opened (Permission denied)\n"


# ``eval`` is a function that any process finds; the items are ours.
KILL = "__import__('os').kill(__import__('os').getpid(), 9)"
JOB: jobs.Job[str, object] = jobs.Job(eval, lambda item: ("lost", item), len)


def test_results_keep_the_order_of_the_items() -> None:
    items = [f"__import__('time').sleep({0.02 if number % 7 == 0 else 0}) or {number}" for number in range(100)]
    assert list(jobs.ordered(JOB, items, 3)) == list(range(100))
    assert list(jobs.ordered(JOB, [], 2)) == []


@pytest.mark.parametrize("places", [{0}, {5, 6}, {0, 1, 2, 39}])
def test_a_killed_worker_costs_its_item_and_no_other(places: set[int]) -> None:
    items = [KILL if place in places else str(place) for place in range(40)]
    expected = [("lost", KILL) if place in places else place for place in range(40)]
    assert list(jobs.ordered(JOB, items, 2)) == expected


def test_items_are_read_a_bounded_number_ahead() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "1"

    results = jobs.ordered(JOB, endless(), 2)
    assert [next(results) for _ in range(5)] == [1] * 5
    assert taken <= 1000
    results.close()  # type: ignore[attr-defined]


def test_heavy_items_travel_alone() -> None:
    heavy = "len('" + "a" * 3_000_000 + "')"
    assert list(jobs.ordered(JOB, [heavy, "1", heavy, "2"], 2)) == [3_000_000, 1, 3_000_000, 2]


def test_a_defect_on_one_page_is_told_and_costs_no_other(
    monkeypatch: pytest.MonkeyPatch, page: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    process = outcomes.pipeline.process

    def broken(capture: object) -> object:
        if capture.name.endswith("broken.txt"):  # type: ignore[attr-defined]
            raise ZeroDivisionError("half a page")
        return process(capture)  # type: ignore[arg-type]

    monkeypatch.setattr(outcomes.pipeline, "process", broken)
    other = page.with_name("broken.txt")
    other.write_bytes(page.read_bytes())
    assert cli.main(["read", "--json", str(other), str(page)]) == options.SOME_FAILED
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 1
    assert err.startswith(f"{other}: defect: ")
    assert "half a page" in err


def test_every_field_of_a_map_is_one_that_rows_have() -> None:
    assert set(options.FIELDS) == set(captured_rows._USUAL)


def test_the_doctor_says_what_is_here_and_what_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = riwaya("doctor")
    assert ended.returncode == options.DONE
    assert b"ok: SQLite 3." in ended.stdout
    assert b"broken" not in ended.stdout
    monkeypatch.setattr("riwaya.archive.sqlite.SOUND", (9, 0, 0))
    ended = riwaya("doctor")
    assert ended.returncode == options.SOME_FAILED
    assert b"broken: SQLite 3." in ended.stdout
    assert b"install one from 9.0.0 on" in ended.stdout


def test_the_doctor_names_extras_that_are_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", absent)
    ended = riwaya("doctor")
    assert ended.returncode == options.DONE
    assert b"absent: pyarrow: pip install 'riwaya[parquet]'" in ended.stdout
