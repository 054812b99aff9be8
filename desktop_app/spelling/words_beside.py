"""Words that the shipped dictionaries lack, each beside a word that bends alike: `resources/dictionaries/ru.more`.

The Russian dictionary is of 2008: what has come into the language since is written by hand here, a line a pattern:
`институт: сервис портал блог` gives the new words all forms that институт has.
"""

from __future__ import annotations

from functools import cache

from desktop_app import paths


@cache
def words_beside(language: str) -> tuple[tuple[str, str], ...]:
    """Return (new word, word that bends like it, "" for none) for a language; nothing where there is no such file."""
    try:
        text = paths.resource(f"dictionaries/{language}.more").read_text("utf-8")
    except FileNotFoundError:
        return ()
    found = []
    for line in text.splitlines():
        like, colon, words = line.partition(":")
        if colon and not line.startswith("#"):
            found += [(word, like.strip()) for word in words.split()]
    return tuple(found)
