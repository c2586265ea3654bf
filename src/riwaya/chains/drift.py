"""Drift: what changed between two accounts of one thing, on the way from one page to another."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from riwaya import calendars
from riwaya.arabic import clitics, phrases
from riwaya.arabic.phrases import Phrases
from riwaya.chains.numbers import numbers
from riwaya.chains.passages import Passage
from riwaya.model import Act, Article, Statement, When
from riwaya.rules import Row, Rules
from riwaya.text import Extent, Span

DriftKind: TypeAlias = Literal[
    "source_lost",
    "source_multiplied",
    "named",
    "unnamed",
    "hedge_lost",
    "cue_hardened",
    "number_changed",
    "date_changed",
    "denial_dropped",
]

_ASSERTING: Final[frozenset[Act]] = frozenset({"say", "confirm", "report", "reveal", "allege"})
_SAME: Final = 0.6  # of the words of the shorter of two contents: then they are one content
_NEAR: Final = 3  # words that go with an expression; if more go and none come for them, it was left out with its clause
_DIGIT: Final = re.compile(r"\d")
_LEAST_CERTAINTY: Final = 0.5  # of both readings: doubtful ones differ by chance
_OF_SOURCES: Final[frozenset[DriftKind]] = frozenset({"source_lost", "source_multiplied", "named", "unnamed"})
_IMPERFECT: Final = "\u064a\u062a"


@dataclass(frozen=True, slots=True)
class Finding:
    """One change.

    Attributes:
        kind: what changed, seen from the one account to the other.
        statement_of_one: the index of the statement in the one article.
        statement_of_other: in the other.
        one: where it stands in the one article's text; empty if only an ending tells it.
        other: where it stands in the other's, or where it would have to stand.
        rule: the row or rule that tells it.
        certainty: 0 to 1.
    """

    kind: DriftKind
    statement_of_one: int
    statement_of_other: int
    one: Extent
    other: Extent
    rule: str
    certainty: float


def aligned(one: Article, other: Article, passages: Iterable[Passage]) -> list[tuple[int, int]]:
    """Return the pairs of statements, one of each article, that have the same content by the passages they stand in.

    Args:
        one: an article with its statements.
        other: another.
        passages: what their texts share.
    """
    scored: list[tuple[float, int, int]] = []
    for passage in passages:
        first = [index for index, each in enumerate(one.statements) if _touches(each, passage.one)]
        second = [index for index, each in enumerate(other.statements) if _touches(each, passage.other)]
        for here in first:
            for there in second:
                share = _common(one, one.statements[here], other, other.statements[there])
                if share >= _SAME:
                    scored.append((-share, here, there))
    pairs: dict[int, int] = {}
    for _, here, there in sorted(scored):
        if here not in pairs and there not in pairs.values():
            pairs[here] = there
    return sorted(pairs.items())


def drift(one: Article, other: Article, pairs: Iterable[tuple[int, int]], rules: Rules) -> list[Finding]:
    """Return what changed from the one account to the other; what came back is found from the other side.

    Args:
        one: an article with its statements: the earlier one, or the one nearer to the origin.
        other: another.
        pairs: the indexes of statements with the same content, as from `aligned`.
        rules: the tables.
    """
    found: list[Finding] = []
    sources: set[tuple[str, str | None, str | None]] = set()
    for here, there in pairs:
        told = _Told(one, here, rules), _Told(other, there, rules)
        for finding in _Comparison(*told, rules).findings():
            # What happened to a speaker is told where it is met first, and not again with each thing they say.
            source = finding.kind, told[0].statement.speaker, told[1].statement.speaker
            if finding.certainty < _LEAST_CERTAINTY or (finding.kind in _OF_SOURCES and source in sources):
                continue
            sources.add(source)
            found.append(finding)
    return found


class _Told:
    """A statement as one article tells it, with the words of its content."""

    def __init__(self, article: Article, index: int, rules: Rules) -> None:
        self.article = article
        self.index = index
        self.statement = article.statements[index]
        self._rules = rules
        self.run, self.spans = _content(article, self.statement)

    def at(self, first: int, end: int) -> Extent:
        """Return the place of some words of the content; of none, of the word before which they would stand."""
        if first < end:
            return (Span(self.spans[first].start, self.spans[end - 1].end),)
        return (self.spans[min(first, len(self.spans) - 1)],) if self.spans else ()

    @cached_property
    def numbers(self) -> list[tuple[int, int, float]]:
        """The numbers told, by words; not those in dates."""
        dated = {at for first, end, _ in self.dates for at in range(first, end)}
        found = numbers(self.article.text, self.run, self.spans, self._rules)
        return [(first, end, value) for first, end, value in found if dated.isdisjoint(range(first, end))]

    @cached_property
    def dates(self) -> list[tuple[int, int, When]]:
        """The dates told, by words."""
        found: list[tuple[int, int, When]] = []
        for span in self.statement.content:
            text = self.article.text[span.start : span.end]
            for place, when in calendars.find(text, self._rules, self.article.published):
                start, end = place.start + span.start, place.end + span.start
                inside = [at for at, each in enumerate(self.spans) if each.start < end and each.end > start]
                if inside:
                    found.append((inside[0], inside[-1] + 1, when))
        return found


class _Edit(NamedTuple):
    """Words ``[first, end)`` of the one content that the other has as ``[other_first, other_end)``."""

    first: int
    end: int
    other_first: int
    other_end: int


class _Comparison:
    """Compares two tellings of one content."""

    def __init__(self, one: _Told, other: _Told, rules: Rules) -> None:
        self.one = one
        self.other = other
        self.tables = _tables(rules)
        matcher = SequenceMatcher(None, one.run, other.run, autojunk=False)
        self.edits = [_Edit(*places) for tag, *places in matcher.get_opcodes() if tag != "equal"]

    def findings(self) -> Iterator[Finding]:
        """Yield all findings: of who speaks, of how it is told, of what."""
        yield from self._source()
        yield from self._cue()
        yield from self._hedges()
        yield from self._numbers()
        yield from self._dates()
        yield from self._denial()

    def _finding(self, kind: DriftKind, one: Extent, other: Extent, rule: str) -> Finding:
        certainty = self.one.statement.certainty * self.other.statement.certainty
        return Finding(kind, self.one.index, self.other.index, one, other, rule, certainty)

    def _source(self) -> Iterator[Finding]:
        one, other = self.one.statement, self.other.statement
        here, there = one.source or one.cue, other.source or other.cue
        if one.speaker is not None and other.speaker is None:
            yield self._finding("source_lost", here, there, "drift.source")
        if one.speaker is None or other.speaker is None or not one.source or not other.source:
            return  # who is carried over from another sentence is no words of this one
        row = self.tables.multiplied(one.speaker, other.speaker)
        if row is not None:
            yield self._finding("source_multiplied", here, there, row.id)
        if _alike(one.speaker, other.speaker):
            return
        if one.kind == "unnamed" and other.kind in ("person", "organisation", "media"):
            yield self._finding("named", here, there, "drift.kind")
        if other.kind == "unnamed" and one.kind in ("person", "organisation", "media"):
            yield self._finding("unnamed", here, there, "drift.kind")

    def _cue(self) -> Iterator[Finding]:
        one, other = self.one.statement, self.other.statement
        before, after = self.tables.degree(one), self.tables.degree(other)
        if before is not None and after is not None and before.number("degree") < after.number("degree"):
            yield self._finding("cue_hardened", one.cue, other.cue, before.id)

    def _hedges(self) -> Iterator[Finding]:
        kept = Counter(row.id for _, _, row in self.tables.hedged(self.other.run))
        for first, end, row in self.tables.hedged(self.one.run):
            if kept[row.id]:
                kept[row.id] -= 1
            elif (edit := self._edited(first, end)) is not None and not self._hedged(edit):
                there = self.other.at(edit.other_first, edit.other_end)
                yield self._finding("hedge_lost", self.one.at(first, end), there, row.id)

    def _hedged(self, edit: _Edit) -> bool:
        """Tell whether another hedge stands in the place of one."""
        return any(
            start < edit.other_end and edit.other_first < end for start, end, _ in self.tables.hedged(self.other.run)
        )

    def _edited(self, first: int, end: int) -> _Edit | None:
        """Return the edit that some words are part of, unless they were left out with what is around them."""
        for edit in self.edits:
            if edit.first < end and first < edit.end:
                around = edit.end - edit.first - (end - first)
                return edit if around <= _NEAR + edit.other_end - edit.other_first else None
        return None

    def _numbers(self) -> Iterator[Finding]:
        """Yield the numbers that stand in each other's place and differ."""
        for edit in self.edits:
            here = [each for each in self.one.numbers if each[0] < edit.end and edit.first < each[1]]
            there = [each for each in self.other.numbers if each[0] < edit.other_end and edit.other_first < each[1]]
            values = {value for *_, value in here}, {value for *_, value in there}
            if here and there and values[0] != values[1] and not any(map(math.isnan, values[0] | values[1])):
                one = self.one.at(here[0][0], here[-1][1])
                yield self._finding("number_changed", one, self.other.at(there[0][0], there[-1][1]), "drift.number")

    def _dates(self) -> Iterator[Finding]:
        for edit in self.edits:
            here = [each for each in self.one.dates if each[0] < edit.end and edit.first < each[1]]
            there = [each for each in self.other.dates if each[0] < edit.other_end and edit.other_first < each[1]]
            if here and there and all(_apart(one, other) for *_, one in here for *_, other in there):
                one = self.one.at(here[0][0], here[-1][1])
                yield self._finding("date_changed", one, self.other.at(there[0][0], there[-1][1]), "drift.date")
        one_said, other_said = self.one.statement.said, self.other.statement.said
        if one_said is not None and other_said is not None and _apart(one_said, other_said):
            yield self._finding("date_changed", self.one.statement.cue, self.other.statement.cue, "drift.said")

    def _denial(self) -> Iterator[Finding]:
        one, other = self.one.statement, self.other.statement
        if (one.act == "deny" or one.negated) and not other.negated and other.act in _ASSERTING:
            if not (one.act == "deny" and self._negations(self.other) > self._negations(self.one)):
                yield self._finding("denial_dropped", one.cue, other.cue, "drift.denial")
            return
        for at, word in enumerate(self.one.run):
            edit = self._edited(at, at + 1) if self.tables.negates(word) else None
            if edit is not None and self._negations(self.other) < self._negations(self.one):
                there = self.other.at(edit.other_first, edit.other_end)
                yield self._finding("denial_dropped", self.one.at(at, at + 1), there, "negation")
                return

    def _negations(self, told: _Told) -> int:
        return sum(self.tables.negates(word) for word in told.run)


