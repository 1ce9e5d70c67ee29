"""A disk that fails, or a process that is killed, at the n-th thing done to it."""

import io
import os
import threading

from pacer.core import files

STEPS = ("open", "write", "fsync", "link", "replace", "unlink")


class Killed(BaseException):
    """The process is gone: nothing after it runs, not even what tidies up."""


class Disk:
    """Stands under `pacer.core.files` and counts what is done.

    Parameters
    ----------
    fails_at : int
        The step, from 0, that fails.
    error : int or "kill"
        With an errno it is not done; killed, a write leaves its first half.
    """

    def __init__(self, fails_at, error):
        self.fails_at, self.error = fails_at, error
        self.seen = []
        self.failed = False
        # What another thread does, such as one that still draws pictures, is not the test's.
        self._thread = threading.get_ident()

    def kill(self):
        """End what runs here; a benchmark ends the whole process."""
        raise Killed

    @property
    def killed(self):
        return self.failed and self.error == "kill"

    def step(self, name):
        """Do one thing more, or fail."""
        if threading.get_ident() != self._thread:
            return
        if self.killed:
            raise Killed  # whatever would have tidied up is gone too
        self.seen.append(name)
        if len(self.seen) - 1 != self.fails_at:
            return
        self.failed = True
        if self.error == "kill":
            self.kill()
        raise OSError(self.error, os.strerror(self.error))

    def put_under(self, monkeypatch):
        """Let `pacer.core.files` do all it does through this."""
        disk = self

        class Os:
            def __getattr__(self, name):
                real = getattr(os, name)
                if name not in STEPS:
                    return real

                def counted(*given, **how):
                    disk.step(name)
                    return real(*given, **how)

                return counted

        class Raw(io.FileIO):
            def write(self, data):
                try:
                    disk.step("write")
                except Killed:
                    os.write(self.fileno(), bytes(data)[: len(data) // 2])
                    raise
                return super().write(data)

        monkeypatch.setattr(files, "os", Os())
        monkeypatch.setattr(files, "_opened", lambda fd: Raw(fd, "r+"))
        discard = files._discard
        monkeypatch.setattr(files, "_discard", lambda part: None if disk.killed else discard(part))
