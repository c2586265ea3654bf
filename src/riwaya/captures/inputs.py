"""Where pages come from: files, folders, zip and gzip files, standard input. One input that fails costs no other."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from riwaya.captures import charsets, media, pages, rows
from riwaya.captures.pages import Origin
from riwaya.errors import Problem
from riwaya.model import Capture

_HEAD: Final = 1 << 20
_CHUNK: Final = 1 << 16
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = 31
_GZIP_LENGTH: Final = 4  # the last bytes of a gzip file are the length of what it unpacks to
_PACKED_PIECE: Final = 1 << 12
# What saved pages bring along and no page is in. Everything else in a folder or zip file is looked at.
_FURNITURE: Final = frozenset(
    (
        ".avi", ".avif", ".bmp", ".css", ".eot", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".m4a", ".m4v", ".map", ".mjs",
        ".mov", ".mp3", ".mp4", ".ogg", ".otf", ".png", ".svg", ".swf", ".ttf", ".wav", ".webm", ".webp", ".woff",
        ".woff2",
    )
)  # fmt: skip


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _Tap:
    """Reads as far as it goes: what a damaged file or stream still gives, and the reason for its end."""

    def __init__(self, stream: _Readable, head: bytes = b"") -> None:
        self._stream = stream
        self._head = head
        self.problem: Problem | None = None

    def read(self, size: int) -> bytes:
        """Return the next ``size`` bytes, fewer at the end."""
        # Unlike a list of parts that is joined, this never holds everything twice.
        read, wanted = io.BytesIO(), size - min(size, len(self._head))
        read.write(self._head[:size])
        self._head = self._head[size:]
        while wanted > 0 and self.problem is None:
            try:
                part = self._stream.read(min(wanted, _CHUNK))
            except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
                self.problem = Problem("cut-off", f"Reading stopped before the end: {error}. What was read is kept.")
                break
            if not part:
                break
            read.write(part)
            wanted -= len(part)
        return read.getvalue()


class _Gunzip:
    """Reads a gzip file, member after member, up to the very place where it is cut or damaged.

    ``gzip.GzipFile`` gives nothing of what it unpacked in the call in which it meets the damage: 64 KB, a whole page.
    """

    def __init__(self, stream: _Readable) -> None:
        self._stream = stream
        self._engine = zlib.decompressobj(_GZIP_WINDOW)
        self._pending = b""
        self._piece = _PACKED_PIECE

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes; none at the end.

        Raises:
            EOFError: if the file is cut.
            zlib.error: if it is damaged.
        """
        made = b""
        while not made:
            piece = self._pending or self._stream.read(self._piece)
            if self._engine.eof:
                piece = (self._engine.unused_data + piece).lstrip(b"\0")
                if not piece:
                    return b""
                self._engine = zlib.decompressobj(_GZIP_WINDOW)
            if not piece:
                raise EOFError("the compressed file is cut")
            made = self._unpacked(piece, size)
        return made

    def _unpacked(self, piece: bytes, size: int) -> bytes:
        """Return what a piece unpacks to; of a damaged one, that of the bytes before the damage, one by one."""
        before = self._engine.copy()
        self._pending, later = piece[: self._piece], piece[self._piece :]
        try:
            made = self._engine.decompress(self._pending, size)
        except zlib.error:
            if self._piece == 1:
                raise
            self._engine, self._piece, self._pending = before, 1, piece
            return b""
        self._pending = self._engine.unconsumed_tail + later
        return made


def of_path(path: Path, origin: Origin) -> Iterator[Capture]:
    """Yield the captures of one file; of all files below, if it is a folder."""
    if path.is_dir():
        yield from _of_folder(path, origin)
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        yield pages.unread(b"", origin, _unreadable(error))
        return
    with stream:
        yield from of_stream(stream, origin)


def size_of_path(path: Path) -> int:
    """Return about how many bytes the pages of a file or folder have, unpacked, by what files say of themselves."""
    if path.is_dir():
        return sum(
            size_of_path(Path(parent, name))
            for parent, folders, files in os.walk(path)
            if not any(part.startswith(".") for part in Path(parent).relative_to(path).parts)
            for name in files
            if not _is_furniture(name)
        )
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_ZIP[0]))
            size = stream.seek(0, os.SEEK_END)
            if head.startswith(_GZIP):
                stream.seek(-_GZIP_LENGTH, os.SEEK_END)
                return max(size, int.from_bytes(stream.read(_GZIP_LENGTH), "little"))
            if not head.startswith(_ZIP):
                return size
            with zipfile.ZipFile(stream) as archive:
                return sum(member.file_size for member in archive.infolist())
    except (OSError, ValueError, zipfile.BadZipFile):
        return 0


