"""How far found statements agree with annotated ones: the benchmark's own scorer, for any system.

    python -m evaluation.scores GOLD.jsonl PREDICTIONS.jsonl     both with extents; see docs/reference/benchmark.md

It depends on nothing but the standard library, so that a system is not judged by its own code. Statements are paired
one to one by the overlap of their contents, counted in letters: intersection over union of a half or more, best first.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

Row: TypeAlias = Mapping[str, Any]
Pairs: TypeAlias = Sequence[Sequence[int]]
Outcome: TypeAlias = Literal["whole", "content", "missed", "false"]

MATCHED, EXACT = 0.5, 0.9  # intersection over union of the contents' letters
PARTS: Final = ("source", "cue", "medium")
_LETTER: Final = re.compile(r"[^\W_]")
_WORD: Final = re.compile(r"[^\W_]+")
_MARKS: Final = re.compile("[\u064b-\u0652\u0670\u0640]")
_SPELLINGS: Final = str.maketrans(
    "\u0623\u0625\u0622\u0671\u0649\u0629\u0624\u0626", "\u0627\u0627\u0627\u0627\u064a\u0647\u0648\u064a"
)
_THE: Final = "\u0627\u0644"
# Acts that turn a claim round; all others pass for saying it.
_POLAR: Final = frozenset({"deny", "decline", "allege", "accuse", "demand"})


def letters(text: str, extent: Pairs | None) -> frozenset[int]:
    """Return the places of the letters and digits that an extent covers.

    >>> sorted(letters("«لا»", [[0, 4]]))
    [1, 2]
    """
    return frozenset(at for start, end in extent or () for at in range(start, end) if _LETTER.match(text[at]))


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Return intersection over union; 0 for two empty sets."""
    return len(one & other) / len(one | other) if one or other else 0.0


def same_name(one: str | None, other: str | None) -> bool:
    """Whether one name holds the other's words, or they share most of them; articles and spellings made equal.

    >>> same_name("الوزيرة هدى", "هدي"), same_name("سامي نعمان", "سامي فهد"), same_name(None, None)
    (True, False, True)
    """
    first, second = _name_words(one), _name_words(other)
    if not first or not second:
        return not first and not second
    return first <= second or second <= first or len(first & second) / len(first | second) > MATCHED


def _name_words(name: str | None) -> frozenset[str]:
    words = _WORD.findall(_MARKS.sub("", name or "").translate(_SPELLINGS))
    shortest = len(_THE) + 3
    return frozenset(word[len(_THE) :] if word.startswith(_THE) and len(word) >= shortest else word for word in words)


