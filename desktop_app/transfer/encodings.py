"""From bytes to letters: what a text file says, whatever program and decade wrote it.

`decode` finds the reading: a byte order mark, UTF-8, UTF-16 without its mark, then by letters the likely 8-bit
encodings of our languages, and charset-normalizer for the rest of the world. `readings` gives the candidates as samples
of the real text, so that a person can pick by reading. Files that are no text at all are refused with a reason.
Encodings are named as the web names them; `windows-1252+utf-8` is text that was UTF-8, read once as windows-1252 and
saved so.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.transfer import letter_profiles

CANDIDATES = (
    "windows-1251",
    "windows-1252",
    "windows-1254",
    "koi8-r",
    "ibm866",
    "windows-1250",
    "mac-cyrillic",
    "iso-8859-5",
    "iso-8859-2",
    "koi8-u",
    "ibm857",
    "ibm850",
    "mac-roman",
    "windows-1253",
    "windows-1255",
    "windows-1256",
    "windows-1257",
)
"""In order of likelihood; where two read the same, the first one is named."""

MENDED = ("windows-1252+utf-8", "windows-1251+utf-8")

_SAMPLE_BYTES = 6_000
_PLAUSIBLE = -6.0
"""Nats per letter beyond ASCII: right readings lie between -2 and -4.5, wrong ones below -7."""
_DOUBTFUL = -4.2
_EVIDENCE = 3.0
"""Nats by which the whole sample must speak for one reading. windows-1251 and mac-cyrillic share all small letters but
one, so that their means differ by 0.05 only; over a hundred letters that is certainty."""


class NotText(ValueError):
    """The bytes are something else than a text; the message says what."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, how it was read, and whether another reading would make sense as well."""

    text: str
    encoding: str
    sure: bool = True
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a file; `score` is 0 at best, in nats per letter."""

    encoding: str
    sample: str
    score: float


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of `data`, read as `encoding` or as its letters tell; raise `NotText` where there is none."""
    marked = _by_mark(data)
    if marked is not None:
        return marked
    if encoding:
        return _as_told(data, encoding)
    _refuse_other_kinds(data)
    if b"\0" in data:
        return _wide(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _nearly_utf8(data) or _by_letters(data, error)
    return _mended(text) or Decoded(text, "utf-8")


def readings(data: bytes, limit: int = 5) -> list[Reading]:
    """Return the likely readings, best first, as samples around the first letters that differ."""
    if _by_mark(data) is not None or b"\0" in data:
        found = decode(data)
        return [Reading(found.encoding, _excerpt(found.text), 0.0)]
    sample = _sample(data)
    ranked = _ranked(sample, limit=limit + 3)
    try:
        ranked.insert(0, Reading("utf-8", data.decode("utf-8"), -1.0))
    except UnicodeDecodeError:
        ranked.extend(_east_asian(data) or _by_other_means(data))
    for name in MENDED:
        mended = _read_twice(data, name)
        if mended is not None:
            ranked.insert(0, Reading(name, mended, -0.5))
    seen: set[str] = set()
    chosen: list[Reading] = []
    for reading in sorted(ranked, key=lambda reading: -reading.score):
        excerpt = _excerpt(reading.sample)
        if excerpt not in seen:
            seen.add(excerpt)
            chosen.append(Reading(reading.encoding, excerpt, round(reading.score, 3)))
    return chosen[:limit]


# -- certain ways ------------------------------------------------------------------------------------------------------

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _strictly_or_not(data[len(mark) :], name)
    return None


def _as_told(data: bytes, encoding: str) -> Decoded:
    if encoding in MENDED:
        mended = _read_twice(data, encoding)
        return Decoded(mended, encoding) if mended is not None else _strictly_or_not(data, "utf-8")
    return _strictly_or_not(data, encoding)


def _strictly_or_not(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(_codec(encoding)), encoding)
    except UnicodeDecodeError:
        text = data.decode(_codec(encoding), "replace")
        return Decoded(text, encoding, False, (f"Some bytes are no {encoding}; they stand as \ufffd.",))


def _codec(encoding: str) -> str:
    """Return Python's name of an encoding as the web or a user names it."""
    try:
        return codecs.lookup(encoding.strip().replace("ibm", "cp") if "ibm" in encoding.lower() else encoding).name
    except (LookupError, ValueError) as error:
        raise NotText(f"There is no encoding called “{encoding}”.") from error


_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "a database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"RIFF", "a sound, film or picture"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or film"),
    (b"%!PS", "a PostScript document"),
)


