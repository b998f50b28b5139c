"""An offsite, as people live it: over real HTTP, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot import calendar
from bot.db import Tx
from bot.ledger import Participation
from bot.offsite import words
from bot.people import Person
from bot.text import to
from tests.town import Town, words_of

ZONE = "Asia/Tokyo"


def participants(tx: Tx) -> list[str]:
    """Who is in the ledger as a guest of an offsite."""
    taken = select(Person.external_id).join(Participation, Participation.person_id == Person.id)
    return sorted(tx.scalars(taken.where(Participation.kind == "offsite", Participation.role == "guest")))


def coming(town: Town) -> tuple[str, date]:
    """A day well ahead, as one would type it."""
    day = (town.core.now() + timedelta(days=10)).date()
    return f"{day.month}月{day.day}日 18時", day


async def announce(town: Town, *, capacity: str = "2", place: str = "302会議室") -> date:
    """鈴木さん announces 秋の語り場 with one typed line and what the form still needs."""
    typed, day = coming(town)
    host = town.person("suzuki.kenta")
    await host.say("オフサイト", f"/offsite new 秋の語り場, {typed}")
    await host.submit({"capacity": capacity, "place": place})
    await town.settled()
    return day


async def test_a_freed_seat_goes_to_who_waits_by_one_click_and_only_those_going_are_reminded_once(town: Town) -> None:
    day = await announce(town)
    card = town.card("オフサイト")
    shown = words_of(card)
    assert "秋の語り場" in shown and "18時 ～ 19時30分" in shown and "302会議室" in shown
    assert "自由参加です。勤務ではありません。" in shown and "空いている席 2" in shown

    ito, kobayashi, yoshida = (town.person(handle) for handle in ("ito.sakura", "kobayashi.yuta", "yoshida.aoi"))
    for guest in (ito, kobayashi, yoshida):
        await guest.click(card, "offsite.go")
    await town.person("kato.naomi").click(card, "offsite.hesitate")
    await town.settled()
    full = town.notes("yoshida.aoi", "オフサイト")[-1]
    assert "ちょうど席が埋まりました。空いたらお知らせしましょうか。" in words_of(full)
    await yoshida.click(full, "offsite.wait")
    await town.settled()
    assert "キャンセル待ち 1人" in words_of(town.card("オフサイト"))
    assert "いまの順番は1番目です。" in words_of(town.notes("yoshida.aoi", "オフサイト")[-1])

    await ito.click(card, "offsite.decline")
    await town.settled()
    offer = town.told("yoshida.aoi")[-1]
    assert "席が一つ空きました。" in words_of(offer)
    await yoshida.click(offer, "offsite.accept")
    await town.settled()
    shown = words_of(town.card("オフサイト"))
    assert f"@{yoshida.id}" in shown and f"@{kobayashi.id}" in shown and f"@{ito.id}" not in shown
    assert "空いている席はありません" in shown and "キャンセル待ち" not in shown and "まだ分からない 1人" in shown
    assert await town.core.read(participants) == sorted([kobayashi.id, yoshida.id])

    eve = calendar.at(day - timedelta(days=1), time(10), ZONE)
    told_before = len(town.told("yoshida.aoi"))
    for minutes in (0, 5):
        await town.move_clock_to(eve + timedelta(minutes=minutes))
    assert [words_of(message) for message in town.told("kobayashi.yuta")] == [
        "秋の語り場\n明日18時、302会議室です。来られなくなったらボタン一つで。理由はいりません。\n今回は見送る"
    ]
    assert len(town.told("yoshida.aoi")) == told_before + 1
    assert town.told("ito.sakura") == town.told("kato.naomi") == town.told("suzuki.kenta") == []

    await town.move_clock_to(calendar.at(day, time(18), ZONE))
    assert words_of(town.card("オフサイト")).endswith(to(words.STARTED_ON_CARD, "ja"))


async def test_an_offer_that_nobody_took_goes_to_the_next_and_its_old_button_answers_kindly(town: Town) -> None:
    await announce(town, capacity="1")
    card = town.card("オフサイト")
    ito, yoshida = town.person("ito.sakura"), town.person("yoshida.aoi")
    await ito.click(card, "offsite.go")
    for handle in ("yoshida.aoi", "kato.naomi"):
        await town.person(handle).click(card, "offsite.go")
        await town.settled()
        await town.person(handle).click(town.notes(handle, "オフサイト")[-1], "offsite.wait")
    await ito.click(card, "offsite.decline")
    await town.settled()
    assert town.told("kato.naomi") == []

    tomorrow = calendar.working_day_after(town.core.now().astimezone(ZoneInfo(ZONE)).date())
    await town.move_clock_to(calendar.at(tomorrow, time(12), ZONE) + timedelta(seconds=1))
    assert town.told("kato.naomi") == [], "nobody hears of it over lunch"
    await town.move_clock_to(calendar.at(tomorrow, time(13), ZONE))
    assert "席が一つ空きました。" in words_of(town.told("kato.naomi")[-1])
    await yoshida.click(town.told("yoshida.aoi")[-1], "offsite.accept")
    await town.settled()
    assert "この席はほかの方へご案内しました。" in words_of(town.told("yoshida.aoi")[-1])


async def test_only_the_host_calls_it_off_and_those_concerned_are_told_once(town: Town) -> None:
    await announce(town)
    card = town.card("オフサイト")
    await town.person("ito.sakura").click(card, "offsite.go")
    await town.person("yoshida.aoi").click(card, "offsite.decline")
    await town.person("ito.sakura").click(card, "offsite.call_off")
    await town.settled()
    assert "変更できるのは世話役の方です。" in words_of(town.notes("ito.sakura", "オフサイト")[-1])

    for _ in range(2):
        await town.person("suzuki.kenta").click(card, "offsite.call_off")
    await town.move_clock_to(town.core.now() + timedelta(seconds=1))
    assert "この会は取りやめになりました。" in words_of(town.card("オフサイト"))
    assert ["「秋の語り場」は取りやめになりました" in words_of(m) for m in town.told("ito.sakura")] == [True]
    assert town.told("yoshida.aoi") == []
    assert await town.core.read(participants) == []


async def test_the_form_says_what_is_wrong_beside_the_field_and_keeps_the_rest(town: Town) -> None:
    host = town.person("suzuki.kenta")
    await host.say("オフサイト", "/offsite new 新人と語る会、そのうち")
    assert "「そのうち」を日時として読み取れませんでした。" in words_of({"blocks": host.modal().blocks})
    past = int((datetime.now(UTC) - timedelta(hours=1)).timestamp())
    await host.submit({"starts_at": past})
    modal = host.modal()
    assert modal.errors == {"starts_at": "もう過ぎた日時です。これからの日時を選んでください。"}

    later = int((town.core.now() + timedelta(days=3)).timestamp())
    await host.submit({"starts_at": later})
    await town.settled()
    assert "新人と語る会" in words_of(town.card("オフサイト"))


async def test_in_a_private_channel_the_host_invites_the_bot_and_posts_again(town: Town) -> None:
    chief = town.person("watanabe.makoto")
    typed, _ = coming(town)
    await chief.say("課長会議", f"/offsite new 課長の雑談 {typed}")
    await chief.submit()
    await town.settled()
    told = town.told("watanabe.makoto")[-1]
    assert "課長の雑談" in words_of(told) and "/invite @Taiwa" in words_of(told)
    await chief.say("課長会議", "/invite @Taiwa")
    await chief.click(told, "unposted.post_again")
    await town.settled()
    assert "課長の雑談" in words_of(town.card("課長会議"))


async def test_the_command_alone_explains_itself_and_direct_messages_are_no_place_to_announce(town: Town) -> None:
    host = town.person("suzuki.kenta")
    await host.say("オフサイト", "/offsite")
    assert "/offsite new" in words_of(town.notes("suzuki.kenta", "オフサイト")[-1])
    await host.say(await host.open_messages(), "/offsite new 秋の語り場")
    direct = await host.open_messages()
    answers = [m for m in direct.messages.values() if m.ephemeral_to == host.id]
    assert "オフサイトのお知らせはチャンネルに出ます。" in words_of(answers[-1])
    assert "/offsite new 秋の語り場" in words_of(answers[-1])
