"""Errands for the archive's own sake: a backup now, a check now. On the long lane, told when done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from desktop_app.archive.articles import Finding
from desktop_app.gui.context import Context, Work


def back_up(context: Context) -> None:
    """Make a verified copy of the archive."""

    def done(path: Path) -> None:
        context.exchange.work_changed.emit(None)
        words = _tr("Backed up and checked: {file}").format(file=path.name)
        context.messages.toast(words, _tr("Show in folder"), lambda: show_in_folder(path))

    _run(context, _tr("Backing up"), context.archive.backup, done)


def back_up_daily(context: Context) -> None:
    """Make the day's backup quietly if none was made yet; a disk that refuses it is told."""

    def done(path: Path | None) -> None:
        if path is not None:
            context.messages.info(_tr("Backed up and checked: {file}").format(file=path.name))

    context.jobs.long(context.app.back_up_if_due, done=done)


def check_archive(context: Context) -> None:
    """Look whether everything in the archive is as it should be."""

    def done(findings: Sequence[Finding]) -> None:
        context.exchange.work_changed.emit(None)
        if not findings:
            context.messages.toast(_tr("The archive was checked. Everything is in order."))
            return
        details = "\n".join(finding.message for finding in findings[:12])
        if not any(finding.repairable for finding in findings):
            context.messages.error(details)
            return
        context.messages.ask(
            _tr("The check found something"),
            _tr("%Ln findings. A backup is made before anything is repaired.", len(findings)),
            _tr("Repair"),
            then=lambda: _repair(context),
            cancel=_tr("Leave it as it is"),
            details=details,
        )

    _run(context, _tr("Checking the archive"), context.archive.check, done)


def show_in_folder(path: Path) -> None:
    """Open the folder a file lies in."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if path.is_dir() else path.parent)))


def open_file(path: Path) -> None:
    """Open a file with the program the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _repair(context: Context) -> None:
    def mend() -> Sequence[Finding]:
        context.archive.backup()
        return context.archive.repair()

    def done(findings: Sequence[Finding]) -> None:
        context.exchange.work_changed.emit(None)
        context.messages.toast(_tr("%Ln findings were repaired.", len(findings)))

    _run(context, _tr("Repairing"), mend, done)


def _run(context: Context, text: str, fn: object, done: object) -> None:
    def failed(error: Exception) -> None:
        context.exchange.work_changed.emit(None)
        context.messages.failure(error)

    context.exchange.work_changed.emit(Work(text))
    context.jobs.long(fn, done=done, failed=failed)


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("Upkeep", text, "", n)
