"""What a person can do with この指とまれ: call, join, wait, leave, and look at the list; and what its caller can do."""

from __future__ import annotations

from datetime import datetime

from bot import people
from bot.activity import Activity, Kind
from bot.chat.interaction import Click, Command, Reply, Submission
from bot.chat.sender import TOGETHER_MOST, MessageRef, Outgoing
from bot.core import Core
from bot.db import Tx
from bot.manners import NEWS
from bot.notices import Notice
from bot.recruitment import cards, service, words
from bot.recruitment.model import TITLE_MOST, WAITING, Recruitment
from bot.recruitment.service import Standing, Wish
from bot.refusal import Refusal
from bot.routes import Routes
from bot.text import Text
from handlers.admins import admit

on = Routes(service.ACTIVITY)


@on.command(
    "yubi",
    Text("この指とまれ：一行で仲間を募ります", "Ask who is in, in one line"),
    hint="昼休みに昇仙峡の話をしませんか / list",
)
async def yubi(command: Command, core: Core) -> Reply:
    """`/yubi TEXT` calls at once, `/yubi` opens the form, `/yubi list` shows the open calls."""
    if command.text.casefold() in {"list", "一覧"}:
        return Reply(card=cards.list_of(await core.write(service.open_calls, command.who, command.place)))
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
    wish = _wish(submission)
    await core.write(service.announce, submission.who, submission.place, wish, core.now(), origin=submission.origin)
    return Reply()


def _wish(submission: Submission) -> Wish:
    return Wish(
        " ".join(submission.text("title").split()),
        details=submission.text("details"),
        purpose=submission.text("purpose"),
        place=submission.text("place"),
        time=submission.text("time"),
        minimum=submission.whole("minimum"),
        maximum=submission.whole("maximum"),
        closes_at=submission.moment("closes_at"),
    )


@on.click("join")
async def join(click: Click, core: Core) -> Reply:
    """この指とまる. On the card the name appears."""
    standing = await core.write(service.join, click.who, click.number, at=click.at, now=core.now())
    return _no_seat(standing) if standing.is_full else Reply()


def _no_seat(standing: Standing) -> Reply:
    return Reply(note=words.STILL_WAITING) if standing.state == WAITING else Reply(card=cards.full(standing.call))


@on.click("join_listed")
async def join_listed(click: Click, core: Core) -> Reply:
    """The same from the private list, where the card is not in sight."""
    standing = await core.write(service.join, click.who, click.number, at=click.at, now=core.now())
    if standing.joined:
        return Reply(note=words.JOINED_NOTE.fill(title=standing.call.title))
    return _no_seat(standing) if standing.is_full else Reply()


@on.click("wait")
async def wait(click: Click, core: Core) -> Reply:
    """空いたら知らせて, on the note that said that it is full."""
    return Reply(note=await _waits(click, core), replace=True)


@on.click("wait_listed")
async def wait_listed(click: Click, core: Core) -> Reply:
    """The same from the private list, which stays."""
    return Reply(note=await _waits(click, core))


async def _waits(click: Click, core: Core) -> Text:
    standing = await core.write(service.wait, click.who, click.number, at=click.at, now=core.now())
    if standing.joined:
        return words.JOINED_NOTE.fill(title=standing.call.title)
    return words.WILL_TELL if standing.state == WAITING else words.SEAT_IS_THERE


@on.click("leave")
async def leave(click: Click, core: Core) -> Reply:
    """今回は見送る."""
    await core.write(service.leave, click.who, click.number, at=click.at, now=core.now())
    return Reply()


@on.click("decline")
async def decline(click: Click, core: Core) -> Reply:
    """今回は見送る, on the offer of a seat, where the card is not in sight."""
    await core.write(service.leave, click.who, click.number, at=click.at, now=core.now())
    return Reply(note=words.DECLINED)


@on.click("edit")
async def edit(click: Click, core: Core) -> Reply:
    """内容を直す."""
    return Reply(form=cards.edit_form(await core.write(service.own, click.who, click.number)))


@on.submit("edited")
async def edited(submission: Submission, core: Core) -> Reply:
    """The corrected form was sent."""
    await core.write(service.edit, submission.who, submission.number, _wish(submission), core.now())
    return Reply()


@on.click("reopen")
async def reopen(click: Click, core: Core) -> Reply:
    """募集を再開する."""
    await core.write(service.reopen, click.who, click.number, core.now())
    return Reply()


@on.click("call_again")
async def call_again(click: Click, core: Core) -> Reply:
    """もう一度呼びかける."""
    is_first = await core.write(service.call_again, click.who, click.number, core.now())
    return Reply(note=words.CALLING_AGAIN if is_first else words.CALLED_TODAY)


