"""Keeps the spelling of the text at hand up to date: what is seen first, then the rest, then only what changes.

Words are judged by `App.speller` on a lane of its own; the window only gathers blocks, a few thousand words at a time,
and notes the answers, some milliseconds each. Where the program has no speller nothing is marked. What somebody does
about a word stands in `spelling_menu.py`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from desktop_app.gui.context import Context
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.marks import PLAIN
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.editor.source_text import utf16_offsets
from desktop_app.gui.editor.spelled_blocks import Marked, SpelledBlocks
from desktop_app.spelling import Checked, OwnWords, Paragraph

PAUSE_MS = 300
"""After the last key: a word that is being typed is no mistake yet."""
_LETTERS = 12_000
"""Characters that are asked about at once: some 70 ms of work where it is done."""
_GATHER_S = 0.003
_STALE_S = 300.0
"""After so long the words of the archive may be others."""
IGNORED = "spelling-ignore"
"""The article's own field that keeps its ignored words; it goes out and comes in as front matter."""
_GIVEN = re.compile(r"\{:[^{}]*\blang=[\"']?([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)[\"']?[^{}]*\}\s*$")
"""Markdown's own way to say the language of a paragraph: `{: lang="tr" }` on the line below it."""
_LONGEST_PARAGRAPH = 12
"""Lines above such a mark that are looked at."""


class Mistaken(NamedTuple):
    """A marked word in its document, and the language of its paragraph."""

    start: int
    end: int
    word: str
    language: str


