"""The sentences of a Markdown text, word by word and in their places: what may be looked at, and what may be changed.

Promises: no word stands in code, an address, a link's target, a tag, a shortcode or a mark of Markdown; a word that is
grown together with digits, underscores or an address is left out; offsets are code points of the text; linear time.
Not for the index (`text.plain`, `text.words`): there no word may be lost, here none may be taken that is not one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its place, without what joins it to the one before; `is_ending` says that something does."""

    text: str
    start: int
    is_ending: bool = False

    @property
    def end(self) -> int:
        return self.start + len(self.text)


Sentence = tuple[Word, ...]
Paragraph = tuple[Sentence, ...]


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs that have words: a line each, as in the editor, cut into sentences."""
    for start, line in _prose_lines(text):
        hidden = _HIDDEN.sub(_blank, line) if _MAY_HIDE.search(line) else line
        found = tuple(sentence for sentence in _sentences(hidden, start) if sentence)
        if found:
            yield found


_LETTERS = "[^\\W\\d_]"
_RUN = re.compile(r"[\w.@/\\#'’ʼ‘`´‐‑-]+")
_WORD = re.compile(f"{_LETTERS}+")
_JOINTS = "'’ʼ‘`´‐‑-"
_BREAK = re.compile(r"[.!?…:;|][\"'”’»)\]*_]*\s")
_GLUED = re.compile(r"[\d_@/\\#]|\.(?=\w)")
"""What makes a run of letters something else than words: a version, a path, a tag, an address, a file's name."""


def _sentences(line: str, start: int) -> Iterator[Sentence]:
    at = 0
    for stop in _BREAK.finditer(line):
        yield tuple(_words(line, at, stop.end(), start))
        at = stop.end()
    yield tuple(_words(line, at, len(line), start))


def _words(line: str, first: int, last: int, start: int) -> Iterator[Word]:
    for run in _RUN.finditer(line, first, last):
        stretch = run.group().strip("._")
        if _GLUED.search(stretch):
            continue
        before = -1
        for word in _WORD.finditer(line, run.start(), run.end()):
            joined = word.start() == before + 1 and line[before] in _JOINTS
            yield Word(word.group(), start + word.start(), joined)
            before = word.end()


_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+)?(`{3,}|~{3,})")
_INDENTED = re.compile(r"(?: {4}|\t)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]|\[\^[^\]\s]+\]:|[ \t]*:[ \t]")
_DEFINITION = re.compile(r" {0,3}\[[^\]^][^\]]*\]:[ \t]*\S")


def _prose_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are no code and no definition of a link, and where they start."""
    fence, after_blank, in_list = "", True, False
    start = _after_front_matter(text)
    for line in text[start:].split("\n"):
        here, start = start, start + len(line) + 1
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
            continue
        if mark and "`" not in line[mark.end() :]:
            fence = mark[1]
            continue
        if not line.strip():
            after_blank = True
            continue
        indented = _INDENTED.match(line) is not None
        if indented and after_blank and not in_list:
            continue
        if not indented:
            in_list = _ITEM.match(line) is not None or (in_list and not after_blank)
        after_blank = False
        if not _DEFINITION.match(line):
            yield here, line


def _after_front_matter(text: str) -> int:
    if not text.startswith("---\n"):
        return 0
    end = text.find("\n---\n", 3)
    return end + 5 if end >= 0 else 0


_MAY_HIDE = re.compile(r"[`<>\[{&$]|://|www\.|@")
_HIDDEN = re.compile(
    r"``(?:[^`]|`(?!`))+``|`[^`]+`"  # code
    r"|</?[A-Za-z!][^<>]*>"  # a tag, an address in angles, a comment
    r"|\]\([^()]*(?:\([^()]*\)[^()]*)*\)"  # a link's target
    r"|\]\[[^\[\]]*\]"  # a link's label
    r"|\[\^[^\[\]\s]+\]:?|\[!\w+\]"  # a footnote's mark, a callout
    r"|\{[{%][^{}]*[}%]\}|\{[:#.][^{}]*\}"  # shortcodes, attributes
    r"|&#?\w{1,31};"
    r"|(?:[A-Za-z][A-Za-z0-9+.-]{1,20}://|www\.|mailto:)[^\s<>]+"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!\\)\$[^\s$](?:[^$]*[^\s$])?\$"  # a formula
)


def _blank(match: re.Match[str]) -> str:
    return "\0" * len(match.group())
