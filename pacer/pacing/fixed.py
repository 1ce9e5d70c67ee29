"""A talk whose slides advance by themselves, all after the same time: Ignite, PechaKucha."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pacer.core import clock
from pacer.core.wording import count

if TYPE_CHECKING:
    import pandas as pd

    from pacer.pacing.estimate import Pacing

# So that a total of exactly the slot is within it, whatever the last bit of a sum is.
_HAIR = 1e-9
# Notes are read as fast as this much above the estimate before they are called too long.
_SLACK = 1.05
_MOST_NAMED = 8
# The logarithm of no time at all.
_NONE = -30.0


def advancing(pacing: Pacing, seconds: pd.Series[float]) -> Pacing:
    """The same talk where each slide stays for a time that the deck sets.

    Parameters
    ----------
    pacing : Pacing
    seconds : pandas.Series
        ``slide_key`` -> seconds after which the slide advances; slides without one keep their
        estimate.

    Returns
    -------
    Pacing
        Without any spread; a warning names the slides whose notes take longer than that.
    """
    stays = seconds.reindex(list(pacing.slide_keys)).to_numpy(dtype=float)
    known = np.isfinite(stays)
    parts, found = pacing.found.parts, pacing.found
    calm = np.where(known, 0.0, 1.0)
    log_s = np.where(known, _NONE, found.log_s)
    return replace(
        pacing,
        before=replace(pacing.before, fixed_s=np.where(known, stays, pacing.before.fixed_s)),
        found=found._replace(
            parts=parts._replace(
                mean_s=np.where(known, stays * (1 - _HAIR), parts.mean_s),
                own_s2=parts.own_s2 * calm,
                shared_s=parts.shared_s * calm,
            ),
            log_s=log_s,
            log_var=np.where(known, _HAIR, found.log_var),
            noise_var=found.noise_var * calm,
            left_var=found.left_var * calm,
            shown=np.where(known, 1.0, found.shown),
        ),
        advances=True,
        warnings=(*pacing.warnings, *_too_long(pacing, stays)),
    )


def _too_long(pacing: Pacing, stays: np.ndarray) -> list[str]:
    """Name the slides whose notes take longer to say than the slide stays."""
    slides = pacing.slides
    said_s = slides["notes_words"].to_numpy(dtype=float) * 60 / pacing.before.wpm
    over = (said_s > _SLACK * stays) & ~slides["hidden"].to_numpy(dtype=bool)
    if not over.any():
        return []
    places = slides.loc[over, "position"].astype(str).tolist()
    named = ", ".join(places[:_MOST_NAMED]) + " …" * (len(places) > _MOST_NAMED)
    worst = int(np.argmax(np.where(over, said_s - stays, -np.inf)))
    told = (
        f"the notes of {count(len(places), 'slide')} ({named}) take longer at "
        f"{pacing.before.wpm:.0f} wpm than the slide stays: "
        f"{clock.text(said_s[worst])} in {clock.text(stays[worst])} on slide "
        f"{slides['position'].iloc[worst]}"
    )
    return [told]
