"""Cards and forms as Slack's Block Kit, and the answers of a form back.

What people typed only ever goes into plain text objects and rich text elements, which Slack does not
read as markup: a typed `<!channel>` or `*word*` stays just that. Limits are Slack's (Block Kit reference).
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, time
from typing import Any

from bot.chat.card import (
    Button,
    Buttons,
    Card,
    Channel,
    ChannelField,
    ChoiceField,
    ClockField,
    DayField,
    Divider,
    Facts,
    Field,
    Figures,
    Form,
    Link,
    MomentField,
    NumberField,
    Part,
    People,
    Said,
    TextField,
    Title,
    Value,
    Words,
)
from bot.chat.interaction import Place
from bot.text import AND_MORE, COMMA, Language, Text, cut, kept, to

Block = dict[str, Any]

HEADER, SECTION, CONTEXT, BUTTON, MODAL_TITLE, FALLBACK = 150, 3_000, 2_000, 75, 24, 4_000


def message(card: Card, language: Language) -> dict[str, Any]:
    """The arguments `text` and `blocks` of a message that shows this card."""
    blocks = [block for part in card.parts for block in _part(part, language)]
    return {"text": _fallback(to(card.summary, language)), "blocks": _unique_ids(blocks)}


def home(card: Card, language: Language) -> dict[str, Any]:
    """The Home that shows this card."""
    return {"type": "home", "blocks": message(card, language)["blocks"]}


def page(card: Card, language: Language, title: Text, place: Place) -> dict[str, Any]:
    """The modal that shows this card, where there is no channel to show it in."""
    return {
        "type": "modal",
        "private_metadata": _memory("", place),
        "title": _plain(title, language, MODAL_TITLE),
        "close": _plain(Text("閉じる", "Close"), language, MODAL_TITLE),
        "blocks": message(card, language)["blocks"],
    }


def _memory(subject: str, place: Place) -> str:
    where = {"channel": place.channel, "private": place.private, "home": place.home}
    return json.dumps({"subject": subject, **where})


def view(form: Form, language: Language, place: Place) -> dict[str, Any]:
    """The modal that shows this form. It remembers the place in which it was asked for."""
    return {
        "type": "modal",
        "callback_id": form.route,
        "private_metadata": _memory(form.subject, place),
        "title": _plain(form.title, language, MODAL_TITLE),
        "submit": _plain(form.send, language, MODAL_TITLE),
        "close": _plain(Text("戻る", "Back"), language, MODAL_TITLE),
        "blocks": [
            *(block for words in form.intro for block in _part(words, language)),
            *(_input(field, language) for field in form.fields),
        ],
    }


def answers(state: dict[str, Any]) -> dict[str, Any]:
    """What was filled in, by field: str, int, datetime, date, time, or None. `state` is a view's `state.values`."""
    return {name: _answer(next(iter(actions.values()))) for name, actions in state.items()}


