"""The elements one can press, choose from or type into, as native HTML controls."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from playground.input_values import carried_over, entered, options_of
from playground.page import words
from playground.page.ask import confirmed
from playground.page.here import Here
from playground.page.tags import CLOSING, Tag, button, drawn
from playground.workspace import JsonObject, Message, View

VALUE = "(e) => emit(e.target.value)"
TICKED = "(e) => emit([...e.currentTarget.querySelectorAll('input:checked')].map((box) => box.value))"


@dataclass
class Field:
    """An input block's control and the place beside it for what is wrong with its value."""

    control: Tag
    error: Tag

    def show(self, problem: str) -> None:
        """Say what is wrong; "" when nothing is."""
        self.error.set_text(problem)
        self.control.set(aria_invalid="true" if problem else None)


@dataclass
class Surface:
    """A message, modal or Home tab that is being looked at; `fields` are its input blocks, by block id."""

    here: Here
    where: Message | View
    fields: dict[str, Field] = field(default_factory=dict)

    async def use(self, block: JsonObject, element: JsonObject, value: object = None) -> None:
        """Press, choose or type as the person, once they have confirmed it where the element asks for that."""
        if await confirmed(self.here, element.get("confirm")):
            person, action_id = self.here.person, element["action_id"]
            await self.here.attempt(person.choose(self.where, action_id, value, block_id=block["block_id"]))

    def held(self, block: JsonObject, element: JsonObject) -> object:
        """What the person has entered in an element so far."""
        if isinstance(self.where, View):
            values = self.where.values
        else:
            values = carried_over(self.where.blocks, self.where.inputs.get(self.here.person.id, {}))
        state = values.get(block["block_id"], {}).get(element["action_id"])
        return entered(state) if state else None

    def key(self, block: JsonObject, element: JsonObject) -> str:
        """Names an element across redraws, so that the keyboard finds it again.

        Only an input block is sure to keep its id; where the app gives none, Slack makes one up each time.
        """
        place = self.where.id if isinstance(self.where, View) else self.where.ts
        within = block["block_id"] if block["type"] == "input" else element.get("value", "")
        return f"{place}/{element['action_id']}/{within}"


def draw_control(surface: Surface, block: JsonObject, element: JsonObject, label: str = "") -> Tag:
    """Draw an interactive element; returns the control itself, for a label to point at."""
    draw = CONTROLS.get(element["type"])
    if draw is None:
        return Tag("p", surface.here.say(words.CANNOT_DRAW, type=element["type"]), "cannot")
    control = draw(surface, block, element)
    if label:
        control.set(aria_label=label)
    return control


def _button(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
    text, style, spoken = element["text"]["text"], element.get("style", ""), element.get("accessibility_label")
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


def _overflow(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
    with Tag("details", css="menu overflow") as menu:
        Tag("summary", "⋯", "button", aria_label=surface.here.say(words.MORE), data_field=surface.key(block, element))
        with Tag("div", css="sheet"):
            for option in element["options"]:
                item = Tag("button", option["text"]["text"], "item", type="button")
                item.hears("click", lambda value=option["value"]: surface.use(block, element, value), CLOSING)
    return menu


def _select(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
    if element["type"] == "users_select":
        choices = [(member.id, member.shown_name) for member in surface.here.workspace.people()]
    else:
        choices = [(option["value"], option["text"]["text"]) for option in options_of(element)]
    held = surface.held(block, element)
    with Tag("select", data_field=surface.key(block, element)) as select:
        placeholder = element.get("placeholder", {}).get("text") or surface.here.say(words.CHOOSE)
        Tag("option", placeholder, value="")
        for value, text in choices:
            Tag("option", text, value=value, defaultSelected=value == held or None)
    return select.hears("change", lambda event: surface.use(block, element, event.args or None), VALUE)


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
        return group.hears("change", lambda event: surface.use(block, element, event.args), TICKED)
    return group.hears("change", lambda event: surface.use(block, element, event.args), VALUE)


def _picker(kind: str) -> "Draw":
    def draw(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
        held = surface.held(block, element)
        if kind == "datetime-local" and isinstance(held, int):
            held = f"{surface.here.local(held):%Y-%m-%dT%H:%M}"
        picker = Tag("input", type=kind, defaultValue=str(held or ""), data_field=surface.key(block, element))

        def pick(text: str) -> Awaitable[None]:
            value: object = text or None
            if text and kind == "datetime-local":
                value = surface.here.unix_seconds(text)
            return surface.use(block, element, value)

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

CONTROLS: dict[str, Draw] = {
    "button": _button,
    "overflow": _overflow,
    "static_select": _select,
    "users_select": _select,
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
