"""The left pane: the four places with their numbers, and below them what the place at hand offers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from desktop_app.archive.articles import PlaceCounts
from desktop_app.gui.nav_list import NavList, NavRow
from desktop_app.gui.pieces import column, row, rule
from desktop_app.gui.place import Place
from desktop_app.gui.theme import ThemeKeeper


class Navigator(QFrame):
    """Shows places and the current place's part. `place_chosen` is a wish."""

    place_chosen = Signal(str)

    def __init__(self, theme: ThemeKeeper, places: Sequence[Place]) -> None:
        super().__init__()
        self.setObjectName("navigator")
        self._theme = theme
        self._places = list(places)
        self._counts: dict[str, int] = {}
        self.list = NavList(theme, self.tr("Places"))
        self.list.chosen.connect(self.place_chosen)
        self.list.activated_key.connect(self.place_chosen)
        self._parts = QStackedWidget()
        self._nothing = QWidget()
        self._parts.addWidget(self._nothing)
        for place in self._places:
            part = place.navigator_part()
            if part is not None:
                self._parts.addWidget(part)
        between = row(rule(), margins=(16, 0, 16, 0))
        self.setLayout(column(8, self.list, 8, between, 4, gap=0))
        self.layout().addWidget(self._parts, 1)
        theme.dress(self, "width", lambda pane: pane.setMinimumWidth(round(theme.size("navigator") * 0.8)))
        self._show_rows()

    def set_counts(self, counts: PlaceCounts) -> None:
        """Show the numbers of the archive beside the places."""
        self._counts = {
            "desk": counts.desk,
            "archive": counts.archive,
            "imports": counts.imports,
            "trash": counts.trash,
        }
        self._show_rows()

    def set_place(self, place: Place) -> None:
        """Show a place as current, with its part below."""
        self.list.set_current(place.key)
        self._parts.setCurrentWidget(place.navigator_part() or self._nothing)

    def part(self) -> QWidget | None:
        """Return what stands below the places now."""
        shown = self._parts.currentWidget()
        return None if shown is self._nothing else shown

    def _show_rows(self) -> None:
        rows = []
        for place in self._places:
            number = place.count()
            if number is None:
                number = self._counts.get(place.key, 0)
            rows.append(
                NavRow(place.key, place.title_text, place.icon_name, self.locale().toString(number) if number else "")
            )
        self.list.set_rows(rows)
