from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation import outcomes, run
from evaluation.floors import FLOORED, MARGIN, Floors
from evaluation.outcomes import by_key, compare, read, write
from evaluation.run import Measured, changes, judge, main, misses, overview, page_table
from evaluation.scores import Verdict

FIGURES = {
    **dict.fromkeys(FLOORED, 0.9),
    **dict.fromkeys(("denials.precision", "denials.recall", "via.precision", "via.recall", "polarity"), 0.9),
}
OLD = {"a 0-5 say": "whole", "a 9-12 deny": "missed", "b 0-4 say": "false", "b 6-9 say": "content"}


def verdicts(**given: str) -> dict[str, Verdict]:
    keys = {
        "first": "a 0-5 say",
        "second": "a 9-12 deny",
        "third": "b 0-4 say",
        "fourth": "b 6-9 say",
        "new": "c 1-2 say",
    }
    return {keys[name]: Verdict(keys[name], outcome, "كلمات") for name, outcome in given.items()}  # type: ignore[arg-type]


def measured(name: str = "look", figures: dict[str, float] | None = None, digest: str = "d") -> Measured:
    return Measured(name, digest, (1, 4, 1), figures or FIGURES, verdicts(first="missed", second="whole"))


def test_floors_survive_the_file(tmp_path: Path) -> None:
    floors = Floors()
    floors.lift("look", FIGURES, digest="d")
    floors.lower("look", {**FIGURES, "act": 0.5}, 'the guide now says "report"\nfor both')
    floors.write(tmp_path / "floors.toml")
    again = Floors.read(tmp_path / "floors.toml")
    assert (again.gold, again.figures) == (floors.gold, floors.figures)
    assert again.figures["look"]["act"] == pytest.approx(0.5 - MARGIN)
    assert again.lowered == ["look act from 0.897: the guide now says 'report' for both"]
    assert Floors.read(tmp_path / "absent.toml") == Floors()


def test_lifting_never_lowers() -> None:
    floors = Floors()
    floors.lift("look", FIGURES, digest="d")
    floors.lift("look", {**FIGURES, "act": 0.2, "cue": 0.99, "via.f1": math.nan}, digest="e")
    assert floors.figures["look"]["act"] == floors.figures["look"]["via.f1"] == pytest.approx(0.897)
    assert floors.figures["look"]["cue"] == pytest.approx(0.987)
    assert floors.gold == {"look": "e"}


def test_lowering_needs_a_reason() -> None:
    with pytest.raises(ValueError, match="reason"):
        Floors().lower("look", FIGURES, "  ")


@pytest.mark.parametrize(
    ("figures", "digest", "wrong"),
    [
        (FIGURES, "d", []),
        ({**FIGURES, "act": 0.896}, "d", ["look: below the floor: act"]),
        ({**FIGURES, "via.f1": math.nan}, "d", ["look: below the floor: via.f1"]),
        (FIGURES, "e", ["look: the gold is not the one its floors were set on; --raise takes the new one"]),
    ],
)
def test_judgement(figures: dict[str, float], digest: str, wrong: list[str]) -> None:
    floors = Floors()
    floors.lift("look", FIGURES, digest="d")
    assert judge([measured(figures=figures, digest=digest)], floors) == wrong


def test_the_table_marks_what_has_fallen() -> None:
    floors = Floors()
    floors.lift("look", FIGURES, digest="d")
    shown = overview([measured(figures={**FIGURES, "act": 0.5, "via.recall": math.nan})], floors).splitlines()
    assert [line.split() for line in shown if "<" in line] == [["act", "0.500", "<", "0.897"]]
    assert ["via.recall", "-"] in [line.split() for line in shown]
    assert [line.split() for line in shown[1:4]] == [["articles", "1"], ["statements", "4"], ["denials", "1"]]
    assert "| act | 0.900 |" in page_table([measured()]).splitlines()


