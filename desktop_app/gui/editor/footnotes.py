"""Footnotes in a text: insert, go between mark and note, number anew. Plain values, no document.

Numbers are for the writer: a reader of Markdown counts marks in the order of the text, whatever they are called. Names
(`[^smith]`) stay as they are. Marks in code are no marks.
"""

from __future__ import annotations

import re

from desktop_app.gui.editor.marks import PLAIN, next_state
from desktop_app.gui.editor.text_edits import Edit, lines_of, moved

_MARK = re.compile(r"\[\^([^\]\s]{1,200})\]")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,200})\]:[ \t]*")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


def insert(text: str, at: int) -> tuple[Edit, Edit]:
    """Put the next free `[^n]` at the caret and its note at the end of the article, where the caret goes to write it.

    Two edits, the later place first, so that both offsets are those of `text`.
    """
    numbers = [int(match[1]) for match in _MARK.finditer(text) if match[1].isdecimal() and len(match[1]) < 7]
    mark = f"[^{max(numbers, default=0) + 1}]"
    ends_in_note = re.search(r"(?:\A|\n)\[\^[^\]\s]+\]:[^\n]*\n*\Z", text)
    line_ends = len(text) - len(text.rstrip("\n"))
    note = "\n" * max(0, (1 if ends_in_note else 2) - line_ends) + mark + ": "
    caret = len(text) + len(mark) + len(note)
    return Edit(len(text), len(text), note, caret, caret), Edit(at, at, mark, caret, caret)


def partner(text: str, at: int, origin: int | None = None) -> int | None:
    """Return where the other end of the footnote at `at` is: its note from a mark, its mark from the note.

    Of several marks of one note it is the one behind `origin` (a place once left by this way), else the first.
    """
    first, last = lines_of(text, at, at)
    marks, notes = _found(text)
    name = _NOTE.match(text, first, last) or _note_above(text, first, last)
    if name:
        ends = [end for _, end, other in marks if other == name[1]]
        return origin if origin in ends else ends[0] if ends else None
    for start, end, other in marks:
        if start <= at <= end:
            return next((there for _, there, known in notes if known == other), None)
    return None


def _note_above(text: str, first: int, last: int) -> re.Match[str] | None:
    """Return the note whose further, indented paragraph the line is."""
    while first > 0 and (text[first:last].startswith(("    ", "\t")) or not text[first:last].strip()):
        first, last = text.rfind("\n", 0, first - 1) + 1, first - 1
        if match := _NOTE.match(text, first, last):
            return match
    return None


def renumber(text: str, start: int, end: int) -> tuple[Edit, ...] | None:
    """Number marks and notes in the order of the marks; None where they are. The selection keeps its letters."""
    marks, notes = _found(text)
    order: dict[str, str] = {}
    for _, _, name in sorted(marks):
        if name.isdecimal() and name not in order:
            order[name] = str(len(order) + 1)
    for _, _, name in sorted(notes):
        # A note that nothing refers to any more comes last, and keeps its words.
        if name.isdecimal() and name not in order:
            order[name] = str(len(order) + 1)
    edits = []
    for begin, _, name in sorted(marks + [(begin, stop, name) for begin, stop, name in notes], reverse=True):
        if order.get(name, name) != name:
            begin = text.index(f"[^{name}]", begin) + 2
            edits.append(Edit(begin, begin + len(name), order[name], 0, 0))
    if not edits:
        return None
    edits[0] = Edit(edits[0].start, edits[0].end, edits[0].new, *(moved(at, edits) for at in (start, end)))
    return tuple(edits)


def _found(text: str) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """Return marks and notes outside of code as (start, end, name); the end of a note is where its words begin."""
    marks, notes = [], []
    at, state = 0, PLAIN
    for line in text.split("\n"):
        if state == PLAIN and "[^" in line:
            note = _NOTE.match(line)
            if note:
                notes.append((at, at + note.end(), note[1]))
            bare = _CODE.sub(lambda code: "\x00" * len(code[0]), line) if "`" in line else line
            for match in _MARK.finditer(bare, note.end() if note else 0):
                marks.append((at + match.start(), at + match.end(), match[1]))
        state = next_state(line, state)
        at += len(line) + 1
    return marks, notes
