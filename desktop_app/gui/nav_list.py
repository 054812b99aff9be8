"""A list of rows as the navigator shows them: icon, words, a count at the end, small headings between.

Used for places, folders, batches, settings pages. One row is current; arrows, Home, End and typed letters move it (the
fold is the search's own: "seki" finds "Şəki"). Not for facets, which have ticks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.gui.pieces import draw_focus_ring
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.text.folding import fold

Index = QModelIndex | QPersistentModelIndex
_ROW_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class NavRow:
    """One row. A heading has `is_heading`; `count` is shown as it stands ("101,233", "review")."""

    key: str
    text: str
    icon: str = ""
    count: str = ""
    is_heading: bool = False
    is_note: bool = False
    """A word on the row above it, small; it has that row's key."""
    tip: str = ""


class _Rows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[NavRow, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.text}, {row.count}" if row.count else row.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip or None
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: ThemeKeeper, view: NavList) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: NavRow = index.data(_ROW_ROLE)
        if row.is_heading:
            return QSize(80, self._theme.px(34))
        return QSize(80, self._theme.px(22) if row.is_note else self._theme.size("nav-row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: NavRow = index.data(_ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(8, 0, -8, -1)
        if row.is_heading:
            self._paint_heading(painter, option, box, row)
        else:
            self._paint_row(painter, option, box, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, row: NavRow) -> None:
        theme = self._theme
        painter.setFont(theme.font("caption", 600))
        painter.setPen(theme.color("text-faint"))
        room = box.adjusted(8, theme.px(10), -8, 0)
        words = painter.fontMetrics().elidedText(row.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _leading(option.direction), words)

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, box: QRect, row: NavRow) -> None:
        theme = self._theme
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if current or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft" if current else "surface-hover"))
            painter.drawRoundedRect(box, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            draw_focus_ring(painter, theme, box)
        ink = "on-accent-soft" if current else "text-muted" if row.is_note else "text"
        direction, inner = option.direction, box.adjusted(8, 0, -9, 0)
        taken = 0
        if row.icon:
            side = theme.px(16)
            spot = QRect(inner.left(), box.top() + (box.height() - side) // 2, side, side)
            picture = theme.pixmap(row.icon, ink if current else "text-muted", 16)
            painter.drawPixmap(QStyle.visualRect(direction, inner, spot), picture)
            taken = side + theme.px(9)
        elif row.is_note:
            taken = theme.px(25)
        count_width = 0
        if row.count:
            painter.setFont(theme.font("small"))
            count_width = painter.fontMetrics().horizontalAdvance(row.count) + 10
            painter.setPen(theme.color(ink if current else "text-faint"))
            painter.drawText(inner, _trailing(direction), row.count)
        font = theme.font("small") if row.is_note else theme.font("body-strong" if current else "body")
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        room = QRect(inner.left() + taken, inner.top(), inner.width() - taken - count_width, inner.height())
        words = QFontMetrics(font).elidedText(row.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QStyle.visualRect(direction, inner, room), _leading(direction), words)


class NavList(QListView):
    """Rows to choose one from. `chosen` fires on a click or an arrow key, never from `set_current`."""

    chosen = Signal(str)
    activated_key = Signal(str)
    """Enter or a click, also on the row that is current already."""
    menu_requested = Signal(str, QPoint)
    """A context menu is wanted for this key at this global position."""

    def __init__(self, theme: ThemeKeeper, name: str, rows: Sequence[NavRow] = (), *, grows: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._grows = grows
        self._model = _Rows()
        self._typed = ""
        self._is_telling = True
        self.setModel(self._model)
        self.setItemDelegate(_Painter(theme, self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        if not grows:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._on_theme)
        self.set_rows(rows)

    def set_rows(self, rows: Sequence[NavRow]) -> None:
        """Show other rows; the current key stays current if it is still there."""
        key = self.current()
        if tuple(rows) == self._model.rows:
            return
        # Counts change after every save: where only words differ, focus and scroll must not jump.
        same_keys = [r.key for r in rows] == [r.key for r in self._model.rows]
        if same_keys:
            self._model.rows = tuple(rows)
            self._model.dataChanged.emit(self._model.index(0), self._model.index(len(rows) - 1))
        else:
            self._model.beginResetModel()
            self._model.rows = tuple(rows)
            self._model.endResetModel()
            self.set_current(key)
        self.updateGeometry()

    def rows(self) -> tuple[NavRow, ...]:
        return self._model.rows

    def current(self) -> str:
        """Return the key of the current row, "" when there is none."""
        index = self.currentIndex()
        return self._model.rows[index.row()].key if index.isValid() else ""

    def set_current(self, key: str) -> None:
        """Make a row current without telling `chosen`; an unknown key makes none current."""
        self._is_telling = False
        try:
            for number, row in enumerate(self._model.rows):
                if row.key == key and not row.is_heading:
                    self.setCurrentIndex(self._model.index(number))
                    return
            self.setCurrentIndex(QModelIndex())
            self.clearSelection()
        finally:
            self._is_telling = True

    def choose(self, key: str) -> None:
        """Make a row current and tell, as a click would."""
        self.set_current(key)
        self.chosen.emit(key)

    def sizeHint(self) -> QSize:
        height = sum(self.sizeHintForRow(row) for row in range(self._model.rowCount()))
        return QSize(200, height + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._theme.size("nav-row") if self._grows else self.sizeHint().height())

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if self._is_telling and current.isValid():
            self.chosen.emit(self._model.rows[current.row()].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current():
            self.activated_key.emit(self.current())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        # Qt compares letter by letter; ours folds, so that "s" finds "Ş" on any layout.
        self._typed = search if len(search) > 1 else search[:1]
        wanted = fold(self._typed)
        rows = self._model.rows
        start = self.currentIndex().row() + (1 if len(self._typed) == 1 else 0)
        for step in range(len(rows)):
            number = (max(start, 0) + step) % len(rows)
            if not rows[number].is_heading and fold(rows[number].text).startswith(wanted):
                self.setCurrentIndex(self._model.index(number))
                return

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        if index.isValid() and not self._model.rows[index.row()].is_heading:
            point = self.visualRect(index).center() if keyboard else event.pos()
            self.menu_requested.emit(self._model.rows[index.row()].key, self.viewport().mapToGlobal(point))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._on_theme()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.activated_key.emit(self._model.rows[index.row()].key)

    def _on_theme(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()


def _leading(direction: Qt.LayoutDirection) -> int:
    side = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return int(side) | int(Qt.TextFlag.TextSingleLine)


def _trailing(direction: Qt.LayoutDirection) -> int:
    side = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return int(side) | int(Qt.TextFlag.TextSingleLine)


def part_of_navigator(*widgets: QWidget) -> QWidget:
    """Stack lists for `Place.navigator_part`: they scroll together when the navigator is short."""
    from PySide6.QtWidgets import QScrollArea

    from desktop_app.gui.pieces import column

    inside = QWidget()
    inside.setObjectName("scrolled")
    inside.setLayout(column(*widgets, None, gap=0))
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
