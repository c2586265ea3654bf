"""Who is who across articles: names that name one party, and who held an office when.

:func:`mentions` reads names off an article. An archive counts them (:class:`Known`), files each under its
:func:`blocks`, and asks :func:`links` about the names of one block at a time. :func:`parties` makes parties of the
links and of what people judged. Everything here is a function of its arguments: names that come one by one give the
same parties as all at once, as long as the links of each block that gained a name are asked for anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from riwaya.arabic.phrases import words as folded_words
from riwaya.model import Kind, Known, Link, Mention, Name, Tenure, Term, Verdict
from riwaya.parties import bodies, people
from riwaya.parties.grouping import grouped, parties
from riwaya.parties.posts import holder, offices, post
from riwaya.parties.reading import mentions, offices_alone

__all__ = [
    "Kind",
    "Known",
    "Link",
    "Mention",
    "Name",
    "Tenure",
    "Term",
    "Verdict",
    "blocks",
    "grouped",
    "holder",
    "in_blocks",
    "links",
    "mentions",
    "offices",
    "offices_alone",
    "parties",
    "post",
    "spellings",
]
T = TypeVar("T")


def blocks(name: Name) -> frozenset[str]:
    """Return the keys of a name: only names that share one are ever compared.

    >>> blocks(Name("أنطون ريدغر", "person")) == blocks(Name("أنطون ريدجر", "person"))
    True
    """
    if not folded_words(name.words):  # marks only: it is like no other
        return frozenset()
    return people.blocks(name) if name.kind == "person" else bodies.blocks(name)


def links(known: Sequence[Known]) -> list[Link]:
    """Return which names of one block name one party.

    Args:
        known: all names that share one key, in any order.

    Returns:
        The links, sorted; the same for the same names.

    >>> one, other = Known(1, Name("أنطون ريدغر", "person"), 3), Known(2, Name("أنطون ريدجر", "person"), 1)
    >>> [(link.one, link.other, link.rule) for link in links([other, one])]
    [(1, 2, 'person.transliteration')]
    """
    known = [each for each in known if folded_words(each.name.words)]
    persons = [each for each in known if each.name.kind == "person"]
    others = [each for each in known if each.name.kind != "person"]
    found = {(each.one, each.other, each.rule): each for each in (*people.links(persons), *bodies.links(others))}
    return [found[key] for key in sorted(found)]


def in_blocks(known: Iterable[Known]) -> dict[str, list[Known]]:
    """Return names by the keys of their blocks; a name stands under each of its keys."""
    found: dict[str, list[Known]] = {}
    for each in known:
        for key in blocks(each.name):
            found.setdefault(key, []).append(each)
    return found


def spellings(one: Name, other: Name) -> list[tuple[str, str]]:
    """Return the pairs of single words that are one word in the spellings of two names, to widen searches with.

    >>> spellings(Name("أنطون ريدغر", "person"), Name("أنطون ريدجر", "person"))
    [('ريدغر', 'ريدجر')]
    """
    if one.kind == "person" and other.kind == "person":
        return list(dict.fromkeys(people.same_words(one, other)))
    return list(dict.fromkeys(bodies.same_words(one, other)))
