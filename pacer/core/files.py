"""A file written whole, or not at all; and JSON read as what anyone may have written."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacer.core.errors import PacerError
from pacer.core.text import line

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


@contextmanager
def locked(folder: Path, *, seconds: float = 10.0) -> Iterator[None]:
    """Hold a folder against other processes and threads that change what lies in it.

    Parameters
    ----------
    folder : Path
        Is there; a small file ``.lock`` in it is what is held, and goes free with its holder,
        however that ends.
    seconds : float
        How long to wait for another holder.

    Raises
    ------
    PacerError
        If another holds it for longer.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / ".lock", timeout=seconds):
            yield
    except Timeout as error:
        raise PacerError(f"{folder.name}: another pacer is writing there: try again") from error


def read_json(path: Path, *, most_bytes: int = 2_000_000) -> Any:
    """What a JSON file holds; None where there is no such file.

    Raises
    ------
    PacerError
        If it cannot be read, is damaged, or larger than `most_bytes`.
    """
    try:
        if path.stat().st_size > most_bytes:
            raise PacerError(f"{path.name}: is larger than pacer ever writes it: move it away")
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PacerError(f"{path.name}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:
        why = line(str(error), limit=80)
        raise PacerError(f"{path.name}: is damaged ({why}): mend it or move it away") from error
