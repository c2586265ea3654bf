"""JSON rows: arrays, JSON lines and objects one after another, each row a capture.

Rows are cut out of the bytes by their braces, so that a row keeps its own bytes, a broken row costs no other, and no
more than one row is parsed at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple, TypeAlias

from riwaya.captures import charsets, pages, repairs
from riwaya.captures.pages import Origin
from riwaya.errors import Problem
from riwaya.model import Capture

Row: TypeAlias = dict[str, object]

# What fields are called where no map says so: the names that crawlers, schema.org and news corpora use.
_USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (
        "text", "content", "body", "article", "articleBody", "article_text", "full_text", "fulltext", "maintext",
        "html", "raw_html", "page", "story",
    ),
    "title": ("title", "headline"),
    "url": ("url", "link", "source_url", "uri"),
    "published": (
        "published", "published_at", "publish_date", "date_publish", "published_date", "datePublished", "pubDate",
        "date",
    ),
    "updated": ("updated", "updated_at", "dateModified", "date_modify", "modified"),
    "publisher": ("publisher", "source", "outlet", "site_name", "newspaper", "source_domain"),
    "byline": ("byline", "author", "authors", "creator"),
}  # fmt: skip

_BEGINS: Final = re.compile(rb'(?:\xef\xbb\xbf)?\s*+(?:\[\s*+)?\{\s*+["}]')
_TOKEN: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[{}]', re.DOTALL)
_NEXT: Final = re.compile(rb"[\n,\[]\s*+\{")
_BETWEEN: Final = b" \t\r\n,[]\xef\xbb\xbf"
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MAY_BE_SURROGATE: Final = re.compile(rb"(?i)\\ud[89a-f]")
_LINES_TRIED: Final = 5
# How often the bytes may be gone over again after broken rows, all in all.
_PASSES: Final = 1
# No row is nested deeper, and no JSON parser follows.
_DEEPEST: Final = 500


class _Read(NamedTuple):
    """A row's own bytes, their text, and the object they hold, if they do."""

    raw: bytes
    finding: charsets.Finding
    row: Row | None


def begins(head: bytes) -> bool:
    """Tell whether bytes begin as JSON rows do.

    >>> begins(b'[ {"text": "..."}'), begins(b'{"text": "..."}'), begins(b"[1] {text}")
    (True, True, False)
    """
    return bool(_BEGINS.match(head))


def are_lines(head: bytes) -> bool:
    """Tell whether rows stand one a line, by the first lines."""
    if not begins(head) or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
        return False
    lines = [line for line in head.split(b"\n")[:-1] if line.strip()]
    return any(_read(line, None).row is not None for line in lines[:_LINES_TRIED])


def of_lines(lines: Iterable[bytes], origin: Origin) -> Iterator[Capture]:
    """Yield a capture for each line that is not blank; a name ends in the number of the line, from 1."""
    for number, line in enumerate(lines, 1):
        raw, place = line.strip(), origin.called(f"{origin.name}#{number}")
        if len(raw) > pages.LIMIT:
            yield pages.unread(b"", place, pages.TOO_LARGE)
        elif raw:
            yield _capture(_read(raw, origin.charset), place)


def of_body(body: bytes, origin: Origin) -> Iterator[Capture]:
    """Yield a capture for each row of an array or of objects one after another; a name ends in its number, from 1."""
    for number, found in enumerate(_split(body, origin.charset), 1):
        yield _capture(found, origin.called(f"{origin.name}#{number}"))


def text(row: Row, column: str) -> str:
    """Return the text that a row's field holds, empty if none; a list is read as paragraphs."""
    return _SURROGATE.sub("\ufffd", _words(row.get(column)))


def _words(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(filter(None, map(_words, value)))
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    return ""


def _split(body: bytes, charset: str | None) -> Iterator[_Read]:
    """Yield each row, and whatever stands between rows and is none."""
    at, budget = 0, _PASSES * len(body)
    while at < len(body):
        start, end = _cut(body, at)
        stray = body[at:start].strip(_BETWEEN)
        if stray:
            yield _Read(stray, charsets.Finding("", "utf-8"), None)
        if start == len(body):
            return
        found = _read(body[start:end], charset)
        if found.row is None and budget > 0:
            # A quotation mark too few makes a row swallow those after it: look for where the next could begin.
            following = _NEXT.search(body, start + 1, end)
            if following:
                budget -= end - start
                end = following.start()
                found = _read(body[start:end], charset)
        yield found
        at = end


def _cut(body: bytes, at: int) -> tuple[int, int]:
    depth, start = 0, len(body)
    for token in _TOKEN.finditer(body, at):
        if token[0] == b"{":
            if not depth:
                start = token.start()
            depth += 1
            if depth > _DEEPEST:
                return start, token.end()
        elif token[0] == b"}" and depth:
            depth -= 1
            if not depth:
                return start, token.end()
    return start, len(body)


def _read(raw: bytes, charset: str | None) -> _Read:
    finding = charsets.detect(raw, charset)
    try:
        row = json.loads(finding.text, strict=False)
    except (ValueError, RecursionError):
        row = None
    return _Read(raw, finding, row if isinstance(row, dict) else None)


def _capture(read: _Read, origin: Origin) -> Capture:
    raw, finding, row = read
    if row is None:
        return pages.unread(raw, origin, Problem("bad-row", "This is not a JSON object; the row was left out."))
    values = {name: words for name, value in row.items() if (words := _words(value))}
    lone = 0
    column = origin.fields.get("text") or next((name for name in _USUAL["text"] if name in values), None)
    if _MAY_BE_SURROGATE.search(raw):
        lone = len(_SURROGATE.findall(values.get(column or "", "")))
        values = {name: _SURROGATE.sub("\ufffd", words) for name, words in values.items()}
    words = values.pop(column, "") if column else ""
    given = _given(values, origin.fields)
    place = replace(origin, url=given.pop("url", None) or origin.url)
    if not words or words.isspace():
        wanted = f"field {column!r} holds no text" if column else "no field holds the text; say which with a field map"
        problem = Problem("row-without-text", f"In this row, {wanted}.")
        return replace(pages.unread(raw, place, problem), given=given)
    if lone:
        place = place.called(place.name, pages.lone_surrogates(lone))
    found = pages.of_finding(raw, finding._replace(text=words), place)
    if found.repaired is not None:
        given = {name: repairs.undo(value, found.repaired) for name, value in given.items()}
    return replace(found, given=given, text_field=column)


def _given(values: dict[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """Return what came with the text: under our names where the map or custom tells them, else under the row's own."""
    named = {ours: theirs for ours, theirs in fields.items() if theirs in values}
    taken = set(fields.values())
    for ours, usual in _USUAL.items():
        if ours not in fields and ours != "text":
            theirs = next((name for name in usual if name in values and name not in taken), None)
            if theirs is not None:
                named[ours] = theirs
                taken.add(theirs)
    given = {ours: values[theirs] for ours, theirs in named.items()}
    for name, words in values.items():
        if name not in taken:
            given.setdefault(name, words)
    return given
