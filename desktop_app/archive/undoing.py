"""The way back of a change to many articles, step by step as it was made."""

from __future__ import annotations

from desktop_app.archive import bulk, replacing
from desktop_app.archive.articles import Changes
from desktop_app.archive.connections import Connections
from desktop_app.archive.following import current_seq
from desktop_app.archive.undo_records import close_undone, to_undo


def undo(
    connections: Connections,
    number: int | None,
    progress: bulk.OnProgress | None,
    cancelled: bulk.CancelFlag | None,
) -> Changes:
    """Take a change back (the last one); after a cancel it can be called again for the rest."""
    with connections.reading() as connection:
        number, ids, replaced = to_undo(connection, number)
        done = [Changes(current_seq(connection))]
    undo_part = replacing.undo_part if replaced else bulk.undo_part
    left = len(ids)
    for part in bulk.steps(ids, progress, cancelled):
        with connections.writing() as transaction:
            skipped = undo_part(transaction, number, part)
            done.append(transaction.changes(skipped=skipped))
        left -= len(part)
    if not left:
        with connections.writing() as transaction:
            close_undone(transaction, number)
            done.append(transaction.changes())
    return Changes.together(done)
