"""The commands of an archive: what they print where, and how they end."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.commands import DENIAL, REPORT
from tests.commands import told as riwaya

import riwaya as face
from riwaya import captures, pipeline
from riwaya.archive import prepared, schema
from riwaya.cli import additions
from riwaya.cli.outcomes import Outcome
from riwaya.errors import Problem


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "denial.txt").write_text(DENIAL, encoding="utf-8")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    return folder


@pytest.fixture
def archive(tmp_path: Path, pages: Path) -> Path:
    assert riwaya("add", tmp_path / "news.db", pages).returncode == 0
    return tmp_path / "news.db"


# -- add ---------------------------------------------------------------------------------------------------------------


def test_a_summary_accounts_for_every_input(tmp_path: Path, pages: Path) -> None:
    (pages / "empty.txt").write_bytes(b"")
    ended = riwaya("add", tmp_path / "news.db", pages, tmp_path / "nowhere.html")
    assert ended.stdout.splitlines() == [
        "4 pages: 3 new, 0 met again, 1 not opened",
        "2 articles, 2 statements read",
        "problems: empty 1, no-such-file 1",
    ]
    assert ended.returncode == 1
    assert "nowhere.html: no-such-file" in ended.stderr


def test_the_same_again_is_met_again(archive: Path, pages: Path) -> None:
    ended = riwaya("add", archive, pages)
    assert ended == (0, "2 pages: 0 new, 2 met again, 0 not opened\n0 articles, 0 statements read\n", "")


def test_rows_of_a_zip_file_are_added_by_their_fields(tmp_path: Path) -> None:
    rows = [
        {"content": f"{REPORT}{number}", "source": "المرسى", "url": f"https://marsa.example/{number}"}
        for number in range(40)
    ]
    with zipfile.ZipFile(tmp_path / "rows.zip", "w") as file:
        file.writestr("rows.jsonl", "\n".join(map(json.dumps, rows)))
    ended = riwaya(
        "add", "-j", "2", "--map", "text=content,publisher=source", tmp_path / "news.db", tmp_path / "rows.zip"
    )
    assert ended.stdout.startswith("40 pages: 40 new, 0 met again, 0 not opened\n40 articles, ")
    with face.open(tmp_path / "news.db") as opened:
        assert [article.url for article in opened.articles()] == [row["url"] for row in rows]
        assert opened.search("publisher:المرسى").total == 40


def test_standard_input_is_added_under_its_address(tmp_path: Path) -> None:
    ended = riwaya("add", tmp_path / "news.db", "--url", "https://nahrain.example/1", "-", given=DENIAL.encode())
    assert ended.returncode == 0
    with face.open(tmp_path / "news.db") as opened:
        assert [article.url for article in opened.articles()] == ["https://nahrain.example/1"]


def test_what_was_kept_and_not_read_is_read_as_well(tmp_path: Path, pages: Path) -> None:
    with face.open(tmp_path / "news.db") as opened:
        opened.keep(list(captures.read(pages)))
        assert opened.counts()["article"] == 0
    ended = riwaya("add", tmp_path / "news.db", pages)
    assert ended.stdout.splitlines()[1] == "2 articles, 2 statements read"
    with face.open(tmp_path / "news.db") as opened:
        assert opened.counts()["article"] == 2


def test_a_defect_met_on_one_page_costs_that_page(tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = additions.pipeline.process

    def process(capture: object) -> object:
        if "denial" in capture.name:  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return real(capture)  # type: ignore[arg-type]

    monkeypatch.setattr(additions.pipeline, "process", process)
    ended = riwaya("add", tmp_path / "news.db", pages)
    assert "denial.txt: defect: " in ended.stderr
    assert ended.returncode == 1
    with face.open(tmp_path / "news.db") as opened:
        assert opened.counts()["capture"] == 2, "its bytes are kept"
        assert opened.counts()["article"] == 1
        assert [capture.name for capture in opened.unread()] == [str(pages / "denial.txt")]


def test_the_archive_itself_is_no_page(pages: Path) -> None:
    for _ in range(2):
        ended = riwaya("add", pages / "news.db", pages)
        assert ended.stdout.startswith("2 pages: ")
    with face.open(pages / "news.db") as opened:
        assert opened.counts()["capture"] == 2


def test_what_earlier_runs_left_is_read_last_and_once(tmp_path: Path, pages: Path) -> None:
    with face.open(tmp_path / "news.db") as opened:
        opened.keep(
            list(captures.read("نفت بلدية الرمال إغلاق الميناء القديم أمام السفن خلال الأسبوع المقبل.".encode()))
        )
    assert riwaya("add", tmp_path / "news.db", pages).stdout.splitlines()[1] == "3 articles, 3 statements read"
    with face.open(tmp_path / "news.db") as opened:
        assert [article.text.split()[2] for article in opened.articles()][-1] == "الرمال"


def test_a_page_that_is_read_at_last_has_no_problem_any_more(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def process(capture: object) -> object:
        raise ZeroDivisionError(capture)

    with monkeypatch.context() as patch:
        patch.setattr(additions.pipeline, "process", process)
        assert riwaya("add", tmp_path / "news.db", pages).returncode == 1
    assert len(riwaya("problems", tmp_path / "news.db").stdout.splitlines()) == 2
    assert riwaya("add", tmp_path / "news.db", pages).returncode == 0
    assert riwaya("problems", tmp_path / "news.db").stdout == ""


def test_a_killed_worker_costs_one_page(tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(additions, "_work", _killed_by_the_denial)
    ended = riwaya("add", "-j", "2", tmp_path / "news.db", pages)
    assert "denial.txt: worker-lost: " in ended.stderr
    with face.open(tmp_path / "news.db") as opened:
        assert opened.counts()["article"] == 1


def _killed_by_the_denial(item: object) -> additions.Reading:
    if not isinstance(item, Problem) and "denial" in item.name:  # type: ignore[attr-defined]
        os.kill(os.getpid(), signal.SIGKILL)
    record = pipeline.process(item)  # type: ignore[arg-type]
    return additions.Reading(Outcome(articles=1), prepared(record))


@pytest.mark.slow
def test_interrupted_it_stops_and_the_next_run_goes_on(tmp_path: Path) -> None:
    rows = "\n".join(json.dumps({"text": f"{REPORT}{number}"}) for number in range(1500))
    (tmp_path / "rows.jsonl").write_text(rows, encoding="utf-8")
    command = [sys.executable, "-m", "riwaya", "add", str(tmp_path / "news.db"), str(tmp_path / "rows.jsonl")]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not (tmp_path / "news.db").exists() or not _counted(tmp_path / "news.db"):
        assert run.poll() is None
    run.send_signal(signal.SIGINT)
    _, told = run.communicate()
    assert run.returncode == 130, told
    assert 0 < _counted(tmp_path / "news.db") < 1500
    assert riwaya("add", tmp_path / "news.db", tmp_path / "rows.jsonl").returncode == 0
    with face.open(tmp_path / "news.db") as opened:
        assert opened.counts()["capture"] == opened.counts()["article"] == 1500
        assert list(opened.verify()) == []


def _counted(path: Path) -> int:
    with face.open(path) as opened:
        return opened.counts()["article"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["add", "news.db"], "Missing argument 'SOURCE...'"),
        (["add", "news.db", "a.html", "b.html", "--url", "https://x.example"], "--url gives the address of one page"),
        (["add", "news.db", "a.html", "--map", "body=content"], "write OURS=THEIRS"),
        (["search", "nowhere.db", "الجسر"], "does not exist"),
    ],
)
def test_wrong_usage_is_told(arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ended = riwaya(*arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert told in ended.stderr
    assert not (tmp_path / "news.db").exists()


# -- search, problems, verify, backup ----------------------------------------------------------------------------------


def test_hits_are_shown_with_what_they_are_of(archive: Path) -> None:
    ended = riwaya("search", archive, "act:deny الجسر")
    assert "بلدية النهرين تنفي إغلاق الجسر" in ended.stdout
    assert "    deny: \u2068بلدية النهرين\u2069\n" in ended.stdout
    assert ended.stdout.endswith("1-1 of 1\n")
    assert ended.returncode == 0


def test_hits_are_json_lines_and_their_number_goes_to_standard_error(archive: Path) -> None:
    ended = riwaya("search", "--json", archive, "الجسر")
    [hit] = map(json.loads, ended.stdout.splitlines())
    assert hit["title"] == "بلدية النهرين تنفي إغلاق الجسر"
    assert hit["words"][hit["marks"][0][0] - hit["snippet"][0][0] :].startswith("الجسر")
    assert ended.stderr == "1-1 of 1\n"


def test_nothing_found_is_no_failure(archive: Path) -> None:
    assert riwaya("search", archive, "الصحراء") == (0, "nothing found\n", "")


def test_a_query_that_is_not_understood_is_wrong_usage(archive: Path) -> None:
    ended = riwaya("search", archive, "act:denies")
    assert ended.returncode == 2
    assert "act:denies is none of say, confirm, deny" in ended.stderr


def test_what_was_typed_steers_no_terminal(archive: Path) -> None:
    ended = riwaya("search", archive, "act:\u202edeny\x1b[31m")
    assert "\u202e" not in ended.stderr
    assert "\x1b" not in ended.stderr


def test_what_is_no_archive_is_one_line(pages: Path) -> None:
    ended = riwaya("search", pages / "denial.txt", "الجسر")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.splitlines() == [f"riwaya: {pages / 'denial.txt'} is no archive: name another file"]


def test_a_table_goes_to_a_file_when_it_is_complete(archive: Path, tmp_path: Path) -> None:
    assert riwaya("export", archive, "act:deny", "--to", tmp_path / "denials.csv") == (0, "", "1 statements written\n")
    with (tmp_path / "denials.csv").open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["act"], row["speaker"]) == ("deny", "بلدية النهرين")
    assert not list(tmp_path.glob(".*.part"))


def test_everything_is_exported_without_a_query(archive: Path) -> None:
    articles = riwaya("export", archive, "--of", "articles", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["article"] for line in articles] == [1, 2]
    statements = riwaya("export", archive, "--format", "jsonl").stdout.splitlines()
    with face.open(archive) as opened:
        assert len(statements) == opened.counts()["statement"]


def test_a_query_that_is_not_understood_leaves_no_file(archive: Path, tmp_path: Path) -> None:
    ended = riwaya("export", archive, "act:denies", "--to", tmp_path / "denials.csv")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert not (tmp_path / "denials.csv").exists()
    assert riwaya("export", archive, "act:denies").stdout == ""


def test_a_file_that_cannot_be_written_is_told(archive: Path, tmp_path: Path) -> None:
    ended = riwaya("export", archive, "--to", tmp_path / "nowhere" / "denials.csv")
    assert ended.returncode == 2
    assert "cannot be written" in ended.stderr


def test_problems_are_lines_and_json_lines(archive: Path, pages: Path) -> None:
    (pages / "empty.txt").write_bytes(b"")
    riwaya("add", archive, pages)
    assert riwaya("problems", archive).stdout.startswith(f"{pages / 'empty.txt'}: empty: ")
    [problem] = map(json.loads, riwaya("problems", "--json", archive).stdout.splitlines())
    assert problem["code"] == "empty"


@pytest.mark.parametrize("target", ["news.db", "./news.db", "link.db", "nowhere/copy.db"])
def test_a_copy_goes_nowhere_else(archive: Path, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(archive.parent)
    Path("link.db").symlink_to("news.db")
    ended = riwaya("backup", "news.db", target)
    assert ended.returncode == 1
    assert "name another file" in ended.stderr or "make it first" in ended.stderr
    assert riwaya("verify", archive).returncode == 0


def test_a_copy_takes_the_place_of_an_older_one(archive: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert riwaya("backup", archive, tmp_path / "copy.db").returncode == 0
    (tmp_path / "copy.db-wal").write_bytes(b"left by somebody")
    assert "in use" in riwaya("backup", archive, tmp_path / "copy.db").stderr


@pytest.mark.parametrize("name", ["q?x.db", "a%20b.db", "a b.db", "#.db", "أخبار.db", "x&mode=ro.db", "'.db"])
def test_an_archive_has_the_name_it_was_given(tmp_path: Path, pages: Path, name: str) -> None:
    assert riwaya("add", tmp_path / name, pages).returncode == 0
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == [name]


def test_an_archive_is_a_file(pages: Path) -> None:
    ended = riwaya("add", ":memory:", pages)
    assert ended.returncode == 1
    assert "name one" in ended.stderr


def test_an_empty_file_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    assert riwaya("search", tmp_path / "empty.db", "الجسر").returncode == 2
    assert (tmp_path / "empty.db").stat().st_size == 0


def test_a_copy_is_an_archive_and_whole(archive: Path, tmp_path: Path) -> None:
    assert riwaya("backup", archive, tmp_path / "copy.db") == (0, "", "")
    assert riwaya("verify", tmp_path / "copy.db") == (
        0,
        "whole: 2 captures, 2 articles, 2 statements, 2 names, 2 parties, 0 problems\n",
        "",
    )


def test_a_broken_capture_is_named(archive: Path) -> None:
    with face.open(archive) as opened, opened._writing() as connection:
        connection.exec_driver_sql("UPDATE capture SET body = x'00' WHERE id = 1")
    ended = riwaya("verify", archive)
    assert ended.returncode == 1
    assert "broken-capture: " in ended.stderr
    assert ended.stdout.startswith("broken: ")


def test_one_process_and_two_keep_the_same(tmp_path: Path, pages: Path) -> None:
    for count in ("1", "2"):
        riwaya("add", "-j", count, tmp_path / f"{count}.db", pages)
    with face.open(tmp_path / "1.db") as one, face.open(tmp_path / "2.db") as two:
        assert list(one.articles()) == list(two.articles())


def test_refresh_reads_anew_what_another_version_read_and_judgements_stay(tmp_path: Path) -> None:
    page, path = tmp_path / "page.txt", tmp_path / "news.db"
    page.write_text(
        "أعلن المهندس سامي نعمان أن الجسر القديم سيغلق أمام المارة خلال الأسبوع المقبل للصيانة.\n", encoding="utf-8"
    )
    assert riwaya("add", path, page).returncode == 0
    assert "0 articles" in riwaya("refresh", path).stdout
    assert riwaya("judge", path, "rename", "سامي نعمان", "المهندس", "--why", "as he signs").returncode == 0
    with face.open(path) as archive, archive._writing() as connection:
        connection.execute(update(schema.capture).values(version="an older one"))
    run = riwaya("refresh", path)
    assert (run.returncode, run.stdout) == (0, "1 articles, 1 statements read\n")
    assert "المهندس" in riwaya("party", path, "سامي نعمان").stdout
    assert "0 articles" in riwaya("refresh", path).stdout


def test_judging_says_what_came_of_it_and_lists_it(tmp_path: Path) -> None:
    page, path = tmp_path / "page.txt", tmp_path / "news.db"
    page.write_text(
        "أعلن المهندس سامي نعمان أن الجسر القديم سيغلق أمام المارة خلال الأسبوع المقبل للصيانة.\n", encoding="utf-8"
    )
    assert riwaya("add", path, page).returncode == 0
    ended = riwaya("judge", path, "rename", "سامي نعمان", "المهندس", "--why", "as he signs", "--by", "the desk")
    assert ended.stdout.splitlines()[0] == "judgement 1"
    assert "المهندس" in ended.stdout
    listed = riwaya("judge", path).stdout
    assert listed.startswith("1 rename ")
    assert "Name(" not in listed
    assert "سامي نعمان" in listed
    assert riwaya("judge", path, "undo", "1").returncode == 0
    assert "undone" in riwaya("judge", path).stdout
    for wrong in (["join", "سامي نعمان"], ["undo", "x"], ["undo", "9" * 30], ["rename", "لا أحد", "x", "--why", "x"]):
        assert riwaya("judge", path, *wrong).returncode == 2
    assert riwaya("party", path, "1").returncode == 0
    assert riwaya("party", path, "9" * 30).returncode == 1
