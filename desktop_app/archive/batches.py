"""Imports as batches: what each brought, and how it is taken back.

Promises: taking a batch back leaves the archive as it was before, but for what somebody worked on since; that is never
deleted for ever. Reading files is the importer's affair.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desktop_app.archive import versions
from desktop_app.archive.articles import Article, Batch, Changes, NewPicture, Provenance, VersionReason
from desktop_app.archive.bulk import CancelFlag, OnProgress, steps
from desktop_app.archive.connections import Connections, Transaction
from desktop_app.archive.door import clean_article, clean_text
from desktop_app.archive.following import current_seq
from desktop_app.archive.ids import possible
from desktop_app.archive.pictures import pictures as pictures_of
from desktop_app.archive.pictures import set_pictures, sweep_pictures, unlink_pictures
from desktop_app.archive.reading import get, texts
from desktop_app.archive.rows import (
    article_from_json,
    article_to_json,
    pack,
    state_digest,
    text_digest,
    unpack,
)
from desktop_app.archive.tables import article, article_picture, batch, batch_article, batch_picture, version
from desktop_app.archive.writing import changed_fields, purge, trash, write_fields
from desktop_app.errors import NotFound, UserError


class EditedSince(UserError):
    """Articles of the batch were worked on after the import; nothing was undone. `articles` are their ids."""

    def __init__(self, number: int, articles: Sequence[int], titles: Sequence[str]) -> None:
        shown = ", ".join(f"“{title or 'Untitled'}”" for title in titles[:5])
        rest = f" and {len(articles) - 5:,} more" if len(articles) > 5 else ""
        super().__init__(
            f"Import {number} was left as it is: {len(articles):,} of its articles were edited since: {shown}{rest}.",
            "Keep these and undo the rest, or undo all: added ones that were edited then go to the trash.",
        )
        self.articles = tuple(articles)


def begin(transaction: Transaction, source: str) -> int:
    """Open a batch; return its number."""
    last = transaction.connection.execute(sa.select(sa.func.max(batch.c.number))).scalar() or 0
    row = {"number": last + 1, "started": transaction.now, "source": clean_text(source)[:10_000]}
    transaction.connection.execute(sa.insert(batch), [row])
    transaction.wrote = True
    return int(last) + 1


def finish(transaction: Transaction, number: int, report: Mapping[str, Any]) -> None:
    """Close a batch with the report of the import."""
    one(transaction.connection, number)
    values = {"finished": transaction.now, "report": json.dumps(dict(report), ensure_ascii=True, default=str)}
    transaction.connection.execute(sa.update(batch).where(batch.c.number == number).values(**values))
    transaction.wrote = True


def listed(connection: sa.Connection) -> list[Batch]:
    """Return all batches, newest first."""
    rows = connection.execute(sa.select(batch).order_by(batch.c.number.desc())).all()
    return [_to_batch(connection, row) for row in rows]


def sources(connection: sa.Connection) -> dict[int, str]:
    """Return where each batch came from, by its number."""
    return {row.number: row.source for row in connection.execute(sa.select(batch.c.number, batch.c.source))}


def one(connection: sa.Connection, number: int) -> Batch:
    """Return a batch, or raise NotFound."""
    row = None
    if possible([number]):
        row = connection.execute(sa.select(batch).where(batch.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"There is no import {number} in this archive.", "“copydesk imports” lists them.")
    return _to_batch(connection, row)


def _to_batch(connection: sa.Connection, row: Any) -> Batch:
    report = json.loads(row.report)
    numbers = {name: _count(report.get(name)) for name in ("added", "updated", "unchanged", "duplicates", "failed")}
    if row.finished is None and row.undone is None:
        # The import was killed, or is running: what is there is what was committed.
        added = batch_article.c.former.is_(None)
        mine = sa.select(added, sa.func.count()).where(batch_article.c.batch == row.number).group_by(added)
        found = {bool(was_added): number for was_added, number in connection.execute(mine)}
        numbers.update(added=found.get(True, 0), updated=found.get(False, 0))
    return Batch(
        number=row.number,
        started=row.started,
        finished=row.finished,
        source=row.source,
        undone=row.undone,
        report=report,
        **numbers,
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) else len(value) if isinstance(value, list) else 0


def update_from_import(
    transaction: Transaction,
    article_id: int,
    given: Article,
    number: int,
    pictures: Sequence[NewPicture] | None,
) -> int:
    """Replace an article by a newer reading of its file; its former state can be brought back. Return the new version.

    The text as it stood is kept as a version first, the text that came as another.
    """
    connection = transaction.connection
    one(connection, number)
    before = get(connection, article_id)
    clean = clean_article(given)
    origin = clean.provenance or before.provenance or Provenance("", "")
    after = replace(
        clean,
        id=before.id,
        uid=before.uid,
        version=before.version,
        created=before.created,
        trashed_at=before.trashed_at,
        provenance=replace(origin, batch=number),
    )
    _remember(transaction, number, before)
    versions.keep_current(transaction, [article_id], VersionReason.BULK)
    if pictures is not None:
        set_pictures(connection, {article_id: pictures})
    write_fields(transaction, before, after, changed_fields(before, after), updated=given.updated)
    versions.keep_current(transaction, [article_id], VersionReason.IMPORTED)
    state = state_digest(after, text_digest(after.title, after.standfirst, after.body))
    connection.execute(
        sa.update(batch_article)
        .where(batch_article.c.batch == number, batch_article.c.article_id == article_id)
        .values(version_after=before.version + 1, state_after=state)
    )
    return before.version + 1


def _remember(transaction: Transaction, number: int, before: Article) -> None:
    """Store the state to go back to, unless this batch touched the article before."""
    connection = transaction.connection
    mine = sa.and_(batch_article.c.batch == number, batch_article.c.article_id == before.id)
    if connection.execute(sa.select(batch_article.c.article_id).where(mine)).first() is not None:
        return
    last = sa.select(sa.func.max(version.c.number)).where(version.c.article_id == before.id)
    former = {
        **article_to_json(before),
        "updated": before.updated.isoformat() if before.updated else None,
        "versions": connection.execute(last).scalar() or 0,
    }
    row = {
        "batch": number,
        "article_id": before.id,
        "version_after": before.version,
        "state_after": "",
        "former": pack(former),
    }
    connection.execute(sa.insert(batch_article), [row])
    held = [
        {"batch": number, "article_id": before.id, "position": position, "name": held.name, "sha256": held.sha256}
        for position, held in enumerate(pictures_of(connection, before.id))
    ]
    if held:
        connection.execute(sa.insert(batch_picture), held)


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking back a batch means for its articles."""

    number: int
    versions: Mapping[int, int]
    """The articles to take back, each with the version it had when this was planned."""
    edited: frozenset[int]


