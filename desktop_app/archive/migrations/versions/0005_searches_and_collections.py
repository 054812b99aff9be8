"""Saved searches keep their filters, their order and when they were looked at; collections of articles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the columns, empty for the searches there are, and the empty tables."""
    for name in ("filters", "folder"):
        op.add_column("saved_search", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    for name in ("position", "seen_article"):
        op.add_column("saved_search", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("saved_search", sa.Column("seen_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "collection",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("name", sa.String(1000), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_collection"),
        sa.UniqueConstraint("name", name="uq_collection_name"),
    )
    op.create_table(
        "collection_item",
        sa.Column("collection_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("article_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("position", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name="fk_collection_item_collection_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_collection_item_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("collection_id", "article_id", name="pk_collection_item"),
    )
    op.create_index("ix_collection_item_article_id", "collection_item", ["article_id"])


def downgrade() -> None:
    """There is no way back: a newer archive opens read-only in an older Copydesk; a backup precedes each upgrade."""
    raise NotImplementedError
