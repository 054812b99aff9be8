"""The archive: the truth of the program, behind one class whose every method is one transaction.

Promises: what a writing method has returned from is on the disk and survives a power cut; a save over somebody else's
text is a `ConflictError` with both texts kept; every write is numbered, so that followers miss nothing. Threads may
share an `Archive`: one writes at a time, the others read. Not for searching words quickly: that is `search`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from desktop_app.archive import (
    batches,
    bulk,
    following,
    listing,
    opening,
    pictures,
    query_sql,
    reading,
    searches,
    versions,
    writing,
)
from desktop_app.archive.articles import (
    Article,
    ArticleSummary,
    Batch,
    Changes,
    ChangeSet,
    ConflictError,
    Facts,
    NewPicture,
    Page,
    Picture,
    Place,
    PlaceCounts,
    SavedSearch,
    Sort,
    UndoRecord,
    Version,
    VersionReason,
    VersionText,
)
from desktop_app.archive.tables import article
from desktop_app.archive.uids import uuid7
from desktop_app.query import Query


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Archive:
    """One open archive. Make it with `Archive.open` or `Archive.create`; close it, or use it as a context manager."""

    def __init__(self, opened: opening.Opened) -> None:
        self._connections = opened.connections
        self._reading = opened.connections.reading
        self._writing = opened.connections.writing
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
        with self._reading() as connection:
            return following.current_seq(connection)

    # Reading articles

    def get(self, article_id: int) -> Article:
        """Return an article, or raise NotFound."""
        with self._reading() as connection:
            return reading.get(connection, article_id)

    def find(self, name: int | str) -> Article | None:
        """Return the article with this id or uid, or None."""
        with self._reading() as connection:
            article_id = reading.find_id(connection, name)
            return None if article_id is None else reading.get(connection, article_id)

    def texts(self, ids: Iterable[int]) -> list[Article]:
        """Return whole articles in the order of `ids`; those that do not exist are left out."""
        with self._reading() as connection:
            return reading.texts(connection, ids)

    def summaries(self, ids: Iterable[int]) -> list[ArticleSummary]:
        """Return list rows in the order of `ids`; articles that do not exist are left out."""
        with self._reading() as connection:
            return reading.summaries(connection, ids)

    def list(
        self,
        query: Query | None = None,
        *,
        place: Place = "everything",
        sort: Sort = "newest",
        limit: int = 50,
        after: str | None = None,
    ) -> Page:
        """Return a page of a list; `after` is the `next` of the page before it."""
        with self._reading() as connection:
            return listing.page(connection, query_sql.compiled(query), place, sort, limit, after)

    def count(self, query: Query | None = None, place: Place = "everything") -> int:
        """Count the articles of a list."""
        with self._reading() as connection:
            return listing.count(connection, query_sql.compiled(query), place)

    def ids(self, query: Query | None = None, place: Place = "everything", sort: Sort = "newest") -> tuple[int, ...]:
        """Return the ids of a whole list, in its order."""
        with self._reading() as connection:
            return listing.ids(connection, query_sql.compiled(query), place, sort)

    def counts(self) -> PlaceCounts:
        """Return the numbers of the navigator."""
        with self._reading() as connection:
            return listing.counts(connection)

    def values(
        self, field: str, prefix: str = "", limit: int = 50, place: Place = "everything"
    ) -> Sequence[tuple[str, int]]:
        """Return the values of a field that begin with `prefix` (under the fold), most used first."""
        with self._reading() as connection:
            return listing.values(connection, field, prefix, limit, place)

    def by_sha256(self, hashes: Iterable[str]) -> dict[str, int]:
        """Return which of these files were imported: hash -> article id."""
        with self._reading() as connection:
            return reading.by_origin(connection, article.c.origin_sha256, hashes)

    def by_source_path(self, paths: Iterable[str]) -> dict[str, int]:
        """Return which of these places were imported from: path -> id of the newest article."""
        with self._reading() as connection:
            return reading.by_origin(connection, article.c.origin_path, paths)

    def by_title(self, titles: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """Return the articles that bear these titles (under the fold): title -> ids."""
        with self._reading() as connection:
            return reading.by_title(connection, titles)

    # Following

    def changes_after(self, seq: int, limit: int = 5000) -> ChangeSet:
        """Return what changed after the write number `seq`, each article once; ask again while `more`."""
        with self._reading() as connection:
            return following.changes_after(connection, seq, limit)

    def facts(self, ids: Iterable[int] | None = None) -> Sequence[Facts]:
        """Return the facts of these articles, or of all with the trash, by id."""
        with self._reading() as connection:
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
            pictures.sweep_pictures(transaction.connection)
            return transaction.changes()

    # Many articles at once

    def bulk_edit(
        self,
        ids: Iterable[int],
        *,
        set: Mapping[str, Any] | None = None,
        add_tags: Iterable[str] = (),
        remove_tags: Iterable[str] = (),
        progress: bulk.OnProgress | None = None,
        cancelled: bulk.CancelFlag | None = None,
    ) -> Changes:
        """Change fields and tags of many articles in short steps; `Changes.undo` takes it back, also after a cancel."""
        change = bulk.Change.of(set or {}, add_tags, remove_tags)
        with self._reading() as connection:
            wanted = reading.all_existing(connection, ids)
        done, number = Changes(self.seq), None
        for part in bulk.steps(wanted, progress, cancelled):
            with self._writing() as transaction:
                number = bulk.apply(transaction, number, change, part)
                done = transaction.changes(undo=number).after(done)
        return done

    def undo(
        self,
        number: int | None = None,
        *,
        progress: bulk.OnProgress | None = None,
        cancelled: bulk.CancelFlag | None = None,
    ) -> Changes:
        """Take back a bulk edit (the last one); `Changes.skipped` names articles whose fields were set anew since."""
        with self._reading() as connection:
            number, ids = bulk.to_undo(connection, number)
        done, taken = Changes(self.seq), 0
        for part in bulk.steps(ids, progress, cancelled):
            with self._writing() as transaction:
                skipped = bulk.undo_part(transaction, number, part)
                done = transaction.changes(skipped=skipped).after(done)
                taken += len(part)
                if taken == len(ids):
                    bulk.close_undone(transaction, number)
        return done

    def undo_records(self) -> Sequence[UndoRecord]:
        """Return the bulk edits of late, newest first."""
        with self._reading() as connection:
            return bulk.records(connection)

    # Versions

    def versions(self, article_id: int) -> Sequence[Version]:
        """Return the kept versions of an article, newest first."""
        with self._reading() as connection:
            return versions.versions(connection, article_id)

    def version_text(self, article_id: int, number: int) -> VersionText:
        """Return the texts of one version, or raise NotFound."""
        with self._reading() as connection:
            return versions.version_text(connection, article_id, number)

    def begin_session(self, article_id: int) -> Changes:
        """Keep the text as it stands before somebody works on it, if no version has it."""
        return self.keep_version(article_id, reason=VersionReason.SESSION)

    def note_activity(self, article_id: int) -> Changes:
        """Keep the text during work, if it changed; the editor calls this every two minutes."""
        return self.keep_version(article_id, reason=VersionReason.ACTIVITY)

    def keep_version(self, article_id: int, name: str = "", reason: VersionReason = VersionReason.KEPT) -> Changes:
        """Keep the text as it stands; if the newest version has it already, that one stays and takes the name."""
        with self._writing() as transaction:
            versions.keep(transaction, article_id, name, reason)
            return transaction.changes()

    def name_version(self, article_id: int, number: int, name: str) -> Changes:
        """Name a version; a named one is never thinned."""
        with self._writing() as transaction:
            versions.rename(transaction, article_id, number, name)
            return transaction.changes()

    def restore_version(self, article_id: int, number: int) -> Changes:
        """Make a version the text again; the text as it stands is kept as a version first."""
        with self._writing() as transaction:
            return transaction.changes(version=writing.restore_version(transaction, article_id, number))

    def thin_versions(self) -> Changes:
        """Delete automatic versions that have grown too many with age."""
        with self._writing() as transaction:
            versions.thin(transaction)
            return transaction.changes()

    # Pictures

    def pictures(self, article_id: int) -> Sequence[Picture]:
        """Return the pictures of an article by the names its Markdown uses."""
        with self._reading() as connection:
            return pictures.pictures(connection, article_id)

    def picture_bytes(self, sha256: str) -> bytes:
        """Return a picture, or raise NotFound."""
        with self._reading() as connection:
            return pictures.picture_bytes(connection, sha256)

    def add_picture(self, article_id: int, picture: NewPicture) -> Changes:
        """Add a picture to an article; one of the same name is replaced."""
        with self._writing() as transaction:
            version = writing.touch_facts(transaction, article_id)
            pictures.add_picture(transaction.connection, article_id, picture)
            return transaction.changes(version=version)

    # Imports

    def begin_batch(self, source: str) -> int:
        """Open a batch for an import; return its number."""
        with self._writing() as transaction:
            return batches.begin(transaction, source)

    def finish_batch(self, number: int, report: Mapping[str, Any]) -> Changes:
        """Close a batch with the report as `import --json` prints it."""
        with self._writing() as transaction:
            batches.finish(transaction, number, report)
            return transaction.changes()

    def batches(self) -> Sequence[Batch]:
        """Return all imports, newest first."""
        with self._reading() as connection:
            return batches.listed(connection)

    def batch(self, number: int) -> Batch:
        """Return one import, or raise NotFound."""
        with self._reading() as connection:
            return batches.one(connection, number)

    def update_from_import(
        self, article_id: int, article: Article, batch: int, pictures: Sequence[NewPicture] | None = ()
    ) -> Changes:
        """Replace an article by a newer reading of its file; `undo_batch` brings the former state back."""
        with self._writing() as transaction:
            version = batches.update_from_import(transaction, article_id, article, batch, pictures)
            return transaction.changes(version=version)

    def undo_batch(
        self,
        number: int,
        force: bool = False,
        *,
        keep_edited: bool = False,
        progress: bulk.OnProgress | None = None,
        cancelled: bulk.CancelFlag | None = None,
    ) -> Changes:
        """Take an import back: what it added goes, what it updated becomes what it was.

        Where articles were edited since, raises EditedSince; with `keep_edited` these stay, with `force` they are taken
        back too (added ones go to the trash, of updated ones the text is kept as a version).
        """
        with self._reading() as connection:
            plan = batches.plan_undo(connection, number, force=force, keep_edited=keep_edited)
        done, left = Changes(self.seq), len(plan.versions)
        for part in bulk.steps(tuple(plan.versions), progress, cancelled):
            with self._writing() as transaction:
                batches.undo_part(transaction, plan, part)
                done = transaction.changes().after(done)
            left -= len(part)
        if not left:
            with self._writing() as transaction:
                pictures.sweep_pictures(transaction.connection)
                batches.close_undone(transaction, number)
                done = transaction.changes().after(done)
        return done

    # Saved searches

    def saved_searches(self) -> Sequence[SavedSearch]:
        """Return the saved searches, the pinned ones first."""
        with self._reading() as connection:
            return searches.listed(connection)

    def save_search(self, name: str, query: str, pinned: bool | None = None) -> Changes:
        """Keep a query under a name, over one of the same name; `pinned=None` leaves its pin as it is."""
        with self._writing() as transaction:
            searches.save(transaction, name, query, pinned)
            return transaction.changes()

    def remove_search(self, name: str) -> Changes:
        """Forget a saved search, or raise NotFound."""
        with self._writing() as transaction:
            searches.remove(transaction, name)
            return transaction.changes()
