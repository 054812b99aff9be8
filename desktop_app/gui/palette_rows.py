"""What the palette lists, and how a row of it is painted: icon, words with the typed letters underlined, note, key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.gui.theme import ThemeKeeper

Kind = Literal["heading", "command", "draft", "article", "search", "value"]
Index = QModelIndex | QPersistentModelIndex
_ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
_KEY_COLUMN = 112
"""The notes stand in one line down the list, whether a key follows or not."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `spans` are the typed letters in `text`, in code points."""

    kind: Kind
    text: str
    spans: tuple[tuple[int, int], ...] = ()
    icon: str = ""
    note: str = ""
    key: str = ""
    is_runnable: bool = True
    run: Callable[[], object] | None = None
    id: str = ""

    @property
    def is_heading(self) -> bool:
        return self.kind == "heading"


class PaletteModel(QAbstractListModel):
    """The rows found for what is typed now."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.entries[index.row()].is_runnable:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == _ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.text, entry.note, entry.key) if part)
        return None


class PalettePainter(QStyledItemDelegate):
    """Paints the rows."""

    def __init__(self, theme: ThemeKeeper, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(_ENTRY_ROLE)
        return QSize(100, self._theme.px(28 if entry.is_heading else 36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(_ENTRY_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.is_heading:
            painter.setFont(self._theme.font("caption", 600))
            painter.setPen(self._theme.color("text-faint"))
            painter.drawText(
                option.rect.adjusted(20, 4, -20, 0),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading,
                entry.text,
            )
        else:
            self._paint_entry(painter, option, entry)
        painter.restore()

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        theme, rect, direction = self._theme, option.rect, option.direction
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current or (option.state & QStyle.StateFlag.State_MouseOver and entry.is_runnable):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft" if current else "surface-hover"))
            painter.drawRoundedRect(rect.adjusted(8, 0, -8, 0), 6, 6)
        ink = "on-accent-soft" if current else "text" if entry.is_runnable else "text-faint"
        quiet = "on-accent-soft" if current else "text-muted"
        if entry.icon:
            side = theme.px(16)
            spot = QRect(rect.left() + 20, rect.top() + (rect.height() - side) // 2, side, side)
            pixmap = theme.pixmap(entry.icon, ink if current else "text-muted", 16)
            painter.drawPixmap(QStyle.visualRect(direction, rect, spot), pixmap)
        key_room = theme.px(_KEY_COLUMN)
        painter.setFont(theme.font("small"))
        note_width = painter.fontMetrics().horizontalAdvance(entry.note) + 4
        note_width = min(note_width, int(rect.width() * 0.45))
        right = rect.right() - 24 - key_room
        note_rect = QRect(right - note_width, rect.top(), note_width, rect.height())
        painter.setPen(theme.color(quiet))
        note = painter.fontMetrics().elidedText(entry.note, Qt.TextElideMode.ElideRight, note_width)
        painter.drawText(QStyle.visualRect(direction, rect, note_rect), Qt.AlignmentFlag.AlignCenter, note)
        left = rect.left() + 20 + theme.px(16) + 12
        room = QRect(left, rect.top(), note_rect.left() - left - 12, rect.height())
        self._paint_words(painter, QStyle.visualRect(direction, rect, room), entry, ink, current, direction)
        if entry.key:
            self._paint_key(painter, option, entry.key, current)

    def _paint_words(
        self, painter: QPainter, room: QRect, entry: Entry, ink: str, current: bool, direction: Qt.LayoutDirection
    ) -> None:
        theme = self._theme
        font = theme.font("body", 500 if current else 400, px=14)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, room.width())
        side = (
            Qt.AlignmentFlag.AlignRight if direction == Qt.LayoutDirection.RightToLeft else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine), text)
        if direction == Qt.LayoutDirection.RightToLeft:
            return
        base = room.center().y() + metrics.ascent() / 2 + 2.5
        painter.setPen(QPen(theme.color("accent"), 1.5))
        for start, end in entry.spans:
            if end <= len(text):
                x = room.left() + metrics.horizontalAdvance(text[:start])
                painter.drawLine(QPointF(x, base), QPointF(x + metrics.horizontalAdvance(text[start:end]), base))

    def _paint_key(self, painter: QPainter, option: QStyleOptionViewItem, key: str, current: bool) -> None:
        theme, rect = self._theme, option.rect
        painter.setFont(theme.font("caption"))
        width = painter.fontMetrics().horizontalAdvance(key) + theme.px(14)
        height = theme.px(20)
        box = QRect(rect.right() - 20 - width, rect.top() + (rect.height() - height) // 2, width, height)
        box = QStyle.visualRect(option.direction, rect, box)
        painter.setPen(QPen(theme.color("border-strong" if current else "border"), 1))
        painter.setBrush(theme.color("surface-raised"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.color("text-muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
