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
from desktop_app.text.dates import PartialDate
from desktop_app.transfer import word_lists
from desktop_app.transfer.clutter import clutter
from desktop_app.transfer.pasted_lines import (
    TITLE_LENGTH,
    agency_of,
    bare_names,
    date_in,
    facts_of_line,
    first_words,
    has_office_word,
    is_agency,
    is_prose,
    is_speech,
    labelled,
    labelled_names,
    may_be_headline,
    may_be_office,
    section_of,
    trimmed,
    unshouted,
)
from desktop_app.transfer.people import looks_like_name
from desktop_app.transfer.text_layout import blocks, is_verse, to_markdown, wrap_width

_HEAD_LINES = 9
_FOOT_LINES = 30


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
    rights_holder: str = ""
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


def read_edges(lines: Sequence[str]) -> tuple[Page, set[int]]:
    """Read byline, date and the like around a text whose headline is known; return them and the lines they stand on."""
    page = Page(title_found=True)
    reader = _PageReader(page, [line.strip(" *_") for line in lines])
    reader.read_edges()
    return page, reader.taken


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
        self._tidy_authors()
        self.page.source_name = self.page.source_name or agency_of(self.page.body)
        if not self.page.title:
            self.page.title = first_words(self.page.body or self._line(0))

    def _tidy_authors(self) -> None:
        turkic = any(re.search("[ğşıəĞŞİƏ]", line) for line in self.lines)
        self.page.authors = [Author(unshouted(one.name, turkic), one.affiliation) for one in self.page.authors]

    def read_edges(self) -> None:
        """Read head and foot only."""
        if self.filled:
            self._below_headline(0)
            self._foot()
            self._tidy_authors()

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
            section = section_of(line)
            if section and may_be_headline(self._line(at + 1)):
                self.page.section = self.page.section or section
            elif not (may_be_headline(self._line(at + 1)) and self._fact_line(line, certain=True)):
                break
            self._take(at)
            at += 1
        return at

    def _headline(self, at: int) -> int:
        """Take the headline if one stands there; return the line after it."""
        line, following = self._line(at), self._line(at + 1)
        if not may_be_headline(line) or not following:
            return at
        end = at + 1
        if self._together(at, end) and not self._stands_above(line, following, end):
            joined = f"{line} {following}"
            two = following[:1].islower() or (self.width and len(line) >= 0.6 * self.width)
            alone = not self._together(end, end + 1) and bool(self._line(end + 1))
            if not alone or len(joined) > TITLE_LENGTH or re.search(r"[.!?,]$", line):
                return at
            if two:
                line, end = joined, end + 1
            elif not (is_prose(self._line(end + 1)) or self._would_be_fact(self._line(end + 1))):
                # Two short lines above other short lines are verse or a list; above prose the first is the headline.
                return at
        elif not self._together(at, end) and re.search(r"[^.]\.$", line) and not self._rest_is_longer(at):
            return at
        self.page.title, self.page.title_found = " ".join(line.split()), True
        self._take(*range(at, end))
        return end

    def _stands_above(self, line: str, following: str, at: int) -> bool:
        """Tell a headline by what follows at once: a fact of the head, or a paragraph."""
        if self._would_be_fact(following):
            return True
        if is_speech(line):
            return False
        if re.search(r"[.,;:]$", line) or following[:1].islower():
            return False
        if self.width:
            return len(line) < 0.75 * self.width <= len(following)
        for later in range(at, at + 4):
            below = self._line(later)
            if is_prose(below):
                return True
            # A standfirst, a name, an office may stand between; a short sentence means verse or talk.
            if re.search(r"[.,;:]$", below) and not self._would_be_fact(below):
                return False
        return False

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
        line, below = self._line(at), self._line(at + 1)
        if labelled_names(line) or date_in(line) is not None:
            return True
        # A bare name may be a heading; with an office or a date beside or below it, it is a byline.
        names = bare_names(line)
        return bool(names) and (bool(names[0].affiliation) or date_in(below) is not None or has_office_word(below))

    def _office_below(self, at: int) -> int:
        """Take the office that stands below a bare name of the head; return how many lines it has."""
        authors = self.page.authors
        below = self._line(at + 1)
        if not authors or authors[-1].affiliation or not self._together(at, at + 1):
            return 0
        if not (has_office_word(below) and may_be_office(below)) or self._line(at + 2) == "":
            return 0
        authors[-1] = Author(authors[-1].name, below.strip(" ,"))
        self._take(at + 1)
        return 1

    def _would_be_fact(self, line: str) -> bool:
        return any(kind in ("authors", "date", "source", "button") for kind, _ in facts_of_line(line, bare_name=True))

    def _fact_line(self, line: str, certain: bool, bare_name: bool = False) -> bool:
        """Take the facts of a line of the head; above the headline only what is `certain`."""
        found = facts_of_line(line, bare_name and not certain)
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
        elif kind == "button":
            page.removed.append(str(value))
        elif kind == "source":
            page.source_name = page.source_name or str(value)
        elif kind == "address":
            page.source_url = page.source_url or str(value)

    # -- the foot --------------------------------------------------------------------------------------------------

    def _foot(self) -> None:
        """Take what stands below the text: tags, source, date, and the byline with its office."""
        free = [at for at in range(len(self.filled)) if self.filled[at] not in self.taken]
        least = 2 if self.page.title_found else 3
        for _ in range(_FOOT_LINES):
            if len(free) < least:
                break
            at = free[-1]
            if not (self._foot_fact(self._line(at)) or (not self.page.authors and self._foot_byline(at, free))):
                break
            self._take(at)
            free = [one for one in free if self.filled[one] not in self.taken]

    def _foot_fact(self, line: str) -> bool:
        tags = labelled(line, word_lists.TAG_LABELS)
        if tags:
            self.page.tags += [tag.strip(" #.") for tag in re.split(r"[,;#|]", tags) if tag.strip(" #.")]
            return True
        if re.fullmatch(r"(?:#[^\s#]+[\s,]*){1,20}", line):
            self.page.tags += re.findall(r"#([^\s#,]+)", line)
            return True
        source = labelled(line, word_lists.SOURCE_LABELS)
        if source and len(source) <= 200:
            self._note("address" if source.startswith("http") else "source", source)
            return True
        if re.fullmatch(r"https?://\S+", line):
            self._note("address", line)
            return True
        if is_agency(line):
            self._note("source", line.strip(" ()."))
            return True
        rights = re.fullmatch(
            r"(?:©|\([cCсС]\)|[Cc]opyright)[\s©]*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,.]*(.{0,80}?)[\s.]*", line
        )
        if rights:
            self.page.rights_holder = rights[1]
            return True
        if re.fullmatch(r"[\w.+-]+@[\w-]+\.[\w.]+|@\w{3,30}", line):
            self.page.removed.append(line)
            return True
        date = date_in(line)
        if date is not None and len(line) <= 60:
            self._note("date", date)
            return True
        return False

    def _foot_byline(self, at: int, free: Sequence[int]) -> bool:
        """Take a byline that ends the text: a name, a name with an office beside or below it, or a labelled one."""
        line, before = self._line(at), free.index(at)
        labelled = labelled_names(line)
        if labelled:
            self.page.authors = labelled
            if re.search(r"[;.]\s+\S", line):
                # Who edited it or took its pictures has no field here.
                self.page.removed.append(line)
            return True
        if self._name_above_office(at, free) or self._office_above_name(at, free):
            return True
        authors = bare_names(line)
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
            if above not in free or not self._together(above, at) or not all(map(may_be_office, block)):
                continue
            authors = bare_names(self._line(above).rstrip(" ,"))
            telling = any(map(has_office_word, block)) or not self._together(above - 1, above)
            lone = all(not looks_like_name(trimmed(line)) or has_office_word(line) for line in block)
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
        names = bare_names(self._line(at))
        if above not in free or not names or not self._together(above, at):
            return False
        if not (has_office_word(office) and may_be_office(office)):
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
            if not looks_like_name(trimmed(line)):
                return line.endswith(":")
            if names >= 3:
                return True
        return False
