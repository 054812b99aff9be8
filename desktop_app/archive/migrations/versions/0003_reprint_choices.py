"""Reprints may be joined and split by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the empty table of choices."""
    op.create_table(
        "reprint_choice",
        sa.Column("one", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("other", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["one"], ["article.id"], name="fk_reprint_choice_one", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["article.id"], name="fk_reprint_choice_other", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("one", "other", name="pk_reprint_choice"),
        sa.CheckConstraint("one < other", name="in_order"),
    )
    op.create_index("ix_reprint_choice_other", "reprint_choice", ["other"])


def downgrade() -> None:
    """There is no way back: a newer archive opens read-only in an older Copydesk; a backup precedes each upgrade."""
    raise NotImplementedError
