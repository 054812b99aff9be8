"""The demo: all steps, twice, and plain words where no window can be drawn."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.archive import Archive
from desktop_app.cli import demo
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
            os._exit(134)
        with Archive.open(archive, read_only=True) as opened:
            assert opened.count() >= 28
        picture.write_bytes(b"\x89PNG")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "tour"


def test_the_demo_leaves_archive_pages_pdf_and_picture_and_may_be_run_again(run: Run, folder: Path) -> None:
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", "demo", str(folder)],
        capture_output=True, text=True, encoding="utf-8", timeout=110,
        env={name: value for name, value in os.environ.items() if name not in screens},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert (folder / "sample.copydesk").is_file()
    assert len(list((folder / "html").rglob("*.html"))) == 33
    assert len(list((folder / "pdf").glob("*.pdf"))) == 33
    assert all(file.read_bytes().startswith(b"%PDF-") for file in (folder / "pdf").glob("*.pdf"))
    head = (folder / "window.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    assert struct.unpack(">II", head[16:24]) >= (1000, 700)
    assert "[reading] [room]" in done.stdout
    assert done.stdout.count(" s  ") >= 9
    assert "5 pieces added" in done.stdout
    assert f"copydesk open {folder / 'sample.copydesk'}" in done.stdout

    again = run("demo", str(folder), "--headless", window=Painter("told"))
    assert again.code == 1
    assert "5 known already" in again.out
    assert "sudo apt-get install -y libx" in again.out
    assert again.out.index("PDF") < again.out.index("not done: the window could not be drawn")
    with Archive.open(folder / "sample.copydesk") as archive:
        assert archive.count() == 33


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("told", "A library is missing. Install it with: sudo apt-get install -y libx"),
        ("bug", "could not be drawn (ValueError). The log is "),
        ("crash", "Qt ended with code 134"),
    ],
)
def test_a_window_that_cannot_be_drawn_is_told_and_hurts_nothing_else(sample: Path, trouble: str, words: str) -> None:
    picture = sample.with_name("window.png")
    with pytest.raises(UserError) as told:
        demo.draw_window(Painter(trouble), sample, picture)
    assert words in str(told.value)
    assert "never shown" not in str(told.value)
    assert not picture.exists()


def test_the_window_opens_where_there_is_a_screen(run: Run, folder: Path) -> None:
    assert run("demo", str(folder), window=Painter(has_screen=True)).code == 0
    assert (folder / "opened").exists()
    assert not (folder / "window.png").exists()


def test_a_folder_that_cannot_be_made_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    ran = run("demo", str(tmp_path / "file"), "--headless")
    assert ran.code == 3
    assert (tmp_path / "file").read_text() == "mine"
