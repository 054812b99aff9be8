"""The same query, its words as they were typed and in no other form."""

from __future__ import annotations

from desktop_app.query.fields import OPERATORS
from desktop_app.text.expressions import expression

_PART = expression(r'"[^"]*"?(?:~\d*)?|[^\s()]+|[\s()]+')
_OPERATOR_WORDS = frozenset(word for operator in OPERATORS for word in operator.split())


def exact_query(query: str) -> str:
    """Put `=` before each plain word: `çap dəzgahı -köhnə` becomes `=çap =dəzgahı -=köhnə`; all else stays."""
    return "".join(map(_exact, _PART.findall(query)))


def _exact(part: str) -> str:
    sign, word = ("-", part[1:]) if part.startswith("-") else ("", part)
    is_plain = word.replace("'", "").replace("’", "").replace("-", "").isalnum()
    return f"{sign}={word}" if is_plain and word not in _OPERATOR_WORDS else part
