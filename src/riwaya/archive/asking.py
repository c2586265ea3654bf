"""From a query to what it asks of one archive: names in all their spellings, parties by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, select

from riwaya.arabic import stems
from riwaya.archive import profiles, queries, schema
from riwaya.archive.finding import Among
from riwaya.archive.parties import Stage, among
from riwaya.archive.queries import Phrase, Query, QueryError

_OTHERS: Final = 4  # spellings of a word that are looked for beside it


def asked(connection: Connection, who: Callable[[], Stage], text: str, wanted: Among | None) -> Query:
    """Return what a text asks for.

    Args:
        connection: of the archive.
        who: gives what has to be known of names, which only a party needs.
        text: as people type it.
        wanted: what is looked for; ``None`` where the query may decide.

    Raises:
        QueryError: if a part cannot be understood, or nobody is called as ``party:`` says.
    """
    query = queries.parse(text)
    if wanted == "articles" and query.of_statements:
        raise QueryError("speaker:, party:, act:, kind:, form:, via: and medium: are of statements: look among these")
    others = _others(connection, query)
    phrases = tuple(_widened(phrase, others) for phrase in query.phrases)
    speakers = tuple(profiles.said_by(connection, _party(connection, who(), words)) for words in query.parties)
    return replace(query, phrases=phrases, speakers=speakers)


def _others(connection: Connection, query: Query) -> dict[str, list[str]]:
    """Return the other spellings of words, by their indexed form."""
    table = schema.spelling.c
    wanted = {stems.stem(word) for phrase in query.phrases for word in phrase.words}
    found: dict[str, list[str]] = {}
    for row in among(connection, select(table.word, table.other).distinct(), table.word, wanted):
        found.setdefault(row.word, []).append(row.other)
    return found


def _widened(phrase: Phrase, others: Mapping[str, list[str]]) -> Phrase:
    spelled = tuple(tuple(sorted(others.get(stems.stem(word), ()))[:_OTHERS]) for word in phrase.words)
    return replace(phrase, others=spelled) if any(spelled) else phrase


def _party(connection: Connection, stage: Stage, words: str) -> int:
    found = profiles.find(connection, stage, words)
    if not found:
        raise QueryError(f"party:{words[:30]} is nobody: look for statements with speaker:")
    return found[0].number
