"""The bot is taken out of a channel, or the channel closes: over real HTTP, on both databases."""

from __future__ import annotations

from datetime import timedelta

import jobs
from bot.dialogue import service as dialogue
from playground.workspace import Member, Message
from tests.town import Town, words_of

HIROBA, SECTION, OFFICE = "ひろば", "子育て支援課", "研修事務局"


def _bot(town: Town) -> Member:
    return town.workspace.member_named("taiwa")


async def _heard(town: Town) -> None:
    """What happened has reached the bot, and it has done what follows from it."""
    await town.playground.settled()
    await town.settled()


async def _call(town: Town, handle: str, channel: str, title: str) -> Message:
    await town.person(handle).say(channel, f"/yubi {title}")
    await town.settled()
    return town.card(channel)


async def test_taken_out_it_tells_each_person_responsible_once_and_catches_up_when_invited(town: Town) -> None:
    suzuki, ito = town.person("suzuki.kenta"), town.person("ito.sakura")
    walk = await _call(town, "suzuki.kenta", HIROBA, "朝の散歩")
    await _call(town, "suzuki.kenta", HIROBA, "読書会")
    await _call(town, "yoshida.aoi", HIROBA, "茶話会")
    await suzuki.remove(HIROBA, _bot(town))
    await _heard(town)
    (told,) = town.told("suzuki.kenta")
    assert "/invite @Taiwa" in words_of(told) and "朝の散歩" in words_of(told) and "読書会" in words_of(told)
    (others,) = town.told("yoshida.aoi")
    assert "茶話会" in words_of(others) and "朝の散歩" not in words_of(others)
    assert town.told("ito.sakura") == []

    before = words_of(walk)
    for handle in ("ito.sakura", "kobayashi.yuta"):
        await town.person(handle).click(walk, "recruitment.join")
    await town.settled()
    assert words_of(walk) == before, "nothing is edited there any more"

    await suzuki.invite(HIROBA, _bot(town))
    await _heard(town)
    assert "参加者 2人" in words_of(walk) and f"@{ito.id}" in words_of(walk)
    assert len(town.told("suzuki.kenta")) == 1


async def test_what_goes_on_in_an_archived_channel_can_be_ended_from_the_message_or_goes_on_when_it_opens(
    town: Town,
) -> None:
    suzuki = town.person("suzuki.kenta")
    walk = await _call(town, "suzuki.kenta", HIROBA, "朝の散歩")
    await suzuki.archive(HIROBA)
    await _heard(town)
    (told,) = town.told("suzuki.kenta")
    assert "アーカイブ" in words_of(told) and "もう一度投稿する" not in words_of(told)

    await suzuki.click(told, "recruitment.close")
    await town.settled()
    direct = await suzuki.open_messages()
    assert "この募集は閉じました。" in words_of([m for m in direct.messages.values() if m.ephemeral_to][-1])
    assert "募集を閉じる" in str(walk.blocks), "its card cannot be redrawn there"
    await suzuki.unarchive(HIROBA)
    await _heard(town)
    assert "この募集は閉じました。" in words_of(walk)


async def test_a_weekly_topic_is_not_said_again_each_week_where_it_cannot_be_posted(town: Town) -> None:
    chief = town.person("takahashi.yoko")
    await chief.say(SECTION, "/dialogue start")
    await chief.submit({})
    await town.settled()
    await chief.remove(SECTION, _bot(town))
    await _heard(town)
    for _ in range(3):
        meets = await town.core.read(dialogue.next_prompt_at)
        assert meets is not None
        await town.move_clock_to(meets)
    (told,) = town.told("takahashi.yoko")
    assert "毎週火曜の8時35分" in words_of(told)
    assert _bot(town).id not in town.channel(SECTION).members, "it does not come back by itself"

    await chief.say(SECTION, "/invite @taiwa")
    await _heard(town)
    topics = [message for message in town.channel(SECTION).history() if "今週のお題" in words_of(message)]
    assert len(topics) == 1, "of what was missed only today's topic is still wanted"

    await chief.remove(SECTION, _bot(town))
    await _heard(town)
    await chief.click(town.told("takahashi.yoko")[-1], "dialogue.stop")
    await town.settled()
    assert await town.core.read(dialogue.next_prompt_at) is None


