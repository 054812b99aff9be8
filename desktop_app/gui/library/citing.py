"""Citations of an article in the forms that writers, web pages and reference managers take.

BibTeX as an `@article` (fields as in the BibTeX manual), RIS as type NEWS (tags of the RIS specification of 2011), so
that Zotero and JabRef read them; letters stay as they are, in UTF-8. Pure functions of an article.
"""

from __future__ import annotations

import re

from desktop_app.archive.articles import Article
from desktop_app.gui.library.wording import citation
from desktop_app.text.folding import fold

CITATION_FORMS = ("plain", "markdown", "bibtex", "ris")


def cite(article: Article, form: str = "plain") -> str:
    """Return the citation of an article in one of `CITATION_FORMS`; another form is taken as plain."""
    if form == "bibtex":
        return _bibtex(article)
    if form == "ris":
        return _ris(article)
    plain = citation(article, [author.name for author in article.authors], article.page, article.issue)
    if form == "markdown":
        return _markdown(article, plain)
    return plain


def quoted(words: str, article: Article) -> str:
    """Return words of an article with their source below, as a Markdown quotation."""
    lines = "\n".join(f"> {line}" if line.strip() else ">" for line in words.strip().splitlines())
    return f"{lines}\n>\n> — {cite(article)}"


def _markdown(article: Article, plain: str) -> str:
    """Link the headline where the article is on the web, and set the publication in italics."""
    title = f"“{article.title}”"
    words = re.sub(r"([\\`*_\[\]<>])", r"\\\1", plain)
    shown = re.sub(r"([\\`*_\[\]<>])", r"\\\1", title)
    address = article.canonical_url or article.source_url
    if article.title and address.startswith(("https://", "http://")):
        target = address.replace(" ", "%20").replace(")", "%29")
        words = words.replace(shown, f"[{shown}]({target})", 1)
    publication = re.sub(r"([\\`*_\[\]<>])", r"\\\1", article.publication)
    return words.replace(f", {publication},", f", *{publication}*,", 1) if publication else words


def _bibtex(article: Article) -> str:
    year = str(article.published.first // 10000) if article.published else ""
    first = article.authors[0].name.split()[-1] if article.authors else article.publication or "article"
    key = re.sub(r"[^a-z0-9]", "", fold(f"{first}{year}")) or f"article{article.id}"
    fields = {
        "author": " and ".join(f"{{{_braced(author.name)}}}" for author in article.authors),
        "title": f"{{{_braced(article.title)}}}" if article.title else "",
        "journal": _braced(article.publication),
        "year": year,
        "month": _month(article),
        "number": _braced(article.issue),
        "pages": _braced(article.page),
        "url": article.canonical_url or article.source_url,
        "language": article.language,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{key},", *lines, "}"])


def _ris(article: Article) -> str:
    date = article.published
    day = ""
    if date is not None:
        first, last = f"{date.first:08}", f"{date.last:08}"
        known = [first[:4], first[4:6] if first[:6] == last[:6] else "", first[6:] if first == last else ""]
        day = "/".join(known) + "/"
    rows = [
        ("TY", "NEWS"),
        *(("AU", author.name) for author in article.authors),
        ("TI", article.title),
        ("T2", article.publication),
        ("PY", day[:4]),
        ("DA", day),
        ("IS", article.issue),
        ("SP", article.page),
        ("UR", article.canonical_url or article.source_url),
        ("LA", article.language),
        ("ER", ""),
    ]
    return "\r\n".join(f"{tag}  - {_line(value)}".rstrip(" ") for tag, value in rows if value or tag == "ER")


def _month(article: Article) -> str:
    date = article.published
    if date is None or date.first // 100 != date.last // 100:
        return ""
    return str(date.first // 100 % 100)


def _braced(text: str) -> str:
    """Keep braces balanced and what TeX takes for a sign harmless."""
    return re.sub(
        r"([{}%&#$_\\])", lambda match: {"\\": r"\textbackslash "}.get(match[1], "\\" + match[1]), _line(text)
    )


def _line(text: str) -> str:
    return " ".join(text.split())
