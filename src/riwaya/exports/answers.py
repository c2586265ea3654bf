"""Answers: claims with who stands where, for people in a terminal, and as JSON lines."""

from __future__ import annotations

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
    """Return a claim as lines for a terminal: its words, then who stands where."""
    styles = Styles(on=styled)
    articles, outlets = {each.article for each in claim.appearances}, {each.publisher for each in claim.appearances}
    sums = (counted(len(articles), "article"), counted(len(outlets), "outlet"), counted(len(claim.origins), "origin"))
    state = f"  {styles.warning('contested')}" if claim.contested else ""
    lines = [*(styles.bold(isolate(each)) for each in wrap(claim.text, width)), f"{_INDENT}{', '.join(sums)}{state}"]
    for one in claim.appearances:
        about = [str(one.published) if one.published else "", one.publisher or ""]
        who = isolate(one.speaker) if one.speaker else "not stated"
        where = "  ".join(isolate(part) for part in about if part)
        lines.append(f"{_INDENT}{one.stance}: {who}  [{one.article}] {where}".rstrip())
    return "\n".join(lines)
