"""The modal one is in: its form, what is wrong with it, and the way out."""

from nicegui import ui

from playground.page import words
from playground.page.ask import Dialog
from playground.page.blocks import draw_blocks
from playground.page.controls import Surface
from playground.page.here import Here
from playground.page.tags import Tag, button
from playground.workspace import View

_TO_FIRST_PROBLEM = "document.querySelector('.modal [aria-invalid=true]')?.focus()"


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
        if view and self._shown and self._shown.is_of(view):
            self._shown.refresh()
            return
        self._layer.clear()
        self._shown = None
        if view:
            with self._layer:
                self._shown = _Modal(self._here, view)


class _Modal:
    """One modal as it was drawn; it is drawn anew when the app changes it."""

    def __init__(self, here: Here, view: View) -> None:
        self._here, self._view, self._hash = here, view, view.hash
        self._surface = Surface(here, view, view.values)
        with Dialog().classes("modal") as dialog, Tag("form", css="form", novalidate=True) as form:
            dialog.on("leave", self._leave, args=[])
            dialog.props["data-testid"] = "modal"
            form.on("submit.prevent", self._submit, args=[])
            with Tag("div", css="modal-head"):
                heading = Tag("h2", (view.title or {}).get("text", ""), "modal-title")
                button("✕", self._leave_all, "plain", aria_label=here.say(words.CLOSE))
            dialog.props["aria-labelledby"] = heading.html_id
            with Tag("div", css="modal-body"):
                self._failure = Tag("p", "", "failure", role="alert")
                draw_blocks(self._surface, view.blocks)
            with Tag("div", css="modal-foot"):
                leave = words.BACK if view.previous_view_id else words.CLOSE
                button((view.close or {}).get("text") or here.say(leave), self._leave)
                self._submit_button: Tag | None = None
                if view.submit or self._surface.fields:
                    text = (view.submit or {}).get("text") or here.say(words.SUBMIT)
                    self._submit_button = Tag("button", text, "primary", type="submit")
        self.refresh()

    def is_of(self, view: View) -> bool:
        """Whether this is how a view looks, save for its errors."""
        return (self._view.id, self._hash) == (view.id, view.hash)

    def refresh(self) -> None:
        """Show what is wrong now. What was typed stays in its fields."""
        self._failure.set_text(self._view.failure)
        for block_id, field in self._surface.fields.items():
            field.show(self._view.errors.get(block_id, ""))

    async def _submit(self) -> None:
        button = self._submit_button
        if button is None or button.props.get("disabled"):
            return
        text = button.text
        button.set_text(self._here.say(words.WORKING))
        button.set(disabled=True, aria_busy="true")
        await self._here.attempt(self._here.person.submit())
        if button.is_deleted:
            return
        button.set_text(text)
        button.set(disabled=None, aria_busy=None)
        if self._view.errors:
            ui.run_javascript(_TO_FIRST_PROBLEM)

    async def _leave(self) -> None:
        if self._here.workspace.top_modal(self._here.person.id) is self._view:
            await self._here.person.close_view()

    async def _leave_all(self) -> None:
        await self._here.attempt(self._here.person.close_view(everything=self._view.previous_view_id is not None))
