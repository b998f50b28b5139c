"""What a person can do with offsites: announce one, answer, wait for a seat, accept it, and call it off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from bot import calendar, people, text
from bot.activity import Activity, Kind, together
from bot.alumni import service as alumni
from bot.chat.card import Form
from bot.chat.interaction import Click, Command, Place, Reply, Submission
from bot.chat.sender import Outgoing
from bot.core import Core
from bot.db import Tx
from bot.home import Section, Visitor
from bot.manners import NEWS, REMINDER
from bot.notices import Notice
from bot.offsite import agenda, cards, home, seats, service, when, words
from bot.offsite.model import DECLINED, GOING, OFFERED, TITLE_MOST, UNSURE, WAITING, Wish
from bot.offsite.service import Standing
from bot.refusal import Refusal
from bot.routes import Routes
from bot.text import Text
from handlers import places

on = Routes(service.ACTIVITY)

CLOCK_WHEN_NONE_IS_GIVEN = time(18)
"""After hours, as most offsites are; the form says that it was assumed."""


@on.command(
    "offsite",
    Text("オフサイトミーティングをお知らせします", "Announce an offsite meeting"),
    hint="new 新人と語る会、来週金曜18時",
    whom="staff",
)
async def offsite(command: Command, core: Core) -> Reply:
    """`/offsite new` opens the form, `/offsite new TITLE, WHEN` opens it filled; anything else shows how."""
    verb, *rest = command.text.split(maxsplit=1) or [""]
    if verb.casefold() != "new":
        return Reply(card=cards.usage())
    await core.write(service.refuse_guest, command.who)
    if command.place.direct:
        raise Refusal(words.NEEDS_CHANNEL)
    if not rest:
        return Reply(form=cards.form(command.place.channel))
    workspace = await core.read(people.workspace_of, command.who)
    return Reply(form=_filled(command.place.channel, rest[0], core.now(), workspace.timezone))


@on.submit("new")
async def new(submission: Submission, core: Core) -> Reply:
    """The form was sent."""
    wish = Wish(
        title=" ".join(submission.text("title").split()),
        starts_at=submission.moment("starts_at"),
        ends=submission.clock("ends"),
        place=submission.text("place"),
        capacity=submission.whole("capacity"),
        notes=submission.text("notes"),
    )
    await core.write(_announce, submission, await places.chosen(submission, core), wish, core.now())
    return Reply()


@on.click("ask_new")
async def ask_new(click: Click, core: Core) -> Reply:
    """オフサイトをお知らせする, on one's Home."""
    return Reply(form=places.choosing(cards.form("")))


@on.click("go")
async def go(click: Click, core: Core) -> Reply:
    """参加する. On the card the name appears; elsewhere it is said."""
    standing = await core.write(service.go, click.who, click.number, at=click.at, now=core.now())
    is_on_card = click.place.channel != "" and not click.place.direct
    return Reply() if standing.state == GOING and is_on_card else _said(standing)


@on.click("accept")
async def accept(click: Click, core: Core) -> Reply:
    """参加する on the offer of a seat: what it has become stands in its place."""
    standing = await core.write(service.go, click.who, click.number, at=click.at, now=core.now())
    return replace(_said(standing, of_offer=True), replace=True)


@on.click("hesitate")
async def hesitate(click: Click, core: Core) -> Reply:
    """まだ分からない."""
    return _said(await core.write(service.hesitate, click.who, click.number, at=click.at, now=core.now()))


@on.click("decline")
async def decline(click: Click, core: Core) -> Reply:
    """今回は見送る."""
    return _said(await core.write(service.decline, click.who, click.number, at=click.at, now=core.now()))


@on.click("wait")
async def wait(click: Click, core: Core) -> Reply:
    """空いたら知らせて, on the private card that said the seats are taken."""
    standing = await core.write(service.wait, click.who, click.number, at=click.at, now=core.now())
    return Reply(note=_note(standing), replace=True)


@on.click("call_off")
async def call_off(click: Click, core: Core) -> Reply:
    """開催を取りやめる: on its card, or in a direct message, where the card is not in sight."""
    await core.write(service.call_off, click.who, click.number, core.now())
    return Reply(note=words.CALLED_OFF_ON_CARD) if click.place.direct else Reply()


