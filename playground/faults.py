"""What goes wrong with an app's call: what was ordered for chosen methods a number of times, else by the weather."""

from dataclasses import dataclass
from typing import get_args

from playground.weather import FaultKind, Weather


@dataclass
class Fault:
    """One kind of trouble with one method ("chat.postMessage", "response_url"), or with all ("*"), `times` times.

    `seconds` is how long a slow call waits before it is carried out, or what Retry-After says.
    """

    kind: FaultKind
    method: str = "*"
    times: int = 1
    seconds: float = 1


class Faults:
    """The trouble that is still to come."""

    def __init__(self, weather: Weather) -> None:
        self._weather = weather
        self._coming: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let this happen from now on."""
        self._coming.append(fault)

    def clear(self) -> None:
        """Nothing more of what was ordered; the weather stays."""
        self._coming.clear()

    def strike(self, method: str) -> Fault | None:
        """The fault that this call meets, if any; it is counted."""
        for fault in self._coming:
            if fault.method in ("*", method):
                fault.times -= 1
                if fault.times == 0:
                    self._coming.remove(fault)
                return fault
        return self._of_the_weather(method)

    def _of_the_weather(self, method: str) -> Fault | None:
        for kind in get_args(FaultKind):
            if self._weather.strikes(kind):
                seconds = self._weather.slow_seconds if kind == "slow" else self._weather.retry_after
                return Fault(kind, method, seconds=seconds)
        return None
