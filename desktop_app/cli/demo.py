"""`demo`: the whole program once through, in a folder of its own. The first thing a new user runs.

Each step says what it did and how long it took; one that fails is told and does not keep the others from running. The
window is drawn in a process of its own, so that even a Qt that aborts leaves everything else done.
"""

from __future__ import annotations

import multiprocessing
import shutil
import textwrap
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import click

from desktop_app.cli import bugs
from desktop_app.cli.commands import SOME_FAILED, command
from desktop_app.cli.hits import Spans, facts_line, marked, shining
from desktop_app.cli.output import Output, plural, size_in_words
from desktop_app.cli.session import Session, Window
from desktop_app.errors import UserError

if TYPE_CHECKING:
    from desktop_app.app import App

T = TypeVar("T")

SEARCHES = (("reading room", 2), ("isparta", 1), ("carpet OR ковёр OR xalça", 3))
"""(query, hits shown): two words; a name however its letters are typed; one thing in three languages."""
DRAW_TIMEOUT_S = 120
_NAME_WIDTH = 12
_INDENT = 22
_LINE = 96


@dataclass(frozen=True, slots=True)
class Told:
    """What a step says: one line, and lines below it (text, hits in it, style on a terminal)."""

    text: str
    below: tuple[tuple[str, Spans, str], ...] = ()


@command("demo", examples=("copydesk demo --headless", "copydesk demo tour --headless"))
@click.argument("folder", metavar="[DIR]", required=False, default="copydesk-demo", type=click.Path(path_type=Path))
@click.option("--headless", is_flag=True, help="Draw the window to DIR/window.png instead of opening it.")
def demo_command(session: Session, folder: Path, headless: bool) -> int:
    """Show the program once through.

    It makes the sample archive, imports, searches, exports web pages and PDF, and opens the window; without a screen,
    or with --headless, it draws the window to DIR/window.png instead. Everything happens in DIR (./copydesk-demo, if
    not said), and it may be run again.
    """
    from desktop_app.app import App

    folder = folder.absolute()
    session.if_stopped = f"What was made in {folder} is whole; run it again to go on."
    tour = Tour(session.out)
    session.out.line(f"Copydesk, once through, in {folder}\n")
    with tour.first("archive", lambda: App.sample(folder), _about) as app:
        tour.step("import", lambda: _import(app, folder))
        tour.step("index", lambda: _index(app))
        for query, most in SEARCHES:
            tour.step("search", _searching(app, query, most))
        tour.step("web pages", lambda: _export(app, folder, "html"))
        tour.step("PDF", lambda: _export(app, folder, "pdf"))
        archive = app.archive.path
    assert archive is not None
    picture = None if not headless and _can_open(session) else folder / "window.png"
    if picture is not None:
        tour.step("window", lambda: draw_window(session.window, archive, picture))
    session.out.line("\nNext:")
    for line in ("copydesk open", "copydesk search tea --archive"):
        session.out.line(f"  {line} {archive}")
    if picture is None and session.window is not None:
        session.out.line("\nThe window is open; the demo ends when it is closed.")
        return session.window.open(str(archive)) or tour.exit_code
    return tour.exit_code


class Tour:
    """Runs the steps and prints them: name, time, what was done."""

    def __init__(self, out: Output) -> None:
        self.exit_code = 0
        self._out = out
        self._was_long = False

    def first(self, name: str, make: Callable[[], T], about: Callable[[T], Told]) -> T:
        """Run the step without which there are no others; its trouble ends the demo."""
        began = time.perf_counter()
        made = make()
        self._print(name, began, about(made))
        return made

    def step(self, name: str, run: Callable[[], Told]) -> None:
        """Run a step; trouble is told, and the next one comes."""
        began = time.perf_counter()
        try:
            told = run()
        except UserError as error:
            self.exit_code = SOME_FAILED
            told = Told(f"not done: {error.message}", tuple((line, (), "") for line in error.hint.splitlines()))
        self._print(name, began, told)

    def _print(self, name: str, began: float, told: Told) -> None:
        took = f"{time.perf_counter() - began:.1f} s"
        head = f"  {name:<{_NAME_WIDTH}}{took:>6}  "
        if self._was_long or len(told.below) > 1:
            self._out.line()
        self._was_long = len(told.below) > 1
        if not self._out.is_terminal:
            self._out.line(head + told.text)
            for text, spans, _ in told.below:
                for line in textwrap.wrap(marked(text, spans, ("[", "]")), _LINE, break_long_words=False) or [""]:
                    self._out.line(" " * _INDENT + line)
            return
        from rich.padding import Padding
        from rich.text import Text

        self._out.draw(Text(head, style="dim") + Text(told.text))
        for text, spans, style in told.below:
            self._out.draw(Padding(shining(text, spans, style), (0, 2, 0, _INDENT)))


