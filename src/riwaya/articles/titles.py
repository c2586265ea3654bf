"""Titles: which line above a text is its headline."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from riwaya.arabic.phrases import words
from riwaya.articles.outlets import outlets
from riwaya.articles.shapes import Shape
from riwaya.articles.sheets import Sheet
from riwaya.model import Reading
from riwaya.text import Span

# How many lines above the text are looked at: mastheads with long menus stand farther up.
_LOOKED_AT: Final = 60
# A headline of so many words is short, of more than so many is a sentence.
_FEW, _MANY = 3, 25
# Keys as short as this stand in others by chance.
_TELLING: Final = 12
_MOST_NAME: Final = 5
_EDGES: Final = re.compile(r"\s[-|\u2013\u2014:\u00bb\u00ab\u00b7]\s")
_MARKED: Final = {"h1": 1.2, "h2": 0.6}
_TITLED: Final = frozenset({"head", "short", "link", "menu", "body", "dateline"})


def alike(one: str, other: str) -> bool:
    """Tell whether two lines' keys say the same, one of them perhaps with the site's name before or after it."""
    if not one or not other:
        return False
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return short == long or (len(short) > _TELLING and len(long) <= 2 * len(short) and short in long)


def choose(
    lines: Sequence[tuple[int, Shape]],
    common: Callable[[int], float],
    repeats: Callable[[int], int],
    tag: Callable[[int], str],
) -> int | None:
    """Return the number of the line that is the headline, or ``None``.

    A headline shares its words with the text, is repeated, has 4 to 25 words, and is not far above the text. Markup may
    call it one; the caption of a picture stands nearer to the text, with the same words.
    """
    best, best_weight = None, 0.9
    seen = lines[-_LOOKED_AT:]
    keys = [shape.key for _, shape in seen]
    heads = [
        at for at, (_, shape) in enumerate(seen) if shape.kind in _TITLED and shape.words >= _FEW and not shape.rule
    ]
    for at, (number, shape) in enumerate(seen):
        if shape.kind not in _TITLED or shape.words == 1 or shape.rule:
            continue
        same = max(repeats(number), sum(alike(keys[at], key) for key in keys if key))
        weight = 2.0 * common(number) + 0.4 * min(same - 1, 3)
        weight += 0.3 if shape.kind == "head" else -0.3
        weight += 0.5 if _FEW < shape.words <= _MANY else 0.2 if shape.words == _FEW else -0.3
        weight += 0.4 if at in heads[-1:] else 0.2 if at in heads[-3:] else 0.0
        weight += _MARKED.get(tag(number), 0.0)
        if weight > best_weight + 1e-9:
            best, best_weight = number, weight
    return best


def plainest(best: int, others: Sequence[int], shaped: Sequence[Shape]) -> int:
    """Return the line that holds the headline alone, where the best one adds the name of the site to it."""
    key = shaped[best].key
    for number in others:
        other = shaped[number].key
        if len(key) > len(other) >= len(key) / 2 and shaped[number].words > _FEW and key.endswith(other):
            return number
        if len(key) > len(other) >= len(key) / 2 and shaped[number].words > _FEW and key.startswith(other):
            return number
    return best


def read(sheet: Sheet, number: int | None) -> tuple[Reading, ...]:
    """Return the reading of the headline on a line, without the site's name before or after it."""
    if number is None:
        return ()
    line, shape = sheet.lines[number], sheet.shapes[number]
    span = without_site(line.text, sites(sheet))
    if shape.copies > 1:
        span = Span(0, len(line.text) // shape.copies)
    return (sheet.reading(number, span, "title.line", 0.9),)


def sites(sheet: Sheet) -> Callable[[str], bool]:
    """Return what tells whether some words are the name of the page's site: a known outlet, or a line of its own."""
    finder = outlets(sheet.rules)
    owners = [sheet.shapes[owner].key for owner in sheet.copyrights[:3]]
    others = {other.key for other in sheet.shapes}

    def is_site(part: str) -> bool:
        run = words(part)
        key = "".join(run)
        if finder.whole(part) is not None:
            return True
        return 0 < len(run) <= _MOST_NAME and (key in others or any(key in owner for owner in owners))

    return is_site


def without_site(text: str, is_site: Callable[[str], bool]) -> Span:
    """Return where a headline stands, without the name of the site before or after it.

    >>> without_site("Bridge closed - The Ferry", lambda part: part == "The Ferry")
    Span(start=0, end=13)
    """
    start, end = 0, len(text)
    edges = list(_EDGES.finditer(text))
    if edges and is_site(text[: edges[0].start()].strip()):
        start = edges[0].end()
    if edges and edges[-1].start() > start and is_site(text[edges[-1].end() :].strip()):
        end = edges[-1].start()
    return Span(start, end)
