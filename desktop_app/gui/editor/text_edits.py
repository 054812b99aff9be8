"""What the formatting keys do to a text, as plain values: no document, no cursor.

Each function takes the text and a selection (`start <= end`, offsets in the same string) and returns an `Edit`: one
stretch to replace, and what is selected afterwards. The editor applies it as one step of undo. Every command taken
twice gives the text back, where that can be told from the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ITEM = re.compile(r"([ \t]*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+")
_INDENT = "    "
"""Four: with two, Python-Markdown gives a flat list."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace text[start:end] by `new`; then select from `anchor` to `caret` of the text as it is afterwards."""

    start: int
    end: int
    new: str
    anchor: int
    caret: int

    def apply(self, text: str) -> str:
        return text[: self.start] + self.new + text[self.end :]


def toggle_mark(text: str, start: int, end: int, mark: str) -> Edit:
    """Put `mark` (`**`, `*`, `~~`) around the selection or the word at the caret, or take it away."""
    if start == end:
        word_start, word_end = _word(text, start)
        if word_start == word_end:
            return _empty_mark(text, start, mark)
        inner = _toggle_words(text, word_start, word_end, mark)
        # The caret stays at its letter.
        shift = len(mark) if len(inner.new) > inner.end - inner.start else -len(mark)
        return Edit(inner.start, inner.end, inner.new, start + shift, start + shift)
    # Marks do not work around blanks, and a double click often selects one with the word.
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return _toggle_words(text, start, end, mark)


def set_heading(text: str, start: int, end: int, level: int) -> Edit:
    """Make the lines headings of this level; lines that all are already become plain again."""
    first, last = _lines(text, start, end)
    lines = text[first:last].split("\n")
    full = [line for line in lines if line.strip()] or lines
    is_on = all((match := _HEADING.match(line)) and len(match[1]) == level for line in full)

    def change(line: str) -> str:
        bare = _HEADING.sub("", line, count=1) if _HEADING.match(line) else line
        return bare if is_on or (not bare.strip() and len(lines) > 1) else "#" * level + " " + bare

    return _relined(text, first, last, lines, [change(line) for line in lines], start, end)


def toggle_quote(text: str, start: int, end: int) -> Edit:
    """Put `> ` before the lines, or take it away where all have it."""
    first, last = _lines(text, start, end)
    lines = text[first:last].split("\n")
    is_on = all(line.startswith(">") for line in lines)
    changed = [re.sub(r"^> ?", "", line) if is_on else (f"> {line}" if line.strip() else ">") for line in lines]
    if not is_on and len(lines) == 1 and not lines[0].strip():
        changed = ["> "]
    return _relined(text, first, last, lines, changed, start, end)


def toggle_list(text: str, start: int, end: int, *, numbered: bool = False) -> Edit:
    """Make the lines items of a list, change its kind, or take the marks away where all have this kind."""
    first, last = _lines(text, start, end)
    lines = text[first:last].split("\n")
    full = [line for line in lines if line.strip()] or lines
    kind = 3 if numbered else 2
    is_on = all((match := _ITEM.match(line)) and match[kind] for line in full)
    changed, number = [], 0
    for line in lines:
        match = _ITEM.match(line)
        indent = match[1] if match else ""
        bare = line[match.end() :] if match else line
        if is_on:
            changed.append(indent + bare)
        elif not bare.strip() and len(lines) > 1:
            changed.append(line)
        else:
            number += 1
            changed.append(f"{indent}{number}. {bare}" if numbered else f"{indent}- {bare}")
    return _relined(text, first, last, lines, changed, start, end)


def is_address(text: str) -> bool:
    """Tell whether all of the text is an address one can link to."""
    return re.fullmatch(r"(?:https?://|mailto:|article:)\S+", text) is not None


