"""Quotes, dashes and spaces as they are typed, in four languages; what must not be touched is not."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.gui.editor.automatic import AutomaticMarks
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.typing_marks import Wanted, change
from tests.gui.editor.conftest import open_text, type_keys


def typed(text: str, language: str, wanted: Wanted = Wanted()) -> str:  # noqa: B008 - frozen
    """Type a line letter by letter, with all changes made."""
    line = ""
    for letter in text:
        line += letter
        found = change(line, len(line), lambda: language, wanted)
        if found is not None:
            line = line[: found.start] + found.new + line[found.end :]
    return line


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", 'He said "go on" and left', "He said “go on” and left"),
        ("en", "\"It's 'old'\", he said", "“It’s ‘old’”, he said"),
        ("tr", '"Vapur" dedi', "“Vapur” dedi"),
        ("az", '"Səda" qəzeti', "«Səda» qəzeti"),
        ("az", '"Köhnə "Səda" qəzeti" kitabı', "«Köhnə „Səda“ qəzeti» kitabı"),
        ("ru", '"Роман "Война и мир"" Толстого', "«Роман „Война и мир“» Толстого"),
        ("ru", '("да")', "(«да»)"),
        ("az", "Bakı'nın", "Bakı’nın"),
        ("en", '**"bold"** text', "**“bold”** text"),
        ("ru", '"**слово**", да', "«**слово**», да"),
        ("en", 'a 5" disk', 'a 5" disk'),
    ],
)
def test_quotes_are_those_of_the_language(language: str, text: str, expected: str) -> None:
    assert typed(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "one -- two", "one – two"),
        ("en", "one--two", "one—two"),
        ("en", "1911--1920 ", "1911–1920 "),
        ("tr", "bir - iki", "bir – iki"),
        ("az", "Bakı -- şəhər", "Bakı\u00a0— şəhər"),
        ("ru", "Баку - город", "Баку\u00a0— город"),
        ("ru", "1911--1920 ", "1911–1920 "),
        ("ru", "10 кг муки", "10\u00a0кг муки"),
        ("az", "5 km, 7 sm.", "5\u00a0km, 7\u00a0sm."),
        ("tr", "20 ₺ ve 5 % ", "20\u00a0₺ ve 5\u00a0% "),
        ("ru", "№ 5", "№\u00a05"),
    ],
)
def test_dashes_and_spaces_are_those_of_the_language(language: str, text: str, expected: str) -> None:
    assert typed(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "- bənd ", "---", "--- ", "> - bənd ", "| -- | -- |", "a --help ", '`a "b" -- c`', '<a href="x">',
        '[söz](yol "ad")', "https://a.az/b--c ", "well-known ", "5 kitab ", "<!-- a -- ",
    ],
)  # fmt: skip
def test_marks_of_markdown_and_code_stay(text: str) -> None:
    assert typed(text, "az") == text


def test_nothing_changes_where_the_language_is_not_known_or_it_is_not_wanted() -> None:
    text = '"a" -- b 5 kg '
    assert typed(text, "") == text
    assert typed(text, "ru", Wanted(quotes=False, dashes=False, spaces=False)) == text


def test_a_letter_costs_little_in_a_hostile_line() -> None:
    for line in ("(" * 20_000 + '"', "](" * 10_000 + '"', "<a" * 10_000 + '"', '"' * 20_000, "- " * 10_000):
        began = time.process_time()
        change(line, len(line), lambda: "ru")
        assert time.process_time() - began < 0.1


@pytest.fixture
def marks(editor: Editor) -> AutomaticMarks:
    open_text(editor, "", "")
    return AutomaticMarks(editor, lambda: "az")


def body(editor: Editor) -> str:
    return editor.raw_text().partition("\n")[2]


def test_backspace_takes_a_change_back_and_loses_no_letter(editor: Editor, marks: AutomaticMarks) -> None:
    type_keys(editor, 'Bu "')
    assert body(editor) == "Bu «"
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert body(editor) == 'Bu "'
    type_keys(editor, "Səda")
    assert body(editor) == 'Bu "Səda'
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert body(editor) == 'Bu "Səd'


def test_undo_takes_the_change_alone_back(editor: Editor, marks: AutomaticMarks) -> None:
    type_keys(editor, "Bakı -- ")
    assert body(editor) == "Bakı\u00a0— "
    editor.undo()
    assert body(editor) == "Bakı -- "
    editor.redo()
    assert body(editor) == "Bakı\u00a0— "


def test_the_caret_stays_behind_what_was_typed(editor: Editor, marks: AutomaticMarks) -> None:
    type_keys(editor, "10 kg, 5 km ")
    assert body(editor) == "10\u00a0kg, 5\u00a0km "
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert body(editor) == "10\u00a0kg, 5 km "
    type_keys(editor, "son")
    assert body(editor) == "10\u00a0kg, 5 km son"


def test_what_is_pasted_or_in_a_fence_stays(editor: Editor, marks: AutomaticMarks) -> None:
    editor.textCursor().insertText('"a" -- b ')
    assert body(editor) == '"a" -- b '
    open_text(editor, "", "```\n")
    type_keys(editor, 'x = "a" -- ')
    assert body(editor) == '```\nx = "a" -- '
