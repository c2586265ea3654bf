"""Reading the sentences of an article one after the other: which cues attribute, to whom, and how far their contents reach."""

from __future__ import annotations

from typing import Final

from riwaya.statements import cues as cue_words
from riwaya.statements.cues import Cue
from riwaya.statements.drafts import Draft
from riwaya.statements.frames import Frame, Frames, Opener, Range
from riwaya.statements.lexicon import Lexicon
from riwaya.statements.passages import Passage, bared
from riwaya.statements.speakers import Party, Speakers

_ARTICLE: Final = "\u0627\u0644"
_YEH: Final = "\u064a"
_AND: Final = "\u0648"
_IN: Final = "\u0641\u064a"
_SEMICOLON: Final = "\u061b"
_FROM_WORD: Final = "\u0639\u0646"
_THAT_THING: Final = "\u0630\u0644\u0643"
_COMMAS: Final = frozenset(",\u060c;\u061b")
_WILL: Final = "\u0633\u064a"
_HUMAN_PLURAL: Final = ("\u0648\u0646", "\u064a\u0646")
_SAY: Final = "verb.qala"
_BARE_ACTS: Final = frozenset({"say", "confirm", "report", "reveal"})

# Share of statements found behind each opener that annotators agreed with (content and speaker), see the docs on quality.
_CERTAINTY: Final[dict[Opener, float]] = {
    "clause": 0.83,
    "colon": 0.88,
    "quotation": 0.88,
    "preposition": 0.7,
    "object": 0.64,
}
_SILENT: Final = 0.07
_UNSTATED: Final = 0.2


