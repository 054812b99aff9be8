"""The Desk's part of the navigator: drafts by status and folder, and the saved searches pinned here.

Rows are wishes: a status or folder filters the list (once more on the same row shows all), a saved search goes to the
Archive. Drafts dropped on a row get its status or folder.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop_app.archive.articles import DRAFT_STATUSES, PlaceCounts, SavedSearch
from desktop_app.gui.context import Context
from desktop_app.gui.desk.draft_list import DraftFilter
from desktop_app.gui.desk.drafts import dragged_ids
from desktop_app.gui.desk.wording import STATUS_ICONS, number, status_word
from desktop_app.gui.library.browse import Browse
from desktop_app.gui.nav_list import NavList, NavRow, part_of_navigator
from desktop_app.gui.search.saved import SavedSearches

_STATUS, _FOLDER, _SEARCH = "status:", "folder:", "search:"


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
        self._saved = SavedSearches.of(context)
        self._filter = DraftFilter()
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.chosen.connect(self._on_chosen)
        self.activated_key.connect(self._on_activated)
        self._just_chosen = ""
        context.exchange.counts_changed.connect(self.set_counts)
        self._saved.changed.connect(self._show_rows)
        self._show_rows()

    def part(self) -> QWidget:
        """Return the widget that stands in the navigator."""
        return part_of_navigator(self)

    def set_counts(self, counts: PlaceCounts) -> None:
        """Show the numbers of drafts."""
        self._counts = counts
        self._show_rows()

    def set_filter(self, filter: DraftFilter) -> None:
        """Mark the row of this filter."""
        self._filter = filter
        self.set_current(self._key(filter))

    def folders(self) -> list[str]:
        """Return the folders there are, in order."""
        return sorted(self._counts.folders, key=str.casefold) if self._counts is not None else []

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
        pinned = self._pinned()
        if pinned:
            rows.append(NavRow("", self.tr("Saved searches"), is_heading=True))
            for one in pinned:
                key, tip = _SEARCH + one.name, Browse.of_saved(one).as_text()
                rows.append(NavRow(key, one.name, "bookmark", self._saved.total(one.name), tip=tip))
                if news := self._saved.news(one):
                    rows.append(NavRow(key, news, is_note=True, tip=tip))
        self.set_rows(rows)
        self.set_current(self._key(self._filter))

    def _pinned(self) -> list[SavedSearch]:
        return [one for one in self._saved.searches if one.pinned]

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
            for one in self._pinned():
                if one.name == name:
                    self._saved.open(one)
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
