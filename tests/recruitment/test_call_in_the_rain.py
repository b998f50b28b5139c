"""A call that fills while it rains: answers lost after storing, errors, rate limits. Nothing doubles."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from playground.faults import Fault
from playground.weather import FaultKind
from playground.workspace import Channel, Message
from tests.town import Town, words_of

JOINERS = ("ito.sakura", "kobayashi.yuta", "yoshida.aoi")
SHOWERS: tuple[tuple[FaultKind, str], ...] = (
    ("drop_after_storing", "chat.postMessage"),
    ("error_after_storing", "chat.postMessage"),
    ("drop_after_storing", "chat.postMessage"),
    ("rate_limited", "chat.postMessage"),
    ("drop_after_storing", "chat.update"),
    ("error_after_storing", "conversations.open"),
    ("rate_limited", "conversations.history"),
)
"""Each strikes once, when its method is called next."""


async def eventually(holds: Callable[[], object]) -> None:
    """What waits for its second try comes after some seconds."""
    async with asyncio.timeout(300):
        while not holds():
            await asyncio.sleep(0.05)


def messages(town: Town) -> Iterator[Message]:
    """Everything that stands anywhere in the workspace."""
    for channel in town.workspace.channels.values():
        yield from channel.messages.values()


def groups(town: Town) -> list[Channel]:
    """The conversations of several."""
    return [channel for channel in town.workspace.channels.values() if channel.kind == "mpim"]


async def test_each_thing_is_said_once_and_the_last_state_is_shown(small_town: Town) -> None:
    def rain() -> None:
        for kind, method in SHOWERS:
            small_town.playground.faults.add(Fault(kind, method))

    await fill_a_call(small_town, rain)


async def test_who_meets_is_settled_before_the_first_try_even_if_one_leaves_and_one_comes_until_the_second(
    small_town: Town,
) -> None:
    town = small_town
    await town.person("suzuki.kenta").say("ひろば", "/yubi")
    await town.person("suzuki.kenta").submit({"title": "読書会をはじめませんか", "minimum": "3"})
    await town.settled()
    card = town.card("ひろば")
    town.house.timetable.deliverer.settles_within = 1.0
    town.playground.faults.add(Fault("error_after_storing", "conversations.open"))
    for handle in JOINERS:
        await town.person(handle).click(card, "recruitment.join")
    await eventually(lambda: groups(town))
    assert not groups(town)[0].history(), "it was opened, and nobody knows"
    await town.person("ito.sakura").click(card, "recruitment.leave")
    await town.person("emma.clark").click(card, "recruitment.join")
    await eventually(lambda: any(group.history() for group in groups(town)))
    assert [len(group.history()) for group in groups(town)] == [1]


@pytest.mark.torture
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("seed", range(20))
async def test_in_twenty_storms_each_thing_is_said_once(small_town: Town, seed: int) -> None:
    weather = small_town.playground.weather
    weather.dice = random.Random(seed).random

    def storm() -> None:
        weather.drop_after_storing, weather.error_after_storing, weather.rate_limited = 0.3, 0.2, 0.1

    await fill_a_call(small_town, storm)


async def fill_a_call(town: Town, rain: Callable[[], None]) -> None:
    """Three join and meet; a fourth waits, one leaves, the fourth is seated."""
    suzuki, emma = town.person("suzuki.kenta"), town.person("emma.clark")
    await suzuki.say("ひろば", "/yubi")
    rain()
    await suzuki.submit({"title": "読書会をはじめませんか", "minimum": "3", "maximum": "3"})
    await eventually(lambda: any("読書会" in words_of(message) for message in town.channel("ひろば").history()))
    card = town.card("ひろば")
    for handle in JOINERS:
        await town.person(handle).click(card, "recruitment.join")
    await eventually(lambda: "参加者 3人" in words_of(card))
    await emma.click(card, "recruitment.join")
    await eventually(lambda: town.notes("emma.clark", "ひろば"))
    await emma.click(town.notes("emma.clark", "ひろば")[-1], "recruitment.wait")
    await town.person("ito.sakura").click(card, "recruitment.leave")
    await eventually(lambda: town.told("emma.clark"))
    await emma.click(town.told("emma.clark")[-1], "recruitment.accept")
    await eventually(lambda: f"@{emma.id}" in words_of(card) and "参加者 3人" in words_of(card))
    await eventually(lambda: groups(town))
    await town.settled()

    assert f"@{town.person('ito.sakura').id}" not in words_of(card)
    assert len(groups(town)) == 1
    tags = Counter(message.metadata["event_payload"]["id"] for message in messages(town) if message.metadata)
    assert tags and set(tags.values()) == {1}, "a notice was said twice"
