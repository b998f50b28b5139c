"""この指とまれ, as people live it: over real HTTP, on both databases."""

from __future__ import annotations

from datetime import timedelta

from playground.workspace import Message
from tests.town import Town, words_of

CALL = "/yubi 昼休みに昇仙峡の話をしませんか"


async def choose(town: Town, handle: str, card: Message, route: str) -> None:
    """A line of the card's menu."""
    values = [
        option["value"]
        for block in card.blocks
        for element in block.get("elements", [])
        for option in element.get("options", [])
    ]
    chosen = next(value for value in values if value.startswith(f"{route}:"))
    await town.person(handle).choose(card, "menu", chosen)
    await town.settled()


async def test_one_line_calls_and_three_colleagues_join_and_one_leaves(town: Town) -> None:
    await town.person("suzuki.kenta").say("ひろば", CALL)
    await town.settled()
    card = town.card("ひろば")
    assert "昼休みに昇仙峡の話をしませんか" in words_of(card)
    assert f"@{town.person('suzuki.kenta').id}" in words_of(card)

    for handle in ("ito.sakura", "kobayashi.yuta", "yoshida.aoi"):
        await town.person(handle).click(card, "recruitment.join")
    await town.person("kobayashi.yuta").click(card, "recruitment.leave")
    await town.settled()

    shown = words_of(town.card("ひろば"))
    assert "参加者 2人" in shown
    assert f"@{town.person('kobayashi.yuta').id}" not in shown


async def test_the_caller_closes_the_call_and_nobody_else_can(town: Town) -> None:
    await town.person("suzuki.kenta").say("ひろば", CALL)
    await town.settled()
    card = town.card("ひろば")

    await choose(town, "ito.sakura", card, "recruitment.close")
    await town.settled()
    assert "変更できるのは呼びかけた方です。" in words_of(town.notes("ito.sakura", "ひろば")[-1])

    await choose(town, "suzuki.kenta", card, "recruitment.close")
    await town.settled()
    assert "この募集は閉じました。" in words_of(town.card("ひろば"))


async def test_a_call_closes_by_itself_after_fourteen_days_with_a_kind_word_to_the_caller_alone(town: Town) -> None:
    await town.person("suzuki.kenta").say("ひろば", CALL)
    await town.settled()
    await town.move_clock_to(town.core.now() + timedelta(days=14, minutes=1))

    assert "この募集は閉じました。" in words_of(town.card("ひろば"))
    assert [words_of(message) for message in town.told("suzuki.kenta")] == [
        "「昼休みに昇仙峡の話をしませんか」の募集を閉じました。時期や場所が変わると、また集まるかもしれません。"
    ]
    assert town.told("ito.sakura") == []


async def test_the_form_calls_with_everything_it_was_told(town: Town) -> None:
    suzuki = town.person("suzuki.kenta")
    await suzuki.say("ひろば", "/yubi")
    await suzuki.submit({"title": "朝の散歩", "place": "正面玄関", "time": "金曜の朝", "maximum": "1"})
    await town.settled()
    shown = words_of(town.card("ひろば"))
    assert "朝の散歩" in shown and "正面玄関" in shown and "金曜の朝" in shown

    await town.person("ito.sakura").click(town.card("ひろば"), "recruitment.join")
    await town.person("yoshida.aoi").click(town.card("ひろば"), "recruitment.join")
    await town.settled()
    assert "参加者 1人（1人まで）" in words_of(town.card("ひろば"))
    assert "ちょうど席が埋まりました" in words_of(town.notes("yoshida.aoi", "ひろば")[-1])


async def test_the_bot_joins_a_public_channel_by_itself(town: Town) -> None:
    await town.person("kobayashi.yuta").say("都市計画課", CALL)
    await town.settled()
    assert "昼休みに昇仙峡の話をしませんか" in words_of(town.card("都市計画課"))


async def test_in_a_private_channel_it_says_how_to_invite_it_and_keeps_what_was_typed(town: Town) -> None:
    chief = town.person("watanabe.makoto")
    await chief.say("課長会議", CALL)
    await town.settled()
    told = town.told("watanabe.makoto")[-1]
    assert "昼休みに昇仙峡の話をしませんか" in words_of(told) and "/invite @Taiwa" in words_of(told)

    await chief.say("課長会議", "/invite @Taiwa")
    await chief.click(told, "unposted.post_again")
    await town.settled()
    assert "昼休みに昇仙峡の話をしませんか" in words_of(town.card("課長会議"))


async def test_what_is_called_in_a_private_channel_is_not_listed_elsewhere(town: Town) -> None:
    chief = town.person("watanabe.makoto")
    await chief.say("課長会議", CALL)
    await chief.say("課長会議", "/yubi list")
    await chief.say("ひろば", "/yubi list")
    await town.settled()
    assert "昼休みに昇仙峡の話をしませんか" in words_of(town.notes("watanabe.makoto", "課長会議")[-1])
    assert "昼休みに昇仙峡の話をしませんか" not in words_of(town.notes("watanabe.makoto", "ひろば")[-1])


