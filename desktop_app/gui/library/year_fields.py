"""The brush of the timeline in two fields, for those who know the years: the same thing, reached by Tab.

A field takes what a date field takes: `1908`, `1908-03`, `март 1911`, `1920s`. An empty one is an open end, which is as
far as the archive reaches. Enter or leaving the field asks; Escape puts back what was there.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.gui.library.timeline import Brush, as_words
from desktop_app.gui.theme import ThemeKeeper
from desktop_app.text.dates import parse_date


class YearFields(QWidget):
    """From and to. `chosen` carries a `Brush`, or None when both fields were emptied."""

    chosen = Signal(object)
    refused = Signal(str)
    """What was typed is no date, or ends before it begins; the words say which."""

    def __init__(self, theme: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brush: Brush | None = None
        self._whole: Brush | None = None
        self.first, self.last = QLineEdit(), QLineEdit()
        self.first.setAccessibleName(self.tr("From year"))
        self.last.setAccessibleName(self.tr("To year"))
        self.first.setToolTip(self.tr("From this year, month or day on: 1908, 1908-03, March 1908"))
        self.last.setToolTip(self.tr("Up to and with this year, month or day: 1931, 1931-12, December 1931"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 10, 4)
        layout.setSpacing(4)
        for field in (self.first, self.last):
            field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            theme.set_font(field, "small", 400)
            field.editingFinished.connect(self._take)
            field.installEventFilter(self)
            layout.addWidget(field)
        layout.addStretch(1)
        theme.dress(self, "width", lambda pane: pane.setFixedWidth(_width(theme)))
        self._show()

    def set_brush(self, brush: Brush | None) -> None:
        """Show the ends of the brush; while somebody types, what is typed stays."""
        self._brush = brush
        self._show()

    def set_whole(self, whole: Brush | None) -> None:
        """Show in empty fields how far the articles reach."""
        self._whole = whole
        ends = as_words(whole) if whole is not None else ("", "")
        self.first.setPlaceholderText(ends[0][:4] or self.tr("from"))
        self.last.setPlaceholderText(ends[1][:4] or self.tr("to"))
        self.setEnabled(whole is not None or self._brush is not None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and isinstance(watched, QLineEdit)
            and watched.isModified()
        ):
            self._put_back()
            return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        # What was refused and left behind does not stay: it would tell of another brush than there is.
        if not (self._has_focus() and (self.first.isModified() or self.last.isModified())):
            self._put_back()

    def _has_focus(self) -> bool:
        return self.first.hasFocus() or self.last.hasFocus()

    def _put_back(self) -> None:
        ends = ["", ""]
        if self._brush is not None:
            # An end that is as far as the archive reaches stays open: an emptied field must not fill itself again.
            open_ends = self._whole or (0, 0)
            words = as_words(self._brush)
            ends = ["" if self._brush[n] == open_ends[n] else words[n] for n in (0, 1)]
        for field, words in zip((self.first, self.last), ends, strict=True):
            if field.text() != words:
                field.setText(words)
            field.setModified(False)
            field.setCursorPosition(0)

    def _take(self) -> None:
        """Ask for what was typed. Leaving a field that nobody changed asks for nothing."""
        if not (self.first.isModified() or self.last.isModified()):
            return
        typed = self.first.text().strip(), self.last.text().strip()
        known = self._whole or self._brush or (10101, 99991231)
        first, last = (parse_date(words) if words else None for words in typed)
        unread = next((words for words, date in zip(typed, (first, last), strict=True) if words and date is None), "")
        if unread:
            hint = self.tr("“{words}” is no date. Write it as 1908, 1908-03 or March 1908.")
            self.refused.emit(hint.format(words=unread))
            return
        brush = (first.first if first else known[0], last.last if last else known[1])
        if brush[0] > brush[1]:
            self.refused.emit(self.tr("The last year lies before the first."))
            return
        wanted = brush if any(typed) else None
        changed = wanted != self._brush
        self._brush = wanted
        self._put_back()
        if changed:
            self.chosen.emit(wanted)


def _width(theme: ThemeKeeper) -> int:
    return QFontMetrics(theme.font("small")).horizontalAdvance("0000-00-00") + theme.px(22)
