"""All values of a facet, however many: type a part of one, tick, leave out. Letters are folded: "seki" finds "Şəki"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QStyle, QStyleOptionViewItem

from desktop_app.gui.context import Context
from desktop_app.gui.library.facet_model import COUNT_ROLE, KIND_ROLE, SHARE_ROLE, spoken_value, tick_state
from desktop_app.gui.library.facet_panel import FacetDelegate
from desktop_app.gui.library.facet_words import value_words
from desktop_app.gui.pieces import button, column, label, row
from desktop_app.gui.sheet import Sheet
from desktop_app.search.service import FacetName, FacetValue, SearchResult, Tick
from desktop_app.text.folding import fold

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_Index = QModelIndex | QPersistentModelIndex


class ValueModel(QAbstractListModel):
    """The values that fit what was typed. Ticked: this one; partly ticked: left out."""

    def __init__(self, facet: FacetName, ticks: Sequence[Tick], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._facet = facet
        self.ticked = {tick.value: tick.excluded for tick in ticks if tick.facet == facet}
        self._all: list[tuple[str, FacetValue]] = []
        self._shown: list[FacetValue] = []
        self._most = 1

    def take(self, values: Sequence[FacetValue]) -> None:
        """Show these values, ticked ones first."""
        known = {one.value for one in values}
        every = [*values, *(FacetValue(value, 0) for value in self.ticked if value not in known)]
        self._most = max((one.count for one in every), default=1) or 1
        every.sort(key=lambda one: one.value not in self.ticked)
        self._all = [(fold(value_words(self._facet, one)), one) for one in every]
        self.narrow("")

    def narrow(self, typed: str) -> None:
        """Show those values in which each of the words begins a word."""
        words = fold(typed).split()
        self.beginResetModel()
        self._shown = [
            one
            for folded, one in self._all
            if all(folded.startswith(word) or f" {word}" in folded or f"-{word}" in folded for word in words)
        ]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        # A click anywhere on the row ticks it, not only one on the box, which Qt would do by itself.
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        one = self._shown[index.row()]
        excluded = self.ticked.get(one.value)
        if role == Qt.ItemDataRole.DisplayRole:
            return value_words(self._facet, one)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_value(value_words(self._facet, one), one.count, excluded)
        if role == Qt.ItemDataRole.CheckStateRole:
            return tick_state(excluded)
        if role == COUNT_ROLE:
            return one.count
        if role == SHARE_ROLE:
            return one.count / self._most
        return "value" if role == KIND_ROLE else None

    def toggle(self, index: _Index, *, exclude: bool = False) -> None:
        """Tick a value, or leave it out; once more takes that back."""
        if not index.isValid():
            return
        value = self._shown[index.row()].value
        if self.ticked.get(value) == exclude:
            del self.ticked[value]
        else:
            self.ticked[value] = exclude
        self.dataChanged.emit(index, index)

    def ticks(self) -> tuple[Tick, ...]:
        return tuple(Tick(self._facet, value, excluded) for value, excluded in self.ticked.items())


class _ValueDelegate(FacetDelegate):
    """The rows of the navigator; the chosen one is seen while the words are typed above."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("surface-hover"))
            painter.drawRoundedRect(option.rect.adjusted(8, 0, -8, 0), 6, 6)  # type: ignore[attr-defined]
            painter.restore()
        super().paint(painter, option, index)


class FacetSheet(Sheet):
    """Space ticks, Shift+Space leaves out, Enter shows the results. `then` gets the ticks of this facet."""

    closes_on_click_outside = True

    def __init__(
        self,
        context: Context,
        facet: FacetName,
        title: str,
        ticks: Sequence[Tick],
        then: Callable[[tuple[Tick, ...]], object],
    ) -> None:
        super().__init__(context.theme, context.commands, title, (480, 0))
        self._then = then
        self.facet = facet
        self.add_header(title)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Type a part of its name"))
        self.line.setAccessibleName(title)
        context.theme.set_font(self.line, "body")
        self.model = ValueModel(facet, ticks, self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setItemDelegate(_ValueDelegate(context.theme, self.list))
        self.list.clicked.connect(self.model.toggle)
        self.list.setAccessibleName(title)
        self.list.setMinimumHeight(context.theme.px(300))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        context.theme.set_font(self.list, "body")
        self.number = label(context.theme, "", "small", "muted")
        self.line.textChanged.connect(self._narrow)
        self.line.returnPressed.connect(self.apply)
        for watched in (self.line, self.list):
            watched.installEventFilter(self)
        show = button(context.theme, self.tr("Show results"), "primary", run=self.apply)
        leave = button(context.theme, self.tr("Cancel"), run=self.reject)
        self.content.addLayout(
            column(self.line, self.list, row(self.number, None, leave, show), margins=(22, 16, 22, 18), gap=10)
        )

    def focus_first(self) -> None:
        self.line.setFocus()

    def take(self, result: SearchResult) -> None:
        """Show all values of the facet with their counts."""
        self.model.take(result.facets[self.facet])
        self._narrow(self.line.text())

    def apply(self) -> None:
        """Go to the results with what is ticked; nothing ticked takes the value that is chosen."""
        if not self.model.ticked and self.line.text().strip():
            self.model.toggle(self.list.currentIndex())
        self.accept()
        self._then(self.model.ticks())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.line and event.key() in _MOVES:
                QApplication.sendEvent(self.list, event)
                return True
            if watched is self.list and event.key() == Qt.Key.Key_Space:
                exclude = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.model.toggle(self.list.currentIndex(), exclude=exclude)
                return True
            if watched is self.list and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.apply()
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, typed: str) -> None:
        self.model.narrow(typed)
        self.number.setText(self.tr("%Ln values", "", self.model.rowCount()))
        self.list.setCurrentIndex(self.model.index(0, 0))
