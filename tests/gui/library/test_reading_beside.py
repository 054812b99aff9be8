"""Two articles beside each other: one stays while the other follows the results."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from desktop_app.archive import Archive
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.window import MainWindow
from tests.gui.library.test_archive_place import place, titles, window

__all__ = ["place", "window"]


def keep_first_beside(window: MainWindow, place: ArchivePlace) -> int:
    """Keep the first result beside, go on to the second; return the id of the first."""
    place.results.setFocus()
    place.results.go_to(0)
    first = place.model.hit(0)
    assert first is not None
    window.context.commands.trigger("beside")
    QTest.keyClick(place.results, Qt.Key.Key_Down)
    QTest.qWait(150)
    return first.id


def test_one_stays_while_the_other_follows(window: MainWindow, place: ArchivePlace) -> None:
    first = keep_first_beside(window, place)
    beside = place.reading.beside
    assert beside is not None
    assert beside.article is not None
    assert place.reader.article is not None
    assert (beside.article.id, place.reader.article.title) == (first, titles(place)[1])
    assert titles(place)[0] in beside.view.toPlainText()
    assert beside.isVisible()
    assert beside.view in place.panes()


def test_side_by_side_where_there_is_room_and_above_each_other_else(window: MainWindow, place: ArchivePlace) -> None:
    keep_first_beside(window, place)
    assert place.reading.orientation() == Qt.Orientation.Horizontal
    assert place.reading.beside is not None
    assert min(place.reader.width(), place.reading.beside.width()) > 300
    window.resize(1024, 700)
    QTest.qWait(50)
    assert place.reading.orientation() == Qt.Orientation.Vertical
    assert min(place.reader.height(), place.reading.beside.height()) > 150


def test_escape_and_its_button_close_it(window: MainWindow, place: ArchivePlace) -> None:
    keep_first_beside(window, place)
    assert place.escape()
    assert place.reading.beside is None
    keep_first_beside(window, place)
    beside = place.reading.beside
    assert beside is not None
    beside.view.setFocus()
    [close] = [one for one in beside.findChildren(QToolButton) if one.accessibleName() == "Close what is beside"]
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert place.reading.beside is None
    assert place.reader.view.hasFocus()


def test_it_is_edited_and_follows_changes(window: MainWindow, place: ArchivePlace, archive: Archive) -> None:
    first = keep_first_beside(window, place)
    beside = place.reading.beside
    assert beside is not None
    edited: list[int] = []
    window.context.exchange.edit_requested.connect(edited.append)
    QTest.mouseClick(beside._edit, Qt.MouseButton.LeftButton)
    assert edited == [first]
    window.context.change(archive.edit, first, body="Written anew, and read at once.")
    assert "Written anew" in beside.view.toPlainText()


def test_it_comes_back_with_the_state(window: MainWindow, place: ArchivePlace) -> None:
    first = keep_first_beside(window, place)
    state = place.save_state()
    place.reading.close_beside()
    place.restore_state(state)
    assert place.reading.article_beside == first
    place.restore_state({**state, "beside": 0})
    assert place.reading.beside is None


def test_closing_leaves_the_focus_in_the_list(window: MainWindow, place: ArchivePlace) -> None:
    keep_first_beside(window, place)
    beside = place.reading.beside
    assert beside is not None
    beside.view.setFocus()
    place.results.setFocus()
    assert place.escape()
    assert place.reading.beside is None
    assert place.results.hasFocus()


def test_keys_are_for_the_reader_that_has_the_focus(window: MainWindow, place: ArchivePlace) -> None:
    keep_first_beside(window, place)
    beside = place.reading.beside
    assert beside is not None
    beside.view.setFocus()
    QTest.keyClick(beside.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert beside.find_bar.isVisible()
    assert not place.reader.find_bar.isVisible()
    assert place.escape()
    assert not beside.find_bar.isVisible()
    assert place.reading.beside is beside, "the first Escape closes the find bar alone"
    beside.view.selectAll()
    beside.view.setFocus()
    window.context.commands.trigger("copy.source")
    assert titles(place)[0] in QGuiApplication.clipboard().text()


def test_what_is_gone_for_ever_is_closed(window: MainWindow, place: ArchivePlace, archive: Archive) -> None:
    first = keep_first_beside(window, place)
    archive.trash([first])
    window.context.change(archive.purge, [first])
    assert place.reading.beside is None


def test_back_leaves_alone_what_stands_beside_already(window: MainWindow, place: ArchivePlace) -> None:
    keep_first_beside(window, place)
    beside = place.reading.beside
    assert beside is not None
    read: list[int] = []
    beside.shown.connect(read.append)
    place.restore_state(place.save_state())
    assert place.reading.beside is beside
    assert read == []


def test_a_printing_is_kept_beside_too(window: MainWindow, place: ArchivePlace) -> None:
    first = place.model.hit(0)
    assert first is not None
    place.family.open(first.id)
    assert place.family.is_open
    window.context.commands.trigger("beside")
    assert not place.family.is_open
    assert place.reading.article_beside == first.id
    assert place.reading.beside is not None
    assert place.reading.beside.isVisible()


def test_words_of_the_bar_give_way_where_there_is_no_room(window: MainWindow, place: ArchivePlace) -> None:
    place.reader.set_reprints(23)
    assert place.reader._reprints.text() == "+23 reprints"
    keep_first_beside(window, place)
    place.reader.set_reprints(23)
    assert place.reader._reprints.text() == "+23"
    assert place.reader._reprints.accessibleName() == "+23 reprints"
    QTest.qWait(50)
    for button in (place.reader._cite, place.reader._reprints, place.reader._edit):
        assert button.width() >= button.sizeHint().width(), "nothing is cut"
    assert place.reader._cite.accessibleName() == "Copy citation"
