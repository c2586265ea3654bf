"""Measure whether asking an archive for contested claims finds who stands where.

    python -m evaluation.claims ARCHIVE [--gold FILE]… [--encoder MODULE:NAME] [--cache FOLDER] [--show N] [--write]

ARCHIVE holds the newspapers of SaudiNewsNet. The archive itself is asked (``Archive.ask``); with ``--encoder``, claims
are made of all its statements first, matched by the encoder that this function gives, and these are asked. Without
``--gold`` both sets are measured: ``developed``, our stand-off ``evaluation/gold/claims``, which may be read and tuned
on, and ``contested``, the one beside the repository, which may not. The figures are those of ``score_claims.py``.
Vectors are kept in the cache, outside the repository, so that a second run only matches and gathers; the seconds told
are those of this run.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import math
import resource
import runpy
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import numpy as np
import pysqlite3

import riwaya
from evaluation.claimsets import restored
from evaluation.corpora import ROOT, digest, shared
from evaluation.reports import replace_block, table
from riwaya import claims, rules
from riwaya.arabic import phrases, stems
from riwaya.archive import Archive, rows
from riwaya.claims.ranking import Known
from riwaya.model import Claim, Proposition, Statement

PAGE: Final = ROOT / "docs" / "reference" / "quality.md"
DEVELOPED: Final = ROOT / "evaluation" / "gold" / "claims"
SHOWN: Final = (
    "claims",
    "article recall@10 from the claim",
    "article recall@10 from a query",
    "best single claim, article F1",
    "entries with their speaker found",
    "side right, of those",
    "stance right, of those",
    "denials found",
    "wire copies linked",
)
_FOUND: Final = 300  # statements that words and vectors find, each
_TITLE: Final = 0.3  # what a word of the headline is worth, of one in the statement
_LENGTH: Final = 0.02
_BATCH: Final = 4096
_READ: Final = 240  # characters of a proposition that its vector is made of: what it is about stands at its beginning


@dataclass(frozen=True, slots=True)
class Where:
    """Where a statement stands, and who says it."""

    article: int
    url: str
    publisher: str
    published: str
    title: str
    speaker: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An appearance as the scorer takes it."""

    url: str
    publisher: str
    published: str
    stance: str
    speaker: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim as the scorer takes it."""

    text: str
    appearances: tuple[Shown, ...]


def read(archive: Path) -> tuple[dict[int, Proposition], dict[int, Where]]:
    """Return what every statement of an archive puts forward, and where it stands."""
    found: dict[int, Proposition] = {}
    places: dict[int, Where] = {}
    tables = rules.load()
    with closing(pysqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as connection:
        connection.row_factory = pysqlite3.Row
        held: defaultdict[int, list[Any]] = defaultdict(list)
        for row in connection.execute("SELECT * FROM statement ORDER BY article_id, place"):
            held[row["article_id"]].append(row)
        for row in connection.execute("SELECT id, url, publisher, published, title, text FROM article"):
            several = held[row["id"]]
            statements = [_statement(each) for each in several]
            put = claims.propositions(statements, row["text"], tables, title=row["title"])
            for each, statement, proposition in zip(several, statements, put, strict=True):
                found[each["id"]] = proposition
                places[each["id"]] = Where(
                    row["id"], row["url"] or "", row["publisher"] or "", row["published"] or "", row["title"] or "",
                    statement.speaker, statement.kind,
                )  # fmt: skip
    return found, places


def _statement(row: pysqlite3.Row) -> Statement:
    columns = dict(zip(row.keys(), row, strict=True))
    for name in ("content", "source", "cue", "medium", "closeness", "via"):
        columns[name] = json.loads(columns[name])
    return rows.statement_of(columns | {"said": None, "negated": bool(columns["negated"])})


def vectors(texts: Sequence[str], encoder: claims.Encoder, cache: Path | None) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return a row for each text, from the cache as far as it has them; what is new is added to it."""
    file = cache / "vectors.npz" if cache else None
    known: dict[str, int] = {}
    kept = np.zeros((0, 0), np.float16)
    if file and file.exists():
        with np.load(file) as stored:
            kept = stored["vectors"]
            known = {key: place for place, key in enumerate(stored["keys"].tolist())}
    keys = [digest(text)[:16] for text in texts]
    new = sorted(
        {key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items(),
        key=lambda each: len(each[1]),
    )
    made = [
        np.asarray(encoder.vectors([text for _, text in new[at : at + _BATCH]]), np.float16)
        for at in range(0, len(new), _BATCH)
    ]
    if made:
        kept = np.concatenate([kept.reshape(-1, made[0].shape[1]), *made])
        known |= {key: len(known) + place for place, (key, _) in enumerate(new)}
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(file, vectors=kept, keys=np.array(list(known)))
    return kept[[known[key] for key in keys]].astype(np.float32)


class Asked:
    """An archive's claims behind the face that the scorer calls."""

    def __init__(
        self, found: Mapping[int, Proposition], places: Mapping[int, Where], encoder: claims.Encoder, cache: Path | None
    ) -> None:
        """Make the claims, and tell how long each step took."""
        self.places, self.encoder = places, encoder
        self.numbers = np.array(list(found))
        with told("encoding"):
            raw = vectors([each.text[:_READ] for each in found.values()], encoder, cache)
            self.mean = raw.mean(axis=0)
            self.vectors = claims.centred(raw)
        with told("features"):
            tables = rules.load()
            traits = {
                number: claims.traits(each, tables, day=_day(places[number].published), party=places[number].speaker)
                for number, each in found.items()
            }
            weights = claims.totals(list(traits.values()))
        with told("candidates"):
            pairs = claims.candidates(traits, self.vectors, weights)
        with told(f"matching {len(pairs)} candidates"):
            matches = claims.match(pairs, claims.Known(found, traits, self.vectors, weights), encoder)
        with told(f"gathering {len(matches)} matches"):
            self.claims = claims.gather(found, matches)
        self.of = {each.number: claim for claim in self.claims for each in claim.appearances}
        self.rows = {number: row for row, number in enumerate(found)}
        self.negative = {number: each.negative for number, each in found.items()}
        self._index(traits)

    def _index(self, traits: Mapping[int, claims.Traits]) -> None:
        self.words: dict[str, list[int]] = defaultdict(list)
        self.titles: dict[str, list[int]] = defaultdict(list)
        self.lengths = {number: len(each.words) for number, each in traits.items()}
        stemmed: dict[int, frozenset[str]] = {}
        for number, each in traits.items():
            where = self.places[number]
            for word in each.words:
                self.words[word].append(number)
            for word in stemmed.setdefault(where.article, frozenset(stems.stems(where.title))):
                self.titles[word].append(number)

    def ask(self, query: str, limit: int = 10) -> list[ShownClaim]:
        """Return the claims that answer a question, the best first."""
        scores = claims.combined(self._by_words(query), self._by_vectors(query))
        held = {self.of[number].number: self.of[number] for number in scores}
        return [
            self._shown(each.claim) for each in claims.answers(scores, held.values(), known=self.known, limit=limit)
        ]

    @cached_property
    def known(self) -> Known:
        """What the order of answers takes into account beside scores."""

        def voice(number: int) -> tuple[int, str | None]:
            return self.places[number].article, self.places[number].speaker

        return Known(self._likeness, voice)

    def _likeness(self, one: int, other: int) -> float:
        cosine = float(self.vectors[self.rows[one]] @ self.vectors[self.rows[other]])
        return cosine if self.negative[one] == self.negative[other] else -cosine

    def close(self) -> None:
        """Let go of nothing."""

    def copies(self, url: str) -> list[str]:
        """Return nothing: copies are another stage's."""
        del url
        return []

    def _by_words(self, query: str) -> dict[int, float]:
        scores: defaultdict[int, float] = defaultdict(float)
        for word in dict.fromkeys(phrases.words(query)):
            asked = stems.asked(word)
            said = {number for form in asked for number in self.words.get(form, ())}
            headed = {number for form in asked for number in self.titles.get(form, ())}
            weight = float(np.log((len(self.numbers) + 1) / (len(said) + 0.5)))
            for number in said:
                scores[number] += weight / (1 + _LENGTH * self.lengths[number])
            for number in headed:
                scores[number] += _TITLE * weight
        return dict(sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:_FOUND])

    def _by_vectors(self, query: str) -> dict[int, float]:
        asked = self.encoder.vectors([query])[0] - self.mean
        cosines = self.vectors @ (asked / np.linalg.norm(asked)).astype(np.float32)
        best = np.argpartition(-cosines, _FOUND)[:_FOUND] if len(cosines) > _FOUND else np.arange(len(cosines))
        return {int(self.numbers[row]): float(cosines[row]) for row in best}

    def _shown(self, claim: Claim) -> ShownClaim:
        several = []
        for each in claim.appearances:
            where = self.places[each.number]
            common = (where.url, where.publisher, where.published)
            several.append(Shown(*common, each.stance, where.speaker, where.kind))
            if each.rumour:
                several.append(Shown(*common, "reports", None, None))
        return ShownClaim(claim.text, tuple(several))


