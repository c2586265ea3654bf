"""Statements: who says what in an article, with which act, through whom.

One function, :func:`find`. It hides the tables of verbs and phrases, the generation of their forms, the reading of
sources, media and contents around a cue, and the resolution of short names and silent subjects.
"""

from __future__ import annotations

import datetime as dt

from riwaya.arabic import bare
from riwaya.model import Form, Statement, When
from riwaya.rules import Rules
from riwaya.statements.attributions import Attributions
from riwaya.statements.drafts import Draft
from riwaya.statements.lexicon import Lexicon, compiled
from riwaya.statements.passages import Passage, cut
from riwaya.text import Alignment, Extent, Span

__all__ = ["find"]

_NAME_TOKENS = 4  # names in marks are three words at most


def find(
    text: str, rules: Rules, *, published: dt.date | None = None, publisher: str | None = None
) -> tuple[Statement, ...]:
    """Return the statements of an article's text in the order of their contents.

    Args:
        text: the article's text; its extents are code points of this very string.
        rules: the tables.
        published: the day of publication, against which «أمس» and weekdays are resolved.
        publisher: the outlet, which is no intermediary of its own news.
    """
    plain, alignment = bare(text)
    lexicon = compiled(rules)
    passage = cut(plain)
    drafts = Attributions(passage, lexicon, publisher).read()
    drafts = [draft for draft in drafts if _told(draft, passage)]
    times = Times(passage, rules, published)
    order = sorted(range(len(drafts)), key=lambda index: (drafts[index].content[0], -drafts[index].content[1], index))
    place = {id(drafts[index]): number for number, index in enumerate(order)}
    return tuple(_statement(drafts[index], passage, lexicon, alignment, place, times) for index in order)


def _told(draft: Draft, passage: Passage) -> bool:
    """Tell whether anything is left of a content, once the cues around it are read: «على ما اعتبره خطأ»."""
    first, end = draft.content
    return (
        any(passage.is_word(index) for index in range(first, end))
        and passage.starts[first] + draft.trim < passage.ends[end - 1]
    )


class Times:
    """Resolves when something was said, against the day of publication."""

    def __init__(self, passage: Passage, rules: Rules, published: dt.date | None) -> None:
        """Take what the words are read with."""
        self._passage = passage
        self._rules = rules
        self._published = published

    def said(self, time: tuple[int, int] | None) -> When | None:
        """Return the interval of days that the words between two tokens tell; ``None`` if it is not stated."""
        if time is None or self._published is None:
            return None
        from riwaya import calendars  # costs start-up time, and many texts are read without a day of publication

        words = self._passage.text[self._passage.starts[time[0]] : self._passage.ends[time[1] - 1]]
        found = calendars.find(words, self._rules, self._published)
        return found[0][1] if found else None


def _statement(
    draft: Draft, passage: Passage, lexicon: Lexicon, alignment: Alignment | None, place: dict[int, int], times: Times
) -> Statement:
    def extent(tokens: tuple[int, int] | None, trim: int = 0) -> Extent:
        if tokens is None or tokens[0] >= tokens[1]:
            return ()
        start, end = passage.starts[tokens[0]] + trim, passage.ends[tokens[1] - 1]
        if alignment is None:
            return (Span(start, end),) if start < end else ()
        spans = alignment.source(Span(start, end))
        return (Span(spans[0].start, spans[-1].end),) if spans else ()

    cue = extent(draft.cue)
    if cue and draft.cue is not None:
        word = passage.words[draft.cue[0]]
        phrase = draft.rule.startswith("phrase.") and word[1:] in lexicon.classes["according"]
        if word[0] in "\u0648\u0641" and (draft.joined or phrase):
            cue = (Span(cue[0].start + 1, cue[0].end),)
    party = draft.party
    return Statement(
        content=extent(draft.content, draft.trim),
        source=extent(draft.source),
        cue=cue,
        medium=extent(draft.medium),
        speaker=party.name if party else None,
        kind=party.kind if party else None,
        act=draft.act,
        form=_form(draft, passage, lexicon),
        via=tuple(each.name for each in draft.via),
        said=times.said(draft.time),
        within=place.get(id(draft.parent)) if draft.parent is not None else None,
        negated=draft.negated,
        closeness=extent(draft.closeness),
        certainty=draft.certainty,
        rule=draft.rule,
    )


def _form(draft: Draft, passage: Passage, lexicon: Lexicon) -> Form:
    first, last = draft.content
    inside = outside = 0
    for index in range(first, last):
        if not passage.is_word(index):
            continue
        number = passage.quoted[index]
        if number < 0 or _sets_off_name(passage, lexicon, number, first):
            outside += 1
        else:
            inside += 1
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _sets_off_name(passage: Passage, lexicon: Lexicon, number: int, first: int) -> bool:
    """Tell whether marks set off a name, as in «نادي "المنارة"», and so do not make a content a quotation."""
    quotation = passage.quotations[number]
    if quotation.first <= first or quotation.last - quotation.first > _NAME_TOKENS:
        return False
    if lexicon.has("negation", passage.words[quotation.first + 1]):
        return False
    return lexicon.heads(passage.words[quotation.first - 1]) or lexicon.has("named", passage.words[quotation.first - 1])
