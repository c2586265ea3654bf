"""A text as words, quotations and sentences: what cues, contents and sources are looked for in.

Everything here is linear in the length of the text, also for quotation marks that are never closed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from riwaya.arabic import fold_letters

_TOKEN: Final = re.compile(r"[^\W\d]+|\d+(?:[.,]\d+)*|[^\w\s]|\n")
_OPENERS: Final = frozenset("«„‹❝")
_CLOSERS: Final = frozenset("»›❞")
_EITHER: Final = frozenset('"“”‟″')
MARKS: Final = _OPENERS | _CLOSERS | _EITHER
_ENDS: Final = frozenset(".!?\u061f\n")
# Quotations of fewer words set off a name or a term; longer ones are speech wherever they stand.
SPEECH_WORDS: Final = 5
_PARTICLES: Final = frozenset("\u0644\u0628\u0648\u0641\u0643")
_DEPTH: Final = 3
# A mark with its space on the wrong side, so soon after the open one, closes it: «"الوطن "من مصادر».
_SLIP: Final = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation by the tokens of its marks; ``closed`` is false if the closing one is missing."""

    first: int
    last: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A text cut into tokens (words, single marks, line breaks), with its quotations and sentences.

    Attributes:
        text: the text the offsets are of, without silent characters.
        words: the tokens in folded spelling.
        starts, ends: their offsets.
        quotations: outermost ones, in order.
        quoted: for each token the index of the quotation it stands in (its marks included), else -1.
        sentences: pairs of token indices, half-open, without the final mark.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    quotations: list[Quotation]
    quoted: list[int]
    sentences: list[tuple[int, int]]

    def is_word(self, index: int) -> bool:
        """Tell whether a token is a word or number, not a mark."""
        return self.words[index][0].isalnum()

    def within_lines(self, tokens: tuple[int, int]) -> tuple[int, int]:
        """Return a range of tokens without line breaks at its ends."""
        first, last = tokens
        while first < last and self.words[first] == "\n":
            first += 1
        while last > first and self.words[last - 1] == "\n":
            last -= 1
        return first, last

    def speech(self, quotation: Quotation) -> bool:
        """Tell whether a quotation is long enough to be speech rather than a name set off."""
        count = 0
        for index in range(quotation.first + 1, quotation.last):
            count += self.is_word(index)
            if count >= SPEECH_WORDS:
                return True
        return False


def cut(text: str) -> Passage:
    """Cut a text, already without silent characters, into a passage.

    >>> passage = cut("قال: «سنعود قريبا. نعم». وغادر")
    >>> [passage.words[first:last] for first, last in passage.sentences]
    [['قال', ':', '«', 'سنعود', 'قريبا', '.', 'نعم', '»'], ['وغادر']]
    """
    folded = fold_letters(text)
    spans = [match.span() for match in _TOKEN.finditer(folded)]
    words = [folded[start:end] for start, end in spans]
    starts = [start for start, _ in spans]
    ends = [end for _, end in spans]
    quotations = _quotations(text, words, starts)
    if quotations and quotations[-1].last == len(words):
        # What nobody closes ends with the text: a line's end stands there, so that each quotation has its last token.
        words.append("\n")
        starts.append(len(text))
        ends.append(len(text))
    quoted = [-1] * len(words)
    for number, quotation in enumerate(quotations):
        for index in range(quotation.first, min(quotation.last + 1, len(words))):
            quoted[index] = number
    passage = Passage(text, words, starts, ends, quotations, quoted, [])
    passage.sentences.extend(_sentences(passage))
    return passage


def _quotations(text: str, words: list[str], starts: list[int]) -> list[Quotation]:
    """Pair the marks paragraph by paragraph and return the outermost pairs."""
    found: list[Quotation] = []
    stack: list[int] = []
    for index, word in enumerate(words):
        if word == "\n":
            if stack:
                found.append(_unclosed(words, stack[0], index))
                stack.clear()
        elif word in MARKS:
            inside = index - stack[-1] if stack else 0
            if _opens(text, starts[index], word, inside) or (not stack and _pairs(text, words, starts, index)):
                if stack and words[index - 1] == ":":
                    # Speech begins anew: the mark that opened before was never closed.
                    found.append(_unclosed(words, stack[0], index))
                    stack.clear()
                stack.extend([index] * (len(stack) < _DEPTH))
            elif stack:
                first = stack.pop()
                found.extend([Quotation(first, index, closed=True)] * (not stack))
    if stack:
        found.append(_unclosed(words, stack[0], len(words)))
    return found


def _pairs(text: str, words: list[str], starts: list[int], index: int) -> bool:
    """Tell whether a mark written as if it closed opens after all: the next one closes too («وأضاف" علينا … غدا"»)."""
    if words[index] in _CLOSERS or words[index] in _OPENERS or (index > 1 and words[index - 2] not in _ENDS):
        return False
    for at in range(index + 1, len(words)):
        if words[at] == "\n":
            return False
        if words[at] in MARKS:
            return at - index > SPEECH_WORDS and not _opens(text, starts[at], words[at], at - index)
    return False


def _unclosed(words: list[str], first: int, last: int) -> Quotation:
    """Return a quotation that nobody closed: it reaches to the end of its sentence."""
    for index in range(first + 1, last):
        if words[index] in _ENDS:
            return Quotation(first, index, closed=False)
    return Quotation(first, last, closed=False)


def _opens(text: str, at: int, mark: str, inside: int) -> bool:
    """Tell whether a mark opens a quotation, by its shape where that decides, else by the spaces around it.

    ``inside`` counts the tokens since the last open mark, 0 if none is open.
    """
    before = text[at - 1] if at else " "
    if not inside and before in _PARTICLES and (at < 2 or text[at - 2].isspace()):  # noqa: PLR2004 - «لـ"الرياض"»
        return True
    after = text[at + 1] if at + 1 < len(text) else " "
    free_before = before.isspace() or before in "([:،-–ـ"
    free_after = after.isspace() or not (after.isalnum() or after in '([«“"')
    if mark in _OPENERS:
        return True
    if mark in _CLOSERS:
        return not inside and free_before and not free_after
    if free_before and not free_after:
        return not 0 < inside <= _SLIP
    if free_after and not free_before:
        return False
    return not inside


def _sentences(passage: Passage) -> list[tuple[int, int]]:
    words, quoted, quotations = passage.words, passage.quoted, passage.quotations
    found: list[tuple[int, int]] = []
    first = 0
    for index, word in enumerate(words):
        if word not in _ENDS:
            continue
        if word != "\n":
            number = quoted[index]
            if number >= 0 and quotations[number].closed and index != quotations[number].last:
                continue
            if word == "." and not _full_stop(passage, index):
                continue
        if index > first:
            found.append((first, index))
        first = index + 1
    if first < len(words):
        found.append((first, len(words)))
    return found


def _full_stop(passage: Passage, index: int) -> bool:
    """Tell a full stop from dots of hesitation, initials and decimals."""
    text, at = passage.text, passage.starts[index]
    if at + 1 >= len(text):
        return True
    after = text[at + 1]
    if text[at - 1 : at] == "." and text[at + 1 : at + 4] in (" \u0648\u0641", " \u0644\u0643"):
        return True  # two dots before a new clause stand for a full stop
    if after == "." or text[at - 1 : at] == ".":
        return False
    if after.isspace() or after in '"»”“':
        word = passage.words[index - 1] if index else ""
        return len(word) > 1 or not word.isalpha() or after == "\n"
    # Pages run sentences together: «انتهى.وأضاف».
    return after == "\u0648" and index > 0 and len(passage.words[index - 1]) > 2  # noqa: PLR2004
