"""The index follows the archive: changes after the cursor go in with one commit, then the cursor moves.

Promises: killed at any moment it catches up, since deleting and adding the same articles again changes nothing; a first
build can be searched from its first thousand articles on and is taken up again where it stopped; one process writes,
all others read. A corrupt or outdated index is set aside and its successor built beside it.

Work is done in steps, each one commit, so that whoever drives it can answer searches in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from desktop_app.archive import Archive
from desktop_app.search import analysis, writing
from desktop_app.search.engine import READ_TROUBLE, WordIndex
from desktop_app.search.service import IndexProgress
from desktop_app.search.shelf import Cursor, IndexBroken, Shelf

FIRST_STEP = 500
STEP = 4000
"""Articles a commit. Fewer would leave more segments, for which every query pays; more would take more memory."""

_READ = 200
"""Texts fetched from the archive at once."""


class Follower:
    """Brings the index of an archive up to date."""

    def __init__(self, archive: Archive, shelf_: Shelf, *, patience_s: float = 2.0) -> None:
        self._archive = archive
        self._shelf = shelf_
        self._patience_s = patience_s
        self._index: WordIndex | None = None

    def catch_up(self) -> Iterator[IndexProgress]:
        """Apply all changes since the cursor, one commit a step. Raises IndexBusy, IndexBroken, OSError."""
        with self._shelf.writing(self._patience_s), _broken_files():
            folder = self._target()
            self._shelf.sweep(folder)
            yield from self._follow(folder)
            if self._shelf.which().current != folder.name:
                self._shelf.adopt(folder)

    def rebuild(self) -> Iterator[IndexProgress]:
        """Build a new index beside the old one, which answers until the new one takes its place."""
        with self._shelf.writing(self._patience_s), _broken_files():
            folder = self._shelf.begin()
            yield from self._follow(folder)
            self._shelf.adopt(folder)

    def fold(self) -> Iterator[IndexProgress]:
        """Make one segment of the small ones, if there are many."""
        folder, condition = self._shelf.current()
        if condition != "ready" or folder is None or not writing.worth_folding(self._open(folder)):
            return
        with self._shelf.writing(0), _broken_files():
            index = self._open(folder)
            writing.commit(index, (), fold=True)
            self._shelf.write_cursor(folder, self._shelf.cursor(folder))
            yield IndexProgress(index.documents, index.documents)

    def close(self) -> None:
        """Let go of the files."""
        if self._index is not None:
            self._index.close()
            self._index = None

    def _target(self) -> Path:
        """Return the index to bring up to date; one that is ahead of its archive belongs to another past."""
        folder, _ = self._shelf.writable()
        if is_other_past(self._archive, self._shelf.cursor(folder)):
            self._shelf.set_aside("outdated")
            folder, _ = self._shelf.writable()
        return folder

    def _follow(self, folder: Path) -> Iterator[IndexProgress]:
        index = self._open(folder)
        cursor = self._shelf.cursor(folder)
        done, total = 0, behind(self._archive, cursor.seq)
        if not cursor.complete:
            done, total = index.documents, index.documents + total
        while True:
            step = STEP if cursor.seq else FIRST_STEP
            # A new article counts twice there: for its text and for its facts.
            changes = self._archive.changes_after(cursor.seq, limit=2 * step)
            pages = [changes.text_changed[at : at + step] for at in range(0, len(changes.text_changed), step)]
            gone = set(changes.purged)
            for ids in pages or ([()] if gone else []):
                self._commit(index, ids, gone)
                self._shelf.write_cursor(folder, cursor)  # The same place in the archive, other files.
                gone = set()
                done += len(ids)
                yield IndexProgress(min(done, total), total)
            if changes.seq != cursor.seq or cursor.complete == changes.more:
                stamp = self._archive.stamp(changes.seq)
                cursor = replace(cursor, seq=changes.seq, stamp=stamp, complete=cursor.complete or not changes.more)
                self._shelf.write_cursor(folder, cursor)
            if not changes.more:
                return

    def _commit(self, index: WordIndex, ids: tuple[int, ...], gone: set[int]) -> None:
        articles = (
            article for at in range(0, len(ids), _READ) for article in self._archive.texts(ids[at : at + _READ])
        )
        writing.commit(index, gone | set(ids), map(analysis.document, articles))

    def _open(self, folder: Path) -> WordIndex:
        self._shelf.verify(folder, self._shelf.cursor(folder))
        if self._index is None or self._index.folder != folder:
            self.close()
            self._index = WordIndex(folder)
        else:
            self._index.refresh()
        return self._index


@contextmanager
def _broken_files() -> Iterator[None]:
    """Call by its name what reading damaged files raises; trouble with writing (a full disk) stays an OSError."""
    try:
        yield
    except READ_TROUBLE as error:
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            raise
        raise IndexBroken(str(error)) from error


def is_other_past(archive: Archive, cursor: Cursor) -> bool:
    """Say whether an index followed something else than what this archive was.

    A file put back by hand, or a copy that went on elsewhere: its numbers may even have run on past the index's.
    """
    return cursor.seq > archive.seq or (cursor.seq > 0 and archive.stamp(cursor.seq) != cursor.stamp)


def behind(archive: Archive, seq: int) -> int:
    """Count the articles whose newest text an index that has come to `seq` does not know."""
    count = 0
    while True:
        changes = archive.changes_after(seq)
        count += len(changes.text_changed) + len(changes.purged)
        seq = changes.seq
        if not changes.more:
            return count
