"""An article in parts that are read one after the other, so that work grows with its length and no faster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from riwaya.statements.passages import Passage, Quotation

LONGEST: Final = 520  # tokens: as many as the longest newspaper article has that was annotated


def sections(passage: Passage) -> Iterator[Passage]:
    """Yield the parts of a passage: whole sentences, up to ``LONGEST`` tokens; a longer sentence is cut.

    >>> from riwaya.statements.passages import cut
    >>> [len(part.words) for part in sections(cut("قال نعم. " * 500))]
    [519, 519, 462]
    """
    if len(passage.words) <= LONGEST:
        yield passage
        return
    first, sentence, quotation = 0, 0, 0
    while first < len(passage.words):
        last = sentence
        while last < len(passage.sentences) and passage.sentences[last][1] < first + LONGEST:
            last += 1
        whole = last > sentence and last < len(passage.sentences)
        end = passage.sentences[last - 1][1] + 1 if whole else min(first + LONGEST, len(passage.words))
        if not whole and last < len(passage.sentences):
            last += passage.sentences[last][1] <= end
        while quotation < len(passage.quotations) and passage.quotations[quotation].last < first:
            quotation += 1
        yield _part(passage, (first, end), sentence, quotation)
        first, sentence = end, last


def _part(passage: Passage, tokens: tuple[int, int], sentence: int, quotation: int) -> Passage:
    first, end = tokens
    quotations: list[Quotation] = []
    quoted = [-1] * (end - first)
    for each in _until(passage.quotations, quotation, end):
        start, last = max(each.first, first), min(each.last, end - 1)
        for index in range(start, last + 1):
            quoted[index - first] = len(quotations)
        quotations.append(Quotation(start - first, last - first, each.closed and each.last < end))
    found = []
    for at in range(sentence, len(passage.sentences)):
        start, last = passage.sentences[at]
        if start >= end:
            break
        if last > first:
            found.append((max(start, first) - first, min(last, end) - first))
    cut = slice(first, end)
    return Passage(passage.text, passage.words[cut], passage.starts[cut], passage.ends[cut], quotations, quoted, found)


def _until(quotations: list[Quotation], number: int, end: int) -> Iterator[Quotation]:
    while number < len(quotations) and quotations[number].first < end:
        yield quotations[number]
        number += 1
