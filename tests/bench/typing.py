"""From key to ink: what typing in a 50,000-word article costs, in our window and in a bare QTextEdit beside it.

    python -m tests.bench.typing                                   all parts, some minutes
    python -m tests.bench.typing --only typing --keys 5000 --json typing.json

Keys are real events (XTest, from another process) under an Xvfb of its own; ink is what XDamage tells of the text's own
area, after the text took the key. All is seen from outside but for the processor time, which the program notes at each
change of its text. Prints one JSON value:

- `typing`: 8 and 30 keys a second, without and with the preview, and the same in a bare QTextEdit. `ink_ms` is key to
  ink; `taken_ms` key to the changed text; `gui_ms` processor time of the GUI thread from one key to the next, all it
  does for it then and later; `cpu_ms` that of the whole process.
- `preview`: from a key after a pause to changed pixels in the preview.
- `memory`: the process tree in MB (`pss` counts shared pages once) at rest, with the preview, after `--many` keys.
- `idle`: processor seconds of the tree in ten seconds in which nobody does anything, preview on.
- `open`: from asking for the article to its first text.

Figures are wall time where nothing else is said. Linux, with Xvfb, libxtst6, libxdamage1.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil

from desktop_app.archive import Archive, Article
from tests.bench.long_article import WORDS, long_article
from tests.bench.measures import machine
from tests.bench.screen import Box, Damage, Screen

PARTS = ("typing", "preview", "memory", "idle", "open")
RATES = (8, 30)
_LATE_S = 2.0
"""A key whose ink takes longer is lost, and said to be."""
_LETTERS = "etaoinshrdlu"


class Subject:
    """A program with the article open, on a screen: what it shows and what it used."""

    def __init__(self, screen: Screen, home: Path, *command: str) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        environment |= {
            "DISPLAY": screen.name,
            "QT_QPA_PLATFORM": "xcb",
            "COPYDESK_HOME": str(home),
            "LC_ALL": "C.UTF-8",
        }
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            # Chromium refuses to start as root with its sandbox.
            environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
        self.screen = screen
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.typed_window", *command],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment,
        )  # fmt: skip
        self._keys = keys()

    def ask(self, command: str) -> Any:
        """Give a command, return its answer."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(command + "\n")
        self._program.stdin.flush()
        line = self._program.stdout.readline()
        if not line:
            raise SystemExit(f"the program ended at {command!r}")
        return json.loads(line)

    def wait(self, command: str, limit_s: float = 60) -> None:
        """Ask again and again until the answer is yes."""
        until = time.monotonic() + limit_s
        while not self.ask(command):
            if time.monotonic() > until:
                raise SystemExit(f"{command} took longer than {limit_s} s")
            self.screen.drawn(time.monotonic() + 0.05)

    def settle(self) -> None:
        """Wait until nothing goes on, with the caret in the middle of the text."""
        self.wait("is_at_rest")
        self.screen.focus(self.ask("place")["window"])
        self.ask("go_to_middle")
        self.screen.drawn(time.monotonic() + 1.5)
        self.wait("is_at_rest")

    def type(self, count: int, rate: float) -> dict[str, Any]:
        """Send keys at a rate; return what they took."""
        box = Box(*self.ask("place")["text"])
        # The first keys warm the fonts and the caches.
        for _ in range(10):
            self.screen.press(next(self._keys))
            self.screen.drawn(time.monotonic() + 0.1)
        self.screen.drawn(time.monotonic() + _LATE_S)
        self.ask("record")
        pressed: list[float] = []
        drawn: list[Damage] = []
        begun = time.monotonic()
        for number in range(count):
            drawn += self.screen.drawn(begun + number / rate)
            pressed.append(self.screen.press(next(self._keys)))
        drawn += self.screen.drawn(time.monotonic() + _LATE_S)
        return _figures(pressed, [one.at for one in drawn if one.box.meets(box)], self.ask("record"))

    def tree(self) -> list[psutil.Process]:
        """Return the program and all it started."""
        root = psutil.Process(self._program.pid)
        return [root, *root.children(recursive=True)]

    def memory(self) -> dict[str, float]:
        """Return what the tree takes, in MB."""
        found = [one.memory_full_info() for one in self.tree()]
        return {
            "pss": round(sum(one.pss for one in found) / 2**20, 1),
            "rss": round(sum(one.rss for one in found) / 2**20, 1),
            "processes": len(found),
        }

    def cpu_s(self) -> float:
        """Return the processor time of the tree up to now."""
        return sum(sum(one.cpu_times()[:2]) for one in self.tree())

    def end(self) -> None:
        """Take the program away."""
        for one in reversed(self.tree()):
            one.kill()
        self._program.wait(10)


class Desk(Subject):
    """Our window, with the article open and the inspector beside it."""

    def __init__(self, screen: Screen, home: Path, archive: Path, article: int) -> None:
        super().__init__(screen, home, "window", str(archive), str(article))
        self.article = article
        self.ask("is_at_rest")
        screen.drawn(time.monotonic() + 2.0)
        self.wait("is_at_rest")

    def open(self) -> float:
        """Open the article; return the milliseconds to its first text."""
        self.ask(f"open {self.article}")
        self.wait("opened")
        self.settle()
        return float(self.ask("opened")[0])

    def split(self, on: bool) -> None:
        """Show or hide the preview, and wait until it stands."""
        self.ask(f"split {'on' if on else 'off'}")
        if on:
            self.wait("preview_stands")
        self.settle()

    def to_preview(self, count: int) -> dict[str, Any]:
        """Type single keys; return how long each took to change a pixel of the preview."""
        box = Box(*self.ask("place")["preview"])
        box = Box(box.x + 2, box.y + 60, box.width - 30, min(box.height - 60, 360))
        took, lost = [], 0
        for _ in range(count):
            self.screen.drawn(time.monotonic() + 0.9)
            # A letter: a space at the end of a paragraph changes nothing in its page.
            before, at = self.screen.looks(box), self.screen.press("n")
            while self.screen.looks(box) == before and time.monotonic() < at + _LATE_S:
                self.screen.drawn(time.monotonic() + 0.002)
            spent = time.monotonic() - at
            took.append(spent * 1000)
            lost += spent >= _LATE_S
        return {**summary(took), "lost": lost}


