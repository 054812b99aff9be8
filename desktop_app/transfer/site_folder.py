"""A website of articles: a folder that any web server, or a browser by itself, can show. No script in it.

`index.html` by date, `articles/`, and pages by tag, author, section and year, `feed.xml` (Atom), one style sheet, the
pictures once each. A second run writes only what changed: `copydesk-site.json` remembers what each file was made of,
and a file nobody needs any more is taken away, if it is still the one that was written.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

from desktop_app import __version__
from desktop_app.archive.articles import Article, ArticleSummary
from desktop_app.transfer.file_names import Names, name_from
from desktop_app.transfer.page import Page, PagePicture, make_page, year
from desktop_app.transfer.page_tree import xml_text
from desktop_app.transfer.page_words import PageWords, words_for
from desktop_app.transfer.reports import Written
from desktop_app.transfer.web_page import environment, iso_day, render_page, styles
from desktop_app.transfer.whole_files import write_whole

MEMORY = "copydesk-site.json"
_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg"}
_FEED_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the lists of the site know it: no text, so that ten thousand fit in memory."""

    id: int
    file: str
    title: str
    standfirst: str
    date: str
    iso: str
    order: int
    year: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    section: str
    language: str
    direction: str
    uid: str
    updated: str


@dataclass(slots=True)
class SiteFolder:
    """Writes a site into a folder, article by article, the lists at the end."""

    folder: Path
    theme: str = "house"
    entries: list[Entry] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    """Name → SHA-256 of every file that belongs to this run."""
    recipes: dict[str, str] = field(default_factory=dict)
    fresh: int = 0
    _names: Names = field(default_factory=Names)
    _before: dict[str, dict[str, str]] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)

    def begin(self, articles: Iterable[ArticleSummary]) -> None:
        """Give each article its file name, so that texts can link to one another."""
        self._before = _memory(self.folder)
        for article in articles:
            name = self._names.take(article.title, article.id)
            self._files[str(article.id)] = name
            if article.uid:
                self._files[article.uid] = name

    def add(self, article: Article, pictures: Sequence[PagePicture]) -> Written:
        """Write the page of an article and its pictures."""
        name = f"articles/{self._files[str(article.id)]}.html"
        recipe = self._recipe(article, pictures)
        page = make_page(article, pictures, link=self._link)
        self.entries.append(_entry(page, name))
        for picture in pictures:
            if picture.media_type in _SUFFIXES:
                self._write(_picture_name(picture), picture.sha256, lambda data=picture.data: data)  # type: ignore[misc]
        sha256 = self._write(name, recipe, lambda: self._page(page).encode())
        return Written(article.id, str(self.folder / name), sha256, page.warnings)

    def finish(self, title: str = "") -> list[Written]:
        """Write lists, feed and style sheet, take away what is not needed any more, remember the rest."""
        self.entries.sort(key=lambda entry: (-entry.order, entry.title, entry.id))
        words = words_for(_commonest(entry.language for entry in self.entries))
        title = title or words.all_articles
        before = set(self.written)
        self._write("style.css", "", lambda: (styles(self.theme) + _SITE_CSS).encode())
        self._write("feed.xml", "", lambda: _feed(self.entries[:_FEED_LENGTH], title).encode())
        self._write("index.html", "", lambda: self._list(title, self.entries, words, ""))
        for kind, label, shelves in self._shelves(words):
            for shelf, entries in shelves.items():
                where = f"{kind}/{_shelf_name(shelf)}.html"
                heading = f"{label}: {shelf}"
                self._write(where, "", lambda h=heading, e=entries: self._list(h, e, words, "../"))  # type: ignore[misc]
            self._write(f"{kind}/index.html", "", lambda k=kind, n=label, s=shelves: self._overview(k, n, s, words))  # type: ignore[misc]
        self._clear()
        self._remember()
        lists = [name for name in self.written if name not in before and not name.startswith("pictures/")]
        return [Written(0, str(self.folder / name), self.written[name]) for name in lists]

    # -- pages -----------------------------------------------------------------------------------------------------

    def _page(self, page: Page) -> str:
        words = page.words
        return render_page(
            page,
            picture_address=lambda picture: "../" + _picture_name(picture),
            stylesheets=["../style.css"],
            feeds=[("../feed.xml", words.all_articles)],
            before=_bar(words, "../"),
            author_address=lambda name: f"../authors/{quote(_shelf_name(name))}.html",
            tag_address=lambda tag: f"../tags/{quote(_shelf_name(tag))}.html",
        )

    def _list(self, title: str, entries: Sequence[Entry], words: PageWords, root: str) -> bytes:
        groups: dict[str, list[Entry]] = {}
        for entry in entries:
            groups.setdefault(entry.year or words.no_date, []).append(entry)
        template = environment().get_template("site-list.html.j2")
        return template.render(title=title, groups=groups, words=words, root=root, bar=_bar(words, root)).encode()

    def _overview(self, kind: str, label: str, shelves: dict[str, list[Entry]], words: PageWords) -> bytes:
        rows = [(shelf, f"{_shelf_name(shelf)}.html", len(entries)) for shelf, entries in shelves.items()]
        rows.sort(key=lambda row: row[0].casefold(), reverse=kind == "years")
        template = environment().get_template("site-overview.html.j2")
        return template.render(title=label, rows=rows, words=words, root="../", bar=_bar(words, "../")).encode()

    def _shelves(self, words: PageWords) -> list[tuple[str, str, dict[str, list[Entry]]]]:
        kinds: tuple[tuple[str, str, Callable[[Entry], Iterable[str]]], ...] = (
            ("tags", words.tags, lambda entry: entry.tags),
            ("authors", words.authors, lambda entry: entry.authors),
            ("sections", words.sections, lambda entry: [entry.section]),
            ("years", words.years, lambda entry: [entry.year]),
        )
        found = []
        for kind, label, values in kinds:
            shelves: dict[str, list[Entry]] = defaultdict(list)
            by_name: dict[str, str] = {}
            for entry in self.entries:
                for value in dict.fromkeys(values(entry)):
                    if value:
                        # Names that differ in capitals or marks only share a file, so they share a shelf.
                        shelves[by_name.setdefault(_shelf_name(value).casefold(), value)].append(entry)
            found.append((kind, label, dict(shelves)))
        return found

    # -- files -----------------------------------------------------------------------------------------------------

    def _link(self, address: str) -> str:
        """Return the page of an `article:` link, by id or uid; nothing where it is not part of the site."""
        name = self._files.get(re.sub(r"^article:/*", "", address))
        return f"{quote(name)}.html" if name else ""

    def _recipe(self, article: Article, pictures: Sequence[PagePicture]) -> str:
        """Return what a page is made of, in short: unchanged, and the page need not be made again."""
        facts = (
            __version__, self.theme, article, [picture.sha256 for picture in pictures],
            sorted(set(re.findall(r"article:[^\s)>\"]+", article.body)) & {f"article:{key}" for key in self._files}),
        )  # fmt: skip
        return hashlib.sha256(repr(facts).encode()).hexdigest()

    def _write(self, name: str, recipe: str, make: Callable[[], bytes]) -> str:
        """Write a file, unless it stands there as it was written from the same recipe."""
        path = self.folder / name
        known = self._before.get(name, {})
        if name in self.written:
            return self.written[name]
        if recipe and known.get("made of") == recipe and _sha256(path) == known.get("sha256"):
            self.written[name], self.recipes[name] = known["sha256"], recipe
            return known["sha256"]
        data = make()
        sha256 = hashlib.sha256(data).hexdigest()
        if _sha256(path) != sha256:
            write_whole(path, data)
            self.fresh += 1
        self.written[name], self.recipes[name] = sha256, recipe
        return sha256

    def _clear(self) -> None:
        """Take away files of an earlier run that nobody asked for; one that was changed since is left."""
        for name, known in self._before.items():
            path = self.folder / name
            inside = path.resolve().is_relative_to(self.folder.resolve())
            if name not in self.written and inside and _sha256(path) == known.get("sha256"):
                path.unlink()

    def _remember(self) -> None:
        memory = {name: {"sha256": sha256, "made of": self.recipes[name]} for name, sha256 in self.written.items()}
        text = json.dumps({"copydesk": __version__, "files": memory}, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(self.folder / MEMORY, text.encode())


def _memory(folder: Path) -> dict[str, dict[str, str]]:
    try:
        files = json.loads((folder / MEMORY).read_text(encoding="utf-8"))["files"]
        return {str(name): {str(k): str(v) for k, v in known.items()} for name, known in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _entry(page: Page, file: str) -> Entry:
    article = page.article
    moment = article.updated or article.created or datetime(1970, 1, 1, tzinfo=UTC)
    return Entry(
        id=article.id,
        file=file,
        title=page.title,
        standfirst=page.standfirst or page.description,
        date=page.date,
        iso=iso_day(page),
        order=article.published.last if article.published else 0,
        year=year(article.published),
        authors=tuple(author.name for author in article.authors),
        tags=article.tags,
        section=article.section,
        language=page.language,
        direction=page.direction,
        uid=article.uid,
        updated=moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _bar(words: PageWords, root: str) -> str:
    kinds = (("years", words.years), ("sections", words.sections), ("authors", words.authors), ("tags", words.tags))
    links = [f'<a href="{root}index.html">{escape(words.all_articles)}</a>']
    links += [f'<a href="{root}{kind}/index.html">{escape(label)}</a>' for kind, label in kinds]
    return f'<nav class="site-bar">{" ".join(links)}</nav>\n'


def _feed(entries: Sequence[Entry], title: str) -> str:
    parts = []
    for entry in entries:
        names = "".join(f"<author><name>{_xml(name)}</name></author>" for name in entry.authors)
        parts.append(
            f"<entry><title>{_xml(entry.title)}</title>"
            f'<link href="{quote(entry.file)}"/><id>urn:uuid:{_xml(entry.uid)}</id>'
            f"<updated>{entry.updated}</updated>{names}<summary>{_xml(entry.standfirst)}</summary></entry>"
        )
    identity = hashlib.sha256("\n".join(entry.uid for entry in entries).encode()).hexdigest()[:32]
    updated = max((entry.updated for entry in entries), default="1970-01-01T00:00:00Z")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_xml(title)}</title>\n<id>urn:sha256:{identity}</id>\n<updated>{updated}</updated>\n"
        f'<link rel="self" href="feed.xml"/>\n' + "\n".join(parts) + "\n</feed>\n"
    )


def _shelf_name(value: str) -> str:
    """Return the file name of a shelf; never `index`, which is the list of the shelves."""
    name = name_from(value) or hashlib.sha256(value.encode()).hexdigest()[:12]
    return f"{name}-1" if name == "index" else name


def _picture_name(picture: PagePicture) -> str:
    return f"pictures/{picture.sha256[:20]}.{_SUFFIXES.get(picture.media_type, 'bin')}"


def _commonest(values: Iterable[str]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for value in values:
        counts[value] += 1
    return max(counts, key=lambda value: counts[value], default="")


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _xml(text: str) -> str:
    return escape(xml_text(text))


_SITE_CSS = """
.site-bar { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; margin: 0 0 2.6rem; padding-bottom: .8rem;
  border-bottom: 1px solid var(--line); font: 500 .875rem/1.5 var(--sans); }
.site-bar a { text-decoration: none; }
.shelf { list-style: none; padding: 0; }
.shelf li { margin: 0 0 1.15rem; }
.shelf .title { font-size: 1.15rem; font-weight: 600; text-decoration: none; }
.shelf .facts, .shelf .count { font: 400 .8125rem/1.5 var(--sans); color: var(--muted); }
.shelf .lead { margin: .1rem 0 0; color: var(--muted); font-size: 1rem; line-height: 1.45; }
.shelf-name { font: 600 .8125rem/1.4 var(--sans); color: var(--accent); letter-spacing: .04em; margin: 2.4rem 0 .9rem; }
"""
