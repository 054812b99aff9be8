"""One change to many articles, in steps short enough that an autosave slips between, and its way back.

Promises: what a dry run says is what the change does; each step is whole; what was changed can be undone even when the
program died in the middle; an undo touches only the fields that the change set, and leaves those alone that somebody
set anew since. Words are replaced by `replacing.py`, the way back of both is `undoing.py`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import sqlalchemy as sa

from desktop_app.archive import versions
from desktop_app.archive.articles import Article, Author, BulkPlan, Changes, Rename, VersionReason
from desktop_app.archive.connections import Connections, Transaction
from desktop_app.archive.door import clean_field, clean_line, clean_name, clean_names
from desktop_app.archive.following import current_seq
from desktop_app.archive.ids import chunks
from desktop_app.archive.reading import LONG_TEXTS, all_existing, texts
from desktop_app.archive.rows import field_from_json, field_to_json, pack, unpack
from desktop_app.archive.tables import undo_article
from desktop_app.archive.undo_records import new_record
from desktop_app.archive.writing import changed_fields, write_many
from desktop_app.errors import UserError
from desktop_app.query.matching import value_key

OnProgress = Callable[[int, int], None]
"""Called with done and total articles after each step."""

RENAMED = frozenset({"authors", "tags", "section", "publication", "folder"})
"""The fields whose names can be changed one by one."""

RIGHTS = frozenset(f"rights.{part}" for part in ("holder", "licence", "embargo", "note"))
"""The parts of the rights, each of which can be set by itself."""

_STEP_S = 0.06
"""What a step should take: the write lane promises 100 ms, and a step on a slow disk may take half as long again."""


class CancelFlag(Protocol):
    """`threading.Event` serves."""

    def is_set(self) -> bool: ...


def steps(
    ids: Sequence[int],
    progress: OnProgress | None,
    cancelled: CancelFlag | None,
    first: int = 25,
    step_s: float = _STEP_S,
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
        size = max(1, min(size * 2, int(len(part) * step_s / max(took, 0.001))))
        # A thread that lets go of a lock and takes it at once again would never let another in.
        time.sleep(0.002)


@dataclass(frozen=True, slots=True)
class Change:
    """What a bulk edit does to each article, cleaned."""

    set: Mapping[str, Any]
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    renames: tuple[Rename, ...] = ()

    @classmethod
    def of(
        cls,
        set: Mapping[str, Any],
        add_tags: Iterable[str] = (),
        remove_tags: Iterable[str] = (),
        renames: Iterable[Rename] = (),
    ) -> Change:
        """Clean what was asked for; raises UserError for what is no field or no value."""
        clean = {name: _clean(name, value) for name, value in set.items()}
        return cls(
            clean, clean_names(add_tags, "tags"), clean_names(remove_tags, "tags"), tuple(map(_clean_rename, renames))
        )

    def applied_to(self, before: Article) -> Article:
        """Return the article after the change. Names are the same when they fold alike."""
        whole = {name: value for name, value in self.set.items() if name not in RIGHTS}
        parts = {name.removeprefix("rights."): value for name, value in self.set.items() if name in RIGHTS}
        after = replace(before, **whole)
        if parts:
            after = replace(after, rights=replace(after.rights, **parts))
        if self.add_tags or self.remove_tags:
            doomed = {value_key(name) for name in self.remove_tags}
            left = tuple(name for name in after.tags if value_key(name) not in doomed)
            after = replace(after, tags=clean_names((*left, *self.add_tags), "tags"))
        for rename in self.renames:
            after = _renamed(after, rename)
        return after

    def to_json(self) -> dict[str, Any]:
        """Return what the undo record tells."""
        return {
            "set": {name: value if name in RIGHTS else field_to_json(name, value) for name, value in self.set.items()},
            "add_tags": list(self.add_tags),
            "remove_tags": list(self.remove_tags),
            "renames": [[rename.field, rename.old, rename.new] for rename in self.renames],
        }


def _clean(name: str, value: Any) -> Any:
    return clean_line(value).strip() if name in RIGHTS else clean_field(name, value)


def _clean_rename(rename: Rename) -> Rename:
    if rename.field not in RENAMED:
        raise UserError(
            f"“{rename.field}” does not hold names that can be changed. Nothing was changed.",
            f"Fields: {', '.join(sorted(RENAMED))}.",
        )
    return Rename(rename.field, rename.old, clean_name(rename.new, rename.field))


def _renamed(before: Article, rename: Rename) -> Article:
    """Put one name in another's place, wherever it stands in the field; a name that is then there twice stays once."""
    old = value_key(rename.old)
    if rename.field == "tags":
        names = (rename.new if value_key(name) == old else name for name in before.tags)
        return replace(before, tags=clean_names((name for name in names if name), "tags"))
    if rename.field == "authors":
        authors = (
            replace(author, name=rename.new) if value_key(author.name) == old else author for author in before.authors
        )
        return replace(before, authors=_each_once(author for author in authors if author.name))
    if value_key(getattr(before, rename.field)) == old:
        renamed: dict[str, Any] = {rename.field: rename.new}
        return replace(before, **renamed)
    return before


