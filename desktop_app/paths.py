"""Where things lie: data, config, cache and log folders, and the files that ship with the program.

`COPYDESK_HOME` moves all four folders under one (portable mode, tests). Folders are made when first asked for.
"""

from __future__ import annotations

import os
from pathlib import Path

from desktop_app.errors import UserError

_APP = "copydesk"
_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    home = os.environ.get("COPYDESK_HOME")
    folder = Path(home).expanduser().resolve() / name if home else _usual_folder(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The folder {folder} cannot be made: {error.strerror or error}. Nothing was changed.",
            "Let COPYDESK_HOME name a folder that can be written."
            if home
            else "Check the disk and your rights, or let COPYDESK_HOME name another folder.",
        ) from error
    return folder


def _usual_folder(name: str) -> Path:
    # Here: it loads half the standard library's ways to pack files, and who names his folders does without.
    import platformdirs

    places = {
        "data": platformdirs.user_data_dir,
        "config": platformdirs.user_config_dir,
        "cache": platformdirs.user_cache_dir,
        "log": platformdirs.user_log_dir,
    }
    return Path(places[name](_APP, appauthor=False))


def data_folder() -> Path:
    """Archives, backups and the user's own dictionaries and templates."""
    return _folder("data")


def config_folder() -> Path:
    """settings.toml, keys.toml and the window's state."""
    return _folder("config")


def cache_folder() -> Path:
    """Search indexes, one folder an archive uid. May be deleted at any time."""
    return _folder("cache")


def log_folder() -> Path:
    """Logs without article text."""
    return _folder("log")


def default_archive() -> Path:
    """The archive that opens when none is named."""
    return data_folder() / "archive.copydesk"


def resource(name: str) -> Path:
    """Return the path of a shipped file, `resource("themes/light.toml")`, from the wheel or the repository."""
    for root in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(f"resources/{name} is missing from this installation")
