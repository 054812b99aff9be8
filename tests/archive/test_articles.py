"""Adding, saving, editing and deleting: what goes in comes out, and nobody's words are lost."""

from __future__ import annotations

import pickle
import threading
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import (
    Archive,
    Article,
    Author,
    ConflictError,
    NewPicture,
    Provenance,
    VersionReason,
)
from desktop_app.errors import NotFound, UserError
from desktop_app.text.dates import PartialDate
from tests.archive.making import NOON, PICTURE, Clock, whole_article


def given_fields(article: Article) -> dict[str, object]:
    """The fields a caller gave, without those the archive fills in."""
    own = {"id", "uid", "words", "created", "updated", "version", "extra"}
    return {field.name: getattr(article, field.name) for field in fields(Article) if field.name not in own}


def test_article_comes_out_as_it_went_in(archive: Archive) -> None:
    changes = archive.add(whole_article())
    article = archive.get(*changes.articles)
    assert given_fields(article) == given_fields(whole_article())
    assert dict(article.extra) == dict(whole_article().extra)
    assert list(article.extra) == list(whole_article().extra)
    assert (article.version, changes.version) == (1, 1)
    assert (article.created, article.updated, article.words) == (NOON, NOON, 10)
    assert archive.find(article.uid) == archive.find(str(article.id)) == archive.find(article.id) == article


def test_every_field_can_be_edited(archive: Archive) -> None:
    [article_id] = archive.add(Article()).articles
    wanted = whole_article()
    for name in given_fields(wanted):
        if name not in ("provenance", "trashed_at"):
            changes = archive.edit(article_id, **{name: getattr(wanted, name)})
            assert changes.articles == (article_id,)
            assert changes.version == archive.get(article_id).version
            assert getattr(archive.get(article_id), name) == getattr(wanted, name), name
    archive.edit(article_id, extra={"b": 1, "a": 2})
    assert list(archive.get(article_id).extra) == ["b", "a"]


def test_edit_with_the_same_value_is_no_change(archive: Archive) -> None:
    [article_id] = archive.add(whole_article()).articles
    seq = archive.seq
    assert archive.edit(article_id, section="Culture", tags=("bridges", "Kür", "1911")).articles == ()
    same = {"title": "Körpü və çay", "standfirst": whole_article().standfirst, "body": whole_article().body}
    assert archive.save_text(article_id, base_version=1, **same).articles == ()
    assert archive.seq == seq
    assert archive.get(article_id).version == 1


@pytest.mark.parametrize("name", ["id", "uid", "version", "words", "created", "trashed_at", "colour"])
def test_edit_refuses_what_is_no_field_of_the_user(archive: Archive, name: str) -> None:
    [article_id] = archive.add(whole_article()).articles
    before = archive.get(article_id)
    with pytest.raises(UserError, match="not a field"):
        archive.edit(article_id, section="New", **{name: 1})
    assert archive.get(article_id) == before


def test_save_over_a_newer_text_keeps_both(archive: Archive) -> None:
    [article_id] = archive.add(Article(title="One", body="first")).articles
    archive.save_text(article_id, base_version=1, title="Theirs", standfirst="", body="second")
    with pytest.raises(ConflictError) as caught:
        archive.save_text(article_id, base_version=1, title="Ours", standfirst="so", body="mine")
    assert caught.value.theirs == archive.get(article_id)
    assert caught.value.theirs.body == "second"
    ours = caught.value.ours
    assert (ours.title, ours.standfirst, ours.body) == ("Ours", "so", "mine")
    assert archive.version_text(article_id, ours.version.number) == ours
    assert ours.version.reason is VersionReason.CONFLICT
    # The words of the error name the version, and survive the pipe from a worker process.
    assert f"version {ours.version.number}" in str(caught.value)
    # Having seen theirs, the writer may save over it.
    archive.save_text(article_id, base_version=caught.value.theirs.version, title="Ours", standfirst="", body="mine")
    assert archive.get(article_id).body == "mine"


