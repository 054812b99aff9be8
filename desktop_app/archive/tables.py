"""Every column of the archive, once. A change here needs a migration beside it (`migrations/versions`).

Only types that every SQL database has: times are microseconds since 1970 in UTC, days are yyyymmdd, 0 or "" is "none"
(so that NOT never meets NULL). What a list, a facet or a filter needs stands in `article`, whose rows stay short; the
texts lie in `article_text`, or a scan of 100,000 facts would wade through 100,000 bodies. A `…_key` column is the fold
of its neighbour: values are compared under the fold, as everywhere in the program.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desktop_app.archive.form import UNDATED, microseconds, moment


class Moment(sa.TypeDecorator[datetime]):
    """A point in time as microseconds since 1970 in UTC; a time without a zone is taken as UTC."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else moment(value)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


def _article(name: str = "article_id", *, primary: bool = True, index: bool = False) -> sa.Column[int]:
    """A reference that goes when the article is deleted for ever."""
    return sa.Column(
        name,
        sa.Integer,
        sa.ForeignKey("article.id", ondelete="CASCADE"),
        primary_key=primary,
        nullable=False,
        index=index,
        autoincrement=False,
    )


about = sa.Table(
    "about",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
"""What the archive says of itself: uid, created, former_uids."""

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    _number("seq"),
    _number("last_article"),
    sa.CheckConstraint("id = 1", name="one_row"),
)
"""One row: the number of the last writing transaction, and the last article id given out (ids are never used again)."""

history = sa.Table(
    "history",
    metadata,
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("stamp", sa.String(16), nullable=False),
)
"""A random stamp for each of the latest writing transactions. Two copies of an archive that went on apart share numbers
but no stamps: a follower that kept the stamp of its number knows whether this is the past it followed."""

