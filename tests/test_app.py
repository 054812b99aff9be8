"""The composition root: which archive is opened, what is made, and what is never made."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop_app import paths
from desktop_app.app import SAMPLE_NAME, SAMPLE_SEARCHES, App, Finder, make_sample
from desktop_app.archive import Archive, Article, VersionReason
from desktop_app.errors import UserError
from desktop_app.search.service import SearchRequest
from desktop_app.settings import Settings


def test_the_default_archive_is_made_on_first_use(home: Path) -> None:
    with App.open() as app:
        assert app.archive.path == paths.default_archive() == home / "data" / "archive.copydesk"
        assert app.archive.count() == 0
        uid = app.archive.uid
    with App.open() as app:
        assert app.archive.uid == uid


def test_a_named_archive_is_never_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = tmp_path / "missing.copydesk"
    with pytest.raises(UserError, match="no archive"):
        App.open(missing)
    monkeypatch.setenv("COPYDESK_ARCHIVE", str(missing))
    with pytest.raises(UserError, match="no archive"):
        App.open()
    assert not missing.exists()


def test_name_goes_before_environment_before_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named, environment, chosen = (tmp_path / f"{name}.copydesk" for name in ("a", "b", "c"))
    for path in (named, environment, chosen):
        Archive.create(path).close()
    settings = Settings()
    settings.set("archive.default", str(chosen))
    with App.open(settings=settings) as app:
        assert app.archive.path == chosen
    monkeypatch.setenv("COPYDESK_ARCHIVE", str(environment))
    with App.open(settings=settings) as app:
        assert app.archive.path == environment
    with App.open(named, settings=settings) as app:
        assert app.archive.path == named


def test_a_finder_searches_the_archive_that_an_app_would_open(tmp_path: Path) -> None:
    with Finder.open() as finder:
        assert finder.search.search(SearchRequest()).total == 0
    assert paths.default_archive().is_file()
    with App.open() as app:
        app.archive.add(Article(title="Tea", body="Tea in the old house."))
    with Finder.open() as finder:
        assert [hit.title for hit in finder.search.search(SearchRequest(query="houses")).hits] == ["Tea"]
    with pytest.raises(UserError, match="no archive"):
        Finder.open(tmp_path / "missing.copydesk")
    with Finder.open("sqlite://") as finder:
        assert finder.search.search(SearchRequest(query="tea")).total == 0


def test_an_archive_in_memory_and_read_only() -> None:
    with App.open("sqlite://") as app:
        assert app.archive.path is None
    with App.open(), App.open(read_only=True) as app:
        assert app.archive.read_only


def test_the_sample_is_made_once_and_changes_stay(tmp_path: Path) -> None:
    with App.sample(tmp_path / "deep" / "folder") as app:
        assert app.archive.path == tmp_path / "deep" / "folder" / SAMPLE_NAME
        assert app.archive.count() == 28
        assert app.archive.counts().desk == 4
        assert len(app.archive.saved_searches()) == len(SAMPLE_SEARCHES)
        assert [batch.failed for batch in app.archive.batches()] == [0]
        assert app.archive.check() == []
        app.archive.trash([1])
    with App.sample(tmp_path / "deep" / "folder") as app:
        assert app.archive.count() == 27
    assert [path.name for path in (tmp_path / "deep" / "folder").iterdir()] == [SAMPLE_NAME]


def test_every_sample_article_is_imported_whole(tmp_path: Path) -> None:
    with App.sample(tmp_path) as app:
        articles = app.archive.texts(app.archive.ids())
        warned = [warning["path"] for batch in app.archive.batches() for warning in batch.report["warnings"]]
        assert not any(path.endswith(".md") for path in warned)
        assert {article.language for article in articles} == {"en", "az", "tr", "ru"}
        by_uid = {article.uid: article for article in articles}
        assert len(by_uid) == 28
        pictures = [picture for article in articles for picture in app.archive.pictures(article.id)]
        assert len(pictures) == 5
        assert {picture.media_type for picture in pictures} == {"image/png", "image/jpeg"}
        bridge = next(article for article in articles if article.title == "The bridge that keeps a diary")
        assert bridge.extra == {"photographer": "Ines Calloway", "edition": "Weekend"}
        clock = next(article for article in articles if article.title == "The clock that would not be hurried")
        assert [related.title for related in _reprints(app, clock.id)] == ["Market clock goes its own way"]
        for name, query, _ in SAMPLE_SEARCHES:
            assert app.search.search(SearchRequest(query=query)).total >= 3, name


def _reprints(app: App, article_id: int) -> tuple[object, ...]:
    app.search.catch_up()
    return app.search.reprints(article_id)


def test_a_sample_never_replaces_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "mine.copydesk"
    path.write_text("mine")
    with pytest.raises(UserError, match="not touched"):
        make_sample(path)
    assert path.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["mine.copydesk"]


def test_a_sample_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Archive, *_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Archive, "save_search", fail)
    with pytest.raises(OSError, match="No space"):
        make_sample(tmp_path / "sample.copydesk")
    assert list(tmp_path.iterdir()) == []


def test_the_search_opens_when_first_asked_for_and_once(home: Path) -> None:
    with App.open() as app:
        assert not (home / "cache" / "index" / app.archive.uid).exists()
        found: list[object] = []
        threads = [threading.Thread(target=lambda: found.append(app.search)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({id(one) for one in found}) == 1


def test_the_worker_searches_in_a_process_of_its_own(tmp_path: Path) -> None:
    with App.sample(tmp_path, worker=True) as app:
        app.search.catch_up()
        assert app.search.search(SearchRequest(query="lighthouse OR маяк")).total >= 1


def test_the_daily_backup_is_made_once_a_day_and_if_wanted(tmp_path: Path) -> None:
    with App.sample(tmp_path) as app:
        made = app.back_up_if_due()
        assert made is not None
        assert made.is_file()
        assert app.back_up_if_due() is None
    with App.sample(tmp_path / "other") as app:
        app.settings.set("backup.daily", False)
        assert app.back_up_if_due() is None


def test_old_automatic_versions_are_thinned_after_the_daily_backup(tmp_path: Path) -> None:
    path = tmp_path / "a.copydesk"
    minutes = iter(range(10_000))
    month_ago = datetime.now(UTC) - timedelta(days=30)
    Archive.create(path).close()
    with Archive.open(path, clock=lambda: month_ago + timedelta(minutes=next(minutes))) as archive:
        (article,) = archive.add(Article(title="Bridge", body="0")).articles
        for number in range(1, 12):
            archive.edit(article, body=str(number))
            archive.keep_version(article, reason=VersionReason.ACTIVITY)
        before = len(archive.versions(article))
    with App.open(path) as app:
        backup = app.back_up_if_due()
        assert backup is not None
        assert len(app.archive.versions(article)) < before
        with Archive.open(backup, read_only=True) as kept:
            assert len(kept.versions(article)) == before
