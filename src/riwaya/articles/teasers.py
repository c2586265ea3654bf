"""Teasers: which drafts are none, but whole articles.

A teaser is a headline with the beginning of another article. Readers' comments and the rests of furniture go with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from riwaya.articles.drafts import OPENERS, Draft
from riwaya.articles.shapes import Shape

# How many words make an article. A text of several paragraphs is hardly a teaser; one of a single paragraph may be,
# the more so where the page has several of them.
_WORDS: Final = 20
_CUT_WORDS: Final = 50
_UNTITLED_WORDS: Final = 60
_LONG_WORDS: Final = 150
_COMMENT_WORDS: Final = 80
_FIRST_WORDS: Final = 25
_SINGLE_WORDS, _SINGLE_SIGNED_WORDS, _SINGLE_LISTED_WORDS = 60, 50, 120
_BRIEF_WORDS: Final = 8
# So many drafts of one paragraph make a list of teasers; an article among them is so much longer than they are.
_LIST: Final = 3
_LONGER: Final = 1.5
# A text cut at its end is an article still if it has so many paragraphs.
_PARAGRAPHS: Final = 3


def without(drafts: Sequence[Draft], shaped: Sequence[Shape]) -> list[Draft]:
    """Return the drafts that are articles.

    Args:
        drafts: all drafts of a page.
        shaped: the shapes of its lines.
    """
    return _Judge(drafts, shaped).whole() if drafts else []


class _Judge:
    def __init__(self, drafts: Sequence[Draft], shaped: Sequence[Shape]) -> None:
        self.drafts = drafts
        self.shaped = shaped
        self.single = [draft for draft in drafts if len(draft.body) == 1]
        self.listed = len(self.single) >= _LIST
        self.longest = sorted((self.size(draft) for draft in self.single if self.complete(draft)), reverse=True)[:2]

    def whole(self) -> list[Draft]:
        found = [draft for draft in self.drafts if self.stands(draft)]
        if found or self.listed:
            return found
        # A brief has one short paragraph.
        best = max(self.drafts, key=lambda draft: (draft.title is not None, self.size(draft)))
        least = _BRIEF_WORDS if self.complete(best) else _FIRST_WORDS
        return [best] if self.size(best) >= least else []

    def stands(self, draft: Draft) -> bool:
        words = self.size(draft)
        if draft.title is None and words < _UNTITLED_WORDS:
            return False
        if len(draft.body) == 1:
            return self.complete(draft) and self.stands_alone(draft, words)
        if draft.commented and words < _COMMENT_WORDS and not signed(draft, self.shaped):
            return False
        return words >= _WORDS if self.complete(draft) else words >= _CUT_WORDS and len(draft.body) >= _PARAGRAPHS

    def stands_alone(self, draft: Draft, words: int) -> bool:
        """Tell whether a single complete paragraph is an article."""
        if not draft.appended:
            others = [size for size in self.longest if size != words] or [0]
            return words >= _FIRST_WORDS and (not self.listed or words > _LONGER * others[0])
        if signed(draft, self.shaped):
            return words >= _SINGLE_SIGNED_WORDS
        return not draft.commented and words >= (_SINGLE_LISTED_WORDS if self.listed else _SINGLE_WORDS)

    def size(self, draft: Draft) -> int:
        return sum(self.shaped[number].words for number in draft.body)

    def complete(self, draft: Draft) -> bool:
        """Tell whether a draft ends where its text does; the first of a page may lack its last mark if it is long."""
        ends = self.shaped[draft.body[-1]].end == "full" or _credited(draft, self.shaped)
        return ends or (not draft.appended and self.size(draft) >= _LONG_WORDS)


def signed(draft: Draft, shaped: Sequence[Shape]) -> bool:
    """Tell whether a draft has a headline said twice, or a date, byline or credit of its own."""
    if draft.title is None:
        return False
    key = shaped[draft.title].key
    twice = sum(shaped[number].key == key for number in draft.before) > 1
    opened = any(shaped[number].kind in OPENERS for number in draft.before)
    return twice or opened or draft.datelined or _credited(draft, shaped)


def _credited(draft: Draft, shaped: Sequence[Shape]) -> bool:
    return any(shaped[number].kind == "credit" for number in draft.after[:3])
