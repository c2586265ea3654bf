"""Measure on every set, compare with the floors and with the last commit; ``make evaluate``.

    python -m evaluation [SHARED] [--only SET] [--show N] [--keep] [--raise] [--lower REASON] [--write]

Sets: ``seeds`` and ``dev`` lie beside the repository, ``look``, ``measure`` and ``denials`` are its stand-off gold. The
network has learned from ``look`` (and from ``train``, which is not measured on): its figures there tell how well it
remembers.
Misses of ``measure`` and ``denials`` are never printed, or they would soon measure how well they were read.
``--reveal`` is for auditing the annotation itself.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import riwaya
from evaluation import outcomes
from evaluation.breakdowns import (
    Certain,
    agreement_table,
    certainties,
    certainty_table,
    draw_table,
    gap_table,
    size_table,
    together,
)
from evaluation.corpora import ROOT, shared
from evaluation.drafts import locate
from evaluation.errors import error_table, errors
from evaluation.floors import FLOORED, Floors, digest_of
from evaluation.reports import replace_block, shown, table
from evaluation.scores import Tally, Verdict, f1
from evaluation.selection import MEASURED, SETS
from evaluation.standoff import lines, unpack, with_papers

GOLD: Final = ROOT / "evaluation" / "gold"
FLOORS: Final = ROOT / "evaluation" / "floors.toml"
BESIDE, OURS = ("seeds", "dev"), MEASURED
HIDDEN: Final = ("measure", "denials")
PAGE: Final = ROOT / "docs" / "reference" / "quality.md"
BENCHMARK: Final = PAGE.with_name("benchmark.md")
SHOWN: Final = (*FLOORED, "denials.precision", "denials.recall", "via.precision", "via.recall", "polarity")
_FEW: Final = 5
_CLOSE: Final = 0.05  # sets that differ by more have been tuned on
_WHOLE: Final = "whole (content, speaker and polarity right)"
_PARTS: Final = "accuracy on the matched"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on one set.

    Attributes:
        name: the set's.
        digest: of its gold.
        size: the number of its articles, of their statements, and of the denials among these.
        figures: by name, from the scorer.
        verdicts: by key.
        rare: figures that rest on too few statements to have a floor.
        draws: counts by draw; none for the sets beside the repository.
        certain: what was right of each statement found.
        errors: how many there are of each class.
    """

    name: str
    digest: str
    size: tuple[int, int, int]
    figures: dict[str, float]
    verdicts: dict[str, Verdict]
    rare: frozenset[str] = frozenset()
    draws: dict[str, Tally] = field(default_factory=dict)
    certain: tuple[Certain, ...] = ()
    errors: Counter[str] = field(default_factory=Counter)


class ScorerError(Exception):
    """The scorer failed, or two scorers do not agree."""


def flat(result: Mapping[str, Any]) -> dict[str, float]:
    """Return the scorer's JSON as figures by name, under the names that :mod:`evaluation.scores` uses."""
    out: dict[str, float] = {}
    for group, name in (("content", "content"), (_WHOLE, "whole"), ("denials", "denials"), ("via", "via")):
        found = result[group]
        out |= {f"{name}.{part}": found[part] for part in ("precision", "recall")}
        out[f"{name}.f1"] = f1(found["precision"], found["recall"])
    out["content.exact_recall"] = result["content"]["exact_recall"]
    for part, value in result[_PARTS].items():
        out["speaker" if part == "name" else part] = value
    return out