article = sa.Table(
    "article",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("uid", sa.String(64), nullable=False, unique=True),
    sa.Column("seq", sa.BigInteger, nullable=False, index=True),
    sa.Column("text_seq", sa.BigInteger, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("text_version", sa.Integer, nullable=False),
    sa.Column("text_digest", sa.String(64), nullable=False),
    sa.Column("place", sa.SmallInteger, nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    _text("title"),
    _text("title_key"),
    _text("lead"),
    _number("words"),
    sa.Column("has_picture", sa.Boolean(create_constraint=False), nullable=False, server_default=sa.false()),
    sa.Column("word_goal", sa.Integer),
    _text("language"),
    _text("language_key"),
    _text("kind"),
    _text("kind_key"),
    _text("section"),
    _text("section_key"),
    _text("folder"),
    _text("folder_key"),
    _text("publication"),
    _text("publication_key"),
    _text("issue"),
    _text("page"),
    _text("published_text"),
    _number("published_first"),
    _number("published_last"),
    sa.Column("published_order", sa.BigInteger, nullable=False, server_default=str(UNDATED)),
    _text("source_name"),
    _text("source_key"),
    _text("source_url"),
    _text("canonical_url"),
    sa.Column("batch", sa.Integer, nullable=False, server_default="0", index=True),
    _text("origin_path"),
    _text("origin_sha256"),
    _text("origin_encoding"),
    sa.Column("created", Moment, nullable=False),
    sa.Column("updated", Moment, nullable=False),
    sa.Column("trashed_at", Moment),
    sa.Column("deadline", sa.BigInteger, nullable=False, server_default=str(UNDATED)),
    # One index a sort order of each place; `id` breaks ties, so that a page can begin after any row.
    sa.Index("ix_article_newest", "place", "published_first", "id"),
    sa.Index("ix_article_oldest", "place", "published_order", "id"),
    sa.Index("ix_article_title", "place", "title_key", "id"),
    sa.Index("ix_article_changed", "place", "updated", "id"),
    sa.Index("ix_article_created", "place", "created", "id"),
    sa.Index("ix_article_words", "place", "words", "id"),
    sa.Index("ix_article_deadline", "place", "deadline", "id"),
    sa.Index("ix_article_desk", "place", "status", "folder"),
    sa.Index("ix_article_origin_sha256", "origin_sha256"),
    sa.Index("ix_article_origin_path", "origin_path"),
)

article_text = sa.Table(
    "article_text",
    metadata,
    _article(),
    _text("standfirst"),
    _text("summary"),
    _text("rights_holder"),
    _text("rights_licence"),
    _text("rights_embargo"),
    _text("rights_note"),
    sa.Column("origin_removed", sa.Text, nullable=False, server_default="[]"),
    sa.Column("extra", sa.Text, nullable=False, server_default="{}"),
    _text("body"),
)
"""The texts, and what no list shows. `origin_removed` and `extra` are JSON."""

author = sa.Table(
    "author",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("name_key", sa.Text, nullable=False, index=True),
)

article_author = sa.Table(
    "article_author",
    metadata,
    _article(),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("author_id", sa.Integer, sa.ForeignKey("author.id"), nullable=False, index=True),
    _text("affiliation"),
)

tag = sa.Table(
    "tag",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("name_key", sa.Text, nullable=False, index=True),
)

article_tag = sa.Table(
    "article_tag",
    metadata,
    _article(),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("tag_id", sa.Integer, sa.ForeignKey("tag.id"), nullable=False, index=True),
)

tombstone = sa.Table(
    "tombstone",
    metadata,
    sa.Column("article_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.BigInteger, nullable=False, index=True),
    sa.Column("uid", sa.String(64), nullable=False),
)
"""Articles deleted for ever, so that followers hear of it."""

version = sa.Table(
    "version",
    metadata,
    _article(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kept_at", Moment, nullable=False),
    sa.Column("reason", sa.String(16), nullable=False),
    _text("name"),
    _text("title"),
    _number("words"),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("snapshot", sa.LargeBinary, nullable=False),
    sa.Index("ix_version_reason_kept_at", "reason", "kept_at"),
)
"""Kept texts: `snapshot` is JSON [title, standfirst, body], packed (`rows.pack`)."""

picture = sa.Table(
    "picture",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("media_type", sa.String(128), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

article_picture = sa.Table(
    "article_picture",
    metadata,
    _article(),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), sa.ForeignKey("picture.sha256"), nullable=False, index=True),
    sa.UniqueConstraint("article_id", "name"),
)

batch = sa.Table(
    "batch",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("started", Moment, nullable=False),
    sa.Column("finished", Moment),
    sa.Column("undone", Moment),
    _text("source"),
    sa.Column("report", sa.Text, nullable=False, server_default="{}"),
)

batch_article = sa.Table(
    "batch_article",
    metadata,
    sa.Column("batch", sa.Integer, sa.ForeignKey("batch.number"), primary_key=True, autoincrement=False),
    _article(index=True),
    sa.Column("version_after", sa.Integer, nullable=False),
    sa.Column("state_after", sa.String(64), nullable=False),
    sa.Column("former", sa.LargeBinary),
)
"""What a batch did to an article: `former` is None where it added it, else the state to go back to (packed JSON).
`state_after` is the digest of what the batch left: whether somebody worked on the article since."""

batch_picture = sa.Table(
    "batch_picture",
    metadata,
    sa.Column("batch", sa.Integer, sa.ForeignKey("batch.number"), primary_key=True, autoincrement=False),
    _article(index=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64), sa.ForeignKey("picture.sha256"), nullable=False, index=True),
)
"""The pictures an article had before a batch updated it; they stay as long as the batch can be undone."""

undo_record = sa.Table(
    "undo_record",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("made", Moment, nullable=False),
    sa.Column("undone", Moment),
    sa.Column("change", sa.Text, nullable=False),
)
"""A bulk edit: `change` is the JSON of what was set, added and removed."""

undo_article = sa.Table(
    "undo_article",
    metadata,
    sa.Column("number", sa.Integer, sa.ForeignKey("undo_record.number"), primary_key=True, autoincrement=False),
    _article(index=True),
    sa.Column("former", sa.LargeBinary, nullable=False),
)
"""Former values of the fields a bulk edit set, and those it left (packed JSON)."""

saved_search = sa.Table(
    "saved_search",
    metadata,
    sa.Column("name", sa.String(1000), primary_key=True),
    sa.Column("query", sa.Text, nullable=False),
    sa.Column("created", Moment, nullable=False),
    sa.Column("pinned", sa.Boolean(create_constraint=False), nullable=False, server_default=sa.false()),
    _text("filters"),
    _text("folder"),
    _number("position"),
    _number("seen_article"),
    sa.Column("seen_at", Moment),
)
"""`filters` is JSON that the window makes and reads; `seen_article` the last id given out when it was looked at."""

collection = sa.Table(
    "collection",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(1000), nullable=False, unique=True),
    _text("note"),
    sa.Column("created", Moment, nullable=False),
)

collection_item = sa.Table(
    "collection_item",
    metadata,
    sa.Column(
        "collection_id",
        sa.Integer,
        sa.ForeignKey("collection.id", ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
        autoincrement=False,
    ),
    _article(index=True),
    _number("position"),
    _text("note"),
)
"""Hand-picked articles in order, each with a note."""

reprint_choice = sa.Table(
    "reprint_choice",
    metadata,
    _article("one"),
    _article("other", index=True),
    sa.Column("together", sa.Boolean(create_constraint=False), nullable=False),
    sa.Column("made", Moment, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.CheckConstraint("one < other", name="in_order"),
)
"""What a person said of two articles: that they are printings of one text, or that they are not. It wins over what the
search finds; `seq` is the writing transaction, which tells the later of two choices whatever the clocks say."""

note = sa.Table(
    "note",
    metadata,
    _article(),
    _text("words"),
)
"""What a writer tells himself beside a text. Not part of the article: nothing that reads articles ever meets it."""

comment = sa.Table(
    "comment",
    metadata,
    sa.Column("uid", sa.String(64), primary_key=True),
    _article(primary=False, index=True),
    _number("start"),
    _text("quote"),
    _text("lead_in"),
    _text("lead_out"),
    _text("words"),
    sa.Column("made", Moment, nullable=False),
    sa.Column("resolved", Moment),
)
"""Comments on passages; the place is that of `text.anchors`, in headline, line feed and body."""
