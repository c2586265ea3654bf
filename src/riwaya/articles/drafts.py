"""Drafts: which lines of a page make up each of its articles.

Evidence comes from sequence and shape: paragraphs that follow each other, a headline that the page repeats and whose
words the paragraphs share, and what stands between two runs of paragraphs. A run that begins with words of its own
under a headline of its own is another draft. Which drafts are articles is told in :mod:`riwaya.articles.teasers`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from riwaya.arabic.phrases import words
from riwaya.articles import shapes, titles
from riwaya.articles.elements import HEADINGS
from riwaya.articles.lines import Line
from riwaya.articles.prefixes import prefixes
from riwaya.articles.shapes import Shape
from riwaya.articles.themes import Themes, shared, themes
from riwaya.rules import Rules

# After these, what follows is no longer the same article unless it says so itself; the more so, the higher.
_CLOSING: Final = {"related": 2.0, "credit": 2.5, "tags": 2.5, "comments": 3.0, "footer": 3.0}
CLOSERS: Final = frozenset(_CLOSING)
# Never followed by more of the article above.
_LAST: Final = frozenset({"comments", "footer"})
OPENERS: Final = frozenset({"published", "updated", "byline", "dateline", "dated"})
_FURNITURE: Final = CLOSERS | (OPENERS - {"dateline"}) | {
    "menu", "section", "share", "counter", "media", "policy", "aside", "link", "caption",
}  # fmt: skip
# What is not an article's own even where all of a text is taken for one.
_EVIDENT: Final = frozenset({"share", "comments", "footer", "counter", "policy"})

# All weights and bounds were set on pages composed of newspaper texts and invented furniture.
_PARTS: Final = 2.5
_PARTS_UNMARKED: Final = 3.5
# A paragraph that shares this much of its words with the article above is of another, or goes on with it.
_STRANGE, _RATHER_STRANGE, _RATHER_AKIN, _AKIN = 0.12, 0.2, 0.35, 0.5
# Likewise of a headline's words with the paragraphs below it. So many words make that telling.
_FITS, _MISFITS = 0.4, 0.15
_TELLING: Final = 4
# Headlines have at least so many words; sub-headlines have at most so many.
_HEADLINE, _SUBHEADLINE = 5, 3
# A line between two paragraphs is theirs if it is short, or prose; so many of them are a list of something else.
_SHORT, _PROSE, _MOST_BETWEEN = 12, 0.1, 6
# A paragraph of few words below so many lines of unknown kinds is furniture, too. So few words are no article yet.
_SCATTERED, _LOST_WORDS, _SLIGHT = 3, 40, 40
# How far the words of an article are looked at to know its theme, and the lines above it for its headline.
_THEME, _ABOVE = 12, 60


@dataclass(slots=True)
class Draft:
    """The lines of what may be an article, by their numbers.

    Attributes:
        title: the headline's line, if there is one.
        before: the lines above the text that belong to it, the headline's included.
        body: the paragraphs.
        kept: the paragraphs and the lines between them that belong to the text.
        after: the lines below the text, up to the next article's.
        appended: whether another run of paragraphs stands above.
        commented: whether it stands among readers' comments.
        datelined: whether a dateline stands in front of its text.
        between: the lines between each two paragraphs.
    """

    before: list[int]
    body: list[int]
    title: int | None = None
    kept: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)
    appended: bool = False
    commented: bool = False
    datelined: bool = False
    between: list[list[int]] = field(default_factory=list)


class Drafter:
    """Puts the lines of one page together."""

    def __init__(self, lines: Sequence[Line], rules: Rules, text: range = range(0)) -> None:
        """Look at the lines; ``text`` is which of them are an article's by the markup, where that bounds it."""
        self.lines = lines
        self.shapes = _without_cards(lines, _corrected(shapes.of(lines, rules, text)))
        self._themes: Themes = themes(rules)
        self._prefixes = prefixes(rules)
        self._known: dict[int, frozenset[str]] = {}
        self.repeats = Counter(shape.key for shape in self.shapes if shape.words >= _SUBHEADLINE)

    def drafts(self) -> list[Draft]:
        """Return all drafts in page order, teasers and other rests included."""
        drafts: list[Draft] = []
        pending: list[int] = []
        for number, shape in enumerate(self.shapes):
            if not self._is_body(shape):
                pending.append(number)
                continue
            current = drafts[-1] if drafts else None
            if current is None:
                drafts.append(self._open(pending, number))
            elif self._goes_on(current, pending, number):
                current.between.append(pending)
                current.body.append(number)
            else:
                split = self._split(pending)
                current.after = pending[:split]
                drafts.append(self._open(pending[split:], number))
                drafts[-1].appended = True
                drafts[-1].commented = _last(self.shapes, pending, CLOSERS) == "comments"
            pending = []
        if drafts:
            drafts[-1].after = pending
        for draft in drafts:
            self._settle(draft)
        return drafts

    def row(self, title: str) -> list[Draft]:
        """Return all lines as one draft, without the evident furniture: the text came as an article's own."""
        key = "".join(words(title))
        kept = [
            number
            for number, shape in enumerate(self.shapes)
            if shape.kind not in _EVIDENT and not (key and shape.key == key)
        ]
        return [Draft(before=[], body=kept, kept=kept)] if any(self.shapes[each].words for each in kept) else []

    def _is_body(self, shape: Shape) -> bool:
        return shape.kind == "body" and shape.copies == 1

    def _open(self, before: list[int], number: int) -> Draft:
        return Draft(before=before, body=[number])

    def _split(self, pending: Sequence[int]) -> int:
        """Return where, between two articles, the lines of the second one begin."""
        last = max((at for at, number in enumerate(pending) if self.shapes[number].kind in CLOSERS), default=-1)
        if last >= 0:
            return last + 1
        return next((at for at, number in enumerate(pending) if self.shapes[number].kind == "head"), len(pending))

    def _theme(self, numbers: Sequence[int]) -> frozenset[str]:
        found = []
        for number in numbers:
            if number not in self._known:
                self._known[number] = self._themes.of([self.lines[number].text])
            found.append(self._known[number])
        return found[0] if len(found) == 1 else frozenset().union(*found)

    def _goes_on(self, current: Draft, pending: Sequence[int], number: int) -> bool:
        """Tell whether a paragraph belongs to the article above it."""
        if not pending:
            return True
        kinds = {self.shapes[each].kind for each in pending}
        closed = kinds & CLOSERS
        heads = [
            each
            for each in pending[self._split(pending) :]
            if self.shapes[each].kind in {"head", "link"} and not self._repeats_title(current, each)
        ]
        joined = self._themes.goes_on(self.lines[number].text)
        if not closed and (joined or not self._is_lost(current, pending, number)) and not heads:
            return True
        lead = self._theme([number])
        common = shared(lead, self._theme(current.body[-_THEME:]))
        if closed & _LAST or not heads:
            return closed <= {"related"} and (joined or common >= _STRANGE)
        doubt = 0.0 if not joined else 5.0 if closed <= {"related"} else 3.5
        if not joined and self._is_lost(current, pending, number):
            return False
        marked = closed or self._is_slight(current) or any(self.shapes[each].kind in OPENERS for each in pending)
        return self._parting(current, pending, heads, number) - doubt < (_PARTS if marked else _PARTS_UNMARKED)

    def _is_lost(self, current: Draft, pending: Sequence[int], number: int) -> bool:
        """Tell whether a paragraph stands alone among lines of furniture that no row knows."""
        unknown = sum(self.shapes[each].kind in {"head", "short"} for each in pending)
        if unknown < _SCATTERED or self.shapes[number].words > _LOST_WORDS or len(self._run(number)) > 1:
            return False
        own, above = self._theme([number]), self._theme(current.body[-_THEME:])
        return shared(own, above) < _STRANGE or len(own & above) <= 1

    def _is_slight(self, current: Draft) -> bool:
        """Tell whether what stands above is too little to be an article with something appended."""
        return sum(self.shapes[each].words for each in current.body[:_SCATTERED]) < _SLIGHT

    def _run(self, number: int) -> list[int]:
        """Return the paragraphs that follow each other from this one on, a few of them."""
        after = range(number, min(number + _MOST_BETWEEN, len(self.shapes)))
        return [number, *itertools.takewhile(lambda each: self._is_body(self.shapes[each]), after[1:])]

    def _parting(self, current: Draft, pending: Sequence[int], heads: Sequence[int], number: int) -> float:
        """Weigh what speaks for a new article between two paragraphs."""
        lead = self._theme([number])
        common = shared(lead, self._theme(current.body[-_THEME:]))
        shaped = [self.shapes[each] for each in pending]
        twice = Counter(self.shapes[each].key for each in pending)
        head = max(
            heads,
            key=lambda each: (twice[self.shapes[each].key], shared(self._theme([each]), lead)),
        )
        weight = max((_CLOSING.get(shape.kind, 0.0) for shape in shaped), default=0.0)
        repeated = twice[self.shapes[head].key] > 1
        weight += 2.0 if repeated else 0.0
        weight += 1.5 if any(shape.kind in OPENERS for shape in shaped) else 0.0
        weight += 0.5 if self.shapes[head].words >= _HEADLINE else 0.0
        weight -= 1.5 if self.shapes[head].words <= _SUBHEADLINE else 0.0
        weight += 1.0 if self.shapes[current.body[-1]].end != "full" else 0.0
        weight += 1.0 if self.lines[head].tag in {"h1", "h2"} and self.shapes[head].kind == "head" else 0.0
        fits = self._fits(head, self._theme(self._run(number)))
        weight += 1.0 if fits >= _FITS else -2.5 if fits < _MISFITS else 0.0
        weight += 1.5 if common < _STRANGE else 0.5 if common < _RATHER_STRANGE else 0.0
        weight -= 2.0 if common > _AKIN else 1.0 if common > _RATHER_AKIN else 0.0
        return weight

    def _fits(self, number: int, theme: frozenset[str]) -> float:
        """Return the share of a line's words that the text has; a line of few words proves less."""
        own = self._theme([number])
        return shared(own, theme) * min(1.0, len(own) / _TELLING)

    def _count(self, number: int) -> int:
        return self.repeats[self.shapes[number].key]

    def _repeats_title(self, draft: Draft, number: int) -> bool:
        """Tell whether a line says again what stands as a headline above the draft."""
        key = self.shapes[number].key
        return any(titles.alike(key, self.shapes[each].key) for each in draft.before[-_ABOVE:])

    def entitle(self, draft: Draft) -> None:
        """Choose the headline among the lines above a draft's text."""
        theme = self._theme(draft.body[:_THEME])
        draft.title = titles.choose(
            [(each, self.shapes[each]) for each in draft.before],
            lambda each: self._fits(each, theme),
            self._count,
            lambda each: self.lines[each].tag,
        )
        if draft.title is not None:
            others = [*draft.before, *(each for run in draft.between for each in run), *draft.after]
            draft.title = titles.plainest(draft.title, others, self.shapes)

    def _settle(self, draft: Draft) -> None:
        """Choose the headline and the lines between the paragraphs that belong to the text."""
        self.entitle(draft)
        key = self.shapes[draft.title].key if draft.title is not None else ""
        seen: set[str] = set()
        for number, between in zip(draft.body, [[], *draft.between], strict=True):
            draft.kept.extend(self._own(between, key))
            if self.shapes[number].key not in seen:
                draft.kept.append(number)
                seen.add(self.shapes[number].key)
        draft.kept.extend(self._tail(draft.after))
        draft.datelined = self._prefixes.prefix(self.lines[draft.body[0]].text) is not None

    def _own(self, between: Sequence[int], title: str) -> list[int]:
        """Return the lines between two paragraphs that are the article's: sub-headlines and short paragraphs."""
        own, listed = [], False
        for number in between:
            shape = self.shapes[number]
            if shape.kind in {"aside", "related"}:
                listed = True
            elif shape.kind in _FURNITURE or listed or shape.kind == "mark":
                continue
            elif (shape.words <= _SHORT or shape.prose >= _PROSE) and not (title and titles.alike(shape.key, title)):
                own.append(number)
        plain = all(self.shapes[number].kind in {"head", "short", "mark", "body"} for number in between)
        return own if plain or len(own) <= _MOST_BETWEEN else []

    def _tail(self, after: Sequence[int]) -> list[int]:
        """Return the lines right below the last paragraph that go on with it, though they end without a mark."""
        tail = []
        for number in after:
            shape = self.shapes[number]
            if shape.kind not in {"head", "short"} or not self._themes.goes_on(self.lines[number].text):
                break
            if shape.words < _HEADLINE:
                break
            tail.append(number)
        return tail