def link(text: str, start: int, end: int, address: str = "") -> Edit:
    """Make the selection or the word at the caret the words of a link; the caret stands where something is missing."""
    if start == end:
        start, end = _word(text, start)
    words = text[start:end]
    if is_address(words) and not address:
        return Edit(start, end, f"[]({words})", start + 1, start + 1)
    new = f"[{words}]({address})"
    if not words:
        return Edit(start, end, new, start + 1, start + 1)
    caret = start + len(new) - (0 if address else 1)
    return Edit(start, end, new, caret, caret)


def footnote(text: str, at: int) -> tuple[Edit, Edit]:
    """Put the next free `[^n]` at the caret and its text at the end of the article, where the caret goes to write it.

    Two edits, the later place first, so that both offsets are those of `text`.
    """
    numbers = [int(n) for n in re.findall(r"\[\^(\d{1,6})\]", text)]
    mark = f"[^{max(numbers, default=0) + 1}]"
    ends_in_note = re.search(r"(?:\A|\n)\[\^[^\]\s]+\]:[^\n]*\n*\Z", text)
    line_ends = len(text) - len(text.rstrip("\n"))
    note = "\n" * max(0, (1 if ends_in_note else 2) - line_ends) + mark + ": "
    caret = len(text) + len(mark) + len(note)
    return Edit(len(text), len(text), note, caret, caret), Edit(at, at, mark, caret, caret)


def footnote_partner(text: str, at: int) -> int | None:
    """Return where the other end of the footnote at `at` is: its text from a mark, its mark from the text."""
    first, last = _lines(text, at, at)
    note = re.match(r" {0,3}\[\^([^\]\s]+)\]:", text[first:last])
    if note:
        found = re.search(rf"\[\^{re.escape(note[1])}\](?!:)", text)
        return found.end() if found else None
    for match in re.finditer(r"\[\^([^\]\s]+)\]", text[first:last]):
        if first + match.start() <= at <= first + match.end():
            found = re.search(rf"(?m)^ {{0,3}}\[\^{re.escape(match[1])}\]:[ \t]*", text)
            return found.end() if found else None
    return None


def new_line(text: str, at: int) -> Edit | None:
    """Return what Enter does inside a list or a quotation, None where it is only a line break.

    An item continues with its mark, a numbered one with the next number, and Enter in an empty item ends the list.
    """
    first, last = _lines(text, at, at)
    line = text[first:last]
    quote = _QUOTE.match(line)
    head = quote[0] if quote and line.startswith(quote[0]) else ""
    item = _ITEM.match(line, len(head))
    if not head and not item:
        return None
    begin = first + (item.end() if item else len(head))
    if at < begin:
        return None
    if not text[begin:last].strip():
        # An empty item: step out of the list, then out of the quotation.
        keep = (head if item else "") if not (item and item[1]) else head + item[1][: -len(_INDENT)] + _item_mark(item)
        return Edit(first, last, keep, first + len(keep), first + len(keep))
    mark = ""
    if item:
        mark = item[1] + _item_mark(item, step=1)
    new = "\n" + (head if head.endswith(" ") or not head else head + " ") + mark
    tail = len(text[at:last]) - len(text[at:last].lstrip(" \t"))
    return Edit(at, at + tail, new, at + len(new), at + len(new))


def block(text: str, at: int, new: str) -> Edit:
    """Put a paragraph of its own at the caret, with empty lines around it where they are missing."""
    before, after = text[:at], text[at:]
    head = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    tail = "" if after.startswith("\n\n") or not after.strip("\n") else "\n" if after.startswith("\n") else "\n\n"
    caret = at + len(head) + len(new)
    return Edit(at, at, head + new + tail, caret, caret)


