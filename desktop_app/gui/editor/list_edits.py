"""What Enter, Tab and Backspace do in lists and quotations, and how the numbers of a list follow. Plain values.

All functions take a stretch of whole lines that holds the list (`list_stretch` tells how far it goes) and answer with
edits as `text_edits` has them: several, the later place first, the first one carrying the selection. Small edits and
not one large: what is anchored to the words of an item stays there when its number changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from desktop_app.gui.editor.text_edits import ITEM, Edit, lines_of, moved

INDENT = "    "
"""Four: with two, Python-Markdown gives a flat list."""
_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")


def has_mark(line: str) -> bool:
    """Tell whether a line begins as an item or a quotation does."""
    return ITEM.match(line) is not None or _QUOTE.match(line) is not None


def new_line(text: str, at: int) -> tuple[Edit, ...] | None:
    """Return what Enter does inside a list or a quotation, None where it is only a line break.

    An item continues with its mark, a numbered one with the next number and those below count on; Enter in an empty
    item moves it out by a level, from the first level out of the list, then out of the quotation.
    """
    first, last = lines_of(text, at, at)
    line = _Line.read(text[first:last])
    if not (line.head or line.item) or at < first + line.begin:
        return None
    if not line.bare.strip():
        if line.item and line.item[1]:
            return indent(text, at, at, back=True)
        keep = line.head if line.item else ""
        return _numbered(text, Edit(first, last, keep, first + len(keep), first + len(keep)))
    new = "\n" + (line.head if line.head.endswith(" ") or not line.head else line.head + " ")
    if line.item:
        new += line.item[1] + _mark(line.item, step=1)
    tail = len(text[at:last]) - len(text[at:last].lstrip(" \t"))
    return _numbered(text, Edit(at, at + tail, new, at + len(new), at + len(new)))


def backspace(text: str, at: int) -> tuple[Edit, ...] | None:
    """Return what Backspace right before the words of an item or a quotation does, None where it deletes a letter.

    First the box of a task goes, then the item moves out by a level, at last its mark goes; `>` one by one.
    """
    first, last = lines_of(text, at, at)
    line = _Line.read(text[first:last])
    if at != first + line.begin or not (line.head or line.item):
        return None
    item = line.item
    if item and item[6]:
        return (Edit(at - len(item[6]), at, "", at - len(item[6]), at - len(item[6])),)
    if item and item[1] and (edits := indent(text, at, at, back=True)):
        return edits
    if item:
        start = first + len(line.head)
        return _numbered(text, Edit(start, at, "", start, start))
    start = first + line.head.rstrip(" \t").rfind(">")
    return (Edit(start, at, "", start, start),)


def indent(text: str, start: int, end: int, *, back: bool = False) -> tuple[Edit, ...] | None:
    """Move the chosen items, with all that belongs to them, in by a level or out; None where the lines are no list.

    The first item of a list has nothing to be moved under and stays. What moves out takes the mark of its new level.
    """
    first, last = lines_of(text, start, end)
    chosen = [_Line.read(line) for line in text[first:last].split("\n")]
    if not any(line.item for line in chosen) or not all(line.item or line.is_inner for line in chosen):
        return None
    if chosen[0].item is None:
        return None
    above = [_Line.read(line) for line in text[:first].split("\n")[:-1]] if first else []
    depth = chosen[0].depth
    leader = next((line for line in reversed(above) if line.item and line.depth <= depth + 1), None)
    if not back and (leader is None or leader.depth < depth - 1):
        return (Edit(first, first, "", start, end),)
    if back and not any(line.item[1] for line in chosen if line.item):
        return (Edit(first, first, "", start, end),)
    below = [_Line.read(line) for line in text[last + 1 :].split("\n")] if last < len(text) else []
    for line in below:
        # Blank lines belong to the item only with something of it behind them; those are few, and move alone.
        if line.depth <= depth or (not line.item and not line.is_inner):
            break
        chosen.append(line)
    outer = next((line for line in reversed(above) if line.item and line.depth < depth), None) if back else None
    width = min(max(depth, 1), len(INDENT))
    edits, at = [], first
    for number, line in enumerate(chosen):
        edits += _moved_out(line, at, width, outer if number == 0 else None) if back else _moved_in(line, at)
        at += len(line.text) + 1
    moved = _merged(text, edits, start, end)
    return _numbered(text, *moved)


def renumber(text: str, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Let the numbers of a list follow what `edits` (later place first) made of it."""
    return _numbered(text, *edits)


