from __future__ import annotations

import pytest

from evaluation.errors import CLASSES, error_table, errors

TEXT = "قال سامي إن الباخرة الكبيرة وصلت أمس. وأضاف أن المرفأ مغلق."
CUES = {"قال": [[0, 3]], "أضاف": [[TEXT.index("أضاف"), TEXT.index("أضاف") + 4]], "إن": [[9, 11]]}
CONTENT = "الباخرة الكبيرة وصلت أمس"


def statement(content: str = CONTENT, cue: str = "قال", **parts: object) -> dict[str, object]:
    start = TEXT.index(content)
    row = {
        "content": [[start, start + len(content)]],
        "cue": CUES[cue],
        "source": [[4, 8]],
        "speaker": "سامي",
        "act": "say",
    }
    return {**row, **parts}


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        (statement(), statement(), {}),
        (statement(), None, {"missed cue": 1}),
        (statement(), statement("وصلت أمس"), {"missed extent": 1, "false extent": 1}),
        (statement(), statement("وصلت أمس", cue="إن"), {"missed cue": 1, "false cue": 1}),
        (None, statement(), {"false cue": 1}),
        (statement(), statement(speaker=None), {"speaker absent": 1}),
        (statement(), statement(speaker="هدى"), {"speaker beside": 1}),
        (statement(source=None), statement(speaker="هدى"), {"speaker carried": 1}),
        (statement(), statement(act="report"), {}),
        (statement(), statement(act="deny"), {"polarity": 1}),
        (statement(), statement(act="deny", speaker="هدى"), {"speaker beside": 1}),
    ],
)
def test_each_error_has_its_class(
    gold: dict[str, object] | None, found: dict[str, object] | None, expected: dict[str, int]
) -> None:
    counted = errors(TEXT, [gold] if gold else [], [found] if found else [])
    assert counted == expected
    assert set(counted) <= set(CLASSES)


def test_a_statement_without_a_cue_shares_none() -> None:
    assert errors(TEXT, [statement(cue="قال")], [statement("وصلت أمس") | {"cue": None}]) == {
        "missed cue": 1,
        "false cue": 1,
    }


def test_the_most_frequent_stand_first() -> None:
    shown = error_table({"polarity": 3, "false cue": 1}, 200).splitlines()
    assert shown[2] == f"| {CLASSES['polarity']} | 3 | 1.5 |"
    assert len(shown) == 2 + len(CLASSES)
