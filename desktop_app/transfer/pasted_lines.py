"""What one line of a pasted page is: a headline, a byline, a date, an office, a section, a source, or text.

Each question is answered from the line alone, by its shape and a few words (`word_lists.py`); where it stands is
`pasted_page.py`'s affair. In doubt a line is text.
"""

from __future__ import annotations

import re

from desktop_app.archive.articles import Author
from desktop_app.text.dates import PartialDate
from desktop_app.text.folding import fold
from desktop_app.transfer import word_lists
from desktop_app.transfer.clutter import clutter
from desktop_app.transfer.day_words import read_date
from desktop_app.transfer.people import authors_from, looks_like_name, name_and_office, split_names

TITLE_LENGTH = 200
PARAGRAPH = 120


def may_be_headline(line: str) -> bool:
    if not 2 <= len(line) <= TITLE_LENGTH or len(line.split()) > 30 or not re.search(r"[^\W_]", line):
        return False
    if re.match(r"(?:https?://|www\.)\S+$", line):
        return False
    if re.match(r"(?:[•●▪*+-]|\d{1,2}[.)])\s", line) or line.endswith((",", ";")):
        return False
    return len(re.findall(r"[.!?…]\s+[^\W\d_a-zа-яё]", line)) < 2


def is_prose(line: str) -> bool:
    return len(line) >= PARAGRAPH or (len(line) >= 60 and re.search(r"[.!?…][\"'»”’)]*$", line) is not None)


def is_speech(line: str) -> bool:
    """Tell a line of an interview: `Leyla: Good morning.`"""
    return re.match(r"[^\W\d_][\w .’'-]{0,30}:\s+\S", line) is not None and re.search(r"[.!?…]$", line) is not None


def section_of(line: str) -> str:
    """Return the section a line above the headline names, or nothing."""
    crumbs = [part.strip() for part in re.split(r"\s*[›»>→/|]\s*", line) if part.strip()]
    if len(crumbs) >= 2 and all(len(part) <= 30 for part in crumbs) and fold(crumbs[0]) in _HOME | word_lists.SECTIONS:
        return crumbs[-1]
    if fold(line).strip(" :") in word_lists.SECTIONS:
        return line.strip(" :")
    capitals = line.isupper() and len(line.split()) <= 3 and len(line) <= 30
    return line.strip(" :") if capitals and not looks_like_name(line.title()) else ""


_HOME = frozenset(("home", "ana sehife", "ana sayfa", "anasayfa", "главная", "start", "startseite", "accueil"))


Fact = tuple[str, object]
"""What a fact is (authors, date, section, source, address, button, time), and its value."""


def facts_of_line(line: str, bare_name: bool) -> list[Fact]:
    """Return the facts of a line of the head, all of them or none: `By Jane Doe | 12 March 1998 | Culture`."""
    placed = name_and_place(line)
    if placed is not None:
        return [("authors", [placed[0]]), ("source", placed[1])]
    if date_in(line) is not None:
        parts = [line]
    else:
        parts = [part for part in re.split(r"\s*[|•·]\s*|\s+[–—-]\s+|\s{3,}", line) if part.strip()]
    facts = [fact_of(part, bare_name, len(parts) > 1) for part in parts]
    found = [fact for fact in facts if fact is not None]
    return found if len(found) == len(facts) else []


def fact_of(part: str, bare_name: bool, one_of_several: bool) -> Fact | None:
    """Return the fact that a line, or a part of one, is; `one_of_several` when others stand beside it."""
    names = labelled_names(part)
    if names:
        return "authors", names
    date = date_in(part)
    if date is not None:
        return "date", date
    if re.fullmatch(r"\d{1,2}[:.]\d\d(?:\s*[APap]\.?[Mm]\.?)?(?:\s*\w{2,4})?", part):
        return "time", part
    if is_agency(part):
        return "source", part.strip(" ().")
    if re.fullmatch(r"https?://\S+", part):
        return "address", part
    if one_of_several and clutter([part]):
        return "button", part.strip()
    if bare_name or one_of_several:
        bare = bare_names(part)
        if bare:
            return "authors", bare
    section = section_of(part)
    if section and (one_of_several or fold(part).strip(" :") in word_lists.SECTIONS):
        return "section", section
    return None


