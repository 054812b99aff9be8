"""Adding, saving, editing, trashing and deleting articles, each within a transaction that the caller commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from desktop_app.archive import versions
from desktop_app.archive.articles import Article, ConflictError, NewPicture, VersionReason
from desktop_app.archive.connections import Transaction
from desktop_app.archive.door import EDITABLE, clean_article, clean_field, clean_uid
from desktop_app.archive.ids import chunks, possible
from desktop_app.archive.names import set_authors, set_tags, sweep_authors, sweep_tags
from desktop_app.archive.pictures import add_picture, set_pictures, sweep_pictures, unlink_pictures
from desktop_app.archive.reading import all_existing, get, missing
from desktop_app.archive.rows import (
    fact_columns,
    long_columns,
    origin_columns,
    place_of,
    state_digest,
    text_columns,
    text_digest,
)
from desktop_app.archive.tables import (
    article,
    article_author,
    article_tag,
    article_text,
    batch_article,
    tombstone,
    version,
)
from desktop_app.errors import UserError
from desktop_app.text.facts import TextFacts

TEXT_FIELDS = ("title", "standfirst", "body")


class WrittenText(NamedTuple):
    """The clean texts of one article on their way in; `columns` are `text_columns` of them."""

    id: int
    old_version: int
    columns: dict[str, Any]
    standfirst: str
    body: str


def add(
    transaction: Transaction,
    articles: Sequence[Article],
    batch: int | None,
    pictures: Mapping[int, Sequence[NewPicture]],
) -> int | None:
    """Add articles; those of a batch keep what was imported as version 1. Return the version of a single one."""
    clean = [clean_article(one) for one in articles]
    uids = _fresh_uids(transaction, clean)
    facts: list[dict[str, Any]] = []
    longs: list[dict[str, Any]] = []
    for one, uid in zip(clean, uids, strict=True):
        id_ = transaction.next_article_id()
        facts.append(_new_row(transaction, one, id_, uid, batch))
        longs.append({"article_id": id_, **long_columns(one)})
    if not facts:
        return None
    ids = [row["id"] for row in facts]
    connection = transaction.connection
    connection.execute(sa.insert(article), facts)
    connection.execute(sa.insert(article_text), longs)
    set_authors(connection, {id_: one.authors for id_, one in zip(ids, clean, strict=True) if one.authors}, new=True)
    set_tags(connection, {id_: one.tags for id_, one in zip(ids, clean, strict=True) if one.tags}, new=True)
    set_pictures(connection, {ids[at]: given for at, given in pictures.items() if 0 <= at < len(ids)}, new=True)
    if batch is not None:
        _note_import(transaction, batch, clean, facts, longs)
    transaction.touch(*ids)
    return 1 if len(ids) == 1 else None


def _new_row(transaction: Transaction, one: Article, id_: int, uid: str, batch: int | None) -> dict[str, Any]:
    return {
        "id": id_,
        "uid": uid,
        "seq": transaction.seq,
        "text_seq": transaction.seq,
        "version": 1,
        "text_version": 1,
        "batch": batch or 0,
        "created": one.created or transaction.now,
        "updated": one.updated or transaction.now,
        "trashed_at": one.trashed_at,
        **fact_columns(one),
        **origin_columns(one.provenance),
        **text_columns(one.title, one.standfirst, one.body),
    }


def _fresh_uids(transaction: Transaction, articles: Sequence[Article]) -> list[str]:
    """Return a uid for each article: its own where no other article of the archive has it."""
    own = [clean_uid(one.uid) for one in articles]
    taken: set[str] = set()
    for part in chunks(uid for uid in own if uid):
        taken.update(transaction.connection.execute(sa.select(article.c.uid).where(article.c.uid.in_(part))).scalars())
    uids: list[str] = []
    for wish in own:
        uid = wish if wish and wish not in taken else transaction.new_uid()
        taken.add(uid)
        uids.append(uid)
    return uids


def _note_import(
    transaction: Transaction,
    batch: int,
    articles: Sequence[Article],
    facts: Sequence[dict[str, Any]],
    longs: Sequence[dict[str, Any]],
) -> None:
    members = [
        {
            "batch": batch,
            "article_id": row["id"],
            "version_after": 1,
            "state_after": state_digest(one, row["text_digest"]),
            "former": None,
        }
        for one, row in zip(articles, facts, strict=True)
    ]
    originals = [
        versions.version_row(
            row["id"],
            1,
            transaction.now,
            VersionReason.IMPORTED,
            (row["title"], long["standfirst"], long["body"]),
            row["words"],
        )
        for row, long in zip(facts, longs, strict=True)
    ]
    transaction.connection.execute(sa.insert(batch_article), members)
    transaction.connection.execute(sa.insert(version), originals)


def save_text(
    transaction: Transaction,
    article_id: int,
    base_version: int,
    title: str,
    standfirst: str,
    body: str,
    facts: TextFacts | None,
) -> int | ConflictError:
    """Save the text; return the article's new version, or the conflict with ours kept (raise it after the commit).

    `facts` are those of `body` where the caller knows them. Only a text that changed since `base_version` conflicts:
    tags set meanwhile are no reason to refuse a writer.
    """
    given = body
    title, standfirst, body = (
        clean_field(name, value) for name, value in zip(TEXT_FIELDS, (title, standfirst, body), strict=True)
    )
    row = _state(transaction.connection, article_id)
    if row.text_digest == text_digest(title, standfirst, body):
        return int(row.version)
    columns = text_columns(title, standfirst, body, facts if body == given else None)
    if not row.text_version <= base_version <= row.version:
        return _conflict(transaction, article_id, (title, standfirst, body), columns["words"])
    _update(transaction, article_id, row.version, columns, {"standfirst": standfirst, "body": body}, text=True)
    return int(row.version) + 1


def write_texts(transaction: Transaction, written: Sequence[WrittenText]) -> None:
    """Write the texts of many articles. Their versions were read in this transaction, so none can have moved on."""
    if not written:
        return
    rows = [
        {
            "at_id": one.id,
            "seq": transaction.seq,
            "text_seq": transaction.seq,
            "version": one.old_version + 1,
            "text_version": one.old_version + 1,
            "updated": transaction.now,
            **one.columns,
        }
        for one in written
    ]
    values: dict[str, Any] = {name: sa.bindparam(name) for name in rows[0] if name != "at_id"}
    transaction.connection.execute(
        sa.update(article).where(article.c.id == sa.bindparam("at_id")).values(**values), rows
    )
    mine = article_text.c.article_id == sa.bindparam("at_id")
    transaction.connection.execute(
        sa.update(article_text).where(mine).values(standfirst=sa.bindparam("new_lead"), body=sa.bindparam("new_body")),
        [{"at_id": one.id, "new_lead": one.standfirst, "new_body": one.body} for one in written],
    )
    transaction.touch(*(one.id for one in written))


def _conflict(transaction: Transaction, article_id: int, texts: tuple[str, str, str], words: int) -> ConflictError:
    theirs = get(transaction.connection, article_id)
    ours = versions.keep_text(transaction, article_id, texts, words, VersionReason.CONFLICT)
    return ConflictError(theirs, ours)


def edit(
    transaction: Transaction, article_id: int, base_version: int | None, fields: Mapping[str, Any]
) -> int | ConflictError:
    """Set some fields; return the article's new version, or the conflict if a text among them was changed elsewhere.

    A status change keeps the text as a version first. Fields that already have the value are no change.
    """
    before = get(transaction.connection, article_id)
    clean = {name: clean_field(name, value) for name, value in fields.items()}
    after = replace(before, **clean)
    changed = changed_fields(before, after)
    if not changed:
        return before.version
    text = not changed.isdisjoint(TEXT_FIELDS)
    if text and base_version is not None:
        row = _state(transaction.connection, article_id)
        if not row.text_version <= base_version <= row.version:
            columns = text_columns(after.title, after.standfirst, after.body)
            return _conflict(transaction, article_id, (after.title, after.standfirst, after.body), columns["words"])
    if "status" in changed:
        versions.keep_current(transaction, [article_id], VersionReason.STATUS)
    write_fields(transaction, before, after, changed)
    return before.version + 1


def changed_fields(before: Article, after: Article) -> set[str]:
    """Return the names of the fields in which two states of an article differ."""
    return {name for name in (*EDITABLE, "provenance") if getattr(before, name) != getattr(after, name)}


def write_fields(
    transaction: Transaction, before: Article, after: Article, names: set[str], *, updated: datetime | None = None
) -> None:
    """Write the fields that changed from one state of an article to another."""
    write_many(transaction, [(before, after, names)], updated=updated)


def write_many(
    transaction: Transaction,
    work: Sequence[tuple[Article, Article, set[str]]],
    *,
    updated: datetime | None = None,
) -> None:
    """Write the fields that changed, of many articles in few statements: before, after, and the names of the fields."""
    rows: list[_Row] = []
    for before, after, names in work:
        columns = _differing(_columns(before), _columns(after))
        text = not names.isdisjoint(TEXT_FIELDS)
        if text:
            columns.update(text_columns(after.title, after.standfirst, after.body))
        if updated is not None:
            columns["updated"] = updated
        long = _differing(long_columns(before), long_columns(after))
        rows.append(_Row(after.id, before.version, columns, long, text=text, words=text or "authors" in names))
    authors = {after.id: after.authors for _, after, names in work if "authors" in names}
    if authors:
        set_authors(transaction.connection, authors)
    tags = {after.id: after.tags for _, after, names in work if "tags" in names}
    if tags:
        set_tags(transaction.connection, tags)
    _update_many(transaction, rows)


def _columns(one: Article) -> dict[str, Any]:
    batch = (one.provenance.batch if one.provenance else None) or 0
    return {
        **fact_columns(one),
        **origin_columns(one.provenance),
        "batch": batch,
    }


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in new.items() if value != old[name]}


def give_picture(transaction: Transaction, article_id: int, picture: NewPicture) -> int:
    """Add a picture to an article, in the place of one of the same name; return the article's new version."""
    row = _state(transaction.connection, article_id)
    add_picture(transaction.connection, article_id, picture)
    _update(transaction, article_id, row.version, {}, {})
    return int(row.version) + 1