class _Tables:
    """What the tables know of firmness, hedges, plurals and negations."""

    def __init__(self, rules: Rules) -> None:
        degrees = rules.rows("degrees")
        self._acts = {act: row for row in degrees for act in row.texts("acts")}
        self._verbs = {verb: row for row in degrees for verb in row.texts("verbs")}
        self._hedges = Phrases.of(rules.rows("hedges"), lambda row: row)
        self._barred = {row.id: frozenset(_first_words(row, "not_before")) for row in rules.rows("hedges")}
        plurals = rules.rows("plurals")
        self._one = {word: row for row in plurals for word in _first_words(row, "one")}
        self._many = {word: row for row in plurals for word in _first_words(row, "many")}
        [negations] = [row for row in rules.rows("words") if row.id == "negation"]
        [relatives] = [row for row in rules.rows("words") if row.id == "which"]
        self._negations = frozenset(_first_words(negations, "words")) - frozenset(_first_words(relatives, "words"))

    def degree(self, statement: Statement) -> Row | None:
        """Return how firmly a statement's cue stands behind its content; ``None`` if it is on no scale."""
        if statement.negated or statement.act not in self._acts:
            return self._verbs.get(statement.rule) if not statement.negated else None
        return self._verbs.get(statement.rule, self._acts[statement.act])

    def hedged(self, run: Sequence[str]) -> list[tuple[int, int, Row]]:
        """Return the hedges in a run of words, with their places."""
        return [
            (found.start, found.end, found.value)
            for found in self._hedges.all(run)
            if found.value.text("before") != "imperfect" or self._imperfect(run, found.end, found.value)
        ]

    def _imperfect(self, run: Sequence[str], at: int, row: Row) -> bool:
        """Tell whether a word looks like a verb in the imperfect: the row lists those that only look so."""
        return at < len(run) and run[at][0] in _IMPERFECT and run[at] not in self._barred[row.id]

    def multiplied(self, one: str, other: str) -> Row | None:
        """Return the row by which a single source became several."""
        first, second = _head(one, self._one), _head(other, self._many)
        return first if first is not None and first is second else None

    def negates(self, word: str) -> bool:
        """Tell whether a folded word negates."""
        return word in self._negations


