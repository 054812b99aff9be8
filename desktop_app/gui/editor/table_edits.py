"""Tables under the hands: from cell to cell, rows and columns, alignment kept pretty. Plain values, no document.

All functions take the lines of one table (as far as `looks_like_row` holds) with a caret and answer with edits as
`text_edits` has them, None where this is no table. Columns are padded to what a fixed-width face shows, wide letters
counting twice. Only blanks, dashes and pipes are ever replaced: an anchor in the words of a cell stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Literal

from desktop_app.gui.editor.text_edits import Edit

Align = Literal["", "left", "centre", "right"]

Rule = Callable[[str, int], tuple[Edit, ...] | None]
"""What a function here is to those who call one of several."""

_PIPE = re.compile(r"(?<!\\)(?:\\\\)*\|")
_RULE = re.compile(r"[ \t]*:?-+:?[ \t]*")
_LEAST = 3
"""Three dashes: fewer are no rule to some readers."""
_WIDEST = 60
"""Cells beyond are not waited for: one long remark would push every row out of the window."""


def looks_like_row(line: str) -> bool:
    """Tell whether a line can be a row of a table: it holds a pipe that is not escaped."""
    return "|" in line and _PIPE.search(line) is not None


def step(text: str, at: int, *, back: bool = False) -> tuple[Edit, ...] | None:
    """Go to the next cell or the one before; behind the last one a new row begins."""
    table = _Table.read(text)
    if table is None:
        return None
    row, column = table.place(at)
    width = table.width
    number = row * width + column + (-1 if back else 1)
    rows = table.rows
    if number >= len(rows) * width:
        rows = [*rows, [""] * width]
    row, column = divmod(max(number, 0), width)
    return table.written(rows, row, column)


def below(text: str, at: int) -> tuple[Edit, ...] | None:
    """Go to the cell below; behind the last row a new one begins, and an empty last one is left and goes."""
    table = _Table.read(text)
    if table is None:
        return None
    row, column = table.place(at)
    rows = table.rows
    if row == len(rows) - 1 and row > 0 and not any(rows[row]):
        start = table.lines[row + 1].start
        return (Edit(start, len(text), table.head, start + len(table.head), start + len(table.head)),)
    if row == len(rows) - 1:
        rows = [*rows, [""] * table.width]
    return table.written(rows, row + 1, column)


def begin(text: str, at: int) -> tuple[Edit, ...] | None:
    """Make the first table of a line `| a | b |` with the caret at its end: a rule and a row are put below."""
    bare = text.strip()
    if at != len(text.rstrip()) or not (bare.startswith("|") and bare.endswith("|")) or "\n" in text:
        return None
    line = _Row.read(text, 0)
    if len(line.cells) < 2 or not any(cell for cell, _, _ in line.cells) or _is_rule(line):
        return None
    table = _Table(text, [line], [cell for cell, _, _ in line.cells], [], [""] * len(line.cells), line.head)
    return table.written([table.header, [""] * table.width], 1, 0)


def tidy(text: str, at: int) -> tuple[Edit, ...] | None:
    """Pad the columns to one width."""
    return _changed(text, at, lambda rows, aligns, row, column: (rows, aligns, row, column))


def add_row(text: str, at: int) -> tuple[Edit, ...] | None:
    """Put an empty row below the caret's."""

    def change(rows: _Rows, aligns: list[Align], row: int, column: int) -> _Changed:
        return [*rows[: row + 1], [""] * len(aligns), *rows[row + 1 :]], aligns, row + 1, column

    return _changed(text, at, change)


def add_column(text: str, at: int) -> tuple[Edit, ...] | None:
    """Put an empty column after the caret's."""

    def change(rows: _Rows, aligns: list[Align], row: int, column: int) -> _Changed:
        cut = column + 1
        return [[*one[:cut], "", *one[cut:]] for one in rows], [*aligns[:cut], "", *aligns[cut:]], row, cut

    return _changed(text, at, change)


def remove_row(text: str, at: int) -> tuple[Edit, ...] | None:
    """Take the caret's row away; the header stays, and its words go."""

    def change(rows: _Rows, aligns: list[Align], row: int, column: int) -> _Changed:
        if row == 0:
            return [[""] * len(aligns), *rows[1:]], aligns, 0, column
        return [*rows[:row], *rows[row + 1 :]], aligns, min(row, len(rows) - 2), column

    return _changed(text, at, change)


