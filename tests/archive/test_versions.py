"""Versions: when one is kept, what is thinned, and that going back loses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.archive import Archive, Article, VersionReason
from desktop_app.errors import NotFound
from tests.archive.making import NOON, Clock

THINNED = {VersionReason.SESSION, VersionReason.ACTIVITY}


def kept(archive: Archive, article_id: int) -> list[tuple[int, str, str]]:
    """Number, reason and body of each version, oldest first."""
    return [
        (version.number, version.reason.value, archive.version_text(article_id, version.number).body)
        for version in reversed(archive.versions(article_id))
    ]


def write(archive: Archive, article_id: int, body: str) -> None:
    archive.save_text(article_id, base_version=archive.get(article_id).version, title="T", standfirst="S", body=body)


def test_session_keeps_the_text_as_it_was_found(archive: Archive) -> None:
    [id_] = archive.add(Article(title="T", standfirst="S", body="one")).articles
    assert archive.begin_session(id_).articles == ()
    archive.begin_session(id_)
    write(archive, id_, "two")
    archive.note_activity(id_)
    archive.note_activity(id_)
    assert kept(archive, id_) == [(1, "session", "one"), (2, "activity", "two")]
    text = archive.version_text(id_, 1)
    assert (text.title, text.standfirst, text.body, text.version.words) == ("T", "S", "one", 1)
    assert text.version.kept_at == NOON


def test_empty_draft_is_no_version(archive: Archive) -> None:
    [id_] = archive.add(Article()).articles
    archive.begin_session(id_)
    archive.keep_version(id_, "Nothing")
    assert archive.versions(id_) == []


def test_import_is_version_one_for_ever(archive: Archive, clock: Clock) -> None:
    number = archive.begin_batch("folder")
    [id_] = archive.add(Article(title="T", body="as it came"), batch=number).articles
    archive.begin_session(id_)
    write(archive, id_, "edited")
    archive.note_activity(id_)
    clock.turn(days=900)
    archive.thin_versions()
    assert kept(archive, id_)[0] == (1, "imported", "as it came")


def test_asked_for_version_of_an_unchanged_text_lifts_the_newest(archive: Archive) -> None:
    [id_] = archive.add(Article(body="one")).articles
    archive.begin_session(id_)
    archive.keep_version(id_)
    assert [(v.number, v.reason, v.name) for v in archive.versions(id_)] == [(1, VersionReason.KEPT, "")]
    archive.keep_version(id_, "Sent to Rauf")
    assert [(v.number, v.reason, v.name) for v in archive.versions(id_)] == [(1, VersionReason.KEPT, "Sent to Rauf")]
    archive.begin_session(id_)
    assert archive.versions(id_)[0].name == "Sent to Rauf"


def test_named_version_is_never_thinned(archive: Archive, clock: Clock) -> None:
    [id_] = archive.add(Article(body="0")).articles
    for number in range(1, 6):
        write(archive, id_, str(number))
        archive.note_activity(id_)
    archive.name_version(id_, 2, "This one")
    archive.name_version(id_, 3, "For a moment")
    archive.name_version(id_, 3, "")
    write(archive, id_, "6")
    archive.keep_version(id_, "Named by the machine", reason=VersionReason.ACTIVITY)
    write(archive, id_, "7")
    archive.note_activity(id_)
    clock.turn(days=30)
    archive.thin_versions()
    assert [version.number for version in archive.versions(id_)] == [7, 6, 3, 2]
    with pytest.raises(NotFound):
        archive.name_version(id_, 4, "gone")


def test_restore_keeps_todays_text_first(archive: Archive) -> None:
    [id_] = archive.add(Article(title="T", standfirst="S", body="one")).articles
    archive.keep_version(id_)
    write(archive, id_, "two")
    changes = archive.restore_version(id_, 1)
    assert archive.get(id_).body == "one"
    assert changes.version == archive.get(id_).version == 3
    assert kept(archive, id_) == [(1, "kept", "one"), (2, "restore", "two")]
    assert archive.changes_after(changes.seq - 1).text_changed == (id_,)
    archive.restore_version(id_, 2)
    assert archive.get(id_).body == "two"
    # “one” stands in the list a third time: what was the text just before is the newest version.
    assert kept(archive, id_)[-1] == (3, "restore", "one")


def test_restoring_what_is_there_changes_nothing(archive: Archive) -> None:
    [id_] = archive.add(Article(body="one")).articles
    archive.keep_version(id_)
    seq = archive.seq
    assert archive.restore_version(id_, 1).articles == ()
    assert archive.seq == seq


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.integers(1, 60 * 60 * 40),
            st.sampled_from((VersionReason.ACTIVITY, VersionReason.SESSION, VersionReason.KEPT)),
        ),
        max_size=40,
    ),
    later=st.integers(0, 60 * 24 * 20),
)
def test_thinning_keeps_hours_then_days(steps: list[tuple[int, VersionReason]], later: int) -> None:
    clock = Clock()
    with Archive.open("sqlite://", clock=clock) as archive:
        [id_] = archive.add(Article(body="0")).articles
        for number, (seconds, reason) in enumerate(steps):
            clock.turn(seconds=seconds)
            write(archive, id_, str(number + 1))
            archive.keep_version(id_, reason=reason)
        clock.turn(minutes=later)
        before = archive.versions(id_)
        archive.thin_versions()
        after = archive.versions(id_)
        left = {version.number for version in after}
        for version in before:
            age = clock.now - version.kept_at
            if version.reason not in THINNED or age <= timedelta(days=1):
                assert version.number in left
                continue
            period = "%Y-%m-%d %H" if age <= timedelta(days=7) else "%Y-%m-%d"
            stands_in = [
                other
                for other in after
                if other.reason in THINNED and other.number >= version.number
                and other.kept_at.strftime(period) == version.kept_at.strftime(period)
            ]  # fmt: skip
            assert stands_in, "no period is left without its last version"
        old = [v for v in after if v.reason in THINNED and clock.now - v.kept_at > timedelta(days=7)]
        assert len({v.kept_at.date() for v in old}) == len(old)
        if before:
            assert after[0] == before[0], "the newest stays, so that no number is used twice"
        archive.thin_versions()
        assert archive.versions(id_) == after


def test_many_versions_are_thinned_in_one_go(archive: Archive, clock: Clock) -> None:
    [id_] = archive.add(Article(body="0")).articles
    for number in range(505):
        write(archive, id_, str(number + 1))
        archive.note_activity(id_)
    clock.turn(days=2)
    archive.thin_versions()
    assert [version.number for version in archive.versions(id_)] == [505]


def test_versions_are_found_by_what_they_held(archive: Archive) -> None:
    number = archive.add(Article(title="Şəki", body="Köhnə\nkörpü bağlıdır.")).articles[0]
    archive.keep_version(number)
    archive.edit(number, body="Yeni körpü açıqdır.")
    archive.keep_version(number)
    archive.edit(number, body="Körpü açıqdır.")
    assert [one.number for one in archive.versions_with(number, "KOHNE korpu")] == [1]
    assert [one.number for one in archive.versions_with(number, "körpü")] == [2, 1]
    assert archive.versions_with(number, " ") == []
    assert archive.versions_with(99, "körpü") == []
