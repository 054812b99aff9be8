"""Comments at the Desk: made at the selection, listed in the inspector, gone to, changed, resolved, taken back.

Joins the marks in the text, the inspector's list and the archive. What a comment says is kept at once; where its
passage went is kept when the writer pauses, and an open text always knows better than the archive.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from desktop_app.archive.articles import Article, Changes, Comment
from desktop_app.gui.context import Context
from desktop_app.gui.editor.comment_marks import CommentMarks
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.pieces import button, column, label, row
from desktop_app.gui.sheet import Sheet

if TYPE_CHECKING:
    from desktop_app.gui.desk.desk_place import DeskPlace

_LONGEST_QUOTE = 160


class DeskComments(QObject):
    """The comments on the text at hand."""

    def __init__(self, place: DeskPlace) -> None:
        super().__init__(place)
        self._place = place
        self._context = place.context
        self._text: OpenText | None = None
        self._waiting: list[Comment] = []
        """On a draft that is no article yet."""
        self.marks = CommentMarks(place.pane.editor, place.context.theme)
        self.marks.moved.connect(self._keep_places)
        self.marks.pressed.connect(self._show_in_list)
        place.pane.editor.cursorPositionChanged.connect(self._on_caret)
        notes = place.inspector.notes
        notes.jump_requested.connect(self.go_to)
        notes.change_requested.connect(self.change)
        notes.resolve_requested.connect(self.resolve)
        notes.remove_requested.connect(self.remove)
        answers: dict[str, Callable[..., object]] = {
            "comment": self.add,
            "comment.resolve": lambda: self.resolve(self.marks.at(self._caret())),
            "comment.next": lambda: self._step(1),
            "comment.prev": lambda: self._step(-1),
        }
        for id, answer in answers.items():
            self._context.commands.connect(id, answer, place.pane)
        self._on_caret()

    def set_text(self, text: OpenText | None) -> None:
        """Show the comments on another text."""
        self.settle()
        if self._text is not None:
            self._text.article_changed.disconnect(self._on_article)
        self._text = text
        self._waiting = []
        self.marks.clear()
        self._list()
        if text is not None:
            text.article_changed.connect(self._on_article)
            self.read()

    def settle(self) -> None:
        """Keep where passages went, now."""
        self.marks.settle()

    def follow(self, changes: Changes) -> None:
        """Articles changed: read again if it is this one."""
        if self._text is not None and self._text.is_told_by(changes):
            self.read()

    def read(self) -> None:
        """Read the comments anew; passages that move with the open text stay where they are."""
        text, context = self._text, self._context
        if text is None or not text.id:
            return

        def show(comments: Sequence[Comment]) -> None:
            if text is self._text and text.document is self._place.pane.editor.document():
                self._show(comments)

        ticket = context.jobs.latest(f"comments {id(self)}")
        context.jobs.read(context.archive.comments, text.id, done=show, failed=lambda error: None, ticket=ticket)

    # -- acts

    def add(self) -> None:
        """Ask for a comment on the selection, or on the word at the caret."""
        text, cursor = self._text, self._place.pane.editor.textCursor()
        if text is None or text.is_read_only:
            return
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        if not cursor.selectedText().strip():
            self._context.messages.info(self.tr("Choose the words the comment is about"))
            return
        start, end = cursor.selectionStart(), cursor.selectionEnd()

        def done(words: str) -> None:
            made = self.marks.make(uuid4().hex, words, start, end)
            self._put([made])
            self.marks.set_current(made.uid)
            self._show_in_list(made.uid, focus=False)

        quote = cursor.selectedText().replace("\u2029", " ")
        CommentSheet(self._context, self.tr("Comment"), quote, "", self.tr("Add"), done).open_over(
            self._place.window()
        )  # fmt: skip

    def change(self, uid: str) -> None:
        """Ask for other words of a comment."""
        comment = self._comment(uid)
        if comment is None:
            return

        def done(words: str) -> None:
            now = self._comment(uid)
            if now is not None and words != now.words:
                self._put([replace(now, words=words)])

        title, verb = self.tr("Change this comment"), self.tr("Change")
        sheet = CommentSheet(self._context, title, comment.anchor.quote, comment.words, verb, done)
        sheet.open_over(self._place.window())

    def resolve(self, uid: str) -> None:
        """Mark a comment as done, or open it again; a toast leads back."""
        comment = self._comment(uid)
        if comment is None:
            self._context.messages.info(self.tr("The caret stands in no comment"))
            return
        is_open = comment.resolved is None
        self._put([replace(comment, resolved=datetime.now(UTC) if is_open else None)])
        said = self.tr("Comment resolved") if is_open else self.tr("Comment opened again")
        self._context.messages.toast(said, self.tr("Undo"), lambda: self._put([comment]))

    def remove(self, uid: str) -> None:
        """Delete a comment; a toast leads back."""
        comment, text = self._comment(uid), self._text
        if comment is None or text is None:
            return
        self._waiting = [one for one in self._waiting if one.uid != uid]
        self._show([one for one in self.marks.comments() if one.uid != uid])
        if text.id:
            self._context.change(self._context.archive.remove_comments, text.id, [uid])
        self._context.messages.toast(
            self.tr("Comment deleted"), self.tr("Undo"), lambda: self._put([comment], text)
        )  # fmt: skip

    def go_to(self, uid: str) -> None:
        """Choose a comment's passage in the text."""
        span = self.marks.span(uid)
        if span is None:
            self._context.messages.info(self.tr("These words are gone from the text"))
            return
        self._place.pane.editor.go_to(*span)
        self._place.pane.editor.setFocus()

    # -- inside

    def _step(self, step: int) -> None:
        cursor = self._place.pane.editor.textCursor()
        uid = self.marks.beyond(cursor.selectionStart(), step)
        if uid:
            self.go_to(uid)
        else:
            self._context.messages.info(self.tr("No comments in this text"))

    def _put(self, comments: Sequence[Comment], text: OpenText | None = None) -> None:
        text = text or self._text
        if text is None:
            return
        if text is self._text:
            uids = {one.uid for one in comments}
            self._show([*(one for one in self.marks.comments() if one.uid not in uids), *comments])
        if text.id:
            self._context.change(self._context.archive.put_comments, text.id, list(comments))
        else:
            # A draft with a comment is an article from now on.
            self._waiting += comments
            text.try_again()

    def _on_article(self, article: Article) -> None:
        if self._waiting and article.id:
            waiting, self._waiting = self._waiting, []
            self._context.change(self._context.archive.put_comments, article.id, waiting)

    def _keep_places(self, moved: Sequence[Comment]) -> None:
        self._list()
        if self._text is not None and self._text.id and not self._text.is_read_only:
            self._context.change(self._context.archive.put_comments, self._text.id, list(moved))

    def _show(self, comments: Sequence[Comment]) -> None:
        if self._text is not None:
            self.marks.show(self._text.document, comments)
        self._list()
        self._on_caret()

    def _list(self) -> None:
        listed = [(one, self.marks.is_lost(one.uid)) for one in self.marks.comments()]
        self._place.inspector.notes.show_comments(listed)

    def _comment(self, uid: str) -> Comment | None:
        return next((one for one in self.marks.comments() if one.uid == uid), None)

    def _caret(self) -> int:
        return self._place.pane.editor.textCursor().position()

    def _on_caret(self) -> None:
        uid = self.marks.at(self._caret())
        self.marks.set_current(uid)
        self._place.inspector.notes.set_current(uid)
        self._context.commands.enable("comment.resolve", bool(uid), self.tr("no comment here"), self._place.pane)

    def _show_in_list(self, uid: str, *, focus: bool = True) -> None:
        if focus:
            self._place.commands.show_tab("notes")
        self._place.inspector.notes.set_current(uid, scroll=focus)


