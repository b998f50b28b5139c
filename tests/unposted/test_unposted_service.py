"""Who is told that something cannot be shown in its channel, how often, and what comes back when it can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot import channels, notices, people
from bot.chat.interaction import OldButton, Who
from bot.chat.sender import CLOSED, NOT_INVITED, MessageRef
from bot.db import Tx, many, one
from bot.notices import UNREACHABLE, WAITING, Notice
from bot.people import Workspace
from bot.refusal import NotYours
from bot.unposted import service

CHANNEL = "C1"
Introduce = Callable[[str], Who]


@pytest.fixture
def hang(tx: Tx, workspace: Workspace, who: Introduce, now: datetime) -> Callable[..., Notice]:
    """A card in the channel, for which this person is responsible; not posted yet."""

    def hang(user: str | None, number: int = 1) -> Notice:
        responsible = None if user is None else people.know(tx, who(user)).id
        notices.post_card(tx, workspace.id, "bells", "card", number, CHANNEL, now, responsible=responsible)
        card = notices.card_of(tx, workspace.id, "bells", "card", number)
        assert card is not None
        return card

    return hang


def _fail(tx: Tx, card: Notice, reason: str, now: datetime) -> None:
    """As the deliverer does when a card cannot be posted."""
    notices.claim(tx, now, 100)
    failed = one(tx, Notice, Notice.id == card.id)
    assert failed is not None
    notices.mark_unreachable(tx, failed, reason)
    service.keep(tx, failed, reason, now)


def _told(tx: Tx) -> list[str]:
    told = many(tx, Notice, Notice.activity == service.ACTIVITY, order_by=(Notice.id,))
    return [people.person(tx, notice.person_id or 0).external_id for notice in told]


def _state(tx: Tx, card: Notice) -> str:
    found = one(tx, Notice, Notice.id == card.id)
    assert found is not None
    return found.state


def test_everybody_responsible_for_something_in_a_lost_channel_is_told_once(
    tx: Tx, workspace: Workspace, hang: Callable[..., Notice], now: datetime
) -> None:
    for number, user in enumerate(("U1", "U2", "U1", None), start=1):
        hang(user, number)
    for _ in range(3):
        service.lose(tx, workspace.id, CHANNEL, NOT_INVITED, now)
    assert _told(tx) == ["U1", "U2"]


def test_a_channel_without_anything_of_ours_is_none_of_our_business(
    tx: Tx, workspace: Workspace, now: datetime
) -> None:
    service.lose(tx, workspace.id, CHANNEL, NOT_INVITED, now)
    assert channels.find(tx, workspace.id, CHANNEL) is None


def test_many_are_told_a_few_at_a_time_and_nobody_is_left_out(
    tx: Tx, workspace: Workspace, hang: Callable[..., Notice], now: datetime
) -> None:
    users = [f"U{number}" for number in range(120)]
    for number, user in enumerate(users, start=1):
        hang(user, number)
    service.lose(tx, workspace.id, CHANNEL, CLOSED, now)
    assert len(_told(tx)) == 50
    while (lost := service.untold(tx)) is not None:
        service.tell_some(tx, lost, now)
    assert sorted(_told(tx)) == sorted(users)


def test_a_card_that_fails_tells_who_asked_for_it_and_the_next_one_in_the_same_place_too(
    tx: Tx, hang: Callable[..., Notice], now: datetime
) -> None:
    _fail(tx, hang("U1", 1), NOT_INVITED, now)
    assert _told(tx) == ["U1"]
    _fail(tx, hang("U2", 2), NOT_INVITED, now)
    assert _told(tx) == ["U1", "U2"], "they have just asked, and are not left without an answer"
    _fail(tx, hang(None, 3), NOT_INVITED, now)
    assert _told(tx) == ["U1", "U2"], "what the clock posts is told of once, with all the rest"


def test_a_refusal_of_one_card_does_not_lose_the_channel(
    tx: Tx, workspace: Workspace, hang: Callable[..., Notice], now: datetime
) -> None:
    _fail(tx, hang("U1"), "restricted_action", now)
    assert _told(tx) == ["U1"] and channels.why_lost(tx, workspace.id, CHANNEL) is None


def test_posting_again_sends_all_that_waits_there_and_a_new_failure_is_told_again(
    tx: Tx, workspace: Workspace, hang: Callable[..., Notice], who: Introduce, now: datetime
) -> None:
    mine, others, topic = hang("U1", 1), hang("U2", 2), hang(None, 3)
    for card in (mine, others, topic):
        _fail(tx, card, NOT_INVITED, now)
    service.post_again(tx, who("U1"), mine.id, now)
    assert [_state(tx, card) for card in (mine, others, topic)] == [WAITING] * 3
    assert channels.why_lost(tx, workspace.id, CHANNEL) is None

    _fail(tx, mine, NOT_INVITED, now)
    assert _told(tx).count("U1") == 2


def test_only_who_is_responsible_has_it_posted_again(
    tx: Tx, hang: Callable[..., Notice], who: Introduce, now: datetime
) -> None:
    card = hang("U1")
    _fail(tx, card, NOT_INVITED, now)
    with pytest.raises(NotYours):
        service.post_again(tx, who("U2"), card.id, now)
    assert _state(tx, card) == UNREACHABLE
    telling = one(tx, Notice, Notice.activity == service.ACTIVITY)
    assert telling is not None
    with pytest.raises(OldButton):
        service.post_again(tx, who("U1"), telling.id, now)


def test_a_word_that_comes_late_or_twice_changes_nothing(
    tx: Tx, workspace: Workspace, hang: Callable[..., Notice], now: datetime
) -> None:
    hang("U1")
    at = datetime(2026, 11, 24, tzinfo=UTC)
    service.lose(tx, workspace.id, CHANNEL, NOT_INVITED, now, heard_at=at)
    service.regain(tx, workspace.id, CHANNEL, now, heard_at=at + timedelta(seconds=5))
    for late in (0, 4, 5):
        service.lose(tx, workspace.id, CHANNEL, NOT_INVITED, now, heard_at=at + timedelta(seconds=late))
        assert channels.why_lost(tx, workspace.id, CHANNEL) is None
    assert _told(tx) == ["U1"]
    service.lose(tx, workspace.id, CHANNEL, CLOSED, now, heard_at=at + timedelta(seconds=6))
    assert channels.why_lost(tx, workspace.id, CHANNEL) == CLOSED and _told(tx) == ["U1", "U1"]


def test_cards_of_a_lost_channel_stay_out_of_date_until_it_is_regained(
    tx: Tx, workspace: Workspace, hang: Callable[..., Notice], now: datetime
) -> None:
    card = hang("U1")
    [claimed] = notices.claim(tx, now, 1)
    notices.mark_sent(tx, claimed, MessageRef(CHANNEL, "1.0"))
    service.lose(tx, workspace.id, CHANNEL, NOT_INVITED, now)
    notices.redraw(tx, workspace.id, "bells", "card", 1)
    assert notices.stale(tx, 10) == []
    service.regain(tx, workspace.id, CHANNEL, now)
    assert [notice.id for notice in notices.stale(tx, 10)] == [card.id]
