"""A picture alone in its paragraph is a figure; its caption is the title, or the emphasised line below it."""

from __future__ import annotations

import re

_ATTRIBUTES = r'(?: [^\s="<>]+="[^"]*")*'
_ALONE = re.compile(
    rf"<p>(<img{_ATTRIBUTES}>|<a{_ATTRIBUTES}><img{_ATTRIBUTES}></a>)"
    r"(?:[ ]*(?:<br>)?\n[ ]*<em>((?:(?!</?em>).)+)</em>)?</p>",
    re.DOTALL,
)
_TITLE = re.compile(r'<img(?: (?!title=)[^\s="<>]+="[^"]*")* title="([^"]+)"')


def with_captions(fragment: str) -> str:
    """Return sanitised HTML with `figure` and `figcaption` where a lone picture has words of its own."""
    return _ALONE.sub(_figure, fragment)


def _figure(match: re.Match[str]) -> str:
    picture, below = match[1], match[2]
    title = _TITLE.search(picture)
    # Quotes are entities in an attribute only; as text they are the same characters.
    caption = below or (title[1] if title else "")
    return f"<figure>{picture}<figcaption>{caption}</figcaption></figure>" if caption else match[0]
