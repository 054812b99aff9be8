"""Small pieces every pane is made of: labels by type role, buttons by kind, chips, rules, empty states, segments.

Each piece follows theme and text size by itself and carries an accessible name. A piece has no behaviour beyond that;
what happens on a click stands where the piece is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.commands import Commands
from desktop_app.gui.theme import ThemeKeeper

ButtonKind = Literal["", "primary", "danger", "quiet", "link", "status"]
ChipTone = Literal["", "accent", "warning", "ok", "danger", "info"]

_Box = TypeVar("_Box", QHBoxLayout, QVBoxLayout)

_ICON_COLORS = {"primary": "on-accent", "danger": "danger", "link": "link"}
_CHIP_COLORS: dict[str, tuple[str, str]] = {
    "": ("surface-hover", "text"),
    "accent": ("accent-soft", "on-accent-soft"),
    "warning": ("warning-soft", "on-warning-soft"),
    "ok": ("ok-soft", "on-ok-soft"),
    "danger": ("danger-soft", "on-danger-soft"),
    "info": ("info-soft", "on-info-soft"),
}


def label(
    theme: ThemeKeeper,
    text: str = "",
    role: str = "body",
    tone: str = "",
    *,
    weight: int | None = None,
    wrap: bool = False,
) -> QLabel:
    """Make a label of plain text in a type role; `tone` is muted, faint, accent, danger, warning, ok or info."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    set_tone(made, tone)
    theme.set_font(made, role, weight)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the colour of a label or frame by token family."""
    set_look(widget, "tone", tone)


def set_look(widget: QWidget, property_name: str, value: object) -> None:
    """Set a property that the style sheet asks for, and have the widget look again."""
    if widget.property(property_name) == value:
        return
    widget.setProperty(property_name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        font = widget.font()
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        # Unpolishing hands back the font of before the sheet, which was the application's.
        widget.setFont(font)


class ElidedLabel(QLabel):
    """One line that ends in … when there is no room, and then shows the whole as its tooltip."""

    def __init__(
        self, theme: ThemeKeeper, text: str = "", role: str = "body", tone: str = "", *, weight: int | None = None,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:  # fmt: skip
        super().__init__()
        self._theme = theme
        self._whole = ""
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        set_tone(self, tone)
        theme.set_font(self, role, weight)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._elide()
        self.updateGeometry()

    def text(self) -> str:
        return self._whole

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(
            min(self.fontMetrics().horizontalAdvance("MMM…"), self.sizeHint().width()), self.sizeHint().height()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, max(self.width(), 1))
        QLabel.setText(self, shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def icon_label(theme: ThemeKeeper, name: str, color: str = "text-muted", size: int = 16) -> QLabel:
    """Make a picture beside words; it says nothing to a screen reader, the words do."""
    made = QLabel()
    theme.set_icon(made, name, color, size)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def button(
    theme: ThemeKeeper, text: str, kind: ButtonKind = "", icon: str = "", run: Callable[[], object] | None = None
) -> QPushButton:
    """Make a push button; `run` is called on a click. A primary one is the pane's main act: at most one."""
    made = QPushButton()
    made.setProperty("kind", kind)
    made.setAutoDefault(False)
    if icon:
        theme.set_icon(made, icon, _ICON_COLORS.get(kind, "text"), 16)
    set_button_text(made, text)
    theme.set_font(made, "body", 600 if kind == "primary" else None)
    made.setAccessibleName(text)
    if run is not None:
        made.clicked.connect(lambda: run())
    return made


def set_button_text(target: QPushButton, text: str) -> None:
    """Name a button anew; beside an icon Fusion leaves 4 px, a space more looks right."""
    target.setText(f" {text}" if text and not target.icon().isNull() else text)
    if text:
        target.setAccessibleName(text)


def tool_button(
    theme: ThemeKeeper, icon: str, name: str, run: Callable[[], object] | None = None, *, text: str = "", size: int = 18
) -> QToolButton:
    """Make an icon button; `name` is its tooltip and accessible name, `text` words beside the icon."""
    made = QToolButton()
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    theme.set_icon(made, icon, "text-muted", size, on="on-accent-soft")
    if text:
        made.setText(text)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setProperty("kind", "text")
        theme.set_font(made, "body")
    if run is not None:
        made.clicked.connect(lambda: run())
    return made


