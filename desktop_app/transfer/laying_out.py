"""Where files of one run go: names nobody else has, and pictures where the texts name them.

A text is written as its author wrote it, so its pictures must lie where it says: `images/bridge.jpg` below it,
`../img/x.png` beside its folder, `/img/x.png` at the root. Where two articles mean different pictures by one name, the
second gets a folder of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from desktop_app.archive.articles import Article
from desktop_app.transfer.file_names import Names, picture_place
from desktop_app.transfer.page import PagePicture
from desktop_app.transfer.whole_files import refuse_no_file


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article and its pictures go."""

    path: Path
    pictures: tuple[tuple[Path, PagePicture], ...] = ()
    warnings: tuple[str, ...] = ()


class Layout:
    """The places in one folder, or the one file that was named."""

    def __init__(self, folder: Path, suffix: str, file: Path | None = None) -> None:
        self._folder = folder
        self._suffix = suffix
        self._file = file
        self._names = Names()
        self._laid: dict[Path, str] = {}

    def place(self, article: Article, pictures: Sequence[PagePicture]) -> Place:
        """Return the place of an article; asked once for each."""
        if self._file is not None:
            # Before its pictures are laid beside it.
            refuse_no_file(self._file)
            return self._around(self._file.parent, self._file.name, pictures, depth=0)
        name = self._names.take(article.title, article.id)
        places = [picture_place(picture.name) for picture in pictures]
        depth = max((place[0] for place in places if place), default=0)
        chain = [name, *["_"] * 5]
        laid = self._around(self._folder, name + self._suffix, pictures, depth, chain)
        if self._clashes(laid):
            laid = self._around(self._folder, name + self._suffix, pictures, depth + 1, chain)
        kept = [(path, picture) for path, picture in laid.pictures if self._laid.get(path) in (None, picture.sha256)]
        lost = [picture.name for path, picture in laid.pictures if (path, picture) not in kept]
        self._laid |= {path: picture.sha256 for path, picture in kept}
        warnings = (*laid.warnings, *(_not_written(name, "another article has one of that name") for name in lost))
        return Place(laid.path, tuple(kept), warnings)

    def _clashes(self, place: Place) -> bool:
        return any(self._laid.get(path) not in (None, picture.sha256) for path, picture in place.pictures)

    def _around(
        self, folder: Path, file_name: str, pictures: Sequence[PagePicture], depth: int, chain: Sequence[str] = ()
    ) -> Place:
        """Lay an article `depth` folders down the chain, and its pictures from there or from the root."""
        laid: list[tuple[Path, PagePicture]] = []
        warnings: list[str] = []
        for picture in pictures:
            place = picture_place(picture.name)
            if place is None or (place[0] > depth and not picture.name.startswith("/")):
                warnings.append(_not_written(picture.name, "its address is no place beside the text"))
                continue
            up, path = place
            levels = 0 if picture.name.startswith("/") else depth - up
            laid.append((folder.joinpath(*chain[:levels], _own(path)), picture))
        return Place(folder.joinpath(*chain[:depth], file_name), tuple(laid), tuple(warnings))


def _own(path: PurePosixPath) -> Path:
    return Path(*path.parts)


def _not_written(name: str, why: str) -> str:
    return f"The picture “{name}” was not written: {why}."
