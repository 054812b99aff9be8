"""How long an index takes from nothing, and SQLite FTS5 beside it on the same articles.

Ours is the product's own way: all processors, whole analysis, sketches, durable files. FTS5 is fed plain texts read
from the same archive in the same way, and cuts words with its own tokenizer in C (unicode61): it neither folds Turkish
letters nor keeps forms, names or sketches. Both run in processes of their own, whose memory is looked at from outside.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from desktop_app.archive.articles import ShownArticle
from desktop_app.archive.reader import Readable, open_reader
from desktop_app.search.local import LocalSearch
from desktop_app.text.plain import searchable_text
from tests.bench.measures import as_installed, megabytes, memory_mb

_READ = 400
"""Texts fetched from the archive at once, as the product does."""

_LOOK_S = 0.05
"""How often memory is looked at."""


def measured(archive: Path, folder: Path) -> dict[str, Any]:
    """Build `folder` / index anew, and FTS5 beside it; leave the index there."""
    shutil.rmtree(folder / "index", ignore_errors=True)
    ours = _watched("ours", archive, folder / "index")
    other = folder / "fts5-build"
    shutil.rmtree(other, ignore_errors=True)
    other.mkdir()
    fts5 = _watched("fts5", archive, other)
    shutil.rmtree(other)
    return {
        "ours": ours,
        "fts5": fts5,
        "ours_times_as_many_articles_per_cpu_s": round(fts5["searchable_cpu_s"] / ours["searchable_cpu_s"], 2),
        "and_merged": round(fts5["merged_cpu_s"] / ours["merged_cpu_s"], 2),
    }


def ensured(archive: Path, folder: Path) -> None:
    """Build the index if it is not there."""
    if not (folder / "index").exists():
        _watched("ours", archive, folder / "index")


def _watched(what: str, archive: Path, folder: Path) -> dict[str, Any]:
    """Build in a process of its own, and add the most memory each of its processes had."""
    command = [sys.executable, "-m", "tests.bench.search_build", what, str(archive), str(folder)]
    environment = as_installed("tests.bench.search_build")
    command.append(str(time.time()))
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert child.stdout is not None
    peaks: dict[int, float] = {}
    while child.poll() is None:
        for id_ in _family(child.pid):
            peaks[id_] = max(peaks.get(id_, 0.0), memory_mb(id_).get("peak", 0.0))
        time.sleep(_LOOK_S)
    if child.returncode:
        raise SystemExit(f"building failed: {what}")
    return json.loads(child.stdout.read()) | {"peak_mb_of_each_process": sorted(peaks.values(), reverse=True)}


def _family(process: int) -> list[int]:
    try:
        return [process, *(child.pid for child in psutil.Process(process).children(recursive=True))]
    except psutil.NoSuchProcess:
        return []


def _cpu_s() -> float:
    """Return the CPU time of this process and those it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _ours(archive: Readable, folder: Path, started: float) -> dict[str, Any]:
    search = LocalSearch(archive, folder)
    firsts: list[float] = []
    status = search.catch_up(lambda _: firsts.append(time.time() - started))
    result: dict[str, Any] = {
        "articles": status.documents,
        "first_searchable_wall_s": round(firsts[0], 2) if firsts else None,
        "searchable_wall_s": round(time.time() - started, 2),
        "searchable_cpu_s": round(_cpu_s(), 2),
    }
    for _ in search.work("fold")():
        pass
    result |= {"merged_wall_s": round(time.time() - started, 2), "merged_cpu_s": round(_cpu_s(), 2)}
    search.prepare()
    while not search.warmed():
        pass
    search.close()
    return result | {"and_tables_of_stems_cpu_s": round(_cpu_s(), 2), "megabytes": megabytes(folder)}


def _fts5(archive: Readable, folder: Path, started: float) -> dict[str, Any]:
    sql = sqlite3.connect(folder / "texts.sqlite")
    sql.execute("PRAGMA journal_mode = wal")
    sql.execute("PRAGMA cache_size = -200000")
    sql.execute("CREATE VIRTUAL TABLE texts USING fts5(title, standfirst, body, names, content='')")
    ids = archive.every_id()
    reading = 0.0
    for at in range(0, len(ids), _READ):
        before = time.process_time()
        rows = list(_plain(archive.shown(ids[at : at + _READ])))
        reading += time.process_time() - before
        sql.executemany("INSERT INTO texts (rowid, title, standfirst, body, names) VALUES (?, ?, ?, ?, ?)", rows)
    sql.commit()
    result = {
        "articles": len(ids),
        "searchable_wall_s": round(time.time() - started, 2),
        "searchable_cpu_s": round(_cpu_s(), 2),
        "of_that_reading_cpu_s": round(reading, 2),
    }
    sql.execute("INSERT INTO texts (texts) VALUES ('optimize')")
    sql.commit()
    sql.execute("PRAGMA wal_checkpoint (truncate)")
    sql.close()
    return result | {
        "merged_wall_s": round(time.time() - started, 2),
        "merged_cpu_s": round(_cpu_s(), 2),
        "megabytes": megabytes(folder),
    }


def _plain(articles: list[ShownArticle]) -> Iterator[tuple[int, str, str, str, str]]:
    for article in articles:
        yield article.id, article.title, article.standfirst, searchable_text(article.body), " ".join(article.authors)


def main() -> None:
    """Build, and print what it took: the process that `measured` looks at."""
    parser = argparse.ArgumentParser(description="One build, for tests.bench.search.")
    parser.add_argument("what", choices=("ours", "fts5"))
    parser.add_argument("archive", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("started", type=float)
    asked = parser.parse_args()
    with open_reader(asked.archive) as archive:
        build = _ours if asked.what == "ours" else _fts5
        print(json.dumps(build(archive, asked.folder, asked.started)))


if __name__ == "__main__":
    main()
