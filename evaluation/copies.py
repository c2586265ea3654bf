"""Measure how well copies are found among the newspapers, and how quickly.

    python -m evaluation.copies [SHARED] [--draw SEED] [--write]

Reads all articles of SaudiNewsNet, sketches them, aligns the candidates and judges them. Recall is that on pairs which
people found when they looked for contested claims (``same_wire_copy``), never tuned on. Precision is that of pairs
drawn by chance and read; the verdicts stand in ``evaluation/verdicts/copies.jsonl``, as addresses without words.
``--draw`` shows the words of a fresh draw; they are the newspapers', so keep them out of the repository. ``--write``
puts the figures into ``docs/explanation/copies.md``.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote

from evaluation.corpora import ROOT, archives, shared
from evaluation.reports import replace_block, table
from evaluation.standoff import address
from riwaya import articles, captures, chains, rules
from riwaya.chains import Copy
from riwaya.model import Article

VERDICTS: Final = ROOT / "evaluation" / "verdicts" / "copies.jsonl"
PAGE: Final = ROOT / "docs" / "explanation" / "copies.md"
KINDS: Final = ("copy", "embedded")
DRAWN: Final = 50
_FIELDS: Final = {
    "text": "content",
    "published": "date_extracted",
    "publisher": "source",
    "title": "title",
    "url": "url",
}
_SHOWN: Final = 160


class Found(NamedTuple):
    """Two articles, by their numbers, and the judgement."""

    one: int
    other: int
    copy: Copy


class Verdict(NamedTuple):
    """What a reader says of a pair: ``same`` text, or a ``formula`` filled in anew, or only a ``part``."""

    draw: int
    kind: str
    pair: frozenset[str]
    verdict: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found, and the seconds of processor time of each step."""

    articles: Sequence[Article]
    candidates: int
    found: Sequence[Found]
    seconds: tuple[float, float, float]


def read(folder: Path) -> Iterator[Article]:
    """Yield the articles of the newspapers, without their statements."""
    tables = rules.load()
    for archive in archives(folder):
        for capture in captures.read(archive, fields=_FIELDS):
            for article in articles.extract(capture, tables, lambda _: None):
                plain = replace(capture, body=b"", text="")  # a gigabyte of them else
                yield replace(article, capture=plain, url=address(article.url) if article.url else None)


def measure(found: Sequence[Article]) -> Measured:
    """Sketch the articles, align the candidates, judge them."""
    tables = rules.load()
    started = time.process_time()
    sketches = [chains.sketch(article.text) for article in found]
    sketched = time.process_time()
    pairs = list(chains.candidates(sketches, [article.published for article in found]))
    joined = time.process_time()
    judged = ((one, other, chains.copy_of(found[one], found[other], tables)) for one, other in pairs)
    copies = [Found(one, other, copy) for one, other, copy in judged if copy is not None]
    done = time.process_time()
    return Measured(found, len(pairs), copies, (sketched - started, joined - sketched, done - joined))


def recall(measured: Measured, gold: Iterable[str]) -> tuple[int, int]:
    """Return how many of the pairs of one wire item were found, and how many there are."""
    urls = [_plain(article.url) for article in measured.articles]
    pairs = {frozenset((urls[one], urls[other])) for one, other, _ in measured.found}
    wanted = [frozenset(map(_plain, pair)) for line in gold for pair in json.loads(line).get("same_wire_copy") or ()]
    return sum(pair in pairs for pair in wanted), len(wanted)


def draw(measured: Measured, kind: str, seed: int) -> list[Found]:
    """Return the pairs of a kind that a seed draws, from the addresses alone: the order of reading does not matter."""
    urls = [article.url or "" for article in measured.articles]
    among = [each for each in measured.found if each.copy.kind == kind]
    among.sort(key=lambda each: sorted((urls[each.one], urls[each.other])))
    return random.Random(f"{kind} {seed}").sample(among, min(DRAWN, len(among)))  # noqa: S311 - a draw, no secret


