"""What is kept beside a text: comments on its passages, notes to self, the day it is due.

Promises: none of it is part of an article, so no export, version, duplicate or import meets it; it goes with the
article when that is deleted for ever. Other windows hear of it as of any change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from desktop_app.archive.articles import Comment, Memo
from desktop_app.archive.connections import Transaction
from desktop_app.archive.door import clean_text, clean_uid
from desktop_app.archive.form import UNDATED
from desktop_app.archive.ids import chunks, possible
from desktop_app.archive.reading import existing, missing
from desktop_app.archive.rows import to_day
from desktop_app.archive.tables import article, comment, note
from desktop_app.errors import UserError
from desktop_app.text.anchors import Anchor


def comments(connection: sa.Connection, article_id: int) -> list[Comment]:
    """Return the comments on an article, in the order of the text."""
    if not possible([article_id]):
        return []
    mine = sa.select(comment).where(comment.c.article_id == article_id)
    rows = connection.execute(mine.order_by(comment.c.start, comment.c.made, comment.c.uid))
    return [
        Comment(
            row.uid, Anchor(row.start, row.quote, row.lead_in, row.lead_out), row.words, row.made, row.resolved
        )
        for row in rows
    ]  # fmt: skip


def put(transaction: Transaction, article_id: int, given: Iterable[Comment]) -> None:
    """Add comments to an article, in the place of those of the same uid."""
    _must_exist(transaction, article_id)
    rows = {one.uid: _row(transaction, article_id, one) for one in given}
    if not rows:
        return
    for part in chunks(list(rows)):
        known = sa.select(comment.c.uid, comment.c.article_id).where(comment.c.uid.in_(part))
        if any(row.article_id != article_id for row in transaction.connection.execute(known)):
            raise UserError("A comment belongs to another article. Nothing was changed.")
        transaction.connection.execute(sa.delete(comment).where(comment.c.uid.in_(part)))
    transaction.connection.execute(sa.insert(comment), list(rows.values()))
    _touch(transaction, article_id)


def remove(transaction: Transaction, article_id: int, uids: Iterable[str]) -> None:
    """Delete comments of an article."""
    _must_exist(transaction, article_id)
    gone = 0
    for part in chunks(list(uids)):
        mine = sa.and_(comment.c.article_id == article_id, comment.c.uid.in_(part))
        gone += transaction.connection.execute(sa.delete(comment).where(mine)).rowcount
    if gone:
        _touch(transaction, article_id)


def memo(connection: sa.Connection, article_id: int) -> Memo:
    """Return notes and deadline of an article."""
    if not possible([article_id]):
        raise missing(article_id)
    both = article.outerjoin(note, note.c.article_id == article.c.id)
    wanted = sa.select(article.c.deadline, note.c.words).select_from(both).where(article.c.id == article_id)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise missing(article_id)
    return Memo(row.words or "", to_day(row.deadline))


def set_memo(transaction: Transaction, article_id: int, given: Memo) -> None:
    """Keep notes and deadline."""
    connection = transaction.connection
    wanted = Memo(clean_text(given.note), given.deadline)
    if memo(connection, article_id) == wanted:
        return
    connection.execute(sa.delete(note).where(note.c.article_id == article_id))
    if wanted.note:
        connection.execute(sa.insert(note), [{"article_id": article_id, "words": wanted.note}])
    day = wanted.deadline
    stored = UNDATED if day is None else day.year * 10000 + day.month * 100 + day.day
    connection.execute(sa.update(article).where(article.c.id == article_id).values(deadline=stored))
    _touch(transaction, article_id)


def _row(transaction: Transaction, article_id: int, one: Comment) -> dict[str, Any]:
    uid = clean_uid(one.uid)
    if not uid:
        raise UserError("A comment needs a uid. Nothing was changed.")
    return {
        "uid": uid,
        "article_id": article_id,
        "start": max(0, one.anchor.start),
        "quote": clean_text(one.anchor.quote),
        "lead_in": clean_text(one.anchor.before),
        "lead_out": clean_text(one.anchor.after),
        "words": clean_text(one.words),
        "made": one.made or transaction.now,
        "resolved": one.resolved,
    }


def _must_exist(transaction: Transaction, article_id: int) -> None:
    if not possible([article_id]) or not existing(transaction.connection, [article_id]):
        raise missing(article_id)


def _touch(transaction: Transaction, article_id: int) -> None:
    """Let other windows hear of it; the article itself is what it was, so its version and its date stay."""
    transaction.connection.execute(sa.update(article).where(article.c.id == article_id).values(seq=transaction.seq))
    transaction.touch(article_id)
