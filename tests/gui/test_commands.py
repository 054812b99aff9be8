"""The table of commands: no clash, no key a system claims, nothing dead in a menu, the pane in focus answers."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.commands import COMMANDS, Commands, default_keys, load_keys, portable_key, save_keys
from desktop_app.gui.keymap import MENUS, TABLE
from desktop_app.gui.menus import build_menus, with_access_keys

NOT_ON_AZ_OR_TR_KEYBOARDS = set("W[];',./")
SYSTEM_KEYS = {
    "win": {"Alt+F4", "Alt+Tab", "Alt+Space", "Ctrl+Esc", "F10", "Ctrl+Shift+U", "Ctrl+Shift+E", "Ctrl+Space"},
    "mac": {
        "Ctrl+H", "Ctrl+M", "Ctrl+Space", "Ctrl+Tab", "Ctrl+Shift+3", "Ctrl+Shift+4", "Ctrl+Shift+5", "Ctrl+Shift+Q",
        "Ctrl+Meta+F", "Ctrl+Meta+Q", "Meta+Left", "Meta+Right", "Meta+Up", "Meta+Down", "F11", "Meta+F2",
    },
}  # fmt: skip


@pytest.fixture
def commands(qapp: object) -> Commands:
    return Commands()


def test_ids_are_unique_and_every_command_stands_in_a_menu() -> None:
    assert [id for id, n in Counter(c.id for c in COMMANDS).items() if n > 1] == []
    assert all(command.menu in MENUS and command.text for command in COMMANDS)
    assert sum(1 for c in COMMANDS if c.keys or c.mac_keys) >= 65


@pytest.mark.parametrize("system", ["win", "mac"])
def test_no_two_commands_want_the_same_key(commands: Commands, system: str) -> None:
    assert commands.clashes() == []
    # Not in different panes either: a key that means another thing a pane further is learnt by nobody.
    seen = Counter(key for command in COMMANDS for key in default_keys(command, system))  # type: ignore[arg-type]
    assert [key for key, n in seen.items() if n > 1] == []


@pytest.mark.parametrize("system", ["win", "mac"])
def test_no_key_belongs_to_the_system(system: str) -> None:
    taken = {portable_key(key) for key in SYSTEM_KEYS[system]}
    bad = [(c.id, key) for c in COMMANDS for key in default_keys(c, system) if key in taken]  # type: ignore[arg-type]
    assert bad == []


def test_no_first_key_is_missing_on_our_keyboards_or_made_with_altgr() -> None:
    for command in COMMANDS:
        assert "Ctrl+Alt" not in command.keys
        assert command.keys.split("+")[-1] not in NOT_ON_AZ_OR_TR_KEYBOARDS, command.id


def test_every_key_is_one_that_qt_knows() -> None:
    for command in COMMANDS:
        for system in ("win", "mac"):
            for key in default_keys(command, system):  # type: ignore[arg-type]
                assert key, command.id
                assert QKeySequence(key)[0].key() != Qt.Key.Key_unknown, command.id


def test_a_command_nobody_answers_is_not_shown(commands: Commands) -> None:
    assert not commands.action("bold").isVisible()
    commands.connect("bold", lambda: None)
    assert commands.action("bold").isVisible()
    assert commands.is_available("bold")


def test_the_pane_in_focus_answers_before_the_one_connected_last(commands: Commands, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second = QLineEdit(window), QLineEdit(window)
    layout = QVBoxLayout(window)
    layout.addWidget(first)
    layout.addWidget(second)
    answered: list[str] = []
    commands.connect("hit.next", lambda: answered.append("window"))
    commands.connect("hit.next", lambda: answered.append("first"), first)
    commands.connect("hit.next", lambda: answered.append("second"), second)
    commands.trigger("hit.next")
    window.show()
    window.activateWindow()
    commands.refresh()
    commands.trigger("hit.next")
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    commands.trigger("hit.next")
    second.hide()
    first.hide()
    commands.trigger("hit.next")
    assert answered == ["window", "second", "first", "window"]


def test_a_refused_command_tells_why(commands: Commands) -> None:
    commands.connect("export", lambda: None)
    commands.enable("export", False, "nothing is chosen")
    assert not commands.trigger("export")
    assert commands.reason("export") == "nothing is chosen"
    commands.enable("export", True)
    assert commands.reason("export") == ""
    assert commands.reason("bold")


def test_while_a_sheet_is_open_only_what_is_inside_it_answers(commands: Commands, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    sheet = QLineEdit(window)
    window.show()
    answered: list[str] = []
    commands.connect("find", lambda: answered.append("window"))
    commands.connect("find", lambda: answered.append("sheet"), sheet)
    commands.connect("undo", lambda: answered.append("undo"))
    commands.suspend(sheet)
    assert commands.trigger("find")
    assert not commands.trigger("undo")
    commands.suspend(None)
    assert commands.trigger("undo")
    assert answered == ["sheet", "undo"]


def test_keys_work_in_their_scope_only(commands: Commands, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    inside = QWidget()
    window.setCentralWidget(inside)
    layout = QVBoxLayout(inside)
    editor, other = QLineEdit(), QLineEdit()
    layout.addWidget(editor)
    layout.addWidget(other)
    ran: list[str] = []
    commands.connect("bold", lambda: ran.append("bold"))
    commands.connect("palette", lambda: ran.append("palette"))
    commands.attach(editor, "editor")
    window.addActions(commands.window_actions())
    window.show()
    window.activateWindow()
    for field in (other, editor):
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        qtbot.keyClick(field, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(field, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert ran == ["palette", "bold", "palette"]


def test_user_keys_replace_the_shipped_ones_and_survive_the_file(commands: Commands, tmp_path: Path) -> None:
    commands.set_keys("bold", ["Ctrl+J"])
    commands.set_keys("palette", [])
    file = tmp_path / "keys.toml"
    save_keys(file, commands.user_keys())
    again = Commands(load_keys(file))
    assert again.keys("bold") == ["Ctrl+J"]
    assert again.keys("palette") == []
    assert again.keys("italic") == ["Ctrl+I"]
    again.set_keys("bold", ["Ctrl+B"])
    assert again.user_keys() == {"palette": []}
    again.reset_keys()
    assert again.user_keys() == {}


def test_a_broken_key_file_leaves_the_shipped_keys(tmp_path: Path, qapp: object) -> None:
    file = tmp_path / "keys.toml"
    for text in ("[keys\nbold = 3", 'keys = "x"', '[keys]\nbold = 3\nnonsense = ["Ctrl+J"]', "\x00\xff"):
        file.write_text(text, encoding="latin-1")
        assert Commands(load_keys(file)).keys("bold") == ["Ctrl+B"]
    assert load_keys(tmp_path / "none.toml") == {}


def test_a_taken_key_is_told(commands: Commands) -> None:
    assert commands.taken_by("Ctrl+I", except_for="bold") == "italic"
    assert commands.taken_by("Ctrl+I", except_for="italic") == ""
    assert commands.taken_by("Del", except_for="bold") == ""
    assert commands.taken_by("Ctrl+L", except_for="bold") == "search"


def test_every_menu_entry_is_a_command_with_an_access_key_of_its_own(commands: Commands, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    menus = build_menus(window.menuBar(), commands)
    seen: set[str] = set()

    def walk(menu: object) -> None:
        marks = []
        for action in menu.actions():  # type: ignore[attr-defined]
            if action.isSeparator():
                continue
            if action.menu() is not None:
                walk(action.menu())
            else:
                seen.add(action.objectName())
            assert action.text().replace("&", "")
            marks += [action.text()[action.text().index("&") + 1].casefold()] if "&" in action.text() else []
        assert len(marks) == len(set(marks))

    for menu in menus.values():
        walk(menu)
    assert seen == {row.id for row in TABLE if row is not None}


def test_access_keys_prefer_the_first_letters_of_words() -> None:
    assert with_access_keys(["New draft", "Open", "Open an archive"]) == ["&New draft", "&Open", "Open &an archive"]