def score(scorer: Path, gold: Path) -> dict[str, float]:
    """Return the figures that the scorer beside the repository prints.

    Raises:
        ScorerError: if it fails; carries what it said.
    """
    command = [sys.executable, str(scorer), str(gold), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own scorer
    if done.returncode:
        raise ScorerError(f"{scorer.name} failed on {gold.stem}:\n{done.stderr.strip()}")
    return flat(json.loads(done.stdout.splitlines()[-1]))


@dataclass
class Read:
    """What :mod:`evaluation.scores` finds on gold in words."""

    draws: dict[str, Tally] = field(default_factory=dict)
    verdicts: list[Verdict] = field(default_factory=list)
    certain: list[Certain] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def read(gold: Path) -> Read:
    """Return counts by draw, verdicts and certainties on gold in words."""
    out = Read()
    for row in lines(gold):
        text = row["text"]
        golds = [locate(text, written) for written in row["statements"]]
        founds = [found.to_dict() for found in riwaya.attribute(text, publisher=row.get("publisher"))]
        draw = out.draws.setdefault(row.get("draw") or "", Tally())
        out.verdicts += draw.add(row["id"], text, golds, founds)
        out.certain += certainties(text, golds, founds)
        out.errors += errors(text, golds, founds)
    return out


def measure(name: str, gold: Path, words: Path, scorer: Path) -> Measured:
    """Return what one set gives.

    Args:
        name: the set's.
        gold: the file that is pinned.
        words: the same gold with its words; the same file for the sets beside the repository.
        scorer: ``score.py``.

    Raises:
        ScorerError: if the scorer fails, or its figures are not ours.
    """
    figures = score(scorer, words)
    found = read(words)
    counted = together(found.draws.values())
    for figure, value in counted.figures().items():
        other = figures[figure]
        if not (math.isclose(value, other, abs_tol=1e-9) or (math.isnan(value) and math.isnan(other))):
            raise ScorerError(f"{name}: {figure} is {other:.4f} by {scorer.name}, {value:.4f} by evaluation.scores")
    size = (len(lines(words)), counted.count["gold"], counted.count["deny gold"])
    few = {"denials.f1": "deny gold", "via.f1": "via gold"}
    rare = frozenset(figure for figure, key in few.items() if counted.count[key] < _FEW)
    verdicts = outcomes.by_key(found.verdicts)
    draws = {draw: each for draw, each in found.draws.items() if draw}
    return Measured(name, digest_of(gold), size, figures, verdicts, rare, draws, tuple(found.certain), found.errors)


def overview(sets: Iterable[Measured], floors: Floors) -> str:
    """Return the figures for a terminal, a set a column, with the floor behind each figure that has fallen."""
    sets = list(sets)
    out = ["figure".ljust(22) + "".join(each.name.rjust(18) for each in sets)]
    out += [name.ljust(22) + "".join(size.rjust(18) for size in sizes) for name, *sizes in _sizes(sets)]
    fallen = {each.name: floors.fallen(each.name, each.figures) for each in sets}
    for figure in SHOWN:
        row = figure.ljust(22)
        for each in sets:
            below = figure in fallen[each.name]
            note = f"  < {floors.figures[each.name][figure]:.3f}" if below else ""
            row += f"{shown(each.figures[figure])}{note}".rjust(18)
        out.append(row)
    return "\n".join(out)


def page_table(sets: Iterable[Measured]) -> str:
    """Return the figures as a Markdown table."""
    sets = list(sets)
    rows = [*_sizes(sets)]
    rows += [(figure, *(shown(each.figures[figure]) for each in sets)) for figure in SHOWN]
    return table(("figure", *(f"`{each.name}`" for each in sets)), rows)


def _sizes(sets: Sequence[Measured]) -> list[tuple[str, ...]]:
    names = ("articles", "statements", "denials")
    return [(name, *(str(each.size[place]) for each in sets)) for place, name in enumerate(names)]


def changes(each: Measured, *, reveal: bool) -> list[str]:
    """Return the statements won and lost against the last commit; only their number where words must not be seen."""
    before = outcomes.committed(each.name)
    if before is None:
        return [f"{each.name}: the last commit keeps no outcomes to compare with"]
    found = outcomes.compare(before, each.verdicts)
    won = sum(change.won for change in found)
    head = f"{each.name}: {won} won, {len(found) - won} lost"
    if not reveal:
        return [head]
    return [head, *(f"  {'won ' if change.won else 'lost'}  {change}" for change in found)]


def misses(each: Measured, number: int) -> list[str]:
    """Return the first statements of a set that are not wholly right."""
    wrong = [f"  {v.outcome:8}{key}  {v.words}" for key, v in sorted(each.verdicts.items()) if v.outcome != "whole"]
    return [f"{each.name}: {len(wrong)} not wholly right", *wrong[:number]]


def sets_at_hand(folder: Path, scratch: Path, wanted: Iterable[str]) -> dict[str, tuple[Path, Path]]:
    """Return the gold at hand by set: the pinned file, and the one with words (made in ``scratch`` if need be)."""
    found = {}
    for name in wanted:
        pinned = (GOLD if name in OURS else folder / "gold") / f"{name}.jsonl"
        if not pinned.is_file():
            print(f"{name}: skipped, no {pinned.name}")
            continue
        words = pinned
        if name in OURS:
            words = scratch / f"{name}.jsonl"
            rows = (unpack(packed, paper) for packed, paper in with_papers(lines(pinned), folder))
            words.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        found[name] = (pinned, words)
    return found


def judge(sets: Iterable[Measured], floors: Floors) -> list[str]:
    """Return what is wrong: floors that are not reached, gold that is not the one the floors were set on."""
    wrong = []
    for each in sets:
        if fallen := floors.fallen(each.name, each.figures):
            wrong.append(f"{each.name}: below the floor: {', '.join(fallen)}")
        if floors.gold.get(each.name, each.digest) != each.digest:
            wrong.append(f"{each.name}: the gold is not the one its floors were set on; --raise takes the new one")
    return wrong


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=shared(), help="folder of texts and scorers")
    parser.add_argument("--only", action="append", choices=[*BESIDE, *OURS], help="one set; may be repeated")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the first N that are not wholly right")
    parser.add_argument("--keep", action="store_true", help="keep the outcomes, to be committed with the change")
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors; keeps the outcomes too")
    parser.add_argument("--lower", metavar="REASON", help="lower the floors that are not reached")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/reference")
    parser.add_argument("--reveal", action="store_true", help="print words of the measuring sets as well")
    options = parser.parse_args(arguments)
    if options.write and options.only:
        parser.error("--write takes all sets")
    return options


