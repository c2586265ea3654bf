"""Offices: when two wordings mean one, who held it from when to when, and who it was on a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from riwaya.arabic import clitics
from riwaya.arabic.phrases import words
from riwaya.model import Known, Tenure, Term
from riwaya.parties.lexicon import lexicon
from riwaya.parties.spelling import letters

_AROUND: Final = dt.timedelta(days=45)  # before the first and after the last article that says so
_SPECIFIC: Final = 4  # words of an office that is one man's, though it names no country
_LEAST: Final = 3
_OVERLAP: Final = 0.6
_NATION: Final = "nation."
_VAGUE: Final = ("name.office_vague", "body.plain", "body.adjective")


@lru_cache(maxsize=1 << 16)
def post(office: str) -> frozenset[str]:
    """Return what an office's words mean, without order and articles, countries as such.

    >>> post("وزير الخارجية الروسي") == post("وزير خارجية روسيا")
    True
    """
    table = lexicon()
    run = words(office)
    found: set[str] = set()
    at = 0
    while at < len(run):
        nation = table.nations.at(run, at) if at else None
        if nation is not None:
            found.add(nation.value)
            at = nation.end
            continue
        word = run[at]
        if word not in table.words("name.title") or at == 0 or word in table.words("role"):
            found.add(letters(_bare(word)))
        at += 1
    return frozenset(found)


def _bare(word: str) -> str:
    word = word[1:] if word.startswith("\u0648" + clitics.ARTICLE) else word
    plain = clitics.bared(word)
    return plain[:-1] if plain.endswith("\u0647") and len(plain) > _LEAST else plain


@lru_cache(maxsize=1 << 16)
def _agree(one: str, other: str) -> bool:
    first, second = post(one), post(other)
    both = first & second
    nations = [{word for word in each if word.startswith(_NATION)} for each in (first, second)]
    if nations[0] and nations[1] and nations[0] != nations[1]:
        return False
    roles = frozenset(map(letters, lexicon().bare("role")))
    specific = both - roles - _general()
    return bool(specific) and len(both) >= _OVERLAP * min(len(first), len(second)) and len(both) >= 2  # noqa: PLR2004


@lru_cache(maxsize=1)
def _general() -> frozenset[str]:
    table = lexicon()
    return frozenset(letters(_bare(word)) for name in _VAGUE for word in table.bare(name))


def agree(one: Iterable[Term], other: Iterable[Term], *, national: bool = False) -> bool:
    """Tell whether some office of one name is one of another's; ``national``: one that a country has once."""
    others = [term.office for term in other]
    return any(
        _agree(*sorted((term.office, office))) and (not national or _national(term.office) & _national(office))
        for term in one
        for office in others
    )


def _national(office: str) -> frozenset[str]:
    return frozenset(word for word in post(office) if word.startswith(_NATION))


def offices(known: Sequence[Known], party_of: Mapping[int, int]) -> list[Tenure]:
    """Return who held which office from when to when, from what articles say beside names.

    Args:
        known: names with their terms.
        party_of: from :func:`riwaya.parties.parties`.

    Returns:
        One for each office of each party, sorted by office, days and party; the office in its commonest spelling.
    """
    spelled: dict[frozenset[str], Counter[str]] = {}
    held: dict[tuple[frozenset[str], int], list[Term]] = {}
    for each in known:
        for term in each.terms:
            key = post(term.office)
            spelled.setdefault(key, Counter())[term.office] += term.times
            held.setdefault((key, party_of.get(each.number, each.number)), []).append(term)
    found: list[Tenure] = []
    for (key, party), terms in held.items():
        days = [day for term in terms for day in (term.earliest, term.latest) if day is not None]
        if days:
            office = min(spelled[key].items(), key=lambda item: (-item[1], item[0]))[0]
            found.append(Tenure(office, party, min(days), max(days), sum(term.times for term in terms)))
    return sorted(found, key=lambda each: (each.office, each.earliest, each.latest, each.party))


def holder(tenures: Iterable[Tenure], office: str, day: dt.date) -> int | None:
    """Return who held an office around a day, if it was exactly one party.

    An office is asked for only if it tells whose it is: a country, or as many words as only one body has.

    Args:
        tenures: from :func:`offices`.
        office: as worded, «الرئيس الفرنسي».
        day: of the article that says so.

    >>> from datetime import date
    >>> held = [Tenure("وزير خارجية روسيا", 4, date(2024, 3, 1), date(2024, 5, 1), 7)]
    >>> holder(held, "وزير الخارجية الروسي", date(2024, 4, 2)), holder(held, "وزير الخارجية", date(2024, 4, 2))
    (4, None)
    """
    key = post(office)
    if not any(word.startswith(_NATION) for word in key) and len(key) < _SPECIFIC:
        return None
    found = {
        each.party
        for each in tenures
        if each.earliest - _AROUND <= day <= each.latest + _AROUND and post(each.office) == key
    }
    return found.pop() if len(found) == 1 else None
