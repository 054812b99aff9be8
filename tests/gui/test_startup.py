"""Missing libraries are told with the line that installs them, never with a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.gui import startup

DEBIAN = 'NAME="Debian GNU/Linux"\nID=debian'
FEDORA = 'NAME="Fedora Linux"\nID=fedora'


def test_a_missing_library_is_told_with_the_line_for_this_system() -> None:
    names = ["libEGL.so.1", "libxcb-cursor.so.0"]
    on_debian = startup.missing_libraries(names, DEBIAN)
    assert "libEGL.so.1, libxcb-cursor.so.0" in on_debian.message
    assert "sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0" in on_debian.hint
    assert "dnf" not in on_debian.hint
    assert "sudo dnf install -y libglvnd-egl xcb-util-cursor" in startup.missing_libraries(names, FEDORA).hint
    both = startup.missing_libraries(names, "").hint
    assert "apt-get" in both
    assert "dnf" in both


def test_every_probed_library_has_a_package_in_both_tables() -> None:
    for name in (*startup.WIDGETS, *startup.XCB):
        (apt,) = startup.install_lines([name], DEBIAN)
        (dnf,) = startup.install_lines([name], FEDORA)
        assert ".so" not in apt + dnf


def test_an_import_error_names_the_library_it_wants() -> None:
    error = ImportError("libGL.so.1: cannot open shared object file: No such file or directory")
    trouble = startup.trouble_of(error)
    assert "libGL.so.1" in trouble.message
    assert "libgl1" in trouble.hint
    missing = startup.trouble_of(ImportError("No module named 'PySide6'"))
    assert "pip install" in missing.hint


def test_without_a_screen_the_command_line_is_offered() -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("X and Wayland are asked for on Linux only")
    with pytest.raises(startup.NoWindow, match="no screen") as found:
        startup.check({})
    assert "demo --headless" in found.value.hint
    startup.check({"QT_QPA_PLATFORM": "offscreen"})
    startup.check({"WAYLAND_DISPLAY": "wayland-0"})


def test_libraries_that_are_not_there_are_found_absent() -> None:
    assert startup.absent(["libsurely-not-here.so.9"]) == ["libsurely-not-here.so.9"]


def test_a_process_without_qt_says_so_in_words(tmp_path: Path) -> None:
    blocker = tmp_path / "PySide6"
    blocker.mkdir()
    (blocker / "__init__.py").write_text("")
    (blocker / "QtWidgets.py").write_text("raise ImportError('libEGL.so.1: cannot open shared object file')")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from desktop_app.gui import run\n"
        "from desktop_app.errors import UserError\n"
        "try:\n    run()\n"
        "except UserError as error:\n    print(error.message); print(error.hint)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in result.stderr
    assert "libEGL.so.1" in result.stdout
    assert "libegl1" in result.stdout or "libglvnd-egl" in result.stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X is asked for on Linux only")
def test_a_screen_that_does_not_answer_is_told_before_qt_aborts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    monkeypatch.setattr(startup, "absent", lambda names: [])
    with pytest.raises(startup.NoWindow, match=":4711 does not answer"):
        startup.check({"DISPLAY": ":4711"})


def test_the_window_loads_nothing_that_its_first_picture_does_without() -> None:
    script = (
        "import desktop_app.gui.program, desktop_app.gui.desk.desk_place, desktop_app.gui.library.archive_place, "
        "desktop_app.gui.trash, desktop_app.gui.transfer.imports_place, desktop_app.search.client, sys; "
        "late = {'whoosh', 'numpy', 'markdown', 'pymdownx', 'lxml', 'typst', 'PySide6.QtWebEngineCore'}; "
        "print(sorted(late & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
