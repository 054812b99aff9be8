"""Queries of every kind Whoosh has, made of the words of a corpus."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from whoosh import qparser, query
from whoosh.query import spans

from tests.search.arrays.making import SECTIONS, Corpus, schema, tokens


def kinds(corpus: Corpus, each: int, seed: int = 1) -> Mapping[str, list[Any]]:
    """Return `each` queries of each kind."""
    make = _Maker(corpus, random.Random(seed))
    return {name: [one(make) for _ in range(each)] for name, one in _KINDS.items()}


class _Maker:
    """Picks words by how common they are, and stretches of the texts."""

    def __init__(self, corpus: Corpus, chance: random.Random) -> None:
        self.chance = chance
        self.words = corpus.words
        self._bodies = [body for body in map(tokens, corpus.documents) if len(body) > 12]
        self._authors = [document["author"] for document in corpus.documents if "author" in document]

    def word(self) -> str:
        return self.chance.choice((self.common, self.middling, self.rare))()

    def common(self) -> str:
        return self.chance.choice(self.words[:25])

    def middling(self) -> str:
        return self.chance.choice(self.words[25:200])

    def rare(self) -> str:
        return self.chance.choice(self.words[400:])

    def author(self) -> str:
        return str(self.chance.choice(self._authors))

    def stretch(self, count: int, step: int = 1) -> list[str]:
        """Return words that stand in this order, `step` places apart."""
        body = self.chance.choice([body for body in self._bodies if len(body) > count * step])
        at = self.chance.randrange(len(body) - count * step)
        return body[at : at + count * step : step]

    def misspelt(self) -> str:
        word = self.chance.choice([word for word in self.words[25:] if len(word) >= 4])
        at = self.chance.randrange(1, len(word))
        letter = self.chance.choice("aeikв")
        return self.chance.choice(
            (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :])
        )

    def boost(self) -> float:
        return self.chance.choice((0.5, 1.7, 2, 3.0))

    def numbers(self) -> tuple[int, int]:
        start = self.chance.randint(-60, 280)
        return start, start + self.chance.randint(0, 120)


def term(word: str, field: str = "body", boost: float = 1.0) -> Any:
    return query.Term(field, word, boost=boost)


def _terms(words: list[str]) -> list[Any]:
    return [term(word) for word in words]


def _range(make: _Maker) -> Any:
    return query.NumericRange("published", *make.numbers(), boost=make.boost())


def _half_open(make: _Maker) -> Any:
    start, end = make.numbers()
    bounds = make.chance.choice(((start, None), (None, end), (start, end), (None, None)))
    return query.NumericRange("published", *bounds, make.chance.random() < 0.5, make.chance.random() < 0.5)


def _wildcard(make: _Maker, shape: str) -> Any:
    word = make.chance.choice([word for word in make.words if len(word) >= 4])
    at = make.chance.randrange(1, len(word) - 1)
    return query.Wildcard("body", shape.format(head=word[:at], tail=word[at + 1 :], letter=word[at]))


def _parsed(make: _Maker) -> Any:
    parser = qparser.MultifieldParser(["title", "body"], schema(), {"title": 3.0}, group=qparser.AndGroup)
    a, b, c = make.common(), make.middling(), make.common()
    start, end = make.numbers()
    return parser.parse(
        make.chance.choice(
            (
                f"{a} {b}",
                f"{a} NOT {b}",
                f'"{" ".join(make.stretch(2))}" NOT {c}',
                f"{a} OR {b}^2",
                f"({a} OR {b}) {c}",
                f"{a} published:[{max(0, start)} TO {max(1, end)}]",
                f"{a} section:{make.chance.choice(SECTIONS[2:])}",
                f"{a[:2]}* {c}",
                f"{a} ANDMAYBE {b}",
            )
        )
    )


_KINDS: Mapping[str, Callable[[_Maker], Any]] = {
    "rare term": lambda make: term(make.rare()),
    "middling term": lambda make: term(make.middling()),
    "common term": lambda make: term(make.common()),
    "boosted term": lambda make: term(make.word(), boost=make.boost()),
    "term nobody has": lambda make: term(make.rare() + "xx"),
    "term of a whole value": lambda make: term(make.chance.choice(SECTIONS), "section", make.boost()),
    "term of a keyword": lambda make: term(make.chance.choice(make.words[40:120]), "tags"),
    "number": lambda make: term(make.chance.randint(-50, 300), "published"),
    "and of two": lambda make: query.And(_terms([make.word(), make.common()])),
    "and of three": lambda make: query.And(_terms([make.common(), make.common(), make.middling()])),
    "and of one": lambda make: query.And(_terms([make.word()]), boost=make.boost()),
    "boosted and": lambda make: query.And(_terms([make.common(), make.middling()]), boost=make.boost()),
    "or of two": lambda make: query.Or(_terms([make.word(), make.word()])),
    "or of five": lambda make: query.Or(_terms([make.word() for _ in range(5)])),
    "boosted or": lambda make: query.Or(_terms([make.word() for _ in range(3)]), boost=make.boost()),
    "two fields": lambda make: query.And(
        [query.Or([term(word, "title", 3.0), term(word)]) for word in (make.common(), make.middling())]
    ),
    "nested": lambda make: query.Or(
        [query.And(_terms([make.common(), make.common()])), query.And(_terms([make.word(), make.common()]), boost=2.0)]
    ),
    "and with not": lambda make: query.And([term(make.common()), query.Not(term(make.word()))]),
    "and with two nots": lambda make: query.And(
        [term(make.common()), query.Not(term(make.common())), term(make.common()), query.Not(term(make.middling()))]
    ),
    "nots alone": lambda make: query.And([query.Not(term(make.common())), query.Not(term(make.common()))]),
    "or with not": lambda make: query.Or([term(make.middling()), query.Not(term(make.common()))]),
    "not": lambda make: query.Not(term(make.word())),
    "and not": lambda make: query.AndNot(term(make.common()), term(make.word())),
    "and maybe": lambda make: query.AndMaybe(term(make.common()), term(make.word())),
    "require": lambda make: query.Require(term(make.word()), term(make.common())),
    "otherwise": lambda make: query.Otherwise(
        term(make.chance.choice((make.rare() + "x", make.word()))), term(make.word())
    ),
    "phrase of two": lambda make: query.Phrase("body", make.stretch(2)),
    "phrase of three": lambda make: query.Phrase("body", make.stretch(3), boost=make.boost()),
    "phrase of common words": lambda make: query.Phrase("body", [make.common(), make.common()]),
    "phrase of one word twice": lambda make: query.Phrase("body", [make.words[make.chance.randrange(6)]] * 2),
    "phrase of one word": lambda make: query.Phrase("body", [make.word()]),
    "loose phrase": lambda make: query.Phrase("body", make.stretch(2, 2), slop=3),
    "looser phrase of three": lambda make: query.Phrase("body", make.stretch(3, 3), slop=5, boost=make.boost()),
    "phrase in a title": lambda make: query.Phrase("title", [make.common(), make.common()], slop=2),
    "phrase and term": lambda make: query.And([query.Phrase("body", make.stretch(2)), term(make.common())]),
    "short prefix": lambda make: query.Prefix("body", make.word()[:1], boost=make.boost()),
    "prefix": lambda make: query.Prefix("body", make.rare()[:3]),
    "prefix of a value": lambda make: query.Prefix("section", make.chance.choice(SECTIONS)[:3], boost=make.boost()),
    "as you type": lambda make: query.And([term(make.common()), query.Prefix("body", make.middling()[:3])]),
    "wildcard in the middle": lambda make: _wildcard(make, "{head}*{tail}"),
    "wildcard for a letter": lambda make: _wildcard(make, "{head}?{tail}"),
    "wildcard in front": lambda make: _wildcard(make, "*{tail}"),
    "wildcard for some letters": lambda make: _wildcard(make, "{head}[{letter}ae]*"),
    "one edit": lambda make: query.FuzzyTerm("body", make.misspelt(), boost=make.boost()),
    "one edit behind two letters": lambda make: query.FuzzyTerm("body", make.misspelt(), prefixlength=2),
    "two edits": lambda make: query.FuzzyTerm("body", make.misspelt(), maxdist=2),
    "range": _range,
    "half open range": _half_open,
    "term, value and range": lambda make: query.And(
        [term(make.common()), term(make.chance.choice(SECTIONS), "section"), _range(make)]
    ),
    "everything": lambda make: query.Every(boost=make.boost()),
    "everything with a field": lambda make: query.Every(
        make.chance.choice(("title", "author", "tags", "published")), boost=make.boost()
    ),
    "constant score": lambda make: query.ConstantScoreQuery(term(make.word()), make.boost()),
    "range of terms": lambda make: query.And(
        [term(make.common()), query.TermRange("author", *sorted((make.author(), make.author())))]
    ),
    "best of": lambda make: query.DisjunctionMax(_terms([make.common(), make.word()])),
    "regular expression": lambda make: query.Regex("body", make.rare()[:2] + ".*[ae]"),
    "variations": lambda make: query.Variations("body", make.word()),
    "span at the start": lambda make: spans.SpanFirst(term(make.common()), limit=make.chance.randint(0, 15)),
    "span near": lambda make: spans.SpanNear(*_terms(make.stretch(2, 2)), slop=4, ordered=make.chance.random() < 0.5),
    "spans in order": lambda make: spans.SpanNear2(_terms(make.stretch(3)), slop=make.chance.randint(1, 3)),
    "span or": lambda make: spans.SpanFirst(spans.SpanOr(_terms([make.common(), make.word()])), limit=9),
    "sequence": lambda make: query.Sequence(_terms(make.stretch(2))),
    "parsed": _parsed,
}
