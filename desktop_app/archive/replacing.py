"""Stretches of many texts written anew as one run, in steps short enough that an autosave slips between.

Promises: an article is changed only where its texts still stand as they were read when the run was planned; the text
before is a version that is never thinned; one undo gives all of them back, also after a cancel. What is written where
is decided by whoever plans the run (`search/replacing.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from desktop_app.archive import versions
from desktop_app.archive.articles import TEXT_PARTS, Changes, Splice, TextEdit, VersionReason
from desktop_app.archive.bulk import CancelFlag, OnProgress, steps
from desktop_app.archive.connections import Connections, Transaction
from desktop_app.archive.door import clean_field
from desktop_app.archive.following import current_seq
from desktop_app.archive.rows import pack, text_columns, text_digest, unpack
from desktop_app.archive.tables import article, article_text, undo_article, version
from desktop_app.archive.undo_records import new_record
from desktop_app.archive.writing import WrittenText, write_texts
from desktop_app.errors import UserError

_STEP_S = 0.12
"""What a step should take; the archive is locked for less than half of it."""

Texts = tuple[str, str, str]
"""Title, standfirst and body."""


def run(
    connections: Connections,
    edits: Sequence[TextEdit],
    told: Mapping[str, Any],
    progress: OnProgress | None,
    cancelled: CancelFlag | None,
) -> Changes:
    """Write step by step; after a cancel the steps done stay and can be undone. `told` is what the undo record says."""
    by_id = {edit.id: edit for edit in edits}
    with connections.reading() as connection:
        done = [Changes(current_seq(connection))]
    number: int | None = None
    for part in steps(tuple(by_id), progress, cancelled, step_s=_STEP_S):
        # Counting words takes longest; it is done before the archive is locked.
        with connections.reading() as connection:
            prepared = _prepared(connection, [by_id[id_] for id_ in part])
        with connections.writing() as transaction:
            number, written = _write(transaction, number, told, prepared)
            skipped = [id_ for id_ in part if id_ not in written]
            done.append(transaction.changes(undo=number, skipped=skipped))
    return Changes.together(done)


def _prepared(connection: sa.Connection, edits: Sequence[TextEdit]) -> list[WrittenText]:
    """Return the new texts of the articles that still stand as they were planned; others are left out."""
    states = _states(connection, [edit.id for edit in edits])
    prepared = []
    for edit in edits:
        state = states.get(edit.id)
        if state is None or state.trashed_at is not None or not state.text_version <= edit.version <= state.version:
            continue
        try:
            texts = _spliced((state.title, state.standfirst, state.body), edit)
        except UserError:
            # Longer than the archive takes: it is told among those left as they are.
            continue
        prepared.append(WrittenText(edit.id, state.version, text_columns(*texts), *texts[1:]))
    return prepared


def _write(
    transaction: Transaction, number: int | None, told: Mapping[str, Any], prepared: Sequence[WrittenText]
) -> tuple[int | None, set[int]]:
    """Write the articles that nobody has changed since, under the undo record `number` (None: one is made when needed).

    Returns the record's number and the articles written.
    """
    now = _versions(transaction.connection, [one.id for one in prepared])
    work = [one for one in prepared if now.get(one.id) == one.old_version]
    if not work:
        return number, set()
    if number is None:
        number = new_record(transaction, told)
    kept = versions.keep_for_good(transaction, [one.id for one in work], VersionReason.REPLACE)
    write_texts(transaction, work)
    rows = [
        {"number": number, "article_id": one.id, "former": pack([kept[one.id], one.columns["text_digest"]])}
        for one in work
    ]
    transaction.connection.execute(sa.insert(undo_article), rows)
    return number, {one.id for one in work}


def undo_part(transaction: Transaction, number: int, ids: Sequence[int]) -> list[int]:
    """Give the texts before a run back on some articles; return those that are left as somebody changed them since."""
    connection = transaction.connection
    mine = sa.and_(undo_article.c.number == number, undo_article.c.article_id.in_(list(ids)))
    former = {row.article_id: unpack(row.former) for row in connection.execute(sa.select(undo_article).where(mine))}
    states = _states(connection, list(former))
    before = _kept_texts(connection, {id_: kept for id_, (kept, _) in former.items()})
    work, skipped = [], []
    for id_, state in states.items():
        texts = before.get(id_)
        now = text_digest(state.title, state.standfirst, state.body)
        if texts is None or now not in (former[id_][1], text_digest(*texts)):
            skipped.append(id_)
        elif now == former[id_][1]:
            work.append(WrittenText(id_, state.version, text_columns(*texts), *texts[1:]))
    versions.keep_current(transaction, [one.id for one in work], VersionReason.RESTORE)
    write_texts(transaction, work)
    return skipped


def _kept_texts(connection: sa.Connection, numbers: Mapping[int, int]) -> dict[int, Texts]:
    """Return the texts that versions hold, by article; an import that was taken back takes versions with it."""
    columns = (version.c.article_id, version.c.number, version.c.snapshot)
    mine = version.c.article_id.in_(list(numbers)), version.c.number.in_(set(numbers.values()))
    rows = connection.execute(sa.select(*columns).where(*mine))
    return {row.article_id: tuple(unpack(row.snapshot)) for row in rows if numbers[row.article_id] == row.number}


def _states(connection: sa.Connection, ids: Sequence[int]) -> dict[int, Any]:
    columns = (article.c.id, article.c.version, article.c.text_version, article.c.trashed_at, article.c.title)
    texts = (article_text.c.standfirst, article_text.c.body)
    rows = connection.execute(sa.select(*columns, *texts).join(article_text).where(article.c.id.in_(list(ids))))
    return {row.id: row for row in rows}


def _versions(connection: sa.Connection, ids: Sequence[int]) -> dict[int, int]:
    rows = connection.execute(sa.select(article.c.id, article.c.version).where(article.c.id.in_(list(ids))))
    return {row.id: row.version for row in rows}


def _spliced(before: Texts, edit: TextEdit) -> Texts:
    title, standfirst, body = (
        clean_field(part, spliced(text, edit.splices[part])) if part in edit.splices else text
        for part, text in zip(TEXT_PARTS, before, strict=True)
    )
    return title, standfirst, body


def spliced(text: str, splices: Sequence[Splice]) -> str:
    """Return the text with its stretches written anew; they are in order and none overlap."""
    pieces: list[str] = []
    at = 0
    for start, end, instead in splices:
        pieces += (text[at:start], instead)
        at = end
    return "".join((*pieces, text[at:]))