class Spelling(QObject):
    """The spelling of one text at a time."""

    checked = Signal(int)
    """So many words are marked by now."""

    def __init__(self, context: Context, editor: Editor) -> None:
        super().__init__(editor)
        self._context = context
        self._editor = editor
        self._text: OpenText | None = None
        self._blocks: SpelledBlocks | None = None
        self._known: dict[QTextDocument, SpelledBlocks] = {}
        self._ignored = OwnWords()
        self._declared = ""
        self._asked = 0
        """The number of the question that is open, 0 where none is."""
        self._questions = 0
        self._is_typing = False
        self._caret_before = -1
        self._count_before = 0
        self._asked_archive_at = time.monotonic()
        self._told = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)
        editor.marked = self._ranges
        editor.cursorPositionChanged.connect(self._on_caret)
        editor.scrolled.connect(self._on_scrolled)
        context.exchange.setting_changed.connect(self._on_setting)

    # -- the text

    def set_text(self, text: OpenText | None) -> None:
        """Check another text; what is known of the one before is kept while it is open."""
        if self._text is not None and self._blocks is not None:
            self._text.document.contentsChange.disconnect(self._on_change)
            self._text.article_changed.disconnect(self._on_article)
        self._text, self._blocks, self._told = text, None, -1
        self._timer.stop()
        self._asked = 0
        if text is None or not self.is_on:
            self.checked.emit(0)
            return
        document = text.document
        if document not in self._known:
            self._known[document] = SpelledBlocks(document.blockCount())
            document.destroyed.connect(lambda: self._known.pop(document, None))
            document.contentsChange.connect(lambda *change: self._follow(document, *change))
        self._blocks = self._known[document]
        self._count_before = document.blockCount()
        self._ignored, self._declared = _ignored_words(text), text.article.language
        document.contentsChange.connect(self._on_change)
        text.article_changed.connect(self._on_article)
        if time.monotonic() - self._asked_archive_at > _STALE_S:
            self._asked_archive_at = time.monotonic()
            self._context.jobs.spelling(self._context.app.speller.forget)
        self._timer.start(0)

    def stop(self) -> None:
        """Check nothing any more."""
        self.set_text(None)
        self._editor.marked = None

    @property
    def is_on(self) -> bool:
        """Spelling is checked at all."""
        return bool(self._context.settings.get("spelling.check")) and self._context.app.speller is not None

    @property
    def is_complete(self) -> bool:
        """All of the text has been checked."""
        return self._blocks is None or not (self._asked or self._timer.isActive() or self._blocks.waiting(0, -1))

    @property
    def count(self) -> int:
        """How many words are marked."""
        return self._blocks.count() if self._blocks is not None else 0

    @property
    def ignored(self) -> tuple[str, ...]:
        """The words that are meant so in this article."""
        return tuple(self._ignored)

    def mistake_at(self, position: int) -> Mistaken | None:
        """Return the marked word at or just before a place of the document."""
        block = self._editor.document().findBlock(position)
        offset = position - block.position()
        return next((one for one in self._mistakes(block) if one.start <= block.position() + offset <= one.end), None)

    def next_mistake(self, position: int) -> Mistaken | None:
        """Return the first marked word behind a place, else the first of all."""
        if self._blocks is None:
            return None
        document = self._editor.document()
        here = document.findBlock(position).blockNumber()
        numbers = self._blocks.marked()
        for number in [at for at in numbers if at >= here] + [at for at in numbers if at <= here]:
            for one in self._mistakes(document.findBlockByNumber(number)):
                if number != here or one.start >= position:
                    return one
            position = position if number != here else -1
        return None

    def language_at(self, position: int) -> str:
        """Return the language the paragraph at a place was found to be in, "" where it is not known."""
        if self._blocks is None:
            return ""
        return self._blocks.language(self._editor.document().findBlock(position).blockNumber())

    def given_at(self, position: int) -> str:
        """Return the language somebody said the paragraph at a place is in, "" where nobody did."""
        return _given(self._editor.document().findBlock(position))

    def check_again(self, word: str = "") -> None:
        """Look at all of the text again; the marks of `word` go at once."""
        if self._text is not None:
            self._ignored, self._declared = _ignored_words(self._text), self._text.article.language
        for blocks in self._known.values():
            if word:
                blocks.drop(word)
            blocks.doubt()
        self._editor.viewport().update()
        if self._blocks is not None:
            self._tell()
            self._timer.start(0)

    # -- as one types

    def _follow(self, document: QTextDocument, position: int, removed: int, added: int) -> None:
        """Keep the entries of a document beside its blocks, whether it is shown or not."""
        blocks = self._known.get(document)
        if blocks is None:
            return
        first = document.findBlock(position)
        last = document.findBlock(min(position + added, max(document.characterCount() - 1, 0)))
        blocks.changed(first.blockNumber(), max(last.blockNumber(), first.blockNumber()), document.blockCount())

    def _on_change(self, position: int, removed: int, added: int) -> None:
        self._is_typing = removed + added <= 2
        blocks, document = self._blocks, self._editor.document()
        if blocks is None:
            return
        block = document.findBlock(position)
        if document.blockCount() != self._count_before or block.text().startswith("{:"):
            # The language of a paragraph may be said on the line below it, or be no longer.
            self._count_before = document.blockCount()
            for _ in range(_LONGEST_PARAGRAPH):
                if not block.isValid() or not block.text().strip():
                    break
                blocks.doubt(block.blockNumber(), block.blockNumber())
                block = block.previous()
        self._timer.start(PAUSE_MS)

    def _on_caret(self) -> None:
        cursor = self._editor.textCursor()
        was_typing = self._is_typing
        if abs(cursor.position() - self._caret_before) > 1:
            self._is_typing = False
        self._caret_before = cursor.position()
        # The word that was being typed gets its wave once the caret has left it.
        block = cursor.block()
        if was_typing and self._blocks is not None and self._blocks.marks(block.blockNumber(), block.text()):
            self._editor.update_block(block)

    def _on_scrolled(self) -> None:
        if self._blocks is not None and not self._asked and not self._timer.isActive():
            self._timer.start(0)

    def _on_article(self, _article: object) -> None:
        text = self._text
        if text is None or self._blocks is None:
            return
        if text.article.language != self._declared or tuple(_ignored_words(text)) != self.ignored:
            self.check_again()

    def _on_setting(self, key: str) -> None:
        if key in ("", "spelling.check", "spelling.languages"):
            speller = self._context.app.speller
            if speller is not None:
                self._context.jobs.spelling(speller.use, self._context.settings.get("spelling.languages"))
            for blocks in self._known.values():
                blocks.doubt()
            self.set_text(self._text)
            self._editor.viewport().update()

    # -- asking

    def _go_on(self) -> None:
        """Ask about the blocks that wait, those on screen first."""
        blocks, text = self._blocks, self._text
        if blocks is None or text is None or self._asked:
            return
        first, last = (block.blockNumber() for block in self._editor.seen_blocks())
        numbers, paragraphs = self._gather(blocks, text, blocks.waiting(first, last))
        if not numbers:
            self._tell()
            if blocks.waiting(first, last):
                self._timer.start(0)
            return
        self._questions += 1
        question = self._asked = self._questions
        blocks.ask(numbers)
        self._context.jobs.spelling(
            self._context.app.speller.check,
            paragraphs,
            self._ignored,
            done=lambda answers: self._take(question, paragraphs, answers),
            failed=lambda error: self._refuse(question, error),
        )

    def _gather(
        self, blocks: SpelledBlocks, text: OpenText, waiting: Iterable[int]
    ) -> tuple[list[int], list[Paragraph]]:
        """Return blocks to ask about, and what they hold; those without prose are settled on the way."""
        document, declared = text.document, text.article.language
        numbers: list[int] = []
        paragraphs: list[Paragraph] = []
        letters, ends = 0, time.monotonic() + _GATHER_S
        for number in waiting:
            block = document.findBlockByNumber(number)
            words = block.text()
            if blocks.still_holds(number, words):
                continue
            above = block.previous()
            if not words.strip() or (number > 1 and above.userState() > PLAIN):
                blocks.settle(number, words)
            else:
                follows = bool(numbers) and numbers[-1] == _prose_above(above)
                before = None if follows else blocks.language(_prose_above(above))
                numbers.append(number)
                paragraphs.append(Paragraph(words, declared, before, _given(block)))
                letters += len(words)
            if letters > _LETTERS or time.monotonic() > ends:
                break
        return numbers, paragraphs

    def _take(self, question: int, paragraphs: list[Paragraph], answers: list[Checked]) -> None:
        """Note what was found; an answer for a text that was left meanwhile is dropped, and asked for again there."""
        blocks = self._blocks
        if question != self._asked or blocks is None:
            return
        self._asked = 0
        changed = set()
        for place, (paragraph, answer) in enumerate(zip(paragraphs, answers, strict=True)):
            units = utf16_offsets(paragraph.text)
            marks = tuple(Marked(units[one.start], units[one.end], one.word) for one in answer.mistakes)
            changed.add(blocks.answer(place, paragraph.text, answer.language, marks))
        first, last = (block.blockNumber() for block in self._editor.seen_blocks())
        if any(number is not None and first <= number <= last for number in changed):
            self._editor.viewport().update()
        if not self._timer.isActive():
            self._timer.start(0)

    def _refuse(self, question: int, error: Exception) -> None:
        if question == self._asked:
            self._asked = 0
        self._context.messages.failure(error)

    def _tell(self) -> None:
        count = self.count
        if count != self._told:
            self._told = count
            self.checked.emit(count)

    # -- showing

    def _mistakes(self, block: QTextBlock) -> list[Mistaken]:
        if self._blocks is None or not block.isValid():
            return []
        number, at = block.blockNumber(), block.position()
        language = self._blocks.language(number)
        return [
            Mistaken(at + one.start, at + one.end, one.word, language)
            for one in self._blocks.marks(number, block.text())
        ]

    def _ranges(self, block: QTextBlock) -> list[tuple[int, int]]:
        """Return the letters of a block under which a wave is drawn: not those of the word that is being typed."""
        if self._blocks is None:
            return []
        marks = self._blocks.marks(block.blockNumber(), block.text())
        if not marks:
            return []
        cursor: QTextCursor = self._editor.textCursor()
        caret = cursor.position() - block.position() if self._is_typing and cursor.block() == block else -1
        return [(one.start, one.end) for one in marks if not one.start <= caret <= one.end]


def _ignored_words(text: OpenText) -> OwnWords:
    words = OwnWords()
    kept = text.article.extra.get(IGNORED, ())
    for word in kept if isinstance(kept, list | tuple) else ():
        if isinstance(word, str):
            words.add(word)
    return words


def _given(block: QTextBlock) -> str:
    """Return the language that is said on the line below a paragraph, or at the end of a heading."""
    for _ in range(_LONGEST_PARAGRAPH):
        words = block.text()
        if not words.strip():
            return ""
        if (words.startswith(("{:", "#"))) and (match := _GIVEN.search(words)):
            return match[1]
        block = block.next()
        if not block.isValid():
            return ""
    return ""


def _prose_above(block: QTextBlock) -> int:
    """Return the number of the nearest block upwards, from `block` on, that is not blank; of two that are, -1."""
    for _ in range(2):
        if not block.isValid():
            return -1
        if block.text().strip():
            return block.blockNumber()
        block = block.previous()
    return -1