def _corrected(shaped: Sequence[Shape]) -> list[Shape]:
    """Return the shapes, with full sentences between paragraphs as paragraphs, whatever words they hold.

    An article on cookies speaks of cookies; the notice about them stands above or below it.
    """
    corrected = list(shaped)
    for number in range(1, len(shaped) - 1):
        shape = shaped[number]
        told = shape.kind in {"policy", "share", "comments"} and shape.words >= _SHORT and shape.end == "full"
        if told and corrected[number - 1].kind == shaped[number + 1].kind == "body":
            corrected[number] = shape._replace(kind="body", rule="")
    return corrected


def _without_cards(lines: Sequence[Line], shaped: list[Shape]) -> list[Shape]:
    """Return the shapes, with paragraphs that are cut below a linked headline as part of that link.

    Such cards lead to other articles. One may be a paragraph of the text below a link in it, unless the link is a
    heading.
    """
    cards = [
        number
        for number in range(1, len(shaped))
        if shaped[number].kind == "body" and shaped[number].end == "cut" and shaped[number - 1].kind == "link"
    ]
    if len(cards) > 1 or any(lines[number - 1].tag in HEADINGS for number in cards):
        for number in cards:
            shaped[number] = shaped[number]._replace(kind="link")
    return shaped


def _last(shaped: Sequence[Shape], numbers: Sequence[int], kinds: frozenset[str]) -> str:
    return next((shaped[each].kind for each in reversed(numbers) if shaped[each].kind in kinds), "")
