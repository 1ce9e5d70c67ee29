"""When a run that is on will end: from its marks, the slot, and the speaker's own pace.

This is the forecast a page shows. Between two marks the only unknown is how long the slide has
been up, so after each mark Python sends a *curve* over that time, and the page looks it up; no
page forecasts by itself. `pacer.pacing.forecast` derives the arithmetic, and the benches and the
lectures drive this module, so that what is measured is what is shown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pacer import runs
from pacer.core import frames
from pacer.pacing.forecast import Finish, Forecast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Seconds after the mark at which a curve is known: at once, then ever wider apart up to an hour.
# Between two of them a page draws a line.
KNOTS_S = (0.0, *np.geomspace(1.0, 3600.0, 33).round(3).tolist())
# A slide that was up for less, before the speaker went back, was a slip and not a jump ahead.
SLIP_S = 5.0


@dataclass(frozen=True)
class ForecastCurve:
    """When a run ends, by how long the slide that is up has been up.

    Parameters
    ----------
    slide_key : str
        The slide that is up.
    since_s : tuple of float
        Seconds of its present stay.
    low_s, median_s, high_s : tuple of float
        Seconds of talk at which the run ends, beside each of `since_s`: within low and high in
        eight of ten runs.
    """

    slide_key: str
    since_s: tuple[float, ...]
    low_s: tuple[float, ...]
    median_s: tuple[float, ...]
    high_s: tuple[float, ...]


@dataclass(frozen=True)
class _Standing:
    """A run at its last mark: what was left, what is up, where it began, how the end moved."""

    left: tuple[tuple[int, float], ...]
    showing: int
    since_s: float
    elapsed_s: float
    began: int
    moved_s: float


class LiveForecast:
    """Forecasts the end of a run from its marks.

    Parameters
    ----------
    tables : mapping
        As made by `Pacing.tables`.
    scale : sequence of float, optional
        The part of each slide that is planned; ``tables["scale"]`` by default.
    slot_s : float, optional
        The talk time that was granted.

    Examples
    --------
    >>> live = LiveForecast(pacing.tables(), slot_s=1200)  # doctest: +SKIP
    >>> live.curve([{"t_s": 0.0, "kind": "start", "slide_key": "id:256"}])  # doctest: +SKIP
    """

    def __init__(
        self,
        tables: Mapping[str, Any],
        *,
        scale: Sequence[float] | None = None,
        slot_s: float | None = None,
    ) -> None:
        self._tables, self._scale, self._slot_s = tables, scale, slot_s
        self._row = {key: row for row, key in enumerate(tables["slide_keys"])}

    def finish(self, marks: Iterable[Mapping[str, Any]]) -> Finish | None:
        """When the run ends, as known at its last mark.

        Parameters
        ----------
        marks : iterable of mapping
            In order, each with t_s, kind and slide_key, as a journal holds them.

        Returns
        -------
        Finish or None
            None where no slide of the deck is up.
        """
        now = self._standing(marks)
        return None if now is None else self._finish(self._forecast(now), now, 0.0)

    def curve(self, marks: Iterable[Mapping[str, Any]]) -> ForecastCurve | None:
        """The same as a curve over the seconds after the last mark; see `ForecastCurve`."""
        now = self._standing(marks)
        if now is None:
            return None
        forecast = self._forecast(now)
        ends = [self._finish(forecast, now, later_s) for later_s in KNOTS_S]
        low_s, median_s, high_s = (
            tuple(round(end.quantile(q), 3) for end in ends) for q in (0.1, 0.5, 0.9)
        )
        return ForecastCurve(
            slide_key=self._tables["slide_keys"][now.showing],
            since_s=tuple(round(now.since_s + later_s, 3) for later_s in KNOTS_S),
            low_s=low_s,
            median_s=median_s,
            high_s=high_s,
        )

    def _forecast(self, now: _Standing) -> Forecast:
        slot_s = self._slot_s
        if slot_s is not None:
            slot_s = max(slot_s * self._share_from(now.began) + now.moved_s, 1.0)
        forecast = Forecast(self._tables, self._scale, slot_s=slot_s)
        for row, seconds in now.left:
            forecast.done(row, seconds)
        return forecast

    def _share_from(self, row: int) -> float:
        """The part of the talk from this slide on: a run that begins there has so much time."""
        planned = np.asarray(self._tables["scale"] if self._scale is None else self._scale)
        weights = np.array([part["weight"] for part in self._tables["components"]])
        mean_s = weights @ np.array([part["mean_s"] for part in self._tables["components"]])
        whole_s = float((planned * mean_s).sum())
        return float((planned * mean_s)[row:].sum()) / whole_s if whole_s > 0 else 1.0

    def _finish(self, forecast: Forecast, now: _Standing, later_s: float) -> Finish:
        return forecast.finish(
            now.elapsed_s + later_s, showing=now.showing, since_s=now.since_s + later_s
        )

    def _standing(self, marks: Iterable[Mapping[str, Any]]) -> _Standing | None:
        """What the marks say, by the one reading of marks there is in Python."""
        marks = list(marks)
        frame = frames.build(
            frames.MARKS,
            [
                {name: mark[name] for name in ("t_s", "kind", "slide_key")} | {"run_id": ""}
                for mark in marks
            ],
        )
        shown = frame[frame["kind"].isin(("start", "slide")) & (frame["slide_key"] != "")]
        if shown.empty or shown["slide_key"].iloc[-1] not in self._row:
            return None
        showing = self._row[shown["slide_key"].iloc[-1]]
        # A part that is rehearsed is all there is of it; one that is gone tells nothing of that.
        began = self._row.get(shown["slide_key"].iloc[0], 0)
        visits = runs.visits(frame)
        seconds = (visits["end_s"] - visits["start_s"]).groupby(visits["visit"], sort=True).sum()
        keys = visits.groupby("visit", sort=True)["slide_key"].first()
        stays = [
            (self._row[key], stay_s)
            for key, stay_s in zip(keys.tolist(), seconds.tolist(), strict=True)
            if key in self._row
        ]
        # The stay on the slide that is up is the last one, and lasted at least so long.
        is_up = bool(stays) and bool(visits["censored"].iloc[-1]) and stays[-1][0] == showing
        since_s = stays.pop()[1] if is_up else 0.0
        after = [*(row for row, _ in stays[1:]), showing]
        return _Standing(
            left=tuple(
                (row, stay_s)
                for (row, stay_s), next_row in zip(stays, after, strict=False)
                if stay_s >= SLIP_S or next_row > row
            ),
            showing=showing,
            since_s=since_s,
            elapsed_s=float(seconds.sum()),
            began=began,
            moved_s=sum(granted_s(mark) for mark in marks if mark["kind"] == "extend"),
        )


def granted_s(mark: Mapping[str, Any]) -> float:
    """Seconds that a mark of the kind "extend" grants on top, or takes off; 0 where it is none."""
    try:
        by_s = float(mark.get("note", ""))
    except ValueError:
        return 0.0
    return by_s if math.isfinite(by_s) else 0.0
