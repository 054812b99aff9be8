"""The versions of a text: compared, gone through, named, restored."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.archive.articles import VersionReason
from desktop_app.gui.context import Context
from desktop_app.gui.desk.desk_place import DeskPlace
from desktop_app.gui.desk.naming import NameSheet
from desktop_app.gui.desk.version_list import NOW
from tests.gui.desk.conftest import BODY


@pytest.fixture
def history(desk: DeskPlace, archive: Archive, press: int) -> DeskPlace:
    """Three states: as it was, with a word changed, and as it is now."""
    desk.open_article(press, focus=True)
    text = desk.text
    assert text is not None
    text.replace_texts(text.article.title, BODY.replace("yenidən", "təzədən"))
    text.flush()
    text.keep_version("To the editor")
    text.replace_texts(text.article.title, BODY.replace("yenidən", "indi") + "\nSon.")
    text.flush()
    desk.show_versions(press)
    return desk


def test_the_newest_version_is_compared_with_now(history: DeskPlace) -> None:
    view = history.versions
    assert view.list.current() == 2
    assert view._title.text().endswith("→ now")
    assert view._numbers.text() == "2 words added, 1 removed, 2 places"
    page = view.page.toPlainText()
    assert "təzədən" in page
    assert "Son." in page
    assert view.list.versions.row(2).added == 1  # type: ignore[union-attr]


def test_arrows_choose_another_version(history: DeskPlace) -> None:
    view = history.versions
    view.list.setFocus()
    QTest.keyClick(view.list, Qt.Key.Key_Down)
    assert view.list.current() == 1
    assert "yenidən" in view.page.toPlainText()
    QTest.keyClick(view.list, Qt.Key.Key_Up)
    QTest.keyClick(view.list, Qt.Key.Key_Up)
    assert view.list.current() == 0
    assert not view._restore.isEnabled()


def test_changes_are_gone_through(history: DeskPlace, context: Context) -> None:
    view = history.versions
    view.next_change()
    assert context.messages.said[-1].text == "Change 1 of 2"
    assert view.page.extraSelections()[0].cursor.selectedText().startswith("təzədən")
    view.next_change()
    view.next_change()
    assert context.messages.said[-1].text == "Change 1 of 2"
    view.previous_change()
    assert context.messages.said[-1].text == "Change 2 of 2"


def test_side_by_side_shows_each_text_once(history: DeskPlace) -> None:
    view = history.versions
    view.way._group.button(1).click()
    assert "<table" in view.page.toHtml()
    view.next_change()
    assert view.page.extraSelections()


def test_restoring_asks_and_keeps_todays_text(
    history: DeskPlace, context: Context, archive: Archive, press: int
) -> None:
    view = history.versions
    view.restore()
    question = context.messages.said[-1]
    assert question.kind == "question"
    before = archive.get(press).body
    question.accept()
    assert archive.get(press).body == BODY.replace("yenidən", "təzədən")
    assert history.text is not None
    assert history.text.texts()[1] == archive.get(press).body, "the open text follows"
    newest = archive.versions(press)[0]
    assert newest.reason is VersionReason.RESTORE
    assert archive.version_text(press, newest.number).body == before
    history.close_versions()
    history.pane.editor.undo()
    history.flush()
    assert archive.get(press).body == before, "and is one Undo away from where it was"


def test_a_version_is_named(history: DeskPlace, archive: Archive, press: int, qtbot: QtBot) -> None:
    view = history.versions
    view.list.set_current(1)
    view._compare(1)
    view._name()
    sheet = history.findChildren(NameSheet)[0]
    line = sheet.findChildren(QLineEdit)[0]
    line.setText("The first one")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert archive.version_text(press, 1).version.name == "The first one"
    assert view.list.versions.row(1).text == "Named: “The first one”"  # type: ignore[union-attr]


def test_esc_leads_back_to_the_text(history: DeskPlace) -> None:
    assert history.escape()
    assert not history.shows_versions
    assert history.pane.editor.hasFocus()


def test_the_inspector_lists_the_last_ones_and_leads_to_them(history: DeskPlace, press: int) -> None:
    history.close_versions()
    history.commands.show_tab("history")
    listed = history.inspector.history.list
    assert [row.number for row in listed.versions.rows if row.number > 0] == [2, 1]
    listed.opened.emit(1)
    assert history.shows_versions
    assert history.versions.list.current() == 1


def test_a_draft_without_versions_says_so(desk: DeskPlace) -> None:
    desk.new_draft({})
    desk.commands.show_tab("history")
    assert desk.inspector.history._stack.currentIndex() == 1


def test_one_paragraph_is_restored_and_the_others_stay(history: DeskPlace, archive: Archive, press: int) -> None:
    view = history.versions
    before = archive.get(press).body
    view.next_change()
    assert view._place == 1
    QTest.mouseClick(view._paragraph, Qt.MouseButton.LeftButton)
    assert archive.get(press).body == BODY.replace("yenidən", "təzədən") + "\nSon."
    newest = archive.versions(press)[0]
    assert newest.reason is VersionReason.RESTORE
    assert archive.version_text(press, newest.number).body == before, "today's text is kept first"
    history.close_versions()
    history.pane.editor.undo()
    history.flush()
    assert archive.get(press).body == before


def test_nothing_is_restored_in_a_text_that_is_only_read(history: DeskPlace, archive: Archive, press: int) -> None:
    assert history.text is not None
    before, kept = history.pane.editor.raw_text(), len(archive.versions(press))
    history.text.is_read_only = True
    history.versions.next_change()
    history.versions.restore_paragraph()
    history.versions.restore()
    assert not [message for message in history.context.messages.said if message.kind == "question"]
    assert history.pane.editor.raw_text() == before
    assert len(archive.versions(press)) == kept


def test_a_click_chooses_the_paragraph_that_is_restored(history: DeskPlace, archive: Archive, press: int) -> None:
    view = history.versions
    cursor = view.page.document().find("Son.")
    assert not cursor.isNull()
    QTest.mouseClick(view.page.viewport(), Qt.MouseButton.LeftButton, pos=view.page.cursorRect(cursor).center())
    assert view._place == 2
    history.context.commands.trigger("version.paragraph")
    assert archive.get(press).body == BODY.replace("yenidən", "indi")


def test_a_version_is_found_by_what_it_held(history: DeskPlace, qtbot: QtBot) -> None:
    view = history.versions
    view.search.setFocus()
    QTest.keyClicks(view.search, "TEZEDEN")
    qtbot.waitUntil(lambda: [row.number for row in view.list.versions.rows if row.number > 0] == [2])
    assert view._note.text().endswith("“TEZEDEN”")
    view.search.clear()
    qtbot.waitUntil(lambda: [row.number for row in view.list.versions.rows if row.number > 0] == [2, 1])


def test_since_when_a_sentence_is_there(history: DeskPlace, context: Context) -> None:
    history.close_versions()
    editor = history.pane.editor
    editor.go_to(editor.raw_text().index("Dəzgah gündə"))
    context.commands.trigger("sentence.history")
    said = context.messages.said[-1]
    assert said.text.startswith("First in the version of Today, ")
    said.accept()
    assert history.shows_versions
    assert history.versions.list.current() == 1
    history.close_versions()
    editor.go_to(editor.raw_text().index("Son."))
    context.commands.trigger("sentence.history")
    assert "they are new" in context.messages.said[-1].text


def test_now_tells_how_it_differs_from_the_newest_version(history: DeskPlace) -> None:
    row = history.versions.list.versions.row(NOW)
    assert row is not None
    assert (row.added, row.removed) == (2, 1)


@pytest.mark.parametrize("mine", [True, False])
def test_a_conflict_shows_both_texts_and_one_is_chosen(
    desk: DeskPlace, archive: Archive, press: int, mine: bool
) -> None:
    desk.open_article(press, focus=True)
    assert desk.text is not None
    archive.edit(press, body=BODY.replace("yenidən", "onların"))
    desk.pane.editor.go_to(desk.pane.editor.raw_text().index("kağız"))
    QTest.keyClicks(desk.pane.editor, "menim ")
    desk.flush()
    assert desk.text.conflict is not None
    desk.pane.compare_requested.emit()
    view = desk.versions
    assert view._title.text() == "Theirs → mine"
    page = view.page.toPlainText()
    assert "onların" in page
    assert "menim" in page
    assert not view._restore.isVisible()
    QTest.keyClick(view._mine if mine else view._theirs, Qt.Key.Key_Space)
    desk.flush()
    assert not desk.shows_versions
    assert desk.text.conflict is None
    body = archive.get(press).body
    assert ("menim" in body, "onların" in body) == (mine, not mine)
    held = [archive.version_text(press, one.number).body for one in archive.versions(press)]
    assert any("onların" in one for one in held) or not mine
    assert any("menim" in one for one in held) or mine
