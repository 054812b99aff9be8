"""The other forms of the word that is replaced: a tick and a replacement of its own for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QScrollArea, QWidget

from desktop_app.gui.pieces import label
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.search.replacing import Rule
from desktop_app.search.word_forms import WordForm
from desktop_app.text.finding import Wish

_COLUMNS = 3
_HEIGHT = 108
_LEAST = 36


class FormRows(QScrollArea):
    """Empty and hidden until forms are known. A form is ticked by its user, never by itself."""

    changed = Signal()

    def __init__(self, theme: ThemeKeeper) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[tuple[WordForm, QCheckBox, QLineEdit]] = []
        self.setObjectName("bare")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Other forms"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def set_forms(self, forms: Sequence[WordForm]) -> None:
        """Show other forms; what was ticked or written for one that stays, stays."""
        if [form.words for form in forms] == [form.words for form, _, _ in self._rows]:
            # The same rows: whoever is writing in one of them keeps it.
            for form, (_, tick, line) in zip(forms, self._rows, strict=True):
                if not line.isModified():
                    line.setText(form.instead)
                    tick.setEnabled(bool(form.instead))
            return
        kept = {form.words: (tick.isChecked(), line) for form, tick, line in self._rows}
        written = {words: line.text() for words, (_, line) in kept.items() if line.isModified()}
        on = {words for words, (is_on, _) in kept.items() if is_on}
        self._rows = []
        columns = max(1, int(_COLUMNS / self._theme.text_scale))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for number, form in enumerate(forms):
            tick = QCheckBox(form.words)
            tick.setAccessibleName(self.tr("Replace {form} too").format(form=form.words))
            line = QLineEdit(written.get(form.words, form.instead))
            line.setModified(form.words in written)
            line.setAccessibleName(self.tr("In place of {form}").format(form=form.words))
            self._theme.set_font(line, "body")
            self._theme.set_font(tick, "body")
            # Nothing in its place would take the form out of every text: that has to be wished in so many words.
            tick.setEnabled(bool(line.text()))
            tick.setChecked(form.words in on and bool(line.text()))
            tick.toggled.connect(lambda _: self.changed.emit())
            line.textEdited.connect(lambda text, tick=tick: self._written(text, tick))
            count = label(self._theme, QLocale().toString(form.hits), "small", "faint")
            at, column = divmod(number, columns)
            for place, widget in enumerate((tick, count, line)):
                grid.addWidget(widget, at, 4 * column + place)
            grid.setColumnStretch(4 * column + 2, 1)
            grid.setColumnMinimumWidth(4 * column + 3, 8)
            self._rows.append((form, tick, line))
        self.setWidget(inside)
        height = min(inside.sizeHint().height() + 4, self._theme.px(_HEIGHT))
        self.setMinimumHeight(min(height, self._theme.px(_LEAST)))
        self.setMaximumHeight(height)
        self.setVisible(bool(forms))

    def rules(self, match_case: bool) -> list[Rule]:
        """Return a rule for each form that is ticked."""
        return [
            Rule(Wish(form.words, match_case, whole_words=True), line.text())
            for form, tick, line in self._rows
            if tick.isChecked()
        ]

    def _written(self, text: str, tick: QCheckBox) -> None:
        tick.setEnabled(bool(text))
        if tick.isChecked() == bool(text):
            self.changed.emit()
        else:
            tick.setChecked(bool(text))
