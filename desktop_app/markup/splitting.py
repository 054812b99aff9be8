"""Where a Markdown source may be cut so that each piece renders alone as it would in its place.

A chunk is a run of lines whose rendering depends on nothing but itself and the definitions (links, abbreviations,
footnotes), which are taken out first because they serve the whole text. Doubt joins: what might depend on the lines
before it (list items, quotes, indented lines, `: definitions`) stays in one chunk with them.

One rule differs from Python-Markdown on purpose: what is opened and never closed (`<div>`, `<!--`, a fence) ends with
its own chunk and never swallows the rest of the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown import Markdown
from markdown.blockprocessors import ReferenceProcessor

TAB = 4

# Python-Markdown marks its own places with STX and ETX; a NUL has no place in a text at all.
_NEVER = "\x00\x02\x03"
_BLANK_LINE = re.compile(r"\n +(?=\n|\Z)")

_DEFINITION = re.compile(
    r"(?m)^(?: {0,3}\[\^(?P<note>[^\]\n]*)\]:[ ]*| {0,3}\[(?P<link>[^\[\]]*)\]:|\*\[(?P<abbr>[^\\\]\n]*)\] ?:)"
)
_LINK = ReferenceProcessor.RE
_ABBREVIATION = re.compile(r"\*\[(?P<abbr>[^\\\]\n]*)\] ?:[ ]*\n?[ ]*(?P<title>[^\n]*)")

_LIST_LINE = re.compile(r"(?m)^ {0,3}(?:[*+-]|\d+\.) ")
_QUOTE_LINE = re.compile(r"(?m)^ {0,3}>")
_MEANING_LINE = re.compile(r"(?m)^ {0,3}: {1,3}")
_NESTING_LINE = re.compile(r"(?m)^(?: {0,3}(?:[*+-]|\d+\.) | {0,3}>)")

_FENCE = re.compile(r"\n(`{3,}|~{3,})([^\n]*)")
_FENCE_HEAD = re.compile(r"""[ ]*(?:\{[^\n]*\}|(?:\.?[\w#.+-]*[ ]*)?(?:hl_lines=(["']).*?\1[ ]*)?)""")
_COMMENT = re.compile(r"\n {0,3}<!--")
_BLOCK_TAG = re.compile(
    rf"<(/?)({'|'.join(sorted(set(Markdown().block_level_elements) - {'hr'}))})(?=[\s/>])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of source; `line` is the 0-based line it starts on."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """The text of a footnote, without its label and indentation."""

    line: int
    text: str


@dataclass(slots=True)
class Source:
    """A text taken apart."""

    chunks: list[Chunk] = field(default_factory=list)
    links: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    lines: int = 0


def normalise(markdown: str) -> str:
    """Return a `\\n` and the text with `\\n` line ends, spaces for tabs, empty blank lines and no control marks."""
    text = "\n" + markdown
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        text = text.expandtabs(TAB)
    for mark in _NEVER:
        text = text.replace(mark, "")
    return _BLANK_LINE.sub("\n", text)


def split(markdown: str) -> Source:
    """Take a source apart into chunks and definitions."""
    return _Splitter(normalise(markdown).rstrip("\n")).run()


class _Spans:
    """Stretches of text that hold together, in order and apart from each other."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if self.spans and start < self.spans[-1][1]:
                self.spans[-1] = (self.spans[-1][0], max(end, self.spans[-1][1]))
            else:
                self.spans.append((start, end))
        self._starts = [start for start, _ in self.spans]

    def end_at(self, position: int) -> int:
        """Return the end of the span that covers the position, or -1."""
        index = bisect_right(self._starts, position) - 1
        return self.spans[index][1] if index >= 0 and position < self.spans[index][1] else -1

    def next_start(self, start: int, end: int) -> int:
        """Return where the first span inside [start, end) begins, or `end`."""
        index = bisect_right(self._starts, start - 1)
        return min(self._starts[index], end) if index < len(self._starts) else end


class _Splitter:
    """One pass over one text; the text begins with a newline that is not counted as a line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._held = _held_together(text)
        self._source = Source(lines=text.count("\n"))
        self._pieces: list[str] = []
        self._first_line = self._first_start = 0
        self._end = self._flushed_end = 0
        self._open_note = ""
        self._note_parts: dict[str, list[str]] = {}

    def run(self) -> Source:
        for line, start, piece in self._stretches():
            if self._open_note and piece.startswith(" " * TAB):
                end = next((begin for begin, _, _ in self._definitions(start, piece)), len(piece))
                self._note_parts[self._open_note].append(_undent(piece[:end].rstrip("\n")))
                if end == len(piece):
                    continue
                line, start, piece = line + piece.count("\n", 0, end), start + end, piece[end:]
            self._open_note = ""
            if "]:" in piece or "] :" in piece:
                self._take_definitions(line, start, piece)
            else:
                self._add(line, start, piece)
        self._flush()
        for label, parts in self._note_parts.items():
            note = self._source.notes[label]
            self._source.notes[label] = Note(note.line, "\n\n".join(parts).rstrip())
        return self._source

    def _stretches(self) -> Iterator[tuple[int, int, str]]:
        """Yield (line, offset, text) of what stands between blank lines, closed regions held together."""
        pieces = self._text.split("\n\n")
        offset, line, index = 0, -1, 0
        spans = iter(self._held.spans)
        span = next(spans, None)
        while index < len(pieces):
            piece = pieces[index]
            while span is not None and span[1] <= offset + len(piece):
                span = next(spans, None)
            if span is not None and span[0] < offset + len(piece):
                last, length = index, len(piece)
                while last + 1 < len(pieces) and offset + length < span[1]:
                    last += 1
                    length += 2 + len(pieces[last])
                piece, index = self._text[offset : offset + length], last
            body = piece.lstrip("\n")
            skipped = len(piece) - len(body)
            if body:
                yield line + skipped, offset + skipped, body
            offset += len(piece) + 2
            line += piece.count("\n") + 2
            index += 1

    def _add(self, line: int, start: int, piece: str) -> None:
        """Put a piece into the current chunk, or begin a new one."""
        if self._pieces and self._continues(piece):
            if _MEANING_LINE.match(piece):
                self._fetch_meanings()
            self._pieces += (self._gap(self._end, start), piece)
        else:
            self._flush()
            self._first_line, self._first_start = line, start
            self._pieces = [piece]
        self._end = start + len(piece)

    def _flush(self) -> None:
        if self._pieces:
            self._source.chunks.append(Chunk(self._first_line, "".join(self._pieces)))
            self._flushed_end = self._end
            self._pieces = []

    def _fetch_meanings(self) -> None:
        """Take the chunk before back: a paragraph that turns out to be a term may belong to the list before it."""
        if self._source.chunks and _MEANING_LINE.search(self._source.chunks[-1].text):
            before = self._source.chunks.pop()
            gap = self._gap(self._flushed_end, self._first_start)
            self._pieces = [before.text, gap, *self._pieces]
            self._first_line = before.line

    def _gap(self, end: int, start: int) -> str:
        """Return the blank lines between two pieces; definitions between them have been taken out."""
        gap = self._text[end:start]
        return gap if gap and not gap.strip("\n") else "\n\n"

    def _continues(self, piece: str) -> bool:
        """Tell whether the piece may belong to what stands in the current chunk."""
        if piece.startswith(" " * TAB):
            return True
        head = piece.lstrip(" ")
        if head[0] in "*+-0123456789" and _LIST_LINE.match(piece):
            return self._has(_LIST_LINE)
        if head[0] == ">":
            return self._has(_QUOTE_LINE)
        if head[0] == ":" and _MEANING_LINE.match(piece):
            return True
        return "\n" in piece and ":" in piece and bool(_MEANING_LINE.search(piece)) and self._has(_MEANING_LINE)

    def _has(self, line: re.Pattern[str]) -> bool:
        return any(line.search(piece) for piece in self._pieces)

    def _take_definitions(self, line: int, start: int, piece: str) -> None:
        """Take the definitions out of a stretch and add what is left of it."""
        left: list[tuple[int, str]] = []
        position = 0
        found = list(self._definitions(start, piece))
        for number, (begin, end, label) in enumerate(found):
            if begin < position:
                continue
            left.append((position, piece[position:begin]))
            position = end
            if label is not None:
                after = found[number + 1][0] if number + 1 < len(found) else len(piece)
                position = self._note_end(start, piece, end, after)
                self._note(label, line + piece.count("\n", 0, begin), piece[end:position])
                self._open_note = label if position == len(piece) else ""
            else:
                self._open_note = ""
        left.append((position, piece[position:]))
        self._add_left(line, start, [(offset, text) for offset, text in left if text.strip("\n")], piece)

    def _add_left(self, line: int, start: int, left: list[tuple[int, str]], piece: str) -> None:
        if len(left) > 1 and (_NESTING_LINE.match(piece) or piece.startswith(" " * TAB)):
            # Inside a list or a quote a blank line in the place of the definition would make it a loose one.
            left = [(left[0][0], "\n".join(text.strip("\n") for _, text in left))]
        for offset, text in left:
            body = text.lstrip("\n")
            offset += len(text) - len(body)
            self._add(line + piece.count("\n", 0, offset), start + offset, body.rstrip("\n"))

    def _definitions(self, start: int, piece: str) -> Iterator[tuple[int, int, str | None]]:
        """Yield (begin, end, footnote label or None) for each definition, the link and abbreviation ones noted."""
        done = 0
        for match in _DEFINITION.finditer(piece):
            if match.start() < done or self._held.end_at(start + match.start()) >= 0:
                continue
            if match["note"] is not None:
                yield match.start(), match.end(), match["note"]
            elif match["link"] is not None:
                if link := _LINK.match(piece, match.start()):
                    key, address = link[1].strip().lower(), link[2].lstrip("<").rstrip(">")
                    self._source.links[key] = (address, link[5] or link[6])
                    done = link.end()
                    yield match.start(), done, None
            elif (short := _ABBREVIATION.match(piece, match.start())) and short["abbr"].strip():
                title = short["title"].strip()
                if title:
                    self._abbreviate(short["abbr"].strip(), title)
                    done = short.end()
                    yield match.start(), done, None

    def _abbreviate(self, short: str, title: str) -> None:
        if title in ("''", '""'):
            self._source.abbreviations.pop(short, None)
        else:
            self._source.abbreviations[short] = title

    def _note_end(self, start: int, piece: str, begin: int, after: int) -> int:
        """Return where the first part of a footnote's text ends: at the next definition, fence or list item."""
        end = self._held.next_start(start + begin, start + after) - start
        if _NESTING_LINE.match(piece) and (item := _NESTING_LINE.search(piece, piece.find("\n", begin) + 1 or end)):
            end = min(end, item.start())
        return end

    def _note(self, label: str, line: int, text: str) -> None:
        self._source.notes.setdefault(label, Note(line, ""))
        self._note_parts[label] = [_undent(text).strip("\n")]


def _undent(text: str) -> str:
    """Take one level of indentation from the lines that have it (the others are lazy and mean the same)."""
    return "\n".join(line[TAB:] if line.startswith(" " * TAB) else line for line in text.split("\n"))


def _held_together(text: str) -> _Spans:
    """Find the fenced code, comments and raw HTML blocks that are closed: they may hold blank lines."""
    fences = _fences(text) if "```" in text or "~~~" in text else []
    if "<" not in text:
        return _Spans(fences)
    inside = _Spans(fences)
    comments = []
    for match in _COMMENT.finditer(text):
        end = text.find("-->", match.end())
        if end >= 0 and inside.end_at(match.end()) < 0:
            comments.append((match.start() + 1, end + 3))
        elif end < 0:
            break
    return _Spans(fences + comments + _raw_blocks(text, _Spans(fences + comments)))


def _fences(text: str) -> list[tuple[int, int]]:
    """Pair fences as Python-Markdown does: the closing one is the same string, alone on its line."""
    lines = [(m.start() + 1, m.end(), m[1], m[2]) for m in _FENCE.finditer(text)]
    closers: dict[str, list[tuple[int, int]]] = {}
    for start, end, fence, rest in lines:
        if not rest.strip(" "):
            closers.setdefault(fence, []).append((start, end))
    found: list[tuple[int, int]] = []
    for start, _, fence, rest in lines:
        if (found and start < found[-1][1]) or not _FENCE_HEAD.fullmatch(rest):
            continue
        candidates = closers.get(fence, [])
        index = bisect_right(candidates, start, key=lambda closer: closer[0])
        if index < len(candidates):
            found.append((start, candidates[index][1]))
    return found


def _raw_blocks(text: str, inside: _Spans) -> list[tuple[int, int]]:
    """Find raw HTML blocks that begin a line and are closed by their own tag."""
    found: list[tuple[int, int]] = []
    open_tags: dict[str, list[int]] = {}
    for match in _BLOCK_TAG.finditer(text):
        if inside.end_at(match.start()) >= 0:
            continue
        name = match[2].lower()
        close = text.find(">", match.end())
        if close < 0:
            break
        if not match[1]:
            if text[close - 1] != "/":
                open_tags.setdefault(name, []).append(match.start())
        elif open_tags.get(name):
            start = open_tags[name].pop()
            line = text.rfind("\n", 0, start) + 1
            if start - line <= 3 and not text[line:start].strip(" "):
                found.append((line, close + 1))
    return found
