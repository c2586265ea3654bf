from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.chains.invented import DAY, article, place, statement

from riwaya import chains
from riwaya import rules as tables
from riwaya.model import Article, Statement, When
from riwaya.text import cut

CONTENT = "الرصيف الشمالي سيغلق أمام السفن الكبيرة ثلاثة أيام لإصلاح دعامتين من دعاماته"


def account(content: str = CONTENT, *, published: dt.date = DAY, **parts: object) -> Article:
    """An article of one statement: cue, source, content."""
    source, cue = str(parts.pop("source", "مصدر في المرفأ")), str(parts.pop("cue", "قال"))
    text = f"{cue} {source} إن {content} كما جاء في نشرة المساء.".replace("  ", " ")
    parts.setdefault("kind", "unnamed")
    told = statement(text, content, source=source, cue=cue, **parts)  # type: ignore[arg-type]
    return article(text, published=published, statements=(told,))


def changes(one: Article, other: Article) -> list[tuple[str, str, str]]:
    """Kinds with the words of both places."""
    found = chains.drift(one, other, [(0, 0)], tables.load())
    return [(each.kind, cut(one.text, each.one), cut(other.text, each.other)) for each in found]


def test_a_speaker_who_is_carried_over_got_no_other_name() -> None:
    """The words of the sentence are the same: only the resolution differs, and it may err."""
    carried = account(source="", speaker="سامي نعمان")
    assert changes(account(), carried) == []


def test_doubtful_readings_tell_no_drift() -> None:
    assert changes(account(certainty=0.7), account(source="مصادر", certainty=0.7)) == []
    assert changes(account(certainty=0.8), account(source="مصادر", certainty=0.7)) != []


def test_what_happened_to_a_speaker_is_told_once() -> None:
    text = "قال مصدر إن الرصيف مغلق. وقال مصدر إن السفن تنتظر."
    other = text.replace("مصدر", "مصادر")
    one = [statement(text, content, source="مصدر", kind="unnamed") for content in ("الرصيف مغلق", "السفن تنتظر")]
    two = [statement(other, content, source="مصادر", kind="unnamed") for content in ("الرصيف مغلق", "السفن تنتظر")]
    both = article(text, statements=tuple(one)), article(other, statements=tuple(two))
    found = chains.drift(*both, [(0, 0), (1, 1)], tables.load())
    assert [(each.kind, each.statement_of_one) for each in found] == [("source_multiplied", 0)]


def test_a_relative_pronoun_is_no_negation() -> None:
    assert changes(account("الرصيف مغلق ما يؤخر السفن الكبيرة"), account("الرصيف مغلق ويؤخر السفن الكبيرة")) == []


def test_nothing_drifts_between_equal_accounts() -> None:
    assert changes(account(), account()) == []


def test_a_source_is_lost() -> None:
    assert changes(account(), account(source="")) == [("source_lost", "مصدر في المرفأ", "قال")]
    assert changes(account(source=""), account()) == [], "what was found again is seen from the other side"


@pytest.mark.parametrize(
    ("one", "other"),
    [("مصدر في المرفأ", "مصادر في المرفأ"), ("المسؤول", "مسؤولون"), ("شاهد عيان", "شهود عيان"), ("خبير", "خبراء")],
)
def test_a_source_becomes_several(one: str, other: str) -> None:
    assert changes(account(source=one), account(source=other)) == [("source_multiplied", one, other)]
    assert changes(account(source=other), account(source=one)) == []
    assert changes(account(source=one), account(source=one)) == []


def test_who_was_not_named_gets_a_name_and_the_reverse() -> None:
    unnamed, named = account(), account(source="سامي نعمان", kind="person")
    assert changes(unnamed, named) == [("named", "مصدر في المرفأ", "سامي نعمان")]
    assert changes(named, unnamed) == [("unnamed", "سامي نعمان", "مصدر في المرفأ")]
    assert changes(account(kind="document"), named) == []
    assert changes(account(source="مندوبا البلدين"), account(source="مندوبا البلدين معا", kind="organisation")) == []