async def test_it_is_found_out_by_the_next_redraw_where_no_word_of_it_came(town: Town) -> None:
    assert town.workspace.installation is not None
    town.workspace.installation.app.events = frozenset({"member_joined_channel"})
    walk = await _call(town, "sato.misaki", OFFICE, "朝の散歩")
    await town.person("sato.misaki").remove(OFFICE, _bot(town))
    for handle in ("kato.naomi", "nakamura.hiroshi"):
        await town.person(handle).click(walk, "recruitment.join")
        await town.settled()
    assert ["朝の散歩" in words_of(message) for message in town.told("sato.misaki")] == [True]

    await town.person("sato.misaki").invite(OFFICE, _bot(town))
    await _heard(town)
    assert "参加者 2人" in words_of(walk)


async def test_an_invitation_of_which_no_word_came_is_found_out_by_asking(small_town: Town) -> None:
    town = small_town
    walk = await _call(town, "suzuki.kenta", HIROBA, "朝の散歩")
    await town.person("suzuki.kenta").remove(HIROBA, _bot(town))
    await _heard(town)
    await town.person("ito.sakura").click(walk, "recruitment.join")
    await jobs.tick(town.core)
    assert "参加者" not in words_of(walk), "it is not back yet"

    assert town.workspace.installation is not None
    town.workspace.installation.app.events = frozenset()
    await town.person("suzuki.kenta").invite(HIROBA, _bot(town))
    await jobs.tick(town.core)
    await town.settled()
    assert "参加者 1人" in words_of(walk)


async def test_who_calls_in_a_channel_that_is_lost_already_is_not_left_without_an_answer(small_town: Town) -> None:
    town = small_town
    await _call(town, "sato.misaki", OFFICE, "朝の散歩")
    await town.person("sato.misaki").remove(OFFICE, _bot(town))
    await _heard(town)
    await town.person("kato.naomi").say(OFFICE, "/yubi 読書会")
    await town.settled()
    (told,) = town.told("kato.naomi")
    assert "読書会" in words_of(told) and len(town.told("sato.misaki")) == 1

    await town.person("sato.misaki").invite(OFFICE, _bot(town))
    await _heard(town)
    assert "読書会" in words_of(town.card(OFFICE)), "an invitation is enough"
    await town.person("kato.naomi").click(told, "unposted.post_again")
    await town.settled()
    assert len([m for m in town.channel(OFFICE).history() if "読書会" in words_of(m)]) == 1


async def test_in_a_public_channel_a_new_command_brings_it_back(small_town: Town) -> None:
    town = small_town
    walk = await _call(town, "suzuki.kenta", HIROBA, "朝の散歩")
    await town.person("suzuki.kenta").remove(HIROBA, _bot(town))
    await _heard(town)
    await town.person("ito.sakura").click(walk, "recruitment.join")
    await _call(town, "yoshida.aoi", HIROBA, "茶話会")
    await _heard(town)
    assert "茶話会" in words_of(town.card(HIROBA)) and "参加者 1人" in words_of(walk)


async def test_a_deleted_channel_is_told_and_what_was_to_come_there_can_be_called_off(small_town: Town) -> None:
    town = small_town
    host, day = town.person("suzuki.kenta"), town.core.now() + timedelta(days=10)
    await host.say("オフサイト", f"/offsite new 秋の語り場, {day.month}月{day.day}日 18時")
    await host.submit({})
    await town.settled()
    await town.person("ito.sakura").click(town.card("オフサイト"), "offsite.go")
    await town.person("sato.misaki").delete_channel("オフサイト")
    await _heard(town)
    (told,) = town.told("suzuki.kenta")
    assert "秋の語り場" in words_of(told)
    await host.click(told, "offsite.call_off")
    await town.move_clock_to(town.core.now() + timedelta(seconds=1))
    assert "取りやめになりました" in words_of(town.told("ito.sakura")[-1])


async def test_what_is_over_is_nobodys_worry(small_town: Town) -> None:
    town = small_town
    await _call(town, "suzuki.kenta", HIROBA, "朝の散歩")
    await town.move_clock_to(town.core.now() + timedelta(days=15))
    before = len(town.told("suzuki.kenta"))
    await town.person("ito.sakura").archive(HIROBA)
    await _heard(town)
    assert len(town.told("suzuki.kenta")) == before
