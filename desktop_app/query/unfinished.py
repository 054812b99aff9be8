"""A query that is still being typed: its last word counts as a beginning too."""

from __future__ import annotations

_SHORTEST_BEGINNING = 3
"""Letters; shorter ones begin too many words to tell anything."""


def as_typed(text: str) -> str:
    """Return what to ask while `text` is being typed: `old br` stays, `old bri` becomes `old (bri OR bri*)`.

    A phrase that is not closed yet stays as it is.
    """
    head, _, last = text.rpartition(" ")
    if text.count('"') % 2 or len(last) < _SHORTEST_BEGINNING or not last.isalpha() or last.isupper():
        return text
    return f"{head} ({last} OR {last}*)".strip()
