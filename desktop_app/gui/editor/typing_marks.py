"""What typed marks turn into: quotes and dashes of the language, and spaces at which no line breaks. Pure.

`change(line, at, language)` looks at the letter just typed, which stands before `at`, and says what is to stand instead
of the end of what was typed. It never changes letters, digits, code, addresses, tags or Markdown's own marks. The marks
themselves are those of the export (`markup.typography`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.markup.typography import Marks, marks_for

_NO_BREAK = "\u00a0"
_BREAKING_DASH = frozenset({"az", "ru", "uk", "be", "kk"})
"""Languages that keep a dash on the line of the word before it."""
_OPENING_BEFORE = re.compile(r"[\s(\[{«„“‘‚—–/>#|-]")
_IN_TAG = re.compile(r"<[A-Za-z/!][^<>]*\Z")
_IN_TARGET = re.compile(r"\]\([^()]*\Z")
_ADDRESS = re.compile(r"(?:://|www\.)\S*\Z")
_RULE_OR_ROW = re.compile(r"[\s>|:+-]*\Z")

_DASH = re.compile(r"\S[ \u00a0]-{1,3} \Z|\w-{2,3}[ \w]\Z")
"""Hyphens after which something else was typed, so that they are known to be a dash; told apart by the next three."""
_SPACED = re.compile(r"(?<=\S)([ \u00a0])(-{1,3}) \Z")
_AFTER_WORD = re.compile(r"(?<=\w)(-{2,3}) \Z")
_BETWEEN = re.compile(r"(?<=(\w))(-{2,3})(\w)\Z")

_UNITS = (
    "mm|cm|sm|dm|km|m|mg|kg|g|q|t|ml|dl|l|ha|Hz|kHz|MHz|GHz|kW|MW|W|V|A|kB|MB|GB|TB|px|pt|min|dəq|san|saat|AZN|TRY|TL"
    "|USD|EUR|RUB|manat|мм|см|дм|км|м|мг|кг|г|т|мл|л|га|Гц|кГц|МГц|кВт|МВт|Вт|В|А|КБ|МБ|ГБ|мин|сек|ч|руб|млн|млрд|тыс"
    "|mln|mlrd"
)
_SPACE = re.compile(rf"(?<=\d) (?=(?:(?:{_UNITS})[^\w]|[%‰°€$£₼₺₽])\Z)|(?<=№) (?=\d\Z)")
"""Between a number and its unit, once the unit is written."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes the writer wants."""

    quotes: bool = True
    dashes: bool = True
    spaces: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """Put `new` instead of the letters from `start` to `end` of the line."""

    start: int
    end: int
    new: str


def change(
    line: str,
    at: int,
    language: Callable[[], str],
    wanted: Wanted = Wanted(),
) -> Change | None:
    """Return what the typed end of a line turns into, or None; the language ("": unknown) is asked for when needed."""
    before = line[:at]
    letter = before[-1:]
    if letter in ("'", '"'):
        rule = _quote if wanted.quotes else None
    elif wanted.dashes and "-" in before[-5:-1] and _DASH.search(before):
        rule = _dash
    elif wanted.spaces and _SPACE.search(before, max(at - 12, 0)):
        rule = _space
    else:
        rule = None
    if rule is None or _is_code(before) or not (code := language()):
        return None
    return rule(before, code)


def _quote(before: str, language: str) -> Change | None:
    marks = marks_for(language)
    typed, rest = before[-1], before[:-1]
    here = len(rest)
    # Marks of emphasis stand on either side: what is beyond them tells.
    last = rest.rstrip("*_~")[-1:]
    opens = not last or (_OPENING_BEFORE.match(last) is not None and last not in (marks.close, marks.inner_close))
    if typed == "'":
        if rest and rest[-1].isalnum():
            return Change(here, here + 1, "’")
        inner = marks.inner_open == "‘"
        return Change(here, here + 1, "‘") if opens and inner else None
    depth = _open_quotes(rest, marks)
    if opens:
        return Change(here, here + 1, marks.inner_open if depth else marks.open)
    if not depth and rest[-1].isdigit():
        return None  # Inches.
    return Change(here, here + 1, marks.inner_close if depth > 1 else marks.close)


def _open_quotes(text: str, marks: Marks) -> int:
    """Count the quotations that are still open at the end of a text: 0, 1, or 2 within another."""
    depth = 0
    for letter in text:
        if letter == marks.open and depth == 0:
            depth = 1
        elif letter == marks.inner_open and depth == 1:
            depth = 2
        elif letter == marks.inner_close and depth == 2:
            depth = 1
        elif letter == marks.close and depth:
            depth = 0
    return depth


def _dash(before: str, language: str) -> Change | None:
    base = language.partition("-")[0].lower()
    dash = marks_for(base).dash
    if spaced := _SPACED.search(before):
        if _RULE_OR_ROW.match(before):
            return None
        space = _NO_BREAK if base in _BREAKING_DASH else spaced[1]
        return Change(spaced.start(), spaced.end(), space + ("—" if len(spaced[2]) == 3 else dash) + " ")
    if joined := _AFTER_WORD.search(before):
        return Change(joined.start(), joined.end(), ("—" if len(joined[1]) == 3 or base == "en" else dash) + " ")
    if between := _BETWEEN.search(before):
        is_range = between[1].isdigit() and between[3].isdigit()
        mark = "–" if is_range else "—" if len(between[2]) == 3 or base == "en" else dash
        return Change(between.start(), between.end(), mark + between[3])
    return None


def _space(before: str, language: str) -> Change | None:
    del language  # The same in all of them.
    found = _SPACE.search(before, max(len(before) - 12, 0))
    return Change(found.start(), found.end(), _NO_BREAK) if found else None


def _is_code(before: str) -> bool:
    """Say whether the end of a line stands in code, a tag, a link's target or an address."""
    return (
        before.count("`") % 2 == 1
        or _IN_TAG.search(before) is not None
        or _IN_TARGET.search(before) is not None
        or _ADDRESS.search(before[:-1]) is not None
    )
