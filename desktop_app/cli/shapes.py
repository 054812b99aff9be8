"""The JSON of the command line, as scripts of other people rely on it. Fields may be added, none taken away.

In lists and hits `published` is a plain ISO date (`1998-03`), good for sorting; `show` gives it as it was typed. The
JSON of a whole article is `transfer/json_file.py`, the same for `show` and `export`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.archive.articles import ArticleSummary, Batch, Version
    from desktop_app.search.service import Bin, Hit, IndexStatus, Related, SearchResult
    from desktop_app.text.dates import PartialDate


def hit(found: Hit) -> dict[str, Any]:
    """Return a hit of `search --json`."""
    return {
        "id": found.id,
        "uid": found.uid,
        "title": found.title,
        "authors": list(found.authors),
        "section": found.section,
        "tags": list(found.tags),
        "language": found.language,
        "status": found.status,
        "published": day(found.published),
        "words": found.words,
        "score": round(found.score, 4),
        "reprints": found.reprints,
        "kind": found.kind,
        "publication": found.publication,
        "title_spans": [list(span) for span in found.title_spans],
        "snippets": [{"text": part.text, "spans": [list(span) for span in part.spans]} for part in found.snippets],
    }


def result(found: SearchResult, *, facets_asked: bool, timeline_asked: bool, explained: bool) -> dict[str, Any]:
    """Return the value of `search --json`."""
    value: dict[str, Any] = {
        "query": found.request.query,
        "parsed": found.parsed,
        "total": found.total,
        "took_ms": round(found.took_ms, 1),
        "index": index(found.index),
        "hits": [hit(one) for one in found.hits],
    }
    if facets_asked:
        value["facets"] = facets(found)
    if timeline_asked:
        value["timeline"] = timeline(found.timeline)
    if explained or found.corrections:
        value["corrections"] = [{"term": one.term, "to": one.to, "hits": one.hits} for one in found.corrections]
    if explained or found.terms:
        value["terms"] = [{"term": one.term, "documents": one.documents} for one in found.terms]
    if explained or found.also_matched:
        value["also_matched"] = list(found.also_matched)
    value["notes"] = list(found.notes)
    return value


def facets(found: SearchResult) -> dict[str, list[list[Any]]]:
    """Return facet: [[value, count], …]."""
    return {name: [[value.value, value.count] for value in values] for name, values in found.facets.items()}


def timeline(bins: Sequence[Bin]) -> list[list[Any]]:
    """Return [[bin, hits, share of that bin's articles], …]."""
    return [[one.key, one.count, round(one.share, 6)] for one in bins]


def index(status: IndexStatus) -> dict[str, Any]:
    """Return the state of the index."""
    return {"state": status.state, "behind": status.behind, "documents": status.documents}


def summary(row: ArticleSummary, reprints: int) -> dict[str, Any]:
    """Return an article of `list --json`: the fields of a hit without score and snippets."""
    return {
        "id": row.id,
        "uid": row.uid,
        "title": row.title,
        "authors": list(row.authors),
        "section": row.section,
        "tags": list(row.tags),
        "language": row.language,
        "status": row.status,
        "published": day(row.published),
        "words": row.words,
        "reprints": reprints,
        "kind": row.kind,
        "publication": row.publication,
        "folder": row.folder,
        "updated": moment(row.updated),
    }


def version(kept: Version) -> dict[str, Any]:
    """Return a version of `versions --json`."""
    return {
        "number": kept.number,
        "kept": moment(kept.kept_at),
        "reason": kept.reason.value,
        "name": kept.name,
        "title": kept.title,
        "words": kept.words,
    }


def batch(one: Batch) -> dict[str, Any]:
    """Return an import of `imports --json`."""
    return {
        "batch": one.number,
        "started": moment(one.started),
        "source": one.source,
        "added": one.added,
        "updated": one.updated,
        "failed": one.failed,
        "undone": moment(one.undone),
        "unchanged": one.unchanged,
        "duplicates": one.duplicates,
        "finished": moment(one.finished),
    }


def related(found: Related) -> dict[str, Any]:
    """Return an article of `similar --json`."""
    return {"id": found.id, "title": found.title, "published": day(found.published), "score": round(found.score, 4)}


def day(date: PartialDate | None) -> str | None:
    """Return `1998-03`, or None."""
    return date.iso if date else None


def moment(when: datetime | None) -> str | None:
    """Return a moment in UTC, or None."""
    return when.astimezone(UTC).isoformat(timespec="seconds") if when else None