def _refuse_other_kinds(data: bytes) -> None:
    for magic, kind in _KINDS:
        if data.startswith(magic):
            raise NotText(f"It is {kind}, not a text.")


def _wide(data: bytes) -> Decoded:
    """Read UTF-16 without its mark; every other file with NUL bytes is no text."""
    best, text, name = 0.0, "", ""
    if len(data) % 2 == 0:
        for candidate in ("utf-16-le", "utf-16-be"):
            try:
                decoded = data.decode(candidate)
            except UnicodeDecodeError:
                continue
            start = decoded[:4000]
            usual = sum(1 for char in start if char in "\n\r\t" or ("\x20" <= char < "\u0700" and char.isprintable()))
            if "\0" not in start and usual / len(start) > best:
                best, text, name = usual / len(start), decoded, candidate
    if best < 0.8:
        raise NotText("It holds NUL bytes: it is a program's data, not a text.")
    return Decoded(text, name, best > 0.95)


_INVALID = re.compile("[\udc80-\udcff]")


def _nearly_utf8(data: bytes) -> Decoded | None:
    """Read UTF-8 into which a few foreign bytes were pasted; None where it is not UTF-8 for the most part."""
    text = data.decode("utf-8", "surrogateescape")
    strangers = _INVALID.findall(text)
    good = sum(1 for char in text if char > "\x7f") - len(strangers)
    if good < 20 * len(strangers):
        return None
    mended = _INVALID.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("windows-1252", "replace"), text)
    return Decoded(mended, "utf-8", True, (f"{len(strangers)} bytes are no UTF-8; they were read as windows-1252.",))


# -- text that was read wrongly once, and saved so ---------------------------------------------------------------------


def _mended(text: str) -> Decoded | None:
    """Read text twice where its letters are the bytes of UTF-8 taken for letters (ÐŸÑ€Ð¸Ð²ÐµÑ‚)."""
    if text.isascii():
        return None
    for name in MENDED:
        mended = _undo_reading(text, name)
        # Letters that happen to be valid UTF-8 three times over, and nowhere invalid, are no accident.
        if mended is not None and sum(1 for char in mended if char > "\x7f") >= 3:
            return Decoded(mended, name, True, ("The letters had been read wrongly once before; they were mended.",))
    return None


