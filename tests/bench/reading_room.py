"""From the last key to painted results, in the real window with its search in a process of its own.

    python -m tests.bench.reading_room --archive big.copydesk --sessions 300
    python -m tests.bench.reading_room --archive big.copydesk --only bulk --bulk 50000

The archive is copied first; its index is brought up to date, and the search has come to rest, before anything is
measured. Queries are made of what stands in the archive (words, phrases, names, names in other letters, fields,
misspelt words), typed letter by letter at about eight keys a second. `painted_ms` is from the last key until the last
of results, facets, timeline and total was painted; `block_ms` how long the event loop was held, `block_cpu_ms` the
processor time of the GUI thread in it. Prints one JSON value; figures are wall time where nothing else is said.

Parts: `typing`, `scroll`, `open`, `memory`, `bulk` (a tag on so many articles and its undo). Needs no screen
(offscreen); for real painting set QT_QPA_PLATFORM=xcb under Xvfb.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from desktop_app.query.unfinished import as_typed
from tests.bench.measures import machine

PARTS = ("typing", "scroll", "open", "memory", "bulk")
_KEY_S = 0.125
_CYRILLIC = str.maketrans(
    "abcçdeəfgğhxıijkqlmnoöprsştuüvyz", "абсчдеэфггххыижккглмноопрсштуювйз"[: len("abcçdeəfgğhxıijkqlmnoöprsştuüvyz")]
)


def run(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Measure and return the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", required=True, type=Path)
    parser.add_argument("--home", type=Path, help="folder for the index, kept between runs")
    parser.add_argument("--sessions", type=int, default=300)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--bulk", type=int, default=50_000)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        home = options.home or Path(name)
        home.mkdir(parents=True, exist_ok=True)
        os.environ["COPYDESK_HOME"] = str(home)
        archive = home / "bench.copydesk"
        if not archive.exists():
            _copy(options.archive, archive)
        return _Bench(archive, options).figures()


def _copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as one, sqlite3.connect(target) as other:
        one.backup(other)


class _Beats:
    """Notes how long the event loop was held between two beats of a timer, and what the GUI thread used meanwhile."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.blocks: list[tuple[float, float]] = []
        self.collections: list[float] = []
        self._collecting = 0.0
        self._last = (time.perf_counter(), time.thread_time())
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=2)
        self._timer.timeout.connect(self._beat)
        gc.callbacks.append(self._on_collection)

    def start(self) -> None:
        self.blocks.clear()
        self.collections.clear()
        self._last = (time.perf_counter(), time.thread_time())
        self._timer.start()

    def stop(self) -> dict[str, Any]:
        self._timer.stop()
        wall = sorted(block[0] for block in self.blocks)
        cpu = sorted(block[1] for block in self.blocks)
        return {
            "block_ms": _spread(wall),
            "block_cpu_ms": _spread(cpu),
            "garbage_collection_most_ms": round(max(self.collections, default=0.0), 1),
            "blocks_over_50_ms": sum(one > 50 for one in wall),
            "blocks_over_50_cpu_ms": sum(one > 50 for one in cpu),
        }

    def _on_collection(self, phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            self._collecting = time.perf_counter()
        else:
            self.collections.append((time.perf_counter() - self._collecting) * 1000)

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self.blocks.append(((now[0] - self._last[0]) * 1000, (now[1] - self._last[1]) * 1000))
        self._last = now


def _spread(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    if not ordered:
        return {}
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
        "most": round(ordered[-1], 1),
    }


def _wait_for_rest(quiet_s: float = 3.0, limit_s: float = 300.0) -> None:
    """Wait until the search has made what it makes in idle time after an index was built."""
    import psutil

    children = psutil.Process().children(recursive=True)
    until, rested = time.monotonic() + limit_s, time.monotonic()
    before = 0.0
    while time.monotonic() < until and time.monotonic() - rested < quiet_s:
        time.sleep(0.25)
        used = sum(sum(child.cpu_times()[:2]) for child in children)
        if used - before > 0.05:
            rested = time.monotonic()
        before = used


class _Bench:
    """The window on the archive, and what is done in it."""

    def __init__(self, archive: Path, options: argparse.Namespace) -> None:
        from PySide6.QtWidgets import QApplication

        from desktop_app.app import App
        from desktop_app.gui.launch import prepare
        from desktop_app.gui.program import Program
        from desktop_app.settings import Settings

        self.options = options
        prepare()
        self.qapp = QApplication(sys.argv[:1])
        self.program = Program(self.qapp, Settings())
        self.app = App.open(archive, worker=True)
        began = time.perf_counter()
        while self.app.search.catch_up().state != "current":
            time.sleep(0.2)
        self.caught_up_s = time.perf_counter() - began
        _wait_for_rest()
        self.window = self.program.add_window(self.app, {"size": [1440, 900], "place": "archive", "places": {}})
        self.window.show()
        self.window.go("archive")
        self.place: Any = self.window.places["archive"]
        self.beats = _Beats()
        self.wait_until(lambda: self.place.model.rowCount() > 0, 120)
        self.idle(2.0)

    def figures(self) -> dict[str, Any]:
        figures: dict[str, Any] = {
            "machine": machine(),
            "articles": self.place.searching.result.total,
            "caught_up_s": round(self.caught_up_s, 1),
        }
        for part in PARTS:
            if part in self.options.only:
                figures[part] = getattr(self, part)()
        return figures

    # -- the event loop

    def idle(self, seconds: float) -> None:
        """Let the event loop run, as it does while nobody does anything."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()

    def wait_until(self, holds: Callable[[], bool], limit_s: float = 10.0) -> bool:
        until = time.perf_counter() + limit_s
        while not holds():
            self.idle(0.002)
            if time.perf_counter() > until:
                return False
        return True

    # -- parts

    def typing(self) -> dict[str, Any]:
        """Type queries; measure from the last key of each."""
        from PySide6.QtCore import QEvent, QObject, Qt
        from PySide6.QtGui import QKeyEvent

        field = self.window.toolbar.search_box.field
        painted: list[float] = []

        class Watch(QObject):
            def eventFilter(self, watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint:
                    painted.append(time.perf_counter())
                return False

        watch = Watch()
        place = self.place
        for widget in (
            place.results.viewport(), place.facet_panel.tree.viewport(), place.timeline, place.strip.count,
        ):  # fmt: skip
            widget.installEventFilter(watch)
        answered: list[tuple[str, float]] = []
        place.searching.answered.connect(
            lambda result, is_new: answered.append((result.request.query, time.perf_counter()))
        )
        field.setFocus()
        taken: dict[str, list[float]] = {}
        engine: list[float] = []
        slowest: list[tuple[float, float, str]] = []
        lost = 0
        queries = self.queries(self.options.sessions)
        self.beats.start()
        for kind, query in queries:
            field.clear()
            field.textEdited.emit("")
            self.idle(0.3)
            for place_, letter in enumerate(query):
                answered.clear()
                pressed = time.perf_counter()
                self.qapp.sendEvent(
                    field, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                )
                self.qapp.sendEvent(
                    field, QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                )
                if place_ < len(query) - 1:
                    self.idle(_KEY_S)
            wanted = as_typed(query.strip())
            if not self.wait_until(lambda wanted=wanted: any(one == wanted for one, _ in answered), 5.0):  # type: ignore[misc]
                lost += 1
                continue
            answer = next(at for one, at in answered if one == wanted)
            self.idle(0.15)
            # What the answer changed is painted in the next turn of the loop; later paints are of other things.
            paints = [at for at in painted if answer <= at < answer + 0.03]
            painted.clear()
            took = (max(paints, default=answer) - pressed) * 1000
            taken.setdefault(kind, []).append(took)
            engine.append(place.searching.result.took_ms)
            slowest.append((round(took, 1), round(engine[-1], 1), query))
        blocks = self.beats.stop()
        return {
            "sessions": sum(map(len, taken.values())),
            "lost": lost,
            "painted_ms": _spread([one for some in taken.values() for one in some]),
            "engine_ms": _spread(engine),
            "slowest": sorted(slowest, reverse=True)[:10],
            "kinds": {kind: _spread(some) for kind, some in taken.items()},
            **blocks,
        }

    def queries(self, count: int) -> list[tuple[str, str]]:
        """Make queries of what stands in the archive, the kinds in turn."""
        chance = random.Random(11)
        ids = list(self.app.archive.every_id())
        articles = self.app.archive.texts(chance.sample(ids, min(len(ids), count)))
        made: list[tuple[str, str]] = []
        for number, article in enumerate(articles):
            words = [word for word in article.body.split() if word.isalpha() and len(word) > 3] or ["bridge"]
            at = chance.randrange(max(1, len(words) - 2))
            year = article.published.first // 10000 if article.published else 1990
            author = article.authors[0].name if article.authors else words[at]
            kinds = (
                ("word", words[at].lower()),
                ("two words", f"{words[at]} {words[-1]}".lower()),
                ("beginning", words[at][:3].lower()),
                ("phrase", f'"{" ".join(words[at : at + 2])}"'),
                ("name", author),
                ("name in other letters", author.lower().translate(_CYRILLIC)),
                ("word and language", f"{words[at].lower()} lang:{article.language or 'en'}"),
                ("author field", f'author:"{author}"'),
                ("misspelt", words[at][:2] + words[at][3:] if len(words[at]) > 4 else words[at]),
                ("year and word", f"year:{year} {words[at]}"),
            )
            made.append(kinds[number % len(kinds)])
        return made

    def scroll(self) -> dict[str, Any]:
        """Scroll all articles by page and by thumb; a frame is a step with its painting."""
        self._everything()
        bar = self.place.results.verticalScrollBar()
        chance = random.Random(7)
        figures = {}
        steps = self.options.steps
        pages = [n * bar.pageStep() for n in range(steps)]
        thumb = [round(bar.maximum() * n / steps) for n in range(steps + 1)]
        jumps = [chance.randrange(bar.maximum() + 1) for _ in range(steps)]
        for name, spots in (("page", pages), ("thumb", thumb), ("jumps", jumps)):
            frames, waits = [], []
            for spot in spots:
                begun = time.perf_counter()
                bar.setValue(min(spot, bar.maximum()))
                self.place.results.viewport().repaint()
                frames.append((time.perf_counter() - begun) * 1000)
                top = self.place.results.rowAt(10)
                begun = time.perf_counter()
                self.wait_until(lambda top=top: self.place.model.hit(top) is not None, 5.0)  # type: ignore[misc]
                waits.append((time.perf_counter() - begun) * 1000)
                self.idle(0.004)
            figures[name] = {
                "frame_ms": _spread(frames),
                "frames_over_33_ms": sum(one > 33 for one in frames),
                "rows_there_after_ms": _spread(waits),
            }
        return figures

    def open(self) -> dict[str, Any]:
        """Open hits with Down, one after another, until their text is on the screen."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self._everything()
        shown: list[float] = []
        self.place.reader.shown.connect(lambda _: shown.append(time.perf_counter()))
        self.place.results.setFocus()
        self.place.results.go_to(0)
        self.idle(0.5)
        taken = []
        self.beats.start()
        for _ in range(60):
            shown.clear()
            pressed = time.perf_counter()
            QTest.keyClick(self.place.results, Qt.Key.Key_Down)
            self.wait_until(lambda: bool(shown), 3.0)
            self.place.reader.view.viewport().repaint()
            taken.append((time.perf_counter() - pressed) * 1000)
            self.idle(0.15)
        return {"opened_ms": _spread(taken), **self.beats.stop()}

    def memory(self) -> dict[str, Any]:
        import psutil

        me = psutil.Process()
        return {
            "window_rss_mb": round(me.memory_info().rss / 2**20, 1),
            "children_rss_mb": {
                " ".join(child.cmdline()[-3:])[-60:]: round(child.memory_info().rss / 2**20, 1)
                for child in me.children(recursive=True)
            },
        }

    def bulk(self) -> dict[str, Any]:
        """Tag many articles from the card, with the window alive; then take it back and compare."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self._everything()
        ids = self.app.archive.ids(place="archive")[: self.options.bulk]
        before = self._dump()
        place = self.place
        place.choice.put(ids)
        card = place.bulk_card
        self.beats.start()
        place.open_card("tag")
        begun = time.perf_counter()
        card.fields.lines()[0].setText("bench of the reading room")
        self.wait_until(card.do_it.isEnabled, 120)
        plan_s = time.perf_counter() - begun
        told = card.will_change.text()
        planned = self.beats.stop()
        self.beats.start()
        begun = time.perf_counter()
        QTest.mouseClick(card.do_it, Qt.MouseButton.LeftButton)
        self.wait_until(lambda: not card.run.is_running, 600)
        run_s = time.perf_counter() - begun
        ran = self.beats.stop()
        tagged = dict(self.app.archive.values("tag", "bench of"))
        [record, *_] = self.app.archive.undo_records()
        from desktop_app.gui.articles_run import undo_change

        self.beats.start()
        begun = time.perf_counter()
        undo_change(self.window.context, record.number)
        self.wait_until(lambda: not self.window.context.jobs.pending("long", "write"), 600)
        undo_s = time.perf_counter() - begun
        undone = self.beats.stop()
        return {
            "articles": len(ids),
            "plan_s": round(plan_s, 2),
            "plan_told": told,
            "plan": planned,
            "run_s": round(run_s, 2),
            "run": ran,
            "tagged": tagged,
            "undo_s": round(undo_s, 2),
            "undo": undone,
            "as_before": self._dump() == before,
        }

    def _everything(self) -> None:
        self.window.context.exchange.search_requested.emit("")
        self.idle(1.0)

    def _dump(self) -> int:
        """Return a hash of every article as a user sees it, without version numbers and times of change."""
        import zlib

        total = 0
        names = (
            "id",
            "uid",
            "title",
            "standfirst",
            "body",
            "section",
            "tags",
            "authors",
            "status",
            "kind",
            "published",
        )
        ids = self.app.archive.every_id()
        for at in range(0, len(ids), 500):
            for article in self.app.archive.texts(ids[at : at + 500]):
                total = zlib.crc32(repr([getattr(article, name) for name in names]).encode(), total)
        return total


if __name__ == "__main__":
    print(json.dumps(run(), indent=2, ensure_ascii=False), flush=True)
    os._exit(0)
