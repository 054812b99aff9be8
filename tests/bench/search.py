"""The search measured: engine against engines, whole pages of the product, building, edits, opening.

    python -m tests.bench.search --articles 100000                 generated articles
    python -m tests.bench.search --articles 10000 --folder DIR     archive and indexes stay there for the next run
    python -m tests.bench.search --archive real.copydesk           a copy of an archive there is
    python -m tests.bench.search --articles 0 --corpora DIR        4,613 real articles (DIR/markdown)
    python -m tests.bench.search --only queries product            build queries product edits open

Prints one JSON value, and a table for people on stderr. `queries` puts the same questions to our engine, to SQLite FTS5
and to tantivy in turn, question by question, in this one process: CPU milliseconds for the exact total and the best
fifty with their titles (`search_peers.py` says who is asked how). All three must find the same: what differs is
counted. The other parts are in `search_product.py` and `search_build.py`. Times on a busy machine mean little: quote
the ratios of medians. `texts` says which figures come from generated articles and which from real ones; generated ones
have real posting lengths but fewer words that come once. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from desktop_app.archive import Archive
from desktop_app.search.columns import Columns
from desktop_app.search.engine import WordIndex
from desktop_app.search.shelf import Shelf
from tests.bench import search_build, search_peers, search_product
from tests.bench.generator import fill
from tests.bench.measures import machine, summed_up, timed
from tests.bench.search_kinds import Chooser, Kind, Kinds, body_frequencies
from tests.bench.search_peers import Answer, Arrays, Engine, Fts5, Tantivy

PARTS = ("build", "queries", "product", "edits", "open")

SEED = 3
WARM_UP = 3
"""Questions of each kind asked before those that count."""

EDITS = 50
OPENINGS = 7


def measured(archive: Archive, folder: Path, parts: Sequence[str], questions: int) -> dict[str, Any]:
    """Measure these parts on an archive; what is built for it lies in the folder."""
    assert archive.path is not None
    result: dict[str, Any] = {"articles": len(archive.ids())}
    if "build" in parts:
        _tell("building")
        result["build"] = search_build.measured(archive.path, folder)
    search_build.ensured(archive.path, folder)
    current, _ = Shelf(folder / "index", archive.uid).current()
    assert current is not None
    index = WordIndex(current)
    frequencies = body_frequencies(index)
    if "queries" in parts:
        _tell("queries")
        result["queries"] = _queries(archive, index, frequencies, folder, questions)
    index.close()
    choose = Chooser(archive, frequencies, SEED + 1)
    if "product" in parts:
        _tell("whole pages")
        result["product"] = search_product.measured(archive, folder, choose, questions)
    if "edits" in parts:
        _tell("edits")
        result["edits"] = search_product.edits(archive, folder, min(EDITS, questions))
    if "open" in parts:
        words = " ".join(choose.together("middling", "middling"))
        result["open"] = search_product.opening(archive.path, folder, words, min(OPENINGS, questions))
    return result


def _queries(
    archive: Archive, index: WordIndex, frequencies: Mapping[str, int], folder: Path, questions: int
) -> dict[str, Any]:
    peers = folder / "peers"
    if not peers.exists():
        _tell("feeding the peers")
        search_peers.build(archive, folder / "peers.new")
        (folder / "peers.new").rename(peers)
    ours, fts5, other = Arrays(index, Columns.of(archive.facts())), Fts5(peers), Tantivy(peers)
    kinds = Kinds(Chooser(archive, frequencies, SEED), questions + WARM_UP)
    return {
        "questions_a_kind": questions,
        "titles_from": search_peers.TITLES_FROM,
        "segments": {engine.name: engine.segments for engine in (ours, other)},
        "kinds": {kind.name: _compared(kind, (ours, fts5, other)) for kind in kinds},
    }


def _compared(kind: Kind, engines: Sequence[Engine]) -> dict[str, Any]:
    """Ask all engines in turn, question by question; another one begins each time."""
    times: dict[str, list[float]] = {engine.name: [] for engine in engines}
    totals, disagreements = [], []
    for number, question in enumerate(kind.questions):
        answers: dict[str, Answer] = {}
        for turn in range(len(engines)):
            engine = engines[(number + turn) % len(engines)]
            if engine.can(question):
                cpu_ms, _, answers[engine.name] = timed(partial(engine.answer, question))
                if number >= WARM_UP:
                    times[engine.name].append(cpu_ms)
        totals.append(answers["ours"].total)
        if len({(one.total, len(one.best), _counted(one)) for one in answers.values()}) > 1:
            disagreements.append({"question": repr(question)} | {name: one.total for name, one in answers.items()})
    cpu = {name: summed_up(measured) for name, measured in times.items() if measured}
    result: dict[str, Any] = {"hits": summed_up(totals)["median"], "cpu_ms": cpu}
    for name in cpu.keys() - {"ours"}:
        result[f"ours_by_{name}"] = round(cpu["ours"]["median"] / cpu[name]["median"], 2)
    return result | {"disagreements": disagreements}


def _counted(answer: Answer) -> str:
    """Return facets in a form that is equal when they are."""
    return json.dumps(answer.facets, sort_keys=True)


# Archives


def _generated(path: Path, articles: int) -> None:
    with Archive.create(path) as made:
        fill(made, articles)


def _copied(path: Path, original: Path) -> None:
    with Archive.open(original, read_only=True) as archive:
        archive.backup(path)


def _real(path: Path, corpora: Path) -> None:
    from tests.search.test_corpora import read

    articles = list(read(corpora))
    with Archive.create(path) as made:
        for at in range(0, len(articles), 500):
            made.add(*articles[at : at + 500])


def _archives(asked: argparse.Namespace) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """Yield what texts there are to measure on, and what makes an archive of them."""
    if asked.archive is not None:
        yield asked.archive.stem, partial(_copied, original=asked.archive)
    elif asked.articles:
        yield f"generated-{asked.articles}", partial(_generated, articles=asked.articles)
    if asked.corpora is not None:
        yield "real", partial(_real, corpora=asked.corpora)


# For people


def _tell(what: str) -> None:
    print(f"… {what}", file=sys.stderr, flush=True)


def _table(texts: str, result: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n{texts}: {result['articles']:,} articles"
    if "build" in result:
        yield from (f"  {name}: {value}" for name, value in _flat(result["build"]))
    if "queries" in result:
        yield f"  {'CPU ms, median / p95':36}{'ours':>17}{'fts5':>17}{'tantivy':>17}   x fts5   x tantivy"
        for name, kind in result["queries"]["kinds"].items():
            cells = [
                "{median:9.2f} /{p95:6.2f}".format(**kind["cpu_ms"][engine]) if engine in kind["cpu_ms"] else "-"
                for engine in ("ours", "fts5", "tantivy")
            ]
            ratios = [kind.get(f"ours_by_{engine}", "-") for engine in ("fts5", "tantivy")]
            differ = f"   {len(kind['disagreements'])} DIFFER" if kind["disagreements"] else ""
            yield f"  {name:36}" + "".join(f"{cell:>17}" for cell in cells) + f"{ratios[0]:>9}{ratios[1]:>12}{differ}"
    for part in ("product", "edits", "open"):
        if part in result:
            yield from (f"  {name}: {value}" for name, value in _flat(result[part]))


def _flat(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the leaves of nested values under their whole names; median and 95th percentile in one line."""
    for name, part in value.items():
        if not isinstance(part, Mapping):
            yield before + name, part
        elif set(part) == {"median", "p95"}:
            yield before + name, f"{part['median']} / {part['p95']}"
        else:
            yield from _flat(part, f"{before}{name}, ")


def run(arguments: Sequence[str] | None = None) -> dict[str, Any]:
    """Do what the arguments ask for; return what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000, help="generate so many")
    parser.add_argument("--archive", type=Path, metavar="FILE", help="measure on a copy of this archive instead")
    parser.add_argument("--corpora", type=Path, metavar="DIR", help="measure on the real texts in DIR/markdown too")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="keep archives and indexes here between runs")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--questions", type=int, default=60, help="of each kind (60)")
    asked = parser.parse_args(arguments)
    result: dict[str, Any] = {"machine": machine(), "texts": {}}
    with tempfile.TemporaryDirectory() as temporary:
        for texts, make in _archives(asked):
            folder = (asked.folder or Path(temporary)) / texts
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / "archive.copydesk"
            if not path.exists():
                draft = path.with_stem("unfinished")
                draft.unlink(missing_ok=True)
                make(draft)
                draft.rename(path)
            with Archive.open(path) as archive:
                found = result["texts"][texts] = measured(archive, folder, asked.only, asked.questions)
            print(*_table(texts, found), sep="\n", file=sys.stderr, flush=True)
    return result | {"machine_afterwards": machine()}


if __name__ == "__main__":
    print(json.dumps(run(), indent=1))