def _state(connection: sa.Connection, article_id: int) -> Any:
    if not possible([article_id]):
        raise missing(article_id)
    columns = (article.c.version, article.c.text_version, article.c.text_digest)
    row = connection.execute(sa.select(*columns).where(article.c.id == article_id)).one_or_none()
    if row is None:
        raise missing(article_id)
    return row


class _Row(NamedTuple):
    """What is written of one article. `text`: title, standfirst or body changed; `words`: names did."""

    article_id: int
    old_version: int
    columns: Mapping[str, Any]
    long: Mapping[str, Any]
    text: bool = False
    words: bool = False


def _update(
    transaction: Transaction,
    article_id: int,
    old_version: int,
    columns: Mapping[str, Any],
    long: Mapping[str, Any],
    *,
    text: bool = False,
    words: bool = False,
) -> None:
    """Write one article under its version lock."""
    _update_many(transaction, [_Row(article_id, old_version, columns, long, text=text, words=words)])


def _update_many(transaction: Transaction, rows: Iterable[_Row]) -> None:
    """Write articles, each under its version lock; those in which the same columns change go in one statement."""
    short: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    long: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        values = {"seq": transaction.seq, "version": row.old_version + 1, "updated": transaction.now, **row.columns}
        if row.text:
            values["text_version"] = row.old_version + 1
        if row.text or row.words:
            values["text_seq"] = transaction.seq
        own = {"its_id": row.article_id, "its_version": row.old_version}
        short.setdefault(tuple(values), []).append({**values, **own})
        if row.long:
            long.setdefault(tuple(row.long), []).append({**row.long, "its_id": row.article_id})
        transaction.touch(row.article_id)
    mine = sa.and_(article.c.id == sa.bindparam("its_id"), article.c.version == sa.bindparam("its_version"))
    for names, values_of in short.items():
        _execute(transaction, sa.update(article).where(mine), names, values_of)
    text_of = sa.update(article_text).where(article_text.c.article_id == sa.bindparam("its_id"))
    for names, values_of in long.items():
        _execute(transaction, text_of, names, values_of)


