"""import, imports and export, with the files of the sample."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from desktop_app import paths
from tests.cli.conftest import Run


@pytest.fixture
def incoming(sample: Path) -> Path:
    folder = sample.parent / "incoming"
    shutil.copytree(paths.resource("sample/incoming"), folder)
    return folder


def test_import_json_has_the_shape_of_the_contract(run: Run, incoming: Path) -> None:
    (incoming / "broken.md").write_bytes(b"\x00\x01\x02\xff" * 100)
    ran = run("import", str(incoming), "--tag", "inbox", "--json")
    value = ran.value
    assert list(value) == ["batch", "added", "updated", "unchanged", "duplicates", "failed", "warnings", "took_s"]
    assert value["added"] == 5
    assert [set(failure) for failure in value["failed"]] == [{"path", "reason"}]
    assert value["failed"][0]["path"].endswith("broken.md")
    assert ran.code == 1
    (incoming / "broken.md").unlink()
    again = run("import", str(incoming), "--tag", "inbox", "--json")
    assert again.code == 0
    assert (again.value["added"], again.value["unchanged"]) == (0, 5)
    rows = run("list", "tag:inbox", "--json").value["articles"]
    assert len(rows) == 5
    titles = {row["title"]: row for row in rows}
    assert titles["Вокзальные часы пошли назад"]["language"] == "ru"
    assert titles["Nar bayramında bir səhər"]["published"] == "2018-11-03"
    assert titles["The night bus keeps a library"]["published"] == "2009-06-21"
    assert titles["The bell founder listens twice"]["authors"] == ["Edwin Tarrant"]
    assert titles["Kütüphanenin kedisi"]["authors"] == ["Nermin Oktay"]


def test_dry_run_adds_nothing(run: Run, incoming: Path) -> None:
    ran = run("import", str(incoming), "--dry-run", "--json")
    assert ran.value["added"] == 5
    assert ran.value["batch"] is None
    assert run("list", "--json").value["total"] == 28


def test_imports_are_listed_shown_and_undone(run: Run, incoming: Path) -> None:
    number = run("import", str(incoming), "--json").value["batch"]
    value = run("imports", "--json").value
    assert {"batch", "started", "source", "added", "updated", "failed", "undone"} <= set(value[0])
    assert (value[0]["batch"], value[0]["added"], value[0]["undone"]) == (number, 5, None)
    assert run("imports", "show", str(number), "--json").value["report"]["added"] == 5
    assert run("imports").lines[0].startswith(f"{number}\t")
    ran = run("imports", "undo", str(number))
    assert "5 articles" in ran.err
    assert run("list", "--json").value["total"] == 28
    assert run("imports", "--json").value[0]["undone"]
    assert run("imports", "undo", "77").code == 3


def test_undo_refuses_where_an_article_was_edited_since(run: Run, incoming: Path) -> None:
    number = str(run("import", str(incoming), "--json").value["batch"])
    edited = run("search", "umbrella OR terminus", "--sort", "newest", "--ids").lines
    night_bus = run("list", "title:bus", "--ids").lines[0]
    assert night_bus in edited
    run("edit", night_bus, "--set", "title=The night bus", "--quiet")
    refused = run("imports", "undo", number)
    assert refused.code == 3
    assert "The night bus" in refused.err
    assert f"  {night_bus}  " in refused.err
    assert run("list", "--json").value["total"] == 33
    assert run("imports", "undo", number, "--force").code == 0
    assert run("list", "--json").value["total"] == 28


def test_options_of_import(run: Run, incoming: Path) -> None:
    ran = run(
        "import", str(incoming / "vokzalnye-chasy.txt"), "--encoding", "windows-1251", "--language", "ru", "--status",
        "review", "--section", "Железная дорога", "--tag", "станции", "--json",
    )  # fmt: skip
    assert ran.value["added"] == 1
    row = run("list", "tag:станции", "--json").value["articles"][0]
    assert (row["status"], row["section"], row["language"]) == ("review", "Железная дорога", "ru")
    assert run("import", "nowhere/").code == 1


def test_progress_as_json_lines(run: Run, incoming: Path) -> None:
    ran = run("import", str(incoming), "--progress=json", "--quiet", "--json")
    updates = [json.loads(line) for line in ran.err.splitlines()]
    assert updates[-1]["done"] == updates[-1]["total"] == 5
    assert {"done", "total", "what"} == set(updates[0])
    assert ran.value["added"] == 5


@pytest.mark.parametrize("form", ["html", "markdown", "json"])
def test_export_of_one_to_a_file_and_of_many_to_a_folder(run: Run, ids: dict[str, int], form: str) -> None:
    suffix = {"markdown": "md"}.get(form, form)
    number = ids["The bridge that keeps a diary"]
    ran = run("export", str(number), "--format", form, "--to", f"bridge.{suffix}", "--json")
    assert ran.code == 0, ran.err
    (written,) = ran.value["written"]
    assert set(written) == {"id", "path", "sha256", "warnings"}
    assert ran.value["failed"] == []
    assert written["id"] == number
    data = Path(written["path"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == written["sha256"]
    assert "warm pennies" in data.decode("utf-8")
    found = run("search", "lang:tr", "--ids").out
    many = run("export", "-", "--format", form, "--to", "turkish", "--json", stdin=found).value
    assert len([file for file in many["written"] if file["id"]]) == 6
    assert Path("turkish").is_dir()


def test_export_to_pdf(run: Run, ids: dict[str, int]) -> None:
    ran = run("export", str(ids["Küləyi yazan qadın"]), "--format", "pdf", "--to", "wind.pdf")
    assert ran.code == 0, ran.err
    assert Path("wind.pdf").read_bytes().startswith(b"%PDF-")
    digest, path = ran.lines[0].split("  ")
    assert path.endswith("wind.pdf")
    assert digest == hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_what_is_there_already_is_skipped_or_refused(run: Run, ids: dict[str, int]) -> None:
    one = str(ids["Küləyi yazan qadın"])
    run("export", one, "--format", "markdown", "--to", "wind.md")
    Path("wind.md").write_text("mine", "utf-8")
    run("export", one, "--format", "markdown", "--to", "wind.md", "--on-existing", "skip")
    assert Path("wind.md").read_text("utf-8") == "mine"
    failed = run("export", one, "--format", "markdown", "--to", "wind.md", "--on-existing", "fail")
    assert failed.code in (1, 3)
    assert Path("wind.md").read_text("utf-8") == "mine"
    run("export", one, "--format", "markdown", "--to", "wind.md")
    assert Path("wind.md").read_text("utf-8") != "mine"


def test_markdown_comes_back_as_the_same_article(run: Run, ids: dict[str, int], tmp_path: Path) -> None:
    number = str(ids["Запах краски"])
    before = run("show", number, "--format", "json").value
    run("export", number, "--format", "markdown", "--to", "book.md", "--quiet")
    other = str(tmp_path / "other.copydesk")
    run("new", other)
    assert run("import", "book.md", "--archive", other, "--json").value["added"] == 1
    after = run("show", "1", "--archive", other, "--format", "json").value
    for changing in ("id", "created", "updated", "version", "provenance"):
        before.pop(changing), after.pop(changing)
    assert after == before
