"""Settings, keyboard map, about: made from the tables, applied at once, with names and room for every control."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QMainWindow, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.context import Context
from desktop_app.gui.dialogs.about import AboutSheet
from desktop_app.gui.dialogs.help import HelpSheet
from desktop_app.gui.dialogs.keyboard import KeyboardSheet, why_refused
from desktop_app.gui.dialogs.settings import SettingsSheet
from desktop_app.gui.dressing import Dressing, wanted_look
from desktop_app.gui.sheet import Sheet
from desktop_app.settings import PAGES, SETTINGS

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    made.setCentralWidget(QWidget())
    made.resize(1440, 900)
    qtbot.addWidget(made)
    for id in ("bold", "italic", "palette", "read", "keyboard", "search"):
        context.commands.connect(id, lambda *_: None)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def settings_sheet(context: Context, window: QMainWindow) -> SettingsSheet:
    sheet = SettingsSheet(context)
    sheet.open_over(window)
    return sheet


def check_names_and_targets(sheet: Sheet) -> None:
    for widget in sheet.findChildren(QWidget):
        if not widget.isVisible() or widget.objectName() in ("qt_spinbox_lineedit",):
            continue
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
            assert widget.accessibleName(), type(widget).__name__
        if isinstance(widget, QAbstractButton) and widget.isEnabled():
            assert min(widget.width(), widget.height()) >= 22, widget.accessibleName()


def test_every_setting_stands_on_its_page(settings_sheet: SettingsSheet) -> None:
    for page in (*PAGES, "About"):
        settings_sheet.open_at(page)
        check_names_and_targets(settings_sheet)
    assert set(settings_sheet.fields) == {setting.key for setting in SETTINGS}


def test_changes_apply_at_once(settings_sheet: SettingsSheet, context: Context, qtbot: QtBot) -> None:
    heard: list[str] = []
    context.exchange.setting_changed.connect(heard.append)
    tick = settings_sheet.fields["editor.show_goal"].control
    assert isinstance(tick, QCheckBox)
    tick.setFocus()
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert context.settings.get("editor.show_goal") is False
    assert heard[-1] == "editor.show_goal"
    settings_sheet.open_at("Appearance")
    box = settings_sheet.fields["appearance.theme"].control
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("dark"))
    assert context.settings.get("appearance.theme") == "dark"


def test_typing_a_number_applies_it_when_it_is_whole(
    settings_sheet: SettingsSheet, context: Context, qtbot: QtBot
) -> None:
    settings_sheet.open_at("Appearance")
    box = settings_sheet.fields["appearance.text_scale"].control
    assert isinstance(box, QSpinBox)
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "15")
    assert context.settings.get("appearance.text_scale") == 100
    qtbot.keyClicks(box, "0")
    box.interpretText()
    assert context.settings.get("appearance.text_scale") == 150


def test_a_page_is_set_back_alone(settings_sheet: SettingsSheet, context: Context) -> None:
    context.settings.set("editor.size_px", 30)
    context.settings.set("appearance.theme", "dark")
    settings_sheet._on_setting("")
    assert settings_sheet.fields["editor.size_px"].control.value() == 30
    settings_sheet._reset_page()
    assert context.settings.get("editor.size_px") == 18
    assert settings_sheet.fields["editor.size_px"].control.value() == 18
    assert context.settings.get("appearance.theme") == "dark"


def test_the_look_follows_the_settings(context: Context, qtbot: QtBot) -> None:
    dressing = Dressing(context.settings, context.theme)
    context.exchange.setting_changed.connect(dressing.on_setting)
    context.set("appearance.theme", "dark")
    context.set("appearance.text_scale", 150)
    context.set("accessibility.contrast", "more")
    theme = context.theme.theme
    assert (theme.scheme, theme.text_scale, theme.high_contrast) == ("dark", 1.5, True)
    assert wanted_look(context.settings) == ("dark", 1.5, True, False)


@pytest.fixture
def keyboard(context: Context, window: QMainWindow) -> KeyboardSheet:
    sheet = KeyboardSheet(context)
    sheet.open_over(window)
    return sheet


def test_a_key_is_changed_by_pressing_it(keyboard: KeyboardSheet, context: Context, qtbot: QtBot) -> None:
    check_names_and_targets(keyboard)
    one = keyboard.buttons["bold"]
    qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
    assert one.is_waiting
    qtbot.keyClick(one, Qt.Key.Key_J, CTRL)
    assert context.commands.keys("bold") == ["Ctrl+J"]
    assert one.text() == "Ctrl+J"
    one.wait()
    qtbot.keyClick(one, Qt.Key.Key_Backspace)
    assert context.commands.keys("bold") == []
    assert one.text() == "—"


def test_escape_leaves_the_key_and_the_sheet_open(keyboard: KeyboardSheet, context: Context, qtbot: QtBot) -> None:
    one = keyboard.buttons["bold"]
    one.wait()
    qtbot.keyClick(one, Qt.Key.Key_Escape)
    assert keyboard.isVisible()
    assert context.commands.keys("bold") == ["Ctrl+B"]


def test_a_clash_is_told_and_taken_over_only_when_said(keyboard: KeyboardSheet, context: Context, qtbot: QtBot) -> None:
    one = keyboard.buttons["bold"]
    one.wait()
    qtbot.keyClick(one, Qt.Key.Key_I, CTRL)
    assert context.commands.keys("bold") == ["Ctrl+B"]
    assert "Italic" in keyboard._note.text()
    qtbot.mouseClick(keyboard._take, Qt.MouseButton.LeftButton)
    assert context.commands.keys("bold") == ["Ctrl+I"]
    assert context.commands.keys("italic") == []
    assert context.commands.clashes() == []
    keyboard._reset_all()
    assert context.commands.keys("italic") == ["Ctrl+I"]


@pytest.mark.parametrize(
    ("key", "id", "fits"),
    [
        ("Ctrl+J", "bold", True),
        ("F4", "bold", True),
        ("J", "bold", False),
        ("Shift+J", "bold", False),
        ("Alt+F4", "bold", False),
        ("Ctrl+Alt+J", "bold", False),
        ("Return", "read", True),
        ("Return", "bold", False),
        ("", "bold", True),
    ],
)
def test_keys_that_would_write_letters_or_belong_elsewhere_are_refused(
    context: Context, key: str, id: str, fits: bool
) -> None:
    assert (why_refused(key, context.commands.command(id)) == "") is fits


def test_columns_follow_the_width(keyboard: KeyboardSheet, window: QMainWindow, qtbot: QtBot) -> None:
    wide = keyboard._shown_columns
    window.resize(800, 600)
    qtbot.waitUntil(lambda: keyboard._shown_columns < wide)
    assert keyboard.width() <= 800
    assert all(one.isVisible() for one in keyboard.buttons.values())


def test_about_tells_where_the_archive_lies_and_copies_it(context: Context, window: QMainWindow, qtbot: QtBot) -> None:
    sheet = AboutSheet(context)
    sheet.open_over(window)
    sheet.pane._copy_details()
    copied = QGuiApplication.clipboard().text()
    assert str(context.archive.path) in copied
    assert "4 articles" in copied


@pytest.mark.parametrize("place", ["desk", "archive", "imports", "trash"])
def test_help_names_the_keys_that_are_in_force(context: Context, window: QMainWindow, place: str) -> None:
    context.commands.set_keys("search", ["Ctrl+J"])
    sheet = HelpSheet(context, place, place.title())
    sheet.open_over(window)
    text = sheet.page.toPlainText()
    assert "{" not in text
    assert "—" not in text
    assert ("Ctrl+J" in text) is (place == "archive")
