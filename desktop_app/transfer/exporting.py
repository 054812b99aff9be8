"""The way out: articles to files, each written whole, read again, and told with its SHA-256.

One article that fails never stops the others; the report says why. Cancelled between two articles, what was written
stays and is whole. The archive is only read. The same work in a process of its own is `export_process.py`.
"""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Literal, get_args

from desktop_app.archive import Archive
from desktop_app.archive.articles import Article
from desktop_app.errors import UserError
from desktop_app.transfer.laying_out import Layout
from desktop_app.transfer.page import THEMES, PagePicture
from desktop_app.transfer.reports import CancelFlag, ExportReport, Failure, OnProgress, Progress, Skipped, Written
from desktop_app.transfer.whole_files import write_whole
from desktop_app.transfer.writers import (
    DocxWriter,
    EpubWriter,
    HtmlWriter,
    JsonWriter,
    MarkdownWriter,
    PdfPages,
    Writer,
)

Format = Literal["html", "site", "pdf", "epub", "docx", "markdown", "json"]
OnExisting = Literal["replace", "skip", "fail"]
SUFFIXES: dict[str, str] = {
    "html": ".html", "pdf": ".pdf", "epub": ".epub", "docx": ".docx", "markdown": ".md", "json": ".json",
}  # fmt: skip

_BESIDE = frozenset({".md", ".json"})
"""Formats whose pictures lie beside the file; the others hold them."""

_log = logging.getLogger(__name__)
_DISK_ERRORS = frozenset({errno.ENOSPC, errno.EROFS, errno.EDQUOT})


def export_articles(
    archive: Archive,
    ids: Iterable[int],
    *,
    format: Format,
    to: Path | str,
    theme: str = "house",
    on_existing: OnExisting = "replace",
    on_progress: OnProgress | None = None,
    cancelled: CancelFlag | None = None,
    one_file: bool = False,
    on_written: Callable[[Written], None] | None = None,
) -> ExportReport:
    """Export articles in this order.

    `to` is a file for one article and a folder for several; a folder too where it exists or ends with a slash. Several
    go into one file with `one_file`, or where `to` is a file of the format (`book.epub`). `on_written` hears of each
    file as soon as it is whole.
    """
    run = _Run(archive, format, theme, on_existing, on_progress, cancelled, on_written)
    return run.export(list(dict.fromkeys(ids)), to, one_file)


def pictures_of(archive: Archive, article_id: int) -> list[PagePicture]:
    """Return the pictures of an article with their bytes, as `make_page` and `preview_pages` take them."""
    return [
        PagePicture(one.name, one.sha256, one.media_type, archive.picture_bytes(one.sha256))
        for one in archive.pictures(article_id)
    ]


