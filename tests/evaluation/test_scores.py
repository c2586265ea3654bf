from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evaluation import scores
from evaluation.corpora import shared
from evaluation.drafts import locate
from evaluation.run import flat, score

TEXT = "أكدت الوزيرة هدى سالم أن المدرسة ستفتح أبوابها. ونفى مدير البلدية إغلاق الجسر القديم."


def at(words: str) -> list[list[int]]:
    start = TEXT.index(words)
    return [[start, start + len(words)]]


def statement(content: str, **parts: object) -> dict[str, object]:
    given = {"source": None, "cue": None, "medium": None, "speaker": None, "kind": "person", "act": "say"}
    return {**given, "form": "indirect", "via": [], **parts, "content": at(content)}


OPENING = statement("المدرسة ستفتح أبوابها", speaker="هدى سالم", act="confirm", source=at("الوزيرة هدى سالم"))
CLOSING = statement("إغلاق الجسر القديم", speaker="مدير البلدية", act="deny", kind="unnamed", via=["وكالة"])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("هدى سالم", "الوزيرة هدي سالم", True),
        ("وزارة الصحة", "وزاره الصحه", True),
        ("الوِزارة", "وزارة", True),
        ("سامي نعمان فهد", "سامي نعمان رائد", False),
        ("سامي", None, False),
        (None, None, True),
        ("", None, True),
    ],
)
def test_names(one: str | None, other: str | None, same: bool) -> None:
    assert scores.same_name(one, other) is same
    assert scores.same_name(other, one) is same


def test_marks_and_spaces_do_not_count_as_overlap() -> None:
    assert scores.overlap(scores.letters("«نعم»", [[0, 5]]), scores.letters("«نعم»", [[1, 4]])) == 1.0
    assert scores.overlap(frozenset(), frozenset()) == 0.0


def test_each_statement_is_paired_once_and_the_best_pair_comes_first() -> None:
    part = statement("ستفتح أبوابها")
    assert scores.pair(TEXT, [OPENING], [part, OPENING]) == [(1.0, 0, 1)]
    assert scores.pair(TEXT, [OPENING], [part]) != []
    assert scores.pair(TEXT, [OPENING], [statement("أبوابها")]) == []


def test_all_right() -> None:
    tally = scores.Tally()
    verdicts = tally.add("a", TEXT, [OPENING, CLOSING], [CLOSING, OPENING])
    assert [verdict.outcome for verdict in verdicts] == ["whole", "whole"]
    assert set(tally.figures().values()) == {1.0}


@pytest.mark.parametrize(
    ("change", "fallen"),
    [
        ({"speaker": "سامي نعمان"}, {"speaker", "whole.precision", "whole.recall", "whole.f1"}),
        ({"act": "say"}, {"act"}),
        ({"form": "direct"}, {"form"}),
        ({"kind": "media"}, {"kind"}),
        ({"source": None}, {"source"}),
        ({"cue": at("أكدت")}, {"cue"}),
        ({"medium": at("أبوابها")}, {"medium"}),
        ({"via": ["وكالة"]}, {"via.precision", "via.f1"}),
    ],
)
def test_a_wrong_part_lowers_its_own_figure(change: dict[str, object], fallen: set[str]) -> None:
    tally = scores.Tally()
    tally.add("a", TEXT, [OPENING, CLOSING], [{**OPENING, **change}, CLOSING])
    assert {name for name, value in tally.figures().items() if value < 1} == fallen


def test_missed_and_false() -> None:
    tally = scores.Tally()
    verdicts = tally.add("a", TEXT, [CLOSING], [OPENING])
    assert {verdict.outcome for verdict in verdicts} == {"missed", "false"}
    figures = tally.figures()
    assert figures["content.f1"] == figures["denials.recall"] == 0
    assert math.isnan(figures["denials.precision"])
    assert math.isnan(figures["speaker"])


