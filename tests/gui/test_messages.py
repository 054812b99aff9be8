"""What the program says, and how a window shows it: toasts go, trouble stays, questions wait, bugs hold no text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.errors import Cancelled, UserError
from desktop_app.gui.banner import Banner, ErrorCard
from desktop_app.gui.context import Context
from desktop_app.gui.dialogs.bug import BugSheet
from desktop_app.gui.dialogs.question import QuestionSheet
from desktop_app.gui.messages import describe_bug
from desktop_app.gui.pieces import button, column
from desktop_app.gui.presenter import Presenter
from desktop_app.gui.status_bar import StatusBar


class Stage(QMainWindow):
    """As much of a window as messages need."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.body = QWidget()
        self.notices = QWidget()
        self.notices.setLayout(column())
        self.notices.hide()
        self.status_bar = StatusBar(context.theme)
        self.field = button(context.theme, "Focus")
        self.body.setLayout(column(self.notices, self.field, None, self.status_bar))
        self.setCentralWidget(self.body)
        self.presenter = Presenter(context, self, self.notices, self.body, self.status_bar)
        self.resize(900, 600)


@pytest.fixture
def stage(context: Context, qtbot: QtBot) -> Stage:
    made = Stage(context)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def sheet_of(stage: Stage, kind: type) -> object:
    found = [sheet for sheet in stage.findChildren(kind) if sheet.isVisible()]
    assert len(found) == 1
    return found[0]


def test_a_toast_offers_the_way_back_and_stands_in_the_status_bar(context: Context, stage: Stage, qtbot: QtBot) -> None:
    undone: list[bool] = []
    context.messages.toast("Moved to trash", "Undo", lambda: undone.append(True))
    toast = stage.presenter.toasts.current
    assert toast is not None
    assert "Moved to trash" in stage.status_bar.text()
    qtbot.mouseClick(toast.buttons[0], Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert stage.presenter.toasts.current is None


def test_a_toast_goes_by_itself_but_not_under_the_focus(context: Context, stage: Stage, qtbot: QtBot) -> None:
    context.messages.toast("Exported", "Open", lambda: None)
    toast = stage.presenter.toasts.current
    toast.buttons[0].setFocus()
    toast._maybe_go()
    assert stage.presenter.toasts.current is toast
    stage.field.setFocus()
    toast._maybe_go()
    assert stage.presenter.toasts.current is None


def test_a_newer_toast_takes_the_place_of_the_old(context: Context, stage: Stage) -> None:
    context.messages.toast("One")
    context.messages.toast("Two")
    assert stage.presenter.toasts.current.message.text == "Two"


def test_trouble_stays_until_it_is_dealt_with(context: Context, stage: Stage, qtbot: QtBot) -> None:
    tried: list[bool] = []
    context.messages.error(UserError("The disk is full.", "Your text is safe."), retry=lambda: tried.append(True))
    context.messages.error(UserError("The disk is full.", "Your text is safe."), retry=lambda: tried.append(True))
    cards = [card for card in stage.findChildren(ErrorCard) if card.isVisible()]
    assert len(cards) == 1
    assert stage.notices.isVisible()
    qtbot.mouseClick(cards[0].buttons[0], Qt.MouseButton.LeftButton)
    assert tried == [True]
    assert not stage.notices.isVisible()


def test_a_cancel_is_no_trouble(context: Context, stage: Stage) -> None:
    context.messages.error(Cancelled("Stopped; 3 files were kept."))
    assert stage.findChildren(ErrorCard) == []
    assert "Stopped" in stage.status_bar.text()


def test_a_lasting_word_stands_above_trouble_and_can_be_taken_away(context: Context, stage: Stage) -> None:
    banner = Banner(context.theme, "info", "This is the sample. Changes stay in it.")
    stage.presenter.add_banner(banner)
    assert banner.isVisible()
    stage.presenter.drop_banner(banner)
    assert not stage.notices.isVisible()


def test_a_question_runs_its_verb_and_gives_the_focus_back(context: Context, stage: Stage, qtbot: QtBot) -> None:
    done: list[str] = []
    context.messages.ask("Restore?", "It keeps today’s text too.", "Restore", then=lambda: done.append("restored"))
    sheet = sheet_of(stage, QuestionSheet)
    assert sheet.verb.hasFocus()
    assert not context.commands.is_available("undo")
    qtbot.keyClick(sheet.verb, Qt.Key.Key_Return)
    assert done == ["restored"]
    assert stage.field.hasFocus()


def test_escape_is_the_way_out_of_a_question(context: Context, stage: Stage, qtbot: QtBot) -> None:
    done: list[str] = []
    message = context.messages.ask(
        "Delete?",
        "For ever.",
        "Delete",
        danger=True,
        then=lambda: done.append("gone"),
        otherwise=lambda: done.append("kept"),
    )
    sheet = sheet_of(stage, QuestionSheet)
    assert sheet.cancel.hasFocus(), "Enter must not be the way to do what cannot be undone"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert done == ["kept"]
    message.accept()
    assert done == ["kept"]


def test_a_grave_question_asks_for_a_word(context: Context, stage: Stage, qtbot: QtBot) -> None:
    done: list[str] = []
    context.messages.ask(
        "Empty the trash?", "", "Delete", danger=True, then=lambda: done.append("x"), type_to_confirm="40"
    )
    sheet = sheet_of(stage, QuestionSheet)
    assert not sheet.verb.isEnabled()
    qtbot.keyClicks(sheet.field, "40")
    assert sheet.verb.isEnabled()
    qtbot.mouseClick(sheet.verb, Qt.MouseButton.LeftButton)
    assert done == ["x"]


def test_tab_stays_inside_a_sheet(context: Context, stage: Stage, qtbot: QtBot) -> None:
    context.messages.ask("Restore?", "", "Restore", other=("Compare", lambda: None))
    sheet = sheet_of(stage, QuestionSheet)
    seen = set()
    for _ in range(6):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(QApplication.focusWidget())
        seen.add(QApplication.focusWidget().accessibleName())
    assert seen == {"Cancel", "Compare", "Restore"}


def test_a_bug_is_told_without_any_text_of_an_article(context: Context, stage: Stage, qtbot: QtBot) -> None:
    try:
        {}["Köhnə çap dəzgahı"]
    except KeyError as error:
        context.messages.failure(error)
    sheet = sheet_of(stage, BugSheet)
    text = sheet.details.toPlainText()
    assert "KeyError" in text
    assert "test_messages.py" in text
    assert "dəzgah" not in text
    sheet._copy_details()
    assert QGuiApplication.clipboard().text() == text


def test_a_description_names_code_places_only() -> None:
    try:
        int("secret words of an article")
    except ValueError as error:
        words = describe_bug(error)
    assert "secret" not in words
    assert "ValueError" in words
