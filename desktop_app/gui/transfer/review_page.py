"""The review: five cards that filter, the table of files, the readings of the chosen one, the button with a number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QVBoxLayout, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.pieces import (
    CardButton,
    ElidedLabel,
    button,
    column,
    frame,
    icon_label,
    label,
    row,
    set_button_text,
)
from desktop_app.gui.transfer.import_run import ImportRun
from desktop_app.gui.transfer.review_rows import GROUPS, Group, ReviewModel, ReviewRow, encoding_words
from desktop_app.gui.transfer.review_table import ReviewTable
from desktop_app.transfer.encodings import Reading
from desktop_app.transfer.importing import readings_of

_SAMPLE_LINES = 4
_LOOKS = {
    "ready": ("circle-check", "ok"),
    "known": ("copy", "info"),
    "undated": ("calendar-x", "warning"),
    "garbled": ("triangle-alert", "warning"),
    "unreadable": ("file-x", "danger"),
}


class _CountCard(CardButton):
    """A number with its meaning; pressed, it filters the table."""

    def __init__(self, context: Context, group: Group, words: str) -> None:
        super().__init__(context.theme, words, 74)
        theme = context.theme
        icon, tone = _LOOKS[group]
        self._words = words
        self._number = label(theme, "0", "title", tone)
        theme.set_font(self._number, "title", px=20)
        head = row(icon_label(theme, icon, tone, 16), self._number, None, gap=7)
        self.setLayout(column(head, label(theme, words, "small", "muted", wrap=True), margins=(14, 9, 10, 9), gap=2))
        self.setCheckable(True)

    def set_number(self, number: int) -> None:
        shown = QLocale().toString(number)
        self._number.setText(shown)
        self.setAccessibleName(f"{shown} {self._words}")
        self.setEnabled(number > 0)


class ReviewPage(QWidget):
    """Cards, table, foot. The readings stand in a pane of their own (`readings`), which the place puts at the side."""

    back_wanted = Signal()
    cancel_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, context: Context, run: ImportRun) -> None:
        super().__init__()
        self._context = context
        self._run = run
        self._group: Group | None = None
        theme = context.theme
        words = {
            "ready": self.tr("ready to import"),
            "known": self.tr("already in the archive"),
            "undated": self.tr("no date found"),
            "garbled": self.tr("letters look garbled"),
            "unreadable": self.tr("could not be read"),
        }
        self.cards: dict[Group, _CountCard] = {}
        line = row(gap=10)
        self._filters = QButtonGroup(self)
        self._filters.setExclusive(False)
        for group in GROUPS:
            card = self.cards[group] = _CountCard(context, group, words[group])
            card.clicked.connect(lambda on, group=group: self.filter(group if on else None))
            line.addWidget(card, 1)
        self.model = ReviewModel(run.is_ticked, run.tick)
        self.table = ReviewTable(theme, self.model)
        self.readings = ReadingsPane(context, run)
        self.table.row_chosen.connect(self.readings.show_row)
        self._title = label(theme, "", "body-strong")
        theme.set_font(self._title, "body-strong", px=15)
        self._all = button(theme, "", "link", run=lambda: self.filter(None))
        self._left_out = ElidedLabel(theme, "", "small", "muted")
        report = button(theme, self.tr("Save report…"), "quiet", "file-down", run=self.report_wanted.emit)
        back = button(theme, self.tr("Back"), run=self.back_wanted.emit)
        cancel = button(theme, self.tr("Cancel"), run=self.cancel_wanted.emit)
        self.go = button(theme, "", "primary", run=run.bring_in)
        foot = row(report, gap=8)
        foot.addWidget(self._left_out, 1)
        for one in (back, cancel, self.go):
            foot.addWidget(one)
        table_card = frame(column(self.table, margins=(1, 1, 1, 6), gap=0), "card")
        body = column(line, 6, row(self._title, None, self._all), gap=8)
        body.addWidget(table_card, 1)
        body.addSpacing(4)
        body.addLayout(foot)
        self.setLayout(body)

    def show_run(self) -> None:
        """Show what the run found; at first what needs a look, if anything does."""
        run = self._run
        for group, card in self.cards.items():
            card.set_number(run.count(group))
        self.filter("garbled" if run.count("garbled") else None)
        if self.model.rows:
            self.table.selectRow(0)

    def follow(self) -> None:
        """Ticks or readings changed."""
        run = self._run
        for group, card in self.cards.items():
            card.set_number(run.count(group))
        self.model.show(self._rows())
        self._tell()

    def filter(self, group: Group | None) -> None:
        """Show one group, or all files."""
        self._group = group if group and self._run.count(group) else None
        for name, card in self.cards.items():
            card.setChecked(name == self._group)
        self.model.show(self._rows())
        self._tell()

    def _rows(self) -> Sequence[ReviewRow]:
        return [row for row in self._run.rows if self._group in (None, row.group)]

    def _tell(self) -> None:
        number, whole = len(self.model.rows), len(self._run.rows)
        titles = {
            None: self.tr("All %Ln files", "", number),
            "ready": self.tr("%Ln files that are ready", "", number),
            "known": self.tr("%Ln files that are here already", "", number),
            "undated": self.tr("%Ln files without a date", "", number),
            "garbled": self.tr("%Ln files whose letters look garbled", "", number),
            "unreadable": self.tr("%Ln files that could not be read", "", number),
        }
        self._title.setText(titles[self._group])
        set_button_text(self._all, self.tr("Show all %Ln", "", whole))
        self._all.setVisible(self._group is not None)
        coming = self._run.ticked()
        set_button_text(self.go, self.tr("Import %Ln articles", "", coming))
        self.go.setEnabled(coming > 0)
        self._left_out.setText(self.left_out_words())

    def left_out_words(self) -> str:
        """Say who is left out."""
        run, locale = self._run, QLocale()
        unticked = sum(1 for row in run.rows if row.can_come and not run.is_ticked(row))
        parts = [
            (run.count("known"), self.tr("{n} already here")),
            (run.count("unreadable"), self.tr("{n} unreadable")),
            (unticked, self.tr("{n} unticked")),
        ]
        said = [words.format(n=locale.toString(number)) for number, words in parts if number]
        return self.tr("Left out: {list}").format(list=", ".join(said)) if said else ""


class ReadingsPane(QFrame):
    """How the chosen file may be read, as samples of its own text: the user picks by reading."""

    def __init__(self, context: Context, run: ImportRun) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setAccessibleName(self.tr("How the file may be read"))
        self._context = context
        self._run = run
        self._row: ReviewRow | None = None
        theme = context.theme
        self._title = label(theme, self.tr("How should this file be read?"), "body-strong", wrap=True)
        self._name = ElidedLabel(theme, "", "small", "muted", mode=Qt.TextElideMode.ElideMiddle)
        self._reason = label(theme, "", "body", "muted", wrap=True)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(8)
        self._like = button(theme, "", run=self._use_for_all)
        safe = row(icon_label(theme, "shield-check", "ok", 16), gap=8)
        words = self.tr("Your files stay where they are. The import can be undone as one step.")
        safe.addWidget(label(theme, words, "small", "muted", wrap=True), 1)
        self.setLayout(
            column(
                self._title, self._name, 6, self._reason, self._cards, self._like, None, safe, margins=(18, 16, 18, 16)
            )
        )
        self._chosen = ""
        self.show_row(None)

    def show_row(self, row_now: ReviewRow | None) -> None:
        """Show a file of the table."""
        self._row = row_now
        self._clear()
        self._like.hide()
        self._name.setText(row_now.name if row_now is not None else "")
        if row_now is None:
            self._title.setText(self.tr("No file is chosen"))
            self._reason.setText(self.tr("Choose a file to see how its letters are read."))
            return
        explains = row_now.group in ("unreadable", "known")
        self._reason.setText(row_now.reason if explains else "")
        self._reason.setVisible(explains)
        if explains:
            known = row_now.group == "known"
            self._title.setText(self.tr("It is here already") if known else self.tr("It could not be read"))
            return
        self._title.setText(self.tr("How should this file be read?"))
        jobs = self._context.jobs
        jobs.read(
            lambda: readings_of(row_now.path, self._run.paths),
            done=self._show_readings,
            failed=lambda error: self._reason.setText(str(error)),
            ticket=jobs.latest("readings"),
        )

    def _clear(self) -> None:
        while self._cards.count():
            widget = self._cards.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()

    def _show_readings(self, readings: Sequence[Reading]) -> None:
        row_now = self._row
        if row_now is None or not readings:
            return
        self._clear()
        self._chosen = self._run.readings.get(row_now.path) or row_now.encoding or readings[0].encoding
        for number, reading in enumerate(readings[:4]):
            self._cards.addWidget(self._card(reading, is_best=number == 0))
        alike = self._alike()
        self._like.setVisible(len(alike) > 1 and len(readings) > 1)
        set_button_text(self._like, self.tr("Use for all %Ln files like this one", "", len(alike)))

    def _card(self, reading: Reading, is_best: bool) -> QWidget:
        theme = self._context.theme
        chosen = reading.encoding == self._chosen
        name = encoding_words(reading.encoding)
        if is_best:
            name = self.tr("{encoding} (best guess)").format(encoding=name)
        card = CardButton(theme, f"{name}: {reading.sample}", 0)
        card.setMinimumHeight(0)
        card.setMaximumHeight(16_000)
        card.setCheckable(True)
        card.setChecked(chosen)
        icon = icon_label(theme, "circle-dot" if chosen else "circle", "accent" if chosen else "text-muted", 16)
        head = row(icon, label(theme, name, "body-strong" if chosen else "body"), None, gap=8)
        sample = label(theme, f"“{reading.sample}”", wrap=True)
        sample.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)

        def dress(words: QLabel) -> None:
            words.setFont(theme.editor_font(15))
            # Whole lines, so that no letter is cut: the samples are there to be read.
            words.setFixedHeight(_SAMPLE_LINES * words.fontMetrics().lineSpacing())

        theme.dress(sample, "font", dress)
        card.setLayout(column(head, sample, margins=(12, 10, 12, 10), gap=6))
        card.clicked.connect(lambda _=False, encoding=reading.encoding: self._take(encoding))
        return card

    def _alike(self) -> list[str]:
        row_now = self._row
        return [
            one.path
            for one in self._run.rows
            if row_now is not None and one.group == row_now.group and one.encoding == row_now.encoding
        ]

    def _take(self, encoding: str) -> None:
        if self._row is not None:
            self._run.read_as([self._row.path], encoding)

    def _use_for_all(self) -> None:
        if self._row is not None:
            self._run.read_as(self._alike(), self._chosen)
