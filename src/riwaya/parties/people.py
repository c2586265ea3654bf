"""Links between people's names: spellings, transliterations, fathers' names left out, family names alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from riwaya.arabic import clitics
from riwaya.model import Known, Link, Name
from riwaya.parties.grouping import Union
from riwaya.parties.posts import agree
from riwaya.parties.spelling import (
    Shape,
    alike,
    common_family,
    common_given,
    foreign_given,
    letters,
    native_family,
    native_given,
    shape,
    short,
    sound,
)

_SAME: Final = 0.6  # from here on two foreign words are one
_SURE: Final = 0.85  # likewise, where there is no other word
_CLOSE: Final = 0.7
_NEAR: Final = 0.8
_FEW: Final = 2  # first names with which a rare family name is met
_LOOSE: Final = 0.5
_NOISE: Final = 0.03  # of the commonest party's articles: whoever has fewer does not count as another
_DOMINANT: Final = 0.95
_KNOWN_WELL: Final = 5  # articles in which a full name was met, before its short form counts without an office
_PAIR: Final = 2
_SLIPPING: Final = 6  # letters of a word in which one may be wrong


class _Known(NamedTuple):
    """What is known of a name, with its shape."""

    known: Known
    shape: Shape


def blocks(name: Name) -> frozenset[str]:
    """Return the keys of a person's name."""
    words, _, fathers, native = shape(name.words)
    if not words or (
        len(words) == 1 and (native_given(words[0]) or foreign_given(words[0]) or common_family(words[0]))
    ):
        return frozenset({f"person={' '.join(words)}"}) if words else frozenset()
    last = words[-1]
    bare = f"family={last.removeprefix(clitics.ARTICLE)}"
    if not native:
        return frozenset({bare if len(words) == 1 and native_family(last) else _sound_key(last)})
    found = set()
    if len(words) > 1 and 1 in fathers:
        found.add(f"father={words[0]} {words[1]}")
    if len(words) - 1 in fathers:
        return frozenset(found)
    if common_family(last):
        return frozenset({*found, f"pair={words[0]} {last}"})
    return frozenset({*found, bare} if native_family(last) else {*found, bare, _sound_key(last)})


def _sound_key(word: str) -> str:
    return f"family~{_vowelled(word) if short(word) else sound(word).consonants}"


def _vowelled(word: str) -> str:
    key = sound(word)
    return "".join(vowel + sign for vowel, sign in zip(key.vowels, (*key.consonants, ""), strict=True))


def links(known: Sequence[Known]) -> Iterator[Link]:
    """Yield the links between people's names that share a key."""
    shapes = [_Known(each, shape(each.name.words)) for each in sorted(known, key=lambda each: each.number)]
    same: dict[tuple[str, ...], list[_Known]] = {}
    for each in shapes:
        if each.shape.words:
            same.setdefault(each.shape.words, []).append(each)
    pooled = [_pooled(several) for several in same.values()]
    found = [*_transliterated(pooled), *_articled(pooled), *_officially(pooled), *_fathers(pooled), *_chains(pooled)]
    for several in same.values():
        yield from _spelled(several)
    yield from found
    union = Union(each.number for each in known)
    for link in found:
        union.join(link.one, link.other)
    yield from _families(pooled, union)


def _pooled(several: Sequence[_Known]) -> _Known:
    """Return spellings of the same words as one name: the commonest, with the articles and offices of all."""
    main = _main(several)
    known = Known(
        main.known.number,
        main.known.name,
        sum(each.known.times for each in several),
        tuple(term for each in several for term in each.known.terms),
    )
    fathers = frozenset(place for each in several for place in each.shape.fathers)
    return _Known(known, main.shape._replace(fathers=fathers))


def _link(one: Known, other: Known, rule: str, reason: str, certainty: float) -> Link:
    first, second = sorted((one, other), key=lambda each: each.number)
    return Link(first.number, second.number, rule, f"{first.name.words} · {second.name.words}: {reason}", certainty)


