"""Restoring letters at the Desk, by keys: the command, the word diff, one step of undo, the quiet offer."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive, Article
from desktop_app.gui.context import Context
from desktop_app.gui.desk import DeskPlace
from desktop_app.gui.desk.letters_sheet import LettersSheet
from desktop_app.letters import stripped
from desktop_app.letters.service import LetterService
from tests.gui.editor.conftest import type_keys

FIRST = "Gəncədə köhnə mətbəə yenidən açıldı və bütün şəhər buna çox sevindi."
SECOND = "Usta [dəzgahı](dezgah/kohne.md) təmizlədi, `kohne kod` isə qaldı."
ENGLISH = "The owner of the press said that the machine is older than the house."


@pytest.fixture
def typed(archive: Archive) -> int:
    body = f"{stripped(FIRST)}\n\n{ENGLISH}\n\n{stripped(SECOND)}\n"
    return archive.add(Article(title="Kohne metbee", body=body, language="az")).articles[0]


@pytest.fixture
def letters(desk: DeskPlace, context: Context, lists_folder: Path, typed: int) -> DeskPlace:
    context.app._letters = LetterService(context.archive, lists_folder)
    desk.edit_article(typed)
    return desk


def sheet(qtbot: QtBot, place: DeskPlace) -> LettersSheet:
    place.context.commands.trigger("letters")
    qtbot.waitUntil(lambda: any(s.isVisible() for s in place.window().findChildren(LettersSheet)))
    return next(s for s in place.window().findChildren(LettersSheet) if s.isVisible())


def press(key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(QApplication.focusWidget(), key)


def test_enter_restores_all_as_one_step_of_undo(qtbot: QtBot, letters: DeskPlace) -> None:
    editor = letters.pane.editor
    before = editor.raw_text()
    sheet(qtbot, letters)
    press(Qt.Key.Key_Return)
    assert editor.raw_text() == f"Köhnə mətbəə\n{FIRST}\n\n{ENGLISH}\n\n{SECOND}\n"
    editor.undo()
    assert editor.raw_text() == before


def test_a_word_is_left_by_space(qtbot: QtBot, letters: DeskPlace) -> None:
    page = sheet(qtbot, letters).page
    assert [one.old for one in page.proposals[:3]] == ["Kohne", "metbee", "Gencede"]
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    assert letters.pane.editor.raw_text().startswith(f"Köhnə metbee\n{FIRST}")


def test_none_taken_then_one(qtbot: QtBot, letters: DeskPlace) -> None:
    made = sheet(qtbot, letters)
    made.all.click()
    assert not made.verb.isEnabled()
    press(Qt.Key.Key_Return)
    assert made.isVisible()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    assert letters.pane.editor.raw_text().endswith("temizledi, `kohne kod` ise qaldı.\n")


def test_a_click_leaves_a_word_and_escape_changes_nothing(qtbot: QtBot, letters: DeskPlace) -> None:
    before = letters.pane.editor.raw_text()
    made = sheet(qtbot, letters)
    box = made.page._boxes(2)[0]
    QTest.mouseClick(made.page.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(*map(int, box.center().toTuple())))
    assert made.page.taken[:4] == [True, True, False, True]
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not letters.window().findChildren(LettersSheet))
    assert letters.pane.editor.raw_text() == before


def test_down_goes_to_the_line_below(qtbot: QtBot, letters: DeskPlace) -> None:
    page = sheet(qtbot, letters).page
    press(Qt.Key.Key_Down)
    assert page.current == 2
    press(Qt.Key.Key_Up)
    assert page.current in (0, 1)


def test_only_what_is_selected_is_restored(qtbot: QtBot, letters: DeskPlace) -> None:
    editor = letters.pane.editor
    cursor = editor.textCursor()
    cursor.setPosition(0)
    cursor.movePosition(cursor.MoveOperation.EndOfBlock, cursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    sheet(qtbot, letters)
    press(Qt.Key.Key_Return)
    assert editor.raw_text().startswith(f"Köhnə mətbəə\n{stripped(FIRST)}")


def test_a_text_with_its_letters_is_told_so(letters: DeskPlace, press: int) -> None:
    letters.edit_article(press)
    letters.context.commands.trigger("letters")
    assert letters.context.messages.said[-1].text == "No words were found that lack their letters"


def test_missing_letters_are_offered_in_the_status_bar_and_once(qtbot: QtBot, letters: DeskPlace) -> None:
    def offered() -> bool:
        return any(part.text == "Letters are missing" for part in letters.status().parts)

    paragraph = "Bu bir cox insan ucun gozlenilmez oldu, amma butun seher sonra sevindi."
    letters.pane.editor.go_to(letters.pane.editor.document().characterCount() - 1)
    type_keys(letters.pane.editor, paragraph)
    qtbot.waitUntil(offered, timeout=6000)
    sheet(qtbot, letters)
    press(Qt.Key.Key_Escape)
    assert not offered()
    letters.letters._look()
    assert not offered()
