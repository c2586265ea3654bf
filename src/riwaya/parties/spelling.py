"""Words of names in keys: one for spellings that never matter, one for the sounds of foreign names.

The key of sounds is in the tradition of Soundex: letters that stand for one foreign sound become one sign, vowels tell
little. What it finds is compared again with the vowels in, and never decides about an Arabic name, where one letter
makes another name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import Levenshtein

from riwaya.arabic import clitics
from riwaya.arabic.phrases import words as folded_words
from riwaya.parties.lexicon import lexicon

_DOUBLED: Final = re.compile("([^\u0644])\\1")  # never lam: «اللحيدان» is not «الحيدان»
_HAMZA: Final = "\u0621"
_ALIF: Final = "\u0627"
_HEH: Final = "\u0647"
_WAW: Final = "\u0648"
_YEH: Final = "\u064a"
_FEH: Final = "\u0641"
_AIN: Final = "\u0639"
_LONG: Final = 5  # letters of a word whose final heh and alif are one vowel
_SHORT: Final = 2  # consonants that tell too little
# What it costs that a vowel is not written: inside a word, at its ends; and that another stands in its place.
_HALF: Final = 0.5
_OUTER: Final = 0.9
_OTHER: Final = 1.0
_OTHER_ROUND: Final = 1.5
_OPPOSITE: Final = 2.5


class Sound(NamedTuple):
    """How a foreign word sounds.

    Attributes:
        consonants: their signs.
        rows: the row that wrote each.
        vowels: before, between and after them, by letter.
    """

    consonants: str
    rows: tuple[str, ...]
    vowels: tuple[str, ...]


@lru_cache(maxsize=1 << 17)
def letters(word: str) -> str:
    """Return a folded word as it is compared: without hamza and doubled letters, a final heh of a long word as alif.

    >>> letters("داوود") == letters("داود"), letters("اللحيدان") == letters("الحيدان")
    (True, False)
    """
    plain = word.replace(_HAMZA, "")
    plain = _DOUBLED.sub(r"\1", plain)
    if len(plain) >= _LONG and plain.endswith(_HEH):
        plain = plain[:-1] + _ALIF
    return plain or word


@lru_cache(maxsize=1 << 17)
def sound(word: str) -> Sound:
    """Return how a word sounds if it is foreign.

    >>> sound("ريدغر").consonants == sound("ريدجر").consonants
    True
    """
    table = lexicon().sounds
    plain = letters(word)
    consonants: list[str] = []
    rows: list[str] = []
    vowels = [""]
    at = 0
    while at < len(plain):
        step = 2 if plain[at : at + 2] in table else 1
        letter = plain[at : at + step]
        if at == 0 and letter == _WAW and len(plain) > 1:
            letter = _FEH  # «والتر», «فالتر»
        elif letter == _HEH and at + 1 == len(plain) and consonants:
            letter = _ALIF
        sign, row = table.get(letter, (letter, ""))
        if sign:
            consonants.append(sign)
            rows.append(row)
            vowels.append("")
        else:
            letter = _ALIF if letter == _AIN else letter
            vowels[-1] += "" if vowels[-1].endswith(letter) else letter
        at += step
    return Sound("".join(consonants), tuple(rows), tuple(vowels))


@lru_cache(maxsize=1 << 16)
def alike(one: str, other: str) -> float:
    """Tell how far two foreign words may be one word: 1 for one spelling, 0 for other consonants.

    A vowel that only one of them writes costs little, another vowel in its place much.

    >>> alike("ريدغر", "ريدجر"), alike("ريدغر", "روبن"), alike("لوندال", "لندال") > 0.8, alike("ليندال", "لوندال") > 0.8
    (1.0, 0.0, True, False)
    """
    if letters(one) == letters(other):
        return 1.0
    first, second = sound(one), sound(other)
    if first.consonants != second.consonants or not first.consonants:
        return 0.0
    size = len(first.consonants)
    pairs = enumerate(zip(first.vowels, second.vowels, strict=True))
    cost = sum(_vowel_cost(left, right, inner=0 < place < size) for place, (left, right) in pairs)
    cost += sum(left != right for left, right in zip(first.rows, second.rows, strict=True))
    return max(0.0, 1.0 - cost / (size + 1))


def _vowel_cost(one: str, other: str, *, inner: bool) -> float:
    """Tell how far vowels at one place of two words speak against their being one."""
    if not one or not other:
        return _HALF * len(one or other) if inner else _OUTER * len(one or other)
    if set(one) & set(other):
        return _HALF * Levenshtein.distance(one, other)
    if (_WAW in one) == (_WAW in other):
        return _OTHER
    return _OPPOSITE if _YEH in one + other else _OTHER_ROUND


def short(word: str) -> bool:
    """Tell whether a foreign word has so few consonants that its sound tells little."""
    return len(sound(word).consonants) <= _SHORT


class Shape(NamedTuple):
    """A person's name, word by word.

    Attributes:
        words: in letters; compounds written together, particles left out.
        printed: each word as printed.
        fathers: places of the words that a particle marks as a father's name.
        native: whether it is Arabic, so that every letter counts.
    """

    words: tuple[str, ...]
    printed: tuple[str, ...]
    fathers: frozenset[int]
    native: bool


@lru_cache(maxsize=1 << 17)
def shape(name: str) -> Shape:
    """Return a person's name word by word.

    >>> shape("سامي بن عبد الله نعمان").words
    ('سامي', 'عبداللا', 'نعمان')
    """
    table = lexicon()
    compounds, lasts, particles = (
        table.words("name.compound"),
        table.words("name.compound_last"),
        table.words("name.particle"),
    )
    printed = name.replace("-", " ").split()
    parts: list[tuple[str, str]] = []
    fathers: set[int] = set()
    pending = ""
    shown = ""
    for number, as_printed in enumerate(printed):
        word, plain = as_printed, folded(as_printed)
        if not plain:
            continue
        if plain in particles and number > 0 and number < len(printed) - 1:
            fathers.add(len(parts))
            continue
        if pending:
            plain, word = pending + plain, f"{shown} {word}"
            pending = shown = ""
        if plain in compounds and number < len(printed) - 1:
            # «آل سعود» is not «السعود».
            pending, shown = (f"{plain} " if plain == clitics.ARTICLE else plain), word
        elif plain in lasts and parts:
            before, was = parts.pop()
            parts.append((before + plain, f"{was} {word}"))
        else:
            parts.append((plain, word))
    found = tuple(letters(plain) for plain, _ in parts)
    return Shape(found, tuple(word for _, word in parts), frozenset(fathers), _native(found, tuple(printed), fathers))


def _native(words: tuple[str, ...], printed: tuple[str, ...], fathers: set[int]) -> bool:
    if not words:
        return False
    if fathers or native_given(words[0]):
        return True
    if foreign_given(words[0]):
        return False
    compounds = lexicon().words("name.compound")
    return printed[-1].startswith(clitics.ARTICLE) or any(word in compounds for word in map(folded, printed))


@lru_cache(maxsize=1 << 17)
def folded(word: str) -> str:
    """Return one printed word in its search form; nothing if it has no letter."""
    return "".join(folded_words(word))


@cache
def _class(name: str) -> frozenset[str]:
    return frozenset(map(letters, lexicon().words(name)))


def native_given(word: str) -> bool:
    """Tell whether a word is an Arabic first name."""
    return word in _class("name.native") or (word.startswith("\u0639\u0628\u062f\u0627\u0644") and len(word) > _LONG)


def native_family(word: str) -> bool:
    """Tell whether a word looks like an Arabic family name: with the article, or a first name or common family name."""
    return word.startswith(clitics.ARTICLE) or native_given(word) or common_family(word)


def foreign_given(word: str) -> bool:
    """Tell whether a word is a first name of another language."""
    return word in _class("name.foreign")


def common_given(word: str) -> bool:
    """Tell whether a word is one of the commonest Arabic first names."""
    return word in _class("name.given_common")


def common_family(word: str) -> bool:
    """Tell whether a word is a family name of very many people."""
    return word in _class("name.family_common")
