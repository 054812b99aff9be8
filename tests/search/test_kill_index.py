"""Killed at any moment of any work on the index, it catches up to what building anew gives, and leaves no rubbish."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article, Author
from desktop_app.search import engine, stem_table
from desktop_app.search.engine import WordIndex
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
from desktop_app.search.shelf import PARTS, Shelf
from tests.search.killed import WORK
from tests.search.making import contents, follow

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="asks /proc for processes that were left over")

ARTICLES = 120

LONGEST_S = {"build": 1.0, "reindex2": 1.0}
"""How long a piece of work takes, at a guess; 0.15 s for the others. What is seen corrects it."""

MARK = "COPYDESK_TO_BE_KILLED"


class Killer:
    """A process that works on the index when told to, and its killing."""

    def __init__(self, path: Path, folder: Path, chance: random.Random) -> None:
        self.chance = chance
        self.mark = uuid.uuid4().hex
        self.longest_s = {kind: LONGEST_S.get(kind, 0.15) for kind in WORK}
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.search.killed", str(path), str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {MARK: self.mark, "OPENBLAS_NUM_THREADS": "1"},
        )

    def strike(self, kind: str, archive: Archive) -> bool:
        """Kill work of a kind at some moment; say whether it was still at work."""
        assert self._server.stdin is not None
        self._server.stdin.write(f"{kind}\n")
        self._server.stdin.flush()
        process = self._said("begins", kind)
        delay_s = self.chance.uniform(0, self.longest_s[kind])
        until = time.monotonic() + delay_s
        while kind == "flush" and time.monotonic() < until:
            edit(archive, self.chance, 1)
        time.sleep(max(0.0, until - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        status = self._said("ended", kind)
        assert status in (0, -signal.SIGKILL), f"{kind} failed by itself"
        was_at_work = status != 0
        # However fast the machine is just now, most kills shall strike while there is work.
        self.longest_s[kind] = min(4.0, self.longest_s[kind] * 1.1 if was_at_work else delay_s * 0.8)
        return was_at_work

    def _said(self, word: str, kind: str) -> int:
        """Return the number that the server says with a word; one that says another has lost the child."""
        assert self._server.stdout is not None
        said, _, number = self._server.stdout.readline().partition(" ")
        assert said == word, f"{kind} came to nothing: {said} {number}"
        return int(number)

    def left_over(self) -> list[int]:
        """Return the processes that were started by what was killed and are still there."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and int(folder.name) != self._server.pid:
                with contextlib.suppress(OSError):
                    state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
                    if state != "Z" and f"{MARK}={self.mark}".encode() in (folder / "environ").read_bytes():
                        found.append(int(folder.name))
        return found

    def close(self) -> None:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        try:
            self._server.wait(20)
        finally:
            self._server.kill()
            self._server.wait()
            self._server.stdout.close()


def edit(archive: Archive, chance: random.Random, count: int) -> None:
    """Change some articles, one way or another."""
    for id_ in chance.sample(archive.ids(), count):
        match chance.randrange(5):
            case 0:
                archive.purge([id_])
                archive.add(text(chance))
            case 1:
                archive.edit(id_, authors=(Author(f"Name {chance.randrange(9)}"),))
            case 2:
                archive.edit(id_, language=chance.choice(("en", "az", "ru")))
            case _:
                archive.edit(id_, body=text(chance).body)


def text(chance: random.Random) -> Article:
    """Return an article of some words."""
    words = [f"{chance.choice(('bridge', 'мост', 'körpü'))}{chance.randrange(99)}" for _ in range(40)]
    return Article(title=f"Bridge {words[0]}", body=" ".join(words), language=chance.choice(("en", "az", "ru")))


def prepare(kind: str, archive: Archive, folder: Path, chance: random.Random) -> None:
    """Bring about that there is something to do."""
    if kind in ("build", "adopt"):
        shutil.rmtree(folder, ignore_errors=True)
    elif kind == "index":
        edit(archive, chance, 60)
    elif kind == "fold":
        for _ in range(4):
            edit(archive, chance, 2)
            follow(archive, folder)
    elif kind == "stems":
        follow(archive, folder)
        for table in folder.glob("g*/*.stems_*"):
            table.unlink()


