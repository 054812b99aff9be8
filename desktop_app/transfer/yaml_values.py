"""YAML as authors mean it: values stay what was typed, and nothing in a file can hurt.

Promises: `1.10`, `no`, `2014-03-19 1:02:11 -0400` come back as the text that stands there (YAML 1.1 would make them
1.1, False and a moment in UTC); aliases cannot blow up, nesting cannot overflow, no object is ever constructed; and
`load(dump(value)) == value` for every JSON value. Not for configuration of our own: `settings.py` speaks TOML.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_VALUES = 20_000
MAX_DEPTH = 64

# libyaml reads 60 front matters in the time the Python parser reads one; the events of both are the same.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,4000})")
_FLOAT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_MERGE = "\0<<"
_TAG = "tag:yaml.org,2002:"


class YamlTrouble(ValueError):
    """The text is not YAML, or more than a front matter may hold."""


@dataclass(slots=True)
class Loaded:
    """A value and what was odd about it."""

    value: Any
    warnings: list[str] = field(default_factory=list)


class PlainDate(str):
    """A full ISO day that `dump` writes without quotes, so that other programs read a date."""

    __slots__ = ()


def load(text: str) -> Loaded:
    """Read the first YAML document of `text`; raise `YamlTrouble` where it cannot be read."""
    reader = _Reader()
    try:
        for event in yaml.parse(text, Loader=_Loader):
            reader.take(event)
    except yaml.YAMLError as error:
        raise YamlTrouble(_in_one_line(error)) from error
    except RecursionError as error:
        raise YamlTrouble("the values are nested too deeply") from error
    return Loaded(reader.root, reader.warnings)


def plain_value(text: str) -> Any:
    """Return what an unquoted scalar means: null, true, a number that reads back the same, else the text itself."""
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.fullmatch(text) and text != "-0":
        return int(text)
    if ("." in text or "e" in text) and _FLOAT.fullmatch(text) and repr(float(text)) == text:
        return float(text)
    return text


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is still being read."""

    value: Any
    anchor: str | None
    key: str | None = None
    has_key: bool = False
    size: int = 1
    own: set[str] = field(default_factory=set)
    """Keys that stand here themselves; merged ones may be overridden without a word."""


class _Reader:
    """Builds values from YAML events with a stack of its own, so depth and size are ours to bound."""

    def __init__(self) -> None:
        self.root: Any = None
        self.warnings: list[str] = []
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._count = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
        if self._documents > 1:
            return
        if isinstance(event, yaml.ScalarEvent):
            merge = event.value == "<<" and event.implicit[0]
            self._add(_scalar(event), event.anchor, 1, _MERGE if merge else str(event.value))
        elif isinstance(event, yaml.MappingStartEvent):
            self._push({}, event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._push([], event.anchor)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self._open.pop()
            self._add(done.value, done.anchor, done.size, None)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise YamlTrouble(f"*{event.anchor} points to nothing")
            value, size = self._anchors[event.anchor]
            self._add(value, None, size, value if isinstance(value, str) else None)

    def _push(self, value: Any, anchor: str | None) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise YamlTrouble("the values are nested too deeply")
        self._open.append(_Open(value, anchor))

    def _add(self, value: Any, anchor: str | None, size: int, as_key: str | None) -> None:
        # An alias counts as often as it is used: nine lines of aliases can stand for a billion values.
        self._count += size
        if self._count > MAX_VALUES:
            raise YamlTrouble(f"there are more than {MAX_VALUES:,} values")
        if anchor is not None:
            self._anchors[anchor] = (value, size)
        if not self._open:
            self.root = value
            return
        top = self._open[-1]
        top.size += size
        if isinstance(top.value, list):
            top.value.append(value)
        elif not top.has_key:
            top.key = as_key if as_key is not None else json.dumps(value, ensure_ascii=False)
            top.has_key = True
        else:
            self._set(top, value)

    def _set(self, top: _Open, value: Any) -> None:
        key = top.key or ""
        top.has_key = False
        if key == _MERGE:
            for inherited in value if isinstance(value, list) else [value]:
                for name, item in inherited.items() if isinstance(inherited, dict) else ():
                    top.value.setdefault(name, item)
            return
        if key in top.own and top.value[key] != value:
            self.warnings.append(f"“{key}” stands there twice; the last one counts")
            if value is None:
                return
        top.own.add(key)
        top.value[key] = value


def _scalar(event: Any) -> Any:
    text = str(event.value)
    tag = event.tag or ""
    if tag in ("", "!"):
        return plain_value(text) if tag == "" and event.implicit[0] else text
    if tag == _TAG + "float" and _FLOAT.fullmatch(text):
        return float(text)
    return text if tag == _TAG + "str" else plain_value(text)


def _in_one_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or error).split("\n", 1)[0]
    return f"line {mark.line + 1}: {problem}" if mark is not None else problem


def dump(data: Mapping[str, Any]) -> str:
    """Return `data` as block YAML that reads back to the same values here, and to equal ones elsewhere."""
    # PyYAML's own writers escape every emoji and may end a document with "...", which closes a front matter.
    return "".join(f"{line}\n" for line in _mapping_lines(data))


def _mapping_lines(data: Mapping[str, Any]) -> Iterator[str]:
    for key, value in data.items():
        name = _one_line(str(key))
        # YAML wants a simple key within 1,024 characters.
        head = f"{name}:" if len(name) < 900 else f"? {name}\n:"
        yield from _under(head, value)


def _under(head: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield head
        yield from (_indented(line) for line in _mapping_lines(value))
    elif isinstance(value, list | tuple) and value:
        yield head
        yield from (_indented(line) for line in _sequence_lines(value))
    elif isinstance(value, str) and _fits_block(value):
        yield f"{head} {'|' if value.endswith(chr(10)) else '|-'}"
        yield from (_indented(line) for line in value.removesuffix("\n").split("\n"))
    else:
        yield f"{head} {_scalar_text(value)}"


def _sequence_lines(items: list[Any] | tuple[Any, ...]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Mapping) and item:
            first, *rest = "\n".join(_mapping_lines(item)).split("\n")
            yield f"- {first}"
            yield from (_indented(line) for line in rest)
        else:
            yield from _under("-", item)


def _indented(line: str) -> str:
    return "\n".join(f"  {part}" if part else part for part in line.split("\n"))


def _scalar_text(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "null"
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    if isinstance(value, PlainDate) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return str(value)
    return _one_line(str(value))


_WORDS_WITH_A_MEANING = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"))
# Letters of numbers, dates and times: what consists of nothing else could be read as one somewhere.
_LIKE_A_NUMBER = re.compile(r"[0-9a-fA-FxXoOtTzZ_.:+, -]*")
_NEEDS_QUOTES = re.compile(r": |:$| #|[\[\]{}\\]|^[^\w(«“‘„]|\s$")
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def _one_line(text: str) -> str:
    tame = text.isprintable()
    if (
        tame
        and text
        and not _NEEDS_QUOTES.search(text)
        and text.lower() not in _WORDS_WITH_A_MEANING
        and not (text[0].isnumeric() and _LIKE_A_NUMBER.fullmatch(text))
        and text[0] != "_"
    ):
        return text
    if tame and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def _fits_block(text: str) -> bool:
    # A block that starts with a blank or ends with several breaks needs indicators not every reader knows.
    lines = text.removesuffix("\n").split("\n")
    return (
        len(lines) > 1
        and bool(lines[0])
        and bool(lines[-1])
        and all(line.isprintable() and not line[:1].isspace() and line == line.rstrip() for line in lines)
    )
