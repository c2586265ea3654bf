"""How large values are kept: bytes and alignments, compressed."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any, Final

from riwaya.text import Alignment, Piece, Span

_LEVEL: Final = 6


def packed(body: bytes) -> bytes:
    """Return bytes compressed (zlib, RFC 1950)."""
    return zlib.compress(body, _LEVEL)


def unpacked(body: bytes) -> bytes:
    """Return what `packed` was given.

    Raises:
        zlib.error: if the bytes are broken.
    """
    return zlib.decompress(body)


def proven(body: bytes, digest: str) -> bytes | None:
    """Return what `packed` was given, if it bears a digest (SHA-256); ``None`` if it does not, or is broken."""
    try:
        found = unpacked(body)
    except (TypeError, zlib.error):
        return None
    return found if hashlib.sha256(found).hexdigest() == digest else None


def packed_alignment(alignment: Alignment) -> bytes:
    """Return an alignment as compressed JSON: a row for each piece, of its length, whether it was copied, its sources.

    >>> from riwaya.text import Alignment
    >>> unpacked_alignment(packed_alignment(Alignment.identity(5))) == Alignment.identity(5)
    True
    """
    rows = [
        [end - start, int(copied), *(place for span in source for place in span)]
        for start, end, source, copied in alignment.pieces
    ]
    return packed(json.dumps(rows, separators=(",", ":")).encode())


def unpacked_alignment(body: bytes) -> Alignment:
    """Return what `packed_alignment` was given."""
    rows: list[list[Any]] = json.loads(unpacked(body))
    pieces: list[Piece] = []
    done = 0
    for length, copied, *places in rows:
        source = tuple(Span(*pair) for pair in zip(places[::2], places[1::2], strict=True))
        pieces.append(Piece(done, done + length, source, bool(copied)))
        done += length
    return Alignment(pieces)
