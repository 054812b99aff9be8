"""The text widget under real keys and a real mouse."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextBlock, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.source_text import to_document
from desktop_app.gui.editor.text_page import HEADLINE_GAP
from desktop_app.gui.theme import Theme, ThemeKeeper
from tests.gui.editor.conftest import open_text, type_keys

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def blocks(editor: Editor) -> list[QTextBlock]:
    found, block = [], editor.document().firstBlock()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def only_the_first_is_a_headline(editor: Editor) -> bool:
    return [block.blockFormat().bottomMargin() == HEADLINE_GAP for block in blocks(editor)] == [
        True,
        *[False] * (editor.document().blockCount() - 1),
    ]


def test_what_is_typed_is_headline_and_text(editor: Editor) -> None:
    open_text(editor, "", "")
    editor.go_to(0)
    QTest.keyClicks(editor, "Headline")
    QTest.keyClick(editor, Key.Key_Return)
    QTest.keyClicks(editor, "First")
    QTest.keyClick(editor, Key.Key_Return)
    QTest.keyClicks(editor, "Second")
    assert editor.texts() == ("Headline", "First\nSecond")
    assert only_the_first_is_a_headline(editor)


def test_enter_in_the_headline_makes_a_line_of_text(editor: Editor) -> None:
    open_text(editor, "One two", "Body")
    editor.go_to(3)
    QTest.keyClick(editor, Key.Key_Return)
    assert editor.texts() == ("One", " two\nBody")
    assert only_the_first_is_a_headline(editor)
    editor.undo()
    assert editor.texts() == ("One two", "Body")
    assert not editor.document().isUndoAvailable(), "one step, formats and all"
    editor.redo()
    assert only_the_first_is_a_headline(editor)


def test_backspace_before_the_text_joins_it_to_the_headline(editor: Editor) -> None:
    open_text(editor, "One", "two\nthree")
    editor.go_to(4)
    QTest.keyClick(editor, Key.Key_Backspace)
    assert editor.texts() == ("Onetwo", "three")
    assert only_the_first_is_a_headline(editor)
    editor.undo()
    assert editor.texts() == ("One", "two\nthree")
    assert only_the_first_is_a_headline(editor)


def test_an_article_pasted_into_an_empty_draft_brings_its_headline(editor: Editor) -> None:
    open_text(editor, "", "")
    editor.go_to(0)
    QGuiApplication.clipboard().setText("A headline\r\n\r\nIts text\u00a0here.")
    QTest.keyClick(editor, Key.Key_V, CTRL)
    assert editor.texts() == ("A headline", "\nIts text\u00a0here.\n")
    assert only_the_first_is_a_headline(editor)


def test_all_may_be_deleted_and_come_back(editor: Editor) -> None:
    open_text(editor, "One", "two\nthree")
    QTest.keyClick(editor, Key.Key_A, CTRL)
    QTest.keyClick(editor, Key.Key_Delete)
    assert editor.texts() == ("", "")
    QTest.keyClicks(editor, "New")
    assert editor.texts() == ("New", "")
    assert only_the_first_is_a_headline(editor)
    while editor.document().isUndoAvailable():
        editor.undo()
    assert editor.texts() == ("One", "two\nthree")
    assert only_the_first_is_a_headline(editor)


def test_opening_leaves_nothing_to_undo(editor: Editor) -> None:
    open_text(editor, "Title", "## Head\n\n- item")
    assert not editor.document().isUndoAvailable()
    assert editor.texts() == ("Title", "## Head\n\n- item")


def test_undo_takes_back_word_by_word(editor: Editor) -> None:
    open_text(editor, "T", "")
    QTest.keyClicks(editor, "one two three")
    editor.undo()
    assert editor.texts()[1] == "one two "
    editor.undo()
    assert editor.texts()[1] == "one "


def test_zoom_and_theme_keep_the_undo_history_and_the_text(editor: Editor, theme: ThemeKeeper) -> None:
    open_text(editor, "T", "body")
    QTest.keyClicks(editor, "more")
    editor.set_style(px=24, family="serif", leading=1.6, letters=66, caret_px=2)
    theme.use(Theme.load("dark"))
    assert editor.texts() == ("T", "bodymore")
    editor.undo()
    assert editor.texts() == ("T", "body")
    editor.redo()
    assert editor.texts() == ("T", "bodymore")


def test_another_face_is_not_what_undo_takes_back(editor: Editor) -> None:
    open_text(editor, "T", "body")
    QTest.keyClicks(editor, "more")
    editor.set_style(px=18, family="mono", leading=1.8, letters=66, caret_px=2)
    QTest.keyClick(editor, Key.Key_Z, CTRL)
    assert editor.texts() == ("T", "body")
    QTest.keyClick(editor, Key.Key_Z, CTRL | SHIFT)
    assert editor.texts() == ("T", "bodymore")


def test_lists_go_on_and_end(editor: Editor) -> None:
    open_text(editor, "T", "")
    QTest.keyClicks(editor, "- one")
    QTest.keyClick(editor, Key.Key_Return)
    QTest.keyClicks(editor, "two")
    QTest.keyClick(editor, Key.Key_Return)
    QTest.keyClick(editor, Key.Key_Return)
    QTest.keyClicks(editor, "after")
    assert editor.texts()[1] == "- one\n- two\nafter"


def test_tab_in_a_list_moves_the_item(editor: Editor) -> None:
    open_text(editor, "T", "- one\n- two")
    QTest.keyClick(editor, Key.Key_Tab)
    assert editor.texts()[1] == "- one\n    - two"
    QTest.keyClick(editor, Key.Key_Backtab, SHIFT)
    assert editor.texts()[1] == "- one\n- two"


def test_shift_enter_is_a_line_break_markdown_knows(editor: Editor) -> None:
    open_text(editor, "T", "- one")
    QTest.keyClick(editor, Key.Key_Return, SHIFT)
    assert editor.texts()[1] == "- one\n"


def test_lines_move_and_stay_below_the_headline(editor: Editor) -> None:
    open_text(editor, "T", "one\ntwo")
    editor.typist.move_lines(up=True)  # type: ignore[attr-defined]
    assert editor.texts() == ("T", "two\none")
    editor.typist.move_lines(up=True)  # type: ignore[attr-defined]
    assert editor.texts() == ("T", "two\none"), "never above the headline"
    editor.typist.move_lines(up=False)  # type: ignore[attr-defined]
    assert editor.texts() == ("T", "one\ntwo")


def test_other_files_are_not_the_texts(editor: Editor) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/a.md")])
    assert not editor.canInsertFromMimeData(data)


def test_commands_change_text_beyond_the_basic_plane(editor: Editor) -> None:
    open_text(editor, "😀 T", "😀 word 😀 end")
    at = editor.raw_text().index("word")
    unit = len(editor.raw_text()[:at].encode("utf-16-le")) // 2
    editor.go_to(unit, unit + 4)
    editor.typist.bold()  # type: ignore[attr-defined]
    assert editor.texts()[1] == "😀 **word** 😀 end"
    assert editor.textCursor().selectedText() == "word"
    editor.undo()
    assert editor.texts()[1] == "😀 word 😀 end"


def test_the_headline_takes_no_marks(editor: Editor) -> None:
    open_text(editor, "A headline", "body")
    editor.go_to(2, 10)
    editor.typist.bold()  # type: ignore[attr-defined]
    editor.typist.heading(2)  # type: ignore[attr-defined]
    assert editor.texts() == ("A headline", "body")


def test_a_footnote_and_back(editor: Editor) -> None:
    open_text(editor, "T", "One two.")
    editor.go_to(editor.raw_text().index(" two"))
    editor.typist.footnote()  # type: ignore[attr-defined]
    QTest.keyClicks(editor, "a note")
    assert editor.texts()[1] == "One[^1] two.\n\n[^1]: a note"
    editor.typist.footnote()  # type: ignore[attr-defined]
    assert editor.textCursor().position() == editor.raw_text().index(" two")
    editor.document().undo()
    editor.document().undo()
    editor.document().undo()
    assert editor.texts()[1] == "One two.", "mark and note are one step"


def test_an_address_pasted_on_words_makes_a_link(editor: Editor) -> None:
    open_text(editor, "T", "see here now")
    start = editor.raw_text().index("here")
    editor.go_to(start, start + 4)
    QGuiApplication.clipboard().setText("https://example.org/a")
    QTest.keyClick(editor, Key.Key_V, CTRL)
    assert editor.texts()[1] == "see [here](https://example.org/a) now"


def test_copying_gives_the_text_and_nothing_else(editor: Editor) -> None:
    open_text(editor, "T", "one\u00a0two\nthree")
    editor.selectAll()
    data = editor.createMimeDataFromSelection()
    assert data.text() == "T\none\u00a0two\nthree"
    assert data.formats() == ["text/plain"]


def test_wheel_and_click_work_in_the_margins(editor: Editor) -> None:
    open_text(editor, "T", "\n\n".join(f"Paragraph {n}" for n in range(100)))
    editor.verticalScrollBar().setValue(0)
    spot = QPointF(8, 300)
    wheel = QWheelEvent(
        spot,
        editor.mapToGlobal(spot),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor, wheel)
    assert editor.verticalScrollBar().value() > 0
    assert editor.viewportMargins().left() > 40
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton, pos=QPoint(8, 300))
    line = editor.textCursor().block()
    assert abs(editor.cursorRect().center().y() - 300) < 40
    assert line.text().startswith("Paragraph") or not line.text()


def test_ctrl_wheel_asks_for_another_size(editor: Editor, qtbot: QtBot) -> None:
    spot = QPointF(400, 300)
    wheel = QWheelEvent(
        spot,
        editor.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        CTRL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(editor.zoom_requested) as told:
        QApplication.sendEvent(editor.viewport(), wheel)
    assert told.args == [1]


def test_the_column_is_centred_and_as_wide_as_it_should_be(editor: Editor) -> None:
    margins = editor.viewportMargins()
    assert margins.left() == margins.right()
    assert abs(editor.viewport().width() - 639) <= 2
    editor.resize(400, 600)
    assert editor.viewportMargins().left() == 28


def test_each_paragraph_goes_its_own_way(editor: Editor) -> None:
    open_text(editor, "T", "Latin\nهذا نص\nЛатиница\nשלום")
    editor.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    left, right = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
    assert [block.textDirection() for block in blocks(editor)] == [left, left, right, left, right]


def test_a_place_in_the_text_survives_another_width(editor: Editor) -> None:
    open_text(editor, "T", "\n\n".join(f"Paragraph {n} " + "and more words " * 20 for n in range(80)))
    editor.scroll_to_line(60)
    assert abs(editor.top_line() - 60) < 0.1
    editor.resize(600, 700)
    QApplication.processEvents()
    assert abs(editor.top_line() - 60) < 1.1


def test_a_long_text_is_dressed_where_it_is_seen_and_then_all_over(editor: Editor, qtbot: QtBot) -> None:
    body = "\n\n".join(f"Paragraph {n} is **bold** " + "and longer " * 8 for n in range(900))
    open_text(editor, "T", body)
    first, last = editor.seen_blocks()
    assert last.blockNumber() > 1700
    assert any(block.layout().formats() for block in (first, first.next()))
    assert not editor.highlighter.is_finished
    before = editor.anchor()
    qtbot.waitUntil(lambda: editor.highlighter.is_finished, timeout=10_000)
    assert all(block.layout().formats() for block in blocks(editor) if block.text().startswith("Par"))
    assert editor.anchor() == before


def test_a_fence_opened_above_takes_what_is_below(editor: Editor) -> None:
    open_text(editor, "T", "\n**bold**\n")
    editor.go_to(2)
    QTest.keyClicks(editor, "```")
    assert first_families(editor, 2)[0] == "JetBrains Mono"
    for _ in range(3):
        QTest.keyClick(editor, Key.Key_Backspace)
    assert not first_families(editor, 2)


def first_families(editor: Editor, number: int) -> list[str]:
    ranges = editor.document().findBlockByNumber(number).layout().formats()
    return list(ranges[0].format.fontFamilies() or [])


def test_the_typewriter_keeps_every_line_in_the_middle(editor: Editor) -> None:
    open_text(editor, "T", "\n\n".join(f"Paragraph {n} " + "and more words " * 20 for n in range(30)))
    editor.set_typewriter(True)

    def off() -> int:
        return abs(editor.cursorRect().center().y() - editor.viewport().height() // 2)

    QTest.keyClicks(editor, "x")
    assert off() <= 2, "the last line"
    QTest.keyClick(editor, Key.Key_Home, CTRL)
    assert off() <= 2, "the first line"
    for _ in range(40):
        QTest.keyClick(editor, Key.Key_Down)
        assert off() <= 2
    for _ in range(12):
        QTest.keyClick(editor, Key.Key_Return)
    assert off() <= 2, "while the text grows"
    before = editor.verticalScrollBar().value()
    QTest.mousePress(editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 80))
    assert editor.verticalScrollBar().value() == before, "a click shows where it went"
    QTest.mouseRelease(editor.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 80))
    editor.resize(700, 500)
    QTest.keyClick(editor, Key.Key_Right)
    assert off() <= 2
    editor.set_typewriter(False)
    assert editor.verticalScrollBar().minimum() == 0


def test_focus_mode_gives_air_and_takes_it_back(editor: Editor) -> None:
    open_text(editor, "T", "one\n\ntwo")
    editor.go_to(0)
    top = editor.cursorRect().top()
    editor.set_dimmed(True)
    assert editor.cursorRect().top() == top + 72
    QTest.keyClicks(editor, "x")
    assert editor.cursorRect().top() == top + 72
    editor.set_dimmed(False)
    assert editor.cursorRect().top() == top


def test_focus_mode_and_hints_paint(editor: Editor, qtbot: QtBot) -> None:
    open_text(editor, "", "")
    empty = editor.grab().toImage()
    open_text(editor, "T", "## Head\n\none\n\ntwo")
    full = editor.grab().toImage()
    editor.set_dimmed(True)
    dimmed = editor.grab().toImage()
    assert empty != full
    assert full != dimmed


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_editing_equals_a_plain_string(editor: Editor, seed: int) -> None:
    """Keys, pastes, commands, undo and redo: the document is a string, and undo leads back to the first one."""
    chance = random.Random(seed)
    begin = to_document("Başlıq 😀", "- one\n- two\n\n> said\n\nplain *words* here")
    editor.show_document(editor.make_document(begin))
    seen = {begin}
    for _ in range(400):
        before = editor.raw_text()
        cursor = editor.textCursor()
        act = chance.randrange(12)
        if act < 5:
            typed = chance.choice(["a", "b ", "ə", " ", "*", "-", "x\u00a0"])
            start, end = cursor.selectionStart(), cursor.selectionEnd()
            type_keys(editor, typed)
            assert editor.raw_text() == _replaced(before, start, end, typed)
        elif act == 5:
            QTest.keyClick(editor, chance.choice([Key.Key_Return, Key.Key_Tab, Key.Key_Backspace, Key.Key_Delete]))
        elif act == 6:
            last = editor.document().characterCount() - 1
            a, b = (_whole(editor, chance.randint(0, last)) for _ in "ab")
            editor.go_to(a, b if chance.random() < 0.5 else None)
        elif act == 7:
            pasted = chance.choice(["pasted", "two\nlines", "😀", "\n"])
            QGuiApplication.clipboard().setText(pasted)
            start, end = cursor.selectionStart(), cursor.selectionEnd()
            QTest.keyClick(editor, Key.Key_V, CTRL)
            assert editor.raw_text() == _replaced(before, start, end, pasted)
        elif act == 8:
            typist = editor.typist  # type: ignore[attr-defined]
            chance.choice([typist.bold, typist.italic, typist.quote, typist.list, typist.link, typist.footnote])()
        elif act == 9:
            editor.undo()
            assert editor.raw_text() in seen
        elif act == 10:
            editor.redo()
            assert editor.raw_text() in seen
        else:
            QTest.keyClick(editor, chance.choice([Key.Key_Left, Key.Key_Up, Key.Key_End, Key.Key_Home]), SHIFT)
        seen.add(editor.raw_text())
        assert only_the_first_is_a_headline(editor)
        assert "\n".join(block.text() for block in blocks(editor)) == editor.raw_text()
    while editor.document().isRedoAvailable():
        editor.redo()
    last_text = editor.raw_text()
    while editor.document().isUndoAvailable():
        editor.undo()
        assert only_the_first_is_a_headline(editor)
    assert editor.raw_text() == begin
    while editor.document().isRedoAvailable():
        editor.redo()
    assert editor.raw_text() == last_text


def _whole(editor: Editor, position: int) -> int:
    """A caret never stands between the two halves of a letter."""
    return position + ("\udc00" <= editor.document().characterAt(position) <= "\udfff")


def _replaced(text: str, start: int, end: int, new: str) -> str:
    units = text.encode("utf-16-le")
    return (units[: 2 * start] + new.encode("utf-16-le") + units[2 * end :]).decode("utf-16-le")
