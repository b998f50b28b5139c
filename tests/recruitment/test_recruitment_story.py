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
    shown = words_of(town.card("ひろば"))
    assert "3人そろいました。開催します。" in shown
    assert "空きが出たら順にご案内します" in shown and "募集しています" not in shown
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
    await takahashi.click(offer, "recruitment.accept")
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
    await choose(town, "suzuki.kenta", card, "recruitment.close")
    await choose(town, "suzuki.kenta", card, "recruitment.call_again")
    assert "この募集は閉じました" not in words_of(card), "it is open again"
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


async def test_advice_is_sought_in_private_and_each_who_comes_meets_the_caller_alone(town: Town) -> None:
    suzuki, ito, kobayashi = (town.person(h) for h in ("suzuki.kenta", "ito.sakura", "kobayashi.yuta"))
    await suzuki.say("ひろば", "/yubi")
    await suzuki.submit({"title": "窓口の待ち時間のこと", "kind": "consult"})
    await town.settled()
    card = town.card("ひろば")
    assert "どなたが来てくださるかは、呼びかけた方だけに伝わります。" in words_of(card)
    for colleague in (ito, kobayashi):
        await colleague.click(card, "recruitment.join")
    await town.settled()
    shown = words_of(town.card("ひろば"))
    assert "お相手が見つかりました。" in shown
    assert f"@{ito.id}" not in shown and "参加者" not in shown
    assert "呼びかけた方にだけ、お名前をお伝えします" in words_of(town.notes("ito.sakura", "ひろば")[-1])
    meetings = [set(channel.members) for channel in town.workspace.channels.values() if channel.kind == "mpim"]
    assert len(meetings) == 2
    assert any({suzuki.id, ito.id} < members and kobayashi.id not in members for members in meetings)
    assert any({suzuki.id, kobayashi.id} < members and ito.id not in members for members in meetings)

    await kobayashi.click(card, "recruitment.leave")
    await kobayashi.say("ひろば", "/yubi list")
    await town.settled()
    told = words_of(town.told("suzuki.kenta")[-1])
    assert f"@{ito.id}" in told and f"@{kobayashi.id}" not in told
    assert "窓口の待ち時間のこと（ちょっと相談）" in words_of(town.notes("kobayashi.yuta", "ひろば")[-1])


async def test_out_into_the_town_and_back_with_something_new(small_town: Town) -> None:
    town = small_town
    suzuki, ito = town.person("suzuki.kenta"), town.person("ito.sakura")
    await suzuki.say("ひろば", "/yubi")
    await suzuki.submit({"title": "朝市を歩く", "kind": "town"})
    await town.settled()
    card = town.card("ひろば")
    assert "勤務ではありません。" in words_of(card) and "はじめて知った" not in words_of(card)
    await ito.click(card, "recruitment.join")
    await choose(town, "suzuki.kenta", card, "recruitment.close")
    await ito.click(card, "recruitment.discover")
    await town.settled()
    assert "はじめて知ったことがあった方 1人" in words_of(card)
    await ito.click(town.notes("ito.sakura", "ひろば")[-1], "recruitment.undiscover")
    await town.person("yoshida.aoi").click(card, "recruitment.discover")
    await town.settled()
    assert "はじめて知ったことがあった方" not in words_of(card)
    assert "参加した方のための" in words_of(town.notes("yoshida.aoi", "ひろば")[-1])

    sato = town.person("sato.misaki")
    await sato.say("ひろば", "/participation")
    await town.settled()
    counted = words_of(town.notes("sato.misaki", "ひろば")[-1])
    assert "まちへ\n\n今月 2回・2人" in counted and "この指とまれ\n\n今月 0回・0人" in counted


