"""`copydesk import` and `copydesk reindex` killed at any moment: articles are whole or absent, and work goes on after.

How the kills add up, all with `pytest -m slow`: here 60 (40 importing, 20 indexing) by the command line; in
`test_kill_typing` 60 and in `test_kill_reopening` 30 at the window; in `tests/archive/test_kill` 200 random ones (60
typing, 60 importing, 60 editing in bulk, 20 migrating) and one before every single statement of seven operations,
migrating among them; in `tests/search/test_follower` 100 indexing. Together 450 and those of the statements.

A kill waits for what the program says of its progress, not for a time, so that it strikes at work on any machine.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_app import paths
from desktop_app.archive import Archive, VersionReason
from desktop_app.search.local import LocalSearch
from desktop_app.transfer.importing import import_paths
from tests.search.making import contents, follow

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a Unix thing")

PROGRESS_PAUSE_S = 0.1
"""The command line tells its progress that often: the moments between are reached by waiting some part of it."""


def make_folder(root: Path, files: int) -> Path:
    """Write Markdown files that each have two authors, two tags, a date and a picture of their own."""
    root.mkdir()
    for n in range(files):
        (root / f"p{n}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + f"{n} ".encode() * 200)
        (root / f"{n}.md").write_text(
            f"---\ntitle: Text {n}\nauthors: [Ada {n % 7}, Bo {n}]\ntags: [t{n % 5}, x{n}]\n"
            f"date: 1998-03-{n % 28 + 1:02}\n---\n![A bridge](p{n}.png)\n\n" + f"Word{n} of körpü {n % 50}. " * 12,
            encoding="utf-8",
        )
    return root


def command(archive: Path, *arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "desktop_app", "--archive", str(archive), "--progress=json", *map(str, arguments)]


def killed(chance: random.Random, archive: Path, *arguments: str | Path, least: float = 0.0) -> bool:
    """Run a command, kill it after a random share of its work, and say whether it was still at work."""
    share, rest_s = chance.uniform(least, 1.0), chance.uniform(0, PROGRESS_PAUSE_S)
    with subprocess.Popen(
        command(archive, *arguments), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stderr is not None
        try:
            for line in child.stderr:
                step = json.loads(line) if line.startswith("{") else {"done": 0, "total": 1}
                if step["done"] >= share * step["total"]:
                    break
            time.sleep(rest_s)
        finally:
            child.kill()
    assert child.returncode in (0, -signal.SIGKILL)
    return child.returncode != 0


def articles_by_path(archive: Archive) -> dict[str, object]:
    """Return every article as its file tells it, with its pictures: equal for equal files."""
    found: dict[str, object] = {}
    for article in archive.texts(archive.ids()):
        assert article.provenance is not None
        path = article.provenance.path
        assert path not in found, "a file was imported twice"
        pictures = [(picture.name, picture.sha256) for picture in archive.pictures(article.id)]
        assert all(archive.picture_bytes(sha256) for _, sha256 in pictures)
        assert archive.versions(article.id)[-1].reason is VersionReason.IMPORTED
        names = (article.authors, article.tags, article.published, article.provenance.sha256)
        found[path] = (article.title, article.body, names, pictures)
    return found


def must_be_whole(path: Path, wanted: dict[str, object]) -> int:
    """Check the file and every article that is there; return how many there are."""
    with Archive.open(path) as archive:
        assert archive.check() == []
        there = articles_by_path(archive)
        assert {source: wanted[source] for source in there} == there
    return len(there)


def index_must_equal_one_made_anew(archive: Archive, anew: Path) -> None:
    folder = paths.cache_folder() / "index" / archive.uid
    follow(archive, folder)
    follow(archive, anew)
    assert contents(folder, archive.uid) == contents(anew, archive.uid)
    search = LocalSearch(archive, folder)
    assert search.check() == ()
    search.close()


def everything_can_be_taken_back(archive: Archive) -> None:
    for batch in archive.batches():
        archive.undo_batch(batch.number)
    assert archive.count() == archive.statistics()["pictures"] == 0
    assert archive.check() == []


def kill_often(root: Path, rounds: int, files: int, seed: int) -> None:
    chance = random.Random(seed)
    source = make_folder(root / "in", files)
    with Archive.open("sqlite://") as untroubled:
        import_paths(untroubled, [source])
        wanted = articles_by_path(untroubled)
    assert len(wanted) == files
    importing = indexing = 0
    halves = set()
    for n in range(rounds):
        path = root / f"{n}.copydesk"
        Archive.create(path).close()
        # The second import, which goes on where the first was killed, is killed as well.
        for least in (chance.choice((0.0, 0.8)), 0.0):
            importing += killed(chance, path, "import", source, least=least)
            halves.add(must_be_whole(path, wanted))
        done = subprocess.run(command(path, "import", source, "--json"), capture_output=True, check=True)
        assert not json.loads(done.stdout)["duplicates"], "what is there is known as the same file"
        assert must_be_whole(path, wanted) == files
        indexing += killed(chance, path, "reindex")
        with Archive.open(path) as archive:
            index_must_equal_one_made_anew(archive, root / f"anew {n}")
            everything_can_be_taken_back(archive)
            index_must_equal_one_made_anew(archive, root / f"empty {n}")
    print(f"killed at work: {importing} of {2 * rounds} imports, {indexing} of {rounds} of the index; left {halves}")
    assert importing, "no kill struck while there was work"


def test_killed_import_is_whole_and_goes_on(home: Path, tmp_path: Path) -> None:
    kill_often(tmp_path, rounds=1, files=260, seed=3)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_killed_import_is_whole_and_goes_on_very_often(home: Path, tmp_path: Path) -> None:
    kill_often(tmp_path, rounds=20, files=500, seed=11)