def command_button(
    theme: ThemeKeeper, commands: Commands, id: str, *, text: str = "", size: int = 18, shows_state: bool = True
) -> QToolButton:
    """Make the icon button of a command: it follows the command's state, its tooltip tells the key."""
    command = commands.command(id)
    made = tool_button(theme, command.icon or "ellipsis", commands.text(id), text=text, size=size)
    action = commands.action(id)
    made.setObjectName(f"button-{id}")

    def follow() -> None:
        made.setEnabled(action.isEnabled())
        made.setToolTip(action.toolTip())
        if action.isCheckable() and shows_state:
            made.setCheckable(True)
            made.setChecked(action.isChecked())

    action.changed.connect(follow)
    made.clicked.connect(lambda: action.trigger())
    follow()
    return made


def key_label(theme: ThemeKeeper, text: str) -> QLabel:
    """Make a picture of a key, `Ctrl+N`."""
    made = label(theme, text, "caption")
    made.setObjectName("key")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def rule() -> QFrame:
    """Make a horizontal hairline."""
    made = QFrame()
    made.setObjectName("rule")
    return made


def divider(height: int = 0) -> QFrame:
    """Make a vertical hairline."""
    made = QFrame()
    made.setObjectName("divider")
    if height:
        made.setFixedHeight(height)
    return made


