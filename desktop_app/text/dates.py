"""Dates that may be partial: `1998`, `1998-03`, `1998-03-12`, `c. 1911`. Kept as typed, compared as a range of days."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year: `text` as typed, `first` and `last` day as yyyymmdd integers, both inclusive."""

    text: str
    first: int
    last: int
