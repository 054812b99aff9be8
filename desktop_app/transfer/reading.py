"""What every reader gives and gets: one file in, one article with its pictures and remarks out.

The readers are `markdown_file`,
`text_file` and `html_file`; `sources.py` decides which of them reads a file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_app.archive.articles import Article, NewPicture
from desktop_app.transfer.people import AuthorBook
from desktop_app.transfer.shelves import SourceFile


class UnreadableFile(Exception):
    """A file cannot become an article; the message is the reason, for the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What a reader made of a file. `article.provenance` is set by the caller, who knows the bytes."""

    article: Article
    pictures: tuple[NewPicture, ...] = ()
    warnings: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """Blocks that were taken out (share buttons …), as they stood."""


@dataclass(slots=True)
class Surroundings:
    """What lies around the files of one import: author pages, looked up once a shelf."""

    books: dict[tuple[str, str], AuthorBook] = field(default_factory=dict)

    def book(self, source: SourceFile) -> AuthorBook:
        """Return the author book for a file."""
        before = site_prefix(source.name)
        key = (source.shelf.label, before)
        if key not in self.books:
            self.books[key] = AuthorBook(source.shelf, (before,))
        return self.books[key]


def site_prefix(name: str) -> str:
    """Return what stands before the site's own folders in a file's name: `site/` of `site/content/news/a.md`."""
    folders = name.split("/")[:-1]
    for folder in ("content", "_posts", "_drafts"):
        if folder in folders[:4]:
            before = folders[: folders.index(folder)]
            return "".join(f"{part}/" for part in before)
    return ""
