"""The weather between a bot and Slack: trouble that lasts, each kind with its own probability."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args

FaultKind = Literal["drop_after_storing", "error_after_storing", "slow", "rate_limited"]
WeatherKind = Literal[FaultKind, "disconnect"]

KINDS: tuple[WeatherKind, ...] = (*get_args(FaultKind), "disconnect")


@dataclass
class Weather:
    """How often each kind of trouble happens, from 0 (never) to 1 (always); fair until somebody changes it.

    `drop_after_storing` and `error_after_storing` carry a Web API call out and then cut the connection or answer
    500; `slow` waits `slow_seconds` first; `rate_limited` refuses with 429 and `retry_after` seconds; `disconnect`
    cuts a socket just after a payload went into it. `dice` gives numbers from 0 to 1.
    """

    drop_after_storing: float = 0
    error_after_storing: float = 0
    slow: float = 0
    rate_limited: float = 0
    disconnect: float = 0
    slow_seconds: float = 2
    retry_after: int = 1
    dice: Callable[[], float] = field(default=random.random, repr=False)

    @property
    def is_fair(self) -> bool:
        """Whether nothing happens at all."""
        return not any(self.chance(kind) for kind in KINDS)

    def chance(self, kind: WeatherKind) -> float:
        """How often this happens, from 0 to 1."""
        return float(getattr(self, kind))

    def change(self, kind: WeatherKind, chance: float) -> None:
        """From now on this happens with that probability. Raises ValueError outside 0 to 1."""
        if not 0 <= chance <= 1:
            raise ValueError(f"a probability is from 0 to 1, not {chance}")
        setattr(self, kind, chance)

    def clear(self) -> None:
        """Fair again."""
        for kind in KINDS:
            self.change(kind, 0)

    def strikes(self, kind: WeatherKind) -> bool:
        """Whether it happens this time."""
        chance = self.chance(kind)
        return chance > 0 and self.dice() < chance
