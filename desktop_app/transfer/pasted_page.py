"""A plain text, read as a person would: the headline, who wrote it and where they sit, when, and the text itself.

The head (section, headline, standfirst, byline, date) and the foot (byline with office, tags, source) are told by the
shape of their lines and a few words (`word_lists.py`); what lies between is the text. Whatever is not clearly a fact
stays text. Buttons and counters are `clutter.py`'s affair, breaks `text_layout.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_app.archive.articles import Author
from desktop_app.text.dates import PartialDate, parse_date
from desktop_app.text.folding import fold
from desktop_app.transfer import word_lists
from desktop_app.transfer.clutter import clutter
from desktop_app.transfer.people import authors_from, looks_like_name, name_and_office, split_names
from desktop_app.transfer.text_layout import blocks, is_verse, to_markdown, wrap_width

_TITLE_LENGTH = 200
_HEAD_LINES = 9
_PARAGRAPH = 120


@dataclass(slots=True)
class Page:
    """What a pasted page says."""

    title: str = ""
    title_found: bool = False
    """False when the first words had to stand in for a headline; they are still in the body then."""
    standfirst: str = ""
    authors: list[Author] = field(default_factory=list)
    date: PartialDate | None = None
    section: str = ""
    tags: list[str] = field(default_factory=list)
    source_name: str = ""
    source_url: str = ""
    body: str = ""
    removed: list[str] = field(default_factory=list)


def read_page(text: str) -> Page:
    """Read a plain text; its line ends must be one kind already."""
    lines = [line.rstrip() for line in text.split("\n")]
    page = Page()
    unwanted = clutter(lines)
    _note_removed(page, lines, unwanted)
    kept = ["" if number in unwanted else line for number, line in enumerate(lines)]
    reader = _PageReader(page, kept)
    reader.read()
    return page


def _note_removed(page: Page, lines: Sequence[str], unwanted: set[int]) -> None:
    block: list[str] = []
    for number, line in enumerate([*lines, ""]):
        if number in unwanted:
            block.append(line.strip())
        elif block and (line.strip() or number == len(lines)):
            page.removed.append("\n".join(block))
            block = []


class _PageReader:
    """Takes the head and the foot off; `first` and `last` bound what is still text."""

    def __init__(self, page: Page, lines: list[str]) -> None:
        self.page = page
        self.lines = lines
        self.filled = [number for number, line in enumerate(lines) if line.strip()]
        self.width = wrap_width(blocks(lines))
        self.taken: set[int] = set()

    def read(self) -> None:
        if not self.filled:
            return
        at = self._before_headline()
        at = self._headline(at)
        if self.page.title_found:
            self._below_headline(at)
        self._foot()
        rest = ["" if number in self.taken else line for number, line in enumerate(self.lines)]
        self.page.body = to_markdown(rest)
        if not self.page.title:
            self.page.title = _first_words(self.page.body or self._line(0))

    # -- lines -----------------------------------------------------------------------------------------------------

    def _line(self, at: int) -> str:
        """Return the `at`-th line that is not blank, nothing beyond the ends."""
        return self.lines[self.filled[at]].strip() if 0 <= at < len(self.filled) else ""

    def _take(self, *ats: int) -> None:
        self.taken.update(self.filled[at] for at in ats)

    def _together(self, at: int, other: int) -> bool:
        """Tell two lines with no blank one between them."""
        if not (0 <= at < len(self.filled) and 0 <= other < len(self.filled)):
            return False
        return abs(self.filled[at] - self.filled[other]) == abs(at - other)

    # -- the head --------------------------------------------------------------------------------------------------

    def _before_headline(self) -> int:
        """Take section names, menus of crumbs and dates above the headline; return where the headline may be."""
        at = 0
        while at < min(5, len(self.filled) - 2):
            line = self._line(at)
            section = _section(line)
            if section and _may_be_headline(self._line(at + 1)):
                self.page.section = section
            elif not (_may_be_headline(self._line(at + 1)) and self._fact_line(line, certain=True)):
                break
            self._take(at)
            at += 1
        return at

    def _headline(self, at: int) -> int:
        """Take the headline if one stands there; return the line after it."""
        line, following = self._line(at), self._line(at + 1)
        if not _may_be_headline(line) or not following:
            return at
        end = at + 1
        if self._together(at, end) and not self._stands_above(line, following, end):
            joined = f"{line} {following}"
            two = following[:1].islower() or (self.width and len(line) >= 0.6 * self.width)
            alone = not self._together(end, end + 1) and bool(self._line(end + 1))
            if not (two and alone and len(joined) <= _TITLE_LENGTH) or re.search(r"[.!?]$", line):
                return at
            line, end = joined, end + 1
        elif not self._together(at, end) and re.search(r"[^.]\.$", line) and not self._rest_is_longer(at):
            return at
        self.page.title, self.page.title_found = " ".join(line.split()), True
        self._take(*range(at, end))
        return end

    def _stands_above(self, line: str, following: str, at: int) -> bool:
        """Tell a headline by what follows at once: a fact of the head, or a paragraph."""
        if self._would_be_fact(following):
            return True
        if _is_speech(line):
            return False
        if re.search(r"[.,;:]$", line) or following[:1].islower():
            return False
        if self.width:
            return len(line) < 0.75 * self.width <= len(following)
        return len(following) >= _PARAGRAPH or (len(following) > 1.5 * len(line) and _is_prose(self._line(at + 1)))

    def _rest_is_longer(self, at: int) -> bool:
        rest = sum(len(self._line(later)) for later in range(at + 1, len(self.filled)))
        return rest > 3 * len(self._line(at)) and len(self._line(at).split()) <= 16

    def _below_headline(self, at: int) -> None:
        """Take byline, date and section between headline and text, and a standfirst above them."""
        facts: list[int] = []
        stop = min(at + _HEAD_LINES, len(self.filled) - 1)
        standfirst = -1
        while at < stop:
            line = self._line(at)
            if self._fact_line(line, certain=False, bare_name=self._line(at + 1) != ""):
                facts.append(at)
                at += 1 + self._office_below(at)
            elif standfirst < 0 and not facts and len(line) <= 400 and self._facts_follow(at + 1):
                standfirst = at
                at += 1
            else:
                break
        if facts and standfirst >= 0:
            self.page.standfirst = " ".join(self._line(standfirst).split())
            self._take(standfirst)
        self._take(*facts)

    def _facts_follow(self, at: int) -> bool:
        line = self._line(at)
        return bool(_labelled_names(line)) or _date_in(line) is not None

    def _office_below(self, at: int) -> int:
        """Take the office that stands below a bare name of the head; return how many lines it has."""
        authors = self.page.authors
        below = self._line(at + 1)
        if not authors or authors[-1].affiliation or not self._together(at, at + 1):
            return 0
        if not (_has_office_word(below) and _may_be_office(below)) or self._line(at + 2) == "":
            return 0
        authors[-1] = Author(authors[-1].name, below.strip(" ,"))
        self._take(at + 1)
        return 1

    def _would_be_fact(self, line: str) -> bool:
        return bool(_labelled_names(line)) or _date_in(line) is not None or looks_like_name(_trimmed(line))

    def _fact_line(self, line: str, certain: bool, bare_name: bool = False) -> bool:
        """Take the facts of a line of the head, all of them or none: `By Jane Doe | 12 March 1998 | Culture`."""
        found: list[tuple[str, object]] = []
        parts = [part for part in re.split(r"\s*[|•·]\s*|\s+[–—]\s+|\s{3,}", line) if part.strip()]
        if _date_in(line) is not None:
            parts = [line]
        for part in parts:
            fact = _fact_of(part, bare_name and not certain, len(parts) > 1)
            if fact is None:
                return False
            found.append(fact)
        if not found or (certain and all(kind == "section" for kind, _ in found)):
            return False
        for kind, value in found:
            self._note(kind, value)
        return True

    def _note(self, kind: str, value: object) -> None:
        page = self.page
        if kind == "authors" and isinstance(value, list):
            page.authors += [author for author in value if author not in page.authors]
        elif kind == "date" and isinstance(value, PartialDate):
            page.date = page.date or value
        elif kind == "section":
            page.section = page.section or str(value)
        elif kind == "source":
            page.source_name = page.source_name or str(value)
        elif kind == "address":
            page.source_url = page.source_url or str(value)

    # -- the foot --------------------------------------------------------------------------------------------------

    def _foot(self) -> None:
        """Take what stands below the text: tags, source, date, and the byline with its office."""
        free = [at for at in range(len(self.filled)) if self.filled[at] not in self.taken]
        least = 2 if self.page.title_found else 3
        while len(free) >= least:
            at = free[-1]
            if not (self._foot_fact(self._line(at)) or (not self.page.authors and self._foot_byline(at, free))):
                break
            self._take(at)
            free = [one for one in free if self.filled[one] not in self.taken]

    def _foot_fact(self, line: str) -> bool:
        tags = _labelled(line, word_lists.TAG_LABELS)
        if tags:
            self.page.tags += [tag.strip(" #.") for tag in re.split(r"[,;#|]", tags) if tag.strip(" #.")]
            return True
        if re.fullmatch(r"(?:#[^\s#]+[\s,]*){1,20}", line):
            self.page.tags += re.findall(r"#([^\s#,]+)", line)
            return True
        source = _labelled(line, word_lists.SOURCE_LABELS)
        if source and len(source) <= 200:
            self._note("address" if source.startswith("http") else "source", source)
            return True
        if re.fullmatch(r"https?://\S+", line):
            self._note("address", line)
            return True
        if _is_agency(line):
            self._note("source", line.strip(" ()."))
            return True
        date = _date_in(line)
        if date is not None and len(line) <= 60:
            self._note("date", date)
            return True
        return False

    def _foot_byline(self, at: int, free: Sequence[int]) -> bool:
        """Take a byline that ends the text: a name, a name with an office beside or below it, or a labelled one."""
        line, before = self._line(at), free.index(at)
        labelled = _labelled_names(line)
        if labelled:
            self.page.authors = labelled
            return True
        if self._name_above_office(at, free) or self._office_above_name(at, free):
            return True
        authors = _bare_names(line)
        if not authors or not self._text_is_complete(free[:before]):
            return False
        if self._is_list_of_names(free[: before + 1]):
            return False
        self.page.authors = authors
        return True

    def _name_above_office(self, at: int, free: Sequence[int]) -> bool:
        """Read “Leyla Əliyeva / Bakı bürosu”, with up to two lines of office."""
        for offices in (1, 2):
            above = at - offices
            block = [self._line(one) for one in range(above + 1, at + 1)]
            if above not in free or not self._together(above, at) or not all(map(_may_be_office, block)):
                continue
            authors = _bare_names(self._line(above))
            telling = any(map(_has_office_word, block)) or not self._together(above - 1, above)
            lone = all(not looks_like_name(_trimmed(line)) or _has_office_word(line) for line in block)
            if authors and telling and lone and self._text_is_complete(free[: free.index(above)]):
                office = ", ".join(line.strip(" ,.—–-") for line in block)
                self.page.authors = [Author(author.name, author.affiliation or office) for author in authors]
                self._take(*range(above, at + 1))
                return True
        return False

    def _office_above_name(self, at: int, free: Sequence[int]) -> bool:
        """Read “Bakı bürosu / Leyla Əliyeva”."""
        above = at - 1
        office = self._line(above)
        names = _bare_names(self._line(at))
        if above not in free or not names or not self._together(above, at):
            return False
        if not (_has_office_word(office) and _may_be_office(office)):
            return False
        if not self._text_is_complete(free[: free.index(above)]):
            return False
        self.page.authors = [Author(author.name, author.affiliation or office.strip(" ,:")) for author in names]
        self._take(above, at)
        return True

    def _text_is_complete(self, before: Sequence[int]) -> bool:
        """Tell whether the lines so far end as a text does: with a full stop, and not announcing what follows."""
        if not before or sum(len(self._line(at)) for at in before) < 60:
            return False
        last = self._line(before[-1])
        if last.endswith(":"):
            return False
        ends = re.search(r"[.!?…][\"'»”’)\]]*$", last) is not None
        return ends or is_verse([self._line(at) for at in before[-4:]])

    def _is_list_of_names(self, upto: Sequence[int]) -> bool:
        """Tell the last of three or more names, which is a list (the winners, the crew) and no byline."""
        for names, at in enumerate(reversed(upto), start=1):
            line = self._line(at)
            if not looks_like_name(_trimmed(line)):
                return line.endswith(":")
            if names >= 3:
                return True
        return False


# -- what single lines are ---------------------------------------------------------------------------------------------


def _may_be_headline(line: str) -> bool:
    if not 2 <= len(line) <= _TITLE_LENGTH or len(line.split()) > 30 or not re.search(r"[^\W_]", line):
        return False
    if re.match(r"(?:[•●▪*+-]|\d{1,2}[.)])\s", line) or line.endswith((",", ";")):
        return False
    return len(re.findall(r"[.!?…]\s+[^\W\d_a-zа-яё]", line)) < 2


def _is_prose(line: str) -> bool:
    return len(line) >= _PARAGRAPH or (len(line) >= 60 and re.search(r"[.!?…][\"'»”’)]*$", line) is not None)


def _is_speech(line: str) -> bool:
    """Tell a line of an interview: `Leyla: Good morning.`"""
    return re.match(r"[^\W\d_][\w .’'-]{0,30}:\s+\S", line) is not None and re.search(r"[.!?…]$", line) is not None


def _section(line: str) -> str:
    """Return the section a line above the headline names, or nothing."""
    crumbs = [part.strip() for part in re.split(r"\s*[›»>→/|]\s*", line) if part.strip()]
    if len(crumbs) >= 2 and all(len(part) <= 30 for part in crumbs) and fold(crumbs[0]) in _HOME | word_lists.SECTIONS:
        return crumbs[-1]
    if fold(line).strip(" :") in word_lists.SECTIONS:
        return line.strip(" :")
    capitals = line.isupper() and len(line.split()) <= 3 and len(line) <= 30
    return line.strip(" :") if capitals and not looks_like_name(line.title()) else ""


_HOME = frozenset(("home", "ana sehife", "ana sayfa", "anasayfa", "главная", "start", "startseite", "accueil"))


def _fact_of(part: str, bare_name: bool, one_of_several: bool) -> tuple[str, object] | None:
    names = _labelled_names(part)
    if names:
        return "authors", names
    date = _date_in(part)
    if date is not None:
        return "date", date
    if re.fullmatch(r"\d{1,2}[:.]\d\d(?:\s*[APap]\.?[Mm]\.?)?(?:\s*\w{2,4})?", part):
        return "time", part
    if _is_agency(part):
        return "source", part.strip(" ().")
    if bare_name or one_of_several:
        bare = _bare_names(part)
        if bare:
            return "authors", bare
    section = _section(part)
    if section and (one_of_several or fold(part).strip(" :") in word_lists.SECTIONS):
        return "section", section
    return None


def _labelled(line: str, labels: str, colon: str = r"\s*[:：]\s*") -> str:
    """Return what follows a label (`Author: …`), as it is written."""
    match = re.match(rf"(?:{labels}){colon}(?=\S)", _aligned(line))
    return line[match.end() :].strip() if match else ""


def _aligned(line: str) -> str:
    """Return the folded line if folding kept every place, else in small letters; labels are found by place."""
    low = fold(line)
    return low if len(low) == len(line) else line.lower() if len(line.lower()) == len(line) else ""


def _labelled_names(line: str) -> list[Author]:
    """Return the authors of a byline that says it is one, or nothing."""
    if len(line) > 160:
        return []
    rest = _labelled(line.strip("()[] "), word_lists.BYLINE_LABELS)
    sure = bool(rest)
    if not rest:
        rest = _labelled(line.strip("()[] —–-"), word_lists.BYLINE_WITHOUT_COLON, r"\s+")
        rest = rest if rest and len(line) <= 100 else ""
    if not rest or re.search(r"[.!?]\s+\S{4,}", rest):
        return []
    place = re.search(r",?\s+(?:in|from|for)\s+([^\W\d_].*)$", rest)
    if place and looks_like_name(rest[: place.start()]):
        return [Author(_unshouted(rest[: place.start()]), place[1].strip(" ."))]
    found = [Author(_unshouted(a.name), a.affiliation) for a in authors_from(_without_stop(rest)).authors]
    named = [author for author in found if looks_like_name(author.name)]
    if not named or len(named) < len(found):
        short = len(rest.split()) <= 4 and rest[:1].isupper() and not re.search(r"[.!?,]$", rest)
        return found if sure and short else []
    return found


def _bare_names(line: str) -> list[Author]:
    """Return the authors of a line that holds nothing but names, each with an office perhaps."""
    text = _trimmed(line)
    if len(text) > 120 or re.search(r"[!?:;]", text):
        return []
    found: list[Author] = []
    for part in split_names(text):
        name, office = name_and_office(part)
        if not looks_like_name(name) or (office and not _may_be_office(office)):
            return []
        found.append(Author(_unshouted(name), office))
    return found if len(found) <= 3 else []


def _trimmed(line: str) -> str:
    return _without_stop(line.strip(" \t—–-•*()[]✍©"))


def _without_stop(text: str) -> str:
    """Take away a full stop that is no initial's."""
    return text[:-1] if text.endswith(".") and not re.search(r"\b[^\W\d_]\.$|(?:Jr|Sr|Dr)\.$", text) else text


