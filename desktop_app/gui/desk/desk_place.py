"""The Desk: drafts, the text being written, its preview, its facts and its versions.

The place joins its panes and decides what is on screen; what the commands do stands in `desk_commands.py`, which texts
are open in `texts.py`, the list in `draft_list.py`, the text itself in `editor_pane.py`.
"""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from desktop_app.archive.articles import Article, Changes
from desktop_app.gui.context import Context
from desktop_app.gui.desk import desk_state
from desktop_app.gui.desk.analysis import Analysis
from desktop_app.gui.desk.comments import DeskComments
from desktop_app.gui.desk.desk_commands import DeskCommands
from desktop_app.gui.desk.draft_acts import DraftActs
from desktop_app.gui.desk.draft_list import DraftFilter, DraftList
from desktop_app.gui.desk.editor_pane import EditorPane
from desktop_app.gui.desk.filters import Filters
from desktop_app.gui.desk.following import TextFollower
from desktop_app.gui.desk.inspector import Inspector
from desktop_app.gui.desk.letters import Letters
from desktop_app.gui.desk.reading_aloud import ReadingAloud
from desktop_app.gui.desk.spelling import Spelling
from desktop_app.gui.desk.spelling_menu import SpellingMenu
from desktop_app.gui.desk.template_commands import TemplateCommands
from desktop_app.gui.desk.texts import Texts
from desktop_app.gui.desk.version_list import NOW
from desktop_app.gui.desk.versions import VersionsView
from desktop_app.gui.desk.wording import save_part, translate, words_of_goal
from desktop_app.gui.desk.writing_commands import WritingCommands
from desktop_app.gui.editor import rescue
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.editor.preview import Choice
from desktop_app.gui.editor.source_text import utf16_offsets
from desktop_app.gui.pieces import column
from desktop_app.gui.place import Place, StatusLine, StatusPart, Width
from desktop_app.text.languages import language_name

_FIRST_DRAFT_MS = 200
_NUMBERS_S = 0.5
"""Outline, numbers and findings follow the typing twice a second."""


