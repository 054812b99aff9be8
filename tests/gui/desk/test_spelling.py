"""Spelling at the Desk: waves, the next word, suggestions, own and ignored words, the language of a paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from desktop_app.app import App
from desktop_app.archive import Archive
from desktop_app.archive.articles import Article
from desktop_app.gui.commands import Commands
from desktop_app.gui.context import Context
from desktop_app.gui.desk import DeskPlace
from desktop_app.gui.desk.spelling import IGNORED
from desktop_app.gui.dialogs.spelling_page import SpellingPage
from desktop_app.gui.jobs import ImmediateJobs
from desktop_app.gui.language import Translator
from desktop_app.gui.messages import Messages
from desktop_app.gui.theme import Theme, ThemeKeeper, load_fonts
from desktop_app.settings import Settings
from desktop_app.spelling import Checked, Checker, OwnWords, Paragraph, Speller, find_dictionaries
from tests.gui.editor.conftest import type_keys

BODY = """He did not recieve the letters that were sent to him, said `recieve` twice.

Редактор прочитал статью и отложил ее в сторону, а назат не вернулся.

The ferry was late and nobody on the pier had seen the flumbus of the harbour.
"""


@cache
def checker() -> Checker:
    """Dictionaries are read once for all tests of this file."""
    return Checker(find_dictionaries(own=Path("none"), system=()), ("az", "en", "ru"))


class Recorder(Speller):
    """A speller that tells what it was asked about."""

    def check(self, paragraphs: Sequence[Paragraph], ignored: OwnWords | None = None) -> list[Checked]:
        asked.extend(paragraph.text for paragraph in paragraphs)
        return super().check(paragraphs, ignored)


asked: list[str] = []


@pytest.fixture
def context(qtbot: QtBot, archive: Archive, tmp_path: Path, qapp: object) -> Iterator[Context]:
    load_fonts()
    messages = Messages()
    translator = Translator("en")
    qapp.installTranslator(translator)  # type: ignore[attr-defined]
    speller = Recorder(checker(), OwnWords(tmp_path / "own.txt"))
    checker().use(("az", "en", "ru"))
    settings = Settings()
    app = App(archive, settings, speller=speller)
    yield Context(app, ImmediateJobs(), ThemeKeeper(Theme.load("light")), Commands(), messages, settings)
    qapp.removeTranslator(translator)  # type: ignore[attr-defined]


@pytest.fixture
def letters(archive: Archive) -> int:
    return archive.add(Article(title="Letters", body=BODY, language="en")).articles[0]


@pytest.fixture
def at_work(desk: DeskPlace, letters: int, qtbot: QtBot) -> DeskPlace:
    desk.open_article(letters, focus=True)
    wait(desk, qtbot)
    return desk


def wait(desk: DeskPlace, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.spelling.is_complete, timeout=5000)


def marked(desk: DeskPlace) -> list[str]:
    """The words that have a wave now."""
    document, found = desk.pane.editor.document(), []
    block = document.firstBlock()
    while block.isValid():
        found += [block.text()[start:end] for start, end in desk.pane.editor.marked(block)]
        block = block.next()
    return found


def menu_words(desk: DeskPlace) -> list[QAction]:
    return desk.spelling_menu._menu.actions()


def choose(desk: DeskPlace, words: str) -> None:
    menu = desk.spelling_menu._menu
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    menu.close()


def test_words_that_no_dictionary_has_get_a_wave(at_work: DeskPlace, qtbot: QtBot) -> None:
    assert marked(at_work) == ["recieve", "назат", "flumbus"]
    shown = at_work.inspector.outline._checks._shown
    assert shown[0] == ("spelling", "3 words not in the dictionary")


def test_wave_is_drawn_in_the_colour_of_the_theme(at_work: DeskPlace, qtbot: QtBot) -> None:
    editor = at_work.pane.editor
    qtbot.wait(50)
    block = editor.document().findBlockByNumber(1)
    start, end = editor.marked(block)[0]
    line = block.layout().lineForTextPosition(start)
    box = editor._block_box(block)
    left, right = (round(box.left() + line.cursorToX(at)[0]) for at in (start, end))
    foot = round(box.top() + line.y() + line.ascent())
    picture = editor.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    wanted = at_work.context.theme.color("spell-error")

    def red(x: int, y: int) -> bool:
        colour = picture.pixelColor(round(x * ratio), round(y * ratio))
        return abs(colour.hue() - wanted.hue()) < 12 and colour.saturation() > 60

    assert sum(any(red(x, foot + below) for below in range(2, 5)) for x in range(left, right)) > (right - left) // 2
    assert not any(red(x, foot + below) for below in range(2, 5) for x in range(right + 6, right + 60))


def test_only_what_changed_is_asked_about_again(at_work: DeskPlace, qtbot: QtBot) -> None:
    asked.clear()
    at_work.pane.editor.go_to(at_work.pane.editor.document().characterCount() - 2)
    type_keys(at_work.pane.editor, " quietly")
    wait(at_work, qtbot)
    assert len(asked) == 1
    assert asked[0].endswith("harbour. quietly")


def test_word_being_typed_is_marked_only_when_the_caret_has_left_it(at_work: DeskPlace, qtbot: QtBot) -> None:
    editor = at_work.pane.editor
    editor.go_to(editor.document().characterCount() - 2)
    type_keys(editor, " seperat")
    wait(at_work, qtbot)
    assert "seperat" not in marked(at_work)
    type_keys(editor, " ")
    assert "seperat" in marked(at_work)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    type_keys(editor, "e")
    wait(at_work, qtbot)
    qtbot.keyClick(editor, Qt.Key.Key_Home)
    assert "seperate" in marked(at_work)


def test_f7_goes_from_word_to_word_and_takes_a_suggestion(at_work: DeskPlace, qtbot: QtBot) -> None:
    editor, commands = at_work.pane.editor, at_work.context.commands
    editor.go_to(0)
    commands.trigger("spelling")
    assert editor.textCursor().selectedText() == "recieve"
    assert menu_words(at_work)[0].text() == "receive"
    choose(at_work, "receive")
    assert "did not receive the letters" in editor.raw_text()
    commands.trigger("spelling")
    assert editor.textCursor().selectedText() == "назат"
    choose(at_work, "назад")
    editor.undo()
    assert "назат" in editor.raw_text()
    assert "did not receive" in editor.raw_text()
    wait(at_work, qtbot)
    editor.go_to(editor.document().characterCount() - 1)
    commands.trigger("spelling")
    assert editor.textCursor().selectedText() == "назат"
    at_work.spelling_menu._menu.close()


def test_own_word_is_kept_in_the_file_and_can_be_taken_back(at_work: DeskPlace, qtbot: QtBot, tmp_path: Path) -> None:
    at_work.pane.editor.go_to(at_work.pane.editor.raw_text().index("flumbus") + 3)
    at_work.context.commands.trigger("spelling.add")
    wait(at_work, qtbot)
    assert marked(at_work) == ["recieve", "назат"]
    assert "flumbus" in (tmp_path / "own.txt").read_text("utf-8")
    at_work.spelling_menu._do(lambda: at_work.context.app.speller.own.remove("flumbus"))
    wait(at_work, qtbot)
    assert "flumbus" in marked(at_work)


def test_word_ignored_in_an_article_is_kept_with_the_article(
    at_work: DeskPlace, qtbot: QtBot, archive: Archive, letters: int
) -> None:
    at_work.pane.editor.go_to(at_work.pane.editor.raw_text().index("flumbus"))
    at_work.context.commands.trigger("spelling.ignore_here")
    wait(at_work, qtbot)
    assert marked(at_work) == ["recieve", "назат"]
    assert archive.get(letters).extra[IGNORED] == ["flumbus"]
    other = archive.add(Article(title="Other", body="They heard a flumbus in the harbour last night.")).articles[0]
    at_work.open_article(other, focus=True)
    wait(at_work, qtbot)
    assert marked(at_work) == ["flumbus"]
    at_work.context.commands.trigger("spelling")
    choose(at_work, "Ignore until")
    wait(at_work, qtbot)
    assert marked(at_work) == []


def test_language_of_a_paragraph_is_written_below_it(at_work: DeskPlace, qtbot: QtBot) -> None:
    editor = at_work.pane.editor
    editor.go_to(editor.raw_text().index("ferry"))
    at_work.spelling_menu.set_language("az")
    assert 'harbour.\n{: lang="az" }' in editor.raw_text()
    wait(at_work, qtbot)
    assert marked(at_work) == ["recieve", "назат"]
    assert at_work.spelling.given_at(editor.raw_text().index("ferry")) == "az"
    editor.go_to(editor.raw_text().index("ferry"))
    at_work.spelling_menu.set_language("en")
    assert editor.raw_text().count("lang=") == 1
    wait(at_work, qtbot)
    assert "flumbus" in marked(at_work)
    editor.go_to(editor.raw_text().index("ferry"))
    at_work.spelling_menu.set_language("")
    assert editor.raw_text() == f"Letters\n{BODY}"


def test_another_language_of_the_article_is_heeded_at_once(at_work: DeskPlace, qtbot: QtBot) -> None:
    editor = at_work.pane.editor
    editor.go_to(editor.document().characterCount() - 1)
    type_keys(editor, "The harbour was grey in the morning light. ")
    qtbot.keyClick(editor, Qt.Key.Key_Home)
    wait(at_work, qtbot)
    assert "harbour" not in marked(at_work)
    at_work.text.edit(language="en-US")
    wait(at_work, qtbot)
    assert "harbour" in marked(at_work)


def test_commands_of_the_words_know_the_language_of_the_paragraph(at_work: DeskPlace, qtbot: QtBot) -> None:
    editor = at_work.pane.editor
    editor.go_to(editor.raw_text().index("Редактор"))
    assert at_work.writing._language() == "ru"
    at_work.spelling_menu.set_language("az")
    assert at_work.writing._language() == "az"


def test_context_menu_offers_words_before_what_qt_offers(at_work: DeskPlace, qtbot: QtBot) -> None:
    editor = at_work.pane.editor
    editor.go_to(editor.raw_text().index("recieve") + 2)
    point = editor.viewport().mapTo(editor, editor.cursorRect().center())
    editor.customContextMenuRequested.emit(point)
    words = [action.text() for action in menu_words(at_work) if action.text()]
    assert words[0] == "receive"
    assert "Add “recieve” to my own words" in words
    assert "Language of this paragraph" in words
    assert any("Paste" in word for word in words)
    at_work.spelling_menu._menu.close()


def test_nothing_is_marked_where_it_is_turned_off(at_work: DeskPlace, qtbot: QtBot) -> None:
    at_work.context.set("spelling.check", False)
    assert marked(at_work) == []
    assert not at_work.inspector.outline._checks._shown
    at_work.context.set("spelling.check", True)
    wait(at_work, qtbot)
    assert len(marked(at_work)) == 3


def test_settings_choose_languages_and_keep_own_words(at_work: DeskPlace, qtbot: QtBot, tmp_path: Path) -> None:
    page = SpellingPage(at_work.context)
    qtbot.addWidget(page)
    page.show()
    assert {"az", "en", "ru", "tr"} <= page.ticks.keys()
    assert "comes with Copydesk" in page.ticks["ru"].text()
    page.ticks["ru"].click()
    wait(at_work, qtbot)
    assert "ru" not in at_work.context.settings.get("spelling.languages")
    assert marked(at_work) == ["recieve", "flumbus"]
    page.new_word.setText("flumbus")
    qtbot.keyClick(page.new_word, Qt.Key.Key_Return)
    wait(at_work, qtbot)
    assert marked(at_work) == ["recieve"]
    page.words.setCurrentRow(0)
    page.words.setFocus()
    qtbot.keyClick(page.words, Qt.Key.Key_Delete)
    wait(at_work, qtbot)
    assert marked(at_work) == ["recieve", "flumbus"]
    assert "flumbus" not in (tmp_path / "own.txt").read_text("utf-8")