def pair(text: str, golds: Sequence[Row], founds: Sequence[Row]) -> list[tuple[float, int, int]]:
    """Return the pairs of an article: overlap, place in ``golds``, place in ``founds``; best first, each used once."""
    wanted = [letters(text, gold["content"]) for gold in golds]
    given = [letters(text, found["content"]) for found in founds]
    candidates = sorted(
        ((overlap(want, got), i, j) for i, want in enumerate(wanted) for j, got in enumerate(given)), reverse=True
    )
    pairs: list[tuple[float, int, int]] = []
    left: set[int] = set()
    right: set[int] = set()
    for score, i, j in candidates:
        if score < MATCHED:
            break
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((score, i, j))
    return pairs


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one statement: an annotated one (or a false one that was found).

    Attributes:
        key: article, extent and act; holds no words.
        outcome: ``whole`` (content, speaker and polarity right), ``content`` (found, but one of these wrong),
            ``missed``, or ``false`` (found, not annotated).
        words: the beginning of the content, for people who may see it.
    """

    key: str
    outcome: Outcome
    words: str


@dataclass
class Tally:
    """Counts over the articles of a set."""

    count: Counter[str] = field(default_factory=Counter)

    def add(self, article: str, text: str, golds: Sequence[Row], founds: Sequence[Row]) -> list[Verdict]:
        """Count one article.

        Args:
            article: its id.
            text: its text, which all extents are places in.
            golds: the annotated statements.
            founds: the statements that a system found. Both in the form of ``Statement.to_dict()``.

        Returns:
            One verdict for each annotated statement and each false one.
        """
        pairs = pair(text, golds, founds)
        outcomes: dict[int, Outcome] = {}
        for score, i, j in pairs:
            self.count["exact"] += score >= EXACT
            outcomes[i] = "whole" if self._compare(text, golds[i], founds[j]) else "content"
        matched = {j for _, _, j in pairs}
        self.count["gold"] += len(golds)
        self.count["found"] += len(founds)
        self.count["matched"] += len(pairs)
        self.count["deny gold"] += sum(gold["act"] == "deny" for gold in golds)
        self.count["deny found"] += sum(found["act"] == "deny" for found in founds)
        verdicts = [_verdict(article, text, gold, outcomes.get(i, "missed")) for i, gold in enumerate(golds)]
        verdicts += [_verdict(article, text, found, "false") for j, found in enumerate(founds) if j not in matched]
        return verdicts

    def _compare(self, text: str, gold: Row, found: Row) -> bool:
        speaker = same_name(gold["speaker"], found["speaker"])
        same = polarity(gold["act"]) == polarity(found["act"])
        self.count["speaker"] += speaker
        self.count["polarity"] += same
        self.count["whole"] += speaker and same
        self.count["deny matched"] += gold["act"] == found["act"] == "deny"
        for part in ("act", "form", "kind"):
            self.count[part] += gold[part] == found[part]
        for part in PARTS:
            want, got = letters(text, gold[part]), letters(text, found[part])
            self.count[part] += (not want and not got) or overlap(want, got) >= MATCHED
        self.count["via matched"] += sum(any(same_name(want, got) for got in found["via"]) for want in gold["via"])
        self.count["via gold"] += len(gold["via"])
        self.count["via found"] += len(found["via"])
        return speaker and same

    def figures(self) -> dict[str, float]:
        """Return all figures by name; not a number where there was nothing to count."""
        count = self.count
        out: dict[str, float] = {}
        for name, hit, got, want in (
            ("content", "matched", "found", "gold"),
            ("whole", "whole", "found", "gold"),
            ("denials", "deny matched", "deny found", "deny gold"),
            ("via", "via matched", "via found", "via gold"),
        ):
            precision, recall = _rate(count[hit], count[got]), _rate(count[hit], count[want])
            out |= {f"{name}.precision": precision, f"{name}.recall": recall, f"{name}.f1": f1(precision, recall)}
        out["content.exact_recall"] = _rate(count["exact"], count["gold"])
        for part in ("speaker", "source", "cue", "act", "polarity", "form", "kind", "medium"):
            out[part] = _rate(count[part], count["matched"])
        return out


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean; 0 if both are 0, not a number if one is not."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _rate(good: int, total: int) -> float:
    return good / total if total else math.nan


def polarity(act: str) -> str:
    """Return an act that turns a claim round as it is, and ``say`` for all others."""
    return act if act in _POLAR else "say"


def _verdict(article: str, text: str, statement: Row, outcome: Outcome) -> Verdict:
    content = statement["content"] or [[0, 0]]
    start, end = content[0][0], content[-1][1]
    return Verdict(f"{article} {start}-{end} {statement['act']}", outcome, " ".join(text[start:end].split())[:90])


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main(arguments: list[str] | None = None) -> int:
    """Print the figures of predictions against gold with texts (``python -m evaluation.standoff texts``)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path, help="JSON lines: id, text, statements with extents")
    parser.add_argument("predictions", type=Path, help="JSON lines: id, statements with extents")
    options = parser.parse_args(arguments)
    predicted = {row["id"]: row["statements"] for row in _rows(options.predictions)}
    tally, absent = Tally(), 0
    for row in _rows(options.gold):
        absent += row["id"] not in predicted
        tally.add(row["id"], row["text"], row["statements"], predicted.get(row["id"], []))
    json.dump({name: round(value, 4) for name, value in tally.figures().items()}, sys.stdout, indent=1)
    print()
    if absent:
        print(f"{absent} articles have no predictions: all their statements count as missed", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
