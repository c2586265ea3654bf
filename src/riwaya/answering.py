"""What an archive answers when it is asked: claims with who stands where, and articles that share a text.

Statements are found by their words and by those of their headlines, in any number of them; what each puts forward is
worked out then and there, and those that put forward the same are told together. Nothing has to be made beforehand, so
that what was added a moment ago is in the answer.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Final

from riwaya import chains, claims, rules
from riwaya.arabic import phrases
from riwaya.archive import Appearance, Archive, Claim, Said
from riwaya.claims import Features, Traits, Weights
from riwaya.claims.ranking import Known
from riwaya.model import Claim as Gathered
from riwaya.model import Match, Proposition, Stance, Statement
from riwaya.text import Span

LIMIT: Final = 10
_SHOWN: Final = 60  # appearances of an answer, at most
_ASKED: Final = 0  # stands for what is asked; no statement has this number
_FOUND: Final = 160  # statements that an answer is made of, at most
_TITLE: Final = 0.3  # what a word of the headline is worth, of one in the statement
_ASKED_WORDS: Final = 60  # that are looked for, at most: a whole page may be pasted
_COMMON: Final = 0.1  # of all statements: a word that more of them have tells nothing, if there are rarer ones
_LEAST: Final = 3  # words that are looked for, however common
_CANDIDATES: Final = 48  # articles that a text is compared with
_PROBES: Final = 24  # runs of words by which they are found
_RUN: Final = 4  # words of such a run


# -- asking ------------------------------------------------------------------------------------------------------------


def ask(archive: Archive, query: str, limit: int = LIMIT) -> list[Claim]:
    """Return the claims that answer a question or stand near a claim, the best first.

    Args:
        archive: what is asked.
        query: a sentence, or a few words.
        limit: claims at most.
    """
    scores = _scores(archive, query)
    if not scores:
        return []
    said = archive.said(scores)
    put = {_ASKED: _asked(query), **_put_forward(said)}
    tables = rules.load()
    traits = {_ASKED: claims.traits(put[_ASKED], tables)} | {
        number: claims.traits(put[number], tables, day=one.published, party=one.statement.speaker)
        for number, one in said.items()
    }
    gathered = claims.gather(put, _same_words(traits))
    known = Known(_Likeness(put, traits), lambda number: _voice(said.get(number)))
    # What is asked is a claim as well: who stands near it stands for or against its words.
    ranked = claims.answers(
        {_ASKED: 2.0, **claims.combined(scores, {})}, gathered, known=known, limit=limit + 1, shown=_SHOWN
    )
    told = [_claim(each.claim, said, put) for each in ranked]
    return [each for each in told if each.appearances][:limit]


def _asked(query: str) -> Proposition:
    """Return what a question puts forward, as if somebody said it."""
    statement = Statement((Span(0, len(query)),), (), (), (), None, None, "say", "indirect")
    return claims.proposition(statement, query, rules.load())


def _scores(archive: Archive, query: str) -> dict[int, float]:
    """Return the statements in which words of a query stand: the rarer the word, the more it is worth."""
    asked = list(dict.fromkeys(phrases.words(query)))[:_ASKED_WORDS]
    count, found = archive.holding(asked)
    weights = {word: math.log((count + 1) / (len(numbers) + 0.5)) for word, (numbers, _) in found.items() if numbers}
    rarest = sorted(weights, key=lambda word: (-weights[word], word))
    telling = [word for at, word in enumerate(rarest) if at < _LEAST or len(found[word][0]) <= max(1, _COMMON * count)]
    scores: defaultdict[int, float] = defaultdict(float)
    for word in telling:
        numbers, titled = found[word]
        for number in numbers:
            scores[number] += weights[word]
        for number in titled:
            scores[number] += _TITLE * weights[word]
    return dict(sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:_FOUND])


def _put_forward(said: Mapping[int, Said]) -> dict[int, Proposition]:
    """Return what statements put forward; what only points is seen in its whole article."""
    tables = rules.load()
    put: dict[int, Proposition] = {}
    for number, one in said.items():
        found = claims.proposition(one.statement, one.text, tables)
        if found.pointing:
            found = claims.propositions(one.others, one.text, tables, title=one.title)[one.place]
        put[number] = found
    return put


def _same_words(traits: Mapping[int, Traits]) -> list[Match]:
    """Return the matches of what is put forward in the same words: copies, mostly."""
    first: dict[str, int] = {}
    matches: list[Match] = []
    for number in sorted(traits):
        key = traits[number].key
        if key and first.setdefault(key, number) != number:
            matches.append(Match(first[key], number, "same", 1.0, ("the same words",)))
    return matches


class _Likeness:
    """How like what two statements put forward is, by their words: below 0 where the words of just one negate."""

    def __init__(self, put: Mapping[int, Proposition], traits: Mapping[int, Traits]) -> None:
        self._negative = {number: each.negative for number, each in put.items()}
        self._traits = traits
        self._weights = Weights(each.words for each in traits.values())
        self._compared: dict[tuple[int, int], float] = {}

    def __call__(self, one: int, other: int) -> float:
        pair = (min(one, other), max(one, other))
        if pair not in self._compared:
            found: Features = claims.features(self._traits[pair[0]], self._traits[pair[1]], self._weights)
            self._compared[pair] = (found.overlap + found.contained) / 2
        alike = self._compared[pair]
        return alike if self._negative[one] == self._negative[other] else -alike


def _voice(said: Said | None) -> Hashable:
    return said and (said.article, said.statement.speaker)


def _claim(gathered: Gathered, said: Mapping[int, Said], put: Mapping[int, Proposition]) -> Claim:
    appearances: list[Appearance] = []
    rumours: list[Appearance] = []  # behind all others: nobody is told whose they are
    for each in gathered.appearances:
        if each.number == _ASKED:
            continue
        one = said[each.number]
        chain = _chain(one, one.statement.speaker)
        appearances.append(_appearance(one, put[each.number], each.stance, each.certainty, chain))
        if each.rumour:
            rumours.append(_rumour(appearances[-1], _chain(one, None)))
    appearances += rumours
    ends = [each.chain[-1] if each.speaker else None for each in appearances]
    return Claim(gathered.text, tuple(appearances), tuple(dict.fromkeys(ends)))


def _appearance(one: Said, put: Proposition, stance: Stance, certainty: float, chain: tuple[str, ...]) -> Appearance:
    return Appearance(
        one.article,
        one.url,
        one.publisher,
        one.published,
        one.title,
        stance,
        one.statement.speaker,
        one.statement.kind,
        one.statement,
        put.text,
        chain,
        certainty,
    )


def _rumour(beside: Appearance, chain: tuple[str, ...]) -> Appearance:
    """Return the appearance of what a statement says that others say."""
    return Appearance(
        beside.article,
        beside.url,
        beside.publisher,
        beside.published,
        beside.title,
        "reports",
        None,
        None,
        None,
        beside.words,
        chain,
        beside.certainty,
    )


def _chain(one: Said, speaker: str | None) -> tuple[str, ...]:
    """Return the way of a statement in names: the page's outlet, who passed it on, who speaks."""
    way = (one.publisher, *one.statement.via, speaker)
    return tuple(dict.fromkeys(name for name in way if name))


# -- copies ------------------------------------------------------------------------------------------------------------


def copies(archive: Archive, url: str) -> list[str]:
    """Return the addresses of the articles that share the text of those at an address, as a whole or for the most part.

    Args:
        archive: what is asked.
        url: of a page in it.
    """
    tables = rules.load()
    found: dict[str, None] = {}
    for number in archive.at(url):
        own = archive.article(number)
        for other in archive.sharing(_probes(own.text), number, _CANDIDATES):
            article = archive.article(other)
            if article.url and article.url != url and chains.copy_of(own, article, tables) is not None:
                found[article.url] = None
    return list(found)


def _probes(text: str) -> list[tuple[str, ...]]:
    """Return runs of words from all over a text."""
    words = phrases.words(text)
    starts = range(0, max(1, len(words) - _RUN + 1), max(1, len(words) // _PROBES))
    return [tuple(words[start : start + _RUN]) for start in starts if words]