@lru_cache(maxsize=4)
def _tables(rules: Rules) -> _Tables:
    return _Tables(rules)


def _first_words(row: Row, column: str) -> Iterator[str]:
    return (phrases.words(each)[0] for each in row.texts(column))


def _head(name: str, rows: dict[str, Row]) -> Row | None:
    """Return the row of the first word of a name, with or without an article."""
    run = phrases.words(name)[:1]
    return next((rows[word] for each in run for word in (each, clitics.bared(each)) if word in rows), None)


def _alike(one: str, other: str) -> bool:
    """Tell whether two names have half of their words in common: who got a name has none of the old words."""
    here, there = set(phrases.words(one)), set(phrases.words(other))
    return 2 * len(here & there) >= min(len(here), len(there))


def _content(article: Article, statement: Statement) -> tuple[list[str], list[Span]]:
    run: list[str] = []
    spans: list[Span] = []
    for span in statement.content:
        words, places = phrases.placed(article.text[span.start : span.end])
        run += words
        spans += [Span(place.start + span.start, place.end + span.start) for place in places]
    return run, spans


def _touches(statement: Statement, span: Span) -> bool:
    return any(each.start < span.end and span.start < each.end for each in statement.content)


def _common(one: Article, first: Statement, other: Article, second: Statement) -> float:
    """Return which share of the words of the shorter of two contents the longer one has too."""
    here, there = Counter(_content(one, first)[0]), Counter(_content(other, second)[0])
    shorter = min(here.total(), there.total())
    return (here & there).total() / shorter if shorter else 0.0


def _apart(one: When, other: When) -> bool:
    """Tell whether two dates differ; of words such as «yesterday», by more than a day.

    They are told against the day of publication, and a newspaper is dated the day after its site.
    """
    days = max((other.earliest - one.latest).days, (one.earliest - other.latest).days)
    return days > (0 if _DIGIT.search(one.words) and _DIGIT.search(other.words) else 1)
