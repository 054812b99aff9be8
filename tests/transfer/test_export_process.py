"""The export process: the same report, progress on the way, cancel, and a death that is told."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article
from desktop_app.errors import UserError
from desktop_app.transfer.export_process import export_in_process
from desktop_app.transfer.exporting import export_articles
from desktop_app.transfer.reports import Progress, Written


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "a.copydesk", create=True) as opened:
        opened.add(*(Article(title=f"Yazı {n}", body=f"Söz *{n}*.") for n in range(1, 31)))
        yield opened


def test_the_report_is_that_of_the_same_export_here(archive: Archive, tmp_path: Path) -> None:
    seen: list[Progress] = []
    ids = [1, 2, 99]
    there = export_in_process(archive.url, ids, format="html", to=f"{tmp_path}/there/", on_progress=seen.append)
    here = export_articles(archive, ids, format="html", to=f"{tmp_path}/here/")
    assert [(w.id, w.sha256, Path(w.path).name) for w in there.written] == [
        (w.id, w.sha256, Path(w.path).name) for w in here.written
    ]
    assert there.failed == here.failed
    assert seen[-1] == Progress(3, 3)


def test_refusals_of_the_process_are_told_here(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no style"):
        export_in_process(archive.url, [1], format="html", to=tmp_path / "x.html", theme="neon")
    with pytest.raises(UserError):
        export_in_process(tmp_path / "none.copydesk", [1], format="html", to=tmp_path / "x.html")


def test_cancelling_ends_between_two_articles(archive: Archive, tmp_path: Path) -> None:
    stop = threading.Event()

    def first(written: Written) -> None:
        stop.set()

    report = export_in_process(
        archive.url, archive.ids(), format="pdf", to=f"{tmp_path}/out/", cancelled=stop, on_written=first
    )
    assert report.cancelled
    assert 1 <= len(report.written) <= 30
    assert sorted(Path(w.path) for w in report.written) == sorted((tmp_path / "out").iterdir())


def test_a_killed_process_is_told_with_what_was_finished(archive: Archive, tmp_path: Path) -> None:
    def kill(written: Written) -> None:
        (child,) = (one for one in multiprocessing.active_children() if one.name == "copydesk-export")
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)

    with pytest.raises(UserError, match=r"stopped unexpectedly. \d+ files? (?:was|were) written"):
        export_in_process(archive.url, archive.ids(), format="docx", to=f"{tmp_path}/out/", on_written=kill)
    for path in (tmp_path / "out").glob("*.docx"):
        assert path.stat().st_size > 1000
    assert archive.get(1).title == "Yazı 1"
