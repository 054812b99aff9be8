"""How many words come back right when texts lose their letters and get them again.

    python -m tests.bench.letters DIR --language az                 fresh: by the word lists that ship alone
    python -m tests.bench.letters DIR --language az --folds 5       by an archive of the other texts, too

DIR holds texts in Markdown (`.md`), typed with their letters. Each is typed as without the layout and restored; with
folds, the vocabulary is counted from the texts of the other folds, so that no text is in it itself. Words of running
text are compared, letter by letter and capital by capital; code, addresses and marks are checked not to change.
Prints one JSON value.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_app.letters import LANGUAGES, Counts, Model, Vocabulary, apply, english, proposals, shipped, stripped
from desktop_app.letters.prose import paragraphs
from desktop_app.letters.service import ARCHIVE_WEIGHT

MISTAKES = 40


@dataclass
class Score:
    """Words compared, and what became of them."""

    words: int = 0
    right: int = 0
    needed: int = 0
    """Words with letters to restore."""
    needed_right: int = 0
    spoilt: int = 0
    """Words that were right as typed and were changed."""
    mistakes: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: float = 0.0
    """Of processor time, for restoring alone."""

    def add(self, text: str, models: Mapping[str, Model], language: str) -> None:
        """Take a text's letters away, restore them, and compare."""
        typed = stripped(text)
        began = time.process_time()
        restored = apply(typed, proposals(typed, models, language))
        self.seconds += time.process_time() - began
        at = 0
        for word in (word for paragraph in paragraphs(text) for sentence in paragraph for word in sentence):
            if restored[at : word.start] != typed[at : word.start]:
                raise AssertionError(f"changed outside of words: {restored[at : word.start]!r}")
            at = word.end
            got = restored[word.start : at]
            self._count(word.text, got)
        if restored[at:] != typed[at:]:
            raise AssertionError("changed after the last word")

    def _count(self, word: str, got: str) -> None:
        needs, is_right = word != stripped(word), word == got
        self.words += 1
        self.right += is_right
        self.needed += needs
        self.needed_right += needs and is_right
        self.spoilt += not needs and not is_right
        if not is_right:
            self.mistakes[word, got] += 1

    def report(self) -> dict[str, Any]:
        """Return the figures as JSON takes them."""
        return {
            "words": self.words,
            "right": round(self.right / max(1, self.words), 4),
            "needed": self.needed,
            "needed_right": round(self.needed_right / max(1, self.needed), 4),
            "spoilt": self.spoilt,
            "us_per_word": round(1e6 * self.seconds / max(1, self.words)),
            "mistakes": [[word, got, count] for (word, got), count in self.mistakes.most_common(MISTAKES)],
        }


def score(texts: Sequence[str], language: str, folds: int, lists: Mapping[str, Vocabulary]) -> Score:
    """Restore every text by the shipped lists and, with folds, by what the texts of the other folds say."""
    order = list(range(len(texts)))
    random.Random(5).shuffle(order)
    foreign, found = english(), Score()
    for fold in range(max(1, folds)):
        held_out = set(order[fold :: max(1, folds)])
        known = {code: [(lists[code], 1.0)] for code in LANGUAGES}
        if folds:
            counts = Counts(language)
            for number in set(order) - held_out:
                counts.add(texts[number])
            known[language].append((counts.vocabulary(), ARCHIVE_WEIGHT))
        models = {code: Model(code, vocabularies, foreign) for code, vocabularies in known.items()}
        for number in sorted(held_out):
            found.add(texts[number], models, language)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=LANGUAGES, required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--cache", type=Path, help="where shipped vocabularies are kept between runs")
    chosen = parser.parse_args()
    texts = [path.read_text("utf-8") for path in sorted(chosen.folder.rglob("*.md"))]
    lists = {code: shipped(code, chosen.cache) for code in LANGUAGES}
    found = score(texts, chosen.language, chosen.folds, lists)
    about = {"language": chosen.language, "texts": len(texts), "folds": chosen.folds}
    print(json.dumps({**about, **found.report()}, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
