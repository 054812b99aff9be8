"""The product's own search: whole pages as the window shows them, in the worker and through the pipe; edits; opening.

A page is the exact total, fifty hits with snippets, all facets and the timeline. Measured warm: tables of stems made,
checksums compared, letters of all terms looked at, as the worker does when nobody asks. Hardly a word is asked twice.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from desktop_app.archive import Archive, open_reader
from desktop_app.search.client import WorkerSearch
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest, SearchService
from tests.bench.measures import Timed, as_installed, cpu_and_wall, memory_mb, summed_up, timed
from tests.bench.search_kinds import Chooser

_FOLDED_EVERY = 8
"""Durable edits after which small segments are folded, as the worker does in quiet times."""

_MARK = "zzqedited"
"""A word that only edited articles have."""

_QUIET_S = 1.0
"""A worker is warm when it has used no processor for so long."""

_WARM_UP = 3
"""Questions asked before those that count."""


@dataclass(frozen=True)
class Call:
    """One thing the window asks for, several times."""

    name: str
    asks: Sequence[Callable[[SearchService], object]]


def calls(choose: Chooser, article_ids: Sequence[int], count: int) -> list[Call]:
    """Choose what is asked."""
    pairs = [" ".join(choose.together("middling", "middling")) for _ in range(count)]
    typed = [choose.together("middling", "middling") for _ in range(count)]
    longer = choose.some(choose.longer, count)
    return [
        _pages("two words: page", pairs),
        _pages(
            "two words: hits alone",
            [" ".join(choose.together("middling", "middling")) for _ in range(count)],
            bare=True,
        ),
        _pages("one middling word: page", choose.some(choose.middling, count)),
        _pages("one common word: page", choose.some(choose.common, count)),
        _pages("as one types: page", [f"{word} {begun[:3]}*" for word, begun in typed]),
        _pages("phrase: page", ['"{} {}"'.format(*choose.phrase()) for _ in range(count)]),
        _pages("misspelt word: page", [choose.misspelt(word) + "~" for word in longer]),
        Call("suggestions", [partial(_suggest, word[:3]) for word in choose.some(choose.longer, count)]),
        Call("similar", [partial(_similar, id_) for id_ in choose.some(article_ids, count)]),
    ]


def _pages(name: str, queries: Sequence[str], *, bare: bool = False) -> Call:
    more: dict[str, Any] = {"snippets": False} if bare else {"facets": True, "timeline": "year"}
    return Call(name, [partial(_search, SearchRequest(query=text, catch_up=False, **more)) for text in queries])


def _search(request: SearchRequest, service: SearchService) -> object:
    return service.search(request)


def _suggest(text: str, service: SearchService) -> object:
    return service.suggest(text)


def _similar(id_: int, service: SearchService) -> object:
    return service.similar(id_)


def measured(archive: Archive, folder: Path, choose: Chooser, count: int) -> dict[str, Any]:
    """Ask in this process, then through the pipe, other questions each time."""
    with open_reader(archive.url) as read:
        local = LocalSearch(read, folder / "index")
        warm(local)
        in_worker = {call.name: cpu_and_wall(_asked(local, call)) for call in _chosen(archive, choose, count)}
        local.close()
    worker = WorkerSearch(archive.url, folder / "index")
    try:
        worker.status()
        _until_quiet(worker.process_id)
        opened = memory_mb(worker.process_id)
        through_pipe = {
            call.name: {"wall_ms": summed_up([one.wall_ms for one in _asked(worker, call)])}
            for call in _chosen(archive, choose, count)
        }
        asked = memory_mb(worker.process_id)
    finally:
        worker.close()
    return {
        "in_the_worker": in_worker,
        "at_the_windows_end": through_pipe,
        "worker_memory_mb": {"opened_and_warm": opened, "after_all_questions": asked},
    }


def _chosen(archive: Archive, choose: Chooser, count: int) -> list[Call]:
    return calls(choose, archive.ids(), count + _WARM_UP)


def _asked(service: SearchService, call: Call) -> list[Timed]:
    return [timed(partial(ask, service)) for ask in call.asks][_WARM_UP:]


def warm(search: LocalSearch) -> None:
    """Do all that the worker does while nobody asks."""
    search.prepare()
    while not (search.warmed() and search.verified()):
        pass


def _until_quiet(process_id: int) -> None:
    """Wait until a worker has nothing left to do."""
    process = psutil.Process(process_id)
    used = -1.0
    while used != (now := sum(process.cpu_times()[:2])):
        # Its look at the archive twice a second takes less than what is told of processor time.
        used = now
        time.sleep(_QUIET_S)


def edits(archive: Archive, folder: Path, count: int) -> dict[str, Any]:
    """Edit articles of a copy one by one: until the search finds it, and until the index on disk has it."""
    copy = folder / "edited"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    shutil.copytree(folder / "index", copy / "index")
    path = shutil.copyfile(archive.backup(copy / "backup"), copy / "edited.copydesk")
    visible, durable, folded = [], [], []
    with Archive.open(path) as edited, open_reader(path) as read:
        # As the worker does: whoever edits is another process.
        search = LocalSearch(read, copy / "index")
        warm(search)
        for number, id_ in enumerate(edited.ids()[:count]):
            edited.edit(id_, body=f"{edited.get(id_).body} {_MARK}")
            visible.append(timed(partial(_seen, search, number + 1)))
            durable.append(timed(search.catch_up))
            if number % _FOLDED_EVERY == _FOLDED_EVERY - 1:
                folded.append(timed(lambda: list(search.work("fold_edits")())))
        search.close()
    shutil.rmtree(copy)
    result = {"visible": cpu_and_wall(visible), "durable": cpu_and_wall(durable)}
    return result | ({"folding_eight": cpu_and_wall(folded)} if folded else {})


def _seen(search: LocalSearch, total: int) -> None:
    """Take in what was edited, and find it."""
    search.apply_edits()
    found = search.search(SearchRequest(query=_MARK, catch_up=False, snippets=False))
    if found.total != total:
        raise AssertionError(f"{found.total} edits are found of {total}")


def opening(archive: Path, folder: Path, query: str, runs: int) -> dict[str, Any]:
    """Start processes, one after another, each of which searches once."""
    runs_done: list[dict[str, Any]] = []
    environment = as_installed("desktop_app.search.local")
    command = [sys.executable, "-m", "tests.bench.search_cold", str(archive), str(folder / "index"), query]
    for _ in range(runs):
        done = subprocess.run(
            [*command, str(time.time())], capture_output=True, text=True, env=environment, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        runs_done.append(json.loads(done.stdout))
    parts = runs_done[0]["wall_ms"]
    return {
        "wall_ms": {part: round(statistics.median(one["wall_ms"][part] for one in runs_done), 1) for part in parts},
        "cpu_ms": round(statistics.median(one["cpu_ms"] for one in runs_done), 1),
    }
