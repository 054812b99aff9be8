"""Changing many articles in the window: choosing, the bar, the card, its dry run, and one step back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.bulk_fields import BULK_KINDS
from desktop_app.gui.window import MainWindow
from tests.archive.making import dump
from tests.archive.test_bulk import fields_of
from tests.gui.library.test_archive_place import place, titles, type_query, window

__all__ = ["place", "window"]

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def spoken(english: None) -> None:
    """Plural forms as the program has them."""


def click(place: ArchivePlace, row: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    rect = place.results.visualRect(place.model.index(row, 0))
    QTest.mouseClick(place.results.viewport(), Qt.MouseButton.LeftButton, keys, rect.center())


def click_tick(place: ArchivePlace, row: int) -> None:
    rect = place.results.visualRect(place.model.index(row, 0))
    spot = QPoint(rect.left() + 22, rect.top() + 20)
    QTest.mouseClick(place.results.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)


def chosen_titles(place: ArchivePlace) -> set[str]:
    return {article.title for article in place.context.archive.texts(place.choice.ids)}


def all_fields(archive: Archive) -> dict[int, dict[str, object]]:
    return {article.id: fields_of(article) for article in archive.texts(archive.every_id())}


def test_bar_comes_with_the_second_article_and_goes_with_escape(window: MainWindow, place: ArchivePlace) -> None:
    click(place, 0)
    assert not place.bulk_bar.isVisible()
    click(place, 2, CONTROL)
    assert place.bulk_bar.isVisible()
    assert place.bulk_bar.count.text() == "2 articles chosen"
    assert chosen_titles(place) == {titles(place)[0], titles(place)[2]}
    click_tick(place, 3)
    assert chosen_titles(place) == {titles(place)[n] for n in (0, 2, 3)}
    click_tick(place, 0)
    assert chosen_titles(place) == {titles(place)[n] for n in (2, 3)}
    QTest.keyClick(place.results, Qt.Key.Key_Escape)
    assert not place.bulk_bar.isVisible()
    assert place.choice.count == 1


def test_keys_choose_ranges_and_scattered_rows(place: ArchivePlace) -> None:
    place.results.setFocus()
    place.results.go_to(0)
    QTest.keyClick(place.results, Qt.Key.Key_Down, SHIFT)
    assert place.choice.count == 2
    QTest.keyClick(place.results, Qt.Key.Key_Down, CONTROL | SHIFT)
    assert chosen_titles(place) == set(titles(place)[:3])
    QTest.keyClick(place.results, Qt.Key.Key_Down)
    assert place.choice.count == 1


def test_choice_outlives_another_order_and_not_another_question(window: MainWindow, place: ArchivePlace) -> None:
    click(place, 0)
    click(place, 1, CONTROL)
    wanted = chosen_titles(place)
    place.strip.sort_chosen.emit("oldest")
    assert titles(place)[-1] == "The last lamplighter"
    assert chosen_titles(place) == wanted
    selected = {index.row() for index in place.results.selectionModel().selectedRows()}
    assert {titles(place)[row] for row in selected} == wanted, "what is drawn and told is what is chosen"
    click(place, 0, CONTROL)
    assert chosen_titles(place) == {*wanted, titles(place)[0]}
    type_query(window, "dəzgah")
    assert place.choice.count <= 1
    assert not place.bulk_bar.isVisible()


def test_choose_all_dry_run_tag_and_undo(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    archive.edit(archive.ids(place="archive")[0], tags=("çap", "mətbəə tarixi"))
    before, fields = dump(archive, histories=False), all_fields(archive)
    click(place, 0)
    click(place, 1, CONTROL)
    QTest.mouseClick(place.bulk_bar.all_button, Qt.MouseButton.LeftButton)
    assert place.bulk_bar.count.text() == "4 articles chosen"
    assert not place.bulk_bar.all_button.isVisible()
    assert window.context.commands.trigger("bulk.tag")
    card = place.bulk_card
    assert card.isVisible()
    assert not card.do_it.isEnabled(), "nothing is said yet"
    assert card.fields is not None
    card.fields.lines()[0].setText("Mətbəə tarixi")
    qtbot.waitUntil(card.do_it.isEnabled, timeout=3000)
    assert card.will_change.text() == "3 articles get the tag"
    assert card.will_stay.text() == "1 article already has it and stays as it is"
    assert card.do_it.text().strip() == "Add to 3 articles"
    assert dump(archive, histories=False) == before, "a dry run writes nothing"
    QTest.keyClick(card.fields.lines()[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not card.isVisible(), timeout=3000)
    assert all("mətbəə tarixi" in map(str.lower, article.tags) for article in archive.texts(place.choice.ids))
    said = window.context.messages.said[-1]
    assert said.text == "Tag added to 3 articles"
    assert place.choice.count == 4, "the next change is to the same articles"
    said.accept()
    assert all_fields(archive) == fields


def test_empty_line_takes_nothing_away_until_it_is_asked_for(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    place.choose_all()
    window.context.commands.trigger("bulk.author")
    fields, card = place.bulk_card.fields, place.bulk_card
    assert fields is not None
    QTest.keyClick(fields.lines()[0], Qt.Key.Key_Return)
    QTest.qWait(300)
    assert all(article.authors for article in archive.texts(place.choice.ids))
    assert fields.take_away is not None
    fields.take_away.setChecked(True)
    qtbot.waitUntil(card.do_it.isEnabled, timeout=3000)
    assert card.do_it.text().strip() == "Change 4 articles"
    QTest.mouseClick(card.do_it, Qt.MouseButton.LeftButton)
    assert not any(article.authors for article in archive.texts(place.choice.ids))


def test_names_are_merged_by_changing_one(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    place.choose_all()
    window.context.commands.trigger("bulk.author")
    card, fields = place.bulk_card, place.bulk_card.fields
    assert fields is not None
    fields._ways._group.button(1).click()  # type: ignore[union-attr]
    old, new = fields.lines()[1:]
    assert old.isVisible()
    assert not fields.lines()[0].isVisible()
    old.setText("m. hacili")
    new.setText("Hacılı Məmməd")
    qtbot.waitUntil(card.do_it.isEnabled, timeout=3000)
    QTest.mouseClick(card.do_it, Qt.MouseButton.LeftButton)
    assert archive.values("author") == [("Hacılı Məmməd", 4)]


@pytest.mark.parametrize("kind", BULK_KINDS)
def test_every_kind_of_change_has_words_and_can_be_left(window: MainWindow, place: ArchivePlace, kind: str) -> None:
    place.choose_all()
    assert window.context.commands.trigger(f"bulk.{kind}")
    card = place.bulk_card
    assert card.isVisible()
    assert card.kind == kind
    assert card.fields is not None
    assert "4 articles" in card.fields.title(4)
    assert "%L" not in card.fields.title(1) + card.fields.verb(1) + card.fields.told(1)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert place.choice.count == 4


def test_what_cannot_be_understood_is_said_and_blocks_the_button(window: MainWindow, place: ArchivePlace) -> None:
    place.choose_all()
    window.context.commands.trigger("bulk.date")
    card = place.bulk_card
    assert card.fields is not None
    card.fields.lines()[0].setText("some day")
    QTest.qWait(300)
    assert not card.do_it.isEnabled()
    assert "Not understood as a date" in card._trouble.text()


def test_status_of_many_holds_up_no_autosave_and_can_be_stopped_from_the_foot(
    window: MainWindow, place: ArchivePlace, archive: Archive, qtbot: QtBot
) -> None:
    lanes: list[str] = []
    run_on = window.context.jobs._run

    def noted(lane: str, fn: object, args: object, options: object) -> object:
        if getattr(fn, "__name__", "") == "work":
            lanes.append(lane)
        return run_on(lane, fn, args, options)  # type: ignore[arg-type]

    window.context.jobs._run = noted  # type: ignore[method-assign,assignment]
    place.choose_all()
    closed = QSignalSpy(place.bulk_card.closed)
    stops: list[object] = []
    window.context.exchange.work_changed.connect(lambda work: stops.append(work.stop if work else None))
    assert window.context.commands.trigger("status.withdrawn")
    assert lanes == ["long"]
    assert any(callable(stop) for stop in stops), "the foot of the window offers to stop it"
    assert {article.status for article in archive.texts(place.choice.ids)} == {"withdrawn"}
    assert closed.count() == 0, "a card that was not opened is not closed, and the focus stays"
    window.context.messages.said[-1].accept()
    assert {article.status for article in archive.texts(place.choice.ids)} == {"published"}
