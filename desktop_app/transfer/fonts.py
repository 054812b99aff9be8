"""The fonts a PDF may use, and which letters they have.

The shipped fonts come first, then those of the system. Letters are looked up in the fonts' own tables (`cmap`), read
only when a text has letters that are in doubt: one table is a millisecond, and three hundred fonts are not opened for
a text that the first two can set.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path

import typst

from desktop_app.paths import resource

_SERIF = ("Literata", "Noto Serif Georgian", "Noto Serif Armenian", "Noto Serif")
_SANS = ("Inter", "Noto Sans Georgian", "Noto Sans Armenian", "Noto Sans")
_MONO = ("JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono")
_SYMBOLS = (
    "DejaVu Sans",
    "Noto Sans Symbols2",
    "Noto Sans Symbols",
    "Segoe UI Symbol",
    "Apple Symbols",
    "JetBrains Mono",
)
_WORLD = (
    "Noto Naskh Arabic", "Noto Sans Arabic", "Geeza Pro", "Noto Serif Hebrew", "Noto Sans Hebrew", "Arial Hebrew",
    "Noto Serif Devanagari", "Noto Serif Thai", "Times New Roman", "DejaVu Serif", "DejaVu Sans",
)  # fmt: skip
_CJK = {
    "ja": ("Noto Serif CJK JP", "Noto Sans CJK JP", "Hiragino Mincho ProN", "Yu Mincho"),
    "ko": ("Noto Serif CJK KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Batang"),
    "zh-tw": ("Noto Serif CJK TC", "Noto Sans CJK TC", "Songti TC", "PMingLiU"),
    "": ("Noto Serif CJK SC", "Noto Sans CJK SC", "Songti SC", "SimSun"),
}
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


@dataclass(frozen=True)
class FontBook:
    """The fonts found on this machine."""

    fonts: typst.Fonts
    families: frozenset[str] = field(default_factory=frozenset)

    def lists(self, language: str) -> dict[str, list[str]]:
        """Return the families for each role, those that are here; typst complains about others."""
        code = language.lower()
        cjk = _CJK.get(code) or _CJK.get(code.split("-")[0]) or _CJK[""]
        roles = {"serif": (*_SERIF, *_WORLD, *cjk), "sans": (*_SANS, *_WORLD, *cjk), "mono": (*_MONO, *_SANS, *cjk)}
        return {role: [name for name in names if name in self.families] for role, names in roles.items()}

    @cached_property
    def _files(self) -> list[tuple[str, int]]:
        """All fonts, shipped ones first, then by how likely they are to have a rare letter."""
        first = {name: number for number, name in enumerate((*_SERIF, *_SANS, *_MONO, *_WORLD, *_SYMBOLS, *_CJK[""]))}
        infos = [info for info in self.fonts.fonts() if info.path and info.style == "normal" and info.weight == 400]
        infos.sort(key=lambda info: (first.get(info.family, len(first)), info.family, info.path or ""))
        return [(info.path, info.index) for info in infos if info.path]

    def missing(self, text: str) -> str:
        """Return the letters of a text that no font here has, in the order they are met."""
        wanted = {char: None for char in text if ord(char) > 0x17F and unicodedata.category(char) not in _INVISIBLE}
        for path, index in self._files:
            if not wanted:
                break
            table = letters_of(path, index)
            wanted = {char: None for char in wanted if not table.has(ord(char))}
        return "".join(wanted)


@cache
def font_book() -> FontBook:
    """Find the fonts, once a process; about 0.4 s where three hundred are installed."""
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(resource("fonts"))])
    return FontBook(fonts, frozenset(fonts.families()))


class Letters:
    """The letters of one font: the best Unicode subtable of its `cmap`."""

    def __init__(self, table: bytes) -> None:
        self._table = table
        self._starts: list[tuple[int, int, int, int]] = []
        offset = _best_subtable(table)
        kind = struct.unpack_from(">H", table, offset)[0] if offset else 0
        if kind == 12:
            (groups,) = struct.unpack_from(">I", table, offset + 12)
            self._starts = [
                (s, e, g, -1) for s, e, g in struct.iter_unpack(">III", table[offset + 16 :][: 12 * groups])
            ]
        elif kind == 4:
            self._read_segments(offset)

    def _read_segments(self, offset: int) -> None:
        count = struct.unpack_from(">H", self._table, offset + 6)[0] // 2
        at = offset + 14
        ends = struct.unpack_from(f">{count}H", self._table, at)
        starts = struct.unpack_from(f">{count}H", self._table, at + 2 * count + 2)
        deltas = struct.unpack_from(f">{count}H", self._table, at + 4 * count + 2)
        ranges_at = at + 6 * count + 2
        ranges = struct.unpack_from(f">{count}H", self._table, ranges_at)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
            place = ranges_at + 2 * number + ranges[number] if ranges[number] else -1
            self._starts.append((start, end, deltas[number], place if place >= 0 else -2))

    def has(self, code: int) -> bool:
        """Tell whether the font has a glyph for a code point."""
        for start, end, value, place in self._starts:
            if code <= end:
                if code < start:
                    return False
                if place == -1:
                    return value + code - start != 0
                if place == -2:
                    return (code + value) & 0xFFFF != 0
                at = place + 2 * (code - start)
                return at + 2 <= len(self._table) and struct.unpack_from(">H", self._table, at)[0] != 0
        return False


def _best_subtable(table: bytes) -> int:
    """Return where the widest Unicode subtable of format 4 or 12 begins, 0 where there is none."""
    (count,) = struct.unpack_from(">H", table, 2)
    found: dict[int, int] = {}
    for number in range(count):
        platform, _, offset = struct.unpack_from(">HHI", table, 4 + 8 * number)
        (kind,) = struct.unpack_from(">H", table, offset)
        if platform in (0, 3) and kind in (4, 12):
            found.setdefault(kind, offset)
    return found.get(12) or found.get(4, 0)


@lru_cache(maxsize=512)
def letters_of(path: str, index: int) -> Letters:
    """Read the letters of a font file (`index` within a collection); none where it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            offset = 0
            if file.read(4) == b"ttcf":
                file.seek(12 + 4 * index)
                (offset,) = struct.unpack(">I", file.read(4))
            file.seek(offset + 4)
            (count,) = struct.unpack(">H", file.read(2))
            file.seek(offset + 12)
            for name, _, start, length in struct.iter_unpack(">4sIII", file.read(16 * count)):
                if name == b"cmap":
                    file.seek(start)
                    return Letters(file.read(length))
    except (OSError, struct.error):
        pass
    return Letters(b"\0\0\0\0")
