"""Names as an archive would know them, invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from riwaya import parties
from riwaya.model import Kind
from riwaya.parties import Known, Link, Name, Term

DAY = dt.date(2024, 3, 1)


def known(number: int, words: str, kind: Kind = "person", *, times: int = 1, offices: Sequence[str] = ()) -> Known:
    return Known(number, Name(words, kind), times, tuple(Term(office, DAY, DAY, 1) for office in offices))


def people(*names: str | tuple[str, str]) -> list[Known]:
    """Numbered people; a name may come with an office."""
    return [
        known(number, each) if isinstance(each, str) else known(number, each[0], offices=each[1:])
        for number, each in enumerate(names, 1)
    ]


def bodies(*names: str, kind: Kind = "organisation") -> list[Known]:
    return [known(number, each, kind) for number, each in enumerate(names, 1)]


def linked(names: Iterable[Known]) -> list[Link]:
    """The links of all blocks."""
    return [link for block in parties.in_blocks(names).values() for link in parties.links(block)]


def grouped(names: Sequence[Known]) -> list[set[str]]:
    """The spellings of each party of more than one."""
    words = {each.number: each.name.words for each in names}
    found = parties.parties(words, linked(names))
    return [{words[number] for number in numbers} for _, numbers in parties.grouped(found) if len(numbers) > 1]


def one_party(names: Sequence[Known]) -> bool:
    return len(set(parties.parties([each.number for each in names], linked(names)).values())) == 1


def all_apart(names: Sequence[Known]) -> bool:
    return grouped(names) == []