def _main(several: Sequence[_Known]) -> _Known:
    return max(several, key=lambda each: (each.known.times, -each.known.number))


def _spelled(several: Sequence[_Known]) -> Iterator[Link]:
    """Yield links between names that differ in what never matters: hamza, doubled letters, «عبد الله», «بن».

    A name that very many have is nobody's, however it is spelled: there the offices have to agree.
    """
    main = _main(several)
    words = main.shape.words
    many = len(words) == _PAIR and common_given(words[0]) and common_family(words[1])
    for other in several:
        if other is main:
            continue
        if not many or agree(main.known.terms, other.known.terms):
            yield _link(main.known, other.known, "person.spelling", "the same words", 0.9 if many else 1.0)


def _transliterated(several: Sequence[_Known]) -> Iterator[Link]:
    """Yield links between foreign names of as many words, each of which sounds the same."""
    foreign = [each for each in several if not each.shape.native]
    buckets: dict[tuple[str, ...], list[_Known]] = {}
    for each in foreign:
        buckets.setdefault(tuple(sound(word).consonants for word in each.shape.words), []).append(each)
    for bucket in buckets.values():
        for at, one in enumerate(bucket):
            for other in bucket[at + 1 :]:
                if one.shape.words != other.shape.words and (likeness := _likeness(one.shape, other.shape)):
                    yield _link(one.known, other.known, "person.transliteration", "they sound the same", likeness)


def _likeness(one: Shape, other: Shape) -> float:
    """Tell how far two foreign names of as many words are one; 0 if they are not."""
    scores = [alike(left, right) for left, right in zip(one.words, other.words, strict=True)]
    differing = [place for place, score in enumerate(scores) if one.words[place] != other.words[place]]
    least = min(scores)
    if len(scores) == 1:
        return _certain(least) if least >= _SURE and not short(one.words[0]) else 0.0
    if len(differing) == 1 and len(scores) > _PAIR:
        return _certain(least) if least >= _LOOSE else 0.0
    # Two words that differ have to be nearer than one does, and those that are short nearer still.
    needed = [(_NEAR if short(one.words[place]) else _CLOSE) if len(differing) > 1 else _SAME for place in differing]
    near = all(scores[place] >= each for place, each in zip(differing, needed, strict=True))
    return _certain(least) if near else 0.0


def _certain(likeness: float) -> float:
    return round(0.85 + 0.14 * likeness, 3)


def _articled(several: Sequence[_Known]) -> Iterator[Link]:
    """Yield links between names of which one writes the article before a family name that is no first name."""
    filed: dict[tuple[str, ...], _Known] = {}
    for each in several:
        words = each.shape.words
        bare = words[-1].removeprefix(clitics.ARTICLE)
        if len(words) == 1 or native_given(bare) or common_family(bare) or common_family(words[-1]):
            continue
        other = filed.setdefault((*words[:-1], bare), each)
        if other is each:
            continue
        if not common_given(words[0]) or agree(other.known.terms, each.known.terms):
            yield _link(other.known, each.known, "person.article", "one with the article", 0.93)


def _officially(several: Sequence[_Known]) -> Iterator[Link]:
    """Yield links between names that one office bears out, though a word of them is not known to be foreign."""
    filed: dict[str, list[_Known]] = {}
    for each in several:
        filed.setdefault(each.shape.words[0], []).append(each)
    for group in filed.values():
        yield from _office_bears_out(group)


def _office_bears_out(several: Sequence[_Known]) -> Iterator[Link]:
    for at, one in enumerate(several):
        for other in several[at + 1 :]:
            if len(one.shape.words) != len(other.shape.words) or len(one.shape.words) < _PAIR:
                continue
            differing = [pair for pair in zip(one.shape.words, other.shape.words, strict=True) if pair[0] != pair[1]]
            if len(differing) != 1 or any(native_given(word) for word in differing[0]):
                continue
            middle = one.shape.words[0] == other.shape.words[0] and one.shape.words[-1] == other.shape.words[-1]
            same = alike(*differing[0]) >= _NEAR and not native_family(differing[0][0]) and not short(differing[0][0])
            if (same and agree(one.known.terms, other.known.terms)) or (
                middle and agree(one.known.terms, other.known.terms, national=True)
            ):
                yield _link(one.known, other.known, "person.office", "all words but one, the same office", 0.93)


