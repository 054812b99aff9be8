"""new, stats, check, backup, restore, reindex, index-status, settings."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from desktop_app.archive import Archive
from tests.cli.conftest import Run


def test_new_makes_an_archive_and_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "letters.copydesk"
    made = run("new", str(path))
    assert made.code == 0
    assert made.out == f"{path}\n"
    assert run("list", "--archive", str(path), "--json").value == {"total": 0, "articles": [], "next": None}
    refused = run("new", str(path), "--sample")
    assert refused.code == 3
    assert "not touched" in refused.err
    other = tmp_path / "sample.copydesk"
    assert run("new", str(other), "--sample").code == 0
    assert run("list", "--archive", str(other), "--json").value["total"] == 28
    assert [file.name for file in tmp_path.iterdir() if "new" in file.name] == []
    text = tmp_path / "notes.txt"
    text.write_text("mine")
    assert run("new", str(text)).code == 3
    assert text.read_text() == "mine"


def test_the_archive_is_named_by_option_by_environment_or_is_ones_own(
    run: Run, sample: Path, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("list", "--json").value["total"] == 28
    empty = str(tmp_path / "empty.copydesk")
    run("new", empty)
    assert run("--archive", empty, "list", "--json").value["total"] == 0
    assert run("list", "--archive", empty, "--json").value["total"] == 0
    monkeypatch.delenv("COPYDESK_ARCHIVE")
    assert run("list", "--json").value["total"] == 0
    assert (home / "data" / "archive.copydesk").is_file()
    run("settings", "archive.default", str(sample))
    assert run("list", "--json").value["total"] == 28


def test_a_named_archive_that_is_not_there_is_never_made(run: Run, tmp_path: Path) -> None:
    ran = run("list", "--archive", str(tmp_path / "typo.copydesk"))
    assert ran.code == 3
    assert "no archive" in ran.err
    assert list(tmp_path.glob("typo*")) == []
    other = tmp_path / "photo.jpg"
    other.write_bytes(b"\xff\xd8\xff" + bytes(500))
    assert run("search", "tea", "--archive", str(other)).code == 3
    assert other.read_bytes() == b"\xff\xd8\xff" + bytes(500)


def test_stats_json_has_the_shape_of_the_contract(run: Run, unindexed_sample: Path) -> None:
    with Archive.open(unindexed_sample) as archive:
        archive.trash([1])
    value = run("stats", "--json").value
    assert list(value)[:9] == [
        "articles", "trashed", "words", "versions", "pictures", "languages", "years", "archive_bytes", "index_bytes",
    ]  # fmt: skip
    assert (value["articles"], value["trashed"], value["pictures"]) == (27, 1, 5)
    assert sum(value["languages"].values()) == 27
    assert value["archive_bytes"] > 100_000
    assert value["index_bytes"] == 0
    run("search", "tea")
    assert run("stats", "--json").value["index_bytes"] > 1000
    assert "27 articles" in run("stats").out


def test_check_finds_nothing_in_a_sound_archive(run: Run, sample: Path) -> None:
    ran = run("check", "--json")
    assert ran.code == 0
    assert ran.value == {"archive": [], "index": [], "left": []}
    assert "whole and agree" in run("check").err


def test_check_finds_damage_ends_with_1_and_repairs(run: Run, sample: Path) -> None:
    connection = sqlite3.connect(sample)
    connection.execute("UPDATE article SET words = 7 WHERE id = 1")
    connection.commit()
    connection.close()
    found = run("check", "--json")
    assert found.code == 1
    assert found.value["archive"][0]["repairable"] is True
    assert run("check").lines[0].startswith("archive\t")
    repaired = run("check", "--repair", "--json")
    assert repaired.code == 1
    assert repaired.value["left"] == []
    assert run("check").code == 0


def test_backup_and_restore(run: Run, sample: Path, tmp_path: Path) -> None:
    file = tmp_path / "copy.copydesk"
    assert run("backup", str(file)).out == f"{file}\n"
    rotating = run("backup", "--json").value
    assert Path(rotating["path"]).stat().st_size == rotating["bytes"]
    listed = run("backups", "--json").value
    assert rotating["path"] in {one["path"] for one in listed}
    with Archive.open(sample) as archive:
        archive.purge([1, 2, 3])
    assert run("list", "--json").value["total"] == 25
    restored = run("restore", str(file))
    assert restored.code == 0, restored.err
    assert "kept as" in restored.err
    assert run("list", "--json").value["total"] == 28
    assert run("search", "lang:az", "--json").value["total"] == 8
    elsewhere = tmp_path / "elsewhere.copydesk"
    assert run("restore", str(file), "--archive", str(elsewhere)).out == f"{elsewhere}\n"
    assert run("list", "--archive", str(elsewhere), "--json").value["total"] == 28
    assert run("restore", "nowhere.copydesk").code == 3


def test_a_day_of_work_begins_with_a_backup_unless_switched_off(run: Run, sample: Path) -> None:
    assert run("backups", "--json").value == []
    run("edit", "1", "--add-tag", "x")
    assert len(run("backups", "--json").value) == 1
    run("edit", "1", "--add-tag", "y")
    assert len(run("backups", "--json").value) == 1


def test_no_daily_backup_where_it_is_switched_off(run: Run, sample: Path) -> None:
    run("settings", "backup.daily", "no")
    run("edit", "1", "--add-tag", "x")
    assert run("backups", "--json").value == []


def test_the_index_is_rebuilt_and_its_state_told(run: Run, unindexed_sample: Path) -> None:
    before = run("index-status", "--json").value
    assert set(before) == {"state", "behind", "documents", "message"}
    assert before["documents"] == 0
    ran = run("reindex", "--jobs", "1", "--progress=json")
    assert ran.code == 0
    assert "28 articles" in ran.err
    assert run("index-status", "--json").value == {"state": "current", "behind": 0, "documents": 28, "message": ""}
    with Archive.open(unindexed_sample) as archive:
        archive.edit(1, title="Changed")
    assert run("index-status", "--json").value["behind"] == 1


def test_settings_are_read_set_and_reset(run: Run, home: Path) -> None:
    assert run("settings", "appearance.theme").out == "system\n"
    assert run("settings", "appearance.theme", "dark").code == 0
    assert run("settings", "appearance.theme", "--json").value == "dark"
    assert "dark" in (home / "config" / "settings.toml").read_text("utf-8")
    assert run("settings", "--json").value["appearance.theme"] == "dark"
    assert any(line.startswith("appearance.theme\tdark\t") for line in run("settings").lines)
    refused = run("settings", "appearance.theme", "purple")
    assert refused.code == 3
    assert "light" in refused.err
    assert run("settings", "appearance.theme", "--reset").code == 0
    assert run("settings", "appearance.theme").out == "system\n"
    assert run("settings", "appearance.colour").code == 3


def test_a_broken_settings_file_is_told_and_fatal_to_nothing(run: Run, sample: Path, home: Path) -> None:
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "settings.toml").write_text("[[[", "utf-8")
    ran = run("list", "--json")
    assert ran.code == 0
    assert ran.value["total"] == 28
    assert "settings.broken-" in ran.err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_an_archive_that_can_only_be_read_is_told_before_any_work(run: Run, sample: Path) -> None:
    sample.chmod(0o400)
    sample.parent.chmod(0o500)
    try:
        ran = run("edit", "1", "--add-tag", "x")
    finally:
        sample.parent.chmod(0o700)
    assert ran.code == 3
    assert "only be read" in ran.err
