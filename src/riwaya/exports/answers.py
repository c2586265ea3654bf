"""Answers: claims with who stands where, for people in a terminal, and as JSON lines."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from riwaya.archive import Appearance, Claim
from riwaya.exports.characters import counted, json_line
from riwaya.exports.terminals import Styles, isolate, wrap

_INDENT = "  "


def line(claim: Claim) -> str:
    """Return a claim as one line of JSON."""
    return json_line(
        {
            "claim": claim.text,
            "contested": claim.contested,
            "origins": list(claim.origins),
            "appearances": [_values(each) for each in claim.appearances],
        }
    )


def _values(one: Appearance) -> dict[str, object]:
    return {
        "article": one.article,
        "title": one.title,
        "publisher": one.publisher,
        "published": one.published and str(one.published),
        "url": one.url,
        "stance": one.stance,
        "speaker": one.speaker,
        "kind": one.kind,
        "words": one.words,
        "chain": list(one.chain),
        "certainty": round(one.certainty, 3),
        "statement": one.statement and one.statement.to_dict(),
    }


def shown(claim: Claim, *, width: int, styled: bool) -> str:
    """Return a claim as lines for a terminal: its words, then who stands where, and how certainly."""
    styles = Styles(on=styled)
    sums = (
        counted(len({each.article for each in claim.appearances}), "article"),
        _stated({each.publisher for each in claim.appearances}, "outlet"),
        _stated(set(claim.origins), "origin"),
    )
    state = f"  {styles.warning('contested')}" if claim.contested else ""
    lines = [*(styles.bold(isolate(each)) for each in wrap(claim.text, width)), f"{_INDENT}{', '.join(sums)}{state}"]
    for one in claim.appearances:
        about = [str(one.published) if one.published else "", one.publisher or ""]
        who = isolate(one.speaker) if one.speaker else "not stated"
        where = "  ".join(isolate(part) for part in about if part)
        lines.append(f"{_INDENT}{one.stance}: {who}  [{one.article}] {where}".rstrip())
        lines[-1] += f"  certainty {one.certainty:.2f}"
    return "\n".join(lines)


def _stated(names: AbstractSet[str | None], noun: str) -> str:
    """Return how many are named; who is not stated is none of them, and is told."""
    named = names - {None}
    if not named:
        return f"{noun} not stated"
    return counted(len(named), noun) + (" (others not stated)" if None in names else "")