def escape(typed: str) -> str:
    """The three characters that Slack reads as control characters in text."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def note(said: Text, language: Language) -> dict[str, Any]:
    """The arguments `text` and `blocks` of a short private note."""
    return message(Card(summary=said, parts=(Words(said),)), language)


def _part(part: Part, language: Language) -> list[Block]:
    match part:
        case Title(text):
            return [{"type": "header", "text": _plain(text, language, HEADER)}]
        case Words(text, "quiet"):
            return [{"type": "context", "elements": [_plain(text, language, CONTEXT)]}]
        case Words(text, "strong"):
            return [_rich([_bold(text, language)])]
        case Words(text):
            shown = to(text, language)
            pieces = [shown[start : start + SECTION] for start in range(0, len(shown), SECTION)]
            return [{"type": "section", "text": _plain(piece, language, SECTION)} for piece in pieces]
        case Facts(lines):
            return [_rich(_facts(lines, language))] if lines else []
        case People(label, names, more):
            return [_rich(_people(label, names, more, language))]
        case Figures(title, columns):
            return [_rich(_figures(title, columns, language))]
        case Divider():
            return [{"type": "divider"}]
        case Buttons(buttons, menu):
            folded = [_menu(menu, language)] if menu else []
            return [{"type": "actions", "elements": [*(_button(button, language) for button in buttons), *folded]}]


def _facts(lines: tuple[tuple[Text, Value], ...], language: Language) -> list[Block]:
    elements: list[Block] = []
    for label, value in lines:
        start = "\n" if elements else ""
        elements.append({"type": "text", "text": f"{start}{to(label, language)}　", "style": {"bold": True}})
        match value:
            case Link(url):
                elements.append({"type": "link", "url": url})
            case Channel(channel):
                elements.append({"type": "channel", "channel_id": channel})
            case said:
                elements.append({"type": "text", "text": to(said, language)})
    return elements


def _people(label: Text, names: tuple[str, ...], more: int, language: Language) -> list[Block]:
    elements: list[Block] = [{"type": "text", "text": f"{to(label, language)}　", "style": {"bold": True}}]
    for position, name in enumerate(names):
        if position:
            elements.append({"type": "text", "text": to(COMMA, language)})
        elements.append({"type": "user", "user_id": name})
    if more:
        elements.append({"type": "text", "text": to(AND_MORE.fill(n=more), language)})
    return elements


def _figures(title: Text, columns: tuple[tuple[Text, Said], ...], language: Language) -> list[Block]:
    """One row of a table, narrow enough for a telephone: section fields would take a line for each label and figure."""
    elements: list[Block] = [{"type": "text", "text": f"{to(title, language)}\n", "style": {"bold": True}}]
    for position, (label, value) in enumerate(columns):
        if position:
            elements.append({"type": "text", "text": " ｜ "})
        elements.append({"type": "text", "text": f"{to(label, language)} {to(value, language)}"})
    return elements


def _button(button: Button, language: Language) -> Block:
    shown: Block = {
        "type": "button",
        "action_id": button.route,
        "value": button.subject,
        "text": _plain(button.label, language, BUTTON),
    }
    if button.style != "plain":
        shown["style"] = button.style
    if button.confirm is not None:
        shown["confirm"] = {
            "title": _plain(button.label, language, 100),
            "text": _plain(button.confirm, language, 300),
            "confirm": _plain(button.label, language, 30),
            "deny": _plain(Text("戻る", "Back"), language, 30),
        }
    return shown


def _menu(buttons: tuple[Button, ...], language: Language) -> Block:
    """Each line of it carries its route with its subject; `pressed` takes them apart."""
    options = [
        {"text": _plain(button.label, language, BUTTON), "value": f"{button.route}:{button.subject}"}
        for button in buttons
    ]
    return {"type": "overflow", "action_id": "menu", "options": options}


def _input(field: Field, language: Language) -> Block:
    block: Block = {
        "type": "input",
        "block_id": field.name,
        "label": _plain(field.label, language, 2_000),
        "element": {"action_id": field.name, **_element(field, language)},
        "optional": field.optional,
    }
    if field.hint is not None:
        block["hint"] = _plain(field.hint, language, 2_000)
    return block


def _element(field: Field, language: Language) -> Block:
    element: Block
    match field:
        case TextField():
            element = {"type": "plain_text_input", "multiline": field.long, "max_length": field.most}
            if field.initial:
                element["initial_value"] = field.initial[: field.most]
        case NumberField():
            element = {
                "type": "number_input",
                "is_decimal_allowed": False,
                "min_value": str(field.least),
                "max_value": str(field.most),
            }
            if field.initial is not None:
                element["initial_value"] = str(field.initial)
        case MomentField():
            element = {"type": "datetimepicker"}
            if field.initial is not None:
                element["initial_date_time"] = int(field.initial.timestamp())
        case DayField():
            element = {"type": "datepicker"}
            if field.initial is not None:
                element["initial_date"] = field.initial.isoformat()
        case ChannelField():
            element = {"type": "channels_select"}
        case ClockField():
            element = {"type": "timepicker"}
            if field.initial is not None:
                element["initial_time"] = field.initial.strftime("%H:%M")
        case ChoiceField():
            options = {value: {"text": _plain(label, language, 75), "value": value} for value, label in field.options}
            element = {"type": "static_select", "options": list(options.values())}
            if field.initial is not None:
                element["initial_option"] = options[field.initial]
    return element


def _answer(element: dict[str, Any]) -> str | int | date | time | None:
    match element["type"]:
        case "datepicker":
            day = element.get("selected_date")
            return None if not day else date.fromisoformat(day)
        case "channels_select":
            channel = element.get("selected_channel")
            return None if not channel else str(channel)
        case "datetimepicker":
            seconds = element.get("selected_date_time")
            return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC)
        case "timepicker":
            clock = element.get("selected_time")
            return None if not clock else time.fromisoformat(clock)
        case "static_select":
            option = element.get("selected_option")
            return None if option is None else str(option["value"])
        case _:
            value: str | None = element.get("value")
            return None if value is None else kept(value)


def _rich(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _bold(said: Said, language: Language) -> Block:
    return {"type": "text", "text": cut(to(said, language), SECTION), "style": {"bold": True}}


def _plain(said: Said, language: Language, most: int) -> Block:
    return {"type": "plain_text", "text": cut(to(said, language), most), "emoji": True}


def _fallback(shown: str) -> str:
    """What a notification says: the beginning, however much longer escaping makes it."""
    while len(escape(shown)) > FALLBACK:
        shown = cut(shown, len(shown) * 4 // 5)
    return escape(shown)


def _unique_ids(blocks: list[Block]) -> list[Block]:
    """Slack refuses the same action_id twice in one block: later ones get a number that `pressed` takes off."""
    for block in blocks:
        seen: Counter[str] = Counter()
        for element in block.get("elements", []):
            if "action_id" in element:
                route = element["action_id"]
                seen[route] += 1
                if seen[route] > 1:
                    element["action_id"] = f"{route}#{seen[route]}"
    return blocks


def pressed(action: dict[str, Any]) -> tuple[str, str]:
    """Route and subject of what was pressed: a button, or a line of a menu. `action` is a payload's `actions[0]`."""
    if action.get("type") == "overflow":
        route, _, subject = str(action["selected_option"]["value"]).partition(":")
        return route, subject
    return str(action["action_id"]).partition("#")[0], str(action.get("value") or "")
