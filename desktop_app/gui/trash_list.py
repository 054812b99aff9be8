"""The list of what lies in the trash: rows fetched a page at a time, painted with headline, first words and time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QDateTime,
    QItemSelectionModel,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.archive.articles import ArticleSummary
from desktop_app.gui.pieces import draw_focus_ring, elided
from desktop_app.gui.theme import ThemeKeeper

Index = QModelIndex | QPersistentModelIndex
SUMMARY_ROLE = Qt.ItemDataRole.UserRole + 1


class TrashModel(QAbstractListModel):
    """Summaries in the order the archive gave them; more are asked for when the end comes into view."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ArticleSummary] = []
        self.has_more = False

    def replace(self, rows: Sequence[ArticleSummary], has_more: bool) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.has_more = has_more
        self.endResetModel()

    def append(self, rows: Sequence[ArticleSummary], has_more: bool) -> None:
        self.has_more = has_more
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self.has_more

    def fetchMore(self, parent: Index) -> None:
        if self.has_more:
            # Asked once: the answer says whether there is still more.
            self.has_more = False
            self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == SUMMARY_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title or untitled()
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title or untitled()}, {trashed_words(row)}, {', '.join(row.authors)}"
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: ThemeKeeper, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, self._theme.size("list-row-desk"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ArticleSummary = index.data(SUMMARY_ROLE)
        theme, rect = self._theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft"))
            painter.drawRoundedRect(rect.adjusted(6, 2, -6, -2), 6, 6)
        else:
            painter.fillRect(QRect(rect.left() + 16, rect.bottom(), rect.width() - 32, 1), theme.color("border"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, theme, rect.adjusted(6, 2, -6, -2))
        ink, quiet = ("on-accent-soft",) * 2 if chosen else ("text", "text-muted")
        room = rect.adjusted(16, theme.px(9), -16, -theme.px(8))
        line = room.height() // 3
        leading = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        trailing = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        rows = [QRect(room.left(), room.top() + n * line, room.width(), line) for n in range(3)]
        for font, color, text, box, side in (
            ("body-strong", ink, row.title or untitled(), rows[0], leading),
            ("small", quiet, row.lead, rows[1], leading),
            (
                "small",
                quiet,
                ", ".join(row.authors) or kind_words(row),
                rows[2].adjusted(0, 0, -theme.px(130), 0),
                leading,
            ),
            ("small", quiet, trashed_words(row), rows[2], trailing),
        ):
            painter.setFont(theme.font(font))
            painter.setPen(theme.color(color))
            painter.drawText(
                QStyle.visualRect(option.direction, room, box),
                QStyle.visualAlignment(option.direction, side),
                elided(painter.fontMetrics(), text, box.width()),
            )
        painter.restore()


class TrashView(QListView):
    """The list: several rows may be chosen; Delete and Enter are commands of the place."""

    choice_changed = Signal()

    def __init__(self, theme: ThemeKeeper, model: TrashModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self._rows = model
        self.setItemDelegate(_Painter(theme, self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self.scheduleDelayedItemsLayout)
        self.selectionModel().selectionChanged.connect(lambda *_: self.choice_changed.emit())

    def chosen(self) -> list[ArticleSummary]:
        """Return the chosen rows, top to bottom."""
        return [self._rows.rows[n] for n in sorted(index.row() for index in self.selectedIndexes())]

    def choose(self, row: int) -> None:
        """Choose one row, or none for -1."""
        index = self._rows.index(row) if 0 <= row < len(self._rows.rows) else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def untitled() -> str:
    return QCoreApplication.translate("Trash", "Untitled")


def trashed_words(row: ArticleSummary) -> str:
    """Return when a thing came into the trash."""
    if row.trashed_at is None:
        return ""
    moment = QDateTime.fromSecsSinceEpoch(int(row.trashed_at.timestamp()))
    today = moment.date().daysTo(QDateTime.currentDateTime().date()) == 0
    if today:
        return QLocale().toString(moment.time(), "HH:mm")
    return QLocale().toString(moment.date(), "d MMM yyyy")


def kind_words(row: ArticleSummary) -> str:
    """Return what it was: a draft, or an article of a publication."""
    if row.status in ("published", "withdrawn"):
        return row.publication or QCoreApplication.translate("Trash", "Article")
    return QCoreApplication.translate("Trash", "Draft")
