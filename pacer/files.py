"""A file written whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A new file beside the target to write to; on leaving it is synced and takes its place.

    Parameters
    ----------
    target : Path
        What is there stays as it was unless all went well, even if the machine stops.

    Yields
    ------
    Path
        Of the same suffix, with a name of its own, so that two programs never share one.

    Raises
    ------
    OSError
        If it cannot be written; nothing half-written is left.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".pacer-", suffix=target.suffix)
    os.close(handle)
    fresh = Path(name)
    try:
        yield fresh
        # A temporary file is its owner's alone; this one is as open as any other new file.
        mask = os.umask(0)
        os.umask(mask)
        fresh.chmod(0o666 & ~mask)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
