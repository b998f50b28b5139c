"""What a person can do for themselves: get help, choose language and hours, rest, and come back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.activity import Activity
from bot.chat.interaction import Click, Command, OldButton, Reply, Submission
from bot.core import Core
from bot.db import Tx
from bot.home import Section, Shelf, Visitor
from bot.me import cards, service, words
from bot.me.service import Choices
from bot.people import Person
from bot.routes import CommandHelp, Routes
from bot.text import LANGUAGES, Text

on = Routes(service.ACTIVITY)


@on.command("taiwa", words.COMMAND, hint="")
async def taiwa(command: Command, core: Core) -> Reply:
    """`/taiwa` shows what there is for this person, and their settings."""
    mine = await core.write(service.choices, command.who, core.now())
    offered = (said for activity in core.activities for said, _ in activity.routes.commands.values())
    return Reply(card=cards.help_and_settings(_for(mine.person, offered), mine))


@on.click("speak")
async def speak(click: Click, core: Core) -> Reply:
    """Use English, or 日本語."""
    language = next((language for language in LANGUAGES if language == click.subject), None)
    if language is None:
        raise OldButton()
    return _shown(await core.write(service.speak, click.who, language, core.now()), words.LANGUAGE_CHANGED)


@on.click("keep_hours")
async def keep_hours(click: Click, core: Core) -> Reply:
    """勤務時間だけにする."""
    return _shown(await core.write(service.keep_hours, click.who, True, core.now()), words.HOURS_KEPT_NOW)


@on.click("any_hour")
async def any_hour(click: Click, core: Core) -> Reply:
    """いつでもかまわない."""
    return _shown(await core.write(service.keep_hours, click.who, False, core.now()), words.ANY_HOUR_NOW)


@on.click("want_reminders")
async def want_reminders(click: Click, core: Core) -> Reply:
    """リマインドを受け取る."""
    return _shown(await core.write(service.remind, click.who, True, core.now()), words.REMINDERS_WANTED)


@on.click("stop_reminders")
async def stop_reminders(click: Click, core: Core) -> Reply:
    """リマインドを止める."""
    return _shown(await core.write(service.remind, click.who, False, core.now()), words.REMINDERS_STOPPED)


@on.click("pause")
async def pause(click: Click, core: Core) -> Reply:
    """しばらくお休み, until a day that is one click away."""
    try:
        until = date.fromisoformat(click.subject)
    except ValueError:
        raise OldButton() from None
    mine = await core.write(service.pause, click.who, until, core.now())
    return _shown(mine, cards.paused(mine))


@on.click("ask_pause")
async def ask_pause(click: Click, core: Core) -> Reply:
    """しばらくお休み, until a day of their own choice."""
    return Reply(form=cards.pause_form(await core.write(service.choices, click.who, core.now())))


@on.submit("paused")
async def paused(submission: Submission, core: Core) -> Reply:
    """The day was chosen."""
    mine = await core.write(service.pause, submission.who, submission.day("until"), core.now())
    return Reply(note=cards.paused(mine))


@on.click("resume")
async def resume(click: Click, core: Core) -> Reply:
    """お休みを終える."""
    return _shown(await core.write(service.resume, click.who, core.now()), words.RESUMED)


def _shown(mine: Choices, said: Text) -> Reply:
    """The settings as they are now, in the place of those that were pressed."""
    return Reply(note=said, card=cards.settings(mine), replace=True)


def _for(person: Person, commands: Iterable[CommandHelp]) -> list[CommandHelp]:
    """The commands that are of use to somebody in their role."""
    out_of_reach = {"admins": not person.is_admin, "staff": person.is_guest, "everybody": False}
    return [said for said in commands if not out_of_reach[said.whom]]


def _home(tx: Tx, visitor: Visitor) -> tuple[Section, ...]:
    mine = service.choices_of(visitor.person, visitor.workspace, visitor.now)
    return (Section(Shelf.CHOICES, words.NAME, cards.settings_items(mine)),)


ACTIVITY = Activity(name=service.ACTIVITY, routes=on, notices={}, examples=cards.examples, home=_home)
