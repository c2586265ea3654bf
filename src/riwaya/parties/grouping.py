"""From links to parties, with people's verdicts above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from riwaya.model import Link, Verdict


class Union:
    """Sets that are joined pair by pair; the smallest number stands for its set."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        """Start with each number alone."""
        self._above = {number: number for number in numbers}

    def find(self, number: int) -> int:
        """Return what stands for the set of a number."""
        above = self._above
        above.setdefault(number, number)
        root = number
        while above[root] != root:
            root = above[root]
        while above[number] != root:
            above[number], number = root, above[number]
        return root

    def join(self, one: int, other: int) -> None:
        """Make one set of two."""
        first, second = sorted((self.find(one), self.find(other)))
        self._above[second] = first


def parties(numbers: Iterable[int], links: Iterable[Link], verdicts: Iterable[Verdict] = ()) -> dict[int, int]:
    """Return to which party each name belongs.

    What people judge wins: names judged the same are joined, whatever links say; names judged different are kept apart,
    by leaving out the links that would bring them together, the least certain ones first. Of two verdicts that
    contradict each other, the one that keeps apart wins where it is direct.

    Args:
        numbers: of all names.
        links: between them; those with other numbers are passed over.
        verdicts: of people.

    Returns:
        For each number the smallest number in its party.

    >>> parties([1, 2, 3], [Link(1, 2, "rule", "", 1.0), Link(2, 3, "rule", "", 0.9)], [Verdict(1, 3, same=False)])
    {1: 1, 2: 1, 3: 3}
    """
    known = set(numbers)
    judged = [each for each in verdicts if each.one in known and each.other in known]
    cuts = [(each.one, each.other) for each in judged if not each.same and each.one != each.other]
    apart: dict[int, set[int]] = {}
    for one, other in cuts:
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    joined = sorted((min(each.one, each.other), max(each.one, each.other)) for each in judged if each.same)
    linked = sorted(
        (each for each in links if each.one in known and each.other in known),
        key=lambda each: (-each.certainty, each.one, each.other),
    )
    pairs = [*joined, *((each.one, each.other) for each in linked)]
    union = _joined(known, pairs, apart) if apart else _free(known, pairs)
    return {number: union.find(number) for number in sorted(known)}


def _free(numbers: Iterable[int], pairs: Sequence[tuple[int, int]]) -> Union:
    union = Union(numbers)
    for one, other in pairs:
        union.join(one, other)
    return union


def _joined(numbers: Iterable[int], pairs: Sequence[tuple[int, int]], apart: dict[int, set[int]]) -> Union:
    """Join pairs, the surest first, and leave those out that would join what is apart.

    The links that are left out are the weakest on the paths between two that are apart, as in Kruskal's algorithm.
    """
    union = Union(numbers)
    foes = {number: set(others) for number, others in apart.items()}
    for one, other in pairs:
        first, second = sorted((union.find(one), union.find(other)))
        if first == second:
            continue
        hostile = foes.get(first, set())
        if any(union.find(each) == second for each in hostile):
            continue
        union.join(first, second)
        merged = hostile | foes.pop(second, set())
        if merged:
            foes[first] = merged
    return union


def grouped(found: dict[int, int]) -> Iterator[tuple[int, list[int]]]:
    """Yield each party with the numbers of its names.

    >>> list(grouped({1: 1, 2: 1, 3: 3}))
    [(1, [1, 2]), (3, [3])]
    """
    sets: dict[int, list[int]] = {}
    for number, party in found.items():
        sets.setdefault(party, []).append(number)
    yield from sorted(sets.items())
