"""What was done to many articles at once and can be taken back: a record a run, a row an article.

Promises: the last hundred are kept; a record is there before the first article is changed, so that a run that died in
the middle can be taken back. How each kind of change is taken back is known to `bulk.py` and `replacing.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from desktop_app.archive.articles import UndoRecord
from desktop_app.archive.connections import Transaction
from desktop_app.archive.ids import possible
from desktop_app.archive.tables import undo_article, undo_record
from desktop_app.errors import NotFound, UserError

_KEPT = 100


def new_record(transaction: Transaction, told: Mapping[str, Any]) -> int:
    """Open an undo record that tells of a change; return its number."""
    connection = transaction.connection
    number = int(connection.execute(sa.select(sa.func.max(undo_record.c.number))).scalar() or 0) + 1
    record = {"number": number, "made": transaction.now, "change": json.dumps(dict(told), ensure_ascii=False)}
    connection.execute(sa.insert(undo_record), [record])
    old = number - _KEPT
    connection.execute(sa.delete(undo_article).where(undo_article.c.number <= old))
    connection.execute(sa.delete(undo_record).where(undo_record.c.number <= old))
    return number


def listed(connection: sa.Connection) -> list[UndoRecord]:
    """Return the changes to many articles that can be, or were, taken back, newest first."""
    counted = sa.select(undo_article.c.number, sa.func.count().label("articles")).group_by(undo_article.c.number)
    counts = {row.number: row.articles for row in connection.execute(counted)}
    rows = connection.execute(sa.select(undo_record).order_by(undo_record.c.number.desc()))
    return [
        UndoRecord(row.number, row.made, row.undone, counts.get(row.number, 0), json.loads(row.change)) for row in rows
    ]


def to_undo(connection: sa.Connection, number: int | None) -> tuple[int, list[int], bool]:
    """Return the record to take back (None: the last that was not), its articles, and whether texts were replaced."""
    mine = sa.select(undo_record.c.number, undo_record.c.undone, undo_record.c.change)
    if number is None:
        mine = mine.where(undo_record.c.undone.is_(None)).order_by(undo_record.c.number.desc()).limit(1)
    else:
        mine = mine.where(undo_record.c.number.in_(possible([number])))
    row = connection.execute(mine).one_or_none()
    if row is None and number is None:
        raise UserError("There is no bulk edit to undo. Nothing was changed.")
    if row is None:
        raise NotFound(f"There is no undo record {number}.", "Only the last hundred bulk edits can be taken back.")
    if row.undone is not None:
        raise UserError(f"Bulk edit {row.number} was undone before. Nothing was changed.")
    ids = sa.select(undo_article.c.article_id).where(undo_article.c.number == row.number)
    return int(row.number), sorted(connection.execute(ids).scalars()), "replace" in json.loads(row.change)


def close_undone(transaction: Transaction, number: int) -> None:
    """Mark a bulk edit as taken back."""
    mine = undo_record.c.number == number
    transaction.connection.execute(sa.update(undo_record).where(mine).values(undone=transaction.now))
    transaction.wrote = True
