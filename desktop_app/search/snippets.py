"""The passages that show why the articles of a page were found.

All texts of a page are looked through together: paragraphs are chosen by the query's words in them, the marks of
Markdown are taken out of the chosen ones alone, their sentences are weighed, and the passages that are shown are marked
by the very tests of `query.matching.spans`, so that spans lie on exactly the words that `Query.matches` means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Literal, NamedTuple

from desktop_app.query import tree
from desktop_app.query.matching import beginnings, marker, name_beginnings, spans, wildcard_pattern
from desktop_app.search.page_runs import PageRuns
from desktop_app.search.service import Snippet
from desktop_app.text.expressions import expression
from desktop_app.text.plain import plain_text
from desktop_app.text.words import Part, folded_words, run_words

LENGTH = 240
"""Characters of a snippet."""

MOST = 3
"""Snippets a hit; a second one only where it shows a word that the first does not."""

_TRIES = 6
"""Passages looked at closely before the whole text is."""

_ENOUGH = 1000
"""Hits of one text among which passages are chosen: a long chapter has fewer, and a book should not take seconds."""

_SENTENCE = expression(r"(?:[^.!?…。！？\n]++|[.!?…](?![\s\"'”’»)\]]|$))*[.!?…。！？\n]*[\"'”’»)\]]*\s*")


_CROSSING = expression(r"<!--|<script|<style", re.I)
_ALSO_CROSSING = ("```", "~~~", "]: ", "]:\t")
"""What may reach over paragraphs: comments, code, definitions of links."""

_BETWEEN = "\n\n"
"""What stands between two paragraphs."""

Spans = tuple[tuple[int, int], ...]


class Text(NamedTuple):
    """What may be shown of an article; `body` is Markdown, `lead` stands in where no passage shows a hit."""

    title: str = ""
    standfirst: str = ""
    body: str = ""
    lead: str = ""
    language: str = ""


class Marked(NamedTuple):
    """Where the query's words stand in a headline, and the best passages."""

    title_spans: Spans
    snippets: tuple[Snippet, ...]


_Where = Literal["title", "any", "body"]
"""In which text something is looked for: a headline, a standfirst, a body."""


class _Find(NamedTuple):
    """Asks where the query's words stand in texts, roughly: without phrases, and names in one spelling only."""

    texts: Sequence[str]


class _Mark(NamedTuple):
    """Asks for the spans of a text."""

    where: _Where
    text: str
    language: str


class _Hit(NamedTuple):
    """Where a word of the query stands, and the numbers of the words of the query that it is."""

    start: int
    needles: frozenset[int]


class _Sentence(NamedTuple):
    text: str
    start: int
    end: int
    hits: Sequence[_Hit]
    needles: frozenset[int]


class _Way(NamedTuple):
    """How a kind of text in a language is marked: run by run, where a word begins with one of `heads`."""

    marked: Callable[[str], Spans]
    heads: frozenset[str]


_Work = Generator[_Find | _Mark, Any, Marked]
"""What is done for one article: it asks, and is sent the answer."""


