"""Saying what is due and redrawing what is out of date, against a stand-in chat and a made-up activity."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event, update

from bot import notices, people
from bot.chat.sender import Profile, RateLimited, SendFailed, ShutOut, TryLater, Unknown, Unreachable
from bot.chat.slack_sender import TIMEOUT
from bot.notices import DROPPED, SENDING, SENT, UNCONFIRMED, UNREACHABLE, WAITING, Notice
from bot.refusal import Busy
from jobs import deliver
from jobs.deliver import Deliverer
from jobs.pace import EDITS_A_MINUTE
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
    await tower.hang(*range(1, 2 * deliver.POSTS_AT_ONCE + 6))
    await tower.deliver()
    assert len(set(tower.chat.said("post"))) == 2 * deliver.POSTS_AT_ONCE + 5


# What can go wrong


async def test_after_a_rate_limit_it_waits_as_long_as_it_was_told(tower: Tower) -> None:
    tower.chat.failures["post"] = [RateLimited("ratelimited", seconds=30)]
    await tower.hang(1)
    asked = datetime.now(UTC)
    await tower.deliver()
    await tower.deliver()
    notice = await tower.notice(1)
    assert tower.chat.transcript == [] and notice.state == WAITING
    assert notice.retry_at is not None and notice.retry_at >= asked + timedelta(seconds=30)

    await tower.let_time_pass()
    await Deliverer(tower.core).deliver()
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
    tower.chat.failures["post"] = [Unreachable("restricted_action")]
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


async def test_what_was_said_without_an_answer_is_found_and_not_said_again(tower: Tower) -> None:
    tower.chat.unanswered |= {"post": 1, "tell": 1}
    await tower.hang(1)
    await tower.tell(2, "U1")
    await tower.deliver()
    await tower.deliver()
    assert await tower.states() == {1: SENDING, 2: SENDING}
    await tower.let_time_pass()
    await tower.deliver()
    assert (len(tower.chat.said("post")), len(tower.chat.said("tell"))) == (1, 1)
    assert await tower.states() == {1: SENT, 2: SENT}
    assert (await tower.notice(1)).message in tower.chat.shown


async def test_a_card_that_is_found_is_brought_up_to_date(tower: Tower) -> None:
    tower.chat.unanswered["post"] = 1
    await tower.hang(1)
    await tower.deliver()
    await tower.ring(1)
    await tower.let_time_pass()
    await tower.deliver()
    assert tower.chat.said("post") == ["鐘1：0回"] and tower.chat.said("update") == ["鐘1：1回"]


async def test_what_never_arrived_is_said_after_a_look_however_often_it_is_lost(tower: Tower) -> None:
    tower.chat.failures["post"] = [Unknown("TimeoutError"), Unknown("http_503"), RateLimited("ratelimited", 1)]
    await tower.hang(1)
    for _ in range(4):
        await tower.deliver()
        await tower.let_time_pass()
    assert tower.chat.said("post") == []
    tower.deliverer = Deliverer(tower.core)
    await tower.deliver()
    assert tower.chat.said("post") == ["鐘1：0回"] and await tower.states() == {1: SENT}


async def test_while_nobody_can_tell_whether_it_was_said_it_is_not_said_again(tower: Tower) -> None:
    tower.chat.unanswered["post"] = 1
    tower.chat.failures["find"] = [RateLimited("ratelimited", 30), TryLater("TimeoutError", 5)]
    await tower.hang(1)
    for _ in range(3):
        await tower.deliver()
        await tower.let_time_pass()
    assert await tower.states() == {1: SENDING} and len(tower.chat.said("post")) == 1
    await tower.deliver()
    assert await tower.states() == {1: SENT} and len(tower.chat.said("post")) == 1


async def test_where_the_chat_will_not_say_whether_it_was_said_it_stays_unconfirmed(tower: Tower) -> None:
    tower.chat.unanswered["post"] = 1
    tower.chat.failures["find"] = [SendFailed("invalid_arguments")]
    await tower.hang(1)
    for _ in range(3):
        await tower.deliver()
        await tower.let_time_pass()
    assert await tower.states() == {1: UNCONFIRMED} and len(tower.chat.said("post")) == 1


async def test_what_takes_too_long_may_have_been_said(tower: Tower, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "SEND_WITHIN", 0.05)
    tower.chat.slow_after = 1.0
    await tower.hang(1)
    await tower.deliver()
    assert await tower.states() == {1: SENDING}


def test_a_lease_outlasts_the_saying_by_far() -> None:
    assert notices.LEASE.total_seconds() >= 3 * deliver.SEND_WITHIN
    assert TIMEOUT < deliver.SEND_WITHIN < deliver.FINISH_WITHIN


async def test_after_errors_it_waits_longer_and_longer_and_gives_up_some_day(tower: Tower) -> None:
    tower.bells.broken.add(1)
    await tower.hang(1)
    pauses = []
    for _ in range(10):
        await tower.deliver()
        retry_at = (await tower.notice(1)).retry_at
        assert retry_at is not None
        pauses.append(round((retry_at - datetime.now(UTC)).total_seconds(), -1))
        await tower.let_time_pass()
    assert pauses == sorted(pauses) and pauses[3] >= 1.5 * pauses[2] > 0
    assert pauses[-1] == pytest.approx(deliver.LONGEST_PAUSE, abs=10)

    await tower.core.write(lambda tx: tx.execute(update(Notice).values(failures=deliver.MOST_FAILURES - 1)))
    await tower.deliver()
    assert await tower.states() == {1: UNREACHABLE} and tower.bells.not_delivered == [(1, "error")]


@pytest.mark.parametrize("kind", [RateLimited, ShutOut])
async def test_being_told_to_wait_or_not_let_in_is_no_failure(tower: Tower, kind: type[TryLater]) -> None:
    await tower.hang(1)
    for _ in range(3):
        tower.chat.failures["post"] = [kind("x", 0.0)]
        await tower.deliver()
    assert (await tower.notice(1)).failures == 0


async def test_a_rate_limit_holds_the_posts_of_its_workspace_only(tower: Tower) -> None:
    await tower.core.write(people.settle, "slack", "T2", "別の市", "UBOT", language="ja", timezone="Asia/Tokyo")
    many = 3 * deliver.POSTS_AT_ONCE
    tower.chat.failures["post"] = [RateLimited("ratelimited", 30) for _ in range(many)]
    await tower.hang(*range(1, many + 1))
    await tower.deliver()
    asked = many - len(tower.chat.failures.pop("post"))
    assert asked <= deliver.POSTS_AT_ONCE
    await tower.core.write(notices.post_card, 2, "bells", "card", 99, "C2", tower.core.now())
    await tower.deliver()
    assert [deed.workspace for deed in tower.chat.transcript] == ["T2"]


async def test_a_thousand_direct_messages_hold_up_neither_a_click_nor_a_new_card(tower: Tower) -> None:
    await tower.hang(1)
    await tower.deliver()
    await asyncio.gather(*(tower.tell(1, f"U{number}") for number in range(1_000)))
    tower.chat.slow = 0.05
    tower.deliverer.start()
    await _until(lambda: bool(tower.chat.said("tell")))
    await tower.ring(1)
    await tower.hang(2)
    async with asyncio.timeout(1):
        await _until(lambda: "鐘1：1回" in tower.chat.said("update") and "鐘2：0回" in tower.chat.said("post"))
    assert len(tower.chat.said("tell")) < 1_000


async def test_what_others_have_locked_does_not_make_it_spin(tower: Tower, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def nothing(*_: object) -> list[Notice]:
        asked.append(1)
        return []

    monkeypatch.setattr(notices, "claim", nothing)
    await tower.hang(1)
    async with asyncio.timeout(5):
        await tower.deliver()
    assert len(asked) == 1


async def test_what_could_not_be_marked_is_logged_and_found_again(
    tower: Tower, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Busy

    with monkeypatch.context() as patch:
        patch.setattr(notices, "mark_sent", full)
        await tower.hang(1)
        await tower.deliver()
    assert await tower.states() == {1: SENDING}
    await tower.let_time_pass()
    await tower.deliver()
    assert await tower.states() == {1: SENT} and len(tower.chat.said("post")) == 1


async def test_a_notice_that_the_chat_refuses_is_given_up(tower: Tower) -> None:
    tower.chat.failures["post"] = [SendFailed("invalid_blocks")]
    await tower.hang(1)
    await tower.deliver()
    assert tower.bells.not_delivered == [(1, "invalid_blocks")]


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
    numbers = range(1, EDITS_A_MINUTE + 6)
    await tower.hang(*numbers)
    await tower.deliver()
    for number in numbers:
        await tower.ring(number)
    await tower.deliver()
    wait = await tower.deliver()
    assert sorted(tower.chat.said("update")) == sorted(f"鐘{n}：1回" for n in numbers[:EDITS_A_MINUTE])
    assert await tower.stale() == list(numbers[EDITS_A_MINUTE:])
    assert wait > 0


async def test_a_rate_limited_edit_holds_every_edit_of_its_workspace_back(tower: Tower) -> None:
    await tower.hang(1, 2)
    await tower.deliver()
    await tower.ring(1)
    tower.chat.failures["update"] = [RateLimited("ratelimited", seconds=30)]
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
    stopping = asyncio.create_task(tower.deliverer.stop())
    await asyncio.sleep(0)
    await tower.hang(2)
    await stopping
    assert await tower.states() == {1: SENT, 2: WAITING}
    await Deliverer(tower.core).deliver()
    assert sorted(tower.chat.said("post")) == ["鐘1：0回", "鐘2：0回"]


async def test_while_stopping_no_card_is_redrawn(tower: Tower) -> None:
    await tower.hang(1, 2)
    await tower.deliver()
    tower.chat.slow_after = 0.3
    await tower.hang(3)
    tower.deliverer.start()
    await _until(lambda: len(tower.chat.said("post")) == 3)
    stopping = asyncio.create_task(tower.deliverer.stop())
    await asyncio.sleep(0)
    await tower.ring(1)
    await stopping
    assert tower.chat.said("update") == [] and (await tower.states())[3] == SENT


async def test_what_hangs_does_not_keep_the_house_from_closing(tower: Tower, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "FINISH_WITHIN", 0.1)
    tower.chat.slow = 60
    await tower.hang(1)
    tower.deliverer.start()
    await asyncio.sleep(0.1)
    async with asyncio.timeout(2):
        await tower.deliverer.stop()


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
