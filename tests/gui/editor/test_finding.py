"""The bar that finds and replaces in one text; what is found is `text.finding`'s affair."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.gui.context import Context
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.find_bar import FindBar
from desktop_app.gui.jobs import Jobs
from tests.gui.editor.conftest import open_text, type_keys


@pytest.fixture
def bar(qtbot: QtBot, context: Context, editor: Editor) -> FindBar:
    open_text(editor, "Headline", "Kağız, kagiz 😀 and KAĞIZ.")
    editor.go_to(0)
    made = FindBar(context, editor)
    qtbot.addWidget(made)
    made.resize(700, 80)
    return made


def looked(bar: FindBar) -> FindBar:
    bar._look_soon()
    return bar


def test_hits_are_counted_marked_and_gone_through(bar: FindBar, editor: Editor) -> None:
    bar.open_bar(replacing=False)
    QTest.keyClicks(bar.words, "kagiz")
    looked(bar)
    assert bar.count.text() == "1 of 3"
    assert len(editor.extraSelections()) == 3
    QTest.keyClick(bar.words, Qt.Key.Key_Return)
    assert bar.count.text() == "2 of 3"
    QTest.keyClick(bar.words, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.count.text() == "1 of 3"
    bar.previous()
    assert bar.count.text() == "3 of 3", "before the first comes the last"
    QTest.keyClick(bar.words, Qt.Key.Key_Escape)
    assert editor.textCursor().selectedText() == "KAĞIZ"
    assert editor.extraSelections() == []


def test_options_narrow_the_hits(bar: FindBar) -> None:
    bar.open_bar(replacing=False)
    QTest.keyClicks(bar.words, "kagiz")
    bar.case.click()
    looked(bar)
    assert bar.count.text() == "1 of 1"


def test_replacing_one_goes_on_to_the_next(bar: FindBar, editor: Editor) -> None:
    bar.open_bar(replacing=True)
    QTest.keyClicks(bar.words, "kagiz")
    looked(bar)
    QTest.keyClicks(bar.instead, "paper")
    QTest.keyClick(bar.instead, Qt.Key.Key_Return)
    assert editor.texts()[1] == "Paper, kagiz 😀 and KAĞIZ."
    QTest.keyClick(bar.instead, Qt.Key.Key_Return)
    assert editor.texts()[1] == "Paper, paper 😀 and KAĞIZ."
    assert bar.count.text() == "1 of 1"


def test_replacing_all_is_one_step_of_undo(bar: FindBar, editor: Editor, context: Context) -> None:
    bar.open_bar(replacing=True)
    QTest.keyClicks(bar.words, "kagiz")
    looked(bar)
    bar.instead.setText("paper")
    bar.replace_all()
    assert editor.texts()[1] == "Paper, paper 😀 and PAPER."
    assert context.messages.said[-1].text == "Replaced in 3 places"
    context.messages.said[-1].accept()
    assert editor.texts()[1] == "Kağız, kagiz 😀 and KAĞIZ."


def test_the_words_of_the_selection_are_looked_for(bar: FindBar, editor: Editor) -> None:
    editor.go_to(9, 14)
    bar.open_bar(replacing=False)
    assert bar.words.text() == "Kağız"
    assert bar.count.text() == "1 of 3"


def test_a_pattern_replaces_by_its_groups_as_one_step(bar: FindBar, editor: Editor) -> None:
    bar.open_bar(replacing=True)
    QTest.mouseClick(bar.pattern, Qt.MouseButton.LeftButton)
    type_keys(bar.words, "(k)(a[ğg])")
    looked(bar)
    assert bar.count.text() == "1 of 3"
    QTest.keyClicks(bar.instead, r"\2\1")
    bar.replace_all()
    assert editor.texts()[1] == "ağKız, agkiz 😀 and AĞKIZ."
    editor.undo()
    assert editor.texts()[1] == "Kağız, kagiz 😀 and KAĞIZ."


def test_a_pattern_half_written_is_told_and_not_an_alarm(bar: FindBar, context: Context) -> None:
    bar.open_bar(replacing=False)
    bar.pattern.click()
    QTest.keyClicks(bar.words, "(ka")
    looked(bar)
    assert bar.count.text() == "No usable pattern"
    assert bar.count.toolTip()
    QTest.keyClicks(bar.words, ")")
    looked(bar)
    assert bar.count.text() == "1 of 3"
    assert not context.messages.said


def test_a_passage_is_looked_through_while_it_is_chosen(bar: FindBar, editor: Editor) -> None:
    open_text(editor, "T", "art one\nart two\nart three")
    editor.go_to(10, 19)
    bar.open_bar(replacing=True)
    assert bar.selection.isChecked()
    QTest.keyClicks(bar.words, "art")
    looked(bar)
    assert len(bar._hits) == 1
    bar.instead.setText("longer art")
    bar.replace_all()
    assert editor.texts()[1] == "art one\nlonger art two\nart three"
    assert len(bar._hits) == 1, "the passage grew with its words"
    bar.selection.click()
    looked(bar)
    assert len(bar._hits) == 3
    editor.go_to(0)
    bar.selection.click()
    assert not bar.selection.isChecked(), "nothing is selected"


def test_the_window_lives_while_a_pattern_runs_wild(qtbot: QtBot, context: Context, editor: Editor) -> None:
    open_text(editor, "T", "x" * 50_000)
    threads = replace(context, jobs=Jobs())
    bar = FindBar(threads, editor)
    qtbot.addWidget(bar)
    bar.open_bar(replacing=False)
    bar.pattern.setChecked(True)
    bar.words.setText("(x+x+)+y")
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start(5)
    looked(bar)
    qtbot.waitUntil(lambda: bar.count.text() == "No usable pattern", timeout=20_000)
    timer.stop()
    assert max(b - a for a, b in pairwise(ticks)) < 0.4, "half a second and more would be felt as a window that hangs"
    assert len(ticks) > 20
    threads.jobs.close()
