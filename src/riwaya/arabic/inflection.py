"""The forms of an Arabic verb, generated from its root and measure, in folded spelling.

Covers what a third person does in a newspaper: perfect, imperfect, active participle, verbal noun. The classes (sound,
hollow, defective, doubled, assimilated, hamzated) follow the traditional ten measures as in Ryding, *A Reference
Grammar of Modern Standard Arabic* (2005), chapters 21-31. Vowels are not written, so one stem often serves several
forms. Left out are forms that are spelled like a commoner word: the masculine dual of the perfect is also the verbal
noun in the accusative («نفيا»).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from riwaya.arabic import fold

Aspect: TypeAlias = Literal["perfect", "imperfect", "participle", "noun"]


class Form(NamedTuple):
    """An inflected word in folded spelling with what it agrees with; ``""`` where it does not tell."""

    word: str
    aspect: Aspect
    gender: Literal["m", "f", ""]
    number: Literal["s", "d", "p", ""]


@dataclass(frozen=True, slots=True)
class Stems:
    """The four stems everything else is built on; each without prefixes and suffixes of person.

    ``weak`` is the last letter that some suffixes swallow, as each stem has it.
    """

    perfect: str
    imperfect: str
    participle: str
    noun: str
    weak: bool = False


ALIF: Final = "\u0627"
WAW: Final = "\u0648"
YEH: Final = "\u064a"
TEH: Final = "\u062a"
MEEM: Final = "\u0645"
HEH: Final = "\u0647"
NOON: Final = "\u0646"
SEEN: Final = "\u0633"
HAMZA: Final = "\u0621"
_WEAK: Final = WAW + YEH
_ROOT: Final = 3

# What the measure puts around the root letters 1, 2 and 3: perfect, imperfect, participle (after meem), verbal noun.
_PATTERNS: Final = {
    "I": ("123", "123", "1ا23", "123"),
    "II": ("123", "123", "123", "ت12ي3"),
    "III": ("1ا23", "1ا23", "1ا23", "م1ا23ه"),
    "IV": ("ا123", "123", "123", "ا12ا3"),
    "V": ("ت123", "ت123", "ت123", "ت123"),
    "VI": ("ت1ا23", "ت1ا23", "ت1ا23", "ت1ا23"),
    "VII": ("ان123", "ن123", "ن123", "ان12ا3"),
    "VIII": ("ا1ت23", "1ت23", "1ت23", "ا1ت2ا3"),
    "X": ("است123", "ست123", "ست123", "است12ا3"),
}
# In measure VIII the inserted teh assimilates to these first letters: root letter, what both become.
_ASSIMILATED: Final = {
    "و": "ت", "ت": "ت", "د": "د", "ذ": "د", "ز": "زد", "ص": "صط", "ض": "ضط", "ط": "ط",
}  # fmt: skip
_CONTRACTING: Final = {"I", "IV", "VII", "VIII", "X"}


def stems(root: str, measure: str) -> Stems:
    """Return the stems of a verb.

    Args:
        root: three letters, hamza written alone (``ءكد``).
        measure: ``I`` to ``X`` (IX is not used for speech).

    >>> stems("ءكد", "II")
    Stems(perfect='اكد', imperfect='وكد', participle='موكد', noun='تاكيد', weak=False)
    >>> stems("شور", "IV").imperfect, stems("شور", "IV").noun
    ('شير', 'اشاره')
    """
    first, second, third = tuple(root)
    perfect, imperfect, participle, noun = _PATTERNS[measure]
    weak = third in _WEAK
    contracting = measure in _CONTRACTING and not weak
    if contracting and second in _WEAK:
        return _hollow(root, measure)
    if contracting and second == third:
        perfect, imperfect = perfect.replace("23", "2"), imperfect.replace("23", "2")
        participle = participle if measure == "I" else participle.replace("23", "2")
    if measure == "I" and first == WAW and not weak:
        imperfect = "23"
    letters = {"1": first, "2": second, "3": third}
    if measure == "VIII" and first in _ASSIMILATED:
        joined = "1" + TEH
        perfect, imperfect = perfect.replace(joined, "1"), imperfect.replace(joined, "1")
        participle, noun = participle.replace(joined, "1"), noun.replace(joined, "1")
        letters["1"] = _ASSIMILATED[first]

    def put(pattern: str, hamza: str, last: str) -> str:
        word = "".join(letters.get(sign, sign) for sign in pattern)
        if word.endswith(HAMZA):
            word = word[:-1] + last
        return word.replace(HAMZA, hamza)

    raised = WAW if measure in ("II", "III", "IV") else ALIF
    built = Stems(
        perfect=put(perfect, ALIF, ALIF).replace(ALIF * 2, ALIF),
        imperfect=put(imperfect, raised, YEH if measure in ("II", "III", "IV") else ALIF),
        participle=("" if measure == "I" else MEEM) + put(participle, raised if measure != "I" else YEH, YEH),
        noun=put(noun, ALIF, ALIF).replace(ALIF * 2, ALIF),
        weak=weak,
    )
    if not weak:
        return built
    ends_in_alif = measure == "I" and third == WAW
    nouns = dict.fromkeys(("I", "III", "V", "VI"), built.noun) | {"II": built.noun[:-2] + YEH + HEH}
    return Stems(
        perfect=built.perfect[:-1] + (ALIF if ends_in_alif else YEH),
        imperfect=built.imperfect[:-1] + (WAW if ends_in_alif else YEH),
        participle=built.participle[:-1],
        noun=nouns.get(measure, built.noun[:-1] + HAMZA),
        weak=True,
    )


def _hollow(root: str, measure: str) -> Stems:
    first, middle, last = tuple(root)
    if measure == "I":
        return Stems(first + ALIF + last, first + middle + last, first + ALIF + YEH + last, first + middle + last)
    if measure == "IV":
        noun = ALIF + first + ALIF + last + HEH
        return Stems(ALIF + first + ALIF + last, first + YEH + last, MEEM + first + YEH + last, noun)
    if measure == "X":
        core = SEEN + TEH + first
        return Stems(
            ALIF + core + ALIF + last, core + YEH + last, MEEM + core + YEH + last, ALIF + core + ALIF + last + HEH
        )
    lead = NOON + first if measure == "VII" else first + TEH
    stem = lead + ALIF + last
    return Stems(ALIF + stem, stem, MEEM + stem, ALIF + lead + YEH + ALIF + last)


def forms(verb: Stems) -> Iterator[Form]:
    """Yield the inflected forms of a verb in the third person.

    >>> sorted({form.word for form in forms(stems("نفي", "I")) if form.aspect == "perfect"})
    ['نفت', 'نفتا', 'نفوا', 'نفي', 'نفين']
    """
    bare = verb.perfect[:-1] if verb.weak else verb.perfect
    glide = YEH if verb.weak else ""
    yield Form(verb.perfect, "perfect", "m", "s")
    yield Form(bare + TEH, "perfect", "f", "s")
    yield Form(bare + WAW + ALIF, "perfect", "m", "p")
    yield Form(bare + TEH + ALIF, "perfect", "f", "d")
    if verb.weak:
        yield Form(bare + glide + NOON, "perfect", "f", "p")
    short = verb.imperfect[:-1] if verb.weak else verb.imperfect
    yield Form(YEH + verb.imperfect, "imperfect", "m", "s")
    yield Form(TEH + verb.imperfect, "imperfect", "f", "s")
    yield Form(YEH + short + WAW + NOON, "imperfect", "m", "p")
    yield Form(YEH + short + WAW + ALIF, "imperfect", "m", "p")
    yield Form(YEH + short + glide + ALIF + NOON, "imperfect", "m", "d")
    yield Form(TEH + short + glide + ALIF + NOON, "imperfect", "f", "d")
    base = verb.participle
    yield Form(base + glide + ALIF, "participle", "m", "s")
    yield Form(base + glide + HEH, "participle", "f", "s")
    yield Form(base + YEH + NOON, "participle", "m", "p")
    yield Form(verb.noun, "noun", "", "")
    if len(verb.noun) > _ROOT:  # those of measure I have plurals of their own
        yield Form(verb.noun.removesuffix(HEH) + ALIF + TEH, "noun", "", "p")


def parse(root: str, measure: str, given: Stems | None = None) -> tuple[Form, ...]:
    """Return all forms of a verb, from its root and measure or from given stems, folded."""
    verb = given or stems(root, measure)
    return tuple(form._replace(word=fold(form.word)) for form in forms(verb))
