"""Runs one interaction from a person's hand to the app's answer: a command, an element, a modal."""

from typing import TYPE_CHECKING

from playground import payloads
from playground.answers import Answer, DeliveryFailed
from playground.app import Shortcut
from playground.errors import SlackError
from playground.input_values import answer as entered_value
from playground.input_values import complaint, has_state
from playground.response_urls import give_response
from playground.slack_words import slack_says
from playground.web_api.views import change_view, check_view, show_modal
from playground.workspace import Channel, Command, Installation, JsonObject, Member, Message, View, Workspace

if TYPE_CHECKING:
    from playground.server import Playground


class Interactions:
    """What one person does with the app's commands, elements and modals in one workspace.

    Nothing here is tried twice: like Slack, it shows the person a private note when the app does not answer in time.
    """

    def __init__(self, playground: "Playground", workspace: Workspace, member: Member) -> None:
        self._playground = playground
        self._workspace = workspace
        self._member = member

    async def run_command(self, channel: Channel, command: Command, text: str) -> None:
        """Send a slash command and show what the app acknowledges it with."""
        installation = self._installation()
        fields = payloads.command_fields(self._workspace, installation, self._member, channel, command.name, text)
        secret, ticket = self._playground.responses.issue(self._workspace, channel.id, self._member.id)
        fields["response_url"] = self._response_url(secret)
        fields["trigger_id"] = self._playground.triggers.issue(self._workspace, self._member.id)
        try:
            answer = await self._playground.delivery.command(installation.app, fields)
        except DeliveryFailed as failure:
            self._note(channel, "command_failed", command=command.name, code=_code(failure))
            return
        if not answer.body.strip():
            return
        try:
            give_response(self._playground, ticket, answer.json() or {"text": answer.body})
        except SlackError as error:
            self._note(channel, "command_failed", command=command.name, code=error.code)

    async def use_shortcut(self, shortcut: Shortcut, message: Message | None = None) -> None:
        """Use a shortcut; one in a message's menu comes with the message and a response URL."""
        workspace, installation = self._workspace, self._installation()
        channel = workspace.channel_of(message) if message else None
        payload = payloads.shortcut(workspace, installation, self._member, shortcut, workspace.next_ts())
        payload["trigger_id"] = self._playground.triggers.issue(workspace, self._member.id)
        if channel and message:
            payload |= payloads.shortcut_message(workspace, channel, message)
            secret, _ = self._playground.responses.issue(workspace, channel.id, self._member.id)
            payload["response_url"] = self._response_url(secret)
        try:
            await self._playground.delivery.interaction(installation.app, payload)
        except DeliveryFailed as failure:
            where = channel or workspace.direct_channel([self._member.id, installation.user_id])
            self._note(where, "click_failed", app=installation.app.name, code=_code(failure))

    async def use_in_message(self, message: Message, action_id: str, value: object, block_id: str | None) -> None:
        """Click or choose in a message; the app is always told."""
        installation = self._installation()
        channel = self._workspace.channel_of(message)
        if self._member.id not in channel.members or not message.visible_to(self._member.id):
            raise LookupError(f"{self._member.name} does not see message {message.ts}")
        block, element = payloads.find_element(message.blocks, action_id, block_id)
        state = {} if element["type"] == "button" else entered_value(element, value)
        if has_state(element):
            held = message.inputs.setdefault(self._member.id, {})
            held.setdefault(block["block_id"], {})[action_id] = state
            self._workspace.message_changed(channel, message)
        secret, _ = self._playground.responses.issue(self._workspace, channel.id, self._member.id, message.ts)
        payload = payloads.message_action(self._workspace, installation, self._member, channel, message) | {
            "actions": [payloads.action(block, element, state, self._workspace.next_ts())],
            "trigger_id": self._playground.triggers.issue(self._workspace, self._member.id),
            "response_url": self._response_url(secret),
        }
        try:
            await self._playground.delivery.interaction(installation.app, payload)
        except DeliveryFailed as failure:
            self._note(channel, "click_failed", app=installation.app.name, code=_code(failure))

    async def use_in_view(self, view: View, action_id: str, value: object, block_id: str | None) -> None:
        """Click, choose or type in a modal or Home tab; of a plain field of a form the app is not told."""
        block, element = payloads.find_element(view.blocks, action_id, block_id)
        state = {} if element["type"] == "button" else entered_value(element, value)
        if has_state(element):
            view.values.setdefault(block["block_id"], {})[action_id] = state
            view.errors.pop(block["block_id"], None)
            self._workspace.view_changed(view)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return
        installation = self._installation()
        trigger_view = view.id if view.type == "modal" else None
        payload = payloads.view_action(self._workspace, installation, self._member, view) | {
            "actions": [payloads.action(block, element, state, self._workspace.next_ts())],
            "trigger_id": self._playground.triggers.issue(self._workspace, self._member.id, trigger_view),
        }
        try:
            await self._playground.delivery.interaction(installation.app, payload)
            view.failure = ""
        except DeliveryFailed:
            view.failure = slack_says(self._member, "trouble")
        self._workspace.view_changed(view)

    async def submit(self, view: View) -> None:
        """Submit a modal: first Slack's client looks at the fields itself, then the app decides."""
        view.errors = {
            block["block_id"]: problem
            for block in view.blocks
            if block["type"] == "input"
            and has_state(block["element"])
            and (
                problem := complaint(block, view.values[block["block_id"]][block["element"]["action_id"]], self._member)
            )
        }
        view.failure = ""
        self._workspace.view_changed(view)
        if view.errors:
            return
        installation = self._installation()
        payload = payloads.view_event(
            "view_submission",
            self._workspace,
            installation,
            self._member,
            view,
            trigger_id=self._playground.triggers.issue(self._workspace, self._member.id, view.id),
            response_urls=[],
        )
        try:
            answer = await self._playground.delivery.interaction(installation.app, payload)
            await self._follow(view, answer)
        except (DeliveryFailed, SlackError):
            view.failure = slack_says(self._member, "trouble")
            self._workspace.view_changed(view)

    async def close(self, view: View, everything: bool = False) -> None:
        """Close a modal, or the whole stack; the app hears of those it asked about with notify_on_close."""
        stack = self._workspace.modals.get(self._member.id, [])
        everything = everything or view.clear_on_close
        closed = list(stack) if everything else [view]
        self._workspace.close_modals(self._member.id, keep=len(stack) - len(closed))
        installation = self._installation()
        for gone in reversed(closed):
            if gone.notify_on_close:
                payload = payloads.view_event(
                    "view_closed", self._workspace, installation, self._member, gone, is_cleared=everything
                )
                await self._tell(installation, payload)

    async def _follow(self, view: View, answer: Answer) -> None:
        """Do what the app answered to a submission (Slack docs, "Modals", response actions)."""
        instruction = answer.json() if answer.body.strip() else {}
        if instruction is None:
            raise SlackError("invalid_response")
        match instruction.get("response_action"):
            case None:
                self._leave(view)
            case "errors":
                view.errors = self._checked_errors(view, instruction.get("errors"))
                self._workspace.view_changed(view)
            case "update":
                check_view(instruction.get("view", {}), "modal")
                change_view(self._workspace, view, instruction["view"])
            case "push":
                check_view(instruction.get("view", {}), "modal")
                show_modal(self._workspace, self._member.id, instruction["view"])
            case "clear":
                await self.close(view, everything=True)
            case _:
                raise SlackError("invalid_response_action")

    def _leave(self, view: View) -> None:
        """Take a submitted modal away, and those pushed on top of it meanwhile."""
        stack = self._workspace.modals.get(self._member.id, [])
        if view in stack:
            self._workspace.close_modals(self._member.id, keep=stack.index(view))

    def _checked_errors(self, view: View, errors: object) -> dict[str, str]:
        known = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= known:
            raise SlackError("invalid_errors")
        return {block_id: str(text) for block_id, text in errors.items()}

    async def _tell(self, installation: Installation, payload: JsonObject) -> None:
        try:
            await self._playground.delivery.interaction(installation.app, payload)
        except DeliveryFailed:
            return  # the modal is gone already: there is nowhere to show it

    def _note(self, channel: Channel, sentence: str, **parts: object) -> None:
        self._workspace.note(channel, self._member.id, slack_says(self._member, sentence, **parts))

    def _response_url(self, secret: str) -> str:
        return f"{self._playground.url}response/{secret}"

    def _installation(self) -> Installation:
        if self._workspace.installation is None:
            raise LookupError(f"no app is installed in {self._workspace.name}")
        return self._workspace.installation


def _code(failure: DeliveryFailed) -> str:
    """The code that people see for a failed delivery."""
    return "operation_timeout" if failure.reason.endswith("timeout") else "dispatch_failed"
