"""How a statement stands to a claim: worked out from its act and its words together."""

from __future__ import annotations

from riwaya.model import Proposition, Stance


def towards(found: Proposition, claim: Proposition, *, same: bool) -> Stance:
    """Return how a statement stands to a claim.

    A denial is of the claim as worded, by the act («denied that …») or by a negation of the same words («said that it
    was not …»). To contradict is to give another account: another number, another place.

    Args:
        found: what the statement puts forward.
        claim: what the claim does.
        same: whether the two say the same, or contradict each other.
    """
    if found.stance == "declines":
        return "declines"
    if same:
        return found.stance
    if found.stance == "denies":
        return "asserts"
    return "denies" if found.negative != claim.negative else "contradicts"


def turned(stance: Stance) -> Stance:
    """Return how who stands so to a claim stands to its negation."""
    if stance == "declines":
        return "declines"
    return "asserts" if stance in {"denies", "contradicts"} else "denies"
