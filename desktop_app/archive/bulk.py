"""One change to many articles, in steps short enough that an autosave slips between, and its way back.

Promises: each step is whole; what was changed can be undone even when the program died in the middle; an undo touches
only the fields that the change set, and leaves those alone that somebody set anew since.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import sqlalchemy as sa

from desktop_app.archive import versions
from desktop_app.archive.articles import Article, Changes, UndoRecord, VersionReason
from desktop_app.archive.connections import Connections, Transaction
from desktop_app.archive.door import clean_field, clean_names
from desktop_app.archive.following import current_seq
from desktop_app.archive.ids import possible
from desktop_app.archive.reading import all_existing, texts
from desktop_app.archive.rows import field_from_json, field_to_json, pack, unpack
from desktop_app.archive.tables import undo_article, undo_record
from desktop_app.archive.writing import changed_fields, write_fields
from desktop_app.errors import NotFound, UserError
from desktop_app.query.matching import value_key

OnProgress = Callable[[int, int], None]
"""Called with done and total articles after each step."""

_KEPT_RECORDS = 100
_STEP_S = 0.06
"""What a step should take: the write lane promises 100 ms, and a step on a slow disk may take half as long again."""


class CancelFlag(Protocol):
    """`threading.Event` serves."""

    def is_set(self) -> bool: ...


def steps(
    ids: Sequence[int], progress: OnProgress | None, cancelled: CancelFlag | None, first: int = 25
) -> Iterator[list[int]]:
    """Cut work on many articles into steps of even length in time, with air between them; ends when cancelled."""
    done, size = 0, first
    while done < len(ids) and not (cancelled is not None and cancelled.is_set()):
        part = list(ids[done : done + size])
        began = time.monotonic()
        yield part
        took = time.monotonic() - began
        done += len(part)
        if progress is not None:
            progress(done, len(ids))
        size = max(1, min(size * 2, int(len(part) * _STEP_S / max(took, 0.001))))
        # A thread that lets go of a lock and takes it at once again would never let another in.
        time.sleep(0.002)


@dataclass(frozen=True, slots=True)
class Change:
    """What a bulk edit does to each article, cleaned."""

    set: Mapping[str, Any]
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()

    @classmethod
    def of(cls, set: Mapping[str, Any], add_tags: Iterable[str], remove_tags: Iterable[str]) -> Change:
        """Clean what was asked for; raises UserError for what is no field or no value."""
        clean = {name: clean_field(name, value) for name, value in set.items()}
        return cls(clean, clean_names(add_tags, "tags"), clean_names(remove_tags, "tags"))

    def applied_to(self, before: Article) -> Article:
        """Return the article after the change. Tags are the same when they fold alike."""
        after = replace(before, **self.set)
        if self.add_tags or self.remove_tags:
            doomed = {value_key(name) for name in self.remove_tags}
            left = tuple(name for name in after.tags if value_key(name) not in doomed)
            after = replace(after, tags=clean_names((*left, *self.add_tags), "tags"))
        return after

    def to_json(self) -> dict[str, Any]:
        """Return what the undo record tells."""
        return {
            "set": {name: field_to_json(name, value) for name, value in self.set.items()},
            "add_tags": list(self.add_tags),
            "remove_tags": list(self.remove_tags),
        }


def apply(transaction: Transaction, number: int | None, change: Change, ids: Iterable[int]) -> int | None:
    """Change some articles under the undo record `number` (None: one is made when needed); return its number."""
    pairs = [(before, change.applied_to(before)) for before in texts(transaction.connection, ids)]
    work = [(before, after, names) for before, after in pairs if (names := changed_fields(before, after))]
    if not work:
        return number
    if number is None:
        number = _new_record(transaction, change)
    versions.keep_current(transaction, [before.id for before, _, _ in work], VersionReason.BULK)
    rows = []
    for before, after, names in work:
        write_fields(transaction, before, after, names)
        former = {
            name: [field_to_json(name, getattr(before, name)), field_to_json(name, getattr(after, name))]
            for name in sorted(names)
        }
        rows.append({"number": number, "article_id": before.id, "former": pack(former)})
    transaction.connection.execute(sa.insert(undo_article), rows)
    return number


def run(
    connections: Connections,
    ids: Iterable[int],
    change: Change,
    progress: OnProgress | None,
    cancelled: CancelFlag | None,
) -> Changes:
    """Apply a change step by step; after a cancel the steps done stay, and can be undone."""
    with connections.reading() as connection:
        wanted = all_existing(connection, ids)
        done = Changes(current_seq(connection))
    number: int | None = None
    for part in steps(wanted, progress, cancelled):
        with connections.writing() as transaction:
            number = apply(transaction, number, change, part)
            done = transaction.changes(undo=number).after(done)
    return done


def undo(
    connections: Connections, number: int | None, progress: OnProgress | None, cancelled: CancelFlag | None
) -> Changes:
    """Take a bulk edit back step by step; after a cancel it can be called again for the rest."""
    with connections.reading() as connection:
        number, ids = to_undo(connection, number)
        done = Changes(current_seq(connection))
    left = len(ids)
    for part in steps(ids, progress, cancelled):
        with connections.writing() as transaction:
            skipped = undo_part(transaction, number, part)
            done = transaction.changes(skipped=skipped).after(done)
        left -= len(part)
    if not left:
        with connections.writing() as transaction:
            close_undone(transaction, number)
            done = transaction.changes().after(done)
    return done


def _new_record(transaction: Transaction, change: Change) -> int:
    connection = transaction.connection
    number = int(connection.execute(sa.select(sa.func.max(undo_record.c.number))).scalar() or 0) + 1
    record = {"number": number, "made": transaction.now, "change": json.dumps(change.to_json(), ensure_ascii=False)}
    connection.execute(sa.insert(undo_record), [record])
    old = number - _KEPT_RECORDS
    connection.execute(sa.delete(undo_article).where(undo_article.c.number <= old))
    connection.execute(sa.delete(undo_record).where(undo_record.c.number <= old))
    return number


def records(connection: sa.Connection) -> list[UndoRecord]:
    """Return the bulk edits that can be, or were, taken back, newest first."""
    counted = sa.select(undo_article.c.number, sa.func.count().label("articles")).group_by(undo_article.c.number)
    counts = {row.number: row.articles for row in connection.execute(counted)}
    rows = connection.execute(sa.select(undo_record).order_by(undo_record.c.number.desc()))
    return [
        UndoRecord(row.number, row.made, row.undone, counts.get(row.number, 0), json.loads(row.change)) for row in rows
    ]


def to_undo(connection: sa.Connection, number: int | None) -> tuple[int, list[int]]:
    """Return the record to take back (None: the last that was not) and its articles."""
    mine = sa.select(undo_record.c.number, undo_record.c.undone)
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
    return int(row.number), sorted(connection.execute(ids).scalars())


def undo_part(transaction: Transaction, number: int, ids: Sequence[int]) -> list[int]:
    """Take a bulk edit back on some articles; return those where a field was left as it was set since."""
    connection = transaction.connection
    kept = undo_article.c
    rows = connection.execute(
        sa.select(kept.article_id, kept.former).where(kept.number == number, kept.article_id.in_(list(ids)))
    ).all()
    articles = {found.id: found for found in texts(connection, [row.article_id for row in rows])}
    versions.keep_current(transaction, articles, VersionReason.BULK)
    skipped = []
    for row in rows:
        current = articles[row.article_id]
        back: dict[str, Any] = {}
        for name, (old_json, new_json) in unpack(row.former).items():
            old, new, now = field_from_json(name, old_json), field_from_json(name, new_json), getattr(current, name)
            if now == new:
                back[name] = old
            elif now != old and row.article_id not in skipped:
                skipped.append(row.article_id)
        after = replace(current, **back)
        if names := changed_fields(current, after):
            write_fields(transaction, current, after, names)
    return skipped


def close_undone(transaction: Transaction, number: int) -> None:
    """Mark a bulk edit as taken back."""
    mine = undo_record.c.number == number
    transaction.connection.execute(sa.update(undo_record).where(mine).values(undone=transaction.now))
    transaction.wrote = True
