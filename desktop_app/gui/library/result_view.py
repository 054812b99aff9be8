"""The list of results: 112 px rows with headline, source line, two lines of text and the hits marked.

When more than one article is chosen, each row shows a tick; what it shows comes from `Choice`, not from Qt's selection.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
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

from desktop_app.gui.library.choice import Choice, Rows
from desktop_app.gui.library.hit_text import HitTextPainter
from desktop_app.gui.library.result_model import HIT_ROLE, ResultModel
from desktop_app.gui.library.wording import reprint_words, source_line
from desktop_app.gui.pieces import draw_focus_ring, draw_tick, elided
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.search.service import Hit, Snippet
from desktop_app.text.folding import fold

_FARTHEST_HIT = 62
_BEFORE_HIT = 36
"""Letters; two lines of the narrowest list hold about 80."""

_TICK_ROOM = 24
"""px that a row's text moves aside for the tick."""
_CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_Flag = QItemSelectionModel.SelectionFlag
_Index = QModelIndex | QPersistentModelIndex


class ResultDelegate(QStyledItemDelegate):
    """Paints a hit. Everything is measured from the leading edge, so it mirrors for right-to-left windows."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts = HitTextPainter(theme)
        self.choice: Choice | None = None
        theme.changed.connect(self._texts.forget)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, self._theme.size("list-row-result"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = self._theme
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        hit = index.data(HIT_ROLE)
        has_tick = self.choice is not None and self.choice.count > 1
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if has_tick and self.choice is not None and isinstance(hit, Hit):
            is_chosen = self.choice.has(hit.id)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = rect.adjusted(6, 2, -6, -3)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent-soft" if is_chosen else "surface-hover"))
            painter.drawRoundedRect(row, 6, 6)
        else:
            painter.fillRect(QRect(rect.left() + 16, rect.bottom(), rect.width() - 32, 1), theme.color("border"))
        if isinstance(hit, Hit):
            if has_tick:
                self._paint_tick(painter, rect, is_chosen)
            self._paint_hit(painter, rect, hit, is_chosen, theme.px(_TICK_ROOM) if has_tick else 0)
        else:
            self._paint_waiting(painter, rect)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, theme, row)
        painter.restore()

    def _paint_tick(self, painter: QPainter, rect: QRect, is_chosen: bool) -> None:
        side = self._theme.px(14)
        box = QRectF(rect.left() + 16.5, rect.top() + self._theme.px(13) + 0.5, side, side)
        draw_tick(painter, self._theme, box, Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked)

    def _paint_hit(self, painter: QPainter, rect: QRect, hit: Hit, is_chosen: bool, aside: float) -> None:
        theme = self._theme
        ink = "on-accent-soft" if is_chosen else "text"
        muted = "on-accent-soft" if is_chosen else "text-muted"
        left, width = rect.left() + 16.0 + aside, rect.width() - 32.0 - aside
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
        pill = self.pill(rect, hit, top)
        painter.setPen(QPen(theme.color("border-strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(pill.adjusted(0.5, 0.5, -0.5, -0.5), pill.height() / 2, pill.height() / 2)
        painter.setFont(theme.font("caption", 600))
        painter.setPen(theme.color(ink))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, "+" + reprint_words(hit.reprints))
        return int(pill.width()) + 10

    def pill(self, rect: QRect, hit: Hit, top: float = -1) -> QRectF:
        """Return where the pill of a row stands; `top` is that of the source line, by itself what it is in `paint`."""
        theme = self._theme
        top = top if top >= 0 else rect.top() + theme.px(10) + theme.px(24)
        width = QFontMetrics(theme.font("caption", 600)).horizontalAdvance("+" + reprint_words(hit.reprints)) + 14
        return QRectF(rect.right() - 15 - width, top, width, theme.px(18))

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


def _rows(selection: QItemSelection) -> Rows:
    return tuple(range(part.top(), part.bottom() + 1) for part in selection if part.isValid())


class ResultView(QTableView):
    """A list that happens to be a table: the headers of a table keep row heights without asking the model."""

    activated_hit = Signal(int)
    """Enter or a double click on the row of this article."""
    reprints_clicked = Signal(int)
    """A click on the pill that tells of this article's reprints."""
    all_wanted = Signal()

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
        self._delegate = ResultDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.choice = Choice(model, self)
        self._delegate.choice = self.choice
        self._is_clearing = False
        self._is_restoring = False
        # A signal and no override of `selectionChanged`: handed to Python, its arguments outlive what they point to.
        self.selectionModel().selectionChanged.connect(self._on_selection)
        model.dataChanged.connect(lambda *_: self.show_choice())
        self.choice.changed.connect(self._draw_again)
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

    def _draw_again(self) -> None:
        self.viewport().update()

    def show_choice(self) -> None:
        """Select the loaded rows of chosen articles, after the rows came to mean other articles."""
        if self.choice.count < 2 or not self.choice.is_settled:
            return
        model = self.results()
        rows = model.loaded_rows(self.choice.has)
        selection = QItemSelection()
        if self.choice.is_everything and model.total:
            selection.append(QItemSelectionRange(model.index(0, 0), model.index(model.total - 1, 0)))
        else:
            for row in rows:
                selection.append(QItemSelectionRange(model.index(row, 0)))
        self._is_restoring = True
        self.selectionModel().select(selection, _Flag.Select | _Flag.Rows)
        self._is_restoring = False
        self.viewport().update()

    def go_along(self, row: int) -> None:
        """Bring a row into view, leaving the choice as it is."""
        if 0 <= row < self.results().total:
            self.selectionModel().setCurrentIndex(self.results().index(row, 0), _Flag.NoUpdate)

    def selectionCommand(self, index: _Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        flags = super().selectionCommand(index, event)
        self._is_clearing = bool(flags & _Flag.Clear)
        return flags

    def _on_selection(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        if self._is_restoring:
            return
        if self._is_clearing:
            self.choice.take(clears=True, added=_rows(self.selectionModel().selection()), removed=())
        else:
            self.choice.take(clears=False, added=_rows(selected), removed=_rows(deselected))

    def selectAll(self) -> None:
        """All that was found is more than the rows, where families are folded: somebody else has to say."""
        self.all_wanted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        room = self._theme.px(_TICK_ROOM) + 16
        if (
            index.isValid()
            and self.choice.count > 1
            and event.button() == Qt.MouseButton.LeftButton
            and not event.modifiers()
            and event.position().x() < room
        ):
            self._toggle(index)
            return
        super().mousePressEvent(event)
        hit = self.results().hit(index.row()) if index.isValid() and not event.modifiers() else None
        if hit and hit.reprints and self._delegate.pill(self.visualRect(index), hit).contains(event.position()):
            self.reprints_clicked.emit(hit.id)

    def _toggle(self, index: QModelIndex) -> None:
        self._is_clearing = False
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self.selectionModel().select(index, _Flag.Toggle | _Flag.Rows)

    def _extend(self, by: int) -> None:
        """Choose the next row too, whatever was chosen before."""
        row = self.current_row() + by
        if 0 <= row < self.results().total:
            self._is_clearing = False
            self.selectionModel().setCurrentIndex(self.results().index(row, 0), _Flag.Select | _Flag.Rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._activate(self.current_row())
        elif key == Qt.Key.Key_Home and not event.modifiers():
            self.go_to(0)
        elif key == Qt.Key.Key_End and not event.modifiers():
            self.go_to(self.results().total - 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and event.modifiers() == _CONTROL_SHIFT:
            self._extend(1 if key == Qt.Key.Key_Down else -1)
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
