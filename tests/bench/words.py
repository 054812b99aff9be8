"""What one new word costs the stemmers and the keys of names, in microseconds.

    python -m tests.bench.words
    python -m tests.bench.words --corpora DIR       on the words of real texts too: DIR/languages, DIR/markdown

Prints one JSON value: for each list of words and each rule the mean over distinct words, no answer remembered.
"""

from __future__ import annotations

import argparse
import json
import tarfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from desktop_app.text.names import name_keys
from desktop_app.text.stems import stems
from desktop_app.text.words import Token, words
from tests.bench.generator import SYLLABLES, language

AT_MOST = 20_000
"""Words a list."""

GENERATED = {"az": "az", "tr": "az", "ru": "ru", "en": "en", "trk": "az"}
"""A stemmer -> whose generated words it is tried on; Turkish and unknown words are made as Azerbaijani ones are."""

FOLDERS = {"az": "languages/az", "tr": "languages/tr-news", "ru": "languages/ru-news"}
"""Where a corpus has texts of a language; its English ones are packed in `markdown`."""

REAL = (*FOLDERS, "en")


def generated(code: str) -> Iterator[Token]:
    """Yield the words of a generated language, the most frequent first."""
    for word in language(code, 1).words:
        yield from words(word)


def real(code: str, corpora: Path) -> Iterator[Token]:
    """Yield the words of a corpus in a language, as they come."""
    if code == "en":
        for packed in sorted((corpora / "markdown").glob("*.tar.xz")):
            with tarfile.open(packed) as tar:
                for member in tar:
                    file = tar.extractfile(member) if member.name.endswith(".md") else None
                    yield from words(file.read().decode("utf-8", "replace")) if file else ()
    elif code in FOLDERS:
        for path in sorted((corpora / FOLDERS[code]).glob("**/*.md")):
            yield from words(path.read_text(encoding="utf-8", errors="replace"))


def stemmer_cost(rule: str, tokens: Iterable[Token]) -> float:
    """Return the mean microseconds a distinct word costs a stemmer."""
    asked = dict.fromkeys((token.folded, token.exact, rule) for token in tokens)
    return mean_us(stems, list(islice(asked, AT_MOST)))


def name_cost(tokens: Iterable[Token]) -> float:
    """Return the mean microseconds a distinct capitalised word costs."""
    asked = dict.fromkeys((token.text.capitalize(),) for token in tokens)
    return mean_us(name_keys, list(islice(asked, AT_MOST)))


def mean_us(cost: Callable[..., object], asked: Sequence[tuple[Any, ...]]) -> float:
    """Return the mean microseconds a call takes; without words 0."""
    started = time.process_time()
    for word in asked:
        cost(*word)
    return round((time.process_time() - started) / max(1, len(asked)) * 1e6, 2)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what a new word costs the rules of words.")
    parser.add_argument("--corpora", type=Path, metavar="DIR")
    asked = parser.parse_args()
    costs: dict[str, dict[str, float]] = {
        "stems, generated words": {rule: stemmer_cost(rule, generated(code)) for rule, code in GENERATED.items()},
        "name_keys, generated words": {code: name_cost(generated(code)) for code in SYLLABLES},
    }
    if asked.corpora:
        costs["stems, real words"] = {rule: stemmer_cost(rule, real(rule, asked.corpora)) for rule in REAL}
        costs["name_keys, real words"] = {
            code: name_cost(token for token in real(code, asked.corpora) if token.text[0].isupper()) for code in REAL
        }
    print(json.dumps(costs, indent=1))


if __name__ == "__main__":
    main()
