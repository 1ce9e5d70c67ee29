"""The one door through which pacer writes a file, and JSON read as what anyone may have written.

A file is written whole or not at all: beside its target, synced, renamed into place, and the
folder synced, so that a full disk, a kill or a power cut leaves the old file or the new one. What
a user asked for by name goes through `pacer.core.outputs`, which guards what is there, and then
through here. Two write by themselves, because they promise something else: `runs.journal` (append
and sync) and `audio.capture` (a process that must not import pacer).
"""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import secrets
import shutil
import stat
import time
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any, BinaryIO, Final, TypeAlias

from pacer.core.errors import PacerError
from pacer.core.text import line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    # Bytes, text (written as UTF-8), or a function that writes into a binary file.
    Data: TypeAlias = bytes | str | Callable[[BinaryIO], object]

# Of a file that was being written when its process was killed; such are swept after an hour.
PART: Final = ".pacer-part"
SWEPT_S: Final = 3600.0
# Deeper than anything pacer writes, and far from where Python's own stack ends.
DEEPEST: Final = 60

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV, errno.EINVAL}


def write(target: Path, data: Data, *, ready: Callable[[str], None] | None = None) -> Path:
    """Write a file whole, in the place of what was there.

    Parameters
    ----------
    target : Path
        A file to make or to replace. Its rights stay as they were.
    data : bytes, str or callable
        What it holds; a callable is given a binary file that can be read and sought too, and may
        raise to leave all as it was.
    ready : callable, optional
        Called with the new content's SHA-256, in hex, once it is on the disk and before it takes
        its place.

    Returns
    -------
    Path
        The target.

    Raises
    ------
    PacerError
        If it cannot be written, or if something other than a file stands there; what was there
        is as it was.
    """
    try:
        found = _regular(target)
        with _part(target, data) as (part, digest):
            if found is not None:
                part.chmod(stat.S_IMODE(found.st_mode))
            if ready is not None:
                ready(digest())
            os.replace(part, target)  # noqa: PTH105 - all that changes a disk goes by `os` here
        _sync_folder(target.parent)
    except OSError as error:
        raise unwritten(target, error) from error
    return target


def create(target: Path, data: Data, *, ready: Callable[[str], None] | None = None) -> bool:
    """Write a file whole where there is none; an empty one counts as none.

    Parameters
    ----------
    target, data, ready
        As `write` takes them.

    Returns
    -------
    bool
        False if there is one, which is left alone.

    Raises
    ------
    PacerError
        As `write` does.
    """
    try:
        found = _regular(target)
        if found is not None and found.st_size:
            return False
        with _part(target, data) as (part, digest):
            if ready is not None:
                ready(digest())
            if found is not None:  # nothing is in it that could be lost
                os.replace(part, target)  # noqa: PTH105
            else:
                _link(part, target)
        _sync_folder(target.parent)
    except FileExistsError:
        return False
    except OSError as error:
        raise unwritten(target, error) from error
    return True


def append(target: Path, size: int, data: bytes) -> None:
    """Add bytes behind the first `size` of a file; they are on the disk when this returns.

    Raises
    ------
    OSError
        If they cannot be written; none of them is there then.
    """
    with target.open("r+b", buffering=0) as file:
        file.seek(size)
        try:
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                file.truncate(size)
            raise


def copy(source: Path, target: Path) -> bool:
    """Copy a file to where there is none; as `create`.

    Raises
    ------
    PacerError
        If the source cannot be read, or as `create` does.
    """
    with source.open("rb") as file:
        return create(target, lambda out: shutil.copyfileobj(file, out))


