"""Index work that is to be killed: reads what to do, a word a line, and does each in a forked child of its own.

The child says its process number when it is about to begin; how it ended is said once it has (minus the signal).
A fork, since a process that begins anew spends most of its time on imports, where there is nothing to break.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from desktop_app.archive import Archive
from desktop_app.search import engine, first_build, follower, stem_table, worker, writing
from desktop_app.search.follower import Follower
from desktop_app.search.local import LocalSearch
from desktop_app.search.shelf import Shelf


def small_steps() -> None:
    """Let there be many commits, parts, folds and tables among few articles."""
    follower.FIRST_STEP = follower.STEP = 20
    first_build.LARGEST_PART = 25
    follower.MANY = 50
    writing.MANY_SMALL = 3
    engine.WORTH_IT = stem_table.WORTH_IT = 1
    stem_table.AT_ONCE = 50
    worker.FOLLOW_S, worker.FLUSH_S, worker.FLUSH_AT, worker.QUIET_S, worker.WARM_S = 0.01, 0.05, 6, 0.1, 0.02


def build(path: str, folder: Path, jobs: int) -> Callable[[], object]:
    """Take in all that is missing; with several processes where that is much."""
    following = _follower(path, folder, jobs)
    return lambda: list(following.catch_up())


def reindex(path: str, folder: Path, jobs: int) -> Callable[[], object]:
    """Build anew beside what is there."""
    following = _follower(path, folder, jobs)
    return lambda: list(following.rebuild())


def fold(path: str, folder: Path, jobs: int) -> Callable[[], object]:
    """Merge segments."""
    following = _follower(path, folder, jobs)
    return lambda: list(following.fold())


def stems(path: str, folder: Path, jobs: int) -> Callable[[], object]:
    """Make the tables of stems."""
    search = LocalSearch(Archive.open(path, read_only=True), folder)
    search.prepare()

    def warm() -> None:
        while not search.warmed():
            pass

    return warm


def flush(path: str, folder: Path, jobs: int) -> Callable[[], object]:
    """Follow the archive as the search process does, until killed."""
    ours, theirs = multiprocessing.Pipe()
    url = Archive.open(path, read_only=True).url

    def serve() -> None:
        worker.main(theirs, url, folder)
        ours.close()

    return serve


def _follower(path: str, folder: Path, jobs: int) -> Follower:
    archive = Archive.open(path, read_only=True)
    following = Follower(archive, Shelf(folder, archive.uid))
    following.jobs = jobs
    return following


WORK = {"build": (build, 2), "adopt": (build, 1), "index": (build, 1), "flush": (flush, 1), "fold": (fold, 1),
        "reindex": (reindex, 1), "reindex2": (reindex, 2), "stems": (stems, 1)}  # fmt: skip
"""Kind of work -> what to do and with how many processes."""


def main(path: str, folder: Path) -> None:
    """Serve until there is nothing more to read."""
    small_steps()
    for line in sys.stdin:
        process = os.fork()
        if not process:
            work_in_child(line.strip(), path, folder)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        os.write(1, b"ended %d\n" % status)


def work_in_child(kind: str, path: str, folder: Path) -> NoReturn:
    """Do a piece of work; whatever becomes of it, the child ends here and never goes on as a second server."""
    try:
        prepare, jobs = WORK[kind]
        work = prepare(path, folder, jobs)
        os.write(1, b"begins %d\n" % os.getpid())
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - said on stderr; the exit says it to the test
        traceback.print_exc()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
