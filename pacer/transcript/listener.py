"""The live listener's own process: a take that is recorded -> speech and pauses, and words.

It runs beside the recorder's process as the transcription's does (`pacer.transcript.transcriber`):
at low priority, so that neither sound nor kernel waits for it, and only while a take is recorded.
It reads what the recorder wrote; of that nothing is lost, however late it is. The first line on
stdin is the request, stdout gives lines of JSON, and the end of stdin means "stop".

Each `STEP_S` the last `WINDOW_S` are heard anew: the engine pads whatever it is given to half a
minute, so shorter steps cost more, and a longer window makes words older. Where hearing would take
more than `SHARE` of a processor there is more time between windows, up to `LONGEST_STEP_S`: further
apart they would miss words. A window that is not heard in time is left out.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

STEP_S: Final = 5.0
LONGEST_STEP_S: Final = 10.0
SHARE: Final = 0.1
WINDOW_S: Final = 15.0
# A word that ends this close to now may go on.
FRESH_S: Final = 1.0
# So many cells are told at once: a second of them.
CELLS: Final = 5
# As the transcription's.
NICE: Final = 10


class Ears:
    """Hears the last seconds of a sound again and again, in a thread of its own.

    Parameters
    ----------
    asked : dict
        `model`, a folder, and `language`, None where it is to be told from the words.
    say : callable
        Told each window's words.
    """

    def __init__(self, asked: dict[str, Any], say: Callable[[dict[str, Any]], None]) -> None:
        import numpy as np

        self._asked, self._say, self._np = asked, say, np
        self._sound = np.empty(0, np.float32)
        self._end = 0  # samples so far
        self._more = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def take_in(self, block: Any) -> None:
        """A little more of the sound; returns at once."""
        from pacer.transcript.transcriber import RATE

        with self._more:
            self._sound = self._np.concatenate([self._sound, block])[-round(WINDOW_S * RATE) :]
            self._end += len(block)
            self._more.notify()

    def _listen(self) -> None:
        from pacer.transcript.transcriber import RATE, Refused, hear, load

        language = self._asked["language"]
        try:
            model, many = load(self._asked["model"], language)
        except Refused as why:
            self._say({"refused": why.kind, "detail": why.detail})
            return
        language = language if many else "en"
        heard, told_s, step_s = 0, 0.0, STEP_S
        while True:
            with self._more:
                while self._end - heard < step_s * RATE:
                    self._more.wait()
                sound, heard = self._sound, self._end
            began_s = time.process_time()
            now_s = heard / RATE
            from_s = now_s - len(sound) / RATE
            words, found = hear(model, sound, from_s, language)
            if words and language is None:
                language = found
            # Heard before, or cut in two by the window's beginning or by now.
            fresh = [
                word
                for word in words
                if (word[0] + word[1]) / 2 > told_s and word[1] < now_s - FRESH_S
            ]
            told_s = max(told_s, *(word[1] for word in fresh), from_s)
            self._say({"words": fresh, "until_s": now_s - FRESH_S})
            work_s = time.process_time() - began_s
            step_s = min(max(STEP_S, work_s / SHARE), LONGEST_STEP_S)


def main() -> None:
    """Read the request, answer line by line."""
    # Before anything is loaded: that alone takes a second.
    with contextlib.suppress(OSError, AttributeError):
        os.nice(NICE)
    # At the end: it is there already wherever pacer is installed.
    sys.path.append(os.path.dirname(os.path.dirname(os.path.dirname(__file__))))  # noqa: PTH120
    from pathlib import Path

    from pacer.audio import live
    from pacer.core.errors import PacerError
    from pacer.transcript.transcriber import end_with_caller, own_output

    kernel, out = sys.stdin.buffer, own_output()
    asked = json.loads(kernel.readline())
    threading.Thread(target=end_with_caller, args=(kernel,), daemon=True).start()
    talking = threading.Lock()

    def say(answer: dict[str, Any]) -> None:
        with talking:
            print(json.dumps(answer), file=out, flush=True)

    try:
        blocks = live.sound(Path(asked["take"]))
        ears = Ears(asked, say) if asked["model"] else None

        def both() -> Any:
            for block in blocks:
                if ears is not None:
                    ears.take_in(block)
                yield block

        cells, signs = 0, ""
        for fresh in live.speaking(both()):
            cells += len(fresh)
            signs += "".join("01"[int(cell)] for cell in fresh)
            if len(signs) >= CELLS:
                say({"speech": signs, "cells": cells})
                signs = ""
    except (PacerError, OSError) as why:
        say({"refused": "sound", "detail": str(why)})
    finally:
        # Not by returning: a thread of the engine's may still be at work.
        os._exit(0)


if __name__ == "__main__":
    main()