def _update(options: argparse.Namespace, sets: Sequence[Measured], floors: Floors) -> None:
    for each in sets:
        if options.lower:
            floors.lower(each.name, each.figures, options.lower)
        if options.lift:
            firm = {name: value for name, value in each.figures.items() if name not in each.rare}
            floors.lift(each.name, firm, digest=each.digest)
        if options.keep or options.lift or options.lower:
            outcomes.write(outcomes.FOLDER, each.name, each.verdicts)
    if options.lower or options.lift:
        floors.write(FLOORS)


def publish(sets: Sequence[Measured], folder: Path) -> None:
    """Put the figures of all sets into the pages of the documentation."""
    looked = {draw: each for one in sets if one.name not in HIDDEN for draw, each in one.draws.items()}
    measured = {draw: each for one in sets if one.name in HIDDEN for draw, each in one.draws.items()}
    [seen] = [one for one in sets if one.name == "look"]
    everywhere = [each for one in sets for each in one.certain]
    held = [each for one in sets if one.name in HIDDEN for each in one.certain]
    blocks = {
        PAGE: {
            "figures": page_table(sets),
            "gap": gap_table(looked, measured),
            "draws": draw_table(looked, measured),
            "certainty": certainty_table(everywhere, held),
            "errors": error_table(seen.errors, seen.size[1]),
        },
        BENCHMARK: {"sizes": size_table(GOLD, SETS), "agreement": agreement_table(GOLD, OURS, folder)},
    }
    for page, texts in blocks.items():
        words = page.read_text(encoding="utf-8")
        for name, text in texts.items():
            words = replace_block(words, name, text)
        page.write_text(words, encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Measure; 0 if all floors are reached or there is nothing to measure on, else 1."""
    options = _options(arguments)
    folder: Path | None = options.folder
    if folder is None or not (folder / "gold" / "score.py").is_file():
        print("skipped: nothing to measure on, for there are no texts and no scorer in ../shared (or RIWAYA_SHARED)")
        return 0
    floors = Floors.read(FLOORS)
    scorer = folder / "gold" / "score.py"
    with tempfile.TemporaryDirectory(prefix="riwaya-gold-") as scratch:
        files = sets_at_hand(folder, Path(scratch), options.only or [*BESIDE, *OURS])
        try:
            sets = [measure(name, pinned, words, scorer) for name, (pinned, words) in files.items()]
        except ScorerError as error:
            print(error, file=sys.stderr)
            return 1
    print(overview(sets, floors))
    for each in sets:
        reveal = each.name not in HIDDEN or options.reveal
        print(*changes(each, reveal=reveal), sep="\n")
        if options.show and reveal:
            print(*misses(each, options.show), sep="\n")
    reached = [each.figures["content.f1"] for each in sets if each.name != "look"]
    if reached and max(reached) - min(reached) > _CLOSE:
        apart = max(reached) - min(reached)
        print(f"content F1 differs by {apart:.3f} between sets that nothing was learned from: has one been tuned to?")
    _update(options, sets, floors)
    if options.write:
        publish(sets, folder)
    wrong = judge(sets, floors)
    print(*wrong, sep="\n", file=sys.stderr)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
