"""The stretches of a Markdown text that no reader sees: addresses, tags, comments, labels, shortcodes, entities.

Replacing words leaves them alone: a link whose address was reworded leads nowhere, a picture is gone. Promises: linear
time on any input (every pattern begins with a sign of its own and stops at the next); what is left are the words that
`plain_text` gives, but for marks. Code is seen, and so is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int]

_TARGET = r"\(\s*+(?:<[^<>\n]*+>|[^\s()<>]*+(?:\([^\s()]*+\)[^\s()]*+)*+)(?:\s++(?:\"[^\"\n]*+\"|'[^'\n]*+'))?\s*+\)"

_FROM_SIGN: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (sign, re.compile(pattern))
    for sign, pattern in (
        ("](", r"\]" + _TARGET),
        ("][", r"\]\[[^\[\]\n]*+\]"),
        ("[^", r"\[\^[^\[\]\s]++\]:?"),
        ("[!", r"\[!\w++\][+-]?"),
        ("[[", r"\[\[[^\[\]|\n]++(?:\||\]\])"),
        ("<", r"</?[A-Za-z][^<>\n]*+>"),
        ("{", r"\{(?:\{[^{}]*+\}\}|%[^{}]*+%\}|(?::[ ]?|[ ]?[#.])[^{}\n]*+\})"),
        ("&", r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"),
        ("www.", r"www\.[^\s<>\"'\])]++"),
        ("```", r"```[^`\n]*+"),
        ("~~~", r"~~~[^~\n]*+"),
        (":::", r":::[^\n]*+"),
        ("!!!", r"!!![ \t]++[\w-]++"),
        ("???", r"\?\?\?\+?[ \t]++[\w-]++"),
    )
)
"""Signs, and what is unseen from there on. A pattern that begins with a sign of its own is skipped to."""

_PAIRS = (
    ("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<SCRIPT", "</SCRIPT>"), ("<STYLE", "</STYLE>"),
)  # fmt: skip

_ADDRESS = re.compile(r"://[^\s<>\"'\])]++")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,31}\Z")
_MAIL = re.compile(r"@[\w-]++\.[\w.-]++")
_MAILBOX = re.compile(r"[\w.+-]{1,64}\Z")
_DEFINED = re.compile(r"\]:[ \t]*+<?[^\s<>]++>?")
_LABEL = re.compile(r"[ ]{0,3}\[(?!\^)[^\[\]\n]++\Z")


def unseen(markdown: str) -> list[Span]:
    """Return the stretches that no reader sees, in order, none overlapping."""
    found = [match.span() for sign, pattern in _FROM_SIGN if sign in markdown for match in pattern.finditer(markdown)]
    found += _between_pairs(markdown)
    if "://" in markdown:
        found += _with_head(markdown, _ADDRESS, _SCHEME, 32)
    if "@" in markdown:
        found += _with_head(markdown, _MAIL, _MAILBOX, 64)
    if "]:" in markdown:
        found += _with_head(markdown, _DEFINED, _LABEL, 1000, from_line=True)
    return _merged(found)


def seen_only(hits: Iterable[tuple[int, int, str]], spans: Sequence[Span]) -> list[tuple[int, int, str]]:
    """Keep the hits, in order, that touch none of these spans."""
    kept: list[tuple[int, int, str]] = []
    at = 0
    for hit in hits:
        while at < len(spans) and spans[at][1] <= hit[0]:
            at += 1
        if at == len(spans) or spans[at][0] >= hit[1]:
            kept.append(hit)
    return kept


def _with_head(
    text: str, pattern: re.Pattern[str], head: re.Pattern[str], longest: int, *, from_line: bool = False
) -> Iterator[Span]:
    """Find a pattern together with what must stand before it (from the beginning of its line, if so asked)."""
    for match in pattern.finditer(text):
        first = max(0, match.start() - longest)
        if from_line:
            first = max(first, text.rfind("\n", first, match.start()) + 1)
        before = text[first : match.start()]
        found = head.match(before) if from_line else head.search(before)
        if found is not None:
            yield first + found.start(), match.end()


def _between_pairs(text: str) -> Iterator[Span]:
    """Find comments, scripts and styles, from each opening to the next closing; one that never closes hides nothing."""
    for opening, closing in _PAIRS:
        at = 0
        while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start)) >= 0:
            at = end + len(closing)
            yield start, at


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
