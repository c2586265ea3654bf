"""What is not wholly right, in classes that tell where to look: the cue, the end of the content, the speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from evaluation.reports import table
from evaluation.scores import MATCHED, Row, letters, overlap, pair, polarity, same_name

CLASSES: Final = {
    "missed cue": "missed: the cue is not read as one",
    "missed extent": "missed: the cue is read, the content begins or ends elsewhere",
    "speaker absent": "found without a speaker",
    "speaker carried": "found, the speaker of an earlier sentence is another one",
    "speaker beside": "found, the words beside the cue are read as another speaker",
    "polarity": "found, but denying, demanding, accusing or alleging is taken for something else",
    "false extent": "false: the cue is right, the content begins or ends elsewhere",
    "false cue": "false: nothing is attributed there",
}


def errors(text: str, golds: Sequence[Row], founds: Sequence[Row]) -> Counter[str]:
    """Count the errors of an article by the names in :data:`CLASSES`.

    An error of extent counts twice, as the scorer counts it: what was wanted is missed, what was found is false.
    """
    pairs = pair(text, golds, founds)
    out: Counter[str] = Counter()
    for _, i, j in pairs:
        gold, found = golds[i], founds[j]
        if not same_name(gold["speaker"], found["speaker"]):
            read = "beside" if gold["source"] else "carried"
            out[f"speaker {read if found['speaker'] else 'absent'}"] += 1
        elif polarity(gold["act"]) != polarity(found["act"]):
            out["polarity"] += 1
    wanted, given = {i for _, i, _ in pairs}, {j for _, _, j in pairs}
    for i, gold in enumerate(golds):
        if i not in wanted:
            out["missed extent" if _cued(text, gold, founds) else "missed cue"] += 1
    for j, found in enumerate(founds):
        if j not in given:
            out["false extent" if _cued(text, found, golds) else "false cue"] += 1
    return out


def _cued(text: str, one: Row, others: Sequence[Row]) -> bool:
    """Whether one of the others has the same cue."""
    cue = letters(text, one["cue"])
    return any(overlap(cue, letters(text, other["cue"])) >= MATCHED for other in others)


def error_table(counted: Mapping[str, int], statements: int) -> str:
    """Return the classes with their numbers, the most frequent first.

    Args:
        counted: numbers by class.
        statements: how many there are in the gold, to which they are set in relation.
    """
    rows = sorted(((counted.get(name, 0), what) for name, what in CLASSES.items()), reverse=True)
    head = ("error", "number", "in a hundred statements")
    return table(head, [(what, str(number), f"{100 * number / statements:.1f}") for number, what in rows])
