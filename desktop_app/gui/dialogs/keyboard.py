"""The keyboard map: every command with its key, by menu; a click on a key changes it.

The next keys pressed become the command's. A key that another command has is told, and taken over only when said so;
keys that a desktop, an input method or AltGr claims, and letters without Ctrl or Alt, are refused with the reason.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui.commands import portable_key, shown_key
from desktop_app.gui.context import Context
from desktop_app.gui.keymap import COMMANDS, MENUS, Command
from desktop_app.gui.pieces import ElidedLabel, button, column, label, row
from desktop_app.gui.sheet import Sheet

SIZE = (1300, 680)
_COLUMN = 250
_GROUP_EXTRA = 2
"""A group's title and the space after it, in rows."""
_TAKEN_BY_SYSTEM = {
    "Alt+F4", "Alt+Tab", "Alt+Space", "Ctrl+Esc", "F10", "Ctrl+Shift+U", "Ctrl+Shift+E", "Ctrl+Space",
    "Ctrl+Shift+Esc", "Ctrl+Alt+Del",
}  # fmt: skip
_BARE = {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr, Qt.Key.Key_unknown}


class KeyButton(QPushButton):
    """Shows a command's key; pressed, it waits for another."""

    waiting = Signal(str)
    caught = Signal(str, str)
    """(command id, portable key); an empty key takes the key away."""
    given_up = Signal()

    def __init__(self, context: Context, command: Command) -> None:
        super().__init__()
        self._commands = context.commands
        self.command = command
        self.is_waiting = False
        self.setProperty("kind", "key")
        self.setAutoDefault(False)
        context.theme.set_font(self, "caption")
        self.clicked.connect(self.wait)
        self.show_key()

    def show_key(self) -> None:
        """Show the key in force."""
        self.is_waiting = False
        key = self._commands.shown_key(self.command.id)
        self.setText(key or "—")
        self.setAccessibleName(
            self.tr("{command}: {key}").format(
                command=self._commands.text(self.command.id), key=key or self.tr("no key")
            )
        )
        self.setToolTip(self.tr("Press to change"))

    def wait(self) -> None:
        """Take the next keys as the command's own."""
        self.is_waiting = True
        self.setText(self.tr("Press keys…"))
        self.setFocus()
        self.waiting.emit(self.command.id)

    def event(self, event: QEvent) -> bool:
        # While waiting no shortcut may take the keys away, Tab neither.
        if self.is_waiting and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self.is_waiting and event.type() == QEvent.Type.KeyPress:
            self._catch(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if self.is_waiting:
            self.show_key()
            self.given_up.emit()
        super().focusOutEvent(event)

    def _catch(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _BARE:
            return
        if key == Qt.Key.Key_Escape and not event.modifiers():
            self.show_key()
            self.given_up.emit()
            return
        if key == Qt.Key.Key_Backspace and not event.modifiers():
            self.is_waiting = False
            self.caught.emit(self.command.id, "")
            return
        self.is_waiting = False
        sequence = QKeySequence(event.keyCombination())
        self.caught.emit(self.command.id, sequence.toString(QKeySequence.SequenceFormat.PortableText))


class KeyboardSheet(Sheet):
    """All commands in columns, as wide as the window allows."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.theme, context.commands, self.tr("Keyboard map"), SIZE)
        self._context = context
        self.buttons: dict[str, KeyButton] = {}
        theme = context.theme
        key = context.commands.shown_key("palette")
        text = self.tr("Every command is also in the palette, {key}. Press a key here to change it.").format(key=key)
        self._reset = button(theme, self.tr("Set all keys back"), "quiet", "rotate-ccw", run=self._reset_all)
        self.add_header(self.tr("Keyboard"), text, self._reset)
        self._note = label(theme, "", "body", wrap=True)
        self._take = button(theme, self.tr("Use it here"), run=self._take_over)
        self._taking: tuple[str, str] | None = None
        self._note_row = QFrame()
        self._note_row.setProperty("ground", "warning")
        self._note_row.setLayout(row(margins=(14, 6, 8, 6), gap=10))
        self._note_row.layout().addWidget(self._note, 1)
        self._note_row.layout().addWidget(self._take)
        self._note_row.hide()
        self.content.addLayout(column(self._note_row, margins=(22, 8, 22, 0), gap=0))
        self._inside = QWidget()
        self._inside.setObjectName("scrolled")
        self._columns = QHBoxLayout(self._inside)
        self._columns.setContentsMargins(26, 10, 26, 18)
        self._columns.setSpacing(30)
        area = QScrollArea()
        area.setWidget(self._inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content.addWidget(area, 1)
        self._groups = [group for group in map(self._make_group, MENUS) if group[1] > _GROUP_EXTRA]
        self._shown_columns = 0
        context.commands.keys_changed.connect(self._show_keys)

    def focus_first(self) -> None:
        next(iter(self.buttons.values())).setFocus()

    def _lay(self) -> None:
        super()._lay()
        self._arrange(max(1, min(4, (self.width() - 52 + 30) // self.theme.px(_COLUMN + 30))))

    def _make_group(self, menu: str) -> tuple[QWidget, int]:
        theme, commands = self.theme, self._context.commands
        rows = [c for c in COMMANDS if c.menu == menu and commands.action(c.id).isVisible()]
        layout = column(label(theme, self.tr(menu), "small", "accent", weight=600), gap=3)
        for command in rows:
            one = self.buttons[command.id] = KeyButton(self._context, command)
            one.caught.connect(self._on_caught)
            one.waiting.connect(lambda _: self._say(""))
            line = row(gap=8)
            line.addWidget(ElidedLabel(theme, commands.full_text(command.id), "small"), 1)
            line.addWidget(one)
            layout.addLayout(line)
        layout.addSpacing(14)
        holder = QWidget()
        holder.setLayout(layout)
        return holder, len(rows) + _GROUP_EXTRA

    def _arrange(self, number: int) -> None:
        """Deal the menus out to columns of about the same height, in order of the menus."""
        if number == self._shown_columns:
            return
        self._shown_columns = number
        while self._columns.count():
            old = self._columns.takeAt(0).layout()
            while old is not None and old.count():
                old.takeAt(0)
        columns: list[QVBoxLayout] = [column(gap=0) for _ in range(number)]
        heights = [0] * number
        for holder, rows in self._groups:
            shortest = heights.index(min(heights))
            columns[shortest].addWidget(holder)
            heights[shortest] += rows
        for one in columns:
            one.addStretch(1)
            self._columns.addLayout(one, 1)

    def _show_keys(self) -> None:
        for one in self.buttons.values():
            one.show_key()

    def _on_caught(self, id: str, key: str) -> None:
        commands = self._context.commands
        self._taking = None
        refusal = why_refused(key, commands.command(id))
        other = commands.taken_by(key, id) if key else ""
        if refusal:
            self._say(refusal)
        elif other:
            self._taking = (id, key)
            words = self.tr("{key} is the key of “{other}”.")
            self._say(words.format(key=shown_key(key), other=commands.full_text(other)), can_take=True)
        else:
            self._say("")
            commands.set_keys(id, [key] if key else [])
            return
        self.buttons[id].show_key()

    def _take_over(self) -> None:
        if self._taking is None:
            return
        commands = self._context.commands
        id, key = self._taking
        other = commands.taken_by(key, id)
        if other:
            commands.set_keys(other, [one for one in commands.keys(other) if one != portable_key(key)])
        commands.set_keys(id, [key])
        self._taking = None
        self._say("")
        self.buttons[id].setFocus()

    def _reset_all(self) -> None:
        self._say("")
        self._context.commands.reset_keys()

    def _say(self, text: str, can_take: bool = False) -> None:
        self._note.setText(text)
        self._take.setVisible(can_take)
        self._note_row.setVisible(bool(text))


def why_refused(key: str, command: Command) -> str:
    """Return why a key cannot serve, "" when it can."""
    if not key:
        return ""

    def translate(text: str) -> str:
        return QCoreApplication.translate("KeyboardSheet", text)

    parts = key.replace("++", "+Plus").split("+")
    modifiers, last = set(parts[:-1]), parts[-1]
    if key in _TAKEN_BY_SYSTEM:
        return translate("{key} belongs to the system.").format(key=shown_key(key))
    if {"Ctrl", "Alt"} <= modifiers:
        return translate("Ctrl+Alt writes letters on many keyboards. Choose another key.")
    is_function = last.startswith("F") and last[1:].isdigit()
    alone_in_lists = command.scope in ("list", "reader") and last in ("Return", "Del", "Space", "Ins")
    if not modifiers & {"Ctrl", "Alt", "Meta"} and not is_function and not alone_in_lists:
        return translate("A key on its own writes a letter. Use it with Ctrl or Alt.")
    return ""
