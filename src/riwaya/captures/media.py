"""What bytes and texts are, told by looking: names and labels are often wrong."""

from __future__ import annotations

import re
from typing import Final

from riwaya.errors import Problem

HTML: Final = "text/html"
PLAIN: Final = "text/plain"
_TYPES: Final = {HTML: HTML, "application/xhtml+xml": HTML, PLAIN: PLAIN}

# First bytes, media type, problem code. Longer ones first where one begins another.
_MAGIC: Final = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "image"),
    (b"\xff\xd8\xff", "image/jpeg", "image"),
    (b"GIF87a", "image/gif", "image"),
    (b"GIF89a", "image/gif", "image"),
    (b"II*\x00", "image/tiff", "image"),
    (b"MM\x00*", "image/tiff", "image"),
    (b"\x00\x00\x01\x00", "image/x-icon", "image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword", "binary"),
    (b"{\\rtf", "application/rtf", "binary"),
    (b"ID3", "audio/mpeg", "binary"),
    (b"OggS", "application/ogg", "binary"),
    (b"\x1aE\xdf\xa3", "video/webm", "binary"),
    (b"wOFF", "font/woff", "binary"),
    (b"wOF2", "font/woff2", "binary"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3", "binary"),
    (b"\x7fELF", "application/x-elf", "binary"),
    (b"BZh", "application/x-bzip2", "binary"),
    (b"\xfd7zXZ\x00", "application/x-xz", "binary"),
    (b"\x28\xb5\x2f\xfd", "application/zstd", "binary"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "binary"),
    (b"Rar!\x1a\x07", "application/vnd.rar", "binary"),
)
_RIFF: Final = {b"WEBP": ("image/webp", "image"), b"WAVE": ("audio/wav", "binary"), b"AVI ": ("video/avi", "binary")}
_BRANDS: Final = {b"avif": ("image/avif", "image"), b"heic": ("image/heic", "image")}
_OFFICE: Final = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})

# Everything but C0 controls other than tab, line breaks, form feed and escape; NUL counts as a control.
_PRINTED: Final = bytes(value for value in range(0x100) if value >= ord(" ") or value in b"\t\n\r\x0c\x1b")
_LOOKED_AT: Final = 1 << 16
_BYTES_LOOKED_AT: Final = 4096
# Random bytes hold one control in ten. Text may hold stray ones, and valid UTF-8 is hardly ever anything else.
_CONTROLS_IN_TEXT: Final = 0.04
_CONTROLS_IN_UTF8: Final = 0.3
_FEW_CONTROLS: Final = 8

_PAGE: Final = re.compile(r"(?i)<(?:!doctype\s+html|html|head|body)\b")
_BLOCKS: Final = (
    "p|div|h[1-6]|ul|ol|li|table|tr|td|th|section|article|main|header|footer|nav|aside|figure|figcaption|blockquote"
    "|script|style|title|font|center|form|iframe"
)
# Of what stands within a line, start tags are not counted: an editor may have left one in a flattened text.
_TAG: Final = re.compile(
    rf"(?i)<(?:br|hr|img|meta|link|{_BLOCKS})\b[^<>]{{0,500}}>|</(?:span|a|b|i|em|strong|{_BLOCKS})\s*>"
)
_LETTERS_A_TAG: Final = 1000
_LINES_A_TAG: Final = 3
_FEED: Final = re.compile(
    # Possessive throughout: what a comment took is not given back, so that a run of comments costs its length once.
    r"\s*+(?:<\?xml[^>]{0,200}+>\s*+)?+(?:<!--(?:(?!-->).){0,2000}+-->\s*+)*+<(?:rss|feed|rdf:RDF)\b",
    re.DOTALL,
)


def told(media_type: str | None) -> tuple[str | None, str | None]:
    """Return the media type that a caller or server told, if it is one of ours, and its charset.

    >>> told("text/html; charset=windows-1256")
    ('text/html', 'windows-1256')
    """
    if media_type is None:
        return None, None
    kind, *parameters = (part.strip() for part in media_type.split(";"))
    named = (part.partition("=") for part in parameters)
    charset = next((value.strip(" \"'") for name, _, value in named if name.strip().lower() == "charset"), None)
    return _TYPES.get(kind.lower()), charset or None


def unreadable(body: bytes) -> tuple[str, Problem] | None:
    """Return the media type of bytes that hold no text, with the problem they are; ``None`` for text."""
    for magic, media_type, code in _MAGIC:
        if body.startswith(magic):
            return media_type, _no_text(code, media_type)
    named = _RIFF.get(body[8:12]) if body.startswith(b"RIFF") else None
    if named is None and body[4:8] == b"ftyp":
        named = _BRANDS.get(body[8:12], ("video/mp4", "binary"))
    if named is not None:
        return named[0], _no_text(named[1], named[0])
    return None


def is_binary(body: bytes, encoding: str) -> bool:
    """Tell whether control characters make up so much of the bytes that they are no text in that encoding."""
    if encoding.startswith(("utf-16", "utf-32")):
        return False
    middle = len(body) // 2
    sample = (
        body
        if len(body) <= 2 * _BYTES_LOOKED_AT
        else body[:_BYTES_LOOKED_AT] + body[middle : middle + _BYTES_LOOKED_AT]
    )
    controls = len(sample.translate(None, _PRINTED))
    share = _CONTROLS_IN_UTF8 if encoding in {"utf-8", "utf-8-sig"} else _CONTROLS_IN_TEXT
    return controls > max(_FEW_CONTROLS, share * len(sample))


def is_office(names: list[str]) -> bool:
    """Tell whether the members of a zip file make up one document (docx, odt, epub, jar) rather than pages."""
    return not _OFFICE.isdisjoint(names)


def is_feed(text: str) -> bool:
    """Tell whether a text is an RSS or Atom feed."""
    return bool(_FEED.match(text))


def type_of(text: str) -> str:
    r"""Return ``text/html`` or ``text/plain``; a few tags left over in a flattened page do not make it HTML.

    >>> type_of("<p>فتحت البلدية الجسر</p>"), type_of("فتحت البلدية\nالجسر <b>القديم\n")
    ('text/html', 'text/plain')
    """
    # The beginning of a page may be one comment, or a stretch that means nothing.
    sample = text if len(text) <= 2 * _LOOKED_AT else text[:_LOOKED_AT] + text[-_LOOKED_AT:]
    if "<" not in sample:
        return PLAIN
    if _PAGE.search(sample):
        return HTML
    tags = sum(1 for _ in _TAG.finditer(sample))
    dense = tags * _LETTERS_A_TAG >= sum(map(str.isalpha, sample)) and tags * _LINES_A_TAG >= sample.strip().count("\n")
    return HTML if tags and dense else PLAIN


def _no_text(code: str, media_type: str) -> Problem:
    return Problem(code, f"This is {media_type}: no page, and no text was read from it.")
