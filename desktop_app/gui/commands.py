"""Every command of the window in one table; menus, shortcuts, palette and keyboard map are made from it.

A `Command` is a row; `Commands` turns each row into one QAction and finds, when it is triggered, the pane that should
answer: the one with the focus, else the visible one that connected last, else the window itself. A command nobody ever
connected stays out of the menus, so nothing dead is shown. User keys come from `keys.toml` (`load_keys`, `save_keys`).

    commands.connect("bold", self.make_bold, owner=self)
    commands.enable("trash", False, self.tr("nothing is chosen"), owner=self)
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.gui.keymap import COMMANDS, MENUS, Command, Scope

__all__ = ["COMMANDS", "MENUS", "Clash", "Command", "Commands", "Scope", "load_keys", "save_keys", "shown_key"]

System = Literal["win", "mac"]
SYSTEM: System = "mac" if sys.platform == "darwin" else "win"


@dataclass(frozen=True, slots=True)
class Clash:
    """A key that two commands of overlapping scopes want."""

    key: str
    ids: tuple[str, ...]


@dataclass(slots=True)
class _Answerer:
    callback: Callable[..., object]
    owner: QWidget | None

    @property
    def is_alive(self) -> bool:
        return self.owner is None or shiboken6.isValid(self.owner)

    @property
    def is_present(self) -> bool:
        return self.owner is None or (shiboken6.isValid(self.owner) and self.owner.isVisible())


class Commands(QObject):
    """The actions. Panes connect to ids; the window adds window-wide actions, panes attach their own scope."""

    triggered = Signal(str)
    keys_changed = Signal()
    changed = Signal()
    """Texts, reasons or availability changed: palette and toolbar look again."""

    def __init__(self, keys: Mapping[str, list[str]] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = {command.id: command for command in COMMANDS}
        self._user_keys: dict[str, list[str]] = {id: list(k) for id, k in (keys or {}).items() if id in self._table}
        self._answerers: dict[str, list[_Answerer]] = {id: [] for id in self._table}
        self._states: dict[tuple[str, int], tuple[bool, str]] = {}
        self._actions: dict[str, QAction] = {}
        self._modal: QWidget | None = None
        for command in COMMANDS:
            self._actions[command.id] = self._make(command)
        self._apply_keys()

    def action(self, id: str) -> QAction:
        """Return the one action of a command."""
        return self._actions[id]

    def has(self, id: str) -> bool:
        """Tell whether there is such a command."""
        return id in self._table

    def command(self, id: str) -> Command:
        """Return the row of a command."""
        return self._table[id]

    def text(self, id: str) -> str:
        """Return the command's name in the user's language, without an access-key mark."""
        return QCoreApplication.translate("Commands", self._table[id].text)

    def full_text(self, id: str) -> str:
        """Return the name as it is clear without its menu: "Theme: Dark"."""
        under = self._table[id].under
        if not under:
            return self.text(id)
        return f"{QCoreApplication.translate('Commands', under)}: {self.text(id)}"

    def connect(self, id: str, callback: Callable[..., object], owner: QWidget | None = None) -> None:
        """Let `callback` answer the command while `owner` is visible; it gets the checked state if it is checkable."""
        self._answerers[id].append(_Answerer(callback, owner))
        self._refresh_one(id)

    def enable(self, id: str, on: bool, reason: str = "", owner: QWidget | None = None) -> None:
        """Allow or refuse a command for one owner; the reason ("nothing is chosen") is shown in the palette."""
        state = (on, "" if on else reason)
        key = (id, _number(owner))
        if self._states.get(key) != state:
            self._states[key] = state
            self._refresh_one(id)

    def check(self, id: str, on: bool) -> None:
        """Show a checkable command as on or off without running it."""
        self._actions[id].setChecked(on)

    def attach(self, widget: QWidget, *scopes: Scope) -> None:
        """Let the keys of these scopes ("editor", "list", "reader") work while `widget` or a child has the focus."""
        for command in COMMANDS:
            if command.scope in scopes:
                widget.addAction(self._actions[command.id])

    def window_actions(self) -> list[QAction]:
        """Return the actions whose keys work everywhere in the window."""
        return [self._actions[command.id] for command in COMMANDS if command.scope == "window"]

    def is_available(self, id: str) -> bool:
        return self._actions[id].isEnabled()

    def reason(self, id: str) -> str:
        """Say why a command cannot run now, "" when it can."""
        if self.is_available(id):
            return ""
        for answerer in reversed(self._present(id)):
            on, reason = self._states.get((id, _number(answerer.owner)), (True, ""))
            if not on and reason:
                return reason
        on, reason = self._states.get((id, 0), (True, ""))
        return reason or self.tr("not in this place")

    def refresh(self) -> None:
        """Look again at who is visible: called by the window when the place changes."""
        for id in self._actions:
            self._refresh_one(id, tell=False)
        self.changed.emit()

    def suspend(self, modal: QWidget | None) -> None:
        """While `modal` is open, only panes inside it answer; None ends that."""
        self._modal = modal
        self.refresh()

    def trigger(self, id: str) -> bool:
        """Run a command as its key would; False when it cannot run now."""
        action = self._actions[id]
        self._refresh_one(id)
        if not action.isEnabled():
            return False
        action.trigger()
        return True

    # -- keys

    def keys(self, id: str) -> list[str]:
        """Return the keys in force, as portable text ("Ctrl+Shift+F"), the main one first."""
        if id in self._user_keys:
            return list(self._user_keys[id])
        return default_keys(self._table[id])

    def shown_key(self, id: str) -> str:
        """Return the main key as this system writes it, "" when there is none."""
        keys = self.keys(id)
        return shown_key(keys[0]) if keys else ""

    def user_keys(self) -> dict[str, list[str]]:
        """Return what the user changed, for `save_keys`."""
        return {id: list(keys) for id, keys in self._user_keys.items()}

    def set_keys(self, id: str, keys: list[str]) -> None:
        """Give a command other keys; an empty list takes its keys away. Ask `taken_by` first."""
        wanted = [portable_key(key) for key in keys if key]
        if wanted == default_keys(self._table[id]):
            self._user_keys.pop(id, None)
        else:
            self._user_keys[id] = wanted
        self._apply_keys()
        self.keys_changed.emit()

    def reset_keys(self) -> None:
        """Set every key back to the start value."""
        self._user_keys.clear()
        self._apply_keys()
        self.keys_changed.emit()

    def taken_by(self, key: str, except_for: str) -> str:
        """Return the id of the command that already has this key in a scope that overlaps, or ""."""
        wanted = portable_key(key)
        scope = self._table[except_for].scope
        for command in COMMANDS:
            if command.id != except_for and _overlap(scope, command.scope) and wanted in self.keys(command.id):
                return command.id
        return ""

    def clashes(self) -> list[Clash]:
        """Return every key that two commands would fight for."""
        owners: dict[str, list[Command]] = {}
        for command in COMMANDS:
            for key in self.keys(command.id):
                owners.setdefault(key, []).append(command)
        return [
            Clash(key, tuple(c.id for c in commands))
            for key, commands in owners.items()
            if any(_overlap(a.scope, b.scope) for i, a in enumerate(commands) for b in commands[i + 1 :])
        ]

    # -- inside

    def _make(self, command: Command) -> QAction:
        action = QAction(self.text(command.id), self)
        action.setObjectName(command.id)
        action.setCheckable(command.is_checkable)
        action.setVisible(False)
        action.setEnabled(False)
        action.setShortcutContext(
            Qt.ShortcutContext.WindowShortcut
            if command.scope == "window"
            else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        if command.id in _MENU_ROLES:
            action.setMenuRole(_MENU_ROLES[command.id])
        else:
            # macOS would move "Settings about …" by its text alone.
            action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(lambda checked=False, id=command.id: self._run(id, checked))
        return action

    def _apply_keys(self) -> None:
        for id, action in self._actions.items():
            sequences = [QKeySequence(key, QKeySequence.SequenceFormat.PortableText) for key in self.keys(id)]
            action.setShortcuts(sequences)
            tip = self.text(id).rstrip("…")
            action.setToolTip(f"{tip} ({self.shown_key(id)})" if sequences else tip)
        self.changed.emit()

    def _present(self, id: str) -> list[_Answerer]:
        answerers = self._answerers[id]
        if any(not answerer.is_alive for answerer in answerers):
            answerers[:] = [answerer for answerer in answerers if answerer.is_alive]
        return [answerer for answerer in answerers if answerer.is_present]

    def _allowed(self, id: str) -> list[_Answerer]:
        if not self._states.get((id, 0), (True, ""))[0]:
            return []
        present = self._present(id)
        if self._modal is not None and shiboken6.isValid(self._modal):
            present = [a for a in present if _steps_up(a.owner, self._modal) is not None]
        return [a for a in present if self._states.get((id, _number(a.owner)), (True, ""))[0]]

    def _refresh_one(self, id: str, tell: bool = True) -> None:
        action = self._actions[id]
        known, allowed = bool(self._answerers[id]), bool(self._allowed(id))
        if action.isVisible() == known and action.isEnabled() == allowed:
            return
        action.setVisible(known)
        action.setEnabled(allowed)
        if tell:
            self.changed.emit()

    def _run(self, id: str, checked: bool) -> None:
        answerer = self._pick(self._allowed(id))
        if answerer is None:
            return
        self.triggered.emit(id)
        if self._table[id].is_checkable:
            answerer.callback(checked)
        else:
            answerer.callback()

    def _pick(self, answerers: list[_Answerer]) -> _Answerer | None:
        focus = QApplication.focusWidget()
        best, best_steps = None, -1
        for answerer in answerers:
            steps = _steps_up(focus, answerer.owner)
            if steps is not None and (best is None or steps < best_steps):
                best, best_steps = answerer, steps
        if best is not None:
            return best
        placed = [answerer for answerer in answerers if answerer.owner is not None]
        return (placed or answerers or [None])[-1]


def default_keys(command: Command, system: System = SYSTEM) -> list[str]:
    """Return a command's shipped keys on a system, as Qt writes them portably."""
    if system == "mac":
        return [_mac_key(command.mac_keys)] if command.mac_keys else []
    return [portable_key(key) for key in (command.keys, command.alt) if key]