def _unshouted(name: str) -> str:
    """Return `Jane Doe` for `JANE DOE`; letters whose small form depends on the language stay as they are."""
    if name.isupper() and not re.search("[IİıƏ]", name) and len(name) > 4:
        return re.sub(r"[^\W\d_]{2,}", lambda match: match[0][0] + match[0][1:].lower(), name)
    return name


def _may_be_office(line: str) -> bool:
    text = line.strip()
    if not 2 <= len(text) <= 90 or len(text.split()) > 10 or re.search(r"[!?;:]|\.\s|[^.\W]{3,}\.$", text):
        return False
    return _date_in(text) is None and not re.search(r"https?://|@", text)


def _has_office_word(line: str) -> bool:
    return any(word in word_lists.OFFICES for word in re.findall(r"[^\W\d_]+", fold(line)))


def _is_agency(line: str) -> bool:
    text = line.strip(" ().")
    tokens = re.findall(r"[^\W\d_]+", fold(text))
    return 0 < len(tokens) <= 3 and len(text) <= 30 and all(token in word_lists.AGENCIES for token in tokens)


def _date_in(line: str) -> PartialDate | None:
    """Return the date of a line that is a date and nothing else, its label, weekday and hour aside."""
    text = line.strip(" \t()[]|•·,")
    if not 6 <= len(text) <= 90 or not re.search(r"\d", text):
        return None
    label = re.match(rf"(?:{word_lists.DATE_LABELS})\s*:?\s+(?=\S)", _aligned(text))
    rest = text[label.end() :] if label else text
    # "14:05 12.03.1998", "12 March 1998 | 14:05", "12 марта 1998, 14:05 МСК"
    rest = re.sub(r"^\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*[,|–—-]?\s+(?=\S)", "", rest)
    rest = re.split(r"\s*(?:[|•·]|\s[–—-]\s)\s*", rest)[0] if not re.match(r"\d{4}\s[–—-]\s\d{4}", rest) else rest
    tail = line[line.find(rest) + len(rest) :] if rest in line else ""
    if re.search(r"[^\W\d_]{3,}", re.sub(rf"(?i){word_lists.DATE_LABELS}", "", _aligned(tail))):
        return None
    found = parse_date(rest)
    # A bare year or number in a line of its own is more often a heading than a date.
    return found if found is not None and (label or not re.fullmatch(r"\D?\d{1,4}\D?", rest)) else None


def _first_words(text: str) -> str:
    """Return the beginning of a text that has no headline."""
    line = re.sub(r"\s+", " ", re.sub(r"^[#>*\\-]+\s*", "", text.strip().split("\n", 1)[0])).strip()
    if len(line) <= 80:
        return line.rstrip(",;:")
    sentence = re.match(r".{20,80}?[.!?…](?=\s)", line)
    if sentence:
        return sentence[0]
    return line[:80].rsplit(" ", 1)[0].rstrip(",;:—–- ") + "…"
