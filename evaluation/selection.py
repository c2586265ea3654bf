"""Which articles were annotated: chosen by chance, one outlet after the other, so that no outlet and no eye prevails.

    python -m evaluation.selection [SHARED]     prints one line an article: set, draw, id, archive, address

The draws are the rows of ``selection.toml``: one among all articles, the others among those that hold certain words.

Not named ``select``: as a script it would stand in the way of the standard library's module of that name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evaluation.corpora import Paper, archives, papers, shared

MEASURED: Final = ("look", "measure", "denials")  # what `make evaluate` reads
SETS: Final = (*MEASURED, "train")
SHORTEST: Final = (
    500  # below, an article is a notice of two lines; above a draw's longest, it would weigh as much as five
)
_TABLE: Final = Path(__file__).with_suffix(".toml")
_ADDRESS: Final = re.compile(r'"(http[^"]*)"')


@dataclass(frozen=True, slots=True)
class Draw:
    """One choice by chance, a row of ``selection.toml``, which says what each field means."""

    name: str
    seed: int
    number: int
    longest: int
    words: str
    least: int
    pool: int
    again: str
    after: tuple[str, ...]
    sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """An article that was drawn.

    Attributes:
        paper: the article.
        draw: which draw gave it.
        use: the set it belongs to.
    """

    paper: Paper
    draw: str
    use: str


def table() -> dict[str, Any]:
    """Return the content of ``selection.toml``."""
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


def draws() -> list[Draw]:
    """Return the draws in their order."""
    rows = table()["draw"]
    above = [tuple(row["name"] for row in rows[:place]) for place in range(len(rows))]
    return [
        Draw(**{**row, "after": tuple(row.get("after", earlier)), "sets": tuple(row["sets"])})
        for row, earlier in zip(rows, above, strict=True)
    ]


def excluded(folder: Path) -> set[str | None]:
    """Return the addresses of articles that other gold already uses, so that nothing is measured twice."""
    gold = folder / "gold"
    lines = (gold / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    used = {json.loads(line).get("url") for line in lines}
    return used | set(_ADDRESS.findall((gold / "contested.jsonl").read_text(encoding="utf-8")))


def choose(folder: Path) -> list[Chosen]:
    """Return the chosen articles, draw after draw, each in the order drawn.

    Args:
        folder: the one that holds ``data/saudinewsnet`` and ``gold``.
    """
    used = excluded(folder)
    everything = [paper for archive in archives(folder) for paper in papers(archive) if paper.url not in used]
    drawn: dict[str, list[Paper]] = {}
    for draw in draws():
        taken = {paper.url for earlier in draw.after for paper in drawn[earlier]}
        drawn[draw.name] = _draw(draw, [paper for paper in everything if paper.url not in taken])
    return list(_shared_out(drawn))


def _shared_out(drawn: Mapping[str, list[Paper]]) -> Iterator[Chosen]:
    """Give each article to a set: once, and to those looked at if most of its text is read there."""
    read = set(table()["read"])
    given: set[str] = set()
    for draw in draws():
        for place, paper in enumerate(drawn[draw.name]):
            if paper.url not in given:
                given.add(paper.url)
                use = "look" if name(paper) in read else draw.sets[place % len(draw.sets)]
                yield Chosen(paper, draw.name, use)


def _count(words: str) -> Callable[[str], int]:
    """Return a counter of the words listed under a name, with or without a conjunction before them."""
    listed = table()[words]
    pattern = re.compile(rf"(?<!\w)[\u0648\u0641]?(?:{'|'.join(map(re.escape, listed))})(?!\w)")
    return lambda text: len(pattern.findall(text))


def _draw(draw: Draw, papers: list[Paper]) -> list[Paper]:
    """Draw from one outlet after the other until there are enough."""
    count = _count(draw.words) if draw.words else lambda _: 0
    pools: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if SHORTEST <= len(paper.text) <= draw.longest and count(paper.text) >= draw.least:
            pools[paper.publisher].append(paper)
    chance = random.Random(draw.seed)  # noqa: S311 - a repeatable choice, no secret
    outlets = sorted(outlet for outlet, pool in pools.items() if len(pool) > draw.pool)
    drawn: list[Paper] = []
    seen: set[str] = set()
    while len(drawn) < draw.number:
        for outlet in outlets:
            paper = chance.choice(pools[outlet])
            if draw.again == "drop" or paper.url not in seen:
                drawn.append(paper)
                seen.add(paper.url)
    drawn = drawn[: draw.number]
    chance.shuffle(drawn)
    chosen: dict[str, Paper] = {}
    for paper in drawn:
        chosen.setdefault(paper.url, paper)
    return list(chosen.values())


def name(paper: Paper) -> str:
    """Return the article's id: corpus, outlet, and the first letters of the address's digest."""
    return f"snn-{paper.publisher}-{hashlib.sha256(paper.url.encode()).hexdigest()[:6]}"


def main(arguments: list[str] | None = None) -> int:
    """Print the choice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=shared())
    folder: Path | None = parser.parse_args(arguments).folder
    if folder is None:
        print("skipped: the newspaper archives are not here (set RIWAYA_SHARED)", file=sys.stderr)
        return 0
    for chosen in choose(folder):
        print(chosen.use, chosen.draw, name(chosen.paper), chosen.paper.file, chosen.paper.url)
    return 0


if __name__ == "__main__":
    sys.exit(main())
