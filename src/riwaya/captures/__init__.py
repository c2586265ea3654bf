r"""Captures: pages as found, from wherever they are, and the text that they decode to.

Hides where bytes come from (files, folders, zip and gzip files, JSON rows, standard input), what they are (HTML,
flattened text, something else) and which encoding they are in, whatever labels say; mojibake is undone. One function
does it, :func:`read`; :func:`decode` is the way back from a capture's bytes to its text.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from riwaya.captures import charsets, inputs, media, repairs, rows
from riwaya.captures.pages import Origin
from riwaya.model import Capture

__all__ = ["decode", "read", "size"]

_LONGEST_PATH: Final = 4096


def read(
    source: str | bytes | Path,
    *,
    url: str | None = None,
    media_type: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> Iterator[Capture]:
    """Return the pages of a source, one after another, as they are read.

    Args:
        source: a path, a page's bytes, or its text. A ``str`` is a path if a file or folder of that name exists, and
            standard input if it is ``-``. Folders, zip files and JSON rows give many pages.
        url: the page's address; a row's own goes before it.
        media_type: ``text/html`` or ``text/plain`` where looking should not decide, with the ``charset`` a server told.
        fields: for JSON rows, which field holds what: ``{"text": "content", "published": "date_extracted"}``. Fields
            that are not named are found under their usual names.

    Raises:
        OSError: if a :class:`~pathlib.Path` cannot be opened. Whatever a page holds is told by its problems.

    >>> [page] = read("فتحت البلدية الجسر.".encode("cp1256"))
    >>> page.text, page.encoding, page.media_type
    ('فتحت البلدية الجسر.', 'windows-1256', 'text/plain')
    """
    told, charset = media.told(media_type)
    origin = Origin("-", url, told, charset, dict(fields or {}))
    if isinstance(source, bytes):
        return inputs.of_body(source, origin)
    if isinstance(source, Path):
        _check(source)
        return inputs.of_path(source, replace(origin, name=str(source)))
    if source == "-":
        return inputs.of_stream(sys.stdin.buffer, origin)
    if _exists(source):
        return inputs.of_path(Path(source), replace(origin, name=source))
    return inputs.of_text(source, origin)


def decode(body: bytes, encoding: str, repaired: str | None = None, text_field: str | None = None) -> str:
    """Return the text of a capture from its bytes: the way back to the page for whoever checks an extent.

    Args:
        body: ``Capture.body``.
        encoding: ``Capture.encoding``.
        repaired: ``Capture.repaired``.
        text_field: ``Capture.text_field``.

    >>> [page] = read('{"body": "فتحت البلدية الجسر"}'.encode())
    >>> decode(page.body, page.encoding, page.repaired, page.text_field) == page.text
    True
    """
    text = charsets.decode(body, encoding)
    if text_field is not None:
        text = rows.text(json.loads(text, strict=False), text_field)
    return text if repaired is None else repairs.undo(text, repaired)


def size(path: Path) -> int:
    """Return about how many bytes the pages of a path have, unpacked, without reading them.

    Args:
        path: as for :func:`read`; what cannot be opened has none.
    """
    return inputs.size_of_path(path)


def _exists(name: str) -> bool:
    if not 0 < len(name) <= _LONGEST_PATH or "\n" in name:
        return False
    try:
        return Path(name).exists()
    except (OSError, ValueError):  # a name too long, a NUL, half a character
        return False


def _check(path: Path) -> None:
    """Raise now, not at the first page, if a path cannot be opened. A pipe would not survive being opened twice."""
    if path.is_dir():
        os.scandir(path).close()
    elif path.is_file():
        path.open("rb").close()
    else:
        path.stat()
