"""How well reprints are found, and what it costs.

    python -m tests.bench.reprints --articles 100000
    python -m tests.bench.reprints --articles 0 --corpora FOLDER

Texts are altered in known ways and added to an archive that holds the originals among others; a pair that the families
put together and that is none of these is wrong. The generator's texts have words without meaning, so that unrelated
ones share little; `--corpora` alters the real articles of the Markdown collections in the folder, where notices are
written to one pattern and articles do come twice: pairs of an altered text and a twin of its original are right.
Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import statistics
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.search.families import Families
from desktop_app.search.sketches import SIZE, Hashes, Sketch, sketches, word_hashes
from desktop_app.text.plain import plain_text
from desktop_app.text.words import folded_words
from tests.bench.generator import Generator, Language

Alteration = Callable[[random.Random, str, Sequence[str]], str]
"""Alters a text; the words are those of other texts."""


def replaced(share: float, chance: random.Random, text: str, words: Sequence[str]) -> str:
    """Put other words in the place of so many."""
    return re.sub(r"\w+", lambda word: chance.choice(words) if chance.random() < share else word[0], text)


def bylined(chance: random.Random, text: str, words: Sequence[str]) -> str:
    """Put another headline and byline before the text."""
    headline, name, place = (" ".join(chance.choices(words, k=count)) for count in (7, 2, 1))
    return f"# {headline}\n\nBy {name}, {place}\n\n{text}"


def noted(before: bool, chance: random.Random, text: str, words: Sequence[str]) -> str:
    """Put a note of 40 words before or after the text."""
    note = " ".join(chance.choices(words, k=40))
    return f"{note}\n\n{text}" if before else f"{text}\n\n{note}"


def cut(chance: random.Random, text: str, words: Sequence[str]) -> str:
    """Keep the first half."""
    parts = text.split(" ")
    return " ".join(parts[: -(-len(parts) // 2)])


def thinned(chance: random.Random, text: str, words: Sequence[str]) -> str:
    """Leave out sentences here and there, as long as half of the text is left."""
    sentences = re.split(r"(?<=[.?!])\s+", text)
    kept, left = set(range(len(sentences))), len(text)
    for number in chance.sample(sorted(kept), len(kept)):
        if left - len(sentences[number]) >= len(text) / 2:
            kept.remove(number)
            left -= len(sentences[number])
    return " ".join(sentences[at] for at in sorted(kept))


def both(first: Alteration, second: Alteration, chance: random.Random, text: str, words: Sequence[str]) -> str:
    """Alter in one way and in another."""
    return second(chance, first(chance, text, words), words)


TENTH = partial(replaced, 0.1)
ALTERATIONS: dict[str, Alteration] = {
    "5 % of words": partial(replaced, 0.05),
    "10 % of words": TENTH,
    "20 % of words": partial(replaced, 0.2),
    "40 % of words": partial(replaced, 0.4),
    "headline and byline": bylined,
    "note before": partial(noted, True),
    "note after": partial(noted, False),
    "first half": cut,
    "half of the sentences": thinned,
    "note before, 10 % of words": partial(both, TENTH, partial(noted, True)),
    "first half, 10 % of words": partial(both, TENTH, cut),
}


class Originals(Generator):
    """Articles without the generator's own reprints, so that every family found is known."""

    def _reprint(self, chance: np.random.Generator, number: int) -> str:
        return self._body(chance, self._any_language)

    @property
    def _any_language(self) -> Language:
        return self.languages["en"]


def hashed(markdown: str) -> Hashes:
    """Return the hashes of a body's words, as the index has them."""
    return word_hashes(folded_words(plain_text(markdown)))


def found(texts: Sequence[str], altered: int, seed: int = 1) -> dict[str, Any]:
    """Alter so many texts in each way; return precision and recall of the families they come into."""
    chance = random.Random(seed)
    words = [word for text in chance.sample(list(texts), min(len(texts), 300)) for word in re.findall(r"\w+", text)]
    wordings = dict(enumerate(map(hashed, texts)))
    originals = [number for number in wordings if len(wordings[number]) >= 40]
    chosen = chance.sample(originals, min(altered, len(originals)))
    flat, starts = _joined(list(wordings.values()))
    families = Families(
        np.arange(len(texts)), sketches(flat, starts), np.diff(starts), texts=lambda ids: [wordings[id_] for id_ in ids]
    )
    alone = {id_: set(families.family_of(id_)) for id_ in originals}
    table = {}
    for name, alter in ALTERATIONS.items():
        copies = {len(texts) + at: original for at, original in enumerate(chosen)}
        wordings.update({id_: hashed(alter(chance, texts[original], words)) for id_, original in copies.items()})
        flat, starts = _joined([wordings[id_] for id_ in copies])
        families.update(list(copies), sketches(flat, starts), np.diff(starts).tolist())
        right = wrong = hits = 0
        for id_, original in copies.items():
            others = {copies.get(other, other) for other in families.family_of(id_) if other != id_}
            right += len(others & alone[original])
            wrong += len(others - alone[original])
            hits += original in families.family_of(id_)
        table[name] = {
            "precision": round(right / max(right + wrong, 1), 4),
            "recall": round(hits / len(copies), 4),
            "pairs": right + wrong,
        }
        families.update([], np.empty((0, SIZE), np.uint32), [], gone=list(copies))
    return {
        "texts": len(texts),
        "altered": len(chosen),
        "families among the originals": sum(1 for _ in families),
        "table": table,
    }


