"""The list of results: 112 px rows with headline, source line, two lines of text and the hits marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_app.gui.library.hit_text import HitTextPainter
from desktop_app.gui.library.result_model import HIT_ROLE, ResultModel
from desktop_app.gui.library.wording import reprint_words, source_line
from desktop_app.gui.pieces import draw_focus_ring, elided
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.search.service import Hit, Snippet
from desktop_app.text.folding import fold

_FARTHEST_HIT = 62
_BEFORE_HIT = 36
"""Letters; two lines of the narrowest list hold about 80."""

_Index = QModelIndex | QPersistentModelIndex


class ResultDelegate(QStyledItemDelegate):
    """Paints a hit. Everything is measured from the leading edge, so it mirrors for right-to-left windows."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts = HitTextPainter(theme)
        theme.changed.connect(self._texts.forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, self._theme.size("list-row-result"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = self._theme
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = rect.adjusted(6, 2, -6, -3)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft" if is_chosen else "surface-hover"))
            painter.drawRoundedRect(row, 6, 6)
        else:
            painter.fillRect(QRect(rect.left() + 16, rect.bottom(), rect.width() - 32, 1), theme.color("border"))
        hit = index.data(HIT_ROLE)
        if isinstance(hit, Hit):
            self._paint_hit(painter, rect, hit, is_chosen)
        else:
            self._paint_waiting(painter, rect)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, theme, row)
        painter.restore()

    def _paint_hit(self, painter: QPainter, rect: QRect, hit: Hit, is_chosen: bool) -> None:
        theme = self._theme
        ink = "on-accent-soft" if is_chosen else "text"
        muted = "on-accent-soft" if is_chosen else "text-muted"
        left, width = rect.left() + 16.0, rect.width() - 32.0
        top = rect.top() + theme.px(10)
        headline = theme.font("editor", 600, px=14)
        title = hit.title or self.tr("Untitled")
        self._texts.paint(painter, QRectF(left, top, width, theme.px(22)), title, headline, ink, hit.title_spans)

        small = theme.font("small", 500)
        metrics = QFontMetrics(small)
        middle = top + theme.px(24)
        taken = self._paint_reprints(painter, rect, hit, middle, ink) if hit.reprints else 0
        painter.setFont(small)
        painter.setPen(theme.color(muted))
        line = elided(metrics, source_line(hit, hit.authors), int(width) - taken)
        painter.drawText(
            QRectF(left, middle, width - taken, theme.px(18)),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            line,
        )
        if hit.snippets:
            snippet = hit_in_sight(hit.snippets[0])
            box = QRectF(left, middle + theme.px(24), width, theme.px(44))
            self._texts.paint(painter, box, snippet.text, theme.font("body"), ink, snippet.spans, lines=2)

    def _paint_reprints(self, painter: QPainter, rect: QRect, hit: Hit, top: float, ink: str) -> int:
        theme = self._theme
        font = theme.font("caption", 600)
        text = "+" + reprint_words(hit.reprints)
        width = QFontMetrics(font).horizontalAdvance(text) + 14
        pill = QRectF(rect.right() - 15 - width, top, width, theme.px(18))
        painter.setPen(QPen(theme.color("border-strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), pill.height() / 2, pill.height() / 2)
        painter.setFont(font)
        painter.setPen(theme.color(ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return width + 10

    def _paint_waiting(self, painter: QPainter, rect: QRect) -> None:
        theme = self._theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("surface-hover"))
        for number, share in enumerate((0.7, 0.4, 0.9, 0.6)):
            bar = QRectF(rect.left() + 16, rect.top() + theme.px(14 + number * 22), (rect.width() - 32) * share, 8)
            painter.drawRoundedRect(bar, 4, 4)


def hit_in_sight(snippet: Snippet) -> Snippet:
    """Drop words before the first hit if it would fall behind the two lines a row has."""
    if not snippet.spans or snippet.spans[0][0] <= _FARTHEST_HIT:
        return snippet
    cut = snippet.text.rfind(" ", 0, snippet.spans[0][0] - _BEFORE_HIT) + 1
    if cut <= 0:
        return snippet
    spans = tuple((start - cut + 1, end - cut + 1) for start, end in snippet.spans)
    return Snippet("…" + snippet.text[cut:], spans)


class ResultView(QTableView):
    """A list that happens to be a table: the headers of a table keep row heights without asking the model."""

    activated_hit = Signal(int)
    """Enter or a double click on the row of this article."""

    def __init__(self, theme: ThemeKeeper, model: ResultModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._typed = ""
        self.setObjectName("results")
        self.setAccessibleName(self.tr("Results"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(ResultDelegate(theme, self))
        self.setModel(model)
        self.doubleClicked.connect(lambda index: self._activate(index.row()))
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        height = self._theme.size("list-row-result")
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height // 2)

    def results(self) -> ResultModel:
        model = self.model()
        assert isinstance(model, ResultModel)
        return model

    def current_row(self) -> int:
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        """Choose a row and bring it into view."""
        if 0 <= row < self.results().total:
            self.selectRow(row)
            self.setCurrentIndex(self.results().index(row, 0))

    def chosen_rows(self) -> list[int]:
        """Return the chosen rows, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._activate(self.current_row())
        elif key == Qt.Key.Key_Home and not event.modifiers():
            self.go_to(0)
        elif key == Qt.Key.Key_End and not event.modifiers():
            self.go_to(self.results().total - 1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        event.accept()

    def event(self, event: QEvent) -> bool:
        # Enter belongs to the list even while a window-wide command would like it.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Type-ahead over the rows at hand, folded: "seki" finds "Şəki"."""
        wanted = fold(search)
        model = self.results()
        start = max(self.current_row(), 0)
        for step in range(min(model.total, 400)):
            row = (start + step + (len(search) == 1)) % model.total
            index = model.index(row, 0)
            if fold(str(index.data() or "")).startswith(wanted):
                self.go_to(row)
                return

    def _activate(self, row: int) -> None:
        hit = self.results().hit(row) if row >= 0 else None
        if hit is not None:
            self.activated_hit.emit(hit.id)
