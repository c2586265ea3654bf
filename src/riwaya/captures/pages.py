"""One page's bytes to a capture: its text, its media type by looking, and what was lost."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from riwaya.captures import charsets, media, repairs
from riwaya.errors import Problem
from riwaya.model import Capture

# The longest page, row or member that is read: 256 MiB.
LIMIT: Final = 1 << 28
TOO_LARGE: Final = Problem(
    "too-large", f"It is longer than {LIMIT >> 20} MiB and was left out; cut it into pages first."
)


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of an input before it is looked at.

    Attributes:
        name: what people call it.
        url: its address.
        media_type: ``text/html`` or ``text/plain``, if looking should not decide.
        charset: the encoding that came with it (HTTP).
        fields: for rows, which field holds what.
        problems: what went wrong on the way to its bytes.
    """

    name: str
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def called(self, name: str, *problems: Problem) -> Origin:
        """Return the same under another name, with more problems."""
        return Origin(name, self.url, self.media_type, self.charset, self.fields, self.problems + problems)


def capture(body: bytes, origin: Origin) -> Capture:
    """Return the page that the bytes hold; without text and with a problem, if they hold none."""
    nothing = media.unreadable(body)
    if nothing is not None:
        return unread(body, origin, nothing[1], media_type=nothing[0])
    finding = charsets.detect(body, origin.charset)
    if media.is_binary(body, finding.encoding):
        problem = Problem("binary", "These bytes are no text in any encoding; nothing was read from them.")
        return unread(body, origin, problem, media_type="application/octet-stream")
    return of_finding(body, finding, origin)


def of_text(body: bytes, origin: Origin) -> Capture:
    """Return the page for the bytes of a text at hand, which are UTF-8 but for lone surrogates."""
    encoding = "utf-8-sig" if body.startswith(codecs.BOM_UTF8) else "utf-8"
    text = charsets.decode(body, encoding)
    lone = text.count("\ufffd") - body.count("\ufffd".encode())
    return of_finding(body, charsets.Finding(text, encoding, (lone_surrogates(lone),) if lone else ()), origin)


def of_finding(body: bytes, finding: charsets.Finding, origin: Origin) -> Capture:
    """Return the page for bytes whose text is found."""
    if media.is_feed(finding.text):
        problem = Problem("feed", "This is a feed, not a page; its entries were not read. Give the pages it lists.")
        return unread(body, origin, problem, media_type="application/xml")
    mended = repairs.repair(finding.text)
    problems = origin.problems + finding.problems + mended.problems
    if not mended.text or mended.text.isspace():
        problems += (Problem("empty", "There is no text here."),)
    return Capture(
        body,
        mended.text,
        origin.media_type or media.type_of(mended.text),
        hashlib.sha256(body).hexdigest(),
        finding.encoding,
        repaired=mended.repaired,
        name=origin.name,
        url=origin.url,
        problems=placed(problems, origin.name),
    )


def unread(body: bytes, origin: Origin, problem: Problem, *, media_type: str = media.PLAIN) -> Capture:
    """Return a capture that keeps the bytes and says why there is no text."""
    return Capture(
        body,
        "",
        media_type,
        hashlib.sha256(body).hexdigest(),
        "utf-8",
        name=origin.name,
        url=origin.url,
        problems=placed((*origin.problems, problem), origin.name),
    )


def lone_surrogates(count: int) -> Problem:
    """Return the problem of a text with halves of characters in it."""
    return Problem("lone-surrogates", f"The text holds {count} halves of characters; each is shown as U+FFFD.")


def placed(problems: tuple[Problem, ...], name: str) -> tuple[Problem, ...]:
    """Return the problems with the name of the input they are about."""
    return tuple(problem if problem.where else replace(problem, where=name) for problem in problems)
