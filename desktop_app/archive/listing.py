"""Lists, counts and the values of fields: what navigator, lists and completions show.

Pages are cut by key ("after this row"), never by OFFSET: the 2,000th page costs what the first does. Every sort order
has an index per place; "everything" merges two of them.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desktop_app.archive.articles import DRAFT_STATUSES, Page, Place, PlaceCounts, Sort
from desktop_app.archive.door import clean_line
from desktop_app.archive.form import PLACES
from desktop_app.archive.query_sql import Filter
from desktop_app.archive.reading import summaries
from desktop_app.archive.rows import name_key
from desktop_app.archive.tables import article, article_author, article_tag, author, batch, tag
from desktop_app.errors import UserError
from desktop_app.query.matching import value_key

PAGE_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class _Order:
    key: sa.Column[Any]
    descending: bool


SORTS: dict[Sort, _Order] = {
    "newest": _Order(article.c.published_first, True),
    "oldest": _Order(article.c.published_order, False),
    "title": _Order(article.c.title_key, False),
    "changed": _Order(article.c.updated, True),
    "created": _Order(article.c.created, True),
    "words": _Order(article.c.words, True),
    "deadline": _Order(article.c.deadline, False),
}
"""Undated articles come last in both directions, as do those that are not due; `id` breaks every tie, in the
direction of the key."""


def place_numbers(place: Place) -> tuple[int, ...]:
    """Return the values of `article.place` that make up a place."""
    if place == "everything":
        return PLACES["desk"], PLACES["archive"]
    if place not in PLACES:
        raise UserError(f"There is no place “{place}”.", "One of: desk, archive, trash, everything.")
    return (PLACES[place],)


def page(connection: sa.Connection, chosen: Filter, place: Place, sort: Sort, limit: int, after: str | None) -> Page:
    """Return one page of a list, its total, and the cursor of the next."""
    order = _order(sort)
    limit = max(0, min(limit, PAGE_LIMIT))
    start = _read_cursor(after, sort) if after else None
    places = chosen.places(place_numbers(place))
    if chosen.exact:
        total = count(connection, chosen, place)
        rows = _ordered(connection, chosen, places, order, limit + 1, start)
    else:
        found = chosen.decide(connection, _ordered(connection, chosen, places, order, None, None))
        total = len(found)
        rows = _after(found, order, start)[: limit + 1]
    shown = rows[:limit]
    following = _cursor(sort, shown[-1]) if len(rows) > limit and shown else None
    return Page(tuple(summaries(connection, [row[0] for row in shown])), total, following)


def ids(connection: sa.Connection, chosen: Filter, place: Place, sort: Sort) -> tuple[int, ...]:
    """Return the ids of all articles of a list, in its order."""
    rows = _ordered(connection, chosen, chosen.places(place_numbers(place)), _order(sort), None, None)
    return tuple(row[0] for row in (rows if chosen.exact else chosen.decide(connection, rows)))


def count(connection: sa.Connection, chosen: Filter, place: Place) -> int:
    """Count the articles of a list."""
    places = chosen.places(place_numbers(place))
    if not chosen.exact:
        rows = _ordered(connection, chosen, places, SORTS["created"], None, None)
        return len(chosen.decide(connection, rows))
    counted = sa.select(sa.func.count()).select_from(article).where(article.c.place.in_(places), chosen.clause)
    return connection.execute(counted).scalar_one()


_KeyRow = tuple[int, Any]
"""An article's id and the value it is sorted by."""


def _order(sort: Sort) -> _Order:
    if sort not in SORTS:
        raise UserError(f"There is no order “{sort}”.", f"One of: {', '.join(SORTS)}.")
    return SORTS[sort]


def _ordered(
    connection: sa.Connection,
    chosen: Filter,
    places: Sequence[int],
    order: _Order,
    limit: int | None,
    start: _KeyRow | None,
) -> list[_KeyRow]:
    """Return (id, key) of the candidates, in order. One branch a place, or no index could give the order."""
    branches = [sa.select(_branch(chosen, place, order, limit, start).subquery()) for place in places]
    rows = branches[0] if len(branches) == 1 else sa.union_all(*branches)
    key: sa.ColumnClause[Any] = sa.column("key")
    id_: sa.ColumnClause[int] = sa.column("id")
    rows = rows.order_by(*((key.desc(), id_.desc()) if order.descending else (key, id_)))
    return [(row[0], row[1]) for row in connection.execute(rows if limit is None else rows.limit(limit))]


def _branch(chosen: Filter, place: int, order: _Order, limit: int | None, start: _KeyRow | None) -> sa.Select[Any]:
    key = _raw(order)
    branch = sa.select(article.c.id.label("id"), key.label("key")).where(article.c.place == place, chosen.clause)
    if start is not None:
        here = sa.tuple_(key, article.c.id)
        edge = sa.tuple_(sa.literal(start[1]), sa.literal(start[0]))
        branch = branch.where(here < edge if order.descending else here > edge)
    if limit is not None:
        branch = branch.order_by(*((key.desc(), article.c.id.desc()) if order.descending else (key, article.c.id)))
        branch = branch.limit(limit)
    return branch