def _equal(one: str, other: str, *, foreign: bool, least: float = _SAME) -> bool:
    return one == other or (foreign and not short(one) and alike(one, other) >= least)


def _within(less: Shape, more: Shape) -> bool:
    """Tell whether the inner words of one name stand in the other, in their order."""
    foreign = not (less.native or more.native)
    rest = iter(more.words[1:-1])
    return all(any(_equal(word, each, foreign=foreign) for each in rest) for word in less.words[1:-1])


def _fathers(several: Sequence[_Known]) -> Iterator[Link]:
    """Yield links between a first and a family name, and the same with names in between, if no others rival them."""
    full = [each for each in several if len(each.shape.words) >= _PAIR and _has_family(each.shape)]
    pairs: dict[tuple[str, str], list[_Known]] = {}
    for each in full:
        words = each.shape.words
        pairs.setdefault((words[0], words[-1]) if each.shape.native else _sounds(words), []).append(each)
    for bucket in pairs.values():
        last = bucket[0].shape.words[-1]
        firsts = {each.shape.words[0] for each in full if each.shape.words[-1] == last}
        yield from _nested(bucket, few=len(firsts) <= _FEW)


def _sounds(words: tuple[str, ...]) -> tuple[str, str]:
    return sound(words[0]).consonants, sound(words[-1]).consonants


def _has_family(one: Shape) -> bool:
    return not one.native or len(one.words) - 1 not in one.fathers


def _nested(bucket: Sequence[_Known], *, few: bool) -> Iterator[Link]:
    lengths = sorted(bucket, key=lambda each: (len(each.shape.words), each.known.number))
    for less in lengths:
        fuller = [
            each
            for each in lengths
            if len(each.shape.words) > len(less.shape.words)
            and _ends_alike(less.shape, each.shape)
            and _within(less.shape, each.shape)
        ]
        if not fuller:
            continue
        agreeing = [each for each in fuller if agree(less.known.terms, each.known.terms)]
        if _rival(fuller):
            yield from _told_by_office(less, agreeing, fuller)
            continue
        for more in fuller:
            if more in agreeing:
                yield _link(less.known, more.known, "person.office", "names in between, the same office", 0.97)
            elif _rare(less.shape, few=few):
                yield _link(less.known, more.known, "person.father", "names in between, no other like it", 0.9)


def _rival(several: Sequence[_Known]) -> bool:
    """Tell whether two of some names have words in between that cannot be of one person."""
    return any(not _one_line(one.shape, other.shape) for at, one in enumerate(several) for other in several[at + 1 :])


def _told_by_office(less: _Known, agreeing: Sequence[_Known], fuller: Sequence[_Known]) -> Iterator[Link]:
    """Yield the links of a name that several fuller ones rival for, if only one of them has its offices."""
    lines = [each for each in fuller if any(_one_line(each.shape, other.shape) for other in agreeing)]
    held = [term.times for term in less.known.terms if any(agree([term], each.known.terms) for each in agreeing)]
    if _rival(lines) or _PAIR * sum(held) <= less.known.times:
        return
    for more in agreeing:
        yield _link(less.known, more.known, "person.office", "names in between, the same office", 0.93)


def _rare(one: Shape, *, few: bool) -> bool:
    """Tell whether a first and a family name together are rare; ``few``: whether the family name is met with few."""
    return not one.native or (not common_family(one.words[-1]) and (few or not common_given(one.words[0])))


def _ends_alike(less: Shape, more: Shape) -> bool:
    foreign = not (less.native or more.native)
    return all(_equal(less.words[at], more.words[at], foreign=foreign) for at in (0, -1))


