"""Collections: hand-picked articles in an order of their own, with notes.

Promises: an article stands in a collection once; one that is deleted for ever goes from it, one in the trash stays, so
that it is there again when it is put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from desktop_app.archive.articles import Collection, CollectionItem
from desktop_app.archive.connections import Transaction
from desktop_app.archive.door import clean_name, clean_text
from desktop_app.archive.ids import chunks, possible
from desktop_app.archive.reading import all_existing
from desktop_app.archive.tables import collection, collection_item
from desktop_app.errors import NotFound, UserError
from desktop_app.query.matching import value_key

_LONGEST_NOTE = 20_000


def listed(connection: sa.Connection) -> list[Collection]:
    """Return all collections by name, with what is in them."""
    items: dict[int, list[CollectionItem]] = {}
    rows = connection.execute(
        sa.select(collection_item).order_by(collection_item.c.collection_id, collection_item.c.position)
    )
    for row in rows:
        items.setdefault(row.collection_id, []).append(CollectionItem(row.article_id, row.note))
    found = [
        Collection(row.id, row.name, row.note, row.created, tuple(items.get(row.id, ())))
        for row in connection.execute(sa.select(collection))
    ]
    return sorted(found, key=lambda one: (value_key(one.name), one.name))


def make(transaction: Transaction, name: str, ids: Iterable[int], note: str) -> None:
    """Make a collection of these articles; raises UserError where the name is taken."""
    number = int(transaction.connection.execute(sa.select(sa.func.max(collection.c.id))).scalar() or 0) + 1
    row = {"id": number, "name": _free_name(transaction, name, number), "note": _note(note), "created": transaction.now}
    transaction.connection.execute(sa.insert(collection), [row])
    add(transaction, number, ids)


def describe(transaction: Transaction, number: int, name: str, note: str) -> None:
    """Change name and note."""
    _must_exist(transaction.connection, number)
    values = {"name": _free_name(transaction, name, number), "note": _note(note)}
    transaction.connection.execute(sa.update(collection).where(collection.c.id == number).values(**values))
    transaction.wrote = True


def add(transaction: Transaction, number: int, ids: Iterable[int]) -> None:
    """Put articles at the end of a collection; those that are in it already stay where they are."""
    connection = transaction.connection
    _must_exist(connection, number)
    mine = collection_item.c.collection_id == number
    there = set(connection.execute(sa.select(collection_item.c.article_id).where(mine)).scalars())
    last = int(connection.execute(sa.select(sa.func.max(collection_item.c.position)).where(mine)).scalar() or 0)
    new = [id_ for id_ in all_existing(connection, ids) if id_ not in there]
    rows = [
        {"collection_id": number, "article_id": id_, "position": last + step, "note": ""}
        for step, id_ in enumerate(new, start=1)
    ]
    if rows:
        connection.execute(sa.insert(collection_item), rows)
    transaction.wrote = True


def take_out(transaction: Transaction, number: int, ids: Iterable[int]) -> None:
    """Take articles out of a collection; they stay in the archive."""
    _must_exist(transaction.connection, number)
    for part in chunks(possible(ids)):
        transaction.connection.execute(
            sa.delete(collection_item).where(
                collection_item.c.collection_id == number, collection_item.c.article_id.in_(part)
            )
        )
    transaction.wrote = True


def set_items(transaction: Transaction, number: int, items: Sequence[CollectionItem]) -> None:
    """Give a collection this content, in this order, with these notes: reordering, and the way back of every change."""
    connection = transaction.connection
    _must_exist(connection, number)
    notes = {item.article_id: _note(item.note) for item in items}
    connection.execute(sa.delete(collection_item).where(collection_item.c.collection_id == number))
    rows: list[dict[str, Any]] = [
        {"collection_id": number, "article_id": id_, "position": step, "note": notes[id_]}
        for step, id_ in enumerate(all_existing(connection, notes), start=1)
    ]
    if rows:
        connection.execute(sa.insert(collection_item), rows)
    transaction.wrote = True


def remove(transaction: Transaction, number: int) -> None:
    """Forget a collection; its articles stay in the archive."""
    _must_exist(transaction.connection, number)
    transaction.connection.execute(sa.delete(collection_item).where(collection_item.c.collection_id == number))
    transaction.connection.execute(sa.delete(collection).where(collection.c.id == number))
    transaction.wrote = True


def _must_exist(connection: sa.Connection, number: int) -> None:
    there = connection.execute(sa.select(collection.c.id).where(collection.c.id.in_(possible([number])))).first()
    if there is None:
        raise NotFound(f"There is no collection {number}. Nothing was changed.")


def _free_name(transaction: Transaction, name: str, number: int) -> str:
    clean = clean_name(name, "name of a collection")
    if not clean:
        raise UserError("A collection needs a name. Nothing was saved.")
    other = sa.select(collection.c.id).where(collection.c.name == clean, collection.c.id != number)
    if transaction.connection.execute(other).first() is not None:
        raise UserError(f"There is a collection “{clean}” already. Nothing was saved.")
    return clean


def _note(note: str) -> str:
    return clean_text(note)[:_LONGEST_NOTE]
