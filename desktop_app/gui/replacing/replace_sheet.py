"""Find and replace across the archive: every hit is shown in its place before anything is changed.

The plan is made on the read lane a moment after the last key and dropped when the wish changes; what is ticked is
written by a `ReplaceRun`, which goes on when the sheet is hidden.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QProgressBar, QSizePolicy, QStackedWidget, QWidget

from desktop_app.errors import UserError
from desktop_app.gui.context import Context
from desktop_app.gui.pieces import EmptyState, button, column, label, row, rule, set_button_text, set_tone
from desktop_app.gui.replacing.form_rows import FormRows
from desktop_app.gui.replacing.hit_rows import HitRows
from desktop_app.gui.replacing.hit_view import HitView
from desktop_app.gui.replacing.replace_run import ReplaceRun
from desktop_app.gui.sheet import Sheet
from desktop_app.search.replacing import ReplacePlan, ReplaceRequest, Rule, plan
from desktop_app.search.service import SearchRequest
from desktop_app.search.word_forms import WordForm, word_forms
from desktop_app.text.finding import Wish

SIZE = (1000, 700)
_LOOK_MS = 250
_LARGE = 1.25
"""Text size from which on the choices need two lines."""

Scope = tuple[str, SearchRequest]
"""Its name, and the articles it is."""


class ReplaceSheet(Sheet):
    """The sheet. `scopes` are where one may replace, the first is chosen; `flush` saves what is being typed."""

    def __init__(
        self, context: Context, scopes: Sequence[Scope], words: str = "", flush: Callable[[], object] | None = None
    ) -> None:
        super().__init__(context.theme, context.commands, context.commands.text("replace.archive").rstrip("…"), SIZE)
        self._context = context
        self._scopes = list(scopes)
        self._flush = flush
        self._looking: threading.Event | None = None
        self.rows = HitRows()
        self.run = ReplaceRun(context)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_LOOK_MS)
        self._later.timeout.connect(self.look)
        self._build(words)
        self.rows.ticks_changed.connect(self._show_count)
        self.run.moved.connect(self._on_moved)
        self.run.ended.connect(self._on_ended)
        self.finished.connect(lambda _: self._forget())
        self.look()

    # -- building

    def _build(self, words: str) -> None:
        self.add_header(self.windowTitle(), self.tr("Nothing is changed before you have seen it."))
        self.content.addLayout(self._make_wish(words))
        self.content.addWidget(rule())
        self.view = HitView(self.theme, self.rows)
        self._empty = EmptyState(self.theme, "search", self.tr("Write what is to be replaced"))
        self._middle = QStackedWidget()
        self._middle.addWidget(self._empty)
        self._middle.addWidget(self.view)
        # The hits give way to what is written above them, down to two rows.
        self._middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._middle.setMinimumHeight(self.theme.px(64))
        self.content.addWidget(self._middle, 1)
        self.content.addWidget(rule())
        self.content.addWidget(self._make_foot())

    def _make_wish(self, words: str) -> QWidget:
        theme, tr = self.theme, self.tr
        self.words = _line(theme, tr("Find"), words)
        self.instead = _line(theme, tr("Replace with"))
        self.whole = _tick(theme, tr("Whole words"), on=True)
        self.case = _tick(theme, tr("Letters exactly as written"))
        self.pattern = _tick(theme, tr("Pattern"))
        self.addresses = _tick(theme, tr("In addresses too"))
        self.scope = QComboBox()
        self.scope.setAccessibleName(tr("Where"))
        theme.set_font(self.scope, "body")
        for name, request in self._scopes:
            self.scope.addItem(name, request)
        self.forms = FormRows(theme)
        self.words.textChanged.connect(lambda _: self._wish_changed())
        self.instead.textChanged.connect(lambda _: self._wish_changed())
        for one in (self.whole, self.case, self.pattern, self.addresses):
            one.toggled.connect(lambda _: self._wish_changed())
        self.scope.currentIndexChanged.connect(lambda _: self._wish_changed())
        self.forms.changed.connect(self._wish_changed)
        fields = row(self.words, self.instead, gap=10)
        ticks = (self.whole, self.case), (self.pattern, self.addresses)
        if theme.text_scale <= _LARGE:
            options = row(*ticks[0], *ticks[1], None, self.scope, gap=16)
        else:
            options = column(row(*ticks[0], None, self.scope, gap=16), row(*ticks[1], None, gap=16), gap=4)
        return column(fields, options, self.forms, margins=(22, 12, 22, 12), gap=8)

    def _make_foot(self) -> QWidget:
        theme, tr = self.theme, self.tr
        self.count = label(theme, "", "body", "muted")
        cancel = button(theme, tr("Cancel"), run=self.reject)
        self.verb = button(theme, tr("Replace"), "primary", run=self.replace)
        self.verb.setDefault(True)
        ready = row(self.count, None, cancel, self.verb, margins=(22, 12, 18, 14))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        self._numbers = label(theme, "", "small", "muted")
        self.stop = button(theme, tr("Stop"), run=self.run.stop)
        self.hide_button = button(theme, tr("Hide"), run=self.accept)
        working = row(gap=12, margins=(22, 12, 18, 14))
        working.addLayout(column(self._numbers, self._bar, gap=6), 1)
        working.addWidget(self.stop)
        working.addWidget(self.hide_button)
        self._foot = QStackedWidget()
        for layout in (ready, working):
            holder = QWidget()
            holder.setLayout(layout)
            self._foot.addWidget(holder)
        theme.dress(self._foot, "height", lambda foot: foot.setFixedHeight(theme.px(58)))
        return self._foot

    def focus_first(self) -> None:
        (self.instead if self.words.text() else self.words).setFocus()

    # -- looking

    def request(self) -> ReplaceRequest:
        """Return what is wished for now."""
        is_pattern, case = self.pattern.isChecked(), self.case.isChecked()
        whole = self.whole.isChecked() and not is_pattern
        main = Rule(Wish(self.words.text(), case, whole, is_pattern), self.instead.text())
        others = self.forms.rules(case) if whole else []
        return ReplaceRequest((main, *others), self.scope.currentData(), self.addresses.isChecked())

    def _wish_changed(self) -> None:
        self.whole.setEnabled(not self.pattern.isChecked())
        self.verb.setEnabled(False)
        self._later.start()

    def look(self) -> None:
        """Make the plan for what is wished for now; an older one that is still being made is stopped."""
        self._later.stop()
        self._forget()
        request = self.request()
        if not request.rules[0].wish.words:
            self.forms.set_forms(())
            self._take(None)
            return
        self._looking = cancelled = threading.Event()
        ticket = self._context.jobs.latest(f"replace {id(self)}")
        context = self._context
        self._say(self.tr("Looking…"))
        if self._flush is not None:
            self._flush()

        relay = context.jobs.relay(lambda done, total: self._on_looked(cancelled, done, total))

        def read(_: object = None) -> None:
            context.jobs.read(
                plan, context.archive, context.search, request, relay, cancelled,
                done=self._take, failed=self._refused, ticket=ticket,
            )  # fmt: skip
            self._look_for_forms(request)

        # After the write lane: the plan is made of the last key.
        context.jobs.write(lambda: None, done=read)

    def _on_looked(self, cancelled: threading.Event, done: int, total: int) -> None:
        if self._looking is cancelled and shiboken6.isValid(self):
            locale = QLocale()
            words = self.tr("Looking… {done} of {all} articles")
            self._say(words.format(done=locale.toString(done), all=locale.toString(total)))

    def _look_for_forms(self, request: ReplaceRequest) -> None:
        wish = request.rules[0].wish
        ticket = self._context.jobs.latest(f"forms {id(self)}")
        if not wish.whole_words:
            self.forms.set_forms(())
            return
        context = self._context
        context.jobs.read(
            word_forms, context.archive, context.search, wish.words, request.rules[0].instead, request.scope,
            done=self._take_forms, failed=lambda error: None, ticket=ticket,
        )  # fmt: skip

    def _take_forms(self, forms: Sequence[WordForm]) -> None:
        self.forms.set_forms(forms)

    def _take(self, made: ReplacePlan | None) -> None:
        self._looking = None
        self.rows.set_plan(made)
        self._middle.setCurrentIndex(1 if made is not None and made.hits else 0)
        if made is None:
            self._empty.set_words(self.tr("Write what is to be replaced"))
        elif not made.hits:
            self._empty.set_words(
                self.tr("No text has these words"), self.tr("Words inside longer ones are found without “Whole words”.")
            )
        self._show_count()

    def _refused(self, error: Exception) -> None:
        self._take(None)
        if isinstance(error, UserError):
            self._empty.set_words(self.tr("This pattern cannot be used"), str(error))
            self._say(self.tr("Nothing was changed"), "danger")
        else:
            self._context.messages.failure(error)

    def _forget(self) -> None:
        """Stop a plan that nobody waits for any more."""
        if self._looking is not None:
            self._looking.set()
            self._looking = None

    def _show_count(self) -> None:
        made, chosen = self.rows.plan, self.rows.chosen_hits
        # While one types, a plan of what was wished for before may still arrive: it is shown, not carried out.
        can_run = bool(chosen) and not self._later.isActive() and not self._context.archive.read_only
        self.verb.setEnabled(can_run)
        set_button_text(self.verb, self.tr("Replace %Ln hits", "", chosen) if chosen else self.tr("Replace"))
        if made is None:
            self._say("")
            return
        words = self.tr("%Ln hits", "", made.hits)
        parts = [self.tr("{hits} in %Ln articles", "", len(made.articles)).format(hits=words)]
        if left := made.hits - chosen:
            parts.append(self.tr("%Ln left out", "", left))
        if made.cut:
            parts.append(self.tr("there are more"))
        self._say(" · ".join(parts))

    def _say(self, words: str, tone: str = "muted") -> None:
        self.count.setText(words)
        set_tone(self.count, tone)

    # -- replacing

    def replace(self) -> None:
        """Write what is ticked."""
        made, hits = self.rows.plan, self.rows.chosen_hits
        if made is None or not hits or self.run.is_running or self._later.isActive():
            return
        self._foot.setCurrentIndex(1)
        self.stop.setFocus()
        self._on_moved(0, len(made.articles))
        self.run.start(made, self.rows.left_out())

    def _on_moved(self, done: int, total: int) -> None:
        locale = QLocale()
        words = self.tr("{done} of {all} articles. Stopping keeps what was replaced so far; Undo takes it back.")
        self._numbers.setText(words.format(done=locale.toString(done), all=locale.toString(total)))
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)

    def _on_ended(self) -> None:
        self.accept()


def _line(theme: object, name: str, text: str = "") -> QLineEdit:
    made = QLineEdit(text)
    made.setPlaceholderText(name)
    made.setAccessibleName(name)
    theme.set_font(made, "body")  # type: ignore[attr-defined]
    made.selectAll()
    return made


def _tick(theme: object, name: str, *, on: bool = False) -> QCheckBox:
    made = QCheckBox(name)
    made.setAccessibleName(name)
    made.setChecked(on)
    theme.set_font(made, "body")  # type: ignore[attr-defined]
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