def _raw(order: _Order) -> sa.ColumnElement[Any]:
    """Return the key as it is stored: a moment as its number, so that a cursor can carry it."""
    is_text = isinstance(order.key.type, sa.Text)
    return sa.type_coerce(order.key, sa.Text if is_text else sa.BigInteger)


def _after(rows: list[_KeyRow], order: _Order, start: _KeyRow | None) -> list[_KeyRow]:
    if start is None:
        return rows
    edge = (start[1], start[0])
    return [row for row in rows if ((row[1], row[0]) < edge if order.descending else (row[1], row[0]) > edge)]


def _cursor(sort: Sort, row: _KeyRow) -> str:
    return base64.urlsafe_b64encode(json.dumps([sort, row[1], row[0]]).encode()).decode().rstrip("=")


def _read_cursor(cursor: str, sort: Sort) -> _KeyRow:
    try:
        made_for, key, id_ = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        right = made_for == sort and isinstance(id_, int) and abs(id_) < 2**63
        if isinstance(SORTS[sort].key.type, sa.Text):
            right = right and isinstance(key, str)
        else:
            right = right and isinstance(key, int) and abs(key) < 2**63
    except (ValueError, TypeError, binascii.Error, RecursionError):
        right = False
    if not right:
        raise UserError("This cursor does not belong to this list.", "Begin the list again without one.")
    return id_, key


def counts(connection: sa.Connection) -> PlaceCounts:
    """Return the numbers of the navigator, from one index."""
    rows = connection.execute(
        sa.select(article.c.place, article.c.status, article.c.folder, sa.func.count()).group_by(
            article.c.place, article.c.status, article.c.folder
        )
    )
    places = dict.fromkeys(PLACES.values(), 0)
    statuses = dict.fromkeys(DRAFT_STATUSES, 0)
    folders: dict[str, int] = {}
    for place, status, folder, number in rows:
        places[place] += number
        if place == PLACES["desk"]:
            statuses[status] += number
            if folder:
                folders[folder] = folders.get(folder, 0) + number
    imports = connection.execute(sa.select(sa.func.count()).where(batch.c.undone.is_(None))).scalar_one()
    return PlaceCounts(
        desk=places[PLACES["desk"]],
        archive=places[PLACES["archive"]],
        imports=imports,
        trash=places[PLACES["trash"]],
        statuses=statuses,
        folders=dict(sorted(folders.items(), key=lambda item: value_key(item[0]))),
    )


_VALUE_COLUMNS = {
    "section": article.c.section,
    "kind": article.c.kind,
    "language": article.c.language,
    "status": article.c.status,
    "publication": article.c.publication,
    "folder": article.c.folder,
    "source": article.c.source_name,
}
_PLURALS = {
    "authors": "author", "tags": "tag", "sections": "section", "kinds": "kind", "languages": "language",
    "statuses": "status", "publications": "publication", "folders": "folder", "sources": "source",
    "source_name": "source",
}  # fmt: skip


def values(connection: sa.Connection, field: str, prefix: str, limit: int, place: Place) -> list[tuple[str, int]]:
    """Return the values of a field as written, with the number of articles, most used first.

    `prefix` is compared under the fold; for authors it may begin any part of the name.
    """
    field, prefix = _PLURALS.get(field, field), clean_line(prefix)
    if field == "author":
        value: sa.Column[str] = author.c.name
        rows = sa.select(value, sa.func.count(article_author.c.article_id.distinct()).label("number"))
        rows = rows.select_from(author.join(article_author).join(article))
        begins = author.c.name_key.contains(name_key(prefix).rstrip(), autoescape=True)
    elif field == "tag":
        value = tag.c.name
        rows = sa.select(value, sa.func.count().label("number")).select_from(tag.join(article_tag).join(article))
        begins = tag.c.name_key.startswith(value_key(prefix), autoescape=True)
    elif field in _VALUE_COLUMNS:
        value = _VALUE_COLUMNS[field]
        rows = sa.select(value, sa.func.count().label("number")).where(value != "")
        key = value if field == "status" else article.c[f"{field}_key"]
        begins = key.startswith(value_key(prefix), autoescape=True)
    else:
        raise UserError(f"“{field}” has no list of values.", f"One of: author, tag, {', '.join(_VALUE_COLUMNS)}.")
    rows = rows.where(article.c.place.in_(place_numbers(place))).group_by(value)
    if prefix.strip():
        rows = rows.where(begins)
    found = [(name, number) for name, number in connection.execute(rows)]
    found.sort(key=lambda item: (-item[1], value_key(item[0]), item[0]))
    return found[: max(0, limit)]
