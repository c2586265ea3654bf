"""The rule tables made ready for looking words up: verbs by all their forms, classes of words, phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, cast

from riwaya.arabic import clitics, fold
from riwaya.arabic.inflection import Aspect, Form, Stems, parse
from riwaya.model import Act
from riwaya.rules import Row, Rules

_PREFIXED: Final = frozenset(
    {
        "document",
        "media",
        "organisation",
        "role",
        "unnamed",
        "claim_noun",
        "medium",
        "speech_head",
        "place_word",
        "plural",
    }
)
_OBJECTS: Final = tuple(fold(each) for each in ("\u0647", "\u0647\u0627", "\u0647\u0645", "\u0647\u0645\u0627"))
_YEH: Final = "\u064a"
_HEADS: Final = ("role", "unnamed", "organisation", "media", "document")
_FLAGS: Final = (
    "strict",
    "object",
    "addressee",
    "relay",
    "document",
    "document_only",
    "learned",
    "noun",
    "preposition",
    "publishes",
    "comma",
    "wish",
    "judges",
)
_ALIF: Final = "\u0627"
_HEH: Final = "\u0647"
_HAMZA: Final = "\u0621"
_PLURAL: Final = "\u0627\u062a"
# What may be written before a verb's form, in the order it is tried, and which of them begin with a conjunction.
_CLITICS: Final = (
    ("",),
    ("\u0648", "\u0641"),
    ("\u0633", "\u0644"),
    ("\u0648\u0633", "\u0641\u0633", "\u0648\u0644"),
    ("\u0628",),
)
_JOINED: Final = frozenset({1, 3})
_BARE_WORDS: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that attributes: its row, and what may open its content.

    Attributes:
        id: the rule's id.
        act: what the source does.
        clause: a clause («أن») may open the content.
        colon: a colon or quotation may.
        nominal: a bare object may.
        prepositions: these may, in folded spelling; ``b`` and ``l`` joined to the word.
        addressed: of those, the ones before which the addressee or accused belongs to the content.
        flags: the other marks of the row.
    """

    id: str
    act: Act
    clause: bool
    colon: bool
    nominal: bool
    prepositions: frozenset[str]
    addressed: frozenset[str]
    flags: frozenset[str]


class Entry(NamedTuple):
    """What one word form can be: a verb in some form, with or without an object pronoun."""

    verb: Verb
    form: Form
    pronoun: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that is looked up word by word.

    Attributes:
        entries: readings of each folded word as a form of a verb.
        classes: classes of words, folded, with the article where the class takes it.
        phrases: for classes that have them, sequences of folded words by their first word.
        negations: words that negate, with and without a conjunction; not «ما» in «ما نقلته الوكالة», which is no
            negation in newspapers.
    """

    entries: Mapping[str, tuple[Entry, ...]]
    classes: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    negations: frozenset[str]

    def readings(self, word: str) -> tuple[tuple[Entry, ...], bool]:
        """Return what a folded word can be as a form of a verb, and whether a conjunction is written into it.

        Clitics are taken off one after the other, and the first word that is a verb's form counts: «وسيقول», «ليؤكد».
        """
        for start, prefixes in enumerate(_CLITICS):
            for prefix in prefixes:
                if word.startswith(prefix) and (found := self.entries.get(word[len(prefix) :])):
                    return found, start in _JOINED
        return (), False

    def has(self, name: str, word: str) -> bool:
        """Tell whether a folded word is of a class."""
        return word in self.classes[name]

    def heads(self, word: str) -> bool:
        """Tell whether a word is the head of phrases that name sources: role, body, outlet, document, the unnamed."""
        if any(word in self.classes[name] for name in _HEADS):
            return True
        # The accusative of an indefinite noun ends in alif: «مسؤولا».
        return len(word) > 4 and word.endswith(_ALIF) and any(word[:-1] in self.classes[name] for name in _HEADS)  # noqa: PLR2004

    def name(self, word: str) -> bool:
        """Tell whether a folded word is known as part of people's names."""
        return word in self.classes["given_name"] or word in self.classes["family_name"]

    def phrase(self, name: str, words: list[str], index: int) -> int:
        """Return how many words from ``index`` on make up a phrase of the class; 0 if none does."""
        for sequence in self.phrases[name].get(words[index], ()):
            if tuple(words[index : index + len(sequence)]) == sequence:
                return len(sequence)
        return 0


