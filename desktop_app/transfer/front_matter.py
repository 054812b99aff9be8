"""Front matter: the facts at the head of a text file, in any of the forms writers' programs use.

`split` tells the facts from the body: YAML between `---` (Hugo, Jekyll, Obsidian, Zettlr), TOML between `+++`, JSON
(`{…}` or `;;;`), and header lines (`Title: …`, Pelican and MultiMarkdown). What is not well-formed is read line by line
with a warning; what is no front matter at all stays text. `join` writes a file that `split` takes apart into the same
data and body, to the byte. What the facts mean is decided in `article_facts.py`.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal

from desktop_app.transfer import yaml_values
from desktop_app.transfer.yaml_values import PlainDate, YamlTrouble, plain_value

Kind = Literal["", "yaml", "toml", "json", "headers"]

MAX_CHARACTERS = 256_000
"""A longer front matter is text or an attack; the longest seen in two sites of 4,613 files has 21,000."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The facts (JSON values, in their order), the text after them, and what was odd."""

    data: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    kind: Kind = ""
    warnings: tuple[str, ...] = ()


def split(text: str) -> FrontMatter:
    """Tell the facts at the head of `text` from its body; line ends must be "\\n" already."""
    text = text.removeprefix("\ufeff")
    head = text.lstrip("\n \t") if text[:1] in "\n \t" else text
    for opening, read in _FORMS:
        if opening.match(head):
            found = read(head)
            if found is not None:
                return found
    return FrontMatter(body=text)


def join(data: Mapping[str, Any], body: str) -> str:
    """Return the text of a file with `data` as YAML front matter; the body stands after one blank line."""
    return f"---\n{dump(data)}---\n" + (f"\n{body}" if body else "")


def dump(data: Mapping[str, Any]) -> str:
    """Return `data` as YAML; a whole day under a date key is written as a date, everything else as it is."""
    plain = {key: _as_date(key, value) for key, value in data.items()}
    return yaml_values.dump(plain)


_DATE_KEYS = frozenset({"date", "published", "updated", "created", "lastmod", "embargo", "expirydate", "publishdate"})


def _as_date(key: str, value: Any) -> Any:
    return PlainDate(value) if isinstance(value, str) and key.lower() in _DATE_KEYS else value


# -- fenced forms ------------------------------------------------------------------------------------------------------

_YAML_OPENING = re.compile(r"(-{3,})[ \t]*(?:ya?ml)?[ \t]*\n")
_TOML_OPENING = re.compile(r"\+{3}[ \t]*\n|---[ \t]*toml[ \t]*\n")
_JSON_FENCE = re.compile(r";{3}[ \t]*\n|---[ \t]*json[ \t]*\n")
_JSON_OPENING = re.compile(r"\{\s*[\"}]")


def _fenced(text: str, opening: re.Match[str], closings: tuple[str, ...]) -> tuple[str, str] | None:
    """Return what stands between the fences and after them; None where no fence closes."""
    fence = re.compile(rf"^(?:{'|'.join(map(re.escape, closings))})[ \t]*(?:\n|\Z)", re.MULTILINE)
    closing = fence.search(text, opening.end(), opening.end() + MAX_CHARACTERS)
    if closing is None:
        return None
    # The blank line between fence and text belongs to the fence; `join` writes it.
    return text[opening.end() : closing.start()], text[closing.end() :].removeprefix("\n")


def _yaml(text: str) -> FrontMatter | None:
    opening = _YAML_OPENING.match(text)
    assert opening is not None
    parts = _fenced(text, opening, (opening[1], "..."))
    if parts is None:
        return None
    inside, body = parts
    try:
        loaded = yaml_values.load(inside)
    except YamlTrouble as trouble:
        return _line_by_line(inside, body, "yaml", str(trouble))
    if loaded.value is None and not re.sub(r"(?m)^[ \t]*#.*$", "", inside).strip():
        return FrontMatter({}, body, "yaml")
    if not isinstance(loaded.value, dict):
        # Two thematic breaks with a paragraph between them are no front matter.
        return None
    return FrontMatter(loaded.value, body, "yaml", tuple(loaded.warnings))


def _toml(text: str) -> FrontMatter | None:
    opening = _TOML_OPENING.match(text)
    assert opening is not None
    parts = _fenced(text, opening, ("+++",) if text.startswith("+") else ("---",))
    if parts is None:
        return None
    inside, body = parts
    try:
        data = tomllib.loads(inside, parse_float=plain_value)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return _line_by_line(inside, body, "toml", str(error) or "it is nested too deeply")
    return FrontMatter({key: _json_value(value) for key, value in data.items()}, body, "toml")


def _fenced_json(text: str) -> FrontMatter | None:
    opening = _JSON_FENCE.match(text)
    assert opening is not None
    parts = _fenced(text, opening, (";;;",) if text.startswith(";") else ("---",))
    if parts is None:
        return None
    inside, body = parts
    found = _json(inside.strip() if inside.strip().startswith("{") else f"{{{inside}}}")
    return None if found is None else FrontMatter(found.data, body, "json", found.warnings)


