"""An export: whole files under safe names, one bad article stops nothing, what is there is respected."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article, NewPicture
from desktop_app.errors import UserError
from desktop_app.transfer import writers
from desktop_app.transfer.exporting import SUFFIXES, Format, export_articles
from desktop_app.transfer.file_names import MAX_BYTES, Names, name_from, picture_place
from desktop_app.transfer.reports import Progress
from desktop_app.transfer.whole_files import write_whole
from tests.transfer.export_samples import new_pictures, png, rich_article


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive.open("sqlite://") as opened:
        opened.add(rich_article(id=0, version=0), pictures={0: new_pictures()})
        opened.add(Article(title="İkinci yazı", body="Bir *söz*.", language="az", status="published"))
        opened.add(Article(title="İkinci Yazı", body="Başqa söz.", language="az"))
        yield opened


@pytest.mark.parametrize("form", ["html", "pdf", "epub", "docx", "markdown", "json"])
def test_each_format_writes_a_file_an_article_and_tells_its_sum(archive: Archive, tmp_path: Path, form: Format) -> None:
    report = export_articles(archive, archive.ids(), format=form, to=tmp_path / "out")
    assert report.failed == ()
    assert len(report.written) == 3
    for written in report.written:
        path = Path(written.path)
        assert path.suffix == SUFFIXES[form]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == written.sha256
    names = sorted(path.name for path in (tmp_path / "out").iterdir() if path.is_file())
    assert names[0].startswith("ikinci-yazı")
    assert len({name.casefold() for name in names}) == 3
    assert not list(tmp_path.rglob(".copydesk-*"))


def test_one_article_goes_to_the_file_that_is_named(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "new" / "my page.html"
    report = export_articles(archive, [1], format="html", to=target)
    assert [written.path for written in report.written] == [str(target)]


@pytest.mark.parametrize("to", ["folder", "folder/"])
def test_a_folder_that_exists_or_ends_with_a_slash_takes_the_file(archive: Archive, tmp_path: Path, to: str) -> None:
    if not to.endswith("/"):
        (tmp_path / to).mkdir()
    export_articles(archive, [2], format="html", to=f"{tmp_path}/{to}")
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["ikinci-yazı.html"]


def test_one_bad_article_never_stops_the_rest(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = writers.write_text

    def fails_for_the_second(article: Article) -> str:
        if article.id == 2:
            raise ZeroDivisionError
        return write(article)

    monkeypatch.setattr(writers, "write_text", fails_for_the_second)
    report = export_articles(archive, [1, 2, 999, 3], format="markdown", to=tmp_path)
    assert [written.id for written in report.written] == [1, 3]
    assert [failure.item for failure in report.failed] == ["2", "999"]
    assert "ZeroDivisionError" in report.failed[0].reason
    assert report.to_json()["failed"][1]["id"] == 999


def test_what_is_there_is_replaced_skipped_or_told(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "ikinci-yazı.html"
    path.write_text("mine")
    skipped = export_articles(archive, [2], format="html", to=tmp_path, on_existing="skip")
    assert (skipped.written, skipped.failed) == ((), ())
    assert skipped.to_json()["skipped"] == [{"id": 2, "path": str(path)}]
    refused = export_articles(archive, [2], format="html", to=tmp_path, on_existing="fail")
    assert "is there already" in refused.failed[0].reason
    assert path.read_text() == "mine"
    export_articles(archive, [2], format="html", to=tmp_path)
    assert "İkinci yazı" in path.read_text()


def test_cancelling_keeps_what_is_finished(archive: Archive, tmp_path: Path) -> None:
    stop = threading.Event()
    seen: list[Progress] = []

    def watch(progress: Progress) -> None:
        seen.append(progress)
        if progress.done == 1:
            stop.set()

    report = export_articles(archive, [1, 2, 3], format="json", to=tmp_path, on_progress=watch, cancelled=stop)
    assert report.cancelled
    assert [written.id for written in report.written] == [1, 2]
    assert [(step.done, step.total) for step in seen] == [(0, 3), (1, 3)]


def test_unknown_wishes_are_refused_before_anything_is_written(archive: Archive, tmp_path: Path) -> None:
    for wish in ({"format": "odt"}, {"theme": "neon"}, {"on_existing": "ask"}):
        with pytest.raises(UserError, match="Nothing was written"):
            export_articles(archive, [1], to=tmp_path / "x", **({"format": "html"} | wish))  # type: ignore[arg-type]
    with pytest.raises(UserError):
        export_articles(archive, [1, 2], format="html", to=tmp_path / "x", one_file=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_comes_back_changed_is_thrown_away_and_the_old_one_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")
    with pytest.raises(UserError, match="did not come back"):
        write_whole(path, b"after", check=lambda data: False)
    assert path.read_text() == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_pictures_lie_where_the_texts_name_them(archive: Archive, tmp_path: Path) -> None:
    other = png(8, 8, (1, 2, 3))
    body = "![](images/press.png) ![](../up.png) ![](/root/x.png) ![](my%20pic.png)"
    pictures = [
        NewPicture(name, other, "image/png")
        for name in ("images/press.png", "../up.png", "/root/x.png", "my%20pic.png", "https://e.org/x.png")
    ]
    archive.add(Article(title="Clash", body=body), pictures={0: pictures})
    report = export_articles(archive, [1, 4], format="markdown", to=tmp_path)
    first, second = (Path(written.path) for written in report.written)
    assert (first.parent / "images/press.png").read_bytes() != other
    assert (second.parent / "images/press.png").read_bytes() == other
    assert (second.parent / "../up.png").resolve().read_bytes() == other
    assert (tmp_path / "root/x.png").read_bytes() == other
    assert (second.parent / "my pic.png").read_bytes() == other
    assert second.resolve().is_relative_to(tmp_path)
    assert "https://e.org/x.png" in report.written[1].warnings[0]


@pytest.mark.parametrize(
    "address", ["", "/", "..", "http://e.org/x.png", "//e.org/x", "C:\\x.png", "a\0b", "data:x", "con.png"]
)
def test_addresses_that_are_no_place_are_not_written(address: str) -> None:
    assert picture_place(address) is None


@given(st.lists(st.text(alphabet="./ab%2e\\", max_size=12), max_size=6))
def test_a_picture_never_lands_outside_the_folder(parts: list[str]) -> None:
    place = picture_place("/".join(parts))
    if place is not None:
        assert ".." not in place[1].parts
        assert not place[1].is_absolute()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Köhnə çap: dəzgah?", "köhnə-çap-dəzgah"),
        ("CON", "_con"),
        ("Isparta'da gül", "ispartada-gül"),
        ("...", ""),
        ("a/b\\c", "a-b-c"),
        ("-x- . ", "x"),
    ],
)
def test_names_come_from_titles(title: str, name: str) -> None:
    assert name_from(title) == name


@given(st.lists(st.text(max_size=300), max_size=8))
def test_names_are_safe_everywhere_and_each_only_once(titles: list[str]) -> None:
    names = Names()
    taken = [names.take(title, number) for number, title in enumerate(titles, 1)]
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert name
        assert len(name.encode()) <= MAX_BYTES + 20
        assert not set(name) & set('<>:"/\\|?*\0')
        assert name == name.strip(" .-")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in the file system")
@pytest.mark.parametrize("form", ["html", "json", "markdown"])
def test_what_is_no_file_is_never_replaced_by_one(archive: Archive, tmp_path: Path, form: Format) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    for target in (pipe, tmp_path / "link"):
        report = export_articles(archive, [1], format=form, to=target)
        assert "no ordinary file" in report.failed[0].reason
        assert pipe.is_fifo()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "pipe"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_a_link_and_its_file_is_written(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "real.html").write_text("old")
    (tmp_path / "latest.html").symlink_to("real.html")
    export_articles(archive, [2], format="html", to=tmp_path / "latest.html")
    assert (tmp_path / "latest.html").is_symlink()
    assert "<html" in (tmp_path / "real.html").read_text("utf-8")
