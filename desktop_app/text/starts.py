"""What two texts begin with alike. Pure; what words of one language have in common is for `stems` to say."""

from __future__ import annotations


def common_start(one: str, other: str) -> str:
    """Return the letters with which both texts begin."""
    length = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        length += 1
    return one[:length]
