"""How typed words find a title or command: every word is the beginning of some word, under the search's own fold."""

from __future__ import annotations

import re

from desktop_app.text.folding import fold, fold_with_offsets

_WORD = re.compile(r"\w+")


def match_words(text: str, typed: str) -> tuple[tuple[int, int], ...] | None:
    """Return where the typed words begin words of `text` (code points, end exclusive), None if one of them does not.

    Nothing typed matches everything, without a place.
    """
    wanted = _WORD.findall(fold(typed))
    if not wanted:
        return ()
    folded = fold_with_offsets(text)
    starts = [(m.start(), m[0]) for m in _WORD.finditer(folded.text)]
    found = []
    for word in wanted:
        start = next((at for at, have in starts if have.startswith(word)), None)
        if start is None:
            return None
        found.append(folded.span(start, start + len(word)))
    return tuple(sorted(set(found)))


def rank(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """Return a sort key: what begins with the typed words first, then shorter texts."""
    return (min((start for start, _ in spans), default=0), len(text))
