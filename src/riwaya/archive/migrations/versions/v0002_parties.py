"""Parties: who is named as a source, which names are taken together and why, and what people decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables; what was read before has no names until it is read anew."""
    op.create_table(
        "name",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("party_id", sa.Integer),
        sa.Column("due", sa.Boolean, nullable=False),
        sa.UniqueConstraint("words", "kind"),
        sqlite_autoincrement=True,
    )
    op.create_index("name_party", "name", ["party_id"])
    op.create_index("name_due", "name", ["due"])
    # In SQL: Alembic would copy the whole table for SQLite, which adds such a column in place.
    op.execute("ALTER TABLE statement ADD COLUMN name_id INTEGER REFERENCES name (id)")
    op.add_column("statement", sa.Column("office", sa.Text))
    op.create_index("statement_name", "statement", ["name_id"])
    op.create_index("statement_office", "statement", ["office"])
    op.create_table(
        "term",
        sa.Column("name_id", sa.Integer, sa.ForeignKey("name.id"), primary_key=True),
        sa.Column("office", sa.Text, primary_key=True),
        sa.Column("earliest", sa.Date),
        sa.Column("latest", sa.Date),
        sa.Column("times", sa.Integer, nullable=False),
    )
    op.create_index("term_office", "term", ["office"])
    op.create_table(
        "office",
        sa.Column("words", sa.Text, primary_key=True),
        sa.Column("post", sa.Text),
        sa.Column("due", sa.Boolean, nullable=False),
    )
    op.create_index("office_post", "office", ["post"])
    op.create_index("office_due", "office", ["due"])
    op.create_table(
        "bearer",
        sa.Column("office", sa.Text, primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("name_id", sa.Integer, sa.ForeignKey("name.id"), nullable=False),
    )
    op.create_index("bearer_name", "bearer", ["name_id"])
    op.create_table(
        "block",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("name_id", sa.Integer, sa.ForeignKey("name.id"), primary_key=True),
    )
    op.create_index("block_name", "block", ["name_id"])
    op.create_table(
        "link",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("one_id", sa.Integer, sa.ForeignKey("name.id"), primary_key=True),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("name.id"), primary_key=True),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("certainty", sa.Float, nullable=False),
    )
    op.create_index("link_one", "link", ["one_id"])
    op.create_index("link_other", "link", ["other_id"])
    op.create_table(
        "party",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
    )
    op.create_table(
        "spelling",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("word", sa.Text, primary_key=True),
        sa.Column("other", sa.Text, primary_key=True),
    )
    op.create_index("spelling_word", "spelling", ["word"])
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("made", sa.String(32), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("verb", sa.String(16), nullable=False),
        sa.Column("one_id", sa.Integer, sa.ForeignKey("name.id"), nullable=False),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("name.id")),
        sa.Column("words", sa.Text),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("undone", sa.String(32)),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Go back to the first tables.

    Raises:
        NotImplementedError: always; what people decided is not thrown away.
    """
    raise NotImplementedError("these tables hold what people decided")
