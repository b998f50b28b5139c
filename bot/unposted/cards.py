"""What the person responsible is told: what cannot be shown, why, and what they can do."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.card import Button, Buttons, Card, Channel, Facts, Form, Part, Words
from bot.chat.sender import CLOSED, NOT_INVITED
from bot.text import Text
from bot.unposted import words

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that cannot be shown: the number of its notice, what it says in a line, and how it is ended."""

    number: int
    summary: Text
    end: Button | None = None


def card(things: list[Thing], channel: str | None, reason: str | None) -> Card:
    """These cannot be shown in their channel, the longest known first. There is at least one."""
    said = {NOT_INVITED: words.NEEDS_INVITATION, CLOSED: words.CLOSED}.get(reason or "", words.NOT_POSTED)
    parts: list[Part] = [Words(said)]
    if channel is not None:
        parts.append(Facts(((words.CHANNEL, Channel(channel)),)))
    if reason == NOT_INVITED:
        again = Button(words.POST_AGAIN, "unposted.post_again", str(things[0].number), style="primary")
        parts.append(Buttons((again,)))
    ends = any(thing.end is not None for thing in things)
    for thing in things[:SHOWN]:
        parts.append(Words(thing.summary, "strong"))
        if thing.end is not None:
            parts.append(Buttons((thing.end,)))
    if len(things) > SHOWN:
        parts.append(Words(words.MORE.fill(n=len(things) - SHOWN), "quiet"))
    return Card(said, (*parts, Words(words.END_HERE, "quiet")) if ends else tuple(parts))


def examples() -> dict[str, Card | Form]:
    """Every card of this activity, for the gallery and its limits."""
    end = Button(Text("募集を閉じる", "Close the call"), "recruitment.close", "1")
    call = Thing(1, Text("この指とまれ：朝の散歩", "Who is in? A morning walk"), end)
    longest = Thing(2, Text("あ" * 200, "<!channel>" * 20), end)
    topic = Thing(3, Text("今週のお題：最近、助かったことは。", "This week's topic: what helped you?"))
    return {
        "needs invitation": card([topic], "C1", NOT_INVITED),
        "needs invitation, several": card([call, longest, topic], "C1", NOT_INVITED),
        "closed": card([call], "C1", CLOSED),
        "closed, at its longest": card([longest] * 100, "C1", CLOSED),
        "not posted": card([call], None, "restricted_action"),
    }
