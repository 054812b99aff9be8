"""Counts over time of one search, as they are drawn, told in a legend, or written as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.gui.pieces import ChipTone
from desktop_app.search.service import Bin

TONES: tuple[ChipTone, ...] = ("info", "warning", "danger")
"""One for each search that is compared with; the bars of the one that is asked make four."""


@dataclass(frozen=True, slots=True)
class Series:
    """`tone` is the colour of its line, "" for the search that is asked, which has bars."""

    name: str
    tone: ChipTone = ""
    bins: tuple[Bin, ...] = ()
    undated: int = 0


def as_csv(series: Sequence[Series]) -> str:
    """Return the numbers as CSV (RFC 4180): a row a period, of each search its count and its share of that period.

    The last row, without a period, has the articles without a date.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["period", *(name for one in series for name in (_cell(one.name), _cell(f"{one.name} (share)")))])
    by_key = [{one.key: one for one in each.bins} for each in series]
    for key in sorted({key for bins in by_key for key in bins}):
        found = [bins.get(key) for bins in by_key]
        writer.writerow([key, *(cell for one in found for cell in ((one.count, one.share) if one else (0, 0)))])
    if any(one.undated for one in series):
        writer.writerow(["", *(cell for one in series for cell in (one.undated, ""))])
    return out.getvalue()


def _cell(text: str) -> str:
    """Keep a spreadsheet from taking a query for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
