"""An article as JSON: every field, as `show --format json` prints it (cli.md). Fields may be added, none taken away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from desktop_app.archive.articles import Article, Picture


def article_json(article: Article, pictures: Sequence[Picture] = ()) -> dict[str, Any]:
    """Return every field of an article as JSON values; moments in UTC, `published` as it was typed."""
    rights, origin = article.rights, article.provenance
    names = ("id", "uid", "title", "standfirst", "body", "summary")
    plain = ("section", "language", "status", "kind", "folder", "publication", "issue", "page")
    return {
        **{name: getattr(article, name) for name in names},
        "authors": [{"name": author.name, "affiliation": author.affiliation} for author in article.authors],
        **{name: getattr(article, name) for name in plain},
        "tags": list(article.tags),
        "published": article.published.text if article.published else None,
        "source_name": article.source_name,
        "source_url": article.source_url,
        "canonical_url": article.canonical_url,
        "rights": {
            "holder": rights.holder,
            "licence": rights.licence,
            "embargo": rights.embargo,
            "note": rights.note,
        },
        "word_goal": article.word_goal,
        "words": article.words,
        "created": _moment(article.created),
        "updated": _moment(article.updated),
        "trashed": _moment(article.trashed_at),
        "version": article.version,
        "extra": dict(article.extra),
        "pictures": [
            {"name": one.name, "sha256": one.sha256, "type": one.media_type, "bytes": one.size} for one in pictures
        ],
        "provenance": None
        if origin is None
        else {
            "path": origin.path,
            "encoding": origin.encoding,
            "sha256": origin.sha256,
            "batch": origin.batch,
            "removed": list(origin.removed),
        },
    }


def write_json(value: Any) -> bytes:
    """Return a value as a JSON file for people too: indented, letters as they are."""
    return (json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n").encode()


def _moment(when: datetime | None) -> str | None:
    return None if when is None else when.astimezone(UTC).isoformat(timespec="seconds")
