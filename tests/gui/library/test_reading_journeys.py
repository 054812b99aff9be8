"""What an archivist does, from the first key to the last, with real events; and what a screen reader is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive, Article, Author
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.facet_model import FacetModel
from desktop_app.gui.window import MainWindow
from desktop_app.text.dates import parse_date
from tests.gui.conftest import open_filled
from tests.gui.library.test_archive_place import place, titles, type_query, window

__all__ = ["place", "window"]

MANY = 4312


@pytest.fixture(autouse=True)
def spoken(english: None) -> None:
    """Plural forms as the program has them."""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_filled(tmp_path / "desk.copydesk") as opened:
        opened.add(
            Article(title="Müsahibə", body="Savalan Əliyev Bakıya qayıdır. Əliyevin sözləri.", language="az",
                    status="published", section="Culture", published=parse_date("1927-05-02"),
                    authors=(Author("K. Sarı"),), publication="Yeni Yol"),
            Article(title="Савалан Алиев в Баку", body="Алиев вернулся домой. Письмо Алиева.", language="ru",
                    status="published", section="Letters", published=parse_date("1926-01-10"),
                    publication="Каспийский листок"),
            Article(title="Hesabat", body="Əliyev və başqaları barədə hesabat.", language="az", status="published",
                    section="Reports", published=parse_date("1961-03-01")),
        )  # fmt: skip
        yield opened


def year_spot(place: ArchivePlace, year: int) -> QPoint:
    from desktop_app.gui.library.time_axis import ordinal

    timeline = place.timeline
    assert timeline.view is not None
    area = timeline._area()
    x = area.left() + timeline.view.x(ordinal(year * 10000 + 101), area.width())
    return QPoint(round(x), int(area.center().y()))


def drag(place: ArchivePlace, first: int, last: int) -> None:
    start, end = year_spot(place, first), year_spot(place, last)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(place.timeline, left, none, start)
    for step in range(1, 6):
        QTest.mouseMove(place.timeline, start + (end - start) * step / 5)
    QTest.mouseRelease(place.timeline, left, none, end)


def test_years_typed_beside_the_timeline_narrow_as_the_brush_does(place: ArchivePlace, qtbot: QtBot) -> None:
    years = place.strip.years
    place.timeline.setFocus()
    QTest.keyClick(place.timeline, Qt.Key.Key_Tab)
    assert years.first.hasFocus()
    QTest.keyClicks(years.first, "1914")
    QTest.keyClick(years.first, Qt.Key.Key_Tab)
    assert years.last.hasFocus()
    QTest.keyClicks(years.last, "1927")
    QTest.keyClick(years.last, Qt.Key.Key_Return)
    assert place.timeline.brush == (19140101, 19271231)
    assert set(titles(place)) == {
        "Рассказ наборщика", "Bir baskı makinesinin yolculuğu", "Müsahibə", "Савалан Алиев в Баку",
    }  # fmt: skip
    drag(place, 1924, 1926)
    qtbot.waitUntil(lambda: years.first.text() != "1914", timeout=2000)
    assert place.searching.browse.brush == place.timeline.brush
    place.strip.chip_closed.emit("brush")
    assert (years.first.text(), years.last.text(), place.timeline.brush) == ("", "", None)


def facet_row(place: ArchivePlace, facet: str, words: str) -> QPoint:
    model: FacetModel = place.facets
    parent = model.index(list(model._titles).index(facet), 0)  # type: ignore[arg-type]
    tree = place.facet_panel.tree
    tree.expand(parent)
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if index.data() == words:
            tree.scrollTo(index)
            return tree.visualRect(index).center()
    raise AssertionError(f"{words} is not among the values of {facet}")


def test_half_remembered_name_in_another_script_is_found(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    type_query(window, "Aliyev Baku")
    assert set(titles(place)) == {"Müsahibə", "Савалан Алиев в Баку"}
    QTest.keyClick(place.results, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: place.reader.view.hit_count() > 0, timeout=3000)


def test_brush_exclude_open_step_and_cite(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    type_query(window, "Aliyev")
    assert len(titles(place)) == 3
    drag(place, 1920, 1930)
    qtbot.waitUntil(lambda: len(titles(place)) == 2, timeout=3000)
    first, last = place.searching.browse.brush or (0, 0)
    assert first // 10000 <= 1921
    assert 1929 <= last // 10000 <= 1931
    spot = facet_row(place, "section", "Letters")
    tree = place.facet_panel.tree
    tree.setCurrentIndex(tree.indexAt(spot))
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: titles(place) == ["Müsahibə"], timeout=3000)
    rect = place.results.visualRect(place.model.index(0, 0))
    QTest.mouseClick(place.results.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    qtbot.waitUntil(lambda: place.reader.view.hit_count() == 2, timeout=3000)
    assert place.reader.view.current_hit() == 1
    QTest.keyClick(window, Qt.Key.Key_F3)
    assert place.reader.view.current_hit() == 2
    assert window.context.commands.trigger("cite")
    assert QGuiApplication.clipboard().text() == "K. Sarı, “Müsahibə”, Yeni Yol, 2 May 1927."


def press(place: ArchivePlace, words: str) -> None:
    """Press the one button of the page without hits that has these words."""
    [wanted] = [one for one in place.zero.findChildren(QPushButton) if one.isVisible() and words in one.text()]
    QTest.mouseClick(wanted, Qt.MouseButton.LeftButton)


def test_zero_hits_are_repaired_with_one_click(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    type_query(window, "lamplihgter")
    assert place.pages.currentWidget() is place.zero
    press(place, "lamplighter")
    qtbot.waitUntil(lambda: titles(place) == ["The last lamplighter"], timeout=3000)
    type_query(window, "dəzgahı lamplighter")
    assert place.pages.currentWidget() is place.zero
    press(place, "Search for any of the words")
    qtbot.waitUntil(lambda: len(titles(place)) == 2, timeout=3000)
    window.back()
    assert place.pages.currentWidget() is place.zero, "back to where one had a choice"


def test_tick_all_4312_dry_run_tag_and_undo(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    archive.add(
        *(
            Article(title=f"Notice {n}", body="Tender", status="published", tags=("budget",) if n % 240 == 0 else ())
            for n in range(MANY)
        )
    )
    window.context.search.catch_up()
    type_query(window, "tender")
    assert place.strip.count.text() == "4312 articles"
    place.results.setFocus()
    QTest.keyClick(place.results, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert place.bulk_bar.count.text() == "4312 articles chosen"
    assert window.context.commands.trigger("bulk.tag")
    card = place.bulk_card
    assert card.fields is not None
    card.fields.lines()[0].setText("budget")
    qtbot.waitUntil(card.do_it.isEnabled, timeout=10_000)
    assert card.will_change.text() == "4294 articles get the tag"
    assert card.will_stay.text() == "18 articles already have it and stay as they are"
    QTest.keyClick(card.fields.lines()[0], Qt.Key.Key_Return)
    assert dict(archive.values("tag"))["budget"] == MANY
    window.context.search.catch_up()
    place.searching._ask(is_new=False)
    assert place.choice.count == MANY
    window.context.messages.said[-1].accept()
    assert dict(archive.values("tag"))["budget"] == 18


def test_models_keep_qts_promises_while_a_search_is_narrowed(window: MainWindow, place: ArchivePlace) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, fatal) for model in (place.model, place.facets)]
    for query in ("Aliyev", "çap", "", "no such word", "lang:az"):
        type_query(window, query)
        place.strip.sort_chosen.emit("oldest")
    assert all(tester.model() is not None for tester in testers)


def spoken_tree(top: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield top
    for number in range(top.childCount()):
        child = top.child(number)
        if child is not None and child.isValid():
            yield from spoken_tree(child)


def test_rows_facets_and_timeline_speak(window: MainWindow, place: ArchivePlace) -> None:
    type_query(window, "Aliyev")
    place.facet_panel.tree.expandAll()
    name, description = QAccessible.Text.Name, QAccessible.Text.Description
    rows = [
        one
        for one in spoken_tree(QAccessible.queryAccessibleInterface(place.results))
        if one.role() == QAccessible.Role.Cell
    ]
    said = [one.text(name) for one in rows]
    assert len(said) == 3
    assert any(one.startswith("Müsahibə, 2 May 1927, Yeni Yol, K. Sarı.") and "Hit:" in one for one in said), said
    assert any(one.state().selected for one in rows), "the chosen row says that it is chosen"
    words = [one.text(name) for one in spoken_tree(QAccessible.queryAccessibleInterface(place.facet_panel.tree))]
    assert "Azerbaijani, 2 articles, not ticked" in words, words
    timeline = QAccessible.queryAccessibleInterface(place.timeline)
    assert timeline.text(name)
    assert "3 articles" in timeline.text(description)
    unnamed = [
        one.object().metaObject().className()
        for one in spoken_tree(QAccessible.queryAccessibleInterface(place))
        if one.state().focusable and not one.state().invisible and one.object() is not None and not one.text(name)
    ]
    assert unnamed == []


def test_row_of_a_page_on_its_way_is_read_when_it_comes(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    archive.add(*(Article(title=f"Notice {n:03}", body="Tender", status="published") for n in range(120)))
    window.context.search.catch_up()
    type_query(window, "tender")
    place.strip.fold_wanted.emit(False)
    assert place.model.rowCount() == 120
    place.results.setFocus()
    fetch = place.searching._fetch
    held: list[int] = []
    place.model.page_wanted.disconnect()
    place.model.page_wanted.connect(lambda page: held.append(page))
    place.results.go_to(49)
    qtbot.waitUntil(lambda: place.reader.article is not None, timeout=3000)
    QTest.keyClick(place.results, Qt.Key.Key_Down)
    assert held == [1]
    before = place.reader.article
    fetch(1)
    qtbot.waitUntil(lambda: place.reader.article not in (None, before), timeout=3000)
    hit = place.model.hit(50)
    assert hit is not None
    assert place.reader.article is not None
    assert place.reader.article.id == hit.id
