"""Saying what is due and redrawing what is out of date, against a stand-in chat and a made-up activity."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from bot import notices
from bot.chat.sender import Profile, TryLater, Unreachable
from bot.notices import DROPPED, SENDING, SENT, UNREACHABLE, WAITING
from jobs import deliver
from jobs.deliver import Deliverer
from tests.jobs.tower import Tower, profile

# Saying


async def test_what_is_due_is_said_once_and_remembered(tower: Tower) -> None:
    await tower.hang(1)
    await tower.deliver()
    await tower.deliver()
    assert tower.chat.said("post") == ["鐘1：0回"]
    notice = await tower.notice(1)
    assert notice.state == SENT and notice.message in tower.chat.shown
    assert tower.chat.transcript[0].tag == notice.tag


async def test_what_is_not_due_yet_waits(tower: Tower) -> None:
    later = tower.core.now() + timedelta(minutes=5)
    await tower.core.write(notices.post_card, 1, "bells", "card", 1, "C1", later)
    await tower.deliver()
    assert tower.chat.transcript == []
    tower.core.clock.move_to(later)
    await tower.deliver()
    assert tower.chat.said("post") == ["鐘1：0回"]


async def test_everybody_is_told_in_their_own_language_else_in_that_of_the_workspace(tower: Tower) -> None:
    await tower.introduce(profile("U1"), profile("U2", locale="en-GB"))
    for user in ("U1", "U2", "U3"):
        await tower.tell(1, user)
    await tower.deliver()
    told = {deed.place: deed.summary for deed in tower.chat.transcript}
    assert told == {"U1": "鐘1：0回", "U2": "bell 1: 0", "U3": "鐘1：0回"}


@pytest.mark.parametrize("left", [profile("U1", is_gone=True), profile("U1", is_bot=True)], ids=["gone", "bot"])
async def test_who_is_gone_or_no_person_is_never_addressed(tower: Tower, left: Profile) -> None:
    await tower.tell(1, "U1")
    await tower.introduce(left)
    await tower.deliver()
    assert tower.chat.transcript == []
    assert await tower.states() == {1: DROPPED}


async def test_what_is_no_longer_wanted_is_dropped(tower: Tower) -> None:
    tower.bells.unwanted.add(1)
    await tower.hang(1, 2)
    await tower.deliver()
    assert tower.chat.said("post") == ["鐘2：0回"]
    assert await tower.states() == {1: DROPPED, 2: SENT}


async def test_everything_that_is_due_is_said_however_much_it_is(tower: Tower) -> None:
    await tower.hang(*range(1, 2 * deliver.AT_ONCE + 6))
    await tower.deliver()
    assert len(set(tower.chat.said("post"))) == 2 * deliver.AT_ONCE + 5


# What can go wrong


async def test_after_a_rate_limit_it_waits_as_long_as_it_was_told(tower: Tower) -> None:
    tower.chat.failures["post"] = [TryLater("ratelimited", seconds=30)]
    await tower.hang(1)
    asked = datetime.now(UTC)
    await tower.deliver()
    await tower.deliver()
    notice = await tower.notice(1)
    assert tower.chat.transcript == [] and notice.state == WAITING
    assert notice.retry_at is not None and notice.retry_at >= asked + timedelta(seconds=30)

    await tower.let_time_pass()
    await tower.deliver()
    assert tower.chat.said("post") == ["鐘1：0回"]


async def test_where_nobody_is_there_it_gives_up_and_tells_the_activity_once(tower: Tower) -> None:
    tower.chat.failures["post"] = [Unreachable("is_archived")]
    await tower.hang(1)
    for _ in range(3):
        await tower.deliver()
    assert await tower.states() == {1: UNREACHABLE}
    assert tower.bells.not_delivered == [(1, "is_archived")]
    assert tower.chat.transcript == []


async def test_what_could_not_be_delivered_can_be_sent_again(tower: Tower) -> None:
    tower.chat.failures["post"] = [Unreachable("not_invited")]
    await tower.hang(1)
    await tower.deliver()
    await tower.core.write(notices.send_again, await tower.notice(1), tower.core.now())
    await tower.deliver()
    assert tower.chat.said("post") == ["鐘1：0回"]


async def test_what_cannot_be_drawn_does_not_stop_the_others_and_is_tried_again(tower: Tower) -> None:
    tower.bells.broken.add(1)
    await tower.hang(1, 2)
    await tower.deliver()
    assert tower.chat.said("post") == ["鐘2：0回"]
    assert await tower.states() == {1: WAITING, 2: SENT}

    tower.bells.broken.clear()
    await tower.let_time_pass()
    await tower.deliver()
    assert tower.chat.said("post") == ["鐘2：0回", "鐘1：0回"]


async def test_a_notice_of_an_activity_that_is_no_more_does_not_stop_the_others(tower: Tower) -> None:
    await tower.core.write(notices.post_card, 1, "of old", "card", 9, "C1", tower.core.now())
    await tower.hang(1)
    async with asyncio.timeout(5):
        await tower.deliver()
    assert tower.chat.said("post") == ["鐘1：0回"]


async def test_what_was_being_said_when_the_house_fell_is_left_alone_until_its_lease_ends(tower: Tower) -> None:
    await tower.hang(1)
    await tower.core.work(notices.claim, tower.core.now(), 10)
    await tower.deliver()
    assert tower.chat.transcript == [] and await tower.states() == {1: SENDING}
    await tower.let_time_pass()
    await tower.deliver()
    assert tower.chat.said("post") == ["鐘1：0回"]


# Redrawing


async def test_a_hundred_clicks_are_a_few_edits_and_the_last_state_is_shown(tower: Tower) -> None:
    tower.deliverer.between_edits = 0.1
    await tower.hang(1)
    await tower.deliver()
    tower.deliverer.start()
    started = asyncio.get_running_loop().time()
    for _ in range(100):
        await tower.ring(1)
    await _until(lambda: "鐘1：100回" in tower.chat.shown.values())
    passed = asyncio.get_running_loop().time() - started
    await asyncio.sleep(0.25)
    assert len(tower.chat.said("update")) <= passed / 0.1 + 2
    assert tower.chat.said("update")[-1] == "鐘1：100回"
    assert await tower.stale() == []


async def test_the_first_redraw_goes_at_once_and_the_next_waits_its_turn(tower: Tower) -> None:
    await tower.hang(1)
    await tower.deliver()
    await tower.ring(1)
    await tower.deliver()
    assert tower.chat.said("update") == ["鐘1：1回"]
    await tower.ring(1)
    wait = await tower.deliver()
    assert tower.chat.said("update") == ["鐘1：1回"]
    assert 0 < wait <= deliver.BETWEEN_EDITS


async def test_edits_of_many_cards_stay_within_a_minutes_budget_the_longest_waiting_first(tower: Tower) -> None:
    numbers = range(1, deliver.EDITS_A_MINUTE + 6)
    await tower.hang(*numbers)
    await tower.deliver()
    for number in numbers:
        await tower.ring(number)
    await tower.deliver()
    wait = await tower.deliver()
    assert sorted(tower.chat.said("update")) == sorted(f"鐘{n}：1回" for n in numbers[: deliver.EDITS_A_MINUTE])
    assert await tower.stale() == list(numbers[deliver.EDITS_A_MINUTE :])
    assert wait > 0


async def test_a_rate_limited_edit_holds_every_edit_of_its_workspace_back(tower: Tower) -> None:
    await tower.hang(1, 2)
    await tower.deliver()
    await tower.ring(1)
    tower.chat.failures["update"] = [TryLater("ratelimited", seconds=30)]
    await tower.deliver()
    await tower.ring(2)
    await tower.deliver()
    assert tower.chat.said("update") == []
    assert await tower.stale() == [1, 2]


async def test_a_message_that_was_deleted_is_not_edited_again_and_again(tower: Tower) -> None:
    await tower.hang(1)
    await tower.deliver()
    await tower.ring(1)
    tower.chat.failures["update"] = [Unreachable("message_not_found")]
    await tower.deliver()
    assert await tower.stale() == []


async def test_a_redraw_that_cannot_be_drawn_does_not_stop_the_others_and_is_not_forgotten(tower: Tower) -> None:
    await tower.hang(1, 2)
    await tower.deliver()
    tower.bells.broken.add(1)
    await tower.ring(1)
    await tower.ring(2)
    await tower.deliver()
    await tower.deliver()
    assert tower.chat.said("update") == ["鐘2：1回"]
    assert await tower.stale() == [1]

    tower.bells.broken.clear()
    await Deliverer(tower.core).deliver()
    assert tower.chat.said("update") == ["鐘2：1回", "鐘1：1回"]


async def test_slow_edits_go_side_by_side(tower: Tower) -> None:
    await tower.hang(*range(1, 11))
    await tower.deliver()
    for number in range(1, 11):
        await tower.ring(number)
    tower.chat.slow = 0.3
    async with asyncio.timeout(2):
        await tower.deliver()
    assert len(tower.chat.said("update")) == 10


async def test_a_click_while_the_card_is_on_its_way_is_shown_afterwards(tower: Tower) -> None:
    await tower.hang(1)
    tower.chat.slow_after = 0.2
    saying = asyncio.create_task(tower.deliver())
    await _until(lambda: bool(tower.chat.said("post")))
    await tower.ring(1)
    await saying
    await tower.deliver()
    assert list(tower.chat.shown.values()) == ["鐘1：1回"]


async def test_a_click_while_the_card_is_being_edited_is_shown_afterwards(tower: Tower) -> None:
    tower.deliverer.between_edits = 0.0
    await tower.hang(1)
    await tower.deliver()
    await tower.ring(1)
    tower.chat.slow_after = 0.2
    editing = asyncio.create_task(tower.deliver())
    await _until(lambda: bool(tower.chat.said("update")))
    await tower.ring(1)
    await editing
    await tower.deliver()
    assert list(tower.chat.shown.values()) == ["鐘1：2回"]


async def test_after_a_crash_between_click_and_edit_the_last_state_is_shown_by_one_edit(tower: Tower) -> None:
    await tower.hang(1)
    await tower.deliver()
    for _ in range(3):
        await tower.ring(1)
    await Deliverer(tower.core).deliver()
    assert tower.chat.said("update") == ["鐘1：3回"]


# Beginning and end


async def test_a_commit_wakes_it(tower: Tower) -> None:
    tower.deliverer.start()
    await asyncio.sleep(0.05)
    await tower.hang(1)
    async with asyncio.timeout(deliver.SAFETY_NET / 2):
        await _until(lambda: bool(tower.chat.said("post")))


async def test_stopping_finishes_what_is_on_its_way_and_begins_nothing_new(tower: Tower) -> None:
    tower.chat.slow_after = 0.3
    await tower.hang(1)
    tower.deliverer.start()
    await _until(lambda: bool(tower.chat.said("post")))
    await tower.hang(2)
    await tower.deliverer.stop()
    assert await tower.states() == {1: SENT, 2: WAITING}
    await Deliverer(tower.core).deliver()
    assert sorted(tower.chat.said("post")) == ["鐘1：0回", "鐘2：0回"]


async def test_an_idle_house_begins_no_transaction(tower: Tower, engine: Engine) -> None:
    await tower.hang(1)
    await tower.deliver()
    began: list[object] = []
    event.listen(engine, "begin", began.append)
    for _ in range(5):
        await tower.deliver()
    assert began == []


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)