def make_folder(folder: Path) -> Path:
    """Make a folder and those above it, where they are not there.

    Raises
    ------
    PacerError
        If it cannot be made.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for each in missing:
            _sync_folder(each.parent)
    except OSError as error:
        raise unwritten(folder, error) from error
    return folder


def move(source: Path, target: Path) -> Path:
    """Give a file another name, where there is nothing of that name.

    Raises
    ------
    FileExistsError
        If there is.
    OSError
        If it cannot be moved.
    """
    _link(source, target)
    _sync_folder(target.parent)
    _sync_folder(source.parent)
    return target


def cure(error: OSError) -> str:
    """What to do about a file that cannot be written."""
    match error.errno:
        case code if code in _FULL:
            return "make room on the disk"
        case code if code in _FORBIDDEN:
            return "allow pacer to write there, or choose another place"
        case errno.ENOENT:
            return "make its folder first, or choose another place"
        case errno.ENOTDIR | errno.EISDIR | errno.EEXIST | errno.ELOOP:
            return "choose another place"
        case errno.ENAMETOOLONG:
            return "choose a shorter name"
    return "check the disk, or choose another place"


def is_full(error: Exception) -> bool:
    """Whether it is for want of room that something could not be written."""
    cause = error if isinstance(error, OSError) else error.__cause__
    return isinstance(cause, OSError) and cause.errno in _FULL


def unwritten(target: Path, error: OSError) -> PacerError:
    """The error for a file that could not be written, with its cure."""
    return PacerError(f"{target}: cannot be written ({_why(error)}): {cure(error)}")


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    found = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def _why(error: OSError) -> str:
    return error.strerror or str(error)


def _regular(target: Path) -> os.stat_result | None:
    """What is known of the file there; None where there is nothing."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "no file but a device or a pipe"
        raise PacerError(f"{target}: is {what}: choose another name")
    return found


@contextmanager
def _part(target: Path, data: Data) -> Iterator[tuple[Path, Callable[[], str]]]:
    """The content in a file beside its target, on the disk; gone again on leaving."""
    _sweep(target)
    mark = sha256(target.name.encode("utf-8", "replace")).hexdigest()[:8]
    part = target.with_name(f".{mark}-{secrets.token_hex(4)}{PART}")
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    fd = os.open(part, flags, 0o666)
    try:
        with _opened(fd) as file:
            if callable(data):
                data(file)
            else:
                file.write(data.encode("utf-8", "replace") if isinstance(data, str) else data)
            file.flush()
            os.fsync(fd)
        yield part, lambda: digest(part)
    finally:
        _discard(part)


def _discard(part: Path) -> None:
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)


def _opened(fd: int) -> BinaryIO:
    """The new file; tests put one in its place whose disk fills up."""
    return io.BufferedRandom(io.FileIO(fd, "r+"))


def _sweep(target: Path) -> None:
    """Remove what a killed process left of this target."""
    mark = sha256(target.name.encode("utf-8", "replace")).hexdigest()[:8]
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f".{mark}-*{PART}"):
            if time.time() - left.stat().st_mtime > SWEPT_S:
                left.unlink(missing_ok=True)


def _link(source: Path, target: Path) -> None:
    """Rename to a name that nothing has; where a disk knows no links, as nearly as it can."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from error
        os.replace(source, target)  # noqa: PTH105
    else:
        os.unlink(source)  # noqa: PTH108


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable; where folders cannot be synced, it is so already."""
    try:
        fd = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folder
        return
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EACCES, errno.ENOTSUP):
            raise
    finally:
        os.close(fd)


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
        If it is no file, cannot be read, is damaged, or is larger than `most_bytes` or more
        deeply nested than pacer ever writes one.
    """
    try:
        # Asked first: opening a named pipe would wait for ever.
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise PacerError(f"{path.name}: is no file: move it away")
        with path.open("rb") as file:
            raw = file.read(most_bytes + 1)
        if len(raw) > most_bytes:
            raise PacerError(f"{path.name}: is larger than pacer ever writes it: move it away")
        made = json.loads(raw)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PacerError(f"{path.name}: cannot be read ({_why(error)})") from error
    except (ValueError, RecursionError) as error:
        why = line(str(error), limit=80)
        raise PacerError(f"{path.name}: is damaged ({why}): mend it or move it away") from error
    if _is_deep(made):
        raise PacerError(f"{path.name}: is damaged (nested too deep): move it away")
    return made


def dumped(held: Any) -> str:
    """JSON as pacer keeps it: readable, one line a value, the same each time.

    Raises
    ------
    ValueError
        If a number in it is none.
    """
    return json.dumps(held, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _is_deep(value: object) -> bool:
    """Whether containers stand in containers more than `DEEPEST` times."""
    level: list[object] = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
