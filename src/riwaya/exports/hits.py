"""Hits of a search: for people in a terminal, and as JSON lines."""

from __future__ import annotations

from riwaya.archive import Hit, Page
from riwaya.exports.characters import json_line, one_line
from riwaya.exports.terminals import Styles, isolate
from riwaya.text import Span

_INDENT = "    "


def line(hit: Hit) -> str:
    """Return a hit as one line of JSON; extents are code points of the article's text."""
    values: dict[str, object] = {
        "article": hit.article,
        "title": hit.title,
        "publisher": hit.publisher,
        "published": hit.published and str(hit.published),
        "url": hit.url,
        "snippet": [list(span) for span in hit.snippet],
        "words": hit.words,
        "marks": [list(span) for span in hit.marks],
        "score": float(f"{hit.score:.6g}"),
    }
    if hit.statement is not None:
        values["statement"] = hit.statement.to_dict()
    return json_line(values)


def shown(hit: Hit, *, styled: bool) -> str:
    """Return a hit as lines for a terminal: which article, of a statement who does what, and the words."""
    about = [str(hit.published) if hit.published else "", hit.publisher or "", hit.title or ""]
    lines = [f"[{hit.article}] {'  '.join(isolate(part) for part in about if part)}".rstrip()]
    if hit.statement is not None:
        speaker = hit.statement.speaker
        lines.append(f"{_INDENT}{hit.statement.act}: {isolate(speaker) if speaker else 'not stated'}")
    lines.append(_INDENT + _marked(hit, Styles(on=styled)))
    return "\n".join(lines)


def _marked(hit: Hit, styles: Styles) -> str:
    """Return the words of a hit, those that were asked for in bold."""
    start, done, parts = hit.snippet[0].start, 0, []
    for mark in hit.marks:
        found = Span(mark.start - start, mark.end - start)
        parts += [hit.words[done : found.start], styles.bold(one_line(hit.words[found.start : found.end]))]
        done = found.end
    parts.append(hit.words[done:])
    # Spaces at the seams stay: each part in between is made safe with a letter on either side.
    safe = [part if place % 2 else one_line(f".{part}.")[1:-1] for place, part in enumerate(parts)]
    return f"\u2068{''.join(safe)}\u2069"


def account(page: Page, offset: int) -> str:
    """Return how many hits there are, and which of them were shown."""
    total = f"more than {page.total}" if page.more else str(page.total)
    if not page.hits:
        return f"none shown of {total}" if page.total else "nothing found"
    return f"{offset + 1}-{offset + len(page.hits)} of {total}"
