"""What may lie at the place of an archive, and what the archive says to it. Nothing foreign is ever touched."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.archive import (
    Archive,
    ArchiveGone,
    ArchiveLocked,
    ArchiveMissing,
    Article,
    DamagedArchive,
    DiskFull,
    NotAnArchive,
    ReadOnlyArchive,
    recognising,
)
from desktop_app.archive import connections as connections_module
from desktop_app.archive.form import SCHEMA_VERSION
from desktop_app.errors import NotFound, UserError
from tests.archive.making import Clock, dump, whole_article


def trace_of(path: Path) -> tuple[bytes, int, list[str]]:
    return path.read_bytes(), path.stat().st_mtime_ns, sorted(other.name for other in path.parent.iterdir())


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE counter (seq INTEGER)")
        connection.commit()


FOREIGN = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("Dear diary, this is no archive. " * 20, "utf-8"),
    "short": lambda path: path.write_bytes(b"SQLite format 3\0"),
    "database": foreign_database,
    "noise": lambda path: path.write_bytes(os.urandom(5000)),
}


@pytest.mark.parametrize("kind", FOREIGN)
@pytest.mark.parametrize("create", [False, True])
def test_foreign_file_is_refused_untouched(path: Path, kind: str, create: bool) -> None:
    FOREIGN[kind](path)
    before = trace_of(path)
    with pytest.raises(NotAnArchive, match="not touched"):
        Archive.open(path, create=create)
    with pytest.raises(UserError, match="not touched"):
        Archive.create(path)
    assert trace_of(path) == before


def test_folder_is_no_archive(path: Path) -> None:
    path.mkdir()
    for action in (Archive.open, Archive.create):
        with pytest.raises(UserError, match="not touched"):
            action(path)
    assert list(path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in the file system")
def test_pipe_is_no_archive_and_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    writer = threading.Timer(20, lambda: os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK)))
    writer.daemon = True
    writer.start()
    try:
        with pytest.raises(NotAnArchive, match="no ordinary file"):
            Archive.open(path)
    finally:
        writer.cancel()
    assert path.is_fifo()


def test_nothing_there_is_said(path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="no archive at"):
        Archive.open(path)
    with pytest.raises(NotFound):
        Archive.open(path.parent / "deep" / "er.copydesk", read_only=True)
    assert not path.exists()


def test_new_archive_appears_whole_and_alone(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "deep" / "Ünïcode %20 name? #1.copydesk"
    with Archive.create(path, clock=clock, new_uid=lambda: "my-uid") as archive:
        assert (archive.uid, archive.name, archive.path) == ("my-uid", "Ünïcode %20 name? #1", path)
        assert (archive.schema_version, archive.read_only, archive.seq) == (SCHEMA_VERSION, False, 0)
        archive.add(whole_article())
        with pytest.raises(UserError, match="already something"):
            Archive.create(path)
    assert [other.name for other in path.parent.iterdir()] == [path.name], "the log is gone after closing"
    with Archive.open(str(path)) as archive:
        assert archive.count() == 1
        url = archive.url
    with Archive.open(url) as archive:
        assert archive.path == path


def test_archive_is_made_on_first_use_when_asked(path: Path) -> None:
    with Archive.open(path, create=True) as archive:
        archive.add(Article())
    with Archive.open(path, create=True) as archive:
        assert archive.count() == 1


def test_archive_opened_for_the_first_time_by_many_is_made_once(path: Path) -> None:
    start, uids = threading.Barrier(6), []

    def open_it() -> None:
        start.wait()
        with Archive.open(path, create=True) as archive:
            archive.add(Article())
            uids.append(archive.uid)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(uids) == 6
    assert len(set(uids)) == 1
    assert [other.name for other in path.parent.iterdir()] == [path.name]
    with Archive.open(path) as archive:
        assert archive.count() == 6


def test_dangling_link_is_not_written_through(path: Path) -> None:
    path.symlink_to(path.parent / "elsewhere")
    with pytest.raises(UserError):
        Archive.create(path)
    with pytest.raises(UserError):
        Archive.open(path, create=True)
    assert not (path.parent / "elsewhere").exists()


@pytest.mark.parametrize("address", ["nosuch://x", "://", "sqlite+nosuch:///x", "postgresql+nosuch://h/db", "http://x"])
def test_strange_address_is_refused_in_words(address: str) -> None:
    with pytest.raises(UserError):
        Archive.open(address)


def test_archive_in_memory_is_new_each_time() -> None:
    with Archive.open("sqlite://") as one, Archive.open("sqlite:///:memory:") as other:
        one.add(Article())
        assert (one.count(), other.count(), other.path) == (1, 0, None)
        assert one.uid != other.uid


def test_archive_cut_short_says_so_and_names_its_backups(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(*(Article(body="word " * 2000) for _ in range(20)))
        backup = archive.backup()
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    before = trace_of(path)
    with pytest.raises(DamagedArchive, match="cut short") as caught:
        Archive.open(path)
    assert caught.value.backups == (backup,)
    assert str(backup) in caught.value.hint
    assert trace_of(path) == before


def test_archive_torn_in_the_middle_says_so(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(*(Article(title=str(at), body="word " * 3000) for at in range(50)))
        backup = archive.backup()
    data = bytearray(path.read_bytes())
    for page in range(2, len(data) // 4096, 2):
        data[page * 4096 : page * 4096 + 100] = b"\xa5" * 100
    path.write_bytes(data)
    with pytest.raises(DamagedArchive, match="damaged") as caught, Archive.open(path) as archive:
        archive.texts(range(1, 51))
    if caught.value.backups:
        assert caught.value.backups == (backup,)
    assert path.read_bytes()[:100] == bytes(data[:100])


def test_archive_torn_at_its_root_still_finds_its_backups_by_its_place(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(Article(body="x"))
        backup = archive.backup()
    data = bytearray(path.read_bytes())
    data[100:4096] = b"\xa5" * 3996
    path.write_bytes(data)
    with pytest.raises(DamagedArchive) as caught:
        Archive.open(path)
    assert caught.value.backups == (backup,)


def test_newer_archive_is_open_for_reading_only(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(whole_article())
        before = dump(archive)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE article ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        connection.commit()
    data = path.read_bytes()
    with Archive.open(path) as archive:
        assert archive.read_only
        assert "newer Copydesk" in archive.read_only_reason
        assert archive.schema_version == SCHEMA_VERSION + 1
        assert dump(archive) == before
        for action in (lambda: archive.add(Article()), lambda: archive.purge([1]), archive.compact, archive.repair):
            with pytest.raises(ReadOnlyArchive, match="newer Copydesk"):
                action()
        assert not archive.daily_backup_due()
        assert archive.backup(path.with_name("copy.copydesk")).exists()
    assert path.read_bytes() == data


def test_newer_archive_that_lacks_what_is_read_is_refused(path: Path) -> None:
    Archive.create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE article RENAME COLUMN lead TO opening")
        connection.execute("PRAGMA user_version = 99")
        connection.commit()
    with pytest.raises(UserError, match="newer Copydesk"):
        Archive.open(path)


def test_reader_sees_what_the_writer_wrote(path: Path) -> None:
    with Archive.create(path) as writer, Archive.open(path, read_only=True) as reader:
        writer.add(whole_article())
        assert reader.count() == 1
        assert reader.read_only_reason
        with pytest.raises(ReadOnlyArchive, match="Nothing was changed"):
            reader.trash([1])
        writer.close()
        assert reader.get(1).title == "Körpü və çay"
    assert [other.name for other in path.parent.iterdir()] == [path.name], "the last to leave empties the log"


def test_writer_empties_the_log_even_while_a_reader_stays(path: Path) -> None:
    with Archive.create(path) as writer, Archive.open(path, read_only=True) as reader:
        writer.add(whole_article())
        assert reader.count() == 1
        writer.close()
        # Someone who copies the one file by hand now has everything.
        alone = path.with_name("copied.copydesk")
        alone.write_bytes(path.read_bytes())
        with Archive.open(alone) as copied:
            assert copied.count() == 1


@pytest.mark.parametrize("what", ["file", "folder"])
def test_archive_that_may_not_be_written_is_read(path: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.create(path) as archive:
        archive.add(whole_article())
    forbidden = path if what == "file" else path.parent
    ask = os.access

    def access(place: str | Path, mode: int) -> bool:
        return not (Path(place) == forbidden and mode & os.W_OK) and ask(place, mode)

    # The tests may run as root, to whom everything is allowed; the answer of the system is what we replace.
    monkeypatch.setattr("os.access", access)
    data = path.read_bytes()
    with Archive.open(path) as archive:
        assert "may not be written" in archive.read_only_reason
        assert archive.get(1).title == "Körpü və çay"
        with pytest.raises(ReadOnlyArchive):
            archive.add(Article())
    assert path.read_bytes() == data


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_archive_in_a_folder_without_rights_is_read(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(whole_article())
    path.parent.chmod(0o555)
    try:
        with Archive.open(path) as archive:
            assert archive.read_only
            assert archive.count() == 1
    finally:
        path.parent.chmod(0o755)


def test_file_deleted_or_replaced_while_open_is_told_at_the_next_save(path: Path) -> None:
    with Archive.create(path) as archive:
        [id_] = archive.add(Article(body="first")).articles
        moved = path.with_name("moved.copydesk")
        path.rename(moved)
        with pytest.raises(ArchiveGone, match="moved, replaced or deleted") as caught:
            archive.save_text(id_, base_version=1, title="", standfirst="", body="second")
        assert "still in the window" in caught.value.hint
        path.write_bytes(b"something else")
        with pytest.raises(ArchiveGone):
            archive.add(Article())
        path.unlink()
        moved.rename(path)
        archive.save_text(id_, base_version=1, title="", standfirst="", body="second")
        assert archive.get(id_).body == "second"


def test_full_disk_loses_nothing_that_was_saved(file_archive: Archive) -> None:
    [id_] = file_archive.add(Article(body="first")).articles
    with file_archive._connections.engine.connect() as connection:
        # The limit belongs to the connection; the pool hands out the same one again.
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull, match="All that was saved before is safe"):
        file_archive.save_text(id_, base_version=1, title="", standfirst="", body="x" * 1_000_000)
    assert file_archive.get(id_).body == "first"
    assert file_archive.get(id_).version == 1
    with file_archive._connections.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    file_archive.save_text(id_, base_version=1, title="", standfirst="", body="x" * 1_000_000)
    assert file_archive.check() == []


def test_another_program_that_holds_the_archive_is_waited_for_then_named(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections_module, "BUSY_TIMEOUT_S", 0.2)
    with Archive.create(path) as archive:
        [id_] = archive.add(Article(body="first")).articles
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(ArchiveLocked, match="Another program"):
                archive.save_text(id_, base_version=1, title="", standfirst="", body="second")
            assert archive.get(id_).body == "first", "readers are not held up"
            other.execute("ROLLBACK")
        archive.save_text(id_, base_version=1, title="", standfirst="", body="second")
        assert archive.get(id_).body == "second"


WRITER = """
import sys
from desktop_app.archive import Archive, Article
with Archive.open(sys.argv[1]) as archive:
    for number in range(60):
        archive.add(Article(title=f"{sys.argv[2]} {number}", tags=(sys.argv[2],)))
"""


def test_two_programs_write_at_once(path: Path) -> None:
    Archive.create(path).close()
    children = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in ("one", "two")]
    assert [child.wait(60) for child in children] == [0, 0]
    with Archive.open(path) as archive:
        assert archive.count() == archive.seq == 120
        assert archive.values("tag") == [("one", 60), ("two", 60)]
        assert archive.check() == []


def test_head_of_an_archive_says_what_it_is(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(Article())
    head = recognising.look_at(path)
    assert head.size == head.expected_size == path.stat().st_size
