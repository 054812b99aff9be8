"""The watchdog bites: a slot that computes too long, or waits too long, is caught with its place; idling is not."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from desktop_app.gui.watchdog import Watchdog

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no processor clock of a thread")


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """A module that looks like one of ours and holds the thread."""
    folder = tmp_path / "desktop_app_planted"
    folder.mkdir()
    (folder / "slow.py").write_text(
        "import time\n"
        "def compute(seconds):\n"
        "    end = time.thread_time() + seconds\n"
        "    while time.thread_time() < end:\n"
        "        pass\n"
        "def wait(seconds):\n"
        "    time.sleep(seconds)\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    import slow  # type: ignore[import-not-found]

    return slow


def test_a_slot_that_computes_too_long_is_caught_with_its_place(qtbot: QtBot, slow: object) -> None:
    dog = Watchdog()
    qtbot.wait(40)
    QTimer.singleShot(0, lambda: slow.compute(0.25))  # type: ignore[attr-defined]
    qtbot.wait(400)
    holds = dog.stop()
    assert len(holds) == 1
    assert holds[0].busy_ms > 100
    assert "in compute" in str(holds[0])


def test_a_slot_that_waits_too_long_is_caught_too(qtbot: QtBot, slow: object) -> None:
    dog = Watchdog(wait_ms=150)
    qtbot.wait(40)
    QTimer.singleShot(0, lambda: slow.wait(0.4))  # type: ignore[attr-defined]
    qtbot.wait(600)
    assert ["in wait" in str(hold) for hold in dog.stop()] == [True]


def test_quick_slots_and_idling_are_let_be(qtbot: QtBot, slow: object) -> None:
    dog = Watchdog()
    timer = QTimer()
    timer.timeout.connect(lambda: slow.compute(0.005))  # type: ignore[attr-defined]
    timer.start(20)
    qtbot.wait(300)
    timer.stop()
    time.sleep(0.05)
    assert dog.stop() == []