def row(
    *items: QWidget | QLayout | int | None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> QHBoxLayout:
    """Lay items side by side: a number is a space, None takes the room that is left."""
    return _fill(QHBoxLayout(), items, margins, gap)


def column(
    *items: QWidget | QLayout | int | None, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> QVBoxLayout:
    """Lay items one below another: a number is a space, None takes the room that is left."""
    return _fill(QVBoxLayout(), items, margins, gap)


def _fill(layout: _Box, items: Sequence[object], margins: tuple[int, ...], gap: int) -> _Box:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout


def frame(layout: QLayout, name: str = "") -> QFrame:
    """Put a layout on a frame; `name` picks its look: surface, paper, card, list, inspector, strip, overlay."""
    made = QFrame()
    if name:
        made.setObjectName(name)
    made.setLayout(layout)
    return made


class Chip(QFrame):
    """A word on a tinted ground: a tag, a filter, a state. With `closable`, its × is a button."""

    closed = Signal()

    def __init__(
        self, theme: ThemeKeeper, text: str, icon: str = "", tone: ChipTone = "", *, closable: bool = False,
        close_name: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self._theme = theme
        self._ground, ink = _CHIP_COLORS[tone]
        self._ink = ink
        self.text = text
        inside = row(margins=(8, 0, 2 if closable else 8, 0), gap=5)
        if icon:
            inside.addWidget(icon_label(theme, icon, ink, 14))
        words = label(theme, text, "small", weight=500)
        theme.dress(words, "ink", lambda words: words.setStyleSheet(f"color: {theme.css(ink)}"))
        inside.addWidget(words)
        if closable:
            cross = tool_button(
                theme, "x", close_name or self.tr("Remove “{text}”").format(text=text), self.closed.emit
            )
            theme.set_icon(cross, "x", ink, 14)
            cross.setFixedSize(24, 24)
            # The style sheet's own least height would push the cross below the words.
            cross.setStyleSheet("min-width: 22px; min-height: 22px;")
            inside.addWidget(cross)
        self.setLayout(inside)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.dress(self, "height", lambda chip: chip.setFixedHeight(max(24, theme.px(24))))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(self._ground))
        painter.drawRoundedRect(self.rect(), 6, 6)


class CardButton(QAbstractButton):
    """A big button with a layout inside; checkable ones are filters and choices. `flat` leaves the edge out."""

    def __init__(self, theme: ThemeKeeper, name: str, height: int, *, flat: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._flat = flat
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.dress(self, "height", lambda card: card.setFixedHeight(theme.px(height)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.underMouse() and self.isEnabled()
        ground = "accent-soft" if self.isChecked() else "surface-hover" if hovered and self._flat else "surface-raised"
        edge = "accent" if self.isChecked() else "border-strong" if hovered else "border"
        radius = theme.radius("control" if self._flat else "card")
        if not self._flat or hovered or self.isChecked():
            painter.setBrush(theme.color(ground))
            painter.setPen(Qt.PenStyle.NoPen if self._flat else theme.color(edge))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            draw_focus_ring(painter, theme, self.rect(), radius)

    def sizeHint(self) -> QSize:
        return self.layout().sizeHint() if self.layout() is not None else super().sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class Segments(QFrame):
    """A few ways to see one thing, one of them chosen: Together | Side by side."""

    chosen = Signal(int)

    def __init__(self, theme: ThemeKeeper, names: Sequence[str], current: int = 0, label_text: str = "") -> None:
        super().__init__()
        self.setObjectName("segments")
        self.setAccessibleName(label_text)
        self._group = QButtonGroup(self)
        inside = row(margins=(3, 3, 3, 3), gap=2)
        for number, name in enumerate(names):
            one = button(theme, name)
            one.setCheckable(True)
            one.setChecked(number == current)
            theme.set_font(one, "small", 500)
            self._group.addButton(one, number)
            inside.addWidget(one, 1)
        self.setLayout(inside)
        self._group.idClicked.connect(self.chosen)

    def current(self) -> int:
        return self._group.checkedId()

    def set_current(self, number: int) -> None:
        """Show one as chosen without telling `chosen`."""
        self._group.button(number).setChecked(True)


class EmptyState(QWidget):
    """What a place shows when there is nothing: picture, title, one sentence, at most two buttons."""

    def __init__(
        self, theme: ThemeKeeper, icon: str, title: str, text: str = "", buttons: Sequence[QPushButton] = ()
    ) -> None:
        super().__init__()
        self._title = label(theme, title, "title", weight=600)
        theme.set_font(self._title, "body-strong", px=15)
        self._text = label(theme, text, "body", "muted", wrap=True)
        for words in (self._title, self._text):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.setWordWrap(True)
        inside = column(None, gap=4, margins=(24, 24, 24, 24))
        picture = icon_label(theme, icon, "text-faint", 28)
        inside.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addSpacing(6)
        inside.addWidget(self._title)
        inside.addWidget(self._text)
        if buttons:
            inside.addSpacing(12)
            inside.addLayout(row(None, *buttons, None))
        inside.addStretch(1)
        self.setLayout(inside)
        self.setAccessibleName(title)

    def set_words(self, title: str, text: str = "") -> None:
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)


def draw_focus_ring(painter: QPainter, theme: ThemeKeeper, rect: QRect, radius: float = 6) -> None:
    """Draw the focus ring inside `rect`: for delegates and painted widgets."""
    width = theme.size("focus-width")
    pen = painter.pen()
    pen.setColor(theme.color("focus-ring"))
    pen.setWidth(width)
    pen.setStyle(Qt.PenStyle.SolidLine)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = width // 2
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def draw_tick(painter: QPainter, theme: ThemeKeeper, box: QRectF, state: Qt.CheckState) -> None:
    """Draw a tick box in a row; one that is ticked in part stands for "left out"."""
    side = box.width()
    is_on = state != Qt.CheckState.Unchecked
    ink = {Qt.CheckState.Checked: "accent", Qt.CheckState.PartiallyChecked: "danger"}.get(state, "border-strong")
    painter.setPen(QPen(theme.color(ink), 1))
    painter.setBrush(theme.color(ink if is_on else "surface-raised"))
    painter.drawRoundedRect(box, 3.5, 3.5)
    if not is_on:
        return
    mark = QPen(theme.color("on-accent"), 1.8)
    mark.setCapStyle(Qt.PenCapStyle.RoundCap)
    mark.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(mark)
    unit = side / 14
    if state == Qt.CheckState.Checked:
        points = ((3.2, 7.1), (5.9, 9.8), (10.9, 4.3))
    else:
        points = ((4.0, 7.0), (10.0, 7.0))
    painter.drawPolyline([box.topLeft() + QPointF(x * unit, y * unit) for x, y in points])


def elided(metrics: QFontMetrics, text: str, width: int) -> str:
    """Return `text` cut to `width` with … at its end."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0))
