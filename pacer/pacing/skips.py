"""How likely a slide is shown at all.

Most slides are shown in every run and a slip passes one of them by; a few, licences and backups
at the end above all, are there to be passed by. With k complete runs that passed a slide by and
v visits to it, a slip happens with chance s of a Beta distribution whose mean is that of all
slides, and which counts as `SLIP_OWN` visits of the slide's own. A slide that is there to be
passed by is shown with chance `ASIDE_SHOWN`. Bayes weighs the two::

    slips = E[s^k (1 − s)^v]          aside = (1 − ASIDE_SHOWN)^k ASIDE_SHOWN^v
    P(aside) = ASIDE aside / (ASIDE aside + (1 − ASIDE) slips)
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

# Before any run: a slide in a hundred is passed by, as sure as 50 visits would make it; and
# what is known of all slides counts for each as three visits of its own.
SLIP, SLIP_VISITS, SLIP_OWN = 0.01, 50.0, 3.0
# One slide in fifty is there to be passed by, and then is shown in one run of ten.
ASIDE, ASIDE_SHOWN = 0.02, 0.1


def shown(visits: Floats, passed: Floats) -> Floats:
    """The chance that each slide is shown in the next run.

    Parameters
    ----------
    visits, passed : ndarray of float, shape (n,)
        Runs that showed the slide, and complete runs that held it and passed it by.

    Returns
    -------
    ndarray of float, shape (n,)

    Examples
    --------
    >>> shown(np.array([3.0, 0.0, 0.0]), np.array([0.0, 1.0, 3.0])).round(2).tolist()
    [1.0, 0.32, 0.12]
    """
    # Slides that were never shown say nothing of slips.
    slips = passed * (visits > 0)
    usual = (slips.sum() + SLIP * SLIP_VISITS) / (slips.sum() + visits.sum() + SLIP_VISITS)
    slip, seen = usual * SLIP_OWN, (1 - usual) * SLIP_OWN
    by_slip = np.array(
        [
            math.lgamma(slip + k) + math.lgamma(seen + v) - math.lgamma(SLIP_OWN + k + v)
            for k, v in zip(passed.tolist(), visits.tolist(), strict=True)
        ]
    ) - (math.lgamma(slip) + math.lgamma(seen) - math.lgamma(SLIP_OWN))
    by_aim = passed * math.log(1 - ASIDE_SHOWN) + visits * math.log(ASIDE_SHOWN)
    odds = np.exp(np.clip(by_aim - by_slip, -50, 50)) * ASIDE / (1 - ASIDE)
    aside = odds / (1 + odds)
    kept = (seen + visits) / (SLIP_OWN + visits + passed)
    # Before any run every slide is in the deck to be shown.
    aside = np.where(passed + visits > 0, aside, 0.0)
    return np.asarray(np.clip(aside * ASIDE_SHOWN + (1 - aside) * kept, 0.0, 1.0))
