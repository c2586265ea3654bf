"""Tracing: the way each statement of an article took, as far as the words say, from the page to where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal, TypeAlias

from riwaya.arabic import clitics, phrases
from riwaya.chains.copies import Copy
from riwaya.chains.outlets import Outlets, outlets
from riwaya.model import Article, Statement
from riwaya.rules import Rules
from riwaya.text import Extent, Span, merge

LinkKind: TypeAlias = Literal["publishes", "copies", "credits", "passes_on", "says"]
OriginKind: TypeAlias = Literal["named", "unnamed", "document", "not_stated"]

_ORIGINS: Final[dict[str | None, OriginKind]] = {"unnamed": "unnamed", "document": "document"}
_MOSTLY: Final = 0.5  # a statement belongs to a passage that holds so much of its content


@dataclass(frozen=True, slots=True)
class Link:
    """One party on the way of a statement.

    Attributes:
        kind: what it does: ``publishes`` the page, is what the page ``copies``, is what it ``credits``, ``passes_on``
            what another says, or ``says`` it.
        party: as named in the article; a speaker as resolved.
        depth: how many hands lie between it and the reader. Those that an article credits together are equally near.
        at: where the article's text names it; empty if it does not, or only by an ending.
        reading: the article's reading that names it, ``publisher`` or ``credits``; ``None`` if only the text does.
        rule: which rule read it.
        certainty: 0 to 1.
    """

    kind: LinkKind
    party: str
    depth: int
    at: Extent = ()
    reading: str | None = None
    rule: str = ""
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Chain:
    """The way of one statement.

    Attributes:
        statement: its index in the article.
        links: nearest to the reader first; no party stands twice.
        origin: where the way ends, in the words of the page; ``None`` is *not stated*: who said it first is not told.
        kind: what the origin is: ``named`` (a person, a body, an outlet), ``unnamed``, a ``document``, ``not_stated``.
    """

    statement: int
    links: tuple[Link, ...]
    origin: str | None
    kind: OriginKind


@dataclass(frozen=True, slots=True)
class Original:
    """The article that another one has its text from.

    Attributes:
        publisher: the outlet that printed it.
        copy: the judgement, in which the article that is traced is the one, and the original the other.
    """

    publisher: str
    copy: Copy


def trace(
    article: Article, statements: Sequence[Statement], rules: Rules, *, original: Original | None = None
) -> tuple[Chain, ...]:
    """Return the chain of each statement of an article.

    Args:
        article: its publisher, credits and text.
        statements: of this article, in their order; ``within`` refers to it.
        rules: the tables.
        original: what it was copied from, if that was judged; only statements in the common passages came this way.
    """
    tracer = _Tracer(article, statements, outlets(rules), original)
    return tuple(tracer.chain(index) for index in range(len(statements)))


class _Tracer:
    """Traces the statements of one article."""

    def __init__(
        self, article: Article, statements: Sequence[Statement], finder: Outlets, original: Original | None
    ) -> None:
        self._article = article
        self._statements = statements
        self._finder = finder
        self._original = original

    def chain(self, index: int) -> Chain:
        """Return the chain of a statement."""
        statement = self._statements[index]
        own = self._own(index)
        copied = list(self._copied(statement))
        before = [*self._publisher, *copied, *self._credited(own, len(self._publisher) + len(copied))]
        depth = max((link.depth for link in before), default=-1) + 1
        links = self._joined([*before, *(replace(link, depth=depth + at) for at, link in enumerate(own))])
        if statement.speaker is None:
            return Chain(index, links, None, "not_stated")
        return Chain(index, links, links[-1].party, _ORIGINS.get(statement.kind, "named"))

    @cached_property
    def _publisher(self) -> tuple[Link, ...]:
        name = self._article.publisher
        return (self._read("publishes", name, "publisher", 0),) if name else ()

    @cached_property
    def _credits(self) -> tuple[Link, ...]:
        return tuple(
            self._read("credits", name, "credits", place) for place, name in enumerate(self._article.credits) if name
        )

    def _read(self, kind: LinkKind, name: str, reading: str, place: int) -> Link:
        """Return a link that one of the article's readings shows."""
        readings = self._article.readings.get(reading, ())
        found = next((each for each in readings if str(each.value) == name), None)
        found = found or (readings[place] if place < len(readings) else None)
        if found is None:
            return Link(kind, name, 0, (), reading)
        return Link(kind, name, 0, (), reading, found.rule, found.certainty)

    def _copied(self, statement: Statement) -> Iterator[Link]:
        """Yield what the article has a statement's words from, if they stand in a passage that it copied."""
        if self._original is None or self._original.copy.earlier == "one":
            return
        copy = self._original.copy
        party = copy.common or (self._original.publisher if copy.earlier == "other" else "")
        length = sum(end - start for start, end in statement.content)
        for passage in copy.likeness.passages if party else ():
            inside = [
                Span(max(span.start, passage.one.start), min(span.end, passage.one.end)) for span in statement.content
            ]
            if length and sum(max(span.end - span.start, 0) for span in inside) >= _MOSTLY * length:
                yield Link("copies", party, len(self._publisher), (passage.one,), None, copy.rule, copy.certainty)
                return

    def _credited(self, own: Sequence[Link], depth: int) -> list[Link]:
        """Return the article's credits as far as they are on the way of a statement that names parties of its own.

        Of several, the one that it names; none if the page's outlet itself speaks; not «agencies» beside an agency.
        """
        if own and any(self._same(each.party, own[-1].party) for each in self._publisher):
            return []
        named = [credit for credit in self._credits if any(self._same(credit.party, link.party) for link in own)]
        agency = any(self._finder.is_agency(link.party) for link in own)
        return [
            replace(credit, depth=depth)
            for credit in named or self._credits
            if not (agency and self._finder.is_generic(credit.party))
        ]

    def _own(self, index: int, around: frozenset[int] = frozenset()) -> list[Link]:
        """Return the parties that a statement names itself, those of the statement around it first."""
        statement = self._statements[index]
        outer = statement.within
        links: list[Link] = []
        if outer is not None and 0 <= outer < len(self._statements) and outer not in around | {index}:
            links = [replace(link, kind="passes_on") for link in self._own(outer, around | {index})]
        for name in statement.via:
            if not any(self._same(name, link.party) for link in links):
                links.append(self._link("passes_on", name, self._place(name, statement), statement))
        if statement.speaker is not None:
            at = merge([*statement.source, *statement.closeness])
            links.append(self._link("says", statement.speaker, at, statement))
        return links

    def _link(self, kind: LinkKind, party: str, at: Extent, statement: Statement) -> Link:
        return Link(kind, party, 0, at, None, statement.rule, statement.certainty)

    def _place(self, name: str, statement: Statement) -> Extent:
        """Return where the paragraph of a statement names a party."""
        places = [span.start for span in (*statement.cue, *statement.source, *statement.content)]
        if not places:
            return ()
        text = self._article.text
        start = text.rfind("\n", 0, min(places)) + 1
        end = text.find("\n", max(places))
        run, spans = phrases.placed(text[start : end if end >= 0 else len(text)])
        wanted = phrases.words(name)
        for at in range(len(run) - len(wanted) + 1):
            first, *rest = run[at : at + len(wanted)]
            forms = {first, clitics.unjoined(first), clitics.unjoined(first)[1:]}
            if wanted and rest == wanted[1:] and wanted[0] in forms:
                skipped = len(first) - len(wanted[0])
                return (Span(start + spans[at].start + skipped, start + spans[at + len(wanted) - 1].end),)
        return ()

    def _same(self, one: str, other: str) -> bool:
        """Tell whether two names are of one party: an outlet under two names, a person with and without an office."""
        first, second = self._finder.key(one), self._finder.key(other)
        if first == second:
            return True
        if self._finder.named(one) or self._finder.named(other):
            return False
        words, others = set(first.split()), set(second.split())
        return min(len(words), len(others)) > 1 and (words <= others or others <= words)

    def _joined(self, links: Sequence[Link]) -> tuple[Link, ...]:
        """Return the links with each party once, where it is nearest to the origin, with all that shows it."""
        kept: list[Link] = []
        for link in links:
            same = next((each for each in kept if self._same(each.party, link.party)), None)
            if same is None:
                kept.append(link)
            elif same.kind == "publishes" and link.kind != "says":
                continue  # an outlet that credits itself
            else:
                kept.remove(same)
                reading = same.reading or link.reading
                kept.append(replace(link, reading=reading, certainty=max(link.certainty, same.certainty)))
        ranks = {depth: rank for rank, depth in enumerate(sorted({link.depth for link in kept}))}
        return tuple(replace(link, depth=ranks[link.depth]) for link in kept)
