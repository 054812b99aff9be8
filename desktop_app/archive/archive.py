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
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

import sqlalchemy as sa

from desktop_app.archive import (
    backups,
    batches,
    bulk,
    collections,
    comments,
    families,
    following,
    listing,
    opening,
    pictures,
    query_sql,
    reading,
    replacing,
    searches,
    undo_records,
    undoing,
    upkeep,
    versions,
    writing,
)
from desktop_app.archive.articles import (
    Article,
    ArticleSummary,
    ArticleTexts,
    Batch,
    BulkPlan,
    Changes,
    ChangeSet,
    Collection,
    CollectionItem,
    Comment,
    ConflictError,
    Facts,
    Finding,
    Memo,
    NewPicture,
    Page,
    Picture,
    Place,
    PlaceCounts,
    Rename,
    ReprintChoice,
    SavedSearch,
    ShownArticle,
    Sort,
    TextEdit,
    UndoRecord,
    Version,
    VersionReason,
    VersionText,
)
from desktop_app.archive.connections import Transaction
from desktop_app.archive.tables import article
from desktop_app.archive.uids import uuid7
from desktop_app.query import Query
from desktop_app.text.facts import TextFacts

_P = ParamSpec("_P")
_T = TypeVar("_T")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Archive:
    """One open archive. Make it with `Archive.open` or `Archive.create`; close it, or use it as a context manager."""

    def __init__(self, opened: opening.Opened) -> None:
        self._connections = opened.connections
        self._uids = opened.uids
        self.url: str = opened.url
        self.path: Path | None = opened.connections.path
        self.uid: str = opened.uids[0]
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
        return self._read(following.current_seq)

    def stamp(self, seq: int) -> str:
        """Return the random stamp of a writing transaction, "" when it is not known any more.

        A follower keeps it beside its number: another stamp means another past, that of a copy that went on apart.
        """
        return self._read(following.stamp_of, seq)

    # Reading articles

    def get(self, article_id: int) -> Article:
        """Return an article, or raise NotFound."""
        return self._read(reading.get, article_id)

    def find(self, name: int | str) -> Article | None:
        """Return the article with this id or uid, or None."""
        return self._read(reading.find, name)

    def texts(self, ids: Iterable[int]) -> list[Article]:
        """Return whole articles in the order of `ids`; those that do not exist are left out."""
        return self._read(reading.texts, ids)

    def summaries(self, ids: Iterable[int]) -> list[ArticleSummary]:
        """Return list rows in the order of `ids`; articles that do not exist are left out."""
        return self._read(reading.summaries, ids)

    def wordings(self, ids: Iterable[int]) -> Sequence[ArticleTexts]:
        """Return the texts alone, in the order of `ids`; articles that do not exist are left out."""
        return self._read(reading.wordings, ids)

    def shown(self, ids: Iterable[int], *, with_texts: bool = True) -> list[ShownArticle]:
        """Return what a search shows of articles, in the order of `ids`; those that do not exist are left out."""
        return self._read(reading.shown, ids, with_texts)

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
        return self._read(listing.page, query_sql.compiled(query), place, sort, limit, after)

    def count(self, query: Query | None = None, place: Place = "everything") -> int:
        """Count the articles of a list."""
        return self._read(listing.count, query_sql.compiled(query), place)

    def ids(self, query: Query | None = None, place: Place = "everything", sort: Sort = "newest") -> tuple[int, ...]:
        """Return the ids of a whole list, in its order."""
        return self._read(listing.ids, query_sql.compiled(query), place, sort)

    def every_id(self) -> Sequence[int]:
        """Return the ids of all articles, those in the trash too, ascending."""
        return self._read(reading.every_id)

    def counts(self) -> PlaceCounts:
        """Return the numbers of the navigator."""
        return self._read(listing.counts)

    def values(
        self, field: str, prefix: str = "", limit: int = 50, place: Place = "everything"
    ) -> Sequence[tuple[str, int]]:
        """Return the values of a field that begin with `prefix` (under the fold), most used first."""
        return self._read(listing.values, field, prefix, limit, place)

    def by_sha256(self, hashes: Iterable[str]) -> dict[str, int]:
        """Return which of these files were imported: hash -> article id."""
        return self._read(reading.by_origin, article.c.origin_sha256, hashes)

    def by_source_path(self, paths: Iterable[str]) -> dict[str, int]:
        """Return which of these places were imported from: path -> id of the newest article."""
        return self._read(reading.by_origin, article.c.origin_path, paths)

    def by_title(self, titles: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """Return the articles that bear these titles (under the fold): title -> ids."""
        return self._read(reading.by_title, titles)

    # Following

    def changes_after(self, seq: int, limit: int = 5000) -> ChangeSet:
        """Return what changed after the write number `seq`, each article once; ask again while `more`."""
        return self._read(following.changes_after, seq, limit)

    def facts(self, ids: Iterable[int] | None = None) -> Sequence[Facts]:
        """Return the facts of these articles, or of all with the trash, by id."""
        return self._read(following.facts, ids)

    # Writing articles

    def add(
        self,
        *articles: Article,
        batch: int | None = None,
        pictures: Mapping[int, Sequence[NewPicture]] | None = None,
    ) -> Changes:
        """Add articles; `Changes.articles` are their ids, in order. `pictures` go by position in `articles`."""
        return self._write(writing.add, articles, batch, pictures or {})

    def save_text(
        self,
        article_id: int,
        *,
        base_version: int,
        title: str,
        standfirst: str,
        body: str,
        facts: TextFacts | None = None,
    ) -> Changes:
        """Save a text over the version it was made from; `Changes.version` is the next `base_version`.

        `facts` are `text_facts(body)`, where the caller had them made elsewhere.
        Raises ConflictError when the text was changed meanwhile; ours is then kept as a version.
        """
        return self._write(writing.save_text, article_id, base_version, title, standfirst, body, facts)

    def edit(self, article_id: int, *, base_version: int | None = None, **fields: Any) -> Changes:
        """Set fields of one article. With a `base_version`, a text changed elsewhere raises ConflictError."""
        return self._write(writing.edit, article_id, base_version, fields)

    def trash(
        self,
        ids: Iterable[int],
        *,
        progress: bulk.OnProgress | None = None,
        cancelled: bulk.CancelFlag | None = None,
    ) -> Changes:
        """Move articles to the trash: all of them or, where one does not exist, none.

        With `progress` or `cancelled` in short steps, each of them whole.
        """
        return self._in_steps(writing.trash, ids, progress, cancelled)

    def untrash(
        self,
        ids: Iterable[int],
        *,
        progress: bulk.OnProgress | None = None,
        cancelled: bulk.CancelFlag | None = None,
    ) -> Changes:
        """Put articles back where they were before the trash; in steps as `trash` does."""
        return self._in_steps(writing.untrash, ids, progress, cancelled)

    def purge(self, ids: Iterable[int]) -> Changes:
        """Delete articles for ever, with their versions and pictures. There is no way back: ask first."""
        return self._write(writing.purge, ids)

    # Many articles at once

    def bulk_edit(
        self,
        ids: Iterable[int],
        *,
        set: Mapping[str, Any] | None = None,
        add_tags: Iterable[str] = (),
        remove_tags: Iterable[str] = (),
        renames: Iterable[Rename] = (),
        progress: bulk.OnProgress | None = None,
        cancelled: bulk.CancelFlag | None = None,
    ) -> Changes:
        """Change fields, tags and names of many articles in short steps.

        `Changes.undo` takes it back, also after a cancel.
        """
        change = bulk.Change.of(set or {}, add_tags, remove_tags, renames)
        return bulk.run(self._connections, ids, change, progress, cancelled)

    def foresee_bulk_edit(
        self,
        ids: Iterable[int],
        *,
        set: Mapping[str, Any] | None = None,
        add_tags: Iterable[str] = (),
        remove_tags: Iterable[str] = (),
        renames: Iterable[Rename] = (),
        cancelled: bulk.CancelFlag | None = None,
    ) -> BulkPlan:
        """Say what `bulk_edit` would do now, in numbers; nothing is written."""
        change = bulk.Change.of(set or {}, add_tags, remove_tags, renames)
        return bulk.foresee(self._connections, ids, change, cancelled)

    def replace_texts(
        self,
        edits: Sequence[TextEdit],
        *,
        told: Mapping[str, Any],
        progress: bulk.OnProgress | None = None,
        cancelled: bulk.CancelFlag | None = None,
    ) -> Changes:
        """Write stretches of many texts anew in short steps; `Changes.undo` takes it back, also after a cancel.

        `Changes.skipped` names articles left as they are, because their texts were changed since they were read. `told`
        is what the undo record says of it, as JSON.
        """
        return replacing.run(self._connections, edits, told, progress, cancelled)

    def undo(
        self,
        number: int | None = None,
        *,
        progress: bulk.OnProgress | None = None,
        cancelled: bulk.CancelFlag | None = None,
    ) -> Changes:
        """Take back a bulk edit or a replacing (the last one); `Changes.skipped` names articles changed anew since."""
        return undoing.undo(self._connections, number, progress, cancelled)

    def undo_records(self) -> Sequence[UndoRecord]:
        """Return the bulk edits of late, newest first."""
        return self._read(undo_records.listed)

    # Versions

    def versions(self, article_id: int) -> Sequence[Version]:
        """Return the kept versions of an article, newest first."""
        return self._read(versions.versions, article_id)

    def version_text(self, article_id: int, number: int) -> VersionText:
        """Return the texts of one version, or raise NotFound."""
        return self._read(versions.version_text, article_id, number)

    def versions_with(self, article_id: int, words: str) -> Sequence[Version]:
        """Return the versions of an article that held these words, newest first; the last of them had them first."""
        return self._read(versions.versions_with, article_id, words)

    def begin_session(self, article_id: int) -> Changes:
        """Keep the text as it stands before somebody works on it, if no version has it."""
        return self.keep_version(article_id, reason=VersionReason.SESSION)

    def note_activity(self, article_id: int) -> Changes:
        """Keep the text during work, if it changed; the editor calls this every two minutes."""
        return self.keep_version(article_id, reason=VersionReason.ACTIVITY)

    def keep_version(self, article_id: int, name: str = "", reason: VersionReason = VersionReason.KEPT) -> Changes:
        """Keep the text as it stands; if the newest version has it already, that one stays and takes the name."""
        return self._write(versions.keep, article_id, name, reason)

    def name_version(self, article_id: int, number: int, name: str) -> Changes:
        """Name a version; a named one is never thinned."""
        return self._write(versions.rename, article_id, number, name)

    def restore_version(self, article_id: int, number: int) -> Changes:
        """Make a version the text again; the text as it stands is kept as a version first."""
        return self._write(writing.restore_version, article_id, number)

    def thin_versions(self) -> Changes:
        """Delete automatic versions that have grown too many with age."""
        return self._write(versions.thin)

    # Beside a text

    def comments(self, article_id: int) -> Sequence[Comment]:
        """Return the comments on an article, in the order of the text."""
        return self._read(comments.comments, article_id)

    def put_comments(self, article_id: int, given: Iterable[Comment]) -> Changes:
        """Add comments, or put them over those of the same uid. The text and its versions are not touched."""
        return self._write(comments.put, article_id, given)

    def remove_comments(self, article_id: int, uids: Iterable[str]) -> Changes:
        """Delete comments; those that are gone already are no matter."""
        return self._write(comments.remove, article_id, uids)

    def memo(self, article_id: int) -> Memo:
        """Return what its writer keeps beside a text, or raise NotFound."""
        return self._read(comments.memo, article_id)

    def set_memo(self, article_id: int, memo: Memo) -> Changes:
        """Keep notes to self and a deadline beside a text."""
        return self._write(comments.set_memo, article_id, memo)

    # Pictures

    def pictures(self, article_id: int) -> Sequence[Picture]:
        """Return the pictures of an article by the names its Markdown uses."""
        return self._read(pictures.pictures, article_id)

    def picture_bytes(self, sha256: str) -> bytes:
        """Return a picture, or raise NotFound."""
        return self._read(pictures.picture_bytes, sha256)

    def add_picture(self, article_id: int, picture: NewPicture) -> Changes:
        """Add a picture to an article; one of the same name is replaced."""
        return self._write(writing.give_picture, article_id, picture)

    # Imports

    def begin_batch(self, source: str) -> int:
        """Open a batch for an import; return its number."""
        with self._connections.writing() as transaction:
            return batches.begin(transaction, source)

    def finish_batch(self, number: int, report: Mapping[str, Any]) -> Changes:
        """Close a batch with the report as `import --json` prints it."""
        return self._write(batches.finish, number, report)

    def batches(self) -> Sequence[Batch]:
        """Return all imports, newest first."""
        return self._read(batches.listed)

    def batch_sources(self) -> dict[int, str]:
        """Return where each import came from, by its number."""
        return self._read(batches.sources)

    def batch(self, number: int) -> Batch:
        """Return one import, or raise NotFound."""
        return self._read(batches.one, number)

    def update_from_import(
        self, article_id: int, article: Article, batch: int, pictures: Sequence[NewPicture] | None = ()
    ) -> Changes:
        """Replace an article by a newer reading of its file; `undo_batch` brings the former state back."""
        return self._write(batches.update_from_import, article_id, article, batch, pictures)

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
        return batches.undo(
            self._connections, number, force=force, keep_edited=keep_edited, progress=progress, cancelled=cancelled
        )

    # Reprints

    def reprint_choices(self) -> Sequence[ReprintChoice]:
        """Return which articles were joined or split by hand, the earliest choice first; a later one outdoes it."""
        return self._read(families.choices)

    def join_reprints(self, ids: Iterable[int]) -> Changes:
        """Say that these articles are printings of one text, each of each, whatever a search finds."""
        return self._write(families.join, ids)

    def split_reprint(self, article_id: int, from_ids: Iterable[int]) -> Changes:
        """Say that an article is no printing of the text of these others, whatever a search finds."""
        return self._write(families.split, article_id, from_ids)

    def said_of_reprints(self, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bool | None]:
        """Return what was said by hand of each pair, lower id first: one text, two texts, or nothing (None)."""
        return self._read(families.between, tuple(pairs))

    def put_back_reprints(self, said: Mapping[tuple[int, int], bool | None]) -> Changes:
        """Take joining and splitting back to what `said_of_reprints` told before."""
        return self._write(families.put_back, said)

    def forget_reprint_choice(self, one: int, other: int) -> Changes:
        """Take back what was said of two articles, or raise NotFound: what a search finds holds again."""
        return self._write(families.forget, one, other)

    # Saved searches

    def saved_searches(self) -> Sequence[SavedSearch]:
        """Return the saved searches by folder, in the order they were put in; else the pinned ones first, by name."""
        return self._read(searches.listed)

    def save_search(self, name: str, query: str, pinned: bool | None = None, filters: str | None = None) -> Changes:
        """Save a query under a name, over one of the same name; `pinned=True` puts it on the desk."""
        return self._write(searches.save, name, query, pinned, filters)

    def rename_search(self, name: str, new_name: str) -> Changes:
        """Give a saved search another name."""
        return self._write(searches.rename, name, new_name)

    def arrange_searches(self, order: Sequence[tuple[str, str]]) -> Changes:
        """Put saved searches in order and into folders: the name and the folder of each."""
        return self._write(searches.arrange, order)

    def look_at_search(self, name: str) -> Changes:
        """Note that a saved search was looked at now."""
        return self._write(searches.look_at, name)

    def remove_search(self, name: str) -> Changes:
        """Forget a saved search, or raise NotFound."""
        return self._write(searches.remove, name)

    # Collections

    def collections(self) -> Sequence[Collection]:
        """Return all collections by name, with what is in them."""
        return self._read(collections.listed)

    def make_collection(self, name: str, ids: Iterable[int] = (), note: str = "") -> Changes:
        """Make a collection; raises UserError where the name is taken."""
        return self._write(collections.make, name, tuple(ids), note)

    def describe_collection(self, number: int, name: str, note: str = "") -> Changes:
        """Change name and note of a collection."""
        return self._write(collections.describe, number, name, note)

    def add_to_collection(self, number: int, ids: Iterable[int]) -> Changes:
        """Put articles at the end of a collection; those in it already stay where they are."""
        return self._write(collections.add, number, tuple(ids))

    def take_from_collection(self, number: int, ids: Iterable[int]) -> Changes:
        """Take articles out of a collection; they stay in the archive."""
        return self._write(collections.take_out, number, tuple(ids))

    def set_collection(self, number: int, items: Sequence[CollectionItem]) -> Changes:
        """Give a collection this content, in this order, with these notes."""
        return self._write(collections.set_items, number, items)

    def remove_collection(self, number: int) -> Changes:
        """Forget a collection; its articles stay."""
        return self._write(collections.remove, number)

    # Upkeep

    def statistics(self) -> dict[str, Any]:
        """Return the numbers of `stats` that the archive knows."""
        return self._read(upkeep.statistics, self.path)

    def check(self, progress: upkeep.OnProgress | None = None) -> Sequence[Finding]:
        """Read the whole archive through and return what is wrong with it."""
        return self._read(upkeep.check, progress)

    def repair(self) -> Sequence[Finding]:
        """Put right what can be, after a backup; return what is still wrong then."""
        return upkeep.repair(self._connections, self._uids)

    def backup(self, path: str | Path | None = None, progress: backups.OnPages | None = None) -> Path:
        """Copy the archive while it is in use, verify the copy and return its place.

        Without a path it goes to the backup folder, where older copies are thinned. Writers are not held up.
        """
        place = None if path is None else Path(path).expanduser().absolute()
        return backups.make(self._connections, self._uids, place, "copy", progress)

    def backups(self) -> Sequence[Path]:
        """Return the copies in the backup folder, newest first."""
        return backups.listed(self._uids)

    def daily_backup_due(self) -> bool:
        """Say whether today's backup is still to be made."""
        if self.path is None or self.read_only:
            return False
        return backups.is_due(self._uids, self.seq, self._connections.now())

    @staticmethod
    def restore(backup: str | Path, target: str | Path) -> Path | None:
        """Put a backup in the place of an archive that is not open; return where the replaced one was kept."""
        places = (Path(path).expanduser().absolute() for path in (backup, target))
        return backups.restore(*places, new_uid=uuid7(), now=_utc_now())

    def compact(self) -> int:
        """Give unused space back to the disk; return how many bytes."""
        return upkeep.compact(self._connections)

    def _read(self, function: Callable[Concatenate[sa.Connection, _P], _T], *args: _P.args, **more: _P.kwargs) -> _T:
        with self._connections.reading() as connection:
            return function(connection, *args, **more)

    def _in_steps(
        self,
        function: Callable[[Transaction, Iterable[int]], None],
        ids: Iterable[int],
        progress: bulk.OnProgress | None,
        cancelled: bulk.CancelFlag | None,
    ) -> Changes:
        """Run a write of many articles: whole, or step by step for somebody who looks on."""
        if progress is None and cancelled is None:
            return self._write(function, ids)
        return bulk.in_steps(self._connections, function, ids, progress, cancelled)

    def _write(
        self,
        function: Callable[Concatenate[Transaction, _P], int | ConflictError | None],
        *args: _P.args,
        **more: _P.kwargs,
    ) -> Changes:
        """Run one writing transaction. A conflict is raised after the commit that keeps the writer's text."""
        with self._connections.writing() as transaction:
            outcome = function(transaction, *args, **more)
            changes = transaction.changes(version=None if isinstance(outcome, ConflictError) else outcome)
        if isinstance(outcome, ConflictError):
            raise outcome
        return changes
