"""Bad weather on demand: what can go wrong between a bot and Slack, for chosen methods and a number of times."""

from dataclasses import dataclass
from typing import Literal

FaultKind = Literal["drop_after_storing", "error_after_storing", "slow", "rate_limited"]


@dataclass
class Fault:
    """One kind of trouble with one method ("chat.postMessage"), or with all ("*"), the next `times` times.

    `seconds` is how long a slow call waits before it is carried out, or what Retry-After says.
    """

    kind: FaultKind
    method: str = "*"
    times: int = 1
    seconds: float = 1


class Faults:
    """The trouble that is still to come."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let this happen from now on."""
        self._coming.append(fault)

    def clear(self) -> None:
        """Good weather again."""
        self._coming.clear()

    def strike(self, method: str) -> Fault | None:
        """The fault that this call meets, if any; it is counted."""
        for fault in self._coming:
            if fault.method in ("*", method):
                fault.times -= 1
                if fault.times == 0:
                    self._coming.remove(fault)
                return fault
        return None
