"""The weekly topic, as a section lives it: over real HTTP, on both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import inspect, text

from bot.db import Tx, many
from bot.dialogue import service
from bot.ledger import Participation
from bot.people import Person
from playground.workspace import Message
from tests.town import Town, words_of

SECTION = "子育て支援課"
SECRET = "ひみつのことば"


async def _set_up(town: Town, channel: str = SECTION, **answers: object) -> None:
    """The two actions: a typed line, and the form sent as it is."""
    await town.person("takahashi.yoko").say(channel, "/dialogue start")
    await town.person("takahashi.yoko").submit(answers)
    await town.settled()


async def _morning(town: Town) -> None:
    """The section's next morning."""
    meets = await town.core.read(service.next_prompt_at)
    assert meets is not None
    await town.move_clock_to(meets)


def _topics(town: Town, channel: str = SECTION) -> list[Message]:
    return [message for message in town.channel(channel).history() if "今週のお題" in words_of(message)]


def _counted(tx: Tx) -> dict[str, str]:
    names = {person.id: person.name for person in many(tx, Person)}
    return {names[row.person_id]: row.role for row in many(tx, Participation)}


def _everything(tx: Tx) -> str:
    """Every value of every table."""
    tables = inspect(tx).get_table_names()
    return "\n".join(str(tuple(row)) for table in tables for row in tx.execute(text(f'SELECT * FROM "{table}"')))


async def test_a_section_sets_up_with_two_actions_and_its_first_week_is_counted_without_a_word(town: Town) -> None:
    await _set_up(town)
    assert "毎週火曜の8時35分に、対話のお題をお届けします。" in words_of(town.card(SECTION))
    await _morning(town)
    await town.move_clock_to(town.core.now() + timedelta(minutes=1))
    card, *others = _topics(town)
    assert others == [] and words_of(card).startswith("今週のお題 ― 10分ほど、話せる人だけで")

    reply = await town.person("suzuki.kenta").say(SECTION, f"{SECRET}その一", thread_ts=card.ts)
    await town.person("tanaka.daichi").say(SECTION, f"{SECRET}その二", thread_ts=card.ts)
    await town.person("tanaka.daichi").say(SECTION, f"{SECRET}その三", thread_ts=card.ts)
    await town.person("takahashi.yoko").click(card, "dialogue.tick")
    await town.settled()
    assert await town.core.read(_counted) == {"鈴木 健太": "answer", "田中 大地": "answer", "高橋 陽子": "tick"}
    assert "今週も話しました" in words_of(card) and "3人" not in words_of(card)
    stored = await town.core.read(_everything)
    assert SECRET not in stored and card.ts in stored

    assert reply is not None
    await town.person("suzuki.kenta").delete(reply)
    await town.person("takahashi.yoko").click(town.notes("takahashi.yoko", SECTION)[-1], "dialogue.untick")
    await town.settled()
    assert await town.core.read(_counted) == {"田中 大地": "answer"}


async def test_the_section_talked_is_one_click_and_about_how_many_a_second(town: Town) -> None:
    await _set_up(town, "ひろば", weekday="3", clock="16:00")
    await _morning(town)
    (card,) = _topics(town, "ひろば")
    host = town.person("suzuki.kenta")

    await host.click(card, "dialogue.talk")
    await host.click(card, "dialogue.talk")
    await town.settled()
    assert "職場での対話 1回\n" in words_of(card)

    await host.click(town.notes("suzuki.kenta", "ひろば")[-1], "dialogue.talk_with_6")
    await town.person("ito.sakura").click(card, "dialogue.tick")
    await town.settled()
    assert "職場での対話 1回(約6人)" in words_of(card) and "今週 1人" in words_of(card)

    await host.click(town.notes("suzuki.kenta", "ひろば")[-1], "dialogue.undo_talk")
    await town.settled()
    assert "職場での対話" not in words_of(card)
    assert "取り消しました" in words_of(town.notes("suzuki.kenta", "ひろば")[-1])


async def test_the_day_is_changed_by_the_same_form_and_stopping_is_private(town: Town) -> None:
    await _set_up(town)
    await _set_up(town, weekday="4", clock="09:00")
    assert len(town.channel(SECTION).history()) == 1
    assert "毎週金曜の9時に" in words_of(town.card(SECTION))

    await town.person("tanaka.daichi").say(SECTION, "/dialogue stop")
    await town.settled()
    assert "/dialogue start" in words_of(town.notes("tanaka.daichi", SECTION)[-1])
    assert len(town.channel(SECTION).history()) == 1 and "お休み" in words_of(town.card(SECTION))
    await town.move_clock_to(town.core.now() + timedelta(weeks=1))
    assert _topics(town) == []


async def test_who_cannot_set_up_is_told_why_and_unknown_words_what_works(town: Town) -> None:
    await town.person("mori.shota").say("ひろば", "/dialogue start")
    assert "職員の方にお願いしています" in words_of(town.notes("mori.shota", "ひろば")[-1])

    kenta = town.person("suzuki.kenta")
    for typed in ("/dialogue", "/dialogue pause"):
        await kenta.say(SECTION, typed)
        shown = words_of(town.notes("suzuki.kenta", SECTION)[-1])
        assert "/dialogue start" in shown and "/dialogue stop" in shown

    direct = await kenta.open_messages()
    await kenta.say(direct, "/dialogue start")
    assert "課やチームのチャンネル" in words_of([note for note in direct.messages.values() if note.ephemeral_to][-1])


async def test_where_the_bot_is_not_invited_whoever_set_it_up_is_told_once_and_one_click_mends_it(town: Town) -> None:
    chief = town.person("takahashi.yoko")
    await _set_up(town, "課長会議")
    await _morning(town)
    (told,) = town.told("takahashi.yoko")
    assert "/invite @Taiwa" in words_of(told) and "毎週火曜の8時35分" in words_of(told)

    await chief.say("課長会議", "/invite @Taiwa")
    await chief.click(told, "unposted.post_again")
    await town.settled()
    lasting = [message for message in town.told("takahashi.yoko") if not message.ephemeral_to]
    assert len(_topics(town, "課長会議")) == 1 and lasting == [told]
