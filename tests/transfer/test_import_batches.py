"""An import is one batch: complete, repeatable without effect, and taken back without a trace."""

from __future__ import annotations

import os
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.archive import Archive
from desktop_app.errors import UserError
from desktop_app.transfer import importing, shelves
from desktop_app.transfer.importing import ImportOptions, import_paths, readings_of, scan
from desktop_app.transfer.reports import ImportReport, Progress

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def archive() -> Iterator[Archive]:
    with Archive.open("sqlite://") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "texts"
    (top / "deep" / "er").mkdir(parents=True)
    (top / "one.md").write_text("---\ntitle: One\ndate: 1998-03\ntags: [a]\n---\nFirst text.\n", "utf-8")
    (top / "two.txt").write_text("Two\n\nSecond text, which is a little longer than the first.\n", "utf-8")
    (top / "deep" / "er" / "three.html").write_text(
        "<html><head><title>Three</title></head><body><p>Third text, long enough to be one.</p></body></html>", "utf-8"
    )
    return top


def sums(report: ImportReport) -> int:
    return report.added + report.updated + report.unchanged + len(report.duplicates) + len(report.failed)


def state(archive: Archive) -> object:
    """Return all that an undone import must leave as it was."""
    articles = [archive.get(number) for number in archive.ids(place="everything", sort="created")]
    return [replace(one, version=0, updated=None) for one in articles], archive.counts(), archive.values("tags")


def test_folder_comes_in_as_one_batch_and_a_second_run_adds_nothing(archive: Archive, folder: Path) -> None:
    report = import_paths(archive, [folder])
    assert (report.batch, report.added, report.failed, report.warnings) == (1, 3, (), ())
    titles = {archive.get(number).title for number in archive.ids()}
    assert titles == {"One", "Two", "Three"}
    one = next(archive.get(number) for number in archive.ids() if archive.get(number).title == "One")
    assert one.provenance is not None
    assert one.provenance.path == str(folder / "one.md")
    assert (one.provenance.batch, one.provenance.encoding, len(one.provenance.sha256)) == (1, "utf-8", 64)
    batch = archive.batch(1)
    assert (batch.added, batch.source, batch.finished is not None) == (3, str(folder), True)

    again = import_paths(archive, [folder])
    assert (again.batch, again.added, again.unchanged) == (None, 0, 3)
    assert len(archive.batches()) == 1


def test_undo_leaves_the_archive_as_before(archive: Archive, folder: Path) -> None:
    import_paths(archive, [folder / "two.txt"])
    before = state(archive)
    report = import_paths(archive, [folder])
    assert (report.added, report.unchanged) == (2, 1)
    assert report.batch is not None
    archive.undo_batch(report.batch)
    assert state(archive) == before
    assert import_paths(archive, [folder]).added == 2


def test_changed_file_is_reported_updated_or_kept_beside(archive: Archive, folder: Path) -> None:
    import_paths(archive, [folder])
    first = archive.by_source_path([str(folder / "one.md")])[str(folder / "one.md")]
    before = state(archive)
    (folder / "one.md").write_text("---\ntitle: One\n---\nFirst text, rewritten.\n", "utf-8")

    skipped = import_paths(archive, [folder])
    assert (skipped.batch, skipped.unchanged, len(skipped.duplicates)) == (None, 2, 1)
    assert skipped.duplicates[0].of == first

    updated = import_paths(archive, [folder], options=ImportOptions(on_duplicate="update"))
    assert (updated.updated, updated.added, updated.unchanged) == (1, 0, 2)
    assert archive.get(first).body == "First text, rewritten.\n"
    assert import_paths(archive, [folder], options=ImportOptions(on_duplicate="update")).unchanged == 3
    assert updated.batch is not None
    archive.undo_batch(updated.batch)
    assert state(archive) == before

    both = import_paths(archive, [folder], options=ImportOptions(on_duplicate="keep-both"))
    assert (both.added, both.unchanged) == (1, 2)
    assert archive.get(first).body == "First text.\n"


def test_same_text_under_another_name_is_a_duplicate_but_a_reprint_is_not(archive: Archive, tmp_path: Path) -> None:
    for name, date in (("a", "1998-03-12"), ("b", "1998-03-12"), ("c", "2001-01-01")):
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: Tea\ndate: {date}\nid: {name}\n---\nSame words.\n", "utf-8")
    report = import_paths(archive, [tmp_path])
    assert report.added == 2
    [duplicate] = report.duplicates
    assert Path(duplicate.path).name == "b.md"
    assert archive.get(duplicate.of).title == "Tea"
    (tmp_path / "d.md").write_text("---\ntitle: TEA\ndate: 1998-03-12\n---\nSame\nwords.\n", "utf-8")
    assert len(import_paths(archive, [tmp_path / "d.md"]).duplicates) == 1
    assert import_paths(archive, [tmp_path / "d.md"], options=ImportOptions(on_duplicate="keep-both")).added == 1


