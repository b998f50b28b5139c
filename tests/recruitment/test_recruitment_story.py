"""この指とまれ, as people live it: over real HTTP, on both databases."""

from __future__ import annotations

from datetime import timedelta

from tests.town import Town, words_of

CALL = "/yubi 昼休みに昇仙峡の話をしませんか"


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

    await town.person("ito.sakura").click(card, "recruitment.close")
    await town.settled()
    assert "変更できるのは呼びかけた方です。" in words_of(town.notes("ito.sakura", "ひろば")[-1])

    await town.person("suzuki.kenta").click(card, "recruitment.close")
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
    await chief.click(told, "recruitment.post_again")
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
