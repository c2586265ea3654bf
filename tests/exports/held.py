"""Holdings of any kind, for laws: pages in any bytes, articles with any text, all that an archive may hold."""

from __future__ import annotations

import datetime as dt
import hashlib
import typing
from itertools import pairwise

from hypothesis import strategies as some

from riwaya import captures
from riwaya.archive import Holding, Judgement, Sighting
from riwaya.errors import Problem
from riwaya.model import Act, Article, Capture, Form, Kind, Mention, Name, Reading, Statement, When
from riwaya.text import Alignment, Extent, Piece, Span

TEXTS = some.text(
    some.characters(codec=None) | some.sampled_from('\x00\ud800\udc00\U000f0000\u202e"\\\n\u2028'), max_size=12
)
WORDS = some.text("abcdefghij.-", min_size=1, max_size=8)
MAYBE = some.none() | TEXTS
DAYS = some.dates(dt.date(1, 1, 1))
SHARES = some.floats(0, 1).map(abs)
MOMENTS = some.integers(0, 1 << 32).map(
    lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")
)
NUMBERS = some.integers(0, (1 << 31) - 1)


@some.composite
def extents(draw: some.DrawFn, length: int, least: int = 0) -> Extent:
    pairs = some.tuples(some.integers(0, length), some.integers(0, length)).map(sorted)
    return tuple(Span(*pair) for pair in draw(some.lists(pairs, min_size=least, max_size=3)))


TIMES = some.builds(When, DAYS, DAYS, TEXTS)
PLACES = some.tuples(NUMBERS, NUMBERS).map(lambda pair: Span(*sorted(pair)))
PROBLEMS = some.builds(Problem, WORDS, TEXTS, MAYBE, some.none() | PLACES)


NAMES = some.builds(Name, TEXTS, some.sampled_from(typing.get_args(Kind)))
MENTIONS = some.builds(Mention, NAMES, MAYBE) | some.builds(Mention, some.none(), TEXTS)
SAID = TEXTS.filter(str.strip)
NAMED = some.builds(Name, SAID, some.sampled_from(typing.get_args(Kind)))
JUDGEMENTS = some.builds(
    Judgement,
    some.just(0),
    some.sampled_from(["join", "cut"]),
    NAMED,
    NAMED,
    SAID,
    SAID,
    MOMENTS,
    some.none() | MOMENTS,
) | some.builds(Judgement, some.just(0), some.just("rename"), NAMED, SAID, SAID, SAID, MOMENTS, some.none() | MOMENTS)


@some.composite
def statements(draw: some.DrawFn, length: int) -> tuple[Statement, ...]:
    out: list[Statement] = []
    for place in range(draw(some.integers(0, 3))):
        parts = [draw(extents(length, least)) for least in (1, 0, 0, 0, 0)]
        content, source, cue, medium, closeness = parts
        out.append(
            Statement(
                content,
                source,
                cue,
                medium,
                draw(MAYBE),
                draw(some.none() | some.sampled_from(typing.get_args(Kind))),
                draw(some.sampled_from(typing.get_args(Act))),
                draw(some.sampled_from(typing.get_args(Form))),
                tuple(draw(some.lists(TEXTS, max_size=2))),
                draw(some.none() | TIMES),
                draw(some.none() | some.integers(0, place - 1)) if place else None,
                draw(some.booleans()),
                closeness,
                draw(SHARES),
                draw(WORDS),
            )
        )
    return tuple(out)


@some.composite
def alignments(draw: some.DrawFn, length: int, within: int) -> Alignment:
    cuts = sorted({0, length, *draw(some.lists(some.integers(0, length), max_size=3))})
    pieces = []
    for start, end in pairwise(cuts):
        if draw(some.booleans()) and end - start <= within:
            first = draw(some.integers(0, within - (end - start)))
            pieces.append(Piece(start, end, (Span(first, first + end - start),), True))
        else:
            pieces.append(Piece(start, end, draw(extents(within)), False))
    return Alignment(pieces)


@some.composite
def articles(draw: some.DrawFn, capture: Capture) -> Article:
    text, within = draw(TEXTS), len(capture.text)
    readings = some.builds(Reading, TEXTS | TIMES, extents(within), WORDS, SHARES)
    return Article(
        text,
        draw(alignments(len(text), within)),
        capture,
        draw(MAYBE),
        draw(some.none() | DAYS),
        draw(some.none() | DAYS),
        draw(MAYBE),
        draw(MAYBE),
        draw(MAYBE),
        tuple(draw(some.lists(TEXTS, max_size=2))),
        draw(MAYBE),
        draw(some.sampled_from([None, "ar", "en"])),
        draw(some.dictionaries(WORDS, some.lists(readings, max_size=2).map(tuple), max_size=2)),
        draw(statements(len(text))),
        tuple(draw(some.lists(PROBLEMS, max_size=1))),
    )


@some.composite
def sightings(draw: some.DrawFn) -> tuple[Sighting, ...]:
    names = some.tuples(TEXTS, some.none() | TEXTS.filter(bool))
    return tuple(
        Sighting(name, url, draw(MOMENTS), draw(MOMENTS), draw(some.integers(1, 9)))
        for name, url in draw(some.lists(names, min_size=1, max_size=3, unique=True))
    )


@some.composite
def holdings(draw: some.DrawFn) -> Holding:
    body = draw(some.binary(max_size=30) | TEXTS.map(lambda text: text.encode(errors="surrogatepass")))
    encoding = draw(some.sampled_from(["utf-8", "utf-8-sig", "cp1256", "utf-16-le", "utf-8+windows-1256"]))
    met = draw(sightings())
    capture = Capture(
        body,
        captures.decode(body, encoding),
        draw(some.sampled_from(["text/html", "text/plain"])),
        hashlib.sha256(body).hexdigest(),
        encoding,
        name=met[0].name,
        url=met[0].url,
        given=draw(some.dictionaries(WORDS, TEXTS, max_size=2)),
        problems=tuple(draw(some.lists(PROBLEMS, max_size=2))),
    )
    if draw(some.booleans()):
        return Holding(capture, met)
    read = tuple(draw(some.lists(articles(capture), max_size=2)))
    mentions = tuple(tuple(draw(some.none() | MENTIONS) for _ in article.statements) for article in read)
    return Holding(capture, met, draw(WORDS), read, tuple(draw(some.lists(PROBLEMS, max_size=2))), mentions)