def _one_line(one: Shape, other: Shape) -> bool:
    """Tell whether two names with words in between may be of one person; a slip of one letter is no other father."""
    less, more = sorted((one, other), key=lambda each: len(each.words))
    if _within(less, more):
        return True
    rest = iter(more.words[1:-1])
    return all(any(_slip(word, each) for each in rest) for word in less.words[1:-1])


def _slip(one: str, other: str) -> bool:
    return (min(len(one), len(other)) >= _SLIPPING and Levenshtein.distance(one, other) <= 1) or one == other


def _chains(several: Sequence[_Known]) -> Iterator[Link]:
    """Yield links between a name with the father's alone and the same with more behind it, if none rivals it."""
    chained = [each for each in several if 1 in each.shape.fathers]
    heads: dict[tuple[str, ...], list[_Known]] = {}
    for each in chained:
        heads.setdefault(each.shape.words[:2], []).append(each)
    for bucket in heads.values():
        for less in bucket:
            if _has_family(less.shape):
                continue
            size = len(less.shape.words)
            fuller = [
                each for each in bucket if len(each.shape.words) > size and each.shape.words[:size] == less.shape.words
            ]
            if any(not _starts(one.shape, other.shape) for at, one in enumerate(fuller) for other in fuller[at + 1 :]):
                continue
            for more in fuller:
                if agree(less.known.terms, more.known.terms):
                    yield _link(less.known, more.known, "person.office", "the same fathers and office", 0.95)
                elif size > _PAIR:
                    yield _link(less.known, more.known, "person.chain", "the same fathers, no other like it", 0.9)


def _starts(one: Shape, other: Shape) -> bool:
    less, more = sorted((one.words, other.words), key=len)
    return more[: len(less)] == less


def _families(several: Sequence[_Known], union: Union) -> Iterator[Link]:
    """Yield links from a family name alone to the one party whose full names end so, if it is far the commonest."""
    full = [each for each in several if len(each.shape.words) > 1 and _has_family(each.shape)]
    for alone in several:
        word = alone.shape.words[0]
        if len(alone.shape.words) > 1 or native_given(word) or foreign_given(word) or common_family(word):
            continue
        foreign = not native_family(word)
        members: dict[int, list[_Known]] = {}
        for each in full:
            if _equal(word, each.shape.words[-1], foreign=foreign, least=_SURE):
                members.setdefault(union.find(each.known.number), []).append(each)
        if not members:
            continue
        counts = {party: sum(each.known.times for each in found) for party, found in members.items()}
        best = max(counts, key=lambda party: (counts[party], -party))
        total = sum(count for party, count in counts.items() if party == best or count > _NOISE * counts[best])
        if counts[best] < _DOMINANT * total:
            continue
        main = _main(members[best])
        agreed = any(agree(alone.known.terms, each.known.terms) for each in members[best])
        # An Arabic one may as well be a first name that the table lacks, so it has to come again.
        alone_again = not main.shape.native or alone.known.times > _PAIR
        if agreed or (foreign and alone_again and counts[best] >= max(_KNOWN_WELL, alone.known.times // _PAIR)):
            reason = "the family name alone" + (", the same office" if agreed else ", and hardly anybody else has it")
            yield _link(alone.known, main.known, "person.family", reason, 0.95 if agreed else 0.9)


def same_words(one: Name, other: Name) -> Iterator[tuple[str, str]]:
    """Yield the words of two names that are one word in two spellings."""
    first, second = shape(one.words), shape(other.words)
    if len(first.words) == len(second.words):
        pairs = list(zip(range(len(first.words)), range(len(second.words)), strict=True))
    else:
        pairs = [(0, 0), (-1, -1)]
    foreign = not (first.native or second.native)
    for left, right in pairs:
        printed = first.printed[left], second.printed[right]
        if printed[0] != printed[1] and (
            letters(first.words[left]) == letters(second.words[right])
            or (foreign and alike(first.words[left], second.words[right]) >= _SAME)
        ):
            yield printed
