"""The block rules say what Slack says, and never stumble over what they are given."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.block_rules import message_problems, view_problems

Block = dict[str, Any]


def plain(text: str = "x") -> Block:
    return {"type": "plain_text", "text": text}


def option(number: int = 0) -> Block:
    return {"text": plain(f"option {number}"), "value": str(number)}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain(), **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def section(**more: Any) -> Block:
    return {"type": "section", **more}


def field(element: Block) -> Block:
    return {"type": "input", "label": plain(), "element": element}


def rich_text(*parts: Block) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(parts)}]}


def modal(*blocks: Block, **more: Any) -> Block:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks), **more}


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        (
            {"type": "header", "text": plain("x" * 151)},
            "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
        ),
        (section(text=plain("x" * 3001)), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
        (section(fields=[plain()] * 11), "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
        (
            section(fields=[plain("x" * 2001)]),
            "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
        ),
        (section(), "must define either `text` or `fields` [json-pointer:/blocks/0/type]"),
        (section(text=plain("")), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        (section(text=plain(), colour=1), "invalid additional property: colour [json-pointer:/blocks/0]"),
        (
            section(text=plain(), block_id="b" * 256),
            "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
        ),
        (
            {"type": "markdown", "text": "x", "block_id": ["b"]},
            "must provide a string [json-pointer:/blocks/0/block_id]",
        ),
        ({"type": "sections"}, "unsupported type: sections [json-pointer:/blocks/0/type]"),
        ({"text": plain()}, "missing required field: type [json-pointer:/blocks/0]"),
        (
            {"type": "context", "elements": [plain()] * 11},
            "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (actions(*[button()] * 26), "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
        (
            actions(button(value="v" * 2001)),
            "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
        ),
        (actions(button(style="blue")), "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]"),
        (
            actions(button(action_id="a"), button(action_id="a")),
            '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
        ),
        (
            actions({"type": "overflow", "options": [option(n) for n in range(6)]}),
            "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
        ),
        (
            actions({"type": "static_select", "options": [option(n) for n in range(101)]}),
            "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
        ),
        (
            actions({"type": "static_select", "options": [option(1)], "initial_option": option(2)}),
            "must exactly match one of the provided options [json-pointer:/blocks/0/elements/0/initial_option]",
        ),
        (
            actions({"type": "datepicker", "initial_date": "2026/04/01"}),
            "must be a date in the format YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]",
        ),
        (
            rich_text({"type": "text", "text": ""}),
            "must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]",
        ),
        (
            actions({"type": "plain_text_input"}),
            "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
        ),
    ],
)
def test_each_limit_is_refused_in_slacks_words(block: Block, sentence: str) -> None:
    assert message_problems([block]) == [sentence]


def test_a_message_holds_fifty_blocks_and_a_modal_a_hundred() -> None:
    divider = {"type": "divider"}
    assert message_problems([divider] * 50) == []
    assert message_problems([divider] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]
    assert view_problems(modal(*[divider] * 100)) == []
    assert view_problems(modal(*[divider] * 101)) == ["no more than 100 items allowed [json-pointer:/view/blocks]"]


def test_two_blocks_never_share_an_id() -> None:
    twice = [section(text=plain(), block_id="a"), section(text=plain(), block_id="a")]
    assert message_problems(twice) == ['`block_id` "a" already exists [json-pointer:/blocks/1/block_id]']


def test_a_form_needs_a_submit_button_and_short_titles() -> None:
    form = modal(field({"type": "plain_text_input"}), title=plain("x" * 25), private_metadata="x" * 3001)
    del form["submit"]
    assert view_problems(form) == [
        "must be less than 25 characters [json-pointer:/view/title/text]",
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ]
    form |= {"title": plain(), "private_metadata": ""}
    assert view_problems(form) == [
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"
    ]


def test_a_home_tab_has_no_date_and_time_picker() -> None:
    picker = {"type": "datetimepicker", "initial_date_time": 1_800_000_000}
    assert view_problems(modal(field(picker))) == []
    home = {"type": "home", "blocks": [field(picker)]}
    assert view_problems(home) == ["unsupported type: datetimepicker [json-pointer:/view/blocks/0/element/type]"]


TEXTS = st.text("あいうabc&<", min_size=1, max_size=20).map(plain)
BUTTONS = st.builds(button, text=TEXTS, value=st.text("ab", min_size=1), style=st.sampled_from(["primary", "danger"]))
OPTIONS = st.lists(st.integers(0, 99), min_size=1, max_size=5, unique=True).map(lambda ns: [option(n) for n in ns])
SELECTS = st.builds(
    lambda kind, options: {"type": kind, "options": options},
    st.sampled_from(["static_select", "overflow", "radio_buttons", "checkboxes"]),
    OPTIONS,
)
BLOCKS = st.one_of(
    st.builds(lambda text: {"type": "header", "text": text}, TEXTS),
    st.builds(lambda text: section(text=text), TEXTS),
    st.builds(lambda text, accessory: section(text=text, accessory=accessory), TEXTS, BUTTONS | SELECTS),
    st.builds(lambda elements: actions(*elements), st.lists(BUTTONS | SELECTS, min_size=1, max_size=5)),
    st.builds(lambda texts: {"type": "context", "elements": texts}, st.lists(TEXTS, min_size=1, max_size=3)),
    st.builds(field, SELECTS.filter(lambda element: element["type"] != "overflow")),
)


@settings(max_examples=50, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=4), st.data())
def test_sound_blocks_pass_and_one_unknown_property_anywhere_does_not(blocks: list[Block], data: st.DataObject) -> None:
    assert message_problems(blocks) == []
    spoilt = copy.deepcopy(blocks)
    place = data.draw(st.sampled_from(_objects(spoilt)))
    place["unheard_of"] = True
    assert any("invalid additional property: unheard_of" in sentence for sentence in message_problems(spoilt))


@settings(max_examples=50, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=2), st.data())
def test_nothing_that_is_put_in_a_place_makes_the_rules_stumble(blocks: list[Block], data: st.DataObject) -> None:
    garbage = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["type", "text", "x"]), inner),
    )
    place = data.draw(st.sampled_from(_objects(blocks)))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(garbage)
    assert all("[json-pointer:/blocks" in sentence for sentence in message_problems(blocks))
    assert all("[json-pointer:/view" in sentence for sentence in view_problems(modal(*blocks)))


def _objects(value: Any) -> list[Block]:
    """Every object inside a JSON value, itself included."""
    inner = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    return ([value] if isinstance(value, dict) else []) + [found for item in inner for found in _objects(item)]
