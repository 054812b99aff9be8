"""The words of a Markdown text without its marks, for the index, word counts, leads and snippets.

Promises: no word of running text is lost, none is split or glued by emphasis inside it; works in linear time on any
input (every loop below advances, every pattern stops at the next mark of its kind). Not a renderer: `markup` is; this
is some twenty times quicker and only has to be right about words.
"""

from __future__ import annotations

import re
import string
from urllib.parse import unquote

from desktop_app.text.expressions import expression

_MARKS = string.punctuation
_SAFE = "".join(map(chr, range(0xFDD0, 0xFDF0)))
"""32 code points that are no characters stand in for the 32 marks of ASCII where these are meant as themselves."""
_PROTECT = str.maketrans(_MARKS, _SAFE)
_RESTORE = str.maketrans(_SAFE, _MARKS)
_STAND_IN = expression(f"[{_SAFE}]")
"""Looked for before anything is translated: 4 µs a kilobyte instead of 100, and nearly no text holds one."""


def plain_text(markdown: str) -> str:
    """Return the text a reader sees, without Markdown marks, HTML tags, shortcodes and footnote numbers."""
    return _Stripper(markdown).text


def searchable_text(markdown: str) -> str:
    """Return the plain text, then link targets, attribute and shortcode values, each on a line of its own.

    So that words inside an address are found, but never stand between the words of a phrase.
    """
    stripper = _Stripper(markdown)
    extras = [unquote(_restored(extra)) for extra in dict.fromkeys(stripper.extras)]
    return "\n".join((stripper.text, "", *extras)) if extras else stripper.text


def picture_addresses(markdown: str) -> tuple[str, ...]:
    """Return the addresses of the pictures a text shows, as they are written, each once. Code shows none."""
    if "![" not in markdown and "<" not in markdown:
        return ()
    return plain_text_and_pictures(markdown)[1]


