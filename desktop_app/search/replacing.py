"""What replacing words across many articles would do: candidates by the index, then every hit in its place.

A plan is made without writing anything; `Archive.replace_texts` carries out the edits of the hits that were not left
out. Promises: the hits are those that reading every text would find (`text/finding.py`), for an article is passed over
only where the index knows that no word of it can be one; addresses, tags and labels of Markdown are left alone. Where
the index cannot say (expressions, endings behind apostrophes, an index that is not current), every text is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from desktop_app.archive.articles import TEXT_PARTS, ArticleTexts, Splice, TextEdit, TextPart
from desktop_app.search.service import SearchRequest, SearchService
from desktop_app.text.finding import Finder, Found, Wish, check_replacement
from desktop_app.text.folding import fold
from desktop_app.text.unseen import seen_only, unseen
from desktop_app.text.words import is_plain_run, may_be_ending, run_pattern

if TYPE_CHECKING:
    from desktop_app.archive import Archive

MOST_HITS = 200_000
"""Hits of one plan; beyond, more articles are not read, and it says so."""

_AT_ONCE = 100
"""Articles read together, between two looks at whether somebody still wants them."""

_BEFORE, _AFTER = 48, 64
"""Letters of the text around a hit."""


class CancelFlag(Protocol):
    """`threading.Event` serves."""

    def is_set(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """What to look for, and what shall stand in its place."""

    wish: Wish
    instead: str


@dataclass(frozen=True, slots=True)
class ReplaceRequest:
    """Rules, and the articles they are for; where two rules meet, the one named first holds."""

    rules: tuple[Rule, ...]
    scope: SearchRequest = field(default_factory=lambda: SearchRequest(sort="newest"))
    addresses: bool = False
    """Replace in addresses, tags and labels too."""


class Hit(NamedTuple):
    """One place. `excerpt[at:at + end - start]` is what stands there now."""

    part: TextPart
    start: int
    end: int
    instead: str
    excerpt: str
    at: int


@dataclass(frozen=True, slots=True)
class ArticleHits:
    """The hits of one article, in the order of its texts."""

    id: int
    version: int
    title: str
    published: str
    hits: tuple[Hit, ...]

    def edit(self, left_out: Set[int] = frozenset()) -> TextEdit | None:
        """Return what is to be written, but for the hits of these numbers; None where nothing is left."""
        splices: dict[TextPart, tuple[Splice, ...]] = {}
        for part in TEXT_PARTS:
            mine = (
                (hit.start, hit.end, hit.instead)
                for number, hit in enumerate(self.hits)
                if hit.part == part and number not in left_out
            )
            if found := tuple(mine):
                splices[part] = found
        return TextEdit(self.id, self.version, splices) if splices else None


@dataclass(frozen=True, slots=True)
class ReplacePlan:
    """All hits, the articles in the order of the scope."""

    request: ReplaceRequest
    articles: tuple[ArticleHits, ...]
    hits: int
    read: int
    """Articles that were read; the index ruled the others out."""
    cut: bool = False
    """There are more: it was cancelled, or there were too many hits."""

    @property
    def told(self) -> dict[str, list[list[str]]]:
        """What the undo record says of it."""
        return {"replace": [[rule.wish.words, rule.instead] for rule in self.request.rules]}

    def edits(self, left_out: Mapping[int, Set[int]] | None = None) -> list[TextEdit]:
        """Return what is to be written; `left_out` are numbers of hits, by the place of their article in the plan."""
        out = left_out or {}
        made = (article.edit(out.get(place, frozenset())) for place, article in enumerate(self.articles))
        return [edit for edit in made if edit is not None]


def plan(
    archive: Archive,
    search: SearchService,
    request: ReplaceRequest,
    progress: Callable[[int, int], None] | None = None,
    cancelled: CancelFlag | None = None,
) -> ReplacePlan:
    """Find every hit. Raises BadPattern or TooSlow for an expression that cannot be used."""
    for rule in request.rules:
        check_replacement(rule.wish, rule.instead)
    reader = _Reader(request)
    wanted = candidates(search, request)
    articles: list[ArticleHits] = []
    hits = read = 0
    for at in range(0, len(wanted), _AT_ONCE):
        if hits >= MOST_HITS or (cancelled is not None and cancelled.is_set()):
            return ReplacePlan(request, tuple(articles), hits, read, cut=True)
        for texts in archive.wordings(wanted[at : at + _AT_ONCE]):
            if found := reader.hits(texts):
                articles.append(ArticleHits(texts.id, texts.version, texts.title, texts.published, found))
                hits += len(found)
        read = min(at + _AT_ONCE, len(wanted))
        if progress is not None:
            progress(read, len(wanted))
    return ReplacePlan(request, tuple(articles), hits, read)


def candidates(search: SearchService, request: ReplaceRequest) -> Sequence[int]:
    """Return the articles that may have a hit, in the order of the scope."""
    scope = search.matching_ids(request.scope)
    words = [] if request.addresses else [_certain_words(rule.wish) for rule in request.rules]
    if not words or not all(words):
        return scope
    within: set[int] = set()
    for some in words:
        asked = SearchRequest(query=" ".join(f"*{word}*" for word in some), place="everything", limit=0, snippets=False)
        answer = search.search(asked)
        if answer.index.state != "current" or answer.partial or answer.notes:
            return scope
        within.update(search.matching_ids(asked))
    return [id_ for id_ in scope if id_ in within]


def _certain_words(wish: Wish) -> list[str]:
    """Return the folded words that a text with a hit surely is filed by, as a part of one of its words at least."""
    if wish.is_pattern:
        return []
    runs = [fold(run) for run in run_pattern().findall(wish.words) if is_plain_run(run)]
    return [run for run in runs if not may_be_ending(run)]


class _Reader:
    """Finds the hits in one article after the other."""

    def __init__(self, request: ReplaceRequest) -> None:
        self._rules = [(Finder(rule.wish), rule.instead) for rule in request.rules]
        self._addresses = request.addresses

    def hits(self, texts: ArticleTexts) -> tuple[Hit, ...]:
        found: list[Hit] = []
        for part in TEXT_PARTS:
            text: str = getattr(texts, part)
            stretches = self._found(text, texts.language)
            if stretches and part != "title" and not self._addresses:
                stretches = seen_only(stretches, unseen(text))
            found += (
                Hit(part, start, end, instead, *_around(text, start, end))
                for start, end, instead in stretches
                if text[start:end] != instead
            )
        return tuple(found)

    def _found(self, text: str, language: str) -> Sequence[tuple[int, int, str]]:
        if not text:
            return ()
        several = [finder.hits(text, instead, language) for finder, instead in self._rules]
        return several[0] if len(several) == 1 else list(_first_come(several))


def _first_come(several: Iterable[Sequence[Found]]) -> Iterator[Found]:
    """Give the stretches of all rules in order; of two that overlap, that of the rule named first."""
    taken: list[Found] = []
    for found in several:
        merged = sorted((*taken, *found))
        clear = all(one.end <= other.start for one, other in pairwise(merged))
        taken = merged if clear else sorted((*taken, *_beside(taken, found)))
    return iter(taken)


def _beside(taken: Sequence[Found], found: Sequence[Found]) -> Iterator[Found]:
    at = 0
    for one in found:
        while at < len(taken) and taken[at].end <= one.start:
            at += 1
        if at == len(taken) or taken[at].start >= one.end:
            yield one


def _around(text: str, start: int, end: int) -> tuple[str, int]:
    """Return the line around a stretch, shortened, and where in it the stretch begins."""
    first = max(start - _BEFORE, 0)
    if line := text.rfind("\n", first, start) + 1:
        first, before = line, ""
    else:
        before = "…" if first else ""
    last = end + _AFTER
    if (stop := text.find("\n", end, last)) >= 0:
        last, after = stop, ""
    else:
        after = "…" if last < len(text) else ""
    return f"{before}{text[first:last]}{after}", len(before) + start - first