def labelled(line: str, labels: str, colon: str = r"\s*[:：]\s*") -> str:
    """Return what follows a label (`Author: …`), as it is written."""
    match = re.match(rf"(?:{labels}){colon}(?=\S)", aligned(line))
    return line[match.end() :].strip() if match else ""


def aligned(line: str) -> str:
    """Return the folded line if folding kept every place, else in small letters; labels are found by place."""
    low = fold(line)
    return low if len(low) == len(line) else line.lower() if len(line.lower()) == len(line) else ""


def labelled_names(line: str) -> list[Author]:
    """Return the authors of a byline that says it is one, or nothing."""
    if len(line) > 160:
        return []
    rest = labelled(line.strip("()[] "), word_lists.BYLINE_LABELS)
    sure = bool(rest)
    if not rest:
        rest = labelled(line.strip("()[] —–-"), word_lists.BYLINE_WITHOUT_COLON, r"\s+")
        rest = rest if rest and len(line) <= 100 else ""
    rest = re.split(r"(?i)[.;|,]\s*(?:editing|edited|photos?|foto\w*|фото\w*|şəkil\w*)\b", rest)[0].strip()
    if not rest or re.search(r"[.!?]\s+\S{4,}", rest):
        return []
    place = re.search(r",?\s+(?:in|from|for)\s+([^\W\d_].*)$", rest)
    if place and looks_like_name(rest[: place.start()]):
        return [Author(rest[: place.start()], place[1].strip(" ."))]
    found = list(authors_from(without_stop(rest)).authors)
    if not sure and any(len(author.affiliation.split()) > 6 for author in found):
        return []
    named = [author for author in found if looks_like_name(author.name)]
    if not named or len(named) < len(found):
        if has_office_word(rest) and len(rest.split()) <= 6 and not re.search(r"[.!?,]$", rest):
            return [Author(re.sub(r"^(?:the|a|an)\s+", "", rest, flags=re.IGNORECASE))]
        short = len(rest.split()) <= 4 and rest[:1].isupper() and not re.search(r"[.!?,]$", rest)
        return found if sure and short else []
    return found


def bare_names(line: str) -> list[Author]:
    """Return the authors of a line that holds nothing but names, each with an office perhaps."""
    text = trimmed(line)
    # "Dear Mr Marsh," greets; it does not sign.
    if len(text) > 120 or re.search(r"[!?:;]|,\s*$", line):
        return []
    found: list[Author] = []
    for part in split_names(text):
        name, office = name_and_office(part)
        if not looks_like_name(name) or (office and not may_be_office(office)):
            return []
        found.append(Author(name, office))
    return found if len(found) <= 3 else []


def name_and_place(line: str) -> tuple[Author, str] | None:
    """Read `İlhan Karaca / İzmir, (DHA)`, the byline of agencies; return the author and the agency."""
    match = re.fullmatch(
        r"([^/–—()]{5,50}?)\s*[/–—]\s*([^/,–—()]{2,40}?)[\s,–—-]*(?:\(([^()]{2,30})\)|([^()\s]{2,20}))?", line
    )
    if match is None or not looks_like_name(match[1]):
        return None
    name, place, agency = match[1], match[2].strip(), (match[3] or match[4] or "").strip()
    words = place.split()
    if len(words) > 3 or not all(word[0].isupper() for word in words) or (agency and not is_agency(agency)):
        return None
    if looks_like_name(place) and not agency:
        return None
    return Author(name, place), agency


def trimmed(line: str) -> str:
    """Take dashes, stars and brackets off the ends of a line, and the full stop."""
    text = line.strip(" \t—–-•*✍©")
    if text[:1] in "([" and text[-1:] in ")]" and not re.search(r"[)\]].*[(\[]", text):
        text = text[1:-1]
    return without_stop(text)


