"""A text's likeness in 128 numbers: enough to find its reprints among a hundred thousand others.

A sketch holds the smallest hashes of all runs of four folded words (bottom-k sampling after Broder 1997; Cohen and
Kaplan 2007). Promises: the same text gives the same sketch in every process and release; capitals, accents and marks do
not matter. Not for telling what differs: that is `diff.py`.
"""

from __future__ import annotations

from hashlib import blake2b

from desktop_app.text.words import folded_words

SIZE = 128
"""Hashes a sketch: an error of about 0.04 in a resemblance of 0.5."""
RUN = 4
"""Words a run: shorter ones meet by chance, longer ones break at every edit."""


def sketch(text: str) -> frozenset[int]:
    """Return the sketch of a plain text; that of a text without words is empty."""
    found = folded_words(text)
    runs = {" ".join(found[at : at + RUN]) for at in range(max(len(found) - RUN + 1, min(len(found), 1)))}
    hashes = (int.from_bytes(blake2b(run.encode(errors="replace"), digest_size=8).digest()) >> 1 for run in runs)
    return frozenset(sorted(hashes)[:SIZE])  # 63 bits: they fit a column of a database.


def resemblance(one: frozenset[int], other: frozenset[int]) -> float:
    """Estimate the share of runs two texts have in common (Jaccard), 0..1."""
    smallest = sorted(one | other)[:SIZE]
    return len(one & other & set(smallest)) / len(smallest) if smallest else 0.0


def containment(part: frozenset[int], whole: frozenset[int]) -> float:
    """Estimate the share of the first text's runs that stand in the second, 0..1: high for an excerpt."""
    if not part or not whole:
        return 0.0
    # A full sketch says nothing beyond its largest hash.
    limit = min(max(sketched) if len(sketched) >= SIZE else 1 << 64 for sketched in (part, whole))
    seen = {value for value in part if value <= limit}
    return len(seen & whole) / len(seen) if seen else 0.0
