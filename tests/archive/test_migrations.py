"""Archives of older Copydesks: their data comes along, and the schema ends where `tables.py` says it does."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import alembic
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from desktop_app.archive import (
    Archive,
    ArchiveLocked,
    Article,
    Comment,
    Memo,
    SavedSearch,
    VersionReason,
    files,
    migrating,
)
from desktop_app.archive import connections as connections_module
from desktop_app.archive.connections import engine_for
from desktop_app.archive.form import REVISION, SCHEMA_VERSION
from desktop_app.archive.tables import metadata
from desktop_app.errors import UserError
from desktop_app.query import parse
from desktop_app.text.anchors import Anchor
from tests.archive import old_archives


def schema_of(path: Path) -> dict[str, str]:
    """The schema without the order in which columns were added."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: dict[str, str] = {}
        for table in tables:
            for pragma in ("table_info", "foreign_key_list", "index_list"):
                rows = connection.execute(f"SELECT * FROM pragma_{pragma}('{table}')").fetchall()
                # The first column counts; of indexes and keys the number is no matter.
                found[f"{table} {pragma}"] = repr(sorted(repr(row[1:]) for row in rows))
        indexes = connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'").fetchall()
        for name, table in indexes:
            columns = [row[2] for row in connection.execute(f"SELECT * FROM pragma_index_info('{name}')")]
            found[f"index {name}"] = f"{table} {columns}"
    return found


def test_program_knows_its_newest_revision() -> None:
    assert migrating.script_revisions()[-1] == REVISION
    assert [int(revision) for revision in migrating.script_revisions()] == list(range(1, SCHEMA_VERSION + 1))


@pytest.mark.parametrize("revision", range(1, SCHEMA_VERSION))
def test_migrated_schema_is_that_of_a_new_archive(path: Path, revision: int) -> None:
    old_archives.stored(revision, path)
    Archive.open(path).close()
    fresh = path.with_name("fresh.copydesk")
    Archive.create(fresh).close()
    assert schema_of(path) == schema_of(fresh)
    engine = engine_for(files.url_of(path))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == REVISION
    engine.dispose()


@pytest.mark.parametrize("revision", range(1, SCHEMA_VERSION))
def test_stored_archive_is_what_its_revision_makes(path: Path, revision: int) -> None:
    """The dump of the past must not drift from the migrations: both make the same schema."""
    old_archives.stored(revision, path)
    built = path.with_name("built.copydesk")
    old_archives.build(revision, built)
    assert schema_of(path) == schema_of(built)
    assert ("pinned" in schema_of(path)["saved_search table_info"]) == (revision >= 2)
    assert ("reprint_choice table_info" in schema_of(path)) == (revision >= 3)
    assert ("comment table_info" in schema_of(path)) == (revision >= 4)
    assert "collection table_info" not in schema_of(path)


@pytest.mark.parametrize("revision", range(1, SCHEMA_VERSION))
def test_data_of_older_revisions_comes_along(path: Path, revision: int) -> None:
    old_archives.stored(revision, path)
    with Archive.open(path) as archive:
        assert (archive.schema_version, archive.uid, archive.seq) == (SCHEMA_VERSION, old_archives.UID, 9)
        for number, (title, standfirst, body) in enumerate(old_archives.TEXTS, start=1):
            article = archive.get(number)
            assert (article.title, article.standfirst, article.body) == (title, standfirst, body)
            assert article.extra == {"weight": 3}
            assert article.published is not None
            assert article.published.text == "1998"
            [version] = archive.versions(number)
            assert archive.version_text(number, 1).body == body
            assert version.reason is (VersionReason.IMPORTED if number == 1 else VersionReason.SESSION)
        assert archive.get(1).authors[0].affiliation == "Baku"
        assert archive.picture_bytes(archive.pictures(1)[0].sha256) == b"a bridge"
        assert archive.batch(1).added == 1
        assert archive.get(1).provenance is not None
        assert archive.ids(place="trash") == (3,)
        assert archive.changes_after(4).purged == (4,)
        assert [(one.name, one.query, one.pinned) for one in archive.saved_searches()] == [("Rivers", "tag:kür", False)]
        assert archive.ids(parse("tag:kur")) == (2, 1)
        assert archive.check() == []
        assert archive.stamp(9) == ("0123456789abcdef" if revision >= 2 else "")
        # And it works: the new column and table, the old undo record.
        assert archive.reprint_choices() == []
        assert archive.join_reprints([1, 2]).articles == (1, 2)
        assert (archive.comments(1), archive.memo(1)) == ([], Memo())
        archive.set_memo(1, Memo("ask her", date(2026, 12, 1)))
        archive.put_comments(1, [Comment("c1", Anchor(9, "bridge"), "which one?")])
        assert [one.words for one in archive.comments(1)] == ["which one?"]
        archive.save_search("Rivers", "tag:kür", pinned=True)
        assert isinstance(archive.saved_searches()[0], SavedSearch)
        assert archive.undo().articles == (2,)
        assert archive.add(Article()).articles == (5,)