def portable_key(key: str) -> str:
    """Return a key as Qt writes it portably, so that `Ctrl+Enter` and `ctrl+Return` compare equal."""
    sequence = QKeySequence(key.replace("Enter", "Return"), QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def shown_key(key: str) -> str:
    """Return a key as this system's menus write it."""
    sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def load_keys(file: Path) -> dict[str, list[str]]:
    """Read the user's keys; a file that cannot be read leaves the shipped keys in force."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}
    keys = table.get("keys", {})
    if not isinstance(keys, dict):
        return {}
    return {str(id): [str(k) for k in value] for id, value in keys.items() if isinstance(value, list)}


def save_keys(file: Path, keys: Mapping[str, list[str]]) -> None:
    """Write the user's keys through a temporary name."""
    lines = ["# Keys that differ from the shipped ones. An empty list takes the key away.", "[keys]"]
    for id, values in sorted(keys.items()):
        quoted = ", ".join('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values)
        lines.append(f'"{id}" = [{quoted}]')
    temporary = file.with_suffix(".toml.new")
    temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    temporary.replace(file)


_MENU_ROLES = {
    "about": QAction.MenuRole.AboutRole,
    "settings": QAction.MenuRole.PreferencesRole,
    "app.quit": QAction.MenuRole.QuitRole,
}


def _mac_key(key: str) -> str:
    # In Qt, Ctrl is the ⌘ key of a Mac and Meta its Control key.
    return portable_key(key.replace("Ctrl", "Meta").replace("Cmd", "Ctrl"))


def _overlap(a: Scope, b: Scope) -> bool:
    return a == b or "window" in (a, b) or {a, b} == {"list", "reader"}


def _number(owner: QWidget | None) -> int:
    return 0 if owner is None else id(owner)


def _steps_up(widget: QWidget | None, ancestor: QWidget | None) -> int | None:
    steps = 0
    while widget is not None:
        if widget is ancestor:
            return steps
        widget = widget.parentWidget()
        steps += 1
    return None
