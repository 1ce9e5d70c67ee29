"""A file that somebody still writes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from pathlib import Path

_POLL_S: Final = 0.1
# One that has not grown for so long is over: whoever wrote it was killed.
GONE_S: Final = 900.0


class Growing:
    """A file that somebody still writes, to be read like one that is whole: reading waits.

    Parameters
    ----------
    path : pathlib.Path
        It need not be there yet.
    gone_s : float
        After so long without a byte it is at its end.
    """

    def __init__(self, path: Path, *, gone_s: float = GONE_S) -> None:
        self.path, self._gone_s = path, gone_s
        self._file: BinaryIO | None = None

    def read(self, size: int) -> bytes:
        """The next bytes, one at least and `size` at most; none once it is over."""
        until = time.monotonic() + self._gone_s
        while time.monotonic() < until:
            if self._file is None and self.path.exists():
                self._file = self.path.open("rb")
            if self._file is not None and (data := self._file.read(size)):
                return data
            time.sleep(_POLL_S)
        return b""

    def close(self) -> None:
        """Let it go."""
        if self._file is not None:
            self._file.close()
