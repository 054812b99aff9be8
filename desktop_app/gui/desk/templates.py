"""Templates for kinds of article and snippets: Markdown files with blanks, shipped ones and the writer's own.

A file's name is its name; of a template the first `# ` line is the headline. The shipped ones stand in
`resources/drafts/<language>/`, the writer's in the folders `templates` and `snippets` of the data folder, where a file
of the same name takes the place of a shipped one. `{{today}}` and `{{selection}}` are filled in, every other blank is
the writer's. A file that cannot be read is left out. For worker lanes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop_app import paths
from desktop_app.errors import UserError

Kind = Literal["templates", "snippets"]
_LARGEST = 1_000_000
"""Bytes; a larger file is no form to fill in."""
_NOT_IN_NAMES = '\\/:*?"<>|'


@dataclass(frozen=True, slots=True)
class Form:
    """A template or a snippet. `is_own`: the writer's."""

    name: str
    words: str
    is_own: bool

    def split(self) -> tuple[str, str]:
        """Return headline and body."""
        first, _, rest = self.words.partition("\n")
        if first.startswith("# "):
            return first[2:].strip(), rest.lstrip("\n")
        return "", self.words


def own_folder(kind: Kind) -> Path:
    """Return the folder of the writer's own files, made if need be."""
    folder = paths.data_folder() / kind
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def read(kind: Kind, language: str) -> tuple[Form, ...]:
    """Return all forms of a kind: the writer's own first, each by name."""
    try:
        shipped = paths.resource(f"drafts/{language}/{kind}")
    except FileNotFoundError:
        shipped = paths.resource(f"drafts/en/{kind}")
    found = {one.name: one for one in _in_folder(shipped, is_own=False)}
    found.update({one.name: one for one in _in_folder(own_folder(kind), is_own=True)})
    return tuple(sorted(found.values(), key=lambda one: (not one.is_own, one.name.casefold())))


def keep(kind: Kind, name: str, words: str) -> Path:
    """Write one of the writer's own, over one of the same name."""
    clean = "".join(letter for letter in name if letter not in _NOT_IN_NAMES and letter.isprintable()).strip(" .")[:80]
    if not clean:
        raise UserError("It needs a name with letters in it. Nothing was written.")
    path = own_folder(kind) / f"{clean}.md"
    try:
        path.write_text(words.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UserError(
            f"{path} could not be written ({error.strerror}).", "Check the disk and your rights."
        ) from error
    return path


def _in_folder(folder: Path, *, is_own: bool) -> list[Form]:
    forms = []
    for file in folder.glob("*.md"):
        try:
            if file.stat().st_size <= _LARGEST:
                words = file.read_text(encoding="utf-8-sig")
                forms.append(Form(file.stem, words.rstrip("\n"), is_own))
        except (OSError, UnicodeDecodeError):
            continue
    return forms
