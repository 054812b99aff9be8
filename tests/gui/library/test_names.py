"""Names and tags: found by their beginning, renamed and merged everywhere, told before and taken back in one step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive, Article, Author
from desktop_app.gui.library.names_sheet import NamesSheet
from desktop_app.gui.window import MainWindow
from tests.gui.library.test_archive_place import place, window

__all__ = ["place", "window"]


@pytest.fixture
def sheet(window: MainWindow, archive: Archive, english: None) -> NamesSheet:
    archive.add(
        Article(authors=(Author("m. hacili"), Author("Leyla"))),
        Article(authors=(Author("Hacılı Məmməd"),), tags=("Çap", "mətbəə")),
    )
    made = NamesSheet(window.context)
    made.open_over(window)
    return made


def names(sheet: NamesSheet) -> list[str]:
    return [str(sheet.list.item(row).text()) for row in range(sheet.list.count())]


def test_spellings_are_merged_and_come_back(
    window: MainWindow, sheet: NamesSheet, archive: Archive, qtbot: QtBot
) -> None:
    assert names(sheet)[0] == "M. Hacılı   ·   4"
    QTest.keyClicks(sheet.line, "m. hac")
    qtbot.waitUntil(lambda: len(names(sheet)) == 2, timeout=3000)
    QTest.keyClick(sheet.line, Qt.Key.Key_Return)
    assert sheet.new.hasFocus()
    sheet.new.setText("Hacılı Məmməd")
    qtbot.waitUntil(sheet.do_it.isEnabled, timeout=3000)
    assert sheet._told.text() == "Merged with “Hacılı Məmməd”. 5 articles change"
    assert sheet.do_it.text() == "Merge"
    QTest.mouseClick(sheet.do_it, Qt.MouseButton.LeftButton)
    assert archive.values("author") == [("Hacılı Məmməd", 6), ("Leyla", 1)]
    said = window.context.messages.said[-1]
    assert said.text == "Renamed in 5 articles"
    said.accept()
    assert dict(archive.values("author"))["M. Hacılı"] == 4
    assert dict(archive.values("author"))["m. hacili"] == 1


def test_tag_is_respelt_in_the_trash_too(sheet: NamesSheet, archive: Archive, qtbot: QtBot) -> None:
    archive.trash([archive.ids(place="archive")[0]])
    sheet.kinds._group.button(1).click()
    qtbot.waitUntil(lambda: any("çap" in name for name in names(sheet)), timeout=3000)
    sheet.list.setCurrentRow(next(row for row, name in enumerate(names(sheet)) if name.startswith("çap")))
    assert sheet.new.text() == "çap"
    assert not sheet.do_it.isEnabled(), "nothing changes yet"
    sheet.new.setText("çap tarixi")
    qtbot.waitUntil(sheet.do_it.isEnabled, timeout=3000)
    assert sheet.do_it.text() == "Rename"
    QTest.keyClick(sheet.new, Qt.Key.Key_Return)
    tags = [article.tags for article in archive.texts(archive.every_id())]
    assert not any("çap" in one or "Çap" in one for one in tags)
    assert sum("çap tarixi" in one for one in tags) == 5


def test_empty_name_takes_it_away(sheet: NamesSheet, archive: Archive, qtbot: QtBot) -> None:
    sheet.line.setText("Leyla")
    qtbot.waitUntil(lambda: sheet.chosen == "Leyla", timeout=3000)
    sheet.new.setText("")
    qtbot.waitUntil(sheet.do_it.isEnabled, timeout=3000)
    assert sheet._told.text() == "It is taken away. 1 article changes"
    sheet.start()
    assert "Leyla" not in dict(archive.values("author"))
