"""The archive: the truth of the program, behind one class whose every method is one transaction.

Promises: what a writing method has returned from is on the disk and survives a power cut; a save over somebody else's
text is a `ConflictError` with both texts kept; every write is numbered, so that followers miss nothing. Threads may
share an `Archive`: one writes at a time, the others read. Not for searching words quickly: that is `search`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from desktop_app.archive import following, listing, opening, pictures, query_sql, reading, versions, writing
from desktop_app.archive.articles import (
    Article,
    ArticleSummary,
    Changes,
    ChangeSet,
    ConflictError,
    Facts,
    NewPicture,
    Page,
    Picture,
    Place,
    PlaceCounts,
    Sort,
    Version,
    VersionReason,
    VersionText,
)
from desktop_app.archive.connections import Connections, Transaction
from desktop_app.archive.tables import article
from desktop_app.archive.uids import uuid7


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Archive:
    """One open archive. Make it with `Archive.open` or `Archive.create`; close it, or use it as a context manager."""

    def __init__(self, opened: opening.Opened) -> None:
        self._connections: Connections = opened.connections
        self.url: str = opened.url
        self.path: Path | None = opened.connections.path
        self.uid: str = opened.uid
        self.name: str = opened.connections.name
        self.schema_version: int = opened.schema_version
        self.read_only_reason: str = opened.connections.read_only_reason
        """Why nothing can be written, "" where it can."""

    # Opening and closing

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        read_only: bool = False,
        create: bool = False,
        clock: Callable[[], datetime] | None = None,
        new_uid: Callable[[], str] | None = None,
        backups: bool = True,
    ) -> Self:
        """Open an archive by path or database URL; `sqlite://` is a new one in memory.

        An archive of an older Copydesk is backed up and brought up to date (`backups=False` leaves the backup out); one
        of a newer Copydesk is opened for reading only.
        """
        means = opening.Means(clock or _utc_now, new_uid or uuid7, backups)
        return cls(opening.open_archive(where, means, read_only=read_only, create=create))

    @classmethod
    def create(
        cls,
        path: str | Path,
        *,
        clock: Callable[[], datetime] | None = None,
        new_uid: Callable[[], str] | None = None,
    ) -> Self:
        """Make a new archive file and open it; refuses to overwrite anything."""
        means = opening.Means(clock or _utc_now, new_uid or uuid7)
        return cls(opening.create_archive(path, means))

    def close(self) -> None:
        """Let go of the file."""
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Say whether nothing can be written."""
        return bool(self.read_only_reason)

    @property
    def seq(self) -> int:
        """The number of the last write."""
        with self._connections.reading() as connection:
            return following.current_seq(connection)

    # Reading articles

    def get(self, article_id: int) -> Article:
        """Return an article, or raise NotFound."""
        with self._connections.reading() as connection:
            return reading.get(connection, article_id)

    def find(self, name: int | str) -> Article | None:
        """Return the article with this id or uid, or None."""
        with self._connections.reading() as connection:
            article_id = reading.find_id(connection, name)
            return None if article_id is None else reading.get(connection, article_id)

    def texts(self, ids: Iterable[int]) -> list[Article]:
        """Return whole articles in the order of `ids`; those that do not exist are left out."""
        with self._connections.reading() as connection:
            return reading.texts(connection, ids)

    def summaries(self, ids: Iterable[int]) -> list[ArticleSummary]:
        """Return list rows in the order of `ids`; articles that do not exist are left out."""
        with self._connections.reading() as connection:
            return reading.summaries(connection, ids)

    def list(
        self,
        query: query_sql.Query | None = None,
        *,
        place: Place = "everything",
        sort: Sort = "newest",
        limit: int = 50,
        after: str | None = None,
    ) -> Page:
        """Return a page of a list; `after` is the `next` of the page before it."""
        with self._connections.reading() as connection:
            return listing.page(connection, query_sql.compiled(query), place, sort, limit, after)

    def count(self, query: query_sql.Query | None = None, place: Place = "everything") -> int:
        """Count the articles of a list."""
        with self._connections.reading() as connection:
            return listing.count(connection, query_sql.compiled(query), place)

    def ids(
        self, query: query_sql.Query | None = None, place: Place = "everything", sort: Sort = "newest"
    ) -> tuple[int, ...]:
        """Return the ids of a whole list, in its order."""
        with self._connections.reading() as connection:
            return listing.ids(connection, query_sql.compiled(query), place, sort)

    def counts(self) -> PlaceCounts:
        """Return the numbers of the navigator."""
        with self._connections.reading() as connection:
            return listing.counts(connection)

    def values(
        self, field: str, prefix: str = "", limit: int = 50, place: Place = "everything"
    ) -> Sequence[tuple[str, int]]:
        """Return the values of a field that begin with `prefix` (under the fold), most used first."""
        with self._connections.reading() as connection:
            return listing.values(connection, field, prefix, limit, place)

    def by_sha256(self, hashes: Iterable[str]) -> dict[str, int]:
        """Return which of these files were imported: hash -> article id."""
        with self._connections.reading() as connection:
            return reading.by_origin(connection, article.c.origin_sha256, hashes)

    def by_source_path(self, paths: Iterable[str]) -> dict[str, int]:
        """Return which of these places were imported from: path -> id of the newest article."""
        with self._connections.reading() as connection:
            return reading.by_origin(connection, article.c.origin_path, paths)

    # Following

    def changes_after(self, seq: int, limit: int = 5000) -> ChangeSet:
        """Return what changed after the write number `seq`, each article once; ask again while `more`."""
        with self._connections.reading() as connection:
            return following.changes_after(connection, seq, limit)

    def facts(self, ids: Iterable[int] | None = None) -> Sequence[Facts]:
        """Return the facts of these articles, or of all with the trash, by id."""
        with self._connections.reading() as connection:
            return following.facts(connection, ids)

    # Writing articles

    def add(
        self,
        *articles: Article,
        batch: int | None = None,
        pictures: Mapping[int, Sequence[NewPicture]] | None = None,
    ) -> Changes:
        """Add articles; `Changes.articles` are their ids, in order. `pictures` go by position in `articles`."""
        with self._writing() as transaction:
            writing.add(transaction, articles, batch, pictures or {})
            return transaction.changes(version=1 if len(articles) == 1 else None)

    def save_text(self, article_id: int, *, base_version: int, title: str, standfirst: str, body: str) -> Changes:
        """Save a text over the version it was made from; `Changes.version` is the next `base_version`.

        Raises ConflictError when the text was changed meanwhile; ours is then kept as a version.
        """
        with self._writing() as transaction:
            outcome = writing.save_text(transaction, article_id, base_version, title, standfirst, body)
            changes = transaction.changes(version=None if isinstance(outcome, ConflictError) else outcome)
        if isinstance(outcome, ConflictError):
            raise outcome
        return changes

    def edit(self, article_id: int, *, base_version: int | None = None, **fields: Any) -> Changes:
        """Set fields of one article. With a `base_version`, a text changed elsewhere raises ConflictError."""
        with self._writing() as transaction:
            outcome = writing.edit(transaction, article_id, base_version, fields)
            changes = transaction.changes(version=None if isinstance(outcome, ConflictError) else outcome)
        if isinstance(outcome, ConflictError):
            raise outcome
        return changes

    def trash(self, ids: Iterable[int]) -> Changes:
        """Move articles to the trash: all of them or, where one does not exist, none."""
        with self._writing() as transaction:
            writing.trash(transaction, ids)
            return transaction.changes()

    def untrash(self, ids: Iterable[int]) -> Changes:
        """Put articles back where they were before the trash."""
        with self._writing() as transaction:
            writing.untrash(transaction, ids)
            return transaction.changes()

    def purge(self, ids: Iterable[int]) -> Changes:
        """Delete articles for ever, with their versions and pictures. There is no way back: ask first."""
        with self._writing() as transaction:
            writing.purge(transaction, ids)
            return transaction.changes()

    @contextmanager
    def _writing(self) -> Iterator[Transaction]:
        with self._connections.writing() as transaction:
            yield transaction
