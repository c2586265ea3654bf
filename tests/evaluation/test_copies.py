from __future__ import annotations

import json

import pytest

from evaluation import copies
from evaluation.copies import Verdict
from evaluation.reports import replace_block
from riwaya.model import Article, Capture
from riwaya.text import Alignment

WORDS = [f"كلمة{number}" for number in range(60)]
ITEM, OTHER = " ".join(WORDS[:40]), " ".join(WORDS[40:])


def paper(url: str, text: str) -> Article:
    return Article(text, Alignment.identity(len(text)), Capture(b"", "", "text/plain", "", "utf-8"), url=url)


PAPERS = [paper("http://a.example/%D8%AE", ITEM), paper("http://b.example/1", ITEM), paper("http://c.example/1", OTHER)]


def test_a_pair_of_one_item_is_found_under_any_spelling_of_its_addresses() -> None:
    measured = copies.measure(PAPERS)
    assert (measured.candidates, [(each.one, each.other) for each in measured.found]) == (1, [(0, 1)])
    gold = [
        json.dumps({"same_wire_copy": [["http://b.example/1/", "http://a.example/خ"]]}),
        json.dumps({"same_wire_copy": [["http://b.example/1", "http://c.example/1"]]}),
        json.dumps({"id": "none"}),
    ]
    assert copies.recall(measured, gold) == (1, 2)


def test_a_draw_depends_on_its_seed_and_on_addresses_alone() -> None:
    papers = [paper(f"http://{number}.example", f"{ITEM} {number}") for number in range(14)]
    one, other = copies.measure(papers), copies.measure(papers[::-1])

    def drawn(measured: copies.Measured, seed: int) -> list[frozenset[str | None]]:
        found = copies.draw(measured, "copy", seed)
        return [frozenset((measured.articles[each.one].url, measured.articles[each.other].url)) for each in found]

    assert len(drawn(one, 1)) == copies.DRAWN
    assert drawn(one, 1) == drawn(other, 1)
    assert drawn(one, 1) != drawn(one, 2)
    assert copies.draw(one, "embedded", 1) == []


def test_what_is_shown_of_a_pair_names_both(capsys: pytest.CaptureFixture[str]) -> None:
    measured = copies.measure(PAPERS)
    copies.show(measured, measured.found[0])
    shown = capsys.readouterr().out
    assert "http://a.example" in shown
    assert "http://b.example" in shown
    assert "… 40]" in shown


def test_verdicts_are_counted_by_draw_and_kind() -> None:
    pair = frozenset(("http://a.example", "http://b.example"))
    given = [
        Verdict(1, "copy", pair, "same"),
        Verdict(1, "copy", pair, "formula"),
        Verdict(2, "embedded", pair, "same"),
    ]
    rows = copies.precision(given).splitlines()[2:]
    assert rows == ["| 1 | copy | 2 | 1 | 1 | 0 |", "| 2 | embedded | 1 | 1 | 0 | 0 |"]


def test_verdicts_hold_addresses_and_no_words() -> None:
    assert all(line.isascii() for line in copies.VERDICTS.read_text(encoding="utf-8").splitlines())
    given = copies.verdicts()
    assert {each.kind for each in given} <= set(copies.KINDS)
    assert {each.verdict for each in given} <= {"same", "formula", "part"}
    assert all(len(each.pair) == 2 for each in given)
    assert len({(each.draw, each.kind, each.pair) for each in given}) == len(given)


def test_the_page_has_places_for_the_figures() -> None:
    page = copies.PAGE.read_text(encoding="utf-8")
    assert copies.precision(copies.verdicts()) in page
    assert replace_block(page, "figures", "x") != page


def test_without_the_newspapers_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(copies, "shared", lambda: None)
    assert copies.main([]) == 1
    assert "RIWAYA_SHARED" in capsys.readouterr().err