class Highlighter:
    """One query's words, ready to be looked for in many texts.

    `forms` are the folded words that a word, or a misspelt one, stands for beside itself.
    """

    def __init__(self, node: tree.Node, forms: Mapping[tree.WordNode, Sequence[str]] | None = None) -> None:
        self._nodes: dict[_Where, tree.Node] = {
            "title": _only(node, ("any", "title")),
            "any": _only(node, ("any",)),
            "body": _only(node, ("any", "body")),
        }
        self._forms = forms or {}
        self._ways: dict[tuple[_Where, str], _Way] = {}
        parts = tree.word_parts(node)
        self._capitals = frozenset[str]().union(*map(name_beginnings, parts))
        self._phrases = [frozenset(beginnings(part)) for part in parts if isinstance(part, tree.Phrase)]
        self._by_word, self._patterns = _needles(self._nodes["body"], self._forms)
        self._needles = frozenset(self._patterns).union(*self._by_word.values())
        self._heads = {*self._by_word, *(beginnings(tree.Wildcard(pattern))[0] for pattern in self._patterns.values())}

    @property
    def looks_into_texts(self) -> bool:
        """Say whether the query has words that may stand in a standfirst or body."""
        return bool(tree.word_parts(self._nodes["body"]))

    def page(self, texts: Sequence[Text]) -> list[Marked]:
        """Return what is to be shown of each article: the best passages, or its beginning where none shows a hit.

        Where the headline shows why an article was found, its text is not searched closely.
        """
        works = [self._work(text) for text in texts]
        done = [Marked((), ())] * len(works)
        asked = {number: next(work) for number, work in enumerate(works)}
        # Many texts are looked through hardly slower than one, so that all articles go on in step.
        while asked:
            for number, answer in zip(list(asked), self._answers([*asked.values()]), strict=True):
                try:
                    asked[number] = works[number].send(answer)
                except StopIteration as end:
                    done[number] = end.value
                    del asked[number]
        return done

    def titles(self, texts: Sequence[Text]) -> list[Spans]:
        """Return where the query's words stand in headlines."""
        return self._spans([_Mark("title", text.title, text.language) for text in texts])

    # One article

    def _work(self, text: Text) -> _Work:
        title_spans: Spans = yield _Mark("title", text.title, text.language)
        if not self.looks_into_texts:
            return Marked(title_spans, beginning(text.lead))
        found = _Found(text.language)
        in_standfirst, in_body = yield _Find((text.standfirst, text.body))
        yield from found.gather("any", _sentences(text.standfirst, in_standfirst))
        if not found.snippets or not found.needles >= self._needles:
            parts = _plain_parts(text.body, in_body)
            hits = yield _Find(parts)
            yield from found.gather("body", chain.from_iterable(map(_sentences, parts, hits)))
        if not found.snippets and not title_spans:
            # Rough was too rough (other scripts, words with marks inside, a phrase over two paragraphs).
            yield from found.closely("any", text.standfirst)
            if not found.snippets:
                yield from found.closely("body", plain_text(text.body))
        return Marked(title_spans, tuple(found.snippets) or beginning(text.standfirst or text.lead))

    # All articles of a page

    def _answers(self, asked: Sequence[_Find | _Mark]) -> list[Any]:
        """Answer what the articles ask: lists of hits a text, spans of a text."""
        hits = iter(self._hits([text for ask in asked if isinstance(ask, _Find) for text in ask.texts]))
        marks = iter(self._spans([ask for ask in asked if isinstance(ask, _Mark)]))
        return [next(marks) if isinstance(ask, _Mark) else [next(hits) for _ in ask.texts] for ask in asked]

    def _hits(self, texts: Sequence[str]) -> list[list[_Hit]]:
        found: list[list[_Hit]] = [[] for _ in texts]
        known: dict[str, list[_Hit]] = {}
        for number, start, run in PageRuns(texts).beginning(self._heads):
            hits = known.get(run)
            if hits is None:
                hits = known[run] = [hit for hit in map(self._hit, run_words(run)) if hit.needles]
            if len(found[number]) < _ENOUGH:
                found[number] += [_Hit(start + hit.start, hit.needles) for hit in hits]
        return found

    def _hit(self, word: Part) -> _Hit:
        needles = self._by_word.get(word.folded, frozenset())
        fitting = [n for n, pattern in self._patterns.items() if wildcard_pattern(pattern).fullmatch(word.folded)]
        return _Hit(word.start, needles.union(fitting) if fitting else needles)

    def _spans(self, asked: Sequence[_Mark]) -> list[Spans]:
        """Return what `query.matching.spans` does."""
        if not asked:
            return []
        ways = [self._way(ask.where, ask.language) for ask in asked]
        runs = PageRuns([ask.text for ask in asked])
        found: list[list[tuple[int, int]]] = [[] for _ in asked]
        heads = frozenset[str]().union(*(way.heads for way in self._ways.values()))
        for number, at, run in runs.beginning(heads, capitals=self._capitals):
            found[number] += [(at + start, at + end) for start, end in ways[number].marked(run)]
        marked = [tuple(spans) for spans in found]
        for number in self._with_a_phrase(runs):
            where, text, language = asked[number]
            marked[number] = spans(self._nodes[where], text, language=language)
        return marked

    def _with_a_phrase(self, runs: PageRuns) -> Iterator[int]:
        """Yield the texts that have all words of a phrase."""
        found: dict[int, set[str]] = {}
        for number, _, run in runs.beginning(frozenset[str]().union(*self._phrases)) if self._phrases else ():
            found.setdefault(number, set()).update(word.folded for word in run_words(run))
        for number, there in found.items():
            if any(there >= phrase for phrase in self._phrases):
                yield number

    def _way(self, where: _Where, language: str) -> _Way:
        """Return how texts are marked but for phrases."""
        known = self._ways.get((where, language))
        if known is None:
            parts = [part for part in tree.word_parts(self._nodes[where]) if not isinstance(part, tree.Phrase)]
            marked = marker(tree.Or(tuple(parts)), language=language)
            assert marked is not None
            # The index knows all that a misspelt word can be; what inflects a word it knows only in part.
            heads = (
                self._forms[part]
                if isinstance(part, tree.Fuzzy) and part in self._forms
                else beginnings(part, language)
                for part in parts
            )
            known = self._ways[where, language] = _Way(marked, frozenset(chain.from_iterable(heads)))
        return known


