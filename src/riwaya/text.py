"""Places in a text, and the way back from a made text to the one it was made from.

All offsets are Unicode code points, half-open, in logical order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

_START: Final = itemgetter(0)


class Span(NamedTuple):
    """A half-open stretch ``[start, end)`` of a text, in code points."""

    start: int
    end: int


Extent: TypeAlias = tuple[Span, ...]
"""Ordered, disjoint spans of one text: what an expression covers when it is interrupted."""


def cut(text: str, extent: Iterable[Span], *, join: str = " … ") -> str:
    """Return the words an extent covers.

    >>> cut("«سنعود»، قال الوزير، «قريبا»", (Span(1, 6), Span(22, 27)))
    'سنعود … قريبا'
    """
    return join.join(text[start:end] for start, end in extent)


def merge(spans: Iterable[Span]) -> Extent:
    """Return the same characters as an extent: ordered, disjoint, no empty or touching spans.

    >>> merge([Span(5, 9), Span(0, 3), Span(3, 5), Span(7, 7)])
    (Span(start=0, end=9),)
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if merged and start <= merged[-1].end:
            if end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, end)
        else:
            merged.append(Span(start, end))
    return tuple(merged)


class Piece(NamedTuple):
    """One stretch of a made text and where it is from.

    A *copied* piece has one source span of its own length, character for character. Any other piece was made as a whole
    from its source (``&amp;`` → ``&``), which is empty where the characters were inserted (a line break for ``<br>``).
    """

    start: int
    end: int
    source: Extent
    copied: bool


class Alignment:
    """The way from a made text back to the text it was made from.

    Kept while the text is made (see :class:`Weaver`), never recovered by comparing.

    >>> alignment = Alignment([Piece(0, 5, (Span(10, 15),), True), Piece(5, 6, (), False)])
    >>> alignment.source(Span(1, 6))
    (Span(start=11, end=15),)
    """

    __slots__ = ("pieces",)

    def __init__(self, pieces: Sequence[Piece]) -> None:
        """Take gapless pieces, ordered by their place in the made text, from 0 on."""
        self.pieces = tuple(pieces)

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """Return the alignment of a text with itself."""
        return cls([Piece(0, length, (Span(0, length),), True)] if length else [])

    def __len__(self) -> int:
        """Return the length of the made text in code points."""
        return self.pieces[-1].end if self.pieces else 0

    def __eq__(self, other: object) -> bool:
        """Two alignments are equal if their pieces are."""
        return isinstance(other, Alignment) and self.pieces == other.pieces

    def __hash__(self) -> int:
        """Hash by the pieces."""
        return hash(self.pieces)

    def __repr__(self) -> str:
        """Show the number of pieces, which may be thousands."""
        return f"Alignment({len(self.pieces)} pieces over {len(self)} characters)"

    def source(self, extent: Span | Iterable[Span]) -> Extent:
        """Return the source characters that the given characters of the made text came from.

        Args:
            extent: a span or spans of the made text.

        Returns:
            An extent of the source; empty if all the characters were inserted.
        """
        spans = (extent,) if isinstance(extent, Span) else extent
        return merge(found for span in spans for found in self._sources(span))

    def _before(self, place: int) -> int:
        """Return which piece a character of the made text is in."""
        return max(bisect_right(self.pieces, place, key=_START) - 1, 0)

    def _sources(self, span: Span) -> Iterable[Span]:
        index = self._before(span.start)
        while index < len(self.pieces):
            piece = self.pieces[index]
            if piece.start >= span.end:
                return
            start, end = max(span.start, piece.start), min(span.end, piece.end)
            if start < end:
                if piece.copied:
                    shift = piece.source[0].start - piece.start
                    yield Span(start + shift, end + shift)
                else:
                    yield from piece.source
            index += 1

    def then(self, older: Alignment) -> Alignment:
        """Return the way back through both: from this made text to the source of ``older``.

        The law it keeps: ``a.then(b).source(s) == b.source(a.source(s))``.
        """
        pieces: list[Piece] = []
        for piece in self.pieces:
            if not piece.copied:
                pieces.append(piece._replace(source=older.source(piece.source)))
                continue
            origin = piece.source[0]
            shift = piece.start - origin.start
            index = older._before(origin.start)
            while index < len(older.pieces) and older.pieces[index].start < origin.end:
                below = older.pieces[index]
                start, end = max(origin.start, below.start), min(origin.end, below.end)
                if start < end:
                    source = below.source
                    if below.copied:
                        move = below.source[0].start - below.start
                        source = (Span(start + move, end + move),)
                    pieces.append(Piece(start + shift, end + shift, source, below.copied))
                index += 1
        return Alignment(pieces)


class Weaver:
    """Makes a text from pieces of another and keeps the alignment while doing so.

    >>> weaver = Weaver("a&amp;b")
    >>> weaver.copy(0, 1); weaver.make("&", 1, 6); weaver.copy(6, 7)
    >>> text, alignment = weaver.done()
    >>> text, alignment.source(Span(1, 2))
    ('a&b', (Span(start=1, end=6),))
    """

    __slots__ = ("_from", "_length", "_parts", "_pieces", "_source", "_until")

    def __init__(self, source: str) -> None:
        """Start an empty text beside its source."""
        self._source = source
        self._parts: list[str] = []
        self._pieces: list[Piece] = []
        self._length = 0
        # What is being copied is kept back as long as it goes on, so that it becomes one piece.
        self._from = self._until = -1

    def __len__(self) -> int:
        """Return the length so far."""
        return self._length

    def copy(self, start: int, end: int) -> None:
        """Append the source characters ``[start, end)`` as they are."""
        if start >= end:
            return
        if start != self._until:
            self._keep()
            self._from = start
        self._until = end
        self._length += end - start

    def make(self, text: str, start: int = 0, end: int = 0) -> None:
        """Append ``text``, made as a whole from source ``[start, end)``; inserted if that is empty."""
        if not text:
            return
        self._keep()
        at = self._length
        self._length = after = at + len(text)
        self._parts.append(text)
        self._pieces.append(Piece(at, after, (Span(start, end),) if start < end else (), False))

    def done(self) -> tuple[str, Alignment]:
        """Return the text and the way back."""
        self._keep()
        return "".join(self._parts), Alignment(self._pieces)

    def _keep(self) -> None:
        start, end = self._from, self._until
        if end > 0:
            self._parts.append(self._source[start:end])
            self._pieces.append(Piece(self._length - end + start, self._length, (Span(start, end),), True))
            self._until = -1
