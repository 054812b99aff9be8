"""Ways out of an empty result: what each word and filter finds alone, and what to press.

Pure: reads a `SearchResult` and the `Browse` that gave it, returns rows and buttons for the panel.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.library.browse import Browse
from desktop_app.gui.library.timeline import brush_words
from desktop_app.gui.library.wording import count_words
from desktop_app.gui.library.zero_hits import PartRow, Repair
from desktop_app.search.service import SearchResult, Tick

Go = Callable[[Browse], object]


def part_rows(browse: Browse, result: SearchResult, say_tick: Callable[[Tick], str], go: Go) -> list[PartRow]:
    """Return a row a word, then a row a filter that hides matches."""
    rows = []
    for term in result.terms:
        better = next((c for c in result.corrections if c.term == term.term), None)
        explanation, repair = "", None
        if better is not None:
            explanation = _tr("Close words in the archive: {word} ({n})").format(
                word=better.to, n=count_words(better.hits)
            )
            mended = replace(browse, query=_with_word(browse.query, better.term, better.to))
            repair = Repair(_tr("Use “{word}”").format(word=better.to), lambda mended=mended: go(mended))
        rows.append(PartRow(term.term, term.documents, "", explanation, repair))
    if browse.is_filtered and result.unfiltered:
        rows += _filter_rows(browse, result, say_tick, go)
    return rows


def ways_on(browse: Browse, result: SearchResult, go: Go) -> list[Repair]:
    """Return the buttons below, the most useful first."""
    ways = []
    if browse.is_filtered and result.unfiltered:
        words = _tr("Show all {n} matches").format(n=count_words(result.unfiltered))
        ways.append(Repair(words, lambda: go(replace(browse, ticks=(), brush=None))))
    words = _plain_words(browse.query)
    if len(words) > 1:
        any_of = replace(browse, query=" OR ".join(words))
        ways.append(Repair(_tr("Search for any of the words"), lambda: go(any_of)))
        failing = [term.term for term in result.terms if not term.documents and term.term in words]
        rest = [word for word in words if word not in failing]
        if failing and rest:
            without = replace(browse, query=" ".join(rest))
            said = _tr("Leave out “{word}”").format(word=failing[0])
            ways.append(Repair(said, lambda: go(without)))
    if not browse.everywhere:
        ways.append(Repair(_tr("Look in drafts too"), lambda: go(replace(browse, everywhere=True))))
    return ways


def _filter_rows(browse: Browse, result: SearchResult, say_tick: Callable[[Tick], str], go: Go) -> list[PartRow]:
    hidden = _tr("Without it the words have {n} matches.").format(n=count_words(result.unfiltered))
    rows = []
    if browse.brush is not None:
        remove = Repair(_tr("Remove the dates"), lambda: go(replace(browse, brush=None)))
        rows.append(PartRow(brush_words(browse.brush), 0, "calendar-x", hidden, remove))
    for tick in browse.ticks:
        rest = tuple(other for other in browse.ticks if other != tick)
        remove = Repair(_tr("Remove"), lambda rest=rest: go(replace(browse, ticks=rest)))
        rows.append(PartRow(say_tick(tick), 0, "list-filter", hidden, remove))
    return rows


def _plain_words(query: str) -> list[str]:
    """Return the words of a query that is nothing but words, else none: its syntax is not ours to rewrite."""
    words = query.split()
    return words if all(re.fullmatch(r"[\w'’-]+", word) and word not in ("OR", "AND", "NOT") for word in words) else []


def _with_word(query: str, term: str, to: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", lambda _: to, query)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Library", text)