def remove_column(text: str, at: int) -> tuple[Edit, ...] | None:
    """Take the caret's column away; the last one stays, and its words go."""

    def change(rows: _Rows, aligns: list[Align], row: int, column: int) -> _Changed:
        if len(aligns) == 1:
            return [[""] for _ in rows], aligns, row, 0
        fewer = [[*one[:column], *one[column + 1 :]] for one in rows]
        return fewer, [*aligns[:column], *aligns[column + 1 :]], row, min(column, len(aligns) - 2)

    return _changed(text, at, change)


def align(text: str, at: int, to: Align) -> tuple[Edit, ...] | None:
    """Align the caret's column; the same once more takes it back."""

    def change(rows: _Rows, aligns: list[Align], row: int, column: int) -> _Changed:
        wanted: Align = "" if aligns[column] == to else to
        return rows, [*aligns[:column], wanted, *aligns[column + 1 :]], row, column

    return _changed(text, at, change)


def new_table(columns: int = 3, rows: int = 2) -> str:
    """Return an empty table to be put into a text."""
    line = "|" + "     |" * columns
    return "\n".join([line, "|" + " --- |" * columns, *[line] * rows])


_Rows = list[list[str]]
_Changed = tuple[_Rows, list[Align], int, int]


def _changed(text: str, at: int, change: Callable[[_Rows, list[Align], int, int], _Changed]) -> tuple[Edit, ...] | None:
    table = _Table.read(text)
    if table is None:
        return None
    rows, aligns, row, column = change(table.rows, table.aligns, *table.place(at))
    return table.written(rows, row, column, aligns)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line as it stands: what is before its first cell, and its cells with the stretch between their pipes."""

    text: str
    start: int
    head: str
    cells: list[tuple[str, int, int]]
    is_closed: bool
    """It has a pipe at both ends."""

    @classmethod
    def read(cls, text: str, start: int) -> _Row:
        head = re.match(r"[ \t]*(?:>[ \t]?)*[ \t]*", text)[0]
        pipes = [match.end() - 1 for match in _PIPE.finditer(text, len(head))]
        opens = text.startswith("|", len(head))
        closes = bool(pipes) and not text[pipes[-1] + 1 :].strip() and len(pipes) > opens
        edges = [*([] if opens else [len(head) - 1]), *pipes, *([] if closes else [len(text)])]
        cells = [(text[a + 1 : b].strip(), start + a + 1, start + b) for a, b in pairwise(edges)]
        return cls(text, start, head, cells, opens and closes)


def _is_rule(row: _Row) -> bool:
    return bool(row.cells) and all(_RULE.fullmatch(cell) for cell, _, _ in row.cells)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table read; `lines` are all its lines, the rule included, `body` the cells of the rows below the rule."""

    text: str
    lines: list[_Row]
    header: list[str]
    body: _Rows
    aligns: list[Align]
    head: str

    @classmethod
    def read(cls, text: str) -> _Table | None:
        lines, at = [], 0
        for line in text.split("\n"):
            lines.append(_Row.read(line, at))
            at += len(line) + 1
        if len(lines) < 2 or not _is_rule(lines[1]) or _is_rule(lines[0]):
            return None
        width = max(len(lines[0].cells), len(lines[1].cells))
        aligns: list[Align] = [_align_of(cell) for cell, _, _ in lines[1].cells]
        aligns += [""] * (width - len(aligns))
        full = [_filled([cell for cell, _, _ in line.cells], width) for line in lines]
        return cls(text, lines, full[0], full[2:], aligns, lines[0].head)

    @property
    def width(self) -> int:
        return len(self.aligns)

    @property
    def rows(self) -> _Rows:
        return [self.header, *self.body]

    def place(self, at: int) -> tuple[int, int]:
        """Return row (the header is 0, the rule counts to it) and column of a place in the text."""
        number = self.text.count("\n", 0, at)
        cells = self.lines[number].cells
        column = next((n for n, (_, _, stop) in enumerate(cells) if at <= stop), len(cells) - 1)
        return max(number - 1, 0), min(column, self.width - 1)

    def written(self, rows: _Rows, row: int, column: int, aligns: list[Align] | None = None) -> tuple[Edit, ...]:
        """Return the edits that write these rows prettily, and put the caret behind the words of a cell."""
        aligns = self.aligns if aligns is None else aligns
        widths = [min(max([_LEAST, *(_columns(one[n]) for one in rows)]), _WIDEST) for n in range(len(aligns))]
        wanted = [[_padded(cell, *of) for cell, *of in zip(one, widths, aligns, strict=True)] for one in rows]
        rule = [_rule(width, to) for width, to in zip(widths, aligns, strict=True)]
        wanted.insert(1, rule)
        edits: list[Edit] = []
        for number, (line, cells) in enumerate(zip_longest(self.lines, wanted)):
            edits += self._line_edits(number, line, cells)
        edits = [one for one in reversed(edits) if self.text[one.start : one.end] != one.new]
        line = row + (row > 0)
        cell = wanted[line][column]
        caret = sum(len(self._joined(cells)) + 1 for cells in wanted[:line])
        caret += len(self.head) + 1 + sum(len(cell) + 1 for cell in wanted[line][:column])
        caret += len(cell.rstrip()) if cell.strip() else 1
        if not edits:
            return (Edit(0, 0, "", caret, caret),)
        first = edits[0]
        return (Edit(first.start, first.end, first.new, caret, caret), *edits[1:])

    def _joined(self, cells: list[str]) -> str:
        return self.head + "|" + "|".join(cells) + "|"

    def _line_edits(self, number: int, line: _Row | None, cells: list[str] | None) -> list[Edit]:
        if line is None:
            new = "\n" + self._joined(cells or [])
            return [Edit(len(self.text), len(self.text), new, 0, 0)]
        if cells is None:
            # Its line break goes too: the one before, as the table may be the last thing in the text.
            return [Edit(line.start - 1, line.start + len(line.text), "", 0, 0)]
        stop = line.start + len(line.text)
        if len(line.cells) != len(cells) or not line.is_closed or line.head != self.head:
            return [Edit(line.start, stop, self._joined(cells), 0, 0)]
        found: list[Edit] = []
        for (words, begin, end), cell in zip(line.cells, cells, strict=True):
            found += _cell_edits(self.text[begin:end], words, begin, cell)
        return [*found, Edit(line.cells[-1][2] + 1, stop, "", 0, 0)]


