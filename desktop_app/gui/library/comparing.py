"""Two to four searches in one picture: the one that is asked now, and those that were kept beside it.

A search that is kept shows as a line over the bars, and as a chip in the colour of its line; its numbers follow the
archive and the level of the bars (year, month, day) like those of the search that is asked.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.context import Context
from desktop_app.gui.library.browse import Browse
from desktop_app.gui.library.series import TONES, Series
from desktop_app.search.service import Bins, SearchResult


class Comparing(QObject):
    """Holds the searches that are compared with, and counts them."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._kept: list[Browse] = []
        self._answers: dict[Browse, SearchResult] = {}
        self._level: Bins = "year"

    @property
    def is_full(self) -> bool:
        return len(self._kept) >= len(TONES)

    @property
    def series(self) -> tuple[Series, ...]:
        """Return what is kept, in order, with the numbers known so far."""
        found = []
        for browse, tone in zip(self._kept, TONES, strict=False):
            answer = self._answers.get(browse)
            name = browse.as_text() or self.tr("All articles")
            found.append(
                Series(name, tone, answer.timeline, answer.undated) if answer is not None else Series(name, tone)
            )
        return tuple(found)

    def keep(self, browse: Browse) -> None:
        """Keep a search beside those that come; the brush, which narrows time, is left out."""
        bare = replace(browse, brush=None, sort="", level="year", folded=True, is_typed=False)
        if bare not in self._kept and not self.is_full:
            self._kept.append(bare)
            self.count()

    def drop(self, number: int) -> None:
        """Compare with this one no more."""
        if 0 <= number < len(self._kept):
            self._answers.pop(self._kept.pop(number), None)
            self.changed.emit()

    def count(self, level: Bins | None = None) -> None:
        """Count all of them anew: articles changed, or bars of another level are shown."""
        self._level = level or self._level
        ticket = self._context.jobs.latest(f"comparing {id(self)}")
        for browse in self._kept:
            request = browse.request(limit=0, facets=False, snippets=False, timeline=self._level, catch_up=False)
            self._context.jobs.search(
                self._context.search.search,
                request,
                done=lambda result, browse=browse: self._put(browse, result),
                failed=lambda error: None,
                ticket=ticket,
            )
        self.changed.emit()

    def _put(self, browse: Browse, result: SearchResult) -> None:
        self._answers[browse] = result
        self.changed.emit()
