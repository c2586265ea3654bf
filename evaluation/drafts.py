"""Annotations as annotators write them: parts in words of the text, found again as places."""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias, get_args

from evaluation.scores import PARTS, letters
from riwaya.model import Act, Form, Kind

Row: TypeAlias = dict[str, Any]
Place: TypeAlias = list[int]

LABELS: Final = {"act": get_args(Act), "form": get_args(Form), "kind": get_args(Kind)}
PREFIXES: Final = "\u0648\u0641\u0628\u0644\u0643"  # wa, fa, bi, li, ka are written into the word they stand before
_LETTER: Final = re.compile(r"[^\W_]")
_STOP: Final = re.compile(r"[.!?\u061f\n]")


class DraftError(ValueError):
    """A draft cannot be packed: names the article, the statement and the part."""


def occurrences(text: str, piece: str) -> list[int]:
    """Return the places where a piece stands, overlapping ones too.

    >>> occurrences("لا لا لا", "لا لا")
    [0, 3]
    """
    found, at = [], text.find(piece) if piece else -1
    while at >= 0:
        found.append(at)
        at = text.find(piece, at + 1)
    return found


def nearest(text: str, piece: str, content: Place) -> Place | None:
    """Return where a piece stands nearest to the beginning or the end of a content; ``None`` if it is not in the text.

    It is the scorer's way to find parts that annotators give in words only.
    """
    starts = occurrences(text, piece)
    start = min(starts, key=lambda at: min(abs(at - content[0]), abs(at - content[1])), default=None)
    return None if start is None else [start, start + len(piece)]


def beside(text: str, piece: str, content: Place) -> Place | None:
    """Return where a piece stands as a part of the same statement, as far as can be told.

    Not inside another word (a participle holds the letters of its verb), rather in the same sentence than beyond a full
    stop, rather a whole word than the beginning of a longer form, and then nearest.
    """

    def rank(at: int) -> tuple[bool, bool, bool, int]:
        end = at + len(piece)
        gap = text[end : content[0]] if at < content[0] else text[content[1] : at]
        near = min(abs(at - content[0]), abs(at - content[1]))
        return inside_word(text, at), bool(_STOP.search(gap)), bool(_LETTER.match(text, end)), near

    start = min(occurrences(text, piece), key=rank, default=None)
    return None if start is None else [start, start + len(piece)]


def inside_word(text: str, at: int) -> bool:
    """Whether a letter stands before this place that is no prefix standing for a word of its own."""
    begun = at
    while begun and letters(text, [[begun - 1, begun]]):
        begun -= 1
    return text[begun:at] not in {"", *PREFIXES}


def locate(text: str, written: Row) -> Row:
    """Return a statement as annotators write it with places for its parts; names stay words.

    Where a part stands more than once, the place nearest to the content is meant.

    Raises:
        DraftError: if a part is not in the text or a label is unknown.
    """
    content = _content(text, written)
    row: Row = {"content": [content]}
    for part in PARTS:
        piece = written.get(part)
        place = nearest(text, piece, content) if piece else None
        if piece and place is None:
            raise DraftError(f"{part} is not in the text")
        row[part] = [place] if place else None
    for label, allowed in LABELS.items():
        if written[label] not in allowed:
            raise DraftError(f"{label} {written[label]!r} is none of {', '.join(allowed)}")
        row[label] = written[label]
    return {**row, "speaker": written.get("name"), "via": list(written.get("via") or [])}


def _content(text: str, written: Row) -> Place:
    piece, at = written["content"], written.get("at")
    if not piece:
        raise DraftError("no content")
    starts = occurrences(text, piece)
    if not starts:
        raise DraftError("content is not in the text")
    if at is not None:
        if at not in starts:
            raise DraftError(f"content does not stand at {at}, but at {starts}")
        return [at, at + len(piece)]
    nth = written.get("nth") or 1
    if nth > len(starts):
        raise DraftError(f"content stands {len(starts)} times, not {nth}")
    return [starts[nth - 1], starts[nth - 1] + len(piece)]