def plain_text_and_pictures(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Return `plain_text` and `picture_addresses`, read in one pass."""
    stripper = _Stripper(markdown)
    return stripper.text, tuple(dict.fromkeys(_restored(address) for address in stripper.pictures))


def _unescaped(text: str) -> str:
    # Its two thousand names are loaded for texts that have one.
    import html

    return html.unescape(text)


def _restored(text: str) -> str:
    return text.translate(_RESTORE) if _STAND_IN.search(text) else text


class _Stripper:
    """One pass over one text; `extras` and `pictures` gather what is not running text."""

    def __init__(self, markdown: str) -> None:
        self.extras: list[str] = []
        self.pictures: list[str] = []
        self._labels: dict[str, str] = {}
        text = _STAND_IN.sub("", markdown) if _holds(markdown, _SAFE) else markdown
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not (_holds(text, _INLINE_MARKS) or _BLOCK_MARK.search(f"\n{text}")):
            self.text = text.strip()
            return
        text = _protect_fences(text)
        if "`" in text:
            text = "".join(_protect_code(part) for part in re.split(r"(\n[ \t]*\n)", text))
        text = _ESCAPED.sub(lambda match: match[1].translate(_PROTECT), text)
        text = self._without_html(text)
        text = self._without_definitions(text)
        text = self._without_links(text)
        text = "\n".join(_lines(text))
        text = _without_emphasis(text)
        text = _ENTITY.sub(lambda match: _unescaped(match[0]), text) if "&" in text else text
        self.text = re.sub(r"\n{3,}", "\n\n", _restored(text)).strip()

    def _keep(self, match: re.Match[str]) -> str:
        """Take a stretch out of the running text; its words stay findable."""
        self.extras.append(" ".join((match[1] or "").split()))
        return " "

    def _without_html(self, text: str) -> str:
        """Take out shortcodes, comments, scripts and tags; keep attribute values."""
        if "{" in text:
            for pattern in (_SHORTCODE, _LIQUID_TAG, _LIQUID_VALUE, _ATTRIBUTES):
                text = pattern.sub(self._keep, text)
        if "<" in text:
            text = _without_pairs(text, "<!--", "-->")
            for name in ("script", "style"):
                text = _without_pairs(text, f"<{name}", f"</{name}>")
            text = _AUTOLINK.sub(lambda match: match[1].translate(_PROTECT), text)
            text = _TAG.sub(self._tag, text)
        return text

    def _tag(self, match: re.Match[str]) -> str:
        """Return what stands for a tag: nothing inside a word, a space or line end between blocks, a picture's text."""
        name = match[1].lower()
        between = "" if name in _INLINE else "\n" if name in _BLOCKS else " "
        for key, *values in _ATTRIBUTE.findall(match[2]):
            value = next(filter(None, values), "")
            value = _unescaped(value) if "&" in value else value
            if key.lower() == "alt":
                between = f" {value.translate(_PROTECT)} "
            elif value:
                self.extras.append(value)
                if name == "img" and key.lower() == "src":
                    self.pictures.append(value)
        return between

    def _without_definitions(self, text: str) -> str:
        """Take out `[label]: address "title"` lines and abbreviations; a footnote keeps its text."""
        if "]:" not in text:
            return text

        def take(match: re.Match[str]) -> str:
            self._labels.setdefault(_label(match[1]), match[2])
            self.extras.extend(filter(None, (match[2], match[3])))
            return ""

        text = _FOOTNOTE.sub(r"\1", text)
        text = _ABBREVIATION.sub(self._keep, text)
        return _DEFINITION.sub(take, text)

    def _without_links(self, text: str) -> str:
        """Leave the words of links and pictures, and of their addresses only in `extras`."""
        if "[" not in text:
            return text

        def picture(match: re.Match[str]) -> str:
            self.pictures.append(match[2].strip("<>"))
            return inline(match)

        def inline(match: re.Match[str]) -> str:
            self.extras.extend(filter(None, (match[2].strip("<>"), (match[3] or "")[1:-1])))
            return match[1]

        def reference(match: re.Match[str]) -> str:
            address = self._labels.get(_label(match[2] or match[1]))
            if address is not None and match[0][0] == "!":
                self.pictures.append(address)
            return match[0] if address is None else match[1]

        def wiki(match: re.Match[str]) -> str:
            if match[0][0] == "!":
                self.pictures.append(match[1])
            if match[2]:
                self.extras.append(match[1])
            return match[2] or match[1]

        if "^" in text:
            text = _FOOTNOTE_MARK.sub("", text)
        if "[[" in text:
            text = _WIKI.sub(wiki, text)
        if "](" in text:
            text = _PICTURE.sub(picture, text)
            text = _LINK.sub(inline, text)
        return _REFERENCE.sub(reference, text) if self._labels else text


# What can be a mark at all: most paragraphs of a plain text hold none of these and are done at once.
_INLINE_MARKS = r"\`*_{}[]<&|~=^"
_BLOCK_MARK = expression(r"\n[ \t]*(?:[#>+:!-]|\d+[.)])")
"""Begins with a letter of its own, so that re skips to it: 3 µs where `^` takes 70."""


def _holds(text: str, signs: str) -> bool:
    """Say whether a text has any of these signs. Looking for each by itself is ten times as quick as for a class."""
    return any(sign in text for sign in signs)


_ESCAPED = expression(rf"\\([{re.escape(_MARKS)}])")
_ENTITY = expression(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_SHORTCODE = expression(r"\{\{[<%]((?:(?!\{\{|[>%]?\}\}).)*+)[>%]?\}\}", re.S)
_LIQUID_TAG = expression(r"\{%((?:(?!\{%|%\}).)*+)%\}", re.S)
_LIQUID_VALUE = expression(r"\{\{((?:(?!\{\{|\}\}).)*+)\}\}", re.S)
_ATTRIBUTES = expression(r"(?:\{:[ ]?|\{[ ]?(?=[#.][\w-]|[\w-]{1,40}=))([^{}\n]*+)\}")

_AUTOLINK = expression(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]{1,64}@[^\s<>@]{1,255})>")
_TAG = expression(r"<(?<!\]\(<)/?([A-Za-z][A-Za-z0-9:-]*+)((?:[\s/][^<>]*+)?)>")
_ATTRIBUTE = expression(r"""([A-Za-z][\w:.-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++))""")
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
     "s", "samp", "small", "span", "strike", "strong", "sub", "tt", "u", "var", "wbr")
)  # fmt: skip
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "br", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
     "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
     "section", "summary", "table", "tbody", "thead", "tr", "ul")
)  # fmt: skip

