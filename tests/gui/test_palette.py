"""The palette: words begin words under the fold, recent commands first, reasons told, the focus comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from desktop_app.gui.context import Context
from desktop_app.gui.matching import match_words
from desktop_app.gui.palette import Palette
from desktop_app.gui.palette_rows import PaletteModel
from desktop_app.text.folding import fold

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Split preview", "prev", ["prev"]),
        ("Split preview", "sp pre", ["Sp", "pre"]),
        ("Previous hit", "hit prev", ["Prev", "hit"]),
        ("Şəki kəndi", "seki", ["Şəki"]),
        ("İSTANBUL ışığı", "isi", ["ışı"]),
        ("Ёлка", "елк", ["Ёлк"]),
        ("Split preview", "review", None),
        ("Split preview", "", []),
    ],
)
def test_typed_words_begin_words(text: str, typed: str, found: list[str] | None) -> None:
    spans = match_words(text, typed)
    assert (None if spans is None else [text[a:b] for a, b in spans]) == found


@given(st.text(alphabet="aə iıIİşSёеЁ-’ ", max_size=30), st.text(alphabet="aeisşё ", max_size=6))
def test_every_span_folds_to_what_was_typed(text: str, typed: str) -> None:
    for start, end in match_words(text, typed) or ():
        assert any(fold(text[start:end]).startswith(fold(word)) for word in typed.split())


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    field = QLineEdit()
    field.setAccessibleName("Text")
    made.setCentralWidget(field)
    made.resize(1000, 700)
    qtbot.addWidget(made)
    for id in ("preview", "bold", "place.archive", "hit.prev", "export"):
        context.commands.connect(id, lambda *_: None)
    context.commands.enable("export", False, "nothing is chosen")
    made.show()
    made.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return made


def open_palette(context: Context, window: QMainWindow, recent: list[str] | None = None) -> Palette:
    palette = Palette(context, recent if recent is not None else [])
    palette.open_over(window)
    return palette


def texts(palette: Palette) -> list[str]:
    return [entry.text for entry in palette.model.entries]


def test_commands_drafts_and_the_search_are_found_by_typing(
    context: Context, window: QMainWindow, qtbot: QtBot
) -> None:
    palette = open_palette(context, window)
    assert palette.field.hasFocus()
    qtbot.keyClicks(palette.field, "prev")
    assert texts(palette) == ["Commands", "Previous hit", "Split preview", "Search the archive for “prev”"]
    palette.field.setText("cap")
    assert texts(palette) == ["Drafts", "Köhnə çap dəzgahının ikinci ömrü", "Search the archive for “cap”"]


def test_titles_of_the_archive_come_after_a_pause(context: Context, window: QMainWindow, qtbot: QtBot) -> None:
    palette = open_palette(context, window)
    read: list[int] = []
    context.exchange.read_requested.connect(read.append)
    palette.field.setText("lamplighter")
    qtbot.waitUntil(lambda: "The last lamplighter" in texts(palette), timeout=5000)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert [context.archive.get(id).title for id in read] == ["The last lamplighter"]


def test_enter_runs_the_first_and_down_the_next(context: Context, window: QMainWindow, qtbot: QtBot) -> None:
    ran: list[str] = []
    context.commands.triggered.connect(ran.append)
    recent: list[str] = []
    palette = open_palette(context, window, recent)
    palette.field.setText("prev")
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert ran == ["preview"]
    assert recent == ["preview"]
    assert window.centralWidget().hasFocus()
    again = open_palette(context, window, recent)
    assert texts(again)[:2] == ["Recent", "Split preview"]


def test_what_cannot_run_stands_last_and_says_why(context: Context, window: QMainWindow, qtbot: QtBot) -> None:
    palette = open_palette(context, window)
    palette.field.setText("exp")
    entry = next(entry for entry in palette.model.entries if entry.text == "Export…")
    assert (entry.note, entry.is_runnable) == ("nothing is chosen", False)
    assert texts(palette)[0] == "Not now"
    assert palette.model.entries[palette.list.currentIndex().row()].kind == "search"


def test_signs_narrow_what_is_looked_for(context: Context, window: QMainWindow, qtbot: QtBot) -> None:
    palette = open_palette(context, window)
    asked: list[str] = []
    context.exchange.search_requested.connect(asked.append)
    palette.field.setText("> cap")
    assert texts(palette) == []
    palette.field.setText("#ç")
    qtbot.waitUntil(lambda: texts(palette) == ["Tags", "çap"], timeout=3000)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert asked == ['tag:"çap"']
    palette = open_palette(context, window)
    palette.field.setText("@hac")
    qtbot.waitUntil(lambda: texts(palette) == ["Authors", "M. Hacılı"], timeout=3000)


def test_ctrl_enter_searches_the_archive(context: Context, window: QMainWindow, qtbot: QtBot) -> None:
    asked: list[str] = []
    context.exchange.search_requested.connect(asked.append)
    palette = open_palette(context, window)
    qtbot.keyClicks(palette.field, "prev")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return, CTRL)
    assert asked == ["prev"]


def test_escape_and_a_click_beside_it_close_it(context: Context, window: QMainWindow, qtbot: QtBot) -> None:
    palette = open_palette(context, window)
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert window.centralWidget().hasFocus()
    palette = open_palette(context, window)
    qtbot.mouseClick(palette._veil, Qt.MouseButton.LeftButton, pos=window.rect().bottomLeft())
    assert not window.findChildren(Palette) or not palette.isVisible()
    assert context.commands.is_available("preview")


def test_the_model_keeps_qts_rules(context: Context, window: QMainWindow, qtbot: QtBot) -> None:
    palette = open_palette(context, window)
    tester = QAbstractItemModelTester(palette.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for typed in ("p", "pr", "", "zzz", ">", "prev"):
        palette.field.setText(typed)
    assert isinstance(tester.model(), PaletteModel)


def test_every_shown_command_is_in_the_palette(context: Context, window: QMainWindow, qtbot: QtBot) -> None:
    from desktop_app.gui.keymap import COMMANDS

    palette = open_palette(context, window)
    palette.field.setText(">")
    shown = {c.id for c in COMMANDS if context.commands.action(c.id).isVisible() and c.id != "palette"}
    able = {id for id in shown if not palette._reasons[id]}
    assert {entry.id for entry in palette.model.entries if entry.kind == "command"} == able
