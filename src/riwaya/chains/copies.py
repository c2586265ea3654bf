"""Copies: whether one article was copied from another, or both from one agency, and on what grounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Final, Literal, NamedTuple, TypeAlias

from riwaya.chains.outlets import Outlets, outlets
from riwaya.chains.passages import Likeness, likeness
from riwaya.model import Article
from riwaya.rules import Rules

CopyKind: TypeAlias = Literal["copy", "embedded"]
Side: TypeAlias = Literal["one", "other"]

# Of all that two texts have, so much is common to them: one is the other, edited at most (Broder: resemblance).
LEAST_RESEMBLANCE: Final = 0.5
# Of the shorter text, so much stands in the longer one: it was trimmed from it, or put into it (containment).
LEAST_CONTAINED: Final = 0.6
# And at least so many words: a paragraph. The shortest wire items have some forty.
LEAST_SHARED: Final = 25
# Days after which an item is news no longer. What is like it later is the same form filled in again, unless nearly all
# is there word for word, without other names in the place of names.
MOST_DAYS_APART: Final = 2
_RERUN: Final = 0.9
_MOST_SWAPS: Final = 0.02  # of the words
_UNBROKEN: Final = 12
_WHOLE: Final = 0.75  # of the words of the shorter: then it stands in the longer as a whole
_LONGER: Final = 1.25
_OPENING: Final = 0.1  # of a text: datelines and bylines stand there


@dataclass(frozen=True, slots=True)
class Copy:
    """That two articles have one text, and how they came to it.

    Attributes:
        kind: ``copy`` if the whole texts resemble each other; ``embedded`` if most of the shorter stands in the longer.
        likeness: what they have in common, and where.
        earlier: which one the other was likelier made from; ``None`` if that cannot be told, or neither was.
        common: the outlet that both have it from, as named; then ``earlier`` is ``None``.
        certainty: of ``earlier`` or ``common``, 0 to 1; 0 if neither is told.
        rule: which grounds decided; see the explanation of copies.
        reason: these grounds in words.
    """

    kind: CopyKind
    likeness: Likeness
    earlier: Side | None
    common: str | None
    certainty: float
    rule: str
    reason: str

    def turned(self) -> Copy:
        """Return the same as seen from the other article."""
        turned: dict[Side | None, Side | None] = {"one": "other", "other": "one", None: None}
        return Copy(
            self.kind,
            self.likeness.turned(),
            turned[self.earlier],
            self.common,
            self.certainty,
            self.rule,
            self.reason,
        )


class _Grounds(NamedTuple):
    rule: str
    reason: str
    certainty: float
    earlier: Side | None = None
    common: str | None = None


class _Pair(NamedTuple):
    """Two articles, what they have in common, and the outlets that each names, by key."""

    one: Article
    other: Article
    likeness: Likeness
    publishers: tuple[dict[str, str], dict[str, str]]
    credits: tuple[dict[str, str], dict[str, str]]


def copy_of(one: Article, other: Article, rules: Rules) -> Copy | None:
    """Tell whether two articles have one text, and which of them is likelier the earlier.

    Args:
        one: an article.
        other: another; seen from its side the answer is the same, turned.
        rules: the tables.

    Returns:
        The judgement, or ``None`` if they are no copies: too little in common, or a form that is filled in anew.
    """
    found = likeness(one.text, other.text)
    kind = kind_of(found)
    if kind is None or (_days_apart(one, other) > MOST_DAYS_APART and not _is_rerun(found)):
        return None
    finder = outlets(rules)
    publishers = _publishers(one, finder), _publishers(other, finder)
    credits_ = _credits(one, publishers[0], finder), _credits(other, publishers[1], finder)
    pair = _Pair(one, other, found, publishers, credits_)
    grounds = next((told for rule in _RULES if (told := rule(pair, finder)) is not None), _UNKNOWN)
    return Copy(kind, found, grounds.earlier, grounds.common, grounds.certainty, grounds.rule, grounds.reason)


def kind_of(found: Likeness) -> CopyKind | None:
    """Return which kind of copy a likeness makes by itself; ``None`` if it makes none."""
    if found.words < LEAST_SHARED or _longest(found) < _UNBROKEN:
        return None
    if found.resemblance >= LEAST_RESEMBLANCE:
        return "copy"
    return "embedded" if max(found.share_of_one, found.share_of_other) >= LEAST_CONTAINED else None


def _longest(found: Likeness) -> int:
    return max((passage.words for passage in found.passages), default=0)


def _is_rerun(found: Likeness) -> bool:
    return max(found.share_of_one, found.share_of_other) >= _RERUN and found.swaps <= _MOST_SWAPS * found.words


def _days_apart(one: Article, other: Article) -> int:
    if one.published is None or other.published is None:
        return 0
    return abs((one.published - other.published).days)


def _publishers(article: Article, finder: Outlets) -> dict[str, str]:
    row = finder.of_address(article.url)
    return finder.keys([article.publisher]) | ({row.id: row.text("name")} if row else {})


def _credits(article: Article, publisher: dict[str, str], finder: Outlets) -> dict[str, str]:
    """Return the outlets that an article gives as its sources, by key, without itself."""
    return {key: name for key, name in finder.keys(article.credits).items() if key not in publisher}


def _names_the_other(pair: _Pair, finder: Outlets) -> _Grounds | None:
    """One credits the other's publisher."""
    del finder
    first = pair.credits[0].keys() & pair.publishers[1].keys()
    second = pair.credits[1].keys() & pair.publishers[0].keys()
    if bool(first) == bool(second):
        return None
    (key,) = sorted(first or second)[:1]
    name = (pair.credits[0] | pair.credits[1])[key]
    return _Grounds("copy.credits_the_other", f"credits {name}", 0.95, earlier="other" if first else "one")


