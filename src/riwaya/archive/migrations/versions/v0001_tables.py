"""The first tables: captures and sightings, what was read from them, and the indexes of words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from riwaya.archive import stores

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    on_server = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "capture",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("encoding", sa.String, nullable=False),
        sa.Column("repaired", sa.String),
        sa.Column("text_field", sa.Text),
        sa.Column("given", sa.JSON, nullable=False),
        sa.Column("problems", sa.JSON, nullable=False),
        sa.Column("version", sa.String),
        sqlite_autoincrement=True,
    )
    op.create_index("capture_version", "capture", ["version"])
    op.create_table(
        "sighting",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("capture_id", sa.Integer, sa.ForeignKey("capture.id"), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("first", sa.String(32), nullable=False),
        sa.Column("last", sa.String(32), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        *(() if on_server else (sa.UniqueConstraint("capture_id", "name", "url"),)),
    )
    if on_server:  # its sorted indexes refuse names and addresses of more than 2,700 bytes; who writes looks first
        op.create_index("sighting_capture", "sighting", ["capture_id"])
    op.create_index("sighting_url", "sighting", ["url"], postgresql_using="hash")
    op.create_table(
        "article",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("capture_id", sa.Integer, sa.ForeignKey("capture.id"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("published", sa.Date),
        sa.Column("updated", sa.Date),
        sa.Column("publisher", sa.Text),
        sa.Column("byline", sa.Text),
        sa.Column("dateline", sa.Text),
        sa.Column("credits", sa.JSON, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.String(8)),
        sa.Column("readings", sa.JSON, nullable=False),
        sa.Column("alignment", sa.LargeBinary, nullable=False),
        sa.Column("problems", sa.JSON, nullable=False),
        sa.UniqueConstraint("capture_id", "place"),
        sqlite_autoincrement=True,
    )
    op.create_index("article_published", "article", ["published"])
    if on_server:  # SQLite reads the other one from its end
        op.create_index("article_newest", "article", [sa.text("published DESC NULLS LAST"), sa.text("id DESC")])
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("article_id", sa.Integer, sa.ForeignKey("article.id"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("source", sa.JSON, nullable=False),
        sa.Column("cue", sa.JSON, nullable=False),
        sa.Column("medium", sa.JSON, nullable=False),
        sa.Column("closeness", sa.JSON, nullable=False),
        sa.Column("speaker", sa.Text),
        sa.Column("kind", sa.String(16)),
        sa.Column("act", sa.String(16), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("via", sa.JSON, nullable=False),
        sa.Column("said", sa.JSON),
        sa.Column("within", sa.Integer),
        sa.Column("negated", sa.Boolean, nullable=False),
        sa.Column("certainty", sa.Float, nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.UniqueConstraint("article_id", "place"),
        sqlite_autoincrement=True,
    )
    op.create_index("statement_act", "statement", ["act"])
    op.create_table(
        "problem",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("capture_id", sa.Integer, sa.ForeignKey("capture.id")),
        sa.Column("code", sa.String, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("where", sa.Text),
        sa.Column("span", sa.JSON),
    )
    op.create_index("problem_capture", "problem", ["capture_id"])
    op.create_index("problem_code", "problem", ["code"])
    stores.of(op.get_bind()).make_indexes(op.get_bind())


def downgrade() -> None:
    """Go back to nothing.

    Raises:
        NotImplementedError: always; evidence is not thrown away.
    """
    raise NotImplementedError("the first tables hold the evidence")
