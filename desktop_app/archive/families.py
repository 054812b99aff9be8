"""Reprint families as people see them: which articles were joined or split by hand.

Promises: the last word on two articles holds, whatever a search finds, and can be taken back; followers hear of it as
of any other change. Not for finding reprints: that is `search`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import sqlalchemy as sa

from desktop_app.archive.articles import ReprintChoice
from desktop_app.archive.connections import Transaction
from desktop_app.archive.ids import chunks, possible
from desktop_app.archive.reading import all_existing
from desktop_app.archive.tables import article, reprint_choice
from desktop_app.errors import NotFound, UserError

MOST = 100
"""Articles to join at once: each pair of them is a choice of its own, so that one of them can be split off again."""

_IN_A_QUERY = 200


def choices(connection: sa.Connection) -> list[ReprintChoice]:
    """Return all choices that hold, the earliest first."""
    row = reprint_choice.c
    rows = connection.execute(sa.select(reprint_choice).order_by(row.seq, row.one, row.other))
    return [ReprintChoice(found.one, found.other, found.together, found.made) for found in rows]


def join(transaction: Transaction, ids: Iterable[int]) -> None:
    """Say that these articles are printings of one text."""
    wanted = all_existing(transaction.connection, ids)
    if len(wanted) < 2:
        raise UserError("It takes two articles to make a reprint. Nothing was changed.")
    if len(wanted) > MOST:
        raise UserError(f"Not more than {MOST} articles can be joined at once. Nothing was changed.")
    _choose(transaction, list(combinations(sorted(wanted), 2)), together=True)


def split(transaction: Transaction, article_id: int, from_ids: Iterable[int]) -> None:
    """Say that an article is no printing of the text of these others."""
    others = [id_ for id_ in all_existing(transaction.connection, [article_id, *from_ids]) if id_ != article_id]
    if not others:
        raise UserError("Name the articles it is no reprint of. Nothing was changed.")
    _choose(transaction, [_pair(article_id, other) for other in others], together=False)


def forget(transaction: Transaction, one: int, other: int) -> None:
    """Take a choice back, or raise NotFound: what the search finds holds again."""
    first, second = _pair(one, other)
    mine = sa.and_(reprint_choice.c.one == first, reprint_choice.c.other == second)
    if (
        len(possible((first, second))) < 2
        or not transaction.connection.execute(sa.delete(reprint_choice).where(mine)).rowcount
    ):
        raise NotFound(f"Articles {one} and {other} were neither joined nor split by hand.")
    _touch(transaction, (first, second))


def between(connection: sa.Connection, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bool | None]:
    """Return what was said of each pair, lower id first: together, apart, or nothing (None)."""
    wanted = {_pair(*pair) for pair in pairs}
    said = {(choice.one, choice.other): choice.together for choice in choices(connection)}
    return {pair: said.get(pair) for pair in sorted(wanted)}


def put_back(transaction: Transaction, said: Mapping[tuple[int, int], bool | None]) -> None:
    """Make of each pair again what `between` told: a choice is made anew, or taken back where there was none."""
    now = between(transaction.connection, said)
    for together in (True, False):
        again = [pair for pair, before in said.items() if before is together and now[pair] is not together]
        if again:
            _choose(transaction, again, together=together)
    for pair, before in said.items():
        if before is None and now[pair] is not None:
            forget(transaction, *pair)


def _choose(transaction: Transaction, pairs: Sequence[tuple[int, int]], *, together: bool) -> None:
    """Write down a choice for each pair, over an earlier one; those made before stay as they are."""
    connection, row = transaction.connection, reprint_choice.c
    changed: list[tuple[int, int]] = []
    for part in chunks(pairs, _IN_A_QUERY):
        these = sa.or_(*(sa.and_(row.one == one, row.other == other) for one, other in part))
        known = {
            (found.one, found.other): found.together
            for found in connection.execute(sa.select(row.one, row.other, row.together).where(these))
        }
        new = [pair for pair in part if known.get(pair) is not together]
        if new:
            stale = sa.or_(*(sa.and_(row.one == one, row.other == other) for one, other in new))
            connection.execute(sa.delete(reprint_choice).where(stale))
            said = {"together": together, "made": transaction.now, "seq": transaction.seq}
            connection.execute(sa.insert(reprint_choice), [{"one": one, "other": other, **said} for one, other in new])
            changed += new
    _touch(transaction, sorted({id_ for pair in changed for id_ in pair}))


def _touch(transaction: Transaction, ids: Sequence[int]) -> None:
    """Let followers hear of it. The articles themselves are what they were, so their versions stay."""
    if ids:
        transaction.connection.execute(sa.update(article).where(article.c.id.in_(ids)).values(seq=transaction.seq))
        transaction.touch(*ids)


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)