def list_stretch(line_at: Callable[[int], str | None], number: int, most: int = 2000) -> tuple[int, int]:
    """Return the first and last line of the list around line `number`; `line_at` answers None beyond the edges.

    A paragraph of its own ends a list, two empty lines do, and a quotation of another depth.
    """
    level = _Line.read(line_at(number) or "").level

    def reach(step: int) -> int:
        end, at, blanks = number, number + step, 0
        while abs(at - number) < most and (text := line_at(at)) is not None:
            line = _Line.read(text)
            if line.level != level or (not line.bare.strip() and not line.item and blanks):
                break
            if not line.bare.strip() and not line.item:
                blanks += 1
            elif line.item or line.is_inner or not blanks:
                end, blanks = at, 0
            else:
                break
            at += step
        return end

    return reach(-1), reach(1)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line read: quotation marks, the item's mark, the words."""

    text: str
    head: str
    item: re.Match[str] | None

    @classmethod
    def read(cls, text: str) -> _Line:
        quote = _QUOTE.match(text)
        head = quote[0] if quote else ""
        return cls(text, head, ITEM.match(text, len(head)))

    @property
    def begin(self) -> int:
        return self.item.end() if self.item else len(self.head)

    @property
    def bare(self) -> str:
        return self.text[self.begin :]

    @property
    def level(self) -> int:
        return self.head.count(">")

    @property
    def depth(self) -> int:
        """Columns before the mark or the words; of an empty line as deep as can be."""
        rest = self.text[len(self.head) :]
        if not rest.strip():
            return 10_000
        blank = rest[: len(rest) - len(rest.lstrip(" \t"))]
        return len(blank.expandtabs(4))

    @property
    def is_inner(self) -> bool:
        """Empty, or indented: it goes on with the item above."""
        return self.depth >= 2


def _mark(item: re.Match[str], step: int = 0) -> str:
    mark = item[2] or f"{int(item[3]) + step}{item[4]}"
    return mark + " " + ("[ ] " if item[6] else "")


def _moved_in(line: _Line, at: int) -> list[Edit]:
    """Return the edits that move a line in; its number becomes 1, as it may begin a list of its own."""
    if not line.text.strip():
        return []
    at += len(line.head)
    edits = [Edit(at, at, INDENT, 0, 0)]
    if line.item and line.item[3]:
        begin = at + len(line.item[1])
        edits.append(Edit(begin, begin + len(line.item[3]), "1", 0, 0))
    return edits


def _moved_out(line: _Line, at: int, width: int, like: _Line | None) -> list[Edit]:
    """Return the edits that move a line out by so many blanks, with the mark of the list it comes into."""
    at += len(line.head)
    gone = re.match(rf" {{1,{width}}}|\t", line.text[len(line.head) :])
    if gone is None or not line.text.strip():
        return []
    edits = [Edit(at, at + gone.end(), "", 0, 0)]
    if line.item and like is not None and like.item and bool(line.item[2]) != bool(like.item[2]):
        mark, new = line.item[2] or line.item[3] + line.item[4], like.item[2] or f"1{like.item[4]}"
        begin = at + len(line.item[1])
        edits.append(Edit(begin, begin + len(mark), new, 0, 0))
    return edits


def _later_first(edit: Edit) -> tuple[int, int]:
    return -edit.start, -edit.end


def _earlier_first(edit: Edit) -> tuple[int, int]:
    return edit.start, edit.end


def _merged(text: str, edits: list[Edit], start: int, end: int) -> tuple[Edit, ...]:
    """Put edits in order, the later place first, and give the first one the selection as it is afterwards."""
    edits = sorted((one for one in edits if text[one.start : one.end] != one.new), key=_later_first)
    if not edits:
        return (Edit(start, start, "", start, end),)
    anchor, caret = (moved(at, edits) for at in (start, end))
    return (replace(edits[0], anchor=anchor, caret=caret), *edits[1:])


