"""PySide6 6.12.0 drops a reference to None at nearly every void call; below Python 3.12 that aborts the process.

The pin in pyproject.toml keeps such a release out. This test is what would notice if it came in by another way.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

CALLS = 1000
SLACK = 50
"""Other code may let go of a few Nones meanwhile; the faulty release lost one at each call."""


class Sender(QObject):
    sent = Signal(int)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there")
def test_void_calls_of_qt_do_not_use_up_none(qtbot: QtBot) -> None:
    label, document, sender, timer = QLabel(), QTextDocument(), Sender(), QTimer()
    widget = QWidget()
    qtbot.addWidget(label)
    qtbot.addWidget(widget)
    sender.sent.connect(lambda number: None)
    before = sys.getrefcount(None)
    for number in range(CALLS):
        label.setText("text")
        widget.setVisible(False)
        document.setPlainText("text")
        timer.setInterval(number)
        sender.sent.emit(number)
    assert sys.getrefcount(None) > before - SLACK
