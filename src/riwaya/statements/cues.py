"""Finding cues: words of a sentence that may attribute, with the readings that their neighbours leave possible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from riwaya.statements.lexicon import Entry, Lexicon, Verb
from riwaya.statements.passages import Passage, bared

_REACH: Final = 24  # how far behind a verb its preposition is looked for
_NEEDS_REACH: Final = 24  # how far a verb may stand from the word without which it means something else
_CONJUNCTIONS: Final = "\u0648\u0641"
_FUTURE: Final = "\u0633"
_NOUN_PREFIXES: Final = ("\u0628\u0627\u0644", "\u0627\u0644", "\u0628", "\u0644", "\u0641\u064a")
_YEH: Final = "\u064a"
_TO: Final = "\u0644"
_IN: Final = "\u0641\u064a"
_WITH: Final = "\u0628"
_ALIF: Final = "\u0627"
_HAMZATED: Final = "\u0623"
_BETWEEN: Final = "\u0628\u064a\u0646"


@dataclass(frozen=True, slots=True)
class Cue:
    """One word that may attribute.

    Attributes:
        index: its token.
        verb: the rule.
        aspect: perfect, imperfect, participle or noun.
        gender, number: what it agrees with; ``""`` where the form does not tell.
        joined: a conjunction is written into the word.
        negated: a negation stands before it.
        pronoun: an object or possessive pronoun is written into the word.
    """

    index: int
    verb: Verb
    aspect: str
    gender: str
    number: str
    joined: bool
    negated: bool
    pronoun: bool

    @property
    def finite(self) -> bool:
        """Whether it is a verb form with a subject of its own."""
        return self.aspect in ("perfect", "imperfect")


def find(passage: Passage, lexicon: Lexicon, sentence: tuple[int, int]) -> list[Cue]:
    """Return the possible cues of a sentence in order, at most one a token; speech in quotation marks has none."""
    return [cue for index in _open_words(passage, sentence) if (cue := _read(passage, lexicon, index, sentence[0]))]


def _open_words(passage: Passage, sentence: tuple[int, int]) -> Iterator[int]:
    quoted, quotations = passage.quoted, passage.quotations
    index, last = sentence
    while index < last:
        number = quoted[index]
        if number >= 0 and index == quotations[number].first and passage.speech(quotations[number]):
            index = quotations[number].last + 1
            continue
        yield index
        index += 1


def _read(passage: Passage, lexicon: Lexicon, index: int, first: int) -> Cue | None:
    word = passage.words[index]
    if len(word) < 2:  # noqa: PLR2004
        return None
    before = passage.words[index - 1] if index > first else ""
    joined = False
    entries = lexicon.entries.get(word)
    if word[0] in _CONJUNCTIONS and (
        not entries or (_conditional(entries) and _IN not in passage.words[index + 1 : index + 3])
    ):
        entries, joined = lexicon.entries.get(word[1:]), True
    if not entries and word[0] == _TO:
        found = lexicon.entries.get(word[1:], ())
        wanted = (e for e in found if e.form.aspect == "imperfect" and "addressee" not in e.verb.flags)
        entries, joined = tuple(wanted), True
    if entries:
        for entry in entries:
            if entry.form.aspect == "noun":
                continue
            if _possible(passage, lexicon, index, before, joined, entry):
                negated = lexicon.has("negation", before) and entry.form.aspect != "participle"
                return _cue(index, entry, joined, negated)
    return _noun(passage, lexicon, index)


def _conditional(entries: tuple[Entry, ...]) -> bool:
    """Tell a word that is read as it stands only before «في»: «ورد في», while «ورد محامي الشركة» is «و» and «رد»."""
    return all("document" in entry.verb.flags for entry in entries)


def _possible(  # noqa: PLR0913 - each argument is one neighbour the reading hangs on
    passage: Passage, lexicon: Lexicon, index: int, before: str, joined: bool, entry: Entry
) -> bool:
    """Rule out readings as a verb that the words around make impossible."""
    if entry.verb.needs and not any(
        bared(word).startswith(entry.verb.needs) for word in passage.words[index + 1 : index + _NEEDS_REACH]
    ):
        return False
    if "document" in entry.verb.flags and _IN not in passage.words[index + 1 : index + 3]:
        return False
    if entry.form.aspect == "participle":
        # Adjectives and job titles look the same; what attributes follows a clause, not a preposition.
        if entry.verb.id and "twin" in entry.verb.flags and entry.form.gender == "f" and before[:1].isalnum():
            return False  # «مطالبة» is a verbal noun as well
        return not lexicon.governs(before) and not _predicate(passage, lexicon, index)
    if lexicon.has("name_part", before) or (before.isdigit() and not joined):
        return False
    if not joined and (
        lexicon.governs(before) or lexicon.has("light_verb", before) or lexicon.has("noun_before", before)
    ):
        return False
    if _first_person(passage, index, joined, entry):
        return False
    if "strict" in entry.verb.flags and entry.form.aspect == "perfect" and passage.words[index][-1] == _YEH:
        # «رأي» (opinion) is no «رأى» (he held).
        if passage.text[passage.ends[index] - 1] == _YEH:
            return False
    if entry.pronoun and not joined and lexicon.has("medium", before):
        # «بيانا نشرته الصفحة»: the verb describes the medium.
        return False
    if (
        "preposition" in entry.verb.flags
        and entry.form.aspect == "perfect"
        and entry.form.gender + entry.form.number == "ms"
    ):
        # «بين» and «عبر» are prepositions, unless they begin a clause of their own.
        if passage.words[index][int(joined) :] == _BETWEEN:
            near = passage.words[max(0, index - 9) : index]
            begins = joined or not before[:1].isalnum() or lexicon.leads(before)
            return begins and not any(_BETWEEN in each for each in near)
        wanted = entry.verb.prepositions
        if wanted and not wanted.intersection(passage.words[index + 1 : index + _REACH]):
            return False
        return joined or not before[:1].isalnum() or lexicon.has("lead_in", before)
    return True


def _predicate(passage: Passage, lexicon: Lexicon, index: int) -> bool:
    """Tell the participle of a nominal clause: «أن الأمانة ملتزمة بالتنفيذ»."""
    return index > 1 and passage.is_word(index - 1) and lexicon.has("complementiser", passage.words[index - 2])


def _first_person(passage: Passage, index: int, joined: bool, entry: Entry) -> bool:
    """Tell «أعتقد» (I believe) from «اعتقد»: the perfect of the measures with a helping vowel is written without hamza."""
    at = passage.starts[index] + joined
    helped = passage.words[index][int(joined) :][:1] == _ALIF and "helped" in entry.verb.flags
    return helped and entry.form.aspect == "perfect" and passage.text[at] == _HAMZATED


def _noun(passage: Passage, lexicon: Lexicon, index: int) -> Cue | None:
    """Read a verbal noun that a clause, a colon or a quotation follows at once: «his saying that …»."""
    words = passage.words
    after = words[index + 1] if index + 1 < len(words) else ""
    number = passage.quoted[index + 1] if index + 1 < len(words) else -1
    opens = after == ":" or after in lexicon.classes["complementiser"]
    opens = opens or (number >= 0 and passage.quotations[number].first == index + 1)
    if not opens:
        return None
    word = words[index]
    joined = False
    for start in ("", *_CONJUNCTIONS):
        if start and not word.startswith(start):
            continue
        rest = word[len(start) :]
        joined = bool(start)
        for prefix in ("", *_NOUN_PREFIXES):
            if not rest.startswith(prefix):
                continue
            for entry in lexicon.entries.get(rest[len(prefix) :], ()):
                if (
                    entry.form.aspect == "noun"
                    and "noun" in entry.verb.flags
                    and (entry.pronoun or prefix[:1] == _WITH)
                ):
                    return _cue(index, entry, joined, False)
    return None


def _cue(index: int, entry: Entry, joined: bool, negated: bool) -> Cue:
    form = entry.form
    return Cue(index, entry.verb, form.aspect, form.gender, form.number, joined, negated, entry.pronoun)
