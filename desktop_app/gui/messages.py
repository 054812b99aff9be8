"""What the program says to its user: words, toasts, trouble, questions. Panes speak here; the window shows it.

Nothing blocks: a question carries the callback of its answer. Every message is also kept in `said`, so a test reads
what was said and answers questions (`messages.said[-1].accept()`) with no window there.

    messages.toast(self.tr("Moved to trash"), self.tr("Undo"), self.put_back)
    messages.ask(title, text, verb=self.tr("Delete for ever"), danger=True, then=self.purge)
"""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import Cancelled, UserError

Kind = Literal["info", "toast", "error", "bug", "question"]
Callback = Callable[[], object]


@dataclass(slots=True)
class Choice:
    """One button of a toast or question."""

    text: str
    run: Callback | None = None


@dataclass(slots=True)
class Message:
    """One thing said. `choices[0]` is the main button; a question's `dismiss` is its way out."""

    kind: Kind
    text: str
    title: str = ""
    hint: str = ""
    details: str = ""
    tone: Literal["ok", "info", "warning", "danger"] = "ok"
    choices: tuple[Choice, ...] = ()
    cancel_text: str = ""
    type_to_confirm: str = ""
    on_dismiss: Callback | None = None
    is_answered: bool = field(default=False, compare=False)

    def accept(self, number: int = 0) -> None:
        """Press a button, the main one by default."""
        if not self.is_answered:
            self.is_answered = True
            run = self.choices[number].run
            if run is not None:
                run()

    def dismiss(self) -> None:
        """Close without an answer."""
        if not self.is_answered:
            self.is_answered = True
            if self.on_dismiss is not None:
                self.on_dismiss()


class Messages(QObject):
    """The program's voice. `shown` carries every `Message`; the window decides how it looks."""

    shown = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.said: deque[Message] = deque(maxlen=200)

    def info(self, text: str) -> None:
        """Say a word in the status bar."""
        self._say(Message("info", text, tone="info"))

    def toast(
        self,
        text: str,
        action_text: str = "",
        action: Callback | None = None,
        *,
        more: tuple[tuple[str, Callback], ...] = (),
        tone: Literal["ok", "info", "warning", "danger"] = "ok",
    ) -> None:
        """Say that something is done, at the foot of the pane for six seconds, with up to two links."""
        choices = ((action_text, action), *more) if action_text else more
        self._say(Message("toast", text, choices=tuple(Choice(*choice) for choice in choices), tone=tone))

    def error(self, error: UserError | str, retry: Callback | None = None) -> None:
        """Tell expected trouble: what happened, what became of the text, what can be done."""
        if isinstance(error, Cancelled):
            self.info(str(error))
            return
        text, hint = (error.message, error.hint) if isinstance(error, UserError) else (error, "")
        choices = (Choice(self.tr("Try again"), retry),) if retry is not None else ()
        self._say(Message("error", text, hint=hint, choices=choices, tone="danger"))

    def warn(self, text: str, hint: str = "") -> None:
        """Tell something that is done but wants a look; it stays until it is closed."""
        self._say(Message("error", text, hint=hint, tone="warning"))

    def bug(self, error: BaseException) -> None:
        """Tell that the program itself went wrong. The details hold code places only, no article text."""
        self._say(
            Message(
                "bug",
                self.tr("This is a fault in Copydesk, not in your text. What was saved stays saved."),
                title=self.tr("Something in the program went wrong"),
                details=describe_bug(error),
                tone="danger",
            )
        )

    def failure(self, error: Exception) -> None:
        """Tell any failure: expected trouble as an error, all else as a bug."""
        if isinstance(error, UserError):
            self.error(error)
        else:
            self.bug(error)

    def ask(
        self,
        title: str,
        text: str,
        verb: str,
        *,
        danger: bool = False,
        then: Callback | None = None,
        other: tuple[str, Callback] | None = None,
        cancel: str = "",
        otherwise: Callback | None = None,
        details: str = "",
        type_to_confirm: str = "",
    ) -> Message:
        """Ask before something that cannot be undone. `verb` repeats the title's verb; `then` runs when it is pressed.

        `other` is a second way, `otherwise` runs when the question is closed, `type_to_confirm` must be typed first.
        """
        choices = [Choice(verb, then)]
        if other is not None:
            choices.append(Choice(*other))
        message = Message(
            "question",
            text,
            title=title,
            details=details,
            tone="danger" if danger else "info",
            choices=tuple(choices),
            cancel_text=cancel or self.tr("Cancel"),
            type_to_confirm=type_to_confirm,
            on_dismiss=otherwise,
        )
        self._say(message)
        return message

    def _say(self, message: Message) -> None:
        self.said.append(message)
        self.shown.emit(message)


def describe_bug(error: BaseException) -> str:
    """Return kind and code places of an error without its values: an error's own words may quote an article."""
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
    return "\n".join(lines)


def _short(filename: str) -> str:
    parts = filename.replace("\\", "/").split("/")
    for root in ("desktop_app", "site-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return "/".join(parts[-2:])
