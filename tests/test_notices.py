"""Notices: written once, claimed by one, marked by whoever holds the lease, and never forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from bot import notices, people
from bot.chat.interaction import Who
from bot.chat.sender import NOT_INVITED, MessageRef
from bot.db import Tx, many
from bot.notices import DROPPED, SENDING, SENT, UNCONFIRMED, UNREACHABLE, WAITING, Notice
from bot.people import Workspace

SHOWN = MessageRef("C1", "1763800000.000100")


@pytest.fixture
def post(tx: Tx, workspace: Workspace, now: datetime) -> Callable[..., Notice]:
    """`post(7)`: the card of thing 7 is to be shown."""

    def post(subject: int = 1, due: datetime = now) -> Notice:
        notices.post_card(tx, workspace.id, "bells", "card", subject, "C1", due)
        return _again(tx, subject)

    return post


def _again(tx: Tx, subject: int = 1) -> Notice:
    return many(tx, Notice, Notice.subject == subject)[0]


def _claim(tx: Tx, now: datetime, limit: int = 10) -> list[Notice]:
    return notices.claim(tx, now, limit)


def _shown(tx: Tx, now: datetime, subject: int = 1) -> Notice:
    [claimed] = [notice for notice in _claim(tx, now) if notice.subject == subject]
    notices.mark_sent(tx, claimed, SHOWN)
    return _again(tx, subject)


def _change(tx: Tx, **values: Any) -> None:
    tx.execute(update(Notice).values(**values))


# Written once


def test_the_same_card_is_written_once(
    tx: Tx, workspace: Workspace, now: datetime, post: Callable[..., Notice]
) -> None:
    post()
    post()
    assert len(many(tx, Notice)) == 1


def test_a_person_is_told_once_and_once_more_in_another_round(
    tx: Tx, workspace: Workspace, now: datetime, who: Callable[[str], Who]
) -> None:
    one, two = (people.know(tx, who(user)).id for user in ("U1", "U2"))
    for person, round in ((one, 0), (one, 0), (two, 0), (one, 1), (one, 1)):
        notices.tell(tx, workspace.id, "bells", "word", 1, person, now, round=round)
    assert [notice.person_id for notice in many(tx, Notice, order_by=(Notice.id,))] == [one, two, one]


def test_the_same_thing_in_another_workspace_has_a_card_of_its_own(
    tx: Tx, workspace: Workspace, now: datetime, post: Callable[..., Notice]
) -> None:
    post()
    other = people.settle(tx, "slack", "T2", "別の市", "UBOT", language="ja", timezone="Asia/Tokyo")
    notices.post_card(tx, other.id, "bells", "card", 1, "C1", now)
    for claimed in _claim(tx, now):
        notices.mark_sent(tx, claimed, SHOWN if claimed.workspace_id == workspace.id else MessageRef("C1", "theirs"))
    notices.redraw(tx, other.id, "bells", "card", 1)
    stale = {notice.workspace_id for notice in many(tx, Notice, Notice.stale_since.is_not(None))}
    assert stale == {other.id}
    assert notices.shown_at(tx, other.id, SHOWN) is None


# Claimed by one


def test_what_is_not_due_is_not_claimed(tx: Tx, now: datetime, post: Callable[..., Notice]) -> None:
    post(due=now + timedelta(seconds=1))
    assert not notices.due(tx, now) and _claim(tx, now) == []
    assert notices.due(tx, now + timedelta(seconds=1))


def test_the_longest_due_is_claimed_first(tx: Tx, now: datetime, post: Callable[..., Notice]) -> None:
    for subject, minutes in ((1, 3), (2, 5), (3, 1), (4, 5)):
        post(subject, now - timedelta(minutes=minutes))
    assert [notice.subject for notice in _claim(tx, now, limit=3)] == [2, 4, 1]


def test_what_is_claimed_is_not_claimed_again(tx: Tx, now: datetime, post: Callable[..., Notice]) -> None:
    post()
    assert len(_claim(tx, now)) == 1
    assert _claim(tx, now) == [] and not notices.due(tx, now)


def test_two_houses_on_one_database_never_claim_the_same(engine: Engine, now: datetime) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("one process writes to SQLite")
    with engine.begin() as tx:
        place = people.settle(tx, "slack", "T1", "市", "UBOT", language="ja", timezone="Asia/Tokyo")
        for subject in range(10):
            notices.post_card(tx, place.id, "bells", "card", subject, "C1", now)
    with engine.begin() as one, engine.begin() as two:
        mine, theirs = _claim(one, now, limit=6), _claim(two, now, limit=6)
    assert len(mine) == 6 and len(theirs) == 4
    assert not {notice.id for notice in mine} & {notice.id for notice in theirs}
    with engine.begin() as tx:
        assert _claim(tx, now) == []


def test_after_the_lease_ran_out_another_may_claim_and_the_late_mark_is_fenced_off(
    tx: Tx, now: datetime, post: Callable[..., Notice]
) -> None:
    post()
    [slow] = _claim(tx, now)
    _change(tx, lease_until=datetime.now(UTC) - timedelta(seconds=1))
    [slow] = many(tx, Notice)
    assert notices.due(tx, now)
    [quick] = _claim(tx, now)
    assert quick.attempts == slow.attempts + 1

    notices.mark_sent(tx, slow, MessageRef("C1", "slow"))
    notices.mark_unreachable(tx, slow, "slow")
    notices.mark_later(tx, slow, "slow", 60)
    notices.mark_dropped(tx, slow)
    assert _again(tx).state == SENDING and _again(tx).message is None

    notices.mark_sent(tx, quick, SHOWN)
    assert (_again(tx).state, _again(tx).message) == (SENT, SHOWN)


@pytest.mark.parametrize("state", [SENT, DROPPED, UNREACHABLE, UNCONFIRMED])
def test_what_is_done_is_never_claimed_again(tx: Tx, now: datetime, post: Callable[..., Notice], state: str) -> None:
    post()
    _change(tx, state=state, lease_until=datetime.now(UTC) - timedelta(hours=1))
    assert _claim(tx, now + timedelta(days=9)) == []


def test_what_is_to_be_tried_later_waits_until_then(tx: Tx, now: datetime, post: Callable[..., Notice]) -> None:
    post()
    [claimed] = _claim(tx, now)
    notices.mark_later(tx, claimed, "ratelimited", 30)
    assert (_again(tx).state, _again(tx).reason) == (WAITING, "ratelimited")
    assert not notices.due(tx, now + timedelta(days=1)), "waiting is machine time, which the demo's clock does not move"
    _change(tx, retry_at=datetime.now(UTC) - timedelta(seconds=1))
    assert len(_claim(tx, now)) == 1


def test_a_long_reason_is_kept_short(tx: Tx, now: datetime, post: Callable[..., Notice]) -> None:
    post()
    [claimed] = _claim(tx, now)
    notices.mark_unreachable(tx, claimed, "x" * 1_000)
    assert _again(tx).reason == "x" * 200


def test_what_was_not_wanted_can_be_asked_for_again(tx: Tx, now: datetime, post: Callable[..., Notice]) -> None:
    post()
    [claimed] = _claim(tx, now)
    notices.mark_dropped(tx, claimed)
    notices.send_again(tx, _again(tx), now)
    assert _again(tx).state == WAITING


def test_cards_come_before_what_is_told_to_one_person(
    tx: Tx, workspace: Workspace, now: datetime, who: Callable[[str], Who], post: Callable[..., Notice]
) -> None:
    person = people.know(tx, who("U1"))
    notices.tell(tx, workspace.id, "bells", "word", 9, person.id, now - timedelta(hours=1))
    post(1)
    assert [notice.subject for notice in notices.claim(tx, now, 1)] == [1]


def test_what_is_held_is_not_claimed(tx: Tx, workspace: Workspace, now: datetime, post: Callable[..., Notice]) -> None:
    post()
    assert not notices.due(tx, now, {workspace.id}) and notices.claim(tx, now, 1, {workspace.id}) == []


def test_what_could_not_be_delivered_is_sent_again_and_what_was_said_is_not(
    tx: Tx, now: datetime, post: Callable[..., Notice]
) -> None:
    post()
    [claimed] = _claim(tx, now)
    notices.mark_unreachable(tx, claimed, NOT_INVITED)
    assert _again(tx).reason == NOT_INVITED
    notices.send_again(tx, _again(tx), now)
    assert (_again(tx).state, _again(tx).reason) == (WAITING, None)
    _shown(tx, now)
    notices.send_again(tx, _again(tx), now)
    assert _again(tx).state == SENT


# Redrawn


def test_a_redraw_keeps_the_time_of_the_first_and_the_version_of_the_last(
    tx: Tx, workspace: Workspace, now: datetime, post: Callable[..., Notice]
) -> None:
    post()
    _shown(tx, now)
    notices.redraw(tx, workspace.id, "bells", "card", 1)
    first = _again(tx)
    notices.redraw(tx, workspace.id, "bells", "card", 1)
    last = _again(tx)
    assert last.version == first.version + 1 and last.stale_since == first.stale_since

    notices.mark_redrawn(tx, first)
    assert [notice.id for notice in notices.stale(tx, 10)] == [last.id], "a click came in between"
    notices.mark_redrawn(tx, last)
    assert notices.stale(tx, 10) == []


def test_a_redraw_asked_for_while_the_card_was_on_its_way_stays_asked_for(
    tx: Tx, workspace: Workspace, now: datetime, post: Callable[..., Notice]
) -> None:
    post()
    [claimed] = _claim(tx, now)
    notices.redraw(tx, workspace.id, "bells", "card", 1)
    assert notices.stale(tx, 10) == [], "there is nothing to redraw yet"
    notices.mark_sent(tx, claimed, SHOWN)
    assert [notice.subject for notice in notices.stale(tx, 10)] == [1]


def test_a_redraw_asked_for_before_the_card_was_claimed_is_in_it_already(
    tx: Tx, workspace: Workspace, now: datetime, post: Callable[..., Notice]
) -> None:
    post()
    notices.redraw(tx, workspace.id, "bells", "card", 1)
    _shown(tx, now)
    assert notices.stale(tx, 10) == []


def test_the_longest_waiting_card_is_redrawn_first(
    tx: Tx, workspace: Workspace, now: datetime, post: Callable[..., Notice]
) -> None:
    for subject in (1, 2, 3):
        post(subject)
    for claimed in _claim(tx, now):
        notices.mark_sent(tx, claimed, MessageRef("C1", f"m{claimed.subject}"))
    for subject in (3, 1, 2, 3):
        notices.redraw(tx, workspace.id, "bells", "card", subject)
    assert [notice.subject for notice in notices.stale(tx, 10)] == [3, 1, 2]


def test_a_redraw_of_what_has_no_card_changes_nothing(tx: Tx, workspace: Workspace) -> None:
    notices.redraw(tx, workspace.id, "bells", "card", 99)
    assert tx.execute(select(Notice.id)).all() == []


def test_a_message_is_found_by_where_it_stands(
    tx: Tx, workspace: Workspace, now: datetime, post: Callable[..., Notice]
) -> None:
    post()
    _shown(tx, now)
    found = notices.shown_at(tx, workspace.id, SHOWN)
    assert found is not None and found.subject == 1
    assert notices.shown_at(tx, workspace.id, MessageRef("C2", SHOWN.message)) is None
    card = notices.card_of(tx, workspace.id, "bells", "card", 1)
    assert card is not None and card.id == found.id
