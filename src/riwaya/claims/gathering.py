"""From matches to claims: each gathers what stands directly beside its centre, for or against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from riwaya.claims.stances import towards
from riwaya.model import Appearance, Claim, Match, Proposition

LEAST: Final = 0.5  # certainty of a match that gathers
_SURE: Final = 1.0  # near-copies: they stay together whatever else is said of them
Sign: TypeAlias = Literal[1, -1]


class Judgement(NamedTuple):
    """What a person says of two propositions.

    Attributes:
        one: a number.
        other: another one.
        relation: "same" or "contradicts" join them in one claim, "other" keeps them in two.
    """

    one: int
    other: int
    relation: Literal["same", "contradicts", "other"]


class _Edge(NamedTuple):
    certainty: float
    sign: int


@dataclass(slots=True)
class _Bundles:
    """Propositions that are together for sure, each with its sign towards the first of them."""

    parents: dict[int, tuple[int, int]] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)

    def find(self, number: int) -> tuple[int, int]:
        """Return the head of a number's bundle, and the number's sign towards it."""
        sign, path = 1, []
        while (step := self.parents.get(number)) is not None:
            path.append((number, sign))
            number, sign = step[0], sign * step[1]
        for below, upto in path:
            self.parents[below] = (number, sign * upto)
        return number, sign

    def parted(self, one: int, other: int) -> bool:
        """Tell whether people keep two bundles apart, given by their heads."""
        return any({self.find(first)[0], self.find(second)[0]} == {one, other} for first, second in self.apart)

    def join(self, one: int, other: int, sign: int) -> bool:
        """Join the bundles of two numbers, unless they are kept apart; tell whether they are together now."""
        (first, mine), (second, theirs) = self.find(one), self.find(other)
        if first == second:
            return True
        if self.parted(first, second):
            return False
        head, tail = min(first, second), max(first, second)
        self.parents[tail] = (head, mine * theirs * sign)
        return True


def gather(
    propositions: Mapping[int, Proposition], matches: Iterable[Match], judgements: Sequence[Judgement] = ()
) -> list[Claim]:
    """Return the claims that propositions make, each proposition in one of them.

    A claim has a centre, and all others in it are matched with the centre itself: nothing comes in by a chain of
    neighbours. What contradicts the centre turns what it says. Which numbers come first, or in which order matches
    come, changes nothing, and what is not connected with a new match stays as it was.

    Args:
        propositions: by their numbers.
        matches: from :func:`riwaya.claims.matching.match`.
        judgements: of people, the latest last: they win over all matches, and the later over the earlier.
    """
    matches = [each for each in matches if each.one in propositions and each.other in propositions]
    bundles = _bundles(matches, judgements)
    graph = _graph(matches, bundles)
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number in sorted(propositions):
        head, sign = bundles.find(number)
        members[head].append((number, sign))
    claims = [_claim(star, members, graph, propositions) for star in _stars(members, graph, bundles)]
    return sorted(claims, key=lambda claim: min(each.number for each in claim.appearances))


def _bundles(matches: Iterable[Match], judgements: Sequence[Judgement]) -> _Bundles:
    bundles = _Bundles()
    for judgement in reversed(judgements):
        together = bundles.find(judgement.one)[0] == bundles.find(judgement.other)[0]
        if judgement.relation != "other":
            bundles.join(judgement.one, judgement.other, 1 if judgement.relation == "same" else -1)
        elif not together:
            bundles.apart.add((judgement.one, judgement.other))
    for each in sorted(matches, key=lambda each: (each.one, each.other)):
        if each.certainty >= _SURE and each.relation == "same":
            bundles.join(each.one, each.other, 1)
    return bundles


def _graph(matches: Iterable[Match], bundles: _Bundles) -> dict[int, dict[int, _Edge]]:
    """Return the strongest match between any two bundles, with its sign between their heads."""
    graph: dict[int, dict[int, _Edge]] = defaultdict(dict)
    for each in matches:
        if each.relation == "other" or each.certainty < LEAST:
            continue
        (one, mine), (other, theirs) = bundles.find(each.one), bundles.find(each.other)
        if one == other:
            continue
        edge = _Edge(each.certainty, mine * theirs * (-1 if each.relation == "contradicts" else 1))
        if edge > graph[one].get(other, _Edge(0.0, 0)):
            graph[one][other] = graph[other][one] = edge
    return graph


class _Star(NamedTuple):
    """A centre, and the bundles around it with their edges to it."""

    centre: int
    around: dict[int, _Edge]


def _stars(
    members: Mapping[int, Sequence[object]], graph: Mapping[int, Mapping[int, _Edge]], bundles: _Bundles
) -> Iterator[_Star]:
    """Yield stars: the bundle with the strongest ties first (star cover, Aslam, Pelekhov and Rus 2004)."""

    def strength(head: int) -> float:
        ties = graph.get(head, {})
        return round(sum(edge.certainty * len(members[other]) for other, edge in ties.items()) + len(members[head]), 9)

    free = set(members)
    for centre in sorted(members, key=lambda head: (-strength(head), head)):
        if centre in free:
            free.discard(centre)
            around = _around(centre, free, graph, bundles)
            free.difference_update(around)
            yield _Star(centre, around)


def _around(
    centre: int, free: set[int], graph: Mapping[int, Mapping[int, _Edge]], bundles: _Bundles
) -> dict[int, _Edge]:
    """Return what a centre gathers: in a triangle that cannot be, the weakest edge is cut."""
    around: dict[int, _Edge] = {}
    near = [(edge, head) for head, edge in graph.get(centre, {}).items() if head in free]
    for edge, head in sorted(near, key=lambda each: (-each[0].certainty, each[1])):
        ties = graph[head]
        conflicts = any(
            ties[other].sign != edge.sign * theirs.sign and ties[other].certainty > edge.certainty
            for other, theirs in around.items()
            if other in ties
        )
        parted = bundles.apart and any(bundles.parted(head, other) for other in (centre, *around))
        if not conflicts and not parted:
            around[head] = edge
    return around


def _claim(
    star: _Star,
    members: Mapping[int, Sequence[tuple[int, int]]],
    graph: Mapping[int, Mapping[int, _Edge]],
    propositions: Mapping[int, Proposition],
) -> Claim:
    """Return the claim of a star: its words are those of the medoid among what says it without a negation."""
    around = {star.centre: _Edge(1.0, 1), **star.around}
    signs = {number: edge.sign * sign for head, edge in around.items() for number, sign in members[head]}
    weight = {
        head: round(sum(graph.get(head, {}).get(other, _Edge(0.0, 0)).certainty for other in around), 9)
        + len(members[head]) / (len(members[head]) + 1)
        for head in around
    }
    ranked = sorted(
        ((number, head) for head in around for number, _ in members[head]),
        key=lambda each: (
            propositions[each[0]].pointing,
            propositions[each[0]].negative,
            -weight[each[1]],
            each[0],
        ),
    )
    medoid = ranked[0][0]
    turned = signs[medoid]
    appearances = [
        Appearance(
            number,
            towards(propositions[number], propositions[medoid], same=signs[number] == turned),
            round(around[head].certainty, 3),
            propositions[number].rumour and signs[number] == turned,
        )
        for number, head in ranked
    ]
    appearances.sort(key=lambda each: (each.number != medoid, -each.certainty, each.number))
    return Claim(propositions[medoid].text, medoid, tuple(appearances))
