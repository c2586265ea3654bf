"""An article's text cut where statements begin and end, so that marks over it nest even where statements overlap.

HTML elements nest; extents need not: a content may begin inside another and end after it. Marks are therefore cut at
each place where they would cross, and at the ends of paragraphs. Each piece keeps the number of its statement.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from riwaya.exports.characters import hidden
from riwaya.model import Article
from riwaya.text import Span

Part: TypeAlias = Literal["content", "source", "medium", "cue"]

_PARTS: tuple[Part, ...] = ("content", "source", "medium", "cue")


class Layer(NamedTuple):
    """One stretch of one part of a statement, inside one paragraph.

    Attributes:
        start: its first character.
        end: the character after it.
        statement: the number of the statement, from 0.
        part: which part of it.
        first: whether the part begins here.
    """

    start: int
    end: int
    statement: int
    part: Part
    first: bool


class Token(NamedTuple):
    """A piece of the marked text, in the order of writing.

    Attributes:
        kind: ``text``, ``hidden`` (a character that cannot be seen), ``open`` and ``close`` (a mark), ``number``
            (where the content of a statement has ended).
        text: the words of ``text``, the code of ``hidden``.
        layer: what ``open`` opens.
        statement: the number of the statement that ``number`` stands for.
    """

    kind: Literal["text", "hidden", "open", "close", "number"]
    text: str = ""
    layer: Layer | None = None
    statement: int = -1


def paragraphs(article: Article) -> Iterator[list[Token]]:
    """Yield each paragraph of an article as tokens; ``open`` and ``close`` are balanced in each."""
    spans = list(_lines(article.text))
    starts = [span.start for span in spans]
    layers = _layers(article, spans, starts)
    numbers: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, statement in enumerate(article.statements):
        if statement.content:
            line = max(bisect_right(starts, max(statement.content[-1].end - 1, 0)) - 1, 0)
            place = _word_end(article.text, statement.content[-1].end, spans[line].end)
            numbers[line].append((place, number))
    for line, span in enumerate(spans):
        if span.start < span.end:
            yield list(_woven(article.text, span, layers[line], sorted(numbers[line])))


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def _layers(article: Article, spans: Sequence[Span], starts: Sequence[int]) -> dict[int, list[Layer]]:
    layers: dict[int, list[Layer]] = defaultdict(list)
    for number, statement in enumerate(article.statements):
        for part in _PARTS:
            first = True
            for start, end in getattr(statement, part):
                line = max(bisect_right(starts, start) - 1, 0)
                while line < len(spans) and spans[line].start < end:
                    begins, ends = max(start, spans[line].start), min(end, spans[line].end)
                    if begins < ends:
                        layers[line].append(Layer(begins, ends, number, part, first))
                        first = False
                    line += 1
    return layers


def _word_end(text: str, place: int, limit: int) -> int:
    """Return the end of the word at a place: a number inside a word would part its letters."""
    while 0 < place < limit and text[place - 1].isalnum() and text[place].isalnum():
        place += 1
    return min(place, limit)


def _outer_first(layer: Layer) -> tuple[int, int, int]:
    return (-layer.end, _PARTS.index(layer.part), layer.statement)


def _woven(text: str, span: Span, layers: Iterable[Layer], numbers: Sequence[tuple[int, int]]) -> Iterator[Token]:
    opening: dict[int, list[Layer]] = defaultdict(list)
    for layer in layers:
        opening[layer.start].append(layer)
    numbered: dict[int, list[int]] = defaultdict(list)
    for place, number in numbers:
        numbered[place].append(number)
    ends = {layer.end for starting in opening.values() for layer in starting}
    places = sorted({span.start, span.end, *opening, *numbered, *ends})
    stack: list[Layer] = []
    for place, following in zip(places, [*places[1:], span.end], strict=True):
        yield from _reshape(stack, place, opening[place], numbered[place])
        yield from _shown(text[place:following])


def _reshape(stack: list[Layer], place: int, starting: Sequence[Layer], numbers: Sequence[int]) -> Iterator[Token]:
    """Close what ends at a place, write the numbers, open what starts; what has to be closed for it is opened again.

    The number of a content stands inside its mark, as the last thing, unless the content ends inside a word.
    """
    ended = next((depth for depth, layer in enumerate(stack) if layer.end <= place), len(stack))
    crossed = next((depth for depth, layer in enumerate(stack) if any(layer.end < new.end for new in starting)), ended)
    keep = min(ended, crossed)
    kept_on = [layer._replace(start=place, first=False) for layer in stack[keep:] if layer.end > place]
    outside = list(numbers)
    for layer in reversed(stack[keep:]):
        if layer.end <= place and layer.part == "content" and layer.statement in outside:
            outside.remove(layer.statement)
            yield Token("number", statement=layer.statement)
        yield Token("close")
    del stack[keep:]
    for number in outside:
        yield Token("number", statement=number)
    for layer in sorted([*kept_on, *starting], key=_outer_first):
        stack.append(layer)
        yield Token("open", layer=layer)


def _shown(text: str) -> Iterator[Token]:
    start = 0
    for place, name in hidden(text):
        if start < place:
            yield Token("text", text[start:place])
        yield Token("hidden", name)
        start = place + 1
    if start < len(text):
        yield Token("text", text[start:])
