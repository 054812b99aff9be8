"""How hits look as text: number, headline, facts in one line, and where the words stand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_app.cli.output import Output, clean, plural

if TYPE_CHECKING:
    from rich.text import Text

    from desktop_app.search.service import Hit, SearchResult

Spans = Sequence[tuple[int, int]]


def show_hits(out: Output, hits: Sequence[Hit], offset: int = 0, *, marks: tuple[str, str] = ("", "")) -> None:
    """Print hits; on a terminal the words found shine, elsewhere they stand between `marks`."""
    width = max((len(str(hit.id)) for hit in hits), default=1)
    for hit in hits:
        if out.is_terminal:
            _draw(out, hit, width)
        else:
            _write(out, hit, width, marks)


def facts_line(hit: Hit) -> str:
    """Return date, publication, author, language and length, as far as they are known."""
    date = hit.published.shown if hit.published else ""
    authors = ", ".join(hit.authors[:3]) + (" and others" if len(hit.authors) > 3 else "")
    draft = hit.status if hit.status not in ("published", "") else ""
    reprints = f"+{plural(hit.reprints, 'reprint')}" if hit.reprints else ""
    parts = (date, hit.publication, authors, hit.language, plural(hit.words, "word"), draft, reprints)
    return " · ".join(part for part in parts if part)


def summary_line(found: SearchResult) -> str:
    """Return the total, the time, and the state of the index in words."""
    index = found.index
    if index.state == "current":
        state = f"index up to date ({plural(index.documents, 'article')})"
    elif index.behind:
        state = f"index {index.state}: {plural(index.behind, 'article')} to go"
    else:
        state = f"index {index.state}" + (f": {index.message}" if index.message else "")
    return f"{plural(found.total, 'article')} · {found.took_ms:.0f} ms · {state}"


def show_corrections(out: Output, found: SearchResult, explained: bool) -> None:
    """Tell what was read otherwise than typed, and what would find more."""
    if explained:
        out.say(f"Read as: {found.parsed}")
    for note in found.notes:
        out.say(note)
    if found.also_matched:
        out.say("Also matched: " + ", ".join(found.also_matched))
    if found.terms and (explained or not found.total):
        for term in found.terms:
            out.say(f"  {term.term}: {plural(term.documents, 'article')}")
    for correction in found.corrections:
        out.say(f"Perhaps “{correction.to}” instead of “{correction.term}” ({plural(correction.hits, 'article')})")


def _write(out: Output, hit: Hit, width: int, marks: tuple[str, str]) -> None:
    indent = " " * (width + 2)
    out.line(f"{hit.id:>{width}}  {marked(hit.title or 'Untitled', hit.title_spans, marks)}")
    out.line(indent + facts_line(hit))
    for snippet in hit.snippets:
        out.line(indent + " ".join(marked(snippet.text, snippet.spans, marks).split()))
    out.line()


def marked(text: str, spans: Spans, marks: tuple[str, str]) -> str:
    """Return a text with its hits between marks."""
    if marks == ("", ""):
        return text
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], marks[0], text[start:end], marks[1]]
        at = end
    return "".join((*pieces, text[at:]))


def _draw(out: Output, hit: Hit, width: int) -> None:
    from rich.padding import Padding
    from rich.text import Text

    head = Text(f"{hit.id:>{width}}  ", style="dim") + shining(hit.title or "Untitled", hit.title_spans, "bold")
    out.draw(head)
    out.draw(Padding(Text(clean(facts_line(hit)), style="dim"), (0, 0, 0, width + 2)))
    for snippet in hit.snippets:
        out.draw(Padding(shining(snippet.text, snippet.spans, ""), (0, 0, 0, width + 2)))
    out.line()


def shining(text: str, spans: Spans, style: str) -> Text:
    """Return a text with its hits marked as with a pen, safe for a terminal."""
    from rich.text import Text

    # Line breaks become blanks one for one, so that the spans stay right.
    shown = Text(clean(text).replace("\n", " "), style=style)
    for start, end in spans:
        shown.stylize("bold black on #ffe48a", start, end)
    return shown
