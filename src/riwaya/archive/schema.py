"""The tables of an archive, named by the nouns; what is kept of each, and how a value becomes a column.

Captures and sightings are evidence, and so are the judgements of people: they are added and never changed. Articles,
statements and problems are conclusions of a reader: they carry the version of the reader that drew them, and a later
one may replace them. Parties, and what leads to them, follow from all these and can be worked out anew at any time.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from riwaya.archive.texts import Found

metadata: Final = MetaData()

capture: Final = Table(
    "capture",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),  # SHA-256 of the body, in hexadecimal
    Column("body", LargeBinary, nullable=False),  # compressed; see `packing`
    Column("size", Integer, nullable=False),  # of the body as found, in bytes
    Column("media_type", String, nullable=False),
    Column("encoding", String, nullable=False),
    Column("repaired", String),
    Column("text_field", Found),
    Column("given", JSON, nullable=False),
    Column("problems", JSON, nullable=False),  # what was lost or doubtful when it was taken
    Column("version", String),  # of the reader that read it last; none if none has yet
    Index("capture_version", "version"),
    sqlite_autoincrement=True,  # a number is never given twice
)

# Under which name and address a capture was met, and when: the same page again adds to `times`, and no capture.
sighting: Final = Table(
    "sighting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("capture_id", ForeignKey("capture.id"), nullable=False),
    Column("name", Found, nullable=False),
    Column("url", Found, nullable=False),  # empty if it is not known
    Column("first", String(32), nullable=False),  # ISO 8601, UTC
    Column("last", String(32), nullable=False),
    Column("times", Integer, nullable=False),
    UniqueConstraint("capture_id", "name", "url"),
    Index("sighting_url", "url"),
)

article: Final = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("capture_id", ForeignKey("capture.id"), nullable=False),
    Column("place", Integer, nullable=False),  # on its page, from 0
    Column("title", Found),
    Column("text", Found, nullable=False),
    Column("published", Date),
    Column("updated", Date),
    Column("publisher", Found),
    Column("byline", Found),
    Column("dateline", Found),
    Column("credits", JSON, nullable=False),
    Column("url", Found),
    Column("language", String(8)),
    Column("readings", JSON, nullable=False),
    Column("alignment", LargeBinary, nullable=False),  # packed; see `packing`
    Column("problems", JSON, nullable=False),
    UniqueConstraint("capture_id", "place"),
    Index("article_published", "published"),
    sqlite_autoincrement=True,  # a number is never given twice
)

statement: Final = Table(
    "statement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False),
    Column("place", Integer, nullable=False),  # in its article, from 0
    Column("content", JSON, nullable=False),  # extents: lists of pairs of code points of the article's text
    Column("source", JSON, nullable=False),
    Column("cue", JSON, nullable=False),
    Column("medium", JSON, nullable=False),
    Column("closeness", JSON, nullable=False),
    Column("speaker", Found),
    Column("kind", String(16)),
    Column("act", String(16), nullable=False),
    Column("form", String(16), nullable=False),
    Column("via", JSON, nullable=False),
    Column("said", JSON),
    Column("within", Integer),
    Column("negated", Boolean, nullable=False),
    Column("certainty", Float, nullable=False),
    Column("rule", String, nullable=False),
    Column("name_id", ForeignKey("name.id")),  # who is named as its source; none for who is only described
    Column("office", Found),  # what the words beside the name say that its bearer is; without a name, who speaks
    UniqueConstraint("article_id", "place"),
    Index("statement_act", "act"),
    Index("statement_name", "name_id"),
    Index("statement_office", "office"),
    sqlite_autoincrement=True,  # a number is never given twice
)

# What kept a page, or a part of it, from being read; also of inputs that gave no capture.
problem: Final = Table(
    "problem",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("capture_id", ForeignKey("capture.id")),
    Column("code", String, nullable=False),
    Column("message", Found, nullable=False),
    Column("where", Found),
    Column("span", JSON),
    Index("problem_capture", "capture_id"),
    Index("problem_code", "code"),
)

# A spelling by which somebody is named. What is counted of it, and its party, follow from the statements and links.
name: Final = Table(
    "name",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("words", Found, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("times", Integer, nullable=False),  # articles in which it is a source
    Column("party_id", Integer),  # none until it has been looked at
    Column("due", Boolean, nullable=False),  # whether its statements changed since it was looked at
    UniqueConstraint("words", "kind"),
    Index("name_party", "party_id"),
    Index("name_due", "due"),
    sqlite_autoincrement=True,  # a number is never given twice
)

# The offices met beside a name.
term: Final = Table(
    "term",
    metadata,
    Column("name_id", ForeignKey("name.id"), primary_key=True),
    Column("office", Found, primary_key=True),
    Column("earliest", Date),
    Column("latest", Date),
    Column("times", Integer, nullable=False),
    Index("term_office", "office"),
)

# What the words of an office mean: two wordings of one office have the same post.
office: Final = Table(
    "office",
    metadata,
    Column("words", Found, primary_key=True),
    Column("post", Found),  # none until it has been looked at
    Column("due", Boolean, nullable=False),  # whether statements or parties with it changed since
    Index("office_post", "post"),
    Index("office_due", "due"),
)

# Who an office stands for in the articles of a day, where it is met without a name and one party alone held it.
bearer: Final = Table(
    "bearer",
    metadata,
    Column("office", Found, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("name_id", ForeignKey("name.id"), nullable=False),  # one of the party's
    Index("bearer_name", "name_id"),
)

# Names that share a key are compared; what is decided among them depends on nothing else.
block: Final = Table(
    "block",
    metadata,
    Column("key", Found, primary_key=True),
    Column("name_id", ForeignKey("name.id"), primary_key=True),
    Index("block_name", "name_id"),
)

# Why two names are taken for one party's.
link: Final = Table(
    "link",
    metadata,
    Column("key", Found, primary_key=True),  # of the block in which it was decided
    Column("one_id", ForeignKey("name.id"), primary_key=True),
    Column("other_id", ForeignKey("name.id"), primary_key=True),
    Column("rule", String, nullable=False),
    Column("reason", Found, nullable=False),
    Column("certainty", Float, nullable=False),
    Index("link_one", "one_id"),
    Index("link_other", "other_id"),
)

# Names taken together: the number is the smallest of theirs.
party: Final = Table(
    "party",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("words", Found, nullable=False),  # how it is called
    Column("kind", String(16), nullable=False),
    Column("times", Integer, nullable=False),
)

# A word, in its indexed form, in another spelling, as met in names of one party: who looks for one finds the other.
spelling: Final = Table(
    "spelling",
    metadata,
    Column("key", Found, primary_key=True),  # of the block in which it was met
    Column("word", Found, primary_key=True),
    Column("other", Found, primary_key=True),
    Index("spelling_word", "word"),
)

# What people decided. It is added and may be undone; nothing that is read anew changes it.
judgement: Final = Table(
    "judgement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made", String(32), nullable=False),  # ISO 8601, UTC
    Column("by", Found, nullable=False),
    Column("verb", String(16), nullable=False),
    Column("one_id", ForeignKey("name.id"), nullable=False),
    Column("other_id", ForeignKey("name.id")),
    Column("words", Found),
    Column("why", Found, nullable=False),
    Column("undone", String(32)),
    sqlite_autoincrement=True,  # a number is never given twice
)
