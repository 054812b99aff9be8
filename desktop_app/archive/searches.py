"""Saved searches: a query under a name, with its filters, its place in the order, and when it was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from desktop_app.archive.articles import SavedSearch
from desktop_app.archive.connections import Transaction
from desktop_app.archive.door import clean_line, clean_name, clean_text
from desktop_app.archive.tables import counter, saved_search
from desktop_app.errors import NotFound, UserError
from desktop_app.query.matching import value_key

_LONGEST_QUERY, _LONGEST_FILTERS = 10_000, 100_000


def listed(connection: sa.Connection) -> list[SavedSearch]:
    """Return the saved searches by folder (those in none first), as they were put in order, then by name."""
    found = [
        SavedSearch(
            row.name, row.query, row.pinned, row.created, row.filters, row.folder, row.position, row.seen_at,
            row.seen_article,
        )
        for row in connection.execute(sa.select(saved_search))
    ]  # fmt: skip
    return sorted(
        found, key=lambda one: (value_key(one.folder), one.position, not one.pinned, value_key(one.name), one.name)
    )


def save(transaction: Transaction, name: str, query: str, pinned: bool | None, filters: str | None) -> None:
    """Save a query under a name, over one of the same name; None leaves pin or filters as they are."""
    name, query = _clean_name(name), clean_line(query)[:_LONGEST_QUERY]
    values: dict[str, Any] = {"query": query}
    if pinned is not None:
        values["pinned"] = pinned
    if filters is not None:
        values["filters"] = clean_text(filters)[:_LONGEST_FILTERS]
    if not _update(transaction, name, values):
        row = {"name": name, "pinned": False, "filters": "", **values, "created": transaction.now, **_seen(transaction)}
        transaction.connection.execute(sa.insert(saved_search), [row])
    transaction.wrote = True


def rename(transaction: Transaction, name: str, new_name: str) -> None:
    """Give a saved search another name; raises NotFound, or UserError where another has it."""
    new_name = _clean_name(new_name)
    there = sa.select(saved_search.c.name).where(saved_search.c.name == new_name)
    if new_name != name and transaction.connection.execute(there).first() is not None:
        raise UserError(f"There is a saved search “{new_name}” already. Nothing was changed.")
    _change(transaction, name, {"name": new_name})


def arrange(transaction: Transaction, order: Sequence[tuple[str, str]]) -> None:
    """Put saved searches into folders and in order: name and folder of each; others stay where they are."""
    for position, (name, folder) in enumerate(order, start=1):
        _update(transaction, name, {"folder": clean_name(folder, "folder"), "position": position})
    transaction.wrote = True


def look_at(transaction: Transaction, name: str) -> None:
    """Note that a saved search was looked at now: later articles are new."""
    _change(transaction, name, _seen(transaction))


def remove(transaction: Transaction, name: str) -> None:
    """Forget a saved search, or raise NotFound."""
    mine = saved_search.c.name == clean_name(name, "name of a search")
    if not transaction.connection.execute(sa.delete(saved_search).where(mine)).rowcount:
        raise _missing(name)
    transaction.wrote = True


def _clean_name(name: str) -> str:
    clean = clean_name(name, "name of a search")
    if not clean:
        raise UserError("A saved search needs a name. Nothing was saved.")
    return clean


def _seen(transaction: Transaction) -> dict[str, Any]:
    return {
        "seen_at": transaction.now,
        "seen_article": transaction.connection.execute(sa.select(counter.c.last_article)).scalar_one(),
    }


def _update(transaction: Transaction, name: str, values: dict[str, Any]) -> int:
    mine = sa.update(saved_search).where(saved_search.c.name == name)
    return transaction.connection.execute(mine.values(**values)).rowcount


def _change(transaction: Transaction, name: str, values: dict[str, Any]) -> None:
    if not _update(transaction, clean_name(name, "name of a search"), values):
        raise _missing(name)
    transaction.wrote = True


def _missing(name: str) -> NotFound:
    return NotFound(f"There is no saved search “{name}”.")
