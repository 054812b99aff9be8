"""What a writer does about a marked word: take a suggestion, keep the word, ignore it; and the language of a paragraph.

Joins the spelling commands and the editor's context menu to `Spelling`. Own words go into the user's file, words
ignored in this article into the article itself; both are jobs. The language of a paragraph is written into the text, on
the line below it, as Markdown has it: so it is kept, undone and exported like any other word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QTextBlock, QTextCursor
from PySide6.QtWidgets import QMenu

from desktop_app.gui.desk.spelling import IGNORED, Mistaken, Spelling
from desktop_app.gui.editor.editor import insert_apart
from desktop_app.text.languages import language_name

if TYPE_CHECKING:
    from desktop_app.gui.desk.desk_place import DeskPlace

_LANG = re.compile(r"\s*\blang=[\"']?[A-Za-z0-9-]+[\"']?")


class SpellingMenu(QObject):
    """The answers of one Desk to the spelling commands."""

    def __init__(self, place: DeskPlace, spelling: Spelling) -> None:
        super().__init__(place)
        self._place = place
        self._context = place.context
        self._editor = place.pane.editor
        self._spelling = spelling
        self._menu: QMenu | None = None
        self._editor.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._editor.customContextMenuRequested.connect(self._show_at)
        answers: dict[str, Callable[..., object]] = {
            "spelling": self.go_to_next,
            "spelling.add": partial(self._about_word, self.add),
            "spelling.ignore": partial(self._about_word, self.ignore),
            "spelling.ignore_here": partial(self._about_word, self.ignore_here),
            "spelling.language": self.choose_language,
        }
        for id, answer in answers.items():
            self._context.commands.connect(id, answer, place.pane)

    # -- from word to word

    def go_to_next(self) -> None:
        """Select the next marked word and offer what may be done about it."""
        spelling, messages = self._spelling, self._context.messages
        cursor = self._editor.textCursor()
        found = spelling.next_mistake(cursor.selectionEnd())
        if found is not None:
            self._editor.go_to(found.start, found.end)
            self._editor.setFocus()
            self._popup(found, below_word=True)
        elif not spelling.is_on:
            messages.info(self.tr("Spelling is not checked: see the settings, Languages and spelling"))
        elif spelling.is_complete:
            messages.info(self.tr("No word to check in this text"))
        else:
            messages.info(self.tr("The text is still being checked"))

    def add(self, found: Mistaken) -> None:
        """Keep a word among the writer's own."""
        self._do(partial(self._context.app.speller.own.add, found.word), found.word)
        told = self.tr("“{word}” is one of your own words now").format(word=found.word)
        undo = partial(self._do, partial(self._context.app.speller.own.remove, found.word))
        self._context.messages.toast(told, self.tr("Undo"), undo)

    def ignore(self, found: Mistaken) -> None:
        """Take a word as meant in all texts until the program is closed."""
        self._do(partial(self._context.app.speller.ignore, found.word), found.word)

    def ignore_here(self, found: Mistaken) -> None:
        """Take a word as meant in this article."""
        text = self._place.text
        if text is None or found.word in self._spelling.ignored:
            return
        text.edit(extra={**text.article.extra, IGNORED: [*self._spelling.ignored, found.word]})
        self._spelling.check_again(found.word)

    def replace(self, found: Mistaken, word: str) -> None:
        """Write another word in a word's place, as one step of undo."""
        cursor = QTextCursor(self._editor.document())
        cursor.setPosition(found.start)
        cursor.setPosition(found.end, QTextCursor.MoveMode.KeepAnchor)
        # The dictionaries' apostrophe is straight; the writer's stays what it was.
        insert_apart(cursor, word.replace("'", "’") if "’" in cursor.selectedText() else word)
        self._editor.setTextCursor(cursor)
        self._editor.setFocus()

    def _do(self, act: Callable[[], object], word: str = "") -> None:
        """Write down what was decided; the marks of `word` go at once."""
        self._context.jobs.write(act, done=lambda _: self._spelling.check_again(word))

    def _about_word(self, act: Callable[[Mistaken], object]) -> None:
        found = self._spelling.mistake_at(self._editor.textCursor().selectionStart())
        if found is None:
            self._context.messages.info(self.tr("The caret stands in no marked word"))
        else:
            act(found)

    # -- menus

    def _show_at(self, point: QPoint) -> None:
        # A menu that was asked for by a key comes where the caret is.
        inside = self._editor.viewport().mapFrom(self._editor, point)
        cursor = self._editor.cursorForPosition(inside)
        by_key = not self._editor.viewport().rect().contains(inside)
        found = self._spelling.mistake_at((self._editor.textCursor() if by_key else cursor).position())
        self._popup(found, at=self._editor.mapToGlobal(point))

    def _popup(self, found: Mistaken | None, *, below_word: bool = False, at: QPoint | None = None) -> None:
        if self._menu is not None:
            self._menu.close()
        menu = self._menu = QMenu(self._editor)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.destroyed.connect(self._forget_menu)
        if found is not None and not self._editor.isReadOnly():
            self._fill(menu, found)
        self._add_languages(menu.addMenu(self.tr("Language of this paragraph")))
        menu.addSeparator()
        standard = self._editor.createStandardContextMenu()
        menu.destroyed.connect(standard.deleteLater)
        menu.addActions(standard.actions())
        if below_word:
            at = self._editor.viewport().mapToGlobal(self._editor.cursorRect().bottomLeft() + QPoint(0, 4))
        menu.popup(at if at is not None else self._editor.mapToGlobal(QPoint()))

    def _forget_menu(self) -> None:
        self._menu = None

    def _fill(self, menu: QMenu, found: Mistaken) -> None:
        waiting = menu.addAction(self.tr("Looking for words…"))
        waiting.setEnabled(False)
        menu.addSeparator()
        for words, act in (
            (self.tr("Add “{word}” to my own words"), self.add),
            (self.tr("Ignore until I close Copydesk"), self.ignore),
            (self.tr("Ignore in this article"), self.ignore_here),
        ):
            menu.addAction(words.format(word=_shown(found.word)), partial(act, found))
        menu.addSeparator()
        self._context.jobs.spelling(
            self._context.app.speller.suggest,
            found.word,
            found.language,
            done=partial(self._offer, menu, waiting, found),
        )

    def _offer(self, menu: QMenu, waiting: QAction, found: Mistaken, suggestions: list[str]) -> None:
        """Put suggestions where the menu waits for them."""
        if menu is not self._menu:
            return
        if not suggestions:
            waiting.setText(self.tr("No word is near this one"))
            return
        for word in suggestions:
            action = QAction(_shown(word), menu)
            font = action.font()
            font.setBold(True)
            action.setFont(font)
            action.triggered.connect(partial(self.replace, found, word))
            menu.insertAction(waiting, action)
        menu.removeAction(waiting)
        if not menu.activeAction():
            menu.setActiveAction(menu.actions()[0])

    # -- the language of a paragraph

    def choose_language(self) -> None:
        """Offer the languages that the paragraph at the caret may be in."""
        menu = QMenu(self._editor)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_languages(menu)
        menu.popup(self._editor.viewport().mapToGlobal(self._editor.cursorRect().bottomLeft()))

    def _add_languages(self, menu: QMenu) -> None:
        position = self._editor.textCursor().position()
        given = self._spelling.given_at(position)
        heard = language_name(self._spelling.language_at(position), self._locale())
        told = self.tr("Told from its words ({language})").format(language=heard) if heard else ""
        group = QActionGroup(menu)
        codes = dict.fromkeys((*self._context.settings.get("spelling.languages"), given))
        for code in ("", *filter(None, codes)):
            words = language_name(code, self._locale()) if code else told or self.tr("Told from its words")
            action = menu.addAction(words, partial(self.set_language, code))
            action.setCheckable(True)
            action.setChecked(code == given)
            group.addAction(action)
        menu.setEnabled(not self._editor.isReadOnly())

    def set_language(self, code: str) -> None:
        """Say in the text which language the paragraph at the caret is in; "" leaves it to its words."""
        block = self._editor.textCursor().block()
        if block.blockNumber() == 0 or not block.text().strip():
            self._context.messages.info(self.tr("The caret stands in no paragraph"))
            return
        last = _last_line(block)
        cursor = QTextCursor(last)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if last.text().startswith("{:"):
            rest = _LANG.sub("", last.text())
            line = rest.replace("{:", f'{{: lang="{code}"', 1) if code else rest
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
            if not code and not rest.strip("{:} \t"):
                cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, QTextCursor.MoveMode.KeepAnchor)
                line = ""
            insert_apart(cursor, line)
        elif code and last.text().startswith("#"):
            insert_apart(cursor, f' {{: lang="{code}" }}')
        elif code:
            insert_apart(cursor, f'\n{{: lang="{code}" }}')

    def _locale(self) -> str:
        return self._place.locale().name()[:2]


def _last_line(block: QTextBlock) -> QTextBlock:
    """Return the last line of a paragraph; a heading is one of its own."""
    while not block.text().startswith("#"):
        below = block.next()
        if not below.isValid() or not below.text().strip() or below.text().startswith("#"):
            break
        block = below
    return block


def _shown(word: str) -> str:
    return word.replace("&", "&&")