def _each_once(authors: Iterable[Author]) -> tuple[Author, ...]:
    kept: dict[str, Author] = {}
    for author in authors:
        kept.setdefault(value_key(author.name), author)
    return tuple(kept.values())


def foresee(
    connections: Connections, ids: Iterable[int], change: Change, cancelled: CancelFlag | None = None
) -> BulkPlan:
    """Say what `run` would do now, writing nothing; raises NotFound where it would.

    Texts are read only where the change is to a text.
    """
    looked_at = changed = 0
    with connections.reading() as connection:
        for part in chunks(all_existing(connection, ids)):
            if cancelled is not None and cancelled.is_set():
                break
            before = texts(connection, part, whole=not LONG_TEXTS.isdisjoint(change.set))
            looked_at += len(before)
            changed += sum(bool(changed_fields(one, change.applied_to(one))) for one in before)
    return BulkPlan(changed=changed, unchanged=looked_at - changed)


def apply(transaction: Transaction, number: int | None, change: Change, ids: Iterable[int]) -> int | None:
    """Change some articles under the undo record `number` (None: one is made when needed); return its number."""
    pairs = [(before, change.applied_to(before)) for before in texts(transaction.connection, ids)]
    work = [(before, after, names) for before, after in pairs if (names := changed_fields(before, after))]
    if not work:
        return number
    if number is None:
        number = new_record(transaction, change.to_json())
    known = {before.id: before for before, _, _ in work}
    versions.keep_current(transaction, known, VersionReason.BULK, known=known)
    rows = []
    write_many(transaction, work)
    for before, after, names in work:
        former = {
            name: [field_to_json(name, getattr(before, name)), field_to_json(name, getattr(after, name))]
            for name in sorted(names)
        }
        rows.append({"number": number, "article_id": before.id, "former": pack(former)})
    transaction.connection.execute(sa.insert(undo_article), rows)
    return number


def in_steps(
    connections: Connections,
    function: Callable[[Transaction, list[int]], int | None],
    ids: Iterable[int],
    progress: OnProgress | None,
    cancelled: CancelFlag | None,
) -> Changes:
    """Write many articles step by step; after a cancel the steps done stay.

    `function` returns the number of the undo record if it keeps one.
    """
    with connections.reading() as connection:
        wanted = all_existing(connection, ids)
        done = [Changes(current_seq(connection))]
    for part in steps(wanted, progress, cancelled):
        with connections.writing() as transaction:
            number = function(transaction, part)
            done.append(transaction.changes(undo=number))
    return Changes.together(done)


def run(
    connections: Connections,
    ids: Iterable[int],
    change: Change,
    progress: OnProgress | None,
    cancelled: CancelFlag | None,
) -> Changes:
    """Apply a change step by step; after a cancel the steps done stay, and can be undone."""
    number: int | None = None

    def make(transaction: Transaction, part: list[int]) -> int | None:
        nonlocal number
        number = apply(transaction, number, change, part)
        return number

    return in_steps(connections, make, ids, progress, cancelled)


def undo_part(transaction: Transaction, number: int, ids: Sequence[int]) -> list[int]:
    """Take a bulk edit back on some articles; return those where a field was left as it was set since."""
    connection = transaction.connection
    kept = undo_article.c
    rows = connection.execute(
        sa.select(kept.article_id, kept.former).where(kept.number == number, kept.article_id.in_(list(ids)))
    ).all()
    articles = {found.id: found for found in texts(connection, [row.article_id for row in rows])}
    versions.keep_current(transaction, articles, VersionReason.BULK, known=articles)
    skipped = []
    work = []
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
            work.append((current, after, names))
    write_many(transaction, work)
    return skipped
