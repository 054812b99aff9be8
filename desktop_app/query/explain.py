"""A query in words, so that a person sees how it was understood: `bridge AND language is Azerbaijani`.

Promises: says every tree in English, Azerbaijani, Turkish and Russian; the operators are ones that may be typed, and
what an operator joins stands in parentheses where it is more than a word or a fact. Not for reading back: values are
said, not quoted. The words stand in `explain_words.py`.
"""

from __future__ import annotations

from desktop_app.query import tree
from desktop_app.query.explain_words import WORDS
from desktop_app.query.fields import OPERATORS
from desktop_app.query.parse import Query
from desktop_app.query.tree import Node
from desktop_app.text.dates import PartialDate
from desktop_app.text.languages import language_code, language_name


def explain(query: Query | Node, language: str = "en") -> str:
    """Say in words what a query asks for, in English, Azerbaijani, Turkish or Russian."""
    node = query.node if isinstance(query, Query) else query
    return _Explainer(language).say(node)


class _Explainer:
    def __init__(self, language: str) -> None:
        self._language = language if language in WORDS else "en"
        self._words = WORDS[self._language]

    def _put(self, key: str, *values: object) -> str:
        return self._words[key].format(*values)

    def _counted(self, key: str, count: int, *values: object) -> str:
        """Put in the values and the number last; `key`_one is for 1, in Russian for 21 and 31 too."""
        one = count == 1 or (self._language == "ru" and count % 10 == 1 and count % 100 != 11)
        return self._put(f"{key}_one" if one else key, *values, count)

    def say(self, node: Node, inside: bool = False) -> str:
        """Return the words; `inside` an operator, what could be read on beyond its end is put in parentheses."""
        match node:
            case tree.Everything():
                return self._words["everything"]
            case tree.And() | tree.Or():
                word = self._words["and" if isinstance(node, tree.And) else "or"]
                parts = [part for part in node.parts if not _is_regional(part, node.parts)]
                if len(parts) == 1:
                    return self.say(parts[0], inside)
                joined = f" {word} ".join(self.say(part, True) for part in parts)
                return f"({joined})" if inside else joined
            case tree.Not():
                return self._negated(node.part)
            case tree.Word() | tree.Phrase() | tree.Wildcard() | tree.Fuzzy():
                if node.field == "any":
                    return self._word(node)
                said = self._put(f"in_{node.field}", self._word(node))
                return f"({said})" if inside else said
            case _:
                return self._fact(node)

    def _negated(self, node: Node) -> str:
        """Return the words for all but `node`; facts that a person has words for are said in these."""
        match node:
            case tree.Everything():
                return self._words["nothing"]
            case tree.Has():
                return self._put(f"{'none' if node.present else 'any'}_{node.field}")
            case tree.Flag():
                return self._put(f"not_{node.name}")
            case _:
                return f"{self._words['not']} {self.say(node, True)}"

    def _word(self, node: tree.WordNode) -> str:
        match node:
            case tree.Word(exact=True):
                return self._put("exact", node.text)
            case tree.Word() if node.text in OPERATORS:
                return self._put("quoted", node.text)
            case tree.Word():
                return node.text
            case tree.Phrase(slop=None):
                return self._put("quoted", node.text)
            case tree.Phrase(slop=0):
                return self._put("beside", node.text) if " " in node.text else node.text
            case tree.Phrase():
                return self._counted("near", node.slop or 0, node.text)
            case tree.Wildcard():
                return self._put("pattern", node.pattern)
            case tree.Fuzzy():
                return self._put("fuzzy" if node.edits == 1 else "fuzzier", node.text)

    def _fact(self, node: Node) -> str:
        match node:
            case tree.Value():
                return self._put("is", self._words[node.field], self._value(node))
            case tree.Has():
                return self._put(f"{'any' if node.present else 'none'}_{node.field}")
            case tree.DateRange():
                return self._days(node)
            case tree.WordCount(low, high):
                if low is not None and high is not None:
                    return self._counted("words", low) if low == high else self._put("words_between", low, high)
                if low is not None:
                    return self._counted("words_least", low)
                return self._counted("words_most", high or 0)
            case tree.Flag():
                return self._put(f"is_{node.name}")
            case _:
                raise TypeError(f"no node of a query: {node!r}")

    def _value(self, node: tree.Value) -> str:
        """Return the value: in quotation marks what a person made up, so that its end is seen."""
        value = node.value
        if node.field == "language" and language_code(value):
            name = language_name(value, self._language)
            return f"{name} ({value})" if "-" in value else name
        if node.field == "status":
            return self._words.get(f"status_{value}") or self._put("quoted", value)
        return value if node.field in ("batch", "id") else self._put("quoted", value)

    def _days(self, node: tree.DateRange) -> str:
        field = self._words[node.field]
        if node.first is not None and node.last is not None:
            one = PartialDate("", node.first, node.last).iso
            if "/" not in one:
                return self._put("on", field, one)
            return self._put("between", field, _begins(node.first), _ends(node.last))
        if node.first is not None:
            return self._put("since", field, _begins(node.first))
        return self._put("until", field, _ends(node.last or 0))


def _begins(day: int) -> str:
    """Return the day a stretch begins, as a year or month where it is the first of one."""
    shown = PartialDate("", day, day).iso
    return shown[:4] if day % 10000 == 101 else shown[:7] if day % 100 == 1 else shown


def _ends(day: int) -> str:
    """Return the day a stretch ends, as a year or month where it is the last of one."""
    shown = PartialDate("", day, day).iso
    if day % 10000 == 1231:
        return shown[:4]
    month = PartialDate("", day // 100 * 100 + 1, day).iso
    return month if len(month) == len("1998-03") else shown


def _is_regional(part: Node, parts: tuple[Node, ...]) -> bool:
    """`lang:en` is parsed as `en` or `en-*`; one of them is enough to say."""
    if not isinstance(part, tree.Value) or part.field != "language" or not part.value.endswith("-*"):
        return False
    return tree.Value("language", part.value.removesuffix("-*")) in parts
