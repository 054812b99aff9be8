"""Restoring letters at the Desk: proposals off the GUI thread, a look at them, and what is taken as one step of undo.

Where a paragraph is plainly typed without its letters, a word in the status bar offers it, and nothing else does. What
the writer saw once and left is not offered again. The letters themselves, and NumPy with them, are loaded by the lanes:
the window's first picture does without.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

from desktop_app.gui.context import Work
from desktop_app.gui.desk.letters_page import passages
from desktop_app.gui.desk.letters_sheet import LettersSheet
from desktop_app.gui.editor.source_text import utf16_offsets

if TYPE_CHECKING:
    from desktop_app.app import App
    from desktop_app.gui.desk.desk_place import DeskPlace
    from desktop_app.letters import Proposal

_PAUSE_MS = 1500


class Letters(QObject):
    """The command, its sheet, and the offer."""

    offer_changed = Signal()

    def __init__(self, place: DeskPlace) -> None:
        super().__init__(place)
        self._place = place
        self._context = place.context
        self._stopped = threading.Event()
        self._left: set[str] = set()
        """Paragraphs that were shown once."""
        self.is_offered = False
        self._offered_in = ""
        """The language of the text that was looked at last."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._context.commands.connect("letters", self.restore, place.pane)

    def stop(self) -> None:
        """The window is gone: let the reading of the archive end."""
        self._stopped.set()
        self._pause.stop()

    def restore(self) -> None:
        """Look for what is meant, in the selection or the whole text, and show it."""
        editor = self._place.pane.editor
        if self._place.text is None or editor.isReadOnly():
            return
        cursor = editor.textCursor()
        text = editor.raw_text()
        whole = (cursor.selectionStart(), cursor.selectionEnd()) if cursor.hasSelection() else None
        self._context.exchange.work_changed.emit(Work(self.tr("Looking for letters…")))
        self._context.jobs.long(
            _proposals,
            self._context.app,
            text,
            self._language(),
            whole,
            self._stopped,
            done=lambda found: self._show(text, found),
            failed=self._refused,
            ticket=self._context.jobs.latest(f"letters {id(self)}"),
        )

    def follow(self) -> None:
        """The text changed, or another one came: look in a while whether its letters are missing."""
        if self._place.text is None or self._language() != self._offered_in:
            self._offer(False)
        if self._place.text is not None and not self._pause.isActive():
            self._pause.start()

    def _look(self) -> None:
        if self._place.text is not None:
            self._offered_in = self._language()
            self._context.jobs.render(
                _any_lacks,
                self._place.pane.editor.raw_text(),
                self._offered_in,
                frozenset(self._left),
                done=self._offer,
                ticket=self._context.jobs.latest(f"letters lacking {id(self)}"),
            )

    def _offer(self, on: bool) -> None:
        if on != self.is_offered:
            self.is_offered = on
            self.offer_changed.emit()

    def _language(self) -> str:
        text, analysis = self._place.text, self._place.follower.analysis
        code = text.article.language if text is not None else ""
        # A text without its letters sounds like nothing, or like another language: only the article's own word counts.
        return (code or (analysis.language if analysis is not None else "")).partition("-")[0]

    def _refused(self, error: Exception) -> None:
        self._context.exchange.work_changed.emit(None)
        self._context.messages.failure(error)

    def _show(self, text: str, found: Sequence[Proposal]) -> None:
        self._context.exchange.work_changed.emit(None)
        if self._place.pane.editor.raw_text() != text:
            # Typed on meanwhile: what was found is of another text.
            self.restore()
            return
        self._left.update(line for line in text.split("\n") if line)
        self._offer(False)
        if not found:
            self._context.messages.info(self.tr("No words were found that lack their letters"))
        else:
            LettersSheet(self._context, passages(text, found), lambda taken: self._apply(text, taken)).open_over(
                self._place.window()
            )

    def _apply(self, text: str, taken: Sequence[Proposal]) -> None:
        """Write the words that were taken as one step of undo; caret and selection stay where they are."""
        editor = self._place.pane.editor
        if editor.raw_text() != text or editor.isReadOnly():
            self._context.messages.info(self.tr("The text was changed elsewhere; nothing was restored"))
            return
        units = utf16_offsets(text)
        cursor = QTextCursor(editor.document())
        cursor.beginEditBlock()
        for proposal in taken:
            cursor.setPosition(units[proposal.start])
            cursor.setPosition(units[proposal.end], QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(proposal.new)
        cursor.endEditBlock()
        self._context.messages.info(self.tr("%Ln words restored", None, len(taken)))
        editor.setFocus()


def _proposals(
    app: App,
    text: str,
    language: str,
    units: tuple[int, int] | None,
    stopped: threading.Event,
) -> list[Proposal]:
    """Return the proposals for a text, or for what is selected of it (in UTF-16 units)."""
    service = app.letters
    service.get_ready(lambda: not stopped.is_set())
    found = service.proposals(text, language)
    if units is None:
        return found
    offsets = utf16_offsets(text)
    return [one for one in found if offsets[one.start] >= units[0] and offsets[one.end] <= units[1]]


def _any_lacks(text: str, language: str, left: frozenset[str]) -> bool:
    from desktop_app.letters.alphabet import LANGUAGES

    if language not in ("", *LANGUAGES):
        return False
    return any(line not in left and _lacks(line) for line in text.split("\n") if len(line) > 30)


@lru_cache(maxsize=4096)
def _lacks(line: str) -> bool:
    from desktop_app.letters.restoring import lacks_letters

    return lacks_letters(line)
