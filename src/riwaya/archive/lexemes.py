"""Words as PostgreSQL indexes them: quoted, with their places, inside the limits of its ``tsvector``.

The limits: https://www.postgresql.org/docs/current/textsearch-limitations.html.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

LONGEST: Final = 2000  # bytes of a word
LAST: Final = 16383  # the last place; all words behind stand there, and in no phrase: nothing stands just before it
MOST: Final = 255  # places of a word
BYTES: Final = (1 << 20) - 4096  # of an entry
_ODD: Final = re.compile(rf"['\\]|\w{{{LONGEST // 4}}}")  # what has to be quoted, or may be too long


def vector(*columns: Sequence[str]) -> tuple[str, int]:
    """Return the words of columns as a ``tsvector``, and the place at which the second one starts.

    Between columns a place is left free, so that no phrase reaches from one into the next. What is beyond the limits
    loses its place, and words that would make it too large are left out.

    >>> vector(["ab", "c"], ["ab"])
    ("'ab':1,4 'c':2", 4)
    """
    places: dict[str, list[int]] = {}
    at, second = 0, LAST
    for number, words in enumerate(columns):
        if number:
            at += 1
            second = min(at + 1, LAST)
        for at, word in enumerate(words, at + 1):  # noqa: B020 - the next column goes on behind
            if word in places:
                places[word].append(at)
            else:
                places[word] = [at]
    # Most texts are far inside the limits, and are not measured.
    if at < MOST and not _ODD.search("".join(places)):
        return " ".join(f"'{word}':{','.join(map(str, stood))}" for word, stood in places.items()), second
    return " ".join(_bounded(places)), second


def _bounded(places: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Yield words with their places as far as the limits allow."""
    size = 0
    for word, all_places in places.items():
        stood = list(dict.fromkeys(at if at < LAST - 1 else LAST for at in all_places[:MOST]))
        lexeme = quoted(word)
        size += len(lexeme.encode()) + 2 * len(stood) + 4
        if size > BYTES:
            return
        yield f"{lexeme}:{','.join(map(str, stood))}"


def quoted(word: str) -> str:
    """Return a word in quotes; of one that is too long, its beginning and its digest.

    >>> print(quoted("ab"), quoted("a'b"), len(quoted("a" * 10_000)))
    'ab' 'a''b' 1066
    """
    body = word.encode()
    if len(body) > LONGEST:
        word = body[: LONGEST // 2].decode(errors="ignore") + hashlib.sha256(body).hexdigest()
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
