"""The first archive: articles, names, versions, pictures, imports, undo records, saved searches.

Frozen: this page says what archives of revision 1 are, whatever `tables.py` has become since.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _text(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default=default)


def _short(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _number(name: str, default: str = "0") -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default=default)


def _integer(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable, server_default=default)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _points(table: str, column: str, to: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to], name=f"fk_{table}_{column}", ondelete="CASCADE" if cascade else None)


def _of_article(table: str) -> sa.ForeignKeyConstraint:
    return _points(table, "article_id", "article.id", cascade=True)


def _index(table: str, *columns: str, name: str = "") -> None:
    op.create_index(name or f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def upgrade() -> None:
    """Make all tables."""
    op.create_table("about", _short("name"), sa.Column("value", sa.Text(), nullable=False), _key("about", "name"))
    op.create_table(
        "counter",
        _integer("id"),
        _number("seq"),
        _number("last_article"),
        sa.CheckConstraint("id = 1", name="one_row"),
        _key("counter", "id"),
    )
    _articles()
    _names()
    _versions()
    _pictures()
    _imports()
    _bulk_edits()
    op.create_table(
        "saved_search",
        _short("name", 1000),
        sa.Column("query", sa.Text(), nullable=False),
        _moment("created"),
        _key("saved_search", "name"),
    )


def _articles() -> None:
    facts = ("language", "kind", "section", "folder", "publication")
    op.create_table(
        "article",
        _integer("id"),
        _short("uid"),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("text_seq", sa.BigInteger(), nullable=False),
        _integer("version"),
        _integer("text_version"),
        _short("text_digest"),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        _short("status", 16),
        *map(_text, ("title", "title_key", "lead")),
        _number("words"),
        sa.Column("has_picture", sa.Boolean(), nullable=False, server_default=sa.false()),
        _integer("word_goal", nullable=True),
        *(_text(name) for fact in facts for name in (fact, f"{fact}_key")),
        *map(_text, ("issue", "page", "published_text")),
        _number("published_first"),
        _number("published_last"),
        _number("published_order", "99999999"),
        *map(_text, ("source_name", "source_key", "source_url", "canonical_url")),
        _integer("batch", default="0"),
        *map(_text, ("origin_path", "origin_sha256", "origin_encoding")),
        _moment("created"),
        _moment("updated"),
        _moment("trashed_at", nullable=True),
        _key("article", "id"),
        sa.UniqueConstraint("uid", name="uq_article_uid"),
    )
    for column in ("seq", "text_seq", "batch", "origin_sha256", "origin_path"):
        _index("article", column)
    sorts = {
        "newest": "published_first", "oldest": "published_order", "title": "title_key", "changed": "updated",
        "created": "created", "words": "words",
    }  # fmt: skip
    for name, column in sorts.items():
        _index("article", "place", column, "id", name=f"ix_article_{name}")
    _index("article", "place", "status", "folder", name="ix_article_desk")
    op.create_table(
        "article_text",
        _integer("article_id"),
        *map(_text, ("standfirst", "summary", "rights_holder", "rights_licence", "rights_embargo", "rights_note")),
        _text("origin_removed", "[]"),
        _text("extra", "{}"),
        _text("body"),
        _of_article("article_text"),
        _key("article_text", "article_id"),
    )
    op.create_table(
        "tombstone",
        _integer("article_id"),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        _short("uid"),
        _key("tombstone", "article_id"),
    )
    _index("tombstone", "seq")


def _names() -> None:
    for table, beside in (("author", [_text("affiliation")]), ("tag", [])):
        op.create_table(
            table,
            _integer("id"),
            sa.Column("name", sa.Text(), nullable=False),
            sa.Column("name_key", sa.Text(), nullable=False),
            _key(table, "id"),
            sa.UniqueConstraint("name", name=f"uq_{table}_name"),
        )
        _index(table, "name_key")
        link, pointer = f"article_{table}", f"{table}_id"
        op.create_table(
            link,
            _integer("article_id"),
            _integer("position"),
            _integer(pointer),
            *beside,
            _of_article(link),
            _points(link, pointer, f"{table}.id"),
            _key(link, "article_id", "position"),
        )
        _index(link, pointer)


def _versions() -> None:
    op.create_table(
        "version",
        _integer("article_id"),
        _integer("number"),
        _moment("kept_at"),
        _short("reason", 16),
        _text("name"),
        _text("title"),
        _number("words"),
        _short("digest"),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        _of_article("version"),
        _key("version", "article_id", "number"),
    )


def _pictures() -> None:
    op.create_table(
        "picture",
        _short("sha256"),
        _short("media_type", 128),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _key("picture", "sha256"),
    )
    op.create_table(
        "article_picture",
        _integer("article_id"),
        _integer("position"),
        sa.Column("name", sa.Text(), nullable=False),
        _short("sha256"),
        _of_article("article_picture"),
        _points("article_picture", "sha256", "picture.sha256"),
        _key("article_picture", "article_id", "position"),
        sa.UniqueConstraint("article_id", "name", name="uq_article_picture_article_id_name"),
    )
    _index("article_picture", "sha256")


def _imports() -> None:
    op.create_table(
        "batch",
        _integer("number"),
        _moment("started"),
        _moment("finished", nullable=True),
        _moment("undone", nullable=True),
        _text("source"),
        _text("report", "{}"),
        _key("batch", "number"),
    )
    op.create_table(
        "batch_article",
        _integer("batch"),
        _integer("article_id"),
        _integer("version_after"),
        _short("state_after"),
        sa.Column("former", sa.LargeBinary(), nullable=True),
        _points("batch_article", "batch", "batch.number"),
        _of_article("batch_article"),
        _key("batch_article", "batch", "article_id"),
    )
    _index("batch_article", "article_id")
    op.create_table(
        "batch_picture",
        _integer("batch"),
        _integer("article_id"),
        _integer("position"),
        sa.Column("name", sa.Text(), nullable=False),
        _short("sha256"),
        _points("batch_picture", "batch", "batch.number"),
        _of_article("batch_picture"),
        _points("batch_picture", "sha256", "picture.sha256"),
        _key("batch_picture", "batch", "article_id", "position"),
    )
    _index("batch_picture", "article_id")
    _index("batch_picture", "sha256")


def _bulk_edits() -> None:
    op.create_table(
        "undo_record",
        _integer("number"),
        _moment("made"),
        _moment("undone", nullable=True),
        sa.Column("change", sa.Text(), nullable=False),
        _key("undo_record", "number"),
    )
    op.create_table(
        "undo_article",
        _integer("number"),
        _integer("article_id"),
        sa.Column("former", sa.LargeBinary(), nullable=False),
        _points("undo_article", "number", "undo_record.number"),
        _of_article("undo_article"),
        _key("undo_article", "number", "article_id"),
    )
    _index("undo_article", "article_id")


def downgrade() -> None:
    """There is nothing before the first archive."""
    raise NotImplementedError