# -- numbers -----------------------------------------------------------------------------------------------------------


def _numbered(text: str, *edits: Edit) -> tuple[Edit, ...]:
    """Add to `edits` what makes the numbers count on; those in the stretch are all that is looked at."""
    after = text
    for one in edits:
        after = one.apply(after)
    wanted = list(_wrong_numbers(after, *_way(text)))
    if not wanted:
        return edits
    anchor, caret = (moved(at, wanted) for at in (edits[0].anchor, edits[0].caret))
    found = sorted(_together(edits, wanted), key=_later_first)
    return (replace(found[0], anchor=anchor, caret=caret), *(replace(one, anchor=0, caret=0) for one in found[1:]))


def _together(edits: tuple[Edit, ...], late: list[Edit]) -> list[Edit]:
    """Return edits of the old text that do both: `edits`, and `late` ones of the text as `edits` leave it.

    A late one lies beside them, or in what one of them wrote, perhaps reaching over its ends, and is put into it.
    """
    written = sorted(edits, key=_earlier_first)
    shifts = [0]
    for one in written:
        shifts.append(shifts[-1] + len(one.new) - (one.end - one.start))
    found: list[Edit] = []
    number = len(written) - 1
    # From the end, so that what is put into an edit moves no place that is still to come.
    for change in reversed(late):
        while number >= 0 and written[number].start + shifts[number] >= change.end:
            number -= 1
        one = written[number] if number >= 0 else None
        if one is None or one.start + shifts[number] + len(one.new) <= change.start:
            shift = shifts[number + 1]
            found.append(Edit(change.start - shift, change.end - shift, change.new, 0, 0))
            continue
        start = one.start + shifts[number]
        written[number] = replace(
            one,
            start=one.start - max(start - change.start, 0),
            end=one.end + max(change.end - start - len(one.new), 0),
            new=one.new[: max(change.start - start, 0)] + change.new + one.new[change.end - start :],
        )
    return [*written, *found]


def _way(text: str) -> tuple[int, bool]:
    """Return the first number of a list, and whether all its items bear the same one (`1. 1. 1.`)."""
    first, siblings = None, {}
    for line, path, _ in _items(text):
        if line.item[3]:
            first = int(line.item[3]) if first is None and len(path) == 1 else first
            siblings.setdefault(path, []).append(line.item[3])
    several = [numbers for numbers in siblings.values() if len(numbers) > 1]
    return (1 if first is None else first), bool(several) and all(len(set(numbers)) == 1 for numbers in several)


def _wrong_numbers(text: str, begin: int, is_same: bool) -> Iterator[Edit]:
    counts: dict[tuple[int, ...], int] = {}
    for line, path, at in _items(text):
        item = line.item
        if not item[3]:
            continue
        if path in counts:
            number = counts[path] if is_same else counts[path] + 1
        else:
            # A list in a list counts from one; the outermost from what its writer began with.
            number = (begin if not counts else int(item[3])) if len(path) == 1 else min(int(item[3]), 1)
        counts[path] = number
        if int(item[3]) != number:
            start = at + item.start(3)
            yield Edit(start, start + len(item[3]), str(number), 0, 0)


def _items(text: str) -> Iterator[tuple[_Line, tuple[int, ...], int]]:
    """Give each item with the path of lists it stands in, and where its line begins. Items of one list share a path."""
    path: list[tuple[int, int, str]] = []
    """Of each open list: columns, its own number, and the kind of its marks."""
    at = lists = 0
    for written in text.split("\n"):
        line = _Line.read(written)
        if line.item:
            kind, depth = line.item[2] or line.item[4], line.depth
            while path and depth < path[-1][0] - 1:
                path.pop()
            if not path or depth > path[-1][0] + 1 or kind != path[-1][2]:
                if path and depth <= path[-1][0] + 1:
                    path.pop()
                lists += 1
                path.append((depth, lists, kind))
            yield line, tuple(number for _, number, _ in path), at
        at += len(written) + 1
