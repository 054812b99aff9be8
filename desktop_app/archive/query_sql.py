"""A query as SQL: facts become a WHERE clause, words stay with `Query.matches`.

Promises: the clause never leaves out an article that the query matches. Where it is not exact (words, some wildcards),
`decide` reads the candidates and asks the query itself: right, and as slow as reading is. The quick way for words is
`search`.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from desktop_app.archive.articles import DRAFT_STATUSES
from desktop_app.archive.door import clean_text
from desktop_app.archive.form import PLACES, microseconds
from desktop_app.archive.ids import chunks
from desktop_app.archive.reading import texts
from desktop_app.archive.tables import article, article_author, article_tag, author, tag
from desktop_app.query import Query, asks_for_trash, facts_part, only_facts, tree
from desktop_app.query.matching import pattern_words, value_key
from desktop_app.text.folding import fold_word

_LONGEST_PATTERN = 5_000
"""SQLite refuses a LIKE pattern of 50,000 bytes."""

_Clause = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause; where it is not exact, it finds more than the query and may not be negated."""

    clause: _Clause
    exact: bool = True


_UNKNOWN = _Part(sa.true(), exact=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a list shows."""

    clause: _Clause
    query: Query | None = None
    exact: bool = True
    trash_too: bool = False

    def places(self, places: Sequence[int]) -> Sequence[int]:
        """Add the trash to "everything" where the query asks for it."""
        return (*places, PLACES["trash"]) if self.trash_too and len(places) > 1 else places

    def decide(self, connection: sa.Connection, rows: Sequence[tuple[int, Any]]) -> list[tuple[int, Any]]:
        """Keep the candidates that the query matches, in order."""
        if self.exact or self.query is None:
            return list(rows)
        found: set[int] = set()
        for part in chunks(rows, 200):
            candidates = texts(connection, [row[0] for row in part])
            found.update(one.id for one in candidates if self.query.matches(one))
        return [row for row in rows if row[0] in found]


def compiled(query: Query | None) -> Filter:
    """Turn a query into a filter; None is everything."""
    if query is None:
        return Filter(sa.true())
    part = _compile(facts_part(query.node))
    return Filter(part.clause, query, part.exact and only_facts(query.node), asks_for_trash(query.node))


def _compile(node: tree.Node) -> _Part:
    match node:
        case tree.Everything():
            return _Part(sa.true())
        case tree.And():
            parts = [_compile(part) for part in node.parts]
            return _Part(sa.and_(sa.true(), *(part.clause for part in parts)), all(part.exact for part in parts))
        case tree.Or():
            parts = [_compile(part) for part in node.parts]
            return _Part(sa.or_(sa.false(), *(part.clause for part in parts)), all(part.exact for part in parts))
        case tree.Not():
            inner = _compile(node.part)
            return _Part(sa.not_(inner.clause)) if inner.exact else _UNKNOWN
        case tree.Value("author"):
            return _author(node.value)
        case tree.Value():
            return _value(node.field, value_key(node.value))
        case tree.Has():
            return _Part(_has(node.field) if node.present else sa.not_(_has(node.field)))
        case tree.DateRange():
            return _Part(_dates(node))
        case tree.WordCount():
            return _Part(_between(article.c.words, node.low, node.high))
        case tree.Flag():
            return _Part(_flag(node.name))
        case _:
            return _UNKNOWN


_COLUMNS = {
    "section": (article.c.section, article.c.section_key),
    "kind": (article.c.kind, article.c.kind_key),
    "language": (article.c.language, article.c.language_key),
    "status": (article.c.status, article.c.status),
    "publication": (article.c.publication, article.c.publication_key),
    "folder": (article.c.folder, article.c.folder_key),
    "source": (article.c.source_name, article.c.source_key),
}


def _value(field: str, wanted: str) -> _Part:
    """Compile `field:value`; `wanted` is folded and may hold `*` and `?`."""
    if len(wanted) > _LONGEST_PATTERN:
        return _UNKNOWN
    if clean_text(wanted) != wanted:
        return _Part(sa.false())  # No value in the archive holds a NUL or a lone surrogate.
    if field == "tag":
        tagged = sa.select(article_tag.c.article_id).join(tag).where(_alike(tag.c.name_key, wanted))
        return _Part(article.c.id.in_(tagged))
    if field == "batch":
        return _Part(sa.and_(article.c.batch != 0, _alike(sa.cast(article.c.batch, sa.Text), wanted)))
    if field == "id":
        if wanted.isdecimal() and len(wanted) < 10 and wanted == str(int(wanted)):
            return _Part(sa.or_(article.c.id == int(wanted), article.c.uid == wanted))
        return _Part(sa.or_(_alike(sa.cast(article.c.id, sa.Text), wanted), _alike(article.c.uid, wanted)))
    value, key = _COLUMNS[field]
    return _Part(sa.and_(value != "", _alike(key, wanted)))


def _alike(column: sa.ColumnElement[str], wanted: str) -> _Clause:
    """Compare a folded column with a folded pattern of `*` and `?`."""
    if "*" in wanted or "?" in wanted:
        return column.like(_like(wanted), escape="\\")
    return column == wanted


def _like(pattern: str) -> str:
    for sign in "\\%_":
        pattern = pattern.replace(sign, "\\" + sign)
    return pattern.replace("*", "%").replace("?", "_")


def _author(wanted: str) -> _Part:
    """Compile `author:words in a row`: names are stored as folded words between spaces.

    A wildcard inside could run across the spaces, so that only one at the very end is exact.
    """
    parts = [fold_word(part) for part in pattern_words(wanted)]
    row = " ".join(parts)
    if not parts or len(row) > _LONGEST_PATTERN:
        return _UNKNOWN
    head = row.removesuffix("*")
    prefix = head != row
    exact = "*" not in head and "?" not in head and not (prefix and head.endswith(" "))
    pattern = f"% {_like(head)}%" if prefix else f"% {_like(head)} %"
    named = sa.select(article_author.c.article_id).join(author).where(author.c.name_key.like(pattern, escape="\\"))
    return _Part(article.c.id.in_(named), exact)


def _has(field: str) -> _Clause:
    if field == "author":
        return article.c.id.in_(sa.select(article_author.c.article_id))
    if field == "tag":
        return article.c.id.in_(sa.select(article_tag.c.article_id))
    if field == "batch":
        return article.c.batch != 0
    if field == "published":
        return article.c.published_first != 0
    if field in _COLUMNS:
        return _COLUMNS[field][0] != ""
    return sa.true()  # Every article has an id and its times.


def _dates(wanted: tree.DateRange) -> _Clause:
    if wanted.field == "published":
        first = sa.true() if wanted.first is None else article.c.published_last >= wanted.first
        last = sa.true() if wanted.last is None else article.c.published_first <= wanted.last
        return sa.and_(article.c.published_first != 0, first, last)
    moment = sa.type_coerce(article.c[wanted.field], sa.BigInteger)
    begin = None if wanted.first is None else _start_us(wanted.first)
    end = None if wanted.last is None else _start_us(wanted.last + 1) - 1
    return _between(moment, begin, end)


def _start_us(number: int) -> int:
    """Return the first microsecond of the earliest day not before yyyymmdd, which need not be in the calendar."""
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    if year < 1:
        year, month, day = 1, 1, 1
    if month < 1:
        month, day = 1, 1
    if month > 12:
        year, month, day = year + 1, 1, 1
    if year <= 9999 and day > calendar.monthrange(year, month)[1]:
        year, month, day = (year + 1, 1, 1) if month == 12 else (year, month + 1, 1)
    if year > 9999:
        return 2**62
    return microseconds(datetime(year, month, max(day, 1), tzinfo=UTC))


def _between(column: sa.ColumnElement[int], low: int | None, high: int | None) -> _Clause:
    """Compile inclusive ends, None = open; numbers beyond the column's are brought to its edge."""
    edge = 2**62
    least = sa.true() if low is None else column >= max(-edge, min(low, edge))
    most = sa.true() if high is None else column <= max(-edge, min(high, edge))
    return sa.and_(least, most)


def _flag(name: tree.FlagName) -> _Clause:
    match name:
        case "picture":
            return article.c.has_picture
        case "source":
            return sa.or_(article.c.source_name != "", article.c.source_url != "")
        case "draft":
            return article.c.status.in_(DRAFT_STATUSES)
        case "trashed":
            return article.c.place == PLACES["trash"]
        case _:
            return sa.false()  # Reprints are found by comparing texts, which is the search's work.
