"""Between the frozen values and the rows of the tables, both ways. No SQL is sent from here."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from desktop_app.archive.articles import (
    DRAFT_STATUSES,
    Article,
    ArticleSummary,
    Author,
    Facts,
    Provenance,
    Rights,
    ShownArticle,
)
from desktop_app.archive.door import EDITABLE
from desktop_app.archive.form import PLACES, UNDATED
from desktop_app.query.matching import value_key
from desktop_app.text.dates import PartialDate
from desktop_app.text.facts import TextFacts, text_facts
from desktop_app.text.folding import fold
from desktop_app.text.words import folded_words

_TITLE_KEY = 200
"""Enough to sort by, and a title of 10,000 letters does not fill the index."""

_KEYED = ("language", "kind", "section", "folder", "publication")

_DAY_US = 86_400_000_000
_FIRST_DAY = date(1970, 1, 1).toordinal()

Row = Any
"""A row of `article` (with or without `article_text`), by column name."""


def name_key(name: str) -> str:
    """Return a person's name as folded words between spaces, so that ` words in a row ` is found by LIKE."""
    return f" {' '.join(folded_words(name))} "


def text_digest(title: str, standfirst: str, body: str) -> str:
    """Return the fingerprint by which texts are compared; NUL cannot stand in a text."""
    return _sha256(f"{title}\0{standfirst}\0{body}")


def state_digest(article: Article, text: str) -> str:
    """Return the fingerprint of all a user may set; `text` is the digest of the texts."""
    facts = [getattr(article, name) for name in EDITABLE if name not in ("title", "standfirst", "body", "extra")]
    return _sha256(f"{text}{facts!r}{dict(article.extra)!r}")


def _sha256(text: str) -> str:
    # Here: it brings OpenSSL with it, and who only reads does without.
    from hashlib import sha256

    return sha256(text.encode()).hexdigest()


_TINY = 400
"""Bytes of JSON up to which zlib takes longer to begin than it saves."""


