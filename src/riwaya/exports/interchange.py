"""Whole captures as lines of JSON: what one archive holds, for another one, with nothing lost.

The first line names the form and its version; then one line a capture, one for each input that gave none, and one for
each judgement. :mod:`riwaya.exports.incoming` is the way back.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from riwaya.archive import Holding, Judgement
from riwaya.archive.texts import kept
from riwaya.errors import Problem
from riwaya.exports.characters import json_line
from riwaya.exports.values import Json
from riwaya.model import Article, Mention, Name, Reading, Statement, When

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
    "last line": ("judgement",),
    "capture": ("digest", "body", "media_type", "encoding", "repaired", "text_field", "given", "problems"),
    "sighting": ("name", "url", "first", "last", "times"),
    "article": (*_PLAIN, "readings", "alignment", "problems", "statements"),
    "reading": ("value", "at", "rule", "certainty"),
    "time": ("earliest", "latest", "words"),
    "statement": (
        "content", "source", "cue", "medium", "closeness", "speaker", "kind", "act", "form", "via", "said", "within",
        "negated", "certainty", "rule", "named",
    ),
    "mention": ("words", "kind", "office"),
    "problem": ("code", "message", "where", "span"),
    "judgement": ("verb", "one", "one_kind", "other", "other_kind", "why", "by", "made", "undone"),
}  # fmt: skip


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


def line(held: Holding | Problem | Judgement) -> str:
    """Return what is held of a capture, the problem of an input that gave none, or a judgement, as a line."""
    if isinstance(held, Holding):
        values = _values(held)
    else:
        values = {"problem": held.to_dict()} if isinstance(held, Problem) else {"judgement": _judgement(held)}
    return json_line(_spelled(values)) + "\n"


def _judgement(one: Judgement) -> dict[str, object]:
    other, kind = (one.other.words, one.other.kind) if isinstance(one.other, Name) else (one.other, None)
    return {
        "verb": one.verb,
        "one": one.one.words,
        "one_kind": one.one.kind,
        "other": other,
        "other_kind": kind,
        "why": one.why,
        "by": one.by,
        "made": one.made,
        "undone": one.undone,
    }


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
        "articles": [_article(article, named) for article, named in zip(held.articles, _named(held), strict=True)],
        "problems": [one.to_dict() for one in held.problems],
    }


def _named(held: Holding) -> tuple[tuple[Mention | None, ...], ...]:
    return held.mentions or tuple((None,) * len(article.statements) for article in held.articles)


def _article(article: Article, named: tuple[Mention | None, ...]) -> dict[str, object]:
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
        "statements": [_statement(*each) for each in zip(article.statements, named, strict=True)],
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


def _statement(statement: Statement, named: Mention | None) -> dict[str, object]:
    values = {key: getattr(statement, key) for key in KEYS["statement"][:-1]}
    said = {"said": _when(statement.said), "certainty": float(statement.certainty)}
    return {**values, **said, "named": named and _mention(named)}


def _mention(named: Mention) -> dict[str, object]:
    words, kind = (named.name.words, named.name.kind) if named.name else (None, None)
    return {"words": words, "kind": kind, "office": named.office}
