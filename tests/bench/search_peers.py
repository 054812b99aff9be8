"""Three engines that are asked the same questions about the same words: ours, SQLite FTS5 and tantivy.

All of them hold the folded words of title and body as our index has them, so they must find the same documents, and
what they find is compared. An answer is the exact total and the ids and titles of the best fifty, in Python; with
facets, also how many there are of each author, section and year.

Each is asked as suits it best: FTS5 without content, with an index of beginnings, optimised, with a table of bodies
alone (no column filter slows it), its cache and file map large enough for all of it; tantivy with positions, its merges
done, facts as fast fields; ours as the product has it, folded.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import tantivy
from whoosh import query

from desktop_app.archive import Archive, Article
from desktop_app.search.arrays import ArraySearcher, SegmentView
from desktop_app.search.arrays.files import Array
from desktop_app.search.columns import Columns, Ints, Mask
from desktop_app.search.counting import first
from desktop_app.search.engine import WordIndex
from desktop_app.search.schema import SCHEMA
from desktop_app.text.plain import searchable_text
from desktop_app.text.words import folded_words
from tests.bench.search_kinds import Question

BEST = 50

TITLES_FROM = {
    "ours": "the columns of facts",
    "fts5": "the table of facts, joined in the statement that searches",
    "tantivy": "its own document store, document by document",
}

TITLE_WEIGHT = 3.0

_READ = 400
"""Texts fetched from the archive at once."""

_FAR = 99_999_999
"""A day after all days."""


@dataclass(frozen=True)
class Answer:
    """`best` are ids and titles; facets have no empty values."""

    total: int
    best: Sequence[tuple[int, str]]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    name: str

    def can(self, question: Question) -> bool: ...
    def answer(self, question: Question) -> Answer: ...


# Building the peers


def build(archive: Archive, folder: Path) -> None:
    """Build FTS5 and tantivy over all articles, those in the trash too, as our index has them."""
    folder.mkdir()
    fts5, other = _Fts5Builder(folder), _TantivyBuilder(folder)
    ids = sorted((*archive.ids(), *archive.ids(place="trash")))
    facts = {fact.id: fact for fact in archive.facts()}
    for at in range(0, len(ids), _READ):
        for article in archive.texts(ids[at : at + _READ]):
            known = facts[article.id]
            days = known.published_first, known.published_last
            texts = " ".join(folded_words(article.title)), " ".join(folded_words(searchable_text(article.body)))
            authors = tuple(dict.fromkeys(filter(None, known.authors)))
            fts5.add(article, texts, authors, days)
            other.add(article, texts, authors, days)
    fts5.finish()
    other.finish()


class _Fts5Builder:
    def __init__(self, folder: Path) -> None:
        self._sql = sqlite3.connect(folder / "fts5.sqlite")
        # Words are parted by spaces alone, and stay as they are.
        words = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
        options = f"""content='', prefix='3 4', tokenize="{words}" """
        self._sql.executescript(
            f"""CREATE VIRTUAL TABLE bodies USING fts5(body, {options});
            CREATE VIRTUAL TABLE texts USING fts5(title, body, {options});
            CREATE TABLE facts (id INTEGER PRIMARY KEY, title, section, first INTEGER, last INTEGER, year INTEGER);
            CREATE TABLE authors (id INTEGER, author, PRIMARY KEY (id, author)) WITHOUT ROWID;"""
        )

    def add(self, article: Article, texts: tuple[str, str], authors: Sequence[str], days: tuple[int, int]) -> None:
        self._sql.execute("INSERT INTO bodies (rowid, body) VALUES (?, ?)", (article.id, texts[1]))
        self._sql.execute("INSERT INTO texts (rowid, title, body) VALUES (?, ?, ?)", (article.id, *texts))
        facts = (article.id, article.title, article.section, *days, days[0] // 10_000)
        self._sql.execute("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?)", facts)
        self._sql.executemany("INSERT INTO authors VALUES (?, ?)", [(article.id, author) for author in authors])

    def finish(self) -> None:
        for table in ("bodies", "texts"):
            self._sql.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        self._sql.execute("CREATE INDEX by_day ON facts (first, id)")
        self._sql.execute("ANALYZE facts")
        self._sql.commit()
        self._sql.close()


class _TantivyBuilder:
    def __init__(self, folder: Path) -> None:
        path = folder / "tantivy"
        path.mkdir()
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True, fast=True)
        schema.add_text_field("shown", stored=True, tokenizer_name="raw")
        for name in ("title", "body"):
            schema.add_text_field(name, tokenizer_name="words")
        for name in ("author", "section"):
            schema.add_text_field(name, tokenizer_name="raw", fast=True)
        for name in ("first", "last", "year"):
            schema.add_integer_field(name, indexed=True, fast=True)
        index = tantivy.Index(schema.build(), path=str(path))
        _know_words(index)
        self._writer = index.writer(heap_size=256_000_000, num_threads=1)

    def add(self, article: Article, texts: tuple[str, str], authors: Sequence[str], days: tuple[int, int]) -> None:
        facts: dict[str, Any] = {"section": article.section} if article.section else {}
        if days[0]:
            facts |= {"year": days[0] // 10_000}
        title, body = texts
        document = tantivy.Document(
            id=article.id, shown=article.title, title=title, body=body, first=days[0], last=days[1], **facts
        )
        for author in authors:
            document.add_text("author", author)
        self._writer.add_document(document)

    def finish(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()


def _know_words(index: tantivy.Index) -> None:
    index.register_tokenizer("words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


# FTS5


def _opened(folder: Path) -> sqlite3.Connection:
    """Open the tables with room enough to keep all in memory."""
    sql = sqlite3.connect(folder / "fts5.sqlite")
    sql.execute("PRAGMA cache_size = -400000")
    sql.execute("PRAGMA mmap_size = 8000000000")
    return sql


class Fts5:
    """SQLite's full-text search. It knows neither patterns nor misspelt words.

    Total and best come of one statement that looks the matches up once: quicker than two, or than ORDER BY rank.
    """

    name = "fts5"

    def __init__(self, folder: Path) -> None:
        self._sql = _opened(folder)

    def can(self, question: Question) -> bool:
        return question.shape not in ("pattern", "misspelt")

    def answer(self, question: Question) -> Answer:
        match = self._match(question)
        if question.section:
            rows = self._narrowed(match, question)
        elif question.newest:
            rows = self._newest(match)
        else:
            rows = self._best(match, question)
        best = [(id_, title) for id_, title, _ in rows]
        return Answer(rows[0][2] if rows else 0, best, self._facets(match) if question.facets else {})

    def _match(self, question: Question) -> str:
        words = [f'"{word}"' for word in question.words]
        match question.shape:
            case "phrase":
                return f'"{" ".join(question.words)}"'
            case "any":
                return " OR ".join(words)
            case "begun":
                return f"{' AND '.join(words)} *"
            case _:
                return " AND ".join(words)

    def _best(self, match: str, question: Question) -> list[Any]:
        source = "bodies WHERE bodies MATCH ?"
        if question.shape == "weighted":
            source = f"texts WHERE texts MATCH ? AND rank MATCH 'bm25({TITLE_WEIGHT}, 1.0)'"
        return self._rows(
            f"WITH found AS MATERIALIZED (SELECT rowid AS id, rank AS score FROM {source}) "
            "SELECT id, title, (SELECT count(*) FROM found) "
            f"FROM (SELECT * FROM found ORDER BY score LIMIT {BEST}) JOIN facts USING (id) ORDER BY score",
            match,
        )

    def _newest(self, match: str) -> list[Any]:
        return self._rows(
            "WITH found AS MATERIALIZED (SELECT rowid AS id FROM bodies WHERE bodies MATCH ?) "
            "SELECT id, title, (SELECT count(*) FROM found) "
            f"FROM found JOIN facts USING (id) ORDER BY first DESC, id DESC LIMIT {BEST}",
            match,
        )

    def _narrowed(self, match: str, question: Question) -> list[Any]:
        first, last = question.days or (1, _FAR)
        return self._rows(
            "WITH found AS MATERIALIZED (SELECT id, title, rank AS score FROM bodies JOIN facts ON id = bodies.rowid "
            "WHERE bodies MATCH ? AND section = ? AND first BETWEEN 1 AND ? AND last >= ?) "
            f"SELECT id, title, (SELECT count(*) FROM found) FROM found ORDER BY score LIMIT {BEST}",
            match,
            question.section,
            last,
            first,
        )

    def _facets(self, match: str) -> Mapping[str, Mapping[str, int]]:
        """Count in one statement, the matches looked up once."""
        rows = self._rows(
            "WITH found AS MATERIALIZED (SELECT rowid AS id FROM bodies WHERE bodies MATCH ?) "
            "SELECT 'section', section, count(*) FROM found JOIN facts USING (id) WHERE section <> '' GROUP BY 2 "
            "UNION ALL SELECT 'year', year, count(*) FROM found JOIN facts USING (id) WHERE year > 0 GROUP BY 2 "
            "UNION ALL SELECT 'author', author, count(*) FROM found JOIN authors USING (id) GROUP BY 2",
            match,
        )
        facets: dict[str, dict[str, int]] = {"author": {}, "section": {}, "year": {}}
        for name, value, count in rows:
            facets[name][str(value)] = count
        return facets

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        return self._sql.execute(statement, values).fetchall()


# tantivy


class Tantivy:
    """tantivy as it is called from Python."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        index = tantivy.Index.open(str(folder / "tantivy"))
        _know_words(index)
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()

    @property
    def segments(self) -> int:
        return int(self._searcher.num_segments)

    def can(self, question: Question) -> bool:
        return True

    def answer(self, question: Question) -> Answer:
        node = self._node(question)
        options = {"order_by_field": "first"} if question.newest else {}
        found = self._searcher.search(node, BEST, **options)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        best = [(document.get_first("id"), document.get_first("shown")) for document in documents]
        return Answer(found.count, best, self._facets(node) if question.facets else {})

    def _facets(self, node: tantivy.Query) -> Mapping[str, Mapping[str, int]]:
        wanted = {name: {"terms": {"field": name, "size": 60_000}} for name in ("author", "section", "year")}
        counted = self._searcher.aggregate(node, wanted)
        return {
            name: {_text(bucket["key"]): bucket["doc_count"] for bucket in found["buckets"]}
            for name, found in counted.items()
        }

    def _node(self, question: Question) -> tantivy.Query:
        words = question.words
        match question.shape:
            case "phrase":
                return tantivy.Query.phrase_query(self._schema, "body", list(words))
            case "any":
                return self._several(map(self._term, words), tantivy.Occur.Should)
            case "begun":
                return self._all([*map(self._term, words[:-1]), self._pattern(words[-1] + "*")])
            case "pattern":
                return self._pattern(words[0])
            case "misspelt":
                return tantivy.Query.fuzzy_term_query(self._schema, "body", words[0], 1, transposition_cost_one=False)
            case "weighted":
                return self._all(map(self._in_title_or_body, words))
            case _:
                return self._all([*map(self._term, words), *self._facts(question)])

    def _facts(self, question: Question) -> Iterator[tantivy.Query]:
        if question.section:
            yield self._unscored(self._term(question.section, "section"))
        if question.days:
            for name, first, last in (("first", 1, question.days[1]), ("last", question.days[0], _FAR)):
                number = tantivy.FieldType.Integer
                yield self._unscored(tantivy.Query.range_query(self._schema, name, number, first, last))

    def _term(self, word: str, name: str = "body") -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, name, word)

    def _pattern(self, pattern: str) -> tantivy.Query:
        return tantivy.Query.regex_query(self._schema, "body", pattern.replace("*", ".*"))

    def _in_title_or_body(self, word: str) -> tantivy.Query:
        title = tantivy.Query.boost_query(self._term(word, "title"), TITLE_WEIGHT)
        return self._several([title, self._term(word)], tantivy.Occur.Should)

    def _all(self, nodes: Iterator[tantivy.Query] | Sequence[tantivy.Query]) -> tantivy.Query:
        parts = list(nodes)
        return parts[0] if len(parts) == 1 else self._several(parts, tantivy.Occur.Must)

    def _several(self, nodes: Any, occur: tantivy.Occur) -> tantivy.Query:
        return tantivy.Query.boolean_query([(occur, node) for node in nodes])

    def _unscored(self, node: tantivy.Query) -> tantivy.Query:
        return tantivy.Query.const_score_query(node, 0.0)


