"""Killed and opened again, the program shows the text, its caret and its scroll as they were at most a second before.

The keys strike anywhere in a long text, so what is kept must equal one of the states the text went through, letter by
letter. Some kills come while another program holds the archive's file: what cannot be saved is in a rescue copy.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article
from desktop_app.gui.editor import rescue
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a Unix thing")

START_S = 90.0
PROMISE_S = 1.0


@dataclass(frozen=True)
class State:
    """What was in the window from a moment on."""

    since: float
    text: str
    caret: int
    top: int


@dataclass(frozen=True)
class Sitting:
    """One run of the program: what it showed first, all it went through, and when it was killed."""

    shown: tuple[bool, str, int, str, int, int]
    states: list[State]
    killed_at: float

    def possible(self, promise_s: float) -> list[State]:
        """Return the states that may come back: the one of so long before the kill, and all after it."""
        old = [n for n, state in enumerate(self.states) if state.since <= self.killed_at - promise_s]
        return self.states[old[-1] if old else 0 :]

    def lost_s(self, text: str) -> float:
        """Return how long before the kill the first letter was typed that is not in this text."""
        texts = [state.text for state in self.states]
        assert text in texts, "the text is none that was ever in the window"
        last = len(texts) - 1 - texts[::-1].index(text)
        return self.killed_at - self.states[last + 1].since if last + 1 < len(texts) else 0.0


def sit(archive: Path, log: Path, seed: int, seconds: float, hold: bool) -> Sitting:
    """Run the program, let it be written in for so long, with its file held by another program or not, and kill it."""
    log.unlink(missing_ok=True)
    arguments = [sys.executable, "-m", "tests.journeys.reopening_process", str(archive), str(log), str(seed)]
    child = subprocess.Popen(arguments, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_S
        while not (log.exists() and log.stat().st_size):
            assert child.poll() is None, "the program ended"
            assert time.monotonic() < deadline, "the program did not come up"
            time.sleep(0.02)
        with closing(sqlite3.connect(archive, isolation_level=None)) as other:
            if hold:
                time.sleep(0.3)
                other.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            killed_at = time.monotonic()
            child.kill()
            child.wait()
    finally:
        child.kill()
        child.wait()
    first, *keys = (json.loads(line) for line in log.read_text().splitlines())
    states = [State(0.0, raw(first[3]), *first[4:])]
    for at, letter, before, caret, top in keys:
        text = states[-1].text
        states.append(State(at, text[:before] + letter + text[before:], caret, top))
    return Sitting(tuple(first), states, killed_at)


def raw(text: str) -> str:
    """Return a document's text with the line ends of the archive."""
    return text.replace("\u2029", "\n")


def kept(path: Path) -> tuple[str, str]:
    """Return the newest text, in the archive or a rescue copy of it, and the one that is to be shown."""
    with Archive.open(path, backups=False) as archive:
        assert archive.check() == []
        article = archive.get(1)
        copies = [rescue.read(file) for file in rescue.rescue_folder().glob("*.md")]
    saved = f"{article.title}\n{article.body}"
    copy = max(copies, key=lambda copy: copy.at, default=None)
    if copy is None:
        return saved, saved
    rescued = f"{copy.title}\n{copy.body}"
    # Killed between a slow save and its answer: the copy grew from an earlier state, and becomes a version.
    return rescued, rescued if copy.base_version == article.version else saved


def kill_often(root: Path, times: int, seed: int, promise_s: float) -> None:
    path, chance = root / "a.copydesk", random.Random(seed)
    paragraphs = (f"Paragraph {n} " + "of words that go on and on " * 9 for n in range(60))
    with Archive.create(path) as archive:
        archive.add(Article(title="A long text", body="\n\n".join(paragraphs)))
    lost: dict[bool, list[float]] = {False: [], True: []}
    before: Sitting | None = None
    text = ""
    was_held = False
    for n in range(times + 1):
        hold = n % 3 == 1
        now = sit(path, root / "log", seed + n, chance.uniform(0.2, 3.0), hold)
        if before is not None:
            is_restored, place, article, shown, caret, top = now.shown
            assert (is_restored, place, article) == (True, "desk", 1)
            assert raw(shown) == text
            if not was_held:
                spots = {(min(s.caret, len(shown)), min(s.top, len(shown))) for s in before.possible(promise_s)}
                assert (caret, top) in spots
        newest, text = kept(path)
        before, was_held = now, hold
        lost[hold].append(now.lost_s(newest))
        assert lost[hold][-1] <= promise_s, f"{lost[hold][-1]:.2f} s of typing lost, held: {hold}"
    print(f"worst loss {max(lost[False]):.3f} s; with the file held {max(lost[True], default=0.0):.3f} s")


def test_killed_program_opens_where_it_was(home: Path, tmp_path: Path) -> None:
    # The bound here is wide, as this machine may be busy; the slow test below holds the promised second.
    kill_often(tmp_path, 2, seed=1, promise_s=10.0)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_program_opens_where_it_was_very_often(home: Path, tmp_path: Path) -> None:
    kill_often(tmp_path, 29, seed=7, promise_s=PROMISE_S)
