"""What people type is shown as they typed it and never becomes a mention, a link or markup."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from playground.workspace import Message
from tests.town import Town

TYPED = "<!channel> <!here> <@U1> <!subteam^S1> *火* _x_ ~y~ `z` &lt;!everyone&gt; <https://example.jp|押す>"


def _is_harmless(message: Message) -> bool:
    """Nothing of it stands where Slack reads markup: mrkdwn objects, or the fallback text unescaped."""
    return '"mrkdwn"' not in json.dumps(message.blocks) and "<" not in message.text


def _says_it_literally(node: Any) -> bool:
    if isinstance(node, list):
        return any(_says_it_literally(item) for item in node)
    if isinstance(node, dict):
        plain = node.get("type") in {"plain_text", "text"} and TYPED in str(node.get("text", ""))
        return plain or any(_says_it_literally(value) for value in node.values() if isinstance(value, dict | list))
    return False


async def test_typed_with_a_command(small_town: Town) -> None:
    await small_town.person("suzuki.kenta").say("ひろば", f"/yubi {TYPED}")
    await small_town.settled()
    assert _is_harmless(small_town.card("ひろば"))
    assert "<!channel> <!here> <@U1>" in json.dumps(small_town.card("ひろば").blocks)


@pytest.mark.parametrize("field", ["title", "details", "time", "place"])
async def test_typed_into_a_calls_form(small_town: Town, field: str) -> None:
    suzuki = small_town.person("suzuki.kenta")
    await suzuki.say("ひろば", "/yubi")
    await suzuki.submit({"title": "朝の散歩", field: TYPED})
    await small_town.settled()
    assert _is_harmless(small_town.card("ひろば")) and _says_it_literally(small_town.card("ひろば").blocks)


@pytest.mark.parametrize("field", ["title", "place", "notes"])
async def test_typed_into_an_offsites_form_and_told_to_those_who_come(small_town: Town, field: str) -> None:
    host, guest = small_town.person("yamamoto.rina"), small_town.person("ito.sakura")
    await host.say("オフサイト", "/offsite new 語る会, 2027年3月1日 18時")
    await host.submit({field: TYPED})
    await small_town.settled()
    card = small_town.card("オフサイト")
    assert _is_harmless(card) and _says_it_literally(card.blocks)
    await guest.click(card, "offsite.go")
    await host.click(card, "offsite.call_off")
    await small_town.move_clock_to(small_town.core.now() + timedelta(seconds=1))
    assert [_is_harmless(message) for message in small_town.told("ito.sakura")] == [True]


@pytest.mark.parametrize("command", ["yubi list", "dialogue", "offsite", "alumni", "participation"])
async def test_typed_after_any_command_and_given_back_in_the_answer(small_town: Town, command: str) -> None:
    sato = small_town.person("sato.misaki")
    await sato.say("ひろば", f"/{command} {TYPED}")
    await small_town.settled()
    assert all(_is_harmless(note) for note in small_town.notes("sato.misaki", "ひろば"))
