"""Templates, snippets and recent drafts, by the keys a writer uses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app import paths
from desktop_app.archive import Archive
from desktop_app.gui.context import Context
from desktop_app.gui.desk import templates
from desktop_app.gui.desk.checks import check
from desktop_app.gui.desk.desk_place import DeskPlace
from desktop_app.gui.desk.naming import NameSheet
from desktop_app.gui.desk.picking import PickSheet
from desktop_app.gui.desk.switcher import Switcher
from desktop_app.text.blanks import BLANK

LANGUAGES = ("en", "az", "tr", "ru")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_HOME", str(tmp_path / "home"))


def focused_key(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, held)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_forms(language: str) -> None:
    folder = paths.resource(f"drafts/{language}")
    for kind, least in (("templates", 4), ("snippets", 3)):
        files = list((folder / kind).glob("*.md"))
        assert len(files) >= least
        assert all(BLANK.search(file.read_text("utf-8")) for file in files)
    assert all(form.split()[0] for form in templates.read("templates", language))
    assert templates.read("templates", "ka") == templates.read("templates", "en")


def test_ones_own_stand_first_and_take_the_place_of_shipped_ones() -> None:
    templates.keep("templates", "Report", "# Mine\n\ntext")
    templates.keep("templates", "../Zwei: Teile?", "no headline")
    (templates.own_folder("templates") / "broken.md").write_bytes(b"\xff\xfe\xff")
    forms = templates.read("templates", "en")
    assert [(one.name, one.is_own) for one in forms[:3]] == [("Report", True), ("Zwei Teile", True), ("Column", False)]
    assert forms[0].split() == ("Mine", "text")
    assert forms[1].split() == ("", "no headline")
    assert "Report" not in [one.name for one in forms[2:]]


def test_a_draft_is_begun_from_a_template_and_filled_in_with_tab(
    desk: DeskPlace, context: Context, archive: Archive
) -> None:
    context.commands.trigger("draft.template")
    sheet = desk.findChildren(PickSheet)[-1]
    assert QApplication.focusWidget() is sheet.line
    QTest.keyClicks(sheet.line, "inter")
    focused_key(Qt.Key.Key_Return)
    editor = desk.pane.editor
    assert editor.hasFocus()
    assert editor.textCursor().selectedText() == "{{Name}}"
    QTest.keyClicks(editor, "Leyla")
    focused_key(Qt.Key.Key_Tab)
    assert editor.textCursor().selectedText() == "{{the sentence one remembers}}"
    QTest.keyClicks(editor, "Paper remembers")
    focused_key(Qt.Key.Key_Tab)
    QTest.keyClicks(editor, "A printer.")
    focused_key(Qt.Key.Key_Tab)
    focused_key(Qt.Key.Key_Tab)
    focused_key(Qt.Key.Key_Backtab)
    assert editor.textCursor().selectedText() == "{{First question}}"
    focused_key(Qt.Key.Key_Escape)
    editor.go_to(editor.raw_text().index("A printer.") + 10)
    focused_key(Qt.Key.Key_Tab)
    desk.flush()
    assert desk.text is not None
    kept = archive.get(desk.text.id)
    assert kept.title == "Leyla: “Paper remembers”"
    assert kept.kind == "Interview"
    assert kept.body.startswith("A printer.\t\n"), "after Esc, Tab is a tab"
    assert any(one.what == "{{First question}}" for one in check(kept.body, pictures=(), articles=()))


def test_a_snippet_takes_the_selection_and_leads_to_its_blank(desk: DeskPlace, context: Context, press: int) -> None:
    desk.open_article(press, focus=True)
    editor = desk.pane.editor
    at = editor.raw_text().index("kağız")
    editor.go_to(at, at + 5)
    before = editor.raw_text()
    context.commands.trigger("snippet")
    QTest.keyClicks(QApplication.focusWidget(), "quot")
    focused_key(Qt.Key.Key_Return)
    assert "> kağız\n>\n> — {{Name, what they do}}" in editor.raw_text()
    assert editor.textCursor().selectedText() == "{{Name, what they do}}"
    QTest.keyClicks(editor, "Rauf")
    focused_key(Qt.Key.Key_Tab)
    assert editor.raw_text().count("\t") == before.count("\t"), "behind the last blank too Tab is no tab"
    while editor.raw_text() != before and editor.document().isUndoAvailable():
        editor.undo()
    assert editor.raw_text() == before


def test_a_snippet_without_a_blank_leads_to_none_elsewhere(desk: DeskPlace, context: Context, press: int) -> None:
    templates.keep("snippets", "Day", "On {{today}}.")
    desk.open_article(press, focus=True)
    editor = desk.pane.editor
    editor.go_to(editor.raw_text().index("\n") + 1)
    desk.pane.typist.insert_words("{{place}} ")
    context.commands.trigger("snippet")
    QTest.keyClicks(QApplication.focusWidget(), "Day")
    focused_key(Qt.Key.Key_Return)
    cursor = editor.textCursor()
    assert cursor.selectedText() == ""
    assert editor.raw_text()[: cursor.position()].endswith(f"{date.today().year}.")


def test_the_sheet_is_left_without_a_trace(desk: DeskPlace, context: Context, press: int) -> None:
    desk.open_article(press, focus=True)
    before = desk.pane.editor.raw_text()
    context.commands.trigger("snippet")
    focused_key(Qt.Key.Key_Down)
    focused_key(Qt.Key.Key_Escape)
    assert desk.pane.editor.hasFocus()
    assert desk.pane.editor.raw_text() == before


def test_a_text_is_kept_as_a_template(desk: DeskPlace, context: Context, press: int) -> None:
    desk.open_article(press, focus=True)
    context.commands.trigger("template.keep")
    sheet = desk.findChildren(NameSheet)[-1]
    sheet.line.setText("Press")
    QTest.keyClick(sheet.line, Qt.Key.Key_Return)
    form = templates.read("templates", "en")[0]
    assert (form.name, form.split()[0]) == ("Press", "Köhnə çap dəzgahının ikinci ömrü")


@pytest.fixture
def three(desk: DeskPlace, press: int, others: tuple[int, ...]) -> DeskPlace:
    for one in (press, *others):
        desk.open_article(one, focus=True)
    return desk


def ctrl_tab(desk: DeskPlace) -> Switcher:
    QTest.keyPress(desk.pane.editor, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    desk.context.commands.trigger("recent")
    switcher = desk.window().findChildren(Switcher)[-1]
    switcher._is_held = True
    return switcher


def test_ctrl_tab_leads_to_the_draft_before(three: DeskPlace, press: int, others: tuple[int, ...]) -> None:
    switcher = ctrl_tab(three)
    assert switcher._ids == [others[1], others[0], press]
    assert switcher.list.currentRow() == 1
    QTest.keyRelease(switcher.list, Qt.Key.Key_Control)
    assert three.text is not None
    assert three.text.id == others[0]
    assert three.pane.editor.hasFocus()
    switcher = ctrl_tab(three)
    assert switcher._ids == [others[0], others[1], press], "most recent first"
    QTest.keyClick(switcher.list, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    QTest.keyRelease(switcher.list, Qt.Key.Key_Control)
    assert three.text.id == press


def test_the_switcher_is_left_by_esc_and_used_by_arrows(three: DeskPlace, press: int, others: tuple[int, ...]) -> None:
    three.context.commands.trigger("recent")
    switcher = three.window().findChildren(Switcher)[-1]
    QTest.keyClick(switcher.list, Qt.Key.Key_Escape)
    assert three.text is not None
    assert three.text.id == others[1]
    assert three.pane.editor.hasFocus()
    three.context.commands.trigger("recent")
    switcher = three.window().findChildren(Switcher)[-1]
    QTest.keyClick(switcher.list, Qt.Key.Key_Down)
    QTest.keyClick(switcher.list, Qt.Key.Key_Return)
    assert three.text.id == press


def test_a_click_opens_the_draft(three: DeskPlace, qtbot: QtBot, press: int) -> None:
    three.context.commands.trigger("recent")
    switcher = three.window().findChildren(Switcher)[-1]
    box = switcher.list.visualItemRect(switcher.list.item(2))
    QTest.mouseClick(switcher.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert three.text is not None
    assert three.text.id == press
