"""Asks the search for what the Archive shows: newest question wins, further pages on demand.

After a change of articles it asks again by itself, and while the index is behind it looks from time to time. One
object a place; it knows no widget but the result model, the place listens to its signals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.archive.articles import Changes
from desktop_app.gui.context import Context
from desktop_app.gui.library.browse import Browse
from desktop_app.gui.library.result_model import PAGE_ROWS, ResultModel
from desktop_app.search.service import SearchResult

_SETTLE_MS = 400
"""After a change of articles the search waits this long for the next: an import tells of every chunk."""
_LOOK_AGAIN_MS = 1500
"""While the index is behind, results are brought up to date this often."""


class Searching(QObject):
    """Holds the `Browse` in force and keeps the model filled with its answer."""

    answered = Signal(object, bool)
    """A `SearchResult`, and whether it answers a new question (False: the same one after a change)."""
    refused = Signal(object)
    """The error of a search that could not be answered."""
    asked = Signal()

    def __init__(self, context: Context, model: ResultModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self.browse = Browse()
        self.result: SearchResult | None = None
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(lambda: self._ask(is_new=False))
        model.page_wanted.connect(self._fetch)

    def show(self, browse: Browse) -> None:
        """Ask this question, dropping the answers to all before."""
        self.browse = browse
        self._ask(is_new=True)

    def refresh(self) -> None:
        """Ask the same again soon: articles changed."""
        if self.result is not None:
            self._again.start(_SETTLE_MS)

    def on_changes(self, changes: Changes) -> None:
        self.refresh()

    def all_ids(self, done: Callable[[tuple[int, ...]], object], *, folded: bool = False) -> None:
        """Hand the ids of every match to `done`, or of every row, in the order of the rows."""
        browse = self.browse

        def take(ids: tuple[int, ...]) -> None:
            if self.browse == browse:
                done(ids)

        request = browse.request(folded=folded, facets=False, timeline=None, snippets=False)
        self._context.jobs.search(self._context.search.matching_ids, request, done=take)

    def _ask(self, *, is_new: bool) -> None:
        self._again.stop()
        request = self.browse.request(limit=PAGE_ROWS, catch_up=False)
        ticket = self._context.jobs.latest("archive search")
        if is_new:
            self.asked.emit()
        self._context.jobs.search(
            self._context.search.search,
            request,
            done=lambda result: self._take(result, is_new),
            failed=self.refused.emit,
            ticket=ticket,
        )

    def _take(self, result: SearchResult, is_new: bool) -> None:
        same = self.result is not None and not is_new and self.result.rows == result.rows
        self.result = result
        if not (same and result.hits == self._model.first_page()):
            self._model.show(result.rows, result.hits)
        self._context.exchange.index_changed.emit(result.index)
        self.answered.emit(result, is_new)
        if result.index.state in ("behind", "building"):
            self._again.start(_LOOK_AGAIN_MS)

    def _fetch(self, page: int) -> None:
        browse = self.browse
        request = replace(
            browse.request(), offset=page * PAGE_ROWS, limit=PAGE_ROWS, facets=False, timeline=None, catch_up=False
        )

        def put(result: SearchResult) -> None:
            if self.browse == browse:
                self._model.put(page, result.hits)

        self._context.jobs.search(
            self._context.search.search, request, done=put, failed=lambda error: self._model.refuse(page)
        )
