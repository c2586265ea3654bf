"""The query language: words, phrases, fields, and what must not be there.

    بوتين "وقف إطلاق النار" act:deny speaker:"وزارة الدفاع" from:2024-12-01 -رويترز

All parts must hold. A query is parsed here into words in their indexed form and plain values; nothing of its text
reaches a database but as a parameter.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass, field, replace
from itertools import islice, product
from typing import Final, get_args

from sqlalchemy import ColumnElement

from riwaya.arabic import bare, fold, phrases, stems
from riwaya.errors import RiwayaError
from riwaya.model import Act, Form, Kind

WORDED: Final = ("speaker", "medium", "via", "publisher", "title")  # fields whose words are searched
LISTED: Final[dict[str, tuple[str, ...]]] = {"act": get_args(Act), "kind": get_args(Kind), "form": get_args(Form)}
DAYS: Final = ("on", "from", "to")
PARTY: Final = "party"
FIELDS: Final = (*WORDED, PARTY, *LISTED, *DAYS)
_OF_STATEMENTS: Final = frozenset({"speaker", "medium", "via", "act", "kind", "form"})
_LONGEST: Final = 1000
_MOST: Final = 24
_RUNS: Final = 64  # of indexed words that a phrase may be: with other spellings of its words there are many
_PART: Final = re.compile(
    r'(?P<minus>-?)(?:(?P<field>[^\W\d_]+):)?(?:"(?P<phrase>[^"]*)(?P<closed>"?)|(?P<word>[^\s"]+))'
)
_MARKS: Final = str.maketrans(
    dict.fromkeys("\u201c\u201d\u00ab\u00bb\u201e", '"') | {"\uff1a": ":", "\u2212": "-", "\u2013": "-", "\u2014": "-"}
)
_DAY: Final = re.compile(r"([0-9]{4})(?:[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?)?")


class QueryError(RiwayaError):
    """A query cannot be understood; the message says which part, and what would be."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; a single word is a phrase of one.

    Attributes:
        words: in folded spelling.
        field: the field they are looked for in; ``None`` for the text.
        excluded: whether they must not be there.
        others: for each word, other spellings of it; empty where there are none.
    """

    words: tuple[str, ...]
    field: str | None = None
    excluded: bool = False
    others: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for.

    Attributes:
        phrases: all of them must be there, or not.
        listed: for ``act``, ``kind`` and ``form``, the values that are let through.
        earliest: the first day of publication.
        latest: the last one.
        parties: who speaks, each by a name or the number of the party.
        speakers: for each of these, the condition that it speaks, in the archive that is searched.
    """

    phrases: tuple[Phrase, ...] = ()
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    earliest: dt.date | None = None
    latest: dt.date | None = None
    parties: tuple[str, ...] = ()
    speakers: tuple[ColumnElement[bool], ...] = ()

    @property
    def of_statements(self) -> bool:
        """Whether it asks for something that only statements have."""
        return bool(self.listed or self.parties) or any(phrase.field in _OF_STATEMENTS for phrase in self.phrases)


def parse(text: str) -> Query:
    """Return the query that a text asks.

    Args:
        text: as people type it; typographic quotation marks count as plain ones.

    Raises:
        QueryError: if a part cannot be understood, or if there is nothing to look for.

    >>> query = parse('الجسر act:deny,decline from:2024-12-01')
    >>> query.listed, str(query.earliest), query.of_statements
    ({'act': ('deny', 'decline')}, '2024-12-01', True)
    """
    if len(text) > _LONGEST:
        raise QueryError(f"the query is longer than {_LONGEST} characters: look for fewer words")
    query = Query()
    # What is pasted brings marks that nobody sees: they would hide a minus or the name of a field.
    for match in _PART.finditer(bare(text)[0].translate(_MARKS)):
        query = _with(query, match)
    if len(query.phrases) > _MOST:
        raise QueryError(f"the query has more than {_MOST} words and phrases: look for fewer")
    if query.earliest and query.latest and query.earliest > query.latest:
        raise QueryError(f"from:{query.earliest} is after to:{query.latest}: name days that meet")
    if not (query.listed or query.earliest or query.latest or query.parties) and all(
        phrase.excluded for phrase in query.phrases
    ):
        raise QueryError("there is nothing to look for: give a word, or a field such as act:deny")
    return query


