"""What rules tell of a statement once its parts are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.statements.invented import TEXTS, draft_of, mention_of, passage_of

from riwaya import rules as tables
from riwaya.model import Act, Form, Kind
from riwaya.statements.attributions import ACTS
from riwaya.statements.details import Details, pass_on
from riwaya.statements.drafts import Draft
from riwaya.statements.lexicon import compiled
from riwaya.statements.passages import Passage
from riwaya.statements.relations import Range

LEXICON = compiled(tables.load())


def details_of(passage: Passage, publisher: str | None = None) -> Details:
    return Details(passage, LEXICON, publisher, [])


def words_of(passage: Passage, tokens: Range | None) -> str:
    return passage.text[passage.starts[tokens[0]] : passage.ends[tokens[1] - 1]] if tokens else ""


# -- the row of the cue ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cue", "content", "act", "rule"),
    [
        ("قال سامي إن الطريق مفتوح", "قال", "الطريق مفتوح", "say", "verb.qala"),
        ("وأكد سامي أن الطريق مفتوح", "وأكد", "الطريق مفتوح", "confirm", "verb.akkada"),
        # a form of two verbs: the one with the act that was read
        ("رفض سامي التعليق على الصفقة", "رفض", "الصفقة", "decline", "verb.rafada"),
        ("رفض سامي اتهامه بالتزوير", "رفض", "اتهامه بالتزوير", "deny", "verb.rafada_claim"),
        # no such act among its verbs
        ("قال سامي إن الطريق مفتوح", "قال", "الطريق مفتوح", "predict", "verb.qala"),
        ("انتهت الأعمال بحسب مدير المتحف", "بحسب", "انتهت الأعمال", "report", "phrase.according"),
        ("وبحسب مدير المتحف انتهت الأعمال", "وبحسب", "انتهت الأعمال", "report", "phrase.according"),
        ("وفقا لمدير المتحف انتهت الأعمال", "وفقا", "انتهت الأعمال", "report", "phrase.according"),
        ("ومن ثماره أن الطريق مفتوح", "ثماره", "الطريق مفتوح", "say", "network.cue"),
        ("سامي: «الطريق مفتوح»", None, "الطريق مفتوح", "say", "mark.opening"),
    ],
)
def test_rule(text: str, cue: str | None, content: str, act: Act, rule: str) -> None:
    passage = passage_of(text)
    draft = draft_of(passage, content, cue=cue, act=act)
    details_of(passage).fill(draft)
    assert draft.rule == rule


@pytest.mark.parametrize(
    ("cue", "joined"),
    [
        ("قال", False),
        ("وقال", True),
        ("فأكد", True),
        ("وسيقول", True),
        ("سيقول", False),
        # begins with the letter of a conjunction itself
        ("وصف", False),
        ("وعد", False),
        ("فند", False),
        ("ووعد", True),
        ("وفق", False),
        ("وفقا", False),
        # prepositions with a conjunction
        ("وبحسب", True),
        ("ووفقا", True),
        ("ونقلا", True),
        # no verb that is known: a long word that begins so has a conjunction
        ("وثمارها", True),
        ("وثم", False),
    ],
)
def test_conjoined(cue: str, joined: bool) -> None:
    passage = passage_of(f"{cue} سامي أن الطريق مفتوح")
    assert details_of(passage).conjoined(draft_of(passage, "الطريق مفتوح", cue=cue)) is joined


def test_a_mark_is_not_conjoined() -> None:
    passage = passage_of("سامي: «الطريق مفتوح»")
    assert not details_of(passage).conjoined(draft_of(passage, "الطريق مفتوح"))


# -- denials, negation -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "cue", "act", "read"),
    [
        ("الأنباء عن إغلاق الجسر غير صحيحة", "أكد", "confirm", "deny"),
        ("الأنباء عن إغلاق الجسر غير صحيحة", "قال", "say", "deny"),
        ("الأنباء عن إغلاق الجسر غير صحيحة", "كشف", "reveal", "deny"),
        ("الأنباء عن إغلاق الجسر غير صحيحة", "أفاد", "report", "deny"),
        ("ذلك عار عن الصحة", "قال", "say", "deny"),
        ("لا صحة لما تردد عن إغلاق الجسر", "قال", "say", "deny"),
        ("الطريق مفتوح ولا صحة لإغلاقه", "قال", "say", "deny"),  # whatever it is that is called so
        ("هذا الأمر غير صحيح", "قال", "say", "deny"),
        ("ما نشر عن الجسر فبركات", "قال", "say", "deny"),
        ("أهم ما في الجسر أن قياسه غير دقيق", "قال", "say", "say"),
        ("المجلس ينشر أخبارا كاذبة", "قال", "say", "say"),
        ("هذه العملة مزيفة", "قال", "say", "say"),
        ("عدم صحة ما نشر", "أكد", "confirm", "deny"),
        ("ليس صحيحا أن الجسر مغلق", "قال", "say", "deny"),
        ("هذه الأخبار لها أساس من الصحة", "قال", "say", "say"),
        ("القانون يعاقب على نشر المعلومات غير الصحيحة", "قال", "say", "say"),
        ("هذه أخبار كاذبة", "قال", "say", "deny"),
        ("ما ذكر غير صحيح", "قال", "say", "deny"),
        ("الأخبار كاذبة", "قال", "say", "deny"),
        ("هذا جسر قديم وله أرصفة غير دقيقة", "قال", "say", "say"),  # too far from what stands for a claim
        ("الجسر مفتوح على عكس بعض التقارير", "قال", "say", "deny"),
        ("مجرد شائعات هذه الأخبار", "أكد", "confirm", "deny"),
        # nothing that is claimed is called so
        ("الطريق غير صحيحة أرصفته", "قال", "say", "say"),
        ("الأنباء عن إغلاق الجسر صحيحة", "أكد", "confirm", "confirm"),
        ("الطريق مفتوح", "قال", "say", "say"),
        # other acts stay what they are
        ("الأنباء عن إغلاق الجسر غير صحيحة", "حذر", "warn", "warn"),
        ("الأنباء عن إغلاق الجسر غير صحيحة", "نفى", "deny", "deny"),
    ],
)
def test_a_content_that_calls_a_claim_false_is_a_denial(content: str, cue: str, act: Act, read: Act) -> None:
    passage = passage_of(f"{cue} سامي أن {content}.")
    draft = draft_of(passage, content, cue=cue, act=act)
    details_of(passage).fill(draft)
    assert draft.act == read


@pytest.mark.parametrize(
    ("text", "cue", "negated"),
    [
        ("لم يؤكد سامي أن الطريق مفتوح", "يؤكد", True),
        ("ولم ينف سامي أن الطريق مفتوح", "ينف", True),
        ("لا يستبعد سامي أن الطريق مفتوح", "يستبعد", True),
        ("لن يعلن سامي أن الطريق مفتوح", "يعلن", True),
        ("ما أكده سامي أن الطريق مفتوح", "أكده", False),  # what he confirmed
        ("أكد سامي أن الطريق مفتوح", "أكد", False),
        ("قد أكد سامي أن الطريق مفتوح", "أكد", False),
        ("أكد سامي أن لا أحد في الطريق مفتوح", "أكد", False),
        ("لم: «الطريق مفتوح»", None, False),
    ],
)
def test_negated(text: str, cue: str | None, negated: bool) -> None:
    passage = passage_of(text)
    draft = draft_of(passage, "الطريق مفتوح" if "أحد" not in text else "لا أحد في الطريق مفتوح", cue=cue)
    details_of(passage).fill(draft)
    assert draft.negated is negated


@pytest.mark.parametrize(
    ("text", "cue", "act"),
    [
        ("لم يؤكد سامي ولم ينف أن الطريق مفتوح", "يؤكد", "decline"),
        ("لا ينفي سامي ولا يؤكد أن الطريق مفتوح", "ينفي", "decline"),
        ("لم يؤكد سامي ولم يعلن أن الطريق مفتوح", "يؤكد", "confirm"),
        ("لم يؤكد سامي أن الطريق مفتوح", "يؤكد", "confirm"),
        ("أكد سامي ولم ينف أن الطريق مفتوح", "أكد", "confirm"),
    ],
)
def test_who_neither_confirms_nor_denies_declines(text: str, cue: str, act: Act) -> None:
    passage = passage_of(text)
    draft = draft_of(passage, "الطريق مفتوح", cue=cue, act="confirm")
    details_of(passage).fill(draft)
    assert draft.act == act


# -- time, closeness ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "source", "time"),
    [
        ("قال سامي أمس إن الطريق مفتوح", "سامي", "أمس"),
        ("قال سامي إن الطريق مفتوح", "سامي", ""),
        ("قال سامي يوم الخميس الماضي إن الطريق مفتوح", "سامي", "يوم الخميس الماضي"),
        ("قال سامي أمس (السبت) إن الطريق مفتوح", "سامي", "أمس (السبت)"),
        ("قال سامي مساء 12 يناير 2025 إن الطريق مفتوح", "سامي", "مساء 12 يناير 2025"),
        ("قال أمس سامي إن الطريق مفتوح", "سامي", "أمس"),
        # a name is no time
        ("قال مدير صحيفة اليوم إن الطريق مفتوح", "مدير صحيفة اليوم", ""),
        ("قال سامي لصحيفة اليوم إن الطريق مفتوح", "سامي", "اليوم"),
        ("قال سامي في صحيفة اليوم إن الطريق مفتوح", "سامي", ""),
        # outside
        ("أمس قال سامي إن الطريق مفتوح", "سامي", ""),
        ("قال سامي إن الطريق مفتوح أمس", "سامي", ""),
    ],
)
def test_time(text: str, source: str, time: str) -> None:
    passage = passage_of(text)
    draft = draft_of(passage, "الطريق مفتوح", cue="قال", source=source)
    details_of(passage).fill(draft)
    assert words_of(passage, draft.time) == time


def test_a_content_before_its_cue_has_no_time() -> None:
    passage = passage_of("الطريق مفتوح، قال سامي أمس")
    draft = draft_of(passage, "الطريق مفتوح", cue="قال", source="سامي")
    details_of(passage).fill(draft)
    assert draft.time is None


@pytest.mark.parametrize(
    ("source", "kind", "closeness"),
    [
        ("مصدر مقرب من الوزارة", "unnamed", "مقرب من الوزارة"),
        ("مسؤول رفيع المستوى", "unnamed", "رفيع المستوى"),
        ("مصادر في البلدية مطلعة", "unnamed", "مطلعة"),
        ("مصدر مسؤول", "unnamed", "مسؤول"),
        ("مسؤول في البلدية", "unnamed", ""),  # the head itself
        ("مصدر أمني", "unnamed", ""),
        ("الصحفي مقرب من الوزارة", "person", ""),
        ("مصدر مقرب من الوزارة", None, ""),
        (None, "unnamed", ""),
    ],
)
def test_closeness(source: str | None, kind: Kind | None, closeness: str) -> None:
    passage = passage_of(f"قال {source or ''} إن الطريق مفتوح")
    draft = draft_of(passage, "الطريق مفتوح", cue="قال", source=source, kind=kind)
    details_of(passage).fill(draft)
    assert words_of(passage, draft.closeness) == closeness


# -- intermediaries ----------------------------------------------------------------------------------------------------

PASSED = passage_of("نقلت وكالة «مدار» عن سامي أن ناصر قال إن الطريق مفتوح")


def passed(act: Act = "say", kind: Kind | None = "person", speaker: str | None = "ناصر") -> Draft:
    """Return a draft within the one whose source is «سامي»."""
    draft = draft_of(PASSED, "الطريق مفتوح", cue="قال", source="ناصر", kind=kind, speaker=speaker)
    draft.parent = draft_of(
        PASSED, "ناصر قال إن الطريق مفتوح", cue="نقلت", source="سامي", act=act, speaker="سامي", relay="وكالة «مدار»"
    )
    return draft


@pytest.mark.parametrize(
    ("draft", "publisher", "via"),
    [
        (passed(), None, ["وكالة مدار", "سامي"]),
        (passed(), "وكالة مدار", ["سامي"]),
        (passed(), "سامي", ["وكالة مدار"]),
        (passed(speaker="سامي"), None, ["وكالة مدار"]),  # nobody passes on his own words
        (passed(speaker=None), None, ["وكالة مدار", "سامي"]),
        # the same by other words of theirs
        (passed(), "مدار", ["سامي"]),
        (passed(), "وكالة «مدار» للأنباء", ["سامي"]),
        (passed(speaker="سامي نعمان"), None, ["وكالة مدار"]),
        (passed(), "…", ["وكالة مدار", "سامي"]),  # a publisher without a word is nobody's
        # who denies what a medium said does not pass it on
        (passed("deny", "media"), None, []),
        (passed("deny", None), None, []),
        (passed("deny", "person"), None, ["وكالة مدار", "سامي"]),
    ],
)
def test_via(draft: Draft, publisher: str | None, via: list[str]) -> None:
    details = details_of(PASSED, publisher)
    assert draft.parent
    details.fill(draft.parent)
    details.fill(draft)
    assert draft.via == via


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("وبحسب وكالة المرسى، قال سامي إن الطريق مفتوح", ["وكالة المرسى"]),
        ("ووفقا لصحيفة «المنارة»، قال سامي إن الطريق مفتوح", ["صحيفة المنارة"]),
        ("وبحسب وكالة المرسى فقد قال سامي إن الطريق مفتوح", ["وكالة المرسى"]),
        ("بحسب وكالة المرسى قال سامي إن الطريق مفتوح", ["وكالة المرسى"]),
        ("وبحسب ما جاء في صحيفة المرسى قال سامي إن الطريق مفتوح", ["صحيفة المرسى"]),
        ("ووفقا لـ «رويترز»، قال سامي إن الطريق مفتوح", ["رويترز"]),
        ("وبحسب صحيفة المرسى شهد الاجتماع خلافات حيث قال سامي إن الطريق مفتوح", []),
        ("وبحسب صحيفة تصدر في كل مدينة على نهر كبير أو صغير قال سامي إن الطريق مفتوح", []),  # no end is found
        ("وبحسب تقديره، قال سامي إن الطريق مفتوح", []),
        ("رأت وكالة المرسى، قال سامي إن الطريق مفتوح", []),
    ],
)
def test_the_outlet_that_heads_a_sentence_passes_on(text: str, via: list[str]) -> None:
    draft = draft_of(passage_of(text), "الطريق مفتوح", cue="قال", source="سامي", kind="person", speaker="سامي")
    details_of(passage_of(text)).fill(draft)
    assert draft.via == via


@pytest.mark.parametrize(
    ("text", "cue", "via"),
    [
        ("نقلت مواقع محلية عن سامي أن الطريق مفتوح", "نقلت", ["مواقع محلية"]),
        ("نقلت المرسى عن سامي أن الطريق مفتوح", "نقلت", ["المرسى"]),
        ("نسبت المرسى إلى سامي أن الطريق مفتوح", "نسبت", ["المرسى"]),
        ("نقلت المرسى نقلا عن سامي أن الطريق مفتوح", "نقلت", ["المرسى"]),
        ("نقلت الشرطة الجرحى من الموقع، وقالت نقلا عن سامي إن الطريق مفتوح", "نقلت", []),
        ("نقلت أمس عن سامي أن الطريق مفتوح", "نقلت", []),  # a day is nobody
        ("نقلت عن سامي أن الطريق مفتوح", "نقلت", []),
        ("ذكرت وكالة المرسى عن سامي أن الطريق مفتوح", "ذكرت", ["وكالة المرسى"]),
        ("ذكرت المرسى عن سامي أن الطريق مفتوح", "ذكرت", []),  # what else it may be
        ("أشارت المرسى إلى سامي أن الطريق مفتوح", "أشارت", []),
    ],
)
def test_who_stands_between_a_cue_and_the_one_it_names_passes_on(text: str, cue: str, via: list[str]) -> None:
    draft = draft_of(passage_of(text), "الطريق مفتوح", cue=cue, source="سامي", kind="person", speaker="سامي")
    details_of(passage_of(text)).fill(draft)
    assert draft.via == via


@pytest.mark.parametrize(
    ("name", "cited"),
    [
        ("مصدرا", "مصدر"),
        ("مصدرا مطلعا في الوزارة", "مصدر مطلع في الوزارة"),
        ("مسؤولًا كبيرًا في الوزارة", "مسؤول كبير في الوزارة"),
        ("تقريرا هندسيا", "تقرير هندسي"),
        ("تقريرا طبيا", "تقرير طبي"),
        ("مصدر مطلع", "مصدر مطلع"),
        ("مديرها", "مديرها"),  # a pronoun
        ("متحدثها الرسمي", "متحدثها الرسمي"),
        ("وزيرا الخارجية الروسي والأمريكي", "وزيرا الخارجية الروسي والأمريكي"),  # they are two
        ("المصدر", "المصدر"),
        ("وزارة المالية", "وزارة المالية"),
        ("ألمانيا", "ألمانيا"),  # no noun that heads names
        ("سوريا", "سوريا"),
    ],
)
@pytest.mark.parametrize(("kind", "heard"), [("unnamed", True), (None, True), ("person", False)])
def test_an_indefinite_name_is_cited_in_the_nominative(
    name: str, cited: str, kind: Kind | None, *, heard: bool
) -> None:
    passage = passage_of("قال سامي إن الطريق مفتوح")
    draft = draft_of(passage, "الطريق مفتوح", cue="قال", source="سامي", kind=kind, speaker=name)
    details_of(passage).fill(draft)
    assert draft.speaker == (cited if heard else name)


SENTENCES = passage_of("حذر سامي من الازدحام مؤكدا أن الجسر ضيق، بحسب المرسى. وقال سامي إن الطريق مفتوح")


@pytest.mark.parametrize(
    ("ways", "passed"),
    [
        ([["المرسى"], [], []], [["المرسى"], ["المرسى"], []]),  # not into the next sentence
        ([[], ["المرسى"], []], [["المرسى"], ["المرسى"], []]),
        ([["المرسى"], ["مدار"], []], [["المرسى"], ["مدار"], []]),  # each keeps its own
        ([[], [], []], [[], [], []]),
    ],
)
@pytest.mark.parametrize(("speaker", "shared"), [("سامي", True), ("ناصر", False), (None, False)])
def test_what_one_says_in_a_sentence_comes_the_same_way(
    ways: list[list[str]], passed: list[list[str]], speaker: str | None, *, shared: bool
) -> None:
    drafts = [
        draft_of(SENTENCES, "الازدحام", cue="حذر", speaker="سامي"),
        draft_of(SENTENCES, "الجسر ضيق", cue="مؤكدا", speaker=speaker),
        draft_of(SENTENCES, "الطريق مفتوح", cue="وقال", speaker="سامي"),
    ]
    drafts[2].mention.sentence = 1
    for draft, via in zip(drafts, ways, strict=True):
        draft.via = via
    pass_on(drafts)
    assert [draft.via for draft in drafts] == (passed if shared else ways)


def test_what_was_said_before_another_passed_something_on_did_not_come_that_way() -> None:
    text = "قال سامي إن الطريق مفتوح، وكانت المرسى نقلت عنه أن الجسر مغلق"
    passage = passage_of(text)
    said = draft_of(passage, "الطريق مفتوح", cue="قال", speaker="سامي")
    told = draft_of(passage, "الجسر مغلق", cue="نقلت", act="report", speaker="سامي")
    told.via = ["المرسى"]
    pass_on([said, told])
    assert said.via == []


def test_via_of_the_one_around() -> None:
    outer = passed().parent
    assert outer
    details_of(PASSED).fill(outer)
    assert outer.via == ["وكالة مدار"]


@pytest.mark.parametrize(
    ("name", "unjoined"),
    [
        ("للدراسة", "الدراسة"),
        ("للدراسة الجديدة", "الدراسة الجديدة"),
        ("لمصدر أمني", "مصدر أمني"),
        ("لوزير النقل", "وزير النقل"),
        # whatever the letters that are folded
        ("لوزارة النقل", "وزارة النقل"),
        ("لمسؤول محلي", "مسؤول محلي"),
        ("لهيئة الأرصاد", "هيئة الأرصاد"),
        # words that begin so themselves
        ("لجنة الحكام", "لجنة الحكام"),
        ("ليلى نعمان", "ليلى نعمان"),
        ("لقاء نعمان", "لقاء نعمان"),
        ("لله", "لله"),
        ("سامي نعمان", "سامي نعمان"),
        ("الوزارة", "الوزارة"),
    ],
)
def test_a_name_without_the_preposition_written_into_it(name: str, unjoined: str) -> None:
    assert details_of(passage_of(name)).without_preposition(name) == unjoined


# -- form --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "content", "form"),
    [
        ("قال إن الطريق مفتوح", "الطريق مفتوح", "indirect"),
        ("قال: «الطريق مفتوح»", "الطريق مفتوح", "direct"),
        ("قال: «الطريق مفتوح». وغادر", "الطريق مفتوح", "direct"),
        ('قال: "الطريق مفتوح"', "الطريق مفتوح", "direct"),
        ("قال: «الطريق مفتوح أمام الجميع", "الطريق مفتوح أمام الجميع", "direct"),
        ("قال: «الطريق مفتوح»، «والجسر سليم»", "الطريق مفتوح»، «والجسر سليم", "direct"),
        ("قال إن الطريق «مفتوح أمام الجميع»", "الطريق «مفتوح أمام الجميع»", "mixed"),
        ("قال إن «الطريق مفتوح» منذ أمس", "«الطريق مفتوح» منذ أمس", "mixed"),
        # marks that set off a name
        ('قال إن حملة "شجرة لكل بيت" بدأت', 'حملة "شجرة لكل بيت" بدأت', "indirect"),
        ('قال إن صحيفة "الميناء" ستصدر غدا', 'صحيفة "الميناء" ستصدر غدا', "indirect"),
        ('قال إن صحيفة "ستصدر غدا في كل مكان"', 'صحيفة "ستصدر غدا في كل مكان"', "mixed"),  # too long for one
        ('قال إن الوزير "لا يعلم" شيئا', 'الوزير "لا يعلم" شيئا', "mixed"),  # a clause
        ('قال إن الغيوم "الداكنة" تنحسر', 'الغيوم "الداكنة" تنحسر', "mixed"),  # nothing with a name stands before
    ],
)
def test_form(text: str, content: str, form: Form) -> None:
    passage = passage_of(text)
    assert details_of(passage).form(draft_of(passage, content, cue="قال")) == form


# -- laws --------------------------------------------------------------------------------------------------------------


@given(TEXTS.filter(str.strip), some.data())
def test_any_draft_gets_its_details(text: str, data: some.DataObject) -> None:
    passage = passage_of(text)
    size = len(passage.words)
    ranges = some.tuples(some.integers(0, size - 1), some.integers(1, size)).filter(lambda ends: ends[0] < ends[1])
    content, source, cue, relay = (data.draw(ranges), *(data.draw(some.none() | ranges) for _ in range(3)))
    anchor = cue[0] if cue else data.draw(some.integers(0, size - 1))
    mention = mention_of(anchor, content, source)
    draft = Draft(anchor, cue, data.draw(some.sampled_from(ACTS)), content, 0, source, None, relay, 0.5, mention)
    draft.kind = data.draw(some.sampled_from(["person", "unnamed", None]))
    details = details_of(passage)
    details.fill(draft)
    assert draft.rule
    assert details.form(draft) in ("direct", "indirect", "mixed")
    assert details.conjoined(draft) in (True, False)
    for part in (draft.time, draft.closeness):
        assert part is None or 0 <= part[0] < part[1] <= size
    assert all(draft.via)