class DeskPlace(Place):
    """Where texts are written."""

    key = "desk"
    icon_name = "square-pen"
    toolbar = ("preview", "focus", "inspector")

    def __init__(self, context: Context, parent: QWidget | None = None, *, preview: Choice = "auto") -> None:
        super().__init__(context, parent)
        self.title_text = self.tr("Desk")
        self.drafts = DraftList(context)
        self.filters = Filters(context)
        self.pane = EditorPane(context, preview)
        self.inspector = Inspector(context)
        self.versions = VersionsView(context)
        self.follower = TextFollower(context)
        self.texts = Texts(context, self.pane.editor, self.follower.facts)
        self.spelling = Spelling(context, self.pane.editor)
        self.text: OpenText | None = None
        self._navigator = self.filters.part()
        self._width: Width = "wide"
        self._is_inspector_wanted = True
        self._is_focus = False
        self._shows_text = False
        """In a narrow window: the text and not the list."""
        self._numbers = QTimer(self)
        self._numbers.setSingleShot(True)
        self._numbers.timeout.connect(self._tell_numbers)
        self._numbers_told = 0.0
        self._build()
        self._join()
        self.acts = DraftActs(self)
        self.commands = DeskCommands(self)
        self.writing = WritingCommands(self)
        self.letters = Letters(self)
        self.letters.offer_changed.connect(self._tell_status)
        self.comments = DeskComments(self)
        self.templates = TemplateCommands(self)
        self.aloud = ReadingAloud(self)
        self.spelling_menu = SpellingMenu(self, self.spelling)
        self._is_first_time = True
        self._knows_window = False

    def _build(self) -> None:
        theme = self.context.theme
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        for widget in (self.drafts, self.pane, self.inspector):
            self.splitter.addWidget(widget)
        self.splitter.setStretchFactor(1, 1)
        theme.dress(self.drafts, "width", lambda it: it.setMinimumWidth(theme.px(220)))
        self.drafts.setMaximumWidth(560)
        self.splitter.setSizes([round(312 * theme.text_scale**0.5), 10_000, theme.size("inspector")])
        self._pages = QStackedWidget()
        self._pages.addWidget(self.splitter)
        self._pages.addWidget(self.versions)
        self.setLayout(column(self._pages, gap=0))

    def _join(self) -> None:
        self.drafts.entered_draft.connect(self._enter_draft)
        self.drafts.opened_draft.connect(self._open_draft)
        self.drafts.filter_cleared.connect(lambda: self.set_filter(DraftFilter()))
        self.drafts.choice_changed.connect(self.choice_changed)
        self.drafts.sort_changed.connect(self.state_changed)
        self.filters.filter_chosen.connect(self.set_filter)
        self.follower.analysed.connect(self._on_analysed)
        self.texts.closed.connect(self.follower.forget)
        self.pane.editor.cursorPositionChanged.connect(self._on_caret)
        self.pane.editor.scrolled.connect(self.state_changed)
        self.inspector.outline.jump_requested.connect(self.go_to_line)
        self.inspector.outline.offset_requested.connect(self.go_to_offset)
        self.inspector.outline.spelling_requested.connect(lambda: self.context.commands.trigger("spelling"))
        self.spelling.checked.connect(self.inspector.outline.show_spelling)
        self.inspector.history.version_requested.connect(self._show_version)
        self.inspector.tab_changed.connect(lambda _: self.state_changed.emit())
        self.versions.closed.connect(self.close_versions)
        self.splitter.splitterMoved.connect(lambda *_: self.state_changed.emit())

    # -- what the exchange may ask

    def edit_article(self, article_id: int) -> None:
        """Open an article, draft or published, in the editor with the focus in it."""
        self.close_versions()
        self.open_article(article_id, focus=True)

    def new_draft(self, fields: dict[str, Any] | None = None) -> None:
        """Begin a draft; it is saved from the first letter."""
        self.close_versions()
        start = dict(fields or {})
        if self.drafts.filter.folder:
            start.setdefault("folder", self.drafts.filter.folder)
        self._show(self.texts.new_draft(start), focus=True)
        self.pane.editor.go_to(0)

    def show_versions(self, article_id: int, version: int = NOW) -> None:
        """Show what an article was before."""

        def show(text: OpenText) -> None:
            self._show(text, focus=False)
            self.versions.show_text(text, version)
            self._pages.setCurrentWidget(self.versions)
            self.versions.list.setFocus()
            self.context.commands.refresh()

        self.texts.open(article_id, show)

    def find_in_drafts(self, words: str) -> None:
        """Show the drafts that hold these words."""
        self.close_versions()
        self.set_filter(DraftFilter(words=words.strip()))
        self.drafts.view.setFocus()

    def insert_quotation(self, article_id: int, words: str) -> None:
        """Put a quotation with its source into the draft at hand."""
        self.commands.insert_quotation(article_id, words)

    # -- texts

    def open_article(self, article_id: int, *, focus: bool, quietly: bool = False) -> None:
        """Show an article; the focus goes into its text if wished. `quietly`: one that is gone is not told."""
        if self.text is not None and self.text.id == article_id:
            if focus:
                self._focus_text()
            return
        self.texts.open(article_id, lambda text: self._show(text, focus=focus), quietly=quietly)

    def set_filter(self, filter: DraftFilter) -> None:
        """Show other drafts in the list."""
        self.drafts.set_filter(filter)
        self.filters.set_filter(filter)
        self.state_changed.emit()

    def go_to_line(self, line: int) -> None:
        """Put the caret at a line of the body, -1 for the headline."""
        block = self.pane.editor.document().findBlockByNumber(line + 1)
        self.pane.editor.go_to(block.position() if block.isValid() else 0, near_top=True)
        self._focus_text()

    def go_to_offset(self, offset: int) -> None:
        """Put the caret at a place of the body, in code points."""
        raw = self.pane.editor.raw_text()
        at = min(raw.find("\n") + 1 + offset, len(raw))
        self.pane.editor.go_to(utf16_offsets(raw)[at])
        self._focus_text()

    def close_versions(self) -> None:
        """Go back from the versions to the text."""
        if self._pages.currentWidget() is self.versions:
            self._pages.setCurrentWidget(self.splitter)
            self.context.commands.refresh()
            self._focus_text()

    @property
    def shows_versions(self) -> bool:
        return self._pages.currentWidget() is self.versions

    def set_split(self, on: bool) -> None:
        """Show text and preview side by side; the list and the inspector make room."""
        self._shows_text = self._shows_text or on
        self.pane.set_split(on)
        self._fit()
        self.pane.make_equal()
        self.context.commands.check("preview", on)
        self.state_changed.emit()

    def set_focus_mode(self, on: bool) -> None:
        """Show the text alone, all but its current paragraph dimmed."""
        if on == self._is_focus or (on and self.text is None):
            self.context.commands.check("focus", self._is_focus)
            return
        self._is_focus = on
        if on:
            self.pane.set_split(False)
            self.context.commands.check("preview", False)
            self.close_versions()
        self.pane.set_focus_mode(on)
        self._fit()
        self.context.exchange.bare_requested.emit(on)
        self.context.commands.check("focus", on)
        self._tell_status()
        if on:
            self._focus_text()

    def _show(self, text: OpenText, *, focus: bool) -> None:
        if text is not self.text:
            if self.text is not None:
                self.text.status_changed.disconnect(self._tell_status)
                self.text.article_changed.disconnect(self._on_article)
                if self.text.id and text.id:
                    self.step()
            self.pane.remember_spot()
            self.texts.remember_spots()
            self.text = text
            self.pane.show_text(text)
            self.inspector.set_text(text)
            self._numbers_told = 0.0
            self.aloud.stop()
            self.follower.set_text(text)
            self.comments.set_text(text)
            self.spelling.set_text(text)
            text.status_changed.connect(self._tell_status)
            text.article_changed.connect(self._on_article)
            self.texts.tidy(text)
        self.drafts.set_current(text.id)
        if focus:
            self._shows_text = True
            self._fit()
            self._focus_text()
        self._tell_status()
        self.choice_changed.emit()
        self.state_changed.emit()
        self.context.commands.refresh()

    def _close_text(self) -> None:
        """Show no text: the one at hand went away."""
        if self.text is not None:
            self.text.status_changed.disconnect(self._tell_status)
            self.text.article_changed.disconnect(self._on_article)
        self.text = None
        self.pane.show_text(None)
        self.inspector.set_text(None)
        self.follower.set_text(None)
        self.comments.set_text(None)
        self.spelling.set_text(None)
        self.drafts.set_current(0)
        self._shows_text = False
        self._fit()
        self._tell_status()
        self.choice_changed.emit()

    def leave_article(self, article_ids: tuple[int, ...]) -> None:
        """These articles left the desk (trash, published): show the draft below, if the text at hand is one of them."""
        if self.text is None or self.text.id not in article_ids:
            return
        ids = [draft.id for draft in self.drafts.model.drafts()]
        here = ids.index(self.text.id) if self.text.id in ids else 0
        rest = [id for id in ids[here:] + list(reversed(ids[:here])) if id not in article_ids]
        self._close_text()
        if rest:
            self.open_article(rest[0], focus=False)

    def _enter_draft(self, article_id: int) -> None:
        self.open_article(article_id, focus=False)

    def _open_draft(self, article_id: int) -> None:
        self.open_article(article_id, focus=True)

    def _focus_text(self) -> None:
        if self.text is not None and not self.shows_versions:
            self.pane.editor.setFocus()

    # -- facts

    def _on_article(self, article: Article) -> None:
        if article.trashed_at is not None:
            # Another window or program threw it away; what was typed here is in it.
            self.leave_article((article.id,))
            return
        if self.text is not None:
            self.drafts.set_current(self.text.id)
        self._tell_status()
        self.choice_changed.emit()
        # A draft has its number now, by which the next start finds it.
        self.state_changed.emit()

    def _on_analysed(self, analysis: Analysis) -> None:
        if self.text is None:
            return
        self.pane.show_analysis(analysis)
        self.commands.keep_language(analysis)
        # The page follows each key; numbers that change while one writes are read at leisure, and cost as much again.
        wait_ms = round((self._numbers_told + _NUMBERS_S - time.monotonic()) * 1000)
        if wait_ms <= 0:
            self._tell_numbers()
        elif not self._numbers.isActive():
            self._numbers.start(wait_ms)

    def _tell_numbers(self) -> None:
        text, analysis = self.text, self.follower.analysis
        self._numbers.stop()
        if text is None or analysis is None:
            return
        self._numbers_told = time.monotonic()
        title = text.title()
        self.inspector.outline.show_analysis(title, analysis, text.article.word_goal)
        self.inspector.details.show_title(title)
        self.inspector.outline.headings.set_line(self._caret_line())
        self.letters.follow()
        self._tell_status()

    def _on_caret(self) -> None:
        self.inspector.outline.headings.set_line(self._caret_line())
        self.state_changed.emit()

    def _caret_line(self) -> int:
        return self.pane.editor.textCursor().block().blockNumber() - 1

    def _show_version(self, number: int) -> None:
        if self.text is not None and self.text.id:
            self.show_versions(self.text.id, number)

    def _tell_status(self, _status: object = None) -> None:
        line = self.status()
        self.pane.format_bar.saved.setText(line.parts[0].text if line.parts else "")
        self.pane.foot.setText("   ·   ".join([part.text for part in (*line.parts[1:2], *line.parts[:1])] + [_leave()]))
        self.status_changed.emit(line)

    def status(self) -> StatusLine:
        text, analysis = self.text, self.follower.analysis
        if text is None:
            return StatusLine()
        parts = [save_part(text.status, text.article.updated)]
        words = analysis.statistics.words if analysis is not None else text.article.words
        goal = text.article.word_goal if self.context.settings.get("editor.show_goal") else None
        parts.append(StatusPart(words_of_goal(words, goal), share=min(words / goal, 1.0) if goal else None))
        if analysis is not None and analysis.statistics.reading_minutes:
            minutes = analysis.statistics.reading_minutes
            parts.append(StatusPart(self.tr("{n} min read").format(n=minutes)))
        code = text.article.language or (analysis.language if analysis is not None else "")
        name = language_name(code, self.locale().name()[:2]) if code else self.tr("Language not set")
        parts.append(StatusPart(name, run=self.commands.choose_language, tip=self.tr("Change the language")))
        if self.letters.is_offered:
            tip = self.tr("Restore the letters that this keyboard lacks")
            parts.append(StatusPart(self.tr("Letters are missing"), run=self.letters.restore, tip=tip))
        return StatusLine(tuple(parts))

    # -- place

    def navigator_part(self) -> QWidget:
        return self._navigator

    def enter(self) -> None:
        self.drafts.read()
        if self.text is None:
            # Once it is known that nothing else is to be shown, the draft written last is.
            QTimer.singleShot(_FIRST_DRAFT_MS, self, self._open_first)
        if self._is_first_time:
            self._is_first_time = False
            if not self.context.archive.read_only:
                self.texts.is_recovering = True
                self.context.jobs.write(rescue.bring_back, self.context.archive, done=self._on_recovered)

    def _on_recovered(self, recovery: rescue.Recovery) -> None:
        self.texts.is_recovering = False
        self.commands.tell_recovery(recovery)

    def _open_first(self) -> None:
        if self.text is None and not self.texts.awaited and self.isVisible() and self._width != "narrow":
            first = self.drafts.first_draft()
            if first:
                self.texts.open(first, lambda text: self._show(text, focus=False), quietly=True)

    def leave(self) -> None:
        self.inspector.apply()
        self.pane.remember_spot()
        if self._is_focus:
            self.set_focus_mode(False)

    def focus_default(self) -> None:
        if self.shows_versions:
            self.versions.list.setFocus()
        elif self.text is not None and self.pane.isVisible():
            self._focus_text()
        else:
            self.drafts.view.setFocus()

    def panes(self) -> list[QWidget]:
        if self.shows_versions:
            return [self.versions.list, self.versions.page]
        return [self.drafts.view, self.pane.editor, self.pane.preview.pane(), self.inspector.pane()]

    def chosen(self) -> tuple[int, ...]:
        chosen = self.drafts.chosen()
        if len(chosen) > 1:
            return chosen
        return (self.text.id,) if self.text is not None and self.text.id else chosen

    def escape(self) -> bool:
        if self.shows_versions:
            self.close_versions()
        elif self._is_focus:
            self.set_focus_mode(False)
        elif self.pane.find_bar.isVisible():
            self.pane.find_bar.close_bar()
        elif self.pane.is_split:
            self.set_split(False)
        elif not self.drafts.view.hasFocus():
            self._shows_text = False
            self._fit()
            self.drafts.view.setFocus()
        elif not self.drafts.filter.is_all:
            self.set_filter(DraftFilter())
        else:
            return False
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        closed = getattr(self.window(), "closed", None)
        if closed is not None and not self._knows_window:
            self._knows_window = True
            closed.connect(self.shut_down)

    def shut_down(self) -> None:
        """The window is gone: nothing asks for anything any more."""
        for timer in self.findChildren(QTimer):
            timer.stop()
        self.aloud.stop()
        self.follower.stop()
        self.letters.stop()
        self.spelling.stop()
        self.texts.stop()
        self.pane.preview.shut_down()

    def set_width(self, width: Width) -> None:
        self._width = width
        self._fit()

    def set_inspector(self, on: bool) -> None:
        self._is_inspector_wanted = on
        self._fit()

    def _fit(self) -> None:
        """Show the panes that fit: a narrow window has room for one, a split for text and preview only."""
        alone = self.pane.is_split or self._is_focus
        narrow, medium = self._width == "narrow", self._width == "medium"
        inspector = self._is_inspector_wanted and not alone and not (narrow and not self._shows_text)
        shows_list = not alone and (not self._shows_text if narrow else not (medium and inspector))
        self.drafts.setVisible(shows_list)
        self.pane.setVisible(not (narrow and shows_list))
        self.inspector.setVisible(inspector)
        self.context.commands.check("inspector", inspector)

    def save_state(self) -> dict[str, Any]:
        return desk_state.save(self)

    def restore_state(self, state: dict[str, Any]) -> None:
        desk_state.restore(self, state)

    def flush(self) -> None:
        self.inspector.apply()
        self.comments.settle()
        self.texts.flush()

    def on_changes(self, changes: Changes) -> None:
        self.drafts.follow()
        self.texts.follow(changes)
        self.comments.follow(changes)
        self.inspector.notes.follow(changes)
        if self.inspector.tab() == "history" and self.inspector.isVisible():
            self.inspector.history.read()
        if self.shows_versions and self.text is not None and self.text.id in changes.articles:
            self.versions.read()


def _leave() -> str:
    return translate("Desk", "Esc to leave")
