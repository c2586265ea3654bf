"""Articles as the network learns from them: features of each token, and what annotators say in tokens."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from evaluation.scores import same_name
from riwaya import rules
from riwaya.arabic import bare
from riwaya.statements.attributions import ACTS, KINDS
from riwaya.statements.features import Floats, Indices, Names, parts, places, sentence_numbers, spellings
from riwaya.statements.lexicon import compiled
from riwaya.statements.passages import Passage, cut
from riwaya.statements.relations import Range, plain
from riwaya.text import Alignment

LONGEST_CUE: Final = 6
_NEAR_VIA: Final = 60  # tokens from a cue within which an intermediary's name is looked for


@dataclass(slots=True)
class Target:
    """One annotated statement in tokens.

    Attributes:
        anchor: the first token of the cue; the mark before the content where there is none.
        length: tokens of the cue, 0 where there is none.
        act, kind: numbers of the labels.
        trim: letters of the content's first token that do not belong to it.
        roles: where content, source, medium and intermediary stand, if they do.
        unclear: roles that the annotation names but that were not found in the text.
        name: who speaks, in words.
        same: numbers of earlier targets with the same speaker.
        own: where the speaker's name stands in the source.
        elsewhere: where it stands in the text.
        words: those of the name, without articles.
    """

    anchor: int
    length: int
    act: int
    kind: int
    trim: int
    roles: dict[str, Range]
    unclear: set[str]
    name: str | None
    same: list[int] = field(default_factory=list)
    own: Range | None = None
    elsewhere: list[Range] = field(default_factory=list)
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class Example:
    """An article to learn from."""

    id: str
    passage: Passage
    places: Floats
    sentences: Indices
    rows: list[tuple[int, ...]]
    targets: list[Target]

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.rows)


class Encoder:
    """Turns words into the rows of the table of features; words and names without a row are left out."""

    def __init__(self, index: Mapping[str, int]) -> None:
        """Take the rows of names; parts of words have theirs behind them."""
        self.index = index
        self.lexicon = compiled(rules.load())
        self.names = Names(self.lexicon)
        self._known: dict[tuple[str, str], tuple[int, ...]] = {}

    def rows(self, passage: Passage) -> list[tuple[int, ...]]:
        """Return the rows of each token, the word's own first (0 if it has none)."""
        out = []
        for key in zip(passage.words, spellings(passage), strict=True):
            if key not in self._known:
                names = list(self.names.of(key[0]))
                found = [self.index[name] for name in names[1:] if name in self.index]
                behind = len(self.index)
                self._known[key] = (
                    self.index.get(names[0], 0),
                    *found,
                    *(behind + part for part in parts(*key)),
                )
            out.append(self._known[key])
        return out


def example(name: str, text: str, rows: Iterable[Mapping[str, Any]], encoder: Encoder) -> Example:
    """Return an article with its statements in tokens.

    Args:
        name: its id.
        text: the article's text.
        rows: statements with extents in characters of the text, like ``Statement.to_dict()``.
        encoder: knows the rows of features.
    """
    plain, alignment = bare(text)
    passage = cut(plain)
    way = _plain_places(alignment, len(text), len(plain))
    targets = [target for row in rows if (target := _target(passage, way, row)) is not None]
    targets.sort(key=lambda target: target.anchor)
    taken: set[int] = set()
    single = []
    for target in targets:
        if target.anchor not in taken:  # a cue has one content here; one statement in a hundred and fifty has two
            taken.add(target.anchor)
            single.append(target)
    _names(passage, single)
    return Example(
        name, passage, places(passage, encoder.lexicon), sentence_numbers(passage), encoder.rows(passage), single
    )


def _plain_places(alignment: Alignment | None, length: int, plain: int) -> Sequence[int]:
    """Return for each character of a text its place among those that are not silent."""
    if alignment is None:
        return range(length + 1)
    found = np.full(length + 1, -1)
    for piece in alignment.pieces:
        for start, end in piece.source:
            found[start:end] = np.arange(piece.start, piece.start + end - start) if piece.copied else piece.start
            if piece.start == piece.end:
                found[start:end] = -1
    following = plain
    for place in range(length, -1, -1):
        if found[place] >= 0:
            following = int(found[place])
        else:
            found[place] = following
    return [int(place) for place in found]


def _tokens(passage: Passage, way: Sequence[int], extent: Sequence[Sequence[int]] | None) -> tuple[Range, int] | None:
    if not extent:
        return None
    start, end = way[extent[0][0]], way[extent[-1][1]]
    first, last = bisect_right(passage.ends, start), bisect_left(passage.starts, end)
    return ((first, last), max(0, start - passage.starts[first])) if first < last else None


def _target(passage: Passage, way: Sequence[int], row: Mapping[str, Any]) -> Target | None:
    found = _tokens(passage, way, row["content"])
    if found is None:
        return None
    content, trim = found
    roles: dict[str, Range] = {"content": content}
    for role in ("source", "medium"):
        if (place := _tokens(passage, way, row[role])) is not None:
            roles[role] = place[0]
    cue = _tokens(passage, way, row["cue"])
    if cue is None:
        near = range(content[0] - 1, max(-1, content[0] - 4), -1)
        anchor, length = next((at for at in near if passage.words[at] == ":"), content[0] - 1), 0
    else:
        anchor, length = cue[0][0], min(LONGEST_CUE, cue[0][1] - cue[0][0])
    if anchor < 0:
        return None
    unclear = set()
    if row["via"]:
        place = _near(passage, row["via"][-1], anchor)
        if place is None:
            unclear.add("via")
        else:
            roles["via"] = place
    kind = KINDS.index(row["kind"]) if row["kind"] else 0
    return Target(anchor, length, ACTS.index(row["act"]), kind, min(trim, 2), roles, unclear, row["speaker"])


def _near(passage: Passage, name: str, anchor: int) -> Range | None:
    """Return where a name stands nearest to a cue."""
    around = range(max(0, anchor - _NEAR_VIA), min(len(passage.words), anchor + _NEAR_VIA))
    found = occurrences(passage, name, around)
    return min(found, key=lambda place: abs(place[0] - anchor), default=None)


def occurrences(passage: Passage, name: str, within: range) -> list[Range]:
    """Return where the words of a name stand."""
    words = cut(bare(name)[0]).words
    size = len(words)
    if not words:
        return []
    return [
        (at, at + size) for at in within if passage.words[at] == words[0] and passage.words[at : at + size] == words
    ]


def _names(passage: Passage, targets: list[Target]) -> None:
    """Find out which targets share a speaker, and where the speakers' names stand."""
    everywhere = range(len(passage.words))
    for number, target in enumerate(targets):
        name = target.name
        if name is None:
            continue
        named = cut(bare(name)[0])
        target.words = plain(named, (0, len(named.words)))
        target.same = [other for other in range(number) if targets[other].name and same_name(name, targets[other].name)]
        target.elsewhere = occurrences(passage, name, everywhere)
        source = target.roles.get("source")
        if source is None:
            continue
        inside = [place for place in target.elsewhere if source[0] <= place[0] and place[1] <= source[1]]
        if inside:
            target.own = inside[0]
        elif same_name(name, " ".join(passage.words[slice(*source)])):
            target.own = source
