"""Naughty strings of the wide world: read, explained and matched without a murmur."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_app.query import explain, parse
from desktop_app.text.dates import parse_date
from desktop_app.text.folding import fold, fold_with_offsets
from desktop_app.text.languages import guess_language
from desktop_app.text.plain import searchable_text
from desktop_app.text.words import words
from tests.query.making import article


def _check(text: str) -> None:
    query = parse(text)
    assert explain(query)
    query.matches(article(title=text, body=text))
    assert fold(fold(text)) == fold(text) == fold_with_offsets(text).text
    searchable_text(text)
    parse_date(text)
    guess_language(text)
    # Who types words gets what holds them; operators, patterns and exact signs aside.
    if (
        query.notes == ()
        and not set(text) & set('-−–—‐‑－:*?~=()"“”„«»＂（）：‘’')
        and not {"OR", "NOT", "AND"} & set(text.split())
    ):
        assert query.matches(article(body=text)) or list(words(searchable_text(text))) != list(words(text))


@pytest.mark.parametrize(
    "text",
    ["\0", "\ud800", "a\ud800b", "\u202ereversed", "'; DROP TABLE article; --", "${jndi:ldap://x}", "<script>", "%s%n",
     "\\", "../../etc", "🏳️‍🌈", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", "ﷺ", "\u0000\uffff", "１２３", "test\u2028test", "\x7f"],
)  # fmt: skip
def test_a_naughty_string_is_a_query_like_any(text: str) -> None:
    _check(text)


@pytest.mark.corpora
def test_the_big_list_of_naughty_strings(corpora: Path) -> None:
    strings = json.loads((corpora / "hostile" / "blns.json").read_text(encoding="utf-8"))
    strings += (corpora / "hostile" / "xss-payloads.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    for text in strings:
        _check(text)
