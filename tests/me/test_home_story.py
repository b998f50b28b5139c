"""A person's Home and settings, as people use them: over real HTTP, on both databases."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import calendar
from playground.objects import View
from tests.town import Town, words_of

ITO, SATO, KATO, EMMA = "ito.sakura", "sato.misaki", "kato.naomi", "emma.clark"


async def press(town: Town, handle: str, route: str, subject: str | None = None) -> View:
    """A button on somebody's Home, and what it shows afterwards."""
    person, home = town.person(handle), await town.home(handle)
    button = next(
        element
        for block in home.blocks
        for element in block.get("elements", [])
        if element.get("action_id", "").partition("#")[0] == route and subject in (None, element["value"])
    )
    await person.click(home, button["action_id"], block_id=_block_of(home, button["action_id"], button["value"]))
    await town.settled()
    return town.workspace.homes[person.id]


def _block_of(home: View, action_id: str, value: str) -> str:
    return next(
        block["block_id"]
        for block in home.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == action_id and element.get("value") == value
    )


async def announce(town: Town, title: str = "秋の語り場") -> None:
    starts = datetime.combine((town.core.now() + timedelta(days=10)).date(), time(9), ZoneInfo("UTC"))
    await town.person("yamamoto.rina").say("オフサイト", f"/offsite new {title}")
    await town.person("yamamoto.rina").submit({"starts_at": int(starts.timestamp()), "capacity": "2"})
    await town.settled()


async def test_home_shows_what_is_coming_what_is_open_and_ones_own_settings(town: Town) -> None:
    await announce(town)
    shown = words_of(await town.home(ITO))
    assert "これからのオフサイト" in shown and "秋の語り場" in shown
    assert "わたしの設定" in shown and "管理者の方へ" not in shown

    shown = words_of(await press(town, ITO, "offsite.go"))
    assert "参加を受け付けました" in shown
    assert "参加します。" in shown, "it has moved to what comes next"
    assert f"@{town.person(ITO).id}" in words_of(town.card("オフサイト"))

    assert "世話役をしている会" in words_of(await town.home("yamamoto.rina"))


async def test_an_admin_sees_what_is_still_to_be_set_up_and_the_counts(small_town: Town) -> None:
    town = small_town
    shown = words_of(await town.home(SATO))
    assert "☐ 対話のお題の届くチャンネルが、まだありません。" in shown
    await press(town, SATO, "counts.look")
    assert "参加のようす" in words_of(town.person(SATO).modal())


async def test_an_offsite_is_announced_from_home_in_a_public_channel_alone(small_town: Town) -> None:
    town, host = small_town, small_town.person(KATO)
    await press(town, KATO, "offsite.ask_new")
    starts = int((town.core.now() + timedelta(days=3)).timestamp())
    private = town.channel("研修事務局")
    assert host.id in private.members
    await host.submit({"title": "夜の読書会", "starts_at": starts, "channel": private.id})
    assert "公開チャンネルを選んでください" in str(host.modal().errors)

    await host.submit({"title": "夜の読書会", "starts_at": starts, "channel": town.channel("ひろば").id})
    await town.settled()
    assert "夜の読書会" in words_of(town.card("ひろば"))
    assert "世話役をしている会" in words_of(town.workspace.homes[host.id])


async def test_a_guest_is_not_offered_what_only_staff_may_do(small_town: Town) -> None:
    home = await small_town.home("mori.shota")
    routes = {e.get("action_id") for block in home.blocks for e in block.get("elements", [])}
    assert "dialogue.ask_start" not in routes and "offsite.ask_new" not in routes


async def test_language_hours_reminders_and_a_pause_are_one_click_each_and_one_click_back(small_town: Town) -> None:
    town = small_town
    assert "Messages come" in words_of(await press(town, ITO, "me.speak"))
    assert "Language: English" in words_of(await town.home(ITO))
    assert "言葉：日本語" in words_of(await press(town, ITO, "me.speak"))

    assert "お届けする時間：いつでも" in words_of(await press(town, ITO, "me.any_hour"))
    assert "お届けする時間：平日" in words_of(await press(town, ITO, "me.keep_hours"))
    assert "個別のリマインド：受け取らない" in words_of(await press(town, ITO, "me.stop_reminders"))
    assert "個別のリマインド：受け取る" in words_of(await press(town, ITO, "me.want_reminders"))

    assert "までお送りしません。ほかの方には分かりません。" in words_of(await press(town, ITO, "me.pause"))
    assert "おかえりなさい。" in words_of(await press(town, ITO, "me.resume"))


async def test_a_pause_until_a_chosen_day_keeps_reminders_away_and_ends_by_itself(small_town: Town) -> None:
    town = small_town
    today = town.core.now().astimezone(ZoneInfo("Asia/Tokyo")).date()
    await press(town, ITO, "me.ask_pause")
    await town.person(ITO).submit({"until": (today - timedelta(days=1)).isoformat()})
    assert "今日から1年以内の日を選んでください。" in str(town.person(ITO).modal().errors)
    await town.person(ITO).submit({"until": (today + timedelta(days=12)).isoformat()})
    await town.settled()
    assert "までお送りしません" in words_of(town.workspace.homes[town.person(ITO).id])

    await announce(town)
    await town.person(ITO).click(town.card("オフサイト"), "offsite.go")
    await town.person(EMMA).click(town.card("オフサイト"), "offsite.go")
    await town.settled()
    await town.move_clock_to(town.core.now() + timedelta(days=9, hours=12))
    assert town.told(ITO) == []
    await town.move_clock_to(town.core.now() + timedelta(days=6))
    assert "お休みを終える" not in words_of(await town.home(ITO))


async def test_what_becomes_due_at_night_is_said_when_work_begins(small_town: Town) -> None:
    town, zone = small_town, "Asia/Tokyo"
    await town.person("suzuki.kenta").say("ひろば", "/yubi")
    await town.person("suzuki.kenta").submit({"title": "朝の散歩", "maximum": "1"})
    await town.settled()
    card = town.card("ひろば")
    await town.person(EMMA).click(card, "recruitment.join")
    await town.person(ITO).click(card, "recruitment.join")
    await town.settled()
    await town.person(ITO).click(town.notes(ITO, "ひろば")[-1], "recruitment.wait")
    await town.settled()
    evening = calendar.next_working_morning(town.core.now(), time(8, 35), zone) + timedelta(hours=12)
    await town.move_clock_to(evening)
    await town.person(EMMA).click(card, "recruitment.leave")
    await town.settled()
    assert town.told(ITO) == []

    await town.move_clock_to(calendar.next_working_time(town.core.now(), zone) + timedelta(minutes=1))
    assert "席が一つ空きました" in words_of(town.told(ITO)[-1])


async def test_the_help_fits_the_role(small_town: Town) -> None:
    town = small_town
    for handle, offered, not_offered in ((ITO, "/dialogue", "/participation"), (SATO, "/participation", "?")):
        await town.person(handle).say("ひろば", "/taiwa")
        await town.settled()
        shown = words_of(town.notes(handle, "ひろば")[-1])
        assert offered in shown and not_offered not in shown and "わたしの設定" in shown
