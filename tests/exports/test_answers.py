"""Answers for people: what is not stated is counted as nobody, and doubt is told."""

from __future__ import annotations

from riwaya.archive import Appearance, Claim
from riwaya.exports.answers import shown


def appearance(number: int, publisher: str | None, speaker: str | None, certainty: float = 1.0) -> Appearance:
    chain = tuple(name for name in (publisher, speaker) if name)
    return Appearance(number, None, publisher, None, None, "asserts", speaker, None, None, "", chain, certainty)


def second_line(*appearances: Appearance) -> str:
    origins = tuple(dict.fromkeys(each.speaker for each in appearances))
    return shown(Claim("إغلاق الجسر", appearances, origins), width=80, styled=False).splitlines()[1].strip()


def test_what_is_not_stated_is_no_outlet_and_no_origin() -> None:
    one, other = appearance(1, "صحيفة المرسى", "سامي نعمان"), appearance(2, None, None)
    assert second_line(one) == "1 article, 1 outlet, 1 origin"
    assert second_line(one, other) == "2 articles, 1 outlet (others not stated), 1 origin (others not stated)"
    assert second_line(other, appearance(3, None, None)) == "2 articles, outlet not stated, origin not stated"


def test_each_appearance_tells_how_certain_it_is() -> None:
    claim = Claim("إغلاق الجسر", (appearance(1, None, None), appearance(2, None, None, 0.234)), (None,))
    lines = shown(claim, width=80, styled=False).splitlines()[2:]
    assert [line.rpartition("  ")[2] for line in lines] == ["certainty 1.00", "certainty 0.23"]
