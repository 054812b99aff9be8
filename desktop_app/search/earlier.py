"""“Have I written this before?”: earlier pieces on the matter of a draft, and the sentences it has in common with them.

Where to look is said by the index: articles about the same thing, printings of the same text (by their sketches), and
those that hold some of the draft's phrases word for word. These few are read, and their sentences laid beside the
draft's. Promises: nothing but reading; what is quoted (`>`) is nobody's repetition; a sentence counts as the same with
a few words altered, by the runs of three words that sketches are made of. Not for judging: that is the writer's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from desktop_app.errors import NotFound
from desktop_app.search.service import SearchRequest, SearchService
from desktop_app.search.sketches import SHINGLE
from desktop_app.text.words import folded_words, words

if TYPE_CHECKING:
    from desktop_app.archive import Archive
    from desktop_app.archive.articles import ArticleTexts

SHORTEST = 6
"""Words of a sentence that may be called the same; shorter ones meet by chance."""

SAME = 0.6
"""Share of its runs of three words that a sentence has in common: with one word in ten altered, 0.73 are."""

_ALIKE = 12
_ON_THE_MATTER = 3
"""Articles about the same thing that are listed though no sentence is the same."""

_ASKED = 12
_PHRASE = 6
"""Sentences whose phrases are looked for, and words of a phrase."""

_FEWEST = 30
"""Words of a draft from which on it can be said what it is about."""

_MOST_OF_A_PHRASE = 5

_IN_COMMON = 0.15
"""Share of the draft's longer words that an article must have to be about the same thing: in a small archive even the
likest piece may be about something else."""


@dataclass(frozen=True, slots=True)
class Reused:
    """A sentence of the earlier piece, and where the draft's own stands in its body, in code points."""

    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier piece; `reused` may be empty: then it is about the same thing."""

    id: int
    title: str
    published: str
    reused: tuple[Reused, ...]


class _Sentence(NamedTuple):
    start: int
    end: int
    runs: frozenset[tuple[str, ...]]


def earlier(archive: Archive, search: SearchService, article_id: int, body: str, limit: int = 8) -> tuple[Earlier, ...]:
    """Return earlier pieces, those with most sentences in common first. `article_id` is 0 for a draft not saved yet."""
    own = [one for one in _sentences(body) if one.runs]
    alike = _alike(search, article_id) if len(folded_words(body)) >= _FEWEST else []
    found = dict.fromkeys((*_by_phrase(search, body, own), *alike))
    found.pop(article_id, None)
    telling = _telling(body)
    pieces, shares = [], {}
    for texts in archive.wordings(found):
        pieces.append(_compared(texts, body, own))
        shares[texts.id] = len(telling & _telling(f"{texts.title} {texts.body}")) / max(1, len(telling))
    reusing = sorted((one for one in pieces if one.reused), key=lambda one: -len(one.reused))
    rank = {id_: place for place, id_ in reversed(list(enumerate(alike)))}
    about = [one for one in pieces if not one.reused and one.id in rank and shares[one.id] >= _IN_COMMON]
    about.sort(key=lambda one: rank[one.id])
    return (*reusing[:limit], *about[:_ON_THE_MATTER])[:limit]


def _alike(search: SearchService, article_id: int) -> list[int]:
    """Return printings of the same text, then articles about the same thing, best first."""
    if not article_id:
        return []
    try:
        return [one.id for one in (*search.reprints(article_id), *search.similar(article_id, _ALIKE))]
    except NotFound:
        # Deleted for ever at this moment.
        return []


def _telling(text: str) -> set[str]:
    """Return the longer words of a text, which say more of its matter than the short ones."""
    return {word for word in folded_words(text) if len(word) > 4 or word > "\u0e00"}


def _by_phrase(search: SearchService, body: str, own: Sequence[_Sentence]) -> Iterator[int]:
    """Give the articles that hold the beginning or, in turn, the end of some sentences word for word."""
    step = max(1, len(own) // _ASKED)
    for number, sentence in enumerate(own[::step][:_ASKED]):
        tokens = list(words(body[sentence.start : sentence.end]))
        phrase = " ".join(token.text for token in (tokens[-_PHRASE:] if number % 2 else tokens[:_PHRASE]))
        request = SearchRequest(query=f'"{phrase}"', snippets=False, catch_up=False)
        yield from search.matching_ids(request)[:_MOST_OF_A_PHRASE]


def _compared(texts: ArticleTexts, body: str, own: Sequence[_Sentence]) -> Earlier:
    """Lay the sentences of an article beside the draft's."""
    theirs = [one for one in _sentences(texts.body) if one.runs]
    holders: dict[tuple[str, ...], list[int]] = {}
    for number, one in enumerate(theirs):
        for run in one.runs:
            holders.setdefault(run, []).append(number)
    reused = []
    for one in own:
        common = Counter(number for run in one.runs for number in holders.get(run, ()))
        number, shared = max(common.items(), key=lambda item: (item[1], -item[0]), default=(0, 0))
        if shared >= SAME * len(one.runs):
            sentence = texts.body[theirs[number].start : theirs[number].end]
            reused.append(Reused(" ".join(sentence.split()), one.start, one.end))
    return Earlier(texts.id, texts.title, texts.published, tuple(reused))


_LINE = re.compile(r"[^\n]+")
_MARKS = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,3}[.)][ \t])?[ \t]*")
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)*_]*+(?=\s)")


def _sentences(body: str) -> Iterator[_Sentence]:
    """Cut a body into sentences; headings and quotations are left out, as are lines of code and tables."""
    for line in _LINE.finditer(body):
        text = line[0]
        if text.lstrip()[:1] in ("#", ">", "|", "`", "~", "<") or text.startswith(("    ", "\t")):
            continue
        marks = _MARKS.match(text)
        at = marks.end() if marks else 0
        ends = [match.end() for match in _END.finditer(text, at)]
        for end in (*ends, len(text)):
            while at < end and text[at].isspace():
                at += 1
            if at < end:
                yield _Sentence(line.start() + at, line.start() + end, _runs(text[at:end]))
            at = end


def _runs(sentence: str) -> frozenset[tuple[str, ...]]:
    """Return the runs of three words; none for a sentence that is too short."""
    folded = folded_words(sentence)
    if len(folded) < SHORTEST:
        return frozenset()
    return frozenset(zip(*(folded[at:] for at in range(SHINGLE)), strict=False))
