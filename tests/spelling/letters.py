"""Makes `resources/dictionaries/letters.tsv` anew from texts of our own: `python -m tests.spelling.letters`.

The sample articles, the word pairs of the language tests and the common words of `text.languages` are what it is made
of; groups of letters that stand there once are left out.
"""

from __future__ import annotations

import re
from collections import Counter

from desktop_app import paths
from desktop_app.spelling.classifier import groups
from desktop_app.text.languages import _COMMON
from desktop_app.text.plain import plain_text

LANGUAGES = ("az", "en", "ru", "tr")
_COMMON_WEIGHT = 2


def counted(language: str) -> Counter[str]:
    """Count the groups of letters of our texts in a language."""
    counts: Counter[str] = Counter()
    for path in sorted(paths.resource("sample/articles").glob("*.md")):
        front, body = re.split(r"^---$", path.read_text("utf-8"), maxsplit=2, flags=re.M)[1:]
        if re.search(rf"^language: {language}$", front, re.M):
            counts.update(groups(plain_text(body)))
    for _ in range(_COMMON_WEIGHT):
        counts.update(groups(_COMMON[language]))
    return Counter({group: count for group, count in counts.items() if count > 1})


def table() -> str:
    """Return the file as it should be."""
    lines = []
    for language in LANGUAGES:
        counts = sorted(counted(language).items(), key=lambda item: (-item[1], item[0]))
        lines.append("\t".join([language, *(f"{group.replace(' ', '_')}={count}" for group, count in counts)]))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    paths.resource("dictionaries").joinpath("letters.tsv").write_text(table(), "utf-8", newline="\n")
