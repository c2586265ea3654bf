"""Links between the names of bodies, outlets and papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final, NamedTuple

from riwaya.arabic import clitics
from riwaya.arabic.phrases import words as folded_words
from riwaya.model import Known, Link, Name
from riwaya.parties.lexicon import lexicon
from riwaya.parties.outlets import outlet
from riwaya.parties.spelling import alike, letters, sound

_LEAST: Final = 3
_SOUNDING: Final = 4  # consonants that a name must have to be known by its sound
_SAME: Final = 0.8
_PLURAL: Final = 4
_PLURALS: Final = ("\u0648\u0646", "\u064a\u0646")
_MINISTRY: Final = "ministry"
# Why two names are linked: the rule, the reason, the certainty.
_BY_OUTLET: Final = ("body.outlet", "spellings of one outlet", 1.0)
_BY_WORDS: Final = ("body.spelling", "the same words", 1.0)
_BY_NATION: Final = ("body.nation", "names of one country", 0.98)
_BY_COUNTRY: Final = ("body.country", "one with the country whose outlet it is", 0.93)
_BY_HEAD: Final = ("body.head", "one without the word for what it is", 0.92)
_BY_SOUND: Final = ("body.transliteration", "they sound the same", 0.9)
_ARABIC: Final = ("organisation", "plural", "unnamed", "role", "document", "media", "place_word", "body.plain")


class Body(NamedTuple):
    """The name of a body in parts.

    Attributes:
        outlet: id of the outlet whose spelling it is; else "".
        head: what sort of body, if that may be left out («شركة»); else "".
        words: the name's own words, without articles and nations, in letters.
        nations: the countries among its words.
        paper: whether the head is an outlet's.
        article: whether the first of its own words has the article.
    """

    outlet: str
    head: str
    words: tuple[str, ...]
    nations: tuple[str, ...]
    paper: bool = False
    article: bool = False

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
    if found := outlet(name.words):
        return Body(found, "", (), ())
    head, paper, run = _headed(run)
    if paper and len(run) > 1 and run[0] in table.words("body.article"):
        run = run[1:]
    own: list[str] = []
    nations: list[str] = []
    at = 0
    while at < len(run):
        nation = table.nations.at(run, at)
        if nation is not None:
            nations.append(nation.value)
            at = nation.end
            continue
        if not (paper and own and run[at] in table.words("body.news")):
            own.append(_plain(run[at]))
        at += 1
    article = run[0].startswith(clitics.ARTICLE)
    return Body("", head, tuple(own), tuple(sorted(nations)), paper, article)


def _headed(run: list[str]) -> tuple[str, bool, list[str]]:
    """Return the head that may be left out, whether it is an outlet's, and the other words."""
    table = lexicon()
    ministry = run[0] in table.words("body.ministry")
    portfolios = table.bare("body.portfolio") if ministry else table.words("body.portfolio")
    if len(run) > 1 and run[ministry] in portfolios:
        return _MINISTRY, False, run[ministry:]
    paper = table.phrases("body.outlet").at(run, 0)
    found = paper or table.phrases("body.head").at(run, 0)
    if found is None or found.end == len(run) or run[found.end] in table.bare("organisation"):
        return "", False, run
    if table.nations.at(run, found.end) is not None:  # «بنك اليابان»
        return "", False, run
    return " ".join(run[: found.end]), paper is not None, run[found.end :]


def _plain(word: str) -> str:
    bare = word.removeprefix(clitics.ARTICLE)
    if bare != word and len(bare) > _PLURAL and bare.endswith(_PLURALS):  # «الناشرون», «الناشرين»
        return letters(bare[: -len(_PLURALS[0])] + _PLURALS[0])
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
    parts = [body(each.name) for each in ordered]
    heads: dict[tuple[str, ...], set[str]] = {}
    nations: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for each in parts:
        heads.setdefault(each.words, set()).update({each.head} - {""})
        nations.setdefault(each.words, set()).update({each.nations} - {()})
    lone = frozenset(words for words, found in heads.items() if len(found) == 1)
    bound = frozenset(words for words, found in nations.items() if len(found) == 1)
    for at, one in enumerate(ordered):
        for place in range(at + 1, len(ordered)):
            other = ordered[place]
            decided = _decide(parts[at], parts[place], lone, bound)
            if decided is not None:
                rule, reason, certainty = decided
                told = f"{one.name.words} · {other.name.words}: {reason}"
                yield Link(one.number, other.number, rule, told, certainty)


def _decide(
    one: Body, other: Body, lone: AbstractSet[tuple[str, ...]], bound: AbstractSet[tuple[str, ...]]
) -> tuple[str, str, float] | None:
    """Decide of two names: the rule, the reason and the certainty of their link.

    Args:
        one: of them.
        other: of them.
        lone: names that stand with one head only («شركة مدار»), so that this may be left out.
        bound: names of outlets that stand with one country only, likewise.
    """
    if one.outlet or other.outlet:
        return _BY_OUTLET if one.outlet == other.outlet else None
    same = one.words == other.words
    if not same and not _sounds_alike(one, other):
        return None
    if one.nations != other.nations:
        paper = one.paper and other.paper and one.head == other.head and one.words in bound and not _general(one)
        return _BY_COUNTRY if same and paper and () in (one.nations, other.nations) else None
    if one.head == other.head:
        by_name = _BY_WORDS if one.words else _BY_NATION
        return by_name if same else _BY_SOUND
    headed = "" in (one.head, other.head) and _MINISTRY not in (one.head, other.head) and not one.nations
    plain = len(one.words) == 1 and (one.article or other.article)
    return _BY_HEAD if headed and same and one.words in lone and not plain else None


def _general(one: Body) -> bool:
    """Tell whether the words of a name are of one short word, which several outlets may have («الوطن»)."""
    return len(one.words) == 1 and not any(len(sound(word).consonants) >= _SOUNDING for word in one.words)


def _sounds_alike(one: Body, other: Body) -> bool:
    if len(one.words) != len(other.words):
        return False
    differing = [pair for pair in zip(one.words, other.words, strict=True) if pair[0] != pair[1]]
    least = _LEAST - (len(differing) == 1 < len(one.words))
    return all(_foreign(*pair, least) and alike(*pair) >= _SAME for pair in differing)


def _foreign(one: str, other: str, least: int) -> bool:
    """Tell whether two words may be one foreign word, and not two Arabic ones («مكتب», «مكاتب»)."""
    table = lexicon()
    return len(sound(one).consonants) >= least and not any(
        word in table.bare(name) for name in _ARABIC for word in (one, other)
    )


def same_words(one: Name, other: Name) -> Iterator[tuple[str, str]]:
    """Yield the words of two names that are one word in two spellings."""
    for left in one.words.split():
        for right in other.words.split():
            first, second = "".join(folded_words(left)), "".join(folded_words(right))
            if left != right and first and second and alike(_plain(first), _plain(second)) >= _SAME:
                yield left, right