def test_conflict_is_told_by_edit_too(archive: Archive) -> None:
    [article_id] = archive.add(Article(title="One", body="first")).articles
    archive.save_text(article_id, base_version=1, title="One", standfirst="", body="second")
    with pytest.raises(ConflictError) as caught:
        archive.edit(article_id, base_version=1, body="mine")
    assert caught.value.ours.body == "mine"
    assert archive.get(article_id).body == "second"


def test_same_text_saved_twice_is_no_conflict(archive: Archive) -> None:
    [article_id] = archive.add(Article(title="One", body="first")).articles
    for _ in range(2):
        changes = archive.save_text(article_id, base_version=1, title="One", standfirst="", body="same")
        assert changes.version == 2
    assert len(archive.versions(article_id)) == 0


def test_tags_set_meanwhile_do_not_refuse_a_writer(archive: Archive) -> None:
    [article_id] = archive.add(Article(title="One", body="first")).articles
    archive.edit(article_id, tags=("new",), section="Culture")
    changes = archive.save_text(article_id, base_version=1, title="One", standfirst="", body="second")
    assert changes.version == 3
    assert archive.get(article_id).tags == ("new",)
    assert archive.get(article_id).body == "second"


def test_base_version_from_the_future_is_a_conflict(archive: Archive) -> None:
    [article_id] = archive.add(Article(body="first")).articles
    with pytest.raises(ConflictError):
        archive.save_text(article_id, base_version=99, title="", standfirst="", body="mine")


def test_status_change_keeps_the_text_first(archive: Archive) -> None:
    [article_id] = archive.add(Article(body="draft")).articles
    archive.edit(article_id, status="review")
    [version] = archive.versions(article_id)
    assert version.reason is VersionReason.STATUS
    archive.edit(article_id, status="published")
    assert len(archive.versions(article_id)) == 1, "the text did not change in between"


def test_trash_and_back(archive: Archive, clock: Clock) -> None:
    first, second = archive.add(Article(title="A"), Article(title="B", status="published")).articles
    assert archive.trash([first, second]).articles == (first, second)
    assert archive.get(first).trashed_at == clock.now
    assert archive.ids() == ()
    assert set(archive.ids(place="trash")) == {first, second}
    assert archive.trash([first]).articles == (), "it lies there already"
    archive.untrash([second, first])
    assert archive.ids(place="desk") == (first,)
    assert archive.ids(place="archive") == (second,)
    assert archive.get(first).trashed_at is None


def test_action_on_many_is_done_on_all_or_none(archive: Archive) -> None:
    [first] = archive.add(Article(title="A")).articles
    for action in (archive.trash, archive.untrash, archive.purge):
        with pytest.raises(NotFound, match="article 99"):
            action([first, 99])
    assert archive.ids() == (first,)


def test_purged_article_is_gone_with_all_that_hung_on_it(archive: Archive) -> None:
    first, second = archive.add(
        whole_article(), whole_article(authors=(Author("Other"),), tags=("Kür",)), pictures={0: [PICTURE], 1: [PICTURE]}
    ).articles
    archive.keep_version(first, "Named")
    archive.purge([first])
    assert archive.find(first) is None
    with pytest.raises(NotFound):
        archive.get(first)
    with pytest.raises(NotFound):
        archive.versions(first)
    assert archive.values("author") == [("Other", 1)]
    assert archive.values("tag") == [("Kür", 1)]
    assert archive.picture_bytes(archive.pictures(second)[0].sha256) == PICTURE.data
    archive.purge([second])
    assert archive.statistics()["pictures"] == 0
    assert archive.check() == []


def test_ids_are_never_used_again(archive: Archive) -> None:
    archive.add(Article(), Article())
    archive.purge([2])
    assert archive.add(Article()).articles == (3,)


