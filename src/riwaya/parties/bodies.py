"""Links between the names of bodies, outlets and papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from riwaya.arabic import clitics
from riwaya.arabic.phrases import words as folded_words
from riwaya.model import Known, Link, Name
from riwaya.parties.lexicon import lexicon
from riwaya.parties.spelling import alike, letters, sound

_LEAST: Final = 3
_SOUNDING: Final = 4  # consonants that a name must have to be known by its sound
_NEWS: Final = "\u0644\u0644"
_SAME: Final = 0.8


class Body(NamedTuple):
    """The name of a body in parts.

    Attributes:
        outlet: id of the outlet whose spelling it is; else "".
        head: what sort of body, if that may be left out («شركة»); else "".
        words: the name's own words, without articles and nations, in letters.
        nations: the countries among its words.
    """

    outlet: str
    head: str
    words: tuple[str, ...]
    nations: tuple[str, ...]

    @property
    def key(self) -> str:
        """What two spellings of one name share."""
        return " ".join((*self.words, *self.nations))


@lru_cache(maxsize=1 << 16)
def body(name: Name) -> Body:
    """Return the parts of a body's name.

    >>> body(Name("وزارة الخارجية الروسية", "organisation")) == body(Name("الخارجية الروسية", "organisation"))
    True
    """
    table = lexicon()
    run = folded_words(name.words)
    outlet = table.outlets.at(run, 0)
    if outlet is not None and outlet.end == len(run) and name.kind == "media":
        return Body(outlet.value, "", (), ())
    head = ""
    if len(run) > 1 and run[0] in table.words("body.ministry") and run[1] in table.words("body.portfolio"):
        run = run[1:]
    found = table.phrases("body.outlet").at(run, 0) if name.kind == "media" else None
    found = found or table.phrases("body.head").at(run, 0)
    if found is not None and found.end < len(run):
        head, run = " ".join(run[: found.end]), run[found.end :]
    own: list[str] = []
    nations: list[str] = []
    at = 0
    while at < len(run):
        nation = table.nations.at(run, at)
        if nation is not None:
            nations.append(nation.value)
            at = nation.end
            continue
        if not (name.kind == "media" and own and run[at] in table.words("body.news")):
            own.append(_plain(run[at]))
        at += 1
    return Body("", head, tuple(own), tuple(sorted(nations)))


def _plain(word: str) -> str:
    bare = word.removeprefix(clitics.ARTICLE)
    return letters(bare if len(bare) >= _LEAST else word)


def blocks(name: Name) -> frozenset[str]:
    """Return the keys of a body's name."""
    parts = body(name)
    if parts.outlet:
        return frozenset({f"outlet={parts.outlet}"})
    if not parts.words:
        return frozenset({f"body={parts.key}"})
    if _sounding(parts):
        return frozenset({f"body~{' '.join(sound(word).consonants for word in parts.words)}"})
    return frozenset({f"body={' '.join(parts.words)}"})


def _sounding(parts: Body) -> bool:
    return sum(len(sound(word).consonants) for word in parts.words) >= _SOUNDING


def links(known: Sequence[Known]) -> Iterator[Link]:
    """Yield the links between names of bodies that share a key."""
    ordered = sorted(known, key=lambda each: each.number)
    parts = {each.number: body(each.name) for each in ordered}
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            decided = _decide(one, other, parts)
            if decided is not None:
                rule, reason, certainty = decided
                told = f"{one.name.words} · {other.name.words}: {reason}"
                yield Link(one.number, other.number, rule, told, certainty)


def _decide(one: Known, other: Known, parts: dict[int, Body]) -> tuple[str, str, float] | None:
    first, second = parts[one.number], parts[other.number]
    if first.outlet or second.outlet:
        return ("body.outlet", "spellings of one outlet", 1.0) if first.outlet == second.outlet else None
    if first.nations != second.nations:
        return None
    if not first.words and not second.words:
        return "body.nation", "names of one country", 0.98
    same = first.words == second.words
    if not same and not _sounds_alike(first, second):
        return None
    if first.head == second.head:
        if same:
            return "body.spelling", "the same words", 1.0
        return "body.transliteration", "they sound the same", 0.9
    heads = {parts[number].head for number in parts if parts[number].head and parts[number].words == first.words}
    heads |= {parts[number].head for number in parts if parts[number].head and parts[number].words == second.words}
    if "" in (first.head, second.head) and len(heads) == 1 and same and not first.nations:
        return "body.head", "one without the word for what it is", 0.92
    return None


def _sounds_alike(one: Body, other: Body) -> bool:
    if len(one.words) != len(other.words):
        return False
    differing = [pair for pair in zip(one.words, other.words, strict=True) if pair[0] != pair[1]]
    return all(alike(*pair) >= _SAME and len(sound(pair[0]).consonants) >= _LEAST for pair in differing)


def same_words(one: Name, other: Name) -> Iterator[tuple[str, str]]:
    """Yield the words of two names that are one word in two spellings."""
    for left in one.words.split():
        for right in other.words.split():
            first, second = "".join(folded_words(left)), "".join(folded_words(right))
            if left != right and first and second and alike(_plain(first), _plain(second)) >= _SAME:
                yield left, right
