"""Where a passage stands in a text, in a form that outlives the text's changes: place, words, context.

Promises: a passage that stands unchanged is found wherever it went; one that was changed within is found by its ends or
by what stands around it; what is gone is None and never some other words. Linear time on any text. Not for following
keys one by one: an editor moves a place along itself and asks here for what came from outside.
"""

from __future__ import annotations

from desktop_app.text.starts import common_start
from desktop_app.values import dataclass

AROUND = 32
"""Code points of context on each side."""
_LEAST = 8
"""A shorter end says too little to be searched for."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage: where it began, in code points, its words, and what stood before and behind it."""

    start: int
    quote: str
    before: str = ""
    after: str = ""


def anchor(text: str, start: int, end: int) -> Anchor:
    """Return the anchor of `text[start:end]`."""
    return Anchor(start, text[start:end], text[max(0, start - AROUND) : start], text[end : end + AROUND])


def find(text: str, wanted: Anchor) -> tuple[int, int] | None:
    """Return where the passage begins and ends now, None where it is gone."""
    if not wanted.quote:
        return None
    end = wanted.start + len(wanted.quote)
    here = text.startswith(wanted.quote, wanted.start)
    if here and text.endswith(wanted.before, 0, wanted.start) and text.startswith(wanted.after, end):
        return wanted.start, end
    return _unchanged(text, wanted) or _between(text, wanted)


def _unchanged(text: str, wanted: Anchor) -> tuple[int, int] | None:
    """Return the place of the same words that has most of the same around it, the nearest of equals."""
    size = len(wanted.quote)
    best: tuple[int, int, int] | None = None
    at = text.find(wanted.quote)
    while at >= 0:
        alike = len(common_start(wanted.before[::-1], text[max(0, at - AROUND) : at][::-1]))
        alike += len(common_start(wanted.after, text[at + size : at + size + AROUND]))
        rank = (alike, -abs(at - wanted.start), at)
        if best is None or rank > best:
            best = rank
        # Not from the next letter on: in a text of one letter that would be quadratic.
        at = text.find(wanted.quote, at + size)
    if best is None or (size < _LEAST and not best[0]):
        return None
    return best[2], best[2] + size


def _between(text: str, wanted: Anchor) -> tuple[int, int] | None:
    """Return what stands between the passage's ends, or between what stood around it, if it is about as long."""
    size = len(wanted.quote)
    longest = 3 * size + 200
    head, tail = wanted.quote[:AROUND], wanted.quote[-AROUND:]
    if size >= 2 * _LEAST:
        half = min(AROUND, size // 2)
        found = _span(text, head[:half], tail[-half:], wanted.start, longest)
        if found is not None:
            return found
    before, after = wanted.before, wanted.after
    for opening, closing in ((before, after), (before, tail), (head, after)):
        if len(opening) < _LEAST or len(closing) < _LEAST:
            continue
        found = _span(text, opening, closing, wanted.start - len(before), longest + 2 * AROUND)
        if found is not None:
            start, end = found
            start += len(opening) if opening is before else 0
            end -= len(closing) if closing is after else 0
            if start < end and text[start:end].strip():
                return start, end
    return None


def _span(text: str, opening: str, closing: str, near: int, longest: int) -> tuple[int, int] | None:
    """Return the stretch from `opening` to the end of `closing` whose beginning is nearest to `near`."""
    best: tuple[int, int] | None = None
    at = text.find(opening)
    end = -1
    while at >= 0:
        behind = at + len(opening)
        if end < behind:
            end = text.find(closing, behind)
        if end < 0:
            break
        is_nearer = best is None or abs(at - near) < abs(best[0] - near)
        if end + len(closing) - at <= longest and is_nearer:
            best = (at, end + len(closing))
        at = text.find(opening, behind)
    return best
