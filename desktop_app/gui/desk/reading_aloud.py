"""Reading a text aloud, paragraph by paragraph, where the system has a voice; the one being read is selected.

Whether it has one is looked for a while after the start; without one the command never shows. Qt's speech module is
loaded when it is first asked to read. Marks of Markdown are not read. A language without a voice is read by the
system's own.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from desktop_app.text.languages import guess_language
from desktop_app.text.plain import plain_text

if TYPE_CHECKING:
    from desktop_app.gui.desk.desk_place import DeskPlace

_LATER_MS = 3_000


class Voice(Protocol):
    """What is needed of a voice."""

    finished: Any
    """A signal: the words were read."""

    def say(self, words: str, language: str) -> None:
        """Begin to read."""

    def stop(self) -> None:
        """Be silent, without `finished`."""


class SystemVoice(QObject):
    """The voice of the system, by Qt's speech module."""

    finished = Signal()

    def __init__(self, engine: Any, is_ready: Callable[[Any], bool]) -> None:
        super().__init__()
        self._engine = engine
        self._is_ready = is_ready
        self._is_reading = False
        engine.stateChanged.connect(self._on_state)

    def say(self, words: str, language: str) -> None:
        """Begin to read, in the voice of this language where there is one."""
        locales = {locale.name()[:2]: locale for locale in self._engine.availableLocales()}
        self._engine.setLocale(locales.get(language[:2], QLocale()))
        self._is_reading = True
        self._engine.say(words)

    def stop(self) -> None:
        """Be silent."""
        self._is_reading = False
        self._engine.stop()

    def _on_state(self, state: object) -> None:
        if self._is_reading and self._is_ready(state):
            self._is_reading = False
            self.finished.emit()


def has_engine() -> bool:
    """Tell whether the system can speak at all, without loading Qt's module, which takes memory. For a lane."""
    if not sys.platform.startswith("linux"):
        # Windows and macOS speak by themselves.
        return True
    try:
        for library in ("libspeechd.so.2", "libpulse.so.0"):
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def system_voice() -> SystemVoice | None:
    """Return the system's voice, None where there is none. It wakes the system's speaker: only when asked to read."""
    with contextlib.suppress(ImportError):
        from PySide6.QtTextToSpeech import QTextToSpeech

        if [name for name in QTextToSpeech.availableEngines() if name != "mock"]:
            engine = QTextToSpeech()
            if engine.state() != QTextToSpeech.State.Error and engine.availableVoices():
                return SystemVoice(engine, lambda state: state == QTextToSpeech.State.Ready)
    return None


class ReadingAloud(QObject):
    """Reads the text at hand from the caret on, or what is selected."""

    def __init__(self, place: DeskPlace) -> None:
        super().__init__(place)
        self._place = place
        self._voice: Voice | None = None
        self._block = -1
        """The paragraph being read; -1 while there is silence."""
        self._last = -1
        QTimer.singleShot(_LATER_MS, self, self._look_for_voice)

    @property
    def is_reading(self) -> bool:
        return self._block >= 0

    def use(self, voice: Voice) -> None:
        """Read with this voice; the command shows from now on."""
        self._take(voice)
        self._offer()

    def _take(self, voice: Voice) -> None:
        self._voice = voice
        voice.finished.connect(self._read_on)

    def _offer(self) -> None:
        self._place.context.commands.connect("read.aloud", self.read, self._place.pane)

    def read(self, on: bool) -> None:
        """Begin to read, or be silent."""
        if on and self._voice is None:
            voice = system_voice()
            if voice is None:
                self._place.context.messages.info(self.tr("This computer has no voice to read with"))
            else:
                self._take(voice)
        if not on or self._voice is None:
            self.stop()
            return
        editor = self._place.pane.editor
        cursor, document = editor.textCursor(), editor.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        chosen = document.findBlock(cursor.selectionEnd()).blockNumber()
        self._last = chosen if cursor.hasSelection() else document.blockCount() - 1
        self._block = first - 1
        self._read_on()

    def stop(self) -> None:
        """Be silent."""
        if self._voice is not None and self.is_reading:
            self._voice.stop()
        self._block = -1
        self._place.context.commands.check("read.aloud", False)

    def _look_for_voice(self) -> None:
        self._place.context.jobs.read(
            has_engine, done=lambda found: self._offer() if found else None, failed=lambda error: None
        )

    def _read_on(self) -> None:
        editor = self._place.pane.editor
        number = self._block + 1
        block = editor.document().findBlockByNumber(number)
        while block.isValid() and block.blockNumber() <= self._last and not block.text().strip():
            block = block.next()
        if self._voice is None or not block.isValid() or block.blockNumber() > self._last:
            self._block = -1
            self.stop()
            return
        self._block = block.blockNumber()
        editor.go_to(block.position(), block.position() + block.length() - 1)
        words = plain_text(block.text()).strip()
        text = self._place.text
        language = guess_language(words) or (text.article.language if text is not None else "")
        self._voice.say(words, language)