@on.click("call_off")
async def call_off(click: Click, core: Core) -> Reply:
    """取りやめる: first the word to those who joined."""
    return Reply(form=cards.call_off_form(await core.write(service.own, click.who, click.number)))


@on.submit("called_off")
async def called_off(submission: Submission, core: Core) -> Reply:
    """The word was written, or left empty."""
    parting = submission.text("parting")
    await core.write(service.call_off, submission.who, submission.number, parting, core.now())
    return Reply()


@on.click("take_over")
async def take_over(click: Click, core: Core) -> Reply:
    """引き受ける, when its caller has left."""
    call = await core.write(service.take_over, click.who, click.number, core.now())
    return Reply(note=words.TOOK_OVER.fill(title=call.title))


@on.click("take_down")
async def take_down(click: Click, core: Core) -> Reply:
    """取り下げる: an admin, who gives the reason first."""
    await admit(click.who, core, words.TAKE_DOWN_ADMINS)
    return Reply(form=cards.take_down_form(await core.read(service.found_by, click.who, click.number)))


@on.submit("taken_down")
async def taken_down(submission: Submission, core: Core) -> Reply:
    """The reason was written. Whether they are an admin is asked once more."""
    reason = submission.text("reason")
    if not reason:
        raise Refusal(words.REASON_NEEDED, field="reason")
    await admit(submission.who, core, words.TAKE_DOWN_ADMINS)
    await core.write(service.take_down, submission.who, submission.number, reason, core.now())
    return Reply()


@on.click("close")
async def close(click: Click, core: Core) -> Reply:
    """The caller closes the call: on its card, or in a direct message, where the card is not in sight."""
    await core.write(service.close, click.who, click.number, core.now())
    return Reply(note=words.CLOSED_ON_CARD) if click.place.direct else Reply()


def _card(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    gathering = service.gathering(tx, notice.workspace_id, notice.subject)
    end = cards.end(gathering.call)
    return None if notice.message is None and end is None else Outgoing(cards.card(gathering), end=end)


def _ended(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    return Outgoing(cards.ended(service.gathering(tx, notice.workspace_id, notice.subject)))


def _offer(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    call = service.find(tx, notice.workspace_id, notice.subject)
    until = service.offer_of(tx, call, notice.person_id)
    if until is None or until <= now:
        return None
    return Outgoing(cards.offer(call, until, people.workspace(tx, call.workspace_id).timezone))


def _meeting(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    gathering = service.gathering(tx, notice.workspace_id, notice.subject)
    if len(gathering.everybody) > TOGETHER_MOST:
        return _meeting_in_thread(tx, notice, now)
    return Outgoing(cards.meeting(gathering), together=gathering.everybody) if gathering.is_company else None


def _meeting_in_thread(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    gathering = service.gathering(tx, notice.workspace_id, notice.subject)
    if not gathering.is_company:
        return None
    return Outgoing(cards.meeting(gathering), thread=_shown(tx, gathering.call))


def _joined_late(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    call = service.find(tx, notice.workspace_id, notice.subject)
    return Outgoing(cards.joined_late(call), see=_shown(tx, call))


def _again(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    call = service.find(tx, notice.workspace_id, notice.subject)
    return Outgoing(cards.again(call), see=_shown(tx, call)) if call.closed_at is None else None


def _called_off(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    return Outgoing(cards.called_off(service.find(tx, notice.workspace_id, notice.subject)))


def _taken_down(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    return Outgoing(cards.taken_down(service.find(tx, notice.workspace_id, notice.subject)))


def _caller_left(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    call = service.find(tx, notice.workspace_id, notice.subject)
    is_wanted = call.closed_at is None and people.person(tx, call.caller_id).is_gone
    return Outgoing(cards.caller_left(call)) if is_wanted else None


def _shown(tx: Tx, call: Recruitment) -> MessageRef | None:
    card = service.card_notice(tx, call)
    return None if card is None else card.message


def _not_delivered(tx: Tx, notice: Notice, reason: str, now: datetime) -> None:
    if notice.kind == service.MEETING:
        service.meet_in_thread(tx, notice, now)


ACTIVITY = Activity(
    name=service.ACTIVITY,
    routes=on,
    notices={
        service.CARD: _card,
        service.OFFER: _offer,
        service.MEETING: _meeting,
        service.MEETING_IN_THREAD: _meeting_in_thread,
        service.JOINED_LATE: _joined_late,
        service.AGAIN: _again,
        service.CALLED_OFF: _called_off,
        service.TAKEN_DOWN: _taken_down,
        service.CALLER_LEFT: _caller_left,
        service.ENDED: _ended,
    },
    kinds=(Kind(service.KIND, words.NAME),),
    examples=cards.examples,
    not_delivered=_not_delivered,
    manners={service.OFFER: NEWS, service.ENDED: NEWS, service.CALLER_LEFT: NEWS},
    departed=service.departed,
)