class Attributions:
    """Reads one article."""

    def __init__(self, passage: Passage, lexicon: Lexicon, publisher: str | None) -> None:
        """Take the article as a passage."""
        self.passage = passage
        self.words = passage.words
        self.lexicon = lexicon
        self.frames = Frames(passage, lexicon)
        self.speakers = Speakers(passage, lexicon)
        self.publisher = publisher
        self.drafts: list[Draft] = []

    def read(self) -> list[Draft]:
        """Return the statements of all sentences."""
        for sentence in self.passage.sentences:
            self._sentence(sentence)
        return self.drafts

    def _sentence(self, sentence: tuple[int, int]) -> None:
        first, last = sentence
        if self.lexicon.phrase("link_line", self.words, first):
            return
        self.speakers.subject(first, last)
        found = cue_words.find(self.passage, self.lexicon, sentence)
        by_token = {cue.index: cue for cue in found}
        opened: list[Draft] = []
        passed: set[int] = set()
        pending: Party | None = None
        for cue in found:
            if cue.index in passed:
                continue
            frame = None if self._barred(cue) or self._points(cue, last) else self.frames.read(cue, by_token, last)
            if cue.negated and cue.verb.act == "confirm" and (draft := self._neither(cue, by_token, last)) is not None:
                passed |= {index for index in by_token if cue.index < index < draft.content[0]}
                opened.append(draft)
                self.drafts.append(draft)
                continue
            if frame is None and cue.verb.act == "decline" and not cue.negated:
                self._decline(cue, last, opened)
                continue
            if frame is None or frame.content >= last:
                party = self._unframed(cue, by_token, last, opened, first)
                if party is not None:
                    pending = party
                continue
            passed |= frame.merged
            draft = self._draft(cue, frame, sentence, opened, pending)
            if draft is None:
                continue
            pending = None
            opened.append(draft)
            self.drafts.append(draft)
        self._phrases(sentence, opened)
        for draft in opened:
            self._finish(draft, last)

    def _barred(self, cue: Cue) -> bool:
        """Tell cues that do not attribute: negated ones, and passives without a source."""
        after = self.words[cue.index + 1] if cue.index + 1 < len(self.words) else ""
        before = self.words[cue.index - 1] if cue.index else ""
        shows = cue.aspect == "imperfect" and self.lexicon.has("which", before)  # «ما يؤكد أن»: something shows it
        return cue.negated or shows or self.lexicon.has("prayer", after)

    def _decline(self, cue: Cue, last: int, opened: list[Draft]) -> None:
        """Read a refusal to comment: its content is what it is about, or else the clause of the cue."""
        at = next((i for i in range(cue.index + 1, last) if bared(self.words[i]).startswith(cue.verb.needs)), None)
        if at is None or not (cue.finite or cue.aspect == "participle"):
            return
        between = self.frames.between(cue, cue.index + 1, at, frozenset())
        source = between.source or (self._source_before(cue, cue.index, None) if not cue.joined else None)
        party = self.speakers.named(*source) if source else self.speakers.silent(cue.gender, cue.number)
        about = at + 1
        while about < last and self.lexicon.governs(self.words[about]):
            about += 1
        content = (about, last) if about > at + 1 and about < last else (cue.index, at + 1)
        self._close(opened, cue.index)
        draft = Draft(
            cue.verb.act, cue.verb.id, "object", content, (cue.index, cue.index + 1), source, between.medium, between.time,
            party, open=content[1] == last, joined=cue.joined, trim=int(cue.joined and content[0] == cue.index),
        )  # fmt: skip
        if party is not None:
            self.speakers.speak(party)
        opened.append(draft)
        self.drafts.append(draft)

    def _neither(self, cue: Cue, by_token: dict[int, Cue], last: int) -> Draft | None:
        """Read «لم يؤكد ولم ينف …»: a refusal to say whether the content is true."""
        for index in range(cue.index + 1, min(cue.index + 10, last)):
            other = by_token.get(index)
            if other is not None and other.negated and other.verb.act == "deny":
                frame = self.frames.read(other, {}, last)
                if frame is None or frame.content >= last:
                    return None
                source = self.frames.between(cue, cue.index + 1, index - 1, frozenset()).source or frame.between.source
                party = self.speakers.named(*source) if source else self.speakers.silent(cue.gender, cue.number)
                return Draft(
                    "decline", "verb.neither", frame.opener, (frame.content, last), (cue.index, index + 1), source,
                    party=party, trim=frame.trim, negated=True,
                )  # fmt: skip
        return None

    def _unframed(self, cue: Cue, by_token: dict[int, Cue], last: int, opened: list[Draft], first: int) -> Party | None:
        """Read a cue with no content after it: one that follows its content, or one that introduces another cue.

        Returns:
            The subject of a verb that introduces another cue («تابع مؤكدا», «ختم مشيرا»), if it has one.
        """
        if not cue.finite:
            return None
        if self._postposed(cue, by_token, last, opened, first):
            return None
        for index in range(cue.index + 1, min(last, cue.index + 10)):
            if index in by_token:
                if by_token[index].aspect != "participle" or self.words[index - 1] in _COMMAS:
                    return None
                between = self.frames.between(cue, cue.index + 1, index, frozenset())
                if between.source:
                    return self.speakers.named(*between.source)
                return None
        between = self.frames.between(cue, cue.index + 1, min(last, cue.index + 12), frozenset())
        if between.source and self.lexicon.has("role", self.words[between.source[0]]) and not opened:
            self.speakers.speak(self.speakers.named(*between.source))
        return None

    def _points(self, cue: Cue, last: int) -> bool:
        """Tell a cue whose content is what was said before: «أوضح ذلك الوزير»."""
        after = self.words[cue.index + 1 : min(cue.index + 3, last)]
        return cue.verb.clause and len(after) > 1 and after[0] == _THAT_THING and self.frames.source_like(cue.index + 2)

    def _postposed(self, cue: Cue, by_token: dict[int, Cue], last: int, opened: list[Draft], first: int) -> bool:
        """Read a cue after its content: «…، كما ذكرت مصادر», «وهو ما أكده الوزير», «أعلن ذلك الوزير»."""
        before = self.words[cue.index - 1] if cue.index > first else ""
        start = cue.index - 1
        pointing = self._points(cue, last)
        if pointing:
            start = cue.index
        elif not self.lexicon.has("as", before) or self.lexicon.has("according", self.words[start - 1]):
            return False
        while start > first and self.lexicon.has("as_lead", self.words[start - 1]):
            start -= 1
        end = cue.index + 1
        while (
            end < last
            and end not in by_token
            and self.words[end] not in _COMMAS
            and (not self.lexicon.has("clause_start", self.words[end]))
        ):
            number = self.passage.quoted[end]
            end = self.passage.quotations[number].last + 1 if number >= 0 else end + 1
        if not pointing and end < last and self.words[end] not in _COMMAS:
            return False
        if cue.verb.strict and not (cue.verb.clause and self.frames.source_like(cue.index + 1)):
            return False
        between = self.frames.between(cue, cue.index + 1 + pointing, min(end, last), frozenset())
        content_end = self._before(start)
        if pointing and content_end <= first and (previous := self._previous(first)) is not None:
            first, content_end = previous
        if between.source is None or content_end - first < 3:  # noqa: PLR2004
            return False
        party = self.speakers.named(*between.source, cue.gender if cue.number == "s" else "")
        low = first
        for draft in opened:
            if draft.cue is not None and draft.parent is None and draft.content[1] > start:
                low = draft.content[0]
        self._close(opened, content_end)
        draft = Draft(
            cue.verb.act, cue.verb.id, "clause", (low, content_end), (cue.index, cue.index + 1), between.source,
            between.medium, between.time, party, open=False, joined=cue.joined,
        )  # fmt: skip
        opened.append(draft)
        self.drafts.append(draft)
        self.speakers.speak(party)
        return True

    # -- one statement -------------------------------------------------------------------------------------------------

    def _draft(
        self, cue: Cue, frame: Frame, sentence: tuple[int, int], opened: list[Draft], pending: Party | None
    ) -> Draft | None:
        first, last = sentence
        container = self._container(cue, opened)
        source = frame.between.source
        before = None
        if (
            cue.finite
            and self._subject_first(cue, first)
            and not (source and self.lexicon.heads(self.words[source[0]]))
        ):
            subject = self._source_before(cue, first, container)
            if subject is not None and not frame.between.relayed and not (source and self.speakers.known(*source)):
                source = None
        relative = cue.index > first and self.lexicon.has("relative", self.words[cue.index - 1])
        if (
            (source is None or relative or "addressee" in cue.verb.flags)
            and cue.aspect != "participle"
            and not cue.pronoun
        ):
            before = self._source_before(cue, first, container)
            if relative and before is not None and not self._agreeing(before, cue):
                before = None
            source = before or source
        if "document" in cue.verb.flags and (source is None or not self._recorded(source)):
            return None
        if "document_only" in cue.verb.flags and (
            source is None
            or not any(
                self.lexicon.has(name, self.words[source[0]]) for name in ("document", "organisation", "claim_noun")
            )
        ):
            return None
        if (
            source is not None
            and before is None
            and source[1] - source[0] > 1
            and self.lexicon.has("audience", self.words[source[1] - 1])
            and ("addressee" in cue.verb.flags)
        ):
            source = (source[0], source[1] - 1)
        if (
            source is not None
            and before is None
            and not self.frames.agrees(cue, source[0])
            and not frame.between.relayed
        ):
            source = None
        if source is not None and not self._speaks(source, before, cue, frame):
            claims = self.lexicon.has("claim_noun", self.words[source[0]])
            if (
                claims
                or cue.verb.strict
                or (before is not None and not cue.joined and frame.opener not in ("colon", "quotation"))
            ):
                return None
            source = before = None
        if not frame.between.relayed and self._impersonal(cue, source, before):
            return None
        if cue.aspect == "participle" and source is None and not opened and pending is None:
            source = self._actor(first, cue.index)
        nested = container is not None and self._nested(cue, frame, before, container, opened)
        if (
            nested
            and container is not None
            and container.parent is not None
            and self._sibling(cue, frame, before, container)
        ):
            self._cut_at([container], cue.index)
            container.open = False
            container = container.parent
        if not nested:
            boundary = before[0] if before else cue.index
            if cue.aspect == "noun" and self.words[boundary - 1][0] == _AND:
                boundary -= 1
            self._close(opened, boundary)
            container = None
        party = self._party(cue, frame, source, container, opened, pending)
        if cue.finite and party is None and not cue.joined and container is None and cue.verb.strict:
            return None
        if "wish" in cue.verb.flags and (container is not None or source is None):
            return None
        draft = Draft(
            act=cue.verb.act,
            rule=cue.verb.id,
            opener=frame.opener,
            content=(self._content(cue, frame, before), last),
            cue=(cue.index, cue.index + 1),
            source=source,
            medium=frame.between.medium,
            time=frame.between.time,
            party=party,
            parent=container,
            trim=frame.trim,
            negated=cue.negated,
            gender=cue.gender,
            number=cue.number,
            joined=cue.joined,
        )
        if container is not None:
            draft.via = [*container.via, *([container.party] if container.party else [])]
            if container.act == "deny" and party is not None and party.kind in ("media", None):
                draft.via = []
            draft.content = (frame.content, max(container.content[1], frame.content + 1))
        after = self.words[cue.index + 1] if cue.index + 1 < last else ""
        if "relay" in cue.verb.flags and self.lexicon.has("of_him", after):
            origin_party = self.speakers.silent("", "") if not self.speakers.spoke else self.speakers.spoke[-1]
            if party is not None and party is not origin_party:
                draft.via.append(party)
            draft.party, draft.source = origin_party, None
            party = None
        if frame.between.relayed:
            *through, last_link = frame.between.relayed
            origin = self.speakers.named(*last_link)
            draft.source = last_link
            if party is not None and "learned" not in cue.verb.flags:
                draft.via.append(party)
            draft.via.extend(self.speakers.named(*link) for link in through)
            draft.party = origin
        if party is not None and container is None:
            self.speakers.speak(draft.party or party)
        self._quotation(draft, last)
        return draft

    def _recorded(self, source: Range) -> bool:
        """Tell whether a phrase is a document or medium: «تقارير وكالة», «بعض وسائل الإعلام»."""
        words = self.words[source[0] : source[0] + 3]
        return any(self.lexicon.has(name, word) for word in words for name in ("document", "media", "claim_noun"))

    def _subject_first(self, cue: Cue, first: int) -> bool:
        """Tell whether a noun stands right before a verb, so that what follows the verb is not its subject."""
        if cue.joined or cue.index <= first:
            return False
        before = self.words[cue.index - 1]
        if not self.passage.is_word(cue.index - 1) or before.isdigit():
            return False
        classes = (
            "lead_in", "clause_joint", "complementiser", "negation", "auxiliary", "adverb", "relative", "time", "pointer",
            "clause_start", "as",
        )  # fmt: skip
        return not any(self.lexicon.has(name, before) for name in classes)

    def _content(self, cue: Cue, frame: Frame, before: Range | None) -> int:
        """Return where a content begins; after a verb that judges its object («وصف»), with the object if the source is told."""
        return cue.index + 1 if "object" in cue.verb.flags and before is not None else frame.content

    def _agreeing(self, source: Range, cue: Cue) -> bool:
        """Tell whether a relative clause can have its antecedent as subject: not «الدول التي قال إنها»."""
        head = self.words[source[0]]
        feminine = self.lexicon.has("relative_feminine", self.words[cue.index - 1])
        del head
        return not (feminine and cue.gender == "m" and cue.number == "s")

    def _speaks(self, source: Range, before: Range | None, cue: Cue, frame: Frame) -> bool:
        """Tell whether a noun phrase can be a source: known heads and names can, things and actions cannot."""
        if source[1] - source[0] > 1 and self.lexicon.has("demonstrative", self.words[source[0]]):
            source = (source[0] + 1, source[1])
        head = self.speakers.unjoined(self.words[source[0]])
        if self.passage.quoted[source[0]] >= 0:
            return True
        if self.lexicon.has("claim_noun", head) and not (
            self.lexicon.has("media", head) or self.lexicon.has("document", head)
        ):
            return False
        if self.lexicon.heads(head) or self.lexicon.has("outlet", head) or self.speakers.known(*source):
            return True
        if self.lexicon.name(head) or self.speakers.known(source[0], source[0] + 1):
            return True
        if self.lexicon.has("pointer", head) or self.lexicon.has("negation", head) or head[0].isdigit():
            return False
        if before is not None and (
            head[0] == _YEH or head.startswith(_WILL) or self.lexicon.has("time", self.words[source[1] - 1])
        ):
            return False  # a verb or a time before the cue, no subject
        if head.startswith(_ARTICLE) and head.endswith(_HUMAN_PLURAL):
            return True
        if cue.verb.strict and frame.opener in ("preposition", "object"):
            return False
        if (
            before is None
            and head.startswith(_ARTICLE)
            and not cue.verb.strict
            and frame.opener in ("clause", "colon", "quotation")
        ):
            return cue.joined or cue.aspect == "perfect"
        if self.frames.possessed(head):
            return False
        stem = head[2:] if head.startswith(_ARTICLE) else head
        if self.frames.verbal_noun(stem) and not head.endswith(_YEH):
            return False
        if before is not None:
            # A thing before a verb is likelier its subject than a speaker, unless a clause follows.
            return (frame.opener in ("clause", "colon", "quotation") and cue.aspect == "perfect") or source[1] - source[
                0
            ] == 1
        return True

    def _impersonal(self, cue: Cue, source: Range | None, before: Range | None) -> bool:
        """Tell passives that look like active verbs: «يذكر أن», «يتوقع أن», «النتائج يتوقع أن»."""
        if source is not None and (before is None or self.lexicon.heads(self.words[before[0]])):
            return False
        return cue.aspect == "imperfect" and self.lexicon.has("impersonal", self.words[cue.index])

    def _container(self, cue: Cue, opened: list[Draft]) -> Draft | None:
        for draft in reversed(opened):
            if draft.open and draft.content[0] <= cue.index < draft.content[1]:
                return draft
        return None

    def _nested(self, cue: Cue, frame: Frame, before: Range | None, container: Draft, opened: list[Draft]) -> bool:
        """Tell whether a cue inside an open content is part of it, or ends it."""
        previous = self.words[cue.index - 1]
        root = container
        while root.parent is not None:
            root = root.parent
        if cue.aspect == "participle":
            return False
        if cue.aspect == "noun" and previous[0] == _AND:
            return False
        if "document" in cue.verb.flags:
            return True
        if self.lexicon.has("complementiser", previous) and self.lexicon.has("adversative", self.words[cue.index - 2]):
            return root.party is None or not root.party.agrees(cue.gender, cue.number)
        if before is not None:
            return before[0] == container.content[0] or not self._after_comma(before[0])
        starts = cue.joined or previous in _COMMAS or self.lexicon.has("clause_joint", previous)
        if starts or (frame.between.source is not None and cue.index > container.content[0] + 2):
            if frame.between.source is not None:
                return not starts and self.lexicon.has("subordinator", previous)
            if root.party is not None and root.party.agrees(cue.gender, cue.number):
                return False
            return root.party is not None
        return True

    def _actor(self, first: int, index: int) -> Range | None:
        """Return who acts in a sentence without another cue: «علما أن مسؤولا قدم رواية معاكسة، مؤكدا أن …»."""
        for at in range(first, min(first + 4, index - 1)):
            start = at + 1
            if self.lexicon.has("complementiser", self.words[at]) and self.lexicon.heads(self.words[start]):
                end = start + 1
                while end < index and not (
                    self.lexicon.has("auxiliary", self.words[end])
                    or self.lexicon.has("acts", self.words[end])
                    or self.words[end] in _COMMAS
                ):
                    end += 1
                return (start, end)
        return None

    def _sibling(self, cue: Cue, frame: Frame, before: Range | None, container: Draft) -> bool:
        """Tell whether a nested cue goes on the speech of the nested one before: «أن فلانا نفى …، وأكد …»."""
        starts = cue.joined or self.words[cue.index - 1] in _COMMAS
        alone = before is None and frame.between.source is None
        return starts and alone and container.party is not None and container.party.agrees(cue.gender, cue.number)

    def _after_comma(self, index: int) -> bool:
        return index > 0 and self.words[index - 1] in _COMMAS

    def _close(self, opened: list[Draft], boundary: int) -> None:
        """End all open contents before a cue, without the words that lead to it."""
        while boundary > 0 and (
            self.words[boundary - 1] in _COMMAS
            or self.lexicon.leads(self.words[boundary - 1])
            or (self.lexicon.governs(self.words[boundary - 1]) and self.lexicon.has("lead_noun", self.words[boundary]))
            or (
                self.lexicon.has("complementiser", self.words[boundary - 1])
                and self.lexicon.has("adversative", self.words[boundary - 2])
            )
            or (
                self.lexicon.has("adversative", self.words[boundary - 1])
                and self.lexicon.has("complementiser", self.words[boundary])
            )
            or (not self.passage.is_word(boundary - 1) and self.words[boundary - 1] in "-–:")
        ):
            boundary -= 1
        for draft in opened:
            if draft.open and draft.content[1] > boundary > draft.content[0]:
                draft.content = (draft.content[0], boundary)
            draft.open = False

    def _quotation(self, draft: Draft, last: int) -> None:
        """Narrow a content that is one quotation to what stands between its marks."""
        start = draft.content[0]
        number = self.passage.quoted[start] if start < len(self.words) else -1
        if number < 0:
            return
        quotation = self.passage.quotations[number]
        within = start - quotation.first  # 0 at the mark, more if a complementiser stands inside the marks
        if within > 2 or any(not self.lexicon.has("complementiser", w) for w in self.words[start - within + 1 : start]):  # noqa: PLR2004
            return
        inner = max(start, quotation.first + 1)
        if inner + 1 < min(quotation.last, len(self.words)) and self.lexicon.has("complementiser", self.words[inner]):
            inner += 1
        after = quotation.last + 1
        if not quotation.closed:
            draft.content = (inner, max(inner + 1, min(quotation.last, len(self.words))))
            draft.open = False
        elif (
            after >= last
            or self._breaks(after, last)
            or self.lexicon.has("gloss", self.words[after])
            or (
                draft.opener in ("colon", "quotation")
                and (self.passage.speech(quotation) or not self.passage.is_word(after))
            )
        ):
            draft.content = (inner, max(inner + 1, quotation.last))
            draft.open = False
        elif within:
            draft.content = (inner, draft.content[1])

    def _breaks(self, index: int, last: int) -> bool:
        """Tell whether what follows a closing mark no longer belongs to the content."""
        if self.words[index] not in _COMMAS:
            return False
        following = self.words[index + 1 : index + 4]
        if (
            following
            and not self.lexicon.has("and_that", following[0])
            and self.passage.speech(self.passage.quotations[self.passage.quoted[index - 1]])
        ):
            return True
        return any(
            word in self.lexicon.entries or word[1:] in self.lexicon.entries or self.lexicon.has("according", word)
            for word in following
        )

    # -- sources -------------------------------------------------------------------------------------------------------

    def _source_before(self, cue: Cue, first: int, container: Draft | None) -> Range | None:
        """Return the noun phrase before a verb that is its subject, or ``None``."""
        if cue.joined or cue.index <= first:
            return None
        low = max(first, container.content[0] if container and container.content[0] < cue.index else first)
        end = cue.index
        while end > low and (self.lexicon.has("auxiliary", self.words[end - 1])):
            end -= 1
        if end > low and self.lexicon.has("relative", self.words[end - 1]):
            end -= 1
        if end <= low:
            return None
        clause = container.content[0] if container is not None else first
        if self.words[end - 1] in _COMMAS and self._subject_at(clause, end - 1):
            return (clause, end - 1)
        if not self.frames._ends_phrase(end - 1) or self.lexicon.leads(self.words[end - 1]):  # noqa: SLF001
            return None
        if self.lexicon.has("complementiser", self.words[end - 1]) or self.lexicon.has("adverb", self.words[end - 1]):
            return None
        start = end
        while start > low:
            word = self.words[start - 1]
            if (
                word in _COMMAS
                or word in ":؛"
                or (
                    self.lexicon.has("complementiser", word)
                    and not (self.lexicon.has("name_part", word) and start > 1 and self.passage.is_word(start - 2))
                )
            ):
                break
            if self.lexicon.has("clause_start", word) or self.lexicon.leads(word):
                break
            if word in self.lexicon.entries and word not in self.lexicon.classes["document"]:
                break
            start -= 1
        if self.lexicon.has("relative", self.words[end]):
            start = self._antecedent(start, end)
        relative = self.lexicon.has("relative", self.words[end])
        if (
            not relative
            and start > low
            and (self.lexicon.governs(self.words[start - 1]) or self.lexicon.has("topic", self.words[start - 1]))
        ):
            return None
        while start < end and not self.passage.is_word(start) and self.passage.quoted[start] < 0:
            start += 1
        if start >= end or end - start > 14 or self.lexicon.governs(self.words[start]):  # noqa: PLR2004
            return None
        after = self.words[cue.index + 1] if cue.index + 1 < len(self.words) else ""
        if self.lexicon.has("in_it", after) and self.lexicon.has("medium", self.words[end - 1]) and end - start > 2:  # noqa: PLR2004
            end -= 1  # «أصدر الوزير بيانا أكد فيه أن …»: who issued it speaks
            if not self.frames.source_like(start) and not self.words[start].startswith(_ARTICLE):
                start += 1
        if (
            end - start == 1
            and self.words[start][0] == _AND
            and self.words[start][1:] not in self.lexicon.classes["role"]
        ):
            return None
        return (start, end)

    def _antecedent(self, start: int, end: int) -> int:
        """Return where the noun begins that a relative clause describes: the last one before the pronoun."""
        for index in range(end - 1, start, -1):
            if self.lexicon.governs(self.words[index - 1]) and self.passage.is_word(index):
                return start if index == end else index
            if self.words[index][0] == "\u0644" and self.speakers.unjoined(self.words[index]) != self.words[index]:
                return index
        return start

    def _subject_at(self, first: int, last: int) -> bool:
        """Tell whether a clause begins with nothing but a noun phrase that can speak, up to a comma."""
        if last - first > 8 or last <= first or self.lexicon.governs(self.words[first]):  # noqa: PLR2004
            return False
        named = any(self.lexicon.name(word) for word in self.words[first:last])
        if not (self.lexicon.heads(self.words[first]) or named):
            return False
        return not any(word in self.lexicon.entries for word in self.words[first + 1 : last])

    def _party(
        self, cue: Cue, frame: Frame, source: Range | None, container: Draft | None, opened: list[Draft],
        pending: Party | None,
    ) -> Party | None:  # fmt: skip
        if source is not None:
            return self.speakers.named(*source, cue.gender if cue.number == "s" and cue.finite else "")
        if pending is not None:
            return pending
        if container is not None:
            inner = next((d for d in reversed(opened) if d.parent is not None and d.party is not None), None)
            start = container.content[0]
            if start < cue.index and self.lexicon.heads(self.words[start]) and self.words[start].startswith(_ARTICLE):
                end = min(self.speakers.clause_subject(start), cue.index)
                subject = self.speakers.named(start, end)
                if subject.kind == "person" and subject.agrees(cue.gender, cue.number):
                    return subject
            for draft in (inner, container):
                if draft is not None and draft.party is not None and draft.party.agrees(cue.gender, cue.number):
                    return draft.party
            return None
        for draft in reversed(opened):
            if (
                draft.parent is None
                and draft.party is not None
                and (cue.aspect == "noun" or draft.party.agrees(cue.gender, cue.number))
            ):
                return draft.party
        return self.speakers.silent(cue.gender, cue.number) or self.speakers.mentioned(cue.index)

    # -- phrases -------------------------------------------------------------------------------------------------------

    def _phrases(self, sentence: tuple[int, int], opened: list[Draft]) -> None:
        """Read «بحسب», «وفقا ل», «على حد قول»: whose report a whole sentence is."""
        first, last = sentence
        index = first
        while index < last:
            number = self.passage.quoted[index]
            if number >= 0 and self.passage.speech(self.passage.quotations[number]):
                index = self.passage.quotations[number].last + 1
                continue
            if self.lexicon.has("according", self.words[index]) and not self._consumed(index, opened):
                index = self._according(index, sentence, opened)
            else:
                index += 1

    def _consumed(self, index: int, opened: list[Draft]) -> bool:
        """Tell whether a token was read between a cue and its content."""
        return any(draft.cue is not None and draft.cue[0] < index < draft.content[0] for draft in opened)

    def _according(self, index: int, sentence: tuple[int, int], opened: list[Draft]) -> int:
        first, last = sentence
        words, lexicon = self.words, self.lexicon
        start = index
        trim_l = False
        index += 1
        while index < last and (lexicon.has("according_next", words[index])):
            index += 1
        cue_end = index
        if index < last and lexicon.has("speech_head", words[index]):
            if _possessed(words[index]):
                self._cut_at(opened, start)
                return index + 1
            index += 1
            cue_end = index
        while index < last and (words[index] in lexicon.entries or lexicon.has("according_verb", words[index])):
            index += 1
            cue_end = index
        while index < last and lexicon.has("according_inner", words[index]):
            index += 1
            cue_end = index
        if index < last and words[index].startswith("\u0644") and not trim_l:
            trim_l = True
        end = index
        while end < last:
            word = words[end]
            number = self.passage.quoted[end]
            if number >= 0:
                end = self.passage.quotations[number].last + 1
                continue
            if (
                word in _COMMAS
                or lexicon.has("complementiser", word)
                or lexicon.has("clause_start", word)
                or word in ":-"
            ):
                break
            if lexicon.has("source_end", word) or lexicon.has("time", word):
                break
            if word in lexicon.entries and end > index and not lexicon.has("document", word):
                break
            end += 1
        while end > index and not self.frames._ends_phrase(end - 1):  # noqa: SLF001
            end -= 1
        if end <= index or lexicon.has("not_source", words[index]) or lexicon.has("not_source", words[index][1:]):
            return index + 1
        source = (index, min(end, index + 24))
        here = next((d for d in reversed(opened) if d.content[0] <= start and d.content[1] >= start - 1), None)
        told = cue_end > start + 1 + (words[start + 1] == _FROM_WORD)
        if not (told or self._attributes(words[start], source)) or (here is not None and not self._at_end(end, last)):
            return end
        self._cut_at(opened, start)
        kind_party = self.speakers.named(*source)
        if here is None:
            here = next((d for d in reversed(opened) if d.parent is None and d.content[0] <= start), None)
        if here is not None:
            if kind_party.kind == "media":
                here.via = [kind_party, *here.via]
                if here.act == "deny":
                    self._report((start, cue_end), source, here.content, kind_party, opened)
            return end
        low = start - first
        if low == 0 and end >= last and self._previous(first) is not None:
            content = self._previous(first) or (first, last)
        elif low > 2:  # noqa: PLR2004
            content = (first, self._before(start))
        else:
            after = end
            while after < last and (words[after] in _COMMAS or lexicon.has("complementiser", words[after])):
                after += 1
            content = (after, last)
        follower = next((d for d in opened if d.cue is not None and content[0] <= d.cue[0] <= content[0] + 2), None)
        if follower is not None and low <= 2:  # noqa: PLR2004
            follower.via = [kind_party, *follower.via]
            return end
        if content[1] - content[0] >= 3:  # noqa: PLR2004
            self._report((start, cue_end), source, content, kind_party, opened)
            self.speakers.speak(kind_party)
        return end

    def _attributes(self, opener: str, source: Range) -> bool:
        """Tell whether the phrase names a source; «وفق» and «حسب» mostly stand before plans and rules."""
        head = self.words[source[0]]
        if head.startswith("\u0644") and not self.lexicon.heads(head):
            head = head[2:] if head.startswith("\u0644\u0644") else head[1:]
            if self.lexicon.heads(head) or self.lexicon.heads("\u0627\u0644" + head):
                return True
        known = self.lexicon.heads(head) or self.lexicon.has("outlet", head) or self.speakers.known(*source)
        if known or self.passage.quoted[source[0]] >= 0:
            return True
        return not self.lexicon.has("according_weak", opener) and not self.frames.verbal_noun(head)

    def _previous(self, first: int) -> Range | None:
        """Return the sentence before one that is nothing but «بحسب رويترز»."""
        place = next((n for n, sentence in enumerate(self.passage.sentences) if sentence[0] == first), 0)
        return self.passage.sentences[place - 1] if place else None

    def _at_end(self, index: int, last: int) -> bool:
        while index < last and self.lexicon.has("time", self.words[index]):
            index += 1
        return index >= last or not self.passage.is_word(index)

    def _report(self, cue: Range, source: Range, content: Range, party: Party, opened: list[Draft]) -> None:
        draft = Draft("report", "phrase.according", "clause", content, cue, source, party=party, open=False)
        opened.append(draft)
        self.drafts.append(draft)

    def _before(self, index: int) -> int:
        if index > 0 and self.lexicon.has("as_lead", self.words[index - 1]):
            index -= 1
        while index > 0 and (self.words[index - 1] in _COMMAS or self.words[index - 1] in "-–("):
            index -= 1
        return index

    def _cut_at(self, opened: list[Draft], index: int) -> None:
        end = self._before(index)
        for draft in opened:
            if draft.content[0] < end < draft.content[1]:
                draft.content = (draft.content[0], end)

    # -- endings -------------------------------------------------------------------------------------------------------

    def _finish(self, draft: Draft, last: int) -> None:
        """Settle where a content ends and what its act is, once the whole sentence is read."""
        first, end = draft.content
        if draft.parent is not None:
            end = min(end, max(draft.parent.content[1], first + 1))
        if draft.opener not in ("colon", "quotation"):
            for index in range(first + 1, end):
                if self.passage.quoted[index] < 0 and self.lexicon.phrase("aside", self.words, index):
                    end = index
                    break
        for index in range(first + 1, end - 1):
            aside = self.words[index] == _SEMICOLON and self.lexicon.has("resumes", self.words[index + 1])
            nominal = draft.opener in ("object", "preposition") and self.words[index] in _COMMAS
            if self.passage.quoted[index] < 0 and (
                aside or (nominal and self.lexicon.has("clause_start", self.words[index + 1]))
            ):
                end = index
                break
        if draft.opener in ("object", "preposition") and draft.medium is None:
            for index in range(first + 1, end - 1):
                if (
                    self.passage.quoted[index] < 0
                    and self.lexicon.has("medium_opener", self.words[index])
                    and (self.lexicon.has("medium_sure", self.words[index + 1]))
                ):
                    draft.medium, end = (index, end), index
                    break
        while end > first + 1 and not self.passage.is_word(end - 1) and self.passage.quoted[end - 1] < 0:
            if self.words[end - 1] in ")%]":
                break
            end -= 1
        draft.content = (first, end)
        draft.closeness = self._closeness(draft)
        draft.certainty = self._certainty(draft)
        if draft.act in ("say", "confirm") and self._denies(draft):
            draft.act = "deny"
        if (
            draft.parent is not None
            and draft.parent.act == "deny"
            and draft.party is not None
            and draft.party.kind in ("media", None)
        ):
            self._uncalled(draft)

    def _uncalled(self, draft: Draft) -> None:
        """Cut from a claim the words by which the statement around it calls it false, and the denier from its way."""
        draft.via = []
        first, end = draft.content
        for index in range(first + 1, end):
            length = self.lexicon.phrase("falsity", self.words, index)
            if length and index + length >= end:
                draft.content = (first, index)
                return

    def _closeness(self, draft: Draft) -> Range | None:
        """Return the words that say how close an unnamed source stands: «مقرب من القصر»."""
        if draft.source is None or draft.party is None or draft.party.kind != "unnamed":
            return None
        first, last = draft.source
        at = next((index for index in range(first + 1, last) if self.lexicon.has("closeness", self.words[index])), None)
        return None if at is None else (at, last)

    def _certainty(self, draft: Draft) -> float:
        """Return how often statements found in this way are right, as counted on annotated articles."""
        certainty = _CERTAINTY[draft.opener]
        if draft.source is None and draft.rule.startswith("verb."):
            certainty -= _SILENT
        return certainty if draft.party is not None else certainty - _UNSTATED

    def _denies(self, draft: Draft) -> bool:
        """Tell whether a content itself calls a claim, report or accusation false."""
        first, last = draft.content
        for index in range(first, last):
            length = self.lexicon.phrase("falsity", self.words, index)
            if not length:
                continue
            if length > 3:  # noqa: PLR2004 - «على عكس بعض التقارير» names the claim itself
                return True
            subject = range(first, min(first + 2, index))
            for near in (*subject, *range(max(first, index - 8), min(last, index + length + 4))):
                word = self.words[near]
                claim = self.lexicon.has("claim_noun", word) and not index <= near < index + length
                if claim or self.lexicon.has("claim_pronoun", word):
                    return True
        return False


def _possessed(word: str) -> bool:
    return word.endswith(("\u0647", "\u0647\u0627", "\u0647\u0645", "\u0647\u0645\u0627"))
