"""The columns of an archive as a file, so that a program that is started does not read all articles' facts again.

Reading the facts of 100,000 articles from the archive takes some four seconds, this file some 60 ms; what has changed
since is then asked of the archive. May be deleted at any time; one that is damaged, of another form or of another past
of the archive is not used.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from desktop_app.search.arrays import DamagedFile, DurableStorage
from desktop_app.search.arrays.files import Array, ArrayFile, ArrayWriter
from desktop_app.search.columns import FLAGS, MULTIPLE, NUMBERS, SINGLE, Columns, Pairs, Vocabulary

FORMAT = 2
"""Grows when columns are added or mean something else."""

_FILE = "columns"


def write(folder: Path, columns: Columns, seq: int, stamp: str) -> None:
    """Write the columns as they were after a change of the archive. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    storage = DurableStorage(str(folder))
    with storage.create_file(f"{_FILE}.new") as file:
        writer = ArrayWriter(file, {"format": FORMAT, "seq": seq, "stamp": stamp})
        writer.put("ids", columns.ids)
        for name in SINGLE:
            writer.put(f"single/{name}", columns.single[name])
        for name in MULTIPLE:
            writer.put(f"rows/{name}", columns.multiple[name].rows)
            writer.put(f"codes/{name}", columns.multiple[name].codes)
        for name in NUMBERS:
            writer.put(f"number/{name}", columns.numbers[name])
        for name in FLAGS:
            writer.put(f"flag/{name}", columns.flags[name].view(np.uint8))
        vocabularies = {name: [own.values, own.keys] for name, own in columns.vocabularies.items()}
        writer.put("vocabularies", _bytes(json.dumps(vocabularies, ensure_ascii=False)))
        writer.put("titles", _bytes(json.dumps(columns.titles.tolist(), ensure_ascii=False)))
        writer.finish()
    storage.rename_file(f"{_FILE}.new", _FILE)


def read(folder: Path) -> tuple[Columns, int, str] | None:
    """Return the columns, the change after which they were so, and its stamp; None where there is no good file."""
    if not (folder / _FILE).is_file():
        return None
    try:
        file = ArrayFile(DurableStorage(str(folder)), _FILE)
        if file.meta.get("format") != FORMAT:
            return None
        return _columns(file), int(file.meta["seq"]), str(file.meta["stamp"])
    except (DamagedFile, OSError, KeyError, ValueError):
        return None


def _columns(file: ArrayFile) -> Columns:
    def array(name: str) -> Any:
        # A file that stays mapped cannot be replaced on Windows. Elsewhere copying takes as long as all else here.
        return file[name].whole().copy() if os.name == "nt" else file[name].whole()

    ids = array("ids")
    vocabularies: dict[str, Vocabulary] = {}
    for name, (values, keys) in json.loads(array("vocabularies").tobytes()).items():
        vocabularies[name] = Vocabulary.of(values, keys)
    if vocabularies.keys() != {*SINGLE, *MULTIPLE}:
        raise ValueError("other columns")
    texts = array("titles").data

    def titles() -> Any:
        return np.array(json.loads(str(texts, "utf-8", "surrogatepass")), dtype=np.object_)

    return Columns(
        ids,
        {name: array(f"single/{name}") for name in SINGLE},
        {name: Pairs(array(f"rows/{name}"), array(f"codes/{name}")) for name in MULTIPLE},
        {name: array(f"number/{name}") for name in NUMBERS},
        {name: array(f"flag/{name}").view(np.bool_) for name in FLAGS},
        titles,
        vocabularies,
    )


def _bytes(text: str) -> Array:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
