"""A disk that is full in the middle of work on the index: archive and old index stay whole, and the search says so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article
from desktop_app.search import engine, stem_table
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
from tests.search.making import contents, follow

pytest.importorskip("resource", reason="limits of file sizes are a Unix thing")

WORK = """
import resource, sys
from pathlib import Path
from desktop_app.archive import Archive
from desktop_app.search import engine, first_build, follower, stem_table, writing
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
from desktop_app.search.shelf import Shelf

def fill(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

def fill_before(name):
    real = getattr(Shelf, name)
    def full(*arguments):
        fill(20)
        real(*arguments)
    setattr(Shelf, name, full)

def all_of(step):
    while not step():
        pass

if __name__ == "__main__":
    path, folder, kind = sys.argv[1:]
    first_build.LARGEST_PART, follower.FIRST_STEP, follower.MANY = 40, 5, 80
    writing.MANY_SMALL = 2
    engine.WORTH_IT = stem_table.WORTH_IT = 1
    search = LocalSearch(Archive.open(path, read_only=True), Path(folder))
    search.status()
    match kind:
        case "build":
            fill(20_000)
            work = search.work("catch_up")()
        case "fold":
            fill(20_000)
            work = search.work("fold")()
        case "stems":
            fill(1_000)
            work = iter(lambda: search.warmed(), True)
        case "cursor":
            fill_before("write_cursor")
            work = search.work("catch_up")()
        case "which":
            fill_before("_write_which")
            work = search.work("reindex")()
    error = None
    try:
        list(work)
    except OSError as caught:
        error = caught
    outcome = search.after_work(error)
    result = search.search(SearchRequest(query="bridge", catch_up=False, limit=0))
    print(type(outcome).__name__, result.total, result.index.state, bool(result.index.message), sep=",")
"""


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("kind", "said"),
    [
        # The first five articles fit, and it is said that these are not all.
        ("build", "UserError,5,building,True"),
        # Nothing is missing from the answers, and nobody is bothered.
        ("fold", "UserError,200,current,False"),
        ("stems", "IndexStatus,200,current,False"),
        # What was written is there, only how far it goes is not: it is applied once more.
        ("cursor", "UserError,201,behind,True"),
        ("which", "UserError,200,current,False"),
    ],
)
def test_full_disk_leaves_archive_and_index_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, said: str
) -> None:
    path, folder = tmp_path / "a.copydesk", tmp_path / "index"
    with Archive.create(path) as archive:
        archive.add(*(Article(title=f"Bridge {n}", body=f"{n} " * 300, language="en") for n in range(200)))
        if kind != "build":
            follow(archive, folder)
        if kind == "fold":
            for n in range(3):
                archive.edit(1, body=f"edit {n}")
                follow(archive, folder)
        if kind == "cursor":
            archive.add(Article(title="Another bridge"))
        script = tmp_path / "work.py"
        script.write_text(WORK)
        done = subprocess.run(
            [sys.executable, script, path, folder, kind], capture_output=True, text=True, timeout=240, check=False
        )
        assert done.stdout.strip() == said, done.stderr
        assert archive.check() == []
        for module in (engine, stem_table):
            monkeypatch.setattr(module, "WORTH_IT", 1)
        # There is space again.
        search = LocalSearch(archive, folder)
        result = search.search(SearchRequest(query="bridge"))
        assert (result.total, result.index.state) == (len(archive.ids()), "current")
        while not search.warmed():
            pass
        assert list(folder.glob("g*/*.stems_en"))
        assert search.check() == ()
        search.close()
        assert not (folder / "damaged").exists()
        follow(archive, tmp_path / "anew")
        assert contents(folder, archive.uid) == contents(tmp_path / "anew", archive.uid)
