"""Lists, tables, fences, moves, letters and footnotes under real keys, at a Desk with its command table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui.context import Context
from desktop_app.gui.desk import DeskPlace
from tests.gui.editor.conftest import type_keys

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(desk: DeskPlace, qtbot: QtBot) -> DeskPlace:
    """A new draft with a headline and the caret below it."""
    desk.new_draft({"language": "az"})
    qtbot.waitUntil(desk.pane.editor.hasFocus)
    type_keys(desk.pane.editor, "T")
    press(desk, Key.Key_Return)
    return desk


def press(desk: DeskPlace, key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.pane.editor, key, modifiers)


def body(desk: DeskPlace) -> str:
    return desk.pane.editor.texts()[1]


def write(desk: DeskPlace, text: str) -> None:
    """Put a body in place, with the caret where ‸ stands."""
    desk.pane.editor.selectAll()
    title = desk.pane.editor.texts()[0]
    desk.pane.typist.insert_words(title + "\n" + text.replace("‸", ""))
    if "‸" in text:
        desk.pane.editor.go_to(len(title) + 1 + text.index("‸"))


def test_a_numbered_list_is_written_nested_and_left(page: DeskPlace) -> None:
    type_keys(page.pane.editor, "1. bir")
    press(page, Key.Key_Return)
    type_keys(page.pane.editor, "iki")
    press(page, Key.Key_Return)
    press(page, Key.Key_Tab)
    type_keys(page.pane.editor, "dərin")
    press(page, Key.Key_Return)
    press(page, Key.Key_Backtab, SHIFT)
    type_keys(page.pane.editor, "üç")
    assert body(page) == "1. bir\n2. iki\n    1. dərin\n3. üç"
    press(page, Key.Key_Return)
    press(page, Key.Key_Return)
    type_keys(page.pane.editor, "son")
    assert body(page) == "1. bir\n2. iki\n    1. dərin\n3. üç\nson"


def test_what_comes_between_renumbers_and_one_undo_takes_it_back(page: DeskPlace) -> None:
    write(page, "1. a‸\n2. b\n3. c")
    press(page, Key.Key_Return)
    assert body(page) == "1. a\n2. \n3. b\n4. c"
    press(page, Key.Key_Z, CTRL)
    assert body(page) == "1. a\n2. b\n3. c"
    write(page, "1. a\n2. ‸b\n3. c")
    press(page, Key.Key_Backspace)
    assert body(page) == "1. a\nb\n2. c"
    press(page, Key.Key_Backspace)
    assert body(page) == "1. ab\n2. c"


def test_an_item_moved_up_takes_its_number(page: DeskPlace) -> None:
    write(page, "vvv\n\n1. a\n2. b‸\n3. c")
    press(page, Key.Key_Up, CTRL | SHIFT)
    assert body(page) == "vvv\n\n1. b\n2. a\n3. c"
    press(page, Key.Key_Z, CTRL)
    assert body(page) == "vvv\n\n1. a\n2. b\n3. c"


def test_a_fence_is_closed_and_keeps_lists_out(page: DeskPlace) -> None:
    type_keys(page.pane.editor, "```")
    press(page, Key.Key_Return)
    type_keys(page.pane.editor, "- no list")
    press(page, Key.Key_Return)
    type_keys(page.pane.editor, "    x")
    press(page, Key.Key_Return)
    assert body(page) == "```\n- no list\n    x\n    \n```"


def test_a_table_grows_under_the_hands(page: DeskPlace) -> None:
    type_keys(page.pane.editor, "| Ad | Şəhər |")
    press(page, Key.Key_Return)
    for cell in ("Rauf", "Gəncə", "Leyla", "Bakı"):
        type_keys(page.pane.editor, cell)
        press(page, Key.Key_Tab)
    press(page, Key.Key_Return)
    type_keys(page.pane.editor, "son")
    assert body(page) == ("| Ad    | Şəhər |\n| ----- | ----- |\n| Rauf  | Gəncə |\n| Leyla | Bakı  |\nson")


def test_a_step_in_a_table_is_one_undo_and_goes_back(page: DeskPlace) -> None:
    write(page, "| a | b |\n|---|---|\n| long‸ | d |")
    press(page, Key.Key_Tab)
    assert body(page) == "| a    | b   |\n| ---- | --- |\n| long | d   |"
    press(page, Key.Key_Z, CTRL)
    assert body(page) == "| a | b |\n|---|---|\n| long | d |"
    press(page, Key.Key_Backtab, SHIFT)
    type_keys(page.pane.editor, "!")
    assert "| b!" in body(page)


def test_tables_are_changed_by_commands(page: DeskPlace, context: Context) -> None:
    commands = context.commands
    assert commands.trigger("table")
    assert body(page).strip().count("\n") == 3
    type_keys(page.pane.editor, "x")
    assert body(page).startswith("\n| x")
    for id in ("table.column", "table.row", "table.right", "table.row.remove", "table.column.remove"):
        assert commands.trigger(id)
    assert body(page).split("\n")[1] == "| x   |     |     |"
    write(page, "plain‸")
    commands.trigger("table.row")
    assert context.messages.said[-1].text == "The caret stands in no table"


def test_sections_and_paragraphs_move(page: DeskPlace, context: Context) -> None:
    write(page, "## A\n\na\n\n## B\n\nb‸")
    press(page, Key.Key_Up, ALT | SHIFT)
    assert body(page) == "## B\n\nb\n\n## A\n\na"
    press(page, Key.Key_Down, ALT | SHIFT)
    assert body(page) == "## A\n\na\n\n## B\n\nb"
    context.commands.trigger("paragraph.up")
    assert body(page) == "## A\n\na\n\nb\n\n## B"


def test_letters_change_as_the_language_has_them(page: DeskPlace, context: Context) -> None:
    write(page, "ilıq dizi‸")
    context.commands.trigger("case.upper")
    assert body(page) == "ilıq DİZİ"
    page.pane.editor.go_to(0, 1)
    context.commands.trigger("case.lower")
    assert page.pane.editor.texts()[0] == "t"


def test_footnotes_are_numbered_anew_and_led_to(page: DeskPlace, context: Context) -> None:
    write(page, "a‸ b")
    press(page, Key.Key_M, CTRL | SHIFT)
    type_keys(page.pane.editor, "bir")
    page.pane.editor.go_to(2)
    press(page, Key.Key_M, CTRL | SHIFT)
    type_keys(page.pane.editor, "iki")
    assert body(page) == "[^2]a[^1] b\n\n[^1]: bir\n[^2]: iki"
    context.commands.trigger("footnotes.renumber")
    assert body(page) == "[^1]a[^2] b\n\n[^2]: bir\n[^1]: iki"
    press(page, Key.Key_M, CTRL | SHIFT)
    assert page.pane.editor.textCursor().position() == 2 + len("[^1]"), "from the note to its mark"
    press(page, Key.Key_M, CTRL | SHIFT)
    assert page.pane.editor.textCursor().block().text() == "[^1]: iki"


def test_every_row_of_a_table_is_set_in_a_fixed_width(page: DeskPlace) -> None:
    write(page, "| a | `b` |\n|---|---|\n| ə | d |‸")
    QApplication.processEvents()
    block = page.pane.editor.document().findBlockByNumber(1)
    while block.isValid():
        assert {one.format.fontFamilies()[0] for one in block.layout().formats()} == {"JetBrains Mono"}
        assert sum(one.length for one in block.layout().formats()) == len(block.text())
        block = block.next()