def _filled(channel: str, typed: str, now: datetime, zone: str) -> Form:
    """The form, with what could be read of the typed line in its place and the rest not lost."""
    line = when.split(typed, now, zone)
    if len(line.title) > TITLE_MOST:
        return cards.form(channel, notes=typed, intro=words.TITLE_TOO_LONG)
    if line.when is None:
        intro = words.UNREAD_DATE.fill(unread=line.unread) if line.unread else words.FORM_INTRO
        return cards.form(channel, title=line.title, intro=intro)
    clock = line.when.clock or CLOCK_WHEN_NONE_IS_GIVEN
    intro = words.FORM_INTRO if line.when.clock else words.CLOCK_ASSUMED.fill(clock=text.clock(clock))
    starts_at = calendar.at(line.when.day, clock, zone)
    return cards.form(channel, title=line.title, starts_at=starts_at, intro=intro)


def _announce(tx: Tx, submission: Submission, place: Place, wish: Wish, now: datetime) -> None:
    """One deed: the offsite, and word of it to the alumni who asked for that.

    What is announced in a private channel stays there.
    """
    announced = service.announce(tx, submission.who, place, wish, now, origin=submission.origin)
    if place.private:
        return
    zone = people.workspace(tx, announced.workspace_id).timezone
    alumni.pass_the_word(tx, announced.workspace_id, announced.id, announced.host_id, announced.starts_at, zone, now)


def _said(standing: Standing, *, of_offer: bool = False) -> Reply:
    if standing.is_full and standing.state != WAITING:
        return Reply(card=cards.full(standing.offsite, passed_on=of_offer))
    return Reply(note=_note(standing))


def _note(standing: Standing) -> Text | None:
    """Where they stand, in one line for their eyes only."""
    offsite = standing.offsite
    if standing.state == GOING:
        return words.GOING_NOTE.fill(moment=text.moment(offsite.starts_at, standing.zone), title=offsite.title)
    if standing.place is not None:
        return words.WAITING_NOTE.fill(place=standing.place)
    return {UNSURE: words.UNSURE_NOTE, DECLINED: words.DECLINED_NOTE, OFFERED: words.OFFERED_NOTE}.get(standing.state)


def _card(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    roster = service.roster(tx, notice.workspace_id, notice.subject)
    end = cards.end(roster.offsite, now)
    return None if notice.message is None and end is None else Outgoing(cards.card(roster, now), end=end)


def _offer(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    roster = service.roster(tx, notice.workspace_id, notice.subject)
    until = seats.held_until(tx, roster.offsite, notice.person_id, offered_at=notice.due_at)
    if until is None or until <= now or not roster.offsite.is_open(now):
        return None
    return Outgoing(cards.offer(roster, until))


def _reminder(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    roster = service.roster(tx, notice.workspace_id, notice.subject)
    mine = seats.answer_of(tx, roster.offsite, notice.person_id)
    if mine is None or mine.state != GOING or not roster.offsite.is_open(now):
        return None
    return Outgoing(cards.reminder(roster, now))


def _called_off(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
    return Outgoing(cards.called_off(service.roster(tx, notice.workspace_id, notice.subject)))


def _home(tx: Tx, visitor: Visitor) -> tuple[Section, ...]:
    person = visitor.person
    sections = home.sections(agenda.agenda(tx, visitor), may_announce=not person.is_guest)
    return (*sections, home.setup(agenda.is_any(tx, visitor.workspace.id))) if person.is_admin else sections


ACTIVITY = Activity(
    name=service.ACTIVITY,
    routes=on,
    notices={
        service.CARD: _card,
        service.OFFER: _offer,
        service.REMINDER: _reminder,
        service.CALLED_OFF: _called_off,
    },
    kinds=(Kind(service.KIND, words.NAME),),
    examples=together(cards.examples, home.examples),
    departed=service.departed,
    manners={service.OFFER: NEWS, service.REMINDER: REMINDER},
    home=_home,
)