class CommentSheet(Sheet):
    """A few lines to write about a passage. Ctrl+Enter is the main button."""

    def __init__(
        self, context: Context, title: str, quote: str, words: str, verb: str, then: Callable[[str], object]
    ) -> None:
        super().__init__(context.theme, context.commands, title, size=(480, 0))
        self._then = then
        self.add_header(title)
        short = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"
        self.words = QPlainTextEdit(words)
        self.words.setObjectName("field")
        self.words.setAccessibleName(title)
        self.words.setTabChangesFocus(True)
        context.theme.set_font(self.words, "body")
        context.theme.dress(self.words, "height", lambda it: it.setFixedHeight(context.theme.px(96)))
        self._verb = button(context.theme, verb, "primary", run=self._done)
        leave = button(context.theme, self.tr("Cancel"), run=self.reject)
        self.words.textChanged.connect(self._follow)
        self.content.addLayout(
            column(
                *(label(context.theme, f"“{short}”", "small", "muted", wrap=True), self.words, 4),
                row(None, leave, self._verb),
                margins=(22, 16, 22, 18),
                gap=10,
            )
        )
        self._follow()

    def focus_first(self) -> None:
        self.words.setFocus()
        self.words.moveCursor(QTextCursor.MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._done()
            return
        super().keyPressEvent(event)

    def _follow(self) -> None:
        self._verb.setEnabled(bool(self.words.toPlainText().strip()))

    def _done(self) -> None:
        words = self.words.toPlainText().strip()
        if words:
            self.accept()
            self._then(words)
