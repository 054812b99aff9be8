"""How one line of Markdown is to look: the rules of the highlighter, without a highlighter.

`style(line, state)` gives runs of flags and the state for the next line, so that a key costs one line. The marks stay
in the text; they are only quieter. It reads Markdown as people write it and not as a parser must: the preview is the
judge of what a text means. Offsets are code points.
"""

from __future__ import annotations

import re
from enum import IntFlag
from itertools import pairwise
from typing import NamedTuple


class Mark(IntFlag):
    """What a run of letters is; flags add up."""

    STRONG = 1
    EMPHASIS = 2
    STRIKE = 4
    CODE = 8
    LINK = 16
    FAINT = 32
    """Marks, addresses, tags: what the reader will not see."""
    LIST = 64
    FOOTNOTE = 128
    QUOTE = 256
    HEADING_1 = 512
    HEADING_2 = 1024
    HEADING_3 = 2048
    NOTE_TO_SELF = 4096
    """TK, XXX, TODO, {{blanks}}: must not go out."""
    TABLE = 8192
    """A row that begins with its pipe: in a fixed-width face its columns stand below each other."""


class Run(NamedTuple):
    """`length` letters from `start` that look alike."""

    start: int
    length: int
    marks: Mark


PLAIN = 0
COMMENT = 1
"""Inside <!-- … -->. A fence is 16 and up: its length times two, plus one for tildes."""

_FENCE = re.compile(r"^(?: {0,3}|[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+|[ \t]+)(`{3,}(?!.*`)|~{3,})")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+")
_HEADING_END = re.compile(r"[ \t]#+[ \t]*$")
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+")
_LIST = re.compile(r"[ \t]*((?:[-*+]|\d{1,9}[.)])(?:[ \t]+\[[ xX]\](?=[ \t]))?|:)(?=[ \t]|$)")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={2,}[ \t]*)$")
_FOOTNOTE_TEXT = re.compile(r"^ {0,3}(\[\^[^\]\s]+\]:)")
_DEFINITION = re.compile(r"^ {0,3}\*?\[[^\]^][^\]]*\]:")
_ANYTHING = re.compile(r"[\\`*_~\[<&|{]|://|mailto:|\bTK|\bXXX|\bTODO\b|\bFIXME\b")

_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()#+\-.!~>|<]")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)")
_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>")
_ADDRESS = re.compile(r"<?(?:https?://|ftp://|mailto:)[^\s<>\x00]+>?|<[^\s<>@]+@[^\s<>]+>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_LINK = re.compile(
    r"(!?\[)((?:[^\[\]]|\[[^\[\]]*\])*)"  # the words
    r"(\]\(<?(?:[^()\s]|\([^()\s]*\))*>?(?:[ \t]+[\"'“][^)]*)?\))"  # the address and a title
)
_REFERENCE = re.compile(r"(!?\[)([^\[\]]+)(\] ?\[[^\[\]]*\])")
_ATTRIBUTES = re.compile(r"\{:?[ \t]*(?:[.#][\w-]|[\w-]+=)[^{}]*\}")
_STRONG = re.compile(r"(\*\*)(?=[^\s*])(.+?)(?<=\S)\*\*|(?<!\w)(__)(?=[^\s_])(.+?)(?<=\S)__(?!\w)")
_EMPHASIS = re.compile(
    r"(?<!\*)(\*)(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?!\*)|(?<![\w_])(_)(?=[^\s_])(.+?)(?<=[^\s_])_(?!\w)"
)
_STRIKE = re.compile(r"(~~)(?=\S)(.+?)(?<=\S)~~")
_NOTE = re.compile(r"\b(?:TK+|XXX+|TODO|FIXME)\b|\{\{[^{}]{0,200}\}\}")
_PIPE = re.compile(r"\|")

_LEVELS = (Mark.HEADING_1, Mark.HEADING_2, Mark.HEADING_3)
# Some rules look ahead to the end of the line for each mark they meet; a line of 5,000 letters without a line break
# comes from a machine, and styling its words would cost more than a key may.
_LONGEST_LINE = 5_000


def style(line: str, state: int = PLAIN) -> tuple[list[Run], int]:
    """Return the runs of `line` that look other than plain text, in order and disjoint, and the next line's state."""
    if state >= 16:
        return _in_fence(line, state)
    if state == COMMENT:
        return _in_comment(line)
    if not line:
        return [], PLAIN
    fence = _FENCE.match(line)
    if fence:
        ticks = fence[1]
        return [Run(0, len(line), Mark.CODE | Mark.FAINT)], 16 + 2 * len(ticks) + (ticks[0] == "~")
    painter = _Line(line)
    start = painter.head()
    if start < len(line) <= _LONGEST_LINE and _ANYTHING.search(line, start):
        painter.words(start)
    return _flatten(painter.painted), painter.after


def next_state(line: str, state: int) -> int:
    """Return what `style` would return as state; a hundred times quicker for a line that holds no words of interest."""
    if state == PLAIN and "```" not in line and "~~~" not in line and "<!--" not in line:
        return PLAIN
    return style(line, state)[1]


def heading_level(line: str) -> int:
    """Return 1–6 for a heading line, 0 for all else. Whether it stands in a fence is the caller's to know."""
    match = _HEADING.match(line)
    return len(match[1]) if match else 0


