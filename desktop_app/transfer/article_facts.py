"""What front matter means: which key, by any program's name for it, is which fact of an article.

`article_from` takes the data of a front matter and where the file stands, and gives the article without its text. A
value that cannot be what its key says is told and kept in `extra`, as is every key there is no field for, in order.
How front matter is told from text is `front_matter.py`; how names are read is `people.py`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from desktop_app.archive.articles import STATUSES, Article, Author, Rights
from desktop_app.text import dates, languages
from desktop_app.text.dates import PartialDate
from desktop_app.transfer.people import AuthorBook, People, authors_from
from desktop_app.transfer.shelves import shown

UID_KEY = "copydesk_uid"


def _keys(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# The first name of each is our own, written by the export; the others are those of other programs and languages.
_TITLE = _keys("title headline display_name linktitle link_title name başlıq başlık заголовок название")
_STANDFIRST = _keys("standfirst deck dek subtitle sub_title subhead subheading lead tagline")
_SUMMARY = _keys("summary excerpt description abstract teaser özet xülasə")
_AUTHORS = _keys(
    "authors author byline writers writer by müəllif müəlliflər yazar yazarlar автор авторы contributor contributors"
)
_TAGS = _keys("tags topics keywords tag topic labels etiketler açar_sözlər теги")
_DATE = _keys(
    """date published publishdate publish_date pubdate pub_date published_at date_published published_date
    publicationdate publication_date created created_at tarix tarih дата"""
)
_LANGUAGE = _keys("language lang locale languagecode language_code dil язык")
_SECTION = _keys("section category rubric bölmə kateqoriya kategori рубрика раздел")
_PLAIN = {
    "kind": ("kind",),
    "folder": ("folder",),
    "publication": ("publication", "newspaper", "magazine", "journal", "qəzet", "gazete", "газета"),
    "issue": ("issue", "issue_number"),
    "page": ("page", "pages"),
    "source_name": ("source_name", "source"),
    "source_url": ("source_url", "sourceurl", "original_url", "originalurl", "external_url", "externalurl"),
    "canonical_url": ("canonical_url", "canonicalurl", "canonical"),
}
_YES = frozenset(("true", "yes", "on", "1", "y"))
_NO = frozenset(("false", "no", "off", "0", "n"))
_NAME_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """What the place and name of a file say about its article."""

    name: str = ""
    """Within its shelf, with `/`."""
    date: PartialDate | None = None
    slug: str = ""
    section: str = ""
    language: str = ""
    draft: bool = False
    jekyll: bool = False


@dataclass(slots=True)
class Facts:
    """An article without its text, and what was odd."""

    article: Article
    own: bool = False
    """True for what this program exported: nothing is to be guessed or tidied."""
    warnings: list[str] = field(default_factory=list)


def article_from(data: Mapping[str, Any], standing: Standing, book: AuthorBook | None = None) -> Facts:
    """Read the facts of an article from its front matter and from where its file stands."""
    return _Reader(data, standing, book).read()


class _Reader:
    """Takes the keys it understands out of the data; what stays is `extra`."""

    def __init__(self, data: Mapping[str, Any], standing: Standing, book: AuthorBook | None) -> None:
        self.left: dict[str, Any] = {str(key): value for key, value in data.items()}
        self.keys: dict[str, str] = {}
        for key in self.left:
            self.keys.setdefault(_plain_key(key), key)
        self.own = UID_KEY in self.keys
        # Our own export says everything itself; nothing may be taken from its surroundings, or it would not come back.
        self.standing = Standing() if self.own else standing
        self.book = book
        self.warnings: list[str] = []

    def read(self) -> Facts:
        uid = self.line(UID_KEY)
        title = self.line(*_TITLE)
        first, last = self.peek("first_name"), self.peek("last_name")
        if not title and first and last and not self.own:
            title = f"{first} {last}"
        standfirst, summary = self.line(*_STANDFIRST), self.text(*_SUMMARY)
        people, tags, section = self.authors(), self.tags(), self.section()
        if people.written:
            self.left["author_slugs"] = list(people.written)
        plain = {name: self.line(*keys)[:_NAME_LIMIT] for name, keys in _PLAIN.items()}
        self.tell_source(plain)
        article = Article(
            uid=uid,
            title=title,
            standfirst=standfirst,
            summary=summary,
            authors=people.authors,
            tags=tags[0],
            section=section or tags[1] or self.standing.section,
            language=self.language(),
            status=self.status(),
            published=self.date() or self.standing.date,
            word_goal=self.number("word_goal"),
            rights=self.rights(),
            **plain,  # type: ignore[arg-type]
        )
        return Facts(replace(article, extra=self.left), self.own, self.warnings)

    # -- taking values ---------------------------------------------------------------------------------------------

    def known(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the keys that mean a fact; our own export uses the first only, the others are the user's extra."""
        return names[:1] if self.own else names

    def peek(self, name: str) -> Any:
        return self.left.get(self.keys.get(name, ""))

    def take(self, name: str) -> Any:
        return self.left.pop(self.keys[name], None) if name in self.keys else None

    def line(self, *names: str) -> str:
        """Take the first of these keys that holds a text, as one line; empty ones go, the others stay."""
        found = self.text(*names)
        return found if self.own else " ".join(found.split())

    def text(self, *names: str) -> str:
        found = ""
        for name in self.known(names):
            value = self.peek(name)
            if name in self.keys and (value is None or value == ""):
                self.take(name)
            elif not found and isinstance(value, str | int | float) and not isinstance(value, bool):
                found = self.tidy(str(self.take(name)))
            elif not found and isinstance(value, list) and value and all(isinstance(part, str) for part in value):
                found = self.tidy(", ".join(self.take(name)))
        return found

    def tidy(self, text: str) -> str:
        """Return a text as its readers saw it: `&#58;` in a front matter was a way to write a colon there."""
        if self.own:
            return text
        text = _INLINE_TAG.sub("", text) if "<" in text else text
        return html.unescape(text).strip() if "&" in text else text.strip()

    def number(self, name: str) -> int | None:
        value = self.peek(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
            self.take(name)
            return value
        return None

    # -- facts with a shape of their own ---------------------------------------------------------------------------

    def authors(self) -> People:
        affiliation = self.peek("affiliation")
        for name in self.known(_AUTHORS):
            value = self.peek(name)
            if value is None or value in ("", []):
                self.take(name)
                continue
            if self.own:
                people = _verbatim(value)
            else:
                people = authors_from(value, self.book, affiliation if isinstance(affiliation, str) else "")
            if people.authors:
                self.take(name)
                if affiliation and any(author.affiliation == affiliation for author in people.authors):
                    self.take("affiliation")
                return people
        return People()

    def tags(self) -> tuple[tuple[str, ...], str]:
        """Return the tags, and the section where categories name one."""
        tags: dict[str, None] = {}
        for name in self.known(_TAGS):
            value = self.peek(name)
            if isinstance(value, list | str | int) and not isinstance(value, bool):
                tags.update(dict.fromkeys(self.listed(self.take(name), spaced=name in ("tags", "keywords"))))
            elif value is None:
                self.take(name)
        section = ""
        categories = None if self.own else self.peek("categories")
        if isinstance(categories, list | str):
            several = self.listed(self.take("categories"), spaced=True)
            known = bool(self.standing.section) or any(self.peek(name) for name in _SECTION)
            if several and not known:
                section = several.pop(0)
            tags.update(dict.fromkeys(several))
        return tuple(tags), section

    def listed(self, value: Any, spaced: bool) -> list[str]:
        if isinstance(value, list):
            items = [str(item) for item in value if isinstance(item, str | int | float) and not isinstance(item, bool)]
            if self.own:
                return items
        else:
            text = str(value)
            if "," in text or ";" in text:
                items = re.split("[,;]", text)
            elif re.fullmatch(r"\s*(?:#\S+\s*)+", text) or (spaced and self.standing.jekyll):
                # Jekyll's own rule: tags in a plain text are divided by blanks.
                items = text.split()
            else:
                items = text.split("\n")
        tags = (self.tidy(item) for item in items)
        return [" ".join(tag.removeprefix("#").split())[:_NAME_LIMIT] for tag in tags if tag.strip("# ")]

    def section(self) -> str:
        return self.line(*_SECTION)[:_NAME_LIMIT]

    def date(self) -> PartialDate | None:
        for name in self.known(_DATE):
            value = self.peek(name)
            if self.own and value == "":
                self.take(name)
            if value is None or value == "" or isinstance(value, bool):
                continue
            found = _date(value)
            if found is not None:
                self.take(name)
                return found
            if name == "date":
                self.warnings.append(f"“{str(value)[:60]}” could not be read as a date.")
        return None

    def language(self) -> str:
        for name in self.known(_LANGUAGE):
            value = self.peek(name)
            code = code_of_language(value) if isinstance(value, str) else ""
            if code:
                self.take(name)
                return code
        return self.standing.language

    def status(self) -> str:
        written = str(self.peek("status") or "").lower()
        if written in STATUSES:
            self.take("status")
            return written
        draft, published = _truth(self.peek("draft")), _truth(self.peek("published"))
        if draft is not None:
            self.take("draft")
        if published is not None:
            self.take("published")
        if draft or published is False or written in ("draft", "hidden", "skip", "pending"):
            return "writing"
        return "writing" if self.standing.draft and draft is None else "published"

    def rights(self) -> Rights:
        value = self.peek("rights")
        if isinstance(value, Mapping):
            self.take("rights")
            low = {str(key).lower(): "" if item is None else str(item) for key, item in value.items()}
            licence = low.get("licence") or low.get("license") or ""
            return Rights(low.get("holder", ""), licence, low.get("embargo", ""), low.get("note", ""))
        if self.own:
            return Rights()
        note = self.line("rights")
        return Rights(self.line("copyright"), self.line("licence", "license"), self.line("embargo"), note)

    def tell_source(self, plain: dict[str, str]) -> None:
        """An address given as the name of the source is its address."""
        if re.match(r"https?://", plain["source_name"]) and not plain["source_url"]:
            plain["source_url"], plain["source_name"] = plain["source_name"], ""


def _date(value: Any) -> PartialDate | None:
    """Read a date; of a day with an hour nobody can read (`2015-03-17 14:00 -4`) the day is certain all the same."""
    found = dates.from_value(value)
    if found is None and isinstance(value, str) and (day := re.match(r"\d{4}-\d\d-\d\d(?=[T\s]+\d)", value.strip())):
        whole = dates.parse_date(day[0])
        found = whole and replace(whole, text=" ".join(value.split())[:80])
    return found


_INLINE_TAG = re.compile(
    r"</?(?:a|b|br|cite|code|em|i|mark|p|q|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


def _verbatim(value: Any) -> People:
    """Read authors as this program writes them."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, Mapping):
            found.append(Author(str(item.get("name") or ""), str(item.get("affiliation") or "")))
        elif isinstance(item, str):
            found.append(Author(item))
    return People(tuple(author for author in found if author.name))


def _plain_key(key: str) -> str:
    return re.sub(r"[\s-]+", "_", key.strip()).lower()


def _truth(value: Any) -> bool | None:
    word = str(value).strip().lower()
    return True if word in _YES else False if word in _NO else None


def code_of_language(text: str) -> str:
    """Return the BCP 47 form of a language as people write it (`en_US`, `English`, `es-PR`), or nothing."""
    text = text.strip().partition(".")[0]
    known = languages.language_code(text)
    code = _CODE.fullmatch(known or text)
    if code is None:
        return known
    parts = (code[1].lower(), (code[2] or "").title(), (code[3] or "").upper())
    return "-".join(part for part in parts if part)


_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?")


# -- where a file stands -----------------------------------------------------------------------------------------------

_DATED = re.compile(r"(\d{4}[-_.]\d\d[-_.]\d\d|\d{8}|\d\d\.\d\d\.\d{4})(?:[-_ ]+(.*)|$)")
_IN_FOLDERS = re.compile(r"(?:^|/)((?:18|19|20)\d\d)/(\d\d)(?:/(\d\d))?(?=/|$)")
_LANGUAGES = """
    ar az be bg cs da de el en es et fa fi fr he hi hu hy id it ja ka kk ko ky lt lv nl no pl pt ro ru sk sv tg tk tr uk
    uz zh
"""
_LANGUAGE_SUFFIX = frozenset(_LANGUAGES.split())
_INDEX = frozenset(("index", "_index", "readme"))


def standing_of(name: str) -> Standing:
    """Read what the path of a file says: `content/SECTION/…`, `2014-03-19-slug.md`, `1998/07/post.az.md`."""
    *folders, file = shown(name).split("/")
    stem = file.rsplit(".", 1)[0] if "." in file.lstrip(".") else file
    stem, language = _without_language(stem)
    jekyll = any(folder in ("_posts", "_drafts") for folder in folders)
    dated = _DATED.fullmatch(stem)
    date = dates.parse_date(dated[1].replace("_", "-")) if dated else None
    dated = dated if date is not None else None
    in_folders = _IN_FOLDERS.search("/".join(folders))
    if date is None and in_folders:
        date = dates.parse_date("-".join(filter(None, in_folders.groups())))
    slug = (dated[2] or "") if dated else stem
    if slug.lower() in _INDEX and folders:
        slug = folders[-1]
    section = ""
    if "content" in folders[:4]:
        below = folders[folders.index("content") + 1 :]
        if below and below[0] in _LANGUAGE_SUFFIX:
            language = language or below.pop(0)
        section = below[0] if below else ""
    return Standing(
        name=name,
        date=date,
        slug=slug,
        section=section.lstrip("_"),
        language=language,
        draft="_drafts" in folders,
        jekyll=jekyll or dated is not None,
    )


def _without_language(stem: str) -> tuple[str, str]:
    """Divide `post.az` into name and language."""
    head, dot, tail = stem.rpartition(".")
    return (head, tail) if dot and head and tail in _LANGUAGE_SUFFIX else (stem, "")


def title_from_slug(slug: str) -> str:
    """Return a file name as a headline: `a-short-walk` is `A short walk`; names with blanks stay as they are."""
    if " " in slug.strip():
        return slug.strip()
    words = re.sub(r"[-_]+", " ", slug).strip()
    return words[:1].upper() + words[1:]
