"""How the drafts look and are moved through: 76 px rows, typed letters, Enter, drag.

Everything is measured from the leading edge, so that rows mirror in a right-to-left window.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop_app.gui.desk.drafts import ROW_ROLE, DraftModel, DraftRow, Index
from desktop_app.gui.desk.wording import STATUS_COLORS, status_word, words_of_goal
from desktop_app.gui.pieces import draw_focus_ring
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.text.folding import fold

_EDGE = 16
_HEADING = 30


class DraftDelegate(QStyledItemDelegate):
    """Paints headings and drafts."""

    def __init__(self, theme: ThemeKeeper, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: DraftRow = index.data(ROW_ROLE)
        return QSize(120, self._theme.px(_HEADING) if row.draft is None else self._theme.size("list-row-desk"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: DraftRow = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.draft is None:
            self._write(
                painter, option, option.rect.adjusted(_EDGE, 0, -_EDGE, 0), row.heading, "caption", "text-faint", 600
            )
        else:
            self._paint_draft(painter, option, row)
        painter.restore()

    def _paint_draft(self, painter: QPainter, option: QStyleOptionViewItem, row: DraftRow) -> None:
        theme, draft = self._theme, row.draft
        assert draft is not None
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        card = rect.adjusted(6, 2, -6, -2)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft" if chosen else "surface-hover"))
            painter.drawRoundedRect(card, 6, 6)
        else:
            painter.fillRect(
                QRect(rect.left() + _EDGE, rect.bottom(), rect.width() - 2 * _EDGE, 1), theme.color("border")
            )
        ink = "on-accent-soft" if chosen else "text"
        quiet = "on-accent-soft" if chosen else "text-muted"
        px = theme.px
        line = rect.adjusted(_EDGE, px(10), -_EDGE, 0)
        line.setHeight(px(20))
        taken = self._write(painter, option, line, row.when, "small", quiet, trailing=True)
        title = draft.title.strip() or self.tr("Untitled")
        self._write(painter, option, _shortened(line, taken), title, "body-strong", ink)
        self._write(painter, option, line.translated(0, px(20)), draft.lead, "small", quiet)
        foot = line.translated(0, px(40))
        taken = self._write(
            painter, option, foot, words_of_goal(draft.words, draft.word_goal), "caption", quiet, trailing=True
        )
        dot = QRect(foot.left(), foot.center().y() - px(3), px(7), px(7))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(STATUS_COLORS.get(draft.status, "text-muted")))
        painter.drawEllipse(QStyle.visualRect(option.direction, rect, dot))
        words = _shortened(foot, taken).adjusted(px(13), 0, 0, 0)
        taken = self._write(painter, option, words, status_word(draft.status), "caption", quiet)
        if row.due:
            due = words.adjusted(taken + px(10), 0, 0, 0)
            self._write(painter, option, due, row.due, "caption", "danger" if row.is_late and not chosen else quiet)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            draw_focus_ring(painter, theme, card)

    def _write(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        box: QRect,
        text: str,
        role: str,
        color: str,
        weight: int | None = None,
        *,
        trailing: bool = False,
    ) -> int:
        """Write one line, elided, in a box given as if the window went left to right; return the width it took."""
        font = self._theme.font(role, weight)
        metrics = QFontMetrics(font)
        side = Qt.AlignmentFlag.AlignRight if trailing else Qt.AlignmentFlag.AlignLeft
        side = QStyle.visualAlignment(option.direction, side | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font)
        painter.setPen(self._theme.color(color))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        place = QStyle.visualRect(option.direction, option.rect, box)
        painter.drawText(place, side | Qt.TextFlag.TextSingleLine, shown)
        return metrics.horizontalAdvance(shown)


class DraftView(QListView):
    """The list itself. The current draft is told by `entered_draft`; Enter and a click by `opened_draft`."""

    entered_draft = Signal(int)
    opened_draft = Signal(int)
    menu_requested = Signal(QPoint)
    choice_changed = Signal()

    def __init__(self, theme: ThemeKeeper, model: DraftModel) -> None:
        super().__init__()
        self._theme = theme
        self._drafts = model
        self._is_quiet = False
        self.setModel(model)
        self.setItemDelegate(DraftDelegate(theme, self))
        self.setAccessibleName(self.tr("Drafts"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.verticalScrollBar().setSingleStep(24)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def chosen(self) -> tuple[int, ...]:
        """Return the selected drafts, in the order of the list."""
        rows = sorted(self.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return tuple(draft.id for draft in map(self._drafts.draft_at, rows) if draft is not None)

    def show_current(self, article_id: int) -> None:
        """Mark a draft as the one at hand without telling; 0 or one that is not listed marks none."""
        row = self._drafts.row_of(article_id) if article_id else -1
        self._is_quiet = True
        try:
            index = self._drafts.index(row) if row >= 0 else QModelIndex()
            if index.isValid():
                if self.currentIndex() != index or not self.selectionModel().isSelected(index):
                    self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            else:
                self.clearSelection()
                self.selectionModel().clearCurrentIndex()
        finally:
            self._is_quiet = False

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        draft = self._drafts.draft_at(current)
        if draft is not None and not self._is_quiet:
            self.entered_draft.emit(draft.id)

    def selectionChanged(self, selected: object, deselected: object) -> None:
        super().selectionChanged(selected, deselected)
        if not self._is_quiet:
            self.choice_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        draft = self._drafts.draft_at(self.currentIndex())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and draft is not None:
            self.opened_draft.emit(draft.id)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        draft = self._drafts.draft_at(self.indexAt(event.position().toPoint()))
        is_plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        if draft is not None and is_plain and len(self.chosen()) == 1:
            self.opened_draft.emit(draft.id)

    def keyboardSearch(self, search: str) -> None:
        # Qt compares letter by letter; ours folds, so that "seki" finds "Şəki" on any layout.
        wanted = fold(search)
        count = self._drafts.rowCount()
        start = self.currentIndex().row() + (1 if len(search) == 1 else 0)
        for step in range(count):
            index = self._drafts.index((max(start, 0) + step) % count)
            draft = self._drafts.draft_at(index)
            if draft is not None and fold(draft.title).startswith(wanted):
                self.setCurrentIndex(index)
                return

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if self._drafts.draft_at(index) is not None:
            point = self.visualRect(index).center() if by_key else event.pos()
            self.menu_requested.emit(self.viewport().mapToGlobal(point))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()


def _shortened(box: QRect, taken: int) -> QRect:
    return box.adjusted(0, 0, -(taken + 10 if taken else 0), 0)
