"""What is known of the spelling of a document, block by block, while it is edited. No widgets, no dictionaries.

One entry a block, moved along as blocks come and go. Promises: a change costs the blocks that changed; an answer that
comes late is kept for the block it was asked for, wherever that is by then, and only if its text is still the same; of
a block that was edited the marks before and behind the change stay, until it has been checked again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.gui.editor.source_text import common_ends


class Marked(NamedTuple):
    """A word that is marked, in UTF-16 units of its block."""

    start: int
    end: int
    word: str


@dataclass(slots=True)
class _Block:
    text: str
    language: str
    marks: tuple[Marked, ...]
    is_current: bool = True
    is_doubted: bool = False
    """Check it again though its text is the same."""


class SpelledBlocks:
    """The marks of one document."""

    def __init__(self, count: int) -> None:
        self._blocks: list[_Block | None] = [None] * count
        self._asked: list[int | None] = []
        """Where the blocks are by now about which somebody was asked; None for those that were changed since."""
        self._next = 0

    def __len__(self) -> int:
        return len(self._blocks)

    def changed(self, first: int, last: int, count: int) -> None:
        """Blocks `first` to `last` are new or changed, and there are `count` of them all now."""
        delta = count - len(self._blocks)
        old_last = min(max(last - delta, first), len(self._blocks) - 1)
        kept = self._blocks[first : old_last + 1]
        for block in kept:
            if block is not None:
                block.is_current = False
        if delta or len(kept) != last - first + 1:
            # Of several blocks that became others, the first and the last one may still hold something known.
            size = last - first + 1
            new: list[_Block | None] = [None] * size
            if kept and size:
                new[0] = kept[0]
                if size > 1 and len(kept) > 1:
                    new[-1] = kept[-1]
            self._blocks[first : old_last + 1] = new
            self._next = min(self._next, first)
        self._asked = [
            None if at is None or first <= at <= old_last else at + delta if at > old_last else at for at in self._asked
        ]
        if not delta:
            self._next = min(self._next, first)

    def doubt(self, first: int = 0, last: int | None = None) -> None:
        """Check these blocks again, all when none are named; their marks stay until then."""
        for block in self._blocks[first : None if last is None else last + 1]:
            if block is not None:
                block.is_current, block.is_doubted = False, True
        end = len(self._blocks) if last is None else last
        self._asked = [None if at is not None and first <= at <= end else at for at in self._asked]
        self._next = min(self._next, first)

    def waiting(self, first: int, last: int) -> list[int]:
        """Return the blocks that are to be checked: those from `first` to `last`, which are seen, before all others."""
        seen = range(max(0, first), min(last + 1, len(self._blocks)))
        while self._next < len(self._blocks) and self._is_current(self._next):
            self._next += 1
        rest = (at for at in range(self._next, len(self._blocks)) if at not in seen)
        return [at for part in (seen, rest) for at in part if not self._is_current(at)]

    def still_holds(self, at: int, text: str) -> bool:
        """Take a block as checked if its text is what it was: a change of looks is none of words."""
        block = self._blocks[at]
        if block is None or block.text != text or block.is_doubted:
            return False
        block.is_current = True
        return True

    def ask(self, numbers: Sequence[int]) -> None:
        """Note the blocks that somebody is being asked about."""
        self._asked = list(numbers)

    def answer(self, place: int, text: str, language: str, marks: tuple[Marked, ...]) -> int | None:
        """Take the answer for the block that was asked for at this place; return its number, None if it changed."""
        at = self._asked[place] if place < len(self._asked) else None
        if at is None:
            return None
        self._blocks[at] = _Block(text, language, marks)
        return at

    def settle(self, at: int, text: str, language: str = "") -> None:
        """Take a block as checked in which nothing is to be marked."""
        self._blocks[at] = _Block(text, language, ())

    def language(self, at: int) -> str:
        """Return the language a block was found to be in, "" where it is not known."""
        block = self._blocks[at] if 0 <= at < len(self._blocks) else None
        return block.language if block is not None else ""

    def marks(self, at: int, text: str) -> tuple[Marked, ...]:
        """Return the marks of a block whose text is now `text`."""
        block = self._blocks[at] if at < len(self._blocks) else None
        if block is None or not block.marks:
            return ()
        if block.text != text:
            block.marks = _moved(block.marks, block.text, text)
            block.text = text
            block.is_current, block.is_doubted = False, True
        return block.marks

    def marked(self) -> list[int]:
        """Return the numbers of the blocks that have marks."""
        return [at for at, block in enumerate(self._blocks) if block is not None and block.marks]

    def count(self) -> int:
        """Return how many words are marked."""
        return sum(len(block.marks) for block in self._blocks if block is not None)

    def drop(self, word: str) -> None:
        """Take away the marks of a word at once."""
        for block in self._blocks:
            if block is not None and block.marks:
                block.marks = tuple(mark for mark in block.marks if mark.word != word)

    def _is_current(self, at: int) -> bool:
        block = self._blocks[at]
        return block is not None and block.is_current


def _moved(marks: tuple[Marked, ...], old: str, new: str) -> tuple[Marked, ...]:
    """Return the marks that lie wholly before or behind what changed, where they are now."""
    head, tail = common_ends(old, new)
    # Lengths in UTF-16 units; the two ends are equal in both texts.
    before = len(old[:head].encode("utf-16-le", "surrogatepass")) // 2
    behind = len(old[: len(old) - tail].encode("utf-16-le", "surrogatepass")) // 2
    shift = (len(new.encode("utf-16-le", "surrogatepass")) - len(old.encode("utf-16-le", "surrogatepass"))) // 2
    return tuple(
        mark if mark.end <= before else mark._replace(start=mark.start + shift, end=mark.end + shift)
        for mark in marks
        if mark.end <= before or mark.start >= behind
    )
