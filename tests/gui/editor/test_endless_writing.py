"""Random writing against a plain string: the document equals it after every step, undo leads back to the first letter,
and the archive holds it after every pause.

The string is changed by the rules alone (`text_edits` and its like, `finding`), so what is judged is the way from a key
to the document: blocks, UTF-16, the undo stack, the headline, autosave.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article
from desktop_app.archive.door import clean_line
from desktop_app.gui.desk import DeskPlace
from desktop_app.gui.editor import fences, footnotes, list_edits, moving, table_edits, text_edits
from desktop_app.gui.editor.marks import PLAIN, next_state
from desktop_app.gui.editor.source_text import code_points, to_document, utf16_offsets
from desktop_app.gui.editor.text_edits import Edit
from desktop_app.text.finding import Finder, Wish
from tests.gui.desk.conftest import desk, others
from tests.gui.editor.conftest import type_keys

__all__ = ["desk", "others"]
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

BEGIN = (
    "Başlıq 😀",
    "1. bir\n2. iki\n    - dərin\n\n> sitat\n\n## Səs\n\nsöz *söz* 😀\n\n| a | b |\n|---|---|\n| c | d |\n\n"
    "### Alt\n\n```\n- kod\n```\n\n## Son\n\nqeyd[^1] burada\n\n[^1]: mətn",
)
LETTERS = ("a", "ə", "i", "İ", "😀", " ", "- ", "1. ", "> ", "|", "`", "```", "# ", "*", ".", "x\u00a0", "söz ", "[^1]")
PASTED = ("bir", "iki\nsətir", "😀", "\n", "- a\n- b", "| x | y |", "a\r\nb", "https://example.org/a")
LONGEST = 2_500


class Page:
    """The text as a string with a selection, in code points, and every state it was in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.anchor = self.caret = 0
        self.states = [text]
        self.at = 0

    @property
    def start(self) -> int:
        return min(self.anchor, self.caret)

    @property
    def end(self) -> int:
        return max(self.anchor, self.caret)

    @property
    def body(self) -> int:
        """Where the body begins; beyond the end where there is only a headline."""
        return self.text.find("\n") + 1 or len(self.text) + 1

    def select(self, anchor: int, caret: int) -> None:
        self.anchor, self.caret = anchor, caret

    def change(self, text: str) -> None:
        if text != self.text:
            self.text = text
            self.states[self.at + 1 :] = [text]
            self.at += 1

    def touch(self) -> None:
        """Something is written, be it what stood there before: nothing is left to be done again."""
        del self.states[self.at + 1 :]

    def put(self, words: str) -> None:
        """Replace the selection."""
        start = self.start
        if words or start != self.end:
            self.touch()
        self.change(self.text[:start] + words + self.text[self.end :])
        self.select(start + len(words), start + len(words))

    def take(self, edits: Edit | tuple[Edit, ...] | None, base: int = 0, stretch: str | None = None) -> bool:
        """Apply edits of the whole text, or of a stretch of it."""
        if edits is None:
            return False
        many = (edits,) if isinstance(edits, Edit) else edits
        old = self.text if stretch is None else stretch
        new = old
        for one in many:
            new = one.apply(new)
        self.change(self.text[:base] + new + self.text[base + len(old) :])
        self.select(base + many[0].anchor, base + many[0].caret)
        return True

    # -- lines

    def lines(self) -> list[str]:
        return self.text.split("\n")

    def number(self, at: int) -> int:
        return self.text.count("\n", 0, at)

    def is_in_code(self, number: int) -> bool:
        state = PLAIN
        for line in self.lines()[1:number]:
            state = next_state(line, state)
        return state > PLAIN

    def in_lines(self, first: int, last: int, rule: Callable[[str, int, int], object]) -> bool:
        lines = self.lines()
        base = sum(len(line) + 1 for line in lines[:first])
        stretch = "\n".join(lines[first : last + 1])
        return self.take(rule(stretch, self.start - base, self.end - base), base, stretch)

    def list_lines(self) -> tuple[int, int]:
        lines = self.lines()

        def line_at(number: int) -> str | None:
            return lines[number] if 1 <= number < len(lines) else None

        return (
            list_edits.list_stretch(line_at, self.number(self.start))[0],
            list_edits.list_stretch(line_at, self.number(self.end))[1],
        )

    def table_lines(self) -> tuple[int, int]:
        lines, first = self.lines(), self.number(self.start)
        last = first
        while first > 1 and table_edits.looks_like_row(lines[first - 1]):
            first -= 1
        while last + 1 < len(lines) and table_edits.looks_like_row(lines[last + 1]):
            last += 1
        return first, last


