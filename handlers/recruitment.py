"""What a person can do with この指とまれ: call, join, wait, leave, and look at the list; and what its caller can do."""

from __future__ import annotations

from dataclasses import replace

from bot.activity import Activity, Kind, together
from bot.chat.interaction import Click, Command, OldButton, Reply, Shortcut, Submission
from bot.chat.sender import MESSAGE_MOST, MessageRef
from bot.core import Core
from bot.db import Tx
from bot.home import Section, Visitor
from bot.manners import NEWS
from bot.recruitment import (
    cards,
    ending,
    examples,
    forms,
    home,
    joining,
    looking,
    notes,
    outing,
    overdue,
    seats,
    service,
    telling,
    words,
)
from bot.recruitment.joining import Standing
from bot.recruitment.model import ACTIVITY as NAME
from bot.recruitment.model import OUTING, PLAIN, TITLE_MOST, WAITING
from bot.recruitment.wish import Wish
from bot.refusal import Refusal
from bot.routes import Routes
from bot.text import Text
from handlers import places
from handlers.admins import admit

on = Routes(NAME)


@on.command(
    "yubi",
    Text("この指とまれ：一行で仲間を募ります", "Ask who is in, in one line"),
    hint="昼休みに昇仙峡の話をしませんか / list",
    whom="staff",
)
async def yubi(command: Command, core: Core) -> Reply:
    """`/yubi TEXT` calls at once, `/yubi` opens the form, `/yubi list` shows the open calls."""
    if command.text.casefold() in {"help", "?", "ヘルプ", "使い方"}:
        return Reply(note=words.HELP)
    if command.text.casefold() in {"list", "一覧", "リスト"}:
        return Reply(card=cards.list_of(await core.write(looking.open_calls, command.who, command.place)))
    if command.place.direct:
        raise Refusal(words.NEEDS_CHANNEL)
    title = " ".join(command.text.split())
    if not 0 < len(title) <= TITLE_MOST:
        await core.write(service.refuse_guest, command.who)
        return Reply(form=forms.form(command.place.channel, details=command.text))
    wish = Wish(title)
    await core.write(service.announce, command.who, command.place, wish, core.now(), origin=command.origin)
    return Reply()


@on.click("ask_new")
async def ask_new(click: Click, core: Core) -> Reply:
    """呼びかける, on one's Home."""
    await core.write(service.refuse_guest, click.who)
    return Reply(form=places.choosing(forms.form("")))


@on.click("list")
async def show_list(click: Click, core: Core) -> Reply:
    """すべて見る, on one's Home."""
    return Reply(card=cards.list_of(await core.write(looking.open_calls, click.who, click.place)))


@on.submit("new")
async def new(submission: Submission, core: Core) -> Reply:
    """The form was sent."""
    place, wish = await places.chosen(submission, core), _wish(submission)
    await core.write(service.announce, submission.who, place, wish, core.now(), origin=submission.origin)
    return Reply()


@on.shortcut("about", words.ABOUT_SHORTCUT, words.ABOUT_DESCRIPTION)
async def about(shortcut: Shortcut, core: Core) -> Reply:
    """この指とまれにする, in a message's own menu. What the message says is not read."""
    if shortcut.place.direct:
        raise Refusal(words.ABOUT_NEEDS_CHANNEL)
    await core.write(service.refuse_guest, shortcut.who)
    return Reply(form=forms.about_form(shortcut.message))


@on.submit("about")
async def call_about(submission: Submission, core: Core) -> Reply:
    """The form that this opens was sent. Its subject is the message."""
    if not 0 < len(submission.subject) <= MESSAGE_MOST:
        raise OldButton()
    place, wish = submission.place, _wish(submission)
    message = MessageRef(place.channel, submission.subject)
    await core.write(service.announce, submission.who, place, wish, core.now(), origin=submission.origin, about=message)
    return Reply()