def move_lines(text: str, start: int, end: int, *, up: bool, floor: int | None = None) -> Edit | None:
    """Swap the lines with the line above or below; None at the edge. The first line of `text` is the headline."""
    first, last = _lines(text, start, end)
    lowest = text.find("\n") + 1 if floor is None else floor
    if up:
        if first <= lowest:
            return None
        above = text.rfind("\n", 0, first - 1) + 1
        moved = text[first:last] + "\n" + text[above : first - 1]
        shift = above - first
        return Edit(above, last, moved, start + shift, end + shift)
    if last >= len(text):
        return None
    below = text.find("\n", last + 1)
    below = len(text) if below < 0 else below
    moved = text[last + 1 : below] + "\n" + text[first:last]
    shift = below - last
    return Edit(first, below, moved, start + shift, end + shift)


def indent(text: str, start: int, end: int, *, back: bool = False) -> Edit | None:
    """Move list items in by four blanks, or back; None where the lines are no list."""
    first, last = _lines(text, start, end)
    lines = text[first:last].split("\n")
    if not all(_ITEM.match(line) for line in lines if line.strip()) or not text[first:last].strip():
        return None
    if back:
        changed = [re.sub(r"^(?: {1,4}|\t)", "", line) for line in lines]
    else:
        changed = [_INDENT + line if line.strip() else line for line in lines]
    return _relined(text, first, last, lines, changed, start, end)


def _item_mark(item: re.Match[str], step: int = 0) -> str:
    mark = item[2] or f"{int(item[3]) + step}{item[4]}"
    return mark + " " + ("[ ] " if item[6] else "")


def _lines(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of whole lines that holds the selection; a line it only touches at its end is left out."""
    if end > start and text[end - 1] == "\n":
        end -= 1
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return first, len(text) if last < 0 else last


def _word(text: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and _is_word(text[start - 1]):
        start -= 1
    while end < len(text) and _is_word(text[end]):
        end += 1
    # An apostrophe belongs to the word, a quotation mark at its edge does not.
    while start < end and text[start] in "'’-":
        start += 1
    while end > start and text[end - 1] in "'’-":
        end -= 1
    return (start, end) if start <= at <= end else (at, at)


def _is_word(letter: str) -> bool:
    # Combining marks are no letters to Python, but a word is not cut at one.
    return letter.isalnum() or letter in "'’-" or "\u0300" <= letter <= "\u036f"


def _empty_mark(text: str, at: int, mark: str) -> Edit:
    width = len(mark)
    if text[at - width : at] == mark and text[at : at + width] == mark and at >= width:
        return Edit(at - width, at + width, "", at - width, at - width)
    return Edit(at, at, mark * 2, at + width, at + width)


def _toggle_words(text: str, start: int, end: int, mark: str) -> Edit:
    width = len(mark)
    inside = text[start:end]
    if _has_mark(text[:start], mark, at_end=True) and _has_mark(text[end:], mark, at_end=False):
        return Edit(start - width, end + width, inside, start - width, end - width)
    if len(inside) > 2 * width and _has_mark(inside, mark, at_end=False) and _has_mark(inside, mark, at_end=True):
        bare = inside[width:-width]
        return Edit(start, end, bare, start, start + len(bare))
    return Edit(start, end, mark + inside + mark, start + width, end + width)


def _has_mark(text: str, mark: str, *, at_end: bool) -> bool:
    """`**` does not hold a `*` of its own: three stars are both."""
    letter = mark[0]
    run = len(text) - len(text.rstrip(letter)) if at_end else len(text) - len(text.lstrip(letter))
    if mark == "*":
        return run in (1, 3)
    return run in (2, 3) if mark == "**" else run >= len(mark)


def _relined(text: str, first: int, last: int, lines: list[str], changed: list[str], start: int, end: int) -> Edit:
    """Replace whole lines; the selection keeps to its letters, at least within its line."""

    def moved(at: int) -> int:
        old = new = first
        for before, after in zip(lines, changed, strict=True):
            if at <= old + len(before):
                from_end = old + len(before) - at
                return new + max(0, len(after) - from_end)
            old += len(before) + 1
            new += len(after) + 1
        return new - 1

    joined = "\n".join(changed)
    if start == end:
        return Edit(first, last, joined, moved(start), moved(start))
    return Edit(first, last, joined, first, first + len(joined))
