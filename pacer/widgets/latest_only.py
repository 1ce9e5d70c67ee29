"""Work that is only worth doing for what was asked last."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class LatestOnly:
    """Works beside everything else, one job at a time; of those that wait only the latest is done.

    Parameters
    ----------
    name : str
        Of its threads.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._number = 0
        self._working = threading.Lock()
        self.thread: threading.Thread | None = None

    def drop(self) -> None:
        """What was asked for so far is no longer wanted."""
        self._number += 1

    def join(self, seconds: float = 120.0) -> None:
        """Wait for what is being done."""
        if self.thread is not None:
            self.thread.join(seconds)

    def do(self, work: Callable[[], Callable[[], None]]) -> None:
        """Do `work`; what it gives back is called where nothing newer was asked for meanwhile."""
        self.drop()
        number = self._number

        def run() -> None:
            with self._working:
                if number != self._number:
                    return
                finish = work()
                if number == self._number:
                    finish()

        self.thread = threading.Thread(target=run, name=self._name, daemon=True)
        self.thread.start()
