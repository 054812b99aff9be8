"""Every setting once: key, type, default, limits, title, help and the page it stands on; kept in one TOML file.

Promises: a setting always has a value of its own type within its limits. A file that cannot be read is set aside,
never overwritten and never fatal; what was wrong stands in `notes`. Only what differs from the defaults is written, so
that better defaults reach everyone; keys this release does not know are kept for the one that does. Two programs may
write at once: `set` reads the file again first, and replaces it in one step. Not for the state of a window (sizes, last
place), nor for keyboard shortcuts (`keys.toml`).
"""

from __future__ import annotations

import os
import tempfile
import threading
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from desktop_app import paths
from desktop_app.errors import NotFound, UserError
from desktop_app.text.languages import LANGUAGE_CODES

Value = bool | int | float | str | tuple[str, ...]
SettingType = Literal["yes_no", "whole", "decimal", "text", "choice", "path", "list"]

PAGES = (
    "Writing",
    "Appearance",
    "Languages and spelling",
    "Search",
    "Saving and versions",
    "Export",
    "Keyboard",
    "Archive and backup",
    "Accessibility",
)
"""In the order of the settings window."""

_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a person may choose. `limits`: (lowest, highest) of a number, or the values of a choice or list."""

    key: str
    type: SettingType
    default: Value
    limits: tuple[Any, ...]
    title: str
    help: str
    page: str
    unit: str = ""

    def check(self, value: object) -> Value:
        """Return `value` as this setting keeps it, or raise `UserError` that says what is allowed."""
        checked: Value | None = None
        if self.type == "yes_no":
            checked = value if isinstance(value, bool) else None
        elif self.type in ("whole", "decimal"):
            checked = self._number(value)
        elif self.type == "list":
            checked = self._items(value)
        elif isinstance(value, str) and (self.type != "choice" or value in self.limits):
            checked = value if "\x00" not in value else None
        if checked is None:
            raise UserError(f"{self.key} was left as it is: {value!r} does not fit.", f"It takes {self.allowed}.")
        return checked

    def parse(self, text: str) -> Value:
        """Read a value typed on the command line."""
        word = text.strip().casefold()
        if self.type == "yes_no" and word in _YES | _NO:
            return word in _YES
        if self.type in ("whole", "decimal"):
            try:
                return self.check(float(word) if self.type == "decimal" else int(word))
            except ValueError:
                return self.check(text)
        if self.type == "list":
            return self.check([part.strip() for part in text.split(",") if part.strip()])
        return self.check(text if self.type in ("text", "path") else text.strip())

    @property
    def allowed(self) -> str:
        """Say in words which values fit."""
        unit = f" {self.unit}" if self.unit else ""
        if self.type == "yes_no":
            return "yes or no"
        if self.type in ("whole", "decimal"):
            kind = "a whole number" if self.type == "whole" else "a number"
            return f"{kind} from {self.limits[0]} to {self.limits[1]}{unit}"
        if self.type == "choice":
            return "one of: " + ", ".join(value or '"" (empty)' for value in self.limits)
        if self.type == "list":
            return "any of these, with commas between: " + ", ".join(self.limits)
        return "a folder or file, or nothing" if self.type == "path" else "text"

    def _number(self, value: object) -> int | float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        low, high = self.limits
        if not low <= value <= high or (self.type == "whole" and value != int(value)):  # nan is within no limits
            return None
        return int(value) if self.type == "whole" else float(value)

    def _items(self, value: object) -> tuple[str, ...] | None:
        if not isinstance(value, list | tuple) or not all(item in self.limits for item in value):
            return None
        return tuple(dict.fromkeys(value))


def _setting(
    page: str,
    key: str,
    type_: SettingType,
    default: Value,
    limits: Iterable[Any],
    title: str,
    help_: str,
    unit: str = "",
) -> Setting:
    return Setting(key, type_, default, tuple(limits), title, help_, page, unit)


_WRITING = (
    _setting("Writing", "editor.font", "choice", "Literata", ("Literata", "Inter", "JetBrains Mono", "system serif"),
             "Typeface", "The face of the text while writing and reading."),
    _setting("Writing", "editor.size_px", "whole", 18, (12, 40),
             "Size", "Size of the text while writing, at 100 % text size.", "px"),
    _setting("Writing", "editor.line_letters", "whole", 66, (40, 120),
             "Line width", "About so many letters stand in a line.", "letters"),
    _setting("Writing", "editor.line_spacing", "decimal", 1.6, (1.2, 2.4),
             "Line spacing", "Height of a line against the size of its letters."),
    _setting("Writing", "editor.typewriter", "yes_no", False, (),
             "Keep the line I am writing in the middle of the window", ""),
    _setting("Writing", "editor.formatting_bar", "yes_no", False, (),
             "Show the formatting bar", "Above the text. Every button has a key and a menu entry too."),
    _setting("Writing", "typing.quotes", "yes_no", True, (),
             "Quotation marks of the language as I type", "Backspace right after a change takes it back."),
    _setting("Writing", "typing.dashes", "yes_no", True, (),
             "Dashes for two hyphens and for a hyphen between spaces", ""),
    _setting("Writing", "typing.spaces", "yes_no", True, (),
             "Keep a number and its unit on one line", ""),
    _setting("Writing", "editor.show_goal", "yes_no", True, (), "Show the word goal in the status bar", ""),
)  # fmt: skip

_APPEARANCE = (
    _setting("Appearance", "appearance.theme", "choice", "system", ("system", "light", "dark"),
             "Theme", "As the system, or always light or dark."),
    _setting("Appearance", "appearance.text_scale", "whole", 100, (80, 200),
             "Text size", "Size of all text in the window; rows and buttons grow with it.", "%"),
    _setting("Appearance", "appearance.density", "choice", "comfortable", ("comfortable", "compact"),
             "Density", "Compact shows more rows of a list at once."),
)  # fmt: skip

_LANGUAGES = (
    _setting("Languages and spelling", "languages.interface", "choice", "system", ("system", "en", "az", "tr", "ru"),
             "Language of the window", "Takes effect when Copydesk is opened the next time."),
    _setting("Languages and spelling", "languages.drafts", "choice", "", ("", "az", "en", "ru", "tr"),
             "Language of new drafts", "Empty: told from the text once there is enough of it."),
    _setting("Languages and spelling", "spelling.check", "yes_no", True, (),
             "Check the spelling while I write", "Each paragraph in the language it is in. F7 goes from word to word."),
    _setting("Languages and spelling", "spelling.languages", "list", ("az", "en", "ru", "tr"), LANGUAGE_CODES,
             "Languages that are checked", "Those with a dictionary; Azerbaijani by the words of the archive."),
)  # fmt: skip

_SEARCH = (
    _setting("Search", "search.page_size", "whole", 50, (10, 500),
             "Results at a time", "So many rows are fetched at once; the total is always exact.", "rows"),
    _setting("Search", "search.sort", "choice", "relevance", ("relevance", "newest", "oldest", "title"),
             "First order of results", "Best match, or by date or title."),
    _setting("Search", "search.suggestions", "yes_no", True, (),
             "Suggest while I type", "Words and names of the archive itself, in the box’s drop-down."),
    _setting("Search", "search.remember", "yes_no", True, (),
             "Remember recent searches", "They stay on this computer."),
    _setting("Search", "search.citation", "choice", "plain", ("plain", "markdown", "bibtex", "ris"),
             "Form of citations", "What Copy citation puts on the clipboard."),
)  # fmt: skip

_SAVING = (
    _setting("Saving and versions", "editor.autosave_ms", "whole", 800, (200, 1000),
             "Save after", "Text is on disk at the latest so long after a key. There is nothing to turn off.", "ms"),
    _setting("Saving and versions", "versions.activity_minutes", "whole", 2, (1, 30),
             "Keep a version while writing, every", "Versions thin out with age; named ones stay for good.", "minutes"),
)  # fmt: skip

_EXPORT = (
    _setting("Export", "export.format", "choice", "pdf", ("html", "site", "pdf", "epub", "docx", "markdown", "json"),
             "First format", "The one the export window opens with."),
    _setting("Export", "export.folder", "path", "", (),
             "Folder for exports", "Empty: the folder used last, at first Documents."),
    _setting("Export", "export.theme", "text", "house", (),
             "Style", "The style of exported pages."),
    _setting("Export", "export.on_existing", "choice", "replace", ("replace", "skip", "fail"),
             "When a file is there already", "Replace it, leave it and go on, or stop."),
)  # fmt: skip

_KEYBOARD = (
    _setting("Keyboard", "keyboard.tab_writes_tab", "yes_no", True, (),
             "Tab writes a tab in the text", "Off: Tab leaves the text, as everywhere else. F6 always does."),
    _setting("Keyboard", "keyboard.show_keys", "yes_no", True, (),
             "Show keys beside buttons", "In tooltips and on the search box."),
)  # fmt: skip

_ARCHIVE = (
    _setting("Archive and backup", "archive.default", "path", "", (),
             "Archive opened when none is named", "Empty: the one in Copydesk’s own folder."),
    _setting("Archive and backup", "backup.daily", "yes_no", True, (),
             "Back up every day", "At the first opening of a day, verified after writing, old ones thinned."),
)  # fmt: skip

_ACCESSIBILITY = (
    _setting("Accessibility", "accessibility.contrast", "choice", "system", ("system", "more", "usual"),
             "Contrast", "More: darker secondary text, stronger edges, a wider focus ring."),
    _setting("Accessibility", "accessibility.motion", "choice", "system", ("system", "less", "usual"),
             "Motion", "Less: the palette and messages appear at once."),
    _setting("Accessibility", "accessibility.caret_px", "whole", 2, (1, 8),
             "Width of the caret", "The line that shows where you are writing.", "px"),
    _setting("Accessibility", "accessibility.announce", "yes_no", True, (),
             "Tell screen readers about results and saving", ""),
)  # fmt: skip

SETTINGS: tuple[Setting, ...] = (
    *_WRITING, *_APPEARANCE, *_LANGUAGES, *_SEARCH, *_SAVING, *_EXPORT, *_KEYBOARD, *_ARCHIVE, *_ACCESSIBILITY,
)  # fmt: skip
_BY_KEY = {setting.key: setting for setting in SETTINGS}


def setting(key: str) -> Setting:
    """Return the setting with this key, or raise `NotFound` naming the nearest keys."""
    try:
        return _BY_KEY[key]
    except KeyError:
        room = key.partition(".")[0]
        near = [known for known in _BY_KEY if known.startswith(room + ".")] or list(_BY_KEY)
        raise NotFound(f"There is no setting “{key}”.", "There are: " + ", ".join(near) + ".") from None


class Settings:
    """The values of one user, in one file. Safe to use from several threads."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        """None: kept in memory only (tests, throw-away sessions)."""
        self.notes: tuple[str, ...] = ()
        """What was wrong with the file when it was last read, in words."""
        self._values: dict[str, Value] = {}
        self._foreign: dict[str, object] = {}
        self._unwritten: set[str] = set()
        """Keys the disk refused: they hold in memory, whatever the file says."""
        self._watchers: list[Callable[[str], None]] = []
        self._lock = threading.RLock()

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """Read the user's settings file, or the one named."""
        settings = cls(path or paths.config_folder() / "settings.toml")
        settings.reload()
        return settings

    def get(self, key: str) -> Any:
        """Return the value of `key`: of the setting's own type, within its limits. Never waits for the disk."""
        return self._values.get(key, setting(key).default)

    def set(self, key: str, value: object) -> None:
        """Keep `value` for `key` on disk; raise `UserError` where it does not fit."""
        known = setting(key)
        checked = known.check(value)
        with self._lock:
            self._read()
            before = self._values.get(key, known.default)
            self._values[key] = checked
            self._foreign.pop(key, None)
            self._unwritten.add(key)
        try:
            with self._lock:
                self._write()
        finally:
            if checked != before:
                self._tell(key)

    def reset(self, key: str | None = None, *, page: str | None = None) -> None:
        """Set one setting, one page or, without a word, everything back to the start values."""
        if key is not None:
            setting(key)
        gone = [s for s in SETTINGS if (key is None or s.key == key) and (page is None or s.page == page)]
        with self._lock:
            self._read()
            changed = [s.key for s in gone if self._values.pop(s.key, s.default) != s.default]
            for known in gone:
                self._foreign.pop(known.key, None)
                self._unwritten.discard(known.key)
            self._write()
        for changed_key in changed:
            self._tell(changed_key)

    def reload(self) -> None:
        """Read the file again (another program may have written it) and tell what changed."""
        with self._lock:
            before = dict(self._values)
            self._read()
            after = dict(self._values)
        for key in before.keys() | after.keys():
            if before.get(key, _BY_KEY[key].default) != after.get(key, _BY_KEY[key].default):
                self._tell(key)

    def watch(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call `callback(key)` after a value changed; return what ends that."""
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback)

    def as_dict(self) -> dict[str, Value]:
        """Return every setting with its value, in the order of the pages."""
        return {known.key: self.get(known.key) for known in SETTINGS}

    def _tell(self, key: str) -> None:
        for callback in tuple(self._watchers):
            callback(key)

    def _read(self) -> None:
        if self.path is None:
            return
        try:
            flat = dict(_flatten(tomllib.loads(self.path.read_text("utf-8"))))
        except FileNotFoundError:
            flat = {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.notes = (self._set_aside(self.path, error),)
            return
        except OSError as error:
            self.notes = (f"The settings could not be read ({error.strerror}); the start values are used.",)
            return
        self._take(flat)

    def _take(self, flat: Mapping[str, object]) -> None:
        values: dict[str, Value] = {}
        foreign: dict[str, object] = {}
        notes = []
        for key, value in flat.items():
            known = _BY_KEY.get(key)
            if known is None:
                if _collides(key):
                    notes.append(f"{key} is a group or a single setting, never both; it is left out.")
                else:
                    foreign[key] = value
                continue
            try:
                values[key] = known.check(value)
            except UserError:
                foreign[key] = value
                notes.append(f"{key} = {value!r} does not fit ({known.allowed}); {known.default!r} is used.")
        values |= {key: self._values[key] for key in self._unwritten if key in self._values}
        self._values, self._foreign, self.notes = values, foreign, tuple(notes)

    def _set_aside(self, path: Path, error: Exception) -> str:
        aside = path.with_name(f"{path.stem}.broken-{datetime.now():%Y%m%d-%H%M%S-%f}{path.suffix}")
        try:
            path.rename(aside)
        except OSError as trouble:
            # Not writable here: what is read stays the start values, what is set will be refused by the same disk.
            return f"The settings file could not be understood ({error}) nor set aside ({trouble.strerror})."
        return f"The settings file could not be understood ({error}). It is kept as {aside}, and a new one is begun."

    def _write(self) -> None:
        if self.path is None:
            return
        text = _to_toml({k: v for k, v in self._values.items() if v != _BY_KEY[k].default}, self._foreign)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self.path, text)
            self._unwritten.clear()
        except OSError as error:
            raise UserError(
                f"The setting could not be written to {self.path} ({error.strerror}).",
                "It holds until Copydesk is closed.",
            ) from error


def _flatten(table: Mapping[str, Any], head: str = "") -> Iterable[tuple[str, object]]:
    for key, value in table.items():
        name = f"{head}{key}"
        if isinstance(value, dict) and value:
            yield from _flatten(value, name + ".")
        else:
            yield name, value


def _collides(key: str) -> bool:
    """`editor = 5` beside `editor.font` would make a file that nobody can read back."""
    return any(known.startswith(key + ".") or key.startswith(known + ".") for known in _BY_KEY)


def _to_toml(values: Mapping[str, Value], foreign: Mapping[str, object]) -> str:
    lines = ["# Settings of Copydesk: what differs from the start values. Comments are not kept.", ""]
    for key in sorted(values):
        known = _BY_KEY[key]
        lines += [f"# {known.title} ({known.allowed})", f"{_name(key)} = {_literal(values[key])}", ""]
    if foreign:
        lines.append("# Not understood by this release, kept as found:")
        lines += [f"{_name(key)} = {_literal(value)}" for key, value in sorted(foreign.items())]
    text = "\n".join(lines).rstrip() + "\n"
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        # Names with dots inside quotes can clash once written flat; a file that reads back matters more than they do.
        return _to_toml(values, {})
    return text


def _name(key: str) -> str:
    bare = all(part and all(c.isascii() and (c.isalnum() or c in "_-") for c in part) for part in key.split("."))
    return key if bare else ".".join(_quoted(part) for part in key.split("."))


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(str(k))} = {_literal(v)}" for k, v in value.items()) + "}"
    if hasattr(value, "isoformat"):  # dates and times
        return str(value.isoformat())
    return repr(value)  # whole numbers and decimals read back as they print, nan and inf too


def _quoted(text: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    out = (escapes.get(c) or (f"\\u{ord(c):04X}" if ord(c) < 0x20 or ord(c) == 0x7F else c) for c in text)
    return '"' + "".join(out) + '"'


def replace_file(path: Path, text: str) -> None:
    """Write a file anew, whole and on disk or not at all; an OSError is the caller's to tell."""
    handle, name = tempfile.mkstemp(prefix=path.name + ".", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
