"""Keeps a window in step with its archive: numbers of the navigator, changes by others, state of the search index.

Changes made here come through the exchange; changes by another window, program or the command line are found by asking
`changes_after` every two seconds on the read lane (one row of one table when nothing happened). The index follows the
archive: after a pause without changes it is asked to catch up, and what it says is passed on.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from desktop_app.archive.articles import Changes, ChangeSet, PlaceCounts
from desktop_app.gui.context import Context
from desktop_app.gui.place import StatusPart
from desktop_app.search.service import IndexStatus

OTHERS_MS = 2000
COUNTS_MS = 150
INDEX_MS = 1500
INDEX_BUSY_MS = 700


def index_part(status: IndexStatus | None, articles: int | None) -> StatusPart:
    """Say the state of the search index in words, as the right end of the status bar does."""
    words = QCoreApplication.translate
    if status is None:
        return StatusPart("")
    if status.state == "current":
        number = articles if articles is not None else status.documents
        return StatusPart(words("Watch", "Index up to date · %Ln articles", "", number))
    if status.state in ("behind", "building"):
        text = words("Watch", "Indexing · %Ln articles to go. Search already works for the rest", "", status.behind)
        whole = status.behind + status.documents
        return StatusPart(text, share=status.documents / whole if whole else None)
    if status.state == "busy":
        return StatusPart(words("Watch", "Another program is indexing this archive. Search works meanwhile"))
    text = words("Watch", "The search index is being made anew. Search works meanwhile, more slowly")
    return StatusPart(text, tip=status.message)


class Watch(QObject):
    """Asks, and tells the exchange: `changed`, `counts_changed`, `index_changed`."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._seq = 0
        self._is_asking_index = False
        self.counts: PlaceCounts | None = None
        self.index: IndexStatus | None = None
        self._others = self._timer(OTHERS_MS, self._ask_others, single=False)
        self._counts = self._timer(COUNTS_MS, self._ask_counts)
        self._index = self._timer(INDEX_MS, self._ask_index)
        context.exchange.changed.connect(self._on_changed)

    def start(self) -> None:
        """Ask everything now, then keep asking."""
        self._context.jobs.read(lambda: self._context.archive.seq, done=self._begin)
        self._ask_counts()
        self._ask_index()

    def stop(self) -> None:
        for timer in (self._others, self._counts, self._index):
            timer.stop()

    def _timer(self, interval_ms: int, slot: object, single: bool = True) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(single)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    def _begin(self, seq: int) -> None:
        self._seq = max(self._seq, seq)
        self._others.start()

    def _on_changed(self, changes: Changes) -> None:
        if changes.seq == self._seq + 1:
            self._seq = changes.seq
        # A jump means that someone else wrote in between: the next look will find it.
        if not self._counts.isActive():
            self._counts.start()
        self._index.start()

    def _ask_others(self) -> None:
        ticket = self._context.jobs.latest("watch others")
        self._context.jobs.read(
            self._context.archive.changes_after, self._seq, done=self._on_others, failed=self._rest, ticket=ticket
        )

    def _on_others(self, found: ChangeSet) -> None:
        if found.seq <= self._seq:
            return
        self._seq = found.seq
        touched = tuple(dict.fromkeys((*found.facts_changed, *found.purged)))
        if touched:
            self._context.exchange.changed.emit(Changes(found.seq, touched))

    def _ask_counts(self) -> None:
        ticket = self._context.jobs.latest("watch counts")
        self._context.jobs.read(self._context.archive.counts, done=self._on_counts, failed=self._rest, ticket=ticket)

    def _on_counts(self, counts: PlaceCounts) -> None:
        self.counts = counts
        self._context.exchange.counts_changed.emit(counts)

    def _ask_index(self) -> None:
        if not self._is_asking_index:
            self._is_asking_index = True
            self._context.jobs.search(self._context.search.status, done=self._on_index, failed=self._no_index)

    def _on_index(self, status: IndexStatus) -> None:
        self._is_asking_index = False
        if status != self.index:
            self.index = status
            self._context.exchange.index_changed.emit(status)
        if status.state != "current":
            self._index.start(INDEX_BUSY_MS)

    def _no_index(self, error: Exception) -> None:
        # The worker restarts itself; plain archive search answers meanwhile. Said in words, asked again later.
        self._is_asking_index = False
        self._on_index_gone(str(error))

    def _on_index_gone(self, message: str) -> None:
        self.index = IndexStatus("absent", message=message)
        self._context.exchange.index_changed.emit(self.index)
        self._index.start(OTHERS_MS * 2)

    def _rest(self, error: Exception) -> None:
        """A disk that is away for a moment must not raise a card every two seconds; writing tells of it."""
