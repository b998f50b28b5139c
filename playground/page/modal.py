"""The modal one is in: its form, what is wrong with it, and the way out."""

from nicegui import ui

from playground.page import words
from playground.page.ask import Dialog
from playground.page.blocks import Blocks
from playground.page.here import Here
from playground.page.surface import Surface
from playground.page.tags import Tag, button
from playground.workspace import View

_TO_FIRST_PROBLEM = """
  const field = document.querySelector('.modal [aria-invalid=true]');
  (field?.querySelector('summary, input') ?? field)?.focus();
"""


class ModalLayer:
    """Shows the modal on top of a person's stack, whatever happens to it."""

    def __init__(self, here: Here) -> None:
        self._here = here
        self._layer = Tag("div")
        self._shown: _Modal | None = None
        self.refresh()

    def refresh(self) -> None:
        """Follow the workspace: open, change or take away the modal; a form that is still the same stays in place."""
        view = self._here.workspace.top_modal(self._here.person.id)
        if view and self._shown and self._shown.view is view:
            self._shown.refresh()
            return
        self._layer.clear()
        self._shown = None
        if view:
            with self._layer:
                self._shown = _Modal(self._here, view)


class _Modal:
    """One modal; what the app does not change in it stays untouched, so that nobody is disturbed while typing."""

    def __init__(self, here: Here, view: View) -> None:
        self._here, self.view = here, view
        self._surface = Surface(here, view)
        self._submit_button: Tag | None = None
        self._drawn = ""
        with Dialog().classes("modal").props("data-testid=modal") as dialog, Tag("form", novalidate=True) as form:
            dialog.on("leave", self._leave, args=[])
            form.on("submit.prevent", self._submit, args=[])
            with Tag("div", css="modal-head"):
                self._heading = Tag("h2", css="modal-title")
                button("✕", self._leave_all, "plain", aria_label=here.say(words.CLOSE))
            dialog.props["aria-labelledby"] = self._heading.html_id
            with Tag("div", css="modal-body"):
                self._failure = Tag("p", "", "failure", role="alert")
                self._blocks = Blocks(self._surface)
            self._foot = Tag("div", css="modal-foot")
        self.refresh()

    def refresh(self) -> None:
        """Follow the view: changed by the app, or with something else wrong in it."""
        if self.view.hash != self._drawn:
            self._drawn = self.view.hash
            self._heading.set_text((self.view.title or {}).get("text", ""))
            self._blocks.show(self.view.blocks)
            self._draw_foot()
        self._failure.set_text(self.view.failure)
        for block_id, field in self._surface.fields.items():
            field.show(self.view.errors.get(block_id, ""))

    def _draw_foot(self) -> None:
        view, say = self.view, self._here.say
        self._foot.clear()
        with self._foot:
            leave = words.BACK if view.previous_view_id else words.CLOSE
            button((view.close or {}).get("text") or say(leave), self._leave)
            self._submit_button = None
            if view.submit or self._surface.fields:
                text = (view.submit or {}).get("text") or say(words.SUBMIT)
                self._submit_button = Tag("button", text, "primary", type="submit")

    async def _submit(self) -> None:
        pressed = self._submit_button
        if pressed is None or pressed.props.get("disabled"):
            return
        text = pressed.text
        pressed.set_text(self._here.say(words.WORKING))
        pressed.set(disabled=True, aria_busy="true")
        await self._here.attempt(self._here.person.submit())
        if pressed.is_deleted:
            return
        pressed.set_text(text)
        pressed.set(disabled=None, aria_busy=None)
        if self.view.errors:
            ui.run_javascript(_TO_FIRST_PROBLEM)

    async def _leave(self) -> None:
        if self._here.workspace.top_modal(self._here.person.id) is self.view:
            await self._here.person.close_view()

    async def _leave_all(self) -> None:
        await self._here.attempt(self._here.person.close_view(everything=self.view.previous_view_id is not None))