def without_stop(text: str) -> str:
    """Take away a full stop that is no initial's."""
    return text[:-1] if text.endswith(".") and not re.search(r"\b[^\W\d_]\.$|(?:Jr|Sr|Dr)\.$", text) else text


def unshouted(name: str, turkic: bool) -> str:
    """Return `Jane Doe` for `JANE DOE` and for `Jane DOE`, and `Iğdır` for `IĞDIR` in a Turkic text."""
    small = str.maketrans({"I": "ı", "İ": "i"} if turkic else {"İ": "i"})
    # A short word in capitals beside others is an abbreviation (BBC) or a numeral (III).
    least = 2 if name.isupper() and len(name) > 4 else 4
    return re.sub(
        r"[^\W\d_]+",
        lambda word: (
            word[0][0] + word[0][1:].translate(small).lower()
            if word[0].isupper() and len(word[0]) >= least
            else word[0]
        ),
        name,
    )


def may_be_office(line: str) -> bool:
    text = line.strip()
    if not 2 <= len(text) <= 90 or len(text.split()) > 8 or re.search(r"[!?;:]|[^\W\d_]{6,}\.(?:\s|$)", text):
        return False
    return date_in(text) is None and not re.search(r"https?://|@", text)


def has_office_word(line: str) -> bool:
    return any(word in word_lists.OFFICES for word in re.findall(r"[^\W\d_]+", fold(line)))


def is_agency(line: str) -> bool:
    text = line.strip(" ().")
    tokens = re.findall(r"[^\W\d_]+", fold(text))
    return 0 < len(tokens) <= 3 and len(text) <= 30 and all(token in word_lists.AGENCIES for token in tokens)


def date_in(line: str) -> PartialDate | None:
    """Return the date of a line that is a date and nothing else, its label, weekday and hour aside."""
    text = line.strip(" \t|•·,")
    if not 6 <= len(text) <= 90 or not re.search(r"\d", text):
        return None
    label = re.match(rf"(?:{word_lists.DATE_LABELS})\s*:?\s+(?=\S)", aligned(text))
    rest = text[label.end() :] if label else text
    # "14:05 12.03.1998", "12 March 1998 | 14:05", "12 марта 1998, 14:05 МСК"
    rest = re.sub(r"\s*[\[(]\d{1,2}:\d\d[\])]$", "", rest)
    rest = re.sub(r"^\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*[,|–—-]?\s+(?=\S)", "", rest)
    rest = re.split(r"\s*(?:[|•·]|\s[–—-]\s)\s*", rest)[0] if not re.match(r"\d{4}\s[–—-]\s\d{4}", rest) else rest
    tail = line[line.find(rest) + len(rest) :] if rest in line else ""
    if re.search(r"[^\W\d_]{3,}", re.sub(rf"(?i){word_lists.DATE_LABELS}", "", aligned(tail))):
        return None
    found = read_date(rest)
    # A bare year or number in a line of its own is more often a heading than a date.
    return found if found is not None and (label or not re.fullmatch(r"\D?\d{1,4}\D?", rest)) else None


_DATELINE = re.compile(r"^[^\W\d_a-z][^.()]{2,45}(?:\((?P<agency>[^()]{2,25})\))?\s*[–—-]{1,2}\s+(?=[^\W\d_a-z])")


def agency_of(paragraph: str) -> str:
    """Return the agency of a dateline: `Lima, 4 May (Reuters) - A parrot …`."""
    match = _DATELINE.match(paragraph)
    agency = (match["agency"] or "") if match else ""
    return agency.strip() if is_agency(agency) else ""


def first_words(text: str) -> str:
    """Return the beginning of a text that has no headline."""
    line = re.sub(r"\s+", " ", re.sub(r"^[#>*\\-]+\s*", "", text.strip().split("\n", 1)[0])).strip()
    line = _DATELINE.sub("", line) or line
    if len(line) <= 80:
        return line.rstrip(",;:")
    sentence = re.match(r".{20,80}?[.!?…](?=\s)", line)
    if sentence:
        return sentence[0]
    return line[:80].rsplit(" ", 1)[0].rstrip(",;:—–- ") + "…"