class Writer:
    """Does at random what a writer does, to the Desk and to the page alike."""

    def __init__(self, desk: DeskPlace, archive: Archive, qtbot: QtBot, seed: int) -> None:
        self.desk, self.archive, self.qtbot = desk, archive, qtbot
        self.chance = random.Random(seed)
        self.editor = desk.pane.editor
        self.page = Page(self.editor.raw_text())
        self.acts: list[tuple[int, Callable[[], None]]] = [
            (30, self.type),
            (8, self.enter),
            (5, self.tab),
            (8, self.delete),
            (14, self.go),
            (4, self.walk),
            (4, self.paste),
            (3, self.paste_html),
            (8, self.command),
            (4, self.move),
            (3, self.table),
            (2, self.replace_all),
            (9, self.undo),
            (6, self.redo),
            (2, self.pause),
        ]

    def step(self) -> str:
        if len(self.page.text) > LONGEST:
            self.shorten()
            act = self.shorten
        else:
            act = self.chance.choices([one for _, one in self.acts], [weight for weight, _ in self.acts])[0]
            act()
        assert self.editor.raw_text() == self.page.text, f"after {act.__name__}"
        title, body = self.editor.texts()
        assert title + "\n" * ("\n" in self.page.text) + body == self.page.text
        return act.__name__

    def press(self, key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.editor, key, modifiers)

    def same_selection(self) -> None:
        cursor = self.editor.textCursor()
        units = utf16_offsets(self.page.text)
        assert (cursor.anchor(), cursor.position()) == (units[self.page.anchor], units[self.page.caret])

    def read_selection(self) -> None:
        cursor = self.editor.textCursor()
        units = utf16_offsets(self.editor.raw_text())
        self.page.select(*code_points(units, cursor.anchor(), cursor.position()))

    # -- what a writer does

    def type(self) -> None:
        for letter in self.chance.choice(LETTERS):
            type_keys(self.editor, letter)
            self.page.put(letter)
        self.same_selection()

    def go(self) -> None:
        places = sorted(self.chance.randint(0, len(self.page.text)) for _ in "ab")
        if self.chance.random() < 0.6:
            places[1] = places[0]
        elif self.chance.random() < 0.7:
            places[1] = min(places[0] + self.chance.randint(1, 12), len(self.page.text))
        self.page.select(*places)
        units = utf16_offsets(self.page.text)
        self.editor.go_to(units[places[0]], units[places[1]])
        self.same_selection()

    def walk(self) -> None:
        keys = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End)
        self.press(self.chance.choice(keys), self.chance.choice([SHIFT, CTRL, Qt.KeyboardModifier.NoModifier]))
        self.read_selection()

    def enter(self) -> None:
        page, is_plain = self.page, self.chance.random() < 0.2
        self.press(Key.Key_Return, SHIFT if is_plain else Qt.KeyboardModifier.NoModifier)
        number = page.number(page.caret)
        if page.start != page.end or (is_plain and number):
            page.put("\n")
        elif number == 0:
            lines = page.lines()
            if page.caret == len(lines[0]) and len(lines) > 1 and not lines[1]:
                page.select(page.body, page.body)
            else:
                page.put("\n")
        elif not self._enter_in_markdown(number):
            page.put("\n")
        self.same_selection()

    def _enter_in_markdown(self, number: int) -> bool:
        page = self.page
        line = page.lines()[number]
        if page.is_in_code(number):
            return page.in_lines(number, number, lambda text, _, end: fences.new_line(text, end))
        if fences.opens(line):
            below = page.lines()[number + 1 :]
            return page.in_lines(number, number, lambda text, _, end: fences.close(text, end, below))
        if table_edits.looks_like_row(line):
            for rule in (table_edits.below, table_edits.begin):
                if page.in_lines(*page.table_lines(), lambda text, _, end, rule=rule: rule(text, end)):
                    return True
        if not list_edits.has_mark(line):
            return False
        return page.in_lines(*page.list_lines(), lambda text, _, end: list_edits.new_line(text, end))

    def tab(self) -> None:
        page, back = self.page, self.chance.random() < 0.4
        if page.start != page.end:
            return
        self.press(Key.Key_Backtab if back else Key.Key_Tab, SHIFT if back else Qt.KeyboardModifier.NoModifier)
        number = page.number(page.caret)
        if number == 0:
            if not back and page.body <= len(page.text):
                page.select(page.body, page.body)
        elif (page.is_in_code(number) or not self._tab_in_markdown(number, back)) and not back:
            page.put("\t")
        self.same_selection()

    def _tab_in_markdown(self, number: int, back: bool) -> bool:
        page = self.page
        if table_edits.looks_like_row(page.lines()[number]):
            if page.in_lines(*page.table_lines(), lambda text, _, end: table_edits.step(text, end, back=back)):
                return True
            if not back and page.in_lines(*page.table_lines(), lambda text, _, end: table_edits.begin(text, end)):
                return True
        return page.in_lines(*page.list_lines(), lambda text, a, b: list_edits.indent(text, a, b, back=back))

    def delete(self) -> None:
        page = self.page
        back = self.chance.random() < 0.6
        self.press(Key.Key_Backspace if back else Key.Key_Delete)
        number = page.number(page.caret)
        if page.start != page.end:
            page.put("")
        elif back and number and list_edits.has_mark(page.lines()[number]) and not page.is_in_code(number) and (
            page.text[page.caret - 1] != "\n"
            and page.in_lines(*page.list_lines(), lambda text, _, end: list_edits.backspace(text, end))
        ):  # fmt: skip
            pass
        elif back and page.caret:
            page.select(page.caret - 1, page.caret)
            page.put("")
        elif not back and page.caret < len(page.text):
            page.select(page.caret, page.caret + 1)
            page.put("")
        self.same_selection()

    def paste(self) -> None:
        page, words = self.page, self.chance.choice(PASTED)
        QGuiApplication.clipboard().setText(words)
        self.press(Key.Key_V, CTRL)
        words = words.replace("\r\n", "\n")
        chosen = page.text[page.start : page.end]
        if words.startswith("https:") and chosen and "\n" not in chosen and page.number(page.caret):
            words = f"[{chosen}]({words})"
        page.put(words)
        self.same_selection()

    def paste_html(self) -> None:
        page, data = self.page, QMimeData()
        data.setHtml("<p>bir <b>qalın</b></p>")
        data.setText("bir qalın")
        QGuiApplication.clipboard().setMimeData(data)
        number = page.number(page.caret)
        plain = (page.is_in_code(number) if number else len(page.text) > 1) or (page.number(page.start) == 0)
        if page.number(page.start) == 0 and number:
            return
        self.press(Key.Key_V, CTRL)
        page.put("bir qalın" if plain and len(page.text) > 1 else "bir **qalın**")
        self.same_selection()

    def in_body(self, rule: Callable[[str, int, int], Edit | tuple[Edit, ...] | None]) -> None:
        page = self.page
        if page.end < page.body:
            return
        start = max(page.start, page.body)
        page.take(rule(page.text, start, max(start, page.end)))

    def command(self) -> None:
        typist, page = self.desk.pane.typist, self.page
        QGuiApplication.clipboard().setText("no address")
        partner = footnotes.partner(page.text, page.end, typist._note_left_at)
        language = typist.language()
        name = self.chance.choice(
            ("bold", "italic", "head", "quote", "list", "numbers", "link", "note", "again", "case")
        )
        if name == "note":
            typist.footnote()
            if partner is not None:
                page.select(partner, partner)
            else:
                self.in_body(lambda text, _, end: footnotes.insert(text, end))
        elif name == "again":
            typist.renumber_footnotes()
            page.take(footnotes.renumber(page.text, page.start, page.end))
        elif name == "case":
            case = self.chance.choice(("upper", "lower", "title", "sentence"))
            typist.change_case(case)
            page.take(text_edits.change_case(page.text, page.start, page.end, case, language))
        else:
            act, rule = {
                "bold": (typist.bold, lambda *of: text_edits.toggle_mark(*of, "**")),
                "italic": (typist.italic, lambda *of: text_edits.toggle_mark(*of, "*")),
                "head": (lambda: typist.heading(2), lambda *of: text_edits.set_heading(*of, 2)),
                "quote": (typist.quote, text_edits.toggle_quote),
                "list": (typist.list, text_edits.toggle_list),
                "numbers": (lambda: typist.list(True), lambda *of: text_edits.toggle_list(*of, numbered=True)),
                "link": (typist.link, text_edits.link),
            }[name]
            act()
            self.in_body(rule)
        self.read_selection()

    def move(self) -> None:
        typist, page = self.desk.pane.typist, self.page
        up = self.chance.random() < 0.5
        name = self.chance.choice(("lines", "paragraph", "section"))
        {"lines": typist.move_lines, "paragraph": typist.move_paragraph, "section": typist.move_section}[name](up)
        number = page.number(page.caret)

        def item(text: str, start: int, end: int) -> tuple[Edit, ...] | None:
            edits = moving.move_lines(text, start, end, up=up, floor=0)
            return None if edits is None else list_edits.renumber(text, edits)

        is_item = name == "lines" and number and list_edits.ITEM.match(page.lines()[number])
        if is_item and page.number(page.start) and page.in_lines(*page.list_lines(), item):
            pass
        elif is_item and not page.number(page.start):
            # From the headline into a list: the rule is not the page's affair here.
            page.change(self.editor.raw_text())
        else:
            rule = {"lines": moving.move_lines, "paragraph": moving.move_paragraph, "section": moving.move_section}[
                name
            ]
            self.in_body(lambda text, start, end: rule(text, start, end, up=up, floor=text.index("\n") + 1))
        self.read_selection()

    def table(self) -> None:
        typist, page = self.desk.pane.typist, self.page
        rule = self.chance.choice(
            (
                table_edits.tidy, table_edits.add_row, table_edits.add_column, table_edits.remove_row,
                lambda text, at: table_edits.align(text, at, "right"),
            )
        )  # fmt: skip
        if page.start != page.end or page.number(page.caret) == 0:
            return
        done = typist.change_table(rule)
        assert page.in_lines(*page.table_lines(), lambda text, _, end: rule(text, end)) == done
        self.same_selection()

    def replace_all(self) -> None:
        bar, page = self.desk.pane.find_bar, self.page
        wish = self.chance.choice(
            (Wish("soz"), Wish("a", match_case=True), Wish(r"(\w)(\w)\b", is_pattern=True), Wish("i", whole_words=True))
        )
        instead = r"\2\1" if wish.is_pattern else self.chance.choice(("söz", "😀", "", "b"))
        bar.open_bar(replacing=True)
        bar._look_everywhere()
        bar.words.setText(wish.words)
        bar.instead.setText(instead)
        for box, on in ((bar.case, wish.match_case), (bar.whole, wish.whole_words), (bar.pattern, wish.is_pattern)):
            box.setChecked(on)
        text = page.text
        if Finder(wish).spans(text):
            page.touch()
        for start, end, new in reversed(Finder(wish).hits(text, instead, bar.language())):
            text = text[:start] + new + text[end:]
        bar.replace_all()
        bar.close_bar()
        page.change(text)
        self.read_selection()

    def shorten(self) -> None:
        self.page.select(len(self.page.text) // 3, len(self.page.text))
        units = utf16_offsets(self.page.text)
        self.editor.go_to(units[self.page.anchor], units[self.page.caret])
        self.press(Key.Key_Delete)
        self.page.put("")

    def undo(self) -> None:
        self._step_in_history(Key.Key_Z, CTRL, range(self.page.at - 1, -1, -1))

    def redo(self) -> None:
        self._step_in_history(Key.Key_Z, CTRL | SHIFT, range(self.page.at + 1, len(self.page.states)))

    def _step_in_history(self, key: Key, modifiers: Qt.KeyboardModifier, states: range) -> None:
        page = self.page
        self.press(key, modifiers)
        now = self.editor.raw_text()
        found = next((number for number in states if page.states[number] == now), None)
        if states:
            assert found is not None, "a step back or forth ends where the text was"
            page.at, page.text = found, now
        self.read_selection()

    def pause(self) -> None:
        text = self.desk.text
        assert text is not None
        if self.chance.random() < 0.1:
            self.qtbot.waitUntil(lambda: text.is_settled, timeout=5_000)
        else:
            text.flush()
        kept = self.archive.get(text.id)
        title, _, body = self.page.text.partition("\n")
        # A headline is one line for good: a tab that got into it is kept as a blank.
        assert (kept.title, kept.body) == (clean_line(title), body)


def write_endlessly(desk: DeskPlace, archive: Archive, qtbot: QtBot, seed: int, steps: int) -> None:
    # Marks that change while one types have tests of their own; here each key is to do what it says.
    for key in ("typing.quotes", "typing.dashes", "typing.spaces"):
        desk.context.set(key, False)
    article = archive.add(Article(title=BEGIN[0], body=BEGIN[1], language="az")).articles[0]
    desk.open_article(article, focus=True)
    qtbot.waitUntil(desk.pane.editor.hasFocus)
    writer = Writer(desk, archive, qtbot, seed)
    begin = to_document(*BEGIN)
    assert writer.page.text == begin
    done: list[str] = []
    for number in range(steps):
        try:
            done.append(writer.step())
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, step {number} after {done[-5:]}: {error}") from error
    writer.pause()
    while desk.pane.editor.document().isRedoAvailable():
        desk.pane.editor.redo()
    last = desk.pane.editor.raw_text()
    assert last == writer.page.states[-1]
    while desk.pane.editor.document().isUndoAvailable():
        desk.pane.editor.undo()
    assert desk.pane.editor.raw_text() == begin
    while desk.pane.editor.document().isRedoAvailable():
        desk.pane.editor.redo()
    assert desk.pane.editor.raw_text() == last


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_writing_equals_a_string(desk: DeskPlace, archive: Archive, qtbot: QtBot, seed: int) -> None:
    write_endlessly(desk, archive, qtbot, seed, 500)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", [11, 12, 13, 14, 15])
def test_writing_equals_a_string_for_ten_thousand_steps(
    desk: DeskPlace, archive: Archive, qtbot: QtBot, seed: int
) -> None:
    write_endlessly(desk, archive, qtbot, seed, 10_000)