@pytest.mark.parametrize(
    ("hedged", "plain", "hedge"),
    [
        ("الرصيف الشمالي قد يغلق أمام السفن", "الرصيف الشمالي سيغلق أمام السفن", "قد"),
        ("الرصيف الشمالي ربما أغلق أمام السفن", "الرصيف الشمالي أغلق أمام السفن", "ربما"),
        ("ربما يغلق الرصيف أمام السفن", "يغلق الرصيف أمام السفن", "ربما"),
        ("من المحتمل أن يغلق الرصيف أمام السفن", "يغلق الرصيف أمام السفن", "من المحتمل أن"),
        ("الرصيف سيغلق على الأرجح أمام السفن", "الرصيف سيغلق أمام السفن", "على الأرجح"),
    ],
)
def test_a_hedge_is_lost(hedged: str, plain: str, hedge: str) -> None:
    [(kind, one, _)] = changes(account(hedged), account(plain))
    assert (kind, one) == ("hedge_lost", hedge)
    assert changes(account(plain), account(hedged)) == []
    assert changes(account(hedged), account(hedged)) == []


def test_another_hedge_is_no_loss() -> None:
    assert changes(account("ربما يغلق الرصيف أمام السفن"), account("قد يغلق الرصيف أمام السفن")) == []


def test_before_the_perfect_the_same_word_is_no_hedge() -> None:
    assert changes(account("الرصيف قد أغلق أمام السفن"), account("الرصيف أغلق أمام السفن")) == []
    assert changes(account("الرصيف قد تم إغلاقه أمام السفن"), account("الرصيف تم إغلاقه أمام السفن")) == []


def test_a_sentence_that_is_left_out_is_no_lost_hedge() -> None:
    longer = CONTENT + " وإن العمال قد يضربون بعد ذلك احتجاجا على خفض أجورهم"
    assert changes(account(longer), account()) == []


@pytest.mark.parametrize(
    ("one", "other", "hardened"),
    [("allege", "say", True), ("say", "confirm", True), ("allege", "confirm", True), ("confirm", "say", False),
     ("report", "say", False), ("say", "warn", False), ("demand", "confirm", False)],
)  # fmt: skip
def test_a_cue_hardens(one: str, other: str, hardened: bool) -> None:
    found = changes(account(act=one, cue="زعم"), account(act=other, cue="أكد"))
    assert found == ([("cue_hardened", "زعم", "أكد")] if hardened else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [("12", "15"), ("خمسة وعشرين", "خمسة وثلاثين"), ("12 ألف", "12 مليون"), ("مئتي", "300"), ("12.5", "12.7")],
)
def test_a_number_changes(one: str, other: str) -> None:
    telling = "سيغلق الرصيف الشمالي أمام {} سفينة محملة بالحبوب"
    assert changes(account(telling.format(one)), account(telling.format(other))) == [("number_changed", one, other)]


@pytest.mark.parametrize(("one", "other"), [("12 ألف", "اثني عشر ألف"), ("12,500", "12500"), ("١٢", "12")])
def test_a_number_in_other_words_is_the_same(one: str, other: str) -> None:
    telling = "سيغلق الرصيف الشمالي أمام {} سفينة محملة بالحبوب"
    assert changes(account(telling.format(one)), account(telling.format(other))) == []


@pytest.mark.parametrize("other", ["5.557 مليون", "22 ألف"])
def test_a_number_that_can_be_read_in_two_ways_is_no_change(other: str) -> None:
    telling = "سيغلق الرصيف الشمالي أمام {} سفينة محملة بالحبوب"
    assert changes(account(telling.format("5\u0631557 مليون")), account(telling.format(other))) == []


def test_a_date_changes_and_the_same_day_in_other_words_does_not() -> None:
    telling = "سيغلق الرصيف الشمالي {} أمام السفن المحملة بالحبوب"
    one, other = account(telling.format("يوم 9 آذار 2025")), account(telling.format("يوم 11 مارس 2025"))
    assert changes(one, other) == [("date_changed", "9 آذار 2025", "11 مارس 2025")]
    assert changes(one, account(telling.format("في 9 مارس 2025"))) == []
    today, yesterday = account(telling.format("اليوم")), telling.format("أمس")
    assert changes(today, account(yesterday, published=DAY + dt.timedelta(days=1))) == []
    assert changes(today, account(yesterday)) == [], "of the newspaper that is dated a day later"
    assert [kind for kind, _, _ in changes(today, account(telling.format("الأحد المقبل")))] == ["date_changed"]


