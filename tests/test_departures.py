"""People leave the organisation: nobody addresses them any more, and what they held goes on to others."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.db import Tx
from bot.ledger import Participation
from bot.people import Person
from playground.workspace import Message
from tests.town import Town, words_of

HIROBA = "ひろば"


async def _leave(town: Town, *handles: str) -> None:
    """Their accounts are switched off, and every job has looked."""
    for handle in handles:
        await town.person("sato.misaki").deactivate(town.workspace.member_named(handle))
    await town.playground.settled()
    await town.move_clock_to(town.core.now() + timedelta(seconds=1))


async def _call(town: Town, **answers: object) -> Message:
    await town.person("suzuki.kenta").say(HIROBA, "/yubi")
    await town.person("suzuki.kenta").submit({"title": "読書会", **answers})
    await town.settled()
    return town.card(HIROBA)


async def _wait(town: Town, card: Message, *handles: str, take: str, route: str, channel: str = HIROBA) -> None:
    """They find no seat, and say that they would like to hear when one opens."""
    for handle in handles:
        await town.person(handle).click(card, take)
        await town.settled()
        await town.person(handle).click(town.notes(handle, channel)[-1], route)
        await town.settled()


def _taken_part(tx: Tx, user: str, kind: str) -> int:
    theirs = select(func.count()).select_from(Participation).join(Person, Participation.person_id == Person.id)
    return tx.execute(theirs.where(Person.external_id == user, Participation.kind == kind)).scalar_one()


async def test_the_seat_of_a_joiner_who_leaves_goes_to_the_next_who_is_still_there(town: Town) -> None:
    card = await _call(town, maximum="1")
    ito = town.person("ito.sakura")
    await ito.click(card, "recruitment.join")
    waiting = ("kobayashi.yuta", "yoshida.aoi")
    await _wait(town, card, *waiting, take="recruitment.join", route="recruitment.wait")
    await _leave(town, "kobayashi.yuta", "ito.sakura")
    assert f"@{ito.id}" not in words_of(card) and "参加者" not in words_of(card)
    assert "席が一つ空きました" in words_of(town.told("yoshida.aoi")[-1])
    assert town.told("kobayashi.yuta") == town.told("ito.sakura") == []
    assert await town.core.read(_taken_part, ito.id, "recruitment") == 1, "that they joined stays so"


async def test_of_an_offsite_to_come_who_leaves_takes_no_part_and_is_not_counted(town: Town) -> None:
    host, day = town.person("suzuki.kenta"), town.core.now() + timedelta(days=10)
    await host.say("オフサイト", f"/offsite new 秋の語り場, {day.month}月{day.day}日 18時")
    await host.submit({"capacity": "1"})
    await town.settled()
    card, ito = town.card("オフサイト"), town.person("ito.sakura")
    await ito.click(card, "offsite.go")
    waiting = ("kobayashi.yuta", "yoshida.aoi")
    await _wait(town, card, *waiting, take="offsite.go", route="offsite.wait", channel="オフサイト")
    await town.person("kato.naomi").click(card, "offsite.hesitate")
    await _leave(town, "kobayashi.yuta", "ito.sakura", "kato.naomi")
    assert f"@{ito.id}" not in words_of(card) and "まだ分からない 1人" not in words_of(card)
    assert "席が一つ空きました" in words_of(town.told("yoshida.aoi")[-1])
    assert await town.core.read(_taken_part, ito.id, "offsite") == 0

    await _leave(town, "suzuki.kenta")
    await town.person("yoshida.aoi").click(town.told("yoshida.aoi")[-1], "offsite.accept")
    await town.settled()
    assert f"@{host.id}" not in words_of(card), "a host who has left is not named"


async def test_one_who_has_left_unheard_does_not_keep_the_others_apart(town: Town) -> None:
    card = await _call(town, minimum="3")
    for handle in ("ito.sakura", "kobayashi.yuta"):
        await town.person(handle).click(card, "recruitment.join")
    await town.settled()
    assert town.workspace.installation is not None
    app = town.workspace.installation.app
    app.events = app.events - {"user_change"}
    await town.person("sato.misaki").deactivate(town.workspace.member_named("ito.sakura"))
    await town.person("yoshida.aoi").click(card, "recruitment.join")
    await town.settled()
    (together,) = [channel for channel in town.workspace.channels.values() if channel.kind == "mpim"]
    met = {town.person(handle).id for handle in ("suzuki.kenta", "kobayashi.yuta", "yoshida.aoi")}
    assert met < set(together.members) and town.person("ito.sakura").id not in together.members


async def test_that_somebody_has_left_is_known_at_once_without_a_question(small_town: Town) -> None:
    town = small_town
    gone = town.workspace.member_named("ito.sakura")
    await town.person("sato.misaki").deactivate(gone)
    await town.playground.settled()
    assert gone.id in await town.core.read(
        lambda tx: tx.scalars(select(Person.external_id).where(Person.is_gone)).all()
    )


async def test_a_caller_who_has_left_is_not_named_and_is_told_nothing(small_town: Town) -> None:
    town = small_town
    card, suzuki = await _call(town), town.person("suzuki.kenta")
    await town.person("ito.sakura").click(card, "recruitment.join")
    await _leave(town, "suzuki.kenta")
    await town.person("yoshida.aoi").click(card, "recruitment.join")
    await town.settled()
    assert f"@{suzuki.id}" not in words_of(card)
    await town.person("ito.sakura").archive(HIROBA)
    await town.playground.settled()
    await town.settled()
    assert town.told("suzuki.kenta") == []
