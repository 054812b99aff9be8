"""The table of the review as it looks: ticks, rows with hairlines, the chosen one filled."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop_app.gui.pieces import draw_focus_ring
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.gui.transfer.review_rows import DATE, FILE, HEADLINE, LETTERS, ROW_ROLE, TICK, TICKED_ROLE, ReviewModel

Index = QModelIndex | QPersistentModelIndex
_SHARES = {FILE: 0.24, HEADLINE: 0.36, LETTERS: 0.25, DATE: 0.15}


def draw_tick(painter: QPainter, theme: ThemeKeeper, box: QRectF, on: bool) -> None:
    """Draw a tick box of 14 px, scaled with its rect."""
    painter.setBrush(theme.color("accent" if on else "surface-raised"))
    painter.setPen(QPen(theme.color("accent" if on else "border-strong"), 1))
    painter.drawRoundedRect(box, 3.5, 3.5)
    if on:
        unit = box.width() / 14
        pen = QPen(theme.color("on-accent"), 1.8 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        points = [QPointF(3.2, 7.1), QPointF(5.9, 9.8), QPointF(10.9, 4.3)]
        painter.drawPolyline([box.topLeft() + point * unit for point in points])


class _Painter(QStyledItemDelegate):
    def __init__(self, theme: ThemeKeeper, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, self._theme.px(40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, row = self._theme, index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, option.rect, index, chosen)
        column = index.column()
        if column == TICK:
            if row.can_come:
                side = theme.px(14)
                box = QRectF(option.rect.right() - side - 8, option.rect.center().y() - side / 2 + 0.5, side, side)
                draw_tick(painter, theme, box, bool(index.data(TICKED_ROLE)))
        else:
            warns = (column == LETTERS and not row.is_sure) or (column == DATE and row.can_come and not row.date)
            warns = warns or (column == LETTERS and row.group == "unreadable")
            quiet = "on-accent-soft" if chosen else "warning" if warns else "text-muted"
            ink = ("on-accent-soft" if chosen else "text") if column == HEADLINE else quiet
            painter.setFont(theme.font("body", 500) if column == HEADLINE else theme.font("small"))
            painter.setPen(theme.color(ink))
            room = option.rect.adjusted(6, 0, -8, 0)
            mode = Qt.TextElideMode.ElideMiddle if column == FILE else Qt.TextElideMode.ElideRight
            words = painter.fontMetrics().elidedText(str(index.data() or ""), mode, room.width())
            side = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(room, int(side) | int(Qt.TextFlag.TextSingleLine), words)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, index: Index, chosen: bool) -> None:
        """The ground and ring go across the row; each cell draws its own stretch of them."""
        theme = self._theme
        width = self._view.viewport().width()
        whole = QRect(6, rect.top() + 2, width - 12, rect.height() - 4)
        painter.setClipRect(rect)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft"))
            painter.drawRoundedRect(whole, 6, 6)
            if self._view.hasFocus() and self._view.currentIndex().row() == index.row():
                draw_focus_ring(painter, theme, whole)
        else:
            painter.fillRect(QRect(16, rect.bottom(), width - 32, 1), theme.color("border"))


class ReviewTable(QTableView):
    """Choose a row to see how it may be read; Space turns its tick."""

    row_chosen = Signal(object)
    """The `ReviewRow`, or None."""

    def __init__(self, theme: ThemeKeeper, model: ReviewModel) -> None:
        super().__init__()
        self._theme = theme
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(_Painter(theme, self))
        self.setAccessibleName(self.tr("Files to import"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        theme.dress(self, "rows", ReviewTable._dress)
        self.selectionModel().currentRowChanged.connect(lambda now, _: self._tell(now))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._rows.toggle(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == TICK and event.button() == Qt.MouseButton.LeftButton:
            self._rows.toggle(index.row())
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tick = self._theme.px(44)
        self.setColumnWidth(TICK, tick)
        room = self.viewport().width() - tick
        for column, share in _SHARES.items():
            self.setColumnWidth(column, int(room * share))

    def _dress(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(40))
        self.horizontalHeader().setFont(self._theme.font("small", 600))
        self.horizontalHeader().setFixedHeight(self._theme.px(34))

    def _tell(self, now: QModelIndex) -> None:
        self.row_chosen.emit(self._rows.rows[now.row()] if now.isValid() else None)
