from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import breakdowns
from evaluation.breakdowns import (
    Certain,
    agreement_table,
    certainties,
    certainty_table,
    draw_table,
    gap_table,
    size_table,
)
from evaluation.corpora import shared
from evaluation.run import GOLD, OURS
from evaluation.scores import Tally
from evaluation.selection import Draw

TEXT = "قال سامي إن الباخرة وصلت. وقالت هدى إن المرفأ مغلق."
FIRST = [[TEXT.index("الباخرة"), TEXT.index(".")]]
SECOND = [[TEXT.index("المرفأ"), len(TEXT) - 1]]


def statement(content: list[list[int]], speaker: str, certainty: float = 0.8, act: str = "say") -> dict[str, object]:
    labels = {"source": None, "cue": None, "medium": None, "form": "indirect", "kind": "person", "via": []}
    return {**labels, "content": content, "speaker": speaker, "certainty": certainty, "act": act}


def tally(*founds: dict[str, object]) -> Tally:
    out = Tally()
    out.add("a", TEXT, [statement(FIRST, "سامي"), statement(SECOND, "هدى", act="deny")], founds)
    return out


def test_a_speaker_is_right_only_with_the_content() -> None:
    founds = [statement(SECOND, "سامي", 0.7), statement(FIRST, "سامي", 0.9), statement([[0, 3]], "هدى", 0.5)]
    golds = [statement(FIRST, "سامي"), statement(SECOND, "هدى")]
    assert certainties(TEXT, golds, founds) == [
        Certain(0.7, content=True, speaker=False),
        Certain(0.9, content=True, speaker=True),
        Certain(0.5, content=False, speaker=False),
    ]


def test_certainty_stands_in_bands() -> None:
    high, low = Certain(0.87, content=True, speaker=True), Certain(0.55, content=True, speaker=False)
    sure = Certain(1.0, content=False, speaker=False)
    assert certainty_table([high, low, Certain(0.85, content=False, speaker=False), sure], [low]).splitlines()[2:] == [
        "| 0.95 to 1.00 | 1 | 0.000 | 0.000 | 0 | - | - |",
        "| 0.85 to 0.90 | 2 | 0.500 | 0.500 | 0 | - | - |",
        "| 0.55 to 0.60 | 1 | 1.000 | 0.000 | 1 | 1.000 | 0.000 |",
    ]


def test_only_halved_draws_tell_what_was_learned_by_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    row = ("", 1, 1, 1, "", 0, 0, "skip", ())
    halves = [Draw("halved", *row[1:], ("look", "measure")), Draw("whole", *row[1:], ("look",))]  # type: ignore[arg-type]
    monkeypatch.setattr(breakdowns, "draws", lambda: halves)
    good, bad = tally(statement(FIRST, "سامي"), statement(SECOND, "هدى", act="deny")), tally()
    looked, measured = {"halved": good, "whole": bad}, {"halved": tally(statement(FIRST, "هدى")), "other": good}
    shown = gap_table(looked, measured).splitlines()
    assert shown[2] == "| statements, denials, intermediaries of the matched | 2, 1, 0 | 2, 1, 0 |  |"
    assert shown[3] == "| content.f1 | 1.000 | 0.667 | -0.333 |"
    assert "| whole.f1 | 1.000 | 0.000 | -1.000 |" in shown
    assert draw_table(looked, measured).splitlines()[2:] == [
        "| `halved` | 2 | 1.000 | 1.000 | 2 | 0.667 | 0.000 |",
        "| `whole` | 2 | - | - | - | - | - |",
        "| `other` | - | - | - | 2 | 1.000 | 1.000 |",
    ]


def test_agreement_is_that_of_the_gold_with_itself_where_nobody_disagrees(tmp_path: Path) -> None:
    folder = shared()
    if folder is None:
        pytest.skip("the newspaper archives lie beside the repository (RIWAYA_SHARED)")
    for which in OURS:
        (tmp_path / f"{which}.jsonl").write_bytes((GOLD / f"{which}.jsonl").read_bytes())
    (tmp_path / "second.jsonl").write_bytes((GOLD / "denials.jsonl").read_bytes())
    shown = agreement_table(tmp_path, OURS, folder).splitlines()
    assert {line.rsplit("|", 2)[1].strip() for line in shown[5:]} == {"1.000"}
    assert agreement_table(GOLD, OURS, folder).splitlines()[5] != shown[5]


def test_sizes_are_counted_by_set_and_draw(tmp_path: Path) -> None:
    said, denied = {"act": "say", "via": []}, {"act": "deny", "via": [[[1, 2]]]}
    rows = [
        {"draw": "one", "statements": [said, denied]},
        {"draw": "one", "statements": []},
        {"draw": "two", "statements": [said]},
    ]
    for name, held in (("look", rows), ("measure", rows[2:])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in held), encoding="utf-8")
    assert size_table(tmp_path, ["look", "measure"]).splitlines()[2:] == [
        "| `look` | 3 | 1 | 3 | 1 | 1 | one 2, two 1 |",
        "| `measure` | 1 | 0 | 1 | 0 | 0 | two 1 |",
        "| together | 4 | 1 | 4 | 1 | 1 | one 2, two 2 |",
    ]