def _execute(
    transaction: Transaction, statement: sa.Update, names: Sequence[str], values: Sequence[Mapping[str, Any]]
) -> None:
    """Write these columns of so many rows, or nothing where a row is not as it was read."""
    connection = transaction.connection
    done = connection.execute(statement.values({name: sa.bindparam(name) for name in names}), list(values))
    counts = len(values) == 1 or connection.dialect.supports_sane_multi_rowcount
    if counts and done.rowcount != len(values):
        # The transaction holds the archive alone since it read the version, so that this cannot be; if a server's
        # settings make it so all the same, nothing is written.
        ids = ", ".join(str(row["its_id"]) for row in values[:5])
        raise UserError(f"Article {ids} was changed at the same moment. Nothing was written.", "Save it again.")


def trash(transaction: Transaction, ids: Iterable[int]) -> None:
    """Move articles to the trash; those in it already stay as they are."""
    _move(transaction, ids, trashed=True)


def untrash(transaction: Transaction, ids: Iterable[int]) -> None:
    """Put articles back where they were."""
    _move(transaction, ids, trashed=False)


def _move(transaction: Transaction, ids: Iterable[int], *, trashed: bool) -> None:
    connection = transaction.connection
    moment = transaction.now if trashed else None
    here = article.c.trashed_at.is_(None) if trashed else article.c.trashed_at.is_not(None)
    for part in chunks(all_existing(connection, ids)):
        by_status: dict[str, list[int]] = {}
        mine = sa.select(article.c.id, article.c.status).where(article.c.id.in_(part), here)
        for row in connection.execute(mine):
            by_status.setdefault(row.status, []).append(row.id)
        for status, moved in by_status.items():
            connection.execute(
                sa.update(article)
                .where(article.c.id.in_(moved))
                .values(
                    trashed_at=moment,
                    place=place_of(status, moment),
                    seq=transaction.seq,
                    version=article.c.version + 1,
                )
            )
            transaction.touch(*moved)


