"""What a person can do with the weekly topic: set it up, stop it, reply, tick, and say that the section talked."""

from __future__ import annotations

from datetime import datetime

from bot.activity import Activity, Kind, together
from bot.chat.interaction import Click, Command, Message, Reply, Submission, Who
from bot.chat.sender import MessageRef, Outgoing
from bot.core import Core
from bot.db import Tx
from bot.dialogue import answers, cards, home, orphans, service, words
from bot.dialogue.model import OFFERED_WEEKDAYS, Slot
from bot.home import Section, Visitor
from bot.notices import Notice
from bot.refusal import Refusal
from bot.routes import Routes
from handlers import places

on = Routes(service.ACTIVITY)


@on.command("dialogue", words.COMMAND, hint="start / stop", whom="staff")
async def dialogue(command: Command, core: Core) -> Reply:
    """`/dialogue start` opens the form, `/dialogue stop` stops; anything else tells what there is."""
    if command.place.direct:
        raise Refusal(words.NEEDS_CHANNEL)
    match command.text.casefold():
        case "start" | "開始":
            team = await core.write(service.team_here, command.who, command.place.channel)
            return Reply(form=cards.form(command.place.channel, team))
        case "stop" | "停止":
            await core.write(service.stop, command.who, command.place.channel)
            return Reply(note=words.STOPPED)
        case _:
            return Reply(card=cards.commands())


@on.submit("set_up")
async def set_up(submission: Submission, core: Core) -> Reply:
    """The form was sent. The first time the channel's card says it; a change is confirmed in private."""
    place = await places.chosen(submission, core)
    weekday, clock = submission.whole("weekday"), submission.clock("clock")
    if weekday is None or weekday not in OFFERED_WEEKDAYS:
        raise Refusal(words.WEEKDAY_NEEDED, field="weekday")
    if clock is None:
        raise Refusal(words.CLOCK_NEEDED, field="clock")
    slot = Slot(weekday, clock)
    team = await core.write(service.set_up, submission.who, place.channel, slot, core.now())
    return Reply() if team.round == 1 else Reply(note=cards.comes(team))


@on.click("ask_start")
async def ask_start(click: Click, core: Core) -> Reply:
    """課でお題を始める, on one's Home."""
    await core.write(service.refuse_guest_who, click.who)
    return Reply(form=places.choosing(cards.form("", None)))


@on.click("stop")
async def stop(click: Click, core: Core) -> Reply:
    """お題を止める, where the channel is not in sight."""
    await core.write(service.stop_team, click.who, click.number)
    return Reply(note=words.STOPPED)


@on.message()
async def answer(message: Message, core: Core) -> Reply:
    """A reply in a thread, or one taken back. Most threads are none of ours: those cost the writer nothing."""
    thread = MessageRef(message.place.channel, message.thread)
    number, may_come = await core.read(_answered, message.who, thread)
    if number is not None:
        happened = answers.take_reply_back if message.taken_back else answers.reply
        await core.write(happened, message.who, number, message.message, core.now())
    elif may_come:
        await core.write(orphans.keep, message.who, thread, message.message, core.now(), taken_back=message.taken_back)
    return Reply()


@on.click("tick")
async def tick(click: Click, core: Core) -> Reply:
    """話しました."""
    ticked = await core.write(answers.tick, click.who, click.number, at=click.at, now=core.now())
    return Reply(card=cards.ticked(click.number)) if ticked else Reply(note=words.UNTICKED)


@on.click("untick")
async def untick(click: Click, core: Core) -> Reply:
    """They take it back, from the private note."""
    await core.write(answers.untick, click.who, click.number, at=click.at, now=core.now())
    return Reply(note=words.UNTICKED, replace=True)


@on.click("talk")
async def talk(click: Click, core: Core) -> Reply:
    """課で話しました."""
    return Reply(card=cards.talk(await core.write(answers.talk, click.who, click.number, at=click.at)))


def _answered(tx: Tx, who: Who, thread: MessageRef) -> tuple[int | None, bool]:
    """The number of the prompt whose thread this is; and whether, with none, it may still turn out to be one's."""
    may_come = orphans.may_come(tx, who, thread.channel)
    return answers.prompt_at(tx, who, thread), may_come


def _talk_with(heads: int) -> None:
    @on.click(f"talk_with_{heads}")
    async def talk_with(click: Click, core: Core) -> Reply:
        """With about so many, from the private card."""
        mine = await core.write(answers.talk_with, click.who, click.number, heads, at=click.at)
        return Reply(card=cards.talk(mine), replace=True)


for _heads in words.HEADS:
    _talk_with(_heads)


@on.click("undo_talk")
async def undo_talk(click: Click, core: Core) -> Reply:
    """They take the talk back, from the private card."""
    mine = await core.write(answers.undo_talk, click.who, click.number, at=click.at)
    return Reply(card=cards.talk(mine), replace=True)


def _started(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    team = service.find(tx, notice.workspace_id, notice.subject)
    unwanted = notice.message is None and not team.active
    return None if unwanted else Outgoing(cards.started(team), end=cards.end(team))


def _prompt(tx: Tx, notice: Notice, now: datetime) -> Outgoing | None:
    turnout = answers.turnout(tx, notice.workspace_id, notice.subject)
    if turnout is None:
        return None
    team = turnout.team
    unwanted = notice.message is None and (not team.active or turnout.prompt.day != team.day(now))
    return None if unwanted else Outgoing(cards.prompt(turnout))


def _home(tx: Tx, visitor: Visitor) -> tuple[Section, ...]:
    person = visitor.person
    sections = home.sections(service.looked_after_by(tx, person), may_start=not person.is_guest)
    return (*sections, home.setup(service.active(tx, person.workspace_id))) if person.is_admin else sections


ACTIVITY = Activity(
    name=service.ACTIVITY,
    routes=on,
    notices={service.STARTED: _started, service.PROMPT: _prompt},
    kinds=(Kind(answers.KIND, words.NAME),),
    examples=together(cards.examples, home.examples),
    home=_home,
)
