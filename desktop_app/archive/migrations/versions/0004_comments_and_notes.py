"""What a writer keeps beside a text: comments on passages, notes to self, the day it is due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the empty tables; no text is due."""
    op.add_column("article", sa.Column("deadline", sa.BigInteger(), nullable=False, server_default="99999999"))
    op.create_index("ix_article_deadline", "article", ["place", "deadline", "id"])
    op.create_table(
        "note",
        sa.Column("article_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_note_article_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", name="pk_note"),
    )
    op.create_table(
        "comment",
        sa.Column("uid", sa.String(64), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("start", sa.BigInteger(), nullable=False, server_default="0"),
        *(sa.Column(name, sa.Text(), nullable=False, server_default="") for name in ("quote", "lead_in", "lead_out")),
        sa.Column("words", sa.Text(), nullable=False, server_default=""),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("resolved", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name="fk_comment_article_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("uid", name="pk_comment"),
    )
    op.create_index("ix_comment_article_id", "comment", ["article_id"])


def downgrade() -> None:
    """There is no way back: a newer archive opens read-only in an older Copydesk; a backup precedes each upgrade."""
    raise NotImplementedError