@pytest.mark.parametrize("wrong", [0, -1, 2**31, 2**63, 2**64, 10**30])
def test_impossible_id_is_not_found_and_no_crash(archive: Archive, wrong: int) -> None:
    archive.add(Article())
    for action in (archive.get, archive.versions, archive.begin_session):
        with pytest.raises(NotFound):
            action(wrong)
    with pytest.raises(NotFound):
        archive.edit(wrong, title="x")
    with pytest.raises(NotFound):
        archive.save_text(wrong, base_version=1, title="", standfirst="", body="")
    with pytest.raises(NotFound):
        archive.trash([wrong])
    with pytest.raises(NotFound):
        archive.version_text(1, wrong)
    with pytest.raises(NotFound):
        archive.batch(wrong)
    with pytest.raises(NotFound):
        archive.undo(wrong)
    assert archive.find(wrong) is None
    assert archive.find(str(wrong)) is None
    assert archive.texts([wrong]) == archive.summaries([wrong]) == archive.facts([wrong]) == []
    assert archive.pictures(wrong) == []


def test_uid_is_kept_unless_another_has_it(archive: Archive) -> None:
    ids = archive.add(
        Article(uid="AAAA-1"), Article(uid="aaaa-1"), Article(uid="not a uid, much too strange \ud800"), Article()
    ).articles
    uids = [archive.get(id_).uid for id_ in ids]
    assert uids[0] == "aaaa-1"
    assert len(set(uids)) == 4
    [again] = archive.add(Article(uid="aaaa-1")).articles
    assert archive.get(again).uid != "aaaa-1"


def test_dirty_text_is_cleaned_at_the_door(archive: Archive) -> None:
    [article_id] = archive.add(
        Article(
            title="A\r\nB\0\ud800",
            body="one\r\ntwo\rthree\0\udfff\n",
            tags=(" x ", "", "X", "y\nz"),
            authors=(Author("  Leyla "), Author(""), Author("Leyla")),
            section=" Culture\t",
            extra={"when": date(1998, 3, 1), "nan": float("nan"), "big": 10**5000, 1: (1, 2), "b": b"\xff"},
        )
    ).articles
    article = archive.get(article_id)
    assert article.title == "A B"
    assert article.body == "one\ntwo\nthree\n"
    assert article.tags == ("x", "y z")
    assert article.authors == (Author("Leyla"),)
    assert article.section == "Culture"
    assert article.extra["when"] == "1998-03-01"
    assert article.extra["nan"] == "nan"
    assert article.extra["1"] == [1, 2]
    assert archive.check() == []


def test_endless_front_matter_is_refused(archive: Archive) -> None:
    loop: dict[str, object] = {}
    loop["again"] = loop
    shared: list[object] = [0]
    for _ in range(15):
        shared = [shared, shared]
    deep: list[object] = []
    for _ in range(30):
        deep = [deep]
    for hostile in (loop, {"bomb": shared}, {"deep": deep}):
        with pytest.raises(UserError, match="front matter"):
            archive.add(Article(extra=hostile))
    assert archive.count() == 0


