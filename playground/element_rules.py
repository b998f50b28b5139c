"""What Slack demands of each Block Kit element and of the small objects elements are made of.

Source: Slack's Block Kit reference, "Block elements" and "Composition objects".
"""

from collections.abc import Iterator
from typing import Any

from playground.schema import (
    Rule,
    anything,
    boolean,
    by_type,
    integer,
    items,
    matching,
    one_of,
    problem,
    shape,
    string,
    then,
)

ID = string(255)
URL = string(3000)
DATE = matching(r"\d{4}-\d{2}-\d{2}", "must be a date in the format YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a time in the format HH:mm")
NUMBER = matching(r"-?\d+(\.\d+)?", "must be a number given as a string")
UNIX_SECONDS = integer(0, 9_999_999_999)


UNDRAWN_ELEMENTS = (
    "external_select",
    "multi_external_select",
    "file_input",
    "rich_text_input",
    "workflow_button",
)
"""What Slack has and this playground neither looks into nor draws."""


def plain_text(most: int) -> Rule:
    """A plain_text object of at most `most` characters."""
    fields = {"type": one_of("plain_text"), "text": string(most)}
    return by_type({"plain_text": shape(fields, {"emoji": boolean})})


def any_text(most: int) -> Rule:
    """A plain_text or mrkdwn object of at most `most` characters."""
    fields = {"type": anything, "text": string(most)}
    return by_type({"plain_text": shape(fields, {"emoji": boolean}), "mrkdwn": shape(fields, {"verbatim": boolean})})


CONFIRM = shape(
    {"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": one_of("primary", "danger")},
)
CONVERSATION_FILTER = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_bot_users": boolean,
        "exclude_external_shared_channels": boolean,
    },
)
DISPATCH_CONFIG = shape({}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)})
SLACK_FILE = shape({}, {"id": string(255), "url": URL})
IMAGE_SOURCE: dict[str, Rule] = {"image_url": URL, "slack_file": SLACK_FILE}


def one_image_source(value: dict[str, Any], pointer: str) -> Iterator[str]:
    """An image comes from exactly one place; asked of images of the right shape."""
    if ("image_url" in value) == ("slack_file" in value):
        yield problem("must provide either image_url or slack_file", pointer)


def _option(text: Rule, **more: Rule) -> Rule:
    return shape({"text": text, "value": string(150)}, {"description": plain_text(75), **more})


_PLAIN_OPTION = _option(plain_text(75))
_MARKED_OPTION = shape({"text": any_text(75), "value": string(150)}, {"description": any_text(75)})
_OPTION_GROUP = shape({"label": plain_text(75), "options": items(_PLAIN_OPTION, 100)})


def _initial_among_options(value: dict[str, Any], pointer: str) -> Iterator[str]:
    """What is chosen at first must be one of the options, exactly."""
    groups = value.get("option_groups") or [value]
    options = [option for group in groups for option in group["options"]]
    if "initial_option" in value and value["initial_option"] not in options:
        yield problem("must exactly match one of the provided options", f"{pointer}/initial_option")
    for index, initial in enumerate(value.get("initial_options", [])):
        if initial not in options:
            yield problem("must exactly match one of the provided options", f"{pointer}/initial_options/{index}")


def _select_options(value: dict[str, Any], pointer: str) -> Iterator[str]:
    if ("options" in value) == ("option_groups" in value):
        yield problem("must provide either options or option_groups", pointer)
    else:
        yield from _initial_among_options(value, pointer)


def _element(required: dict[str, Rule], optional: dict[str, Rule]) -> Rule:
    return shape({"type": anything, **required}, {"action_id": ID, **optional})


_CHOOSER: dict[str, Rule] = {"confirm": CONFIRM, "focus_on_load": boolean}
_MENU: dict[str, Rule] = {**_CHOOSER, "placeholder": plain_text(150)}
_MULTI: dict[str, Rule] = {**_MENU, "max_selected_items": integer(1, 1000)}
_CHOICES: dict[str, Rule] = {"options": items(_PLAIN_OPTION, 100), "option_groups": items(_OPTION_GROUP, 100)}
_CONVERSATIONS: dict[str, Rule] = {"default_to_current_conversation": boolean, "filter": CONVERSATION_FILTER}
_FIELD: dict[str, Rule] = {
    "placeholder": plain_text(150),
    "focus_on_load": boolean,
    "dispatch_action_config": DISPATCH_CONFIG,
}
_TEN_OPTIONS: dict[str, Rule] = {"options": items(_MARKED_OPTION, 10)}

ELEMENTS: dict[str, Rule] = {
    "button": _element(
        {"text": plain_text(75)},
        {
            "value": string(2000),
            "url": URL,
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "overflow": _element({"options": items(_option(plain_text(75), url=URL), 5)}, {"confirm": CONFIRM}),
    "checkboxes": then(
        _element(_TEN_OPTIONS, {**_CHOOSER, "initial_options": items(_MARKED_OPTION, 10)}), _initial_among_options
    ),
    "radio_buttons": then(
        _element(_TEN_OPTIONS, {**_CHOOSER, "initial_option": _MARKED_OPTION}), _initial_among_options
    ),
    "static_select": then(_element({}, {**_MENU, **_CHOICES, "initial_option": _PLAIN_OPTION}), _select_options),
    "multi_static_select": then(
        _element({}, {**_MULTI, **_CHOICES, "initial_options": items(_PLAIN_OPTION, 100)}), _select_options
    ),
    "users_select": _element({}, {**_MENU, "initial_user": ID}),
    "multi_users_select": _element({}, {**_MULTI, "initial_users": items(ID, 1000)}),
    "channels_select": _element({}, {**_MENU, "initial_channel": ID, "response_url_enabled": boolean}),
    "multi_channels_select": _element({}, {**_MULTI, "initial_channels": items(ID, 1000)}),
    "conversations_select": _element(
        {}, {**_MENU, **_CONVERSATIONS, "initial_conversation": ID, "response_url_enabled": boolean}
    ),
    "multi_conversations_select": _element({}, {**_MULTI, **_CONVERSATIONS, "initial_conversations": items(ID, 1000)}),
    "datepicker": _element({}, {**_MENU, "initial_date": DATE}),
    "timepicker": _element({}, {**_MENU, "initial_time": TIME, "timezone": string(255)}),
    "datetimepicker": _element({}, {**_CHOOSER, "initial_date_time": UNIX_SECONDS}),
    "plain_text_input": _element(
        {},
        {
            **_FIELD,
            "initial_value": string(3000, least=0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    "email_text_input": _element({}, {**_FIELD, "initial_value": string(3000)}),
    "url_text_input": _element({}, {**_FIELD, "initial_value": URL}),
    "number_input": _element(
        {"is_decimal_allowed": boolean}, {**_FIELD, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER}
    ),
    "image": then(shape({"type": anything, "alt_text": string(2000)}, IMAGE_SOURCE), one_image_source),
}
