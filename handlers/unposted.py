"""What a person can do about what cannot be shown in its channel: have it posted again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.activity import Activity
from bot.chat.interaction import Click, Reply
from bot.chat.sender import Outgoing
from bot.core import Core
from bot.db import Tx
from bot.notices import SENT, Notice
from bot.routes import Routes
from bot.unposted import cards, service, words
from bot.unposted.cards import Thing

on = Routes(service.ACTIVITY)


@on.click("post_again")
async def post_again(click: Click, core: Core) -> Reply:
    """もう一度投稿する."""
    await core.write(service.post_again, click.who, click.number, core.now())
    return Reply(note=words.POSTING_AGAIN)


def activity(others: Iterable[Activity]) -> Activity:
    """The record, which needs to know how the other activities draw what is theirs."""
    draws = {(each.name, kind): draw for each in others for kind, draw in each.notices.items()}

    def thing(tx: Tx, notice: Notice, now: datetime) -> Thing | None:
        """What is still to be posted, or goes on where it is shown."""
        draw = draws.get((notice.activity, notice.kind))  # none, where it is of an activity of old
        outgoing = None if draw is None else draw(tx, notice, now)
        if outgoing is None or (notice.state == SENT and outgoing.end is None):
            return None
        return Thing(notice.id, outgoing.card.summary, outgoing.end)

    def lost(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
        channel = service.lost_channel(tx, notice)
        if channel is None:
            return None
        theirs = [thing(tx, each, now) for each in service.responsible_for(tx, channel, notice.person_id)]
        things = [each for each in theirs if each is not None]
        return Outgoing(cards.card(things, channel.channel, channel.reason)) if things else None

    def unposted(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
        waiting = service.unposted(tx, notice)
        about = None if waiting is None else thing(tx, waiting, now)
        return (
            None if waiting is None or about is None else Outgoing(cards.card([about], waiting.channel, waiting.reason))
        )

    told = {service.LOST: lost, service.UNPOSTED: unposted}
    return Activity(name=service.ACTIVITY, routes=on, notices=told, examples=cards.examples)