@pytest.mark.parametrize(
    "article",
    [
        Article(title="x" * 10_001),
        Article(section="x" * 501),
        Article(tags=tuple(map(str, range(1001)))),
        Article(status="lost"),
        Article(word_goal=-1),
        Article(published=PartialDate("never", 0, 0)),
        Article(published=PartialDate("backwards", 19990101, 19980101)),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(archive: Archive, article: Article) -> None:
    with pytest.raises(UserError, match="Nothing was changed"):
        archive.add(Article(title="fine"), article)
    assert archive.count() == 0, "all or none"


def test_too_large_body_is_refused(archive: Archive) -> None:
    with pytest.raises(UserError, match="characters long"):
        archive.add(Article(body="x" * 50_000_001))


TEXT = st.text(max_size=60)


@settings(max_examples=60, deadline=None)
@given(title=TEXT, standfirst=TEXT, body=TEXT, tags=st.lists(TEXT, max_size=4), name=TEXT, extra=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=8,
))  # fmt: skip
def test_any_text_is_kept(title: str, standfirst: str, body: str, tags: list[str], name: str, extra: object) -> None:
    with Archive.open("sqlite://") as archive:
        article = Article(
            title=title, standfirst=standfirst, body=body, tags=tuple(tags), authors=(Author(name),), extra={"x": extra}
        )
        [article_id] = archive.add(article).articles
        found = archive.get(article_id)
        if "\0" not in body and "\r" not in body:
            assert found.body == body
        # What was taken in once is taken in again as it is.
        [again] = archive.add(replace(found, uid="")).articles
        assert given_fields(archive.get(again)) == given_fields(found)
        assert archive.check() == []
        assert archive.list().total == 2


def test_times_are_kept_in_utc_to_the_microsecond(archive: Archive) -> None:
    moment = datetime(1961, 4, 12, 6, 7, 0, 123456, tzinfo=UTC)
    [article_id] = archive.add(Article(created=moment, updated=moment.replace(year=1999))).articles
    assert archive.get(article_id).created == moment
    assert archive.facts([article_id])[0].created == 19610412
    assert archive.facts([article_id])[0].updated == 19990412
    [naive] = archive.add(Article(created=datetime(1, 1, 1))).articles
    assert archive.facts([naive])[0].created == 10101


def test_imported_files_are_known_again(archive: Archive) -> None:
    odd = "/in/caf\udce9.md"
    [first, second] = archive.add(
        Article(provenance=Provenance("/in/a.md", "aa")), Article(provenance=Provenance(odd, "bb"))
    ).articles
    assert archive.by_sha256(["aa", "cc", ""]) == {"aa": first}
    assert archive.by_source_path([odd, "/in/a.md", "/in/none.md"]) == {odd: second, "/in/a.md": first}
    archive.trash([first])
    assert archive.by_sha256(["aa"]) == {"aa": first}, "what lies in the trash is not imported anew"


def test_articles_can_be_found_by_title(archive: Archive) -> None:
    first, second, _ = archive.add(Article(title="Bakı"), Article(title="BAKI"), Article(title="Gəncə")).articles
    assert archive.by_title(["baki", "Naxçıvan", "x\ud800"]) == {"baki": (first, second)}


def test_closed_archive_says_so(archive: Archive) -> None:
    archive.close()
    archive.close()
    with pytest.raises(UserError, match="closed"):
        archive.counts()
    with pytest.raises(UserError, match="closed"):
        archive.add(Article())


def test_errors_of_the_archive_cross_a_pipe(archive: Archive) -> None:
    [article_id] = archive.add(Article(body="first")).articles
    with pytest.raises(ConflictError) as caught:
        archive.save_text(article_id, base_version=0, title="", standfirst="", body="x")
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.ours == caught.value.ours
    assert str(again) == str(caught.value)


def test_one_archive_serves_many_threads(archive: Archive, file_archive: Archive) -> None:
    for one in (archive, file_archive):
        [article_id] = one.add(Article(body="0")).articles
        troubles: list[BaseException] = []

        def work(one: Archive = one, article_id: int = article_id, troubles: list[BaseException] = troubles) -> None:
            try:
                for _ in range(10):
                    one.add(Article(title="more", tags=("t",)), Article(title="more"))
                    assert one.get(article_id).body == "0"
                    page = one.list(limit=5)
                    assert len(page.articles) == min(5, page.total), "rows and total are of one state"
            except BaseException as trouble:  # noqa: BLE001 a thread's failure must reach the test
                troubles.append(trouble)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert troubles == []
        assert one.count() == 81
        assert one.seq == 41, "every write has a number of its own"
        assert one.check() == []


def test_picture_given_with_an_article_is_found_by_its_name(archive: Archive) -> None:
    same = NewPicture("other/name.jpg", PICTURE.data, "image/jpeg")
    [article_id] = archive.add(whole_article(), pictures={0: [PICTURE, same]}).articles
    assert [held.name for held in archive.pictures(article_id)] == ["images/bridge.jpg", "other/name.jpg"]
    assert archive.statistics()["pictures"] == 1
