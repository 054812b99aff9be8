"""A real archive on disk, a real in-process search, lanes that run at once, and a window on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTranslator
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.app import App
from desktop_app.archive import Archive, Article, Author
from desktop_app.gui.commands import Commands
from desktop_app.gui.context import Context
from desktop_app.gui.jobs import ImmediateJobs
from desktop_app.gui.language import Translator
from desktop_app.gui.messages import Messages
from desktop_app.gui.program import make_places
from desktop_app.gui.theme import Theme, ThemeKeeper, load_fonts
from desktop_app.gui.window import MainWindow
from desktop_app.settings import Settings
from desktop_app.text.dates import parse_date

TEXTS = (
    ("Yeni çap dəzgahı Bakıya gətirildi", "Limanda üç gün gözləyən çap dəzgahı çatdırıldı.", "az", "1911-03-14"),
    ("Рассказ наборщика", "Старый печатный станок стучал так, что звенели стаканы.", "ru", "1914-01-19"),
    ("Bir baskı makinesinin yolculuğu", "Baskı makinesi Tiflis üzerinden trenle geldi.", "tr", "1924-10"),
    ("The last lamplighter", "He kept a ladder, a cloth and a notebook.", "en", "1928"),
)
DRAFTS = (("Köhnə çap dəzgahının ikinci ömrü", "az"), ("Vapurda bir sabah", "tr"), ("Письма из Шеки", "ru"))


@contextmanager
def open_filled(path: Path) -> Iterator[Archive]:
    """Make and open an archive of four published articles and three drafts."""
    ticks = iter(datetime(2026, 11, 22, 10, 0, tzinfo=UTC) + timedelta(seconds=n) for n in range(1_000_000))
    Archive.create(path).close()
    with Archive.open(path, clock=lambda: next(ticks)) as opened:
        opened.add(
            *(
                Article(
                    title=title, body=body, language=language, status="published", published=parse_date(day),
                    authors=(Author("M. Hacılı"),), tags=("çap",),
                )
                for title, body, language, day in TEXTS
            ),
            *(Article(title=title, body=f"{title} mətni.", language=language) for title, language in DRAFTS),
        )  # fmt: skip
        yield opened


def make_context(app: App, theme: ThemeKeeper) -> Context:
    """Put together what a pane is handed, with lanes that run at once."""
    messages = Messages()
    return Context(app, ImmediateJobs(messages.failure), theme, Commands(), messages, app.settings)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Return a small archive on disk."""
    with open_filled(tmp_path / "desk.copydesk") as opened:
        yield opened


@pytest.fixture
def app(archive: Archive) -> Iterator[App]:
    made = App(archive, Settings())
    yield made
    if made._search is not None:
        made._search.close()


@pytest.fixture
def theme(qtbot: QtBot) -> Iterator[ThemeKeeper]:
    load_fonts()
    keeper = ThemeKeeper()
    keeper.use(Theme.load("light"))
    yield keeper
    QApplication.instance().setStyleSheet("")


@pytest.fixture
def english(qapp: object) -> Iterator[None]:
    """English plurals, as the program installs them."""
    translator = Translator("en")
    qapp.installTranslator(translator)  # type: ignore[attr-defined]
    yield
    qapp.removeTranslator(translator)  # type: ignore[attr-defined]


@pytest.fixture
def context(app: App, theme: ThemeKeeper, english: None) -> Context:
    return make_context(app, theme)


@pytest.fixture
def empty_window(context: Context, qtbot: QtBot) -> QMainWindow:
    """Return a window with nothing in it, for a sheet to open over."""
    made = QMainWindow()
    made.setCentralWidget(QWidget())
    made.resize(1300, 850)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture(scope="module")
def whole_window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """Return the window as it is shipped, one for all tests of a file: they leave it as they found it."""
    with shipped_window(qapp, tmp_path_factory, Translator("en")) as made:
        yield made


@contextmanager
def shipped_window(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, translator: QTranslator
) -> Iterator[MainWindow]:
    """Make the window with all its places, speaking as the translator does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPYDESK_HOME", str(tmp_path_factory.mktemp("home")))
        qapp.installTranslator(translator)
        load_fonts()
        theme = ThemeKeeper()
        theme.use(Theme.load("light"))
        with open_filled(tmp_path_factory.mktemp("archive") / "desk.copydesk") as archive:
            app = App(archive, Settings())
            context = make_context(app, theme)
            places, search_box = make_places(context)
            made = MainWindow(context, places, search_box)
            made.restore_state({})
            yield made
            made.watch.stop()
            made.close()
            made.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if app._search is not None:
                app._search.close()
        qapp.removeTranslator(translator)
        qapp.setStyleSheet("")


@pytest.fixture
def ids(archive: Archive) -> Callable[[str], int]:
    """Return the id of the article with this headline."""

    def find(title: str) -> int:
        return archive.by_title([title])[title][0]

    return find
