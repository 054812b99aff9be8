"""Words laid into a pane: banners (a state that lasts), error cards (what happened, what is safe, what to do), toasts.

A banner and an error card stay until they are dealt with; a toast goes after six seconds, but not while the pointer or
the focus is on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPropertyAnimation, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QPushButton, QWidget

from desktop_app.gui.messages import Choice, Message
from desktop_app.gui.pieces import button, column, icon_label, label, row, tool_button
from desktop_app.gui.theme import ThemeKeeper

Tone = Literal["info", "warning", "danger", "ok"]
TOAST_MS = 6000
_ICONS: dict[str, str] = {
    "info": "info",
    "warning": "triangle-alert",
    "danger": "circle-alert",
    "ok": "circle-check",
}


class Banner(QFrame):
    """One line on a tinted ground at the head of a pane, with up to two buttons."""

    closed = Signal()

    def __init__(
        self,
        theme: ThemeKeeper,
        tone: Tone,
        text: str,
        buttons: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        closable: bool = False,
    ) -> None:
        super().__init__()
        self.setProperty("ground", tone)
        self.text = text
        words = label(theme, text, "body", wrap=True)
        self.buttons = [button(theme, name, run=run) for name, run in buttons]
        inside = row(margins=(14, 7, 8, 7), gap=10)
        inside.addWidget(icon_label(theme, _ICONS[tone], f"on-{tone}-soft", 16))
        inside.addWidget(words, 1)
        for one in self.buttons:
            inside.addWidget(one)
        if closable:
            inside.addWidget(tool_button(theme, "x", self.tr("Close this message"), self._close))
        self.setLayout(inside)
        self.setAccessibleName(text)

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class ErrorCard(QFrame):
    """Trouble in a pane, in three parts: what happened, what became of the text, what can be done."""

    closed = Signal()

    def __init__(
        self,
        theme: ThemeKeeper,
        title: str,
        text: str = "",
        buttons: Sequence[tuple[str, Callable[[], object]]] = (),
        *,
        details: str = "",
        tone: Tone = "danger",
    ) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(f"{title}. {text}")
        words = column(label(theme, title, "body-strong", wrap=True), gap=6)
        if text:
            words.addWidget(label(theme, text, "body", "muted", wrap=True))
        self.buttons = [
            button(theme, name, "primary" if n == 0 else "", run=run) for n, (name, run) in enumerate(buttons)
        ]
        self._details = label(theme, details, "small", "muted", wrap=True)
        self._details.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._details.hide()
        acts = row(*self.buttons, gap=8)
        if details:
            self._show = button(theme, self.tr("Show details"), "link", run=self._toggle_details)
            acts.addWidget(self._show)
        acts.addStretch(1)
        if self.buttons or details:
            words.addLayout(acts)
        words.addWidget(self._details)
        close = tool_button(theme, "x", self.tr("Close this message"), self._close)
        inside = row(margins=(16, 12, 10, 12), gap=12)
        inside.addWidget(icon_label(theme, _ICONS[tone], tone, 20), 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(words, 1)
        inside.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(inside)

    def _toggle_details(self) -> None:
        self._details.setVisible(not self._details.isVisible())
        self._show.setText(self.tr("Hide details") if self._details.isVisible() else self.tr("Show details"))

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class Toast(QFrame):
    """What was done, at the foot of a pane, with the way back."""

    gone = Signal()

    def __init__(self, theme: ThemeKeeper, message: Message, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        tone = message.tone
        self.setProperty("ground", tone)
        self.message = message
        self.setAccessibleName(message.text)
        inside = row(margins=(14, 6, 10, 6), gap=10)
        inside.addWidget(icon_label(theme, _ICONS[tone], f"on-{tone}-soft", 16))
        inside.addWidget(label(theme, message.text, "body", wrap=False), 1)
        inside.addSpacing(8)
        self.buttons: list[QPushButton] = []
        for number, choice in enumerate(message.choices):
            self.buttons.append(self._link(theme, choice, number))
            inside.addWidget(self.buttons[-1])
        inside.addWidget(tool_button(theme, "x", self.tr("Close this message"), self.close_now, size=14))
        self.setLayout(inside)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self._maybe_go)
        self._timer.start()

    def close_now(self) -> None:
        self._timer.stop()
        self.hide()
        self.message.dismiss()
        self.gone.emit()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def _link(self, theme: ThemeKeeper, choice: Choice, number: int) -> QPushButton:
        return button(theme, choice.text, "link", run=lambda: self._take(number))

    def _take(self, number: int) -> None:
        self.message.accept(number)
        self.close_now()

    def _maybe_go(self) -> None:
        if any(one.hasFocus() for one in self.buttons) or self.underMouse():
            self._timer.start()
        else:
            self.close_now()


class ToastRack(QObject):
    """Holds the one toast on the screen at the foot of `pane`; a newer one takes its place."""

    def __init__(self, theme: ThemeKeeper, pane: QWidget) -> None:
        super().__init__(pane)
        self._theme = theme
        self._pane = pane
        self.fade_ms = 0
        self.current: Toast | None = None
        pane.installEventFilter(self)

    def show(self, message: Message) -> None:
        if self.current is not None:
            self.current.close_now()
        toast = Toast(self._theme, message, self._pane)
        toast.gone.connect(self._forget)
        self.current = toast
        self._lay()
        toast.show()
        toast.raise_()
        if self.fade_ms:
            fade_in(toast, self.fade_ms)
        announce(self._pane, message.text)

    def close(self) -> bool:
        """Close the toast (Esc); False when there is none."""
        if self.current is None:
            return False
        self.current.close_now()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._lay()
        return False

    def _lay(self) -> None:
        if self.current is None:
            return
        room = self._pane.rect()
        size = self.current.sizeHint()
        width = min(max(size.width(), self._theme.px(320)), room.width() - 32)
        height = max(size.height(), self._theme.px(42))
        self.current.setGeometry(QRect(room.center().x() - width // 2, room.bottom() - height - 16, width, height))

    def _forget(self) -> None:
        self.current = None


def fade_in(widget: QWidget, duration_ms: int) -> None:
    """Let a widget appear softly; the effect is taken off at the end, as it slows painting."""
    effect = QGraphicsOpacityEffect(widget)
    widget.setGraphicsEffect(effect)
    fade = QPropertyAnimation(effect, b"opacity", widget)
    fade.setDuration(duration_ms)
    fade.setStartValue(0.0)
    fade.setEndValue(1.0)
    fade.finished.connect(lambda: widget.setGraphicsEffect(None))
    fade.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say this."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
