"""The passages that show why an article was found.

Sentences are weighed by the query's words in them, quickly and roughly on folded text; the passage that is shown is
then cut into words by the tokenizer itself, so that spans lie on exactly the words that `Query.matches` means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from desktop_app.query import tree
from desktop_app.query.matching import spans
from desktop_app.search.service import Snippet
from desktop_app.text.folding import fold
from desktop_app.text.names import name_keys
from desktop_app.text.plain import plain_text
from desktop_app.text.words import folded_words, run_pattern, words

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


class _Needle(NamedTuple):
    """What a word of the query looks like in folded text."""

    expression: str
    literals: frozenset[str] | None
    """One of these stands in a text that has the word; None = unknown."""
    words: frozenset[str] | None = None
    """What the expression finds counts only if it is one of these; None = all."""


class Highlighter:
    """One query's words, ready to be looked for in many texts.

    `forms` are the folded words that a word, or a misspelt one, stands for beside itself.
    """

    def __init__(self, node: tree.Node, forms: Mapping[tree.WordNode, Sequence[str]] | None = None) -> None:
        self._node = node
        self._any = _only(node, ("any",))
        self._body = _only(node, ("any", "body"))
        needles = _needles(self._body, forms or {})
        self._needles = _expression([needle.expression for needle in needles])
        self._words = {f"n{number}": needle.words for number, needle in enumerate(needles) if needle.words is not None}
        self._all = frozenset(self._needles.groupindex)
        # `in` passes over most paragraphs ten times quicker than an expression does.
        literals = [needle.literals for needle in needles]
        self._literals = frozenset().union(*filter(None, literals)) if None not in literals else frozenset()
        sure = forms is not None and None not in literals
        self._every_form = (
            frozenset[str]().union(*(n.words or n.literals or () for n in needles)) if sure else frozenset()
        )
        self._names = [part for part in tree.word_parts(self._body) if isinstance(part, tree.Word) and not part.exact]

    @property
    def looks_into_texts(self) -> bool:
        """Say whether the query has words that may stand in a standfirst or body."""
        return bool(tree.word_parts(self._body))

    def title_spans(self, title: str, language: str = "") -> tuple[tuple[int, int], ...]:
        """Return where the query's words stand in a headline."""
        return spans(self._node, title, "title", language)

    def snippets(
        self, standfirst: str, body: str, lead: str, language: str = "", *, is_explained: bool = False
    ) -> tuple[Snippet, ...]:
        """Return the best passages of an article (`body` is Markdown), or its beginning where none shows a hit.

        Where the headline shows why the article was found (`is_explained`), its text is not searched closely.
        """
        if not self.looks_into_texts:
            return beginning(lead)
        found: list[_Passage] = []
        self._gather(found, self._any, [standfirst], language)
        if not found or not self._needles_of(found) >= self._all:
            self._gather(found, self._body, self._plain_parts(body), language)
        if not found and not is_explained:
            # Rough was too rough (other scripts, apostrophes inside words, a phrase over two paragraphs).
            found = [*self._closely(self._any, standfirst, language)]
            found = found or [*self._closely(self._body, plain_text(body), language)]
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

    def _gather(self, found: list[_Passage], node: tree.Node, texts: Sequence[str], language: str) -> None:
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
            snippet = _snippet(node, sentence.text, start, end, language)
            if snippet is not None:
                found.append(_Passage(frozenset(sentence.needles), snippet))

    @staticmethod
    def _needles_of(found: list[_Passage]) -> frozenset[str]:
        return frozenset[str]().union(*(passage.needles for passage in found))

    def _closely(self, node: tree.Node, text: str, language: str) -> Iterator[_Passage]:
        """Yield the passage around the first name that sounds like a word, or around the first hit of all."""
        if not tree.word_parts(node):
            return
        place = self._first_name(text)
        if place is None and self._may_hold(text):
            places = spans(node, text, language=language)
            place = places[0][0] if places else None
        if place is not None:
            snippet = _snippet(node, text, *_around(text, place), language)
            if snippet is not None:
                yield _Passage(frozenset(), snippet)

    def _may_hold(self, text: str) -> bool:
        """Say whether a word of the query may stand in a text; most articles found by their headline hold none."""
        if not self._every_form:
            return True
        # An apostrophe inside a word is left out of its folded form.
        folded = fold(text).replace("'", "")
        return any(form in folded for form in self._every_form)

    def _first_name(self, text: str) -> int | None:
        """Return where the first capitalised word stands that sounds like one of the query's."""
        wanted = frozenset[str]().union(*(name_keys(next(words(part.text)).text) for part in self._names))
        if wanted:
            for run in run_pattern().finditer(text):
                if run[0][0].isupper() and not wanted.isdisjoint(name_keys(run[0])):
                    return run.start()
        return None

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
        found = ((hit.lastgroup or "", hit[0]) for hit in self._needles.finditer(folded))
        return tuple(name for name, word in found if name not in self._words or word in self._words[name])


def beginning(text: str) -> tuple[Snippet, ...]:
    """Return the beginning of a text, as a snippet without hits."""
    text = _shortened(" ".join(text.split()), 0, LENGTH)
    return (Snippet(text, ()),) if text else ()


def _only(node: tree.Node, fields: Sequence[str]) -> tree.Node:
    return tree.Or(tuple(part for part in tree.word_parts(node) if part.field in fields))


_HEAD = 3
"""Letters that all forms of a word are looked for by before they are compared."""


def _needles(node: tree.Node, forms: Mapping[tree.WordNode, Sequence[str]]) -> list[_Needle]:
    """Return what to look for in folded text, one needle a word of the query."""
    found: dict[_Needle, None] = {}
    for part in tree.word_parts(node):
        if isinstance(part, tree.Wildcard):
            pattern = re.escape(part.pattern).replace(r"\*", r"\w*").replace(r"\?", r"\w")
            found.setdefault(_Needle(pattern, None))
        elif forms.get(part):
            found.setdefault(_any_of({*folded_words(part.text), *forms[part]}))
        else:
            found.update((_Needle(re.escape(word), frozenset({word})), None) for word in folded_words(part.text))
    return list(found)


def _any_of(forms: set[str]) -> _Needle:
    heads = {form[:_HEAD] for form in forms}
    return _Needle("(?:" + "|".join(map(re.escape, sorted(heads))) + r")\w*", frozenset(heads), frozenset(forms))


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


def _snippet(node: tree.Node, text: str, start: int, end: int, language: str) -> Snippet | None:
    """Cut a passage at word boundaries and mark the hits in it; None if there are none."""
    passage = _shortened(text, start, end)
    places = spans(node, passage, language=language)
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
