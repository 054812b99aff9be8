"""Real texts typed without their letters get them back: 96 words of 100 in Azerbaijani, 97 in Turkish.

Texts are held out of the vocabulary, fold by fold (`tests/bench/letters.py`); by the shipped lists alone as well, which
have not seen any of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.letters import LANGUAGES, shipped
from tests.bench.letters import score

pytestmark = [pytest.mark.corpora, pytest.mark.timeout(600)]


@pytest.mark.parametrize(
    ("language", "folder", "folds", "least"),
    [("az", "az", 5, 0.98), ("tr", "tr-news", 5, 0.98), ("az", "az", 0, 0.955), ("tr", "tr-news", 0, 0.975)],
)
def test_words_come_back(
    corpora: Path, lists_folder: Path, language: str, folder: str, folds: int, least: float
) -> None:
    texts = [path.read_text("utf-8") for path in sorted((corpora / "languages" / folder).glob("*.md"))]
    found = score(texts, language, folds, {code: shipped(code, lists_folder) for code in LANGUAGES})
    assert found.words > 15_000
    assert found.right / found.words >= least, found.mistakes.most_common(20)
    assert found.needed_right / found.needed >= least - 0.005
