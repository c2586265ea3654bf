"""Coverage: how much of a page's visible text was read, counted by a tokenizer that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Final

from resiliparse.extract.html2text import extract_plain_text

from riwaya.articles.blocks import Markup
from riwaya.articles.elements import UNSEEN
from riwaya.errors import Problem
from riwaya.text import Span

_LEAST: Final = 0.98
# So many characters may differ on a small page without anything being lost.
_SLACK: Final = 40
# Resiliparse compares each attribute of a tag with all before it: a tag of this length takes it a second.
_LONGEST_TAG: Final = 20_000
_LONGEST_PAGE: Final = 5_000_000
_BLANKS: Final = " \n\t\r\xa0"


def problems(markup: Markup, stopped: int | None = None) -> Iterator[Problem]:
    """Yield a problem if part of a page's visible text was not read.

    Args:
        markup: the page.
        stopped: where the search for its articles stopped for size.
    """
    stopped = markup.stopped if stopped is None else stopped
    if stopped is not None:
        rest = Span(stopped, len(markup.text))
        yield Problem("partial", "the page is too long: its rest was not read", span=rest)
        return
    if not markup.irregular:
        return
    ours, theirs = read(markup), visible(markup.text)
    if ours < theirs * _LEAST - _SLACK:
        yield Problem("partial", f"{ours} of about {theirs} visible characters were read: the markup is broken")


def read(markup: Markup) -> int:
    """Return how many characters, white space not counted, were read from a page."""
    text = markup.text
    pieces = [text[start:end] for start, end in zip(markup.starts, markup.ends, strict=True)]
    for start, end in markup.passed:
        pieces += _between_tags(text[start:end])
    return _letters("".join(pieces))


def visible(text: str) -> int:
    """Return how many characters of an HTML page are visible, white space not counted, as others see it.

    >>> visible("<p>One<!-- two --> <b title='>'>three")
    8
    """
    if len(text) > _LONGEST_PAGE or _has_long_tag(text):
        return _letters("".join(_between_tags(text)))
    try:
        seen = extract_plain_text(text, preserve_formatting=False, alt_texts=False, list_bullets=False)
    except TypeError:  # half a surrogate pair, which it cannot encode
        return _letters("".join(_between_tags(text)))
    return _letters(seen)


def _has_long_tag(text: str) -> bool:
    parts = text.split(">")
    if max(map(len, parts)) < _LONGEST_TAG:
        return False
    return any(len(part) - part.rfind("<") > _LONGEST_TAG for part in parts if "<" in part)


def _letters(words: str) -> int:
    if "&" in words:
        words = unescape(words)
    return len(words) - sum(map(words.count, _BLANKS))


def _between_tags(text: str) -> list[str]:
    """The text after each tag, without what stands in comments and unseen elements. Takes ">" in values for an end."""
    found = []
    waiting = ""
    for part in text.split("<"):
        inside, closed, after = part.partition(">")
        if waiting == "-->":
            if "-->" in part:
                found.append(part.rpartition("-->")[2])
                waiting = ""
        elif waiting:
            if part[: len(waiting)].lower() == waiting:
                waiting = ""
                found.append(after)
        elif part.startswith("!--"):
            waiting = "" if "-->" in part else "-->"
        elif closed:
            name = inside[:10].split(None, 1)[0].lower() if inside[:1].isalpha() else ""
            if name in UNSEEN:
                waiting = "/" + name
            else:
                found.append(after)
    return found
