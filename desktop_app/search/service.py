"""What a search is, to those who ask: one protocol and the frozen values that cross the pipe.

The engine behind it may change; nothing here names it. Every count is exact; what could not be done is said in `notes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, Protocol

from desktop_app.archive.articles import Place
from desktop_app.text.dates import PartialDate
from desktop_app.values import dataclass, field

SearchSort = Literal["relevance", "newest", "oldest", "title"]
Bins = Literal["year", "month", "day"]
FacetName = Literal[
    "year", "publication", "section", "kind", "language", "author", "tag", "status", "reprints", "pictures", "batch"
]
FACETS: tuple[FacetName, ...] = (
    "year", "publication", "section", "kind", "language", "author", "tag", "status", "reprints", "pictures", "batch",
)  # fmt: skip
YES = "yes"
"""The value of the facets that only say whether there are any: reprints, pictures. The other is ""."""

IndexState = Literal["current", "behind", "building", "absent", "busy", "corrupt", "outdated"]
"""behind/building: searches answer from what is indexed so far; busy: another process writes the index;
absent, corrupt, outdated: being rebuilt, the plain archive search answers meanwhile."""


@dataclass(frozen=True, slots=True)
class IndexStatus:
    state: IndexState
    behind: int = 0
    """Articles whose latest text is not searchable yet."""
    documents: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """A ticked facet value. Values of one facet are OR, facets are AND; `value == ""` is "none"."""

    facet: FacetName
    value: str
    excluded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    query: str = ""
    place: Place = "everything"
    sort: SearchSort = "relevance"
    limit: int = 50
    offset: int = 0
    ticks: tuple[Tick, ...] = ()
    published: tuple[int | None, int | None] | None = None
    """The brush on the timeline: first and last day, yyyymmdd; undated pieces fall outside."""
    folded: bool = False
    """One hit a reprint family, the first of its printings in the order asked for; counts stay those of articles."""
    after: int = 0
    """Count those matches in `newer` whose id is higher: added since somebody looked."""
    snippets: bool = True
    facets: bool = False
    facet_limit: int = 200
    timeline: Bins | None = None
    explain: bool = False
    catch_up: bool = True
    """Bring the index up to date first; False answers at once."""


@dataclass(frozen=True, slots=True)
class Snippet:
    text: str
    spans: tuple[tuple[int, int], ...]
    """Hits as offsets in code points into `text`, end exclusive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    id: int
    uid: str
    title: str
    title_spans: tuple[tuple[int, int], ...]
    authors: tuple[str, ...]
    section: str
    tags: tuple[str, ...]
    language: str
    status: str
    kind: str
    publication: str
    published: PartialDate | None
    words: int
    score: float
    reprints: int = 0
    snippets: tuple[Snippet, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int
    label: str = ""
    """How to show it when that is not `value` itself ("2024" batch names, language names stay with the caller)."""


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar: `key` is `1998`, `1998-03` or `1998-03-12`; `share` = count / all articles of that bin in the place."""

    key: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Correction:
    term: str
    to: str
    hits: int


@dataclass(frozen=True, slots=True)
class TermCount:
    """What one part of the query finds on its own."""

    term: str
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    request: SearchRequest
    parsed: str
    """The query in words."""
    total: int
    rows: int
    """Hits there are in all: `total`, fewer where families are folded."""
    newer: int
    unfiltered: int
    """Matches before ticks and brush ("254 from 1,284 matches")."""
    took_ms: float
    index: IndexStatus
    hits: tuple[Hit, ...] = ()
    facets: Mapping[FacetName, tuple[FacetValue, ...]] = field(default_factory=dict)
    timeline: tuple[Bin, ...] = ()
    """Under the ticks but not the brush: bars outside it show where else to look. So is `undated`."""
    undated: int = 0
    """Matches without a date, beside the timeline."""
    corrections: tuple[Correction, ...] = ()
    terms: tuple[TermCount, ...] = ()
    also_matched: tuple[str, ...] = ()
    """Other written forms the fold let in, as they stand in the texts."""
    notes: tuple[str, ...] = ()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    text: str
    kind: Literal["word", "name", "value", "correction"]
    documents: int


@dataclass(frozen=True, slots=True)
class Related:
    id: int
    title: str
    score: float
    published: PartialDate | None


@dataclass(frozen=True, slots=True)
class IndexProgress:
    done: int
    total: int


class SearchService(Protocol):
    """Blocking calls; raise `UserError` for expected trouble. The window calls them on its own lane."""

    def search(self, request: SearchRequest) -> SearchResult: ...
    def matching_ids(self, request: SearchRequest) -> tuple[int, ...]:
        """Ids of all matches in the request's order, no limit: what "select all 254" and bulk export work on."""
        ...

    def spans(self, query: str, text: str, language: str = "") -> tuple[tuple[int, int], ...]:
        """Where the query's words stand in a text: the reader's highlights. Code points, end exclusive."""
        ...

    def suggest(self, text: str, limit: int = 10) -> tuple[Suggestion, ...]: ...
    def articles_with(self, words: Sequence[str]) -> Mapping[str, int]:
        """In about how many articles each word stands as written in small letters; those in none are left out.

        For checking a spelling: from the index as it is, without bringing it up to date.
        """
        ...

    def near_words(self, words: Sequence[str], edits: int = 1) -> Mapping[str, Mapping[str, int]]:
        """For each word those written so few edits (1 or 2) away, and in about how many articles each stands.

        Letters are compared folded, so that a word's other written forms are the nearest. With one edit a word takes
        some 0.3 ms, with two 2 to 6 ms.
        """
        ...

    def similar(self, article_id: int, limit: int = 20) -> tuple[Related, ...]: ...
    def reprints(self, article_id: int) -> tuple[Related, ...]: ...
    def status(self) -> IndexStatus: ...
    def catch_up(self, progress: Callable[[IndexProgress], None] | None = None) -> IndexStatus:
        """Apply all changes since the cursor; returns when current."""
        ...

    def reindex(self, jobs: int = 0, progress: Callable[[IndexProgress], None] | None = None) -> IndexStatus:
        """Rebuild beside the old index, then swap."""
        ...

    def check(self) -> tuple[str, ...]:
        """Differences between index and archive, in words; empty = they agree."""
        ...

    def close(self) -> None: ...
