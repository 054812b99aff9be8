"""Which lines of a pasted page are the page and not the text: share buttons, counters, menus, "read also".

Conservative on purpose: only whole lines go, never a part of one; a line that is also a word ("Share", "Print") goes
only where its neighbours or its place say that it is a button. What goes is reported by the caller, block by block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_app.text.folding import fold
from desktop_app.transfer import word_lists

_LONGEST = 200
_PARAGRAPH = 100
"""Characters from which a line is running text."""


def clutter(lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines that are not the text."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    kinds = {number: _kind(lines[number]) for number in filled}
    long = [number for number in filled if len(lines[number].strip()) >= _PARAGRAPH]
    found = {number for number in filled if kinds[number] in ("certain", "lead")}
    found |= _headlines_after(lines, filled, kinds)
    found |= _cookies(lines, filled, long)
    found |= _comments(lines, filled, long)
    prose = len(long) >= 2 or sum(len(lines[number]) for number in long) >= 400
    first, last = (long[0], long[-1]) if long else (0, len(lines))
    # Buttons stand together, or before and after the text; a lone word within it is a word.
    for run in _runs(filled, {number for number in filled if kinds[number] == "likely"} | found):
        outside = prose and (run[-1] < first or run[0] > last)
        likely = [number for number in run if number not in found]
        # A button that stands alone above the text may be its headline, unless the page has buttons anyway.
        lone = _alone(lines, run[0]) and (bool(found) or run[0] > last)
        if len(likely) < len(run) or len(run) >= 3 or (outside and (len(run) >= 2 or lone)):
            found.update(likely)
    if prose:
        found |= {number for number in filled if _is_advertisement(lines[number])}
    return found


_DECORATION = " \t|•·●▪■►▶→←↑↓»«›‹*#+–—-_=~<>()[]{}\"'“”.,:;!?…©®™✓✔★☆❤♥🔗📧📱💬👍👎🔖📋🖨📤🔁"


def _kind(line: str) -> str:
    """Return `certain`, `lead` (of a list of headlines), `likely` or nothing."""
    text = line.strip()
    if len(text) > _LONGEST or not text:
        return ""
    low = fold(text)
    bare = low.strip(_DECORATION)
    if not bare:
        # A line of dots or stars divides; one of icons is a row of buttons.
        return "likely" if any(char > "\u2bff" for char in text) else ""
    read_also = word_lists.pattern("read also").match(bare)
    if read_also is not None:
        rest = bare[read_also.end() :]
        if not rest:
            return "lead"
        if re.match(r"\s*[:»→|]", rest) and not re.search(r"[.!?]\s", rest):
            return "certain"
    if word_lists.pattern("lines").fullmatch(bare) or word_lists.pattern("lines").fullmatch(low):
        return "certain"
    return _buttons(low, text)


def _buttons(low: str, text: str) -> str:
    if len(low) > 90 or re.search(r"[.!?]$", text):
        return ""
    tokens = re.findall(r"[^\W\d_]+", low)
    if not tokens:
        return ""
    networks = [token for token in tokens if token in word_lists.NETWORKS]
    buttons = [token for token in tokens if token in word_lists.BUTTONS and token not in word_lists.NETWORKS]
    linking = [token for token in tokens if token in word_lists.LINKING and token not in (*networks, *buttons)]
    if (not networks and not buttons) or len(networks) + len(buttons) + len(linking) < len(tokens):
        return "likely" if word_lists.weak(low) else ""
    # "X" and "e" and "ok" are letters and words before they are networks.
    sure_networks = sum(len(token) > 2 for token in networks)
    if sure_networks >= 2 or (sure_networks and buttons):
        return "certain"
    if any(char > "\u2bff" for char in text) and len(tokens) <= 8:
        return "certain"
    return "likely" if len(tokens) <= 5 else ""


def _is_advertisement(line: str) -> bool:
    return fold(line).strip(_DECORATION) in ("advertisement", "reklam", "реклама", "anzeige", "publicite", "publicidad")


def _runs(filled: Sequence[int], members: set[int]) -> list[list[int]]:
    """Return the stretches of members that follow each other, blank lines aside."""
    runs: list[list[int]] = []
    before = False
    for number in filled:
        if number in members:
            if before:
                runs[-1].append(number)
            else:
                runs.append([number])
        before = number in members
    return runs


def _alone(lines: Sequence[str], number: int) -> bool:
    above = number == 0 or not lines[number - 1].strip()
    below = number + 1 >= len(lines) or not lines[number + 1].strip()
    return above and below


def _headlines_after(lines: Sequence[str], filled: Sequence[int], kinds: dict[int, str]) -> set[int]:
    """Return the headlines below a bare "read also": short lines without a full stop, up to the next blank one."""
    found: set[int] = set()
    for at, number in enumerate(filled):
        if kinds[number] != "lead":
            continue
        below: list[int] = []
        gap = at + 1 < len(filled) and filled[at + 1] > number + 1
        for following in filled[at + 1 : at + 7]:
            text = lines[following].strip()
            if len(text) > 140 or re.search(r"[.;,]$", text) or (below and following > below[-1] + 1):
                break
            below.append(following)
        # After a blank line a single short line may be a heading of the text itself.
        if not gap or len(below) >= 2:
            found.update(below)
    return found


_COMMENTS = re.compile(r"(?:\d+ )?(?:comments|serhler|yorumlar|комментарии|комментарий|kommentare)(?: ?\(?\d+\)?)?:?")
_REPLY = re.compile(
    r"reply|cavab(?: ver)?|yanitla|cevapla|ответить|antworten|.{0,40}\d+ (?:minutes?|hours?|days?|weeks?|months?) ago"
    r"|.{0,40}\d+ (?:deqiqe|saat|gun|hefte|ay) (?:evvel|once)|.{0,40}\d+ (?:минут|час|д[ен]|недел|месяц)\w* назад"
)


def _comments(lines: Sequence[str], filled: Sequence[int], long: Sequence[int]) -> set[int]:
    """Return the readers' comments below the text: a heading that says so, and below it people who reply."""
    for at, number in enumerate(filled):
        if (not long or number > long[0]) and _COMMENTS.fullmatch(fold(lines[number].strip(_DECORATION))):
            below = filled[at + 1 :]
            if any(_REPLY.fullmatch(fold(lines[one].strip(_DECORATION))) for one in below):
                return {number, *below}
    return set()


def _cookies(lines: Sequence[str], filled: Sequence[int], long: Sequence[int]) -> set[int]:
    """Return cookie notices: only among the first and last lines, where no article speaks of its own site."""
    edges = {*filled[:3], *filled[-4:]} if len(long) >= 2 or len(filled) > 6 else set()
    return {number for number in edges if word_lists.pattern("cookies").fullmatch(fold(lines[number].strip()))}
