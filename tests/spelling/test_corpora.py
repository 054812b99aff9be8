"""On real texts: the language of mixed paragraphs, and how often a right word is marked.

What is no paragraph in the language of its folder is left out by rule: code, tables of checksums, and paragraphs of
the translations that were left in English (Russian with fewer Cyrillic letters than Latin, Azerbaijani and Turkish
with fewer than two letters of their own).
"""

from __future__ import annotations

import random
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.archive import Archive, Article
from desktop_app.search.local import LocalSearch
from desktop_app.spelling import Checker, OwnWords, Paragraph, Speller, find_dictionaries
from desktop_app.spelling.prose import prose_words

pytestmark = [pytest.mark.corpora, pytest.mark.timeout(900)]

LANGUAGES = ("az", "en", "ru", "tr")
_OWN_LETTERS = re.compile("[əığşçöü]")
TEXTS = 10
WORDS = 200
"""Words of the shortest text that is tried."""


def texts(corpora: Path, language: str) -> Iterator[str]:
    """Yield the bodies of a language, front matter and fenced code taken off."""
    if language == "en":
        for name in ("digitalgov", "18f"):
            with tarfile.open(corpora / "markdown" / f"{name}.tar.xz") as tar:
                for member in tar:
                    file = tar.extractfile(member) if member.name.endswith(".md") else None
                    if file is not None:
                        yield _body(file.read().decode("utf-8", "replace"))
        return
    folder = corpora / "languages" / ("az" if language == "az" else f"{language}-news")
    for path in sorted(folder.rglob("*.md")):
        yield _body(path.read_text("utf-8", "replace"))


def _body(text: str) -> str:
    text = re.sub(r"\A---\r?\n.*?\n---\r?\n", "", text, count=1, flags=re.S)
    text = re.sub(r"^([`~]{3,}).*?^\1", "", text, flags=re.S | re.M)
    return re.sub(r"\{% highlight.*?endhighlight %\}", "", text, flags=re.S)


def paragraphs(text: str, language: str) -> Iterator[str]:
    """Yield paragraphs of more than eight words that are in the language."""
    for part in re.split(r"\n\s*\n", text):
        if part.startswith("    "):
            continue
        line = " ".join(part.split())
        prose = " ".join(word.text for word in prose_words(line))
        latin, cyrillic = len(re.findall("[a-zA-Z]", prose)), len(re.findall("[а-яёА-ЯЁ]", prose))
        translated = {"ru": cyrillic > latin, "en": True}.get(language, len(_OWN_LETTERS.findall(prose)) >= 2)
        if len(prose.split()) > 8 and translated:
            yield line


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(find_dictionaries(own=Path("none"), system=()), LANGUAGES)


def test_language_of_mixed_paragraphs(corpora: Path, checker: Checker, capsys: pytest.CaptureFixture[str]) -> None:
    mixed = [
        (language, paragraph)
        for language in LANGUAGES
        for number, text in enumerate(texts(corpora, language))
        if language != "en" or number % 8 == 0
        for paragraph in paragraphs(text, language)
    ]
    random.Random(4).shuffle(mixed)
    read = checker.readings([Paragraph(text) for _, text in mixed])
    all_, right = Counter[str](), Counter[str]()
    for (language, _), reading in zip(mixed, read, strict=True):
        all_[language] += 1
        right[language] += reading.language == language
    shares = {language: right[language] / all_[language] for language in LANGUAGES}
    with capsys.disabled():
        print({language: (round(shares[language], 4), all_[language]) for language in LANGUAGES})
    assert min(all_.values()) > 500
    assert all(share >= 0.98 for share in shares.values())


@pytest.mark.parametrize("language", ["en", "ru"])
def test_right_words_are_seldom_marked(
    corpora: Path, checker: Checker, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # An archive as a newsroom has it: earlier pieces of the same kind. The ten texts are not in it.
    long = [text for text in texts(corpora, language) if len(prose_words(text)) >= WORDS]
    chosen = set(random.Random(7).sample(range(len(long)), TEXTS))
    with Archive.create(tmp_path / "words.copydesk") as archive:
        rest = [text for number, text in enumerate(long) if number not in chosen][:400]
        archive.add(*(Article(title="", body=text, language=language) for text in rest))
        search = LocalSearch(archive, tmp_path / "index")
        search.catch_up()
        alone = _marks(Speller(checker, OwnWords()), [long[number] for number in chosen], language)
        helped = _marks(Speller(checker, OwnWords(), search), [long[n] for n in chosen], language)
        search.close()
    with capsys.disabled():
        for name, (words, marks) in {"dictionaries alone": alone, "with the archive": helped}.items():
            print(language, name, words, "words", sum(marks.values()), "marks", marks.most_common(20))
    assert alone[0] > TEXTS * WORDS
    assert sum(helped[1].values()) <= helped[0] / 200


def _marks(speller: Speller, bodies: list[str], language: str) -> tuple[int, Counter[str]]:
    """Count the words of some texts, and the marked ones; those that are really misspelt count as well."""
    lines = [line for body in bodies for line in body.splitlines() if line.strip() and not line.startswith("    ")]
    checked = speller.check([Paragraph(line, language) for line in lines])
    marks = Counter(mistake.word for one in checked for mistake in one.mistakes)
    return sum(len(prose_words(line)) for line in lines), marks
