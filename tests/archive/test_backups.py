"""Backups: whole, verified, thinned with age; and restored without losing what they replace."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import (
    Archive,
    ArchiveLocked,
    ArchiveMissing,
    Article,
    DamagedArchive,
    NotAnArchive,
    backups,
)
from desktop_app.errors import Cancelled, UserError
from tests.archive.making import NOON, PICTURE, Clock, dump, whole_article


def test_backup_is_the_archive(file_archive: Archive) -> None:
    file_archive.add(whole_article(), pictures={0: [PICTURE]})
    file_archive.keep_version(1, "Named")
    backup = file_archive.backup()
    assert backup.parent == backups.folder_for(file_archive.uid)
    assert file_archive.backups() == [backup]
    assert [other.name for other in backup.parent.glob(".*")] == [], "nothing half done lies about"
    before = dump(file_archive)
    file_archive.edit(1, title="Later")
    with Archive.open(backup) as copied:
        assert dump(copied) == before


def test_backup_of_an_archive_in_memory_goes_where_it_is_told(archive: Archive, tmp_path: Path) -> None:
    archive.add(whole_article())
    place = archive.backup(tmp_path / "deep" / "copy.copydesk")
    with Archive.open(place) as copied:
        assert copied.count() == 1
    assert not archive.daily_backup_due()


def test_backup_replaces_only_an_older_backup_of_the_same_archive(file_archive: Archive, tmp_path: Path) -> None:
    place = tmp_path / "usb" / "copy.copydesk"
    file_archive.add(Article())
    file_archive.backup(place)
    file_archive.add(Article())
    file_archive.backup(place)
    with Archive.open(place, read_only=True) as copied:
        assert copied.count() == 2
    other = tmp_path / "other.copydesk"
    Archive.create(other).close()
    text = tmp_path / "diary.txt"
    text.write_text("Dear diary", "utf-8")
    for forbidden in (other, text, tmp_path, file_archive.path):
        before = forbidden.read_bytes() if forbidden and forbidden.is_file() else None
        with pytest.raises(UserError, match=r"was written|no backup was made"):
            file_archive.backup(forbidden)
        assert before is None or forbidden.read_bytes() == before  # type: ignore[union-attr]


def test_backup_goes_on_while_others_write(file_archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "_PAGES", 4)
    file_archive.add(*(Article(body="word " * 500) for _ in range(100)))
    steps: list[int] = []

    def write_between(done: int, _total: int) -> None:
        if len(steps) % 5 == 0:
            file_archive.add(Article(title="meanwhile"))
        steps.append(done)

    backup = file_archive.backup(progress=write_between)
    assert file_archive.count() > 105
    assert steps == sorted(steps), "the copying never began anew"
    with Archive.open(backup) as copied:
        assert copied.count() == 100
        assert copied.check() == []


def test_cancelled_backup_leaves_nothing(file_archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "_PAGES", 4)
    file_archive.add(*(Article(body="word " * 500) for _ in range(20)))

    def stop(_done: int, _total: int) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        file_archive.backup(progress=stop)
    assert file_archive.backups() == []
    assert not any(path.suffix == ".part" for path in backups.folder_for(file_archive.uid).iterdir())


def test_copy_of_a_damaged_archive_does_not_count_as_a_backup(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(*(Article(title=str(at), body="word " * 500) for at in range(50)))
        good = archive.backup()
    data = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_article_title'").fetchone()[0]
    data[(page - 1) * 4096 + 8 : page * 4096] = bytes(4088)
    path.write_bytes(data)
    with Archive.open(path) as archive:
        with pytest.raises(DamagedArchive, match=r"thrown away|damaged"):
            archive.backup()
        assert archive.backups() == [good]


@settings(max_examples=25, deadline=None)
@given(hours=st.lists(st.integers(1, 70), max_size=60))
def test_thinning_keeps_days_and_weeks(hours: list[int]) -> None:
    uid = "thin"
    folder = backups.folder_for(uid)
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    now = NOON
    made: list[Path] = []
    for step in hours:
        now += timedelta(hours=step)
        place = backups.new_place(uid, "a", None, "copy", now)
        place.touch()
        made.append(place)
        backups.rotate(uid, now)
    left = backups.listed([uid])
    assert set(left) <= set(made)
    assert left[:3] == made[::-1][:3]
    assert len(left) <= 3 + 7 + 4
    days = [backups.made_at(path).date() for path in made]  # type: ignore[union-attr]
    kept_days = {backups.made_at(path).date() for path in left}  # type: ignore[union-attr]
    assert set(sorted(set(days))[-7:]) <= kept_days, "the last seven days that have one"
    weeks = {day.isocalendar()[:2] for day in days}
    assert set(sorted(weeks)[-4:]) <= {day.isocalendar()[:2] for day in kept_days}, "and the last four weeks"


def test_old_backups_before_updates_are_few(home: Path) -> None:
    for number in range(9):
        backups.new_place("u", "a", None, "before-update", NOON + timedelta(days=number)).touch()
    other = backups.folder_for("u") / "my own copy.copydesk"
    other.touch()
    backups.rotate("u", NOON)
    assert len(backups.listed(["u"])) == 5
    assert other.exists(), "what is not of our making is not ours to delete"


def test_daily_backup_is_due_once_a_day_and_only_after_a_change(file_archive: Archive, clock: Clock) -> None:
    assert not file_archive.daily_backup_due(), "an empty archive has nothing to lose"
    file_archive.add(Article())
    assert file_archive.daily_backup_due()
    file_archive.backup()
    file_archive.edit(1, title="x")
    assert not file_archive.daily_backup_due()
    clock.turn(days=1)
    assert file_archive.daily_backup_due()
    file_archive.backup()
    clock.turn(days=30)
    assert not file_archive.daily_backup_due(), "nothing was written since"


def test_two_backups_in_one_second_have_two_names(file_archive: Archive) -> None:
    file_archive.add(Article())
    assert file_archive.backup() != file_archive.backup()
    assert len(file_archive.backups()) == 2


def test_restore_brings_back_and_keeps_what_it_replaces(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(whole_article(), pictures={0: [PICTURE]})
        before, uid = dump(archive), archive.uid
        backup = archive.backup()
        archive.edit(1, body="written later")
        archive.add(Article(title="New"))
    kept = Archive.restore(backup, path)
    assert kept is not None
    with Archive.open(path) as archive:
        assert dump(archive) == before
        # An index of the old uid would take this for the archive it knows, whose numbers ran on.
        assert archive.uid != uid
        assert set(archive.backups()) == {backup, kept}
        archive.add(Article())
    with Archive.open(kept) as replaced:
        assert replaced.get(1).body == "written later"
        assert replaced.count() == 2
    assert [other.name for other in path.parent.iterdir()] == [path.name]


def test_restore_to_a_new_place(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(Article(title="One"))
        backup = archive.backup()
        target = path.parent / "deep" / "restored.copydesk"
        assert Archive.restore(backup, target) is None
        with Archive.open(target) as restored:
            assert restored.get(1).title == "One"
            assert restored.uid != archive.uid


def test_restore_over_an_archive_in_use_is_refused(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(Article(title="One"))
        backup = archive.backup()
        archive.edit(1, title="Two")
        with pytest.raises(ArchiveLocked):
            Archive.restore(backup, path)
        assert archive.get(1).title == "Two"
        archive.edit(1, title="Three")
    assert [other.name for other in path.parent.iterdir()] == [path.name]
    with Archive.open(path) as archive:
        assert archive.get(1).title == "Three"


@pytest.mark.parametrize("damage", ["cut", "torn"])
def test_damaged_archive_is_kept_beside_the_restored_one(path: Path, damage: str) -> None:
    with Archive.create(path) as archive:
        archive.add(*(Article(title=str(at), body="word " * 3000) for at in range(30)))
        backup = archive.backup()
    data = bytearray(path.read_bytes())
    if damage == "cut":
        del data[len(data) // 2 :]
    else:
        data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)
    Path(f"{path}-wal").write_bytes(b"a log of the past")
    kept = Archive.restore(backup, path)
    assert kept is not None
    assert kept.parent == path.parent
    assert kept.read_bytes() == bytes(data)
    # Played into the restored archive, the log of the old one would destroy it.
    assert not Path(f"{path}-wal").exists()
    if damage == "cut":
        # (In the other case SQLite saw that it was none, and took it away itself.)
        assert Path(f"{kept}-wal").read_bytes() == b"a log of the past"
    with Archive.open(path) as archive:
        assert archive.count() == 30
        assert archive.check() == []


def test_foreign_files_are_neither_restored_nor_replaced(path: Path, tmp_path: Path) -> None:
    diary = tmp_path / "diary.txt"
    diary.write_text("Dear diary", "utf-8")
    with Archive.create(path) as archive:
        backup = archive.backup()
    with pytest.raises(NotAnArchive):
        Archive.restore(diary, path)
    with pytest.raises(NotAnArchive):
        Archive.restore(backup, diary)
    assert diary.read_text("utf-8") == "Dear diary"
    with pytest.raises(ArchiveMissing):
        Archive.restore(tmp_path / "none.copydesk", path)
    with pytest.raises(UserError, match="the archive itself"):
        Archive.restore(path, path)
    backup.write_bytes(backup.read_bytes()[:-4096])
    with pytest.raises(DamagedArchive):
        Archive.restore(backup, path)
    Archive.open(path).close()
    assert sorted(other.name for other in tmp_path.iterdir()) == [path.name, "diary.txt"]


def test_backups_follow_an_archive_through_restores(path: Path) -> None:
    with Archive.create(path) as archive:
        archive.add(Article())
        first = archive.backup()
    for _ in range(2):
        Archive.restore(first, path)
        with Archive.open(path) as archive:
            assert first in archive.backups()
            archive.add(Article())
            first = archive.backup()
    with Archive.open(path) as archive:
        assert len(archive.backups()) == 5, "three copies and two replaced ones"


def test_backup_and_writers_in_threads(file_archive: Archive) -> None:
    file_archive.add(*(Article(body="word " * 500) for _ in range(50)))
    made: list[Path] = []
    thread = threading.Thread(target=lambda: made.append(file_archive.backup()))
    thread.start()
    for number in range(20):
        file_archive.add(Article(title=str(number)))
    thread.join()
    with Archive.open(made[0]) as copied:
        assert 50 <= copied.count() <= 70
        assert copied.count() == copied.seq - 1 + 50, "a state between two writes"


def test_backup_of_a_file_that_stays_locked_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "_PATIENCE_S", 0.3)
    path = tmp_path / "held.sqlite"
    with closing(sqlite3.connect(path)) as holder, closing(sqlite3.connect(path, timeout=0)) as source:
        holder.execute("CREATE TABLE held (x)")
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ArchiveLocked):
            backups.copy(source, tmp_path / "copy.sqlite", "Held")
    assert [one.name for one in tmp_path.iterdir()] == ["held.sqlite"]
