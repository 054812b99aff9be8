"""The search itself, in this process: what the command line uses, and what the worker runs.

Puts the parts together: the columns follow the archive before every answer, the index is brought up to date first
where the request asks for it, and while no index may answer, the articles themselves are read, and it says so.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from desktop_app import paths
from desktop_app.archive import Readable
from desktop_app.errors import UserError
from desktop_app.query.matching import spans
from desktop_app.query.parse import parse
from desktop_app.search import columns_file, related, suggestions
from desktop_app.search.analysis import sketch_of
from desktop_app.search.answer import Answer
from desktop_app.search.arrays import DamagedFile
from desktop_app.search.columns import Columns
from desktop_app.search.engine import READ_TROUBLE, WordIndex
from desktop_app.search.evaluate import Memory
from desktop_app.search.follower import Follower, behind, is_other_past
from desktop_app.search.reprints import Reprints
from desktop_app.search.service import (
    IndexProgress,
    IndexState,
    IndexStatus,
    Related,
    SearchRequest,
    SearchResult,
    Suggestion,
)
from desktop_app.search.shelf import Condition, Cursor, IndexBroken, IndexBusy, Shelf
from desktop_app.search.sketches import resemblance
from desktop_app.values import replace

_T = TypeVar("_T")

MOST_EDITS = 48
"""Edited articles kept on top of the index in memory; each costs a search some 20 µs."""

_MESSAGES: dict[IndexState, str] = {
    "current": "",
    "behind": "The newest texts are not searchable yet.",
    "building": "The index is being built; what is in it can be found already.",
    "absent": "There is no search index yet. The archive itself is searched meanwhile, more slowly.",
    "busy": "Another Copydesk is writing the search index.",
    "corrupt": "The search index was damaged and is built anew. The articles are untouched; the archive itself is "
    "searched meanwhile, more slowly.",
    "outdated": "The search index is of another version and is built anew. The archive itself is searched meanwhile, "
    "more slowly.",
}


class LocalSearch:
    """A `SearchService` over one archive. Thread-safe: one call at a time."""

    def __init__(self, archive: Readable, folder: Path | None = None) -> None:
        self._archive = archive
        self._folder = folder or paths.cache_folder() / "index" / archive.uid
        self._shelf = Shelf(self._folder, archive.uid)
        # The follower may run in a thread of its own (the worker's): it shares no file handle and no state with us.
        self._follower = Follower(archive, Shelf(self._folder, archive.uid))
        self._lock = threading.RLock()
        self._columns: Columns | None = None
        self._columns_seq = -1
        self._unsaved_facts = 0
        self._index: WordIndex | None = None
        self._condition: Condition = "absent"
        self._cursor_seq = 0
        self._cursor: Cursor | None = None
        """Where the index stands that was last read and is good."""
        self._live_seq = -1
        self._complete = False
        self._busy = False
        self._verifying: tuple[WordIndex, Iterator[None]] | None = None
        self._verified: tuple[Path, int] | None = None
        self._past: tuple[int, str, int] | None = None
        """Cursor and archive that were last seen to belong together."""
        self._memory = Memory()
        self._reprints = Reprints(archive, self._folder)
        self._behind: tuple[tuple[int, int], int] = ((-1, -1), 0)
        self.progress: IndexProgress | None = None
        """How far the work has come that somebody drives at this moment."""
        self.trouble = ""
        """Why the index could not be brought up to date, where it could not."""

    # SearchService

    def search(self, request: SearchRequest) -> SearchResult:
        """Search; see `SearchService`."""
        started = time.perf_counter()
        with self._lock:
            result = self._answered(request, lambda found: found.result())
            return replace(result, index=self._status(), took_ms=round((time.perf_counter() - started) * 1000, 3))

    def matching_ids(self, request: SearchRequest) -> tuple[int, ...]:
        """Return the ids of all matches in the request's order."""
        with self._lock:
            return self._answered(request, lambda found: found.ids())

    def spans(self, query: str, text: str, language: str = "") -> tuple[tuple[int, int], ...]:
        """Return where the query's words stand in a text."""
        return spans(parse(query).node, text, language=language)

    def suggest(self, text: str, limit: int = 10) -> tuple[Suggestion, ...]:
        """Return completions of the last word, names and values."""
        with self._lock:
            self.refresh()
            columns = self._facts()
            return self._reading(
                lambda index: suggestions.complete(index, columns, text, limit),
                lambda: suggestions.complete(None, columns, text, limit),
            )

    def articles_with(self, words: Sequence[str]) -> Mapping[str, int]:
        """Return in about how many articles each word stands as written."""
        with self._lock:
            self.refresh()
            return self._reading(lambda index: suggestions.articles_with(index, words), dict)

    def near_words(self, words: Sequence[str], edits: int = 1) -> Mapping[str, Mapping[str, int]]:
        """Return written words near each of these, with about how many articles have each."""
        with self._lock:
            self.refresh()
            return self._reading(
                lambda index: {word: suggestions.near_spellings(index, word, edits) for word in words}, dict
            )

    def similar(self, article_id: int, limit: int = 20) -> tuple[Related, ...]:
        """Return articles about the same thing, without the printings of this one and the trash."""
        article = self._archive.get(article_id)

        def find(index: WordIndex) -> tuple[Related, ...]:
            columns = self._facts()
            family = self._reprints.family_of(article_id, columns)
            found = related.similar(index, columns, article, family, limit)
            return self._related(found)

        with self._lock:
            self.refresh()
            self._follow_reprints()
            return self._reading(find, tuple)

    def reprints(self, article_id: int) -> tuple[Related, ...]:
        """Return the other printings of an article, the earliest first."""
        self._archive.get(article_id)

        def find(index: WordIndex) -> tuple[Related, ...]:
            while not self._reprints_followed():
                pass
            family = [id_ for id_ in self._reprints.family_of(article_id, self._facts()) if id_ != article_id]
            ids, made = index.sketches((article_id, *family))
            sketch = dict(zip(ids.tolist(), made, strict=True))
            own = sketch.get(article_id)
            return self._related(
                (id_, resemblance(own, sketch[id_]) if own is not None and id_ in sketch else 0.0) for id_ in family
            )

        with self._lock:
            self.refresh()
            return self._reading(find, tuple)

    def _follow_reprints(self, may_read: bool = True) -> None:
        """Bring the reprints up to date where that is quick: among few, or by what was found before."""
        few = self._index is not None and self._index.documents <= _FEW_ENOUGH
        if few or (may_read and self._reprints.is_kept()):
            while not self._reprints_followed():
                pass

    def _reprints_followed(self) -> bool:
        """Do a piece of finding reprints; True when they are known as far as the index goes."""
        if self._index is None or not self._complete or self._archive.seq != self._seen_seq:
            return True
        try:
            return self._reprints.step(self._index, self._facts(), self._seen_seq)
        except DamagedFile:
            self._set_aside("corrupt")
            return True

    def status(self) -> IndexStatus:
        """Return the state of the index as it is now on disk."""
        with self._lock:
            self.refresh()
            return self._status()

    def _status(self) -> IndexStatus:
        if self._index is None:
            state: IndexState = "absent" if self._condition == "ready" else self._condition
            if self._busy and state == "absent":
                state = "busy"
            left = self._archive_size()
            if self.progress is not None:
                left = max(0, self.progress.total - self.progress.done)
            return IndexStatus(state, left, 0, self.trouble or _MESSAGES[state])
        waiting = self.behind()
        state = "current"
        if waiting:
            state = "busy" if self._busy else "behind" if self._complete else "building"
        return IndexStatus(state, waiting, self._index.documents, (waiting and self.trouble) or _MESSAGES[state])

    def catch_up(self, progress: Callable[[IndexProgress], None] | None = None) -> IndexStatus:
        """Apply all changes since the cursor; returns when current."""
        with self._lock:
            return self._drive("catch_up", progress)

    def reindex(self, jobs: int = 0, progress: Callable[[IndexProgress], None] | None = None) -> IndexStatus:
        """Rebuild beside the old index, then swap."""
        with self._lock:
            self._follower.jobs = jobs
            return self._drive("reindex", progress)

    def check(self) -> tuple[str, ...]:
        """Return differences between index and archive, in words."""
        with self._lock:
            self.refresh()
            if self._index is None:
                return (_MESSAGES["absent" if self._condition == "ready" else self._condition],)
            self._verified = None
            while not self.verified():
                pass
            if self._index is None:
                return (_MESSAGES["corrupt"],)
            found = [self.trouble] if self.trouble else []
            waiting = self.behind()
            if waiting:
                found.append(f"{waiting:,} articles are not searchable in their newest form yet.")
            known = set(self._index.ids.tolist())
            there = set(self._facts().ids.tolist())
            if not waiting:
                found += _difference("in the archive but not in the search index", there - known)
            found += _difference("in the search index but no longer in the archive", known - there)
            if not waiting:
                found += _difference("in the search index with another text", self._differing(self._index))
            return tuple(found)

    def _differing(self, index: WordIndex) -> set[int]:
        """Return which of a sample of articles the index knows otherwise than the archive has them."""
        ids = index.ids
        sample = ids[np.linspace(0, len(ids) - 1, min(_SAMPLE, len(ids)), dtype=np.int64)].tolist() if len(ids) else []
        known, made = index.sketches()
        by_id = dict(zip(known.tolist(), made, strict=True))
        return {
            article.id
            for article in self._archive.texts(sample)
            if article.id in by_id and not np.array_equal(by_id[article.id], sketch_of(article))
        }

    def close(self) -> None:
        """Let go of the files. The archive stays open: it is the caller's."""
        with self._lock:
            self._keep_facts()
            self._follower.close()
            if self._index is not None:
                self._index.close()
                self._index = None

    # For whoever drives the work: this class itself, or the worker from another thread

    def work(self, kind: str) -> Callable[[], Iterator[IndexProgress]]:
        """Return the steps of a kind of work: catch_up, reindex, fold_edits or fold."""
        follower = self._follower
        return {
            "catch_up": follower.catch_up,
            "reindex": follower.rebuild,
            "fold_edits": follower.fold_edits,
            "fold": follower.fold,
        }[kind]

    def after_work(self, error: BaseException | None) -> IndexStatus | BaseException:
        """Take in what became of a piece of work; return the state, or the error as the caller should see it."""
        self._busy = isinstance(error, IndexBusy)
        self.trouble = ""
        self.progress = None
        if isinstance(error, IndexBroken):
            self._set_aside("corrupt")
        elif isinstance(error, OSError):
            self.trouble = f"The search index could not be brought up to date: {error.strerror or error}."
            return UserError(
                self.trouble, "The articles are safe, and searching goes on with what is indexed. Is the disk full?"
            )
        elif error is not None and not self._busy:
            return error
        return self.status()

    def is_behind(self) -> bool:
        """Say whether the archive has changes that cannot be found yet, or the index is missing."""
        with self._lock:
            self.refresh()
            return self._index is None or not self._complete or self._archive.seq != self._seen_seq

    def apply_edits(self) -> bool:
        """Put the latest changes on top of the index, in memory, if they are few. Say whether all can be found now."""
        with self._lock:
            self.refresh()
            if self._index is None or not self._complete:
                return False
            changes = self._archive.changes_after(self._seen_seq)
            if changes.more or self._index.edits + len(changes.text_changed) + len(changes.purged) > MOST_EDITS:
                return False
            if changes.text_changed or changes.purged:
                articles = self._archive.texts(changes.text_changed)
                try:
                    self._index.apply(articles, changes.purged)
                except READ_TROUBLE:
                    # Which documents an edit replaces is read from the files, and they may be damaged just there.
                    self._set_aside("corrupt")
                    return False
            self._live_seq = changes.seq
            return True

    def edits(self) -> int:
        """Return how many articles lie on top of the index and are not written to it yet."""
        with self._lock:
            return 0 if self._index is None else self._index.edits

    def is_unwritten(self) -> bool:
        """Say whether the index on disk does not know all that can be found."""
        with self._lock:
            return self._index is not None and self._live_seq > self._cursor_seq

    @property
    def _seen_seq(self) -> int:
        """Up to which change of the archive everything can be found."""
        return max(self._cursor_seq, self._live_seq)

    def prepare(self) -> None:
        """Load columns and index, so that the first search finds them ready."""
        with self._lock:
            self.refresh()
            self._facts()

    def warmed(self) -> bool:
        """Do one piece of what a later search would have to wait for; return True when nothing is left."""
        with self._lock:
            if self._index is None:
                return True
            try:
                self._index.look_at(self._facts())
                return self._index.warmed() and self._reprints_followed()
            except DamagedFile:
                self._set_aside("corrupt")
            except (OSError, UserError):
                # A full disk, a locked archive, segments merged by another process. Searches do without, more slowly.
                pass
            return True

    def verified(self) -> bool:
        """Compare one more piece of the index with its checksums; return True when all of this state was.

        What is damaged is set aside before a search comes upon it.
        """
        with self._lock:
            self.refresh()  # A file that has been cut short may not be read: the system kills whoever does.
            if self._index is None or self._verified == (self._index.folder, self._index.generation):
                return True
            if self._verifying is None or self._verifying[0] is not self._index:
                self._verifying = (self._index, self._index.verifying())
            try:
                if next(self._verifying[1], True) is None:
                    return False
            except READ_TROUBLE:
                self._verifying = None
                self._set_aside("corrupt")
                return True
            self._verifying, self._verified = None, (self._index.folder, self._index.generation)
            return True

    def doubt(self) -> None:
        """Compare the index with its checksums anew when there is time."""
        with self._lock:
            self._verified = None

    def can_answer(self) -> bool:
        """Say whether there is an index to answer from."""
        with self._lock:
            self.refresh()
            return self._index is not None

    def behind(self) -> int:
        """Count the articles whose latest text is not searchable yet."""
        with self._lock:
            if self._index is not None and not self._complete:
                return max(1, self._archive_size() - self._index.documents)
            key = (self._seen_seq, self._archive.seq)
            if key[0] >= key[1]:
                return 0
            if self._behind[0] != key:
                self._behind = (key, behind(self._archive, self._seen_seq))
            return self._behind[1]

    def refresh(self) -> None:
        """Show the newest state of the index on disk; one that is damaged is set aside."""
        with self._lock:
            for attempt in range(_ATTEMPTS):
                try:
                    self._refresh()
                    return
                except (IndexBroken, *READ_TROUBLE):
                    self._let_go()
                    if self._looked_at_alone():
                        return
                    time.sleep(0.02 * (attempt + 1))
            self._condition, self._busy = "absent", True

    def _looked_at_alone(self) -> bool:
        """Look once more with nobody writing: what is still broken then is damage, and is set aside.

        A writer may just have been replacing files. Returns False while one is at work.
        """
        try:
            with self._shelf.writing(0):
                try:
                    self._refresh()
                except (IndexBroken, *READ_TROUBLE):
                    self._let_go()
                    self._shelf.set_aside("corrupt")
                    self._condition = "corrupt"
        except IndexBusy:
            return False
        return True

    def _refresh(self) -> None:
        if self._index is not None and self._cursor is not None and self._shelf.is_as_seen():
            self._is_of_this_past(self._cursor)
            return
        self._cursor = None
        folder, self._condition = self._shelf.current()
        if folder is None:
            self._let_go()
            if self._condition == "corrupt" and self._shelf.which().current:
                raise IndexBroken("the cursor cannot be read")
            return
        cursor = self._shelf.cursor(folder)
        if not self._is_of_this_past(cursor):
            return
        self._shelf.verify(folder, cursor)
        if self._index is None or self._index.folder != folder:
            self._let_go()
            self._index = WordIndex(folder)
        else:
            self._index.refresh()
        self._cursor_seq, self._complete = cursor.seq, cursor.complete
        if self._live_seq <= self._cursor_seq:
            self._index.drop_edits()
        if not cursor.complete and not self._index.documents:
            # Made, but nothing in it yet: to answer from it would be to lie.
            self._let_go()
            self._condition = "absent"
            return
        self._cursor = cursor

    def _is_of_this_past(self, cursor: Cursor) -> bool:
        """Say whether the index followed this archive; let go of one that followed something else."""
        past = (cursor.seq, cursor.stamp, self._archive.seq)
        if past != self._past:
            if is_other_past(self._archive, cursor):
                self._let_go()
                self._condition = "outdated"
                return False
            self._past = past
        return True

    def _let_go(self) -> None:
        self._cursor = None
        self._live_seq = -1
        self._reprints.forget()
        if self._index is not None:
            self._index.close()
            self._index = None

    def _set_aside(self, condition: Condition) -> bool:
        """Take a damaged index out of use, unless another process is writing it. Say whether that was done."""
        self._let_go()
        try:
            with self._shelf.writing(0):
                self._shelf.set_aside(condition)
        except IndexBusy:
            return False
        self._condition = condition
        return True

    # Parts of an answer

    def _answered(self, request: SearchRequest, take: Callable[[Answer], _T]) -> _T:
        """Make the answer and take from it what is wanted, while the index can still be read."""
        self.refresh()
        notes = self._brought_up_to_date() if request.catch_up else []
        self._follow_reprints(may_read=request.catch_up)
        columns = self._facts()

        def answered(index: WordIndex | None) -> _T:
            families = self._reprints.families
            found = Answer(request, self._archive, columns, index, self._memory, families)
            if index is None:
                notes.append(_MESSAGES["absent" if self._condition == "ready" else self._condition])
            found.notes += notes
            return take(found)

        return self._reading(answered, lambda: answered(None))

    def _brought_up_to_date(self) -> list[str]:
        """Apply all changes; return what the user should know about it."""
        was = self._condition
        try:
            if self.is_behind():
                self._drive("catch_up", None)
        except UserError as error:
            return [str(error)]
        if was == "corrupt" and self._condition == "ready":
            return ["The search index was damaged and has been built anew; the articles are untouched."]
        return []

    def _reading(self, find: Callable[[WordIndex], _T], otherwise: Callable[[], _T]) -> _T:
        """Ask the index; where it cannot be read, set it aside and do otherwise."""
        if self._index is None:
            return otherwise()
        try:
            return find(self._index)
        except READ_TROUBLE:
            if not self._set_aside("corrupt"):
                self._busy = True
            return otherwise()

    def _facts(self) -> Columns:
        """Return the columns as the archive is now."""
        if self._columns is None or self._columns_seq > self._archive.seq:
            # The first time, or after the archive went back to a backup.
            self._columns, self._columns_seq = self._first_facts()
        while self._columns_seq != self._archive.seq:
            changes = self._archive.changes_after(self._columns_seq)
            self._columns = self._columns.updated(self._archive.facts(changes.facts_changed), changes.purged)
            self._columns_seq = changes.seq
            self._unsaved_facts += len(changes.facts_changed) + len(changes.purged)
        return self._columns

    def _first_facts(self) -> tuple[Columns, int]:
        """Return columns as the file has them, or as the archive has them, and the change up to which they are so."""
        kept = columns_file.read(self._folder)
        if kept is not None:
            columns, seq, stamp = kept
            if seq <= self._archive.seq and self._archive.stamp(seq) == stamp:
                self._unsaved_facts = 0
                return columns, seq
        self._unsaved_facts = _MANY_FACTS
        seq = self._archive.seq
        return Columns.of(self._archive.facts()), seq

    def _keep_facts(self) -> None:
        """Write the columns to their file where much has changed since."""
        if self._columns is not None and self._unsaved_facts >= _MANY_FACTS and len(self._columns) >= _MANY_FACTS:
            self._unsaved_facts = 0
            # They are read from the archive again where they cannot be written (a full disk, an archive that is gone).
            with contextlib.suppress(OSError, UserError):
                stamp = self._archive.stamp(self._columns_seq)
                columns_file.write(self._folder, self._columns, self._columns_seq, stamp)

    def _archive_size(self) -> int:
        return len(self._facts())

    def _related(self, found: Iterable[tuple[int, float]]) -> tuple[Related, ...]:
        likeness = dict(found)
        return tuple(
            Related(article.id, article.title, round(likeness[article.id], 4), article.published)
            for article in self._archive.summaries(likeness)
            if article.trashed_at is None
        )

    def _drive(self, kind: str, progress: Callable[[IndexProgress], None] | None) -> IndexStatus:
        """Do a piece of work to its end; an index found broken on the way is set aside and built anew."""
        error = self._steps(kind, progress)
        outcome = self.after_work(error)
        if isinstance(error, IndexBroken):
            outcome = self.after_work(self._steps(kind, progress))
        if isinstance(outcome, IndexStatus):
            return outcome
        raise outcome

    def _steps(self, kind: str, progress: Callable[[IndexProgress], None] | None) -> BaseException | None:
        try:
            for done in self.work(kind)():
                self.progress = done
                if progress is not None:
                    progress(done)
        except (IndexBroken, IndexBusy, OSError) as error:
            return error
        return None


_ATTEMPTS = 4

_MANY_FACTS = 500
"""Articles whose facts have changed, after which the columns are written to their file again."""

_FEW_ENOUGH = 2000
"""Articles among which reprints are found while a search waits; among more, in quiet moments."""

_SAMPLE = 200
"""Articles that `check` analyses anew."""


def _difference(what: str, ids: set[int]) -> list[str]:
    if not ids:
        return []
    few = ", ".join(map(str, sorted(ids)[:10]))
    return [f"{len(ids):,} articles are {what}: {few}{' …' if len(ids) > 10 else ''}"]