def _about(app: App) -> Told:
    found = app.archive.count()
    return Told(f"{plural(found, 'article')} in four languages, one file", ((str(app.archive.path), (), "dim"),))


def _import(app: App, folder: Path) -> Told:
    from desktop_app import paths
    from desktop_app.transfer.importing import ImportOptions, import_paths

    incoming = folder / "incoming"
    incoming.mkdir(exist_ok=True)
    for file in sorted(paths.resource("sample/incoming").iterdir()):
        shutil.copyfile(file, incoming / file.name)
    report = import_paths(app.archive, [incoming], options=ImportOptions(tags=("demo",)))
    if report.failed:
        raise UserError(f"{report.failed[0].item}: {report.failed[0].reason}", "The others were imported.")
    kinds = "Markdown, a saved page, a letter, and a note in windows-1251"
    known = f", {report.unchanged:,} known already" if report.unchanged else ""
    return Told(f"{plural(report.added, 'piece')} added{known}: {kinds}", ((str(incoming), (), "dim"),))


def _index(app: App) -> Told:
    status = app.search.catch_up()
    return Told(f"{plural(status.documents, 'article')} ready to be searched")


def _searching(app: App, query: str, most: int) -> Callable[[], Told]:
    def run() -> Told:
        from desktop_app.search.service import SearchRequest

        found = app.search.search(SearchRequest(query=query, limit=most))
        below: list[tuple[str, Spans, str]] = []
        for hit in found.hits:
            below.append((hit.title, hit.title_spans, "bold"))
            below.append((facts_line(hit), (), "dim"))
            below += [(part.text.replace("\n", " "), part.spans, "") for part in hit.snippets[:1]]
        return Told(f"“{query}”: {plural(found.total, 'article')} in {found.took_ms:.0f} ms", tuple(below))

    return run


def _export(app: App, folder: Path, form: Literal["html", "pdf"]) -> Told:
    from desktop_app.transfer.exporting import export_articles

    report = export_articles(app.archive, app.archive.ids(), format=form, to=folder / form)
    if report.failed:
        raise UserError(f"article {report.failed[0].item}: {report.failed[0].reason}", "The others were exported.")
    size = sum(Path(file.path).stat().st_size for file in report.written)
    text = f"{plural(len(report.written), 'file')}, {size_in_words(size)}, read again after writing"
    return Told(text, ((str(folder / form), (), "dim"),))


def _can_open(session: Session) -> bool:
    if session.window is None:
        return False
    try:
        session.window.check()
    except UserError:
        # No screen, or a library is missing: drawing it tells which.
        return False
    return True


def draw_window(window: Window | None, archive: Path, picture: Path) -> Told:
    """Draw the window in a process of its own; raise `UserError` in words where that fails, however it fails."""
    if window is None:
        raise UserError("the window could not be drawn: this way of starting Copydesk has none.")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=draw_apart, args=(theirs, window, archive, picture), name="copydesk-picture")
    process.start()
    theirs.close()
    try:
        trouble = ours.recv() if ours.poll(DRAW_TIMEOUT_S) else UserError("drawing the window took too long.")
    except EOFError:
        process.join()
        trouble = UserError(f"the window could not be drawn: Qt ended with code {process.exitcode}.")
    finally:
        ours.close()
        process.join(0.5)
        if process.is_alive():
            process.terminate()
        process.join()
    if trouble is not None:
        raise trouble
    return Told("drawn as it opens on this archive", ((str(picture), (), "dim"),))


def draw_apart(answer: Connection, window: Window, archive: Path, picture: Path) -> None:
    """Draw the window in this process; answer None, or the trouble there was."""
    try:
        window.draw(archive, picture)
        answer.send(None)
    except UserError as error:
        answer.send(UserError(f"the window could not be drawn: {error.message}", error.hint))
    except Exception as error:  # noqa: BLE001 - the last door of this process: a bug, told as one
        log = f"The log is {bugs.write_log(error, 'demo')}"
        answer.send(UserError(f"the window could not be drawn ({type(error).__name__}).", log))
