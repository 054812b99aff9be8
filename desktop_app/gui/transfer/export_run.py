"""One export on its way: in a process of its own, with counts, a stop, and words about the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.errors import Cancelled, UserError
from desktop_app.gui.context import Context, Work
from desktop_app.gui.transfer.export_formats import Choice, ExportFormat
from desktop_app.gui.upkeep import open_file, show_in_folder
from desktop_app.transfer.export_process import export_in_process
from desktop_app.transfer.reports import ExportReport, Progress

_SHOWN = 5


class ExportRun(QObject):
    """Runs on the long lane, which waits for the export's process."""

    moved = Signal(object)
    """A `Progress`."""
    ended = Signal(bool)
    """Whether everything was exported."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._stop = threading.Event()
        self._began = 0.0
        self.is_running = False

    def start(self, ids: Sequence[int], form: ExportFormat, choice: Choice, to: Path) -> None:
        """Export; the last words on the editor's lane are written first."""
        self.is_running = True
        self._began = time.monotonic()
        context, stop = self._context, self._stop
        relay = context.jobs.relay(self._on_progress)

        def export(_: object = None) -> None:
            context.jobs.long(
                lambda: export_in_process(
                    context.archive.url,
                    list(ids),
                    format=form.id,
                    to=to,
                    theme=choice.theme,
                    on_existing=choice.on_existing,
                    one_file=choice.one_file and form.one_file and len(ids) > 1,
                    on_progress=relay,
                    cancelled=stop,
                ),
                done=lambda report: self._done(report, to),
                failed=self._failed,
            )

        context.jobs.write(lambda: None, done=export)

    def stop(self) -> None:
        """Stop after the article at hand; files written before are whole and stay."""
        self._stop.set()

    def _on_progress(self, progress: Progress) -> None:
        if not self.is_running:
            return
        share = progress.done / progress.total if progress.total else None
        self._context.exchange.work_changed.emit(Work(self.tr("Exporting"), share))
        self.moved.emit(progress)

    def _done(self, report: ExportReport, to: Path) -> None:
        self._end()
        messages = self._context.messages
        files = [written for written in report.written if written.path]
        if report.failed:
            reasons = "\n".join(failure.reason for failure in report.failed[:_SHOWN])
            messages.error(UserError(self.tr("%Ln articles could not be exported.", "", len(report.failed)), reasons))
        if report.cancelled:
            messages.error(Cancelled(self.tr("Stopped. %Ln files were written and are whole.", "", len(files))))
        elif files:
            self._tell(files, to)
        elif report.skipped:
            messages.toast(
                self.tr("Nothing was written: %Ln files were there already.", "", len(report.skipped)), tone="info"
            )
        remarks = list(dict.fromkeys(words for written in files for words in written.warnings))
        if remarks:
            messages.warn(self.tr("Exported, with remarks:"), "\n".join(remarks[:_SHOWN]))
        self.ended.emit(not report.failed and not report.cancelled)

    def _tell(self, files: Sequence[object], to: Path) -> None:
        first = Path(files[0].path)
        one = len(files) == 1 or to.suffix
        target = (to if to.suffix else first) if one else to
        words = (
            self.tr("Exported {file}").format(file=target.name)
            if one
            else self.tr("%Ln files exported to {folder}", "", len(files)).format(folder=to.name)
        )
        self._context.messages.toast(
            words,
            self.tr("Open"),
            lambda: open_file(target),
            more=((self.tr("Show in folder"), lambda: show_in_folder(target)),),
        )

    def _failed(self, error: Exception) -> None:
        self._end()
        self._context.messages.failure(error)
        self.ended.emit(False)

    def _end(self) -> None:
        self.is_running = False
        self._context.exchange.work_changed.emit(None)
