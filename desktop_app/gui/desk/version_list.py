"""The kept versions of a text as a line in time: used short in the inspector and whole in the versions view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.archive.articles import Version
from desktop_app.gui.desk.drafts import Index
from desktop_app.gui.desk.wording import clock, day_words, number, version_name, words_of_goal
from desktop_app.gui.pieces import draw_focus_ring
from desktop_app.gui.theme import ThemeKeeper

_ROLE = Qt.ItemDataRole.UserRole + 1
_HEADING, _ROW = 30, 56
_LINE_X = 25
NOW = 0
"""The number of the text as it stands."""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A heading (`number < 0`), the text as it stands (0), or a version. `added` < 0: not counted yet."""

    number: int
    text: str
    time: str = ""
    words: int = 0
    is_named: bool = False
    added: int = -1
    removed: int = -1
    is_last: bool = False


class VersionModel(QAbstractListModel):
    """Now, and what was before."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[VersionRow] = []

    def show(self, versions: Sequence[Version], words: int, now: datetime, *, with_now: bool) -> None:
        """Show versions, newest first, below the text as it stands."""
        rows: list[VersionRow] = []
        day = ""
        today = date.today()
        if with_now:
            day = day_words(now, today)
            rows += [VersionRow(-1, day), VersionRow(NOW, self.tr("Now"), clock(now), words)]
        for version in versions:
            if (name := day_words(version.kept_at, today)) != day:
                day = name
                rows.append(VersionRow(-1, day))
            known = self.row(version.number)
            rows.append(
                VersionRow(
                    version.number,
                    version_name(version),
                    clock(version.kept_at),
                    version.words,
                    bool(version.name),
                    known.added if known else -1,
                    known.removed if known else -1,
                )
            )
        if rows:
            rows[-1] = replace(rows[-1], is_last=True)
        if rows == self.rows:
            return
        if [(row.number, row.text) for row in rows] == [(row.number, row.text) for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def set_counts(self, number: int, added: int, removed: int) -> None:
        """Say how much a version differs from the one before it."""
        for place, row in enumerate(self.rows):
            if row.number == number:
                self.rows[place] = replace(row, added=added, removed=removed)
                self.dataChanged.emit(self.index(place), self.index(place))

    def row(self, number: int) -> VersionRow | None:
        """Return the row of a version."""
        return next((row for row in self.rows if row.number == number and number >= 0), None)

    def place(self, number: int) -> int:
        """Return where a version stands, -1 where it is not shown."""
        return next((place for place, row in enumerate(self.rows) if row.number == number), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].number < 0:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == _ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [row.time, row.text]
            if row.number >= 0:
                parts.append(words_of_goal(row.words, None))
            if row.added >= 0:
                parts.append(self.tr("{a} words added, {r} removed").format(a=row.added, r=row.removed))
            return ", ".join(part for part in parts if part)
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: ThemeKeeper, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: VersionRow = index.data(_ROLE)
        return QSize(120, self._theme.px(_HEADING if row.number < 0 else _ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: VersionRow = index.data(_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.number < 0:
            box = option.rect.adjusted(16, 0, -16, 0)
            self._write(painter, option, box, row.text, "caption", "text-muted", weight=600)
        else:
            self._paint_version(painter, option, index, row)
        painter.restore()

    def _paint_version(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, row: VersionRow) -> None:
        theme, rect, px = self._theme, option.rect, self._theme.px
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        card = rect.adjusted(6, 1, -6, -1)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft" if chosen else "surface-hover"))
            painter.drawRoundedRect(card, 6, 6)
        self._paint_line(painter, option, index, row, chosen)
        ink = "on-accent-soft" if chosen else "text"
        quiet = "on-accent-soft" if chosen else "text-muted"
        line = QRect(rect.left() + px(43), rect.top() + px(8), rect.width() - px(43) - 16, px(20))
        weight = 600 if chosen or row.is_named else None
        taken = self._write(painter, option, line, row.time, "body", ink, weight=weight)
        self._write(painter, option, line.adjusted(taken + px(11), 0, 0, 0), row.text, "body", ink, weight=weight)
        foot = line.translated(0, px(20))
        counts = ""
        if row.added >= 0:
            counts = f"+{number(row.added)}  −{number(row.removed)}"
        taken = self._write(painter, option, foot, counts, "small", quiet, trailing=True)
        foot.setRight(foot.right() - taken - px(8))
        self._write(painter, option, foot, words_of_goal(row.words, None), "small", quiet)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            draw_focus_ring(painter, theme, card)

    def _paint_line(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, row: VersionRow, chosen: bool
    ) -> None:
        theme, rect = self._theme, option.rect
        x = QStyle.visualPos(option.direction, rect, QPoint(rect.left() + theme.px(_LINE_X), 0)).x()
        middle = rect.top() + theme.px(18)
        is_first = index.row() == 0 or self._view.model().index(index.row() - 1, 0).data(_ROLE).number < 0
        painter.setPen(QPen(theme.color("border-strong"), 1.5))
        painter.drawLine(x, rect.top() + (theme.px(4) if is_first else 0), x, middle - theme.px(6))
        if not row.is_last:
            painter.drawLine(x, middle + theme.px(6), x, rect.bottom() + 1)
        is_full = chosen or row.is_named or row.number == NOW
        painter.setPen(QPen(theme.color("accent" if is_full else "border-strong"), 1.5))
        ground = "accent" if is_full else "accent-soft" if chosen else "surface"
        painter.setBrush(theme.color(ground))
        radius = theme.px(10) / 2
        painter.drawEllipse(QPoint(x, middle), radius, radius)

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        box: QRect,
        text: str,
        role: str,
        color: str | QColor,
        *,
        weight: int | None = None,
        trailing: bool = False,
    ) -> int:
        font = self._theme.font(role, weight)
        metrics = QFontMetrics(font)
        side = Qt.AlignmentFlag.AlignRight if trailing else Qt.AlignmentFlag.AlignLeft
        painter.setFont(font)
        painter.setPen(self._theme.color(color) if isinstance(color, str) else color)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        place = QStyle.visualRect(option.direction, option.rect, box)
        painter.drawText(place, QStyle.visualAlignment(option.direction, side | Qt.AlignmentFlag.AlignVCenter), shown)
        return metrics.horizontalAdvance(shown)


class VersionList(QListView):
    """The line in time. `chosen` carries a version's number, 0 for the text as it stands."""

    chosen = Signal(int)
    opened = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self._is_quiet = False
        self.versions = VersionModel()
        self.setModel(self.versions)
        self.setItemDelegate(_Painter(theme, self))
        self.setAccessibleName(self.tr("Versions"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.opened.emit(self.versions.rows[index.row()].number))
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def set_current(self, number: int) -> None:
        """Mark a version without telling."""
        self._is_quiet = True
        place = self.versions.place(number)
        self.setCurrentIndex(self.versions.index(place) if place >= 0 else QModelIndex())
        self._is_quiet = False

    def current(self) -> int:
        """Return the number of the marked version, -1 where there is none."""
        index = self.currentIndex()
        return self.versions.rows[index.row()].number if index.isValid() else -1

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self._is_quiet:
            self.chosen.emit(self.versions.rows[current.row()].number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() >= 0:
            self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid() and self.versions.rows[index.row()].number > 0:
            point = self.visualRect(index).center() if by_key else event.pos()
            self.menu_requested.emit(self.versions.rows[index.row()].number, self.viewport().mapToGlobal(point))
