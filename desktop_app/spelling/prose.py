"""Which words of a line are to be checked: prose, and neither marks, code, addresses, numbers nor names of machines.

It reads Markdown line by line, as it is typed; whether a line stands within a fence is the caller's to know. Offsets
are code points of the line. Promises linear time: every rule has a longest stretch it looks at.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from desktop_app.text.folding import APOSTROPHES, INVISIBLE
from desktop_app.text.words import letter_class

LONGEST = 60
"""Letters of the longest word that is looked at; beyond stand strings of machines."""


class Word(NamedTuple):
    """A word in its place; `text` as written, `begins` where it is the first of a sentence or line."""

    start: int
    end: int
    text: str
    begins: bool


_NOT_PROSE = re.compile(
    r"""
      ``.{1,500}?`` | `[^`]{1,500}`                     # code
    | \]\([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:[ ]"[^"]{0,300}")?\)   # the address of a link
    | \]\[[^\[\]]{0,200}\]                            # the label of a link
    | \[\^[^\]\s]{1,100}\]:?                          # a footnote
    | <(?:!--.{0,2000}?(?:-->|$)|/?[a-zA-Z][^<>]{0,1000}>)
    | \{[:%{\#.<][^{}]{0,500}\}{1,2}                  # attributes, short codes
    | \$\$?[^$\s][^$]{0,300}\$                        # formulas
    | \w{0,60}&\#?\w{1,30};\w{0,60}                     # entities, with the word around them
    | (?:https?|ftp|file|article|mailto)://?[^\s<>]+ | mailto:[^\s<>]+
    | [\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6} # mail
    | (?<![\w.])\w[\w-]{0,63}(?:\.\w[\w-]{0,63}){0,6}\.[a-z]{2,12}\b(?:/[^\s<>)]{0,500})?  # names of hosts and files
    | (?<!\w)[\#@]\w{1,100}                           # tags and handles
    | (?<!\w)(?:~|\.{1,2}|[A-Za-z]:)?[/\\]\w[^\s]{0,300}   # paths
    | \b(?:TK+|XXX+|TODO|FIXME)\b
    """,
    re.X,
)
_WHOLE_LINE = re.compile(
    r"""
      [ ]{0,3}(?:\*?\[[^\]^][^\]]{0,200}\]:|(?:`{3}|~{3})|\{:)   # a definition, a fence, attributes
    | [ \t:|-][ \t:-]*+\|[ \t:|-]*+$                         # the rule under the head of a table
    """,
    re.X,
)
_NEED = re.compile(r"[`\]<{$&:@#/\\]|\.[a-z]|TK|XXX|TODO|FIXME")
_WORD = re.compile(f"[{letter_class()}]+(?:[{APOSTROPHES}‐‑-][{letter_class()}]+)*")
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_MACHINE = re.compile(r"[\d_]|[^\W\d_][a-zа-яёəığşçöü][A-ZА-ЯЁƏİ]")
"""Digits, lines, a capital within a word: names of machines, products, versions."""
_LOOKED_BACK = 12
_BEFORE_SENTENCE = re.compile(r"(?:^|[.!?…:;][\"'”’»)\]*_]*\s+|[\"“„«(\[—–-]\s?)[\"“„«‘'(\[*_>#\s\d.)-]*$")


def prose_words(line: str) -> list[Word]:
    """Return the words of a line of Markdown that are prose, in order."""
    if _WHOLE_LINE.match(line):
        return []
    text = _NOT_PROSE.sub(_blank, line) if _NEED.search(line) else line
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match[0]
        if end - start <= LONGEST and not _MACHINE.search(word) and any(map(str.isalpha, word)):
            begins = _BEFORE_SENTENCE.search(text, max(0, start - _LOOKED_BACK), start) is not None
            found.append(Word(start, end, word, begins))
    return found


def bare(word: str) -> str:
    """Return the letters of a word as dictionaries have them: straight apostrophes and hyphens, nothing invisible."""
    if word.isascii():
        return word.replace("`", "'")
    word = _HIDDEN.sub("", word).replace("‐", "-").replace("‑", "-")
    for apostrophe in APOSTROPHES:
        word = word.replace(apostrophe, "'")
    return word


def _blank(match: re.Match[str]) -> str:
    # Of a link the words remain, of a picture its description.
    return "\x00" * len(match[0])
