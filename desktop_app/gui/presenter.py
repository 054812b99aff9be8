"""Shows in one window what `Messages` says: words in the status bar, toasts, trouble, bugs, questions."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_app.gui.banner import ErrorCard, ToastRack, announce
from desktop_app.gui.context import Context
from desktop_app.gui.dialogs.bug import BugSheet
from desktop_app.gui.dialogs.question import QuestionSheet
from desktop_app.gui.messages import Choice, Message
from desktop_app.gui.status_bar import StatusBar

_MOST_CARDS = 2
"""Trouble seldom comes alone; more cards than this would push the text off the screen."""


class Presenter(QObject):
    """Joins the program's voice to a window: `notices` is the area at the body's head, `body` carries toasts."""

    def __init__(
        self, context: Context, window: QWidget, notices: QWidget, body: QWidget, status_bar: StatusBar
    ) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._notices = notices
        self._status_bar = status_bar
        self.toasts = ToastRack(context.theme, body)
        self._cards: list[ErrorCard] = []
        self._banners: list[QWidget] = []
        self._showers: dict[str, Callable[[Message], None]] = {
            "info": self._show_info,
            "toast": self._show_toast,
            "error": self._show_error,
            "bug": self._show_bug,
            "question": self._show_question,
        }
        context.messages.shown.connect(self.show)

    def show(self, message: Message) -> None:
        self._showers[message.kind](message)

    def escape(self) -> bool:
        """Close the newest toast or card; False when there is none."""
        if self.toasts.close():
            return True
        if self._cards:
            self._drop(self._cards[-1])
            return True
        return False

    def add_banner(self, banner: QWidget) -> None:
        """Put a lasting word (read only, sample, disk missing) at the head of the body."""
        self._banners.append(banner)
        self._notices.layout().insertWidget(0, banner)
        self._notices.show()

    def drop_banner(self, banner: QWidget) -> None:
        """Take a lasting word away."""
        if banner in self._banners:
            self._banners.remove(banner)
            banner.hide()
            banner.deleteLater()
            self._notices.setVisible(bool(self._cards or self._banners))

    def _show_info(self, message: Message) -> None:
        self._status_bar.say(message.text)

    def _show_toast(self, message: Message) -> None:
        self._status_bar.say(message.text)
        self.toasts.show(message)

    def _show_error(self, message: Message) -> None:
        # The same trouble again (a disk that stays full) renews its card instead of stacking another one.
        for card in [c for c in self._cards if c.accessibleName() == f"{message.text}. {message.hint}"]:
            self._drop(card)
        buttons = [(choice.text, self._taking(message, number)) for number, choice in enumerate(message.choices)]
        card = ErrorCard(
            self._context.theme, message.text, message.hint, buttons, details=message.details, tone=message.tone
        )
        card.closed.connect(lambda: self._drop(card))
        message.choices = tuple(Choice(c.text, self._then_drop(c.run, card)) for c in message.choices)
        self._cards.append(card)
        self._notices.layout().addWidget(card)
        self._notices.show()
        for old in self._cards[:-_MOST_CARDS]:
            self._drop(old)
        announce(self._window, f"{message.text} {message.hint}")

    def _show_bug(self, message: Message) -> None:
        BugSheet(self._context, message).open_over(self._window)

    def _show_question(self, message: Message) -> None:
        QuestionSheet(self._context, message).open_over(self._window)

    def _taking(self, message: Message, number: int) -> Callable[[], None]:
        return lambda: message.accept(number)

    def _then_drop(self, run: Callable[[], object] | None, card: ErrorCard) -> Callable[[], None]:
        def both() -> None:
            self._drop(card)
            if run is not None:
                run()

        return both

    def _drop(self, card: ErrorCard) -> None:
        if card in self._cards:
            self._cards.remove(card)
            card.hide()
            card.deleteLater()
            self._notices.setVisible(bool(self._cards or self._banners))
