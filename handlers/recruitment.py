"""What a person can do with この指とまれ: call, join, leave, close, and look at the list."""

from __future__ import annotations

from datetime import datetime

from bot import unposted
from bot.activity import Activity, Kind
from bot.chat.interaction import Click, Command, Reply, Submission
from bot.chat.sender import Outgoing
from bot.core import Core
from bot.db import Tx
from bot.notices import Notice
from bot.recruitment import cards, service, words
from bot.recruitment.model import TITLE_MOST
from bot.recruitment.service import Wish
from bot.refusal import Refusal
from bot.routes import Routes
from bot.text import Text

on = Routes(service.ACTIVITY)


@on.command(
    "yubi",
    Text("この指とまれ：一行で仲間を募ります", "Ask who is in, in one line"),
    hint="昼休みに昇仙峡の話をしませんか / list",
)
async def yubi(command: Command, core: Core) -> Reply:
    """`/yubi TEXT` calls at once, `/yubi` opens the form, `/yubi list` shows the open calls."""
    if command.text.casefold() in {"list", "一覧"}:
        return Reply(card=cards.list_of(await core.read(service.open_calls, command.who, command.place)))
    if command.place.direct:
        raise Refusal(words.NEEDS_CHANNEL)
    if not command.text:
        return Reply(form=cards.form(command.place.channel))
    title = " ".join(command.text.split())
    if len(title) > TITLE_MOST:
        return Reply(form=cards.form(command.place.channel, details=command.text))
    wish = Wish(title)
    await core.write(service.announce, command.who, command.place, wish, core.now(), origin=command.origin)
    return Reply()


@on.submit("new")
async def new(submission: Submission, core: Core) -> Reply:
    """The form was sent."""
    wish = Wish(
        " ".join(submission.text("title").split()),
        details=submission.text("details"),
        place=submission.text("place"),
        time=submission.text("time"),
        maximum=submission.whole("maximum"),
    )
    await core.write(service.announce, submission.who, submission.place, wish, core.now(), origin=submission.origin)
    return Reply()


@on.click("join")
async def join(click: Click, core: Core) -> Reply:
    """この指とまる. On the card the name appears."""
    standing = await core.write(service.join, click.who, click.number, at=click.at, now=core.now())
    return Reply(note=words.FULL if standing.is_full else None)


@on.click("join_listed")
async def join_listed(click: Click, core: Core) -> Reply:
    """The same from the private list, where the card is not in sight."""
    standing = await core.write(service.join, click.who, click.number, at=click.at, now=core.now())
    if standing.joined:
        return Reply(note=words.JOINED_NOTE.fill(title=standing.call.title))
    return Reply(note=words.FULL if standing.is_full else None)


@on.click("leave")
async def leave(click: Click, core: Core) -> Reply:
    """今回は見送る."""
    await core.write(service.leave, click.who, click.number, at=click.at)
    return Reply()


@on.click("close")
async def close(click: Click, core: Core) -> Reply:
    """The caller closes the call."""
    await core.write(service.close, click.who, click.number, core.now())
    return Reply()


@on.click("post_again")
async def post_again(click: Click, core: Core) -> Reply:
    """The caller has invited the bot to the channel."""
    await core.write(service.post_again, click.who, click.number, core.now())
    return Reply(note=unposted.POSTING_AGAIN)


def _card(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    return Outgoing(cards.card(service.gathering(tx, notice.workspace_id, notice.subject)))


def _ended(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    return Outgoing(cards.ended(service.gathering(tx, notice.workspace_id, notice.subject)))


def _unposted(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    call = service.find(tx, notice.workspace_id, notice.subject)
    card = service.card_notice(tx, call)
    if card is None or card.message is not None:
        return None
    return Outgoing(cards.unposted(call, needs_invitation=card.needs_invitation))


def _not_delivered(tx: Tx, notice: Notice, reason: str, now: datetime) -> None:
    if notice.kind == service.CARD:
        service.keep_unposted(tx, notice, now)


ACTIVITY = Activity(
    name=service.ACTIVITY,
    routes=on,
    notices={service.CARD: _card, service.ENDED: _ended, service.UNPOSTED: _unposted},
    kinds=(Kind(service.KIND, words.NAME),),
    examples=cards.examples,
    not_delivered=_not_delivered,
)