def _same_wire(pair: _Pair, finder: Outlets) -> _Grounds | None:
    """Both credit one outlet; an agency's own name says more than «agencies».

    Two pages of one outlet have the same signature under them, which is no source of theirs unless it is an agency's.
    """
    own = bool(pair.publishers[0].keys() & pair.publishers[1].keys())
    both = [
        key
        for key in sorted(pair.credits[0].keys() & pair.credits[1].keys())
        if not own or finder.is_agency(pair.credits[0][key])
    ]
    if not both:
        return None
    known = [key for key in both if not finder.is_generic(pair.credits[0][key])]
    name = pair.credits[0][(known or both)[0]]
    name = min(name, pair.credits[1][(known or both)[0]])
    return _Grounds("copy.same_wire", f"both credit {name}", 0.9 if known else 0.6, common=name)


def _agency_published(pair: _Pair, finder: Outlets) -> _Grounds | None:
    """One is on an agency's own pages, the other is not."""
    agencies = [any(finder.is_agency(name) for name in names.values()) for names in pair.publishers]
    if agencies[0] == agencies[1]:
        return None
    first: Side = "one" if agencies[0] else "other"
    (name,) = list(pair.publishers[0 if agencies[0] else 1].values())[-1:]
    return _Grounds("copy.agency_published", f"published by {name}, an agency", 0.85, earlier=first)


def _one_credits_an_agency(pair: _Pair, finder: Outlets) -> _Grounds | None:
    """One credits an agency and the other nobody: the other has it from there as well, or from the one."""
    crediting = [
        [name for name in credited.values() if finder.is_agency(name) and not finder.is_generic(name)]
        for credited in pair.credits
    ]
    if bool(crediting[0]) == bool(crediting[1]) or (pair.credits[0] and pair.credits[1]):
        return None
    name = min(chain.from_iterable(crediting))
    return _Grounds("copy.one_credits_an_agency", f"one credits {name}, the other nobody", 0.6, common=name)


def _earlier_day(pair: _Pair, finder: Outlets) -> _Grounds | None:
    del finder
    days = pair.one.published, pair.other.published
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return None
    return _Grounds(
        "copy.earlier_day",
        f"published {min(days[0], days[1])} and {max(days[0], days[1])}",
        0.7,
        earlier="one" if days[0] < days[1] else "other",
    )


def _whole_of(pair: _Pair, finder: Outlets) -> _Grounds | None:
    """Most of one stands in the other, which is longer.

    Where it opens the longer one, its end was cut off, as editors shorten news; where it does not, it was put in.
    """
    del finder
    found = pair.likeness
    shorter: Side = "one" if found.words_of_one < found.words_of_other else "other"
    longer: Side = "other" if shorter == "one" else "one"
    seen = found if shorter == "one" else found.turned()
    text = (pair.other if shorter == "one" else pair.one).text
    if seen.share_of_one < _WHOLE or seen.words_of_other < _LONGER * seen.words_of_one:
        return None
    if min(passage.other.start for passage in seen.passages) <= _OPENING * len(text):
        return _Grounds("copy.trimmed", "the shorter stops where the longer goes on", 0.6, earlier=longer)
    return _Grounds("copy.put_in", "the longer begins before the shorter", 0.55, earlier=shorter)


_Rule: TypeAlias = Callable[[_Pair, Outlets], _Grounds | None]
# The first that tells something decides: what an article says itself before what is inferred.
_RULES: Final[tuple[_Rule, ...]] = (
    _names_the_other,
    _same_wire,
    _agency_published,
    _one_credits_an_agency,
    _earlier_day,
    _whole_of,
)
_UNKNOWN: Final = _Grounds("copy.undecided", "nothing tells which was first", 0.0)
