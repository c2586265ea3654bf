"""``riwaya export`` of everything and ``riwaya import``: what they print, how they end, and what a kill leaves."""

from __future__ import annotations

import csv
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet as reader
from tests.commands import DENIAL, REPORT
from tests.commands import told as riwaya

import riwaya as face
from riwaya.cli import transfers
from riwaya.exports import interchange, tables


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "denial.txt").write_text(DENIAL, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    assert riwaya("add", tmp_path / "news.db", folder, tmp_path / "nowhere.html").returncode == 1
    return tmp_path / "news.db"


@pytest.fixture
def lines(archive: Path, tmp_path: Path) -> Path:
    ended = riwaya("export", archive, "--of", "captures", "--format", "jsonl", "--to", tmp_path / "news.jsonl")
    assert ended == (0, "", "3 captures, 2 articles, 2 statements, 2 problems, 0 judgements written\n")
    return tmp_path / "news.jsonl"


def whole(path: Path) -> str:
    return riwaya("export", path, "--of", "captures", "--format", "jsonl").stdout


# -- import ------------------------------------------------------------------------------------------------------------


def test_what_one_archive_gives_out_another_takes_in(archive: Path, lines: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert riwaya("import", copy, lines) == (
        0,
        "3 captures: 3 new, 0 known, 0 failed\n2 articles, 2 statements, 0 judgements taken over\n",
        "",
    )
    assert whole(copy) == lines.read_text(encoding="utf-8") == whole(archive)
    assert riwaya("problems", copy).stdout == riwaya("problems", archive).stdout
    assert riwaya("verify", copy) == riwaya("verify", archive)


def test_the_same_again_changes_nothing(lines: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    riwaya("import", copy, lines)
    before = whole(copy)
    assert riwaya("import", copy, lines, lines) == (
        0,
        "6 captures: 0 new, 6 known, 0 failed\n0 articles, 0 statements, 0 judgements taken over\n",
        "",
    )
    assert whole(copy) == before


def test_standard_input_is_a_file_too_and_files_may_be_joined(lines: Path, tmp_path: Path) -> None:
    ended = riwaya("import", tmp_path / "copy.db", "-", given=b"\xef\xbb\xbf" + lines.read_bytes() * 2)
    assert ended.stdout.startswith("6 captures: 3 new, 3 known, 0 failed\n")


def test_import_makes_what_add_can_go_on_with(archive: Path, lines: Path, tmp_path: Path) -> None:
    riwaya("import", tmp_path / "copy.db", lines)
    ended = riwaya("add", tmp_path / "copy.db", tmp_path / "pages")
    assert ended.stdout.startswith("3 pages: 0 new, 3 met again, 0 not opened\n0 articles")
    del archive


def damaged(lines: Path, number: int, line: bytes) -> bytes:
    every = lines.read_bytes().splitlines(keepends=True)
    every[number - 1] = line
    return b"".join(every)


def test_bytes_that_do_not_bear_their_digest_stay_out(lines: Path, tmp_path: Path) -> None:
    line: Any = json.loads(lines.read_text(encoding="utf-8").splitlines()[1])
    line["capture"]["body"] = "eA=="
    given = damaged(lines, 2, json.dumps(line).encode() + b"\n")
    ended = riwaya("import", tmp_path / "copy.db", "-", given=given)
    assert ended.returncode == 1
    assert ended.stderr.startswith("-:2: broken-capture: the bytes are not those that were found")
    assert line["capture"]["digest"] in ended.stderr
    assert ended.stdout.splitlines()[0] == "3 captures: 2 new, 0 known, 1 failed"
    assert ended.stdout.splitlines()[-1] == "problems: broken-capture 1"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{\n", "-:2: bad-line: it is no JSON"),
        (b"\xff\n", "-:2: bad-line: it is no JSON"),
        (b"{}\n", "-:2: bad-line: the line lacks capture"),
        (b'{"capture": "\\u202e\\u001b[31m"}\n', "-:2: bad-line: the line lacks sightings"),
        (b"[" * 100_000 + b"\n", "-:2: bad-line: it is no JSON"),
    ],
)
def test_a_damaged_line_costs_itself(lines: Path, tmp_path: Path, line: bytes, told: str) -> None:
    ended = riwaya("import", tmp_path / "copy.db", "-", "--quiet", given=damaged(lines, 2, line))
    assert ended.returncode == 1
    assert ended.stderr.startswith(told)
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stdout.startswith("3 captures: 2 new, 0 known, 1 failed\n")


def test_a_long_key_makes_no_long_message(lines: Path, tmp_path: Path) -> None:
    line: Any = json.loads(lines.read_text(encoding="utf-8").splitlines()[1])
    line["capture"]["given"] = {"k" * 5000: 1}
    ended = riwaya("import", tmp_path / "copy.db", "-", given=damaged(lines, 2, json.dumps(line).encode() + b"\n"))
    assert ended.stderr.startswith("-:2: bad-line: the line.capture.given.kkk")
    assert len(ended.stderr) < 400


def test_a_cut_last_line_costs_itself(lines: Path, tmp_path: Path) -> None:
    every = lines.read_bytes().splitlines(keepends=True)[:4]
    ended = riwaya("import", tmp_path / "copy.db", "-", given=b"".join(every)[:-9])
    assert ended.stderr == "-:4: bad-line: it is no JSON: the line was cut or damaged; the line was left out\n"
    assert ended.stdout.startswith("3 captures: 2 new, 0 known, 1 failed\n")
    again = riwaya("import", tmp_path / "copy.db", lines)
    assert again.stdout.startswith("3 captures: 1 new, 2 known, 0 failed\n"), "the whole file brings the rest"


def test_a_last_line_without_its_end_is_whole(lines: Path, tmp_path: Path) -> None:
    ended = riwaya("import", tmp_path / "copy.db", "-", given=lines.read_bytes().rstrip(b"\n"))
    assert ended.returncode == 0


def test_lines_of_another_form_are_left_out_and_the_rest_comes_in(lines: Path, tmp_path: Path) -> None:
    later = lines.read_bytes().replace(b'"version": 1}', b'"version": 2}', 1)
    ended = riwaya("import", tmp_path / "copy.db", "-", given=later + lines.read_bytes())
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[0] == (
        "-:1: unknown-form: lines of the form riwaya-captures 2 cannot be read, only riwaya-captures 1: update Riwaya"
    )
    assert {line.split()[1] for line in ended.stderr.splitlines()} == {"unknown-form:"}
    assert ended.stdout.startswith("8 captures: 3 new, 0 known, 5 failed\n")


def test_lines_without_a_header_are_left_out(lines: Path, tmp_path: Path) -> None:
    given = b"".join(lines.read_bytes().splitlines(keepends=True)[1:])
    ended = riwaya("import", tmp_path / "copy.db", "-", given=given)
    assert ended.stderr.startswith("-:1: unknown-form: it stands under no header that is known: {")
    assert ended.returncode == 1


def test_a_line_that_is_too_long_costs_itself(lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfers, "LONGEST", max(map(len, lines.read_bytes().splitlines(keepends=True))))
    monkeypatch.setattr(transfers, "_SKIPPED_AT_ONCE", 1000)
    given = damaged(lines, 2, b'{"capture": "' + b"x" * transfers.LONGEST + b'"}\n')
    ended = riwaya("import", tmp_path / "copy.db", "-", given=given)
    assert ended.stderr.startswith("-:2: too-large: ")
    assert ended.stdout.startswith("3 captures: 2 new, 0 known, 1 failed\n")


def test_what_cannot_be_opened_costs_no_other_file(lines: Path, tmp_path: Path) -> None:
    ended = riwaya("import", tmp_path / "copy.db", tmp_path / "nowhere.jsonl", tmp_path, lines)
    assert ended.returncode == 1
    assert [line.split(": ")[1] for line in ended.stderr.splitlines()] == ["no-such-file", "unreadable"]
    assert ended.stdout.startswith("5 captures: 3 new, 0 known, 2 failed\n")


def test_few_at_once_come_in_as_many(lines: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfers, "_BYTES_AT_ONCE", 1)
    riwaya("import", tmp_path / "copy.db", lines)
    assert whole(tmp_path / "copy.db") == lines.read_text(encoding="utf-8")


# -- export ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", ["articles", "statements", "problems"])
def test_every_form_has_every_row_and_tells_how_many(archive: Path, tmp_path: Path, of: str) -> None:
    with face.open(archive) as opened:
        number = opened.counts()[of.removesuffix("s")]
    assert number
    told = (0, "", f"{number} {of} written\n")
    for form in ("csv", "jsonl", "parquet"):
        assert riwaya("export", archive, "--of", of, "--format", form, "--to", tmp_path / f"rows.{form}") == told
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig", newline="") as file:
        sheet = list(csv.DictReader(file))
    flat = [json.loads(line) for line in (tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    typed = reader.read_table(tmp_path / "rows.parquet").to_pylist()
    assert len(sheet) == len(flat) == len(typed) == number
    assert list(sheet[0]) == list(flat[0]) == list(typed[0]) == list(getattr(tables, of[:-1].upper()))


def test_a_table_on_standard_output_is_told_apart_from_its_account(archive: Path) -> None:
    ended = riwaya("export", archive, "act:deny", "--format", "jsonl")
    assert [json.loads(line)["act"] for line in ended.stdout.splitlines()] == ["deny"]
    assert ended.stderr == "1 statements written\n"


def test_captures_are_chosen_by_a_query(archive: Path) -> None:
    ended = riwaya("export", archive, "act:deny", "--of", "captures", "--format", "jsonl")
    header, line = ended.stdout.splitlines()
    assert header == interchange.HEADER.strip()
    assert json.loads(line)["articles"][0]["title"] == "بلدية النهرين تنفي إغلاق الجسر"
    assert ended.stderr == "1 captures, 1 articles, 1 statements, 0 problems, 0 judgements written\n"


def test_a_broken_capture_is_told_and_the_others_are_written(archive: Path, tmp_path: Path) -> None:
    with face.open(archive) as opened, opened._writing() as connection:
        connection.exec_driver_sql("UPDATE capture SET body = x'00' WHERE id = 1")
    ended = riwaya("export", archive, "--of", "captures", "--format", "jsonl", "--to", tmp_path / "news.jsonl")
    assert ended.returncode == 1
    assert "broken-capture: " in ended.stderr
    assert ended.stderr.endswith("written, 1 captures left out\n")
    assert riwaya("import", tmp_path / "copy.db", tmp_path / "news.jsonl").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "parquet"], "--format parquet is no text: give a file, --to FILE"),
        (["--of", "captures"], "--of captures is written as lines only: give --format jsonl"),
        (["--of", "captures", "--format", "parquet", "--to", "x"], "give --format jsonl"),
        (["الجسر", "--of", "problems"], "give no QUERY"),
        (["act:denies", "--of", "captures", "--format", "jsonl"], "act:denies is none of"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(archive: Path, arguments: list[str], told: str) -> None:
    ended = riwaya("export", archive, *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert told in ended.stderr


def test_without_pyarrow_it_says_what_to_install(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "riwaya.exports.parquet", raising=False)
    monkeypatch.delattr("riwaya.exports.parquet", raising=False)
    ended = riwaya("export", archive, "--format", "parquet", "--to", tmp_path / "x.parquet")
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "riwaya: Parquet is written by pyarrow, which is not there: pip install 'riwaya[parquet]'"
    ]
    assert not (tmp_path / "x.parquet").exists()


# -- killed ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that takes a moment to write out."""
    path = tmp_path_factory.mktemp("large") / "news.db"
    with face.open(path) as opened:
        opened.add(record for number in range(400) for record in face.records(f"{REPORT}{number}".encode()))
    return path


def killed(*arguments: object, after: float) -> int:
    """Run a command, kill it after some seconds, and return how it ended."""
    command = [sys.executable, "-m", "riwaya", *map(str, arguments)]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(after)
    run.send_signal(signal.SIGKILL)
    return run.wait()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("of", "form"), [("captures", "jsonl"), ("articles", "parquet"), ("articles", "csv")], ids=lambda each: each
)
def test_a_killed_export_leaves_no_half_file(large: Path, tmp_path: Path, of: str, form: str) -> None:
    chance, target = random.Random(1436), tmp_path / "out"  # noqa: S311 - moments, no secrets
    arguments = ("export", large, "--of", of, "--format", form, "--to", target)
    begun = time.monotonic()
    assert killed(*arguments, after=0) < 0
    assert not target.exists()
    assert riwaya(*arguments).returncode == 0
    complete = target.read_bytes()
    took = max(time.monotonic() - begun, 0.5)
    for _ in range(4):
        target.unlink(missing_ok=True)
        killed(*arguments, after=chance.random() * took)
        assert not target.exists() or target.read_bytes() == complete
        target.write_bytes(b"older")
        killed(*arguments, after=chance.random() * took)
        assert target.read_bytes() in {b"older", complete}
    assert riwaya(*arguments).returncode == 0
    assert target.read_bytes() == complete, "what a kill left beside it is in nobody's way"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.slow
def test_a_killed_import_is_repeated(large: Path, tmp_path: Path) -> None:
    out = whole(large)
    (tmp_path / "news.jsonl").write_text(out, encoding="utf-8")
    copy = tmp_path / "copy.db"
    for moment in range(1, 13):
        code = killed("import", copy, tmp_path / "news.jsonl", after=moment * 0.3)
        if copy.exists() and copy.stat().st_size:
            with face.open(copy) as opened:
                counts = opened.counts()
                assert list(opened.verify()) == []
            assert counts["capture"] == counts["article"], "all of a batch, or none"
        if code == 0:
            break
    assert riwaya("import", copy, tmp_path / "news.jsonl").returncode == 0
    assert whole(copy) == out
