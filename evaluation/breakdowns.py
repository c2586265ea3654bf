"""Figures by draw, by certainty, and between annotators: what the pages of the documentation say beside the totals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from evaluation.reports import shown, table
from evaluation.scores import Row, Tally, pair, same_name
from evaluation.selection import draws
from evaluation.standoff import lines, restore, with_papers

GAP: Final = ("content.f1", "whole.f1", "denials.f1", "via.f1", "speaker", "act")
_BAND: Final = 5  # hundredths of certainty in one row
_AGREED: Final = ("content.f1", "content.exact_recall", "whole.f1", "speaker", "source", "cue", "act", "form", "kind")


@dataclass(frozen=True, slots=True)
class Certain:
    """One statement that was found: how certain it was, and what was right."""

    certainty: float
    content: bool
    speaker: bool


def certainties(text: str, golds: Sequence[Row], founds: Sequence[Row]) -> list[Certain]:
    """Return what was right of each statement found in an article; a speaker counts only with the content."""
    right = {j: same_name(golds[i]["speaker"], founds[j]["speaker"]) for _, i, j in pair(text, golds, founds)}
    return [Certain(found["certainty"], j in right, right.get(j, False)) for j, found in enumerate(founds)]


def certainty_table(everywhere: Iterable[Certain], held: Iterable[Certain]) -> str:
    """Return how many were right in each band of certainty, the most certain first.

    Args:
        everywhere: the statements found in all sets.
        held: those found in the sets that are only measured on.
    """
    found = [_banded(everywhere), _banded(held)]
    rows = []
    for band in sorted({*found[0], *found[1]}, reverse=True):
        row = [f"{band * _BAND / 100:.2f} to {(band + 1) * _BAND / 100:.2f}"]
        for group in (each.get(band, []) for each in found):
            row.append(str(len(group)))
            row += [shown(sum(part) / len(part)) if part else "-" for part in _columns(group)]
        rows.append(row)
    head = ("certainty", "found", "content right", "content and speaker right")
    return table((*head, *(f"{name}, measuring sets" for name in head[1:])), rows)


def _banded(found: Iterable[Certain]) -> dict[int, list[Certain]]:
    bands: defaultdict[int, list[Certain]] = defaultdict(list)
    for each in found:
        bands[min(round(each.certainty * 100) // _BAND, 100 // _BAND - 1)].append(each)
    return bands


def _columns(group: Sequence[Certain]) -> tuple[list[bool], list[bool]]:
    return [each.content for each in group], [each.speaker for each in group]


def together(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of counts."""
    total = Tally()
    for each in tallies:
        total.count.update(each.count)
    return total


def draw_table(looked: Mapping[str, Tally], measured: Mapping[str, Tally]) -> str:
    """Return content and whole F1 of each draw, where it was looked at and where it was only measured."""
    rows = []
    for draw in {**looked, **measured}:
        row = [f"`{draw}`"]
        for side in (looked.get(draw), measured.get(draw)):
            figures = side.figures() if side else {}
            row.append(str(side.count["gold"]) if side else "-")
            row += [shown(figures[name]) if side else "-" for name in GAP[:2]]
        rows.append(row)
    parts = ("statements", "content F1", "whole F1")
    return table(("draw", *(f"`look`: {part}" for part in parts), *(f"only measured: {part}" for part in parts)), rows)


def gap_table(looked: Mapping[str, Tally], measured: Mapping[str, Tally]) -> str:
    """Return the figures of the draws that were halved by chance: what was looked at, what was not, the difference."""
    halved = [draw.name for draw in draws() if len(draw.sets) > 1]
    sides = [together(side[draw] for draw in halved if draw in side) for side in (looked, measured)]
    rows = [("statements, denials, intermediaries of the matched", *(_sizes(side) for side in sides), "")]
    ours, theirs = (side.figures() for side in sides)
    rows += [(name, shown(ours[name]), shown(theirs[name]), f"{theirs[name] - ours[name]:+.3f}") for name in GAP]
    return table(("figure", "looked at", "only measured", "difference"), rows)


def _sizes(side: Tally) -> str:
    return ", ".join(str(side.count[name]) for name in ("gold", "deny gold", "via gold"))


def size_table(gold: Path, names: Sequence[str]) -> str:
    """Return what each set of the gold holds, and of each draw.

    Args:
        gold: the folder of the gold.
        names: its sets.
    """
    rows: dict[str, list[Row]] = {f"`{name}`": lines(gold / f"{name}.jsonl") for name in names}
    rows["together"] = [row for name in names for row in rows[f"`{name}`"]]
    counts = []
    for name, articles in rows.items():
        statements = [statement for row in articles for statement in row["statements"]]
        parts = (
            len(articles),
            sum(not row["statements"] for row in articles),
            len(statements),
            sum(statement["act"] == "deny" for statement in statements),
            sum(bool(statement["via"]) for statement in statements),
        )
        drawn = Counter(row["draw"] for row in articles)
        counts.append((name, *map(str, parts), ", ".join(f"{draw} {number}" for draw, number in drawn.items())))
    head = ("set", "articles", "of these without a statement", "statements", "denials", "with intermediaries", "draws")
    return table(head, counts)


def agreement_table(gold: Path, names: Iterable[str], folder: Path) -> str:
    """Return how far second annotators, in ``second.jsonl``, agree with the gold, the gold taken as right.

    Args:
        gold: the folder of the gold.
        names: its sets.
        folder: the one that holds ``data/saudinewsnet``.
    """
    first = {row["id"]: (name, row) for name in names for row in lines(gold / f"{name}.jsonl")}
    sides: dict[str, Tally] = {f"`{name}`": Tally() for name in names}
    articles: Counter[str] = Counter()
    for row, paper in with_papers(lines(gold / "second.jsonl"), folder):
        name, gold_row = first[row["id"]]
        articles[f"`{name}`"] += 1
        sides[f"`{name}`"].add(row["id"], paper.text, restore(gold_row, paper.text), restore(row, paper.text))
    articles["together"] = articles.total()
    sides["together"] = together(sides.values())
    rows = [("articles", *(str(articles[name]) for name in sides))]
    rows.append(("statements of the gold", *(str(tally.count["gold"]) for tally in sides.values())))
    rows.append(("statements of the second", *(str(tally.count["found"]) for tally in sides.values())))
    rows += [(name, *(shown(tally.figures()[name]) for tally in sides.values())) for name in _AGREED]
    return table(("figure", *sides), rows)
