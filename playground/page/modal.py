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
        if view and self._shown and self._shown.view is view:
            self._shown.refresh()
            return
        self._layer.clear()
        self._shown = None
        if view:
            with self._layer:
                self._shown = _Modal(self._here, view)


class _Modal:
    """One modal; its content is drawn anew only when the app changes it, so that nobody is disturbed while typing."""

    def __init__(self, here: Here, view: View) -> None:
        self._here, self.view = here, view
        with Dialog().classes("modal").props("data-testid=modal") as self._dialog:
            self._dialog.on("leave", self._leave, args=[])
            self._form = Tag("form", css="form", novalidate=True)
            self._form.on("submit.prevent", self._submit, args=[])
        self._draw()

    def refresh(self) -> None:
        """Follow the view: changed by the app, or with something else wrong in it. What was typed stays."""
        if self.view.hash != self._drawn:
            self._form.clear()
            self._draw()
        self._failure.set_text(self.view.failure)
        for block_id, field in self._surface.fields.items():
            field.show(self.view.errors.get(block_id, ""))

    def _draw(self) -> None:
        here, view = self._here, self.view
        self._drawn = view.hash
        self._surface = Surface(here, view, view.values)
        with self._form:
            with Tag("div", css="modal-head"):
                heading = Tag("h2", (view.title or {}).get("text", ""), "modal-title")
                button("✕", self._leave_all, "plain", aria_label=here.say(words.CLOSE))
            self._dialog.props["aria-labelledby"] = heading.html_id
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