def of_stream(stream: _Readable, origin: Origin, *, depth: int = 0) -> Iterator[Capture]:
    """Yield the captures of a stream: one page, rows, or the members of a zip file.

    Args:
        stream: the bytes.
        origin: what is known of them.
        depth: how many archives they are in.
    """
    tap = _Tap(stream)
    head = tap.read(_HEAD)
    if head.startswith((_GZIP, *_ZIP)) and depth > (1 if head.startswith(_GZIP) else 0):
        yield pages.unread(head, origin, Problem("nested-archive", "An archive within another was not opened."))
    elif head.startswith(_GZIP):
        yield from _of_gzip(_Tap(stream, head), origin)
    elif head.startswith(_ZIP):
        yield from _of_zip(stream, head, origin)
    elif rows.are_lines(head):
        tap = _Tap(stream, head)
        yield from rows.of_lines(_lines(tap), origin)
        if tap.problem is not None:
            yield pages.unread(b"", origin, tap.problem)
    else:
        if len(head) == _HEAD:
            tap = _Tap(stream, head)
            head = tap.read(pages.LIMIT + 1)
        yield from _of_whole(head, origin.called(origin.name, *filter(None, [tap.problem])))


def of_body(body: bytes, origin: Origin) -> Iterator[Capture]:
    """Yield the captures of bytes at hand, which are not copied unless they are an archive or lines."""
    if body.startswith((_GZIP, *_ZIP)) or rows.are_lines(body[:_HEAD]):
        yield from of_stream(io.BytesIO(body), origin)
    else:
        yield from _of_whole(body, origin)


def of_text(text: str, origin: Origin) -> Iterator[Capture]:
    """Yield the captures of a text at hand: a page, or rows."""
    body = text.encode(errors="surrogatepass")
    if rows.begins(body):
        yield from rows.of_lines(body.split(b"\n"), origin) if rows.are_lines(body) else rows.of_body(body, origin)
    else:
        yield pages.of_text(body, origin)


def _of_whole(body: bytes, origin: Origin) -> Iterator[Capture]:
    if len(body) > pages.LIMIT:
        yield pages.unread(b"", origin, pages.TOO_LARGE)
    elif rows.begins(body):
        yield from rows.of_body(body, origin)
    elif (wide := charsets.wide(body)) and rows.begins(decoded := charsets.decode(body, wide).encode()):
        yield from rows.of_body(decoded, origin)
    else:
        yield pages.capture(body, origin)


def _of_folder(folder: Path, origin: Origin) -> Iterator[Capture]:
    def unlisted(error: OSError) -> None:
        failed.append(pages.unread(b"", origin.called(str(error.filename)), _unreadable(error)))

    failed: list[Capture] = []
    for parent, folders, files in os.walk(folder, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(parent, name)
            if _is_furniture(name):
                continue
            if path.is_file():
                yield from of_path(path, origin.called(str(path)))
            else:
                problem = Problem("unreadable", "This is no regular file, or its link leads nowhere.")
                yield pages.unread(b"", origin.called(str(path)), problem)
        yield from failed
        failed.clear()


def _of_gzip(tap: _Tap, origin: Origin) -> Iterator[Capture]:
    yield from of_stream(_Gunzip(tap), origin, depth=2)


def _of_zip(stream: _Readable, head: bytes, origin: Origin) -> Iterator[Capture]:
    if not isinstance(stream, io.BufferedIOBase) or not stream.seekable():
        stream = io.BytesIO(_Tap(stream, head).read(pages.LIMIT + 1))
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        yield pages.unread(head, origin, _unreadable(error))
        return
    with archive:
        if media.is_office(archive.namelist()):
            yield pages.unread(head, origin, Problem("binary", "This is an office document or book, not a page."))
            return
        for member in archive.infolist():
            parts = member.filename.replace("\\", "/").split("/")
            is_folder = member.filename.endswith("/")  # not `is_dir`: it fails on no name, as one that begins with NUL
            if not is_folder and "__MACOSX" not in parts and not any(map(_is_furniture, parts)):
                yield from _of_member(archive, member, origin.called(f"{origin.name}!{member.filename}"))


def _of_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, origin: Origin) -> Iterator[Capture]:
    try:
        stream = archive.open(member)
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
        yield pages.unread(b"", origin, _unreadable(error))
        return
    with stream:
        yield from of_stream(stream, origin, depth=1)


def _lines(tap: _Tap) -> Iterator[bytes]:
    """Yield lines; reads larger pieces as a line gets longer, so that long lines cost no more by the byte."""
    pending = b""
    while part := tap.read(max(_HEAD, len(pending))):
        *lines, pending = (pending + part).split(b"\n")
        yield from lines
        if len(pending) > pages.LIMIT:
            yield pending
            pending = b""
            while (part := tap.read(_HEAD)) and b"\n" not in part:
                pass
            pending = part.partition(b"\n")[2]
    if pending:
        yield pending


def _is_furniture(name: str) -> bool:
    hidden = name.startswith(".") and name not in {".", ".."}  # these lead somewhere, and hide nothing
    return hidden or Path(name).suffix.lower() in _FURNITURE


def _unreadable(error: Exception) -> Problem:
    return Problem("unreadable", f"It could not be opened: {error}.")
