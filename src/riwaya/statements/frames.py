"""From a cue to its frame: where its source, its medium and its content stand in the sentence.

What stands between a cue and the opening of its content is read left over right: source, then where and when it was said,
then on whose word («نقلا عن»).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, TypeAlias

from riwaya.statements.cues import Cue
from riwaya.statements.lexicon import Lexicon
from riwaya.statements.passages import Passage, bared

Opener: TypeAlias = Literal["clause", "colon", "quotation", "preposition", "object"]
Range: TypeAlias = tuple[int, int]

_REACH: Final = 48  # tokens between a cue and its content: longer sources than this were not seen
_STRICT_REACH: Final = 12  # the same for verbs that mostly do not attribute
_COMMAS: Final = frozenset(",\u060c")
_ARTICLE: Final = "\u0627\u0644"
_B: Final = "\u0628"
_L: Final = "\u0644"
_AND: Final = "\u0648"
_FROM: Final = "\u0639\u0646"
_TEH: Final = "\u0647"
_SON: Final = "\u0628\u0646"
_WHAT: Final = "\u0645\u0627"
_OF: Final = "\u0645\u0646"
_IN: Final = "\u0641\u064a"
_RELAYED: Final = "\u0646\u0642\u0644\u0627"
_THAT: Final = "\u0627\u0646"


# Shapes of verbal nouns in folded letters, possessors included: ا12ا3 ا1ت2ا3 ان12ا3 است12ا3 ت12ي3 ت1ا23.
_VERBAL_NOUN: Final = re.compile(
    "(?!ال)(?:ا(?:..ا.|.ت.ا.|ن..ا.|ست..ا.|.ا.ه|ست.ا.[هت])|ت..ي.|ت.ا..|ت..ي[هت])(?:ها|هم|هما|ه|نا)?|ت...(?:ها|هم|ه)"
)


# «في أرقامها»: what a source says something in.
_POSSESSED: Final = re.compile(r"(?!ال)\w{3,}(?:ها|هم|ه)")
# An indefinite object shows its case by a final alif: «تفاؤلا», «بيانا».
_ACCUSATIVE: Final = re.compile("(?!ال).{4,}ا")


class Between(NamedTuple):
    """What stands between a cue and its content, as token ranges."""

    source: Range | None
    medium: Range | None
    relayed: tuple[Range, ...]
    time: Range | None


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of one attribution.

    Attributes:
        opener: what opens the content.
        content: its first token.
        between: the parts between cue and content.
        trim: letters to leave out at the start of the first content word (a preposition written into it).
        merged: tokens of further cues that were passed on the way («قوله», «قائلا»).
    """

    opener: Opener
    content: int
    between: Between
    trim: int = 0
    merged: frozenset[int] = field(default_factory=frozenset)


