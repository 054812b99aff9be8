"""The door of the command line: exit codes, bugs and their logs, closed pipes, Ctrl+C, and no Qt anywhere."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from desktop_app import __version__, cli
from desktop_app.archive import Archive, Article
from desktop_app.cli.main import _MODULES
from desktop_app.cli.progress import ProgressShow
from desktop_app.errors import UserError
from tests.cli.conftest import Run, Stream

PROGRAM = [sys.executable, "-m", "desktop_app"]


class Screen:
    """A window that only notes what was asked of it."""

    def __init__(self, trouble: UserError | None = None) -> None:
        self.trouble = trouble
        self.opened: list[str | None] = []

    def check(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def open(self, archive: str | None) -> int:
        self.opened.append(archive)
        return 0

    def draw(self, archive: Path, picture: Path) -> None:
        raise AssertionError("nobody asked for a picture")


def test_version_and_help(run: Run) -> None:
    assert run("--version").out == f"copydesk {__version__}\n"
    ran = run("--help")
    assert ran.code == 0
    for name in _MODULES:
        assert re.search(rf"^  {name} ", ran.out, re.MULTILINE), name


def test_no_arguments_and_open_open_the_window(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    assert run(window=screen).code == 0
    assert run("open", window=screen).code == 0
    assert run("open", "a.copydesk", window=screen).code == 0
    assert run("--archive", "b.copydesk", window=screen).code == 0
    assert run("open", "--archive", "c.copydesk", window=screen).code == 0
    monkeypatch.setenv("COPYDESK_ARCHIVE", "d.copydesk")
    assert run(window=screen).code == 0
    assert screen.opened == [None, None, "a.copydesk", "b.copydesk", "c.copydesk", "d.copydesk"]


def test_a_missing_library_is_told_with_the_line_that_helps(run: Run) -> None:
    ran = run(
        window=Screen(UserError("The window needs libraries.", "Install them with:\n  sudo apt-get install -y x"))
    )
    assert ran.code == 3
    assert "sudo apt-get install -y x" in ran.err
    assert "Traceback" not in ran.err
    assert run("open").code == 3


def test_a_bug_is_70_with_a_log_that_holds_no_text(
    run: Run, sample: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Archive, article_id: int) -> Article:
        try:
            raise ValueError("a secret sentence of an article")
        except ValueError as error:
            raise RuntimeError("the secret sentence again") from error

    monkeypatch.setattr(Archive, "get", fail)
    ran = run("show", "1")
    assert ran.code == 70
    assert ran.out == ""
    assert "Traceback" not in ran.err
    assert "secret" not in ran.err
    (log,) = (home / "log").iterdir()
    assert str(log) in ran.err
    text = log.read_text("utf-8")
    # The log quotes lines of the program, and the two that raise stand in this test.
    assert "secret" not in "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("raise "))
    assert "builtins.ValueError (its message is left out)" in text
    assert "builtins.RuntimeError" in text
    assert "in fail" in text
    assert "copydesk show" in text


def test_what_the_code_itself_says_is_in_the_log(
    run: Run, sample: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Archive, "find", lambda self, name: self.no_such_thing)
    assert run("show", "1").code == 70
    (log,) = (home / "log").iterdir()
    assert "no_such_thing" in log.read_text("utf-8")


def test_the_program_runs_with_pyside_absent(sample: Path, home: Path) -> None:
    code = """
        import sys

        class Block:
            def find_spec(self, name, path=None, target=None):
                if name.split(".")[0] in ("PySide6", "shiboken6"):
                    raise ImportError(f"No module named {name!r}")

        sys.meta_path.insert(0, Block())
        import desktop_app.cli
        from desktop_app.__main__ import main
        assert main(["list", "--quiet"]) == 0
        assert main(["search", "tea", "--quiet"]) == 0
        code = main(["open"])
        assert code == 3, code
        assert not any(name.startswith("PySide6") for name in sys.modules)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 28
    assert "PySide6" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_search_loads_neither_window_nor_sqlalchemy(sample: Path) -> None:
    code = """
        import sys
        from desktop_app.__main__ import main

        main(["search", "tea"])
        print([name for name in sys.modules if "PySide" in name or name == "sqlalchemy"])
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_closed_pipe_is_no_trouble(sample: Path) -> None:
    with Archive.open(sample) as archive:
        archive.add(*(Article(title=f"Article {number} " + "x" * 200, body="words") for number in range(2000)))
    for arguments in (
        ["list", "--limit", "2000"],
        ["list", "--limit", "2000", "--json"],
        ["list", "--ids"],
        ["--help"],
    ):
        process = subprocess.Popen([*PROGRAM, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read().decode()
        process.stderr.close()
        assert process.wait(60) == 0, errors
        assert "Traceback" not in errors
        assert "BrokenPipe" not in errors


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_told(sample: Path) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([*PROGRAM, "list"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 3
    assert "could not be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="closes streams as a POSIX shell does")
@pytest.mark.parametrize("closed", [">&- 2>&-", "<&-"])
def test_streams_closed_before_the_start_are_no_trouble(sample: Path, closed: str) -> None:
    for words in ("search bridge", "edit - --set section=City"):
        line = f"{sys.executable} -m desktop_app {words} {closed}"
        done = subprocess.run(["/bin/sh", "-c", line], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_keeps_what_was_finished_and_says_so(sample: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1200):
        (folder / f"{number}.md").write_text(f"# Piece {number}\n\n" + f"Sentence {number}. " * 300, "utf-8")
    process = subprocess.Popen(
        [*PROGRAM, "import", str(folder), "--progress=json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if re.search(r'"done": [1-9]', line):
            break
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Stopped. What was finished is kept" in errors
    assert "Traceback" not in errors
    with Archive.open(sample) as archive:
        added = archive.count() - 28
        assert 0 < added < 1200
        told = re.search(r"([\d,]+) articles? added", errors)
        assert told is not None
        assert int(told[1].replace(",", "")) == added
        assert archive.check() == []


def test_ctrl_c_while_modules_load_is_no_traceback() -> None:
    program = textwrap.dedent("""
        import sys

        class Impatient:
            def find_spec(self, name, path=None, target=None):
                if name == "click":
                    raise KeyboardInterrupt

        sys.meta_path.insert(0, Impatient())
        from desktop_app.__main__ import main
        sys.exit(main(["list"]))
    """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped.\n")


def test_ctrl_c_elsewhere_says_that_nothing_changed(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: Archive, *_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "list", interrupted)
    ran = run("list")
    assert ran.code == 130
    assert ran.err == "Stopped. Nothing was changed.\n"


def test_an_end_of_input_inside_is_a_bug_and_not_ctrl_c(
    run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(self: Archive, *_: object, **__: object) -> None:
        raise EOFError

    monkeypatch.setattr(Archive, "list", ended)
    assert run("list").code == 70


def test_any_encoding_of_the_system_prints_all_letters_into_a_pipe(sample: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "list", "lang:az"], capture_output=True, timeout=60, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert done.returncode == 0
    assert "Xəritədəki boş yer" in done.stdout.decode("utf-8")


def test_the_window_is_not_a_part_of_the_command_line() -> None:
    assert set(cli.__all__) == {"Window", "main"}


def test_short_work_shows_no_bar_and_long_work_does(monkeypatch: pytest.MonkeyPatch) -> None:
    errors = Stream(terminal=True)
    monkeypatch.setattr(sys, "stderr", errors)
    clock = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: clock)
    with ProgressShow("Indexing", "auto", quiet=False) as show:
        show(1, 2)
    assert errors.written == ""
    with ProgressShow("Indexing", "auto", quiet=False) as show:
        clock += 1
        show(1, 2, "a title with \x1b[2J in it")
    assert "Indexing" in errors.written
    assert "\x1b[2J" not in errors.written
    before = errors.written
    with ProgressShow("Indexing", "auto", quiet=True) as show:
        clock += 1
        show(1, 2)
    with ProgressShow("Indexing", "none", quiet=False) as show:
        clock += 1
        show(1, 2)
    assert errors.written == before
