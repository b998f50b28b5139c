"""The elements one can press, choose from or type into, as native HTML controls."""

from collections.abc import Awaitable, Callable

from playground.page import words
from playground.page.emoji import plain
from playground.page.menus import draw_chooser, draw_overflow, draw_select
from playground.page.surface import TICKED, VALUE, Surface
from playground.page.tags import Tag, button, drawn
from playground.workspace import JsonObject


def draw_control(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
    """Draw an interactive element; returns the control itself, for a label to point at."""
    draw = CONTROLS.get(element["type"])
    if draw is None:
        return Tag("p", surface.here.say(words.CANNOT_DRAW, type=element["type"]), "cannot")
    return draw(surface, block, element)


def _button(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
    text, style, spoken = plain(element["text"]), element.get("style", ""), element.get("accessibility_label")
    key = surface.key(block, element)
    if url := element.get("url"):
        link = Tag("a", text, f"button {style}", href=url, target="_blank", rel="noopener noreferrer", data_field=key)
        link.set(aria_label=spoken)
        return link.hears("click", lambda: surface.use(block, element))

    async def press() -> None:
        pressed.set(aria_busy="true")
        await surface.use(block, element)
        if not pressed.is_deleted:
            pressed.set(aria_busy=None)

    pressed = button(text, press, style, data_field=key, aria_label=spoken)
    return pressed


def _ticks(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
    many = element["type"] == "checkboxes"
    held = surface.held(block, element)
    chosen = held if isinstance(held, list) else [held]
    with Tag("fieldset", css="ticks") as group:
        for option in element["options"]:
            with Tag("label", css="tick"):
                box = Tag("input", type="checkbox" if many else "radio", name=group.html_id, value=option["value"])
                box.set(defaultChecked=option["value"] in chosen or None)
                box.set(data_field=f"{surface.key(block, element)}{option['value']}")
                with Tag("span"):
                    drawn(surface.here.marked.text_object(option["text"]), tag="span")
                    if about := option.get("description"):
                        drawn(surface.here.marked.text_object(about), "about", tag="span")

    if many:
        return group.hears("change", lambda event: surface.choose(group, block, element, event.args), TICKED)
    return group.hears("change", lambda event: surface.choose(group, block, element, event.args), VALUE)


def _picker(kind: str) -> "Draw":
    def draw(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
        held = surface.held(block, element)
        if kind == "datetime-local" and isinstance(held, int):
            held = surface.here.local_text(held)
        picker = Tag("input", type=kind, defaultValue=str(held or ""), data_field=surface.key(block, element))

        def pick(text: str) -> Awaitable[None]:
            value: object = text or None
            if text and kind == "datetime-local":
                value = surface.here.unix_seconds(text)
            return surface.choose(picker, block, element, value)

        return picker.hears("change", lambda event: pick(event.args), VALUE)

    return draw


def _typed(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
    placeholder = element.get("placeholder", {}).get("text")
    held = str(surface.held(block, element) or "")
    key, focused = surface.key(block, element), element.get("focus_on_load") or None
    if element.get("multiline"):
        entry = Tag("textarea", rows=4, placeholder=placeholder, defaultValue=held, data_field=key, autofocus=focused)
    else:
        # Never type="number": a browser hides from the page what it does not take for a number.
        mode = "decimal" if element["type"] == "number_input" else "text"
        entry = Tag("input", type="text", inputmode=mode, placeholder=placeholder, defaultValue=held, data_field=key)
        entry.set(autofocus=focused, autocomplete="off")
    on_each = "on_character_entered" in element.get("dispatch_action_config", {}).get("trigger_actions_on", [])
    event = "change" if block.get("dispatch_action") and not on_each else "input"
    return entry.hears(event, lambda event: surface.use(block, element, event.args), VALUE)


Draw = Callable[[Surface, JsonObject, JsonObject], Tag]
"""Draws one element of a block."""

_CHOSEN_FROM = ("static_select", "users_select", "channels_select", "conversations_select")

CONTROLS: dict[str, Draw] = {
    "button": _button,
    "overflow": draw_overflow,
    **dict.fromkeys(_CHOSEN_FROM, draw_select),
    **dict.fromkeys((f"multi_{name}" for name in _CHOSEN_FROM), draw_chooser),
    "checkboxes": _ticks,
    "radio_buttons": _ticks,
    "datepicker": _picker("date"),
    "timepicker": _picker("time"),
    "datetimepicker": _picker("datetime-local"),
    "plain_text_input": _typed,
    "email_text_input": _typed,
    "url_text_input": _typed,
    "number_input": _typed,
}
