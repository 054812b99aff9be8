"""How good the ranking is: MAP and nDCG@10 on collections of documents, queries and judgements.

    python -m tests.bench.relevance cranfield cisi          found in COPYDESK_CORPORA/search
    python -m tests.bench.relevance /any/folder             with docs.jsonl, queries.jsonl, qrels.tsv

The queries are asked of the product's own search, through an archive and its index: any of the words; and all of the
words, then those with some (`plain`). Figures are given for all queries, and for odd and even ones apart: weights were
tuned on the odd ones. Relevant is any grade above 0; gain is the grade, discounted by log2(place + 1); queries without
judgements do not count. Prints one JSON value.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import statistics
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.archive import Archive, Article, Author
from desktop_app.search.local import LocalSearch
from desktop_app.search.service import SearchRequest
from desktop_app.text.words import folded_words

Grades = Mapping[int, int]
"""Document -> grade, for one query."""


@dataclass(frozen=True)
class Collection:
    documents: Sequence[Mapping[str, str | int]]
    queries: Sequence[tuple[int, str]]
    judgements: Mapping[int, Grades]


def read(folder: Path) -> Collection:
    """Read a collection."""

    def rows(name: str) -> list[dict[str, str | int]]:
        with (folder / name).open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    judgements: dict[int, dict[int, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8") as lines:
        for query, document, grade in csv.reader(lines, delimiter="\t"):
            judgements.setdefault(int(query), {})[int(document)] = int(grade)
    queries = [(int(row["id"]), str(row["text"])) for row in rows("queries.jsonl")]
    return Collection(rows("docs.jsonl"), queries, judgements)


def average_precision(ranked: Sequence[int], grades: Grades) -> float:
    """Return the mean of the precision at each relevant document, 0 for those that were not found."""
    hits, total = 0, 0.0
    for place, document in enumerate(ranked, 1):
        if grades.get(document, 0) > 0:
            hits += 1
            total += hits / place
    return total / max(1, sum(grade > 0 for grade in grades.values()))


def ndcg(ranked: Sequence[int], grades: Grades, places: int = 10) -> float:
    """Return the discounted gain of the first places, as a share of the best there could be."""

    def gain(found: Sequence[int]) -> float:
        return sum(grade / math.log2(place + 1) for place, grade in enumerate(found[:places], 1))

    best = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(document, 0) for document in ranked]) / best if best else 0.0


class Asked:
    """A collection as an archive with its index."""

    def __init__(self, collection: Collection, folder: Path) -> None:
        self._archive = Archive.create(folder / "collection.copydesk")
        self._documents: dict[int, int] = {}
        for row in collection.documents:
            names = str(row.get("author") or "")
            changes = self._archive.add(
                Article(
                    title=str(row.get("title") or ""),
                    body=str(row.get("text") or ""),
                    authors=(Author(names),) if names else (),
                    language="en",
                    status="published",
                )
            )
            self._documents[changes.articles[0]] = int(row["id"])
        self._search = LocalSearch(self._archive, folder / "index")
        self._search.catch_up()

    def any_word(self, text: str) -> list[int]:
        """Rank what has any of the words; one that is repeated in the query counts as often."""
        return self._ranked(" OR ".join(folded_words(text)))

    def plain(self, text: str) -> list[int]:
        """Rank what has all of the words, then what has some."""
        every = self._ranked(" ".join(dict.fromkeys(folded_words(text))))
        return list(dict.fromkeys((*every, *self.any_word(text))))

    def _ranked(self, query: str) -> list[int]:
        found = self._search.matching_ids(SearchRequest(query=query, catch_up=False))
        return [self._documents[id_] for id_ in found]

    def close(self) -> None:
        self._search.close()
        self._archive.close()


def figures(collection: Collection, rank: Callable[[str], list[int]]) -> dict[str, dict[str, float]]:
    """Ask all queries one way."""
    found = {
        number: (average_precision(ranked, collection.judgements[number]), ndcg(ranked, collection.judgements[number]))
        for number, text in collection.queries
        if number in collection.judgements and (ranked := rank(text)) is not None
    }

    def mean(numbers: Sequence[int]) -> dict[str, float]:
        return {
            "queries": len(numbers),
            "map": round(statistics.fmean(found[number][0] for number in numbers), 4),
            "ndcg_10": round(statistics.fmean(found[number][1] for number in numbers), 4),
        }

    return {
        "all": mean(list(found)),
        "odd": mean([number for number in found if number % 2]),
        "even": mean([number for number in found if not number % 2]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the ranking on judged queries.")
    parser.add_argument("collections", nargs="+", metavar="NAME|FOLDER")
    asked = parser.parse_args()
    report = {}
    for name in asked.collections:
        folder = Path(name) if Path(name).is_dir() else Path(os.environ.get("COPYDESK_CORPORA", ".")) / "search" / name
        collection = read(folder)
        with tempfile.TemporaryDirectory() as place:
            search = Asked(collection, Path(place))
            report[folder.name] = {
                "documents": len(collection.documents),
                "any_word": figures(collection, search.any_word),
                "plain": figures(collection, search.plain),
            }
            search.close()
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