def test_a_lost_polarity_is_not_whole() -> None:
    [verdict] = scores.Tally().add("a", TEXT, [CLOSING], [{**CLOSING, "act": "confirm"}])
    assert verdict.outcome == "content"
    assert "الجسر" not in verdict.key


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold, predictions = tmp_path / "gold.jsonl", tmp_path / "predictions.jsonl"
    gold.write_text("".join(json.dumps({"id": name, "text": TEXT, "statements": [OPENING]}) + "\n" for name in "ab"))
    predictions.write_text(json.dumps({"id": "a", "statements": [OPENING]}) + "\n")
    assert scores.main([str(gold), str(predictions)]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["content.recall"] == 0.5
    assert "1 articles have no predictions" in printed.err


# Stands for riwaya: every third statement left out, every second one changed in one part.
STUB = """
import json, pathlib
ROWS = {row["text"]: row["statements"] for row in map(json.loads, pathlib.Path(__file__).with_suffix(".jsonl").open())}
class Found:
    def __init__(self, row): self.row = row
    def to_dict(self): return self.row
def attribute(text, *, published=None, publisher=None): return [Found(row) for row in ROWS[text]]
"""


def spoiled(row: dict[str, object], number: int) -> dict[str, object]:
    [[start, end]] = row["content"]  # type: ignore[misc]  # one span each, as located
    changes: tuple[dict[str, object], ...] = (
        {"content": [[start, max(start + 1, end - (end - start) // 3)]]},
        {"speaker": "سامي نعمان"},
        {"act": "deny", "source": None},
        {"form": "mixed", "via": ["وكالة الأنباء"]},
        {"cue": [[start, start + 4]], "kind": "media"},
    )
    return {**row, **(changes[number // 2 % len(changes)] if number % 2 else {})}


@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_both_scorers_agree(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shared()
    if folder is None:
        pytest.skip("the scorer and its gold lie beside the repository (RIWAYA_SHARED)")
    gold = folder / "gold" / f"{name}.jsonl"
    tally, number = scores.Tally(), 0
    with (tmp_path / "riwaya.jsonl").open("w", encoding="utf-8") as out:
        for row in map(json.loads, gold.read_text(encoding="utf-8").splitlines()):
            golds = [locate(row["text"], written) for written in row["statements"]]
            founds = [spoiled(each, number + place) for place, each in enumerate(golds) if (number + place) % 3]
            number += len(golds)
            tally.add(row["id"], row["text"], golds, founds)
            out.write(json.dumps({"text": row["text"], "statements": founds}) + "\n")
    (tmp_path / "riwaya.py").write_text(STUB, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    theirs = score(folder / "gold" / "score.py", gold)
    assert theirs == pytest.approx(tally.figures(), nan_ok=True)
    assert 0.5 < theirs["content.f1"] < 1


def test_the_names_of_the_scorer_are_ours() -> None:
    result = {
        "content": {"precision": 0.5, "recall": 1.0, "f1": 2 / 3, "exact_recall": 1.0},
        "whole (content, speaker and polarity right)": {"precision": 0.5, "recall": 1.0, "f1": 2 / 3},
        "denials": {"precision": math.nan, "recall": 0.0, "f1": 0.0, "gold": 1},
        "via": {"precision": 1.0, "recall": 1.0, "gold": 1},
        "accuracy on the matched": dict.fromkeys(
            ("name", "source", "cue", "act", "polarity", "form", "kind", "medium"), 1.0
        ),
    }
    figures = flat(result)
    assert set(figures) == set(scores.Tally().figures())
    assert figures["via.f1"] == 1.0
    assert figures["content.f1"] == pytest.approx(2 / 3)


def test_the_scorer_needs_the_standard_library_only() -> None:
    code = "import sys, evaluation.scores; sys.exit('riwaya' in sys.modules)"
    root = Path(scores.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=dict(os.environ), check=False)
    assert done.returncode == 0
