"""What the Archive shows, as a value: query, ticks, brush, order. Back, Forward and a restart bring it back."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, get_args

from desktop_app.archive.articles import SavedSearch
from desktop_app.gui.library.timeline import Brush
from desktop_app.query.unfinished import as_typed
from desktop_app.search.service import FACETS, Bins, SearchRequest, SearchSort, Tick


@dataclass(frozen=True, slots=True)
class Browse:
    """`sort == ""` lets the search choose: best match for words, newest for everything."""

    query: str = ""
    ticks: tuple[Tick, ...] = ()
    brush: Brush | None = None
    sort: SearchSort | str = ""
    level: Bins = "year"
    everywhere: bool = False
    """Drafts too, not only the archive."""
    folded: bool = True
    """One row a reprint family."""
    is_typed: bool = False
    """The query is still being typed."""

    @property
    def has_words(self) -> bool:
        return bool(self.query.strip())

    @property
    def asked(self) -> str:
        """Return the query as the search is asked it."""
        return as_typed(self.query) if self.is_typed else self.query

    @property
    def order(self) -> SearchSort:
        if self.sort in get_args(SearchSort) and (self.has_words or self.sort != "relevance"):
            return self.sort  # type: ignore[return-value]
        return "relevance" if self.has_words else "newest"

    @property
    def is_filtered(self) -> bool:
        return bool(self.ticks or self.brush)

    def has_same_articles(self, other: Browse) -> bool:
        """Say whether both ask for the same articles, in whatever order."""
        looks: dict[str, Any] = {"sort": "", "level": "year", "folded": True}
        return replace(self, **looks) == replace(other, **looks)

    def request(self, **changes: Any) -> SearchRequest:
        """Return the request for the first page, or with `offset=…, facets=False` for another."""
        request = SearchRequest(
            query=self.asked,
            place="everything" if self.everywhere else "archive",
            sort=self.order,
            ticks=self.ticks,
            published=self.brush,
            folded=self.folded,
            facets=True,
            timeline=self.level,
        )
        return replace(request, **changes)

    def as_text(self) -> str:
        """Return query and filters as one line that may be typed into the box: what is shared with others."""
        by_facet: dict[str, list[Tick]] = {}
        for tick in self.ticks:
            by_facet.setdefault(tick.facet, []).append(tick)
        parts = [f"({self.query.strip()})" if " OR " in self.query and self.is_filtered else self.query.strip()]
        for ticks in by_facet.values():
            wanted = [_tick_text(tick) for tick in ticks if not tick.excluded]
            parts.append(f"({' OR '.join(wanted)})" if len(wanted) > 1 else "".join(wanted))
            parts += [_not(_tick_text(tick)) for tick in ticks if tick.excluded]
        if self.brush:
            parts.append(f"date:{_day(self.brush[0])}..{_day(self.brush[1])}")
        return " ".join(part for part in parts if part)

    def filters(self) -> str:
        """Return what a saved search keeps beside its query."""
        plain = Browse(self.query).to_json()
        kept = {key: value for key, value in self.to_json().items() if value != plain[key]}
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def of_saved(cls, saved: SavedSearch) -> Browse:
        """Return what a saved search shows; filters that cannot be read are left out."""
        try:
            kept = json.loads(saved.filters or "{}")
        except ValueError:
            kept = {}
        return cls.from_json({**(kept if isinstance(kept, dict) else {}), "query": saved.query})

    def to_json(self) -> dict[str, Any]:
        return {
            "query": self.query,
            "ticks": [[tick.facet, tick.value, tick.excluded] for tick in self.ticks],
            "brush": list(self.brush) if self.brush else None,
            "sort": self.sort,
            "everywhere": self.everywhere,
            "folded": self.folded,
        }

    @classmethod
    def from_json(cls, state: dict[str, Any]) -> Browse:
        """Read what `to_json` wrote; what cannot be read is left out."""
        ticks = []
        rows = state.get("ticks")
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, list) and len(row) == 3 and row[0] in FACETS:
                ticks.append(Tick(row[0], str(row[1]), bool(row[2])))
        brush = state.get("brush")
        is_brush = isinstance(brush, list) and len(brush) == 2 and all(isinstance(day, int) for day in brush)
        return cls(
            query=str(state.get("query") or ""),
            ticks=tuple(ticks),
            brush=(brush[0], brush[1]) if is_brush and brush else None,
            sort=str(state.get("sort") or ""),
            everywhere=bool(state.get("everywhere")),
            folded=state.get("folded") is not False,
        )


_FIELDS = {"year": "year", "language": "lang"}
"""The facets whose field in a query has another name."""


def _tick_text(tick: Tick) -> str:
    if tick.facet == "reprints":
        return "is:reprint" if tick.value else "-is:reprint"
    if tick.facet == "pictures":
        return "has:picture" if tick.value else "-has:picture"
    field = _FIELDS.get(tick.facet, tick.facet)
    if not tick.value:
        return f"{field}:none"
    plain = tick.value.replace('"', " ")
    return f"{field}:{plain}" if plain.isalnum() else f'{field}:"{plain}"'


def _not(text: str) -> str:
    return text[1:] if text.startswith("-") else f"-{text}"


def _day(day: int) -> str:
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}"