def test_pages_without_a_text_are_no_duplicates_of_each_other(archive: Archive, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: Jane Doe\nslug: {name}\n---\n", "utf-8")
    (tmp_path / "c.md").write_bytes((tmp_path / "a.md").read_bytes())
    report = import_paths(archive, [tmp_path])
    assert (report.added, len(report.duplicates)) == (2, 1)


def test_article_that_was_exported_is_recognised_by_its_uid(archive: Archive, folder: Path) -> None:
    import_paths(archive, [folder / "one.md"])
    [number] = archive.ids()
    uid = archive.get(number).uid
    exported = folder / "exported.md"
    exported.write_text(f"---\ncopydesk_uid: {uid}\ntitle: One, again\n---\n\nAnother text.", "utf-8")
    assert import_paths(archive, [exported]).duplicates[0].of == number
    assert import_paths(archive, [exported], options=ImportOptions(on_duplicate="update")).updated == 1
    assert (archive.get(number).title, archive.get(number).uid) == ("One, again", uid)


def test_bad_files_never_stop_the_rest(archive: Archive, folder: Path) -> None:
    (folder / "empty.md").write_bytes(b"")
    (folder / "picture.md").write_bytes(PNG)
    (folder / "deep.html").write_bytes(b"<div>" * 100_000)
    (folder / "bomb.md").write_text("---\ntitle: &a [" + "*a," * 50 + "]\n---\nText", "utf-8")
    (folder / "huge-title.md").write_text(f"---\ntitle: {'x' * 30_000}\n---\nText", "utf-8")
    (folder / "many.md").write_text("---\ntags: [" + ",".join(f"t{n}" for n in range(3000)) + "]\n---\nText", "utf-8")
    (folder / "nothing.html").write_bytes(b"<html></html>")
    report = import_paths(archive, [folder, folder / "absent.md"])
    assert sums(report) == 3 + 7 + 1
    reasons = {Path(failure.item).name: failure.reason for failure in report.failed}
    assert reasons["empty.md"] == "It is empty."
    assert "PNG" in reasons["picture.md"]
    assert "no such file" in reasons["absent.md"]
    assert "1,000" in reasons["many.md"]
    assert {"One", "Two", "Three"} <= {archive.get(number).title for number in archive.ids()}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_is_reported(archive: Archive, folder: Path) -> None:
    (folder / "one.md").chmod(0)
    report = import_paths(archive, [folder])
    assert (report.added, len(report.failed)) == (2, 1)


def test_files_of_other_kinds_are_counted_and_named_ones_refused(archive: Archive, folder: Path) -> None:
    (folder / "photo.png").write_bytes(PNG)
    (folder / "notes.pdf").write_bytes(b"%PDF-1.7")
    (folder / ".hidden.md").write_text("# Hidden\n", "utf-8")
    (folder / "node_modules").mkdir()
    (folder / "node_modules" / "readme.md").write_text("# No\n", "utf-8")
    report = import_paths(archive, [folder])
    assert report.added == 3
    assert report.failed == ()
    [warning] = report.warnings
    assert "2 files of other kinds" in warning.message
    assert ".pdf" in warning.message
    named = import_paths(archive, [folder / "notes.pdf", folder / "photo.png"])
    assert [failure.reason for failure in named.failed] == [
        "It is a PDF, not a text.",
        "It is a PNG picture, not a text.",
    ]


def test_links_neither_lead_in_circles_nor_out_of_the_folder(archive: Archive, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nText.", "utf-8")
    (folder / "round").symlink_to(folder, target_is_directory=True)
    (folder / "out.md").symlink_to(tmp_path / "secret.md")
    (folder / "broken.md").symlink_to(folder / "nowhere.md")
    report = import_paths(archive, [folder])
    assert report.added == 3
    reasons = {Path(failure.item).name: failure.reason for failure in report.failed}
    assert reasons == {"out.md": "It lies outside the imported folder.", "broken.md": "There is no such file."}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_pipe_is_not_waited_for(archive: Archive, folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    (folder / "link.md").symlink_to(folder / "pipe.md")
    report = import_paths(archive, [folder, folder / "pipe.md"])
    assert report.added == 3
    assert {failure.reason for failure in report.failed} == {"It is no ordinary file."}


def test_pictures_come_with_their_text_under_the_address_as_written(archive: Archive, tmp_path: Path) -> None:
    site = tmp_path / "site"
    for name in ("content/news/here.png", "static/images/root.png", "content/news/attachments/pasted.png"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(PNG + name.encode())
    (site / "content/news/fake.png").write_bytes(b"not a picture")
    (tmp_path / "outside.png").write_bytes(PNG)
    (site / "hugo.toml").write_text("", "utf-8")
    body = (
        "![a](here.png) ![b](/images/root.png 'Title') ![[pasted.png]] <img src=\"here.png\"> ![r][ref]\n\n"
        "![out](../../../outside.png) ![gone](gone.png) ![fake](fake.png) ![net](https://example.org/x.png)\n\n"
        "```\n![code](nothing.png)\n```\n\n[ref]: <here.png>\n"
    )
    (site / "content/news/post.md").write_text(f"---\ntitle: P\n---\n{body}", "utf-8")
    report = import_paths(archive, [site / "content"])
    [number] = archive.ids()
    assert archive.get(number).body == body
    held = {picture.name: archive.picture_bytes(picture.sha256) for picture in archive.pictures(number)}
    assert set(held) == {"here.png", "/images/root.png", "pasted.png"}
    assert held["here.png"].endswith(b"here.png")
    told = " ".join(warning.message for warning in report.warnings)
    assert "“../../../outside.png” lies outside" in told
    assert "“gone.png” is not there" in told
    assert "“fake.png” is no picture" in told
    assert "nothing.png" not in told
    assert "example.org" not in told


def test_zip_is_read_like_a_folder_and_cannot_hurt(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "texts.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a/post.md", "# Post\n\n![x](pic.png)\n")
        file.writestr("a/pic.png", PNG)
        file.writestr("../../evil.md", "# Evil\n\nText")
        file.writestr("/etc/evil.md", "# Evil too\n\nText")
        file.writestr("bomb.md", b"a" * 20_000_000)
        file.writestr("__MACOSX/x.md", "# No\n\nText")
    report = import_paths(archive, [path])
    assert report.added == 1
    [number] = archive.ids()
    assert [picture.name for picture in archive.pictures(number)] == ["pic.png"]
    assert archive.get(number).provenance.path == f"{path}/a/post.md"  # type: ignore[union-attr]
    reasons = [failure.reason for failure in report.failed]
    assert len(reasons) == 3
    assert any("densely" in reason for reason in reasons)
    assert import_paths(archive, [path]).unchanged == 1

    monkeypatch.setattr(shelves, "ZIP_FILES", 3)
    assert "more than" in import_paths(archive, [path]).failed[0].reason
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 broken")
    assert "zip" in import_paths(archive, [tmp_path / "broken.zip"]).failed[0].reason


def test_what_the_user_says_stands_above_what_the_files_say(archive: Archive, folder: Path) -> None:
    options = ImportOptions(
        language="tr", status="review", section="City", tags=("x", "a"), leave_out=frozenset({str(folder / "two.txt")})
    )
    report = import_paths(archive, [folder], options=options)
    assert report.added == 2
    for number in archive.ids():
        found = archive.get(number)
        assert (found.language, found.status, found.section) == ("tr", "review", "City")
        assert set(found.tags) == {"x", "a"}


def test_format_and_encoding_may_be_told(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "note"
    path.write_bytes("Əhvalat # Körpü\n\nMətn.".encode("utf-16-le"))
    report = import_paths(archive, [path], options=ImportOptions(format="markdown", encoding="utf-16-le"))
    assert report.added == 1
    [number] = archive.ids()
    assert archive.get(number).title == "Note"
    with pytest.raises(UserError, match="no format"):
        import_paths(archive, [path], options=ImportOptions(format="word"))
    with pytest.raises(UserError, match="duplicates"):
        import_paths(archive, [path], options=ImportOptions(on_duplicate="perhaps"))


def test_dry_run_writes_nothing(archive: Archive, folder: Path) -> None:
    report = import_paths(archive, [folder], options=ImportOptions(dry_run=True))
    assert (report.batch, report.added) == (None, 3)
    assert archive.ids() == ()
    assert archive.seq == 0 or archive.batches() == []


def test_progress_names_every_file_and_cancel_keeps_what_is_finished(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 1)
    stop = threading.Event()
    seen: list[Progress] = []

    def progress(step: Progress) -> None:
        seen.append(step)
        if len(seen) == 2:
            stop.set()

    report = import_paths(archive, [folder], on_progress=progress, cancelled=stop)
    assert [step.done for step in seen] == [1, 2]
    assert {step.total for step in seen} == {3}
    assert (report.cancelled, report.added, len(archive.ids())) == (True, 2, 2)
    assert archive.batches()[0].finished is not None
    assert import_paths(archive, [folder]).added == 1


def test_cancelled_import_is_taken_back_where_that_was_asked(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 1)
    stop = threading.Event()
    options = ImportOptions(keep_on_cancel=False)
    report = import_paths(
        archive,
        [folder],
        options=options,
        on_progress=lambda step: stop.set() if step.done == 2 else None,
        cancelled=stop,
    )
    assert (report.cancelled, report.added, archive.ids()) == (True, 0, ())
    assert "taken back" in report.warnings[-1].message


def test_article_in_the_trash_is_not_imported_again(archive: Archive, folder: Path) -> None:
    import_paths(archive, [folder])
    archive.trash(archive.ids())
    assert import_paths(archive, [folder]).unchanged == 3


def test_file_names_need_not_be_unicode(archive: Archive, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.md"
    try:
        with open(name, "w", encoding="utf-8") as file:
            file.write("Text without a headline of its own\n")
    except OSError:
        pytest.skip("this disk takes no such names")
    assert import_paths(archive, [tmp_path]).added == 1
    assert import_paths(archive, [tmp_path]).unchanged == 1
    assert archive.get(archive.ids()[0]).title == "Caf\ufffd"


@pytest.mark.skipif(os.sep != "/", reason="names that other systems do not have")
def test_file_names_may_look_like_paths_of_another_system(archive: Archive, tmp_path: Path) -> None:
    for number, name in enumerate(("AC\\DC.md", "A: the first.md", "\\.md", "two\nlines.md")):
        (tmp_path / name).write_text(f"# Piece {number}\n\nText number {number}.\n", "utf-8")
    report = import_paths(archive, [tmp_path])
    assert (report.added, report.failed) == (4, ())
    assert import_paths(archive, [tmp_path]).unchanged == 4


@pytest.mark.skipif(os.sep != "/", reason="names that other systems do not have")
def test_a_name_that_looks_like_a_path_leads_nowhere_outside(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Not to be read\n", "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a\\b.md").symlink_to(tmp_path / "secret.md")
    report = import_paths(archive, [tmp_path / "in"])
    assert [one.reason for one in report.failed] == ["It lies outside the imported folder."]


def test_scan_tells_the_state_of_every_file_and_choices_come_back(archive: Archive, folder: Path) -> None:
    (folder / "letter.txt").write_bytes("Письмо\n\nВчера в город вернулся старый почтальон.\n".encode("cp1251"))
    (folder / "doubt.txt").write_bytes(b"Mr \xc6\xe9 and nobody else was here, or so it is said.\n")
    (folder / "empty.txt").write_bytes(b"")
    import_paths(archive, [folder / "one.md"])
    told: list[str] = []
    candidates = scan([folder], archive=archive, on_candidate=lambda one: told.append(one.name))
    states = {one.name: one.state for one in candidates}
    assert states == {
        "one.md": "already here",
        "two.txt": "no date",
        "deep/er/three.html": "no date",
        "letter.txt": "no date",
        "doubt.txt": "garbled",
        "empty.txt": "unreadable",
    }
    assert sorted(told) == sorted(states)
    letter = next(one for one in candidates if one.name == "letter.txt")
    assert (letter.title, letter.title_before, letter.encoding) == ("Письмо", "Ïèñüìî", "windows-1251")
    doubt = next(one for one in candidates if one.name == "doubt.txt")
    offered = readings_of(doubt.path)
    assert len(offered) > 1
    chosen = ImportOptions(encodings={doubt.path: "windows-1251"}, leave_out=frozenset({letter.path}))
    import_paths(archive, [folder], options=chosen)
    bodies = [archive.get(number).body for number in archive.ids()]
    assert any("Жй" in body for body in bodies)
    assert not any("почтальон" in body for body in bodies)


def test_read_only_archive_is_refused_in_words(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.copydesk"
    Archive.create(path).close()
    with Archive.open(path, read_only=True) as archive, pytest.raises(UserError, match="reading only"):
        import_paths(archive, [folder])
