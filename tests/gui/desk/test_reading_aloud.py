"""Reading aloud: from the caret on, without marks, each paragraph in its language; hidden where there is no voice."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.gui.context import Context
from desktop_app.gui.desk.desk_place import DeskPlace


class Listener(QObject):
    """A voice of nobody: it writes down what it should say, as no test machine has loudspeakers."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.stopped = 0

    def say(self, words: str, language: str) -> None:
        self.said.append((words, language))

    def stop(self) -> None:
        self.stopped += 1


def test_without_a_voice_there_is_no_command(desk: DeskPlace, context: Context) -> None:
    assert not context.commands.action("read.aloud").isVisible()
    assert not context.commands.trigger("read.aloud")


def test_paragraphs_are_read_from_the_caret_on(desk: DeskPlace, context: Context, press: int) -> None:
    voice = Listener()
    desk.aloud.use(voice)
    desk.open_article(press, focus=True)
    editor = desk.pane.editor
    editor.go_to(editor.raw_text().index("## Səs"))
    assert context.commands.trigger("read.aloud")
    assert voice.said == [("Səs yenə eşidilir", "az")]
    assert context.commands.action("read.aloud").isChecked()
    voice.finished.emit()
    assert "iki yüz vərəq çap edir" in voice.said[-1][0]
    assert "*" not in voice.said[-1][0]
    assert editor.textCursor().selectedText().startswith("“Biz onu")
    context.commands.trigger("read.aloud")
    assert voice.stopped == 1
    assert not desk.aloud.is_reading
    assert not context.commands.action("read.aloud").isChecked()


def test_a_selection_is_read_and_no_more(
    desk: DeskPlace, context: Context, press: int, others: tuple[int, ...]
) -> None:
    voice = Listener()
    desk.aloud.use(voice)
    desk.open_article(press, focus=True)
    editor = desk.pane.editor
    at = editor.raw_text().index("hürufat")
    editor.go_to(at, at + 5)
    context.commands.trigger("read.aloud")
    voice.finished.emit()
    assert [words for words, _ in voice.said] == ["hürufat"]
    assert not desk.aloud.is_reading
    editor.go_to(0)
    context.commands.trigger("read.aloud")
    desk.open_article(others[0], focus=True)
    assert voice.stopped == 1, "another text is not read on"
