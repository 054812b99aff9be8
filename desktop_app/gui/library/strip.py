"""The strip over list and reader: how many, out of how many, the filters as chips, the sort, and the timeline."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_app.gui.library.series import Series
from desktop_app.gui.library.timeline import Timeline
from desktop_app.gui.library.wording import count_words
from desktop_app.gui.library.year_fields import YearFields
from desktop_app.gui.pieces import Chip, button, label, tool_button
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.search.service import SearchSort

_LEGEND_LETTERS = 24

ChipWords = tuple[str, str, str]
"""Key, words, icon."""


class Strip(QFrame):
    """Tells of the result and lets filters be taken away and the order be changed."""

    chip_closed = Signal(str)
    compare_closed = Signal(int)
    sort_chosen = Signal(str)
    fold_wanted = Signal(bool)
    """Show one row a reprint family (True), or each printing."""

    def __init__(self, theme: ThemeKeeper, timeline: Timeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._theme = theme
        self._chips: list[Chip] = []
        self._shown: tuple[ChipWords, ...] = ()
        self.count = label(theme, "", "body-strong")
        theme.set_font(self.count, "body-strong", 600, px=15)
        self.count.setAccessibleName(self.tr("Number of articles"))
        self.unfiltered = label(theme, "", "body", "muted")
        self.sort_button = tool_button(theme, "arrow-up-down", self.tr("Order of the results"), text=" ")
        self.sort_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.sort_button.setMenu(self._sort_menu())
        self._legend: list[Chip] = []
        self._legend_row = QHBoxLayout()
        self._legend_row.setSpacing(6)
        self._chip_row = QHBoxLayout()
        self._chip_row.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 10, 0)
        head.setSpacing(14)
        self.fold_button = button(theme, " ", "link", run=lambda: self.fold_wanted.emit(not self._is_folded))
        self._is_folded = True
        for item in (self.count, self.unfiltered, self.fold_button):
            head.addWidget(item)
        head.addLayout(self._chip_row)
        head.addLayout(self._legend_row)
        head.addStretch(1)
        head.addWidget(self.sort_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2)
        layout.setSpacing(0)
        layout.addLayout(head)
        self.years = YearFields(theme)
        times = QHBoxLayout()
        times.setContentsMargins(0, 0, 0, 0)
        times.setSpacing(0)
        times.addWidget(timeline, 1)
        times.addWidget(self.years)
        layout.addLayout(times)
        self.set_sort("newest", has_words=False)

    def show_counts(self, total: int, unfiltered: int) -> None:
        """Say the exact total, and the matches there would be without filters where that differs."""
        if total:
            self.count.setText(
                self.tr("1 article") if total == 1 else self.tr("{n} articles").format(n=count_words(total))
            )
        else:
            self.count.setText(self.tr("No matches") if unfiltered or self._shown else self.tr("No articles"))
        self.unfiltered.setVisible(unfiltered > total)
        self.unfiltered.setText(self.tr("from {n} matches").format(n=count_words(unfiltered)))

    def show_folding(self, hidden: int, *, is_folded: bool) -> None:
        """Say how many printings stand behind another row, and offer to show each; or to fold them again."""
        self._is_folded = is_folded
        self.fold_button.setVisible(hidden > 0 or not is_folded)
        if is_folded:
            self.fold_button.setText(self.tr("Show each of %Ln reprints", "", hidden))
        else:
            self.fold_button.setText(self.tr("Fold reprints"))
        self.fold_button.setAccessibleName(self.fold_button.text())

    def show_legend(self, series: Sequence[Series]) -> None:
        """Show a chip a search that is compared with, in the colour of its line; closing one tells `compare_closed`."""
        while self._legend:
            chip = self._legend.pop()
            self._legend_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for number, one in enumerate(series):
            name = one.name if len(one.name) <= _LEGEND_LETTERS else one.name[: _LEGEND_LETTERS - 1] + "…"
            chip = Chip(
                self._theme, name, "git-compare", one.tone, closable=True,
                close_name=self.tr("Compare with “{text}” no more").format(text=one.name),
            )  # fmt: skip
            chip.setToolTip(one.name)
            chip.closed.connect(lambda number=number: self.compare_closed.emit(number))
            self._legend_row.addWidget(chip)
            self._legend.append(chip)

    def show_chips(self, chips: Sequence[ChipWords]) -> None:
        """Show a chip a filter; closing one tells `chip_closed` with its key."""
        if tuple(chips) == self._shown:
            return
        self._shown = tuple(chips)
        while self._chips:
            chip = self._chips.pop()
            self._chip_row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for key, words, icon in chips:
            chip = Chip(
                self._theme, words, icon, "accent", closable=True,
                close_name=self.tr("Remove the filter “{text}”").format(text=words),
            )  # fmt: skip
            chip.closed.connect(lambda key=key: self.chip_closed.emit(key))
            self._chip_row.addWidget(chip)
            self._chips.append(chip)

    def set_sort(self, sort: SearchSort, *, has_words: bool) -> None:
        """Show the order in force; Best match means nothing without words."""
        for action in self._sorts.actions():
            name = str(action.data())
            action.setEnabled(has_words or name != "relevance")
            if name == sort:
                action.setChecked(True)
                self.sort_button.setText(" " + action.text())
                self.sort_button.setAccessibleName(self.tr("Order: {name}").format(name=action.text()))

    def _sort_menu(self) -> QMenu:
        menu = QMenu(self)
        self._sorts = QActionGroup(menu)
        names = {
            "relevance": self.tr("Best match"),
            "newest": self.tr("Newest"),
            "oldest": self.tr("Oldest"),
            "title": self.tr("Title"),
        }
        for key, words in names.items():
            action = QAction(words, menu, checkable=True)
            action.setData(key)
            action.triggered.connect(lambda _=False, key=key: self.sort_chosen.emit(key))
            self._sorts.addAction(action)
            menu.addAction(action)
        return menu
