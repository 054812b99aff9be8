"""What followers of the archive ask: what changed after a number, and the facts of articles as columns."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from desktop_app.archive.articles import ChangeSet, Facts
from desktop_app.archive.ids import chunks, possible
from desktop_app.archive.rows import FACT_COLUMNS, FACT_MOMENTS, to_facts
from desktop_app.archive.tables import (
    article,
    article_author,
    article_tag,
    author,
    counter,
    history,
    tag,
    tombstone,
)

_STAMPS_KEPT = 20_000
_TRIMMED_EVERY = 1_000
"""A follower further behind than this begins anew, which costs it hardly more than catching up."""


def current_seq(connection: sa.Connection) -> int:
    """Return the number of the last writing transaction."""
    return int(connection.execute(sa.select(counter.c.seq)).scalar_one())


def stamp(connection: sa.Connection, seq: int) -> None:
    """Give a writing transaction its stamp, and forget those no follower will ask for."""
    connection.execute(sa.insert(history).values(seq=seq, stamp=secrets.token_hex(8)))
    if seq % _TRIMMED_EVERY == 0:
        connection.execute(sa.delete(history).where(history.c.seq < seq - _STAMPS_KEPT))


def stamp_of(connection: sa.Connection, seq: int) -> str:
    """Return the stamp of a transaction, "" when it is not known (any more)."""
    found = connection.execute(sa.select(history.c.stamp).where(history.c.seq == seq)).scalar()
    return found or ""


def changes_after(connection: sa.Connection, seq: int, limit: int) -> ChangeSet:
    """Return what changed after `seq`, oldest first, some `limit` articles at a time.

    A cut falls between two transactions, never within one. An article whose text changed early and whose facts changed
    late stands in both windows: taken by its last change alone, the text would be missed by a reader of pages.
    """
    seq = max(-1, min(seq, 2**62))
    current = current_seq(connection)
    end = min(_end_of_window(connection, seq, max(1, limit)), current)
    rows = connection.execute(
        sa.select(article.c.id, article.c.seq, article.c.text_seq).where(
            sa.or_(
                sa.and_(article.c.seq > seq, article.c.seq <= end),
                sa.and_(article.c.text_seq > seq, article.c.text_seq <= end),
            )
        )
    ).all()
    # The last change within the window: `seq` where it lies inside, else `text_seq`.
    ordered = sorted((row.seq if row.seq <= end else row.text_seq, row.id, row.text_seq) for row in rows)
    purged = connection.execute(
        sa.select(tombstone.c.article_id)
        .where(tombstone.c.seq > seq, tombstone.c.seq <= end)
        .order_by(tombstone.c.seq, tombstone.c.article_id)
    ).scalars()
    return ChangeSet(
        seq=end,
        text_changed=tuple(id_ for _, id_, text_seq in ordered if seq < text_seq <= end),
        facts_changed=tuple(id_ for _, id_, _ in ordered),
        purged=tuple(purged),
        more=end < current,
    )


def _end_of_window(connection: sa.Connection, seq: int, limit: int) -> int:
    """Return the last transaction that a page of some `limit` changes takes in."""
    branches = [
        sa.select(article.c.seq.label("seq")).where(article.c.seq > seq).order_by(article.c.seq),
        sa.select(article.c.text_seq).where(article.c.text_seq > seq).order_by(article.c.text_seq),
        sa.select(tombstone.c.seq).where(tombstone.c.seq > seq).order_by(tombstone.c.seq),
    ]
    # An article changed in one transaction counts twice (seq and text_seq): the limit is a measure, not a promise.
    changes = sa.union_all(*(sa.select(branch.limit(limit + 1).subquery()) for branch in branches)).subquery()
    numbers = list(connection.execute(sa.select(changes.c.seq).order_by(changes.c.seq).limit(limit + 1)).scalars())
    # All of that transaction is taken in, also what lies beyond the limit: a page is never cut within one.
    return int(numbers[limit - 1]) if len(numbers) > limit else 2**62


def facts(connection: sa.Connection, ids: Iterable[int] | None) -> list[Facts]:
    """Return the facts of some articles, or of all with the trash, by id. A few queries, joined here."""
    if ids is None:
        return _facts(connection, None)
    wanted = sorted(possible(ids))
    return [found for part in chunks(wanted) for found in _facts(connection, part)]


def _facts(connection: sa.Connection, ids: list[int] | None) -> list[Facts]:
    def of(column: sa.Column[int], query: Any) -> Any:
        return connection.execute(query if ids is None else query.where(column.in_(ids)))

    moments = [sa.type_coerce(article.c[name], sa.BigInteger) for name in FACT_MOMENTS]
    query = sa.select(*(article.c[name] for name in FACT_COLUMNS), *moments).order_by(article.c.id)
    names: defaultdict[int, list[str]] = defaultdict(list)
    link = article_author.c
    byline = sa.select(link.article_id, author.c.name).join(author).order_by(link.article_id, link.position)
    for id_, name in of(link.article_id, byline):
        names[id_].append(name)
    tags: defaultdict[int, list[str]] = defaultdict(list)
    mark = article_tag.c
    tagged = sa.select(mark.article_id, tag.c.name).join(tag).order_by(mark.article_id, mark.position)
    for id_, name in of(mark.article_id, tagged):
        tags[id_].append(name)
    return to_facts(of(article.c.id, query), names, tags)
