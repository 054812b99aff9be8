"""Saved searches: a query under a name."""

from __future__ import annotations

import sqlalchemy as sa

from desktop_app.archive.articles import SavedSearch
from desktop_app.archive.connections import Transaction
from desktop_app.archive.door import clean_line, clean_name
from desktop_app.archive.tables import saved_search
from desktop_app.errors import NotFound, UserError
from desktop_app.query.matching import value_key


def listed(connection: sa.Connection) -> list[SavedSearch]:
    """Return the saved searches, the pinned ones first, by name."""
    rows = connection.execute(sa.select(saved_search)).all()
    found = [SavedSearch(row.name, row.query, row.pinned, row.created) for row in rows]
    return sorted(found, key=lambda one: (not one.pinned, value_key(one.name), one.name))


def save(transaction: Transaction, name: str, query: str, pinned: bool | None) -> None:
    """Save a query under a name, over one of the same name; `pinned=None` leaves the pin as it is."""
    name, query = clean_name(name, "name of a search"), clean_line(query)[:10_000]
    if not name:
        raise UserError("A saved search needs a name. Nothing was saved.")
    mine = saved_search.c.name == name
    values = {"query": query} if pinned is None else {"query": query, "pinned": pinned}
    done = transaction.connection.execute(sa.update(saved_search).where(mine).values(**values))
    if not done.rowcount:
        row = {"name": name, "query": query, "created": transaction.now, "pinned": bool(pinned)}
        transaction.connection.execute(sa.insert(saved_search), [row])
    transaction.wrote = True


def remove(transaction: Transaction, name: str) -> None:
    """Forget a saved search, or raise NotFound."""
    mine = saved_search.c.name == clean_name(name, "name of a search")
    if not transaction.connection.execute(sa.delete(saved_search).where(mine)).rowcount:
        raise NotFound(f"There is no saved search “{name}”.")
    transaction.wrote = True
