"""Fields of the inspector: a name above, a value below. A value applies on leaving the field or Enter; Esc restores.

What cannot be understood is not lost and not applied: the field keeps the words and says gently what it wants. Not for
what the values mean; `details.py` joins fields to an article.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.pieces import column, label

_NEXT = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LETTERS_BEFORE_COMPLETION = 1


class Field(QWidget):
    """A name, an input, and a line below for what is not understood. Subclasses give `value` and `put`."""

    applied = Signal(object)
    """The user left the field with another value."""

    def __init__(self, context: Context, name: str, input: QWidget) -> None:
        super().__init__()
        self._context = context
        self._value: Any = None
        self.name = label(context.theme, name, "small", "muted", weight=500)
        self.name.setBuddy(input)
        self.hint = label(context.theme, "", "small", "warning", wrap=True)
        self.hint.hide()
        self.input = input
        input.setAccessibleName(name)
        self.setLayout(column(self.name, input, self.hint, gap=4))

    def value(self) -> Any:
        """Return what the input holds; raise ValueError with the hint's words where it makes no sense."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show what the article has, unless the user is at work here."""
        is_at_work = self.has_focus() and self.is_changed()
        self._value = value
        if not is_at_work:
            self.put(value)
            self._say("")

    def is_changed(self) -> bool:
        """Tell whether the input holds something else than the article."""
        try:
            return bool(self.value() != self._value)
        except ValueError:
            return True

    def has_focus(self) -> bool:
        focus = self.focusWidget()
        return focus is not None and focus.hasFocus()

    def apply(self) -> None:
        """Tell the value if it is another one."""
        try:
            value = self.value()
        except ValueError as trouble:
            self._say(str(trouble))
            return
        self._say("")
        if value != self._value:
            self._value = value
            self.applied.emit(value)

    def restore(self) -> None:
        """Show the article's value again."""
        self.put(self._value)
        self._say("")

    def _say(self, words: str) -> None:
        self.hint.setText(words)
        self.hint.setVisible(bool(words))

    def watch(self, widget: QWidget) -> None:
        """Let Esc, Enter and leaving work in this input."""
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            if event.key() == Qt.Key.Key_Escape and self.is_changed():
                if event.type() == QEvent.Type.KeyPress:
                    self.restore()
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in _NEXT:
                return self._enter(watched)
        is_leaving = event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent)
        # The list of completions takes the focus while the user is still in the field.
        if is_leaving and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.apply()
        return False

    def _enter(self, watched: QObject) -> bool:
        self.apply()
        return True


class LineField(Field):
    """One line of text, completed from the archive's own values where `values_of` names a field."""

    def __init__(
        self,
        context: Context,
        name: str,
        *,
        values_of: str = "",
        read: Callable[[str], Any] | None = None,
        write: Callable[[Any], str] = str,
        placeholder: str = "",
    ) -> None:
        self.line = QLineEdit()
        super().__init__(context, name, self.line)
        self._read = read or (lambda text: text.strip())
        self._write = write
        self.line.setPlaceholderText(placeholder)
        context.theme.set_font(self.line, "body")
        self.watch(self.line)
        if values_of:
            complete(context, self.line, values_of)

    def value(self) -> Any:
        return self._read(self.line.text())

    def put(self, value: Any) -> None:
        self.line.setText(self._write(value) if value is not None else "")
        self.line.setCursorPosition(0)


class TextField(Field):
    """A few lines of text; the field grows with them."""

    def __init__(self, context: Context, name: str, lines: int = 2, most: int = 6) -> None:
        self.text = _GrowingText(lines, most)
        super().__init__(context, name, self.text)
        context.theme.set_font(self.text, "body")
        self.watch(self.text)

    def value(self) -> str:
        return self.text.toPlainText().strip()

    def put(self, value: Any) -> None:
        if self.text.toPlainText() != (value or ""):
            self.text.setPlainText(value or "")

    def _enter(self, watched: QObject) -> bool:
        return False


class ChoiceField(Field):
    """One of a few values."""

    def __init__(self, context: Context, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.box = QComboBox()
        super().__init__(context, name, self.box)
        context.theme.set_font(self.box, "body")
        for value, words in choices:
            self.box.addItem(words, value)
        self.box.activated.connect(lambda _: self.apply())
        # A wheel that scrolls the pane must not change a status on its way.
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.installEventFilter(self)

    def value(self) -> str:
        return str(self.box.currentData())

    def put(self, value: Any) -> None:
        place = self.box.findData(value)
        if place < 0 and value:
            self.box.addItem(str(value), value)
            place = self.box.count() - 1
        self.box.setCurrentIndex(max(place, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and not self.box.hasFocus():
            event.ignore()
            return True
        return False


class _GrowingText(QPlainTextEdit):
    """A text that is as high as its lines, within limits; Tab leaves it."""

    def __init__(self, lines: int, most: int) -> None:
        super().__init__()
        self.setObjectName("field")
        self.setTabChangesFocus(True)
        self._least, self._most = lines, most
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    def _fit(self) -> None:
        fits = self._lines() <= self._most
        wanted = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(wanted)
        self.updateGeometry()

    def _lines(self) -> int:
        return max(int(self.document().size().height()), self._least)

    def sizeHint(self) -> QSize:
        lines = min(self._lines(), self._most)
        return QSize(160, lines * self.fontMetrics().lineSpacing() + 22)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())


def complete(
    context: Context, line: QLineEdit, field: str, chosen: Callable[[str], object] | None = None
) -> QCompleter:
    """Offer the archive's own values while the user types; they are asked for off the GUI thread."""
    words = QStringListModel(line)
    completer = QCompleter(words, line)
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    completer.setMaxVisibleItems(8)
    line.setCompleter(completer)
    if chosen is not None:
        completer.activated[str].connect(chosen, Qt.ConnectionType.QueuedConnection)

    def show(values: Sequence[tuple[str, int]]) -> None:
        names = [value for value, _ in values if value != line.text()]
        words.setStringList(names)
        if names and line.hasFocus():
            completer.complete()
        else:
            completer.popup().hide()

    def ask(text: str) -> None:
        text = text.strip()
        if len(text) < _LETTERS_BEFORE_COMPLETION:
            completer.popup().hide()
            return
        ticket = context.jobs.latest(f"completion {id(line)}")
        context.jobs.read(context.archive.values, field, text, 8, done=show, failed=lambda error: None, ticket=ticket)

    line.textEdited.connect(ask)
    return completer
