"""A team is set up, asked once a week, and stopped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from bot import channels, notices, people
from bot.chat.interaction import Who
from bot.chat.sender import NOT_INVITED
from bot.db import Tx, many, one
from bot.dialogue import service, topics
from bot.dialogue.model import USUAL_SLOT, GuestMayNot, NotSetUp, Prompt, Slot, Team
from bot.notices import Notice
from bot.people import Workspace
from tests.dialogue.conftest import CHANNEL

THURSDAYS = Slot(3, time(9))


def _cards(tx: Tx) -> list[tuple[str, str | None]]:
    return [(notice.kind, notice.channel) for notice in many(tx, Notice, order_by=(Notice.id,))]


def _again(tx: Tx, team: Team) -> Team:
    return service.find(tx, team.workspace_id, team.id)


def test_setting_up_keeps_when_and_where_and_says_so_in_the_channel(tx: Tx, team: Team, now: datetime) -> None:
    assert (team.channel, team.slot, team.timezone, team.active) == (CHANNEL, USUAL_SLOT, "Asia/Tokyo", True)
    assert team.next_at == now + timedelta(days=7, minutes=-25)
    assert people.person(tx, team.set_up_by).external_id == "U1"
    assert _cards(tx) == [("started", CHANNEL)]


def test_setting_up_again_changes_the_same_team_and_its_same_card(
    tx: Tx, team: Team, who: Callable[[str], Who], now: datetime
) -> None:
    changed = service.set_up(tx, who("U2"), CHANNEL, THURSDAYS, now)
    assert (changed.id, changed.slot, changed.next_at) == (team.id, THURSDAYS, now + timedelta(days=2))
    assert _cards(tx) == [("started", CHANNEL)]
    assert one(tx, Notice).version == 2  # type: ignore[union-attr]


def test_moving_the_day_does_not_bring_a_second_topic_in_the_same_week(
    tx: Tx, team: Team, prompt: int, meets: datetime, who: Callable[[str], Who]
) -> None:
    moved = service.set_up(tx, who("U1"), CHANNEL, THURSDAYS, meets + timedelta(hours=1))
    assert moved.day(moved.next_at) == team.day(meets) + timedelta(days=9)


def test_a_guest_may_neither_set_up_nor_stop(tx: Tx, team: Team, who: Callable[..., Who], now: datetime) -> None:
    guest = who("U9", is_guest=True)
    with pytest.raises(GuestMayNot):
        service.team_here(tx, guest, CHANNEL)
    with pytest.raises(GuestMayNot):
        service.set_up(tx, guest, "C-other", USUAL_SLOT, now)
    with pytest.raises(GuestMayNot):
        service.stop(tx, guest, CHANNEL)
    with pytest.raises(GuestMayNot):
        service.stop_team(tx, guest, team.id)


def test_the_form_of_a_channel_knows_the_present_choice_of_this_workspace_only(
    tx: Tx, team: Team, who: Callable[[str], Who], now: datetime
) -> None:
    people.settle(tx, "slack", "T2", "隣の市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
    stranger = Who("slack", "T2", "U1")
    assert service.team_here(tx, who("U2"), CHANNEL) is not None
    assert service.team_here(tx, stranger, CHANNEL) is None
    with pytest.raises(NotSetUp):
        service.stop(tx, stranger, CHANNEL)
    with pytest.raises(NotSetUp):
        service.stop_team(tx, stranger, team.id)


def test_the_topic_comes_once_however_often_the_clock_ticks(tx: Tx, team: Team, meets: datetime) -> None:
    assert service.due(tx, meets - timedelta(seconds=1), 10) == []
    assert service.due(tx, meets, 10) == [team.id]
    for seconds in (0, 1, 60):
        service.ask(tx, team.id, meets + timedelta(seconds=seconds))

    asked = one(tx, Prompt)
    assert asked is not None and (asked.day, asked.topic) == (date(2026, 12, 1), topics.choose([]).key)
    assert _cards(tx) == [("started", CHANNEL), ("prompt", CHANNEL)]
    assert service.due(tx, meets, 10) == [] and service.next_prompt_at(tx) == meets + timedelta(weeks=1)


def test_a_day_already_asked_is_not_asked_again_whatever_the_team_row_says(
    tx: Tx, team: Team, prompt: int, meets: datetime
) -> None:
    tx.execute(update(Team).values(next_at=meets))
    service.ask(tx, team.id, meets + timedelta(minutes=1))
    assert len(many(tx, Prompt)) == 1
    assert _again(tx, team).next_at == meets + timedelta(weeks=1)


def test_a_year_of_weeks_brings_a_topic_each_and_none_too_soon(tx: Tx, team: Team, meets: datetime) -> None:
    for week in range(52):
        service.ask(tx, team.id, meets + timedelta(weeks=week))
    had = [asked.topic for asked in many(tx, Prompt, order_by=(Prompt.day,))]
    library = sum(topic.mode in topics.USUAL_MODES and not topic.retired for topic in topics.library().values())
    assert len(had) == 52
    assert all(len(set(had[start : start + library])) == library for start in range(52 - library))


def test_after_days_of_silence_the_missed_topic_is_passed_over(tx: Tx, team: Team, meets: datetime) -> None:
    service.ask(tx, team.id, meets + timedelta(weeks=3, days=1))
    assert many(tx, Prompt) == []
    assert _again(tx, team).next_at == meets + timedelta(weeks=4)


def test_later_on_the_same_day_the_topic_still_comes(tx: Tx, team: Team, meets: datetime) -> None:
    service.ask(tx, team.id, meets + timedelta(hours=15))
    assert len(many(tx, Prompt)) == 1


def test_stopping_is_quiet_and_can_be_done_twice(
    tx: Tx, team: Team, meets: datetime, who: Callable[[str], Who], now: datetime
) -> None:
    service.stop(tx, who("U2"), CHANNEL)
    service.stop(tx, who("U2"), CHANNEL)
    assert service.due(tx, meets, 10) == [] and service.next_prompt_at(tx) is None
    service.ask(tx, team.id, meets)
    assert _cards(tx) == [("started", CHANNEL)]

    again = service.set_up(tx, who("U2"), CHANNEL, USUAL_SLOT, now)
    assert again.id == team.id and again.active and service.next_prompt_at(tx) == meets


def test_stopping_where_nothing_was_set_up_says_so(tx: Tx, who: Callable[[str], Who]) -> None:
    with pytest.raises(NotSetUp):
        service.stop(tx, who("U1"), CHANNEL)


def test_the_next_prompt_is_the_earliest_of_all_teams(
    tx: Tx, team: Team, who: Callable[[str], Who], now: datetime
) -> None:
    sooner = service.set_up(tx, who("U2"), "C-shimin", THURSDAYS, now)
    assert service.next_prompt_at(tx) == sooner.next_at < team.next_at


def test_a_team_is_counted_when_it_is_set_up_and_once_a_day(
    tx: Tx, team: Team, who: Callable[[str], Who], now: datetime
) -> None:
    assert [waiting.id for waiting in service.uncounted(tx, now, 10)] == [team.id] and team.is_small
    service.keep_headcount(tx, team, 12, now)
    assert not _again(tx, team).is_small
    assert service.uncounted(tx, now + timedelta(hours=23), 10) == []
    assert len(service.uncounted(tx, now + timedelta(days=1), 10)) == 1

    service.keep_headcount(tx, team, None, now + timedelta(days=1))
    assert _again(tx, team).headcount == 12 and service.uncounted(tx, now + timedelta(days=1), 10) == []
    service.set_up(tx, who("U1"), CHANNEL, THURSDAYS, now)
    assert len(service.uncounted(tx, now, 10)) == 1


def test_setting_up_again_sends_the_undelivered_card_too(
    tx: Tx, team: Team, who: Callable[[str], Who], now: datetime
) -> None:
    tx.execute(update(Notice).values(state=notices.UNREACHABLE, reason=NOT_INVITED))
    channels.lose(tx, team.workspace_id, CHANNEL, NOT_INVITED)
    service.set_up(tx, who("U2"), CHANNEL, USUAL_SLOT, now)
    card = one(tx, Notice, Notice.kind == service.STARTED)
    assert card is not None and card.state == notices.WAITING
    assert card.responsible_id == people.know(tx, who("U2")).id
    assert channels.why_lost(tx, team.workspace_id, CHANNEL) is None


def test_a_card_that_was_dropped_because_the_team_was_stopped_comes_when_it_starts_again(
    tx: Tx, workspace: Workspace, who: Callable[..., Who], now: datetime
) -> None:
    service.set_up(tx, who("U1"), "C1", USUAL_SLOT, now)
    service.stop(tx, who("U1"), "C1")
    (claimed,) = notices.claim(tx, now, 10)
    notices.mark_dropped(tx, claimed)
    service.set_up(tx, who("U1"), "C1", USUAL_SLOT, now)
    assert [notice.kind for notice in notices.claim(tx, now, 10)] == [service.STARTED]
