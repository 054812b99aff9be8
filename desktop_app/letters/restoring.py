"""Proposals to give a text the letters it was typed without: `Gencede kohne metbee` -> `Gəncədə köhnə mətbəə`.

Only paragraphs of a language with such letters are looked at, only sentences that seem to lack them (a sentence typed
with the layout has words that tell), and in them only words of running text (`prose`). Nothing is changed here: a
proposal is a place, what stands there and what seems to be meant, of the same length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop_app.letters.alphabet import has_letters, stripped
from desktop_app.letters.model import Model
from desktop_app.letters.prose import Paragraph, Sentence, paragraphs


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that may be meant otherwise; offsets are code points of the text."""

    start: int
    old: str
    new: str

    @property
    def end(self) -> int:
        return self.start + len(self.old)


_KNOWN = 0.5
"""Share of known words below which a paragraph is in another language."""
_OWN = 1.1
"""How much more another language must know of a paragraph than the language of the text."""


def proposals(text: str, models: Mapping[str, Model], language: str = "") -> list[Proposal]:
    """Return what seems to be meant in a Markdown text, in order.

    `models` are by language; `language` is that of the text, and is preferred where a paragraph may be in several.
    """
    read = list(paragraphs(text))
    for model in models.values():
        model.look_up([typed(sentence) for paragraph in read for sentence in paragraph])
    found: list[Proposal] = []
    for paragraph in read:
        chosen = _model_of(paragraph, models, language.partition("-")[0])
        if chosen is not None:
            for sentence in paragraph:
                found += _of_sentence(sentence, chosen)
    return found


def apply(text: str, accepted: Iterable[Proposal]) -> str:
    """Return the text with proposals carried out."""
    parts: list[str] = []
    at = 0
    for proposal in sorted(accepted, key=lambda one: one.start):
        parts += (text[at : proposal.start], proposal.new)
        at = proposal.end
    return "".join((*parts, text[at:]))


def typed(sentence: Sentence) -> list[str]:
    """Return the words of a sentence as a model takes them: an ending begins with a hyphen."""
    return [f"-{word.text}" if word.is_ending else word.text for word in sentence]


def _of_sentence(sentence: Sentence, model: Model) -> list[Proposal]:
    restored = model.restore(typed(sentence))
    found = [
        Proposal(word.start, word.text, new.removeprefix("-"))
        for word, new in zip(sentence, restored, strict=True)
        if new.removeprefix("-") != word.text
    ]
    lettered = sum(has_letters(word.text) for word in sentence)
    return found if lettered < len(found) else []


def _model_of(paragraph: Paragraph, models: Mapping[str, Model], language: str) -> Model | None:
    """Choose by which language knows most of the words; none where that is little, or English knows more."""
    words = [stripped(word.text) for sentence in paragraph for word in sentence if not word.is_ending]
    best: tuple[float, Model | None] = (_KNOWN, None)
    for code, model in models.items():
        own, foreign = model.known_shares(words)
        share = own * (_OWN if code == language else 1.0)
        if share > best[0] and share > foreign:
            best = share, model
    return best[1]


_TELLTALE = frozenset(
    re.findall(
        r"\w+",
        """ve ucun cox deyil lakin amma butun bele eger olur etdi edir gore qeder evvel haqqinda terefinden bilerik kimi
    hele indi yalniz hemise cunki oldu olub idi var yoxdur onun bunun bir iki olan olaraq olmaq etmek edib daha sonra
    icin degil gibi kadar cok once hakkinda tarafindan soyle boyle nasil cunku yalnizca sadece uzerinde icinde bu biz
    oldugu oldugunu olarak olmak etmek eden ancak veya hem yeni""",
    )
)
"""Common words of both languages, as they are typed without the layout."""
_SOME_WORDS = 8
_TELLTALES = 0.12


def lacks_letters(paragraph: str) -> bool:
    """Say whether a paragraph is plainly Azerbaijani or Turkish typed without the letters: quick, and rarely wrong.

    For an offer while the writer types; knows no vocabulary. Every fourth word of both languages is a common one.
    """
    if has_letters(paragraph):
        return False
    words = [word.text.lower() for read in paragraphs(paragraph) for sentence in read for word in sentence]
    if len(words) < _SOME_WORDS:
        return False
    found = [word for word in words if word in _TELLTALE]
    return len(found) >= _TELLTALES * len(words) and len(set(found)) > 2