_FOOTNOTE = expression(r"^([ ]{0,3})\[\^[^\[\]\n]++\]:[ \t]*", re.M)
_ABBREVIATION = expression(r"^\*(\[[^\[\]\n]++\]:.*)$", re.M)
_DEFINITION = expression(
    r"""^[ ]{0,3}\[([^\[\]\n]++)\]:[ \t]*+<?([^\s<>]++)>?(?:[ \t]++["'(](.*?)["')])?[ \t]*$""", re.M
)
_FOOTNOTE_MARK = expression(r"\[\^[^\[\]\s]++\]|\^(?=\[)")
_WIKI = expression(r"!?\[\[([^\[\]|\n]++)(?:\|([^\[\]\n]*+))?\]\]")
_TARGET = (
    r"""\(\s*+(<[^<>\n]*+>|[^\s()<>]*+(?:\([^\s()]*+\)[^\s()]*+)*+)\s*+("[^"\n]*+"|'[^'\n]*+'|\([^()\n]*+\))?\s*+\)"""
)
_PICTURE = expression(r"!\[((?:[^\[\]]|\[[^\[\]]*+\])*+)\]" + _TARGET)
_LINK = expression(r"\[((?:[^\[\]]|\[[^\[\]]*+\])*+)\]" + _TARGET)
_REFERENCE = expression(r"!?\[((?:[^\[\]]|\[[^\[\]]*+\])*+)\](?:[ ]?\[([^\[\]]*+)\])?")


def _label(text: str) -> str:
    return " ".join(text.casefold().split())


def _without_pairs(text: str, opening: str, closing: str) -> str:
    """Take out everything from each opening to the next closing; one that never closes stays."""
    ends = re.compile(re.escape(closing), re.I)
    at, kept = 0, []
    for start in re.finditer(re.escape(opening), text, re.I):
        if start.start() < at:
            continue
        if (end := ends.search(text, start.end())) is None:
            break
        kept += [text[at : start.start()], " "]
        at = end.end()
    return "".join(kept) + text[at:] if kept else text


_FENCE = expression(r"^[ \t>]*(`{3,}|~{3,})([^`\n]*)$")


def _protect_fences(text: str) -> str:
    """Take the fences of code away and keep the code as it stands."""
    if "```" not in text and "~~~" not in text:
        return text
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if fence and match and match[1].startswith(fence) and not match[2].strip():
            fence = ""
        elif fence:
            lines.append(line.translate(_PROTECT))
        elif match:
            fence = match[1]
        else:
            lines.append(line)
    return "\n".join(lines)


_BACKTICKS = expression(r"`+")


def _protect_code(paragraph: str) -> str:
    """Take the backticks of code spans away and keep what stands between them. One pass, as CommonMark pairs them."""
    if "`" not in paragraph:
        return paragraph
    runs = [match.span() for match in _BACKTICKS.finditer(paragraph)]
    following: dict[int, int] = {}
    partner = [0] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        partner[number] = following.get(length, -1)
        following[length] = number
    kept: list[str] = []
    at = number = 0
    while number < len(runs):
        start, end = runs[number]
        if partner[number] < 0 or _is_no_code(paragraph, start, end):
            number += 1
            continue
        closing = runs[partner[number]]
        kept += [paragraph[at:start], paragraph[end : closing[0]].translate(_PROTECT)]
        at = closing[1]
        number = partner[number] + 1
    return "".join(kept) + paragraph[at:]


