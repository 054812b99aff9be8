"""The timeline: one bar a year, month or day, and a brush that narrows the results.

Drag outside the brush makes a new one, inside moves it, a handle widens it; a double click clears it; the wheel zooms
around the pointer. With the keyboard: Left and Right move, with Shift they widen and narrow, + and - zoom, Backspace
clears, Enter goes to the results. Bars outside the brush keep their height: they show where else to look. Searches that
are compared are lines over the bars; years from which the archive has nothing at all are hatched.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QContextMenuEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.gui.library.series import Series
from desktop_app.gui.library.time_axis import (
    View,
    as_day,
    bin_number,
    bin_range,
    key_of,
    key_range,
    ordinal,
    whole_view,
    widest,
)
from desktop_app.gui.library.wording import count_words
from desktop_app.gui.pieces import draw_focus_ring
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.search.service import Bin, Bins

Brush = tuple[int, int]
"""First and last day, yyyymmdd."""

_PAD = 16
_HANDLE_REACH = 12
_WIDEST_BAR = 36.0
_SEND_MS = 120
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)
"""Lines are told from one another without their colours too."""
_HEIGHT_POWER = 0.75
"""Lean years stay visible beside fat ones."""


class Timeline(QWidget):
    """Bars and brush. `brush_changed` carries a `Brush` or None, 120 ms after the last change."""

    brush_changed = Signal(object)
    level_wanted = Signal(str)
    """Bars of another level are needed: year, month or day."""
    left = Signal()
    """Enter: on to the results."""
    menu_wanted = Signal(QPoint)
    """The context menu, at this global position."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bins: dict[str, Bin] = {}
        self._undated = 0
        self._series: tuple[Series, ...] = ()
        self._gaps: tuple[tuple[int, int], ...] = ()
        self._by_share = False
        self._level: Bins = "year"
        self._brush: Brush | None = None
        self._whole: View | None = None
        self._view: View | None = None
        self._drag: str = ""
        self._grip = 0
        self._before: Brush | None = None
        self._send = QTimer(self, singleShot=True, interval=_SEND_MS)
        self._send.timeout.connect(lambda: self.brush_changed.emit(self._brush))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Years"))
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(400, self._theme.px(76))

    @property
    def level(self) -> Bins:
        return self._level

    @property
    def brush(self) -> Brush | None:
        return self._brush

    @property
    def view(self) -> View | None:
        return self._view

    @property
    def reach(self) -> Brush | None:
        """First and last day of all the years there are bars for, or None without a dated article."""
        return None if self._whole is None else (as_day(self._whole.first), as_day(self._whole.last))

    def show_bins(self, bins: Sequence[Bin], level: Bins, undated: int) -> None:
        """Draw these bars; the stretch of time on screen stays while the user has zoomed."""
        zoomed = self._view is not None and self._view != self._whole
        self._bins = {one.key: one for one in bins}
        self._level, self._undated = level, undated
        if level == "year" or self._whole is None:
            # Never narrower than before: a search of few hits is seen against all the years of the archive.
            self._whole = widest(self._whole, whole_view(list(self._bins)))
        if not zoomed or self._view is None:
            self._view = self._whole
        self._describe()
        self.update()

    @property
    def bins(self) -> tuple[Bin, ...]:
        return tuple(self._bins.values())

    @property
    def by_share(self) -> bool:
        """Whether the height is the share of all articles of that time, and not their number."""
        return self._by_share

    def set_by_share(self, by_share: bool) -> None:
        """Let the height be the share of that time's articles: a year of many articles has many hits of anything."""
        self._by_share = by_share
        self.update()

    def show_series(self, series: Sequence[Series]) -> None:
        """Draw these searches as lines over the bars."""
        self._series = tuple(series)
        self.update()

    def show_gaps(self, years: Sequence[int]) -> None:
        """Hatch the years between these, from which the archive has articles."""
        known = sorted(set(years))
        self._gaps = tuple(
            (key_range(f"{one + 1:04}")[0], key_range(f"{other - 1:04}")[1])
            for one, other in pairwise(known)
            if other > one + 1
        )
        self.update()

    def set_brush(self, brush: Brush | None) -> None:
        """Place the brush without telling `brush_changed`."""
        self._send.stop()
        self._brush = brush
        self._describe()
        self.update()

    def show_all(self) -> None:
        """Zoom out to all years."""
        self._set_view(self._whole)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hasFocus():
            draw_focus_ring(painter, self._theme, self.rect().adjusted(4, 0, -4, 0))
        self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """Draw all of it with another painter too: into a file."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        if self._view is None:
            self._paint_nothing(painter, area)
            return
        if self._brush is not None:
            left, right = self._brush_edges(area)
            painter.fillRect(QRectF(left, area.top() - 4, right - left, area.height() + 4), self._theme.color("brush"))
        self._paint_gaps(painter, area)
        self._paint_bars(painter, area)
        self._paint_undated(painter, area)
        for number, series in enumerate(self._series):
            self._paint_series(painter, area, series, _DASHES[number % len(_DASHES)])
        painter.setPen(QPen(self._theme.color("border-strong"), 1))
        base = area.bottom() + 0.5
        painter.drawLine(QPointF(_PAD, base), QPointF(self.width() - _PAD, base))
        self._paint_ticks(painter, area)
        if self._brush is not None:
            self._paint_handles(painter, area)

    def _paint_nothing(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text-faint"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.tr("No dated articles here"))

    def _value(self, one: Bin) -> float:
        return one.share if self._by_share else one.count

    def _most(self) -> float:
        every = [*self._bins.values(), *(one for series in self._series for one in series.bins)]
        return max(map(self._value, every), default=0) or 1

    def _paint_gaps(self, painter: QPainter, area: QRectF) -> None:
        assert self._view is not None
        hatch = QBrush(self._theme.color("bar"), Qt.BrushStyle.BDiagPattern)
        for first, last in self._gaps:
            if last < self._view.first or first > self._view.last:
                continue
            left = max(area.left() + self._view.x(first, area.width()), area.left())
            right = min(area.left() + self._view.x(last + 1, area.width()), area.right())
            painter.fillRect(QRectF(left, area.bottom() - self._theme.px(7), right - left, self._theme.px(7)), hatch)

    def _paint_series(self, painter: QPainter, area: QRectF, series: Series, dash: Qt.PenStyle) -> None:
        assert self._view is not None
        most, line = self._most(), QPolygonF()
        values = {one.key: self._value(one) for one in series.bins}
        first, last = (bin_number(end, self._level) for end in (self._view.first, self._view.last))
        for number in range(first, last + 1):
            ends = bin_range(number, self._level)
            value = values.get(key_of(ends[0], self._level), 0)
            x = area.left() + (self._view.x(ends[0], area.width()) + self._view.x(ends[1] + 1, area.width())) / 2
            line.append(QPointF(x, area.bottom() - (value / most) ** _HEIGHT_POWER * area.height()))
        pen = QPen(self._theme.color(series.tone or "text"), 1.8, dash)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        assert self._view is not None
        most = self._most()
        chosen = self._brush_ordinals()
        painter.setPen(Qt.PenStyle.NoPen)
        for key, one in self._bins.items():
            first, last = key_range(key)
            if last < self._view.first or first > self._view.last or not one.count:
                continue
            left = area.left() + self._view.x(first, area.width())
            right = area.left() + self._view.x(last + 1, area.width())
            left, right = max(left, area.left()), min(right, area.right())
            height = max(2.0, (self._value(one) / most) ** _HEIGHT_POWER * area.height())
            inside = chosen is None or (first <= chosen[1] and last >= chosen[0])
            painter.setBrush(self._theme.color("bar-selected" if chosen and inside else "bar"))
            width = max(1.5, right - left - 1.5)
            if width > _WIDEST_BAR:
                left, width = left + (width - _WIDEST_BAR) / 2, _WIDEST_BAR
            painter.drawRoundedRect(QRectF(left + 0.5, area.bottom() - height, width, height), 1.2, 1.2)

    def _paint_undated(self, painter: QPainter, area: QRectF) -> None:
        box = self._undated_box()
        if box is None:
            return
        most = max([one.count for one in self._bins.values()] + [self._undated]) or 1
        height = max(2.0, (self._undated / most) ** _HEIGHT_POWER * area.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("bar"))
        painter.drawRoundedRect(QRectF(box.center().x() - 4, area.bottom() - height, 8, height), 1.2, 1.2)
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.color("text-faint"))
        below = QRectF(box.left(), area.bottom() + 3, box.width(), self._theme.px(15))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.tr("no date"))

    def _paint_ticks(self, painter: QPainter, area: QRectF) -> None:
        assert self._view is not None
        font = self._theme.font("caption", 400)
        painter.setFont(font)
        painter.setPen(self._theme.color("text-faint"))
        metrics = QFontMetrics(font)
        room = metrics.horizontalAdvance("0000-00") + 16
        for day, words in self._view.ticks(area.width(), room):
            width = metrics.horizontalAdvance(words) + 4
            x = area.left() + self._view.x(day, area.width())
            x = min(max(x, area.left()), area.right() - width)
            box = QRectF(x, area.bottom() + 3, width, self._theme.px(15))
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _paint_handles(self, painter: QPainter, area: QRectF) -> None:
        for x in self._brush_edges(area):
            if not area.left() - 1 <= x <= area.right() + 1:
                continue
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom()))
            painter.setBrush(self._theme.color("surface-raised"))
            painter.setPen(QPen(self._theme.color("accent"), 1.5))
            painter.drawRoundedRect(QRectF(x - 4, area.center().y() - 9, 8, 18), 4, 4)

    # -- geometry

    def _area(self) -> QRectF:
        left = float(_PAD)
        box = self._undated_box()
        if box is not None:
            left = box.right() + 8
        top = 8.0
        return QRectF(left, top, max(self.width() - left - _PAD, 1), self.height() - top - self._theme.px(20))

    def _undated_box(self) -> QRectF | None:
        if not self._undated:
            return None
        width = QFontMetrics(self._theme.font("caption")).horizontalAdvance(self.tr("no date")) + 6
        return QRectF(_PAD, 0, width, self.height())

    def _brush_ordinals(self) -> tuple[int, int] | None:
        return None if self._brush is None else (ordinal(self._brush[0]), ordinal(self._brush[1]))

    def _brush_edges(self, area: QRectF) -> tuple[float, float]:
        chosen = self._brush_ordinals()
        assert chosen is not None
        assert self._view is not None
        left = area.left() + self._view.x(chosen[0], area.width())
        right = area.left() + self._view.x(chosen[1] + 1, area.width())
        return max(left, area.left()), min(right, area.right())

    def _day_at(self, x: float) -> int:
        assert self._view is not None
        area = self._area()
        return self._view.day_at(x - area.left(), area.width())

    # -- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._view is None:
            return
        x = event.position().x()
        self._before = self._brush
        self._drag = self._part_at(x)
        self._grip = self._day_at(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if not event.buttons() & Qt.MouseButton.LeftButton or not self._drag:
            part = self._part_at(x) if self._view is not None else ""
            shape = {"first": Qt.CursorShape.SizeHorCursor, "last": Qt.CursorShape.SizeHorCursor}
            shape["inside"] = Qt.CursorShape.OpenHandCursor
            self.setCursor(shape.get(part, Qt.CursorShape.ArrowCursor))
            return
        day = self._day_at(x)
        if self._drag == "new":
            self._change(self._snapped(min(day, self._grip), max(day, self._grip)))
        elif self._drag == "inside" and self._before is not None:
            bins = bin_number(day, self._level) - bin_number(self._grip, self._level)
            self._change(self._moved(self._before, bins))
        elif self._brush is not None:
            first, last = ordinal(self._brush[0]), ordinal(self._brush[1])
            if self._drag == "first":
                self._change(self._snapped(min(day, last), last))
            else:
                self._change(self._snapped(first, max(day, first)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag == "new" and self._brush == self._before and self._view is not None:
            # A click without a drag takes the one bar under the pointer.
            day = self._day_at(event.position().x())
            self._change(self._snapped(day, day))
        self._drag = ""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._drag = ""
        self._change(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._view is None or self._whole is None:
            return
        turns = event.angleDelta().y() / 120
        if turns:
            day = self._day_at(event.position().x())
            self._set_view(self._view.zoomed(0.75**turns, day, self._whole))
        event.accept()

    def _part_at(self, x: float) -> str:
        if self._brush is not None and self._view is not None:
            left, right = self._brush_edges(self._area())
            near = [(abs(x - left), "first"), (abs(x - right), "last")]
            distance, part = min(near)
            # A narrow brush must still have a middle to take hold of.
            if distance <= min(_HANDLE_REACH, max(4, (right - left) / 3)) or (
                distance <= _HANDLE_REACH and not left <= x <= right
            ):
                return part
            if left < x < right:
                return "inside"
        return "new"

    # -- keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        if step and self._view is not None:
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft and held & Qt.KeyboardModifier.ControlModifier:
                step = -step
            self._nudge(step, widen=bool(held & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._brush is not None:
            self._change(None)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus) and self._view is not None and self._whole is not None:
            around = self._brush_ordinals() or (self._view.first, self._view.last)
            factor = 0.75 if key == Qt.Key.Key_Plus else 1 / 0.75
            self._set_view(self._view.zoomed(factor, sum(around) // 2, self._whole))
        else:
            super().keyPressEvent(event)

    def _nudge(self, step: int, *, widen: bool) -> None:
        assert self._view is not None
        if self._brush is None:
            middle = (self._view.first + self._view.last) // 2
            tenth = self._view.days // 20
            self._change(self._snapped(middle - tenth, middle + tenth))
            return
        if widen:
            first, last = (bin_number(end, self._level) for end in self._brush_ordinals() or (0, 0))
            self._change(self._of_bins(first, max(first, last + step)))
        else:
            self._change(self._moved(self._brush, step))

    # -- changing

    def _snapped(self, first: int, last: int) -> Brush:
        return as_day(key_range(key_of(first, self._level))[0]), as_day(key_range(key_of(last, self._level))[1])

    def _of_bins(self, first: int, last: int) -> Brush:
        return as_day(bin_range(first, self._level)[0]), as_day(bin_range(last, self._level)[1])

    def _moved(self, brush: Brush, bins: int) -> Brush:
        """Move by whole bins, so that a brush keeps its length over leap years and short months."""
        assert self._whole is not None
        first, last = (bin_number(ordinal(end), self._level) for end in brush)
        lowest, highest = bin_number(self._whole.first, self._level), bin_number(self._whole.last, self._level)
        bins = min(max(bins, lowest - first), highest - last)
        return self._of_bins(first + bins, last + bins)

    def _change(self, brush: Brush | None) -> None:
        if brush != self._brush:
            self._brush = brush
            self._describe()
            self.update()
            self._send.start()

    def _set_view(self, view: View | None) -> None:
        if view is None or view == self._view:
            return
        self._view = view
        self.update()
        if view.level != self._level:
            self.level_wanted.emit(view.level)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    # -- words

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._words_at(event.pos())
            if words:
                QToolTip.showText(event.globalPos(), words, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _words_at(self, position: QPoint) -> str:
        box = self._undated_box()
        if box is not None and box.contains(QPointF(position)):
            return self.tr("{n} articles without a date").format(n=count_words(self._undated))
        if self._view is None:
            return ""
        key = key_of(self._day_at(position.x()), self._level)
        one = self._bins.get(key)
        if one is None or not one.count:
            words = self.tr("{period}: none").format(period=key)
        else:
            share = f"{one.share * 100:.1f}"
            words = self.tr("{period}: {n} articles, {share} % of that time").format(
                period=key, n=count_words(one.count), share=share
            )
        beside = [(series.name, next((b.count for b in series.bins if b.key == key), 0)) for series in self._series]
        return "\n".join((words, *(f"{name}: {count_words(count)}" for name, count in beside)))

    def _describe(self) -> None:
        if self._brush is not None:
            first, last = as_words(self._brush)
            inside = sum(
                one.count
                for key, one in self._bins.items()
                if key_range(key)[0] <= ordinal(self._brush[1]) and key_range(key)[1] >= ordinal(self._brush[0])
            )
            words = self.tr("{first} to {last}, {n} articles").format(first=first, last=last, n=inside)
        else:
            words = self.tr("All years, {n} articles").format(n=sum(one.count for one in self._bins.values()))
        self.setAccessibleDescription(words)


def as_words(brush: Brush) -> tuple[str, str]:
    """Return the ends of a brush, no finer than they are: whole years as `1908`, whole months as `1908-03`."""
    first, last = ordinal(brush[0]), ordinal(brush[1])
    for level in ("year", "month"):
        a, b = key_of(first, level), key_of(last, level)  # type: ignore[arg-type]
        if key_range(a)[0] == first and key_range(b)[1] == last:
            return a, b
    return key_of(first, "day"), key_of(last, "day")


def brush_words(brush: Brush) -> str:
    """Say a brush on a chip: `1908–1931`, `1911`."""
    first, last = as_words(brush)
    return first if first == last else f"{first}–{last}"
