"""A long article made by chance: three languages, headings, lists, quotations, tables, links, footnotes, a fence.

One seed makes the same text. Words are those of `tests.bench.generator`: shaped as real ones, without meaning.
"""

from __future__ import annotations

import numpy as np

from tests.bench.generator import Language, language

_LANGUAGES = ("az", "en", "ru")
WORDS = 50_000


def long_article(words: int = WORDS, seed: int = 1) -> str:
    """Return the body of an article of about so many words, in Markdown."""
    chance = np.random.default_rng([seed, 50])
    tongues = [language(code, seed) for code in _LANGUAGES]
    parts: list[str] = []
    notes: list[str] = []
    written = 0
    while written < words:
        tongue = tongues[int(chance.integers(len(tongues)))]
        part = _part(chance, tongue, len(parts), notes)
        written += len(part.split())
        parts.append(part)
    return "\n\n".join([*parts, *notes]) + "\n"


def _part(chance: np.random.Generator, tongue: Language, number: int, notes: list[str]) -> str:
    """Return one block of Markdown; what it says of footnotes goes to `notes`."""
    if number % 12 == 0:
        return "#" * (2 + int(chance.integers(2))) + " " + _words(chance, tongue, 5).capitalize()
    kind = int(chance.integers(24))
    if kind == 0:
        return "\n".join(f"- {_sentence(chance, tongue)}" for _ in range(5))
    if kind == 1:
        return "\n".join(f"{n}. {_sentence(chance, tongue)}" for n in range(1, 6))
    if kind == 2:
        return "\n".join(f"> {_sentence(chance, tongue)}" for _ in range(2))
    if kind == 3:
        rows = [f"| {' | '.join(tongue.draw(chance, 3))} |" for _ in range(5)]
        return "\n".join([rows[0], "|---|---:|:--|", *rows[1:]])
    if kind == 4 and number % 7 == 0:
        return "```\n" + "\n".join(_words(chance, tongue, 4) for _ in range(3)) + "\n```"
    text = _paragraph(chance, tongue)
    if kind < 8:
        label = f"n{len(notes) + 1}"
        notes.append(f"[^{label}]: {_sentence(chance, tongue)}")
        text += f"[^{label}]"
    return text


def _paragraph(chance: np.random.Generator, tongue: Language) -> str:
    sentences = [_sentence(chance, tongue) for _ in range(int(chance.integers(3, 7)))]
    marked = int(chance.integers(len(sentences)))
    word = tongue.draw(chance, 1)[0]
    sentences[marked] += (
        f" **{word}** {word}.",
        f" *{word}* {word}.",
        f" [{word}](https://example.org/{marked}).",
        "",
    )[int(chance.integers(4))]
    return " ".join(sentences)


def _sentence(chance: np.random.Generator, tongue: Language) -> str:
    return _words(chance, tongue, int(chance.integers(8, 23))).capitalize() + "."


def _words(chance: np.random.Generator, tongue: Language, count: int) -> str:
    return " ".join(tongue.draw(chance, count))
