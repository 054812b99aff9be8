"""The facts of an article as front matter, in our own keys; `article_facts.py` reads them back to the same article.

Keys, in this order, empty ones left out: title, standfirst, summary, authors (a name, or `name` and `affiliation`),
section, tags, language, status, kind, folder, publication, issue, page, word_goal, date (as typed: `1998-03`),
source_name, source_url, canonical_url, rights (holder, licence, embargo, note), copydesk_uid; then the keys of other
programs as they came, in their order. `status` always stands, and `copydesk_uid` says that nothing is to be guessed.
"""

from __future__ import annotations

import re
from typing import Any

from desktop_app.archive.articles import Article

_OWN = (
    "title", "standfirst", "summary", "authors", "section", "tags", "language", "status", "kind", "folder",
    "publication", "issue", "page", "word_goal", "date", "source_name", "source_url", "canonical_url", "rights",
    "copydesk_uid",
)  # fmt: skip


_SAYS_NOTHING = frozenset(_OWN) - {"language", "word_goal", "status"}
"""Keys that the reader takes although they are empty."""


def article_matter(article: Article) -> dict[str, Any]:
    """Return the front matter of an article."""
    values: dict[str, Any] = {
        **{name: getattr(article, name) for name in _OWN if hasattr(article, name)},
        "authors": [
            {"name": author.name, "affiliation": author.affiliation} if author.affiliation else author.name
            for author in article.authors
        ],
        "tags": list(article.tags),
        "date": article.published.text if article.published else "",
        "rights": _rights(article),
        "copydesk_uid": article.uid,
    }
    # A foreign key that only looks like ours (`Title`) would be read as ours; our own, though empty, then stands first.
    foreign = {_plain(key): key for key in article.extra}
    matter = {
        name: values[name]
        for name in _OWN
        if values[name] not in ("", None, [], {}) or (name in _SAYS_NOTHING and foreign.get(name, name) != name)
    }
    return matter | {key: value for key, value in article.extra.items() if key not in matter}


def _rights(article: Article) -> dict[str, str]:
    rights = article.rights
    values = {"holder": rights.holder, "licence": rights.licence, "embargo": rights.embargo, "note": rights.note}
    return {key: value for key, value in values.items() if value}


def _plain(key: str) -> str:
    return re.sub(r"[\s-]+", "_", key.strip()).lower()