def _text(key: Any) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)


# Ours


class Arrays:
    """Our own engine on the product's index: trees of `whoosh.query`; facts are asked of the columns.

    It is in the state of a worker that had a second's rest: warm, and its files compared with their checksums.
    """

    name = "ours"

    def __init__(self, index: WordIndex, columns: Columns) -> None:
        index.look_at(columns)
        while not index.warmed():
            pass
        for _ in index.verifying():
            pass
        self._index = index
        self._columns = columns
        self._searcher = ArraySearcher(index.segments, SCHEMA)
        self._row_of = np.concatenate([index.rows_of(segment) for segment in index.segments])

    @property
    def segments(self) -> int:
        return len(self._index.segments)

    def can(self, question: Question) -> bool:
        return True

    def answer(self, question: Question) -> Answer:
        rows: list[Ints] = []
        needs_rows = question.newest or question.facets
        found = self._searcher.search(
            self._tree(question),
            0 if question.newest else BEST,
            filter=self._facts(question) if question.section else None,
            each=(lambda segment, docs: rows.append(self._rows(segment, docs))) if needs_rows else None,
        )
        if question.newest:
            at = np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)
            unscored = np.empty(0, dtype=np.float32)
            best = first(self._columns, at, "newest", unscored, BEST)
        else:
            best = self._row_of[found.best.docs]
        titled = list(zip(self._columns.ids[best].tolist(), self._columns.titles[best].tolist(), strict=True))
        return Answer(found.total, titled, self._facets(rows) if question.facets else {})

    def _rows(self, segment: SegmentView, docs: Array) -> Ints:
        return self._index.rows_of(segment)[docs]

    def _tree(self, question: Question) -> query.Query:
        words = question.words
        terms = [query.Term("body", word) for word in words]
        match question.shape:
            case "phrase":
                return query.Phrase("body", list(words))
            case "any":
                return query.Or(terms)
            case "begun":
                return query.And([*terms[:-1], query.Prefix("body", words[-1])])
            case "pattern":
                return query.Wildcard("body", words[0])
            case "misspelt":
                return query.FuzzyTerm("body", words[0], maxdist=1, prefixlength=0)
            case "weighted":
                titles = [query.Term("title", word, boost=TITLE_WEIGHT) for word in words]
                return query.And([query.Or(pair) for pair in zip(titles, terms, strict=True)])
            case _:
                return query.And(terms)

    def _facts(self, question: Question) -> Callable[[SegmentView, Ints], Mask]:
        """Say of articles found whether they are of a section and some years."""
        columns = self._columns
        code = columns.vocabularies["section"].known(question.section)
        since, until = question.days or (1, _FAR)

        def passes(segment: SegmentView, docs: Ints) -> Mask:
            rows = self._index.rows_of(segment)[docs]
            passed: Mask = (rows >= 0) & (columns.single["section"][rows] == code)
            days = columns.numbers["published_first"][rows]
            return passed & (days > 0) & (days <= until) & (columns.numbers["published_last"][rows] >= since)

        return passes

    def _facets(self, parts: Sequence[Ints]) -> Mapping[str, Mapping[str, int]]:
        columns = self._columns
        rows = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
        mask = np.zeros(len(columns), dtype=np.bool_)
        mask[rows] = True
        pairs = columns.multiple["authors"]
        years = np.bincount(columns.numbers["published_first"][rows] // 10_000, minlength=1)
        return {
            "author": self._named("authors", pairs.codes[mask[pairs.rows]]),
            "section": self._named("section", columns.single["section"][rows]),
            "year": {str(year): int(years[year]) for year in np.flatnonzero(years).tolist() if year},
        }

    def _named(self, name: str, codes: Array) -> Mapping[str, int]:
        counts = np.bincount(codes, minlength=1)
        values = self._columns.vocabularies[name].values
        return {values[code]: int(counts[code]) for code in np.flatnonzero(counts).tolist() if code}
