"""Alumni, as people live it: over real HTTP, on both databases."""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import calendar
from playground.workspace import Message
from tests.town import Town, words_of

ZONE = "Asia/Tokyo"


async def announce(town: Town) -> datetime:
    """鈴木さん announces 秋の語り場. Returns its start."""
    day = (town.core.now().astimezone(ZoneInfo(ZONE)) + timedelta(days=10)).date()
    host = town.person("suzuki.kenta")
    await host.say("オフサイト", f"/offsite new 秋の語り場, {day.month}月{day.day}日 18時")
    await host.submit({"place": "302会議室"})
    return calendar.at(day, time(18), ZONE)


async def until_told(town: Town, handle: str) -> None:
    """Word comes by itself within a few seconds."""
    async with asyncio.timeout(10):
        while not town.told(handle):
            await asyncio.sleep(0.05)
    await town.settled()


def block_of(message: Message, subject: str) -> str:
    """The block in which the button for this topic stands."""
    buttons = [block for block in message.blocks if block["type"] == "actions"]
    (block,) = [block for block in buttons if block["elements"][0]["value"] == subject]
    return str(block["block_id"])


async def test_an_alumna_who_asked_is_told_of_an_offsite_and_answers_and_stops_it_in_one_click_each(town: Town) -> None:
    ito = town.person("ito.sakura")
    await ito.say("ひろば", "/alumni")
    choices = town.notes("ito.sakura", "ひろば")[-1]
    assert "何期の方か、まだうかがっていません。" in words_of(choices)
    await ito.click(choices, "alumni.start")
    await ito.submit({"cohort": "3"})
    assert "3期の方ですね。" in words_of({"blocks": ito.modal().blocks})
    await ito.close_view()

    starts_at = await announce(town)
    await until_told(town, "ito.sakura")
    (told,) = town.told("ito.sakura")
    assert "修了生のみなさんへ" in words_of(told) and "秋の語り場" in words_of(told) and "302会議室" in words_of(told)
    assert town.told("yamamoto.rina") == town.told("suzuki.kenta") == []

    await ito.click(told, "offsite.go")
    await ito.click(told, "alumni.stop")
    await town.settled()
    assert f"@{ito.id}" in words_of(town.card("オフサイト"))
    direct = [words_of(m) for m in (await ito.open_messages()).messages.values() if m.ephemeral_to == ito.id]
    assert any("参加を受け付けました。" in said for said in direct)
    assert any("「オフサイトのご案内」を止めました。" in said for said in direct)

    await announce(town)
    await town.move_clock_to(starts_at - timedelta(days=3))
    assert [message for message in town.told("ito.sakura") if not message.ephemeral_to] == [told]


async def test_choices_are_shown_in_place_and_one_reminder_comes_to_who_has_not_answered(town: Town) -> None:
    yamamoto = town.person("yamamoto.rina")
    await yamamoto.say("ひろば", "/alumni")
    await yamamoto.click(town.notes("yamamoto.rina", "ひろば")[-1], "alumni.ask_cohort")
    await yamamoto.submit({"cohort": "3"})
    await yamamoto.close_view()
    (choices,) = town.notes("yamamoto.rina", "ひろば")
    await yamamoto.click(choices, "alumni.start", block_id=block_of(choices, "reminders"))
    await town.settled()
    (choices,) = town.notes("yamamoto.rina", "ひろば")
    assert "3期の方ですね。" in words_of(choices)
    assert "開催前のお知らせ：受け取っています" in words_of(choices)
    assert "オフサイトのご案内：受け取っていません" in words_of(choices)

    starts_at = await announce(town)
    await town.settled()
    ten = calendar.at((starts_at - timedelta(days=3)).date(), time(10), ZONE)
    for minutes in (0, 5):
        await town.move_clock_to(ten + timedelta(minutes=minutes))
    (reminder,) = town.told("yamamoto.rina")
    assert "オフサイトが近づいてきました。" in words_of(reminder) and "このお知らせを止める" in words_of(reminder)
    assert town.told("ito.sakura") == []


async def test_what_is_announced_in_a_private_channel_stays_there(town: Town) -> None:
    ito = town.person("ito.sakura")
    await ito.say("ひろば", "/alumni")
    await ito.click(town.notes("ito.sakura", "ひろば")[-1], "alumni.start")
    await ito.submit({"cohort": "3"})
    host = town.person("sato.misaki")
    await host.say("研修事務局", "/offsite new 打ち合わせを兼ねた会, 2027年3月1日 18時")
    await host.submit()
    await town.move_clock_to(town.core.now() + timedelta(days=1))
    assert "打ち合わせを兼ねた会" in words_of(town.card("研修事務局"))
    assert town.told("ito.sakura") == []