def test_when_it_was_said_changes() -> None:
    days = [When(DAY + dt.timedelta(days=shift), DAY + dt.timedelta(days=shift)) for shift in (0, 2, 1)]
    assert [kind for kind, _, _ in changes(account(said=days[0]), account(said=days[1]))] == ["date_changed"]
    assert changes(account(said=days[0]), account(said=days[2])) == []
    assert changes(account(said=days[0]), account(said=None)) == []


def test_a_denial_is_dropped() -> None:
    denied, said = account(act="deny", cue="نفى"), account()
    assert changes(denied, said) == [("denial_dropped", "نفى", "قال")]
    assert changes(denied, account(act="decline", cue="رفض")) == []
    assert changes(account(negated=True), said) == [("denial_dropped", "قال", "قال")]


def test_a_negation_is_dropped_from_what_is_said() -> None:
    one, other = account("الرصيف لن يغلق أمام السفن"), account("الرصيف يغلق أمام السفن")
    assert changes(one, other) == [("denial_dropped", "لن", "يغلق")]
    assert changes(other, one) == []


def test_a_denial_told_as_a_negation_is_no_loss() -> None:
    denied = account("الرصيف يغلق أمام السفن", act="deny", cue="نفى أن")
    assert changes(denied, account("الرصيف لن يغلق أمام السفن")) == []


def test_a_finding_names_both_statements_and_the_row() -> None:
    [found] = chains.drift(account(), account(source="مصادر"), [(0, 0)], tables.load())
    assert (found.statement_of_one, found.statement_of_other, found.rule) == (0, 0, "plural.source")
    assert found.certainty == 1


def test_statements_are_aligned_by_the_passage_they_stand_in() -> None:
    opening, closing = (
        "أعلن مدير المرفأ سامي نعمان للصحافيين أن ",
        " لإصلاح دعامتين من دعاماته الست. وأضاف أن العمل مستمر.",
    )
    one = f"{opening}الرصيف قد يغلق ثلاثة أيام أمام السفن الكبيرة كلها{closing}"
    other = f"عاجل من الرمال. {opening}الرصيف سيغلق ثلاثة أيام أمام السفن الكبيرة كلها{closing}"

    def told(text: str, first: str) -> tuple[Statement, ...]:
        return statement(text, first, source="سامي نعمان", cue="أعلن"), statement(text, "العمل مستمر", cue="أضاف")

    first = article(one, statements=told(one, "الرصيف قد يغلق ثلاثة أيام أمام السفن الكبيرة كلها"))
    second = article(other, statements=told(other, "الرصيف سيغلق ثلاثة أيام أمام السفن الكبيرة كلها")[::-1])
    pairs = chains.aligned(first, second, chains.shared(one, other))
    assert pairs == [(0, 1), (1, 0)]
    assert [each.kind for each in chains.drift(first, second, pairs, tables.load())] == ["hedge_lost"]


def test_other_statements_are_not_aligned() -> None:
    assert chains.aligned(account(), account(), []) == []


def test_no_content_is_compared_with_no_content() -> None:
    empty = account()
    told = statement(empty.text, "", source="مصدر في المرفأ")
    page = article(empty.text, statements=(told,))
    assert place(page.text, "") == ()
    assert changes(page, page) == []


WORDS = some.lists(
    some.sampled_from([*CONTENT.split(), "12", "قد", "يغلق", "لن", "أمس", "ربما", "خمسة"]), min_size=1, max_size=14
)


@given(WORDS, some.sampled_from(["say", "deny", "allege", "confirm"]))
def test_an_account_never_drifts_from_itself(words: list[str], act: str) -> None:
    one = account(" ".join(words), act=act)
    assert changes(one, one) == []


@given(WORDS, WORDS)
def test_both_places_are_places_of_their_texts(one: list[str], other: list[str]) -> None:
    first, second = account(" ".join(one)), account(" ".join(other))
    for found in chains.drift(first, second, [(0, 0)], tables.load()):
        assert found.one
        assert found.other
        assert all(0 <= start < end <= len(first.text) for start, end in found.one)
        assert all(0 <= start < end <= len(second.text) for start, end in found.other)
