"""Three hundred people join within a minute: every edit stays inside the budget, and the last state is shown."""

from __future__ import annotations

import asyncio
import random
import shutil
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from bot import people
from bot.chat.sender import Profile
from bot.core import Clock
from bot.db import Tx
from bot.people import Workspace as HomeWorkspace
from jobs.deliver import BETWEEN_EDITS
from jobs.pace import EDITS_A_MINUTE
from playground.person import Person
from playground.workspace import Member, Message
from tests.town import Town, words_of

CROWD = 300
AT_ONCE = 8


@pytest.fixture
async def strict_town(tmp_path: Path, migrated_sqlite: Path) -> AsyncIterator[Town]:
    """A town whose Slack counts calls, at the pace of a real one."""
    file = tmp_path / "crowd.sqlite3"
    shutil.copy(migrated_sqlite, file)
    async with Town.open(f"sqlite:///{file}", Clock(), limits=True) as town:
        town.house.timetable.deliverer.between_edits = BETWEEN_EDITS
        yield town


@dataclass(slots=True)
class Edits:
    """When Slack was asked to show which of its messages anew, whether it would or not."""

    town: Town
    seen: int = 0
    at: dict[str, list[float]] = field(default_factory=dict)

    async def watch(self) -> None:
        while True:
            calls = list(self.town.playground.calls)
            for call in calls[self.seen :]:
                if call.method == "chat.update":
                    self.at.setdefault(str(call.arguments["ts"]), []).append(time.monotonic())
            self.seen = len(calls)
            await asyncio.sleep(0.01)

    def most_in_a_minute(self) -> int:
        times = sorted(moment for each in self.at.values() for moment in each)
        return max(sum(start <= later < start + 60 for later in times) for start in times)

    def shortest_pause(self) -> float:
        return min(b - a for each in self.at.values() for a, b in pairwise(each))


async def a_crowd(town: Town) -> list[Person]:
    """Three hundred colleagues whom the bot knows already."""
    place, crowd = town.channel("ひろば"), []
    for number in range(CROWD):
        member = Member(id=f"UCROWD{number:04}", name=f"crowd.{number}", real_name=f"職員{number}", display_name="")
        town.workspace.add_member(member)
        place.members.append(member.id)
        crowd.append(town.playground.person(member.name))

    def introduce(tx: Tx) -> None:
        home: HomeWorkspace = people.workspaces(tx)[0]
        profiles = [
            Profile(one.id, one.member.name, "ja-JP", "Asia/Tokyo", False, False, False, False) for one in crowd
        ]
        people.introduce(tx, home.id, profiles, datetime.now(UTC))

    await town.core.write(introduce)
    return crowd


async def calls(town: Town, titles: list[str]) -> list[Message]:
    cards = []
    for title in titles:
        await town.person("suzuki.kenta").say("ひろば", f"/yubi {title}")
        await town.settled()
        cards.append(town.card("ひろば"))
    return cards


async def everybody_joins(crowd: list[Person], cards: list[Message], within: float) -> None:
    """Spread over so many seconds, each call by everybody, as many at once as a busy morning has."""
    clicks = [(person, card) for person in crowd for card in cards]
    random.Random(0).shuffle(clicks)
    started, gate = time.monotonic(), asyncio.Semaphore(AT_ONCE)

    async def click(position: int, person: Person, card: Message) -> None:
        await asyncio.sleep(max(0.0, started + within * position / len(clicks) - time.monotonic()))
        async with gate:
            await person.click(card, "recruitment.join")

    await asyncio.gather(*(click(position, *each) for position, each in enumerate(clicks)))


async def joins_within(town: Town, titles: list[str], within: float) -> Edits:
    crowd, cards = await a_crowd(town), await calls(town, titles)
    edits = Edits(town)
    watching = asyncio.create_task(edits.watch())
    started = time.monotonic()
    await everybody_joins(crowd, cards, within)
    await shows_the_last_state(town, cards)
    watching.cancel()
    assert all(edits.at[card.ts][0] - started < 1 for card in cards), "the first click is shown at once"
    return edits


async def shows_the_last_state(town: Town, cards: list[Message]) -> None:
    async with asyncio.timeout(90):
        while not all(f"参加者 {CROWD}人" in words_of(card) for card in cards):
            await asyncio.sleep(0.05)
    assert all(f"ほか{CROWD - 30}人" in words_of(card) for card in cards)


async def test_a_crowd_joins_in_a_few_seconds_and_its_card_is_redrawn_a_few_times(strict_town: Town) -> None:
    started = time.monotonic()
    edits = await joins_within(strict_town, ["花火を見に行きませんか"], within=3)
    lasted = time.monotonic() - started
    assert sum(map(len, edits.at.values())) <= lasted / BETWEEN_EDITS + 1
    assert edits.shortest_pause() >= BETWEEN_EDITS - 0.2


@pytest.mark.torture
@pytest.mark.timeout(600)
async def test_a_crowd_joins_three_calls_in_one_minute_inside_the_budget_of_the_workspace(strict_town: Town) -> None:
    edits = await joins_within(strict_town, ["花火", "朝の散歩", "読書会"], within=60)
    assert edits.most_in_a_minute() <= EDITS_A_MINUTE
    assert edits.shortest_pause() >= BETWEEN_EDITS - 0.2