def _with(query: Query, match: re.Match[str]) -> Query:
    minus, name, given = bool(match["minus"]), match["field"], match["word"] or match["phrase"] or ""
    if match["phrase"] is not None and not match["closed"]:
        raise QueryError(f'the quotation mark before {given[:30]!r} is never closed: add another "')
    if name is None and given == match["word"] and given.endswith(":") and given[:-1].casefold() in FIELDS:
        name, given = given[:-1], ""
    if name is None:
        return _worded(query, given, None, excluded=minus)
    name = name.casefold()
    if name not in FIELDS:
        raise QueryError(f"there is no field {name!r}; the fields are {', '.join(FIELDS)}")
    if not given.strip():
        raise _without_value(name)
    if name in WORDED:
        return _worded(query, given, name, excluded=minus)
    if minus:
        raise QueryError(f"-{name}: is not understood: name the values that are wanted")
    if name == PARTY:
        return replace(query, parties=(*query.parties, given.strip()))
    return _listed(query, name, given) if name in LISTED else _dated(query, name, given)


def _without_value(name: str) -> QueryError:
    return QueryError(f"{name}: has no value: write it right behind the colon, without a space")


def _worded(query: Query, given: str, name: str | None, *, excluded: bool) -> Query:
    words = tuple(phrases.words(given))
    if not any(word.strip("_") for word in words):  # marks only
        if name:
            raise _without_value(name)
        return query
    return replace(query, phrases=(*query.phrases, Phrase(words, name, excluded)))


def _listed(query: Query, name: str, given: str) -> Query:
    values = tuple(dict.fromkeys(value for value in given.casefold().split(",") if value))
    if not values:
        raise _without_value(name)
    for value in values:
        if value not in LISTED[name]:
            raise QueryError(f"{name}:{value} is none of {', '.join(LISTED[name])}")
    both = tuple(value for value in query.listed.get(name, values) if value in values)
    if not both:
        raise QueryError(
            f"{name}: is asked for twice, and nothing is both: write {name}:{query.listed[name][0]},{values[0]}"
        )
    return replace(query, listed={**query.listed, name: both})


def _dated(query: Query, name: str, given: str) -> Query:
    first, last = _days(name, given)
    if name != "to":
        query = replace(query, earliest=max(filter(None, (query.earliest, first))))
    if name != "from":
        query = replace(query, latest=min(filter(None, (query.latest, last))))
    return query


def _days(name: str, given: str) -> tuple[dt.date, dt.date]:
    """Return the first and last day of a day, month or year.

    >>> [str(day) for day in _days("on", "2024-02")]
    ['2024-02-01', '2024-02-29']
    """
    if written := _DAY.fullmatch(fold(given).strip()):
        year, month, day = written.groups()
        try:
            first = dt.date(int(year), int(month or 1), int(day or 1))
            until = int(month or 12)
            return first, dt.date(first.year, until, int(day or monthrange(first.year, until)[1]))
        except ValueError:
            pass
    raise QueryError(f"{name}:{given[:30]} is no day: write 2024-12-07, 2024-12 or 2024")


def variants(phrase: Phrase) -> tuple[tuple[str, ...], ...]:
    """Return the runs of indexed words that a phrase may be: its first word with the small words written into it.

    >>> ("وبوتين",) in variants(Phrase(("بوتين",)))
    True
    """
    others = phrase.others or ((),) * len(phrase.words)
    firsts = [form for word in (phrase.words[0], *others[0]) for form in stems.asked(word)]
    rests = [
        [stems.stem(word) for word in (own, *more)] for own, more in zip(phrase.words[1:], others[1:], strict=True)
    ]
    return tuple(dict.fromkeys(islice(product(firsts, *rests), _RUNS)))