def _wish(submission: Submission) -> Wish:
    return Wish(
        " ".join(submission.text("title").split()),
        kind=submission.text("kind") or PLAIN,
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
    standing = await core.write(joining.join, click.who, click.number, at=click.at, now=core.now())
    if standing.joined and standing.call.is_consult:
        return Reply(note=_joined(standing))  # the card shows nothing of it
    return _no_seat(standing) if standing.is_full else Reply()


def _joined(standing: Standing) -> Text:
    said = words.CONSULT_JOINED if standing.call.is_consult else words.JOINED_NOTE
    return said.fill(title=standing.call.title)


def _no_seat(standing: Standing) -> Reply:
    return Reply(note=words.STILL_WAITING) if standing.state == WAITING else Reply(card=notes.full(standing.call))


@on.click("join_listed")
async def join_listed(click: Click, core: Core) -> Reply:
    """The same from the private list, where the card is not in sight."""
    standing = await core.write(joining.join, click.who, click.number, at=click.at, now=core.now())
    if standing.joined:
        return Reply(note=_joined(standing))
    return _no_seat(standing) if standing.is_full else Reply()


@on.click("accept")
async def accept(click: Click, core: Core) -> Reply:
    """この指とまる, on the offer of a seat: what it has become stands in its place."""
    standing = await core.write(joining.join, click.who, click.number, at=click.at, now=core.now())
    if standing.joined:
        return Reply(note=_joined(standing), replace=True)
    return Reply(card=notes.full(standing.call, passed_on=True), replace=True) if standing.is_full else Reply()


@on.click("wait")
async def wait(click: Click, core: Core) -> Reply:
    """空いたら知らせて, on the note that said that it is full."""
    return Reply(note=await _waits(click, core), replace=True)


@on.click("wait_listed")
async def wait_listed(click: Click, core: Core) -> Reply:
    """The same from the private list, which stays."""
    return Reply(note=await _waits(click, core))


async def _waits(click: Click, core: Core) -> Text:
    standing = await core.write(joining.wait, click.who, click.number, at=click.at, now=core.now())
    if standing.joined:
        return _joined(standing)
    if standing.state != WAITING:
        return words.SEAT_IS_THERE
    return words.WILL_TELL_AFTER_PAUSE if standing.is_resting else words.WILL_TELL


@on.click("leave")
async def leave(click: Click, core: Core) -> Reply:
    """今回は見送る."""
    call = await core.write(joining.leave, click.who, click.number, at=click.at, now=core.now())
    return Reply(note=words.CONSULT_LEFT if call.is_consult else None)


@on.click("pass")
async def pass_on(click: Click, core: Core) -> Reply:
    """今回は見送る, on the offer of a seat."""
    return replace(await decline(click, core), replace=True)


@on.click("decline")
async def decline(click: Click, core: Core) -> Reply:
    """今回は見送る, in a list, where the card is not in sight."""
    await core.write(joining.leave, click.who, click.number, at=click.at, now=core.now())
    return Reply(note=words.DECLINED)


@on.click("edit")
async def edit(click: Click, core: Core) -> Reply:
    """内容を直す."""
    return Reply(form=forms.edit_form(await core.write(looking.own, click.who, click.number)))


@on.submit("edited")
async def edited(submission: Submission, core: Core) -> Reply:
    """The corrected form was sent."""
    await core.write(service.edit, submission.who, submission.number, _wish(submission), core.now())
    return Reply()


@on.click("reopen")
async def reopen(click: Click, core: Core) -> Reply:
    """募集を再開する."""
    await core.write(ending.reopen, click.who, click.number, core.now())
    return Reply()


@on.click("call_again")
async def call_again(click: Click, core: Core) -> Reply:
    """もう一度呼びかける."""
    is_first = await core.write(service.call_again, click.who, click.number, core.now())
    return Reply(note=words.CALLING_AGAIN if is_first else words.CALLED_TODAY)


@on.click("call_off")
async def call_off(click: Click, core: Core) -> Reply:
    """取りやめる: first the word to those who joined."""
    return Reply(form=forms.call_off_form(await core.write(looking.own, click.who, click.number)))


@on.submit("called_off")
async def called_off(submission: Submission, core: Core) -> Reply:
    """The word was written, or left empty."""
    parting = submission.text("parting")
    await core.write(ending.call_off, submission.who, submission.number, parting, core.now())
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
    return Reply(form=forms.take_down_form(await core.read(looking.found_by, click.who, click.number)))


@on.submit("taken_down")
async def taken_down(submission: Submission, core: Core) -> Reply:
    """The reason was written. Whether they are an admin is asked once more."""
    reason = submission.text("reason")
    if not reason:
        raise Refusal(words.REASON_NEEDED, field="reason")
    await admit(submission.who, core, words.TAKE_DOWN_ADMINS)
    await core.write(ending.take_down, submission.who, submission.number, reason, core.now())
    return Reply()


@on.click("close")
async def close(click: Click, core: Core) -> Reply:
    """The caller closes the call: on its card, or in a direct message, where the card is not in sight."""
    await core.write(ending.close, click.who, click.number, core.now())
    return Reply(note=words.CLOSED_ON_CARD) if click.place.direct else Reply()


@on.click("discover")
async def discover(click: Click, core: Core) -> Reply:
    """はじめて知ったことがあった, on the card of an outing that is over."""
    call = await core.write(outing.discover, click.who, click.number, found=True, at=click.at)
    return Reply(card=notes.discovered(call))


@on.click("undiscover")
async def undiscover(click: Click, core: Core) -> Reply:
    """取り消す, on the thanks for it."""
    await core.write(outing.discover, click.who, click.number, found=False, at=click.at)
    return Reply(note=words.DISCOVERY_TAKEN_BACK, replace=True)


def _home(tx: Tx, visitor: Visitor) -> tuple[Section, ...]:
    sections = home.sections(looking.at_home(tx, visitor), may_call=not visitor.person.is_guest)
    if not visitor.person.is_admin:
        return sections
    return (*sections, home.setup(looking.is_any(tx, visitor.workspace.id)))


ACTIVITY = Activity(
    name=NAME,
    routes=on,
    notices=telling.DRAWN,
    kinds=(Kind(NAME, words.NAME), Kind(OUTING, words.TOWN)),
    examples=together(examples.examples, home.examples),
    not_delivered=telling.not_delivered,
    manners={seats.OFFER: NEWS, overdue.ENDED: NEWS, overdue.CALLER_LEFT: NEWS},
    departed=overdue.departed,
    home=_home,
)
