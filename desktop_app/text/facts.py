"""What an archive notes of a body: its words, how it begins, whether it shows a picture. 50,000 words take 70 ms.

Pure, so that a window can have it done in another process while it types.
"""

from __future__ import annotations

from desktop_app.text.plain import plain_text_and_pictures
from desktop_app.text.words import count_words
from desktop_app.values import dataclass

LEAD = 240
"""Letters of the beginning that lists show."""


@dataclass(frozen=True, slots=True)
class TextFacts:
    """Facts of one body."""

    words: int
    lead: str
    has_picture: bool


def text_facts(body: str) -> TextFacts:
    """Read a body."""
    plain, pictures = plain_text_and_pictures(body)
    lead = " ".join(plain[: LEAD * 4].split())[:LEAD].rstrip()
    return TextFacts(count_words(plain), lead, bool(pictures))
