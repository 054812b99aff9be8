"""How long building and searching take, with SQLite's FTS5 beside it in the same run on the same texts.

    python -m tests.bench.search --articles 10000            generated articles
    python -m tests.bench.search --archive real.copydesk     an archive there is

Prints one JSON value: CPU milliseconds (median, 95th percentile) a query, a kind at a time, both engines in turn, with
page cache warm and no answer remembered from an earlier query. Ours is a whole search (exact total, 50 rows with title,
names and tags, no snippets unless said); FTS5's is count, the 50 best by bm25, and their titles.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.archive import Archive
from desktop_app.search import start_worker
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
from desktop_app.text.plain import searchable_text
from desktop_app.text.words import folded_words
from tests.bench.generator import fill

QUERIES = 20
"""Queries a kind."""


@dataclass(frozen=True)
class Kind:
    """One kind of query: what we are asked, and what FTS5 is asked (empty = it cannot)."""

    name: str
    ours: list[str]
    theirs: list[str]
    options: dict[str, Any]


def cpu_ms(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return (time.process_time() - started) * 1000


def summed_up(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 3),
    }


class Peer:
    """SQLite FTS5 over the same texts, folded by our fold, so that both find the same words."""

    def __init__(self, archive: Archive, path: Path) -> None:
        self._sql = sqlite3.connect(path)
        self._sql.execute("CREATE VIRTUAL TABLE texts USING fts5(title, standfirst, body, names, content='')")
        self._sql.execute("CREATE TABLE titles (id INTEGER PRIMARY KEY, title TEXT)")
        self.build_cpu_s = cpu_ms(lambda: self._build(archive)) / 1000

    def _build(self, archive: Archive) -> None:
        ids = archive.ids()
        for at in range(0, len(ids), 500):
            articles = archive.texts(ids[at : at + 500])
            self._sql.executemany(
                "INSERT INTO texts (rowid, title, standfirst, body, names) VALUES (?, ?, ?, ?, ?)",
                (
                    (
                        a.id,
                        *(" ".join(folded_words(text)) for text in (a.title, a.standfirst, searchable_text(a.body))),
                        " ".join(folded_words(" ".join(author.name for author in a.authors))),
                    )
                    for a in articles
                ),
            )
            self._sql.executemany("INSERT INTO titles VALUES (?, ?)", ((a.id, a.title) for a in articles))
        self._sql.execute("INSERT INTO texts(texts) VALUES ('optimize')")
        self._sql.commit()

    def search(self, query: str) -> int:
        """Count, and fetch the best fifty."""
        total: int = self._sql.execute("SELECT count(*) FROM texts WHERE texts MATCH ?", (query,)).fetchone()[0]
        best = self._sql.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 5, 2.5, 1, 2.5) LIMIT 50", (query,)
        ).fetchall()
        for (id_,) in best:
            self._sql.execute("SELECT title FROM titles WHERE id = ?", (id_,)).fetchone()
        return total

    def words_by_frequency(self) -> list[tuple[str, int]]:
        """Return all words with the number of articles each stands in, the most frequent first."""
        self._sql.execute("CREATE VIRTUAL TABLE temp.lexicon USING fts5vocab(main, texts, 'row')")
        found = self._sql.execute("SELECT term, doc FROM temp.lexicon ORDER BY doc DESC, term").fetchall()
        return [(word, documents) for word, documents in found if word.isalpha() and len(word) > 1]


def kinds(archive: Archive, frequencies: list[tuple[str, int]], chance: random.Random) -> Iterator[Kind]:
    """Choose queries out of the archive's own words; hardly a word comes twice, so that nothing is remembered."""
    articles = len(archive.ids())
    rare = [word for word, documents in frequencies if 2 <= documents <= 10]
    middle = [word for word, documents in frequencies if articles / 500 <= documents <= articles / 20]
    common = [word for word, documents in frequencies if documents > articles / 10]
    longer = [word for word in middle if len(word) > 5]

    def some(words: Sequence[str]) -> list[str]:
        return [chance.choice(words) for _ in range(QUERIES)]

    def pairs(first: Sequence[str], second: Sequence[str], between: str = " ") -> list[str]:
        return [f"{a}{between}{b}" for a, b in zip(some(first), some(second), strict=True)]

    def both(name: str, queries: list[str]) -> Kind:
        return Kind(name, queries, queries, {})

    def alone(name: str, queries: list[str], **options: Any) -> Kind:
        return Kind(name, queries, [], options)

    yield both("rare word", some(rare))
    yield both("middling word", some(middle))
    yield both("common word", some(common))
    yield both("two words", pairs(middle, middle))
    yield both("two words, one common", pairs(common, middle))
    yield both("either of two", pairs(middle, middle, " OR "))
    yield both("phrase", [f'"{phrase}"' for phrase in _phrases(archive, chance)])
    yield both("prefix of four letters", [word[:4] + "*" for word in some(longer)])
    yield both("prefix of three letters", [word[:3] + "*" for word in some(longer)])
    yield both("as one types", [f"{a} {b[:3]}*" for a, b in zip(some(middle), some(longer), strict=True)])
    yield alone("wildcard", [f"{word[:2]}*{word[-2:]}" for word in some(longer)])
    yield alone("misspelt word", [word[:2] + word[3:] + "~" for word in some(longer)])
    yield alone("word and facts", [f"{word} section:culture date:1950..1999" for word in some(middle)])
    yield alone("common word by date", some(common), sort="newest")
    yield alone("two words, facets, timeline", pairs(middle, middle), facets=True, timeline="year")
    yield alone("the same with 50 snippets", pairs(middle, middle), facets=True, timeline="year", snippets=True)


