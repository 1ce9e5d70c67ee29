"""The door to HiGHS: a mixed-integer programme, built row by row, solved to a proven gap."""

from __future__ import annotations

import atexit
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from pacer.core.errors import MissingDependency, PacerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

INF = float("inf")
# The first limit is counted in work (nodes times variables), so that a busy machine gives the same
# plan as an idle one: far more than a talk needs, and on 500 slides some seconds, after which a
# plan is within .2 % of the best. The second only guards against a hang.
MOST_WORK, LEAST_NODES, MOST_SECONDS = 500_000, 100, 60.0
# A solver that Python ends under aborts the process: at the exit each is told to stop, and is
# waited for; it looks up several times a second.
EXIT_S = 10.0
_ending = threading.Event()
_running: set[int] = set()
_changed = threading.Condition()


@atexit.register
def _stop() -> None:
    _ending.set()
    with _changed:
        _changed.wait_for(lambda: not _running, EXIT_S)


@contextmanager
def _known(solver: object) -> Iterator[None]:
    """A solver that runs; none does once Python is ending."""
    with _changed:
        if _ending.is_set():
            raise PacerError("no plan is made any more: Python is ending")
        _running.add(id(solver))
    try:
        yield
    finally:
        with _changed:
            _running.discard(id(solver))
            _changed.notify_all()


def _look_up(event: Any) -> None:
    if _ending.is_set():
        event.interrupt()


@dataclass(frozen=True)
class Answer:
    """A solution, its value, and how far from the best it can at most be (relative)."""

    x: npt.NDArray[np.float64]
    value: float
    gap: float


@dataclass
class Program:
    """Maximise value · x subject to rows low ≤ a · x ≤ high and bounds on x."""

    value: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float]] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    factor: list[float] = field(default_factory=list)

    def variables(
        self,
        values: Iterable[float],
        *,
        low: float = 0.0,
        high: float = 1.0,
        whole: bool = False,
    ) -> range:
        """Add one variable a value; give back their places."""
        first = len(self.value)
        self.value.extend(values)
        added = len(self.value) - first
        self.low += [low] * added
        self.high += [high] * added
        self.whole += [whole] * added
        return range(first, len(self.value))

    def row(self, terms: Iterable[tuple[int, float]], low: float = -INF, high: float = INF) -> int:
        """Add a constraint; give back its place. A variable may occur more than once."""
        summed: dict[int, float] = {}
        for place, times in terms:
            summed[place] = summed.get(place, 0.0) + times
        self.start.append(len(self.index))
        self.index.extend(summed)
        self.factor.extend(summed.values())
        self.rows.append((low, high))
        return len(self.rows) - 1

    def solve(
        self,
        *,
        gap: float = 1e-4,
        seconds: float = MOST_SECONDS,
        instead: Sequence[float] | None = None,
        start: npt.NDArray[np.float64] | None = None,
    ) -> Answer | None:
        """Solve it.

        Parameters
        ----------
        gap : float
            Relative gap at which the search may stop.
        seconds : float
            Time after which it stops with the best there is.
        instead : sequence of float, optional
            Values to maximise instead of the programme's own.
        start : ndarray, optional
            A solution to begin from.

        Returns
        -------
        Answer or None
            None where no solution exists.

        Raises
        ------
        MissingDependency
            Without highspy.
        PacerError
            If the solver gives up.
        """
        try:
            import highspy
        except ImportError as error:  # pragma: no cover - a declared dependency
            raise MissingDependency("planning", "pip install 'highspy>=1.9'") from error

        highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, setting in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", gap),
            ("mip_max_nodes", max(MOST_WORK // max(len(self.value), 1), LEAST_NODES)),
            # Measured on decks of 60 to 300 slides: presolve hides what the cuts feed on (a
            # dense deck of 120 slides takes twice the time with it), restarts find nothing.
            ("presolve", "off"),
            ("mip_allow_restart", False),
            ("time_limit", seconds),
        ):
            highs.setOptionValue(name, setting)
        highs.passModel(self._model(highspy, self.value if instead is None else instead))
        if start is not None:
            solution = highspy.HighsSolution()
            solution.col_value = start.tolist()
            highs.setSolution(solution)
        highs.cbMipInterrupt += _look_up
        with _known(highs):
            highs.run()
        status = highs.getModelStatus()
        if status in (
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return None
        x = np.array(highs.getSolution().col_value, dtype=float)
        info = highs.getInfo()
        if len(x) != len(self.value) or not np.isfinite(info.objective_function_value):
            raise PacerError(f"the planner found no plan: {highs.modelStatusToString(status)}")
        whole = np.array(self.whole, dtype=bool)
        x[whole] = np.round(x[whole])
        # HiGHS measures its gap against the incumbent, and gives infinity where that is 0.
        proven = float(info.mip_gap) if np.isfinite(info.mip_gap) else 0.0
        return Answer(x, float(info.objective_function_value), proven)

    def _model(self, highspy: Any, value: Sequence[float]) -> Any:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.value), len(self.rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = np.array(value, dtype=float)
        lp.col_lower_, lp.col_upper_ = np.array(self.low), np.array(self.high)
        bounds = np.array(self.rows, dtype=float).reshape(-1, 2)
        lp.row_lower_, lp.row_upper_ = bounds[:, 0].copy(), bounds[:, 1].copy()
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array([*self.start, len(self.index)], dtype=np.int32)
        lp.a_matrix_.index_ = np.array(self.index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(self.factor, dtype=float)
        lp.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
            for whole in self.whole
        ]
        return lp