async def test_a_message_becomes_a_call_that_links_to_it_and_copies_none_of_its_words(town: Town) -> None:
    takahashi, ito = town.person("takahashi.yoko"), town.person("ito.sakura")
    said = await takahashi.say("ひろば", "金曜の朝、駅前で朝市があるそうです")
    assert said is not None
    await ito.shortcut("ひろば", said.ts, "recruitment.about")
    assert "投稿の言葉は写しません" in words_of({"blocks": ito.modal().blocks})
    await ito.submit({"title": "一緒に行きませんか", "kind": "town"})
    await town.settled()
    card = town.card("ひろば")
    link = f"{town.playground.url}archives/{town.channel('ひろば').id}/p{said.ts.replace('.', '')}"
    assert link in str(card.blocks) and "もとの投稿" in words_of(card)
    assert "駅前で朝市" not in words_of(card)

    await takahashi.click(card, "recruitment.join")
    await town.settled()
    assert link in str(card.blocks), "also when it is drawn again"
    asked = [call for call in town.playground.calls if call.method == "chat.getPermalink"]
    assert len(asked) == 1


async def test_a_message_of_a_public_channel_without_the_bot_becomes_a_call_there(small_town: Town) -> None:
    town = small_town
    kobayashi = town.person("kobayashi.yuta")
    said = await kobayashi.say("都市計画課", "歩道の幅を測りに行きたい")
    assert said is not None
    await kobayashi.shortcut("都市計画課", said.ts, "recruitment.about")
    await kobayashi.submit({"title": "測りに行きませんか"})
    await town.settled()
    card = town.card("都市計画課")
    assert "測りに行きませんか" in words_of(card) and said.ts.replace(".", "") in str(card.blocks)


async def test_a_message_of_a_private_channel_waits_for_the_bot_to_be_invited_as_a_typed_call_does(
    small_town: Town,
) -> None:
    town = small_town
    chief = town.person("watanabe.makoto")
    said = await chief.say("課長会議", "来年度の座席のこと")
    assert said is not None
    await chief.shortcut("課長会議", said.ts, "recruitment.about")
    await chief.submit({"title": "話しませんか"})
    await town.settled()
    told = town.told("watanabe.makoto")[-1]
    assert "/invite @Taiwa" in words_of(told)
    await chief.say("課長会議", "/invite @Taiwa")
    await chief.click(told, "unposted.post_again")
    await chief.say("ひろば", "/yubi list")
    await town.settled()
    assert said.ts.replace(".", "") in str(town.card("課長会議").blocks)
    assert "話しませんか" not in words_of(town.notes("watanabe.makoto", "ひろば")[-1])


async def test_a_message_of_a_direct_conversation_becomes_no_call(small_town: Town) -> None:
    town = small_town
    ito = town.person("ito.sakura")
    direct = await ito.open_group(["suzuki.kenta"])
    said = await ito.say(direct, "ないしょの話")
    assert said is not None
    await ito.shortcut(direct, said.ts, "recruitment.about")
    await town.settled()
    notes = [m for m in direct.messages.values() if m.ephemeral_to == ito.id]
    assert "呼びかけはチャンネルに出ます。" in words_of(notes[-1])
    assert town.workspace.top_modal(ito.id) is None


async def test_a_guest_is_kindly_told_who_calls_and_may_join(small_town: Town) -> None:
    town = small_town
    mori = town.person("mori.shota")
    said = await mori.say("ひろば", "研究の話を聴いてほしい")
    assert said is not None
    await mori.shortcut("ひろば", said.ts, "recruitment.about")
    await town.settled()
    for typed in (CALL, "/yubi"):
        await mori.say("ひろば", typed)
        assert "呼びかけは職員の方にお願いしています。" in words_of(town.notes("mori.shota", "ひろば")[-1])
    assert len(town.notes("mori.shota", "ひろば")) == 3 and town.workspace.top_modal(mori.id) is None
    await town.person("suzuki.kenta").say("ひろば", CALL)
    await town.settled()
    await mori.click(town.card("ひろば"), "recruitment.join")
    await town.settled()
    assert f"@{mori.id}" in words_of(town.card("ひろば"))
