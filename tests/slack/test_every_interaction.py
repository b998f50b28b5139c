"""Every button, form and command of every activity with what it should not carry: kindly answered, nothing done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import time, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot import people
from bot.chat.interaction import Place, Who
from bot.db import Base, Tx
from bot.dialogue import service as dialogue
from bot.dialogue.model import Slot
from bot.installations import Installation
from bot.offsite import service as offsite
from bot.offsite.model import Wish as OffsiteWish
from bot.recruitment import service as recruitment
from bot.recruitment.wish import Wish
from handlers import ACTIVITIES
from handlers.routing import WENT_WRONG
from tests.slack.knock import Answered, Knock
from tests.town import Town, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

HIROBA, HANDLE = "ひろば", "emma.clark"
NEIGHBOURS = "TNEIGHBOUR"

CLICKS = [route for activity in ACTIVITIES for route in activity.routes.clicks]
FORMS = [route for activity in ACTIVITIES for route in activity.routes.submissions]
COMMANDS = [
    pytest.param(name, word.strip(), id=f"{name}-{word.strip() or 'alone'}")
    for activity in ACTIVITIES
    for name, (said, _) in activity.routes.commands.items()
    for word in ("", *said.hint.split("/"))
]

MADE_UP = ("", "0", "-1", "x", "999999", "9" * 15, "9" * 100, "１", "1;DROP TABLE notice", "a:b:c")
SMALL = tuple(str(number) for number in range(1, 6))
"""Numbers that rows of ours have."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lively(square: Town) -> AsyncIterator[Town]:
    """A town in which something of every activity is going on, and a second workspace in the same house."""
    await square.core.write(_live, square.workspace.id, square)
    await square.core.write(people.settle, "slack", NEIGHBOURS, "隣の市", "UBOT", language="en", timezone="Asia/Tokyo")
    square.house.installations.add(Installation(NEIGHBOURS, "隣の市", "xoxb-neighbour", "UBOT"))
    await square.settled()
    yield square


def _live(tx: Tx, workspace: str, town: Town) -> None:
    now, host = town.core.now(), Who("slack", workspace, town.person("suzuki.kenta").id)
    channel = town.channel(HIROBA).id
    for number in range(3):
        recruitment.announce(tx, host, Place(channel), Wish(f"朝の散歩{number}"), now)
        offsite.announce(
            tx, host, Place(channel), OffsiteWish(f"語る会{number}", now + timedelta(days=9 + number)), now
        )
    team = dialogue.set_up(tx, host, channel, Slot(1, time(8, 35)), now)
    dialogue.ask(tx, team.id, team.next_at)


COMES_BY_ITSELF = {"ask_after", "counted_at", "headcount"}


def _everything(tx: Tx) -> dict[str, list[Any]]:
    """All that is stored, but for what comes by itself: who acted, how cards are sent, when people are asked for."""
    return {
        name: sorted(map(tuple, tx.execute(select(*(c for c in table.c if c.name not in COMES_BY_ITSELF)))), key=repr)
        for name, table in Base.metadata.tables.items()
        if name not in {"person", "notice"}
    }


def _is_kind(said: str) -> bool:
    return bool(said.strip()) and WENT_WRONG.ja not in said and WENT_WRONG.en not in said


async def _answer_to_click(knock: Knock, town: Town, payload: dict[str, Any]) -> str:
    """What the person who clicked sees of it: a private note, or a form."""
    person = town.person(HANDLE)
    before = len(town.notes(HANDLE, HIROBA))
    assert (await knock.payload(payload)).status == 200
    await town.settled()
    modal = town.workspace.top_modal(person.id)
    if modal is not None:
        await person.close_view(everything=True)
        return "a form"
    notes = town.notes(HANDLE, HIROBA)
    return words_of(notes[-1]) if len(notes) > before else ""


@pytest.mark.parametrize("route", CLICKS)
async def test_a_button_with_a_made_up_subject_is_kindly_refused(knock: Knock, lively: Town, route: str) -> None:
    before = await lively.core.read(_everything)
    for subject in MADE_UP:
        said = await _answer_to_click(knock, lively, knock.click(HANDLE, HIROBA, route, subject))
        assert _is_kind(said), subject
    assert await lively.core.read(_everything) == before


@pytest.mark.parametrize("route", CLICKS)
async def test_a_button_with_a_subject_of_the_neighbours_is_kindly_refused(
    knock: Knock, lively: Town, route: str
) -> None:
    before = await lively.core.read(_everything)
    for subject in SMALL:
        click = knock.click(HANDLE, HIROBA, route, subject, team={"id": NEIGHBOURS, "domain": "x"})
        assert _is_kind(await _answer_to_click(knock, lively, click)), subject
    assert await lively.core.read(_everything) == before


def _answer_to_form(answered: Answered) -> str:
    """What stands in the form's place, or beside its fields."""
    assert answered.status == 200
    said = answered.json() if answered.body else {}
    if said.get("response_action") == "errors":
        return "\n".join(said["errors"].values())
    return words_of(said["view"]) if said.get("response_action") == "update" else ""


@pytest.mark.parametrize("team", [None, NEIGHBOURS])
@pytest.mark.parametrize("route", FORMS)
async def test_an_empty_form_with_a_made_up_subject_is_kindly_refused(
    knock: Knock, lively: Town, route: str, team: str | None
) -> None:
    before = await lively.core.read(_everything)
    for subject in (*MADE_UP, *SMALL):
        sent = knock.submission(HANDLE, HIROBA, route, subject)
        if team is not None:
            sent["team"] = {"id": team, "domain": "x"}
        assert _is_kind(_answer_to_form(await knock.payload(sent))), subject
    assert await lively.core.read(_everything) == before


@pytest.mark.parametrize(("command", "text"), COMMANDS)
async def test_a_command_of_somebody_whom_we_have_never_seen_is_answered(
    knock: Knock, lively: Town, command: str, text: str
) -> None:
    before = await lively.core.read(_everything)
    answered = await knock.command(HANDLE, HIROBA, f"/{command}", text, fields={"user_id": f"UNEW{len(text)}{command}"})
    await lively.settled()
    assert answered.status == 200
    if answered.body:
        assert _is_kind(words_of(answered.json()))
    elif lively.workspace.top_modal(lively.person(HANDLE).id) is not None:
        await lively.person(HANDLE).close_view(everything=True)
    else:
        assert await lively.core.read(_everything) != before, "neither answered nor done"


@pytest.mark.parametrize("command", sorted({name for a in ACTIVITIES for name in a.routes.commands}))
async def test_a_command_in_a_direct_message_or_with_odd_words_is_answered(
    knock: Knock, lively: Town, command: str
) -> None:
    for text, channel in (("x" * 3_000, "D0000001"), ("999999", "D0000001"), ("\u3000", "D0000001"), ("", "D0000001")):
        answered = await knock.command(HANDLE, HIROBA, f"/{command}", text, fields={"channel_id": channel})
        assert answered.status == 200 and _is_kind(words_of(answered.json())), text
