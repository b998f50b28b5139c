"""Calls on somebody's Home, over real HTTP."""

from __future__ import annotations

from typing import Any

from playground.objects import View
from tests.town import Town, words_of


def buttons(home: View, route: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each with its block."""
    return [
        (block, element)
        for block in home.blocks
        for element in block.get("elements", [])
        if element.get("action_id", "").partition("#")[0] == route
    ]


async def press(town: Town, handle: str, route: str) -> str:
    home = await town.home(handle)
    block, element = buttons(home, route)[0]
    await town.person(handle).click(home, element["action_id"], block_id=block["block_id"])
    await town.settled()
    return words_of(town.workspace.homes[town.person(handle).id])


async def test_a_call_is_made_joined_left_and_closed_from_home(town: Town) -> None:
    suzuki = town.person("suzuki.kenta")
    await press(town, "suzuki.kenta", "recruitment.ask_new")
    await suzuki.submit({"title": "朝市を歩く", "kind": "town", "channel": town.channel("ひろば").id})
    await town.settled()
    assert "わたしの呼びかけ" in words_of(await town.home("suzuki.kenta"))
    assert "朝市を歩く（まちへ）" in words_of(await town.home("ito.sakura"))

    shown = await press(town, "ito.sakura", "recruitment.join_listed")
    assert "「朝市を歩く」に参加しました。" in shown and "参加しています。" in shown
    assert "朝市を歩く（まちへ・参加者 1人）" in words_of(await town.home("suzuki.kenta"))
    assert "わかりました。" in await press(town, "ito.sakura", "recruitment.decline")
    assert "わたしの呼びかけ" not in await press(town, "suzuki.kenta", "recruitment.close")


async def test_more_calls_than_fit_are_a_click_away(small_town: Town) -> None:
    town = small_town
    for number in range(7):
        await town.person("suzuki.kenta").say("ひろば", f"/yubi 散歩その{number}")
    await town.settled()
    assert len(buttons(await town.home("ito.sakura"), "recruitment.join_listed")) == 5
    await press(town, "ito.sakura", "recruitment.list")
    assert "散歩その0" in words_of({"blocks": town.person("ito.sakura").modal().blocks})


async def test_what_is_called_in_private_is_at_home_with_those_who_are_in_alone(small_town: Town) -> None:
    town = small_town
    await town.person("sato.misaki").say("研修事務局", "/yubi 資料を読み合わせませんか")
    await town.settled()
    await town.person("kato.naomi").click(town.card("研修事務局"), "recruitment.join")
    await town.settled()
    assert "資料を読み合わせ" in words_of(await town.home("kato.naomi"))
    assert "資料を読み合わせ" not in words_of(await town.home("nakamura.hiroshi"))


async def test_a_guest_finds_at_home_what_they_are_in_and_is_not_offered_to_call(small_town: Town) -> None:
    town = small_town
    for title in ("大学と話す会", "庁内の会"):
        await town.person("suzuki.kenta").say("ひろば", f"/yubi {title}")
        await town.settled()
        if title == "大学と話す会":
            await town.person("mori.shota").click(town.card("ひろば"), "recruitment.join")
    await town.settled()
    home = await town.home("mori.shota")
    assert "大学と話す会" in words_of(home) and "庁内の会" not in words_of(home)
    assert buttons(home, "recruitment.ask_new") == []
