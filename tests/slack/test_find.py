"""Slack is asked whether a message of ours is there: in a channel, in a thread, and among one or many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.chat.card import Card, Words
from bot.chat.sender import MessageRef, Outgoing, Sender
from bot.text import Text
from tests.town import Town

CARD = Card(Text("お知らせ", "News"), (Words(Text("本文", "Body")),))


async def post(town: Town, channel: str, tag: str, thread: MessageRef | None = None) -> MessageRef:
    return await sender(town).post(town.workspace.id, channel, Outgoing(CARD, thread=thread), "ja", tag)


async def find(town: Town, channel: str, tag: str, thread: MessageRef | None = None) -> MessageRef | None:
    since = datetime.now(UTC) - timedelta(minutes=10)
    return await sender(town).find(town.workspace.id, channel, thread, tag, since)


def sender(town: Town) -> Sender:
    return town.core.chats["slack"]


async def test_a_message_is_found_where_it_was_posted_and_nowhere_else(small_town: Town) -> None:
    town, hiroba = small_town, small_town.channel("ひろば").id
    ito, sato = town.person("ito.sakura").id, town.person("sato.misaki").id
    alone = await sender(town).conversation(town.workspace.id, (ito,))
    together = await sender(town).conversation(town.workspace.id, (ito, sato))
    card = await post(town, hiroba, "n1")
    said = {
        ("n1", hiroba, None): card,
        ("n2", hiroba, card): await post(town, hiroba, "n2", thread=card),
        ("n3", alone, None): await post(town, alone, "n3"),
        ("n4", together, None): await post(town, together, "n4"),
    }
    for (tag, channel, thread), message in said.items():
        assert await find(town, channel, tag, thread) == message
        assert await find(town, channel, "n9", thread) is None
    assert await find(town, hiroba, "n3") is None


async def test_it_is_found_behind_hundreds_of_others(small_town: Town) -> None:
    town, hiroba = small_town, small_town.channel("ひろば")
    card = await post(town, hiroba.id, "n1")
    for number in range(210):
        await town.person("ito.sakura").say("ひろば", f"おはようございます {number}")
    assert await find(town, hiroba.id, "n1") == card
