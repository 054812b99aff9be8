"""The Archive in a window: real archive, real search, real key and mouse events."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.gui.context import Context
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.facet_model import COUNT_ROLE
from desktop_app.gui.search.search_box import SearchBox
from desktop_app.gui.window import MainWindow
from desktop_app.search.service import Tick


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> MainWindow:
    context.search.catch_up()
    made = MainWindow(context, [ArchivePlace(context)], SearchBox(context))
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.go("archive")
    return made


@pytest.fixture
def place(window: MainWindow) -> ArchivePlace:
    shown = window.place
    assert isinstance(shown, ArchivePlace)
    return shown


def type_query(window: MainWindow, text: str) -> None:
    box = window.toolbar.search_box
    assert isinstance(box, SearchBox)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    box.field.clear()
    box.field.setText(text)
    QTest.keyClick(box.field, Qt.Key.Key_Return)


def titles(place: ArchivePlace) -> list[str]:
    return [place.model.index(row, 0).data() for row in range(place.model.rowCount())]


def test_everything_is_shown_newest_first_and_drafts_are_not(place: ArchivePlace) -> None:
    assert titles(place) == [
        "The last lamplighter",
        "Bir baskı makinesinin yolculuğu",
        "Рассказ наборщика",
        "Yeni çap dəzgahı Bakıya gətirildi",
    ]
    assert place.strip.count.text() == "4 articles"


def test_words_enter_reads_the_first_hit_at_its_hits(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    type_query(window, "cap dezgahi")
    qtbot.waitUntil(lambda: place.reader.article is not None, timeout=3000)
    assert titles(place) == ["Yeni çap dəzgahı Bakıya gətirildi"]
    assert place.reader.article.title == "Yeni çap dəzgahı Bakıya gətirildi"
    view = place.reader.view
    qtbot.waitUntil(lambda: view.hit_count() == 4, timeout=3000)
    marked = [selection.cursor.selectedText() for selection in view.extraSelections()]
    assert marked == ["çap", "dəzgahı", "çap", "dəzgahı"]
    assert view.current_hit() == 1
    QTest.keyClick(window, Qt.Key.Key_F3)
    assert view.current_hit() == 2
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert view.current_hit() == 1


def test_facet_ticked_with_the_mouse_narrows_and_its_chip_widens_again(
    window: MainWindow, place: ArchivePlace, qtbot: QtBot
) -> None:
    tree = place.facet_panel.tree
    languages = place.facets.index(3, 0)
    values = {place.facets.index(row, 0, languages).data(): place.facets.index(row, 0, languages) for row in range(4)}
    assert {name: index.data(COUNT_ROLE) for name, index in values.items()} == {
        "Azerbaijani": 1, "Russian": 1, "Turkish": 1, "English": 1,
    }  # fmt: skip
    tree.scrollTo(values["Russian"])
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(values["Russian"]).center())
    assert titles(place) == ["Рассказ наборщика"]
    assert place.strip.count.text() == "1 article"
    assert place.strip.unfiltered.text() == "from 4 matches"
    place.strip.chip_closed.emit("language")
    assert len(titles(place)) == 4


def test_space_ticks_and_shift_space_leaves_out(place: ArchivePlace) -> None:
    tree = place.facet_panel.tree
    languages = place.facets.index(3, 0)
    tree.setFocus()
    tree.setCurrentIndex(place.facets.index(0, 0, languages))
    left_out = place.facets.index(0, 0, languages).data()
    QTest.keyClick(tree, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert place.model.rowCount() == 3
    assert [tick.excluded for tick in place.searching.browse.ticks] == [True]
    assert left_out not in [place.model.hit(row).language for row in range(3)]


def test_back_returns_to_the_list_one_came_from(window: MainWindow, place: ArchivePlace) -> None:
    type_query(window, "çap")
    type_query(window, "ladder")
    assert titles(place) == ["The last lamplighter"]
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert place.searching.browse.query == "çap"
    assert titles(place) == ["Yeni çap dəzgahı Bakıya gətirildi"]
    QTest.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert titles(place) == ["The last lamplighter"]


def test_state_comes_back_whole(context: Context, place: ArchivePlace, qtbot: QtBot) -> None:
    place.show_browse(place.searching.browse)
    place.facets.set_ticks([Tick("language", "az")])
    place._change(ticks=place.facets.ticks(), brush=(19100101, 19201231), sort="title")
    qtbot.waitUntil(lambda: place.reader.article is not None, timeout=3000)
    state = place.save_state()
    again = ArchivePlace(context)
    qtbot.addWidget(again)
    again.restore_state(state)
    assert again.save_state()["browse"] == state["browse"]
    assert again.timeline.brush == (19100101, 19201231)
    assert again.reader.article.id == state["article"]


def test_zero_hits_offer_a_way_on(window: MainWindow, place: ArchivePlace) -> None:
    type_query(window, "ladder dezgahi")
    assert place.pages.currentWidget() is place.zero
    words = [button.text() for button in place.zero.buttons()]
    assert "Search for any of the words" in words
    next(b for b in place.zero.buttons() if b.text() == "Search for any of the words").click()
    assert len(titles(place)) == 2
    type_query(window, "lader")
    near = [button for button in place.zero.buttons() if "ladder" in button.text()]
    assert near
    near[0].click()
    assert titles(place) == ["The last lamplighter"]


def test_cite_copies_the_source(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    type_query(window, "ladder")
    qtbot.waitUntil(lambda: place.reader.article is not None, timeout=3000)
    assert window.context.commands.trigger("cite")
    assert QGuiApplication.clipboard().text() == "M. Hacılı, “The last lamplighter”, 1928."


def test_trash_is_one_step_and_can_be_taken_back(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    place.results.setFocus()
    place.results.go_to(0)
    QTest.keyClick(place.results, Qt.Key.Key_Delete)
    window.context.search.catch_up()
    qtbot.waitUntil(lambda: place.model.rowCount() == 3, timeout=4000)
    said = window.context.messages.said[-1]
    assert said.text == "Moved to trash"
    said.accept()
    window.context.search.catch_up()
    qtbot.waitUntil(lambda: place.model.rowCount() == 4, timeout=4000)


def test_enter_and_escape_go_between_list_and_reader_when_narrow(place: ArchivePlace, window: MainWindow) -> None:
    window.resize(800, 600)
    assert place.results.isVisible()
    assert not place.reader.isVisible()
    place.results.setFocus()
    place.results.go_to(0)
    QTest.keyClick(place.results, Qt.Key.Key_Return)
    assert place.reader.isVisible()
    assert not place.results.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert place.results.isVisible()


def test_brush_narrows_and_the_bars_outside_stay(place: ArchivePlace, qtbot: QtBot) -> None:
    place.timeline._change((19110101, 19141231))
    qtbot.waitUntil(lambda: place.model.rowCount() == 2, timeout=3000)
    assert {bar.key: bar.count for bar in place.searching.result.timeline} == {
        "1911": 1, "1914": 1, "1924": 1, "1928": 1,
    }  # fmt: skip


def test_every_widget_that_takes_the_focus_has_a_name(place: ArchivePlace, window: MainWindow) -> None:
    from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QToolButton, QWidget

    unnamed = [
        widget
        for widget in [*place.findChildren(QWidget), *window.toolbar.findChildren(QWidget)]
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not widget.accessibleName()
        and isinstance(widget, QAbstractScrollArea | QLineEdit | QToolButton)
    ]
    assert [f"{type(w).__name__} {w.objectName()}" for w in unnamed] == []


def test_search_saved_from_the_box_is_in_the_archive(
    window: MainWindow, place: ArchivePlace, ids: Callable[[str], int], qtbot: QtBot
) -> None:
    from desktop_app.gui.search.save_search import SaveSearchSheet

    type_query(window, "çap")
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(SaveSearchSheet)
    assert dialog is not None
    dialog.name.selectAll()
    QTest.keyClicks(dialog.name, "Printing")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    saved = window.context.archive.saved_searches()
    assert [(one.name, one.query, one.pinned) for one in saved] == [("Printing", "çap", True)]


def test_drop_down_offers_words_of_the_archive_and_arrows_take_one(window: MainWindow, place: ArchivePlace) -> None:
    box = window.toolbar.search_box
    assert isinstance(box, SearchBox)
    box.field.setFocus()
    QTest.keyClicks(box.field, "lamp")
    box._ask_suggestions()
    assert "lamplighter" in [row.text for row in box.drop_down.rows()]
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert titles(place) == ["The last lamplighter"]
    assert box.text() == "lamplighter"


def test_click_on_a_row_reads_it(place: ArchivePlace, qtbot: QtBot) -> None:
    y = place.results.rowViewportPosition(2) + 40
    QTest.mouseClick(place.results.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, y))
    qtbot.waitUntil(
        lambda: place.reader.article is not None and place.reader.article.title == "Рассказ наборщика", timeout=3000
    )


def test_recent_searches_come_back_with_the_session(context: Context, qtbot: QtBot) -> None:
    def make() -> tuple[ArchivePlace, SearchBox]:
        box = SearchBox(context)
        place = ArchivePlace(context, search_box=box)
        qtbot.addWidget(box)
        qtbot.addWidget(place)
        return place, box

    place, box = make()
    for words in ("çap", "ladder"):
        box.field.setText(words)
        box.search()
    again, fresh = make()
    again.restore_state(place.save_state())
    assert fresh.recent() == ["ladder", "çap"]
    context.settings.set("search.remember", False)
    fresh.field.setText("stroke")
    fresh.search()
    assert fresh.recent() == ["ladder", "çap"]


def test_picture_stands_in_a_paragraph_of_its_own(qtbot: QtBot, context: Context) -> None:
    from desktop_app.archive import Article
    from desktop_app.gui.library.reader_page import page_html
    from desktop_app.gui.library.reader_view import ReaderView
    from desktop_app.markup import render

    view = ReaderView(context.theme)
    qtbot.addWidget(view)
    body = 'The last words before it.\n\n![A bridge](images/bridge.jpg "The bridge at dusk")\n\nAfter it.'
    view.show_page(page_html(Article(title="Bridge", body=body), render(body).html, 0))
    blocks = [block for block in view.text().split("\n") if block.strip()]
    assert blocks[-4:] == ["The last words before it.", "\ufffc", "The bridge at dusk", "After it."]


def type_letters(window: MainWindow, text: str) -> SearchBox:
    box = window.toolbar.search_box
    assert isinstance(box, SearchBox)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    box.field.clear()
    for letter in text:
        QTest.keyClick(box.field, letter)
        QTest.qWait(5)
    return box


def test_results_follow_the_typing_and_back_leads_to_before_it(window: MainWindow, place: ArchivePlace) -> None:
    box = type_letters(window, "lampl")
    assert titles(place) == ["The last lamplighter"], "a word that is being typed counts as a beginning"
    assert box.text() == "lampl"
    QTest.keyClick(box.field, "x")
    QTest.qWait(5)
    assert place.pages.currentWidget() is place.zero
    QTest.keyClick(box.field, Qt.Key.Key_Backspace)
    QTest.qWait(5)
    assert titles(place) == ["The last lamplighter"]
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert place.searching.browse.query == "lampl"
    assert not titles(place) or place.pages.currentWidget() is place.zero, "Enter asks for the word itself"
    window.back()
    assert len(titles(place)) == 4
    assert place.searching.browse.query == ""


def test_box_keeps_what_was_typed_when_a_hit_is_clicked(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    box = type_letters(window, "lampl")
    rect = place.results.visualRect(place.model.index(0, 0))
    QTest.mouseClick(place.results.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    qtbot.waitUntil(lambda: place.reader.article is not None, timeout=3000)
    place.searching.show(place.searching.browse)
    assert box.text() == "lampl"
    qtbot.waitUntil(lambda: place.reader.view.hit_count() > 0, timeout=3000)


def test_forms_that_also_matched_can_be_asked_for_or_left_out(window: MainWindow, place: ArchivePlace) -> None:
    type_query(window, "machines OR dəzgahı")
    result = place.searching.result
    assert result is not None
    place.commands.show_forms(("dəzgahının",))
    menu = place.findChildren(QMenu)[-1]
    words = [action.text() for action in menu.actions()]
    assert "Match exactly: =machines OR =dəzgahı" in words
    next(action for action in menu.actions() if action.text() == "dəzgahının").trigger()
    assert place.searching.browse.query == "=dəzgahının"
    menu.close()


def test_commands_are_of_the_article_that_is_read_also_beyond_the_results(
    window: MainWindow, place: ArchivePlace, archive: Archive
) -> None:
    [lamplighter] = [one for one in archive.ids(place="archive") if archive.get(one).title == "The last lamplighter"]
    type_query(window, "Limanda")
    assert place.model.row_of(lamplighter) < 0
    edited: list[int] = []
    window.context.exchange.edit_requested.connect(edited.append)
    window.context.exchange.read_requested.emit(lamplighter)
    assert place.chosen() == (lamplighter,)
    assert not place.results.selectionModel().hasSelection()
    window.context.commands.trigger("edit")
    assert edited == [lamplighter]
