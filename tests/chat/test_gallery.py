"""Every card and form of every activity, in both languages, within Slack's limits; and a page to look through them."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest

from bot.activity import Activity
from bot.chat import slack
from bot.chat.card import Card, Form
from bot.chat.interaction import Place
from bot.text import LANGUAGES, Language
from handlers import ACTIVITIES
from playground.block_rules import message_problems, view_problems

GALLERY = Path("build/gallery.html")

SHOWN = [
    pytest.param(activity, name, language, id=f"{activity.name}-{name.replace(' ', '-')}-{language}")
    for activity in ACTIVITIES
    for name in activity.examples()
    for language in LANGUAGES
]


@pytest.mark.parametrize(("activity", "name", "language"), SHOWN)
def test_slack_takes_it_and_every_button_of_it_is_answered(activity: Activity, name: str, language: Language) -> None:
    example = activity.examples()[name]
    clicks = {route for each in ACTIVITIES for route in each.routes.clicks}
    if isinstance(example, Form):
        view = slack.view(example, language, Place("C1"))
        assert view_problems(view) == []
        assert example.route in activity.routes.submissions
        assert len(json.dumps(view)) < 250_000
    else:
        message = slack.message(example, language)
        assert message_problems(message["blocks"]) == []
        assert 0 < len(message["text"]) <= slack.FALLBACK
        pressed = {slack.pressed(action)[0] for action in _actions(message["blocks"])}
        assert pressed <= clicks


@pytest.mark.parametrize(("activity", "name", "language"), SHOWN)
def test_nothing_on_it_is_left_to_slacks_markup(activity: Activity, name: str, language: Language) -> None:
    example = activity.examples()[name]
    drawn = (
        slack.view(example, language, Place("C1")) if isinstance(example, Form) else slack.message(example, language)
    )
    assert '"mrkdwn"' not in json.dumps(drawn)
    assert "<!" not in drawn.get("text", "") and "<@" not in drawn.get("text", "")


def test_each_activity_shows_all_its_cards_on_one_page() -> None:
    GALLERY.parent.mkdir(exist_ok=True)
    GALLERY.write_text(_page(), encoding="utf-8")
    assert all(activity.examples() for activity in ACTIVITIES)


def _actions(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What Slack would send of each button, and of each line of a menu, when it is pressed."""
    elements = [element for block in blocks for element in block.get("elements", []) if "action_id" in element]
    return [
        element | {"selected_option": option}
        for element in elements
        for option in element.get("options", [None])  # a button is pressed as it is
    ]


def _page() -> str:
    rows = [
        f"<tr><th>{html.escape(f'{activity.name}: {name}')}</th>"
        + "".join(f"<td>{_drawn(example, language)}</td>" for language in LANGUAGES)
        + "</tr>"
        for activity in ACTIVITIES
        for name, example in activity.examples().items()
    ]
    style = "body{font-family:sans-serif;line-height:1.7}td,th{border:1px solid #ccc;padding:1em;vertical-align:top}"
    return (
        f"<!doctype html><meta charset=utf-8><title>Gallery</title><style>{style}</style><table>{''.join(rows)}</table>"
    )


def _drawn(example: Card | Form, language: Language) -> str:
    """The words in their order: enough to read them through."""
    drawn = (
        slack.view(example, language, Place("C1")) if isinstance(example, Form) else slack.message(example, language)
    )
    return "".join(f"<p>{html.escape(said)}</p>" for said in _texts(drawn["blocks"]))


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [said for item in node for said in _texts(item)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if isinstance(node.get("text"), str) else []
    return own + [said for value in node.values() if not isinstance(value, str) for said in _texts(value)]
