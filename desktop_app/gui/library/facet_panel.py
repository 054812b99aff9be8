"""The lower half of the navigator in the Archive: Refine, with the facets as a tree of ticks.

Space ticks, Shift+Space leaves out, Alt+click takes only this one; a click on a group opens and closes it.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.library.facet_model import COUNT_ROLE, KIND_ROLE, SHARE_ROLE, FacetModel
from desktop_app.gui.library.wording import count_words
from desktop_app.gui.pieces import button, draw_focus_ring, draw_tick, elided, label, row
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.text.folding import fold

_Index = QModelIndex | QPersistentModelIndex
_SHARE_WIDTH = 40


class FacetDelegate(QStyledItemDelegate):
    """Paints groups, values with tick, count and share line, and the Show all line."""

    def __init__(self, theme: ThemeKeeper, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        is_group = index.data(KIND_ROLE) == "group"
        return QSize(120, self._theme.px(32) if is_group else self._theme.size("facet-row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kind = index.data(KIND_ROLE)
        if state & QStyle.StateFlag.State_MouseOver and kind != "group":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("surface-hover"))
            painter.drawRoundedRect(rect.adjusted(8, 0, -8, 0), 6, 6)
        if kind == "group":
            self._paint_group(painter, rect, index)
        elif kind == "more":
            self._paint_more(painter, rect, str(index.data()))
        else:
            self._paint_value(painter, rect, index)
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, self._theme, rect.adjusted(8, 0, -8, 0))
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        theme = self._theme
        arrow = (
            "chevron-down" if isinstance(self._view, QTreeView) and self._view.isExpanded(index) else "chevron-right"
        )
        side = theme.px(14)
        painter.drawPixmap(rect.left() + 13, rect.center().y() - side // 2 + 1, theme.pixmap(arrow, "text-muted", 14))
        painter.setFont(theme.font("small", 600))
        painter.setPen(theme.color("text"))
        words = rect.adjusted(18 + side, 0, -12, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data()))

    def _paint_more(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.color("link"))
        words = rect.adjusted(self._theme.px(39), 0, -12, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_value(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        theme = self._theme
        state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        is_out = state == Qt.CheckState.PartiallyChecked
        self._paint_tick(painter, rect, state)
        count = count_words(index.data(COUNT_ROLE))
        small = theme.font("small")
        count_width = max(QFontMetrics(small).horizontalAdvance(count), _SHARE_WIDTH)
        font = theme.font("body", 500 if state == Qt.CheckState.Checked else 400)
        font.setStrikeOut(is_out)
        painter.setFont(font)
        painter.setPen(theme.color("text-muted" if is_out else "text"))
        words = rect.adjusted(theme.px(39), 0, -(count_width + 24), 0)
        text = elided(QFontMetrics(font), str(index.data()), words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setFont(small)
        painter.setPen(theme.color("text-faint"))
        right = rect.adjusted(0, 0, -16, -2)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        share = _SHARE_WIDTH * float(index.data(SHARE_ROLE))
        if share > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent" if state == Qt.CheckState.Checked else "bar"))
            painter.drawRoundedRect(QRectF(rect.right() - 15 - share, rect.bottom() - 3, max(share, 1.5), 2), 1, 1)

    def _paint_tick(self, painter: QPainter, rect: QRect, state: Qt.CheckState) -> None:
        side = self._theme.px(14)
        draw_tick(
            painter, self._theme, QRectF(rect.left() + 15.5, rect.center().y() - side / 2 + 0.5, side, side), state
        )


class FacetTree(QTreeView):
    """The tree itself: keys and mouse as the design says."""

    def __init__(self, theme: ThemeKeeper, model: FacetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self.setAccessibleName(self.tr("Refine"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(FacetDelegate(theme, self))
        self.setModel(model)
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def facets(self) -> FacetModel:
        model = self.model()
        assert isinstance(model, FacetModel)
        return model

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setCurrentIndex(index)
        held = event.modifiers()
        self._act(
            index,
            exclude=bool(held & Qt.KeyboardModifier.ShiftModifier),
            only=bool(held & Qt.KeyboardModifier.AltModifier),
        )

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(index, exclude=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier), only=False)
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Type-ahead over the visible rows, folded."""
        wanted = fold(search)
        index = self.indexBelow(self.currentIndex()) if self.currentIndex().isValid() else self.facets().index(0, 0)
        while index.isValid():
            if fold(str(index.data() or "")).startswith(wanted):
                self.setCurrentIndex(index)
                return
            index = self.indexBelow(index)

    def _act(self, index: QModelIndex, *, exclude: bool, only: bool) -> None:
        kind = index.data(KIND_ROLE)
        if kind == "group":
            self.setExpanded(index, not self.isExpanded(index))
        elif kind == "more" and self.facets().is_long(index):
            self.facets().ask_for_all(index)
        elif kind == "more":
            self.facets().toggle_more(index)
        else:
            self.facets().toggle(index, exclude=exclude, only=only)


class FacetPanel(QWidget):
    """Refine · Clear all, and the tree below."""

    def __init__(self, theme: ThemeKeeper, model: FacetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.tree = FacetTree(theme, model)
        self.clear_button = button(theme, self.tr("Clear all"), "link", run=model.clear)
        # It keeps its room while hidden, so that the facets below do not jump.
        policy = self.clear_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.clear_button.setSizePolicy(policy)
        self.clear_button.setVisible(False)
        head = row(label(theme, self.tr("Refine"), "caption", "faint", weight=600), None, self.clear_button)
        head.setContentsMargins(16, 4, 10, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.tree, 1)
        self.setFocusProxy(self.tree)
        for group in range(model.rowCount()):
            # Year has the timeline beside it, tags and imports are long: these wait until they are asked for.
            self.tree.setExpanded(model.index(group, 0), group in range(1, 5))

    def set_has_filters(self, on: bool) -> None:
        """Offer Clear all while there is something to clear; a brush on the timeline counts too."""
        self.clear_button.setVisible(on)

    def open_groups(self) -> list[int]:
        """Return the places of the open groups, for the session."""
        return [n for n in range(self.model.rowCount()) if self.tree.isExpanded(self.model.index(n, 0))]

    def set_open_groups(self, places: list[int]) -> None:
        for number in range(self.model.rowCount()):
            self.tree.setExpanded(self.model.index(number, 0), number in places)
