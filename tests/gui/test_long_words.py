"""The window in a language whose words are 40 % longer than the Russian ones: nothing is cut in the smallest window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.gui.language import Translator
from desktop_app.gui.window import MainWindow
from tests.gui.conftest import shipped_window
from tests.gui.test_whole_window import PLACES, cut_words, visible


class Longer(Translator):
    """Russian, or English where there is none, and two fifths more of it."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        said = super().translate(context, text, disambiguation, n) or text
        longer = round(len(said) * 0.4)
        return f"{said} {'ж' * (longer - 1)}" if longer > 1 else said


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    with shipped_window(qapp, tmp_path_factory, Longer("ru")) as made:
        yield made


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_cut_in_the_smallest_window(window: MainWindow, place: str, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go(place)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1024, 700)
    assert any("жж" in button.text() for button in visible(window, QPushButton))

    def nothing_is_cut() -> None:
        assert cut_words(window) == []

    # What is learned of a text off the GUI thread changes the words in the foot a moment later.
    qtbot.waitUntil(nothing_is_cut, timeout=2000)
