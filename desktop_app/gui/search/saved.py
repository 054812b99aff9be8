"""The saved searches of the window, with counts that stay current: how many each finds, and how many are new.

One for a window, whoever asks for it: `SavedSearches.of(context)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QDate, QLocale, QObject, QTimer, Signal

from desktop_app.archive.articles import SavedSearch
from desktop_app.gui.context import Context
from desktop_app.gui.library.browse import Browse
from desktop_app.gui.library.wording import count_words
from desktop_app.search.service import SearchResult

_PAUSE_MS = 1500
"""After the last change of articles: an import tells of every chunk."""
_DAYS_BY_NAME = 7


class SavedSearches(QObject):
    """Reads and counts; tells `changed` when there is something new to show."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.searches: tuple[SavedSearch, ...] = ()
        self._counts: dict[str, tuple[int, int]] = {}
        self._waiting: list[SavedSearch] = []
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self.count)
        exchange = context.exchange
        exchange.saved_searches_changed.connect(self.read)
        exchange.changed.connect(lambda _: self._soon.start())
        exchange.index_changed.connect(self._on_index)
        self._indexed = -1

    @classmethod
    def of(cls, context: Context) -> SavedSearches:
        """Return the window's own; it is made when it is first asked for."""
        made = context.exchange.findChild(cls)
        if not isinstance(made, cls):
            made = cls(context, context.exchange)
            made.read()
        return made

    def read(self) -> None:
        """Read them anew, and count."""
        self._context.jobs.read(self._context.archive.saved_searches, done=self._take)

    def count(self) -> None:
        """Count what each finds now, one after another: what somebody types goes in between."""
        self._waiting = list(self.searches)
        self._count_next()

    def _count_next(self) -> None:
        if not self._waiting or self._context.jobs.is_closed:
            return
        one = self._waiting.pop(0)
        request = replace(
            Browse.of_saved(one).request(facets=False, timeline=None, snippets=False, catch_up=False),
            limit=0,
            after=one.seen_article,
        )
        ticket = self._context.jobs.latest("saved searches")

        def put(result: SearchResult) -> None:
            self._put(one.name, result)
            self._count_next()

        self._context.jobs.search(
            self._context.search.search, request, done=put, failed=lambda _: self._count_next(), ticket=ticket
        )

    def total(self, name: str) -> str:
        """Return how many one finds, "" while that is being counted."""
        counts = self._counts.get(name)
        return count_words(counts[0]) if counts else ""

    def news(self, one: SavedSearch, today: QDate | None = None) -> str:
        """Say how many are new since it was looked at: "12 new since Tuesday"; "" for none."""
        counts = self._counts.get(one.name)
        if not counts or not counts[1] or one.seen_at is None:
            return ""
        seen = one.seen_at.astimezone()
        day, today = QDate(seen.year, seen.month, seen.day), today or QDate.currentDate()
        ago = day.daysTo(today)
        if ago < 1:
            since = self.tr("today")
        elif ago == 1:
            since = self.tr("yesterday")
        elif ago < _DAYS_BY_NAME:
            since = QLocale().standaloneDayName(day.dayOfWeek())
        else:
            since = QLocale().toString(day, "d MMM yyyy" if day.year() != today.year() else "d MMM")
        return self.tr("{n} new since {day}").format(n=count_words(counts[1]), day=since)

    def open(self, one: SavedSearch) -> None:
        """Show what it finds, and note that it was looked at."""
        self._context.exchange.saved_search_requested.emit(one)
        if not self._context.archive.read_only:
            self._context.change(self._context.archive.look_at_search, one.name, done=lambda _: self.read())

    def _take(self, searches: Sequence[SavedSearch]) -> None:
        self.searches = tuple(searches)
        names = {one.name for one in searches}
        self._counts = {name: counts for name, counts in self._counts.items() if name in names}
        self.changed.emit()
        self.count()

    def _put(self, name: str, result: SearchResult) -> None:
        counts = result.total, result.newer
        if self._counts.get(name) != counts:
            self._counts[name] = counts
            self.changed.emit()

    def _on_index(self, status: object) -> None:
        documents = getattr(status, "documents", -1)
        if documents != self._indexed:
            self._indexed = documents
            self._soon.start()
