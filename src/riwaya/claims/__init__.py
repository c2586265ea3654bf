"""Claims: what statements put forward, which of them put forward the same, and who stands for or against it.

The stage takes statements and gives claims, in steps that can each be kept: :func:`propositions` frees what is put
forward from how it is put, :func:`candidates` finds pairs worth comparing, :func:`match` says how two stand to each
other, :func:`gather` makes claims of them, and :func:`answers` puts claims in the order in which they answer a
question. Nothing here knows a database.
"""

from riwaya.claims.candidates import candidates, centred
from riwaya.claims.features import Features, Traits, Weights, features, totals, traits
from riwaya.claims.gathering import Judgement, gather
from riwaya.claims.matching import Encoder, Known, match
from riwaya.claims.propositions import proposition, propositions
from riwaya.claims.ranking import Answer, answers, combined

__all__ = [
    "Answer",
    "Encoder",
    "Features",
    "Judgement",
    "Known",
    "Traits",
    "Weights",
    "answers",
    "candidates",
    "centred",
    "combined",
    "features",
    "gather",
    "match",
    "proposition",
    "propositions",
    "totals",
    "traits",
]
