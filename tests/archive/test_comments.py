"""What is kept beside a text: it stays beside it, whatever becomes of the text, and goes nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from desktop_app.archive import Archive, Article, Comment, Memo
from desktop_app.errors import NotFound, UserError
from desktop_app.text.anchors import Anchor, anchor

TEXT = "Körpü\nThe old bridge was closed."
BRIDGE = Comment("c1", anchor(TEXT, 14, 20), "Which bridge?")


@pytest.fixture
def bridge(archive: Archive) -> int:
    return archive.add(Article(title="Körpü", body="The old bridge was closed.")).articles[0]


def test_comments_come_back_in_the_order_of_the_text(archive: Archive, bridge: int) -> None:
    late = Comment("C2", anchor(TEXT, 25, 31), "By whom?", resolved=datetime(2026, 11, 1, tzinfo=UTC))
    archive.put_comments(bridge, [late, BRIDGE])
    found = archive.comments(bridge)
    assert [(one.uid, one.words, one.anchor) for one in found] == [
        ("c1", "Which bridge?", BRIDGE.anchor),
        ("c2", "By whom?", late.anchor),
    ]
    assert found[0].made is not None
    assert (found[0].resolved, found[1].resolved) == (None, late.resolved)


def test_a_comment_is_put_over_itself_and_removed(archive: Archive, bridge: int) -> None:
    archive.put_comments(bridge, [BRIDGE])
    made = archive.comments(bridge)[0].made
    archive.put_comments(bridge, [replace(archive.comments(bridge)[0], words="Solved")])
    assert [(one.words, one.made) for one in archive.comments(bridge)] == [("Solved", made)]
    assert archive.remove_comments(bridge, ["c1", "never was"]).articles == (bridge,)
    assert archive.comments(bridge) == []
    assert archive.remove_comments(bridge, ["c1"]).articles == ()


def test_others_hear_of_it_but_the_text_is_no_newer(archive: Archive, bridge: int) -> None:
    before, seq = archive.get(bridge), archive.seq
    archive.put_comments(bridge, [BRIDGE])
    archive.set_memo(bridge, Memo("Ask the mayor."))
    assert archive.get(bridge) == before
    assert archive.versions(bridge) == []
    changes = archive.changes_after(seq)
    assert (changes.facts_changed, changes.text_changed) == ((bridge,), ())


def test_a_comment_stays_with_its_article(archive: Archive, bridge: int) -> None:
    other = archive.add(Article(title="Another")).articles[0]
    archive.put_comments(bridge, [BRIDGE])
    with pytest.raises(UserError):
        archive.put_comments(other, [BRIDGE])
    with pytest.raises(UserError):
        archive.put_comments(other, [Comment("", Anchor(0, "A"), "no uid")])
    for missing in (99, 2**70):
        with pytest.raises(NotFound):
            archive.put_comments(missing, [replace(BRIDGE, uid="c9")])
        with pytest.raises(NotFound):
            archive.memo(missing)
    archive.purge([bridge])
    assert archive.comments(bridge) == []
    assert archive.check() == []


def test_a_deadline_orders_the_desk(archive: Archive, bridge: int) -> None:
    soon, never = archive.add(Article(title="Soon"), Article(title="Never")).articles
    archive.set_memo(bridge, Memo(deadline=date(2026, 12, 24)))
    archive.set_memo(soon, Memo("two sources\n", date(2026, 12, 1)))
    page = archive.list(place="desk", sort="deadline")
    assert [(one.title, one.deadline) for one in page.articles] == [
        ("Soon", date(2026, 12, 1)),
        ("Körpü", date(2026, 12, 24)),
        ("Never", None),
    ]
    archive.set_memo(soon, Memo())
    assert archive.memo(soon) == Memo()
    assert archive.set_memo(never, Memo()).articles == ()
