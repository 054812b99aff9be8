"""Finding in the text that is read: under the fold, from hit to hit by keys, and the search's own hits come back."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.gui.library.archive_place import ArchivePlace
from desktop_app.gui.library.reader_find import find_folded
from desktop_app.gui.window import MainWindow
from desktop_app.text.folding import fold
from tests.gui.library.test_archive_place import place, type_query, window

__all__ = ["place", "window"]


def test_find_and_come_back(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    type_query(window, "dəzgahı")
    view, bar = place.reader.view, place.reader.find_bar
    qtbot.waitUntil(lambda: view.hit_count() == 2, timeout=3000)
    view.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert bar.isVisible()
    assert bar.line.hasFocus()
    QTest.keyClicks(bar.line, "GETIRILDI")
    QTest.keyClick(bar.line, Qt.Key.Key_Return)
    assert view.hit_count() == 1
    marked = [selection.cursor.selectedText() for selection in view.extraSelections()]
    assert marked == ["gətirildi"]
    bar.line.setText("no such words")
    bar.find()
    assert (view.hit_count(), bar._number.text()) == (0, "not in this text")
    bar.line.setText("a")
    bar.find()
    assert view.current_hit() == 1
    QTest.keyClick(bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert view.current_hit() == view.hit_count() > 2
    assert bar._number.text() == f"{view.hit_count()} of {view.hit_count()}"
    QTest.keyClick(bar.line, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    qtbot.waitUntil(lambda: view.hit_count() == 2, timeout=3000)
    assert view.hasFocus()


def test_next_article_is_searched_too(window: MainWindow, place: ArchivePlace, qtbot: QtBot) -> None:
    place.results.setFocus()
    place.results.go_to(0)
    qtbot.waitUntil(lambda: place.reader.article is not None, timeout=3000)
    place.reader.find_bar.open_bar()
    place.reader.find_bar.line.setText("Hacili")
    place.reader.find_bar.find()
    assert place.reader.view.hit_count() == 1
    first = place.reader.article
    place.results.go_to(1)
    qtbot.waitUntil(lambda: place.reader.article != first, timeout=3000)
    assert place.reader.view.hit_count() == 1
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not place.reader.find_bar.isVisible()


TEXTS = st.text(st.sampled_from("aAəiİıßсS ё̈е\n"), max_size=30)


@given(text=TEXTS, words=TEXTS.filter(lambda words: bool(fold(words.strip()))))
def test_spans_are_in_order_and_hold_the_words(text: str, words: str) -> None:
    spans = find_folded(text, words)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] or one[0] <= other[0] for one, other in pairwise(spans))
    for start, end in spans:
        assert fold(words.strip()) in fold(text[start:end])
    assert bool(spans) == (fold(words.strip()) in fold(text))
