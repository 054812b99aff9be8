"""Saved searches may be pinned to the desk; old versions are found by an index; transactions bear stamps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add `saved_search.pinned`, false for those there are, the index, and the empty history."""
    op.add_column("saved_search", sa.Column("pinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_version_reason_kept_at", "version", ["reason", "kept_at"])
    op.create_table(
        "history",
        sa.Column("seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("stamp", sa.String(16), nullable=False),
    )


def downgrade() -> None:
    """There is no way back: a newer archive opens read-only in an older Copydesk; a backup precedes each upgrade."""
    raise NotImplementedError