class Frames:
    """Reads frames in one passage."""

    def __init__(self, passage: Passage, lexicon: Lexicon) -> None:
        """Take the passage and the words it is read with."""
        self.passage = passage
        self.lexicon = lexicon

    def read(self, cue: Cue, cues: dict[int, Cue], limit: int) -> Frame | None:
        """Return the frame of a cue, or ``None`` if nothing that it could attribute follows.

        Args:
            cue: the cue.
            cues: all cues of the sentence by token.
            limit: the end of the sentence.
        """
        first = cue.index + 1
        limit = min(limit, first + _REACH)
        if first + 1 < limit and self.lexicon.has("in_it", self.passage.words[first]):
            first += 1
        while first + 1 < limit and self.lexicon.has("adverb", self.passage.words[first]):
            first += 1
        if cue.pronoun and "judges" in cue.verb.flags:
            return self._considered(first, limit)
        if (
            first < limit
            and self.lexicon.has("speech_start", self.passage.words[first])
            and cue.verb.colon
            and not cue.verb.strict
        ):
            return Frame("clause", first, Between(None, None, (), None))
        if "document" in cue.verb.flags:
            return self._in_document(first, limit)
        if cue.pronoun and first > 1 and self.passage.words[cue.index - 1] == _WHAT:
            return self._what(cue, first, limit)
        if cue.pronoun and "object" in cue.verb.flags:
            return self._judged(cue, first, limit)
        merged: set[int] = set()
        passed: set[int] = set()
        stop = limit
        index = first
        commas = 0
        words = self.passage.words
        while index < limit:
            word = words[index]
            number = self.passage.quoted[index]
            if number >= 0:
                quotation = self.passage.quotations[number]
                inner = index + 1
                if index == quotation.first and inner < limit and self.lexicon.has("complementiser", words[inner]):
                    found = self._clause(cue, first, inner, frozenset(merged))
                    if found is not None:
                        return self._with(found, merged | passed)
                if self._opens_speech(cue, index, number):
                    told = self._object_head(first, index) if cue.verb.nominal else None
                    if told is not None:
                        return Frame("object", told, self.between(cue, first, told, frozenset()))
                    return self._with(self._framed("quotation", index, cue, index, frozenset(merged)), merged | passed)
                index = quotation.last + 1
                continue
            if word == ":" and not self._clock(index):
                if cue.verb.strict and index - first > _STRICT_REACH:
                    stop = index
                    break
                if cue.verb.colon or cue.verb.clause:
                    return self._with(
                        self._framed("colon", self._after_colon(index, limit), cue, index, frozenset(merged)),
                        merged | passed,
                    )
                stop = index
                break
            if self._that(index, first) or self._glued(word):
                if index > first and self.lexicon.has("bound_that", words[index - 1]):
                    if self._described(first, index) or self._within(index, limit, cues, 8):
                        index += 1
                        continue
                    stop = index
                    break
                found = self._clause(cue, first, index, frozenset(merged))
                if found is not None:
                    return self._with(found, merged | passed)
                stop = index
                break
            if index in cues:
                other = cues[index]
                if other.aspect == "noun" or (other.aspect == "participle" and other.verb.id == "verb.qala"):
                    merged.add(index)
                elif other.finite and self._relative_before(index, first):
                    passed.add(index)
                elif (
                    other.finite
                    and (other.pronoun or "publishes" in other.verb.flags)
                    and self._of_medium(index, first)
                ):
                    merged.add(index)
                elif (
                    index == first and other.finite and not other.joined and (cue.verb.nominal or cue.verb.prepositions)
                ):
                    passed.add(index)  # «أكد قدرة ناديه»: no verb follows a verb
                elif (
                    other.verb.strict
                    and not other.joined
                    and cue.verb.nominal
                    and (self._after_name(index, first) or self.lexicon.has("time", words[index - 1]))
                ):
                    pass  # «أعلن الوزير فلان الأربعاء نشر …»: a verbal noun that looks like a verb
                else:
                    stop = index
                    break
            elif self.lexicon.has("clause_start", word) and not (
                self._asked(first, index) or self._described(first, index)
            ):
                if word == "\u062d\u064a\u062b" and self._within(index, limit, cues):
                    index += 1
                    continue
                stop = index
                break
            if word in _COMMAS:
                commas += 1
                if commas > 3:  # noqa: PLR2004 - a source with more appositions than this is a list
                    stop = index
                    break
            index += 1
        found = self._without_clause(cue, first, stop)
        return (
            found if found is None else Frame(found.opener, found.content, found.between, found.trim, frozenset(passed))
        )

    def _in_document(self, first: int, limit: int) -> Frame | None:
        """Read «جاء في البيان أن …», «ورد في تقارير وكالة عن …»: the source stands after the preposition."""
        words = self.passage.words
        if first + 1 >= limit or words[first] != _IN:
            return None
        for index in range(first + 2, min(limit, first + 20)):
            word = words[index]
            if self.passage.quoted[index] >= 0 and self.passage.speech(
                self.passage.quotations[self.passage.quoted[index]]
            ):
                content = index
            elif word == ":" or word == _FROM or self.lexicon.has("complementiser", word):
                content = self._after_colon(index, limit)
            else:
                continue
            return Frame("clause", content, Between((first + 1, index), None, (), None)) if content < limit else None
        return None

    def _considered(self, first: int, limit: int) -> Frame | None:
        """Read «اعتبرها إنجازا», «يعتبرها السكان كارثة»: the content is what the pronoun's thing is held to be."""
        words = self.passage.words
        if first + 1 >= limit or not self.passage.is_word(first):
            return None
        human = words[first].startswith(_ARTICLE) and (self.source_like(first) or words[first].endswith(("ون", "ين")))
        source = (first, first + 1) if human else None
        return Frame("object", first + human, Between(source, None, (), None))

    def _judged(self, cue: Cue, first: int, limit: int) -> Frame | None:
        """Read «وصفها بأنها …», «وصفه ب…»: the content is the judgement on what the pronoun means."""
        words = self.passage.words
        for index in range(first, min(limit, first + 6)):
            word = words[index]
            if word == _B or self.lexicon.has("complementiser", word):
                return Frame("preposition", index + 1, self.between(cue, first, index, frozenset()))
            if word[0] == _B and len(word) > 3 and not self.lexicon.heads(word[1:]):  # noqa: PLR2004
                return Frame("preposition", index, self.between(cue, first, index, frozenset()), trim=1)
        return None

    def _what(self, cue: Cue, first: int, limit: int) -> Frame | None:
        """Read «ما تردده الإدارة من أن …», «ما يردده البعض بشأن …»."""
        words = self.passage.words
        for index in range(first, min(limit, first + 9)):
            if words[index] in _COMMAS or index + 1 >= limit:
                return None
            if self.lexicon.has("about", words[index]):
                content = index + 1
                if self.lexicon.has("complementiser", words[content]):
                    content += 1
                return Frame("clause", content, self.between(cue, first, index, frozenset()))
        return None

    def _clock(self, index: int) -> bool:
        """Tell the colon of a time of day: «12:58»."""
        words = self.passage.words
        return 0 < index < len(words) - 1 and words[index - 1].isdigit() and words[index + 1].isdigit()

    def _with(self, frame: Frame, merged: set[int]) -> Frame:
        passed = frozenset(index for index in merged if index < frame.content)
        return Frame(frame.opener, frame.content, frame.between, frame.trim, passed) if passed else frame

    def _framed(self, opener: Opener, content: int, cue: Cue, end: int, merged: frozenset[int]) -> Frame:
        return Frame(opener, content, self.between(cue, cue.index + 1, end, merged), 0, merged)

    def _glued(self, word: str) -> bool:
        """Tell a complementiser run together with a definite noun: «بأنالرئيس»."""
        return len(word) > 6 and word.startswith((_B + _THAT + _ARTICLE,))  # noqa: PLR2004

    def _after_colon(self, index: int, limit: int) -> int:
        index += 1
        if index < limit and self.lexicon.has("complementiser", self.passage.words[index]):
            index += 1
        return index

    def _opens_speech(self, cue: Cue, index: int, number: int) -> bool:
        """Tell whether the quotation at ``index`` is what the cue attributes, not a name within its source."""
        if not (cue.verb.colon or cue.verb.clause):
            return False
        quotation = self.passage.quotations[number]
        if index != quotation.first:
            return False
        before = self.passage.words[index - 1]
        if before in (_L, _B):
            return False
        if (self.lexicon.has("media", before) or self.lexicon.has("organisation", before)) and not (
            quotation.last - index > 7 and quotation.closed and self._ends_statement(quotation.last + 1)  # noqa: PLR2004
        ):
            return False
        if self.passage.speech(quotation):
            return True
        if (
            cue.verb.colon
            and quotation.last - index > 3
            and quotation.closed
            and self._ends_statement(quotation.last + 1)
        ):
            return True
        return index == cue.index + 1 and self._ends_statement(quotation.last + 1)

    def _ends_statement(self, index: int) -> bool:
        """Tell whether the sentence ends at ``index`` or goes on with another cue, so that what stood before is all."""
        words = self.passage.words
        if index >= len(words) or words[index] in ".!\n\u061f":
            return True
        if words[index] == ":":
            return False
        following = words[index : index + 3]
        if self.passage.is_word(index):
            return following[0][0] == _AND and following[0][1:] in self.lexicon.entries
        return any(word in self.lexicon.entries or word[1:] in self.lexicon.entries for word in following[1:])

    def _of_medium(self, index: int, first: int) -> bool:
        """Tell whether a verb describes the medium: «في بيان نشرته الوكالة»."""
        return any(self.lexicon.has("medium", word) for word in self.passage.words[max(first, index - 10) : index])

    def _described(self, first: int, index: int) -> bool:
        """Tell whether a relative clause on the source is still open: «المصدر، الذي اشترط ألا يسمى، …»."""
        for at in range(index - 1, first, -1):
            if self.passage.words[at] in _COMMAS:
                return False
            if self.lexicon.has("relative", self.passage.words[at]):
                return True
        return False

    def _that(self, index: int, first: int) -> bool:
        """Tell a complementiser, not the first part of a name that is written like one: «قال فان دير لاين»."""
        word = self.passage.words[index]
        if not self.lexicon.has("complementiser", word):
            return False
        return not (self.lexicon.has("name_part", word) and (index == first or self.passage.is_word(index - 1)))

    def _within(self, index: int, limit: int, cues: dict[int, Cue], reach: int = 16) -> bool:
        """Tell a clause on a place within the source's description: «حاكم المنطقة حيث وقع الهجوم إن …»."""
        if self.passage.words[index - 1] in _COMMAS:
            return False
        for at in range(index + 1, min(index + reach, limit)):
            if at in cues or self.passage.words[at] in _COMMAS:
                return False
            number = self.passage.quoted[at]
            if (
                number >= 0
                and self.passage.quotations[number].first == at
                and self.passage.speech(self.passage.quotations[number])
            ):
                return True
            if self.lexicon.has("complementiser", self.passage.words[at]) or self.passage.words[at] == ":":
                return True
        return False

    def _asked(self, first: int, index: int) -> bool:
        """Tell whether a question is told between cue and answer: «ردا على سؤال عما إذا …: …»."""
        return any(self.lexicon.has("question", word) for word in self.passage.words[first:index])

    def _relative_before(self, index: int, first: int) -> bool:
        """Tell whether a relative pronoun stands shortly before, so that the verb belongs to the source's description."""
        words = self.passage.words[max(first, index - 3) : index]
        return any(self.lexicon.has("relative", word) for word in words)

    def _clause(self, cue: Cue, first: int, index: int, merged: frozenset[int]) -> Frame | None:
        """Read a frame whose content is the clause that a complementiser at ``index`` opens."""
        verb, words = cue.verb, self.passage.words
        if self._glued(words[index]):
            return Frame("clause", index, self.between(cue, first, index, merged), trim=3) if verb.clause else None
        end = index
        if end > first and words[end - 1] in {
            "\u0627\u0644\u064a",
            "\u0639\u0644\u064a",
            "\u0639\u0646",
            "\u0645\u0646",
        }:
            end -= 1
        if not verb.clause and not (end < index and words[end] in verb.prepositions):
            return None
        at = self._first_preposition(cue, first, end)
        if at is not None and at[0] == first and end > first:
            return self._prepositional(cue, first, at)
        if verb.nominal and cue.aspect == "participle" and end > first and end == index:
            return Frame("object", first, self.between(cue, first, first, frozenset()))
        if verb.nominal and (start := self._object_head(first, end)) is not None:
            return Frame("object", start, self.between(cue, first, start, frozenset()))
        if verb.nominal and cue.finite and (start := self._deed(first, end)) is not None:
            return Frame("object", start, self.between(cue, first, start, frozenset()))
        if verb.act == "accuse" and (start := self._addressee(cue, first, end)) < end:
            return Frame("preposition", start, self.between(cue, first, start, merged))
        return Frame("clause", self._content_start(index + 1), self.between(cue, first, end, merged))

    def _content_start(self, index: int) -> int:
        """Skip marks between a complementiser and its clause: «أنه، قبل ساعات …»."""
        while index < len(self.passage.words) and self.passage.words[index] in _COMMAS:
            index += 1
        return index

    def _deed(self, first: int, end: int) -> int | None:
        """Return where an action of somebody's begins, before another noun's clause: «نفى الوزير دخوله في …، رغم تأكيد …»."""
        words, lexicon = self.passage.words, self.lexicon
        for index in range(first + 1, end):
            plain = _unpossessed(words[index])
            if (
                plain != words[index]
                and lexicon.has("action_noun", plain)
                and not lexicon.governs(words[index - 1])
                and (self.passage.quoted[index] < 0 and words[index - 1] not in _COMMAS)
            ):
                return index
        return None

    def _object_head(self, first: int, end: int) -> int | None:
        for index in range(first, end):
            if self.lexicon.has("object_head", self.passage.words[index]) and self.passage.quoted[index] < 0:
                before = self.passage.words[index - 1]
                if self.lexicon.has("media", before) or self.lexicon.has("media", before[1:]):
                    continue
                pointer = self.lexicon.has("pointer", self.passage.words[index])
                source = pointer and index + 1 < end and self.source_like(index + 1)
                if not source and (pointer or not self._genitive(index, first)):
                    return index
        return None

    def _without_clause(self, cue: Cue, first: int, stop: int) -> Frame | None:
        """Read a frame whose content is a noun phrase: after a preposition, or the verb's object."""
        verb = cue.verb
        if verb.strict and not verb.prepositions and not verb.needs and not verb.colon:
            return None
        if first >= stop:
            return None
        at = self._first_preposition(cue, first, stop)
        words_before = self.passage.words[at[0] - 1] if at is not None else ""
        start = self._object(cue, first, stop) if verb.nominal and (not verb.strict or verb.needs) else None
        if at is not None and start is None and verb.nominal and at[0] > first and words_before.startswith(_ARTICLE):
            start = self._object_head(at[0], stop)
            at = at if start is None else None
        if at is not None and (start is None or at[0] <= start):
            return self._prepositional(cue, first, at)
        if start is not None and start < stop:
            return Frame("object", start, self.between(cue, first, start, frozenset()))
        return self._after_comma(cue, first, stop) or self._after_medium(cue, first, stop)

    def _after_medium(self, cue: Cue, first: int, stop: int) -> Frame | None:
        """Read speech that nothing opens, after the outlet it was made to: «وقال فلان لـ «عكاظ» النجاحات كبيرة …»."""
        if not cue.verb.colon or not cue.finite or cue.verb.strict:
            return None
        for index in range(first + 1, min(stop, first + 12)):
            number = self.passage.quoted[index]
            if number >= 0 and self.passage.words[index - 1] == _L and index == self.passage.quotations[number].first:
                after = self.passage.quotations[number].last + 1
                if stop - after > 5 and self._begins(after):  # noqa: PLR2004
                    between = self.between(cue, first, after, frozenset())
                    return Frame("clause", after, between) if between.source else None
                return None
        return None

    def _after_comma(self, cue: Cue, first: int, stop: int) -> Frame | None:
        """Read speech that only a comma after the source opens: «وأضاف التقرير، كانت …»."""
        if "comma" not in cue.verb.flags or not cue.finite:
            return None
        if self.passage.words[first] in _COMMAS and stop - first > 4 and self._begins(first + 1):  # noqa: PLR2004
            return Frame("clause", first + 1, Between(None, None, (), None))
        for index in range(first + 1, min(stop, first + 8)):
            if self.passage.words[index] in _COMMAS and stop - index > 4:  # noqa: PLR2004
                between = self.between(cue, first, index, frozenset())
                return Frame("clause", index + 1, between) if between.source else None
        return None

    def _begins(self, index: int) -> bool:
        """Tell whether speech can begin with a word: no preposition, no name, no word that leads to a clause."""
        word, lexicon = self.passage.words[index], self.lexicon
        if not self.passage.is_word(index) or lexicon.governs(word) or lexicon.leads(word) or lexicon.heads(word):
            return False
        return not any(lexicon.has(name, word) for name in ("title", "time", "adverb", "given_name", "complementiser"))

    def _prepositional(self, cue: Cue, first: int, at: tuple[int, int]) -> Frame | None:
        index, trim = at
        word = self.passage.words[index]
        content = index if trim else index + 1
        name = _B if trim and word.startswith(_B) else _L if trim else word
        start = (
            self._addressee(cue, first, index) if name in cue.verb.addressed or "addressee" in cue.verb.flags else index
        )
        if name == _OF and name in cue.verb.addressed:
            return Frame("preposition", start, self.between(cue, first, start, frozenset()))
        if start < index:
            return Frame("preposition", start, self.between(cue, first, start, frozenset()))
        return Frame("preposition", content, self.between(cue, first, index, frozenset()), trim)

    def _addressee(self, cue: Cue, first: int, index: int) -> int:
        """Return where the addressee of a demand begins, after a source that is told: «دعا البيان الحكومة إلى …»."""
        words = self.passage.words
        accused = cue.verb.act == "accuse"
        if index > first and (cue.aspect == "participle" or not self.agrees(cue, first)):
            return first
        if (
            index > first + 1
            and words[first].startswith(_ARTICLE)
            and not self.source_like(first)
            and (
                not words[first + 1].startswith(_ARTICLE)
                and self.passage.is_word(first + 1)
                and not self.lexicon.governs(words[first + 1])
                and not self.lexicon.has("relative", words[first + 1])
            )
        ):
            return first + 1
        for at in range(first + 1, index):
            definite = (
                words[at - 1].startswith(_ARTICLE)
                or self.lexicon.name(words[at - 1])
                or self.lexicon.has("time", words[at - 1])
            )
            if self.lexicon.has("addressee", words[at]) and definite:
                return at
            other = self.lexicon.heads(words[at]) and not self.lexicon.has("role", words[at])
            if other and definite:
                return at
            if (
                accused
                and self.lexicon.heads(words[at])
                and self.lexicon.name(words[at - 1])
                and not self.source_like(first)
            ):
                return at
        return index

    def _first_preposition(self, cue: Cue, first: int, stop: int) -> tuple[int, int] | None:
        """Return the token of the preposition that opens the content, and the letters it takes of a word."""
        wanted = cue.verb.prepositions
        if not wanted:
            return None
        words = self.passage.words
        doubtful: tuple[int, int] | None = None
        for index in range(first, stop):
            word = words[index]
            if self.passage.quoted[index] >= 0 and index != first:
                continue
            if word in wanted and len(word) > 1 and index + 1 < len(words):
                if word == _FROM and index > first and words[index - 1] == _RELAYED:
                    continue
                if index > first and self._inner(words, index):
                    continue
                return index, 0
            if word in wanted and len(word) == 1:
                return index, 0
            if _B in wanted and len(word) > 3 and word[0] == _B and self._joined(word, index):  # noqa: PLR2004
                if self.lexicon.has("object_head", word[1:]) or self.verbal_noun(word[1:]) or index == first:
                    return index, 1
                doubtful = doubtful or (index, 1)
            if (
                _L in wanted
                and index == first
                and len(word) > 3
                and word[0] == _L
                and word[1] != _L
                and not self.lexicon.has("preposition", word)
            ):
                return index, 1
        return doubtful

    def _inner(self, words: list[str], index: int) -> bool:
        """Tell whether a preposition belongs to the title of the source: «المشرف على», «المبعوث إلى»."""
        return self.lexicon.has("inner_role", words[index - 1])

    def _joined(self, word: str, index: int) -> bool:
        """Tell whether a word with a preposition written into it opens a demand or a promise, not part of a title."""
        rest = word[1:]
        if self.lexicon.has("organisation", rest) or self.lexicon.has("inner_place", rest):
            return False
        if self.lexicon.has("preposition", word) or self.lexicon.has("adverb", word):
            return False
        if rest.startswith(_ARTICLE) and self.lexicon.has("organisation", rest[2:]):
            return False
        return word not in self.lexicon.entries

    def _object(self, cue: Cue, first: int, stop: int) -> int | None:
        """Return where the bare object of a verb begins, the source standing before it or not at all."""
        words, lexicon = self.passage.words, self.lexicon
        if cue.pronoun or self.lexicon.has("for_them", words[first]):
            return None
        if not self.passage.is_word(first) and self.passage.quoted[first] < 0:
            return None
        pointed = lexicon.has("demonstrative", words[first]) and first + 1 < stop and self.source_like(first + 1)
        if pointed:
            start = self._object(cue, first + 1, stop)
            return start if start is not None and start > first + 1 else None
        if not cue.finite or cue.number in ("p", "d") or lexicon.has("object_head", words[first]):
            return None if lexicon.has("preposition", words[first]) and cue.aspect == "participle" else first
        if lexicon.has("preposition", words[first]) or lexicon.has("relative", words[first]):
            return self._object_head(first, stop)
        if not self.source_like(first) and self.verbal_noun(words[first]):
            return first
        if (
            words[first].startswith(_ARTICLE)
            and self._acts(words[first][2:])
            and first + 1 < stop
            and (lexicon.has("preposition", words[first + 1]))
        ):
            return first
        if cue.verb.needs and "object" in cue.verb.flags:
            return next((at for at in range(first, stop) if bared(words[at]).startswith(cue.verb.needs)), None)
        if first + 1 < stop and self._bare_after(first):
            return first + 1
        index = first + 1
        while index < stop:
            word = words[index]
            if "object" in cue.verb.flags and _ACCUSATIVE.fullmatch(word) and not lexicon.has("place_name", word):
                return index
            if self.passage.quoted[index] >= 0:
                index = self.passage.quotations[self.passage.quoted[index]].last + 1
                continue
            if self._after_name(index, first):
                return index
            action = self.verbal_noun(word) or self._of_class("action_noun", word)
            if self._of_class("object_head", word) or (action and not self._genitive(index, first)):
                return index
            if lexicon.has("time", word) and index + 1 < stop:
                after = self._skip_time(index, stop)
                joined = after < stop and words[after][0] in _B + _L + _AND
                if after < stop and self.passage.is_word(after) and not lexicon.governs(words[after]) and not joined:
                    return after
                index = after
                continue
            if word in _COMMAS:
                after = index + 1
                if lexicon.has("as", words[cue.index - 1]) or after >= stop or not self.passage.is_word(after):
                    return None
                nominal = self._of_class("object_head", words[after]) or self.verbal_noun(words[after])
                if nominal or self._of_class("action_noun", words[after]):
                    return after
                apposed = (
                    lexicon.heads(words[after]) or lexicon.name(words[after]) or lexicon.has("title", words[after])
                )
                if not apposed:
                    plain = not words[after].startswith((_ARTICLE, _AND)) and not lexicon.governs(words[after])
                    return after if plain and not lexicon.has("lead_in", words[after]) else None
            index += 1
        return None

    def _acts(self, word: str) -> bool:
        """Tell an action's noun, which cannot speak."""
        return not self.lexicon.heads(_ARTICLE + word) and self.lexicon.has("action_noun", word)

    def _of_class(self, name: str, word: str) -> bool:
        """Tell a noun of a class of words, with or without a possessive pronoun written into it."""
        return self.lexicon.has(name, word) or self.lexicon.has(name, _unpossessed(word))

    def _after_name(self, index: int, first: int) -> bool:
        """Tell whether a person's name ends before an indefinite noun: «وسام حمدان جدارة المنتخب»."""
        words, lexicon = self.passage.words, self.lexicon
        word = words[index]
        if not lexicon.name(words[index - 1]) or lexicon.name(word) or word[0] in _AND + _B + _L or len(word) < 3:  # noqa: PLR2004
            return False
        if word.startswith(_ARTICLE) or lexicon.has("name_part", words[index - 1]):
            return False
        classes = ("adverb", "time", "relative", "same", "complementiser", "clause_start", "place_word", "nationality")
        if not self.passage.is_word(index) or lexicon.governs(word):
            return False
        if not self.verbal_noun(word) and (lexicon.heads(word) or word in lexicon.entries):
            return False
        after = words[index + 1] if index + 1 < len(words) else ""
        if not (self.verbal_noun(word) or word.endswith(_TEH) or after.startswith(_ARTICLE)):
            return False
        return index - 1 > first and word != _SON and not any(lexicon.has(each, word) for each in classes)

    def _bare_after(self, first: int) -> bool:
        """Tell whether a definite head that takes no name is followed by an indefinite noun: «المصادر سقوط قتلى»."""
        words, lexicon = self.passage.words, self.lexicon
        head, after = words[first], words[first + 1]
        if not head.startswith(_ARTICLE):
            people = lexicon.has("plural", head) and not after.endswith(("ون", "ين", "ه", "ي"))
            return people and self.passage.is_word(first + 1) and not lexicon.governs(after) and after[0] not in _B + _L
        if lexicon.has("role", head) or not lexicon.heads(head):
            return False
        if not self.passage.is_word(first + 1) or after.startswith(_ARTICLE) or lexicon.governs(after):
            return False
        others = ("time", "adverb", "relative", "same", "complementiser", "outlet", "clause_start")
        return after[0] not in _B + _L and not any(lexicon.has(name, after) for name in others)

    def _genitive(self, index: int, first: int) -> bool:
        """Tell whether the noun before governs this one, so that both are one phrase («وزير إعلام», «لجنة تحقيق»)."""
        before = self.passage.words[index - 1]
        if index - 1 < first:
            return False
        if self.lexicon.has("preposition", before):
            return True
        if before.startswith(_ARTICLE):
            return False
        if self.lexicon.has("organisation", before) or self.lexicon.has("role", before):
            return True
        definite = any(word.startswith(_ARTICLE) for word in self.passage.words[first:index])
        return self.source_like(first) and not definite and index - first <= 2  # noqa: PLR2004

    def agrees(self, cue: Cue, index: int) -> bool:
        """Tell whether a noun after a verb can be its subject: a feminine noun takes no masculine verb."""
        word = self.passage.words[index]
        if cue.gender != "m" or cue.number != "s" or not cue.finite:
            return True
        feminine = self.lexicon.has("feminine", word) or (
            self.lexicon.has("organisation", word) and word.endswith(_TEH)
        )
        return not feminine

    def source_like(self, index: int) -> bool:
        """Tell whether a noun phrase that begins here can speak, by its head word."""
        word = self.passage.words[index]
        return self.lexicon.heads(word) or self.lexicon.has("given_name", word)

    def verbal_noun(self, word: str) -> bool:
        """Tell whether an indefinite word has the shape of a verbal noun (measures II, IV, VI-X)."""
        known = self.lexicon.heads(word) or self.lexicon.has("given_name", word)
        return bool(_VERBAL_NOUN.fullmatch(word)) and not known

    def possessed(self, word: str) -> bool:
        """Tell a thing of somebody's: «نتائجها»."""
        return word.endswith("\u0647\u0627") and len(word) > 5 and not self.lexicon.heads(word[:-2])  # noqa: PLR2004

    def _skip_time(self, index: int, stop: int) -> int:
        while index < stop and (
            self.lexicon.has("time", self.passage.words[index])
            or self.passage.words[index].isdigit()
            or self.passage.words[index] in "()"
        ):
            index += 1
        return index

    def between(self, cue: Cue, first: int, end: int, merged: frozenset[int]) -> Between:
        """Split what stands between a cue and its content into source, medium, relayed source and time."""
        source: Range | None = None
        medium: Range | None = None
        relayed: list[Range] = []
        time: Range | None = None
        start: int | None = None
        index = first
        words, lexicon = self.passage.words, self.lexicon
        state = "source"

        def close(at: int) -> None:
            nonlocal source, medium, start
            if start is None:
                return
            last = at
            while last > start and not self._ends_phrase(last - 1):
                last -= 1
            if last > start:
                if state == "source" and source is None:
                    source = (start, last)
                elif state == "medium" and medium is None:
                    medium = (start, last)
                elif state == "relayed":
                    relayed.append((start, last))
            start = None

        while index < end:
            if index in merged:
                close(index)
                state = "done"
                index += 1
                continue
            word = words[index]
            number = self.passage.quoted[index]
            if number >= 0:
                if start is None and state != "done":
                    start = index
                index = min(self.passage.quotations[number].last + 1, end)
                continue
            if word == _RELAYED and index + 1 < end and words[index + 1] == _FROM:
                close(index)
                state, start = "relayed", index + 2
                index += 2
                continue
            if state == "relayed" and lexicon.has("relays", word) and index + 1 < end and words[index + 1] == _FROM:
                close(index - lexicon.has("relative", words[index - 1]))
                state, start = "relayed", index + 2
                index += 2
                continue
            if (word == _FROM and "relay" in cue.verb.flags) or (word == _OF and "learned" in cue.verb.flags):
                close(index)
                state, start = "relayed", index + 1
                index += 1
                continue
            if self._starts_medium(index, end):
                close(index)
                state, start = "medium", index
                index += 1
                continue
            if (
                state == "medium"
                and source is None
                and start is not None
                and index > start
                and (
                    words[start][0] == _L
                    and (self.passage.quoted[index - 1] >= 0 or index == start + 1 or words[index - 1] in ")]")
                    and lexicon.heads(word)
                    and not lexicon.has("media", word)
                )
            ):
                close(index)
                state = "source"
            if lexicon.has("time", word) and not self._within_name(index):
                close(index)
                after = self._skip_time(index, end)
                time = time or (index, after)
                state = "done" if state == "source" and source else state
                index = after
                continue
            if self._ends_source(index, start, state):
                close(index)
                state = "done"
                index += 1
                continue
            if start is None and state == "source" and self.passage.is_word(index) and not lexicon.has("adverb", word):
                start = index
            elif lexicon.has("adverb", word) and state == "source":
                close(index)
                state = "done" if source else "source"
            index += 1
        close(end)
        source = self._apposed(source, end) if source is not None else None
        plural = cue.number in ("p", "d") and cue.finite
        if cue.aspect == "participle" and "addressee" in cue.verb.flags:
            source = None
        if plural or (cue.aspect == "participle" and source and not self.source_like(source[0])):
            source = None
        return Between(source, medium, tuple(relayed), time)

    def _apposed(self, source: Range, end: int) -> Range:
        """Lengthen a role's phrase to the name that stands between commas: «نائب الحزب عن المدينة، سامي نعمان، …»."""
        words, lexicon = self.passage.words, self.lexicon
        if not lexicon.has("role", words[source[0]]):
            return source
        comma = next((at for at in range(source[1], end) if words[at] in _COMMAS), end)
        last = next((at for at in range(comma + 1, end) if words[at] in _COMMAS), end)
        if comma == source[1] or not 2 <= last - comma - 1 <= 4:  # noqa: PLR2004
            return source
        named = [at for at in range(comma + 1, last) if self.passage.is_word(at) and not lexicon.governs(words[at])]
        whole = len(named) == last - comma - 1 and not any(words[at] in lexicon.entries for at in named)
        return (source[0], last) if whole and any(lexicon.name(words[at]) for at in named) else source

    def _ends_phrase(self, index: int) -> bool:
        word = self.passage.words[index]
        if self.passage.quoted[index] >= 0 or word in ")]":
            return True
        return self.passage.is_word(index) and not self.lexicon.has("preposition", word) and word != _AND

    def _within_name(self, index: int) -> bool:
        """Tell whether a day's name is part of another name («صحيفة اليوم»)."""
        return index > 0 and self.lexicon.has("media", self.passage.words[index - 1])

    def _starts_medium(self, index: int, end: int) -> bool:
        words, lexicon = self.passage.words, self.lexicon
        word = words[index]
        after = words[index + 1] if index + 1 < end else ""
        if word == _L and after:
            return True
        if word == _IN and index > 0 and lexicon.has("specialist", words[index - 1]):
            return False
        if lexicon.has("medium_opener", word) and not (index > 0 and lexicon.has("role", words[index - 1])):
            return lexicon.has("medium", after) or lexicon.has("media", after) or lexicon.has("medium_strong", word)
        if word[0] == _L and len(word) > 3:  # noqa: PLR2004
            rest = word[1:]
            if rest[0] == _L:
                rest = rest[1:]
            known = lexicon.has("media", rest) or lexicon.has("audience", rest) or lexicon.has("medium", rest)
            return known or lexicon.has("outlet", word[1:])
        if word == _IN and _POSSESSED.fullmatch(after):
            return True
        if word == _IN or word.startswith(_B):
            return lexicon.has("medium", after if word == _IN else word[1:])
        return False

    def _genitive_of(self, start: int) -> bool:
        """Tell whether «من» may go on a source: only after the unnamed («عدد من السكان», «مصدر مقرب من»)."""
        return self.lexicon.has("unnamed", self.passage.words[start])

    def _ends_source(self, index: int, start: int | None, state: str) -> bool:
        if state != "source":
            return False
        word = self.passage.words[index]
        if start is not None and (
            self.lexicon.has("issued", self.passage.words[index - 1])
            or (self.lexicon.governs(word) and self.lexicon.has("inner_role", self.passage.words[index - 1]))
            or (word == _IN and self.lexicon.has("specialist", self.passage.words[index - 1]))
        ):
            return False
        if self.lexicon.has("source_end", word) or (self.lexicon.leads(word) and not self.lexicon.governs(word)):
            return True
        if start is not None and self.lexicon.has("medium", word) and _POSSESSED.fullmatch(word):
            return True
        if word == _OF and start is not None and not self._genitive_of(start):
            return True
        if start is None and self.lexicon.has("preposition", word):
            return True
        return False


def _unpossessed(word: str) -> str:
    """Return a noun without the possessive pronoun written into it."""
    for suffix in ("\u0647\u0627", "\u0647\u0645", "\u0647"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:  # noqa: PLR2004
            return word[: -len(suffix)]
    return word
