"""What opens under the search box: recent and saved searches, words of the archive, and how to ask more exactly.

A child of the window and not a popup, because input methods lose their place in popups; the box keeps the focus, and
the arrows move here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.archive.articles import SavedSearch
from desktop_app.gui.pieces import elided
from desktop_app.gui.theme import ThemeKeeper

_Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class DropRow:
    """One line: `fills` is what the box shall hold when it is taken; `runs` searches at once."""

    text: str
    fills: str
    icon: str = "search"
    note: str = ""
    runs: bool = True
    saved: SavedSearch | None = None


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[DropRow] = []

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.text}, {row.note}" if row.note else row.text
        return row if role == ROW_ROLE else None

    def fill(self, rows: Sequence[DropRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, self._theme.size("nav-row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = self._theme
        rect: QRect = option.rect  # type: ignore[attr-defined]
        row = index.data(ROW_ROLE)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft"))
            painter.drawRoundedRect(rect.adjusted(4, 1, -4, -1), 6, 6)
        ink = "on-accent-soft" if is_chosen else "text"
        side = theme.px(16)
        painter.drawPixmap(rect.left() + 12, rect.center().y() - side // 2, theme.pixmap(row.icon, "text-muted", 16))
        small = theme.font("small")
        note_width = QFontMetrics(small).horizontalAdvance(row.note) + 12 if row.note else 0
        font = theme.font("body")
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        words = rect.adjusted(22 + side, 0, -(16 + note_width), 0)
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            elided(QFontMetrics(font), row.text, words.width()),
        )
        painter.setFont(small)
        painter.setPen(theme.color("on-accent-soft" if is_chosen else "text-faint"))
        painter.drawText(
            rect.adjusted(0, 0, -16, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.note
        )
        painter.restore()


class DropDown(QFrame):
    """The list. `taken` carries the chosen `DropRow`."""

    taken = Signal(object)

    def __init__(self, theme: ThemeKeeper, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self._theme = theme
        self._rows = _Rows(self)
        self.view = QListView()
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(self.tr("Suggestions"))
        self.view.setMouseTracking(True)
        self.view.setItemDelegate(_Delegate(theme, self))
        self.view.setModel(self._rows)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(lambda index: self.taken.emit(index.data(ROW_ROLE)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 5, 2, 5)
        layout.addWidget(self.view)
        self.hide()

    def offer(self, rows: Sequence[DropRow]) -> None:
        """Show these lines, none of them chosen; no lines hide the list."""
        self._rows.fill(rows[:MOST_ROWS])
        if not rows:
            self.hide()

    def rows(self) -> list[DropRow]:
        return list(self._rows.rows)

    def current(self) -> DropRow | None:
        """Return the line the arrows are on, None while they are not here."""
        index = self.view.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() and self.isVisible() else None

    def move(self, by: int) -> None:  # type: ignore[override]
        """Go up or down, out at the top."""
        row = self.view.currentIndex().row() + by
        if row < 0:
            self.view.clearSelection()
            self.view.setCurrentIndex(QModelIndex())
        elif row < self._rows.rowCount():
            self.view.setCurrentIndex(self._rows.index(row, 0))

    def show_under(self, box: QWidget) -> None:
        """Place the list under the box, inside the window, and show it."""
        window = box.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = box.mapTo(window, box.rect().bottomLeft())
        height = self._theme.size("nav-row") * self._rows.rowCount() + 14
        self.setGeometry(corner.x(), corner.y() + 3, box.width(), min(height, window.height() - corner.y() - 20))
        self.show()
        self.raise_()
