"""Pictures that a text refers to and that lie beside it: found, looked at, and handed on under the address as written.

Only files of the same shelf are read, and only those whose first bytes are a picture's. What is missing, too large or
outside is told; the text keeps its address in any case. Nothing is ever fetched from the net.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from posixpath import dirname, join
from urllib.parse import unquote

from desktop_app.archive.articles import NewPicture
from desktop_app.text.plain import picture_addresses
from desktop_app.transfer.reading import site_prefix
from desktop_app.transfer.shelves import ShelfTrouble, SourceFile, inside_name

PICTURE_LIMIT = 40_000_000
PICTURES_LIMIT = 200_000_000
"""Bytes of one picture, and of all pictures of one article: they are held in memory until the article is written."""

# Bounded, so that a text of nothing but openings costs no more than another of its length.
_FIGURE = re.compile(r"\{\{[<%]\s{0,9}figure\b[^>%]{0,999}?\bsrc\s{0,9}=\s{0,9}[\"`]([^\"`\n]{1,999})[\"`]")
_SHORTCODE = re.compile(
    r"\{\{[<%][^}\n]{0,999}?\b(?:src|image)\s{0,9}=\s{0,9}[\"`]([^\"`\n]{1,999}\.(?:png|jpe?g|gif|webp|svg))[\"`]",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"(?i)(?:[a-z][a-z0-9+.-]*:|//|#)")


def addresses(markdown: str) -> tuple[list[str], list[str]]:
    """Return the picture addresses in a Markdown text: those that must lead somewhere, and those that may."""
    wanted = list(picture_addresses(markdown)) if "![" in markdown or "<img" in markdown.lower() else []
    if "{{" not in markdown:
        return list(filter(None, wanted)), []
    wanted += _FIGURE.findall(markdown)
    possible = [address for address in _SHORTCODE.findall(markdown) if address not in wanted]
    return list(dict.fromkeys(filter(None, wanted))), list(dict.fromkeys(possible))


def pictures_beside(
    source: SourceFile, wanted: Iterable[str], possible: Iterable[str] = ()
) -> tuple[tuple[NewPicture, ...], tuple[str, ...]]:
    """Return the pictures that lie where the addresses point, and what to tell about the others."""
    found: list[NewPicture] = []
    warnings: list[str] = []
    size = 0
    for address, must in [(one, True) for one in wanted] + [(one, False) for one in possible]:
        if _ELSEWHERE.match(address) or len(address) > 1000:
            continue
        places = _places(address, source.name)
        if places is None:
            continue
        if not places:
            warnings.append(f"The picture “{address}” lies outside the imported folder and was not read.")
            continue
        place = next((place for place in places if source.shelf.has(place)), None)
        if place is None:
            if must:
                warnings.append(f"The picture “{address}” is not there.")
            continue
        try:
            data = source.shelf.read(place, min(PICTURE_LIMIT, PICTURES_LIMIT - size))
        except ShelfTrouble as trouble:
            warnings.append(f"The picture “{address}” was not taken in. {trouble}")
            continue
        kind = media_type(data)
        if kind:
            size += len(data)
            found.append(NewPicture(address, data, kind))
        elif must:
            warnings.append(f"“{address}” is no picture that can be shown (PNG, JPEG, GIF, WebP, SVG).")
    return tuple(found), tuple(warnings)


def _places(address: str, name: str) -> list[str] | None:
    """Return where in the shelf an address may point, likeliest first; [] where all are outside, None where it is none.

    A leading slash is the root of a site, which is `static/` for Hugo and the folder itself for everybody else.
    """
    if "{{" in address or "{%" in address:
        return None
    plain = unquote(re.split(r"[?#]", address, maxsplit=1)[0]) or address
    if not plain.strip("/. "):
        return None
    root, here = site_prefix(name), dirname(name)
    rooted = [join(root, folder, plain.lstrip("/")) for folder in ("static", "", "content", "assets", "public")]
    if plain.startswith("/"):
        places = rooted
    else:
        # Obsidian names a picture without its folder; attachments lie in one of these.
        beside = [join(here, folder, plain) for folder in ("", "attachments", "images", "assets", "_resources")]
        places = [*beside, *rooted] if ".." not in plain.split("/") else [join(here, plain)]
    inside = [place for place in map(inside_name, places) if place is not None]
    return list(dict.fromkeys(inside))


def media_type(data: bytes) -> str:
    """Return the media type of a picture by its first bytes, nothing for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE svg")) and re.search(rb"<svg[\s>]", head):
        return "image/svg+xml"
    return ""