def real_texts(corpora: Path) -> Iterator[str]:
    """Yield the bodies of the Markdown collections."""
    for path in sorted((corpora / "markdown").glob("*.tar.xz")):
        with tarfile.open(path) as tar:
            for member in tar:
                file = tar.extractfile(member) if member.name.endswith(".md") else None
                if file is not None:
                    yield re.sub(r"\A---\r?\n.*?\n---\r?\n", "", file.read().decode("utf-8", "replace"), flags=re.S)


def _joined(texts: Sequence[Hashes]) -> tuple[Hashes, NDArray[np.int64]]:
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    return np.concatenate(texts), np.concatenate((np.zeros(1, np.int64), ends))


def _sketched(numbers: range) -> tuple[Hashes, NDArray[np.int64], Sketch, float, float]:
    """Make articles and sketch them; return also the CPU seconds for words and hashes, and for sketches."""
    bodies = [article.body for article in islice(Generator().articles(numbers.start), len(numbers))]
    started = time.process_time()
    flat, starts = _joined([hashed(body) for body in bodies])
    between = time.process_time()
    made = sketches(flat, starts)
    return flat, np.diff(starts), made, between - started, time.process_time() - between


def cost(count: int, folder: Path) -> dict[str, Any]:
    """Sketch and group generated articles on two cores; return seconds and megabytes."""
    parts = [range(at, min(at + 500, count)) for at in range(0, count, 500)]
    made = np.empty((count, SIZE), np.uint32)
    words = np.empty(count, np.int64)
    hashing_s = sketching_s = 0.0
    path = folder / "words.bin"
    with ProcessPoolExecutor(2) as pool, path.open("wb") as file:
        for part, (flat, counts, some, hash_s, sketch_s) in zip(parts, pool.map(_sketched, parts), strict=True):
            file.write(flat.tobytes())
            made[part.start : part.stop], words[part.start : part.stop] = some, counts
            hashing_s += hash_s
            sketching_s += sketch_s
    starts = np.concatenate(([0], np.cumsum(words)))
    read = 0

    def texts(ids: Sequence[int]) -> list[Hashes]:
        nonlocal read
        read += len(ids)
        return [np.fromfile(path, np.uint64, int(words[id_]), offset=8 * int(starts[id_])) for id_ in ids]

    ids = np.arange(count)
    before = _peak_mb()
    started = time.perf_counter()
    families = Families(ids, made, words, texts=texts)
    grouped_s = time.perf_counter() - started
    peak = _peak_mb() - before
    links = families.links
    started = time.perf_counter()
    Families(ids, made, words, texts=texts, links=links)
    reopened_s = time.perf_counter() - started
    steps = []
    for id_ in random.Random(1).sample(range(count), min(count, 200)):
        started = time.perf_counter()
        families.update([id_], made[id_ : id_ + 1], [int(words[id_])])
        steps.append((time.perf_counter() - started) * 1000)
    return {
        "articles": count,
        "words": int(words.sum()),
        "words_and_hashes_cpu_s": round(hashing_s, 1),
        "sketches_cpu_s": round(sketching_s, 1),
        "grouped_s": round(grouped_s, 2),
        "sketched_and_grouped_on_two_cores_s": round((hashing_s + sketching_s) / 2 + grouped_s, 1),
        "grouping_peak_mb": round(peak),
        "texts_read": read,
        "families": sum(1 for _ in families),
        "reprints": len(families.all_reprints()),
        "opened_from_kept_links_s": round(reopened_s, 2),
        "one_article_ms": {
            "median": round(statistics.median(steps), 2),
            "p95": round(sorted(steps)[int(0.95 * len(steps))], 2),
        },
    }


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure how reprints are found, and at what cost.")
    parser.add_argument("--articles", type=int, default=10_000, help="generated articles to time; 0: none")
    parser.add_argument("--texts", type=int, default=5_000, help="texts among which altered ones are looked for")
    parser.add_argument("--altered", type=int, default=1_000, help="texts to alter in each way")
    parser.add_argument("--corpora", type=Path, metavar="FOLDER", help="alter real texts too")
    asked = parser.parse_args()
    report: dict[str, Any] = {}
    if asked.articles:
        with tempfile.TemporaryDirectory() as folder:
            report["cost"] = cost(asked.articles, Path(folder))
    generated = [article.body for article in islice(Originals().articles(), asked.texts)]
    report["generated"] = found(generated, asked.altered)
    if asked.corpora:
        report["real"] = found(list(real_texts(asked.corpora)), asked.altered)
    print(json.dumps(report, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
