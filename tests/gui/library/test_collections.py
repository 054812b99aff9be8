"""Collections in the window: made of chosen articles, ordered, noted, exported, and nothing is lost on the way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive, Collection, CollectionItem
from desktop_app.gui.desk.naming import NameSheet
from desktop_app.gui.desk.picking import PickSheet
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.collections_sheet import CollectionsSheet
from desktop_app.gui.window import MainWindow
from tests.gui.library.test_archive_place import place, window

__all__ = ["place", "window"]


def sheet_of(window: MainWindow, kind: type) -> object:
    found = window.findChildren(kind) or [one for one in QApplication.topLevelWidgets() if isinstance(one, kind)]
    return [one for one in found if one.isVisible()][-1]


def only(archive: Archive) -> Collection:
    [one] = archive.collections()
    return one


def items(archive: Archive) -> list[int]:
    return [item.article_id for item in only(archive).items]


def add_chosen(window: MainWindow) -> PickSheet:
    assert window.context.commands.trigger("collection.add")
    pick = sheet_of(window, PickSheet)
    assert isinstance(pick, PickSheet)
    return pick


def test_chosen_articles_make_a_collection_and_join_one(
    window: MainWindow, place: ArchivePlace, archive: Archive
) -> None:
    place.results.setFocus()
    place.results.go_to(0)
    QTest.keyClick(place.results, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    wanted = list(place.chosen())
    QTest.keyClick(add_chosen(window).line, Qt.Key.Key_Return)
    name = sheet_of(window, NameSheet)
    assert isinstance(name, NameSheet)
    name.line.setText("Press history")
    QTest.keyClick(name.line, Qt.Key.Key_Return)
    assert (only(archive).name, items(archive)) == ("Press history", wanted)
    window.context.messages.said[-1].accept()
    assert archive.collections() == []
    archive.make_collection("Press history", wanted)
    place.results.go_to(3)
    pick = add_chosen(window)
    pick.line.setText("press")
    QTest.keyClick(pick.line, Qt.Key.Key_Return)
    assert items(archive) == [*wanted, place.model.hit(3).id]  # type: ignore[union-attr]
    window.context.messages.said[-1].accept()
    assert items(archive) == wanted


def test_sheet_orders_notes_takes_out_and_exports(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    ids = list(archive.ids(place="archive"))
    archive.make_collection("Press", ids)
    archive.make_collection("Another")
    sheet = CollectionsSheet(window.context, "Press")
    sheet.open_over(window)
    assert sheet.items.count() == 4
    sheet.items.setCurrentRow(0)
    QTest.keyClick(sheet.items, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    moved = [ids[1], ids[0], *ids[2:]]

    def now() -> list[CollectionItem]:
        return list(next(one for one in archive.collections() if one.name == "Press").items)

    assert [item.article_id for item in now()] == moved
    assert sheet.item is not None
    assert sheet.item.article_id == ids[0], "the article that was moved stays chosen"
    sheet.note.setPlainText("Opens the book")
    sheet.items.setCurrentRow(2)
    assert now()[1] == CollectionItem(ids[0], "Opens the book"), "a note is kept when one goes on"
    assert sheet.note.toPlainText() == ""
    QTest.keyClick(sheet.items, Qt.Key.Key_Delete)
    assert len(now()) == 3
    window.context.messages.said[-1].accept()
    assert [item.article_id for item in now()] == moved
    with qtbot.waitSignal(window.context.exchange.export_requested) as exported:
        sheet.export()
    assert exported.args == [moved]


def test_deleted_collection_comes_back_whole(window: MainWindow, place: ArchivePlace, archive: Archive) -> None:
    archive.make_collection("Press", archive.ids(place="archive"), "For the book")
    archive.set_collection(1, [CollectionItem(2, "note"), CollectionItem(1)])
    before = only(archive)
    sheet = CollectionsSheet(window.context)
    sheet.open_over(window)
    sheet.delete()
    assert archive.collections() == []
    window.context.messages.said[-1].accept()
    after = only(archive)
    assert (after.name, after.note, after.items) == (before.name, before.note, before.items)
    assert sheet.items.count() == 2


def test_empty_sheet_says_how_to_begin(window: MainWindow, place: ArchivePlace) -> None:
    sheet = CollectionsSheet(window.context)
    sheet.open_over(window)
    assert sheet._empty.isVisible()
    assert not sheet._export.isEnabled()