@pytest.mark.parametrize(
    ("now", "won", "lost"),
    [
        ({"first": "whole", "second": "missed", "third": "false", "fourth": "content"}, 0, 0),
        ({"first": "content", "second": "missed", "third": "false", "fourth": "content"}, 0, 1),
        ({"first": "whole", "second": "whole", "third": "false", "fourth": "missed"}, 1, 1),
        ({"first": "whole", "second": "missed", "fourth": "content"}, 1, 0),  # a false one is gone
        ({"first": "whole", "second": "missed", "third": "false", "fourth": "content", "new": "false"}, 0, 1),
        (
            {"first": "whole", "second": "missed", "third": "false", "fourth": "content", "new": "missed"},
            0,
            0,
        ),  # gold grew
    ],
)
def test_gains_and_losses(now: dict[str, str], won: int, lost: int) -> None:
    found = compare(OLD, verdicts(**now))
    assert [change.won for change in found] == [False] * lost + [True] * won


def test_an_article_that_only_one_gold_holds_is_neither_won_nor_lost() -> None:
    new = {f"z {place} say": Verdict(f"z {place} say", "false", "كلمات") for place in ("1-2", "4-5")}
    annotated = {"z 8-9 say": Verdict("z 8-9 say", "missed", "كلمات")}
    old = {key: Verdict(key, outcome, "كلمات") for key, outcome in OLD.items()}  # type: ignore[arg-type]
    assert compare(OLD, {**old, **new, **annotated}) == []
    assert [change.won for change in compare(OLD, {**old, **new})] == [False, False]  # held before, nothing annotated
    assert compare({**OLD, "z 1-2 say": "false", "z 8-9 say": "whole"}, old) == []


def test_outcomes_survive_the_file_and_hold_no_words(tmp_path: Path) -> None:
    one = Verdict("a 0-5 say", "whole", "كلمات")
    kept = by_key([one, Verdict("a 0-5 say", "false", "كلمات"), one])
    assert list(kept) == ["a 0-5 say", "a 0-5 say#2", "a 0-5 say#3"]
    write(tmp_path, "look", kept)
    content = (tmp_path / "look.txt").read_text(encoding="utf-8")
    assert content.isascii()
    assert read(content) == {key: verdict.outcome for key, verdict in kept.items()}


def test_words_of_the_measuring_half_stay_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "committed", lambda _: OLD)
    assert changes(measured("measure"), reveal=False) == ["measure: 1 won, 1 lost"]
    shown = changes(measured("look"), reveal=True)
    assert shown[0] == "look: 1 won, 1 lost"
    assert shown[1] == "  lost  a 0-5 say: whole → missed  كلمات"
    assert misses(measured(), 5) == ["look: 1 not wholly right", "  missed  a 0-5 say  كلمات"]


def test_without_texts_nothing_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "absent")]) == 0
    assert capsys.readouterr().out.startswith("skipped: ")


def test_a_failing_scorer_is_told_apart_from_bad_figures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "score.py").write_text("import sys; sys.exit('no such verb')")
    (tmp_path / "gold" / "seeds.jsonl").write_text("")
    monkeypatch.setattr(run, "FLOORS", tmp_path / "floors.toml")
    assert main([str(tmp_path), "--only", "seeds"]) == 1
    assert "score.py failed on seeds:\nno such verb" in capsys.readouterr().err


def test_the_whole_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(run, "FLOORS", tmp_path / "floors.toml")
    monkeypatch.setattr(outcomes, "FOLDER", tmp_path / "outcomes")
    monkeypatch.setattr(outcomes, "committed", lambda _: None)
    monkeypatch.setattr(run, "sets_at_hand", lambda *_: {"look": (tmp_path, tmp_path)})
    monkeypatch.setattr(run, "measure", lambda *_: replace(measured(), rare=frozenset({"via.f1"})))
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "score.py").touch()
    assert main([str(tmp_path), "--raise"]) == 0
    assert set(FLOORED) - set(Floors.read(tmp_path / "floors.toml").figures["look"]) == {"via.f1"}
    monkeypatch.setattr(run, "measure", lambda *_: measured(figures={**FIGURES, "act": 0.5}))
    capsys.readouterr()
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().err == "look: below the floor: act\n"
    assert main([str(tmp_path), "--lower", "a better guide"]) == 0
    assert "a better guide" in (tmp_path / "floors.toml").read_text()
    assert (tmp_path / "outcomes" / "look.txt").exists()
