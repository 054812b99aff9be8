"""The passages that show why an article was found.

Sentences are weighed by the query's words in them, quickly and roughly on folded text; the passage that is shown is
then cut into words by the tokenizer itself, so that spans lie on exactly the words that `Query.matches` means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from desktop_app.query import tree
from desktop_app.query.matching import spans
from desktop_app.search.service import Snippet
from desktop_app.text.folding import fold
from desktop_app.text.plain import plain_text
from desktop_app.text.words import folded_words

LENGTH = 240
"""Characters of a snippet."""

MOST = 3
"""Snippets a hit; a second one only where it shows a word that the first does not."""

_TRIES = 6
"""Passages looked at closely before the whole text is cut into words."""

_SENTENCE = re.compile(r"(?:[^.!?…。！？\n]++|[.!?…](?![\s\"'”’»)\]]|$))*[.!?…。！？\n]*[\"'”’»)\]]*\s*")


_CROSSING = re.compile(r"<!--|<script|<style|```|~~~|\]:[ \t]", re.I)
"""What may reach over paragraphs: comments, code, definitions of links."""


class _Sentence(NamedTuple):
    text: str
    start: int
    end: int
    needles: tuple[str, ...]


class _Passage(NamedTuple):
    """A snippet and the query's words in it."""

    needles: frozenset[str]
    snippet: Snippet


class Highlighter:
    """One query's words, ready to be looked for in many texts."""

    def __init__(self, node: tree.Node, near_words: dict[tree.Fuzzy, Sequence[str]] | None = None) -> None:
        self._node = node
        self._any = _only(node, ("any",))
        self._body = _only(node, ("any", "body"))
        texts = _needles(self._body, near_words or {})
        self._needles = _expression(texts)
        self._all = frozenset(self._needles.groupindex)
        # `in` passes over most paragraphs ten times quicker than an expression does.
        self._literals = tuple(texts) if all(map(str.isalnum, texts)) else ()

    @property
    def looks_into_texts(self) -> bool:
        """Say whether the query has words that may stand in a standfirst or body."""
        return bool(tree.word_parts(self._body))

    def title_spans(self, title: str) -> tuple[tuple[int, int], ...]:
        """Return where the query's words stand in a headline."""
        return spans(self._node, title, "title")

    def snippets(self, standfirst: str, body: str, lead: str) -> tuple[Snippet, ...]:
        """Return the best passages of an article (`body` is Markdown), or its beginning where none shows a hit."""
        if not self.looks_into_texts:
            return beginning(lead)
        found: list[_Passage] = []
        self._gather(found, self._any, [standfirst])
        if not found or not self._needles_of(found) >= self._all:
            self._gather(found, self._body, self._plain_parts(body))
        if not found:
            # Rough was too rough (apostrophes inside words, a phrase over two paragraphs): look at every word.
            found = [*self._closely(self._any, standfirst)] or [*self._closely(self._body, plain_text(body))]
        if found:
            return tuple(passage.snippet for passage in found)
        return beginning(standfirst or lead)

    def _plain_parts(self, body: str) -> list[str]:
        """Return plain text of those parts of a body that hold the query's words, the best first.

        Taking the marks out of a whole body is most of the cost of a snippet (0.7 ms), so it is done by paragraphs
        where none can depend on another.
        """
        if _CROSSING.search(body):
            return [plain_text(body)]
        paragraphs = body.split("\n\n")
        weighed = []
        for at, paragraph in enumerate(paragraphs):
            hits = self._hits(paragraph)
            if hits:
                weighed.append((-len(set(hits)), -len(hits), at))
        parts = []
        for _, _, at in sorted(weighed)[:_TRIES]:
            end = at + 1
            while end < len(paragraphs) and sum(map(len, paragraphs[at:end])) < LENGTH:
                end += 1
            parts.append(plain_text("\n\n".join(paragraphs[at:end])))
        return parts

    def _gather(self, found: list[_Passage], node: tree.Node, texts: Sequence[str]) -> None:
        """Add the best passages, a further one only where it shows a word that those before do not show."""
        if not tree.word_parts(node):
            return
        sentences = [sentence for text in texts for sentence in self._sentences(text)]
        sentences.sort(key=lambda sentence: (-len(set(sentence.needles)), -len(sentence.needles)))
        tries = 0
        for sentence in sentences:
            if len(found) == MOST or tries == _TRIES:
                return
            if found and self._needles_of(found).issuperset(sentence.needles):
                continue
            tries += 1
            start, end = sentence.start, min(len(sentence.text), sentence.start + LENGTH)
            if sentence.end - start > LENGTH:
                first = self._needles.search(fold(sentence.text[start : sentence.end]))
                # Folding hardly moves letters; the stretch is wide enough for the difference.
                start, end = _around(sentence.text, start + (first.start() if first else 0))
            snippet = _snippet(node, sentence.text, start, end)
            if snippet is not None:
                found.append(_Passage(frozenset(sentence.needles), snippet))

    @staticmethod
    def _needles_of(found: list[_Passage]) -> frozenset[str]:
        return frozenset[str]().union(*(passage.needles for passage in found))

    def _closely(self, node: tree.Node, text: str) -> Iterator[_Passage]:
        """Yield the passage around the first hit, by the tokenizer alone."""
        places = spans(node, text) if tree.word_parts(node) else ()
        if places:
            snippet = _snippet(node, text, *_around(text, places[0][0]))
            if snippet is not None:
                yield _Passage(frozenset(), snippet)

    def _sentences(self, text: str) -> Iterator[_Sentence]:
        for match in _SENTENCE.finditer(text):
            hits = self._hits(match[0])
            if hits:
                yield _Sentence(text, match.start(), match.end(), hits)

    def _hits(self, text: str) -> tuple[str, ...]:
        """Return which of the query's words occur in a text, roughly: the group of each hit."""
        folded = fold(text)
        if self._literals and not any(literal in folded for literal in self._literals):
            return ()
        return tuple(hit.lastgroup or "" for hit in self._needles.finditer(folded))


