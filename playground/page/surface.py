"""Where elements stand, a message, modal or Home tab, and what the person holds entered in them."""

import json
from dataclasses import dataclass, field

from nicegui import ui

from playground.input_values import carried_over, entered
from playground.page.ask import confirmed
from playground.page.here import Here
from playground.page.tags import Tag
from playground.workspace import JsonObject, Message, View

VALUE = "(e) => emit(e.target.value)"
TICKED = "(e) => emit([...e.currentTarget.querySelectorAll('input:checked')].map((box) => box.value))"

_SHOW_AGAIN = """(control, held) => {
  const boxes = control.querySelectorAll('input');
  for (const box of boxes) box.checked = held.includes(box.value);
  if (!boxes.length) control.value = held[0] ?? '';
}"""


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

    async def use(self, block: JsonObject, element: JsonObject, value: object = None) -> bool:
        """Press, choose or type as the person; False when the element asks for confirmation and they do not mean it."""
        if not await confirmed(self.here, element.get("confirm")):
            return False
        person, action_id = self.here.person, element["action_id"]
        await self.here.attempt(person.choose(self.where, action_id, value, block_id=block["block_id"]))
        return True

    async def choose(self, control: Tag, block: JsonObject, element: JsonObject, value: object) -> None:
        """`use` for a control that shows the choice at once: what is not meant, it shows no longer."""
        if not await self.use(block, element, value):
            held = self.held(block, element)
            if element["type"] == "datetimepicker" and isinstance(held, int):
                held = self.here.local_text(held)
            values = held if isinstance(held, list) else [held]
            ui.run_javascript(f"({_SHOW_AGAIN})(getHtmlElement({control.id}), {json.dumps(values)})")

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
