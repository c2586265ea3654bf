"""Profiles of parties: for people in a terminal, and as JSON lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from riwaya.archive import Judgement, Party, Profile
from riwaya.archive.profiles import Month
from riwaya.exports.characters import counted, json_line
from riwaya.exports.terminals import Styles, isolate, wrap
from riwaya.model import Name

_INDENT = "  "
_BAR = 24  # columns of the longest bar
_FULL, _PART = "\u2588", "\u258c"


def line(profile: Profile) -> str:
    """Return a profile as one line of JSON."""
    names = {one.number: one.name.words for one in profile.names}
    return json_line(
        {
            "party": profile.party.number,
            "words": profile.party.words,
            "kind": profile.party.kind,
            "times": profile.party.times,
            "names": [{"words": one.name.words, "kind": one.name.kind, "times": one.times} for one in profile.names],
            "links": [
                {
                    "one": names[link.one],
                    "other": names[link.other],
                    "rule": link.rule,
                    "reason": link.reason,
                    "certainty": round(link.certainty, 3),
                }
                for link in profile.links
            ],
            "judgements": [
                {
                    "number": one.number,
                    "verb": one.verb,
                    "one": one.one.words,
                    "other": _words(one.other),
                    "why": one.why,
                    "by": one.by,
                    "made": one.made,
                    "undone": one.undone,
                }
                for one in profile.judgements
            ],
            "tenures": [
                {
                    "office": one.office,
                    "earliest": str(one.earliest),
                    "latest": str(one.latest),
                    "times": one.times,
                }
                for one in profile.tenures
            ],
            "acts": dict(profile.acts),
            "media": dict(profile.media),
            "via": dict(profile.via),
            "publishers": dict(profile.publishers),
            "months": [
                {"month": f"{month.first:%Y-%m}", "said": month.said, "denied": month.denied}
                for month in profile.months
            ],
            "about": list(profile.about),
        }
    )


def shown(profile: Profile, *, width: int, styled: bool) -> str:
    """Return a profile as lines for a terminal: who it is and why, then what it said, where, when, about what."""
    styles, party = Styles(on=styled), profile.party
    source = f"source in {counted(party.times, 'article')}"
    lines = [f"{styles.bold(isolate(party.words))}  {party.kind} [{party.number}], {source}"]
    lines += _list("names", (f"{isolate(one.name.words)} {one.times}" for one in profile.names), width)
    lines += _list(
        "offices", (_tenure(one.office, str(one.earliest), str(one.latest)) for one in profile.tenures), width
    )
    lines += _list("acts", (f"{act} {times}" for act, times in profile.acts), width)
    for title, those in (("where", profile.media), ("by way of", profile.via), ("quoted by", profile.publishers)):
        lines += _list(title, (f"{isolate(words)} {times}" for words, times in those), width)
    lines += _list("about", map(isolate, profile.about), width)
    lines += _timeline(profile.months)
    if profile.links:
        lines.append(f"{_INDENT}one party because")
        lines += [f"{_INDENT * 2}{isolate(link.reason)} ({link.certainty:.2f})" for link in profile.links]
    lines += [f"{_INDENT}{judged(one)}" for one in profile.judgements if one.undone is None]
    return "\n".join(lines)


def others(parties: Sequence[Party]) -> str:
    """Return in a line which other parties are called so."""
    return f"also called so: {', '.join(f'{isolate(one.words)} [{one.number}]' for one in parties)}"


def _tenure(office: str, earliest: str, latest: str) -> str:
    return f"{isolate(office)} {earliest if earliest == latest else f'{earliest} to {latest}'}"


def in_a_line(profile: Profile) -> str:
    """Return a party and its names in a line."""
    names = ", ".join(isolate(one.name.words) for one in profile.names)
    return f"[{profile.party.number}] {isolate(profile.party.words)}: {names}"


def judged(one: Judgement) -> str:
    """Return a judgement in a line."""
    undone = f", undone {one.undone}" if one.undone else ""
    names = f"{isolate(one.one.words)} {isolate(_words(one.other))}"
    return f"{one.verb} {names}: {isolate(one.why)} ({isolate(one.by)}, {one.made}{undone})"


def _words(other: Name | str) -> str:
    return other.words if isinstance(other, Name) else other


def _list(title: str, parts: Iterable[str], width: int) -> list[str]:
    """Return a titled list, broken where it gets too long; nothing of an empty one."""
    joined = ", ".join(part.replace(" ", "\u00a0") for part in parts)
    if not joined:
        return []
    lines = wrap(f"{title}: {joined}", width - len(_INDENT) * 2)
    return [f"{_INDENT * (1 + bool(at))}{each}".replace("\u00a0", " ") for at, each in enumerate(lines)]


def _timeline(months: Sequence[Month]) -> list[str]:
    most = max((month.said for month in months), default=0)
    return [
        f"{_INDENT}{month.first:%Y-%m} {_bar(month.said, most)} {month.said}"
        + (f", {month.denied} denied" if month.denied else "")
        for month in months
    ]


def _bar(number: int, most: int) -> str:
    halves = max(1, round(2 * _BAR * number / most))
    return _FULL * (halves // 2) + _PART * (halves % 2)