def _phrases(archive: Archive, chance: random.Random) -> list[str]:
    found: list[str] = []
    while len(found) < QUERIES:
        ids = archive.ids()
        words = folded_words(searchable_text(archive.texts([chance.choice(ids)])[0].body))
        if len(words) > 20:
            at = chance.randrange(len(words) - 2)
            found.append(f"{words[at]} {words[at + 1]}")
    return found


def measured(archive: Archive, folder: Path) -> dict[str, Any]:
    """Build both, then ask both in turn."""
    size = len(archive.ids())
    search = LocalSearch(archive, folder / "index")
    build_cpu_s = cpu_ms(search.catch_up) / 1000
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    peer = Peer(archive, folder / "fts5.sqlite")
    chosen = list(kinds(archive, peer.words_by_frequency(), random.Random(3)))
    result = {
        "articles": size,
        "build": {
            "ours_cpu_s": round(build_cpu_s, 2),
            "ours_articles_per_cpu_s": round(size / build_cpu_s),
            "ours_peak_memory_mb": round(memory_mb),
            "ours_mb": round(_bytes(folder / "index") / 1e6, 1),
            "fts5_cpu_s": round(peer.build_cpu_s, 2),
            "fts5_mb": round((folder / "fts5.sqlite").stat().st_size / 1e6, 1),
        },
        "queries_cpu_ms": {kind.name: _asked(search, peer, kind) for kind in chosen},
        "completion_cpu_ms": _completions(search, chosen[0].ours),
        "edit_to_found_cpu_ms": _edits(archive, search),
    }
    search.close()
    if archive.path is not None:
        result["worker_wall_ms"] = _through_the_pipe(archive, folder / "index", chosen[-1])
    return result


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _request(kind: Kind, query: str) -> SearchRequest:
    return SearchRequest(query=query, **{"snippets": False, "catch_up": False} | kind.options)


def _asked(search: LocalSearch, peer: Peer, kind: Kind) -> dict[str, dict[str, float]]:
    """Ask both in turn, query by query."""
    ours: list[float] = []
    theirs: list[float] = []
    for number, query in enumerate(kind.ours):
        ours.append(cpu_ms(partial(search.search, _request(kind, query))))
        if kind.theirs:
            theirs.append(cpu_ms(partial(peer.search, kind.theirs[number])))
    return {"ours": summed_up(ours)} | ({"fts5": summed_up(theirs)} if theirs else {})


def _completions(search: LocalSearch, words: Sequence[str]) -> dict[str, float]:
    return summed_up([cpu_ms(partial(search.suggest, word[:3])) for word in words])


def _edits(archive: Archive, search: LocalSearch) -> dict[str, float]:
    """Measure from a save to the search that finds it; the saving itself is not counted."""
    times = []
    for number, id_ in enumerate(archive.ids()[:QUERIES]):
        archive.edit(id_, title=f"Edited zzq{number}")
        request = SearchRequest(query=f"zzq{number}", snippets=False)
        times.append(cpu_ms(partial(search.search, request)))
        assert search.search(request).total == 1
    return summed_up(times)


def _through_the_pipe(archive: Archive, folder: Path, kind: Kind) -> dict[str, float]:
    """Measure at the window's end of the pipe: wall time, all cores as busy as they are."""
    worker = start_worker(archive.url, folder)
    worker.catch_up()
    times = []
    for query in kind.ours:
        started = time.perf_counter()
        worker.search(_request(kind, query))
        times.append((time.perf_counter() - started) * 1000)
    worker.close()
    return summed_up(times)


def main() -> None:
    """Measure, print JSON."""
    parser = argparse.ArgumentParser(description="Measure building and searching, with FTS5 beside it.")
    parser.add_argument("--articles", type=int, default=10_000, help="generate so many")
    parser.add_argument("--archive", type=Path, help="measure on a copy of this archive instead")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "measured.copydesk"
        if asked.archive is not None:
            with Archive.open(asked.archive, read_only=True) as original:
                shutil.copyfile(original.backup(path.with_suffix(".backup")), path)
        with Archive.open(path, create=asked.archive is None) as archive:
            if asked.archive is None:
                fill(archive, asked.articles)
            print(json.dumps(measured(archive, folder), indent=1))


if __name__ == "__main__":
    main()