def _read_twice(data: bytes, name: str) -> str | None:
    """Return the text of `data` with one wrong reading undone; None where it is not of that kind."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if text.isascii() else _undo_reading(text, name)


def _undo_reading(text: str, name: str) -> str | None:
    try:
        return text.encode(name.partition("+")[0], "copydesk-holes").decode("utf-8")
    except UnicodeError:
        return None


def _holes(error: UnicodeError) -> tuple[bytes, int]:
    """Let the bytes an encoding has no letter for pass as control characters, as most programs do."""
    assert isinstance(error, UnicodeEncodeError)
    try:
        return error.object[error.start : error.end].encode("latin-1"), error.end
    except UnicodeEncodeError:
        raise error from None


codecs.register_error("copydesk-holes", _holes)


# -- by letters --------------------------------------------------------------------------------------------------------

_DECLARED = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)


def _by_letters(data: bytes, trouble: UnicodeDecodeError) -> Decoded:
    controls = len(re.findall(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", data[:20_000]))
    if controls * 20 > len(data[:20_000]):
        raise NotText("It is a program's data, not a text.") from trouble
    ranked = _ranked(_sample(data), limit=4)
    declared = _declared(data)
    if ranked and declared is not None:
        # The head of a page is believed where its letters make sense too.
        ranked.sort(key=lambda reading: _codec(reading.encoding) != declared or reading.score < _PLAUSIBLE - 2)
    if not ranked or ranked[0].score < _DOUBTFUL:
        ranked = sorted([*ranked, *_east_asian(data)], key=lambda reading: -reading.score)
    if not ranked or ranked[0].score < _PLAUSIBLE:
        ranked = _by_other_means(data) or ranked
    if not ranked:
        raise NotText("Its letters could not be read in any known encoding.") from trouble
    best = ranked[0]
    rival = next((reading for reading in ranked[1:] if reading.sample != best.sample), None)
    beyond = len(re.findall(rb"[\x80-\xff]", _sample(data)))
    wanted = _EVIDENCE if beyond > 12 else 4 * _EVIDENCE
    sure = best.score >= _PLAUSIBLE and (rival is None or (best.score - rival.score) * beyond > wanted)
    found = _strictly_or_not(data, best.encoding)
    return Decoded(found.text, best.encoding, sure and found.sure, found.warnings)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:2048])
    try:
        return None if match is None else _codec(match[1].decode("ascii"))
    except NotText:
        return None


def _sample(data: bytes) -> bytes:
    """Return the lines that say something about the encoding: those with letters beyond ASCII."""
    if len(data) <= _SAMPLE_BYTES:
        return data
    lines: list[bytes] = []
    size = 0
    for line in re.findall(rb"[^\n]*[\x80-\xff][^\n]*\n?", data[: 64 * _SAMPLE_BYTES]):
        lines.append(line[:_SAMPLE_BYTES])
        size += len(lines[-1])
        if size >= _SAMPLE_BYTES:
            break
    return b"".join(lines)


def _ranked(sample: bytes, limit: int) -> list[Reading]:
    """Score every candidate by its letters, then the best of them by their neighbours too."""
    counts = [(byte, count) for byte, count in Counter(sample).items() if byte >= 0x80]
    total = sum(count for _, count in counts)
    if not total:
        return []
    rough = sorted(
        ((max(_rough(counts, name, language) for language in _languages(name)) / total, name) for name in CANDIDATES),
        key=lambda pair: -pair[0],
    )
    finer: list[Reading] = []
    for score, name in rough[: max(limit, 6)]:
        text = sample.decode(_codec(name), "replace")
        finer.append(Reading(name, text, score - 6.0 * letter_profiles.oddities(text) / total))
    finer.sort(key=lambda reading: (-round(reading.score, 6), CANDIDATES.index(reading.encoding)))
    return finer[:limit]


def _rough(counts: list[tuple[int, int]], name: str, language: str) -> float:
    table = _table(name, language)
    return sum(table[byte - 0x80] * count for byte, count in counts)


@lru_cache(maxsize=256)
def _table(name: str, language: str) -> tuple[float, ...]:
    weights = letter_profiles.weights(language)
    chars = (bytes([byte]).decode(_codec(name), "replace") for byte in range(0x80, 0x100))
    return tuple(letter_profiles.weight_of(char, weights) for char in chars)


@lru_cache(maxsize=64)
def _languages(name: str) -> tuple[str, ...]:
    """Return the languages whose letters an encoding has, so that no profile is tried in vain."""
    letters = {bytes([byte]).decode(_codec(name), "ignore") for byte in range(0x80, 0x100)}
    fitting = (
        language
        for language, profile in letter_profiles.PROFILES.items()
        if sum(letter in letters for letter in profile) * 10 >= len(profile) * 8
    )
    return tuple(fitting)


_COMMON_EAST_ASIAN = (
    # The first level of each national standard, where 99 of 100 characters of a running text lie; kana for Japanese.
    ("shift_jis", None),
    ("euc_jp", None),
    ("gb18030", re.compile(rb"[\xb0-\xd7][\xa1-\xfe]")),
    ("big5", re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]")),
    ("euc_kr", re.compile(rb"[\xb0-\xc8][\xa1-\xfe]")),
)


def _east_asian(data: bytes) -> list[Reading]:
    """Return the readings as double bytes that are possible at all, by their share of everyday characters."""
    found = []
    for name, common in _COMMON_EAST_ASIAN:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        wide = re.findall("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]", text)
        if len(wide) < 8:
            continue
        kana = sum("\u3040" <= char <= "\u30ff" for char in wide) / len(wide)
        if common is None:
            share = 0.0 if kana < 0.15 else 1.0
        else:
            # Foreign double bytes seldom fall on everyday characters; kana in them means Japanese.
            share = sum(bool(common.fullmatch(char.encode(name))) for char in wide) / len(wide) - 3 * kana
        odd = sum(not char.isprintable() and char not in "\n\r\t" for char in text) / len(wide)
        found.append(Reading(name.replace("_", "-"), text, -2.5 - 5 * (1 - share) - 8 * odd))
    return found


def _by_other_means(data: bytes) -> list[Reading]:
    """Ask charset-normalizer, which also knows the encodings of East Asia."""
    # Imported where it is needed: it costs 30 ms, and most files are UTF-8.
    from charset_normalizer import from_bytes

    best = from_bytes(_sample(data)[:_SAMPLE_BYTES], chunk_size=1024).best()
    if best is None:
        return []
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError:
        return []
    return [Reading(best.encoding.replace("_", "-"), text, -5.0)]


def _excerpt(text: str) -> str:
    """Return a line or two around the first letter beyond ASCII, as the review shows it."""
    match = re.search(r"[^\x00-\x7f]", text)
    at = match.start() if match else 0
    start = max(text.rfind("\n", 0, at) + 1, at - 60)
    return " ".join(re.sub(r"[\x00-\x1f]", " ", text[start : start + 220]).split())[:160]
