"""Keeps what is known about the text at hand up to date while it is typed: a reading after each pause.

40 ms after the last key, and in steady typing ten times a second; on the render lane, newest text only. The reading
itself is done in a process of its own (`reading_process.py`), where the program has such.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.gui.context import Context
from desktop_app.gui.desk.analysis import Analysis, Analyst
from desktop_app.gui.desk.reading import LocalReadings, Readings
from desktop_app.gui.desk.reading_process import ReadingProcess
from desktop_app.gui.editor.open_text import OpenText
from desktop_app.gui.editor.source_text import from_document
from desktop_app.text.facts import TextFacts

PAUSE_MS = 40
"""After the ink, and before the next key of a quick typist."""
LONGEST_S = 0.1


class TextFollower(QObject):
    """Reads one text at a time; `analysed` carries the newest reading."""

    analysed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._text: OpenText | None = None
        self._readings: Readings = ReadingProcess() if context.app.has_processes else LocalReadings()
        self._analysts: dict[OpenText, Analyst] = {}
        self._waiting_since = 0.0
        self._is_reading = self._is_behind = False
        self.analysis: Analysis | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.read)

    def set_text(self, text: OpenText | None) -> None:
        """Follow another text; it is read at once."""
        if self._text is not None:
            self._text.document.contentsChanged.disconnect(self._on_change)
            self._text.article_changed.disconnect(self._on_article)
        self._text = text
        self.analysis = None
        self._timer.stop()
        self._is_behind = False
        if text is not None:
            text.document.contentsChanged.connect(self._on_change)
            text.article_changed.connect(self._on_article)
            self.read()

    def forget(self, text: OpenText) -> None:
        """A text was closed."""
        analyst = self._analysts.pop(text, None)
        if analyst is not None:
            self._context.jobs.render(analyst.close)

    def look_again(self) -> None:
        """Articles or pictures came or went: what is missing may be other now."""
        for analyst in self._analysts.values():
            self._context.jobs.render(analyst.forget)
        self.read()

    def facts(self, body: str) -> TextFacts | None:
        """Return what the archive notes of a body, found out where it disturbs nobody. For any lane."""
        return self._readings.facts(body)

    def stop(self) -> None:
        """Read nothing any more."""
        self._timer.stop()
        if isinstance(self._readings, ReadingProcess):
            self._readings.close()

    def read(self) -> None:
        """Read the text now; while it is being read, as soon as that is done."""
        text = self._text
        self._timer.stop()
        self._waiting_since = 0.0
        if text is None:
            return
        if self._is_reading:
            # Not told to drop what it is at: steady typing would then never be answered.
            self._is_behind = True
            return
        if text not in self._analysts:
            self._analysts[text] = Analyst(self._context.archive, self._readings)
        self._is_reading = True
        self._context.jobs.render(
            _read,
            self._analysts[text],
            text.id,
            text.raw(),
            text.article.language,
            done=lambda analysis: self._on_read(text, analysis),
            failed=self._on_failure,
        )

    def _on_read(self, text: OpenText, analysis: Analysis) -> None:
        self._is_reading = False
        if text is self._text:
            self.analysis = analysis
            self.analysed.emit(analysis)
        self._read_on()

    def _on_failure(self, error: Exception) -> None:
        self._is_reading = False
        self._context.messages.failure(error)
        self._read_on()

    def _read_on(self) -> None:
        if self._is_behind:
            self._is_behind = False
            self.read()

    def _on_change(self) -> None:
        now = time.monotonic()
        self._waiting_since = self._waiting_since or now
        left_ms = round((self._waiting_since + LONGEST_S - now) * 1000)
        self._timer.start(max(0, min(PAUSE_MS, left_ms)))

    def _on_article(self, _article: object) -> None:
        # The language or the word goal may be another one; saving alone changes nothing that is shown here.
        text = self._text
        if text is not None and self.analysis is not None and text.article.language not in ("", self.analysis.language):
            self.read()


def _read(analyst: Analyst, article_id: int, raw: str, language: str) -> Analysis:
    return analyst.read(article_id, from_document(raw)[1], language)
