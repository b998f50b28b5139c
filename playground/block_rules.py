"""What Slack demands of the blocks of a message, modal or Home tab, and of a view as a whole.

Source: Slack's Block Kit reference, "Blocks" and "Views". What Slack has and this playground does not draw is taken
without a look inside, and the page says so in its place; a type that Slack does not know is refused as by Slack.
"""

from collections.abc import Iterator
from typing import Any, Literal

from playground.element_rules import (
    ELEMENTS,
    ID,
    IMAGE_SOURCE,
    UNDRAWN_ELEMENTS,
    any_text,
    one_image_source,
    plain_text,
)
from playground.rich_text_rules import RICH_TEXT
from playground.schema import Rule, anything, boolean, by_type, items, only, problem, shape, string, then

Surface = Literal["message", "modal", "home"]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}

UNDRAWN_BLOCKS = (
    "alert",
    "card",
    "carousel",
    "container",
    "context_actions",
    "data_table",
    "data_visualization",
    "file",
    "markdown",
    "plan",
    "table",
    "task_card",
    "video",
)

_PICKERS = {"datepicker", "timepicker", "datetimepicker"}
_SELECTS = {name for name in {*ELEMENTS, *UNDRAWN_ELEMENTS} if name.endswith("_select")}
_SINGLE_SELECTS = {name for name in _SELECTS if not name.startswith("multi_")}
_TICKS = {"checkboxes", "radio_buttons"}
_TYPED = {
    "plain_text_input",
    "email_text_input",
    "url_text_input",
    "number_input",
    "rich_text_input",
    "file_input",
}


def _elements(names: set[str], surface: Surface) -> Rule:
    # Slack offers the datetimepicker in messages and modals only.
    absent = {"datetimepicker"} if surface == "home" else set()
    return by_type({name: ELEMENTS.get(name, only("action_id", ID)) for name in names - absent})


def _block(required: dict[str, Rule], optional: dict[str, Rule] | None = None) -> Rule:
    return shape({"type": anything, **required}, {"block_id": ID, **(optional or {})})


def _text_or_fields(block: dict[str, Any], pointer: str) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield problem("must define either `text` or `fields`", f"{pointer}/type")


def _unique_action_ids(block: dict[str, Any], pointer: str) -> Iterator[str]:
    seen = set()
    for index, element in enumerate(block["elements"]):
        action_id = element.get("action_id")
        if action_id in seen:
            yield problem(f'`action_id` "{action_id}" already exists', f"{pointer}/elements/{index}/action_id")
        if action_id is not None:
            seen.add(action_id)


def _blocks(surface: Surface) -> dict[str, Rule]:
    context = {"image": ELEMENTS["image"], "plain_text": any_text(3000), "mrkdwn": any_text(3000)}
    accessories = {"button", "workflow_button", "overflow", "image"} | _PICKERS | _SELECTS | _TICKS
    actions = {"button", "workflow_button", "overflow"} | _PICKERS | _SINGLE_SELECTS | _TICKS
    return {
        "header": _block({"text": plain_text(150)}),
        "section": then(
            _block(
                {},
                {
                    "text": any_text(3000),
                    "fields": items(any_text(2000), 10),
                    "accessory": _elements(accessories, surface),
                    "expand": boolean,
                },
            ),
            _text_or_fields,
        ),
        "divider": _block({}),
        "context": _block({"elements": items(by_type(context), 10)}),
        "actions": then(_block({"elements": items(_elements(actions, surface), 25)}), _unique_action_ids),
        "input": _block(
            {"label": plain_text(2000), "element": _elements(_TYPED | _PICKERS | _SELECTS | _TICKS, surface)},
            {"hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
        ),
        "image": then(
            _block({"alt_text": string(2000)}, {**IMAGE_SOURCE, "title": plain_text(2000)}), one_image_source
        ),
        "rich_text": _block({"elements": items(RICH_TEXT, 1000)}),
        **dict.fromkeys(UNDRAWN_BLOCKS, only("block_id", ID)),
    }


def _unique_block_ids(blocks: list[dict[str, Any]], pointer: str) -> Iterator[str]:
    seen = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            yield problem(f'`block_id` "{block_id}" already exists', f"{pointer}/{index}/block_id")
        if block_id is not None:
            seen.add(block_id)


def _block_list(surface: Surface) -> Rule:
    fewest = 0 if surface == "message" else 1
    return then(items(by_type(_blocks(surface)), MOST_BLOCKS[surface], fewest), _unique_block_ids)


def _submit_for_inputs(view: dict[str, Any], pointer: str) -> Iterator[str]:
    for index, block in enumerate(view["blocks"]):
        if block["type"] == "input" and "submit" not in view:
            yield problem("must define `submit` to use an `input` block in modals", f"{pointer}/blocks/{index}/input")


_BLOCK_LISTS: dict[Surface, Rule] = {surface: _block_list(surface) for surface in MOST_BLOCKS}
_ANY_VIEW: dict[str, Rule] = {
    "callback_id": string(255, least=0),
    "private_metadata": string(3000, least=0),
    "external_id": string(255, least=0),
}
_MODAL_EXTRAS: dict[str, Rule] = {
    **_ANY_VIEW,
    "submit": plain_text(24),
    "close": plain_text(24),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}
_VIEWS = by_type(
    {
        "modal": then(
            shape({"type": anything, "title": plain_text(24), "blocks": _BLOCK_LISTS["modal"]}, _MODAL_EXTRAS),
            _submit_for_inputs,
        ),
        "home": shape({"type": anything, "blocks": _BLOCK_LISTS["home"]}, _ANY_VIEW),
    }
)


def message_problems(blocks: Any) -> list[str]:
    """Everything wrong with the blocks of a message, in Slack's words; empty when Slack would take them."""
    return list(_BLOCK_LISTS["message"](blocks, "/blocks"))


def view_problems(view: Any) -> list[str]:
    """Everything wrong with a modal or Home view, in Slack's words; empty when Slack would take it."""
    return list(_VIEWS(view, "/view"))
