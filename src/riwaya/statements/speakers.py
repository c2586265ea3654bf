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
_UPON: Final = "\u0639\u0644\u0649"  # the preposition; with a dotted yeh it is the name Ali
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
        first = self._opening(first, last)
        words = [word for word in self.passage.words[first:last] if word[0].isalnum() and not lexicon.has("same", word)]
        if not words:
            return self.spoke[-1] if self.spoke else Party(self._text(first, last), None, set())
        words[0] = self.unjoined(words[0])
        if lexicon.has("honorific", words[0]):
            person = next((party for party in reversed(self.spoke) if party.kind == "person"), None)
            person = person or self.mentioned(first)
            if person is not None:
                return person
        head = _plain(words[0])
        keys = {_plain(word) for word in words}
        kind = self._kind(words)
        name_range = self._name(first, last) if kind in ("person", "unnamed") else None
        proper = name_range is not None and any(
            lexicon.name(w) for w in self.passage.words[name_range[0] : name_range[1]]
        )
        if name_range is not None and words[0].startswith(_ARTICLE) and name_range[0] > first + 1:
            # After a definite title an indefinite run can only be a name: «المسؤول عن الطوارئ نشوان الحسام».
            proper = proper or name_range[1] - name_range[0] > 1
        if kind == "unnamed" and not proper:
            name_range = None
        elif kind == "unnamed":
            kind = "person"
        own = {_plain(w) for w in self.passage.words[name_range[0] : name_range[1]]} if name_range else set()
        found = self._issuer(words, first, last) if kind == "document" else self._earlier(words, head, keys, own, kind)
        if found is None:
            nameless = kind in ("person", "unnamed") and not own
            found = self._introduced(words, first) if nameless else None
        if found is None:
            start, end = name_range or (first, last)
            found = Party(self._text(start, end), kind, set(keys), {head}, own)
            found.gender, found.number = self._agreement(words, kind)
            if kind == "person" and name_range is None:
                found.kind = "unnamed"
            found = self._lead(found, words) or found
        elif kind != "document":
            if own and len(own) > len(found.own) and name_range:
                found.name, found.kind, found.own = self._text(*name_range), "person", own
            found.keys |= keys
            found.heads.add(head)
        if gender and found.kind == "person" and found.number == "s":
            found.gender = gender
        return found

    def _opening(self, first: int, last: int) -> int:
        """Return where a phrase begins without a demonstrative or a verb before it: «هذا الناطق», «وختم إبراهيم»."""
        words, lexicon = self.passage.words, self.lexicon
        if last - first < 2:  # noqa: PLR2004
            return first
        after = words[first + 1]
        if lexicon.has("demonstrative", words[first]) and after.startswith(_ARTICLE):
            return first + 1
        word = words[first]
        if (
            word[0] == _AND
            and len(word) > 3
            and lexicon.name(after)
            and not (
                lexicon.name(word)
                or lexicon.heads(word)
                or lexicon.heads(word[1:])
                or lexicon.has("waw_name", word)
                or lexicon.name(word[1:])
            )
        ):
            return first + 1
        return first

    def _lead(self, found: Party, words: list[str]) -> Party | None:
        """File a new party; the first person named in full is whom the lead meant by «مسؤول عراقي», «وزير بريطاني»."""
        lead = self.parties[0] if len(self.parties) == 1 else None
        if (
            lead is not None
            and found.kind == "person"
            and len(found.own) > 1
            and lead.kind == "unnamed"
            and lead.number == "s"
            and self.lexicon.has("lead_person", next(iter(lead.heads)))
            and not any(key.startswith(_ARTICLE) for key in lead.keys)
            and any(self.lexicon.has("role", word) for word in words)
        ):
            lead.name, lead.kind, lead.own = found.name, "person", found.own
            lead.keys |= found.keys
            lead.heads |= found.heads
            return lead
        self.parties.append(found)
        return None

    def unjoined(self, word: str) -> str:
        """Return the first word of a phrase without a preposition written into it: «وفقا للدراسة»."""
        if word.startswith("\u0644\u0644") and len(word) > 4:  # noqa: PLR2004
            return _ARTICLE + word[2:]
        if word[0] == "\u0644" and len(word) > 3 and self.lexicon.heads(word[1:]) and not self.lexicon.heads(word):  # noqa: PLR2004
            return word[1:]
        return word

    def _issuer(self, words: list[str], first: int, last: int) -> Party | None:
        """Return a document under its issuer's name: the body named after it, or else who spoke last."""
        issuer: Party | None = None
        for index in range(first, last):
            if self.lexicon.has("relative", self.passage.words[index]):
                words, last = words[: max(1, index - first)], index
                break
        belongs = len(words) > 1 and words[1][0] == "\u0644" and len(words[1]) > 3  # noqa: PLR2004 - «بيان للقيادة»
        if belongs or (len(words) > 1 and any(self.lexicon.has(name, words[1]) for name in ("organisation", "media"))):
            issuer = self.named(last - len(words) + 1, last)
        elif (issued := self._issued(first, last)) is not None:
            issuer = self.named(issued, last)
        elif len(words) <= 2 and self.lexicon.has("letter", words[0]) and self.spoke:  # noqa: PLR2004
            issuer = self.spoke[-1]
        elif words[0].startswith(_ARTICLE):
            return next(
                (p for p in reversed(self.parties) if p.kind == "document" and _plain(words[0]) in p.heads), None
            )
        if issuer is None or issuer.kind is None:
            return None
        head = _plain(words[0])
        for party in self.parties:
            if party.kind == "document" and party.name == issuer.name and head in party.heads:
                return party
        made = Party(issuer.name, "document", {head}, {head}, set(issuer.own), "m", "s")
        self.parties.append(made)
        return made

    def _issued(self, first: int, last: int) -> int | None:
        """Return where the issuer begins in «تقرير صادر عن منظمة», «استطلاع أجرته مؤسسة»."""
        words = self.passage.words
        for index in range(first + 1, last - 1):
            if self.lexicon.has("issued", words[index]):
                if words[index + 1] in ("\u0639\u0646", "\u0645\u0646"):
                    return index + 2 if index + 2 < last else None
                return None if self.lexicon.governs(words[index + 1]) else index + 1
        return None

    def _introduced(self, words: list[str], before: int) -> Party | None:
        """Return the person whom another phrase of the article names under the same role.

        «وزيرة الدفاع فلانة … الوزيرة»; «رئيس البعثة … رئيس البعثة فلان».
        """
        if not self.lexicon.has("role", words[0]):
            return None
        head, rest = _plain(words[0]), {_plain(word) for word in words[1:]}
        if not words[0].startswith(_ARTICLE) and not rest:
            return None
        all_words = self.passage.words
        forms = (head, words[0], _ARTICLE + head)
        for index in (*range(before - 1, -1, -1), *range(before + len(words), len(all_words))):
            if all_words[index] not in forms:
                continue
            run = self._name(index, self._phrase_end(index))
            phrase = {_plain(word) for word in all_words[index : self._phrase_end(index)]}
            if run and run[1] - run[0] > 1 and rest <= phrase:
                return self._person(run, phrase, head)
        return None

    def clause_subject(self, index: int) -> int:
        """Return where the noun phrase ends with which a clause begins."""
        return self._phrase_end(index)

    def _phrase_end(self, index: int) -> int:
        words = self.passage.words
        end = index + 1
        while (
            end < min(index + 14, len(words))
            and (words[end][0].isalnum() or words[end] in '"«»“”')
            and (
                not self.lexicon.has("complementiser", words[end])
                and not self.lexicon.governs(words[end])
                and (words[end] not in self.lexicon.entries or self.lexicon.has("given_name", words[end]))
                and not self.lexicon.has("time", words[end])
                and not self.lexicon.has("pointer", words[end])
                and not self.lexicon.has("pointer", words[end][1:])
            )
        ):
            end += 1
        return end

    def _person(self, run: tuple[int, int], phrase: set[str], head: str) -> Party:
        own = {_plain(word) for word in self.passage.words[run[0] : run[1]]}
        for party in self.parties:
            if party.own and (own <= party.own or party.own <= own):
                party.keys |= phrase
                party.heads.add(head)
                return party
        made = Party(self._text(*run), "person", phrase, {head}, own, "", "s")
        self.parties.append(made)
        return made

    def subject(self, first: int, last: int) -> None:
        """Notice who acts in a sentence that begins with a verb, so that a silent cue after it finds its subject."""
        words, lexicon = self.passage.words, self.lexicon
        second = first + 1
        if second + 1 >= last or words[first] in lexicon.entries or words[first][1:] in lexicon.entries:
            return
        if not words[first][0].isalpha() or words[first].startswith(_ARTICLE) or lexicon.governs(words[first]):
            return
        if (
            lexicon.heads(words[first])
            or self._divides(first)
            or not (
                lexicon.has("role", words[second])
                or lexicon.has("title", words[second])
                or lexicon.has("unnamed", words[second])
            )
        ):
            return
        end = min(self._phrase_end(second), last)
        if not self._name(second, end) and end + 1 < last and lexicon.governs(words[end]):
            # «المبعوث الخاص في سوريا فلان»: the name stands after a preposition and its place.
            longer = min(self._phrase_end(end + 1), last)
            end = longer if self._name(second, longer) else end
        if lexicon.has("plural", _plain(words[second])) or self._name(second, end):
            self.speak(self.named(second, end))

    def silent(self, gender: str, number: str) -> Party | None:
        """Return the last speaker that a verb without a subject can mean, or ``None``: not stated."""
        for party in reversed(self.spoke[-4:]):
            if party.agrees(gender, number):
                return party
        return None

    def mentioned(self, index: int) -> Party | None:
        """Return the person named last before a token, for a verb whose subject nothing else tells."""
        words = self.passage.words
        for at in range(index - 1, max(-1, index - 80), -1):
            if not self.lexicon.has("role", words[at]):
                continue
            end = min(self._phrase_end(at), index)
            run = self._name(at, end)
            if run and run[1] - run[0] > 1:
                return self._person(run, {_plain(word) for word in words[at:end]}, _plain(words[at]))
        return None

    def known(self, first: int, last: int) -> bool:
        """Tell whether a phrase names a party that was named before."""
        keys = {_plain(word) for word in self.passage.words[first:last] if word[0].isalnum()}
        return any(keys <= party.own or keys <= party.keys for party in self.parties) if keys else False

    def speak(self, party: Party) -> None:
        """Remember who spoke last."""
        if (self.spoke and self.spoke[-1] is party) or any(self.lexicon.has("divine", head) for head in party.heads):
            return
        self.spoke.append(party)

    def _text(self, first: int, last: int) -> str:
        word = self.passage.words[first]
        if (plain := self.unjoined(word)) != word and plain.startswith(_ARTICLE):
            return _ARTICLE + self._cut(first, last)[2:]
        return self._cut(first, last)[len(word) - len(plain) :]

    def _cut(self, first: int, last: int) -> str:
        text = self.passage.text[self.passage.starts[first] : self.passage.ends[last - 1]]
        return "".join(letter for letter in text if letter not in '"«»“”„‟()')

    def _earlier(self, words: list[str], head: str, keys: set[str], own: set[str], kind: Kind | None) -> Party | None:
        definite = words[0].startswith(_ARTICLE)
        if self.lexicon.has("others", words[0]):
            return None
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
                    if not same_head and kind in ("organisation", "media") and party.kind != kind:
                        continue  # «هيئة الموانئ» is not the «مسؤول في هيئة الموانئ»
                    if len(keys) > 1 or definite or keys <= party.own:
                        return party
        if definite and len(words) <= 2:  # noqa: PLR2004
            for party in reversed(self.spoke):
                if head in party.heads and party.kind != "document":
                    return party
        back = self.lexicon.has("pointing_back", words[0])
        if back and (len(words) == 1 or self.lexicon.has("relative", words[1])):
            unnamed = [party for party in reversed(self.spoke) if party.kind == "unnamed"]
            for party in unnamed:
                if head in party.keys:
                    return party
            if unnamed:
                return unnamed[0]
        if self.lexicon.has("role", words[0]):
            return self._office(words, head, keys)
        return None

    def _office(self, words: list[str], head: str, keys: set[str]) -> Party | None:
        """Return the person whom an office or a description without a name means: the last one it fits."""
        if not any(word.startswith(_ARTICLE) for word in words) and len(words) > 1:
            return None  # «مندوب خليجي»: somebody new
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
        if head.endswith("\u0627") and lexicon.heads(head) and lexicon.heads(head[:-1]):
            head = head[:-1]
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
        if head[-1] == _AND and len(head) > 4 and (lexicon.heads(head + "\u0646") or lexicon.heads(head[:-1])):  # noqa: PLR2004
            return "unnamed"
        return "person"

    def _agreement(self, words: list[str], kind: Kind | None) -> tuple[str, str]:
        head, lexicon = words[0], self.lexicon
        plain = _plain(head)
        plural = (
            head.endswith(("\u0648\u0646", "\u064a\u0646"))
            and len(head) > 4
            and (kind != "person" or head.startswith(_ARTICLE))
        )
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
        """Return the proper name in a source phrase: the run of words that no role, body or preposition governs."""
        best: tuple[int, int] | None = None
        worth = 0
        start = first
        for index in range(first, last + 1):
            if index < last and not self._divides(index):
                continue
            run = self._run(start, index, first, last)
            if run is not None:
                names = sum(self.lexicon.name(word) for word in self.passage.words[run[0] : run[1]])
                before = self.passage.words[start - 1] if start > first else ""
                opening = self.passage.words[first]
                leads = run[0] == first and (self.lexicon.name(opening) or not opening.startswith(_ARTICLE))
                value = run[1] - run[0] + 6 * leads + 3 * names + (4 if self.lexicon.has("title", before) else 0)
                if value > worth:
                    best, worth = run, value
            if index < last and self.lexicon.has("relative", self.passage.words[index]):
                break
            start = index + 1
        return best

    def _divides(self, index: int) -> bool:
        word, lexicon = self.passage.words[index], self.lexicon
        if not word[0].isalnum():
            return word not in ".-"
        if len(word) == 1:
            return True
        if index and self.passage.words[index - 1] == _SON:
            return False
        after = self.passage.words[index + 1] if index + 1 < len(self.passage.words) else ""
        if (
            index
            and word.startswith(_ARTICLE)
            and lexicon.name(self.passage.words[index - 1])
            and (lexicon.has("role", after) and not after.startswith(_ARTICLE))
        ):
            return False  # «عبدالملك المرشد مدير الإدارة»
        if lexicon.has("role", word) and (
            after.startswith(_ARTICLE) or lexicon.heads(after) or lexicon.has("place_word", after)
        ):
            return True  # «أمين المدينة», though Amin is a name as well
        if word.endswith("\u0647") and lexicon.has("role", word[:-1]):
            return True  # «وكيله»
        if lexicon.has("negation", word):
            return True
        if (lexicon.has("prayer", word) and not lexicon.has("divine", word)) or self._belonging(index):
            return True
        if lexicon.name(word):
            return self.passage.text[self.passage.starts[index] : self.passage.ends[index]] == _UPON
        if word in lexicon.entries or any(
            lexicon.has(name, word) for name in ("adverb", "clause_start", "lead_in", "time")
        ):
            return True
        return (
            lexicon.heads(word)
            or lexicon.has("place_word", word)
            or lexicon.governs(word)
            or self._governed(word)
            or (lexicon.has("relative", word) or lexicon.has("title", word))
        )

    def _belonging(self, index: int) -> bool:
        """Tell a noun with a possessive pronoun written into it, which no name is: «شكره», «مساعدته»."""
        word, lexicon = self.passage.words[index], self.lexicon
        if len(word) < 4 or word[-1] != "\u0647" or self.passage.text[self.passage.ends[index] - 1] != "\u0647":  # noqa: PLR2004
            return False
        if word.startswith(_ARTICLE) or lexicon.name(word):
            return False
        stem = word[:-1]
        if stem[0] == _AND and not lexicon.has("belonging", stem):
            stem = stem[1:]
        return (
            stem[-1] in "\u062a\u0621"
            or lexicon.has("belonging", stem)
            or lexicon.has("action_noun", stem)
            or lexicon.has("object_head", stem)
            or (lexicon.has("object_head", word) or lexicon.has("medium", stem) or lexicon.has("role", stem))
        )

    def _governed(self, word: str) -> bool:
        """Tell a noun with a preposition written into it: «بمحافظة», «لقوات», «للشؤون»."""
        if len(word) < 4 or word[0] not in "\u0628\u0644":  # noqa: PLR2004
            return False
        if word.startswith("\u0644\u0644") or word.startswith("\u0628\u0627\u0644"):
            return True
        rest = word[1:]
        if word[0] == "\u0644" and self.lexicon.name(rest):
            return True
        return self.lexicon.heads(rest) or self.lexicon.has("inner_place", rest) or self.lexicon.has("place_word", rest)

    def _run(self, start: int, end: int, first: int, last: int) -> tuple[int, int] | None:
        """Return the name in one run of words, without the adjectives that still belong to the role before it."""
        words, lexicon = self.passage.words, self.lexicon
        opening = start
        while start < end and (
            (words[start].startswith((_ARTICLE, _AND + _ARTICLE)) and start > first and not lexicon.name(words[start]))
            or lexicon.has("nationality", words[start])
            or not words[start][0].isalnum()
        ):
            start += 1
        while end > start and not words[end - 1][0].isalnum():
            end -= 1
        for at in range(start + 1, end - 2):
            if (
                not words[start].startswith(_ARTICLE)
                and words[at].startswith(_ARTICLE)
                and not lexicon.name(words[at])
                and not lexicon.has("name_part", words[at - 1])
                and (
                    not lexicon.name(words[at - 1])
                    and not any(words[i].startswith(_ARTICLE) for i in range(at + 1, end))
                )
            ):
                start = at + 1  # «حاكم لويزيانا الجمهوري بوبي جيندال»
        before = words[opening - 1] if opening > first else ""
        if start >= end:
            surname = end - 1
            titled = lexicon.has("honour", before) or (lexicon.has("title", before) and lexicon.name(words[surname]))
            described = opening == first and end < last and lexicon.has("relative", words[end])
            alone = end - opening == 1 and (last - first == 1 or titled or described)
            if (
                alone
                and surname >= opening
                and (lexicon.has("honour", before) or not lexicon.has("nationality", words[surname]))
            ):
                return (surname, end)
            return None
        if any(word.startswith(_AND + _ARTICLE) or lexicon.has("nationality", word) for word in words[start:end]):
            return None
        known = lexicon.name(words[start])
        if (
            end - start == 1
            and start == opening
            and before[:1].isalnum()
            and not lexicon.has("title", before)
            and not known
        ):
            # «رئيس نادي النصر», «بمحافظة عدن»: what a head or preposition governs.
            return None
        if (
            end - start == 1
            and start == opening
            and not before
            and last - first > 1
            and words[start].startswith(_ARTICLE)
        ):
            return None
        return (start, end)


def _plain(word: str) -> str:
    if word.startswith(_AND + _ARTICLE) and len(word) > 5:  # noqa: PLR2004
        return word[3:]
    if word.startswith(_ARTICLE) and len(word) > 4:  # noqa: PLR2004
        return word[2:]
    return word
