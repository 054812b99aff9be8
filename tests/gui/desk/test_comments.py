"""Comments and notes beside a text: made, moved along, found again, resolved and taken back, by keys and mouse."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.archive.articles import Changes, Memo
from desktop_app.gui.context import Context
from desktop_app.gui.desk.comments import CommentSheet
from desktop_app.gui.desk.desk_place import DeskPlace
from desktop_app.gui.editor.comment_marks import CommentMarks
from tests.gui.desk.conftest import BODY


@pytest.fixture
def open_press(desk: DeskPlace, press: int) -> DeskPlace:
    desk.open_article(press, focus=True)
    return desk


def choose(desk: DeskPlace, words: str) -> None:
    at = desk.pane.editor.raw_text().index(words)
    desk.pane.editor.go_to(at, at + len(words))


def comment_on(desk: DeskPlace, words: str, said: str) -> str:
    choose(desk, words)
    desk.context.commands.trigger("comment")
    sheet = desk.findChildren(CommentSheet)[-1]
    QTest.keyClicks(sheet.words, said)
    QTest.keyClick(sheet.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    return next(one.uid for one in marks(desk).comments() if one.words == said)


def marks(desk: DeskPlace) -> CommentMarks:
    return desk.comments.marks


def passage(desk: DeskPlace, uid: str) -> str | None:
    span = marks(desk).span(uid)
    return None if span is None else desk.pane.editor.raw_text()[slice(*span)]


def test_a_comment_is_written_at_the_selection_and_kept(open_press: DeskPlace, archive: Archive, press: int) -> None:
    desk = open_press
    uid = comment_on(desk, "işə qaytarmaq", "Who said so?")
    assert desk.pane.editor.hasFocus(), "the sheet gives the focus back"
    [kept] = archive.comments(press)
    assert (kept.uid, kept.words, kept.anchor.quote) == (uid, "Who said so?", "işə qaytarmaq")
    assert archive.get(press).body == BODY, "the text knows nothing of it"
    assert passage(desk, uid) == "işə qaytarmaq"


def test_the_sheet_is_left_by_keys_alone(open_press: DeskPlace, archive: Archive, press: int) -> None:
    desk = open_press
    choose(desk, "hürufat")
    desk.context.commands.trigger("comment")
    sheet = desk.findChildren(CommentSheet)[-1]
    assert QApplication.focusWidget() is sheet.words
    assert not sheet._verb.isEnabled(), "nothing to add yet"
    QTest.keyClicks(sheet.words, "spelling?")
    QTest.keyClick(sheet.words, Qt.Key.Key_Tab)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is sheet._verb
    QTest.keyClick(sheet._verb, Qt.Key.Key_Space)
    assert [one.words for one in archive.comments(press)] == ["spelling?"]
    desk.context.commands.trigger("comment")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert desk.pane.editor.hasFocus()
    assert len(archive.comments(press)) == 1


def test_it_moves_along_with_typing_and_undo(open_press: DeskPlace, archive: Archive, press: int) -> None:
    desk, editor = open_press, open_press.pane.editor
    uid = comment_on(desk, "çap dəzgahı yenidən", "since when?")
    choose(desk, "Gəncənin")
    QTest.keyClicks(editor, "Bakinin kohne")
    assert passage(desk, uid) == "çap dəzgahı yenidən"
    span = marks(desk).span(uid)
    assert span is not None
    editor.go_to(span[1])
    QTest.keyClicks(editor, "x")
    assert passage(desk, uid) == "çap dəzgahı yenidən", "what is typed behind it is not part of it"
    editor.go_to(span[0] + 3)
    QTest.keyClicks(editor, "y")
    assert passage(desk, uid) == "çapy dəzgahı yenidən"
    marks(desk).settle()
    assert archive.comments(press)[0].anchor.quote == "çapy dəzgahı yenidən"
    choose(desk, "çapy dəzgahı yenidənx işə")
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    marks(desk).settle()
    assert marks(desk).is_lost(uid)
    assert archive.comments(press)[0].anchor.quote == "çapy dəzgahı yenidən", "the words are remembered"
    editor.undo()
    marks(desk).settle()
    assert passage(desk, uid) == "çapy dəzgahı yenidən"


def test_it_is_found_after_an_edit_from_outside(open_press: DeskPlace, archive: Archive, press: int) -> None:
    desk = open_press
    uid = comment_on(desk, "iki yüz vərəq", "per day?")
    version = archive.get(press).version
    archive.edit(press, base_version=version, body="Yeni giriş.\n\n" + BODY.replace("iki yüz vərəq", "iki min vərəq"))
    desk.on_changes(replace(archive.edit(press, folder="x"), version=None))
    assert "Yeni giriş" in desk.pane.editor.raw_text()
    marks(desk).settle()
    assert passage(desk, uid) == "iki min vərəq"


def test_it_is_found_when_the_text_is_opened_anew(open_press: DeskPlace, archive: Archive, press: int) -> None:
    desk = open_press
    uid = comment_on(desk, "kağız", "which?")
    desk.pane.editor.go_to(0)
    desk.pane.typist.insert_words("\U0001f5de ")
    desk.flush()
    other = DeskPlace(desk.context, preview="rich")
    other.open_article(press, focus=False)
    span = other.comments.marks.span(uid)
    assert span is not None
    cursor = other.pane.editor.textCursor()
    cursor.setPosition(span[0])
    cursor.setPosition(span[1], cursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "kağız", "places are right behind letters of two units too"
    other.shut_down()
    other.deleteLater()


def test_comments_are_gone_through_resolved_and_opened_again(
    open_press: DeskPlace, context: Context, archive: Archive, press: int
) -> None:
    desk, editor = open_press, open_press.pane.editor
    first, second = comment_on(desk, "muzeyə", "one"), comment_on(desk, "kağız", "two")
    editor.go_to(0)
    context.commands.trigger("comment.next")
    assert editor.textCursor().selectedText() == "muzeyə"
    context.commands.trigger("comment.next")
    assert editor.textCursor().selectedText() == "kağız"
    context.commands.trigger("comment.next")
    assert editor.textCursor().selectedText() == "muzeyə", "round the end"
    context.commands.trigger("comment.prev")
    assert editor.textCursor().selectedText() == "kağız"
    context.commands.trigger("comment.resolve")
    assert archive.comments(press)[1].resolved is not None
    assert marks(desk).at(editor.textCursor().position()) == ""
    context.messages.said[-1].accept()
    assert archive.comments(press)[1].resolved is None
    desk.comments.remove(first)
    assert [one.uid for one in archive.comments(press)] == [second]
    context.messages.said[-1].accept()
    assert [one.uid for one in archive.comments(press)] == [first, second]
    assert not context.commands.is_available("comment.resolve") or marks(desk).at(editor.textCursor().position())


def test_the_list_leads_to_the_words_and_acts(open_press: DeskPlace, archive: Archive, press: int) -> None:
    desk = open_press
    uid = comment_on(desk, "muzeyə", "which museum?")
    desk.commands.show_tab("notes")
    card = desk.inspector.notes._cards[uid]
    desk.pane.editor.go_to(0)
    QTest.mouseClick(card.jump, Qt.MouseButton.LeftButton)
    assert desk.pane.editor.textCursor().selectedText() == "muzeyə"
    tools = card.findChildren(QToolButton)
    assert [one.accessibleName() for one in tools] == ["Resolve", "Change…", "Delete"]
    tools[1].setFocus()
    QTest.keyClick(tools[1], Qt.Key.Key_Space)
    sheet = desk.findChildren(CommentSheet)[-1]
    QTest.keyClicks(sheet.words, " In Baku")
    QTest.keyClick(sheet.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert archive.comments(press)[0].words == "which museum? In Baku"
    card = desk.inspector.notes._cards[uid]
    QTest.mouseClick(card.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert uid not in desk.inspector.notes._cards
    QTest.mouseClick(desk.inspector.notes.resolved, Qt.MouseButton.LeftButton)
    assert desk.inspector.notes._cards[uid].findChildren(QToolButton)[0].accessibleName() == "Open again"


def test_the_mark_in_the_margin_leads_to_the_list(open_press: DeskPlace, qtbot: QtBot) -> None:
    desk = open_press
    uid = comment_on(desk, "muzeyə", "which museum?")
    margin = marks(desk)._margin
    qtbot.waitUntil(margin.isVisible)
    [(_, box, _)] = list(margin._marks())
    desk.commands.show_tab("outline")
    QTest.mouseClick(margin, Qt.MouseButton.LeftButton, pos=box.center())
    assert desk.inspector.tab() == "notes"
    assert QApplication.focusWidget() is desk.inspector.notes._cards[uid].jump
    before = desk.pane.editor.textCursor().position()
    QTest.mouseClick(margin, Qt.MouseButton.LeftButton, pos=QPoint(10, box.bottom() + 40))
    assert desk.pane.editor.textCursor().position() != before, "elsewhere the margin is the text's"


def test_a_note_and_a_deadline_are_kept_beside_the_text(open_press: DeskPlace, archive: Archive, press: int) -> None:
    desk, before = open_press, archive.get(press)
    desk.commands.show_tab("notes")
    notes = desk.inspector.notes
    assert QApplication.focusWidget() is notes.note.input
    QTest.keyClicks(notes.note.input, "Ask Rauf twice")
    QTest.keyClick(notes.note.input, Qt.Key.Key_Backtab)
    day = date.today() + timedelta(days=3)
    QTest.keyClicks(notes.deadline.input, day.isoformat())
    QTest.keyClick(notes.deadline.input, Qt.Key.Key_Return)
    assert archive.memo(press) == Memo("Ask Rauf twice", day)
    assert archive.get(press) == before
    desk.drafts.set_sort("deadline")
    assert desk.drafts.first_draft() == press
    row = desk.drafts.model._rows[0]
    assert row.due.startswith("due ")
    assert not row.is_late
    QTest.keyClick(notes.deadline.input, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(notes.deadline.input, "March 1911")
    QTest.keyClick(notes.deadline.input, Qt.Key.Key_Return)
    assert notes.deadline.hint.text().startswith("Not understood")
    assert archive.memo(press).deadline == day


def test_news_of_the_text_is_read_and_ones_own_saves_are_not(
    open_press: DeskPlace, archive: Archive, press: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_press
    desk.flush()
    asked: list[str] = []
    for name in ("memo", "comments"):
        real = getattr(archive, name)
        monkeypatch.setattr(archive, name, lambda id, name=name, real=real: (asked.append(name), real(id))[1])
    QTest.keyClicks(desk.pane.editor, "More ")
    desk.flush()
    assert archive.get(press).body.count("More ") + archive.get(press).title.count("More ") == 1
    assert asked == []
    archive.set_memo(press, Memo("From another window"))
    desk.context.exchange.changed.emit(Changes(archive.seq))
    assert asked == ["comments", "memo"], "a change that names no article may be of this one"
    assert desk.inspector.notes.note.input.toPlainText() == "From another window"


def test_a_note_makes_a_draft_an_article(desk: DeskPlace, archive: Archive) -> None:
    desk.new_draft({})
    desk.commands.show_tab("notes")
    notes = desk.inspector.notes
    QTest.keyClicks(notes.note.input, "An idea")
    desk.flush()
    assert desk.text is not None
    assert archive.memo(desk.text.id).note == "An idea"
    QTest.keyClicks(desk.pane.editor, "Title")
    comment_on(desk, "Title", "better one?")
    assert [one.words for one in archive.comments(desk.text.id)] == ["better one?"]


@pytest.mark.parametrize("seed", range(3))
def test_no_edit_elsewhere_moves_it_off_its_words(open_press: DeskPlace, seed: int) -> None:
    desk, editor, dice = open_press, open_press.pane.editor, random.Random(seed)
    said = ("çap dəzgahı", "muzeyə yox", "kağız")
    uids = [comment_on(desk, words, f"number {number}") for number, words in enumerate(said)]
    for _ in range(120):
        spans = [span for uid in uids if (span := marks(desk).span(uid)) is not None]
        start = dice.randrange(len(editor.raw_text()))
        end = min(start + dice.choice((0, 0, 1, 5)), len(editor.raw_text()))
        if any((start < stop and end > begin) or begin < start < stop for begin, stop in spans):
            continue
        editor.go_to(start, end)
        dice.choice((editor.insertPlainText, desk.pane.typist.insert_words))(dice.choice(("", "söz ", "\n", "kağız ")))
        if dice.random() < 0.3:
            editor.undo()
        if dice.random() < 0.1:
            marks(desk).settle()
        assert [passage(desk, uid) for uid in uids] == list(said)
