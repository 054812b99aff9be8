"""The passages that show why an article was found.

Sentences are weighed by the query's words in them, quickly and roughly on folded text; the passage that is shown is
then cut into words by the tokenizer itself, so that spans lie on exactly the words that `Query.matches` means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from desktop_app.query import tree
from desktop_app.query.matching import spans
from desktop_app.search.service import Snippet
from desktop_app.text.folding import fold
from desktop_app.text.words import folded_words

LENGTH = 240
"""Characters of a snippet."""

MOST = 3
"""Snippets a hit; a second one only where it shows a word that the first does not."""

_TRIES = 6
"""Passages looked at closely before the whole text is cut into words."""

_SENTENCE = re.compile(r"(?:[^.!?…。！？\n]++|[.!?…](?![\s\"'”’»)\]]|$))*[.!?…。！？\n]*[\"'”’»)\]]*\s*")


class _Sentence(NamedTuple):
    start: int
    end: int
    needles: frozenset[int]
    hits: int


class Highlighter:
    """One query's words, ready to be looked for in many texts."""

    def __init__(self, node: tree.Node, near_words: dict[tree.Fuzzy, Sequence[str]] | None = None) -> None:
        self._node = node
        self._any = _only(node, ("any",))
        self._body = _only(node, ("any", "body"))
        self._needles = _needles(self._body, near_words or {})

    def title_spans(self, title: str) -> tuple[tuple[int, int], ...]:
        """Return where the query's words stand in a headline."""
        return spans(self._node, title, "title")

    def snippets(self, standfirst: str, body: str, lead: str) -> tuple[Snippet, ...]:
        """Return the best passages of an article's plain texts, or its beginning where no word of it was asked for."""
        found: list[tuple[frozenset[int], Snippet]] = []
        seen: frozenset[int] = frozenset()
        for text, node in ((standfirst, self._any), (body, self._body)):
            for needles, snippet in self._passages(text, node):
                if len(found) < MOST and (not found or needles - seen):
                    found.append((needles, snippet))
                    seen |= needles
        if found:
            return tuple(snippet for _, snippet in found)
        text = _shortened(" ".join((standfirst or lead).split()), 0, LENGTH)
        return (Snippet(text, ()),) if text else ()

    def _passages(self, text: str, node: tree.Node) -> list[tuple[frozenset[int], Snippet]]:
        """Return passages with at least one hit, the best first."""
        if not text or not tree.word_parts(node):
            return []
        found: list[tuple[frozenset[int], Snippet]] = []
        seen: frozenset[int] = frozenset()
        tries = 0
        for sentence in sorted(self._sentences(text), key=lambda s: (-len(s.needles), -s.hits, s.start)):
            if not sentence.hits or tries == _TRIES or len(found) == MOST:
                break
            if found and not sentence.needles - seen:
                continue
            tries += 1
            snippet = _snippet(node, *self._window(text, sentence))
            if snippet is not None:
                found.append((sentence.needles, snippet))
                seen |= sentence.needles
        if found:
            return found
        # Rough was too rough (apostrophes inside words, marks apart from their letters): look at every word.
        places = spans(node, text)
        if not places:
            return []
        snippet = _snippet(node, text, *_around(text, places[0][0], places[0][1]))
        return [] if snippet is None else [(frozenset(), snippet)]

    def _sentences(self, text: str) -> list[_Sentence]:
        found = []
        for match in _SENTENCE.finditer(text):
            if match.start() == match.end():
                continue
            hits = [int(hit.lastgroup[1:]) for hit in self._needles.finditer(fold(match[0])) if hit.lastgroup]
            found.append(_Sentence(match.start(), match.end(), frozenset(hits), len(hits)))
        return found

    def _window(self, text: str, sentence: _Sentence) -> tuple[str, int, int]:
        """Return the stretch to show: the sentence with what follows, or the densest part of a long one."""
        start, end = sentence.start, sentence.end
        if end - start > LENGTH:
            folded = fold(text[start:end])
            first = self._needles.search(folded)
            # Folding hardly moves letters; the stretch is wide enough for the difference.
            at = start + (first.start() if first else 0)
            return (text, *_around(text, at, at))
        return text, start, min(len(text), start + LENGTH)


def _only(node: tree.Node, fields: Sequence[str]) -> tree.Node:
    return tree.Or(tuple(part for part in tree.word_parts(node) if part.field in fields))


def _needles(node: tree.Node, near_words: dict[tree.Fuzzy, Sequence[str]]) -> re.Pattern[str]:
    """Return an expression that finds the query's words in folded text, one group a word."""
    texts: dict[str, None] = {}
    for part in tree.word_parts(node):
        match part:
            case tree.Wildcard():
                texts.setdefault(re.escape(part.pattern).replace(r"\*", r"\w*").replace(r"\?", r"\w"))
            case tree.Fuzzy():
                texts.setdefault("|".join(map(re.escape, near_words.get(part, (part.text,)))))
            case _:
                texts.update(dict.fromkeys(map(re.escape, folded_words(part.text))))
    groups = []
    for number, text in enumerate(texts):
        # Characters of unspaced scripts are words of their own amid others.
        bounded = text if len(text) == 1 and text > "\u0e00" else rf"(?<!\w)(?:{text})(?!\w)"
        groups.append(f"(?P<n{number}>{bounded})")
    return re.compile("|".join(groups) or r"(?!)")


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of the right length with this place a third of the way in."""
    first = max(0, start - LENGTH // 3)
    return first, min(len(text), max(first + LENGTH, end))


def _snippet(node: tree.Node, text: str, start: int, end: int) -> Snippet | None:
    """Cut a passage at word boundaries and mark the hits in it; None if there are none."""
    passage = _shortened(text, start, end)
    places = spans(node, passage)
    return Snippet(passage, places) if places else None


def _shortened(text: str, start: int, end: int) -> str:
    """Return a stretch on one line, not cutting into a word where a space is near, with … where text was left out."""
    if start > 0 and not text[start - 1].isspace():
        space = re.compile(r"\s").search(text, start, min(end, start + 30))
        start = space.end() if space else start
    if end < len(text) and not text[end].isspace():
        cut = max(text.rfind(" ", end - 40, end), text.rfind("\n", end - 40, end))
        end = cut if cut > start else end
    line = " ".join(text[start:end].split())
    before = "…" if text[:start].strip() and line else ""
    after = "…" if text[end:].strip() and line else ""
    return f"{before}{line}{after}"