def plan_undo(connection: sa.Connection, number: int, *, force: bool, keep_edited: bool) -> Undoing:
    """Find out what a batch did and what was edited since; raise EditedSince where that forbids to undo it."""
    found = one(connection, number)
    if found.undone is not None:
        raise UserError(f"Import {number} was undone before. Nothing was changed.")
    link = batch_article.c
    rows = connection.execute(
        sa.select(link.article_id, link.version_after, link.state_after, article.c.version, article.c.title)
        .join(article, article.c.id == link.article_id)
        .where(link.batch == number)
        .order_by(link.article_id)
    ).all()
    # A version that grew is no edit yet: a bulk edit taken back leaves everything as it was.
    suspects = {row.article_id: row for row in rows if row.version != row.version_after}
    edited = [
        now.id
        for now in texts(connection, suspects)
        if state_digest(now, text_digest(now.title, now.standfirst, now.body)) != suspects[now.id].state_after
    ]
    if edited and not (force or keep_edited):
        raise EditedSince(number, edited, [suspects[id_].title for id_ in edited])
    spared = frozenset(edited if keep_edited else ())
    doomed = {row.article_id: row.version for row in rows if row.article_id not in spared}
    return Undoing(number, doomed, frozenset(edited))


def undo(
    connections: Connections,
    number: int,
    *,
    force: bool,
    keep_edited: bool,
    progress: OnProgress | None,
    cancelled: CancelFlag | None,
) -> Changes:
    """Take a batch back step by step; after a cancel it can be called again for the rest."""
    with connections.reading() as connection:
        plan = plan_undo(connection, number, force=force, keep_edited=keep_edited)
        done = [Changes(current_seq(connection))]
    left = len(plan.versions)
    for part in steps(tuple(plan.versions), progress, cancelled):
        with connections.writing() as transaction:
            undo_part(transaction, plan, part)
            done.append(transaction.changes())
        left -= len(part)
    if not left:
        with connections.writing() as transaction:
            values = {"undone": transaction.now}
            transaction.connection.execute(sa.update(batch).where(batch.c.number == number).values(**values))
            transaction.wrote = True
            done.append(transaction.changes())
    return Changes.together(done)


def undo_part(transaction: Transaction, plan: Undoing, ids: Collection[int]) -> None:
    """Take back what the batch did to some of its articles."""
    link = batch_article.c
    mine = sa.and_(link.batch == plan.number, link.article_id.in_(list(ids)))
    rows = transaction.connection.execute(
        sa.select(link.article_id, link.former, article.c.version)
        .join(article, article.c.id == link.article_id)
        .where(mine)
    ).all()
    # Somebody may have saved since the plan was made: such a text is not deleted for ever either.
    edited = {row.article_id for row in rows if row.version != plan.versions[row.article_id]} | plan.edited
    added = [row.article_id for row in rows if row.former is None]
    trash(transaction, [id_ for id_ in added if id_ in edited])
    purge(transaction, [id_ for id_ in added if id_ not in edited])
    for row in rows:
        if row.former is not None:
            _go_back(transaction, plan.number, row.article_id, unpack(row.former), edited=row.article_id in edited)
    transaction.connection.execute(sa.delete(batch_article).where(mine))


def _go_back(
    transaction: Transaction, number: int, article_id: int, former: Mapping[str, Any], *, edited: bool
) -> None:
    connection = transaction.connection
    before = get(connection, article_id)
    updated = datetime.fromisoformat(former["updated"]) if former["updated"] else None
    after = replace(before, **article_from_json(former))
    if edited:
        versions.keep_current(transaction, [article_id], VersionReason.RESTORE)
    else:
        connection.execute(
            sa.delete(version).where(version.c.article_id == article_id, version.c.number > former["versions"])
        )
    write_fields(transaction, before, after, changed_fields(before, after), updated=updated)
    held = batch_picture.c
    mine = sa.and_(held.batch == number, held.article_id == article_id)
    pictures = connection.execute(
        sa.select(held.article_id, held.position, held.name, held.sha256).where(mine).order_by(held.position)
    ).all()
    came = unlink_pictures(connection, [article_id])
    if pictures:
        connection.execute(sa.insert(article_picture), [row._asdict() for row in pictures])
    connection.execute(sa.delete(batch_picture).where(mine))
    sweep_pictures(connection, came)


def members(connection: sa.Connection, number: int) -> list[int]:
    """Return the articles a batch added or updated and that still exist, by id."""
    one(connection, number)
    mine = sa.select(batch_article.c.article_id).where(batch_article.c.batch == number)
    return sorted(connection.execute(mine).scalars())
