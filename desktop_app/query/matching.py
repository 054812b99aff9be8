"""What a query means, in plain Python: the reference that SQL and the search index are tested against.

Promises: readable before quick; the same words as the index (`text.words`), phrases never cross from one field into
another. Not for large archives: it cuts every text into words anew.
"""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache, cached_property, lru_cache
from typing import Any, Protocol

from desktop_app.query import tree
from desktop_app.query.fields import DRAFT_STATUSES, number_of
from desktop_app.query.tree import Node, TextField
from desktop_app.text.dates import PartialDate
from desktop_app.text.folding import fold, fold_word
from desktop_app.text.names import first_letters, name_keys
from desktop_app.text.plain import picture_addresses, searchable_text
from desktop_app.text.stems import stem_heads, stem_languages, stems
from desktop_app.text.words import Token, folded_words, is_plain_run, letter_class, run_pattern, run_words, words


class _Name(Protocol):
    @property
    def name(self) -> str: ...


class ArticleLike(Protocol):
    """What an article must carry to be asked; `archive.articles.Article` does."""

    @property
    def id(self) -> int: ...
    @property
    def uid(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def standfirst(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def section(self) -> str: ...
    @property
    def authors(self) -> Sequence[_Name]: ...
    @property
    def tags(self) -> Sequence[str]: ...
    @property
    def folder(self) -> str: ...
    @property
    def publication(self) -> str: ...
    @property
    def published(self) -> PartialDate | None: ...
    @property
    def source_name(self) -> str: ...
    @property
    def source_url(self) -> str: ...
    @property
    def provenance(self) -> Any: ...
    @property
    def words(self) -> int: ...
    @property
    def created(self) -> datetime | None: ...
    @property
    def updated(self) -> datetime | None: ...
    @property
    def trashed_at(self) -> datetime | None: ...


def matches(node: Node, article: ArticleLike) -> bool:
    """Say whether the article is one the query asks for."""
    return _holds(node, _Reader(article))


class _Reader:
    """An article with its words, cut when first needed."""

    def __init__(self, article: ArticleLike) -> None:
        self.article = article

    @cached_property
    def _title(self) -> list[list[Token]]:
        return [list(words(self.article.title))]

    @cached_property
    def _body(self) -> list[list[Token]]:
        return [list(words(searchable_text(self.article.body)))]

    @cached_property
    def _names(self) -> list[list[Token]]:
        return [list(words(author.name)) for author in self.article.authors]

    def texts(self, field: TextField) -> list[list[Token]]:
        """Return the words of each text of the field."""
        if field == "title":
            return self._title
        if field == "body":
            return self._body
        if field == "author":
            return self._names
        return [*self._title, list(words(self.article.standfirst)), *self._body, *self._names]


def _holds(node: Node, reader: _Reader) -> bool:
    match node:
        case tree.Everything():
            return True
        case tree.And():
            return all(_holds(part, reader) for part in node.parts)
        case tree.Or():
            return any(_holds(part, reader) for part in node.parts)
        case tree.Not():
            return not _holds(node.part, reader)
        case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy():
            return any(_found(node, text, reader.article.language) for text in reader.texts(node.field))
        case _:
            return _is_fact(node, reader.article)


def _is_fact(node: Node, article: ArticleLike) -> bool:
    match node:
        case tree.Value("author"):
            return any(same_name(node.value, name) for name in _values("author", article))
        case tree.Value():
            return any(same_value(node.value, value) for value in _values(node.field, article))
        case tree.Has("published" | "created" | "updated"):
            return (getattr(article, node.field) is not None) == node.present
        case tree.Has():
            return bool(_values(node.field, article)) == node.present
        case tree.DateRange():
            return _overlaps(node, _days(node.field, article))
        case tree.WordCount():
            return (node.low is None or article.words >= node.low) and (node.high is None or article.words <= node.high)
        case tree.Flag():
            return _flag(node.name, article)
        case _:
            raise TypeError(f"no node of a query: {node!r}")


def _values(field: str, article: ArticleLike) -> list[str]:
    """Return the values an article has in a field; the empty one is none."""
    match field:
        case "author":
            values: Iterable[str] = (author.name for author in article.authors)
        case "tag":
            values = article.tags
        case "source":
            values = (article.source_name,)
        case "batch":
            batch = article.provenance.batch if article.provenance else None
            values = () if batch is None else (str(batch),)
        case "id":
            values = (str(article.id), article.uid)
        case _:
            values = (getattr(article, field),)
    return [value for value in values if value]


def _days(field: str, article: ArticleLike) -> tuple[int, int] | None:
    value = getattr(article, field)
    if isinstance(value, PartialDate):
        return value.first, value.last
    if value is None:
        return None
    if value.tzinfo is not None:
        value = value.astimezone(UTC)
    return number_of(value), number_of(value)


def _overlaps(wanted: tree.DateRange, days: tuple[int, int] | None) -> bool:
    if days is None:
        return False
    return (wanted.last is None or days[0] <= wanted.last) and (wanted.first is None or days[1] >= wanted.first)


def _flag(name: tree.FlagName, article: ArticleLike) -> bool:
    match name:
        case "picture":
            return bool(picture_addresses(article.body))
        case "source":
            return bool(article.source_name or article.source_url)
        case "draft":
            return article.status in DRAFT_STATUSES
        case "trashed":
            return article.trashed_at is not None
        case "reprint":
            return False  # Only a comparison with all other articles can tell.


@lru_cache(maxsize=4096)
def value_key(value: str) -> str:
    """Return what two values of a field are compared by: folded, single spaces."""
    return " ".join(fold(value).split())


def same_value(wanted: str, value: str) -> bool:
    """Say whether a field's value is the wanted one under the fold; `*` and `?` stand for any letters and one."""
    return wildcard_pattern(value_key(wanted)).fullmatch(value_key(value)) is not None


def same_name(wanted: str, name: str) -> bool:
    """Say whether the wanted words stand in a row in a name: `author:aliyeva` finds Leyla Əliyeva."""
    patterns = [wildcard_pattern(part) for part in pattern_words(wanted)]
    folded = [token.folded for token in words(name)]
    if not patterns:
        return same_value(wanted, name)
    return any(
        all(pattern.fullmatch(word) for pattern, word in zip(patterns, folded[at:], strict=False))
        for at in range(len(folded) - len(patterns) + 1)
    )


def pattern_words(text: str) -> list[str]:
    """Cut a text into folded words as `words` does, `*` and `?` being letters."""
    parts: list[str] = []
    for chunk in text.split():
        if "*" in chunk or "?" in chunk:
            parts += [_fewer_stars(fold_word(part)) for part in _pattern().findall(fold(chunk))]
        else:
            parts += [token.folded for token in words(chunk)]
    return parts


@cache
def _pattern() -> re.Pattern[str]:
    """Letters, * and ?; an apostrophe after a single letter belongs to the word (`o'br*`)."""
    letters = letter_class().removeprefix(r"\w")
    return re.compile(rf"(?:[^\W_]|[*?{letters}]|(?<=(?<!\w)[^\W\d_])'(?=[^\W_]))+")


def _fewer_stars(pattern: str) -> str:
    return re.sub(r"\*+", "*", pattern)


@lru_cache(maxsize=1024)
def wildcard_pattern(pattern: str) -> re.Pattern[str]:
    """Return the expression for a folded pattern with `*` and `?`; linear on any word (fnmatch's atomic groups)."""
    return re.compile(fnmatch.translate(pattern.replace("[", "[[]")))


def spans(node: Node, text: str, field: TextField = "any", language: str = "") -> tuple[tuple[int, int], ...]:
    """Return where the query's words stand in a text: code points, end exclusive, in order, not overlapping."""
    marked = marker(node, field, language)
    if marked is not None:
        runs = ((run.start(), marked(run[0])) for run in run_pattern().finditer(text))
        return tuple((at + start, at + end) for at, spans in runs for start, end in spans)
    parts = _asked_of(node, field)
    tokens = list(words(text))
    found: set[int] = set()
    for part in parts:
        for places in _places(part, tokens, language):
            found.update(places)
    return tuple((tokens[at].start, tokens[at].end) for at in sorted(found))


def _asked_of(node: Node, field: TextField) -> tuple[tree.WordNode, ...]:
    return tuple(part for part in tree.word_parts(node) if field == "any" or part.field in ("any", field))


def marker(
    node: Node, field: TextField = "any", language: str = ""
) -> Callable[[str], tuple[tuple[int, int], ...]] | None:
    """Return what `spans` marks in a single run of `run_pattern`; None where phrases ask for more than one."""
    parts = _asked_of(node, field)
    return None if any(isinstance(part, tree.Phrase) for part in parts) else _marker(parts, language)


def beginnings(part: tree.WordNode, language: str = "") -> tuple[str, ...]:
    """Return what every folded word begins with that `spans` marks for a part, but for names; "" = anything."""
    match part:
        case tree.Phrase():
            return tuple(folded_words(part.text))
        case tree.Word():
            return tuple(head for word in words(part.text) for head in (word.folded, *_heads(word, language)))
        case tree.Wildcard():
            return (re.split("[*?]", part.pattern)[0],)
        case _:
            return ("",)


def name_beginnings(part: tree.WordNode) -> frozenset[str]:
    """Return the folded letters with one of which every name begins that `spans` marks for a part."""
    if not isinstance(part, tree.Word) or part.exact:
        return frozenset()
    return frozenset[str]().union(*(first_letters(word.text) for word in words(part.text)))


_REMEMBERED = 4096
"""Words of which a test remembers what it said: those of a page of hits. More, for each of the last queries, would fill
the memory of a process that answers all day."""


@lru_cache(maxsize=8)
def _marker(parts: tuple[tree.WordNode, ...], language: str) -> Callable[[str], tuple[tuple[int, int], ...]]:
    """Return what says where in a run of letters the words of a query stand, where none of them is a phrase.

    What it has said of a run it remembers: the same words come again in every text.
    """
    acceptors = [_acceptor(part, language) for part in parts if not isinstance(part, tree.Phrase)]
    firsts = _first_letters(parts, language)

    @lru_cache(maxsize=_REMEMBERED)
    def marked(run: str) -> tuple[tuple[int, int], ...]:
        if firsts and run[0].islower() and fold_word(run[0]) not in firsts and is_plain_run(run):
            return ()
        tokens = [Token(run[word.start : word.end], *word) for word in run_words(run)]
        return tuple((token.start, token.end) for token in tokens if any(accepts(token) for accepts in acceptors))

    return marked


def _first_letters(parts: Iterable[tree.WordNode], language: str) -> frozenset[str]:
    """Return the letters with which every word must begin that is no name; empty where any may."""
    firsts = {head[:1] for part in parts for head in beginnings(part, language)}
    return frozenset() if "" in firsts else frozenset(firsts)


def _heads(wanted: Token, language: str) -> tuple[str, ...]:
    """Return the beginnings one of which every inflection of a word has."""
    return tuple(head for each in stem_languages(language, wanted.folded) for head in stem_heads(*wanted[3:], each))


def _found(node: tree.WordNode, text: list[Token], language: str) -> bool:
    return next(_places(node, text, language), None) is not None


def _places(node: tree.WordNode, text: list[Token], language: str) -> Iterator[Sequence[int]]:
    """Yield the positions of the words of each match."""
    match node:
        case tree.Phrase(slop=None):
            yield from _in_a_row(list(words(node.text)), text)
        case tree.Phrase():
            yield from _near([token.folded for token in words(node.text)], node.slop or 0, text)
        case _:
            accepts = _acceptor(node, language)
            yield from ([at] for at, token in enumerate(text) if accepts(token))


def _acceptor(node: tree.Word | tree.Wildcard | tree.Fuzzy, language: str) -> Callable[[Token], bool]:
    """Return the test for one word."""
    match node:
        case tree.Word(exact=True):
            forms = {form for wanted in words(node.text) for form in wanted.exact}
            return lambda token: not forms.isdisjoint(token.exact)
        case tree.Word():
            return _word_acceptor(node.text, language)
        case tree.Wildcard():
            pattern = wildcard_pattern(node.pattern)
            return lambda token: pattern.fullmatch(token.folded) is not None
        case tree.Fuzzy():
            return lambda token: distance(node.text, token.folded, node.edits) <= node.edits


@lru_cache(maxsize=32)
def _word_acceptor(text: str, language: str) -> Callable[[Token], bool]:
    """Return the test for a word in all its forms; what it has once said of a word it need not work out again."""
    wanted = next(words(text))
    heads = _heads(wanted, language)

    @lru_cache(maxsize=_REMEMBERED)
    def is_form(folded: str, exact: tuple[str, ...]) -> bool:
        # Most words of a text do not even begin like it.
        return folded == wanted.folded or (
            folded.startswith(heads) and is_inflection(wanted, Token(folded, 0, 0, folded, exact), language)
        )

    @lru_cache(maxsize=_REMEMBERED)
    def is_name(text: str) -> bool:
        return not keys.isdisjoint(name_keys(text))

    keys = name_keys(wanted.text)
    return lambda token: is_form(token.folded, token.exact) or (token.text[0].isupper() and is_name(token.text))


def is_inflection(wanted: Token, token: Token, language: str) -> bool:
    """Say whether two words are forms of one word in a text of the language."""
    return any(
        not stems(wanted.folded, wanted.exact, each).isdisjoint(stems(token.folded, token.exact, each))
        for each in stem_languages(language, wanted.folded)
        if each in stem_languages(language, token.folded)
    )


def _in_a_row(phrase: list[Token], text: list[Token]) -> Iterator[Sequence[int]]:
    for start in range(len(text) - len(phrase) + 1 if phrase else 0):
        found = text[start : start + len(phrase)]
        if all(set(wanted.exact) & set(token.exact) for wanted, token in zip(phrase, found, strict=True)):
            yield range(start, start + len(phrase))


def _near(wanted: list[str], slop: int, text: list[Token]) -> Iterator[Sequence[int]]:
    """Find all the words within a window of their number and `slop` more, that begins with one of them."""
    for start, token in enumerate(text):
        missing = Counter(wanted)
        if token.folded not in missing:
            continue
        places: list[int] = []
        for at, other in enumerate(text[start : start + len(wanted) + slop], start):
            if missing[other.folded] > 0:
                missing[other.folded] -= 1
                places.append(at)
        if len(places) == len(wanted):
            yield places


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters must be put in, taken out or replaced (Levenshtein); more than `most` is not counted."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        previous, row[0] = row[0], at
        for to, there in enumerate(other, 1):
            previous, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, previous + (letter != there))
        if min(row) > most:
            return most + 1
    return row[-1]
