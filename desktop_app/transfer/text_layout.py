"""From the lines of a plain text to Markdown: what a line break meant to the person who made it.

Four habits are told apart: paragraphs divided by blank lines, a paragraph a line, lines wrapped at a fixed width, and
verse. Promises: every word stays, in its order; only breaks and blanks change, bullets become list marks, and what
Markdown would take for a mark (`1998.` at the head of a line) is protected. Not for finding headlines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median


def blocks(lines: Sequence[str]) -> list[list[str]]:
    """Cut lines into blocks at blank lines; a line of stars or dashes is a block of its own."""
    found: list[list[str]] = [[]]
    for line in lines:
        if _RULE.match(line):
            found += [[line], []]
        elif line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def wrap_width(parts: Sequence[Sequence[str]]) -> int:
    """Return the width at which lines were wrapped by hand or machine, 0 where they were not."""
    inner = [len(line.strip()) for block in parts if len(block) > 1 for line in block[:-1]]
    if len(inner) < 3:
        return 0
    width = sorted(inner)[int(len(inner) * 0.9)]
    if not 45 <= width <= 110:
        return 0
    full = sum(length >= 0.7 * width for length in inner)
    stops = sum(_ends_sentence(line) for block in parts if len(block) > 1 for line in block[:-1])
    return width if full >= 0.7 * len(inner) and stops <= 0.5 * len(inner) else 0


def to_markdown(lines: Sequence[str]) -> str:
    """Return the text of these lines as Markdown, paragraphs divided by one blank line."""
    parts = blocks([_without_indent(line) for line in lines])
    width = wrap_width(parts)
    done = []
    for block in parts:
        if len(block) == 1:
            done.append(_protected(block[0]))
        elif _is_list(block):
            done.append("\n".join(_item(line) for line in block))
        elif width:
            done.append(_protected(_unwrapped(block)))
        elif is_verse(block):
            done.append("  \n".join(_protected(line.rstrip()) for line in block))
        else:
            done.extend(_protected(line) for line in block)
    return "\n\n".join(part for part in done if part)


def is_verse(block: Sequence[str]) -> bool:
    """Tell lines whose breaks are meant: verse, addresses, lists of names."""
    lengths = [len(line.strip()) for line in block]
    return len(block) >= 2 and max(lengths) <= 72 and median(lengths) <= 52


def _ends_sentence(line: str) -> bool:
    return re.search(r"[.!?…:][\"'»”’)\]]*$", line.rstrip()) is not None


def _without_indent(line: str) -> str:
    """Take away the indent of a paragraph, which Markdown would read as code."""
    return line.strip().replace("\u00ad", "").replace("\t", " ")


_BULLET = re.compile(r"^(?:[•●▪■‣◦·]|[*+-](?= ))\s*")
_NUMBERED = re.compile(r"^\d{1,3}[.)]\s")


def _is_list(block: Sequence[str]) -> bool:
    return all(_BULLET.match(line) for line in block) or all(_NUMBERED.match(line) for line in block)


def _item(line: str) -> str:
    return _BULLET.sub("- ", line)


def _unwrapped(block: Sequence[str]) -> str:
    text = block[0]
    known = set(re.findall(r"[^\W\d_]+", " ".join(block).lower()))
    for line in block[1:]:
        last = re.search(r"([^\W\d_]+)-$", text)
        first = re.match(r"[^\W\d_]+", line)
        if last and first and first[0][0].islower():
            # A word cut at the end of a line: joined without its hyphen where the whole word stands elsewhere too.
            whole = (last[1] + first[0]).lower()
            text = (text[:-1] if whole in known else text) + line
        else:
            text += f" {line}"
    return text


_YEAR_FIRST = re.compile(r"^(\d{3,})([.)])(?=\s|$)")
_HEADING_MARK = re.compile(r"^(#{1,6})(?=\s|$)")
_RULE = re.compile(r"^\s*(?:[*_=~–—-]\s*){3,}$")


def _protected(line: str) -> str:
    line = _BULLET.sub("- ", line) if line[:1] in "•●▪■‣◦" else line
    if _RULE.match(line):
        return "* * *"
    line = _YEAR_FIRST.sub(r"\1\\\2", line)
    return _HEADING_MARK.sub(r"\\\1", line)
