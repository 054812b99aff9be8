"""The inspector's fourth tab: what is kept beside a text. When it is due, notes to self, comments; never exported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.archive.articles import Changes, Comment, Memo
from desktop_app.gui.context import Context
from desktop_app.gui.desk.fields import LineField, TextField
from desktop_app.gui.desk.wording import number, when
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.pieces import button, column, label, row, rule, set_look, tool_button
from desktop_app.text.dates import parse_date


class NotesTab(QWidget):
    """Deadline, note, comments of one text."""

    jump_requested = Signal(str)
    """Go to the passage of this comment."""
    change_requested = Signal(str)
    resolve_requested = Signal(str)
    """Resolve it, or open it again."""
    remove_requested = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._text: OpenText | None = None
        self._memo = Memo()
        self._waiting: Memo | None = None
        """What was written beside a draft that is no article yet."""
        self._cards: dict[str, _Card] = {}
        self._current = ""
        tr = self.tr
        self.deadline = LineField(context, tr("Deadline"), read=self._read_day, write=_day_words)
        self.note = TextField(context, tr("Notes to self"), lines=4, most=14)
        self.deadline.applied.connect(lambda day: self._keep(replace(self._memo, deadline=day)))
        self.note.applied.connect(lambda words: self._keep(replace(self._memo, note=words)))
        stays = label(context.theme, tr("Stays in the archive and is never exported."), "small", "faint", wrap=True)
        self._count = label(context.theme, "", "small", "muted", weight=500)
        self._nothing = label(
            context.theme, tr("None. Choose words in the text, then Comment…"), "small", "muted", wrap=True
        )
        self.add = button(
            context.theme, tr("Comment…"), icon="plus", run=lambda: context.commands.trigger("comment")
        )  # fmt: skip
        self.resolved = button(context.theme, tr("Show resolved ones"), "link", run=self._show_resolved)
        self._shows_resolved = False
        self._comments: tuple[tuple[Comment, bool], ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        head = row(label(context.theme, tr("Comments"), "small", "muted", weight=600), None, self._count)
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(
            column(
                *(self.deadline, self.note, stays, 2, rule(), 2, head, self._nothing, self._list),
                *(row(self.add, None, self.resolved), None),
                margins=(16, 8, 16, 16),
                gap=10,
            )
        )
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(column(self._area, gap=0))
        self.show_comments(())

    # -- note and deadline

    def set_text(self, text: OpenText | None) -> None:
        """Show what is kept beside another text; what stands half-typed goes to the old one first."""
        self.apply()
        if self._text is not None:
            self._text.article_changed.disconnect(self._on_article)
        self._text = text
        self._waiting = None
        self.setEnabled(text is not None and not text.is_read_only)
        for field in (self.deadline, self.note):
            field.restore()
        self._show_memo(Memo())
        if text is not None:
            text.article_changed.connect(self._on_article)
            self.read()

    def apply(self) -> None:
        """Apply the field that has the focus."""
        for field in (self.deadline, self.note):
            if self._text is not None and field.has_focus():
                field.apply()

    def read(self) -> None:
        """Read the note anew."""
        if self._text is None or not self._text.id:
            return
        context, text = self._context, self._text

        def show(memo: Memo) -> None:
            if text is self._text and self._waiting is None:
                self._show_memo(memo)

        ticket = context.jobs.latest(f"memo {id(self)}")
        context.jobs.read(context.archive.memo, text.id, done=show, failed=lambda error: None, ticket=ticket)

    def follow(self, changes: Changes) -> None:
        """Somebody changed articles: read again if it is this one."""
        if self._text is not None and self._text.is_told_by(changes):
            self.read()

    def _show_memo(self, memo: Memo) -> None:
        self._memo = memo
        self.deadline.show_value(memo.deadline)
        self.note.show_value(memo.note)

    def _keep(self, memo: Memo) -> None:
        text = self._text
        if text is None:
            return
        self._memo = memo
        if text.id:
            self._context.change(self._context.archive.set_memo, text.id, memo)
            return
        # A draft of which there is nothing but a note is an article from now on.
        self._waiting = memo
        text.edit()

    def _on_article(self, _article: object) -> None:
        if self._waiting is not None and self._text is not None and self._text.id:
            memo, self._waiting = self._waiting, None
            self._context.change(self._context.archive.set_memo, self._text.id, memo)

    def _read_day(self, typed: str) -> date | None:
        typed = typed.strip()
        if not typed:
            return None
        found = parse_date(typed)
        if found is None or found.first != found.last:
            raise ValueError(self.tr("Not understood as a day. 1 December 2026 and 2026-12-01 are."))
        return date(found.first // 10000, found.first // 100 % 100, found.first % 100)

    # -- comments

    def show_comments(self, comments: Sequence[tuple[Comment, bool]]) -> None:
        """List comments in this order; the second of each pair tells that its words are gone from the text."""
        self._comments = tuple(comments)
        open_ones = [one for one, _ in comments if one.resolved is None]
        self._count.setText(number(len(open_ones)) if open_ones else "")
        done = len(comments) - len(open_ones)
        self.resolved.setVisible(bool(done))
        hide, show = self.tr("Hide resolved ones"), self.tr("Show %Ln resolved", None, done)
        self.resolved.setText(hide if self._shows_resolved else show)
        shown = {one.uid: (one, lost) for one, lost in comments if one.resolved is None or self._shows_resolved}
        self._nothing.setVisible(not shown)
        if [(uid, card.shown) for uid, card in self._cards.items()] == list(shown.items()):
            return
        for uid in [uid for uid, card in self._cards.items() if shown.get(uid) != card.shown]:
            self._cards.pop(uid).remove()
        kept, self._cards = self._cards, {}
        for place, (uid, (one, lost)) in enumerate(shown.items()):
            card = kept.get(uid) or _Card(self._context, self, one, lost)
            self._cards[uid] = card
            self._list.insertWidget(place, card)
        self.set_current(self._current)

    def set_current(self, uid: str, *, scroll: bool = False) -> None:
        """Mark the card of a comment, and bring it into view if wished."""
        self._current = uid
        for one, card in self._cards.items():
            set_look(card, "current", one == uid)
        if scroll and uid in self._cards:
            self._area.ensureWidgetVisible(self._cards[uid])
            self._cards[uid].jump.setFocus()

    def _show_resolved(self) -> None:
        self._shows_resolved = not self._shows_resolved
        self.show_comments(self._comments)


class _Card(QFrame):
    """One comment: the words it is about, what it says, when, and what can be done."""

    def __init__(self, context: Context, tab: NotesTab, comment: Comment, is_lost: bool) -> None:
        super().__init__()
        self.shown = (comment, is_lost)
        self.setObjectName("card")
        theme, tr = context.theme, tab.tr
        quote = " ".join(comment.anchor.quote.split())
        short = quote if len(quote) <= 60 else f"{quote[:59]}…"
        words = tr("Gone from the text: {words}") if is_lost else "{words}"
        self.jump = button(
            theme, words.format(words=f"“{short}”"), "quiet", run=lambda: tab.jump_requested.emit(comment.uid)
        )
        theme.set_font(self.jump, "small")
        self.jump.setStyleSheet("text-align: left; padding-left: 0;")
        self.jump.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.jump.setToolTip(quote)
        self.jump.setAccessibleName(f"{short}: {comment.words}")
        said = label(theme, comment.words, "body", "muted" if comment.resolved else "", wrap=True)
        made = when(comment.made, date.today()) if comment.made is not None else ""
        state = tr("Resolved") if comment.resolved else made
        acts: list[Any] = [
            tool_button(theme, icon, name, lambda wish=wish: wish.emit(comment.uid), size=16)
            for icon, name, wish in (
                ("rotate-ccw" if comment.resolved else "check",
                 tr("Open again") if comment.resolved else tr("Resolve"), tab.resolve_requested),
                ("pen-line", tr("Change…"), tab.change_requested),
                ("trash-2", tr("Delete"), tab.remove_requested),
            )
        ]  # fmt: skip
        foot = row(label(theme, state, "small", "faint"), None, *acts, gap=2)
        self.setLayout(column(self.jump, said, foot, margins=(12, 6, 8, 4), gap=2))

    def remove(self) -> None:
        """Leave the list."""
        self.hide()
        self.deleteLater()


def _day_words(day: date) -> str:
    return QLocale().toString(day, QLocale.FormatType.LongFormat)
