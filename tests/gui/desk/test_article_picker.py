"""Linking to articles of the archive and quoting them, by keys alone and by mouse, through the real search."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article
from desktop_app.gui.context import Context
from desktop_app.gui.desk import DeskPlace
from desktop_app.gui.desk.article_picker import ArticlePicker
from desktop_app.text.dates import parse_date
from tests.gui.desk.test_writing import body, page, press, write
from tests.gui.editor.conftest import type_keys

__all__ = ["page"]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LAMP = "He kept a ladder. The *lamps* were lit at five, winter and summer. Nobody thanked him.\n\nThe lamps are gone."


@pytest.fixture(autouse=True)
def published(archive: Archive, context: Context, press: int) -> Iterator[None]:
    archive.add(
        Article(
            title="The last [old] lamplighter", body=LAMP, language="en", status="published",
            publication="Evening Post", published=parse_date("1928-03-14"),
        ),
        Article(title="Limanda yeni dəzgah", body="Liman sakit idi. Dəzgahlar gecə gəldi.", status="published"),
    )  # fmt: skip
    yield
    if context.app._search is not None:
        context.app._search.close()


def picker_of(page: DeskPlace, qtbot: QtBot) -> ArticlePicker:
    press(page, Key.Key_K, CTRL | SHIFT)
    picker = page.window().findChild(ArticlePicker)
    assert picker is not None
    qtbot.waitUntil(picker.field.hasFocus)
    return picker


def uid(archive: Archive, title: str) -> str:
    return archive.get(archive.by_title([title])[title][0]).uid


def test_words_then_enter_make_a_link(page: DeskPlace, archive: Archive, qtbot: QtBot) -> None:
    write(page, "bax: ‸")
    picker = picker_of(page, qtbot)
    type_keys(picker.field, "lampl")
    qtbot.waitUntil(lambda: picker.model.rowCount() == 1)
    QAbstractItemModelTester(picker.model)
    QTest.keyClick(picker.field, Key.Key_Return)
    name = uid(archive, "The last [old] lamplighter")
    assert body(page) == f"bax: [The last [old] lamplighter](article:{name})"
    qtbot.waitUntil(page.pane.editor.hasFocus)
    press(page, Key.Key_Z, CTRL)
    assert body(page) == "bax: "


def test_the_selected_words_are_looked_for_and_become_the_link(page: DeskPlace, archive: Archive, qtbot: QtBot) -> None:
    write(page, "bizim dəzgahlar işləyir")
    page.pane.editor.go_to(2 + len("bizim "), 2 + len("bizim dəzgahlar"))
    picker = picker_of(page, qtbot)
    assert picker.field.text() == "dəzgahlar"
    qtbot.waitUntil(lambda: picker.model.rowCount() > 0)
    row = next(n for n in range(picker.model.rowCount()) if picker.model.index(n).data() == "Limanda yeni dəzgah")
    spot = picker.list.visualRect(picker.model.index(row)).center()
    QTest.mouseClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseDClick(picker.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert body(page) == f"bizim [dəzgahlar](article:{uid(archive, 'Limanda yeni dəzgah')}) işləyir"


def test_ctrl_enter_quotes_the_sentence_with_its_source(page: DeskPlace, archive: Archive, qtbot: QtBot) -> None:
    write(page, "əvvəl‸")
    picker = picker_of(page, qtbot)
    type_keys(picker.field, "lit winter")
    QTest.keyClick(picker.field, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: ">" in body(page))
    name = uid(archive, "The last [old] lamplighter")
    assert body(page) == (
        "əvvəl\n\n> The lamps were lit at five, winter and summer.\n>\n"
        f"> — [The last [old] lamplighter](article:{name}), Evening Post, 14 Mar 1928"
    )


def test_enter_waits_for_what_was_typed_last(page: DeskPlace, qtbot: QtBot) -> None:
    picker = picker_of(page, qtbot)
    qtbot.waitUntil(lambda: picker.model.rowCount() > 1)
    type_keys(picker.field, "lamplighter")
    QTest.keyClick(picker.field, Key.Key_Return)
    qtbot.waitUntil(lambda: "lamplighter](article:" in body(page))


def test_the_draft_at_hand_is_not_offered_and_escape_changes_nothing(desk: DeskPlace, press: int, qtbot: QtBot) -> None:
    desk.open_article(press, focus=True)
    before = body(desk)
    picker = picker_of(desk, qtbot)
    type_keys(picker.field, "dəzgah")
    qtbot.waitUntil(lambda: picker.number.text() != "")
    titles = [picker.model.index(n).data() for n in range(picker.model.rowCount())]
    assert titles == ["Limanda yeni dəzgah"]
    assert picker.number.text().startswith("1 ")
    QTest.keyClick(picker.field, Key.Key_Escape)
    qtbot.waitUntil(desk.pane.editor.hasFocus)
    assert body(desk) == before


def test_nothing_found_is_said(page: DeskPlace, qtbot: QtBot) -> None:
    picker = picker_of(page, qtbot)
    type_keys(picker.field, "qwrtzp")
    qtbot.waitUntil(lambda: not picker.list.isVisible())
    assert picker._nothing.text() == "No article has all of these words"
    QTest.keyClick(picker.field, Key.Key_Return)
    assert body(page) == ""
    QApplication.processEvents()
