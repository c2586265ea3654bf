"""What rules tell of a statement once its parts are known: intermediaries, time, closeness, form, row of the cue."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from riwaya.arabic import clitics, fold
from riwaya.arabic.phrases import words
from riwaya.model import Form
from riwaya.statements.drafts import Draft
from riwaya.statements.lexicon import Entry, Lexicon
from riwaya.statements.passages import Passage
from riwaya.statements.relations import Range
from riwaya.statements.speakers import worded

_ASSERTING: Final = frozenset({"say", "confirm", "report", "reveal"})
_CLAIM_BEFORE, _CLAIM_AFTER = 8, 4  # tokens within which the claim is named that is called false
_PRONOUN_BEFORE: Final = 1  # tokens within which a pronoun stands for it: «هذا غير صحيح»
_SHORT: Final = 4  # a word of so few letters is too short to be told from one with a clitic
_HEADING: Final = 9  # tokens of an outlet's name, with its marks, in front of a sentence
_COMMAS: Final = frozenset(",\u060c")
_NAME_TOKENS: Final = 4  # tokens of a name, with marks
_ALIF: Final = "\u0627"
_ACCUSATIVE: Final = re.compile("\u064b?\u0627\u064b?$")
_PRONOUNS: Final = "\u0647\u0646\u0645"  # letters of pronouns that end in alif
_PREPOSITION: Final = "\u0644"
_ACCORDING: Final = ("according_next", "according_inner", "according_verb")  # «بحسب [ما جاء في] رويترز»
_IN: Final = "\u0641\u064a"
_FROM: Final = "\u0639\u0646"
_RELAYED_BY: Final = frozenset({_FROM, "\u0627\u0644\u064a"})  # «نقلت … عن», «نسبت … إلى»
_RELAYED: Final = "\u0646\u0642\u0644\u0627"


def _accusative(word: str) -> bool:
    """Tell whether a folded word may be an indefinite noun or adjective in the accusative."""
    return len(word) >= _SHORT and word.endswith(_ALIF) and not word.startswith(clitics.ARTICLE)


def words_of(name: str) -> frozenset[str]:
    """Return the words of a name in their search form."""
    return frozenset(words(name))


class Details:
    """Reads the details of the statements of one passage."""

    def __init__(self, passage: Passage, lexicon: Lexicon, publisher: str | None, outlets: list[str]) -> None:
        """Take the passage, the tables, and the publisher, which is no intermediary of its own news.

        ``outlets`` are those that the article named before the passage; further ones are added.
        """
        self._passage = passage
        self._lexicon = lexicon
        self._publisher = publisher
        self._named = outlets

    def fill(self, draft: Draft) -> None:
        """Set what follows from a draft's parts; drafts around it come first."""
        words = self._passage.words
        draft.rule = self._rule(draft)
        if draft.act in _ASSERTING and self._denies(*draft.content):
            draft.act = "deny"
        before = words[draft.anchor - 1] if draft.anchor else ""
        draft.negated = draft.cue is not None and before in self._lexicon.negations
        if draft.negated and self._neither(draft):
            draft.act = "decline"
        draft.time = self._time(draft)
        draft.closeness = self._closeness(draft)
        draft.via = self._via(draft)
        if draft.speaker:
            draft.speaker = self.without_preposition(draft.speaker)
            if draft.kind != "person":
                draft.speaker = self.nominative(draft.speaker)
            if draft.kind == "media":
                self._named.append(draft.speaker)

    def _neither(self, draft: Draft) -> bool:
        """Tell «لم يؤكد ولم ينف»: a refusal to say whether the content is true."""
        acts = set()
        for at in range(draft.anchor, draft.content[0]):
            if at and self._passage.words[at - 1] in self._lexicon.negations:
                acts |= {entry.verb.act for entry in self._lexicon.readings(self._passage.words[at])[0]}
        return {"confirm", "deny"} <= acts

    def _rule(self, draft: Draft) -> str:
        """Return the id of the row that the cue belongs to; of several, the one with the act that was read."""
        if draft.cue is None:
            return "mark.opening"
        word = self._passage.words[draft.anchor]
        entries, _ = self._readings(draft.anchor)
        fitting = [entry.verb.id for entry in entries if entry.verb.act == draft.act]
        if fitting:
            return fitting[0]
        if self._lexicon.has("according", word) or self._lexicon.has("according", clitics.unjoined(word)):
            return "phrase.according"
        return entries[0].verb.id if entries else "network.cue"

    def _readings(self, index: int) -> tuple[tuple[Entry, ...], bool]:
        """Return what a token can be as a form of a verb: «ورد» is «و» with «رد» where no «في» follows."""
        words = self._passage.words
        entries, joined = self._lexicon.readings(words[index])
        recorded = bool(entries) and all("document" in entry.verb.flags for entry in entries)
        if recorded and words[index][0] in clitics.CONJUNCTIONS and _IN not in words[index + 1 : index + 3]:
            others, _ = self._lexicon.readings(words[index][1:])
            return (others, True) if others else (entries, joined)
        return entries, joined

    def _via(self, draft: Draft) -> list[str]:
        """Return those who pass the statement on: who speaks around it, then whom its own sentence names."""
        found: list[str] = []
        outer = draft.parent
        if outer is not None and not (outer.act == "deny" and draft.kind in ("media", None)):
            found = [*outer.via, *([outer.speaker] if outer.speaker else [])]
        for relay in (self._heading(draft), self._relay(draft)):
            if relay is not None and (name := worded(self._passage, relay)) is not None:
                found.append(self._outlet(self.without_preposition(name)))
        spared = [words_of(name) for name in (draft.speaker, self._publisher) if name]
        kept: list[str] = []
        for name in found:
            own = words_of(name)
            if not any(own <= other or other <= own for other in spared if other):
                kept.append(name)
                spared.append(own)
        return kept

    def _relay(self, draft: Draft) -> Range | None:
        """Return who stands between cue and «عن», else whom the network points at."""
        words, has = self._passage.words, self._lexicon.has
        before = draft.source[0] - 1 if draft.source else -1
        if draft.cue is None or before < 0 or words[before] not in _RELAYED_BY:
            return draft.relay
        first, last = draft.cue[1], before
        if last > first and words[last - 1] == _RELAYED:
            last -= 1
        while first < last and not self._passage.is_word(last - 1) and self._passage.quoted[last - 1] < 0:
            last -= 1
        if first >= last:
            return draft.relay
        passes_on = any("relay" in entry.verb.flags for entry in self._readings(draft.anchor)[0])
        outlet = words[before] == _FROM and (has("media", words[first]) or has("outlet", words[first]))
        named = last - first <= _HEADING and not _COMMAS & set(words[first:last]) and not has("time", words[first])
        return (first, last) if outlet or (passes_on and named) else draft.relay

    def _heading(self, draft: Draft) -> Range | None:
        """Return the outlet that heads the sentence: «وبحسب رويترز، قال …», «وبحسب ما جاء في صحيفة المرسى قال …»."""
        words, has = self._passage.words, self._lexicon.has
        at = bisect_right(self._passage.sentences, (draft.anchor, len(words))) - 1
        first = self._passage.sentences[at][0] if at >= 0 else draft.anchor
        if not (has("according", words[first]) or has("according", clitics.unjoined(words[first]))):
            return None
        start = first + 1
        while start < draft.anchor and (
            not self._passage.is_word(start) or any(has(name, words[start]) for name in _ACCORDING)
        ):
            start += 1
        if start >= draft.anchor:
            return None
        head = clitics.bared(words[start])
        if not (has("media", head) or has("outlet", words[start]) or has("outlet", head)):
            return None
        reach = range(start + 1, min(start + _HEADING, draft.anchor))
        end = next((index for index in reach if words[index] in _COMMAS), None)
        if end is None:
            near = range(start + 1, min(start + _NAME_TOKENS, draft.anchor) + 1)
            end = next((index for index in near if index == draft.anchor or has("lead_in", words[index])), None)
        while end is not None and not self._passage.is_word(end - 1) and self._passage.quoted[end - 1] < 0:
            end -= 1
        return None if end is None else (start, end)

    def _outlet(self, name: str) -> str:
        """Return an outlet under the name it was given before: «الصحيفة» is «صحيفة المرسى»."""
        head = fold(name)
        if head.startswith(clitics.ARTICLE) and " " not in head:
            bare = head.removeprefix(clitics.ARTICLE)
            return next((each for each in reversed(self._named) if bare in words_of(each)), name)
        self._named.append(name)
        return name

    def without_preposition(self, name: str) -> str:
        """Return a name without a preposition written into its first word: «وفقا للدراسة»."""
        head, heads = fold(name.split(" ", 1)[0]), self._lexicon.heads
        if len(head) <= _SHORT:
            return name
        if head.startswith(_PREPOSITION * 2):
            return clitics.ARTICLE + name[2:]
        return name[1:] if head[0] == _PREPOSITION and heads(head[1:]) and not heads(head) else name

    def nominative(self, name: str) -> str:
        """Return an indefinite name as it is cited: «مصدرا مطلعا في الوزارة» is «مصدر مطلع في الوزارة».

        Not «مديرها», which ends in a pronoun, and not «وزيرا الخارجية», who are two.
        """
        words = name.split(" ")
        head = fold(words[0])
        if not _accusative(head) or head[-2] in _PRONOUNS or not self._lexicon.heads(head[:-1]):
            return name
        size = next((at for at, word in enumerate(words) if not _accusative(fold(word))), len(words))
        if size < len(words) and fold(words[size]) not in self._lexicon.classes["medium_opener"]:
            return name
        return " ".join([*(_ACCUSATIVE.sub("", word) for word in words[:size]), *words[size:]])

    def _time(self, draft: Draft) -> Range | None:
        """Return the first words between cue and content that tell when."""
        words, has = self._passage.words, self._lexicon.has
        source = draft.source or (0, 0)
        for index in range(draft.anchor + 1, draft.content[0]):
            named = source[0] <= index < source[1] or (index > 0 and has("media", words[index - 1]))
            if has("time", words[index]) and not named:
                end = index
                while end < draft.content[0] and (
                    has("time", words[end]) or words[end].isdigit() or words[end] in "()"
                ):
                    end += 1
                return index, end
        return None

    def _denies(self, first: int, last: int) -> bool:
        """Tell whether a content itself calls a claim, report or accusation false."""
        words, lexicon = self._passage.words, self._lexicon
        claimed = lexicon.has("which", words[first])  # «ما نشر …»
        for index in range(first, last):
            if lexicon.phrase("untrue", words, index):
                return True
            size = lexicon.phrase("falsity", words, index)
            if not size or self._describes(range(index, index + size), first):
                continue
            if index == first and size > 1:
                return True  # «عدم صحة ما نشر»
            subject = range(first, min(first + 2, index))
            before, after = range(max(first, index - _CLAIM_BEFORE), index), range(index + size, last)[:_CLAIM_AFTER]
            if claimed or any(lexicon.has("claim_noun", words[at]) for at in (*subject, *before, *after)):
                return True
            if any(lexicon.has("claim_pronoun", words[at]) for at in before[-_PRONOUN_BEFORE:]):
                return True
        return False

    def _describes(self, phrase: range, first: int) -> bool:
        """Tell «نشر أخبار كاذبة», where nothing that is known is called false, from «هذه أخبار كاذبة»."""
        words, has, before = self._passage.words, self._lexicon.has, phrase.start - 1
        if words[phrase[-1]].startswith(clitics.ARTICLE):
            return before != first  # «التقارير غير الدقيقة التي …» is what the content is about
        if before < first or words[before].startswith(clitics.ARTICLE) or not has("claim_noun", words[before]):
            return False
        pointing = words[before - 1] if before > first else ""
        return not (has("claim_pronoun", pointing) or has("which", pointing))

    def _closeness(self, draft: Draft) -> Range | None:
        """Return the words that say how close an unnamed source stands: «مقرب من القصر»."""
        if draft.source is None or draft.kind != "unnamed":
            return None
        first, last = draft.source
        words = self._passage.words
        at = next((index for index in range(first + 1, last) if self._lexicon.has("closeness", words[index])), None)
        return None if at is None else (at, last)

    def form(self, draft: Draft) -> Form:
        """Tell whether a content stands in quotation marks, in part, or not."""
        inside = outside = 0
        for index in range(*draft.content):
            if not self._passage.is_word(index):
                continue
            number = self._passage.quoted[index]
            if number < 0 or self._sets_off_name(number, draft.content[0]):
                outside += 1
            else:
                inside += 1
        if not inside:
            return "indirect"
        return "mixed" if outside else "direct"

    def _sets_off_name(self, number: int, first: int) -> bool:
        """Tell whether marks set off a name, as in «نادي "المنارة"», and so do not make a content a quotation."""
        quotation = self._passage.quotations[number]
        words, has = self._passage.words, self._lexicon.has
        if quotation.first <= first or quotation.last - quotation.first > _NAME_TOKENS:
            return False
        if has("negation", words[quotation.first + 1]):
            return False
        return self._lexicon.heads(words[quotation.first - 1]) or has("named", words[quotation.first - 1])

    def conjoined(self, draft: Draft) -> bool:
        """Tell whether the first letter of the cue's word is a conjunction."""
        word = self._passage.words[draft.anchor]
        if draft.cue is None or word[0] not in clitics.CONJUNCTIONS:
            return False
        if self._lexicon.has("according", word):
            return self._lexicon.has("according", clitics.unjoined(word))
        entries, joined = self._readings(draft.anchor)
        if joined or entries or len(word) < _SHORT:
            return joined
        return not any(word in members for members in self._lexicon.classes.values())


def pass_on(drafts: Sequence[Draft]) -> None:
    """Let what one says in a sentence come the same way: «حذر النادي من …، مشيرا إلى …، حسبما ذكرت الصحيفة».

    Not what was said before another passed something on: «قال الوزير إن …، وكانت رويترز نقلت عنه …».

    Args:
        drafts: of an article, with their details; ``via`` is set.
    """
    ways: dict[tuple[int, int, str | None], Draft] = {}
    for draft in drafts:
        if draft.via and draft.speaker:
            ways.setdefault(_said(draft), draft)
    for draft in drafts:
        way = ways.get(_said(draft))
        if way is not None and not draft.via and (way.anchor < draft.anchor or way.act != "report"):
            draft.via = list(way.via)


def _said(draft: Draft) -> tuple[int, int, str | None]:
    return draft.mention.before + draft.mention.sentence, id(draft.parent), draft.speaker
