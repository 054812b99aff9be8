"""Long work, never modal: what is done, how long still, and what stopping does. Serves the scan and the import."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop_app.gui.context import Context
from desktop_app.gui.pieces import ElidedLabel, button, column, frame, label, row, set_button_text
from desktop_app.gui.transfer.import_run import ImportRun, Pace

_WHOLE = 1000


class ProgressPage(QWidget):
    """A card with counts, a bar, Pause and Stop."""

    def __init__(self, context: Context, run: ImportRun) -> None:
        super().__init__()
        theme = context.theme
        self._run = run
        self._title = label(theme, "", "body-strong")
        self._numbers = label(theme, "", "small", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._what = ElidedLabel(theme, "", "small", "faint", mode=Qt.TextElideMode.ElideMiddle)
        self._promise = label(theme, "", "small", "muted", wrap=True)
        self.pause = button(theme, self.tr("Pause"), "quiet", "pause", run=self._on_pause)
        self.stop = button(theme, self.tr("Stop"), "quiet", run=run.stop)
        foot = row(gap=6)
        foot.addWidget(self._promise, 1)
        foot.addWidget(self.pause)
        foot.addWidget(self.stop)
        head = row(self._title, None, self._numbers)
        card = frame(column(head, self._bar, self._what, 2, foot, margins=(16, 14, 12, 10), gap=8), "card")
        self.setLayout(column(card, None, margins=(0, 0, 0, 0)))

    def begin(self) -> None:
        """Show the start of what the run does now."""
        is_import = self._run.stage == "import"
        number = self._run.ticked()
        self._title.setText(
            self.tr("Adding %Ln articles", "", number) if is_import else self.tr("Looking through the files")
        )
        self._promise.setText(
            self.tr("You can go on writing. Stopping keeps nothing from this batch.")
            if is_import
            else self.tr("Nothing is added yet. You can go on writing.")
        )
        set_button_text(self.stop, self.tr("Stop and undo") if is_import else self.tr("Stop"))
        self._bar.setRange(0, 0)
        self._numbers.setText("")
        self._what.setText("")
        self.follow()

    def follow(self) -> None:
        """Show whether the work is paused or being stopped."""
        flag = self._run.flag
        set_button_text(self.pause, self.tr("Go on") if flag.is_paused else self.tr("Pause"))
        self.stop.setEnabled(not flag.is_stopped)
        self.pause.setEnabled(not flag.is_stopped)
        if flag.is_stopped:
            self._what.setText(self.tr("Stopping…"))

    def move(self, pace: Pace) -> None:
        """Show how far it is."""
        locale = QLocale()
        if pace.total:
            self._bar.setRange(0, _WHOLE)
            self._bar.setValue(round(_WHOLE * pace.done / pace.total))
            words = self.tr("{n} of {total}").format(n=locale.toString(pace.done), total=locale.toString(pace.total))
        else:
            words = locale.toString(pace.done)
        if pace.left_s is not None:
            words += "  ·  " + time_left(pace.left_s)
        self._numbers.setText(words)
        if not self._run.flag.is_stopped:
            self._what.setText(pace.what)

    def _on_pause(self) -> None:
        self._run.pause(not self._run.flag.is_paused)


def time_left(seconds: float) -> str:
    """Return "about 40 seconds left", rounded as people do."""
    if seconds < 60:
        return QCoreApplication.translate("ProgressPage", "about %Ln seconds left", "", max(5, round(seconds / 5) * 5))
    return QCoreApplication.translate("ProgressPage", "about %Ln minutes left", "", round(seconds / 60))


def duration(seconds: float) -> str:
    """Return "1 min 5 s"."""
    locale = QLocale()
    if seconds < 10:
        return f"{locale.toString(round(seconds, 1), 'f', 1)} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