class _Found:
    """The passages found in an article, and the query's words that they show."""

    def __init__(self, language: str) -> None:
        self.snippets: list[Snippet] = []
        self.needles: frozenset[int] = frozenset()
        self._language = language

    def gather(self, where: _Where, sentences: Iterable[_Sentence]) -> Generator[_Mark, Spans, None]:
        """Add the best passages, a further one only where it shows a word that those before do not show."""
        tries = 0
        for sentence in sorted(sentences, key=lambda sentence: (-len(sentence.needles), -len(sentence.hits))):
            if len(self.snippets) == MOST or tries == _TRIES:
                return
            if self.snippets and self.needles >= sentence.needles:
                continue
            tries += 1
            start, end = sentence.start, min(len(sentence.text), sentence.start + LENGTH)
            if sentence.end - start > LENGTH:
                start, end = _around(sentence.text, sentence.hits[0].start)
            if (yield from self._show(where, _shortened(sentence.text, start, end))):
                self.needles |= sentence.needles

    def closely(self, where: _Where, text: str) -> Generator[_Mark, Spans, None]:
        """Add the passage around the first hit of all in a text."""
        places = yield _Mark(where, text, self._language)
        if places:
            yield from self._show(where, _shortened(text, *_around(text, places[0][0])))

    def _show(self, where: _Where, passage: str) -> Generator[_Mark, Spans, bool]:
        """Add a passage if there is a hit in it; say whether there is."""
        places = yield _Mark(where, passage, self._language)
        if places:
            self.snippets.append(Snippet(passage, places))
        return bool(places)


def beginning(text: str) -> tuple[Snippet, ...]:
    """Return the beginning of a text, as a snippet without hits."""
    text = _shortened(" ".join(text.split()), 0, LENGTH)
    return (Snippet(text, ()),) if text else ()


def _only(node: tree.Node, fields: Sequence[str]) -> tree.Node:
    return tree.Or(tuple(part for part in tree.word_parts(node) if part.field in fields))


def _needles(
    node: tree.Node, forms: Mapping[tree.WordNode, Sequence[str]]
) -> tuple[dict[str, frozenset[int]], dict[int, str]]:
    """Number the words of the query; return the numbers of each folded word, and the patterns by number."""
    needles: dict[frozenset[str] | str, None] = {}
    for part in tree.word_parts(node):
        if isinstance(part, tree.Wildcard):
            needles[part.pattern] = None
        elif forms.get(part):
            needles[frozenset((*folded_words(part.text), *forms[part]))] = None
        else:
            needles.update((frozenset((word,)), None) for word in folded_words(part.text))
    by_word: dict[str, frozenset[int]] = {}
    patterns = {}
    for number, needle in enumerate(needles):
        if isinstance(needle, str):
            patterns[number] = needle
        else:
            by_word.update((word, by_word.get(word, frozenset()) | {number}) for word in needle)
    return by_word, patterns


def _plain_parts(body: str, hits: Sequence[_Hit]) -> list[str]:
    """Return plain text of those parts of a body that hold the query's words, the best first.

    Taking the marks out of a whole body is most of the cost of a snippet (0.7 ms), so it is done by paragraphs
    where none can depend on another.
    """
    if not hits:
        return []
    # `in` passes over a text a hundred times quicker than an expression does.
    if any(mark in body for mark in _ALSO_CROSSING) or ("<" in body and _CROSSING.search(body)):
        return [plain_text(body)]
    found: dict[int, list[_Hit]] = {}
    start, end = 0, -1
    for hit in hits:
        if hit.start > end:
            break_before = body.rfind(_BETWEEN, start, hit.start)
            start = start if break_before < 0 else break_before + len(_BETWEEN)
            end = _end_of_paragraph(body, hit.start)
        found.setdefault(start, []).append(hit)
    best = sorted(found, key=lambda start: (-len(_shown_by(found[start])), -len(found[start]), start))
    return [plain_text(body[start : _end_of_part(body, start)]) for start in best[:_TRIES]]


def _end_of_part(body: str, start: int) -> int:
    """Return where enough paragraphs for a passage end."""
    end = _end_of_paragraph(body, start)
    while end < len(body) and end - start < LENGTH:
        end = _end_of_paragraph(body, end + len(_BETWEEN))
    return end


def _end_of_paragraph(body: str, start: int) -> int:
    end = body.find(_BETWEEN, start)
    return len(body) if end < 0 else end


def _sentences(text: str, hits: Sequence[_Hit]) -> Iterator[_Sentence]:
    """Yield the sentences that have hits."""
    left = iter(hits)
    hit = next(left, None)
    for sentence in _SENTENCE.finditer(text):
        own = []
        while hit is not None and hit.start < sentence.end():
            own.append(hit)
            hit = next(left, None)
        if own:
            yield _Sentence(text, *sentence.span(), own, _shown_by(own))
        if hit is None:
            return


def _shown_by(hits: Sequence[_Hit]) -> frozenset[int]:
    return frozenset[int]().union(*(hit.needles for hit in hits))


def _around(text: str, place: int) -> tuple[int, int]:
    """Return a stretch of the right length with this place a third of the way in."""
    first = max(0, place - LENGTH // 3)
    return first, min(len(text), first + LENGTH)


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
