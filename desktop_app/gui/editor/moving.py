"""Moving lines, paragraphs and sections up and down, as plain values: no document, no cursor.

What moves is left in its place and its neighbour is taken out and put on the other side, so that anchors in the moved
words stay. Each function answers with two edits, the later place first, or None at the edge. `floor` is where the body
begins; the headline above it never moves.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop_app.gui.editor.marks import PLAIN, heading_level, next_state
from desktop_app.gui.editor.text_edits import Edit, lines_of

_NOTES = re.compile(r"(?:\A|\n)(?: {0,3}\[\^[^\]\s]+\]:[^\n]*(?:\n+(?: {4}|\t)[^\n]*)*\n*)+\Z")


def move_lines(text: str, start: int, end: int, *, up: bool, floor: int) -> tuple[Edit, ...] | None:
    """Swap the lines with the line above or below."""
    first, last = lines_of(text, start, end)
    if up:
        if first <= floor:
            return None
        above = text.rfind("\n", 0, first - 1) + 1
        return _swapped(text, (above, first - 1), (first, last), start, end, up=True)
    if last >= len(text):
        return None
    below = text.find("\n", last + 1)
    return _swapped(text, (first, last), (last + 1, len(text) if below < 0 else below), start, end, up=False)


def move_paragraph(text: str, start: int, end: int, *, up: bool, floor: int) -> tuple[Edit, ...] | None:
    """Swap the paragraphs with the paragraph above or below; the empty lines between them stay. A fence is one."""
    runs = paragraphs(text, floor)
    chosen = [number for number, (begin, stop) in enumerate(runs) if begin <= end and start <= stop]
    if not chosen:
        return None
    own = (runs[chosen[0]][0], runs[chosen[-1]][1])
    other = chosen[0] - 1 if up else chosen[-1] + 1
    if not 0 <= other < len(runs):
        return None
    pair = (runs[other], own) if up else (own, runs[other])
    return _swapped(text, *pair, start, end, up=up)


def move_section(text: str, start: int, end: int, *, up: bool, floor: int) -> tuple[Edit, ...] | None:
    """Swap the section at the caret with the one before or after it under the same heading."""
    found = sections(text, floor)
    here = [number for number, one in enumerate(found) if one.start <= start]
    if not here:
        return None
    number = here[-1]
    own = found[number]
    start, end = min(start, own.end), min(end, own.end)
    others = range(number - 1, -1, -1) if up else range(number + 1, len(found))
    for other in (found[n] for n in others):
        if other.level < own.level:
            return None
        if other.level == own.level:
            pair = (other, own) if up else (own, other)
            return _swapped(text, *((one.start, one.end) for one in pair), start, end, up=up)
    return None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with all below it: places of its first letter and behind its last one, no empty lines at the end."""

    start: int
    end: int
    level: int


def sections(text: str, floor: int = 0) -> list[Section]:
    """Return all sections in order; a section holds those of deeper headings. The notes at the end belong to none."""
    notes = _NOTES.search(text, floor)
    foot = notes.start() if notes else len(text)
    heads: list[tuple[int, int]] = []
    at, state = floor, PLAIN
    for line in text[floor:foot].split("\n"):
        if state == PLAIN and (level := heading_level(line)):
            heads.append((at, level))
        state = next_state(line, state)
        at += len(line) + 1
    found: list[Section] = []
    for number, (start, level) in enumerate(heads):
        stop = next((begin for begin, other in heads[number + 1 :] if other <= level), foot)
        found.append(Section(start, start + len(text[start:stop].rstrip("\n")), level))
    return found


def paragraphs(text: str, floor: int = 0) -> list[tuple[int, int]]:
    """Return the runs of lines that are not empty, as places; empty lines of a fence do not part it."""
    runs: list[tuple[int, int]] = []
    at, state, is_open = floor, PLAIN, False
    for line in text[floor:].split("\n"):
        if line.strip() or (state != PLAIN and is_open):
            begin = runs.pop()[0] if is_open else at
            runs.append((begin, at + len(line)))
            is_open = True
        else:
            is_open = False
        state = next_state(line, state)
        at += len(line) + 1
    return runs


def _swapped(
    text: str, upper: tuple[int, int], lower: tuple[int, int], start: int, end: int, *, up: bool
) -> tuple[Edit, ...]:
    """Let two stretches change places; `up`: the lower one is what the writer moves, and the selection is in it."""
    gap = text[upper[1] : lower[0]]
    if up:
        shift = upper[0] - lower[0]
        return (
            Edit(lower[1], lower[1], gap + text[slice(*upper)], start + shift, end + shift),
            Edit(upper[0], lower[0], "", 0, 0),
        )
    shift = len(text[slice(*lower)]) + len(gap)
    return (
        Edit(upper[1], lower[1], "", start + shift, end + shift),
        Edit(upper[0], upper[0], text[slice(*lower)] + gap, 0, 0),
    )
