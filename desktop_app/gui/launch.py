"""Starts Qt: for a window on a screen (`run_window`) or for a picture of it (`draw`)."""

from __future__ import annotations

import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_app import __version__, paths
from desktop_app.gui.language import use_language
from desktop_app.settings import Settings

if TYPE_CHECKING:
    from desktop_app.app import App
    from desktop_app.gui.program import Program

DRAW_WAIT_MS = 30_000
QUIET_MS = 500
"""Longer than any pause of the panes (typing, counting, opening what is chosen)."""


def run_window(archive: str | None) -> int:
    """Run the program until its last window is closed."""
    prepare()
    qapp = QApplication(sys.argv[:1])
    settings = Settings.load()
    use_language(qapp, settings.get("languages.interface"))
    from desktop_app.gui.program import Program

    program = Program(qapp, settings)
    _catch_bugs(program)
    _heed_interrupt(qapp)
    default = settings.get("archive.default") or str(paths.default_archive())
    if archive is not None:
        program.open_archive(archive)
    elif Path(default).exists():
        program.open_archive(default)
    else:
        program.show_welcome()
    return qapp.exec()


def prepare() -> None:
    """Set what must stand before QApplication."""
    # A lane that computes gives way to the window's thread after this long; Python's own 5 ms, each time that Qt calls
    # back into Python, made of a 4 ms key one of 40 ms.
    sys.setswitchinterval(0.0005)
    QCoreApplication.setApplicationName("Copydesk")
    QCoreApplication.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("copydesk")
    if sys.platform == "darwin":
        QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)


def draw(
    app: App, path: Path, size: tuple[int, int], theme: str, place: str | None, state: dict[str, Any] | None
) -> Path:
    """Make the window, let its work come to rest, and write its picture."""
    qapp = QApplication.instance()
    if not isinstance(qapp, QApplication):
        prepare()
        qapp = QApplication(sys.argv[:1])
    settings = Settings()
    settings.set("appearance.theme", theme)
    use_language(qapp, "en")
    # A picture of a window that is still indexing would say so at its foot for ever.
    app.search.catch_up()
    from desktop_app.gui.program import Program

    program = Program(qapp, settings)
    window = program.add_window(app, {"size": list(size), "place": place or "desk", "places": {place: state or {}}})
    window.resize(*size)
    window.show()
    window.activateWindow()
    settle(window, DRAW_WAIT_MS)
    if window.place is not None:
        window.place.focus_default()
    settle(window, DRAW_WAIT_MS)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(path)):
        raise OSError(f"the picture could not be written to {path}")
    window.watch.stop()
    window.context.jobs.close(5000)
    program.windows.remove(window)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, 0)
    return path


def settle(window: Any, wait_ms: int) -> None:
    """Let the event loop run until the window's lanes have been empty for a while."""
    clock = QElapsedTimer()
    clock.start()
    quiet_since = 0
    while clock.elapsed() < wait_ms:
        QCoreApplication.processEvents()
        if window.context.jobs.pending():
            quiet_since = clock.elapsed()
        elif clock.elapsed() - quiet_since > QUIET_MS:
            return
        time.sleep(0.005)


def _catch_bugs(program: Program) -> None:
    """Show what nobody caught as a bug, and write its code places to the log."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        write_log(error)
        traceback.print_exception(error)
        if program.windows and threading.current_thread() is threading.main_thread():
            program.windows[-1].context.messages.bug(error)

    sys.excepthook = tell
    threading.excepthook = lambda args: tell(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)


def write_log(error: BaseException) -> None:
    """Add a bug's code places to the log, without its words: they may quote an article."""
    from desktop_app.gui.messages import describe_bug

    try:
        with (paths.log_folder() / "copydesk.log").open("a", encoding="utf-8") as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} Copydesk {__version__}\n{describe_bug(error)}\n")
    except OSError:
        # There is nowhere left to write to; the window still tells it.
        return


def _heed_interrupt(qapp: QApplication) -> None:
    """Let Ctrl+C in the terminal close the windows in order, so that nothing typed is lost."""

    def close_all(*_: object) -> None:
        for window in qapp.topLevelWidgets():
            window.close()

    signal.signal(signal.SIGINT, close_all)
    signal.signal(signal.SIGTERM, close_all)
    # Python sees signals only between its own instructions; a sleeping event loop runs none.
    beat = QTimer(qapp)
    beat.timeout.connect(lambda: None)
    beat.start(500)
