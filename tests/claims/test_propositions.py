"""What statements put forward, read from whole invented sentences."""

from __future__ import annotations

import pytest

import riwaya
from riwaya import claims, rules
from riwaya.model import Proposition, Stance
from riwaya.text import cut

RULES = rules.load()


def read(text: str, title: str | None = None) -> list[Proposition]:
    return claims.propositions(riwaya.attribute(text), text, RULES, title=title)


@pytest.mark.parametrize(
    ("text", "words", "stance", "negative", "rumour"),
    [
        ("قال المدير إن الجسر القديم مغلق أمام المارة.", "الجسر القديم مغلق أمام المارة", "asserts", False, False),
        ("قال المدير إن الجسر القديم لم يغلق أمام المارة.", "الجسر القديم لم يغلق أمام المارة", "asserts", True, False),
        ("نفت البلدية إغلاق الجسر القديم.", "إغلاق الجسر القديم", "denies", False, False),
        ("نفت البلدية صحة الأنباء التي تحدثت عن إغلاق الجسر القديم.", "إغلاق الجسر القديم", "denies", False, True),
        ("نفت البلدية ما تردد في مواقع التواصل عن إغلاق الجسر القديم.", "إغلاق الجسر القديم", "denies", False, True),
        ("أكد المدير أنه لا صحة لإغلاق الجسر القديم، وأن الطريق مفتوح.", "إغلاق الجسر القديم", "denies", False, False),
        ("أكد المدير عدم صحة إغلاق الجسر القديم أمام المارة.", "إغلاق الجسر القديم أمام المارة", "denies", False, False),
        ("قال المدير إن ما تردد عن إغلاق الجسر القديم عار عن الصحة.", "إغلاق الجسر القديم", "denies", False, True),
        ("أكد المدير إغلاق الجسر القديم.", "إغلاق الجسر القديم", "confirms", False, False),
        ("رفضت البلدية التعليق على إغلاق الجسر القديم.", "إغلاق الجسر القديم", "declines", False, False),
        ("أفادت صحيفة المرسى بأن الجسر القديم مغلق أمام المارة.", "الجسر القديم مغلق أمام المارة", "reports", False, False),
        ("قالت صحيفة المرسى إن الجسر القديم مغلق أمام المارة.", "الجسر القديم مغلق أمام المارة", "reports", False, False),
        ("قال المدير إن الجسر لا يزال مغلقا منذ أمس.", "الجسر لا يزال مغلقا منذ أمس", "asserts", False, False),
    ],
)  # fmt: skip
def test_a_statement_puts_forward(text: str, words: str, stance: Stance, negative: bool, rumour: bool) -> None:
    [found] = read(text)[:1]
    assert (found.text, found.stance, found.negative, found.rumour) == (words, stance, negative, rumour)
    assert cut(text, found.words) == words


def test_a_hedge_is_kept() -> None:
    assert read("قال المدير إن الجسر قد يغلق الأسبوع المقبل.")[0].hedged
    assert not read("قال المدير إن الجسر قد أغلق الأسبوع الماضي.")[0].hedged


def test_a_denial_of_a_negation_affirms() -> None:
    assert not read("نفت البلدية إغلاق الجسر القديم.")[0].affirmed
    assert not read("قال المدير إن الجسر القديم لم يغلق.")[0].affirmed
    assert read("نفت البلدية عدم إغلاق الجسر القديم.")[0].affirmed


def test_what_only_points_is_led_back_to_what_another_said_before() -> None:
    said, denied = read("قال السكان إن الجسر القديم مغلق أمام المارة. ونفت البلدية ذلك.")
    assert denied.pointing
    assert (denied.text, denied.stance) == (said.text, "denies")


def test_what_only_points_is_led_back_to_the_headline_if_nothing_was_said_before() -> None:
    [denied] = read("نفت البلدية هذه الأنباء.", title="شائعات عن إغلاق الجسر القديم")
    assert denied.text == "شائعات عن إغلاق الجسر القديم"


def test_a_negation_in_a_clause_of_its_own_is_not_the_claims() -> None:
    assert not read("قال المدير إن السكان الذين لم يعبروا الجسر كثيرون.")[0].negative
