"""Every card and form of every activity, in both languages, as each product takes it; and a page to see them all."""

from __future__ import annotations

import html
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.activity import Activity
from bot.chat import slack, teams
from bot.chat.card import Button, Buttons, Card, Form
from bot.chat.interaction import Place
from bot.text import LANGUAGES, Language
from handlers import ACTIVITIES
from playground.block_rules import message_problems, view_problems
from tests.chat.adaptive_cards import actions, card_problems, texts

GALLERY = Path("build/gallery.html")
PRODUCTS = ("Slack", "Teams")
NAMES = {f"U{number:04}": f"山田花子{number}" for number in range(301)}
"""Of the people on the cards."""
ONLY_SLACK_SAYS = {"戻る", "Back"}
"""Where Teams has a way back of its own."""

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
        is_home = name.startswith("home")
        assert (view_problems(slack.home(example, language)) if is_home else message_problems(message["blocks"])) == []
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


@pytest.mark.parametrize(("activity", "name", "language"), SHOWN)
def test_teams_takes_it_and_every_button_of_it_is_answered(activity: Activity, name: str, language: Language) -> None:
    example = activity.examples()[name]
    card = _teams_card(example, language)
    assert card_problems(card) == []
    routes = {teams.pressed(action["data"])[0] for action in actions(card)}
    if isinstance(example, Form):
        assert routes == {example.route} and example.route in activity.routes.submissions
    else:
        assert routes <= {route for each in ACTIVITIES for route in each.routes.clicks}
    for action in actions(card):
        assert action.get("verb", action["data"]["action"]) == action["data"]["action"]


@pytest.mark.parametrize(("activity", "name", "language"), SHOWN)
def test_both_products_say_the_same(activity: Activity, name: str, language: Language) -> None:
    example = activity.examples()[name]
    in_teams = "\n".join(texts(_drawn(example, language, "Teams")))
    for said in texts(_drawn(example, language, "Slack")):
        assert said.strip().removesuffix("…") in in_teams or said in ONLY_SLACK_SAYS


def test_a_button_says_beforehand_that_it_opens_a_form() -> None:
    opening = {
        route
        for activity in ACTIVITIES
        for route, handler in activity.routes.clicks.items()
        if "Reply(form=" in inspect.getsource(handler)
    }
    shown = [button for activity in ACTIVITIES for button in _buttons(activity)]
    assert {button.route for button in shown if button.opens_form} == opening
    assert {button.route for button in shown if not button.opens_form}.isdisjoint(opening - {"alumni.start"})


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


def _buttons(activity: Activity) -> Iterator[Button]:
    """Every button of an activity's cards, folded away or not."""
    for example in activity.examples().values():
        for part in example.parts if isinstance(example, Card) else ():
            if isinstance(part, Buttons):
                yield from (*part.buttons, *part.menu)


def _page() -> str:
    head = "".join(f"<th>{product}, {language}</th>" for language in LANGUAGES for product in PRODUCTS)
    rows = [
        f"<tr><th>{html.escape(f'{activity.name}: {name}')}</th>"
        + "".join(
            f"<td>{_said(_drawn(example, language, product))}</td>" for language in LANGUAGES for product in PRODUCTS
        )
        + "</tr>"
        for activity in ACTIVITIES
        for name, example in activity.examples().items()
    ]
    style = (
        "body{font-family:sans-serif;line-height:1.7}td,th{border:1px solid #ccc;padding:1em;vertical-align:top}"
        "p{white-space:pre-wrap;overflow-wrap:anywhere}"
    )
    return (
        f"<!doctype html><meta charset=utf-8><title>Gallery</title><style>{style}</style>"
        f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>"
    )


def _drawn(example: Card | Form, language: Language, product: str) -> Any:
    if product == "Teams":
        return _teams_view(example, language) if isinstance(example, Form) else _teams_card(example, language)
    if isinstance(example, Form):
        return slack.view(example, language, Place("C1"))
    return slack.message(example, language)["blocks"]


def _teams_view(form: Form, language: Language) -> dict[str, Any]:
    return teams.view(form, language, Place("C1"), "Asia/Tokyo")


def _teams_card(example: Card | Form, language: Language) -> dict[str, Any]:
    if isinstance(example, Form):
        return _teams_view(example, language)["card"]
    return teams.message(example, language, NAMES)["attachments"][0]


def _said(drawn: Any) -> str:
    """The words in their order: enough to read them through."""
    return "".join(f"<p>{html.escape(said)}</p>" for said in texts(drawn) if said)
