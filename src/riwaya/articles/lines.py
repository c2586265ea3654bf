"""Lines: what both ways of reading a page (its markup, its flattened text) hand on to be put together as articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from riwaya.text import Alignment

# Past these the rest of a page's text is left unread (and reported), so that memory stays bounded: a page of a million
# words has some six million characters.
MOST_CHARACTERS: Final = 12_000_000


def is_squeezed(words: str) -> bool:
    r"""Tell whether words without white space around them have none between them but single spaces.

    >>> is_squeezed("The old bridge"), is_squeezed("The  old bridge"), is_squeezed("The old\xa0bridge")
    (True, False, False)
    """
    # No white space counts as printable but the space; other signs that do not are rare, and looking is quick.
    if words.isprintable():
        return "  " not in words
    return " ".join(words.split()) == words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page's visible text: a paragraph, a heading, a list item, a row of a table.

    Attributes:
        text: the words, white space squeezed.
        alignment: the way from ``text`` back to the characters of ``capture.text``.
        tag: the block element it stands in (``p``, ``h2``, ``li``, ``td`` …); empty in flattened text.
        link_share: the share of its letters that stand inside links, 0 to 1.
    """

    text: str
    alignment: Alignment
    tag: str = ""
    link_share: float = 0.0