def pack(value: Any) -> bytes:
    """Return JSON under zlib, tiny JSON as it is. Level 3 is 3 times as quick as 9 and 5 % larger on articles."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return plain if len(plain) <= _TINY else zlib.compress(plain, 3)


def unpack(data: bytes) -> Any:
    """Read what `pack` wrote: zlib begins with an x, which no list or table in JSON does."""
    return json.loads(zlib.decompress(data) if data[:1] == b"x" else data)


def place_of(status: str, trashed_at: datetime | None) -> int:
    """Return the number of the place an article lies in."""
    if trashed_at is not None:
        return PLACES["trash"]
    return PLACES["desk" if status in DRAFT_STATUSES else "archive"]


def text_columns(title: str, standfirst: str, body: str, facts: TextFacts | None = None) -> dict[str, Any]:
    """Return all columns of `article` that follow from its text; `facts` of its body where they are known already."""
    facts = facts or text_facts(body)
    return {
        "title": title,
        "title_key": title_key(title),
        "lead": facts.lead,
        "words": facts.words,
        "has_picture": facts.has_picture,
        "text_digest": text_digest(title, standfirst, body),
    }


def title_key(title: str) -> str:
    """Return the form of a title by which lists are sorted and titles compared."""
    return fold(title[: _TITLE_KEY * 2])[:_TITLE_KEY]


def fact_columns(article: Article) -> dict[str, Any]:
    """Return the columns of `article` for all facts that a user may set."""
    published = article.published
    columns: dict[str, Any] = {name: getattr(article, name) for name in _KEYED}
    columns.update({f"{name}_key": value_key(columns[name]) for name in _KEYED})
    columns.update(
        status=article.status,
        place=place_of(article.status, article.trashed_at),
        issue=article.issue,
        page=article.page,
        word_goal=article.word_goal,
        published_text=published.text if published else "",
        published_first=published.first if published else 0,
        published_last=published.last if published else 0,
        published_order=published.first if published else UNDATED,
        source_name=article.source_name,
        source_key=value_key(article.source_name),
        source_url=article.source_url,
        canonical_url=article.canonical_url,
    )
    return columns


def origin_columns(provenance: Provenance | None) -> dict[str, Any]:
    """Return the columns that say where an article came from."""
    if provenance is None:
        return {"origin_path": "", "origin_sha256": "", "origin_encoding": ""}
    return {
        "origin_path": provenance.path,
        "origin_sha256": provenance.sha256,
        "origin_encoding": provenance.encoding,
    }


def long_columns(article: Article) -> dict[str, Any]:
    """Return the columns of `article_text`."""
    removed = article.provenance.removed if article.provenance else ()
    return {
        "standfirst": article.standfirst,
        "body": article.body,
        "summary": article.summary,
        "rights_holder": article.rights.holder,
        "rights_licence": article.rights.licence,
        "rights_embargo": article.rights.embargo,
        "rights_note": article.rights.note,
        "extra": json.dumps(dict(article.extra), ensure_ascii=False) if article.extra else "{}",
        "origin_removed": json.dumps(removed, ensure_ascii=False) if removed else "[]",
    }


SUMMARY_COLUMNS = (
    "id", "uid", "title", "lead", "section", "language", "status", "kind", "publication", "folder",
    "published_text", "published_first", "published_last", "words", "word_goal", "created", "updated", "trashed_at",
    "batch", "has_picture", "deadline",
)  # fmt: skip
"""What `to_summary` needs."""


def to_article(row: Row, authors: tuple[Author, ...], tags: tuple[str, ...]) -> Article:
    """Make an article of a row that joins `article` and `article_text`."""
    return Article(
        id=row.id,
        uid=row.uid,
        title=row.title,
        standfirst=row.standfirst,
        body=row.body,
        summary=row.summary,
        language=row.language,
        status=row.status,
        kind=row.kind,
        section=row.section,
        authors=authors,
        tags=tags,
        folder=row.folder,
        publication=row.publication,
        issue=row.issue,
        page=row.page,
        word_goal=row.word_goal,
        published=to_date(row),
        source_name=row.source_name,
        source_url=row.source_url,
        canonical_url=row.canonical_url,
        rights=Rights(row.rights_holder, row.rights_licence, row.rights_embargo, row.rights_note),
        extra=json.loads(row.extra) if row.extra != "{}" else {},
        provenance=_to_provenance(row),
        words=row.words,
        created=row.created,
        updated=row.updated,
        trashed_at=row.trashed_at,
        version=row.version,
    )


def to_day(stored: int) -> date | None:
    """Return the day that is stored as yyyymmdd, None for the mark of no day."""
    return None if stored == UNDATED else date(stored // 10000, stored // 100 % 100, stored % 100)


def to_summary(row: Row, authors: tuple[str, ...], tags: tuple[str, ...]) -> ArticleSummary:
    """Make a list row of a row of `article`."""
    return ArticleSummary(
        id=row.id,
        uid=row.uid,
        title=row.title,
        lead=row.lead,
        authors=authors,
        section=row.section,
        tags=tags,
        language=row.language,
        status=row.status,
        kind=row.kind,
        publication=row.publication,
        folder=row.folder,
        published=to_date(row),
        words=row.words,
        word_goal=row.word_goal,
        created=row.created,
        updated=row.updated,
        trashed_at=row.trashed_at,
        batch=row.batch or None,
        has_pictures=row.has_picture,
        deadline=to_day(row.deadline),
    )


SHOWN_COLUMNS = (
    "id", "uid", "version", "title", "lead", "section", "language", "status", "kind", "publication",
    "published_text", "published_first", "published_last", "words",
)  # fmt: skip
SHOWN_TEXTS = ("standfirst", "body")
"""What `to_shown` needs, of `article` and of `article_text`: nothing that has to be converted."""


def to_shown(
    row: Sequence[Any], authors: Mapping[int, Sequence[str]], tags: Mapping[int, Sequence[str]]
) -> ShownArticle:
    """Make what a search shows of a row, with or without the texts."""
    (
        id_, uid, version, title, lead, section, language, status, kind, publication, published, first, last, words,
        *texts,
    ) = row  # fmt: skip
    standfirst, body = texts or ("", "")
    return ShownArticle(
        id=id_,
        uid=uid,
        version=version,
        title=title,
        standfirst=standfirst,
        body=body,
        lead=lead,
        authors=tuple(authors.get(id_, ())),
        section=section,
        tags=tuple(tags.get(id_, ())),
        language=language,
        status=status,
        kind=kind,
        publication=publication,
        published=PartialDate(published, first, last) if first else None,
        words=words,
    )


FACT_COLUMNS = (
    "id", "title", "section", "language", "status", "kind", "publication", "folder", "source_name", "source_url",
    "batch", "published_first", "published_last", "words", "has_picture",
)  # fmt: skip
FACT_MOMENTS = ("created", "updated", "trashed_at")
"""What `to_facts` needs: the columns as they are, then points in time as the numbers they are stored as."""


def to_facts(
    rows: Iterable[Row], authors: Mapping[int, Sequence[str]], tags: Mapping[int, Sequence[str]]
) -> list[Facts]:
    """Make facts of rows of `article`."""
    days = _Days()
    return [
        Facts(
            id=id_,
            title=title,
            authors=tuple(authors[id_]) if id_ in authors else (),
            section=section,
            tags=tuple(tags[id_]) if id_ in tags else (),
            language=language,
            status=status,
            kind=kind,
            publication=publication,
            folder=folder,
            source_name=source_name,
            batch=batch,
            published_first=first,
            published_last=last,
            created=days[created // _DAY_US],
            updated=days[updated // _DAY_US],
            words=words,
            has_picture=bool(has_picture),
            has_source=bool(source_name or source_url),
            trashed=trashed is not None,
        )
        for (
            id_, title, section, language, status, kind, publication, folder, source_name, source_url,
            batch, first, last, words, has_picture, created, updated, trashed,
        ) in rows
    ]  # fmt: skip


class _Days(dict[int, int]):
    """Day since 1970 -> yyyymmdd, each worked out once."""

    def __missing__(self, day: int) -> int:
        found = date.fromordinal(_FIRST_DAY + day)
        self[day] = number = found.year * 10_000 + found.month * 100 + found.day
        return number


def to_date(row: Row) -> PartialDate | None:
    """Make the publishing date of a row of `article`."""
    if not row.published_first:
        return None
    return PartialDate(row.published_text, row.published_first, row.published_last)


def _to_provenance(row: Row) -> Provenance | None:
    if not (row.origin_path or row.origin_sha256 or row.batch):
        return None
    removed = tuple(json.loads(row.origin_removed)) if row.origin_removed != "[]" else ()
    return Provenance(row.origin_path, row.origin_sha256, row.origin_encoding, row.batch or None, removed)


def article_to_json(article: Article) -> dict[str, Any]:
    """Return every field a user may set, and the provenance, as JSON: the former state an undo goes back to."""
    return {
        **{name: field_to_json(name, getattr(article, name)) for name in EDITABLE},
        "provenance": _provenance_to_json(article.provenance),
    }


def article_from_json(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that `article_to_json` wrote, for `dataclasses.replace`."""
    provenance = state["provenance"]
    return {
        **{name: field_from_json(name, state[name]) for name in EDITABLE},
        "provenance": provenance and Provenance(**{**provenance, "removed": tuple(provenance["removed"])}),
    }


def field_to_json(name: str, value: Any) -> Any:
    """Return one field's value as JSON."""
    if name == "authors":
        return [[author.name, author.affiliation] for author in value]
    if name == "tags":
        return list(value)
    if name == "published":
        return value and [value.text, value.first, value.last]
    if name == "rights":
        return [value.holder, value.licence, value.embargo, value.note]
    if name == "extra":
        return dict(value)
    return value


def field_from_json(name: str, value: Any) -> Any:
    """Read what `field_to_json` wrote."""
    if name == "authors":
        return tuple(Author(*author) for author in value)
    if name == "tags":
        return tuple(value)
    if name == "published":
        return PartialDate(*value) if value else None
    if name == "rights":
        return Rights(*value)
    return value


def _provenance_to_json(provenance: Provenance | None) -> dict[str, Any] | None:
    if provenance is None:
        return None
    return {
        "path": provenance.path,
        "sha256": provenance.sha256,
        "encoding": provenance.encoding,
        "batch": provenance.batch,
        "removed": list(provenance.removed),
    }
