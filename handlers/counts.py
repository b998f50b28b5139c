"""What an admin can do with the counts: look at them, and have them sent as a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot import people
from bot.activity import Activity, Kind
from bot.chat.interaction import Click, Command, Reply
from bot.chat.sender import Outgoing
from bot.core import Core
from bot.counts import cards, export, service, words
from bot.db import Tx
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
)
async def participation(command: Command, core: Core) -> Reply:
    """`/participation` shows the counts to an admin."""
    if command.text:
        raise Refusal(words.HELP)
    await admit(command.who, core, words.ADMINS_ONLY)
    kinds = service.kinds_of(core.activities)
    return Reply(card=cards.card(await core.read(service.overview_for, command.who, kinds, core.now())))


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

    return Activity(name=service.ACTIVITY, routes=on, notices={service.CSV: file}, examples=cards.examples)


def _file(tx: Tx, notice: Notice, kinds: tuple[Kind, ...], now: datetime) -> Outgoing:
    assert notice.person_id is not None, "somebody asked for this file"
    workspace = people.workspace(tx, notice.workspace_id)
    overview = service.overview(tx, workspace, kinds, now)
    language = people.person(tx, notice.person_id).reads(workspace)
    return Outgoing(cards.file_note(overview), export.file_of(overview, language))
