"""The nouns, in the order they are made: capture, article, statement; name, party; proposition, claim.

Read this first. Every type is frozen; stages return new values. A value read from a page has a :class:`Reading` beside
it that says where it was read and by which rule.
"""

from riwaya.model.claims import Appearance, Claim, Match, Proposition, Relation, Stance
from riwaya.model.pages import Act, Article, Capture, Form, Kind, Mention, Name, Reading, Record, Statement, When
from riwaya.model.parties import Known, Link, Tenure, Term, Verdict

__all__ = [
    "Act",
    "Appearance",
    "Article",
    "Capture",
    "Claim",
    "Form",
    "Kind",
    "Known",
    "Link",
    "Match",
    "Mention",
    "Name",
    "Proposition",
    "Reading",
    "Record",
    "Relation",
    "Stance",
    "Statement",
    "Tenure",
    "Term",
    "Verdict",
    "When",
]
