"""An archive in a database of a server. Runs where COPYDESK_TEST_SERVER names an empty database, such as

COPYDESK_TEST_SERVER=postgresql+psycopg://user@localhost/empty pytest tests/archive/test_server.py
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from desktop_app.archive import Archive, ArchiveMissing, Article, Author, ConflictError, Provenance, migrating
from desktop_app.archive.connections import engine_for
from desktop_app.archive.form import SCHEMA_VERSION
from desktop_app.archive.tables import about, counter, metadata
from desktop_app.errors import UserError
from desktop_app.query import parse
from tests.archive.making import PICTURE, dump, whole_article
from tests.archive.test_following import Follower

SERVER = os.environ.get("COPYDESK_TEST_SERVER", "")
pytestmark = pytest.mark.skipif(not SERVER, reason="no database server (COPYDESK_TEST_SERVER)")


@pytest.fixture
def empty() -> Iterator[str]:
    """An empty database, emptied again afterwards."""

    def clear() -> None:
        engine = sa.create_engine(SERVER)
        metadata = sa.MetaData()
        with engine.begin() as connection:
            metadata.reflect(connection)
            metadata.drop_all(connection)
        engine.dispose()

    clear()
    yield SERVER
    clear()


def test_working_day_on_a_server(empty: str) -> None:
    with pytest.raises(ArchiveMissing):
        Archive.open(empty)
    with Archive.open(empty, create=True) as archive:
        assert (archive.schema_version, archive.path) == (SCHEMA_VERSION, None)
        archive.add(whole_article(), pictures={0: [PICTURE]})
        before = dump(archive)
        batch = archive.begin_batch("/in")
        archive.add(*(Article(title=f"{at:02}", tags=("x",)) for at in range(30)), batch=batch)
        archive.update_from_import(1, Article(title="New", provenance=Provenance("a", "b")), batch, [])
        assert archive.count(parse("tag:x")) == 30
        assert archive.count(parse("körpü OR tag:k?r")) == 0
        found, cursor = [], None
        while True:
            page = archive.list(sort="title", limit=7, after=cursor)
            found += [summary.title for summary in page.articles]
            cursor = page.next
            if cursor is None:
                break
        assert found == [*(f"{at:02}" for at in range(30)), "New"]
        archive.bulk_edit([2, 3], set={"section": "Culture"}, add_tags=["y"])
        archive.undo()
        archive.undo_batch(batch)
        assert dump(archive) == before
        archive.edit(1, body="theirs", authors=(Author("A"),))
        with pytest.raises(ConflictError):
            archive.save_text(1, base_version=1, title="", standfirst="", body="ours")
        assert archive.check() == archive.repair() == []
        assert archive.compact() == 0
        with pytest.raises(UserError, match="makes its own backups"):
            archive.backup()
    with Archive.open(empty, read_only=True) as archive, pytest.raises(UserError, match="reading only"):
        archive.purge([1])


def test_older_archive_on_a_server_is_migrated(empty: str) -> None:
    engine = engine_for(sa.make_url(empty))
    migrating.upgrade(engine, "x", "0001")
    with engine.begin() as connection:
        connection.execute(sa.insert(counter), [{"id": 1}])
        connection.execute(sa.insert(about), [{"name": "uid", "value": "server"}])
    with pytest.raises(UserError, match="brought up to date"):
        Archive.open(empty, read_only=True)
    with Archive.open(empty) as archive:
        assert archive.schema_version == SCHEMA_VERSION
        archive.save_search("a", "b", pinned=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0099'")
    with Archive.open(empty) as archive:
        assert "newer Copydesk" in archive.read_only_reason
        assert archive.saved_searches()[0].pinned
    engine.dispose()


def test_follower_of_four_writers_misses_nothing(empty: str) -> None:
    """With an autoincrement log in the place of the counter row, 1,003 of 1,200 were seen."""
    with Archive.open(empty, create=True) as archive:
        troubles: list[BaseException] = []

        def work(name: str) -> None:
            try:
                with Archive.open(empty) as own:
                    for number in range(40):
                        own.add(Article(title=f"{name} {number}"))
            except BaseException as trouble:  # noqa: BLE001 a thread's failure must reach the test
                troubles.append(trouble)

        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        follower = Follower()
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            follower.read_page(archive, 10)
        follower.catch_up(archive, 10)
        assert troubles == []
        assert len(follower.texts) == archive.count() == archive.seq == 160
