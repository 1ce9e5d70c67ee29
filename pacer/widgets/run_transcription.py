"""The words of a run that is over, Python's side: offered where it has sound, heard when asked."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from pacer.audio.takes import SIDECAR
from pacer.core.errors import PacerError
from pacer.core.wording import count
from pacer.widgets.protocol import Transcribing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pacer.project import Project
    from pacer.widgets.protocol import ToPage


class RunTranscription:
    """Has a widget's runs transcribed, one at a time, beside everything else.

    Parameters
    ----------
    project : Project
    post : callable
        The room's `post`.
    journal : callable
        A run's journal by its token, or None.
    """

    def __init__(
        self,
        project: Project,
        post: Callable[[ToPage], object],
        journal: Callable[[str], Path | None],
    ) -> None:
        self._project, self._post, self._journal = project, post, journal
        self._working = threading.Lock()
        self.thread: threading.Thread | None = None

    def offer(self, token: str) -> None:
        """Say that a run's sound can be transcribed, where it has any."""
        path = self._journal(token)
        if path is not None and any(path.parent.glob(f"{path.stem}*{SIDECAR}")):
            self._say(token, "offered", 0.0, "")

    def start(self, token: str) -> None:
        """Transcribe a run's sound and say how far it is; what goes wrong is said too."""
        if not self._working.acquire(blocking=False):
            self._say(token, "failed", 0.0, "another run is being transcribed: wait for it")
            return

        def work() -> None:
            try:
                self._say(token, "working", 0.0, "")
                self._say(token, "done", 1.0, self._transcribed(token))
            except PacerError as error:
                self._say(token, "failed", 0.0, str(error))
            finally:
                self._working.release()

        self.thread = threading.Thread(target=work, name="pacer words", daemon=True)
        self.thread.start()

    def _transcribed(self, token: str) -> str:
        from pacer.results.transcription import transcribe

        path = self._journal(token)
        found = transcribe(
            self._project,
            "" if path is None else path.stem,
            progress=lambda share: self._say(token, "working", share, ""),
        )
        failed = int((~found.frame["passed"]).sum())
        doubt = f"; {count(failed, 'slide')} not transcribed" if failed else ""
        return f"{count(len(found.words), 'word')} heard{doubt}. talk.speech() tells more."

    def _say(self, token: str, state: str, share: float, line: str) -> None:
        self._post(Transcribing(token=token, state=state, share=share, line=line))  # type: ignore[arg-type]


def kept_where(project: Project) -> str:
    """What a recording keeps and where, said before it begins."""
    return (
        f"Sound is kept on this computer in {project.folder.name}/runs, sent nowhere and left out "
        f"of Git. To delete it: pacer forget {project.deck.path.name} --sound"
    )
