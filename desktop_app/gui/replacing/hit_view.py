"""The list of hits as it is drawn: what stands there struck through, what comes in its place underlined beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop_app.gui.editor.source_text import utf16_offsets
from desktop_app.gui.pieces import draw_focus_ring, elided
from desktop_app.gui.replacing.hit_rows import ARTICLE_ROLE, HIT_ROLE, HitRows, part_words
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.search.replacing import ArticleHits, Hit

_ROW = 30
_INDENT = 26
_TICK = 14
_LEFT = 22


class HitDelegate(QStyledItemDelegate):
    """Paints the two kinds of rows; measured from the leading edge."""

    def __init__(self, theme: ThemeKeeper, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(200, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        theme = self._theme
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("surface-hover"))
            painter.drawRoundedRect(rect.adjusted(6, 1, -6, -1), 6, 6)
        hit, article = index.data(HIT_ROLE), index.data(ARTICLE_ROLE)
        state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        left = rect.left() + theme.px(_LEFT + (_INDENT if hit is not None else 0))
        self._tick(painter, QRectF(left, rect.center().y() - theme.px(_TICK) / 2 + 1, *[theme.px(_TICK)] * 2), state)
        words = rect.adjusted(left - rect.left() + theme.px(_TICK + 10), 0, -theme.px(16), 0)
        if hit is None:
            self._article(painter, words, article, str(index.data()))
        else:
            self._hit(painter, words, hit, state == Qt.CheckState.Checked)
        if option.state & QStyle.StateFlag.State_HasFocus:
            draw_focus_ring(painter, theme, rect.adjusted(6, 1, -6, -1))
        painter.restore()

    def _tick(self, painter: QPainter, box: QRectF, state: Qt.CheckState) -> None:
        theme = self._theme
        is_on = state != Qt.CheckState.Unchecked
        painter.setPen(QPen(theme.color("accent" if is_on else "border-strong"), 1.5))
        painter.setBrush(theme.color("accent" if is_on else "surface-raised"))
        painter.drawRoundedRect(box, 3, 3)
        if is_on:
            painter.setPen(QPen(theme.color("on-accent"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            unit = box.width() / _TICK
            whole = state == Qt.CheckState.Checked
            points = ((3.2, 7.1), (5.9, 9.8), (10.9, 4.3)) if whole else ((4.0, 7.0), (10.0, 7.0))
            painter.drawPolyline([box.topLeft() + QPointF(x * unit, y * unit) for x, y in points])

    def _article(self, painter: QPainter, rect: QRect, article: ArticleHits, title: str) -> None:
        theme = self._theme
        small = theme.font("small")
        count = self.tr("%Ln hits", "", len(article.hits))
        side = "  ·  ".join(filter(None, (article.published, count)))
        width = QFontMetrics(small).horizontalAdvance(side)
        painter.setFont(small)
        painter.setPen(theme.color("text-muted"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, side)
        strong = theme.font("body", 600)
        painter.setFont(strong)
        painter.setPen(theme.color("text"))
        words = elided(QFontMetrics(strong), title, rect.width() - width - 16)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _hit(self, painter: QPainter, rect: QRect, hit: Hit, is_on: bool) -> None:
        theme = self._theme
        side = "" if hit.part == "body" else part_words(hit.part)
        small = theme.font("small")
        if side:
            painter.setFont(small)
            painter.setPen(theme.color("text-faint"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, side)
            rect = rect.adjusted(0, 0, -QFontMetrics(small).horizontalAdvance(side) - 12, 0)
        layout = _laid_out(theme, hit, is_on)
        painter.setClipRect(rect)
        painter.setPen(theme.color("text" if is_on else "text-muted"))
        line = layout.lineAt(0)
        # The hit is kept in sight where the row is narrow.
        at = utf16_offsets(hit.excerpt)[hit.at]
        shift = max(0.0, line.cursorToX(at)[0] - rect.width() * 0.4) if line.naturalTextWidth() > rect.width() else 0.0
        layout.draw(painter, QPointF(rect.left() - shift, rect.top() + (rect.height() - line.height()) / 2))


def _laid_out(theme: ThemeKeeper, hit: Hit, is_on: bool) -> QTextLayout:
    end = hit.at + hit.end - hit.start
    before, found, after = (
        part.replace("\n", " ") for part in (hit.excerpt[: hit.at], hit.excerpt[hit.at : end], hit.excerpt[end:])
    )
    instead = hit.instead.replace("\n", " ") if is_on else ""
    layout = QTextLayout(f"{before}{found}{instead}{after}", theme.font("body"))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    units = [len(part.encode("utf-16-le")) // 2 for part in (before, found, instead)]
    if is_on:
        layout.setFormats(
            [
                _range(theme, "diff-del", units[0], units[1]),
                _range(theme, "diff-add", units[0] + units[1], units[2]),
            ]
        )
    layout.beginLayout()
    layout.createLine().setLineWidth(100_000)
    layout.endLayout()
    return layout


def _range(theme: ThemeKeeper, name: str, start: int, length: int) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length = start, length
    form = QTextCharFormat()
    form.setBackground(theme.color(name))
    form.setForeground(theme.color(f"on-{name}"))
    form.setFontStrikeOut(name == "diff-del")
    form.setFontUnderline(name == "diff-add")
    made.format = form
    return made


class HitView(QTableView):
    """The list; Space and a click on a tick take hits out and back in."""

    def __init__(self, theme: ThemeKeeper, rows: HitRows) -> None:
        super().__init__()
        self._theme = theme
        self._rows = rows
        self.setObjectName("bare")
        self.setAccessibleName(self.tr("Hits"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setItemDelegate(HitDelegate(theme, self))
        self.setModel(rows)
        theme.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        height = max(24, self._theme.px(_ROW))
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            indent = _INDENT if index.data(HIT_ROLE) is not None else 0
            if event.position().x() < self._theme.px(_LEFT + indent + _TICK + 6):
                self._rows.toggle(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self._rows.toggle(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(0))
