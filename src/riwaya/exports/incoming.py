"""The way back from lines of JSON that another archive gave out, as :mod:`riwaya.exports.interchange` writes them.

A file from elsewhere is not believed: every value has the type that it must have, every place lies in its text, and
bytes bear their digest, or the line is refused.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import hashlib
import json
import typing
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from riwaya.archive import Holding, Judgement, Sighting
from riwaya.archive.judging import VERBS, Verb
from riwaya.archive.rows import LARGEST, LONGEST_NAME
from riwaya.errors import Problem
from riwaya.exports.interchange import KEYS, Header
from riwaya.exports.values import DigestError, FormError, Json, Values, span
from riwaya.model import Act, Article, Capture, Form, Kind, Mention, Name, Reading, Statement, When
from riwaya.text import Alignment, Extent, Piece, Span

Decode: TypeAlias = Callable[[bytes, str, str | None, str | None], str]
_LONGEST_LANGUAGE: Final = 8
# Codecs of Python that no page is written in, and that take their time or make more of bytes than letters.
_NO_PAGE: Final = frozenset({"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf_7"})


def read(text: bytes, decode: Decode) -> Header | Holding | Problem | Judgement:
    """Return what a line holds: a header, a capture with all that is held of it, a problem, or a judgement.

    Args:
        text: the line.
        decode: gives the text of a body, as :func:`riwaya.captures.decode` does.

    Raises:
        FormError: if it is none, or one of its values is not what it must be.
    """
    value = _parsed(text)
    if isinstance(value, dict) and "format" in value:
        return Header(value["format"], value.get("version"))
    if isinstance(value, dict) and "problem" in value:
        Values(value, "the line", KEYS["other line"])
        return _problem_of(value["problem"], "problem")
    if isinstance(value, dict) and "judgement" in value:
        return Values(value, "the line", KEYS["last line"]).object("judgement", _judgement_of)
    return _holding_of(value, decode)


def _judgement_of(value: Json, name: str) -> Judgement:
    values = Values(value, name, KEYS["judgement"])
    verb = typing.cast("Verb", values.one_of("verb", VERBS))
    for key in ("other", "why", "by"):
        if not values.text(key).strip():
            raise values.refused(key, "empty")
    one = _name_of(values, "one")
    named = values.text("other") if verb == "rename" else _name_of(values, "other")
    undone = None if values.absent("undone") else values.moment("undone")
    return Judgement(0, verb, one, named, values.text("why"), values.text("by"), values.moment("made"), undone)


def _name_of(values: Values, key: str) -> Name:
    if not 0 < len(values.text(key).strip()) <= LONGEST_NAME:
        raise values.refused(key, f"no name of at most {LONGEST_NAME} characters")
    return Name(values.text(key), typing.cast("Kind", values.one_of(f"{key}_kind", typing.get_args(Kind))))


def header(text: bytes) -> Header | None:
    """Return the header that a line holds, if it holds one, of whatever form."""
    try:
        value = _parsed(text)
    except FormError:
        return None
    return Header(value["format"], value.get("version")) if isinstance(value, dict) and "format" in value else None


def _parsed(text: bytes) -> Json:
    try:
        value: Json = json.loads(text.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise FormError("it is no JSON: the line was cut or damaged") from error
    return value


def _refuse(name: str) -> float:
    raise ValueError(name)


def _holding_of(value: Json, decode: Decode) -> Holding:
    line = Values(value, "the line", KEYS["line"])
    sightings = line.all("sightings", _sighting_of)
    if not sightings:
        raise FormError("sightings is empty")
    capture = line.object("capture", lambda one, name: _capture_of(one, name, decode))
    capture = replace(capture, name=sightings[0].name, url=sightings[0].url)
    read = line.all("articles", lambda one, name: _article_of(one, name, capture))
    articles, mentions = tuple(article for article, _ in read), tuple(named for _, named in read)
    version = line.maybe_word("version")
    problems = line.all("problems", _problem_of)
    if version is None and (articles or problems):
        raise FormError("version is null, though something was read")
    return Holding(capture, sightings, version, articles, problems, mentions)


def _capture_of(value: Json, name: str, decode: Decode) -> Capture:
    values = Values(value, name, KEYS["capture"])
    digest, encoding = values.text("digest"), values.word("encoding")
    try:
        body = base64.b64decode(values.text("body"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise values.refused("body", "no base64") from error
    if hashlib.sha256(body).hexdigest() != digest:
        raise DigestError(digest)
    repaired, text_field = values.maybe_word("repaired"), values.maybe("text_field")
    return Capture(
        body,
        _decoded(decode, body, encoding, repaired, text_field),
        values.word("media_type"),
        digest,
        encoding,
        repaired,
        given=values.named("given", _text_of),
        problems=values.all("problems", _problem_of),
        text_field=text_field,
    )


def _decoded(decode: Decode, body: bytes, encoding: str, *ways: str | None) -> str:
    try:
        codec = codecs.lookup(encoding.rpartition("+")[2]).name.replace("-", "_")
    except (LookupError, ValueError) as error:
        raise FormError("capture.encoding is none of a page") from error
    if codec in _NO_PAGE:
        raise FormError("capture.encoding is none of a page")
    try:
        return decode(body, encoding, *ways)
    except Exception as error:
        raise FormError("capture cannot be decoded as it says") from error


def _text_of(value: Json, name: str) -> str:
    return Values({"": value}, name, ("",)).text("")


def _problem_of(value: Json, name: str) -> Problem:
    values = Values(value, name, KEYS["problem"])
    place = None if values.absent("span") else values.object("span", lambda one, each: span(one, each, LARGEST))
    code, message = values.word("code"), values.text("message")
    return Problem(code, message, values.maybe("where"), place)


def _sighting_of(value: Json, name: str) -> Sighting:
    values = Values(value, name, KEYS["sighting"])
    first, last = values.moment("first"), values.moment("last")  # in any order: a clock may have been set back
    return Sighting(values.text("name"), values.maybe("url") or None, first, last, values.number("times", 1))


def _article_of(value: Json, name: str, capture: Capture) -> tuple[Article, tuple[Mention | None, ...]]:
    values = Values(value, name, KEYS["article"])
    text, within = values.text("text"), len(capture.text)
    said = values.all("statements", lambda one, each: _statement_of(one, each, len(text)))
    statements = tuple(statement for statement, _ in said)
    if _circular(statements):
        raise values.refused("statements", "a circle: one stands within itself")
    article = Article(
        text=text,
        alignment=_alignment_of(values, len(text), within),
        capture=capture,
        title=values.maybe("title"),
        published=None if values.absent("published") else values.day("published"),
        updated=None if values.absent("updated") else values.day("updated"),
        publisher=values.maybe("publisher"),
        byline=values.maybe("byline"),
        dateline=values.maybe("dateline"),
        credits=values.texts("credits"),
        url=values.maybe("url"),
        language=values.maybe_word("language", _LONGEST_LANGUAGE),
        readings=values.named("readings", lambda found, each: _readings_of(found, each, within)),
        statements=statements,
        problems=values.all("problems", _problem_of),
    )
    return article, tuple(named for _, named in said)


def _readings_of(value: Json, name: str, length: int) -> tuple[Reading, ...]:
    return Values({name: value}, name, (name,)).all(name, lambda one, each: _reading_of(one, each, length))


def _reading_of(value: Json, name: str, length: int) -> Reading:
    values = Values(value, name, KEYS["reading"])
    read = values.text("value") if values.is_text("value") else values.object("value", _when_of)
    return Reading(read, values.extent("at", length), values.word("rule"), values.share("certainty"))


def _when_of(value: Json, name: str) -> When:
    values = Values(value, name, KEYS["time"])
    return When(values.day("earliest"), values.day("latest"), values.text("words"))


def _alignment_of(values: Values, length: int, within: int) -> Alignment:
    done, pieces = 0, []
    for piece, source, copied in values.all("alignment", _piece_of):
        if not piece or any(not 0 <= start <= end <= within for start, end in source):
            raise values.refused("alignment", "no way back to the page")
        if copied and (len(source) != 1 or source[0].end - source[0].start != piece):
            raise values.refused("alignment", "no way back to the page")
        pieces.append(Piece(done, done + piece, source, copied))
        done += piece
    if done != length:
        raise values.refused("alignment", "not as long as the text")
    return Alignment(pieces)


def _piece_of(value: Json, name: str) -> tuple[int, Extent, bool]:
    numbers = typing.cast("list[int]", value)
    if not isinstance(value, list) or any(type(one) is not int or one < 0 for one in value) or len(value) % 2:
        raise FormError(f"{name} is no piece of an alignment")
    if not numbers or numbers[1] > 1:
        raise FormError(f"{name} is no piece of an alignment")
    length, copied, *places = numbers
    return length, tuple(map(Span, places[::2], places[1::2])), bool(copied)


def _statement_of(value: Json, name: str, length: int) -> tuple[Statement, Mention | None]:
    values = Values(value, name, KEYS["statement"])
    content = values.extent("content", length)
    if not content:
        raise values.refused("content", "empty")
    kind = None if values.absent("kind") else values.one_of("kind", typing.get_args(Kind))
    statement = Statement(
        content=content,
        source=values.extent("source", length),
        cue=values.extent("cue", length),
        medium=values.extent("medium", length),
        speaker=values.maybe("speaker"),
        kind=typing.cast("Kind | None", kind),
        act=typing.cast("Act", values.one_of("act", typing.get_args(Act))),
        form=typing.cast("Form", values.one_of("form", typing.get_args(Form))),
        via=values.texts("via"),
        said=None if values.absent("said") else values.object("said", _when_of),
        within=None if values.absent("within") else values.number("within"),
        negated=values.truth("negated"),
        closeness=values.extent("closeness", length),
        certainty=values.share("certainty"),
        rule=values.word("rule"),
    )
    return statement, None if values.absent("named") else values.object("named", _mention_of)


def _mention_of(value: Json, name: str) -> Mention:
    values = Values(value, name, KEYS["mention"])
    kind = None if values.absent("kind") else values.one_of("kind", typing.get_args(Kind))
    words, office = values.maybe("words"), values.maybe("office")
    if (words is None) is not (kind is None) or words is office is None:
        raise FormError(f"{name} names nobody")
    return Mention(None if words is None else Name(words, typing.cast("Kind", kind)), office)


def _circular(statements: Sequence[Statement]) -> bool:
    """Return whether the way out of a statement leads nowhere, or never ends."""
    sound: set[int] = set()
    for at in range(len(statements)):
        passed: set[int] = set()
        above: int | None = at
        while above is not None and above not in sound:
            if above in passed or above >= len(statements):
                return True
            passed.add(above)
            above = statements[above].within
        sound |= passed
    return False