def beginning(text: str) -> tuple[Snippet, ...]:
    """Return the beginning of a text, as a snippet without hits."""
    text = _shortened(" ".join(text.split()), 0, LENGTH)
    return (Snippet(text, ()),) if text else ()


def _only(node: tree.Node, fields: Sequence[str]) -> tree.Node:
    return tree.Or(tuple(part for part in tree.word_parts(node) if part.field in fields))


def _needles(node: tree.Node, near_words: dict[tree.Fuzzy, Sequence[str]]) -> list[str]:
    """Return expressions for the query's words in folded text, one a word."""
    texts: dict[str, None] = {}
    for part in tree.word_parts(node):
        match part:
            case tree.Wildcard():
                texts.setdefault(re.escape(part.pattern).replace(r"\*", r"\w*").replace(r"\?", r"\w"))
            case tree.Fuzzy():
                texts.setdefault("|".join(map(re.escape, near_words.get(part, (part.text,)))))
            case _:
                texts.update(dict.fromkeys(map(re.escape, folded_words(part.text))))
    return list(texts)


def _expression(texts: Sequence[str]) -> re.Pattern[str]:
    """Join expressions, one group each."""
    groups = []
    for number, text in enumerate(texts):
        # Characters of unspaced scripts are words of their own amid others.
        bounded = text if len(text) == 1 and text > "\u0e00" else rf"(?<!\w)(?:{text})(?!\w)"
        groups.append(f"(?P<n{number}>{bounded})")
    return re.compile("|".join(groups) or r"(?!)")


def _around(text: str, place: int) -> tuple[int, int]:
    """Return a stretch of the right length with this place a third of the way in."""
    first = max(0, place - LENGTH // 3)
    return first, min(len(text), first + LENGTH)


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
