"""The trash: what lies there, putting it back, and deleting for ever only after a question that names it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop_app.archive.articles import Article
from desktop_app.gui import trash
from desktop_app.gui.context import Context
from desktop_app.gui.trash import TrashPlace


@pytest.fixture
def place(context: Context, ids: Callable[[str], int], qtbot: QtBot) -> TrashPlace:
    context.archive.trash([ids("The last lamplighter"), ids("Vapurda bir sabah"), ids("Письма из Шеки")])
    made = TrashPlace(context)
    context.exchange.changed.connect(made.on_changes)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.activateWindow()
    made.enter()
    made.list.setFocus()
    qtbot.waitUntil(made.list.hasFocus)
    return made


def titles(place: TrashPlace) -> list[str]:
    return [row.title for row in place.model.rows]


def choose_all(place: TrashPlace) -> None:
    for row in range(place.model.rowCount()):
        place.list.selectionModel().select(place.model.index(row), QItemSelectionModel.SelectionFlag.Select)


def test_everything_thrown_away_is_shown_and_read(place: TrashPlace) -> None:
    QAbstractItemModelTester(place.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert sorted(titles(place)) == ["The last lamplighter", "Vapurda bir sabah", "Письма из Шеки"]
    assert titles(place)[0] in place.reader.toPlainText()
    counts = {row.key: row.count for row in place.sections.rows() if row.key}
    assert counts == {"all": "3", "drafts": "2", "articles": "1"}


def test_sections_narrow_the_list(place: TrashPlace) -> None:
    place.sections.choose("articles")
    assert titles(place) == ["The last lamplighter"]
    place.sections.choose("drafts")
    assert sorted(titles(place)) == ["Vapurda bir sabah", "Письма из Шеки"]


def test_what_is_put_back_stands_where_it_was(place: TrashPlace, context: Context, ids: Any) -> None:
    place.list.choose(titles(place).index("The last lamplighter"))
    place.put_back()
    assert "The last lamplighter" not in titles(place)
    assert context.archive.get(ids("The last lamplighter")).status == "published"
    toast = context.messages.said[-1]
    read: list[int] = []
    context.exchange.read_requested.connect(read.append)
    toast.accept()
    assert read == [ids("The last lamplighter")]


def test_delete_for_ever_names_what_goes_and_waits_for_the_word(
    place: TrashPlace, context: Context, qtbot: QtBot
) -> None:
    place.list.choose(titles(place).index("Vapurda bir sabah"))
    qtbot.keyClick(place.list, Qt.Key.Key_Delete)
    question = context.messages.said[-1]
    assert "“Vapurda bir sabah”" in question.title
    assert question.tone == "danger"
    question.dismiss()
    assert "Vapurda bir sabah" in titles(place)
    place.delete_chosen()
    context.messages.said[-1].accept()
    assert sorted(titles(place)) == ["The last lamplighter", "Письма из Шеки"]
    assert context.archive.by_title(["Vapurda bir sabah"]) == {}


def test_many_at_once_are_one_question(place: TrashPlace, context: Context) -> None:
    choose_all(place)
    place.delete_chosen()
    question = context.messages.said[-1]
    assert question.title == "Delete 3 things for ever?"
    assert "“Vapurda bir sabah”" in question.text
    question.accept()
    assert titles(place) == []
    assert place.panes() == [place.empty]


def test_emptying_a_full_trash_asks_for_the_number(
    place: TrashPlace, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trash, "_TYPE_FROM", 3)
    place.empty_trash()
    assert context.messages.said[-1].type_to_confirm == "3"


def test_long_lists_come_by_the_page(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trash, "PAGE", 10)
    added = context.archive.add(*(Article(title=f"Piece {n}") for n in range(35)))
    context.archive.trash(added.articles)
    place = TrashPlace(context)
    qtbot.addWidget(place)
    place.show()
    place.enter()
    while place.model.canFetchMore(place.model.index(-1)):
        place.model.fetchMore(place.model.index(-1))
    assert len(set(titles(place))) == 35


def test_state_brings_section_and_article_back(place: TrashPlace, context: Context, qtbot: QtBot) -> None:
    place.sections.choose("drafts")
    place.list.choose(1)
    state = place.save_state()
    again = TrashPlace(context)
    qtbot.addWidget(again)
    again.restore_state(state)
    assert again.save_state() == state
    again.restore_state({"section": 7, "article": "x", "scroll": []})


def test_commands_are_refused_where_nothing_is_chosen(place: TrashPlace, context: Context) -> None:
    place.list.clearSelection()
    place._on_choice()
    assert context.commands.reason("trash.forever") == "nothing is chosen"
    place.list.choose(0)
    assert context.commands.is_available("trash.forever")
