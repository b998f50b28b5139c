"""The clock's part: teams are asked once whoever ticks, and channels are counted beside the clicks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot import notices, people
from bot.chat.card import Card
from bot.chat.interaction import Message, Place, Who
from bot.chat.sender import MessageRef, Outgoing, Profile, RateLimited, SendFailed, TryLater
from bot.core import Clock, Core
from bot.db import Tx, engine_for, many
from bot.dialogue import service
from bot.dialogue.model import USUAL_SLOT, Orphan, Prompt, Team
from bot.ledger import Participation
from bot.notices import Notice
from bot.text import Language
from bot.writer import Reader, Writer
from handlers.dialogue import answer
from jobs import dialogue

TEAMS = 20


class CountingChat:
    """A chat product that knows nothing but how many are in a channel."""

    def __init__(self) -> None:
        self.members = 13
        self.failures: dict[str, SendFailed] = {}
        """By channel, or by workspace."""
        self.asked: list[str] = []

    async def headcount(self, workspace: str, channel: str) -> int:
        self.asked.append(channel)
        failure = self.failures.get(workspace) or self.failures.get(channel)
        if failure is not None:
            raise failure
        return self.members

    async def post(self, workspace: str, channel: str, outgoing: Outgoing, language: Language, tag: str) -> MessageRef:
        raise NotImplementedError

    async def tell(self, workspace: str, user: str, outgoing: Outgoing, language: Language, tag: str) -> MessageRef:
        raise NotImplementedError

    async def update(self, workspace: str, message: MessageRef, card: Card, language: Language) -> None:
        raise NotImplementedError

    async def profile(self, workspace: str, user: str) -> Profile:
        raise NotImplementedError

    async def everyone(self, workspace: str) -> list[Profile]:
        raise NotImplementedError


@pytest.fixture
def chat() -> CountingChat:
    return CountingChat()


@pytest.fixture
async def core(database_url: str, chat: CountingChat, now: datetime) -> AsyncIterator[Core]:
    """A Core whose clock shows a moment after many teams' next meeting."""
    writing, reading = engine_for(database_url, write=True), engine_for(database_url, write=False)
    writer, reader = Writer(writing), Reader(reading)
    core = Core(writer, reader, {"slack": chat}, (), Clock())
    await core.write(_set_up, now)
    core.clock.ahead = now + timedelta(weeks=1) - datetime.now(now.tzinfo)
    yield core
    await asyncio.to_thread(writer.close)
    reader.close()
    writing.dispose()
    reading.dispose()


def _set_up(tx: Tx, now: datetime) -> None:
    people.settle(tx, "slack", "T1", "甲斐市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
    for number in range(TEAMS):
        service.set_up(tx, Who("slack", "T1", "U1"), f"C{number}", USUAL_SLOT, now)


async def test_however_many_clocks_tick_at_once_each_team_is_asked_once(core: Core) -> None:
    await asyncio.gather(*(dialogue.ask_the_weeks_topic(core) for _ in range(4)))
    await dialogue.ask_the_weeks_topic(core)
    asked = await core.read(lambda tx: sorted(prompt.team_id for prompt in many(tx, Prompt)))
    cards = await core.read(lambda tx: many(tx, Notice, Notice.kind == service.PROMPT))
    assert len(asked) == len(set(asked)) == TEAMS == len(cards)


async def test_a_reply_that_overtakes_the_news_that_its_card_is_shown_is_counted(core: Core) -> None:
    await dialogue.ask_the_weeks_topic(core)
    claimed = await core.work(notices.claim, core.now(), 2 * TEAMS)
    (card,) = (notice for notice in claimed if (notice.kind, notice.channel) == (service.PROMPT, "C0"))
    for channel, thread in (("C0", "100.0"), ("C-elsewhere", "7.0")):
        place = Place(channel=channel)
        await answer(Message(Who("slack", "T1", "U2"), place, thread, "100.1", taken_back=False), core)
    await core.work(notices.mark_sent, card, MessageRef("C0", "100.0"))
    await dialogue.adopt_orphans(core)
    assert await core.read(lambda tx: [row.subject for row in many(tx, Participation)]) == [card.subject]
    assert await core.read(lambda tx: many(tx, Orphan)) == []


async def test_channels_are_counted_without_the_bot_and_a_few_at_a_time(core: Core, chat: CountingChat) -> None:
    await dialogue.count_heads(core)
    assert len(chat.asked) == dialogue.COUNTED_AT_ONCE
    for _ in range(TEAMS // dialogue.COUNTED_AT_ONCE):
        await dialogue.count_heads(core)
    assert sorted(chat.asked) == sorted(f"C{number}" for number in range(TEAMS))
    assert await core.read(lambda tx: {team.headcount for team in many(tx, Team)}) == {12}


async def test_when_the_chat_is_busy_the_counting_waits_and_nobody_is_passed_over(
    core: Core, chat: CountingChat
) -> None:
    chat.failures["T1"] = RateLimited("ratelimited", seconds=30)
    await dialogue.count_heads(core)
    assert len(chat.asked) == 1
    assert len(await core.read(service.uncounted, core.now(), TEAMS)) == TEAMS


async def test_a_channel_that_cannot_be_counted_is_asked_again_another_day(core: Core, chat: CountingChat) -> None:
    chat.failures["T1"] = SendFailed("not_invited")
    await dialogue.count_heads(core)
    assert len(await core.read(service.uncounted, core.now(), TEAMS)) == TEAMS - dialogue.COUNTED_AT_ONCE
    assert await core.read(lambda tx: {team.is_small for team in many(tx, Team)}) == {True}


@pytest.mark.parametrize("failure", [TryLater("missing_scope", seconds=60), SendFailed("unknown")])
async def test_one_channel_that_is_kept_from_us_holds_up_no_other(
    core: Core, chat: CountingChat, failure: SendFailed
) -> None:
    chat.failures["C0"] = failure
    for _ in range(TEAMS // dialogue.COUNTED_AT_ONCE):
        await dialogue.count_heads(core)
    counted = await core.read(lambda tx: {team.channel: team.headcount for team in many(tx, Team)})
    assert counted == {f"C{number}": 12 for number in range(1, TEAMS)} | {"C0": None}


async def test_a_busy_workspace_holds_up_no_other(core: Core, chat: CountingChat) -> None:
    await core.write(_settle_next_door)
    chat.failures["T1"] = RateLimited("ratelimited", seconds=30)
    await core.write(_count_all_but, {"C0", "C1", "C-next-door"}, core.now())
    await dialogue.count_heads(core)
    assert chat.asked == ["C0", "C-next-door"]
    counted = await core.read(lambda tx: {team.channel: team.headcount for team in many(tx, Team)})
    assert counted["C-next-door"] == 12 and counted["C0"] is None


def _settle_next_door(tx: Tx) -> None:
    people.settle(tx, "slack", "T2", "隣の市役所", "UBOT", language="ja", timezone="Asia/Tokyo")
    service.set_up(tx, Who("slack", "T2", "U1"), "C-next-door", USUAL_SLOT, datetime.now(UTC))


def _count_all_but(tx: Tx, channels: set[str], now: datetime) -> None:
    for team in many(tx, Team, Team.channel.not_in(channels)):
        service.keep_headcount(tx, team, 12, now)
