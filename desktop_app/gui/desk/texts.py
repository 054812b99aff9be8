"""The texts that are open: the one on screen and those left lately, each with its undo history and its place.

A text left is kept for the way back, up to twelve of them; one that is not yet in the archive is kept until it is.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_app.archive.articles import Article, Changes
from desktop_app.gui.context import Context
from desktop_app.gui.editor.editor import Editor
from desktop_app.gui.editor.open_text import TOP, OpenText
from desktop_app.gui.editor.source_text import to_document
from desktop_app.text.facts import TextFacts, text_facts

KEPT = 12


class Texts(QObject):
    """Opens, keeps and closes texts."""

    closed = Signal(object)
    """An `OpenText` was let go of."""

    def __init__(self, context: Context, editor: Editor, facts: Callable[[str], TextFacts | None] = text_facts) -> None:
        super().__init__()
        self._context = context
        self._editor = editor
        self._facts = facts
        self._open: OrderedDict[int, OpenText] = OrderedDict()
        """By article number; newest last."""
        self._new: list[OpenText] = []
        """Drafts without a number yet."""
        self.spots: dict[int, tuple[int, int]] = {}
        """Where one was in a text: caret, position of the letter at the top. Outlives the text."""
        self.is_recovering = False
        """Rescue copies are being put back on the write lane: a text is read after them, or it would be the old one."""
        self.awaited = 0
        """The article a restored session asked for, until it is read: what is kept meanwhile still names it."""

    def open(self, article_id: int, then: Callable[[OpenText], object], *, quietly: bool = False) -> None:
        """Hand over the open text of an article, reading it first where it is not open. Only the newest wish counts."""
        ticket = self._context.jobs.latest(f"open {id(self)}")
        known = self._open.get(article_id)
        self.awaited = article_id if quietly and known is None else 0
        if known is not None:
            self._open.move_to_end(article_id)
            then(known)
            return

        def show(article: Article) -> None:
            self.awaited = 0
            then(self._open.get(article.id) or self._make(article))

        def gone(_: Exception) -> None:
            self.awaited = 0

        failed = gone if quietly else None
        read = self._context.jobs.write if self.is_recovering else self._context.jobs.read
        read(self._context.archive.get, article_id, done=show, failed=failed, ticket=ticket)

    def new_draft(self, fields: dict[str, Any]) -> OpenText:
        """Begin a text that becomes an article with its first letter."""
        self._context.jobs.latest(f"open {id(self)}")
        language = self._context.settings.get("languages.drafts")
        article = replace(Article(status="writing", language=language), **fields)
        text = self._make(article)
        if any(fields.get(name) for name in ("title", "body", "standfirst")):
            text.try_again()
        return text

    def known(self, article_id: int) -> OpenText | None:
        """Return the open text of an article."""
        return self._open.get(article_id)

    def all(self) -> list[OpenText]:
        """Return every open text, oldest first."""
        return [*self._open.values(), *self._new]

    def recent(self) -> list[int]:
        """Return the articles that are open, newest first."""
        return list(reversed(self._open))

    def remember_spots(self) -> None:
        """Note where each text was left, for the time when it is no longer open."""
        for text in self.all():
            if text.id:
                self.spots.pop(text.id, None)
                self.spots[text.id] = (text.caret[1], text.anchor[0])

    def flush(self) -> None:
        """Hand everything unsaved to the write lane."""
        for text in self.all():
            text.flush()

    def stop(self) -> None:
        """Save nothing any more: the archive is closed."""
        for text in self.all():
            text.stop()

    def follow(self, changes: Changes) -> None:
        """Other hands changed articles: read again those that are open."""
        for article_id, text in self._open.items():
            if text.is_told_by(changes):
                self._context.jobs.read(
                    self._context.archive.find, article_id, done=lambda found, id=article_id: self._take(id, found)
                )

    def tidy(self, keep: OpenText | None) -> None:
        """Let go of texts nobody looks at: untouched drafts, and the oldest beyond twelve, if all of it is saved."""
        for text in list(self._new):
            if text is not keep and text.is_untouched and text.is_settled:
                self._new.remove(text)
                self._close(text)
        for article_id, text in list(self._open.items()):
            if len(self._open) <= KEPT:
                return
            if text is not keep and text.is_settled:
                del self._open[article_id]
                self._close(text)

    def _make(self, article: Article) -> OpenText:
        document = self._editor.make_document(to_document(article.title, article.body))
        text = OpenText(self._context, article, document, self._facts)
        if article.id:
            self._open[article.id] = text
            if article.id in self.spots:
                caret, top = self.spots[article.id]
                text.caret, text.anchor = (caret, caret), (top, 0) if top else TOP
        else:
            self._new.append(text)
            text.article_changed.connect(lambda now, text=text: self._number(text, now))
        return text

    def _number(self, text: OpenText, article: Article) -> None:
        """A draft became an article, or an article that was deleted came back under another number."""
        if text in self._new and article.id:
            self._new.remove(text)
            self._open[article.id] = text

    def _take(self, article_id: int, found: Article | None) -> None:
        text = self._open.get(article_id)
        if text is not None and found is not None and found.version != text.article.version:
            text.take(found)

    def _close(self, text: OpenText) -> None:
        self.closed.emit(text)
        self._editor.forget_document(text.document)
        text.deleteLater()
