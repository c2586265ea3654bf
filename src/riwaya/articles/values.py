"""Values: what a page says about itself in its markup, as it stands there: meta tags, JSON-LD, title, times, links.

Which of them to believe is decided elsewhere; :func:`read` only finds them and their places.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final

from riwaya.articles.blocks import Head, Markup
from riwaya.articles.lines import is_squeezed
from riwaya.model import Reading
from riwaya.text import Span

# A name starts only after a space, quotation mark or slash, so that a long run of letters is tried once.
_ATTRIBUTE: Final = re.compile(r"""(?<![^\s"'/])([^\s"'>/=]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_SPACE: Final = re.compile(r"\s+")
# Values are short; what is longer is data.
_LONGEST: Final = 2_000
_LONGEST_TAG: Final = 20_000
_LONGEST_JSON: Final = 1_000_000
_MOST_NODES: Final = 5_000

# What a tag must name to be worth reading: most are about search engines, cards and icons.
_TOLD: Final = re.compile(
    "author|canonical|creator|date|headline|lang|locale|modif|publish|section|site_name|source|time|title|url"
)

_ARTICLE_TYPES: Final = re.compile(r"(?:Article|Posting|Report|WebPage|Review)$")
_JSON_VALUES: Final = ("headline", "datePublished", "dateModified", "inLanguage", "articleSection")
_JSON_NAMES: Final = ("author", "creator", "publisher", "sourceOrganization")
_JSON_BROKEN: Final = re.compile(r'"(headline|datePublished|dateModified)"\s*+:\s*+"((?:[^"\\\n]|\\.)*+)"')


def read(markup: Markup) -> Mapping[str, tuple[Reading, ...]]:
    """Return the values a page states about itself, by the names they have there.

    The names are ``title``, ``lang``, ``canonical``, ``time``, ``meta:`` with the tag's name or property in lower case
    (``meta:og:title``), and ``json:`` with the JSON-LD property of an article (``json:headline``, ``json:publisher``).

    >>> from riwaya.articles.markup import scan
    >>> page = scan('<meta property="og:title" content="A &amp; B"><title> C </title>', lambda inside: 0)
    >>> {name: found[0].value for name, found in read(page).items()}
    {'meta:og:title': 'A & B', 'title': 'C'}
    """
    found: dict[str, list[Reading]] = {}
    for head in markup.heads:
        for name, written, at in _of(markup.text, head):
            value = written.strip()
            if not is_squeezed(value):
                value = _SPACE.sub(" ", value)
            if value and len(value) <= _LONGEST:
                found.setdefault(name, []).append(Reading(value, (at,), f"html.{name}"))
    return {name: tuple(readings) for name, readings in found.items()}


def _of(text: str, head: Head) -> Iterator[tuple[str, str, Span]]:
    if head.kind == "title":
        start, end = head.start, min(head.end, head.start + _LONGEST_TAG)
        yield "title", unescape(text[start:end]), Span(start, end)
    elif head.kind == "json":
        if head.end - head.start <= _LONGEST_JSON:
            yield from _json(text, head.start, head.end)
    elif head.end - head.start <= _LONGEST_TAG and (
        head.kind not in {"link", "meta"} or _TOLD.search(text[head.start : head.end].lower())
    ):
        yield from _tag(head.kind, _attributes(text, head.start, head.end))


def _tag(kind: str, attributes: Mapping[str, tuple[str, Span]]) -> Iterator[tuple[str, str, Span]]:
    if kind == "meta":
        value = attributes.get("content")
        for key in ("property", "name", "itemprop"):
            if value and key in attributes:
                yield f"meta:{attributes[key][0].strip().lower()}", *value
                return
    elif kind == "link":
        if "href" in attributes and "canonical" in attributes.get("rel", ("",))[0].lower():
            yield "canonical", *attributes["href"]
    elif kind == "time":
        if "datetime" in attributes:
            yield "time", *attributes["datetime"]
    elif "lang" in attributes:
        yield "lang", *attributes["lang"]


def _attributes(text: str, start: int, end: int) -> dict[str, tuple[str, Span]]:
    found: dict[str, tuple[str, Span]] = {}
    for match in _ATTRIBUTE.finditer(text, start, end):
        value = match.lastindex or 0
        found.setdefault(match[1].lower(), (unescape(match[value]), Span(*match.span(value))))
    return found


def _json(text: str, start: int, end: int) -> Iterator[tuple[str, str, Span]]:
    raw = text[start:end]
    try:
        # Line breaks within strings are an error of many sites.
        document = json.loads(raw, strict=False)
    except (ValueError, RecursionError):
        for match in _JSON_BROKEN.finditer(raw):
            yield f"json:{match[1]}", match[2], Span(start + match.start(2), start + match.end(2))
        return
    nodes = [document]
    for _ in range(_MOST_NODES):
        if not nodes:
            return
        node = nodes.pop()
        if isinstance(node, list):
            nodes += reversed(node)
        elif isinstance(node, dict):
            if _is_article(node):
                for name, value in _properties(node):
                    yield f"json:{name}", unescape(value), _place(raw, start, value)
            nodes += [value for value in node.values() if isinstance(value, (dict, list))]


def _is_article(node: Mapping[str, object]) -> bool:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(name, str) and _ARTICLE_TYPES.search(name) for name in names)


def _properties(node: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name in _JSON_VALUES:
        value = node.get(name)
        if isinstance(value, str):
            yield name, value
    for name in _JSON_NAMES:
        value = node.get(name)
        for each in value if isinstance(value, list) else [value]:
            found = each.get("name") if isinstance(each, dict) else each
            if isinstance(found, str):
                yield name, found


def _place(raw: str, start: int, value: str) -> Span:
    """Where a value stands in its script, however it was escaped there; else the whole script."""
    for written in (value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]):
        for spelling in (written, written.replace("/", "\\/")):
            at = raw.find(f'"{spelling}"')
            if at >= 0:
                return Span(start + at + 1, start + at + 1 + len(spelling))
    return Span(start, start + len(raw))
