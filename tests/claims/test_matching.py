"""How two propositions stand to each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from invented import Words, known, matched, put

from riwaya import claims
from riwaya.model import Match


def only(one: str, other: str, *, negative: bool = False) -> Match | None:
    found = matched([put(one), put(other, negative=negative)])
    return found[0] if found else None


def test_near_copies_are_the_same_without_being_judged() -> None:
    encoder = Words()
    several = [put("أغلقت البلدية الجسر القديم"), put("أغلقت البلديّة الجسر القديم.")]
    [found] = claims.match([(1, 0)], known(several, encoder), encoder)
    assert (found.one, found.other, found.relation, found.certainty) == (0, 1, "same", 1.0)
    assert encoder.asked == []


@pytest.mark.parametrize(
    ("one", "other", "negative", "relation"),
    [
        ("أغلقت بلدية المرسى الجسر القديم", "بلدية المرسى أغلقت أمس الجسر القديم", False, "same"),
        ("بلدية المرسى أغلقت الجسر القديم", "بلدية المرسى لم تغلق الجسر القديم", True, "contradicts"),
        ("أوقع حريق الميناء 12 قتيلا", "أوقع حريق الميناء 30 قتيلا", False, "contradicts"),
        ("أغلقت بلدية المرسى الجسر القديم", "وزعت وزارة الزراعة البذور", False, None),
        ("زار وزير الزراعة بلدية المرسى", "أقالت بلدية المرسى مدير الحدائق", False, None),
    ],
)
def test_a_pair(one: str, other: str, negative: bool, relation: str | None) -> None:
    found = only(one, other, negative=negative)
    assert (found.relation if found else None) == relation


def test_a_changed_number_is_never_the_same_whatever_is_judged() -> None:
    class Sure(Words):
        def pairs(self, firsts: Sequence[str], seconds: Sequence[str]) -> npt.NDArray[np.float32]:
            assert len(firsts) == len(seconds)
            return np.tile(np.array([1.0, 0.0, 0.0], np.float32), (len(firsts), 1))

    several = [put("أوقع حريق الميناء 12 قتيلا"), put("أوقع حريق الميناء 30 قتيلا")]
    encoder = Sure()
    [found] = claims.match([(0, 1)], known(several, encoder), encoder)
    assert found.relation == "contradicts"
    assert any("12" in reason and "30" in reason for reason in found.reasons)


class Contrary(Words):
    """Calls everything a contradiction."""

    def pairs(self, firsts: Sequence[str], seconds: Sequence[str]) -> npt.NDArray[np.float32]:
        assert len(firsts) == len(seconds)
        return np.tile(np.array([0.0, 0.98, 0.02], np.float32), (len(firsts), 1))


def test_a_contradiction_that_nothing_speaks_for_is_not_believed_of_what_is_alike() -> None:
    encoder = Contrary()
    several = [put("أغلقت بلدية المرسى الجسر القديم"), put("أعلن أن بلدية المرسى أغلقت طريق الجسر")]
    [found] = claims.match([(0, 1)], known(several, encoder), encoder)
    assert found.relation == "same"


def test_a_contradiction_that_nothing_speaks_for_gathers_nothing() -> None:
    encoder = Contrary()
    several = [put("أغلقت بلدية المرسى الجسر القديم أمام المارة"), put("بلدية المرسى تحتفل بعيد الجسر")]
    [found] = claims.match([(0, 1)], known(several, encoder), encoder)
    assert (found.relation, found.certainty) == ("contradicts", pytest.approx(0.49))
    assert len(claims.gather(dict(enumerate(several)), [found])) == 2


def test_what_says_more_is_narrower_and_comes_first() -> None:
    several = [
        put("أوقع حريق الميناء قتلى"),
        put("أوقع حريق الميناء 12 قتيلا بينهم رجال إطفاء"),
    ]
    [found] = matched(several)
    assert (found.relation, found.one, found.other) == ("narrower", 1, 0)


def test_what_is_almost_the_same_needs_no_judge_unless_it_negates() -> None:
    one = "أغلقت بلدية المرسى الجسر القديم أمام السيارات والمارة حتى نهاية الأسبوع المقبل"
    other = "أغلقت بلدية المرسى الجسر القديم أمام السيارات والمارة حتى آخر الأسبوع المقبل"
    for negative, judged in ((False, 0), (True, 1)):
        encoder = Words()
        several = [put(one), put(other, negative=negative)]
        [found] = claims.match([(0, 1)], known(several, encoder), encoder)
        assert len(encoder.asked) == judged
        assert found.relation == ("contradicts" if negative else "same")


def test_only_the_likest_are_judged() -> None:
    encoder = Words()
    several = [put(f"أغلقت بلدية المرسى الجسر القديم {word}") for word in ("أمس", "اليوم", "غدا")]
    claims.match([(0, 1), (0, 2), (1, 2)], known(several, encoder), encoder, most=1)
    assert len(encoder.asked) == 1


def test_the_reasons_name_the_rare_words() -> None:
    found = only("أغلقت بلدية المرسى الجسر القديم", "بلدية المرسى أغلقت أمس الجسر القديم")
    assert found
    assert any("مرسي" in reason for reason in found.reasons)
