"""Who speaks: naming a source, its kind, and resolving short forms and silent subjects inside one article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from riwaya.model import Kind
from riwaya.statements.lexicon import Lexicon
from riwaya.statements.passages import Passage

_ARTICLE: Final = "\u0627\u0644"
_AND: Final = "\u0648"
_FEMININE_ENDINGS: Final = ("\u0647", "\u0627\u062a")
_PLURAL_ENDINGS: Final = ("\u0648\u0646", "\u064a\u0646", "\u0627\u062a")
_SON: Final = "\u0628\u0646"


@dataclass(slots=True)
class Party:
    """One speaker of an article, under the fullest name it was given.

    Attributes:
        name: as worded, without role and quotation marks where a proper name could be told.
        kind: the kind of source.
        keys: folded words of every phrase it was called by, without the article.
        heads: the head words of those phrases.
        gender, number: ``m``/``f`` and ``s``/``p``, ``""`` if it cannot be told.
    """

    name: str
    kind: Kind | None
    keys: set[str]
    heads: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    gender: str = ""
    number: str = ""

    def agrees(self, gender: str, number: str) -> bool:
        """Tell whether a verb in that gender and number can have this party as its subject."""
        if number in ("p", "d"):
            return self.number != "s" or (self.kind in ("unnamed", "organisation") and self.gender != "f")
        if self.number == "p" and number == "s":
            # A broken or inanimate plural takes the feminine singular: «المصادر قالت».
            return gender == "f"
        return not self.gender or not gender or self.gender == gender


class Speakers:
    """The parties of one article, in the order they spoke."""

    def __init__(self, passage: Passage, lexicon: Lexicon) -> None:
        """Start with nobody."""
        self.passage = passage
        self.lexicon = lexicon
        self.parties: list[Party] = []
        self.spoke: list[Party] = []

    def named(self, first: int, last: int, gender: str = "") -> Party:
        """Return the party that a source phrase names, an earlier one if the phrase is its short form.

        Args:
            first, last: the tokens of the phrase.
            gender: what a singular verb beside it agrees with, if one does.
        """
        lexicon = self.lexicon
        words = [word for word in self.passage.words[first:last] if word[0].isalnum() and not lexicon.has("same", word)]
        if not words:
            return self.spoke[-1] if self.spoke else Party(self._text(first, last), None, set())
        head = _plain(words[0])
        keys = {_plain(word) for word in words}
        kind = self._kind(words)
        name_range = self._name(first, last) if kind in ("person", "unnamed") else None
        if kind == "unnamed" and not (name_range and lexicon.has("role", words[0]) and name_range[1] - name_range[0] > 1):
            name_range = None
        elif kind == "unnamed":
            kind = "person"
        own = {_plain(w) for w in self.passage.words[name_range[0] : name_range[1]]} if name_range else set()
        found = self._issuer(words, first, last) if kind == "document" else self._earlier(words, head, keys, own, kind)
        if found is None:
            found = self._introduced(words, first) if kind == "person" and not own else None
        if found is None:
            start, end = name_range or (first, last)
            found = Party(self._text(start, end), kind, set(keys), {head}, own)
            found.gender, found.number = self._agreement(words, kind)
            if kind == "person" and name_range is None:
                found.kind = "unnamed"
            self.parties.append(found)
        elif kind != "document":
            if own and len(own) > len(found.own) and name_range:
                found.name, found.kind, found.own = self._text(*name_range), "person", own
            found.keys |= keys
            found.heads.add(head)
        if gender and found.kind == "person" and found.number == "s":
            found.gender = gender
        return found

    def _issuer(self, words: list[str], first: int, last: int) -> Party | None:
        """Return a document under its issuer's name: the body named after it, or else who spoke last."""
        del first
        issuer: Party | None = None
        if len(words) > 1 and self.lexicon.heads(words[1]) and not self.lexicon.has("document", words[1]):
            issuer = self.named(last - len(words) + 1, last)
        elif len(words) <= 2 and words[0].startswith(_ARTICLE) and self.spoke:  # noqa: PLR2004
            issuer = self.spoke[-1]
        if issuer is None or issuer.kind is None:
            return None
        head = _plain(words[0])
        for party in self.parties:
            if party.kind == "document" and party.name == issuer.name and head in party.heads:
                return party
        made = Party(issuer.name, "document", {head}, {head}, set(issuer.own), "m", "s")
        self.parties.append(made)
        return made

    def _introduced(self, words: list[str], before: int) -> Party | None:
        """Return the person an earlier phrase of the article introduced under the same role: «وزيرة الدفاع فلانة … الوزيرة»."""
        if not self.lexicon.has("role", words[0]) or not words[0].startswith(_ARTICLE):
            return None
        head, rest = _plain(words[0]), {_plain(word) for word in words[1:]}
        all_words = self.passage.words
        for index in range(before - 1, -1, -1):
            if all_words[index] not in (head, words[0], "\u0627\u0644" + head):
                continue
            end = index + 1
            while end < min(index + 12, before) and all_words[end] not in ",\u060c.\n:" and (
                all_words[end] not in self.lexicon.entries and not self.lexicon.has("complementiser", all_words[end])
            ):
                end += 1
            phrase = {_plain(word) for word in all_words[index:end]}
            run = self._name(index, end)
            if run and run[1] - run[0] > 1 and rest <= phrase:
                own = {_plain(word) for word in all_words[run[0] : run[1]]}
                for party in self.parties:
                    if party.own and (own <= party.own or party.own <= own):
                        return party
                made = Party(self._text(*run), "person", phrase, {head}, own, "", "s")
                self.parties.append(made)
                return made
        return None

    def silent(self, gender: str, number: str) -> Party | None:
        """Return the last speaker that a verb without a subject can mean, or ``None``: not stated."""
        for party in reversed(self.spoke[-4:]):
            if party.agrees(gender, number):
                return party
        return None

    def known(self, first: int, last: int) -> bool:
        """Tell whether a phrase names a party that was named before."""
        keys = {_plain(word) for word in self.passage.words[first:last] if word[0].isalnum()}
        return any(keys <= party.own or keys <= party.keys for party in self.parties) if keys else False

    def speak(self, party: Party) -> None:
        """Remember who spoke last."""
        if self.spoke and self.spoke[-1] is party:
            return
        self.spoke.append(party)

    def _text(self, first: int, last: int) -> str:
        text = self.passage.text[self.passage.starts[first] : self.passage.ends[last - 1]]
        return "".join(letter for letter in text if letter not in "\"«»“”„‟()")

    def _earlier(
        self, words: list[str], head: str, keys: set[str], own: set[str], kind: Kind | None
    ) -> Party | None:
        definite = words[0].startswith(_ARTICLE)
        if own:
            for party in reversed(self.parties):
                if party.own and (own <= party.own or party.own <= own):
                    return party
                if not party.own and own <= party.keys and party.kind != "unnamed":
                    return party
            return None
        for same_head in (True, False):
            for party in reversed(self.parties):
                if keys <= party.keys and (head in party.heads) is same_head and party.kind != "document":
                    if len(keys) > 1 or definite or keys <= party.own:
                        return party
        if definite and len(words) <= 2:  # noqa: PLR2004
            for party in reversed(self.spoke):
                if head in party.heads and party.kind != "document":
                    return party
        if self.lexicon.has("pointing_back", words[0]) and len(words) == 1:
            for party in reversed(self.spoke):
                if party.kind == "unnamed":
                    return party
        if self.lexicon.has("role", words[0]):
            return self._office(words, head, keys)
        return None

    def _office(self, words: list[str], head: str, keys: set[str]) -> Party | None:
        """Return the person whom an office or a description without a name means: the last one it fits."""
        rest = {key for key in keys - {head} if not self.lexicon.has("role", key)}
        persons = [party for party in reversed(self.spoke) if party.kind == "person"]
        for party in persons:
            if rest & party.keys or (head in party.keys and not rest):
                return party
        if words[0].startswith(_ARTICLE) and len(words) <= 2 and persons:  # noqa: PLR2004
            return persons[0]
        return None

    def _kind(self, words: list[str]) -> Kind | None:
        """Tell the kind of a source from its head, the first words of the phrase."""
        lexicon, head = self.lexicon, words[0]
        if lexicon.has("media", head):
            return "media"
        if lexicon.has("document", head):
            return "document"
        if lexicon.has("outlet", head) and len(words) <= 2:  # noqa: PLR2004
            return "media"
        if lexicon.has("unnamed", head):
            return "unnamed"
        if lexicon.has("role", head):
            return "person"
        if lexicon.has("organisation", head):
            return "organisation"
        if head.endswith(_PLURAL_ENDINGS) and head.startswith(_ARTICLE):
            return "unnamed"
        return "person"

    def _agreement(self, words: list[str], kind: Kind | None) -> tuple[str, str]:
        head, lexicon = words[0], self.lexicon
        plain = _plain(head)
        plural = head.endswith(("\u0648\u0646", "\u064a\u0646")) and len(head) > 4  # noqa: PLR2004
        if kind == "person" and any(w[0] == _AND and len(w) > 3 and not lexicon.has("waw_name", w) for w in words[1:]):  # noqa: PLR2004
            return "", ""
        if lexicon.has("feminine", head) or lexicon.has("feminine", plain):
            return "f", "s"
        if plural or lexicon.has("plural", plain):
            return "", "p"
        if plain.endswith(_FEMININE_ENDINGS) and kind != "person":
            return "f", "s"
        if kind == "person":
            return ("f" if head.endswith("\u0647") and lexicon.has("role", head) else "m"), "s"
        if kind in ("media", "organisation", "document", "unnamed"):
            return "m", "s"
        return "", ""

    def _name(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the proper name in a source phrase: the run of words at its end, or before a comma, that no role governs."""
        words = self.passage.words
        pieces: list[tuple[int, int]] = []
        start = first
        for index in range(first, last + 1):
            if index == last or words[index] in ",،(":
                if index > start:
                    pieces.append((start, index))
                start = index + 1
            elif self.lexicon.has("relative", words[index]):
                if index > start:
                    pieces.append((start, index))
                break
        best: tuple[int, int] | None = None
        for piece in pieces:
            run = self._run(*piece)
            if run and (best is None or run[1] - run[0] > best[1] - best[0]):
                best = run
        return best

    def _governed(self, word: str) -> bool:
        """Tell a head with a preposition written into it: «بمحافظة», «لقوات», «للشؤون»."""
        if word[0] not in "\u0628\u0644" or len(word) < 4:  # noqa: PLR2004
            return False
        rest = word[2:] if word.startswith("\u0644\u0644") else word[1:]
        return self.lexicon.heads(rest) or self.lexicon.has("inner_place", rest) or self.lexicon.has("place_word", rest)

    def _run(self, first: int, last: int) -> tuple[int, int] | None:
        words, lexicon = self.passage.words, self.lexicon
        heads = ("role", "organisation", "unnamed", "media", "place_word")
        # A name first, its role after it: «جيه.دي فانس نائب الرئيس».
        cutoff = last
        for index in range(first, last):
            if any(lexicon.has(each, words[index]) for each in heads) or lexicon.has("preposition", words[index]):
                cutoff = index
                break
        if cutoff > first and not words[first].startswith(_ARTICLE):
            return (first, cutoff)
        if cutoff > first and cutoff - first == 1 and last - first == 1:
            return (first, last)
        index = last
        while index > first:
            word = words[index - 1]
            if not word[0].isalnum() and word not in ".-":
                break
            if any(lexicon.has(each, word) for each in heads) or lexicon.governs(word) or self._governed(word):
                break
            index -= 1
        # Adjectives with the article go with the role, surnames follow a first name.
        while index < last and (words[index].startswith(_ARTICLE) or words[index].endswith("\u064a\u0647")):
            index += 1
        if index < last and words[index] == _SON:
            index = max(first, index - 1)
        if index >= last:
            surname = last - 1
            alone = last - first == 1 or (surname > first and lexicon.has("title", words[surname - 1]))
            if lexicon.has("nationality", words[surname]):
                return None
            return (surname, last) if alone and words[surname].startswith(_ARTICLE) else None
        before = words[index - 1] if index > first else ""
        single = last - index == 1
        if single and before and not before.startswith(_ARTICLE) and not lexicon.has("title", before):
            return None
        return (index, last)


def _plain(word: str) -> str:
    if word.startswith(_ARTICLE) and len(word) > 4:  # noqa: PLR2004
        return word[2:]
    return word
