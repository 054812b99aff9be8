"""The index follows the archive: changes after the cursor go in with one commit, then the cursor moves.

Promises: killed at any moment it catches up, since deleting and adding the same articles again changes nothing; a first
build can be searched from its first thousand articles on and is taken up again where it stopped; one process writes,
all others read. A corrupt or outdated index is set aside and its successor built beside it.

A first build takes all articles that there are, in parts, with all processors; the cursor stands where the archive was
when it began, and is called complete when no article is missing. What changed meanwhile is then followed as ever.

Work is done in steps, each one commit, so that whoever drives it can answer searches in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_app.archive import Readable
from desktop_app.archive.articles import Article
from desktop_app.search import writing
from desktop_app.search.engine import READ_TROUBLE, WordIndex
from desktop_app.search.service import IndexProgress
from desktop_app.search.shelf import PARTS, Cursor, IndexBroken, Shelf, remove
from desktop_app.values import replace

if TYPE_CHECKING:
    from desktop_app.search.first_build import Part

FIRST_STEP = writing.SMALL
"""Articles of the first commit of all: what can be searched after a second."""

STEP = 4000
"""Articles a commit. Fewer would leave more segments, for which every query pays; more would take more memory."""

MANY = 8192
"""Missing articles that are worth starting processes for: each takes half a second to begin."""

_READ = 400
"""Texts fetched from the archive at once."""


class Follower:
    """Brings the index of an archive up to date."""

    def __init__(self, archive: Readable, shelf_: Shelf, *, patience_s: float = 2.0) -> None:
        self._archive = archive
        self._shelf = shelf_
        self._patience_s = patience_s
        self._index: WordIndex | None = None
        self.jobs = 0
        """Processes to build with; 0 = as many as there are processors."""

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
        """Merge segments, as long as that is worth it, in steps of some 20 ms after any of which it may be given up."""
        return self._fold(tiny=False)

    def fold_edits(self) -> Iterator[IndexProgress]:
        """Merge the segments that single edits have left, where they are many: that is done at once."""
        return self._fold(tiny=True)

    def _fold(self, *, tiny: bool) -> Iterator[IndexProgress]:
        folder, condition = self._shelf.current()
        if condition != "ready" or folder is None or not writing.worth_folding(self._open(folder), tiny=tiny):
            return
        with self._shelf.writing(0), _broken_files():
            index = self._open(folder)
            for has_committed in writing.fold(index, tiny=tiny):
                if has_committed:
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
        done = 0
        if not cursor.complete:
            if not cursor.seq:
                # Nothing is in it yet: all that changes from now on is a change.
                seq = self._archive.seq
                cursor = replace(cursor, seq=seq, stamp=self._archive.stamp(seq))
                self._shelf.write_cursor(folder, cursor)
            for progress in self._build(folder, index, cursor):
                yield progress
                done = progress.done
            cursor = replace(cursor, complete=True)
            self._shelf.write_cursor(folder, cursor)
        total = done + behind(self._archive, cursor.seq)
        while True:
            # A new article counts twice there: for its text and for its facts.
            changes = self._archive.changes_after(cursor.seq, limit=2 * STEP)
            pages = [changes.text_changed[at : at + STEP] for at in range(0, len(changes.text_changed), STEP)]
            gone = set(changes.purged)
            moved = replace(cursor, seq=changes.seq, stamp=self._archive.stamp(changes.seq))
            steps = pages or ([()] if gone else [])
            for number, ids in enumerate(steps, start=1):
                writing.commit(index, gone | set(ids), self._texts(ids))
                # Before the last page of these changes: the same place in the archive, other files.
                cursor = moved if number == len(steps) else cursor
                self._shelf.write_cursor(folder, cursor)
                gone = set()
                done += len(ids)
                yield IndexProgress(min(done, total), total)
            if moved != cursor:
                cursor = moved
                self._shelf.write_cursor(folder, cursor)
            if not changes.more:
                return

    def _build(self, folder: Path, index: WordIndex, cursor: Cursor) -> Iterator[IndexProgress]:
        """Take in all articles that the index does not have; what changed after the cursor is taken again later."""
        every = np.array(self._archive.every_id(), dtype=np.int64)
        missing = every[~np.isin(every, index.ids)].tolist()
        done, total = len(every) - len(missing), len(every)
        first, rest = missing[:FIRST_STEP], missing[FIRST_STEP:]
        parts = folder / PARTS
        for part in self._parts(first, rest, parts):
            if part.segment is not None:
                writing.adopt(index, [part.segment], parts)
                self._shelf.write_cursor(folder, cursor)
            done += part.asked
            yield IndexProgress(done, total)
        remove(parts)

    def _parts(self, first: Sequence[int], rest: Sequence[int], folder: Path) -> Iterator[Part]:
        # Here: pipes and processes take as long to load as a search does, and most programs never build.
        from desktop_app.search.first_build import Part, build, processes, write_part

        if first:
            yield Part(write_part(self._archive, first, folder), len(first))
        jobs = processes(self.jobs)
        # An archive in memory is seen by this process alone.
        if jobs > 1 and len(rest) >= MANY and self._archive.path is not None:
            yield from build(self._archive.url, rest, folder, jobs)
            return
        for at in range(0, len(rest), STEP):
            ids = rest[at : at + STEP]
            yield Part(write_part(self._archive, ids, folder), len(ids))

    def _texts(self, ids: Sequence[int]) -> Iterator[Article]:
        for at in range(0, len(ids), _READ):
            yield from self._archive.texts(ids[at : at + _READ])

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


def is_other_past(archive: Readable, cursor: Cursor) -> bool:
    """Say whether an index followed something else than what this archive was.

    A file put back by hand, or a copy that went on elsewhere: its numbers may even have run on past the index's.
    """
    return cursor.seq > archive.seq or (cursor.seq > 0 and archive.stamp(cursor.seq) != cursor.stamp)


def behind(archive: Readable, seq: int) -> int:
    """Count the articles whose newest text an index that has come to `seq` does not know."""
    count = 0
    while True:
        changes = archive.changes_after(seq)
        count += len(changes.text_changed) + len(changes.purged)
        seq = changes.seq
        if not changes.more:
            return count