def _day(published: str) -> date | None:
    return date.fromisoformat(published) if published else None


@contextmanager
def told(step: str) -> Iterator[None]:
    """Tell how long a step takes, by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    print(
        f"{step}: {time.perf_counter() - clock:.0f} s, {time.process_time() - processor:.0f} s of a processor",
        file=sys.stderr,
    )


def score(asked: Asked | Archive, gold: Path, scorer: Path, show: int) -> dict[str, float]:
    """Return the figures of one set, from the scorer beside the repository."""
    arguments = [str(scorer), "-", str(gold), *(["--show", str(show)] if show else ["--json"])]
    written = io.StringIO()
    with (
        patch.object(riwaya, "open", lambda _: asked),
        patch.object(sys, "argv", arguments),
        patch.object(sys, "path", [str(scorer.parent), *sys.path]),
        redirect_stdout(written),
    ):
        runpy.run_path(str(scorer), run_name="__main__")
    if show:
        print(written.getvalue())
        return {}
    figures: dict[str, float] = json.loads(written.getvalue())
    return figures


def encoder_of(name: str) -> claims.Encoder:
    """Return the encoder that a function ``MODULE:NAME`` gives."""
    module, _, function = name.partition(":")
    encoder: claims.Encoder = getattr(importlib.import_module(module), function)()
    return encoder


def _asked(arguments: argparse.Namespace) -> Asked | Archive:
    """Return what is asked: the archive, or claims made of it with an encoder."""
    if not arguments.encoder:
        return riwaya.open(arguments.archive)
    with told("reading"):
        found, places = read(arguments.archive)
    asked = Asked(found, places, encoder_of(arguments.encoder), arguments.cache)
    sizes = sorted((len(each.appearances) for each in asked.claims), reverse=True)
    print(
        f"{len(found)} statements, {len(asked.claims)} claims, {sum(size > 1 for size in sizes)} of more than one,"
        f" largest {sizes[:5]}, {sum(each.contested for each in asked.claims)} contested;"
        f" {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB"
    )
    return asked


def _cell(figures: Mapping[str, float], name: str) -> str:
    figure = figures[name]
    if math.isnan(figure):
        return "none there"
    return f"{figure:.0f}" if name == "claims" else f"{figure:.3f}"


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation.claims", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", type=Path)
    parser.add_argument("--gold", action="append", type=Path)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "riwaya" / "claims")
    parser.add_argument("--encoder", metavar="MODULE:NAME")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--write", action="store_true", help=f"put the figures into {PAGE.relative_to(ROOT)}")
    arguments = parser.parse_args()
    beside = shared()
    if beside is None:
        print("needs the folder of texts beside the repository, or the one that RIWAYA_SHARED names", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, closing(_asked(arguments)) as asked:
        developed = Path(folder) / "developed.jsonl"
        developed.write_text(restored(DEVELOPED, beside), encoding="utf-8")
        sets = arguments.gold or [developed, beside / "gold" / "contested.jsonl"]
        figures = {gold.stem: score(asked, gold, beside / "gold" / "score_claims.py", arguments.show) for gold in sets}
    rows = [(name, *map(_cell, figures.values(), repeat(name))) for name in SHOWN if all(figures.values())]
    text = table(("figure", *figures), rows)
    print(text)
    if arguments.write:
        PAGE.write_text(replace_block(PAGE.read_text(encoding="utf-8"), "answers", text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