async def test_a_call_for_three_fills_they_meet_once_and_a_freed_seat_goes_to_the_fourth(town: Town) -> None:
    suzuki = town.person("suzuki.kenta")
    await suzuki.say("ひろば", "/yubi")
    await suzuki.submit({"title": "読書会", "purpose": "課をこえて話したくて", "minimum": "3", "maximum": "3"})
    await town.settled()
    card = town.card("ひろば")
    assert "3人そろったら開催します（あと3人）。" in words_of(card) and "課をこえて話したくて" in words_of(card)
    for handle in ("ito.sakura", "kobayashi.yuta", "yoshida.aoi"):
        await town.person(handle).click(card, "recruitment.join")
    await town.settled()
    assert "3人そろいました。開催します。" in words_of(town.card("ひろば"))
    (together,) = [channel for channel in town.workspace.channels.values() if channel.kind == "mpim"]
    joined = {town.person(h).id for h in ("suzuki.kenta", "ito.sakura", "kobayashi.yuta", "yoshida.aoi")}
    assert joined < set(together.members) and len(together.history()) == 1

    takahashi = town.person("takahashi.yoko")
    await takahashi.click(town.card("ひろば"), "recruitment.join")
    await town.settled()
    await takahashi.click(town.notes("takahashi.yoko", "ひろば")[-1], "recruitment.wait")
    await town.person("ito.sakura").click(town.card("ひろば"), "recruitment.leave")
    await town.settled()
    offer = town.told("takahashi.yoko")[-1]
    assert "「読書会」の席が一つ空きました。" in words_of(offer)
    await takahashi.click(offer, "recruitment.join_listed")
    await town.settled()
    shown = words_of(town.card("ひろば"))
    assert f"@{takahashi.id}" in shown and "参加者 3人（3人まで）" in shown
    assert "ようこそ" in words_of(town.told("takahashi.yoko")[-1]) and len(together.history()) == 1


async def test_more_than_a_group_conversation_holds_meet_in_the_thread_of_the_call(town: Town) -> None:
    suzuki = town.person("suzuki.kenta")
    await suzuki.say("ひろば", "/yubi")
    await suzuki.submit({"title": "大きな輪", "minimum": "8"})
    await town.settled()
    card = town.card("ひろば")
    others = [m for m in town.workspace.people() if m.id in town.channel("ひろば").members and m.id != suzuki.id]
    assert len(others) >= 8
    for member in others[:8]:
        await town.person(member.name).click(card, "recruitment.join")
    await town.settled()
    (said,) = town.channel("ひろば").replies(card.ts)
    assert f"@{suzuki.id}" in words_of(said) and f"@{others[7].id}" in words_of(said)


async def test_the_caller_edits_closes_calls_again_and_calls_off(town: Town) -> None:
    suzuki = town.person("suzuki.kenta")
    await suzuki.say("ひろば", CALL)
    await town.settled()
    card = town.card("ひろば")
    await town.person("ito.sakura").click(card, "recruitment.join")
    await choose(town, "yoshida.aoi", card, "recruitment.edit")
    assert "変更できるのは呼びかけた方です。" in words_of(town.notes("yoshida.aoi", "ひろば")[-1])

    await choose(town, "suzuki.kenta", card, "recruitment.edit")
    await suzuki.submit({"title": "昼休みに富士山の話をしませんか"})
    await town.settled()
    assert "富士山" in words_of(card) and "昇仙峡" not in words_of(card)

    await choose(town, "suzuki.kenta", card, "recruitment.close")
    await choose(town, "suzuki.kenta", card, "recruitment.reopen")
    await choose(town, "suzuki.kenta", card, "recruitment.call_again")
    assert "まだ募集しています" in words_of(town.card("ひろば"))

    await choose(town, "suzuki.kenta", card, "recruitment.call_off")
    await suzuki.submit({"parting": "急な出張になりました。"})
    await town.settled()
    assert "急な出張になりました。" in words_of(town.told("ito.sakura")[-1])
    assert "取りやめになりました" in words_of(card)


async def test_an_admin_takes_down_what_does_not_belong_and_only_the_caller_hears_why(small_town: Town) -> None:
    town = small_town
    suzuki, sato = town.person("suzuki.kenta"), town.person("sato.misaki")
    await suzuki.say("ひろば", CALL)
    await town.settled()
    card = town.card("ひろば")
    await town.person("ito.sakura").click(card, "recruitment.join")
    await choose(town, "ito.sakura", card, "recruitment.take_down")
    assert "管理者です" in words_of(town.notes("ito.sakura", "ひろば")[-1])

    await choose(town, "sato.misaki", card, "recruitment.take_down")
    await sato.submit({"reason": "個人の営業にあたるためです。"})
    await town.settled()
    assert "昇仙峡" not in words_of(card) and "管理者が取り下げました" in words_of(card)
    assert "個人の営業" in words_of(town.told("suzuki.kenta")[-1])
    told = words_of(town.told("ito.sakura")[-1])
    assert "取りやめになりました" in told and "個人の営業" not in told
