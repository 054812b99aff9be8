"""Saved searches: filters come back, counts grow with the archive, what is new is told, and order and text are ours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive, Article, SavedSearch
from desktop_app.gui.desk.desk_place import DeskPlace
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.browse import Browse
from desktop_app.gui.search.save_search import SaveSearchSheet
from desktop_app.gui.search.saved import SavedSearches
from desktop_app.gui.search.saved_sheet import SavedSheet
from desktop_app.gui.search.search_box import SearchBox
from desktop_app.gui.transfer.imports_place import ImportsPlace
from desktop_app.gui.window import MainWindow
from desktop_app.search.service import Tick
from desktop_app.text.dates import parse_date
from tests.gui.library.test_archive_place import place, titles, type_query, window

__all__ = ["place", "window"]
TICKS = (Tick("language", "az"), Tick("author", "M. Hacılı"))


def save(window: MainWindow, name: str) -> None:
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(SaveSearchSheet)
    assert dialog is not None
    dialog.name.setText(name)
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)


def add(window: MainWindow, archive: Archive, title: str) -> None:
    article = Article(title=title, body="Çap dəzgahı", language="az", status="published", published=parse_date("1930"))
    window.context.change(archive.add, article)
    window.context.search.catch_up()


def test_filters_are_saved_and_come_back(window: MainWindow, place: ArchivePlace, archive: Archive) -> None:
    place.show_browse(Browse("çap", ticks=TICKS, brush=(19110101, 19111231)))
    assert titles(place) == ["Yeni çap dəzgahı Bakıya gətirildi"]
    save(window, "Printing in 1911")
    type_query(window, "ladder")
    assert titles(place) == ["The last lamplighter"]
    [saved] = SavedSearches.of(window.context).searches
    SavedSearches.of(window.context).open(saved)
    assert place.searching.browse == Browse("çap", ticks=TICKS, brush=(19110101, 19111231))
    assert titles(place) == ["Yeni çap dəzgahı Bakıya gətirildi"]
    assert place.facets.ticks() == TICKS
    box = window.toolbar.search_box
    assert isinstance(box, SearchBox)
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(SaveSearchSheet)
    assert dialog is not None
    assert dialog.name.text() == "Printing in 1911", "to change it is to save it again"


def test_count_grows_with_the_archive_and_news_are_told_until_looked_at(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    type_query(window, "dəzgahı")
    save(window, "Presses")
    saved = SavedSearches.of(window.context)
    qtbot.waitUntil(lambda: saved.total("Presses") == "1", timeout=5000)
    assert saved.news(saved.searches[0]) == ""
    add(window, archive, "İkinci dəzgah")
    qtbot.waitUntil(lambda: saved.total("Presses") == "2", timeout=5000)
    seen = saved.searches[0].seen_at
    assert seen is not None
    day = QDate(seen.year, seen.month, seen.day)
    assert saved.news(saved.searches[0], day) == "1 new since today"
    assert saved.news(saved.searches[0], day.addDays(1)) == "1 new since yesterday"
    assert saved.news(saved.searches[0], day.addDays(3)).startswith("1 new since ")
    assert saved.news(saved.searches[0], day.addDays(400)).endswith(str(seen.year))
    saved.open(saved.searches[0])
    qtbot.waitUntil(lambda: saved.news(saved.searches[0]) == "", timeout=5000)
    assert saved.total("Presses") == "2"
    archive.trash([place.model.hit(0).id])  # type: ignore[union-attr]
    window.context.exchange.changed.emit(archive.trash([]))
    qtbot.waitUntil(lambda: saved.total("Presses") == "1", timeout=5000)


def test_an_import_makes_the_count_grow_and_the_desk_tells_what_is_new(
    whole_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = whole_window
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.context.search.catch_up()
    place, desk, imports = (window.places[key] for key in ("archive", "desk", "imports"))
    window.go("archive")
    type_query(window, "dəzgahı")
    save(window, "Presses")
    saved = SavedSearches.of(window.context)
    assert isinstance(place, ArchivePlace)
    assert isinstance(desk, DeskPlace)
    assert isinstance(imports, ImportsPlace)
    qtbot.waitUntil(lambda: saved.total("Presses") == "1", timeout=5000)
    for number in range(3):
        text = f"---\ntitle: Dəzgah {number}\ndate: 1931-0{number + 1}-01\n---\nMətbəənin dəzgahı dayandı, {number}.\n"
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")

    window.go("imports")
    imports.take_files([str(tmp_path / f"{number}.md") for number in range(3)])
    QTest.mouseClick(imports.review.go, Qt.MouseButton.LeftButton)
    window.context.search.catch_up()
    qtbot.waitUntil(lambda: saved.total("Presses") == "4", timeout=5000)
    window.go("desk")
    row, note = (row for row in desk.filters.rows() if row.key == "search:Presses")
    assert (row.text, row.count) == ("Presses", "4")
    assert note.text.startswith("3 new since ")
    spot = desk.filters.visualRect(desk.filters.model().index(desk.filters.rows().index(note), 0)).center()
    QTest.mouseClick(desk.filters.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.place is place
    assert len(titles(place)) == 4
    qtbot.waitUntil(lambda: not any(row.is_note for row in desk.filters.rows()), timeout=5000)


def test_sheet_orders_renames_and_forgets_with_a_way_back(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    for name in ("a", "b", "c"):
        archive.save_search(name, f"tag:{name}", True, "{}")
    window.context.exchange.saved_searches_changed.emit()
    sheet = SavedSheet(window.context)
    sheet.open_over(window)

    def names() -> list[str]:
        return [one.name for one in archive.saved_searches()]

    sheet.list.setCurrentRow(2)
    QTest.keyClick(sheet.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names() == ["a", "c", "b"]
    assert sheet.chosen is not None
    assert sheet.chosen.name == "c", "the row that was moved stays chosen"
    sheet._change("rename_search", "c", "Cs")
    assert names() == ["a", "Cs", "b"]
    sheet._arrange(sheet.chosen, "Work")
    assert [(one.name, one.folder) for one in archive.saved_searches()] == [("a", ""), ("b", ""), ("Cs", "Work")]
    sheet.copy()
    assert QGuiApplication.clipboard().text() == "tag:c"
    QTest.keyClick(sheet.list, Qt.Key.Key_Delete)
    assert names() == ["a", "b"]
    window.context.messages.said[-1].accept()
    assert "Cs" in names()
    sheet.list.setCurrentRow(0)
    sheet.open()
    assert place.searching.browse.query.startswith("tag:")


LINES = [
    Browse("çap"),
    Browse("çap OR печатный", ticks=(Tick("language", "az"), Tick("language", "ru"))),
    Browse("", ticks=(Tick("language", "az", excluded=True),)),
    Browse("", ticks=(Tick("author", "M. Hacılı"), Tick("section", ""))),
    Browse("", ticks=(Tick("year", "1911"), Tick("year", "1928"))),
    Browse("", ticks=(Tick("year", ""),)),
    Browse("", ticks=(Tick("tag", "çap"), Tick("status", "published"), Tick("kind", "", excluded=True))),
    Browse("", ticks=(Tick("reprints", ""), Tick("pictures", "")), brush=(19110101, 19141231)),
    Browse("", ticks=(Tick("reprints", "yes"),)),
    Browse("", ticks=(Tick("pictures", "yes", excluded=True), Tick("batch", ""))),
    Browse("dəzgahı", brush=(19240101, 19241231)),
    Browse("", ticks=(Tick("publication", ""), Tick("tag", "", excluded=True))),
]


@pytest.mark.parametrize("browse", LINES, ids=lambda one: one.as_text())
def test_line_of_text_finds_what_query_and_filters_find(
    window: MainWindow, place: ArchivePlace, browse: Browse
) -> None:
    find: Callable[[Browse], tuple[int, ...]] = lambda one: window.context.search.matching_ids(  # noqa: E731
        one.request(folded=False, sort="newest")
    )
    assert find(Browse(browse.as_text())) == find(browse)


def test_filters_that_cannot_be_read_are_left_out() -> None:
    for broken in ("", "no json", "[1, 2]", '{"ticks": 7}', '{"ticks": [["colour", "red", false]], "brush": "x"}'):
        assert Browse.of_saved(SavedSearch("a", "tea", filters=broken)) == Browse("tea")
    kept = Browse("tea", ticks=TICKS, everywhere=True, sort="oldest", folded=False)
    assert Browse.of_saved(SavedSearch("a", "tea", filters=kept.filters(), seen_at=datetime.now(UTC))) == kept
