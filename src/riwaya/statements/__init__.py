"""Statements: who says what in an article, with which act, through whom.

One function, :func:`find`. It hides the tables of verbs and words, the network that points at cues, sources, media and
contents, the resolution of speakers, and the weights.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np

from riwaya.arabic import bare, clitics
from riwaya.model import Statement, When
from riwaya.rules import Rules
from riwaya.statements import network as networks
from riwaya.statements.attributions import Attributions, nest, without_relays
from riwaya.statements.details import Details, pass_on
from riwaya.statements.drafts import Draft
from riwaya.statements.features import Floats
from riwaya.statements.lexicon import compiled
from riwaya.statements.network import version
from riwaya.statements.passages import Passage, cut
from riwaya.statements.relations import Range
from riwaya.statements.sections import sections
from riwaya.statements.speakers import Speakers, settle
from riwaya.text import Alignment, Extent, Span

__all__ = ["MOST_CHARACTERS", "find", "version"]

# Past these an article is not searched, so that time stays bounded: 170,000 words, as many as a thick novel has.
MOST_CHARACTERS: Final = 1_000_000


def find(
    text: str,
    rules: Rules,
    *,
    published: dt.date | None = None,
    publisher: str | None = None,
    network: networks.Network | None = None,
) -> tuple[Statement, ...]:
    """Return the statements of an article's text in the order of their contents.

    Args:
        text: the article's text; its extents are code points of this very string. The first ``MOST_CHARACTERS`` are
            searched.
        rules: the tables.
        published: the day of publication, against which «أمس» and weekdays are resolved.
        publisher: the outlet, which is no intermediary of its own news.
        network: another one than the package's own.
    """
    plain, alignment = bare(text[:MOST_CHARACTERS])
    lexicon, network = compiled(rules), network or networks.load(rules)
    attributions, speakers = Attributions(network, lexicon), Speakers(network)
    read: list[tuple[Draft, Details, Passage]] = []
    outlets: list[str] = []
    before = 0
    for passage in sections(cut(plain)):
        tokens = network.read(passage, before)
        before += len(passage.sentences)
        drafts = attributions.read(tokens)
        speakers.name(tokens, drafts)
        details = Details(passage, lexicon, publisher, outlets)
        told = without_relays([draft for draft in drafts if _told(draft, passage)])
        nest(told)
        read += [(draft, details, passage) for draft in told]
    settle([draft for draft, _, _ in read])
    order = sorted(read, key=_place)
    writer = _Writer(alignment, Times(rules, published), network.certainties)
    return writer.statements(order)


def _place(read: tuple[Draft, Details, Passage]) -> tuple[int, int]:
    """Return where a content stands: by its start, of two with the same the longer one first."""
    draft, _, passage = read
    return passage.starts[draft.content[0]] + draft.trim, -passage.ends[draft.content[1] - 1]


def _told(draft: Draft, passage: Passage) -> bool:
    """Tell whether a content holds a word once the letters before it are cut off."""
    first, end = passage.within_lines(draft.content)
    if first > draft.content[0]:
        draft.trim = 0
    while (
        end > first
        and not passage.is_word(end - 1)
        and passage.quoted[end - 1] < 0
        and passage.words[end - 1] not in ")%]"
    ):
        end -= 1
    if first == end:
        return False
    draft.content = (first, end)
    cut_off = passage.words[first][: draft.trim]
    if cut_off == passage.words[first] or not set(cut_off) <= set(clitics.LETTERS):
        draft.trim = 0
    return any(passage.is_word(index) for index in range(first, end))


class Times:
    """Resolves when something was said, against the day of publication."""

    def __init__(self, rules: Rules, published: dt.date | None) -> None:
        """Take what the words are read with."""
        self._rules = rules
        self._published = published

    def said(self, passage: Passage, time: Range | None) -> When | None:
        """Return the interval of days that the words between two tokens tell; ``None`` if it is not stated."""
        if time is None or self._published is None:
            return None
        from riwaya import calendars  # noqa: PLC0415 - costs time, and many texts are read without a day of publication

        words = passage.text[passage.starts[time[0]] : passage.ends[time[1] - 1]]
        found = calendars.find(words, self._rules, self._published)
        return found[0][1] if found else None


class _Writer:
    """Turns drafts into statements of the text they were read from."""

    def __init__(self, alignment: Alignment | None, times: Times, certainties: Floats) -> None:
        self._alignment = alignment
        self._times = times
        self._certainties = certainties

    def statements(self, read: list[tuple[Draft, Details, Passage]]) -> tuple[Statement, ...]:
        done: set[int] = set()
        for draft, details, _ in read:
            _fill(draft, details, done)
        pass_on([draft for draft, _, _ in read])
        place = {id(draft): number for number, (draft, _, _) in enumerate(read)}
        return tuple(self._statement(draft, details, passage, place) for draft, details, passage in read)

    def _statement(self, draft: Draft, details: Details, passage: Passage, place: dict[int, int]) -> Statement:
        return Statement(
            content=self._extent(passage, draft.content, draft.trim),
            source=self._extent(passage, draft.source),
            cue=self._extent(passage, draft.cue, int(details.conjoined(draft))),
            medium=self._extent(passage, draft.medium),
            speaker=draft.speaker,
            kind=draft.kind,
            act=draft.act,
            form=details.form(draft),
            via=tuple(draft.via),
            said=self._times.said(passage, draft.time),
            within=place[id(draft.parent)] if draft.parent is not None else None,
            negated=draft.negated,
            closeness=self._extent(passage, draft.closeness),
            certainty=float(np.interp(draft.chance, self._certainties[:, 0], self._certainties[:, 1])),
            rule=draft.rule,
        )

    def _extent(self, passage: Passage, tokens: Range | None, trim: int = 0) -> Extent:
        if tokens is None or not any(passage.is_word(index) for index in range(*tokens)):
            return ()
        first, last = passage.within_lines(tokens)
        span = Span(passage.starts[first] + trim, passage.ends[last - 1])
        if self._alignment is None:
            return (span,)
        spans = self._alignment.source(span)
        return (Span(spans[0].start, spans[-1].end),) if spans else ()


def _fill(draft: Draft, details: Details, done: set[int]) -> None:
    """Set the details of a draft, after those of the drafts that it stands in."""
    chain = []
    outer: Draft | None = draft
    while outer is not None and id(outer) not in done:
        chain.append(outer)
        done.add(id(outer))
        outer = outer.parent
    for each in reversed(chain):
        details.fill(each)
