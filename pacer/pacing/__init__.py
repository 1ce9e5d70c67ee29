"""SLIDES and DWELL -> ESTIMATES, and the chance that the talk fits.

`fit` gives a `Pacing`: each slide's seconds with their range, and the total's distribution for
any set of kept, trimmed and cut slides.
"""

from __future__ import annotations

from pacer.pacing.estimate import Pacing, fit, learn, speaker
from pacer.pacing.forecast import Finish, Forecast
from pacer.pacing.prior import edited
from pacer.pacing.profile import Profile
from pacer.pacing.total import Total, total_from

__all__ = [
    "Finish",
    "Forecast",
    "Pacing",
    "Profile",
    "Total",
    "edited",
    "fit",
    "learn",
    "speaker",
    "total_from",
]
