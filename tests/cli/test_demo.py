"""The demo: all steps, twice, and plain words where no window can be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.archive import Archive
from desktop_app.errors import UserError
from tests.cli.conftest import Run


@dataclass
class Painter:
    """A window that can be drawn, or cannot, as the test wants; it crosses to the drawing process."""

    trouble: str = ""
    has_screen: bool = False

    def check(self) -> None:
        if not self.has_screen:
            raise UserError("There is no screen here.")

    def open(self, archive: str | None) -> int:
        assert archive is not None
        Path(archive).with_name("opened").touch()
        return 0

    def draw(self, archive: Path, picture: Path) -> None:
        if self.trouble == "told":
            raise UserError("A library is missing.", "Install it with: sudo apt-get install -y libx")
        if self.trouble == "bug":
            raise ValueError("never shown")
        if self.trouble == "crash":
            import os

            os._exit(134)
        with Archive.open(archive, read_only=True) as opened:
            assert opened.count() > 28
        picture.write_bytes(b"\x89PNG")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "tour"


def test_the_demo_leaves_archive_pages_pdf_and_picture(run: Run, folder: Path) -> None:
    ran = run("demo", str(folder), "--headless", window=Painter())
    assert ran.code == 0, ran.out + ran.err
    assert (folder / "sample.copydesk").is_file()
    assert len(list((folder / "html").rglob("*.html"))) >= 33
    assert len(list((folder / "pdf").glob("*.pdf"))) == 5
    assert all(file.read_bytes().startswith(b"%PDF-") for file in (folder / "pdf").glob("*.pdf"))
    assert (folder / "window.png").read_bytes() == b"\x89PNG"
    assert "[reading] [room]" in ran.out
    assert ran.out.count(" s  ") >= 9
    assert "5 pieces added" in ran.out
    assert f"copydesk open {folder / 'sample.copydesk'}" in ran.out


def test_the_demo_may_be_run_again(run: Run, folder: Path) -> None:
    run("demo", str(folder), "--headless", window=Painter())
    ran = run("demo", str(folder), "--headless", window=Painter())
    assert ran.code == 0, ran.out + ran.err
    assert "5 known already" in ran.out
    with Archive.open(folder / "sample.copydesk") as archive:
        assert archive.count() == 33


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("told", "sudo apt-get install -y libx"),
        ("bug", "could not be drawn (ValueError)"),
        ("crash", "Qt ended with code 134"),
    ],
)
def test_a_window_that_cannot_be_drawn_costs_the_picture_alone(
    run: Run, folder: Path, trouble: str, words: str
) -> None:
    ran = run("demo", str(folder), "--headless", window=Painter(trouble))
    assert ran.code == 1
    assert words in ran.out
    assert "never shown" not in ran.out + ran.err
    assert not (folder / "window.png").exists()
    assert list((folder / "pdf").glob("*.pdf"))


def test_the_window_opens_where_there_is_a_screen_and_is_drawn_where_not(run: Run, folder: Path) -> None:
    assert run("demo", str(folder), window=Painter()).code == 0
    assert (folder / "window.png").exists()
    assert not (folder / "opened").exists()
    assert run("demo", str(folder), window=Painter(has_screen=True)).code == 0
    assert (folder / "opened").exists()


def test_without_any_window_the_rest_is_done(run: Run, folder: Path) -> None:
    ran = run("demo", str(folder))
    assert ran.code == 1
    assert "could not be drawn" in ran.out
    assert list((folder / "html").rglob("*.html"))


def test_a_folder_that_cannot_be_made_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    ran = run("demo", str(tmp_path / "file"), "--headless")
    assert ran.code == 3
    assert (tmp_path / "file").read_text() == "mine"
