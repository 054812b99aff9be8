"""Finding and replacing in one text."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.gui.context import Context
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.find_bar import FindBar
from desktop_app.gui.editor.finding import PatternTrouble, Wish, find_all, nearest, replacements
from desktop_app.gui.jobs import Jobs
from desktop_app.text.folding import fold
from tests.gui.editor.conftest import open_text, type_keys


def found(text: str, wish: Wish) -> list[str]:
    return [text[start:end] for start, end in find_all(text, wish)]


@pytest.mark.parametrize(
    ("text", "wish", "hits"),
    [
        ("Şəki, ŞƏKİ, seki", Wish("seki"), ["Şəki", "ŞƏKİ", "seki"]),
        ("ISPARTA ısparta isparta", Wish("ısparta"), ["ISPARTA", "ısparta", "isparta"]),
        ("ёлка и елка", Wish("елка"), ["ёлка", "елка"]),
        ("Şəki seki", Wish("seki", match_case=True), ["seki"]),
        ("art part art", Wish("art", whole_words=True), ["art", "art"]),
        ("Straße", Wish("strasse"), ["Straße"]),
        ("aaa", Wish("aa"), ["aa"]),
        ("a.b", Wish("."), ["."]),
        ("text", Wish(""), []),
        ("cafe\u0301s", Wish("cafe"), ["cafe\u0301"]),
    ],
)
def test_what_is_found(text: str, wish: Wish, hits: list[str]) -> None:
    assert found(text, wish) == hits


@pytest.mark.parametrize(
    ("text", "wish", "hits"),
    [
        ("a1 b22", Wish(r"\d+", is_pattern=True), ["1", "22"]),
        ("Ev ev EV", Wish("ev", is_pattern=True), ["Ev", "ev", "EV"]),
        ("Ev ev EV", Wish("ev", match_case=True, is_pattern=True), ["ev"]),
        ("part art", Wish("art", whole_words=True, is_pattern=True), ["art"]),
        ("əl əlli", Wish(r"\bəl\b", is_pattern=True), ["əl"]),
        ("one\ntwo", Wish("^t", is_pattern=True), ["t"]),
    ],
)
def test_what_a_pattern_finds(text: str, wish: Wish, hits: list[str]) -> None:
    assert found(text, wish) == hits


def test_only_a_passage_is_looked_through() -> None:
    for wish in (Wish("a"), Wish("a", match_case=True), Wish("a", is_pattern=True)):
        assert find_all("aa aa aa", wish, (3, 5)) == [(3, 4), (4, 5)]
    assert find_all("aa", Wish("aa"), (1, 2)) == []


def test_a_replacement_takes_groups() -> None:
    wish = Wish(r"(\w+)@(?P<at>\w+)", is_pattern=True)
    assert replacements("me@home", wish, r"\g<at>: \1") == [(0, 7, "home: me")]
    assert replacements("ab", Wish("B"), r"\1") == [(1, 2, r"\1")], "words are words"


@pytest.mark.parametrize("words", ["(", "[a-", "*", "(?P<a>x)(?P<a", "x" * 3000])
def test_a_pattern_that_is_none_says_so(words: str) -> None:
    with pytest.raises(PatternTrouble):
        find_all("some text", Wish(words, is_pattern=True))


def test_a_replacement_without_its_group_says_so() -> None:
    with pytest.raises(PatternTrouble):
        replacements("a", Wish("a", is_pattern=True), r"\7")


def test_a_pattern_without_an_end_is_given_up() -> None:
    began = time.process_time()
    with pytest.raises(PatternTrouble):
        find_all("x" * 100_000, Wish("(x+x+)+y", is_pattern=True))
    assert time.process_time() - began < 8


@given(
    st.text(st.sampled_from("aAəƏıİşéß \n"), max_size=40), st.text(st.sampled_from("aeiıə s"), min_size=1, max_size=3)
)
def test_every_hit_folds_to_what_was_asked(text: str, words: str) -> None:
    end = -1
    for start, stop in find_all(text, Wish(words)):
        assert start >= end
        assert fold(words) in fold(text[start:stop])
        end = stop


def test_nearest_goes_round() -> None:
    assert nearest([(1, 2), (5, 6)], 3) == 1
    assert nearest([(1, 2), (5, 6)], 7) == 0


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
    assert editor.texts()[1] == "paper, kagiz 😀 and KAĞIZ."
    QTest.keyClick(bar.instead, Qt.Key.Key_Return)
    assert editor.texts()[1] == "paper, paper 😀 and KAĞIZ."
    assert bar.count.text() == "1 of 1"


def test_replacing_all_is_one_step_of_undo(bar: FindBar, editor: Editor, context: Context) -> None:
    bar.open_bar(replacing=True)
    QTest.keyClicks(bar.words, "kagiz")
    looked(bar)
    bar.instead.setText("paper")
    bar.replace_all()
    assert editor.texts()[1] == "paper, paper 😀 and paper."
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
