"""What the tests of the archive share: a clock to turn, articles to add, and a dump that shows all a user could see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from desktop_app.archive import STATUSES, Archive, Article, Author, NewPicture, Provenance, Rights
from desktop_app.text.dates import PartialDate

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **step: float) -> None:
        self.now += timedelta(**step)


def whole_article(**changes: Any) -> Article:
    """An article that has something in every field."""
    fields: dict[str, Any] = {
        "title": "Körpü və çay",
        "standfirst": "A bridge, and what flows under it.",
        "body": "# Körpü\n\nThe *old* bridge [^1] over the Kür.\n\n![](images/bridge.jpg)\n\n[^1]: Built in 1911.\n",
        "summary": "About a bridge.",
        "language": "az",
        "status": "published",
        "kind": "column",
        "section": "Culture",
        "authors": (Author("Leyla Əliyeva", "Baku office"), Author("Işıl Yıldız")),
        "tags": ("bridges", "Kür", "1911"),
        "folder": "Rivers",
        "publication": "The Bakery Street Gazette",
        "issue": "12",
        "page": "3–4",
        "word_goal": 800,
        "published": PartialDate("March 1911", 19110301, 19110331),
        "source_name": "City Library",
        "source_url": "https://example.org/bridge",
        "canonical_url": "https://example.org/canonical",
        "rights": Rights("The author", "CC BY 4.0", "2027-01-01", "Ask first"),
        "extra": {"draft": False, "weight": 3, "nested": {"list": [1, None, "ə"]}, "ratio": 0.5},
        "provenance": Provenance("/in/bridge.md", "ab" * 32, "cp1251", None, ("Share this",)),
    }
    return Article(**{**fields, **changes})


PICTURE = NewPicture("images/bridge.jpg", b"\xff\xd8 a bridge", "image/jpeg")


def dump(archive: Archive, *, histories: bool = True) -> dict[str, Any]:
    """Return everything a user could see, numbers of writes left out."""
    ids = sorted((*archive.ids(), *archive.ids(place="trash")))
    seen: dict[str, Any] = {}
    for one in archive.texts(ids):
        seen[one.uid] = {
            "article": {
                name: getattr(one, name) for name in Article.__dataclass_fields__ if name not in ("version", "extra")
            },
            "extra": dict(one.extra),
            "pictures": [(held, archive.picture_bytes(held.sha256)) for held in archive.pictures(one.id)],
        }
        if histories:
            seen[one.uid]["versions"] = [
                archive.version_text(one.id, version.number) for version in archive.versions(one.id)
            ]
    return {
        "articles": seen,
        "facts": [repr(facts) for facts in archive.facts()],
        "summaries": archive.summaries(ids),
        "authors": archive.values("author", limit=10_000),
        "tags": archive.values("tag", limit=10_000),
        "counts": repr(archive.counts()),
        "pictures": archive.statistics()["pictures"],
        "searches": archive.saved_searches(),
        "reprints": archive.reprint_choices(),
    }


NAMES = ("Leyla Əliyeva", "Aliyev Rauf", "Ёлка Иванова", "O'Brien", "Işıl ISIK", "leyla əliyeva")
TAGS = ("bridges", "Bridges", "Kür", "kur", "two words", "100%", "under_score", "c*t")
VALUES = ("", "Culture", "culture", "Mədəniyyət", "Sports news", "a_b", "aXb", "50%")
BODIES = (
    "", "The old bridge over the river.", "# Bakı'nın körpüsü\n\nKöhnə *körpü*.", "мост через реку\n\nёлка",
    "river bridge old", "![alt](images/a.png) tea", "one\n\ntwo three four five six",
)  # fmt: skip
DATES = (
    None,
    PartialDate("1998", 19980101, 19981231),
    PartialDate("March 1998", 19980301, 19980331),
    PartialDate("1998-03-12", 19980312, 19980312),
    PartialDate("2004", 20040101, 20041231),
)
MOMENTS = st.datetimes(min_value=datetime(1997, 12, 30), max_value=datetime(1998, 4, 2)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


def small_articles() -> st.SearchStrategy[Article]:
    """Articles over few values, so that queries have something to find."""
    return st.builds(
        Article,
        title=st.sampled_from(("", "Bridge", "bridge", "Çay", "Tea and river", "Ёлка")),
        standfirst=st.sampled_from(("", "old river", "Çay")),
        body=st.sampled_from(BODIES),
        language=st.sampled_from(("", "az", "tr", "ru", "en", "en-GB")),
        status=st.sampled_from(STATUSES),
        kind=st.sampled_from(VALUES),
        section=st.sampled_from(VALUES),
        authors=st.lists(st.sampled_from(NAMES).map(Author), max_size=3).map(tuple),
        tags=st.lists(st.sampled_from(TAGS), max_size=3).map(tuple),
        folder=st.sampled_from(VALUES),
        publication=st.sampled_from(VALUES),
        published=st.sampled_from(DATES),
        source_name=st.sampled_from(VALUES),
        source_url=st.sampled_from(("", "https://example.org")),
        created=MOMENTS,
        updated=MOMENTS,
        trashed_at=st.none() | MOMENTS,
    )
