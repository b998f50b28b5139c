"""What an admin can do with the counts: look at them, and have them sent as a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot import people
from bot.activity import Activity, Kind
from bot.chat.card import Button, Card
from bot.chat.interaction import Click, Command, Reply, Who
from bot.chat.sender import Outgoing
from bot.core import Core
from bot.counts import cards, export, service, words
from bot.db import Tx
from bot.home import SETUP, Section, Shelf, Visitor
from bot.notices import Notice
from bot.refusal import Refusal
from bot.routes import Routes
from bot.text import Text
from handlers.admins import admit

on = Routes(service.ACTIVITY)


@on.command(
    "participation",
    Text("参加のようす（管理者用）", "Participation counts (for admins)"),
    hint="",
    whom="admins",
)
async def participation(command: Command, core: Core) -> Reply:
    """`/participation` shows the counts to an admin."""
    if command.text:
        raise Refusal(words.HELP)
    return Reply(card=await _counted(command.who, core))


async def _counted(who: Who, core: Core) -> Card:
    await admit(who, core, words.ADMINS_ONLY)
    kinds = service.kinds_of(core.activities)
    return cards.card(await core.read(service.overview_for, who, kinds, core.now()))


@on.click("look")
async def look(click: Click, core: Core) -> Reply:
    """参加のようすを見る, on an admin's Home."""
    return Reply(card=await _counted(click.who, core))


@on.click("csv")
async def csv(click: Click, core: Core) -> Reply:
    """CSVで受け取る."""
    await admit(click.who, core, words.ADMINS_ONLY)
    await core.write(service.ask_for_file, click.who, at=click.at, now=core.now())
    return Reply(note=words.CSV_COMING)


def activity(counted: Iterable[Activity]) -> Activity:
    """The record of the counts, which need to know what the other activities count."""
    kinds = service.kinds_of(counted)

    def file(tx: Tx, notice: Notice, now: datetime) -> Outgoing:
        return _file(tx, notice, kinds, now)

    return Activity(name=service.ACTIVITY, routes=on, notices={service.CSV: file}, examples=cards.examples, home=_home)


def _home(tx: Tx, visitor: Visitor) -> tuple[Section, ...]:
    look = Button(words.LOOK, "counts.look", "overview")
    return (Section(Shelf.SETUP, SETUP, buttons=(look,)),) if visitor.person.is_admin else ()


def _file(tx: Tx, notice: Notice, kinds: tuple[Kind, ...], now: datetime) -> Outgoing:
    assert notice.person_id is not None, "somebody asked for this file"
    workspace = people.workspace(tx, notice.workspace_id)
    overview = service.overview(tx, workspace, kinds, now)
    language = people.person(tx, notice.person_id).reads(workspace)
    return Outgoing(cards.file_note(overview), export.file_of(overview, language))
