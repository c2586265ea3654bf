"""What the network sees of a token: how it is written, what the tables say of it, and where it stands.

Features of a word are names («class:role», «act:deny», «word:…»), so that weights stay valid when a table gains a row:
a name that the weights do not know counts for nothing until they are trained anew.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from riwaya.arabic import clitics, has_letters
from riwaya.statements.lexicon import Entry, Lexicon
from riwaya.statements.passages import MARKS, Passage

Floats: TypeAlias = npt.NDArray[np.float32]
Indices: TypeAlias = npt.NDArray[np.int64]

BUCKETS: Final = 1 << 14  # rows that the beginnings and endings of words share by their digest
PHRASES: Final = ("aside", "falsity", "link_line", "untrue")  # classes of expressions of several words
PLACES: Final = 14 + len(PHRASES)  # columns of `places`
_MARKS: Final = {
    ":": "colon",
    ".": "stop", "!": "stop", "\u061f": "stop",
    ",": "comma", "\u060c": "comma", ";": "semicolon", "\u061b": "semicolon",
    '"': "quote", "\u00ab": "quote", "\u00bb": "quote", "\u201c": "quote", "\u201d": "quote",
    "(": "open", ")": "close", "\n": "line", "-": "dash", "\u2013": "dash",
}  # fmt: skip
_SHORT: Final = 4
_NEAR: Final = 3  # tokens that still count as the beginning of a sentence
_OPEN: Final = "("
_CLOSE: Final = ")"
_LINE: Final = "\n"


def bucket(part: str) -> int:
    """Return the row, among ``BUCKETS``, of a part of a word."""
    return zlib.crc32(part.encode("utf-8", "surrogatepass")) % BUCKETS


def parts(word: str, surface: str) -> tuple[int, ...]:
    """Return the rows of a word's beginnings, endings, core and spelling, the two that tell the word itself last.

    Args:
        word: in folded spelling.
        surface: as written; see `spellings`.
    """
    core = clitics.bared(clitics.unjoined(word))
    return (
        bucket("p1" + word[:1]), bucket("p2" + word[:2]), bucket("p3" + word[:3]),
        bucket("s1" + word[-1:]), bucket("s2" + word[-2:]), bucket("s3" + word[-3:]),
        bucket("q" + core[:3]), bucket(f"x{core[-2:]}{len(core)}"), bucket("c" + core), bucket("u" + surface),
    )  # fmt: skip


def spellings(passage: Passage) -> list[str]:
    """Return what counts of how each word is written: all of a short one, for «إن» is not «أن»; nothing of a longer."""
    text = passage.text
    pairs = zip(passage.starts, passage.ends, strict=True)
    return [text[start:end] if end - start <= _SHORT else "" for start, end in pairs]


class Names:
    """Names the features of words by the tables."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Turn the classes round: from a word to the classes it is of."""
        self._lexicon = lexicon
        self._classes: dict[str, list[str]] = {}
        for name, members in lexicon.classes.items():
            for word in members:
                self._classes.setdefault(word, []).append(name)

    def of(self, word: str) -> Iterator[str]:
        """Yield the names of a folded word's features, the word itself first."""
        yield f"word:{word}"
        if not word[0].isalnum():
            yield f"mark:{_MARKS.get(word, 'other')}"
            return
        if word[0].isdigit():
            yield "digits"
        elif not has_letters(word):
            yield "latin"  # or any other letters than ours
        if self._lexicon.name(word):
            yield "name"
        for name in self._classes.get(word, ()):
            yield f"class:{name}"
        yield from self._bared(word)
        entries, joined = self._lexicon.readings(word)
        yield from dict.fromkeys(feature for entry in entries for feature in _verb(entry))
        if entries and joined:
            yield "verb:joined"

    def _bared(self, word: str) -> Iterator[str]:
        unjoined = clitics.unjoined(word)
        core = clitics.bared(unjoined)
        found = set(self._classes.get(unjoined, ())) if unjoined != word else set()
        if core != unjoined:
            found.update(self._classes.get(core, ()), self._classes.get(clitics.ARTICLE + core, ()))
        yield from sorted(f"bare:{name}" for name in found)


def _verb(entry: Entry) -> Iterator[str]:
    verb, form = entry.verb, entry.form
    yield f"aspect:{form.aspect}"
    yield f"act:{verb.act}"
    for flag in sorted(verb.flags):
        yield f"flag:{flag}"
    marks = {
        "clause": verb.clause, "colon": verb.colon, "nominal": verb.nominal, "prepositions": bool(verb.prepositions),
        "pronoun": entry.pronoun, "feminine": form.gender == "f", "masculine": form.gender == "m",
        "several": form.number in ("p", "d"),
    }  # fmt: skip
    for name, holds in marks.items():
        if holds:
            yield f"verb:{name}"


def sentence_numbers(passage: Passage) -> Indices:
    """Return for each token the number of its sentence; what stands between two belongs to the second."""
    numbers = np.zeros(len(passage.words), np.int64)
    done = 0
    for number, (_, last) in enumerate(passage.sentences):
        numbers[done:last] = number
        done = last
    numbers[done:] = max(len(passage.sentences) - 1, 0)
    return numbers


def places(passage: Passage, lexicon: Lexicon, *, opening: bool = True) -> Floats:
    """Return where each token stands: in its sentence, in marks, beside what is written to it, in an expression.

    Args:
        passage: an article, or a section of one.
        lexicon: knows the expressions.
        opening: whether the passage begins its article.
    """
    size = len(passage.words)
    out = np.zeros((size, PLACES), np.float32)
    if not size:
        return out
    for first, last in passage.sentences:
        out[first, 0] = 1
        out[min(last, size - 1), 1] = last < size
        out[first : min(first + _NEAR, last), 2] = 1
    for quotation in passage.quotations:
        first, last = quotation.first, min(quotation.last, size - 1)
        out[first, 3] = passage.words[first] in MARKS
        out[last, 4] = quotation.closed
        out[first : last + 1, 5 if passage.speech(quotation) else 6] = 1
        out[first : last + 1, 7] = not quotation.closed
        out[min(first + 1, size - 1), 8] = 1
        out[max(last - 1, 0), 9] = 1
    _brackets(passage, out)
    _phrases(passage, lexicon, out)
    out[1:, 11] = np.array(passage.starts[1:]) == np.array(passage.ends[:-1])
    out[0, 12] = opening
    return out


def _brackets(passage: Passage, out: Floats) -> None:
    words = passage.words
    out[[index for index, word in enumerate(words) if word == _LINE], 13] = 1
    if _OPEN not in words and _CLOSE not in words:
        return
    depth = False
    for index, word in enumerate(words):
        depth = word == _OPEN or (depth and word != _LINE)
        out[index, 10] = depth
        depth = depth and word != _CLOSE


def _phrases(passage: Passage, lexicon: Lexicon, out: Floats) -> None:
    openers = set().union(*(lexicon.phrases[name] for name in PHRASES))
    for index, word in enumerate(passage.words):
        if word in openers:
            for column, name in enumerate(PHRASES, PLACES - len(PHRASES)):
                out[index : index + lexicon.phrase(name, passage.words, index), column] = 1