def keys(seed: int = 3) -> Iterator[str]:
    """Yield X key names as a writer types: words, now and then a correction, a full stop, a new paragraph."""
    chance = random.Random(seed)
    since = 0
    while True:
        for _ in range(chance.randrange(2, 9)):
            yield chance.choice(_LETTERS)
            since += 1
        if chance.random() < 0.05:
            yield "BackSpace"
        if since > 300:
            since = 0
            yield from ("period", "Return", "Return")
        else:
            yield "space"


def _figures(pressed: list[float], inked: list[float], record: Sequence[Sequence[float]]) -> dict[str, Any]:
    """Pair keys, changes of the text and what was drawn; each key changes the text once."""
    taken, ink, at = [], [], 0
    pairs = list(zip(pressed, record, strict=False))
    for press, (changed, _, _) in pairs:
        while at < len(inked) and inked[at] < changed:
            at += 1
        taken.append((changed - press) * 1000)
        if at < len(inked) and inked[at] - press < _LATE_S:
            ink.append((inked[at] - press) * 1000)
    spent = [[(now[n] - before[n]) * 1000 for before, now in pairwise(record)] for n in (1, 2)]
    return {
        "keys": len(pressed),
        "changes": len(record),
        "lost": len(pressed) - len(ink),
        "ink_ms": summary(ink),
        "taken_ms": summary(taken),
        "gui_ms": summary(spent[0]),
        "cpu_ms": summary(spent[1]),
    }


def summary(times: Sequence[float]) -> dict[str, float]:
    """Return what a list of times comes to."""
    ordered = sorted(times)
    if not ordered:
        return {}

    def at(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)

    return {"median": at(0.5), "p95": at(0.95), "p99": at(0.99), "p99.9": at(0.999), "most": at(1)}


def run(asked: argparse.Namespace, screen: Screen, folder: Path) -> dict[str, Any]:
    """Measure what is asked."""
    body = long_article(asked.words)
    text = folder / "article.md"
    text.write_text(body, encoding="utf-8")
    archive = asked.archive or folder / "typing.copydesk"
    with Archive.open(archive) if asked.archive else Archive.create(archive) as opened:
        changes = opened.add(Article(title="Uzun məqalə", body=body, status="writing"))
    found: dict[str, Any] = {"words": len(body.split())}
    if "typing" in asked.only:
        bare = Subject(screen, folder, "bare", str(text))
        bare.settle()
        found["bare"] = {f"{rate}_a_second": bare.type(_count(asked, rate), rate) for rate in RATES}
        bare.end()
    desk = Desk(screen, folder, archive, changes.articles[0])
    opened_ms = desk.open()
    if "open" in asked.only:
        found["open_ms"] = round(opened_ms, 1)
    if "memory" in asked.only:
        found["memory"] = {"without_preview": desk.memory()}
    if "typing" in asked.only:
        found["desk"] = {f"{rate}_a_second": desk.type(_count(asked, rate), rate) for rate in RATES}
    if set(asked.only) & {"typing", "preview", "memory", "idle"}:
        desk.split(True)
        found |= _with_preview(asked, desk)
    desk.end()
    return found


def _with_preview(asked: argparse.Namespace, desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "memory" in asked.only:
        found["memory_with_preview"] = desk.memory()
    if "preview" in asked.only:
        found["to_preview_ms"] = desk.to_preview(asked.single)
    if "typing" in asked.only:
        found["desk_with_preview"] = {f"{rate}_a_second": desk.type(_count(asked, rate), rate) for rate in RATES}
    if "idle" in asked.only:
        desk.settle()
        desk.screen.drawn(time.monotonic() + 6)
        before = desk.cpu_s()
        desk.screen.drawn(time.monotonic() + 10)
        found["idle_cpu_s"] = round(desk.cpu_s() - before, 3)
    if "memory" in asked.only:
        before = desk.memory()
        desk.type(asked.many, 60)
        desk.settle()
        found["memory_after_many"] = {"keys": asked.many, "before": before, "after": desk.memory()}
    return found


def _count(asked: argparse.Namespace, rate: int) -> int:
    return int(asked.keys if rate == max(RATES) else asked.steady)


def main() -> None:
    """Measure, and print one JSON value."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--words", type=int, default=WORDS)
    parser.add_argument("--keys", type=int, default=1000, help="keys at 30 a second")
    parser.add_argument("--steady", type=int, default=200, help="keys at 8 a second")
    parser.add_argument("--single", type=int, default=20, help="keys after a pause, to the preview")
    parser.add_argument("--many", type=int, default=20_000, help="keys between two looks at the memory")
    parser.add_argument("--archive", type=Path, help="an archive that may be written to, instead of an empty one")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    asked = parser.parse_args()
    with Screen() as screen, tempfile.TemporaryDirectory() as folder:
        found = {"machine": machine(), **run(asked, screen, Path(folder))}
    text = json.dumps(found, indent=1)
    if asked.json:
        asked.json.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