class _Run:
    """One export."""

    def __init__(
        self,
        archive: Archive,
        form: Format,
        theme: str,
        on_existing: OnExisting,
        on_progress: OnProgress | None,
        cancelled: CancelFlag | None,
        on_written: Callable[[Written], None] | None,
    ) -> None:
        _known("format", form, get_args(Format))
        _known("style", theme, THEMES)
        _known("answer for files that are there", on_existing, get_args(OnExisting))
        self._archive = archive
        self._form = form
        self._theme = theme
        self._on_existing = on_existing
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._on_written = on_written
        self._written: list[Written] = []
        self._skipped: list[Skipped] = []
        self._failed: list[Failure] = []
        self._stopped = False

    def export(self, ids: Sequence[int], to: Path | str, one_file: bool) -> ExportReport:
        started = time.monotonic()
        target, is_folder = Path(to).expanduser(), _means_folder(to, len(ids))
        if self._form == "site":
            self._site(ids, target)
        elif one_file or (len(ids) > 1 and not is_folder):
            self._book(ids, target, is_folder)
        else:
            self._each(ids, target, is_folder)
        return ExportReport(
            written=tuple(self._written),
            skipped=tuple(self._skipped),
            failed=tuple(self._failed),
            took_s=time.monotonic() - started,
            cancelled=self._stopped,
        )

    # -- the ways --------------------------------------------------------------------------------------------------

    def _each(self, ids: Sequence[int], to: Path, is_folder: bool) -> None:
        with ExitStack() as closing:
            writer = self._writer(closing)
            layout = Layout(to if is_folder else to.parent, writer.suffix, None if is_folder else to)
            self._through(ids, lambda article, pictures: self._one(writer, layout, article, pictures))

    def _one(self, writer: Writer, layout: Layout, article: Article, pictures: Sequence[PagePicture]) -> None:
        place = layout.place(article, pictures if writer.suffix in _BESIDE else ())
        if self._in_the_way(article.id, place.path):
            return
        made = writer.make(article, pictures)
        warnings = [*made.warnings, *place.warnings]
        for path, picture in place.pictures:
            warnings += self._picture(path, picture)
        sha256 = write_whole(place.path, made.data, made.check)
        self._tell(Written(article.id, str(place.path), sha256, tuple(warnings)))

    def _picture(self, path: Path, picture: PagePicture) -> list[str]:
        """Write a picture beside its text, unless it lies there already."""
        if path.is_file():
            if path.read_bytes() == picture.data:
                return []
            if self._on_existing != "replace":
                return [f"Another picture lies at “{path}” already and was left there."]
        write_whole(path, picture.data)
        return []

    def _book(self, ids: Sequence[int], to: Path, is_folder: bool) -> None:
        from desktop_app.transfer.books import BOOK_FORMATS, make_book

        _known("format for many articles in one file", self._form, BOOK_FORMATS)
        suffix = SUFFIXES[self._form]
        path = to / f"{_folder_name(to)}{suffix}" if is_folder else to
        if self._in_the_way(0, path):
            return
        chapters: list[tuple[Article, Sequence[PagePicture]]] = []
        self._through(ids, lambda article, pictures: chapters.append((article, pictures)))
        if self._stopped or not chapters:
            return
        book = make_book(self._form, chapters, theme=self._theme)
        sha256 = write_whole(path, book.data, book.check)
        self._tell(Written(chapters[0][0].id if len(chapters) == 1 else 0, str(path), sha256, book.warnings))

    def _site(self, ids: Sequence[int], to: Path) -> None:
        from desktop_app.transfer.site_folder import SiteFolder

        if to.exists() and not to.is_dir():
            raise UserError(f"“{to}” is a file; a website needs a folder.", "Nothing was written.")
        if self._on_existing == "fail" and to.exists() and any(to.iterdir()):
            raise UserError(f"The folder “{to}” is not empty.", "Nothing was written. Choose another folder.")
        site = SiteFolder(to, self._theme)
        site.begin(self._archive.summaries(ids))
        self._through(ids, lambda article, pictures: self._tell(site.add(article, pictures)))
        if not self._stopped:
            for written in site.finish():
                self._tell(written)

    # -- the parts -------------------------------------------------------------------------------------------------

    def _through(self, ids: Sequence[int], work: Callable[[Article, list[PagePicture]], None]) -> None:
        """Do the work article after article; what goes wrong with one is noted, a full disk ends it all."""
        for done, id_ in enumerate(ids):
            if self._cancelled is not None and self._cancelled.is_set():
                self._stopped = True
                return
            try:
                article = self._archive.get(id_)
                self._show(Progress(done, len(ids), article.title))
                work(article, pictures_of(self._archive, id_))
            except UserError as error:
                self._failed.append(Failure(str(id_), str(error)))
            except OSError as error:
                self._failed.append(Failure(str(id_), _told(error)))
                if error.errno in _DISK_ERRORS:
                    self._failed += [
                        Failure(str(later), "Not tried: the disk takes no more.") for later in ids[done + 1 :]
                    ]
                    return
            except Exception as error:  # noqa: BLE001  (one article must not cost the others theirs)
                _log.exception("export of article %s as %s", id_, self._form)
                reason = f"A fault in Copydesk ({type(error).__name__}), noted in its log. The article is unchanged."
                self._failed.append(Failure(str(id_), reason))
        if ids:
            self._show(Progress(len(ids), len(ids)))

    def _show(self, progress: Progress) -> None:
        if self._on_progress:
            self._on_progress(progress)

    def _writer(self, closing: ExitStack) -> Writer:
        match self._form:
            case "html":
                return HtmlWriter(self._theme)
            case "pdf":
                return PdfPages(self._theme, closing)
            case "epub":
                return EpubWriter()
            case "docx":
                return DocxWriter()
            case "markdown":
                return MarkdownWriter()
        return JsonWriter()

    def _in_the_way(self, id_: int, path: Path) -> bool:
        """Tell whether a file is there that must stay, and note it."""
        if self._on_existing == "replace" or not path.exists():
            return False
        if self._on_existing == "fail":
            raise UserError(f"“{path.name}” is there already.", "It was left as it is.")
        self._skipped.append(Skipped(id_, str(path)))
        return True

    def _tell(self, written: Written) -> None:
        self._written.append(written)
        if self._on_written:
            self._on_written(written)


def _means_folder(to: Path | str, count: int) -> bool:
    text = str(to)
    return Path(to).expanduser().is_dir() or text.endswith(("/", "\\")) or (count != 1 and not Path(to).suffix)


def _folder_name(folder: Path) -> str:
    return folder.resolve().name or "articles"


def _told(error: OSError) -> str:
    where = f"“{Path(error.filename).name}” " if isinstance(error.filename, str) else ""
    return f"{where}could not be written: {error.strerror or error}. The article is unchanged."


def _known(what: str, value: str, known: Sequence[str]) -> None:
    if value not in known:
        raise UserError(f"There is no {what} “{value}”.", f"Known are: {', '.join(known)}. Nothing was written.")
