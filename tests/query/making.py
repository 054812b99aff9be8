"""Articles to ask about, as the archive hands them out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from desktop_app.archive.articles import Article, Author, Provenance
from desktop_app.query import parse
from desktop_app.text.dates import parse_date

TODAY = date(2024, 3, 5)
"""A Tuesday in a leap year."""


def article(**fields: Any) -> Article:
    """Make an article; `authors` may be names, `published` a text, `batch` a number."""
    if "authors" in fields:
        fields["authors"] = tuple(Author(name) for name in fields["authors"])
    if isinstance(fields.get("published"), str):
        fields["published"] = parse_date(fields["published"])
    if "batch" in fields:
        fields["provenance"] = Provenance(path="a.md", sha256="", batch=fields.pop("batch"))
    for name in ("created", "updated", "trashed_at"):
        if isinstance(fields.get(name), str):
            fields[name] = datetime.fromisoformat(fields[name]).replace(tzinfo=UTC)
    return Article(**fields)


def finds(query: str, **fields: Any) -> bool:
    """Say whether the query finds an article with these fields."""
    return parse(query, today=TODAY).matches(article(**fields))
