r"""Whole captures as lines of JSON, and the way back: what one archive holds, for another one, with nothing lost.

The first line names the form and its version; then one line a capture, and one for each input that gave none. A file
from elsewhere is not believed: every value has the type that it must have, every place lies in its text, and bytes bear
their digest, or the line is refused.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import hashlib
import json
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from riwaya.archive import Holding, Sighting
from riwaya.archive.texts import kept
from riwaya.errors import Problem
from riwaya.exports.characters import json_line
from riwaya.exports.values import LARGEST, DigestError, FormError, Json, Values, span
from riwaya.model import Act, Article, Capture, Form, Kind, Reading, Statement, When
from riwaya.text import Alignment, Extent, Piece, Span

Decode: TypeAlias = Callable[[bytes, str, str | None, str | None], str]
FORMAT: Final = "riwaya-captures"
VERSION: Final = 1
HEADER: Final = json.dumps({"format": FORMAT, "version": VERSION}) + "\n"
_PLAIN: Final = (
    "title", "text", "published", "updated", "publisher", "byline", "dateline", "credits", "url", "language",
)  # fmt: skip
KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "header": ("format", "version"),
    "line": ("capture", "sightings", "version", "articles", "problems"),
    "other line": ("problem",),
    "capture": ("digest", "body", "media_type", "encoding", "repaired", "text_field", "given", "problems"),
    "sighting": ("name", "url", "first", "last", "times"),
    "article": (*_PLAIN, "readings", "alignment", "problems", "statements"),
    "reading": ("value", "at", "rule", "certainty"),
    "time": ("earliest", "latest", "words"),
    "statement": (
        "content", "source", "cue", "medium", "closeness", "speaker", "kind", "act", "form", "via", "said", "within",
        "negated", "certainty", "rule",
    ),
    "problem": ("code", "message", "where", "span"),
}  # fmt: skip
_LONGEST_LANGUAGE: Final = 8
# Codecs of Python that no page is written in, and that take their time or make more of bytes than letters.
_NO_PAGE: Final = frozenset({"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf_7"})


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a file: which form its lines have.

    Attributes:
        format: the name of the form.
        version: its version.
    """

    format: Json
    version: Json

    @property
    def known(self) -> bool:
        """Whether lines of this form can be read."""
        return self.format == FORMAT and self.version == VERSION


# -- out ---------------------------------------------------------------------------------------------------------------


def line(held: Holding | Problem) -> str:
    """Return what is held of a capture, or the problem of an input that gave none, as a line."""
    values = {"problem": held.to_dict()} if isinstance(held, Problem) else _values(held)
    return json_line(_spelled(values)) + "\n"


def _spelled(value: Any) -> Any:  # noqa: ANN401 - JSON of any depth
    """Return a value whose texts UTF-8 can hold: NUL and halves of surrogate pairs are spelled out."""
    if isinstance(value, str):
        return kept(value)
    if isinstance(value, dict):
        return {kept(key): _spelled(each) for key, each in value.items()}
    return [_spelled(each) for each in value] if isinstance(value, (list, tuple)) else value


def _values(held: Holding) -> dict[str, object]:
    capture = held.capture
    return {
        "capture": {
            "digest": capture.digest,
            "body": base64.b64encode(capture.body).decode("ascii"),
            "media_type": capture.media_type,
            "encoding": capture.encoding,
            "repaired": capture.repaired,
            "text_field": capture.text_field,
            "given": dict(capture.given),
            "problems": [one.to_dict() for one in capture.problems],
        },
        "sightings": [{key: getattr(one, key) for key in KEYS["sighting"]} for one in held.sightings],
        "version": held.version,
        "articles": [_article(article) for article in held.articles],
        "problems": [one.to_dict() for one in held.problems],
    }


def _article(article: Article) -> dict[str, object]:
    return {
        **{key: getattr(article, key) for key in _PLAIN},
        "published": _day(article.published),
        "updated": _day(article.updated),
        "readings": {name: [_reading(one) for one in found] for name, found in article.readings.items()},
        "alignment": [
            [end - start, int(copied), *(place for span in source for place in span)]
            for start, end, source, copied in article.alignment.pieces
        ],
        "problems": [one.to_dict() for one in article.problems],
        "statements": [_statement(one) for one in article.statements],
    }


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def _reading(found: Reading) -> dict[str, object]:
    value = _when(found.value) if isinstance(found.value, When) else found.value
    return {"value": value, "at": found.at, "rule": found.rule, "certainty": float(found.certainty)}


def _when(time: When | None) -> dict[str, str] | None:
    if time is None:
        return None
    return {"earliest": str(time.earliest), "latest": str(time.latest), "words": time.words}


def _statement(statement: Statement) -> dict[str, object]:
    values = {key: getattr(statement, key) for key in KEYS["statement"]}
    return {**values, "said": _when(statement.said), "certainty": float(statement.certainty)}


# -- in ----------------------------------------------------------------------------------------------------------------


def read(text: bytes, decode: Decode) -> Header | Holding | Problem:
    """Return what a line holds: a header, a capture with all that is held of it, or a problem.

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
    return _holding_of(value, decode)


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
    articles = line.all("articles", lambda one, name: _article_of(one, name, capture))
    version = line.maybe_word("version")
    problems = line.all("problems", _problem_of)
    if version is None and (articles or problems):
        raise FormError("version is null, though something was read")
    return Holding(capture, sightings, version, articles, problems)


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


def _article_of(value: Json, name: str, capture: Capture) -> Article:
    values = Values(value, name, KEYS["article"])
    text, within = values.text("text"), len(capture.text)
    statements = values.all("statements", lambda one, each: _statement_of(one, each, len(text)))
    if _circular(statements):
        raise values.refused("statements", "a circle: one stands within itself")
    return Article(
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


def _statement_of(value: Json, name: str, length: int) -> Statement:
    values = Values(value, name, KEYS["statement"])
    content = values.extent("content", length)
    if not content:
        raise values.refused("content", "empty")
    kind = None if values.absent("kind") else values.one_of("kind", typing.get_args(Kind))
    return Statement(
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