def test_migration_is_preceded_by_a_backup_of_the_old_archive(path: Path) -> None:
    old_archives.stored(1, path)
    with Archive.open(path) as archive:
        [backup] = archive.backups()
    assert "before-update" in backup.name
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM article").fetchone() == (3,)
    with Archive.open(path) as archive:
        assert archive.backups() == [backup], "once"
    assert Archive.restore(backup, path) is not None
    with Archive.open(path, backups=False) as archive:
        assert archive.count() == 2
        assert len(archive.backups()) == 2, "the replaced one was kept, and no other made"


def test_old_archive_that_may_not_be_written_says_so(path: Path) -> None:
    old_archives.stored(1, path)
    data = path.read_bytes()
    with pytest.raises(UserError, match="brought up to date once"):
        Archive.open(path, read_only=True)
    assert path.read_bytes() == data


def test_table_that_a_migration_rebuilds_keeps_what_points_to_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite rebuilds a table by dropping it, and with foreign keys on the drop would empty all that points there."""
    old_archives.stored(1, path)
    create_index: Callable[..., Any] = alembic.op.create_index

    def rebuild(*arguments: Any, **more: Any) -> None:
        create_index(*arguments, **more)
        with alembic.op.batch_alter_table("article", recreate="always"):
            pass

    monkeypatch.setattr(alembic.op, "create_index", rebuild)
    with Archive.open(path) as archive:
        assert archive.get(1).tags == ("Kür",)
        assert len(archive.versions(1)) == 1
        assert archive.check() == []


def test_failed_migration_leaves_the_old_archive(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old_archives.stored(1, path)
    before = schema_of(path)
    create_index: Callable[..., Any] = alembic.op.create_index

    def fail(*arguments: Any, **more: Any) -> None:
        create_index(*arguments, **more)
        raise sa.exc.DBAPIError("x", {}, _full_disk())

    monkeypatch.setattr(alembic.op, "create_index", fail)
    with pytest.raises(UserError, match="disk is full"):
        Archive.open(path)
    monkeypatch.undo()
    assert schema_of(path) == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    with Archive.open(path) as archive:
        assert archive.check() == []


def _full_disk() -> BaseException:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA max_page_count = 2")
        try:
            connection.execute("CREATE TABLE a (b)")
            connection.execute("INSERT INTO a VALUES (zeroblob(100000))")
        except sqlite3.OperationalError as error:
            return error
    raise AssertionError("two pages are enough for anything")


def test_dangling_rows_stop_a_migration(path: Path) -> None:
    old_archives.stored(1, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE article_tag SET tag_id = 77")
        connection.commit()
    before = schema_of(path)
    with pytest.raises(UserError, match="point to nothing"):
        Archive.open(path)
    assert schema_of(path) == before


def test_archive_in_use_by_an_older_copydesk_is_not_migrated_under_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections_module, "BUSY_TIMEOUT_S", 0.2)
    old_archives.stored(1, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as older:
        older.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveLocked):
            Archive.open(path)
        older.execute("ROLLBACK")
    assert "pinned" not in schema_of(path)["saved_search table_info"]
    Archive.open(path).close()


def test_connections_keep_their_foreign_keys_after_a_migration(path: Path) -> None:
    old_archives.stored(1, path)
    with Archive.open(path) as archive:
        archive.purge([1])
        assert archive.check() == [], "what hung on the article went with it"