def _cell_edits(old: str, words: str, at: int, new: str) -> list[Edit]:
    """Replace the blanks around the words, and the words only where they differ."""
    if not words or words != new.strip():
        return [Edit(at, at + len(old), new, 0, 0)]
    lead, fresh = len(old) - len(old.lstrip()), len(new) - len(new.lstrip())
    tail = at + lead + len(words)
    return [
        Edit(at, at + lead, new[:fresh], 0, 0),
        Edit(tail, at + len(old), new[fresh + len(words) :], 0, 0),
    ]


def _filled(cells: list[str], width: int) -> list[str]:
    """Return so many cells; what is beyond the table's width goes into its last cell, where no reader loses it."""
    if len(cells) > width:
        cells = [*cells[: width - 1], " \\| ".join(cell for cell in cells[width - 1 :] if cell)]
    return [*cells, *[""] * (width - len(cells))]


def _align_of(rule: str) -> Align:
    left, right = rule.startswith(":"), rule.endswith(":")
    return "centre" if left and right else "right" if right else "left" if left else ""


def _rule(width: int, to: Align) -> str:
    left, right = (":" if to in ends else "-" for ends in (("left", "centre"), ("right", "centre")))
    return f" {left}{'-' * (width - 2)}{right} "


def _padded(cell: str, width: int, to: Align) -> str:
    room = max(width - _columns(cell), 0)
    left = room if to == "right" else room // 2 if to == "centre" else 0
    return " " * (1 + left) + cell + " " * (1 + room - left)


def _columns(cell: str) -> int:
    """Return how many columns a cell takes in a fixed-width face."""
    if cell.isascii():
        return len(cell)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in cell
    )
