"""What every test shares: a home of its own, a screen that is none, and the place of the real texts."""

from __future__ import annotations

import faulthandler
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    # Chromium refuses to start as root with its sandbox; only tests ever run as root.
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

_GRACE_S = 120

# Where stacks of tests that hang are written: what a worker of xdist says on its stderr is seen by nobody.
_HANGS = os.environ.get("COPYDESK_TEST_HANGS", "")
is_first_process = not _HANGS
if is_first_process:
    _handle, _HANGS = tempfile.mkstemp(prefix="copydesk-hangs-")
    os.close(_handle)
    os.environ["COPYDESK_TEST_HANGS"] = _HANGS
_hangs = open(_HANGS, "a", encoding="utf-8")  # noqa: SIM115 - until the process ends

# What everybody runs gives the same answer every time: a rare case that chance finds is not the fault of the commit
# that it comes up in. `COPYDESK_CHANCE=1` looks for such cases.
settings.register_profile("steady", derandomize=True)
if not os.environ.get("COPYDESK_CHANCE"):
    settings.load_profile("steady")

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """End the process, with the stacks of all threads, where a test's own time limit did not end the test.

    The limit is a signal: code of Qt that never comes back to Python does not see it, nor does a second wait while the
    first is being cleared away. One such test kept a run waiting until the whole of it was given up, with no word.
    """
    marker = item.get_closest_marker("timeout")
    options = item.config.getoption
    limit_s = float(marker.args[0] if marker else options("timeout") or item.config.getini("timeout"))
    if limit_s and not options("usepdb"):
        faulthandler.dump_traceback_later(limit_s + _GRACE_S, file=_hangs, exit=True)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the stacks of tests that were ended."""
    if is_first_process and (stacks := Path(_HANGS).read_text(encoding="utf-8")):
        terminalreporter.section("stacks of tests that did not end")
        terminalreporter.write_line(stacks)


def pytest_unconfigure() -> None:
    _hangs.close()
    if is_first_process:
        Path(_HANGS).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test data, config, cache and log folders of its own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("COPYDESK_HOME", str(folder))
    monkeypatch.delenv("COPYDESK_ARCHIVE", raising=False)
    return folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Return the folder of real texts, or skip: they are never part of the repository."""
    folder = Path(os.environ.get("COPYDESK_CORPORA", REPOSITORY.parent / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip("the collections of real texts are not on this machine (COPYDESK_CORPORA)")
    return folder


@pytest.fixture(scope="session")
def lists_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which the shipped word lists lie ready: to make them takes seconds."""
    from desktop_app.letters import LANGUAGES, shipped

    folder = tmp_path_factory.mktemp("lists")
    for code in LANGUAGES:
        shipped(code, folder)
    return folder