def _json(text: str) -> FrontMatter | None:
    decoder = json.JSONDecoder(
        parse_float=plain_value, parse_int=plain_value, parse_constant=str, object_pairs_hook=lambda pairs: dict(pairs)
    )
    try:
        data, end = decoder.raw_decode(text[:MAX_CHARACTERS])
    except (ValueError, RecursionError):
        return None
    rest = text[end:]
    if not isinstance(data, dict) or not re.match(r"[ \t]*(?:\n|\Z)", rest):
        return None
    return FrontMatter(data, rest.lstrip(" \t").removeprefix("\n").removeprefix("\n"), "json")


def _json_value(value: Any) -> Any:
    """Turn what TOML knows and JSON does not into the text its author wrote, as nearly as can be told."""
    if isinstance(value, dict):
        return {key: _json_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_json_value(item) for item in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat().replace("+00:00", "Z")
    return value


# -- line by line ------------------------------------------------------------------------------------------------------

_TOP_LINE = re.compile(
    r"(?P<key>[\w@$][\w@$ ./-]{0,60}?|\"[^\"\n]{1,60}\"|'[^'\n]{1,60}')[ \t]*(?P<sign>[:=])(?:[ \t]+|$)"
)


def _line_by_line(inside: str, body: str, kind: Kind, trouble: str) -> FrontMatter | None:
    """Read what can be read of a broken front matter: each key on its own, a broken value as the text it is."""
    chunks: list[list[str]] = []
    lost = 0
    for line in inside.expandtabs(2).split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if _TOP_LINE.match(line):
            chunks.append([line])
        elif chunks and (line[0] in " -]}" or len(chunks[-1]) > 1 or _open_ended(chunks[-1][0])):
            chunks[-1].append(line)
        else:
            lost += 1
    if not chunks or lost > len(chunks):
        return None
    data: dict[str, Any] = {}
    for chunk in chunks:
        name, value = _one_key(chunk)
        if value is not None or name not in data:
            data[name] = value
    return FrontMatter(
        data, body, kind, (f"The front matter is not well-formed and was read line by line ({trouble}).",)
    )


def _open_ended(line: str) -> bool:
    """Tell a value that goes on in the next line: an open quote or bracket."""
    value = line.partition(":")[2].strip()
    return value[:1] in ("'", '"', "[", "{", "|", ">") or not value


def _one_key(chunk: list[str]) -> tuple[str, Any]:
    top = _TOP_LINE.match(chunk[0])
    assert top is not None
    name = top["key"].strip("\"'")
    rest = chunk[0][top.end() :].strip()
    source = "\n".join([f"{json.dumps(name)}: {rest}", *chunk[1:]])
    try:
        value = yaml_values.load(source).value
        if isinstance(value, dict) and len(value) == 1:
            return name, value[name]
    except (YamlTrouble, KeyError):
        pass  # the very trouble this function is for: fall through to the text as it stands
    items = [line.strip() for line in chunk[1:]]
    if not rest and items and all(item.startswith("- ") for item in items):
        return name, [_unquoted(item[2:]) for item in items]
    return name, _unquoted(" ".join([rest, *items]).strip())


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text.lstrip("\"'") if text[:1] in ("'", '"') and text.count(text[0]) == 1 else text


# -- header lines ------------------------------------------------------------------------------------------------------

_HEADER_LINE = re.compile(r"(?P<key>[^\W\d_][\w -]{0,30}?)[ \t]*:(?P<value>[ \t].*|$)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLE_HEADERS = _words("title başlıq başlık заголовок название")
_HEADERS = _TITLE_HEADERS | _words(
    """date author authors tags tag category categories slug summary status modified keywords lang language section
    subtitle template affiliation copyright layout published description excerpt save_as url
    müəllif tarix bölmə yazar tarih etiketler kategori автор дата теги рубрика"""
)


def _headers(text: str) -> FrontMatter | None:
    """Read `Key: value` lines up to the first blank one, as Pelican and MultiMarkdown write them."""
    block, _, body = text.partition("\n\n")
    if len(block) > MAX_CHARACTERS // 8:
        return None
    data: dict[str, Any] = {}
    name = ""
    for line in block.rstrip("\n").split("\n"):
        header = _HEADER_LINE.fullmatch(line)
        if header is not None and not line[0].isspace():
            name = header["key"]
            data[name] = header["value"].strip()
        elif line[:1].isspace() and name:
            data[name] = f"{data[name]}\n{line.strip()}".strip()
        else:
            return None
    known = {key.casefold() for key in data} & _HEADERS
    # "Leyla: …" opens an interview; a head names the title, or two things a head knows.
    if not (known & _TITLE_HEADERS or len(known) >= 2) or len(known) * 2 < len(data):
        return None
    return FrontMatter(data, body.removeprefix("\n"), "headers")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[str], FrontMatter | None]], ...] = (
    (_JSON_FENCE, _fenced_json),
    (_TOML_OPENING, _toml),
    (_YAML_OPENING, _yaml),
    (_JSON_OPENING, _json),
    (_HEADER_LINE, _headers),
)