def _in_fence(line: str, state: int) -> tuple[list[Run], int]:
    letter, length = "~" if state & 1 else "`", (state - 16) // 2
    bare = line.strip()
    if len(bare) >= length and not bare.strip(letter):
        return [Run(0, len(line), Mark.CODE | Mark.FAINT)], PLAIN
    return ([Run(0, len(line), Mark.CODE)] if line else []), state


def _in_comment(line: str) -> tuple[list[Run], int]:
    end = line.find("-->")
    if end < 0:
        return ([Run(0, len(line), Mark.FAINT)] if line else []), COMMENT
    end += len("-->")
    rest, after = style(line[end:])
    return [Run(0, end, Mark.FAINT), *(Run(run.start + end, run.length, run.marks) for run in rest)], after


class _Line:
    """One line being painted. What is settled is blanked out of `copy`, so that no later rule reads it."""

    def __init__(self, line: str) -> None:
        self.line = self.copy = line
        self.painted: list[tuple[int, int, Mark]] = []
        self.after = PLAIN

    def paint(self, start: int, end: int, mark: Mark) -> None:
        self.painted.append((start, end, mark))

    def settle(self, start: int, end: int) -> None:
        self.copy = self.copy[:start] + "\x00" * (end - start) + self.copy[end:]

    def head(self) -> int:
        """Paint what the line begins with; return where its words begin."""
        line = self.line
        heading = _HEADING.match(line)
        if heading:
            self.paint(0, len(line), _LEVELS[min(len(heading[1]), 3) - 1])
            self.paint(0, heading.end(), Mark.FAINT)
            tail = _HEADING_END.search(line, heading.end())
            if tail:
                self.paint(tail.start(), len(line), Mark.FAINT)
            return heading.end()
        table_rule = "|" in line and "-" in line and not line.strip(" \t:|-")
        if table_rule or _RULE.match(line) or _DEFINITION.match(line):
            self.paint(0, len(line), Mark.FAINT | (Mark.TABLE if table_rule else 0))
            return len(line)
        if line.startswith("|") and line.find("|", 1) > 0:
            self.paint(0, len(line), Mark.TABLE)
            return 0
        start = 0
        quote = _QUOTE.match(line)
        if quote:
            self.paint(0, len(line), Mark.QUOTE)
            self.paint(0, quote.end(), Mark.FAINT)
            start = quote.end()
        item = _LIST.match(line, start)
        if item:
            self.paint(*item.span(1), Mark.LIST)
            return item.end(1)
        note = _FOOTNOTE_TEXT.match(line)
        if note:
            self.paint(*note.span(1), Mark.FOOTNOTE)
            return note.end(1)
        return start

    def words(self, start: int) -> None:
        """Paint what stands between words."""
        self.settle(0, start)
        for match in _CODE.finditer(self.copy):
            tick = len(match[1])
            self.paint(*match.span(), Mark.CODE)
            self.paint(match.start(), match.start() + tick, Mark.FAINT)
            self.paint(match.end() - tick, match.end(), Mark.FAINT)
            self.settle(*match.span())
        for match in _ESCAPED.finditer(self.copy):
            self.paint(match.start(), match.start() + 1, Mark.FAINT)
            self.settle(*match.span())
        for match in _COMMENT.finditer(self.copy):
            self.paint(*match.span(), Mark.FAINT)
            self.settle(*match.span())
            if not match[0].endswith("-->"):
                self.after = COMMENT
        self._whole(_FOOTNOTE, Mark.FOOTNOTE)
        self._links(_LINK)
        self._links(_REFERENCE)
        self._whole(_ADDRESS, Mark.LINK)
        for rule in (_ATTRIBUTES, _TAG, _ENTITY):
            self._whole(rule, Mark.FAINT)
        for rule, mark in ((_STRONG, Mark.STRONG), (_EMPHASIS, Mark.EMPHASIS), (_STRIKE, Mark.STRIKE)):
            self._between(rule, mark)
        self._whole(_NOTE, Mark.NOTE_TO_SELF)
        if self.copy.count("|") > 1:
            self._whole(_PIPE, Mark.FAINT)

    def _whole(self, rule: re.Pattern[str], mark: Mark) -> None:
        for match in rule.finditer(self.copy):
            self.paint(*match.span(), mark)
            self.settle(*match.span())

    def _links(self, rule: re.Pattern[str]) -> None:
        """The words of a link stay readable for emphasis, its address does not."""
        for match in rule.finditer(self.copy):
            self.paint(*match.span(2), Mark.LINK)
            for group in (1, 3):
                self.paint(*match.span(group), Mark.FAINT)
                self.settle(*match.span(group))

    def _between(self, rule: re.Pattern[str], mark: Mark) -> None:
        for match in rule.finditer(self.copy):
            width = len(match[match.lastindex - 1 if match.lastindex else 1])
            self.paint(*match.span(), mark)
            for start, end in ((match.start(), match.start() + width), (match.end() - width, match.end())):
                self.paint(start, end, Mark.FAINT)
                self.settle(start, end)


def _flatten(painted: list[tuple[int, int, Mark]]) -> list[Run]:
    """Add up the marks of overlapping stretches."""
    if len(painted) <= 1:
        return [Run(start, end - start, mark) for start, end, mark in painted if end > start]
    edges = sorted({edge for start, end, _ in painted for edge in (start, end)})
    runs: list[Run] = []
    for begin, end in pairwise(edges):
        marks = Mark(0)
        for start, stop, mark in painted:
            if start <= begin and end <= stop:
                marks |= mark
        if marks:
            runs.append(Run(begin, end - begin, marks))
    return runs