@lru_cache(maxsize=4)
def compiled(rules: Rules) -> Lexicon:
    """Return the lexicon of the tables ``verbs`` and ``words``."""
    entries: dict[str, list[Entry]] = {}
    for row in rules.rows("verbs"):
        for word, entry in _entries(row):
            entries.setdefault(word, []).append(entry)
    classes: dict[str, frozenset[str]] = {}
    phrases: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {}
    for row in rules.rows("words"):
        classes[row.id], phrases[row.id] = _members(row)
    plain = classes.get("negation", frozenset()) - classes.get("which", frozenset())
    negations = frozenset(joined + word for joined in ("", *clitics.CONJUNCTIONS) for word in plain)
    return Lexicon({word: tuple(found) for word, found in entries.items()}, classes, phrases, negations)


def _entries(row: Row) -> Iterator[tuple[str, Entry]]:
    """Yield the forms of a verb, with and without object pronouns."""
    verb = _verb(row)
    barred = {fold(each) for each in row.texts("not_forms")}
    barred |= {each.removesuffix(_HEH) + _PLURAL for each in barred}
    also = tuple(Form(fold(each), "imperfect", "", "") for each in row.texts("also"))
    nouns = tuple(Form(fold(each), "noun", "", "") for each in row.texts("nouns"))
    for form in (*parse(row.text("root"), row.text("measure"), _given(row)), *also, *nouns):
        if form.word and form.word not in barred:
            yield form.word, Entry(verb, form, pronoun=False)
            for suffixed in _suffixed(form) if _takes_pronoun(verb, form) else ():
                if suffixed not in barred:
                    yield suffixed, Entry(verb, form, pronoun=True)


def _members(row: Row) -> tuple[frozenset[str], dict[str, tuple[tuple[str, ...], ...]]]:
    """Return the single words of a class, with the forms that are not listed, and all its expressions by first word."""
    singles: set[str] = set()
    sequences: dict[str, tuple[tuple[str, ...], ...]] = {}
    for text in row.texts("words"):
        words = tuple(_BARE_WORDS.findall(fold(text)))
        sequences[words[0]] = tuple(sorted({*sequences.get(words[0], ()), words}, key=len, reverse=True))
        if len(words) == 1:
            singles.add(words[0])
            if row.id == "role" and not words[0].endswith(_HEH):
                singles.update((words[0] + _HEH, clitics.ARTICLE + words[0] + _HEH))
            if row.id in _PREFIXED:
                singles.add(clitics.ARTICLE + words[0])
    return frozenset(singles), sequences


def _takes_pronoun(verb: Verb, form: Form) -> bool:
    return verb.nominal or bool(verb.addressed) or not verb.prepositions or form.aspect == "noun"


def _verb(row: Row) -> Verb:
    takes = row.texts("takes")
    plain = {each.removeprefix("object ") for each in takes}
    named = {"\u0625\u0644\u0649", "\u0639\u0644\u0649", "\u0639\u0646", "\u0645\u0646", "\u0641\u064a"}
    named |= {"\u0628", "\u0644"}
    flags = {name for name in _FLAGS if row.flag(name)}
    if row.text("measure") in ("VII", "VIII", "X"):
        flags.add("helped")
    if row.text("measure") == "III":
        flags.add("twin")
    return Verb(
        id=row.id,
        act=cast("Act", row.text("act")),
        clause="\u0623\u0646" in plain,
        colon=":" in plain,
        nominal="" in plain,
        prepositions=frozenset(fold(each) for each in plain & named),
        addressed=frozenset(fold(each.removeprefix("object ")) for each in takes if each.startswith("object ")),
        flags=frozenset(flags),
    )


def _given(row: Row) -> Stems | None:
    if not row.text("perfect"):
        return None
    perfect = row.text("perfect")
    weak = fold(perfect)[-1] in _YEH + _ALIF
    return Stems(perfect, row.text("imperfect"), row.text("participle"), "", weak)


def _suffixed(form: Form) -> list[str]:
    """Return the form with each object pronoun; nouns take the same ones as possessors."""
    aspect: Aspect = form.aspect
    if aspect == "participle" or not form.word:
        return []
    stem = form.word
    if aspect == "perfect" and stem.endswith(_YEH):
        stem = stem[:-1] + _ALIF
    if stem.endswith("\u0648\u0627"):
        stem = stem[:-1]
    if aspect == "noun" and stem.endswith("\u0647"):
        stem = stem[:-1] + "\u062a"
    written = [stem]
    if aspect == "noun" and stem.endswith(_HAMZA):  # «ادعاءه», «ادعاؤه», «ادعائه»
        written += [stem[:-1] + "\u0648", stem[:-1] + _YEH]
    return [each + suffix for each in written for suffix in _OBJECTS]
