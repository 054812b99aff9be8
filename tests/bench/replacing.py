"""What replacing across an archive costs: plan, run, cancel, undo; and looking for what was written before.

    python -m tests.bench.replacing --corpora FOLDER
    python -m tests.bench.replacing --articles 10000

`--corpora` imports the real articles of the Markdown collections in the folder, `--articles` takes the generator's. The
peer is the same work on files: `grep -o` over one file an article for the plan, `sed -i` for the run, neither of which
keeps what was there before. Prints JSON; processor time is what to compare, wall time is what a user waits.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from desktop_app.archive import Archive, Article
from desktop_app.search.earlier import earlier
from desktop_app.search.local import LocalSearch
from desktop_app.search.replacing import ReplacePlan, ReplaceRequest, Rule, plan
from desktop_app.search.service import SearchRequest
from desktop_app.search.word_forms import word_forms
from desktop_app.text.finding import Wish
from tests.bench.generator import Generator
from tests.bench.measures import Timed, cpu_and_wall, machine, timed

WISHES = {
    "rare word": Wish("zucchini", whole_words=True),
    "word": Wish("accessibility", whole_words=True),
    "inside words": Wish("access"),
    "phrase": Wish("plain language", whole_words=True),
    "letters exactly": Wish("GSA", match_case=True, whole_words=True),
    "pattern": Wish(r"\b(20\d\d)-(\d\d)\b", is_pattern=True),
    "most common word": Wish("the", whole_words=True),
}


def run(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Measure and return the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Archive.create(folder / "bench.copydesk") as archive:
            _fill(archive, _articles(options.corpora, options.articles))
            search = LocalSearch(archive, folder / "index")
            search.catch_up()
            figures = {
                "machine": machine(),
                "articles": len(archive.every_id()),
                "megabytes": round(sum(len(one.body) for one in archive.wordings(archive.every_id())) / 1e6, 1),
                "plans": {name: _plans(archive, search, wish, options.times) for name, wish in WISHES.items()},
                "forms": cpu_and_wall([timed(lambda: word_forms(archive, search, "website", "page"))]),
                "earlier": _earlier(archive, search),
                "run": _run(archive, search),
                "files": _files(archive, folder / "files", options.times),
            }
            search.close()
    return figures


def _articles(corpora: Path | None, count: int) -> Iterable[Article]:
    if corpora is None:
        return islice(Generator().articles(), count)
    from tests.search.test_corpora import read

    return read(corpora)


def _fill(archive: Archive, articles: Iterable[Article]) -> None:
    some: list[Article] = []
    for article in articles:
        some.append(article)
        if len(some) == 500:
            archive.add(*some)
            some = []
    archive.add(*some)


def _plans(archive: Archive, search: LocalSearch, wish: Wish, times: int) -> dict[str, Any]:
    request = ReplaceRequest((Rule(wish, "X"),), SearchRequest(sort="newest"))
    measured = [timed(lambda: plan(archive, search, request)) for _ in range(times)]
    made: ReplacePlan = measured[0].value
    return {"hits": made.hits, "in": len(made.articles), "read": made.read, **cpu_and_wall(measured)}


def _earlier(archive: Archive, search: LocalSearch) -> dict[str, Any]:
    some = [one for one in archive.wordings(archive.every_id()[::97]) if len(one.body) > 2000][:20]
    measured = [timed(lambda one=one: earlier(archive, search, one.id, one.body)) for one in some]  # type: ignore[misc]
    return {"drafts": len(some), **cpu_and_wall(measured)}


def _run(archive: Archive, search: LocalSearch) -> dict[str, Any]:
    """Change every text, stopped once on the way; then take all of it back. Autosaves are timed meanwhile."""
    rule = Rule(Wish(r"\A(?!X)(\S)", is_pattern=True), r"X\1")
    before = [(one.title, one.standfirst, one.body) for one in archive.wordings(archive.every_id())]
    [draft] = archive.add(Article(title="A draft that is being written")).articles
    made = plan(archive, search, ReplaceRequest((rule,), SearchRequest(place="archive"), addresses=True))
    saves, stop = _Autosaves(archive, draft), threading.Event()
    saves.start()
    written = timed(lambda: archive.replace_texts(made.edits(), told=made.told))
    saves.stop()
    undone = timed(lambda: archive.undo(written.value.undo))
    stopped_s = 0.0
    began = time.perf_counter()

    def progress(done: int, total: int) -> None:
        nonlocal stopped_s
        if not stop.is_set():
            stopped_s = time.perf_counter()
            stop.set()

    made = plan(archive, search, made.request)
    archive.replace_texts(made.edits(), told=made.told, progress=progress, cancelled=stop)
    cancel_ms = (time.perf_counter() - stopped_s) * 1000
    archive.undo()
    archive.purge([draft])
    after = [(one.title, one.standfirst, one.body) for one in archive.wordings(archive.every_id())]
    return {
        "articles": len(written.value.articles),
        "write": _whole(written),
        "undo": _whole(undone),
        "every_text_is_back": after == before,
        "stopped_after_ms": round(cancel_ms, 1),
        "until_stopped_s": round(time.perf_counter() - began, 1),
        "autosaves_meanwhile_ms": saves.summary(),
    }


class _Autosaves(threading.Thread):
    """Saves a text twice a second and notes how long each save took."""

    def __init__(self, archive: Archive, article_id: int) -> None:
        super().__init__()
        self._archive, self._id = archive, article_id
        self._ended = threading.Event()
        self.took_ms: list[float] = []

    def run(self) -> None:
        version = self._archive.get(self._id).version
        while not self._ended.wait(0.5):
            started = time.perf_counter()
            body = f"text {len(self.took_ms)}"
            changes = self._archive.save_text(self._id, base_version=version, title="D", standfirst="", body=body)
            version = changes.version or version
            self.took_ms.append((time.perf_counter() - started) * 1000)

    def stop(self) -> None:
        self._ended.set()
        self.join()

    def summary(self) -> dict[str, float]:
        ordered = sorted(self.took_ms) or [0.0]
        return {
            "count": len(self.took_ms),
            "median": round(ordered[len(ordered) // 2], 1),
            "most": round(ordered[-1], 1),
        }


def _whole(one: Timed) -> dict[str, float]:
    return {"cpu_s": round(one.cpu_ms / 1000, 2), "wall_s": round(one.wall_ms / 1000, 2)}


def _files(archive: Archive, folder: Path, times: int) -> dict[str, Any]:
    """The same on plain files, which know neither folds nor versions nor a way back."""
    folder.mkdir()
    for one in archive.wordings(archive.every_id()):
        (folder / f"{one.id}.md").write_text(f"{one.title}\n{one.standfirst}\n{one.body}", "utf-8")
    looks = [_command(["grep", "-r", "-o", "-i", "-w", "accessibility", str(folder)]) for _ in range(times)]
    files = sorted(map(str, folder.iterdir()))
    write = _command(["sed", "-i", "s/accessibility/X/gI", *files])
    return {"grep_wall_ms": round(sorted(looks)[len(looks) // 2], 1), "sed_wall_ms": round(write, 1)}


def _command(words: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=False)
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    print(json.dumps(run(), indent=2, ensure_ascii=False))
