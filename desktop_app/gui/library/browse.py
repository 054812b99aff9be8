"""What the Archive shows, as a value: query, ticks, brush, order. Back, Forward and a restart bring it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, get_args

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
        for row in state.get("ticks") or ():
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