def purge(transaction: Transaction, ids: Iterable[int]) -> None:
    """Delete articles for ever, with versions and pictures nobody else uses; each leaves a tombstone."""
    connection = transaction.connection
    for part in chunks(all_existing(connection, ids)):
        authors = (
            connection.execute(
                sa.select(article_author.c.author_id).distinct().where(article_author.c.article_id.in_(part))
            )
            .scalars()
            .all()
        )
        tags = (
            connection.execute(sa.select(article_tag.c.tag_id).distinct().where(article_tag.c.article_id.in_(part)))
            .scalars()
            .all()
        )
        uids = connection.execute(sa.select(article.c.id, article.c.uid).where(article.c.id.in_(part))).all()
        stones = [{"article_id": row.id, "uid": row.uid, "seq": transaction.seq} for row in uids]
        pictures = unlink_pictures(connection, part)
        # What hangs on an article goes with it (ON DELETE CASCADE).
        connection.execute(sa.delete(article).where(article.c.id.in_(part)))
        if stones:
            connection.execute(sa.insert(tombstone), stones)
        sweep_authors(connection, authors)
        sweep_tags(connection, tags)
        sweep_pictures(connection, pictures)
        transaction.touch(*part)


def restore_version(transaction: Transaction, article_id: int, number: int) -> int:
    """Make a version the text again, today's text kept first; return the article's version."""
    found = versions.version_text(transaction.connection, article_id, number)
    state = _state(transaction.connection, article_id)
    texts = (found.title, found.standfirst, found.body)
    if text_digest(*texts) == state.text_digest:
        return int(state.version)
    versions.keep_current(transaction, [article_id], VersionReason.RESTORE)
    long = {"standfirst": found.standfirst, "body": found.body}
    _update(transaction, article_id, state.version, text_columns(*texts), long, text=True)
    return int(state.version) + 1
