"""The program as a user starts it: real lanes, the real search process, a window on the sample archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.app import App, make_sample
from desktop_app.gui.launch import prepare
from desktop_app.gui.program import Program
from desktop_app.gui.window import MainWindow
from desktop_app.settings import Settings

WAIT_MS = 20_000


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    # What must stand before QApplication (the preview's own URL scheme) is set here, the earliest a fixture can.
    prepare()
    return ["copydesk"]


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    settings = Settings.load()
    settings.set("export.folder", str(tmp_path / "exports"))
    made = Program(qapp, settings)
    yield made
    for window in list(made.windows):
        window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    made.jobs.close(2000)
    qapp.setStyleSheet("")


@pytest.fixture
def sample_path(tmp_path: Path) -> Path:
    path = tmp_path / "sample.copydesk"
    make_sample(path)
    return path


@pytest.fixture
def window(program: Program, sample_path: Path, qtbot: QtBot) -> MainWindow:
    """A window on the sample archive, at rest, its index built by the worker process."""
    return open_window(program, sample_path, qtbot)


def open_window(program: Program, path: Path, qtbot: QtBot) -> MainWindow:
    """Open a window on an archive and wait until it rests."""
    app = App.open(path, worker=True, settings=program.settings)
    qtbot.waitUntil(lambda: app.search.catch_up().state == "current", timeout=240_000)
    made = program.add_window(app)
    made.resize(1440, 900)
    made.show()
    qtbot.waitUntil(lambda: not made.context.jobs.pending(), timeout=WAIT_MS)
    return made
