"""Keeps tokens unreadable in the database: locked with the first of our keys, unlocked with any."""

from __future__ import annotations

from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Cipher:
    """Our keys."""

    def __init__(self, keys: Iterable[str]) -> None:
        """Raises ValueError for what is no key of Fernet's, and without any."""
        locks = [Fernet(key) for key in keys]
        self._first, self._any = MultiFernet(locks[:1]), MultiFernet(locks)

    def lock(self, token: str) -> str:
        """Unreadable without the first key."""
        return self._first.encrypt(token.encode()).decode()

    def unlock(self, locked: str) -> str | None:
        """The token; None when none of our keys opens it."""
        return _opened(self._any, locked)

    def is_of_first_key(self, locked: str) -> bool:
        """Whether it stays readable when all other keys are thrown away."""
        return _opened(self._first, locked) is not None


def _opened(locks: MultiFernet, locked: str) -> str | None:
    try:
        return locks.decrypt(locked).decode()
    except InvalidToken:
        return None
