"""The Desk's part of the navigator: drafts by status and folder, and the saved searches pinned here.

Rows are wishes: a status or folder filters the list (once more on the same row shows all), a saved search goes to the
Archive. Drafts dropped on a row get its status or folder.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop_app.archive import Archive
from desktop_app.archive.articles import DRAFT_STATUSES, PlaceCounts, SavedSearch
from desktop_app.gui.context import Context
from desktop_app.gui.desk.draft_list import DraftFilter
from desktop_app.gui.desk.drafts import dragged_ids
from desktop_app.gui.desk.wording import STATUS_ICONS, number, status_word
from desktop_app.gui.nav_list import NavList, NavRow, part_of_navigator
from desktop_app.search.service import SearchRequest

_STATUS, _FOLDER, _SEARCH = "status:", "folder:", "search:"
_COUNT_PAUSE_MS = 4000
"""Counts of saved searches follow changes at this distance: each is a search."""


class Filters(NavList):
    """The rows."""

    filter_chosen = Signal(object)
    """A `DraftFilter`."""
    dropped = Signal(list, str, str)
    """Ids of drafts, field (status or folder) and its value."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, self.tr("Drafts by status and folder, saved searches"))
        self._context = context
        self._counts: PlaceCounts | None = None
        self._searches: tuple[SavedSearch, ...] = ()
        self._found: dict[str, int] = {}
        self._filter = DraftFilter()
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.chosen.connect(self._on_chosen)
        self.activated_key.connect(self._on_activated)
        self._just_chosen = ""
        self._recount = QTimer(self)
        self._recount.setSingleShot(True)
        self._recount.setInterval(_COUNT_PAUSE_MS)
        self._recount.timeout.connect(self._count_searches)
        context.exchange.counts_changed.connect(self.set_counts)
        context.exchange.saved_searches_changed.connect(self.read_searches)
        self._show_rows()

    def part(self) -> QWidget:
        """Return the widget that stands in the navigator."""
        return part_of_navigator(self)

    def set_counts(self, counts: PlaceCounts) -> None:
        """Show the numbers of drafts."""
        self._counts = counts
        self._show_rows()
        if self._searches and not self._recount.isActive():
            self._recount.start()

    def set_filter(self, filter: DraftFilter) -> None:
        """Mark the row of this filter."""
        self._filter = filter
        self.set_current(self._key(filter))

    def read_searches(self) -> None:
        """Read the saved searches anew."""
        self._context.jobs.read(_pinned, self._context.archive, done=self._show_searches)

    def folders(self) -> list[str]:
        """Return the folders there are, in order."""
        return sorted(self._counts.folders, key=str.casefold) if self._counts is not None else []

    def _show_searches(self, searches: tuple[SavedSearch, ...]) -> None:
        self._searches = searches
        self._show_rows()
        self._count_searches()

    def _count_searches(self) -> None:
        ticket = self._context.jobs.latest(f"saved searches {id(self)}")
        for one in self._searches:
            self._context.jobs.search(
                lambda query=one.query: self._context.search.search(_counting(query)).total,
                done=lambda total, name=one.name: self._show_found(name, total),
                failed=lambda error: None,
                ticket=ticket,
            )

    def _show_found(self, name: str, total: int) -> None:
        self._found[name] = total
        self._show_rows()

    def _show_rows(self) -> None:
        counts = self._counts
        rows = [NavRow("", self.tr("Status"), is_heading=True)]
        for status in DRAFT_STATUSES:
            many = counts.statuses.get(status, 0) if counts is not None else 0
            rows.append(
                NavRow(_STATUS + status, status_word(status), STATUS_ICONS[status], number(many) if many else "")
            )
        folders = self.folders()
        if folders and counts is not None:
            rows.append(NavRow("", self.tr("Folders"), is_heading=True))
            rows += [NavRow(_FOLDER + name, name, "folder", number(counts.folders[name]), tip=name) for name in folders]
        if self._searches:
            rows.append(NavRow("", self.tr("Saved searches"), is_heading=True))
            for one in self._searches:
                found = number(self._found[one.name]) if one.name in self._found else ""
                rows.append(NavRow(_SEARCH + one.name, one.name, "bookmark", found, tip=one.query))
        self.set_rows(rows)
        self.set_current(self._key(self._filter))

    def _key(self, filter: DraftFilter) -> str:
        if filter.status:
            return _STATUS + filter.status
        return _FOLDER + filter.folder if filter.folder else ""

    def _on_chosen(self, key: str) -> None:
        if key.startswith(_SEARCH):
            # Only a click or Enter leaves the Desk; arrows pass over the row.
            return
        self._just_chosen = key
        self.filter_chosen.emit(_filter_of(key))

    def _on_activated(self, key: str) -> None:
        if key.startswith(_SEARCH):
            name = key.removeprefix(_SEARCH)
            self.set_current(self._key(self._filter))
            for one in self._searches:
                if one.name == name:
                    self._context.exchange.search_requested.emit(one.query)
            return
        # A click both chooses a row and activates it; only the second click on it means "all again".
        if self._just_chosen == key:
            self._just_chosen = ""
        elif key == self._key(self._filter):
            self.filter_chosen.emit(DraftFilter())

    # -- drops

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_ids(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        key = self._key_at(event)
        if dragged_ids(event.mimeData()) and key.startswith((_STATUS, _FOLDER)):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        key, ids = self._key_at(event), dragged_ids(event.mimeData())
        for field, head in (("status", _STATUS), ("folder", _FOLDER)):
            if ids and key.startswith(head):
                event.acceptProposedAction()
                self.dropped.emit(ids, field, key.removeprefix(head))

    def _key_at(self, event: QDropEvent) -> str:
        index = self.indexAt(event.position().toPoint())
        return self.rows()[index.row()].key if index.isValid() else ""


def _filter_of(key: str) -> DraftFilter:
    if key.startswith(_STATUS):
        return DraftFilter(status=key.removeprefix(_STATUS))
    return DraftFilter(folder=key.removeprefix(_FOLDER)) if key.startswith(_FOLDER) else DraftFilter()


def _counting(query: str) -> SearchRequest:
    return SearchRequest(query=query, place="archive", limit=0, snippets=False, catch_up=False)


def _pinned(archive: Archive) -> tuple[SavedSearch, ...]:
    return tuple(one for one in archive.saved_searches() if one.pinned)