def show(measured: Measured, found: Found) -> None:
    """Print a pair as a reader needs it: what they share in brackets, in the shorter one."""
    one, other, seen = measured.articles[found.one], measured.articles[found.other], found.copy.likeness
    if seen.words_of_one > seen.words_of_other:
        one, other, seen = other, one, seen.turned()
    for article in (one, other):
        print(f"  {article.publisher} {article.published} {article.credits} {article.title}\n  {article.url}")
    parts, done = [], 0
    for passage in seen.passages:
        parts.append(one.text[done : passage.one.start][:_SHOWN])
        parts.append(f"[{one.text[passage.one.start : passage.one.end][: _SHOWN // 2]}… {passage.words}]")
        done = passage.one.end
    print("  " + " ".join([*parts, one.text[done:][:_SHOWN]]).replace("\n", " / "))
    print("  beside: " + other.text[:_SHOWN].replace("\n", " / "))


def verdicts() -> list[Verdict]:
    """Return what readers said."""
    rows = map(json.loads, VERDICTS.read_text(encoding="utf-8").splitlines())
    return [Verdict(row["draw"], row["kind"], frozenset(row["pair"]), row["verdict"]) for row in rows]


def precision(given: Iterable[Verdict]) -> str:
    """Return a table of what the pairs drawn were, by draw and kind."""
    counts: dict[tuple[int, str], Counter[str]] = {}
    for each in given:
        counts.setdefault((each.draw, each.kind), Counter())[each.verdict] += 1
    rows = [
        (str(seed), kind, str(found.total()), *(str(found[verdict]) for verdict in ("same", "formula", "part")))
        for (seed, kind), found in sorted(counts.items())
    ]
    return table(("draw", "kind", "pairs read", "one text", "formula", "part"), rows)


def figures(measured: Measured, hits: int, wanted: int) -> str:
    """Return a table of what was found and how long it took."""
    kinds = Counter(each.copy.kind for each in measured.found)
    sketched, joined, judged = measured.seconds
    rows = [
        ("articles", f"{len(measured.articles):,}"),
        ("candidate pairs", f"{measured.candidates:,}"),
        *((f"pairs of kind `{kind}`", f"{kinds[kind]:,}") for kind in KINDS),
        ("pairs of one wire item that were found", f"{hits} of {wanted}"),
        ("processor seconds: sketching, joining, aligning", f"{sketched:.0f}, {joined:.0f}, {judged:.0f}"),
    ]
    return table(("what", "figure"), rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and show a draw if one is asked for."""
    parser = argparse.ArgumentParser(description="Measure how well copies are found among the newspapers.")
    parser.add_argument("shared", type=Path, nargs="?", default=shared())
    parser.add_argument("--draw", type=int, metavar="SEED")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.shared is None:
        print("the newspapers are not here; set RIWAYA_SHARED", file=sys.stderr)
        return 1
    measured = measure(list(read(asked.shared)))
    with (asked.shared / "gold" / "contested.jsonl").open(encoding="utf-8") as gold:
        hits, wanted = recall(measured, gold)
    blocks = {"figures": figures(measured, hits, wanted), "verdicts": precision(verdicts())}
    print("\n\n".join(blocks.values()))
    for kind in KINDS if asked.draw is not None else ():
        for number, found in enumerate(draw(measured, kind, asked.draw)):
            print(f"\n{kind} {number}: {found.copy.rule} {found.copy.likeness.resemblance:.2f}")
            show(measured, found)
    if asked.write:
        page = PAGE.read_text(encoding="utf-8")
        for name, words in blocks.items():
            page = replace_block(page, name, words)
        PAGE.write_text(page, encoding="utf-8")
    return 0


def _plain(url: str | None) -> str:
    return unquote(url or "").rstrip("/")


if __name__ == "__main__":
    sys.exit(main())
