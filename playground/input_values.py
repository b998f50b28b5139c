"""What a person has chosen or typed in an element, in the shape of Slack's `state.values` and of an action payload."""

import re

from playground.block_defaults import elements_of
from playground.slack_words import slack_says
from playground.workspace import JsonObject, Member

LONGEST_INPUT = 3000

_STATE_KEY = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
}
_STATELESS = {"overflow"}

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@.]+")
_URL = re.compile(r"https?://[^\s/]+\S*", re.IGNORECASE)

Values = dict[str, dict[str, JsonObject]]
"""`{block_id: {action_id: {"type": …, "value" or "selected_…": …}}}`."""


def has_state(element: JsonObject) -> bool:
    """Whether Slack's client holds something for it; a button, a menu and what this playground cannot draw do not."""
    return element["type"] in _STATE_KEY and element["type"] not in _STATELESS


def options_of(element: JsonObject) -> list[JsonObject]:
    """Every option of an element, those of its groups included."""
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options", [])]


def initial_values(blocks: list[JsonObject]) -> Values:
    """What Slack's client holds for these blocks before anybody has touched them."""
    values: Values = {}
    for block in blocks:
        for element in elements_of(block):
            if has_state(element):
                values.setdefault(block["block_id"], {})[element["action_id"]] = _initial(element)
    return values


def carried_over(blocks: list[JsonObject], before: Values) -> Values:
    """The values for changed blocks: what was entered stays where block, action and type are still the same."""
    values = initial_values(blocks)
    for block_id, actions in values.items():
        for action_id, value in actions.items():
            held = before.get(block_id, {}).get(action_id)
            if held and held["type"] == value["type"]:
                actions[action_id] = held
    return values


def answer(element: JsonObject, value: object) -> JsonObject:
    """The state of an element once a person has entered `value`.

    `value` is the typed text, the date ("2026-04-01"), the time ("08:35"), Unix seconds, an id, or an option's `value`;
    a list of them for checkboxes and multi-selects; None for nothing. Raises ValueError for an option that is not
    offered.
    """
    key = _STATE_KEY[element["type"]]
    if key == "selected_option" and value is not None:
        return {"type": element["type"], key: _option(element, value)}
    if key == "selected_options":
        chosen = value if isinstance(value, list) else []
        return {"type": element["type"], key: [_option(element, item) for item in chosen]}
    if key == "value" and value is not None:
        return {"type": element["type"], key: str(value) or None}
    return {"type": element["type"], key: value}


def entered(state: JsonObject) -> object:
    """The reverse of `answer`: the plain value that a state holds."""
    held = state[_STATE_KEY[state["type"]]]
    if isinstance(held, dict):
        return held["value"]
    if isinstance(held, list):
        return [item["value"] if isinstance(item, dict) else item for item in held]
    return held


def complaint(block: JsonObject, state: JsonObject, listener: Member) -> str | None:
    """What Slack's client itself says about an input block before it submits a form; None when it is content."""
    element, value = block["element"], entered(state)
    if value in (None, "", []):
        return None if block.get("optional") else slack_says(listener, "required")
    if isinstance(value, str) and element["type"] == "email_text_input" and not _ADDRESS.fullmatch(value):
        return slack_says(listener, "not_an_address")
    if isinstance(value, str) and element["type"] == "url_text_input" and not _URL.fullmatch(value):
        return slack_says(listener, "not_a_url")
    if isinstance(value, str) and element["type"] == "number_input":
        return _number_complaint(element, value, listener)
    if isinstance(value, str) and element["type"] == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            return slack_says(listener, "too_short", length=element["min_length"])
        if len(value) > element.get("max_length", LONGEST_INPUT):
            return slack_says(listener, "too_long", length=element.get("max_length", LONGEST_INPUT))
    return None


def _number_complaint(element: JsonObject, value: str, listener: Member) -> str | None:
    try:
        number = float(value) if element["is_decimal_allowed"] else int(value)
    except ValueError:
        return slack_says(listener, "not_a_number")
    if "min_value" in element and number < float(element["min_value"]):
        return slack_says(listener, "too_small", bound=element["min_value"])
    if "max_value" in element and number > float(element["max_value"]):
        return slack_says(listener, "too_large", bound=element["max_value"])
    return None


def _initial(element: JsonObject) -> JsonObject:
    key = _STATE_KEY[element["type"]]
    initial = "initial_value" if key == "value" else key.replace("selected_", "initial_")
    return {"type": element["type"], key: element.get(initial, [] if key.endswith("s") else None)}


def _option(element: JsonObject, value: object) -> JsonObject:
    for option in options_of(element):
        if option["value"] == value:
            return option
    raise ValueError(f"no option {value!r} in {element['action_id']}")
