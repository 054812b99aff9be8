"""Building an index with all processors: each process reads articles and writes segments into a folder of its own.

The parts are adopted by whoever holds the shelf's lock, one table of contents a part. A part that was not adopted when
the program was killed is swept away, and its articles are built again; what was adopted stays. A process that builds
ends when the pipe to the one that asked closes, whatever became of that one.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NamedTuple

from desktop_app.archive import Readable, open_reader
from desktop_app.search.analysis import Analyst
from desktop_app.search.arrays import ArraySegment, DurableStorage
from desktop_app.search.lexicon import Lexicon

LARGEST_PART = 8192
"""Articles a part at the most: fewer leave more to merge, more take more memory (so many some 450 MB)."""

_READ = 400
"""Texts fetched from the archive at once."""


class Part(NamedTuple):
    """A segment in a folder, and how many of the articles asked for went into it."""

    segment: ArraySegment | None
    asked: int


class BuildError(RuntimeError):
    """A bug in a building process; the text is its traceback."""


def processes(jobs: int) -> int:
    """Return how many processes to build with: as many as asked for, or as there are processors."""
    return jobs or os.cpu_count() or 1


def build(archive_url: str, ids: Sequence[int], folder: Path, jobs: int) -> Iterator[Part]:
    """Build articles in processes of their own; yield the parts as they are done, their files in `folder`."""
    waiting = deque(parts(ids, jobs))
    builders = [_Builder.started(archive_url, folder) for _ in range(min(jobs, len(waiting)))]
    try:
        for builder in builders:
            builder.ask(waiting.popleft())
        busy = {builder.connection: builder for builder in builders}
        while busy:
            for connection in wait(list(busy)):
                builder = busy[connection]  # type: ignore[index]
                yield builder.answer()
                if waiting:
                    builder.ask(waiting.popleft())
                else:
                    del busy[builder.connection]
    finally:
        for builder in builders:
            builder.end()


def parts(ids: Sequence[int], jobs: int) -> Iterator[Sequence[int]]:
    """Cut into parts of one size, as many for each process: all end at once, and no small segment is left."""
    count = jobs * max(1, -(-len(ids) // (jobs * LARGEST_PART)))
    bounds = [len(ids) * part // count for part in range(count + 1)]
    return (ids[first:last] for first, last in pairwise(bounds) if first < last)


@dataclass(eq=False)
class _Builder:
    """A building process and the pipe to it."""

    process: multiprocessing.process.BaseProcess
    connection: Connection
    asked: int = 0

    @classmethod
    def started(cls, archive_url: str, folder: Path) -> _Builder:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_run, args=(theirs, archive_url, folder), name="index-build", daemon=True)
        process.start()
        theirs.close()
        return cls(process, ours)

    def ask(self, ids: Sequence[int]) -> None:
        self.asked = len(ids)
        self.connection.send(tuple(ids))

    def answer(self) -> Part:
        try:
            answer: ArraySegment | BaseException | str | None = self.connection.recv()
        except (EOFError, OSError) as error:
            raise BuildError("a building process ended before its work was done") from error
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, str):
            raise BuildError(answer)
        return Part(answer, self.asked)

    def end(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join(5.0)


def _run(connection: Connection, archive_url: str, folder: Path) -> None:
    """Build what is asked for until the pipe closes."""
    # Looking for circles among millions of words that make none takes an eighth of the time.
    gc.disable()
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        archive = open_reader(archive_url)
        lexicon = Lexicon()
        try:
            while True:
                connection.send(_built(archive, connection.recv(), folder, lexicon))
                if lexicon.is_full:
                    lexicon = Lexicon()
        finally:
            archive.close()


def _built(
    archive: Readable, ids: Sequence[int], folder: Path, lexicon: Lexicon
) -> ArraySegment | BaseException | str | None:
    try:
        return write_part(archive, ids, folder, lexicon)
    except OSError as error:
        return error  # A full disk is no bug.
    except Exception:  # noqa: BLE001 - it crosses the pipe and is raised on the other side
        return traceback.format_exc()
    finally:
        gc.collect()


def write_part(
    archive: Readable, ids: Sequence[int], folder: Path, lexicon: Lexicon | None = None
) -> ArraySegment | None:
    """Write one segment of these articles into a folder; None where none of them is there any more."""
    folder.mkdir(parents=True, exist_ok=True)
    analyst = Analyst(DurableStorage(str(folder)), lexicon)
    for at in range(0, len(ids), _READ):
        analyst.add(archive.shown(ids[at : at + _READ]))
    return analyst.finish() if analyst.count else None