def must_be_honest(archive: Archive, folder: Path) -> None:
    """A reader who comes upon what was left behind finds the truth, or is told that it is not all."""
    search = LocalSearch(archive, folder)
    result = search.search(SearchRequest(query="bridge", catch_up=False))
    assert result.index.state in ("current", "behind", "building", "absent")
    if result.index.state != "building":
        # Words may be old, but every title has that word.
        assert result.index.behind or result.total == len(archive.ids())
    assert not (folder / "damaged").exists()
    search.close()


def must_catch_up(archive: Archive, folder: Path, anew: Path, killer: Killer) -> None:
    """The index becomes what building anew gives, no process goes on, and nothing else lies about."""
    if killer.chance.random() < 0.5:
        follow(archive, folder)  # Even while processes that were left over still write.
    assert gone(killer), killer.left_over()
    archive.edit(archive.ids()[0], body=f"Another text {archive.seq}")  # Segments of no commit go with the next one.
    follow(archive, folder)
    follow(archive, anew)
    assert contents(folder, archive.uid) == contents(anew, archive.uid)
    search = LocalSearch(archive, folder)
    while not search.warmed():
        pass
    assert search.check() == ()
    search.close()
    current, _ = Shelf(folder, archive.uid).current()
    assert current is not None
    assert [path.name for path in folder.glob("g*")] == [current.name]
    assert not (current / PARTS).exists()
    index = WordIndex(current)
    segments = {view.name for view in index.segments}
    tables = {"cursor.json", f"_words_{index.generation}.toc"}
    index.close()
    rest = {path.name for path in current.iterdir() if path.name.partition(".")[0] not in segments}
    assert rest - {"words_WRITELOCK"} == tables


def kill_all(tmp_path: Path, strikes: int, kinds: tuple[str, ...]) -> Counter[str]:
    """Kill each kind of work so many times while it is going on; return how often it was, by kind."""
    chance = random.Random(5)
    path, folder = tmp_path / "a.copydesk", tmp_path / "index"
    struck: Counter[str] = Counter()
    with Archive.create(path) as archive:
        archive.add(*(text(chance) for _ in range(ARTICLES)))
        follow(archive, folder)
        killer = Killer(path, folder, chance)
        try:
            for attempt in range(strikes * len(kinds) * 5):
                kind = kinds[attempt % len(kinds)]
                if struck[kind] >= strikes:
                    continue
                prepare(kind, archive, folder, chance)
                struck[kind] += killer.strike(kind, archive)
                must_be_honest(archive, folder)
                if chance.random() < 0.75:
                    must_catch_up(archive, folder, tmp_path / f"anew{attempt}", killer)
            must_catch_up(archive, folder, tmp_path / "anew", killer)
        finally:
            killer.close()
    print(f"{struck.total()} kills while at work: {dict(struck)}")
    return struck


def gone(killer: Killer) -> bool:
    """Wait until none is left of the processes that the killed ones had started."""
    until = time.monotonic() + 30
    while killer.left_over():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


@pytest.fixture(autouse=True)
def tables_of_stems() -> Iterator[None]:
    """Let small segments have tables of stems here too."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (stem_table, engine):
            patch.setattr(module, "WORTH_IT", 1)
        yield


@pytest.mark.timeout(300)
def test_killed_at_any_moment_the_index_catches_up(tmp_path: Path) -> None:
    struck = kill_all(tmp_path, 2, tuple(WORK))
    assert all(struck[kind] == 2 for kind in WORK), struck


@pytest.mark.slow
@pytest.mark.timeout(7200)
def test_killed_at_any_moment_the_index_catches_up_over_300_times(tmp_path: Path) -> None:
    struck = kill_all(tmp_path, 40, tuple(WORK))
    assert struck.total() >= 300, struck
