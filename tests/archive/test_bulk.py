"""Bulk edits: one change to many, in steps, and its way back."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article, Author, BulkPlan, Rename, VersionReason
from desktop_app.errors import NotFound, UserError
from desktop_app.text.dates import PartialDate
from tests.archive.making import DATES, NAMES, TAGS, VALUES, dump, small_articles


def test_bulk_edit_sets_adds_and_removes(archive: Archive) -> None:
    archive.add(Article(tags=("Kür", "tea"), body="a"), Article(tags=("rivers",)), Article(section="Culture"))
    changes = archive.bulk_edit(
        [1, 2, 3],
        set={"section": "Culture", "authors": (Author("Leyla"),)},
        add_tags=["Rivers", "new"],
        remove_tags=["KUR"],
    )
    assert changes.articles == (1, 2, 3)
    tags = [archive.get(id_).tags for id_ in (1, 2, 3)]
    assert tags == [("tea", "Rivers", "new"), ("rivers", "new"), ("Rivers", "new")]
    assert {archive.get(id_).section for id_ in (1, 2, 3)} == {"Culture"}
    [record] = archive.undo_records()
    assert (record.number, record.articles, record.undone) == (changes.undo, 3, None)
    assert record.change["add_tags"] == ["Rivers", "new"]
    [version] = archive.versions(1)
    assert version.reason is VersionReason.BULK
    archive.undo(changes.undo)
    assert archive.get(1).tags == ("Kür", "tea")
    assert archive.get(3).section == "Culture"
    assert archive.values("author") == []
    with pytest.raises(UserError, match="undone before"):
        archive.undo(changes.undo)
    with pytest.raises(UserError, match="no bulk edit"):
        archive.undo()


def test_bulk_edit_that_changes_nothing_leaves_no_record(archive: Archive) -> None:
    archive.add(Article(tags=("x",)))
    seq = archive.seq
    changes = archive.bulk_edit([1], set={"section": ""}, add_tags=["X"], remove_tags=["y"])
    assert (changes.articles, changes.undo) == ((), None)
    assert archive.undo_records() == []
    assert archive.seq == seq
    assert archive.bulk_edit([]).articles == ()


def test_wrong_field_or_article_changes_nothing(archive: Archive) -> None:
    archive.add(Article(), Article())
    before = dump(archive)
    for wrong in ({"colour": "red"}, {"status": "lost"}):
        with pytest.raises(UserError, match="Nothing was changed"):
            archive.bulk_edit([1, 2], set=wrong)
    with pytest.raises(NotFound):
        archive.bulk_edit([1, 7, 2], add_tags=["x"])
    assert dump(archive) == before


def test_undo_leaves_alone_what_was_set_anew(archive: Archive) -> None:
    archive.add(*(Article(tags=("a",)) for _ in range(3)))
    archive.bulk_edit([1, 2, 3], set={"section": "Culture"}, add_tags=["b"])
    archive.edit(2, section="Sports")
    archive.edit(3, body="new text")
    changes = archive.undo()
    assert changes.skipped == (2,)
    assert [archive.get(id_).section for id_ in (1, 2, 3)] == ["", "Sports", ""]
    assert [archive.get(id_).tags for id_ in (1, 2, 3)] == [("a",)] * 3
    assert archive.get(3).body == "new text"


def test_undo_passes_over_articles_deleted_since(archive: Archive) -> None:
    archive.add(Article(), Article())
    archive.bulk_edit([1, 2], add_tags=["b"])
    archive.purge([1])
    assert archive.undo().articles == (2,)


def test_undo_takes_the_last_that_was_not_undone(archive: Archive) -> None:
    archive.add(Article())
    numbers = [archive.bulk_edit([1], add_tags=[tag]).undo for tag in "abc"]
    archive.undo(numbers[1])
    assert archive.get(1).tags == ("a", "b", "c"), "the tags were set anew since, so they stay"
    archive.undo()
    assert archive.get(1).tags == ("a", "b")
    archive.undo()
    assert archive.get(1).tags == ("a", "b"), "again set since"
    assert [record.undone is not None for record in archive.undo_records()] == [True] * 3


def test_cancelled_bulk_edit_keeps_whole_steps_and_can_be_undone(archive: Archive) -> None:
    archive.add(*(Article(title=str(at)) for at in range(120)))
    before = dump(archive, histories=False)
    stop = threading.Event()
    steps: list[int] = []

    def progress(done: int, total: int) -> None:
        steps.append(done)
        assert total == 120
        if len(steps) == 2:
            stop.set()

    changes = archive.bulk_edit(archive.ids(), add_tags=["x"], progress=progress, cancelled=stop)
    assert len(changes.articles) == steps[-1] < 120
    assert archive.values("tag") == [("x", steps[-1])]
    archive.undo(changes.undo)
    assert dump(archive, histories=False) == before


def test_autosave_slips_between_the_steps(file_archive: Archive) -> None:
    [own] = file_archive.add(Article(body="0")).articles
    others = file_archive.add(*(Article() for _ in range(200))).articles
    saved: list[int] = []
    started = threading.Event()

    def autosave() -> None:
        assert started.wait(60)
        version = 1
        for number in range(5):
            changes = file_archive.save_text(own, base_version=version, title="", standfirst="", body=str(number + 1))
            version = changes.version or 0
            saved.append(changes.seq)

    writer = threading.Thread(target=autosave)
    writer.start()
    changes = file_archive.bulk_edit(others, add_tags=["x"], progress=lambda *_: started.set())
    writer.join()
    assert file_archive.get(own).body == "5"
    assert min(saved) < changes.seq, "the first save did not wait for the last step"


def test_only_the_last_hundred_can_be_undone(archive: Archive) -> None:
    archive.add(Article())
    for number in range(103):
        archive.bulk_edit([1], set={"issue": str(number)})
    assert [record.number for record in archive.undo_records()] == list(range(103, 3, -1))
    with pytest.raises(NotFound):
        archive.undo(1)


@settings(max_examples=40, deadline=None)
@given(
    articles=st.lists(small_articles(), min_size=1, max_size=5),
    values=st.fixed_dictionaries(
        {},
        optional={
            "title": st.sampled_from(VALUES), "body": st.sampled_from(VALUES), "section": st.sampled_from(VALUES),
            "status": st.sampled_from(("writing", "published")), "published": st.sampled_from(DATES),
            "authors": st.lists(st.sampled_from(NAMES).map(Author), max_size=2, unique=True).map(tuple),
            "tags": st.lists(st.sampled_from(TAGS), max_size=2).map(tuple), "extra": st.just({"a": [1, {"b": None}]}),
        },
    ),
    add=st.lists(st.sampled_from(TAGS), max_size=2),
    remove=st.lists(st.sampled_from(TAGS), max_size=2),
)  # fmt: skip
def test_any_bulk_edit_can_be_undone(
    articles: list[Article], values: dict[str, object], add: list[str], remove: list[str]
) -> None:
    with Archive.open("sqlite://") as archive:
        ids = archive.add(*articles).articles
        fields = {id_: fields_of(archive.get(id_)) for id_ in ids}
        changes = archive.bulk_edit(ids, set=values, add_tags=add, remove_tags=remove)
        changed = {id_ for id_ in ids if fields_of(archive.get(id_)) != fields[id_]}
        assert set(changes.articles) == changed
        for id_ in ids:
            for name, value in values.items():
                if name != "tags":
                    assert getattr(archive.get(id_), name) == value
        if changes.undo is not None:
            undone = archive.undo(changes.undo)
            assert set(undone.articles) == changed
            assert undone.skipped == ()
        assert {id_: fields_of(archive.get(id_)) for id_ in ids} == fields
        assert archive.check() == []


def fields_of(article: Article) -> dict[str, object]:
    return {name: getattr(article, name) for name in Article.__dataclass_fields__ if name not in ("version", "updated")}


def test_partial_date_survives_the_way_back(archive: Archive) -> None:
    about = PartialDate("c. 1911", 19110101, 19111231)
    archive.add(Article(published=about))
    archive.bulk_edit([1], set={"published": None})
    archive.undo()
    assert archive.get(1).published == about


def test_rename_reaches_every_spelling_and_merges(archive: Archive) -> None:
    archive.add(
        Article(authors=(Author("M. Hacılı", "Baku"), Author("Leyla"))),
        Article(authors=(Author("m. hacili"), Author("Hacılı Məmməd"))),
        Article(authors=(Author("Leyla"),)),
        Article(section="Kultura", tags=("x", "Kültür")),
    )
    changes = archive.bulk_edit([1, 2, 3, 4], renames=[Rename("authors", "M. Hacılı", "Hacılı Məmməd")])
    assert changes.articles == (1, 2)
    assert archive.get(1).authors == (Author("Hacılı Məmməd", "Baku"), Author("Leyla"))
    assert archive.get(2).authors == (Author("Hacılı Məmməd"),), "two spellings of one name become one"
    archive.bulk_edit([4], renames=[Rename("section", "kultura", "Culture"), Rename("tags", "kultur", "")])
    assert (archive.get(4).section, archive.get(4).tags) == ("Culture", ("x",))
    archive.undo()
    archive.undo()
    assert archive.get(2).authors == (Author("m. hacili"), Author("Hacılı Məmməd"))
    assert (archive.get(4).section, archive.get(4).tags) == ("Kultura", ("x", "Kültür"))
    with pytest.raises(UserError, match="does not hold names"):
        archive.bulk_edit([1], renames=[Rename("body", "a", "b")])


_RENAMES = st.builds(Rename, st.just("authors"), st.sampled_from(NAMES), st.sampled_from(("", *NAMES))) | st.builds(
    Rename, st.sampled_from(("section", "publication", "folder")), st.sampled_from(VALUES), st.sampled_from(VALUES)
)


@settings(max_examples=60)
@given(
    articles=st.lists(small_articles(), min_size=1, max_size=12),
    sections=st.none() | st.sampled_from(VALUES),
    titles=st.none() | st.sampled_from(("", "Bridge")),
    bodies=st.none() | st.just("The old bridge over the river."),
    add=st.lists(st.sampled_from(TAGS), max_size=2),
    remove=st.lists(st.sampled_from(TAGS), max_size=2),
    renames=st.lists(_RENAMES, max_size=2),
)
def test_dry_run_says_what_the_edit_does(
    articles: list[Article],
    sections: str | None,
    titles: str | None,
    bodies: str | None,
    add: list[str],
    remove: list[str],
    renames: list[Rename],
) -> None:
    wanted = {"section": sections, "title": titles, "body": bodies}
    change = {
        "set": {name: value for name, value in wanted.items() if value is not None},
        "add_tags": add,
        "remove_tags": remove,
        "renames": renames,
    }
    with Archive.open("sqlite://") as archive:
        ids = archive.add(*articles).articles
        before = dump(archive)
        plan = archive.foresee_bulk_edit(ids, **change)
        assert dump(archive) == before, "a dry run writes nothing"
        changes = archive.bulk_edit(ids, **change)
        assert (plan.changed, plan.unchanged) == (len(changes.articles), len(ids) - len(changes.articles))
        again = archive.foresee_bulk_edit(ids, **change)
        if not (renames or remove):
            assert again == BulkPlan(changed=0, unchanged=len(ids)), "what was changed needs no change"


def test_dry_run_refuses_what_the_edit_refuses(archive: Archive) -> None:
    archive.add(Article())
    with pytest.raises(UserError, match="Nothing was changed"):
        archive.foresee_bulk_edit([1], set={"colour": "red"})
    with pytest.raises(NotFound):
        archive.foresee_bulk_edit([1, 7], add_tags=["x"])


def test_trash_in_steps_can_be_stopped_and_each_step_is_whole(archive: Archive) -> None:
    archive.add(*(Article(status="published") for _ in range(120)))
    stop, told = threading.Event(), []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        stop.set()

    changes = archive.trash(archive.ids(), progress=progress, cancelled=stop)
    assert len(changes.articles) == told[0][0] < 120
    assert archive.counts().trash == len(changes.articles)
    back = archive.untrash(changes.articles, cancelled=threading.Event())
    assert back.articles == changes.articles
    assert archive.counts().trash == 0
    with pytest.raises(NotFound):
        archive.trash([1, 999], cancelled=threading.Event())
    assert archive.counts().trash == 0