def _is_no_code(paragraph: str, start: int, end: int) -> bool:
    """An escaped backtick opens nothing, nor does one that stands for an apostrophe (Bakı`nın)."""
    before = paragraph[start - 1] if start else " "
    after = paragraph[end] if end < len(paragraph) else " "
    return before == "\\" or (end - start == 1 and before.isalnum() and after.isalnum())


_RULE = expression(r"^[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*|-+[ \t]*|:{3,}.*)$")
_BLOCK_MARKS = expression(r"^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,3}[.)](?=[ \t])|:(?=[ \t])))+[ \t]*")
_TASK = expression(r"^\[[ xX]\][ \t]+")
_HEADING = expression(r"^[ ]{0,3}#{1,6}(?=[ \t]|$)[ \t]*")
_ADMONITION = expression(r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[\w -]*+\"?([^\"]*)\"?[ \t]*$")
_CALLOUT = expression(r"^\[!\w+\][+-]?[ \t]*")


def _lines(text: str) -> list[str]:
    """Take away the marks that stand at the beginning of lines: headings, lists, quotes, tables, rules."""
    kept: list[str] = []
    in_table = False
    for line in text.split("\n"):
        if not line or line.isspace():
            in_table = False
            kept.append("")
            continue
        # Stripping stops at the first letter: 0.1 µs a line of text, a set of its characters is 2.5.
        if "|" in line and "-" in line and not line.strip("|:- \t>"):
            in_table = True
            if kept:
                kept[-1] = _cells(kept[-1])
            continue
        if not line.strip("*-_=: \t") and _RULE.match(line):
            continue
        line = _without_block_marks(line)
        kept.append(_cells(line) if in_table or line.startswith("|") else line)
    return kept


def _without_block_marks(line: str) -> str:
    first = line.lstrip(" \t")[:1]
    if first in ">-*+:0123456789":
        line = _BLOCK_MARKS.sub("", line)
        line = _CALLOUT.sub("", _TASK.sub("", line))
        first = line[:1]
    if first == "#" and _HEADING.match(line):
        line = _HEADING.sub("", line).rstrip()
        bare = line.rstrip("#")
        return bare.rstrip() if bare.endswith((" ", "\t")) or not bare else line
    if first in "!?":
        return _ADMONITION.sub(r"\1", line)
    return line


def _cells(line: str) -> str:
    return "  ".join(cell.strip() for cell in line.strip().strip("|").split("|"))


# A pattern that begins with a letter of its own is looked for several times as quickly.
_STARS = expression(r"(\*\*{0,2})(?=[^\s*])([^*\n]*+(?:\n(?!\s*\n)[^*\n]*+)*+)(?<=\S)\1")
_UNDERSCORES = expression(
    r"(_(?<![^\W_]_)_{0,2})(?=[^\s_])((?:[^_\n]|\n(?!\s*\n)|(?<=\w)_(?=[^\W_]))*?)(?<=[^\s_])\1(?![^\W_])"
)
_TILDES = expression(r"(~~|==|\^\^|\+\+)(?=\S)((?:(?!\1)[^\n])*+)\1")


def _without_emphasis(text: str) -> str:
    """Take away paired marks of emphasis, the innermost first; single ones are no marks."""
    for mark, pattern in (("*", _STARS), ("_", _UNDERSCORES)):
        for _ in range(3):
            if mark not in text:
                break
            text, changed = pattern.subn(r"\2", text)
            if not changed:
                break
    if "~~" in text or "==" in text or "^^" in text or "++" in text:
        text = _TILDES.sub(r"\2", text)
    return text
