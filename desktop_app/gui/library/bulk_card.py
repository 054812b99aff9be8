"""The card in the reader's pane that changes many articles: what to set, what will happen, and then the button."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop_app.archive.articles import BulkPlan
from desktop_app.gui.context import Context
from desktop_app.gui.library.bulk_fields import BulkFields, Wanted
from desktop_app.gui.library.bulk_run import BulkRun
from desktop_app.gui.pieces import button, column, icon_label, label, row, set_button_text, tool_button

_THINK_MS = 150
"""From the last key to the dry run."""
_CARD_WIDTH = 440


class BulkCard(QFrame):
    """Asks the archive, after each key, what the change would do; nothing is written before the button is pressed."""

    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paper")
        self._context = context
        self._ids: tuple[int, ...] = ()
        self._fields: BulkFields | None = None
        self._wanted: Wanted | None = None
        self._plan: BulkPlan | None = None
        self._stop_counting = threading.Event()
        self._is_mine = False
        """What runs was started here: a status or the trash is changed without the card."""
        self.run = BulkRun(context, self)
        self.run.moved.connect(self._on_moved)
        self.run.ended.connect(self._on_ended)
        self._soon = QTimer(self, singleShot=True, interval=_THINK_MS)
        self._soon.timeout.connect(self._foresee)
        self._build()

    @property
    def kind(self) -> str:
        return self._fields.kind if self._fields is not None else ""

    @property
    def fields(self) -> BulkFields | None:
        return self._fields

    def open(self, kind: str, ids: Sequence[int]) -> None:
        """Ask for a change of this kind to these articles."""
        if self.run.is_running:
            return
        self._ids = tuple(ids)
        self._put_fields(BulkFields(self._context, kind, self))
        self._on_edited()

    def set_ids(self, ids: Sequence[int]) -> None:
        """The choice changed while the card is open."""
        if tuple(ids) != self._ids and not self.run.is_running:
            self._ids = tuple(ids)
            self._on_edited()

    def focus_first(self) -> None:
        if self._fields is not None:
            self._fields.focus_first()

    def close_card(self) -> None:
        """Go away; a change that is being made goes on."""
        self._forget_plan()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.do_it.isEnabled():
            self._start()
        elif event.key() == Qt.Key.Key_Escape and not self.run.is_running:
            self.close_card()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        theme = self._context.theme
        self._title = label(theme, "", "title")
        close = tool_button(theme, "x", self.tr("Close (Esc)"), self.close_card, size=16)
        self._inputs = QVBoxLayout()
        self._head = label(theme, self.tr("What will change"), "small", "muted", weight=600)
        self._trouble = label(theme, "", "small", "danger", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(7)
        self.will_change, self.will_stay, kept = (
            self._line(icon, words) for icon, words in (
                ("plus", ""), ("minus", ""), ("history", self.tr("Every article keeps its earlier version"))
            )
        )  # fmt: skip
        self._kept = kept
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress.setVisible(False)
        self._stop = button(theme, self.tr("Cancel"), run=self._cancel)
        self.do_it = button(theme, " ", "primary", run=self._start)
        inside = column(
            row(self._title, None, close), self._inputs, 4, self._head, self._lines, self._trouble, self._progress, 10,
            row(None, self._stop, self.do_it), margins=(22, 18, 20, 20), gap=10,
        )  # fmt: skip
        self._card = QFrame()
        self._card.setObjectName("card")
        self._card.setLayout(inside)
        self._card.setMaximumWidth(theme.px(_CARD_WIDTH))
        theme.changed.connect(lambda: self._card.setMaximumWidth(theme.px(_CARD_WIDTH)))
        middle = row(None, self._card, None, margins=(16, 16, 16, 16))
        middle.setStretchFactor(self._card, 100)
        self.setLayout(column(None, middle, None))

    def _line(self, icon: str, words: str) -> QLabel:
        made = label(self._context.theme, words, wrap=True)
        inside = row(icon_label(self._context.theme, icon), made, gap=8)
        inside.setStretchFactor(made, 1)
        self._lines.addLayout(inside)
        return made

    def _put_fields(self, fields: BulkFields) -> None:
        if self._fields is not None:
            self._fields.panel.hide()
            self._inputs.removeWidget(self._fields.panel)
            self._fields.panel.deleteLater()
            self._fields.deleteLater()
        self._fields = fields
        self._inputs.addWidget(fields.panel)
        fields.edited.connect(self._on_edited)

    def _on_edited(self) -> None:
        assert self._fields is not None
        self._forget_plan()
        self._title.setText(self._fields.title(len(self._ids)))
        self._say("")
        try:
            self._wanted = self._fields.wanted()
        except ValueError as error:
            self._wanted = None
            self._say(str(error))
        if self._wanted is not None and self._ids:
            self._soon.start()
        self._show_plan()

    def _forget_plan(self) -> None:
        self._soon.stop()
        self._stop_counting.set()
        self._plan = None
        self._context.jobs.latest("bulk plan")

    def _foresee(self) -> None:
        self._stop_counting = threading.Event()
        wanted = self._wanted
        if wanted is None:
            return
        self._context.jobs.long(
            self._context.archive.foresee_bulk_edit,
            self._ids,
            **wanted,
            cancelled=self._stop_counting,
            done=self._on_plan,
            failed=lambda error: self._say(str(error)),
            ticket=self._context.jobs.latest("bulk plan"),
        )

    def _on_plan(self, plan: BulkPlan) -> None:
        self._plan = plan
        self._show_plan()

    def _show_plan(self) -> None:
        """Say what the change would do, as far as that is known."""
        assert self._fields is not None
        plan, fields = self._plan, self._fields
        is_asked = self._wanted is not None
        self._head.setVisible(is_asked)
        for part in (self.will_change, self.will_stay, self._kept):
            self._set_line_visible(part, is_asked)
        if plan is None:
            self.will_change.setText(self.tr("Counting…"))
            self._set_line_visible(self.will_stay, False)
            set_button_text(self.do_it, fields.verb(len(self._ids)))
        else:
            self.will_change.setText(fields.will_change(plan.changed))
            self.will_stay.setText(fields.will_stay(plan.unchanged))
            self._set_line_visible(self.will_stay, is_asked and plan.unchanged > 0)
            set_button_text(self.do_it, fields.verb(plan.changed))
        self.do_it.setEnabled(plan is not None and plan.changed > 0 and not self.run.is_running)

    def _set_line_visible(self, part: QLabel, is_visible: bool) -> None:
        for place in range(self._lines.count()):
            inside = self._lines.itemAt(place).layout()
            if inside is not None and inside.indexOf(part) >= 0:
                for at in range(inside.count()):
                    widget = inside.itemAt(at).widget()
                    if widget is not None:
                        widget.setVisible(is_visible)

    def _say(self, words: str) -> None:
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))

    def _start(self) -> None:
        if self._wanted is None or self._fields is None or self._plan is None:
            return
        self._is_mine = True
        self._progress.setRange(0, 0)
        self._progress.setVisible(True)
        self._fields.panel.setEnabled(False)
        self.do_it.setEnabled(False)
        set_button_text(self._stop, self.tr("Stop"))
        self.run.start(self._ids, self._wanted, self._fields.told)

    def _cancel(self) -> None:
        if self.run.is_running:
            self.run.stop()
        else:
            self.close_card()

    def _on_moved(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _on_ended(self) -> None:
        if not self._is_mine:
            return
        self._is_mine = False
        self._progress.setVisible(False)
        set_button_text(self._stop, self.tr("Cancel"))
        if self._fields is not None:
            self._fields.panel.setEnabled(True)
        self.close_card()
