from __future__ import annotations

import math
import time
from pathlib import Path

import pytest

from benchmarks import growth, newspapers, pages, run
from benchmarks.hostile import ORDINARY, Hostile, families
from benchmarks.reports import Report
from evaluation.corpora import Paper
from evaluation.reports import replace_block, table

PRINTED = """\
riwaya            precision 0.930  recall 0.950  f1 0.940    250.0 pages/s  errors 0
trafilatura-fast  precision 0.900  recall 0.940  f1 0.920     62.5 pages/s  errors 0
"""


def test_figures_of_pages() -> None:
    figures = pages.parse(PRINTED)
    assert figures["trafilatura-fast"] == {"precision": 0.9, "recall": 0.94, "f1": 0.92, "speed": 62.5, "errors": 0}
    assert pages.judge(figures) == []


@pytest.mark.parametrize(
    ("ours", "message"),
    [({"f1": 0.9}, "is below"), ({"speed": 180.0}, "2.9 times"), ({"errors": 2.0}, "2 raised")],
)
def test_worse_pages_fail(ours: dict[str, float], message: str) -> None:
    figures = pages.parse(PRINTED)
    [failed] = pages.judge({**figures, "riwaya": {**figures["riwaya"], **ours}})
    assert message in failed


def test_blocks_of_a_page() -> None:
    page = "before\n<!-- growth -->\nold\n<!-- /growth -->\nafter\n"
    once = replace_block(page, "growth", r"new \1")
    assert once == "before\n<!-- growth -->\nnew \\1\n<!-- /growth -->\nafter\n"
    assert replace_block(once, "growth", "old") == page
    with pytest.raises(LookupError, match="memory"):
        replace_block(page, "memory", "")


def test_hostile_inputs() -> None:
    found = families()
    ids = [family.id for family in found]
    assert ids == sorted(set(ids))
    for family in found:
        assert family.reader == family.id.partition(".")[0]
        rest = len(family.head) + len(family.tail)
        assert 800 - rest <= len(family.input(1000)) <= 1500 + rest
        assert len(family.input(100_000)) > 50 * len(family.input(1000)) - 50 * rest
    assert Hostile("x", "html", "a{n} ", "<", ">").input(10) == "<a0 a1 >"
    assert "نفت" in ORDINARY


@pytest.mark.parametrize("power", [1.0, 2.0])
def test_the_exponent_is_the_power(power: float) -> None:
    sizes = [1000, 2000, 4000]
    assert growth.slope(sizes, [3e-6 * size**power for size in sizes]) == pytest.approx(power)


def test_a_quadratic_reader_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]

    def read(text: str) -> None:
        clock[0] += len(text) ** 2 / 1e9

    monkeypatch.setattr(growth, "reader", lambda _: read)
    monkeypatch.setattr(time, "process_time", lambda: clock[0])
    found = growth.measure(Hostile("x", "attribute", "a"))
    assert found.exponent == pytest.approx(2.0)
    assert found.size == 32_768  # the third point


def test_a_reader_that_does_not_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(text: str) -> None:
        if len(text) > 64:
            raise growth.TooLongError

    monkeypatch.setattr(growth, "reader", lambda _: read)
    assert growth.measure(Hostile("x", "attribute", "a")).exponent == math.inf


def test_work_counts_failures() -> None:
    def task(paper: Paper) -> int:
        return len(paper.text.split()) // int(bool(paper.url))

    batch = [Paper("a.zip", url, "", "", "نعم لا", "") for url in ("http://example.org", "")]
    done = newspapers.work(task, batch)
    assert (done.articles, done.statements, done.failures, done.size) == (2, 2, 1, 22)


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "speed.md"
    page.write_text("<!-- startup -->\n<!-- /startup -->\n")
    shown = Report(table(("what", "seconds"), [("start", "0.1")]))
    monkeypatch.setattr(run, "PAGE", page)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setitem(run.ALONE, "startup", lambda: shown)
    assert run.main([str(tmp_path), "--only", "startup", "--only", "pages", "--write"]) == 0
    assert "pages: skipped" in capsys.readouterr().out
    assert shown.text in page.read_text()
    monkeypatch.setitem(run.ALONE, "startup", lambda: Report("", ["startup: 0.400 s"]))
    assert run.main([str(tmp_path), "--only", "startup"]) == 1
    assert capsys.readouterr().err == "startup: 0.400 s\n"
