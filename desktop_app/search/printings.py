"""The printings of one text, whole and in order: what a family view, an export or the command line shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from desktop_app.archive.articles import Article

_UNDATED = 99999999


class _Texts(Protocol):
    def texts(self, ids: Iterable[int]) -> list[Article]: ...


def printings(archive: _Texts, ids: Iterable[int]) -> Sequence[Article]:
    """Return these articles as a family is told: the oldest first, undated ones last."""
    family = archive.texts(ids)
    return sorted(family, key=lambda one: (one.published.first if one.published else _UNDATED, one.id))
