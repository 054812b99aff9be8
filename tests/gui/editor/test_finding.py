"""Finding and replacing in one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.gui.context import Context
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.find_bar import FindBar
from desktop_app.gui.editor.finding import Wish, find_all, nearest
from desktop_app.text.folding import fold
from tests.gui.editor.conftest import open_text


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
