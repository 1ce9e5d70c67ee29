"""Rehearse a talk, see where its time goes, and cut it to a shorter slot without losing the thread.

>>> import pacer
>>> talk = pacer.open("talk.pptx", slot="20:00", questions="2:00")  # doctest: +SKIP
>>> talk.pace(), talk.plan(), talk.compare()  # doctest: +SKIP

The names below and those of `pacer.plots` are the public interface; all else may change.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pacer.version import __version__

if TYPE_CHECKING:
    from pacer.core.errors import (
        AudioError,
        ClockError,
        DeckError,
        FrameError,
        MissingDependency,
        PacerError,
        RunError,
        SlotTooShort,
    )
    from pacer.options import PlanOptions
    from pacer.results.alignment import Aligned
    from pacer.results.comparison import Comparison
    from pacer.results.deck_comparison import DeckComparison
    from pacer.results.pace import Pace
    from pacer.results.plan import NestedPlans, Plan
    from pacer.results.speech import Speech
    from pacer.results.transcription import Transcribed
    from pacer.runs.importers import ImportedRun
    from pacer.talk import Talk, open  # noqa: A004 - read as pacer.open
    from pacer.widgets.chair import chair

# Name -> where it lives. Each loads when first asked for (PEP 562), so that `import pacer` is
# nothing, and `pacer --help` answers at once.
_HOMES = {
    "Aligned": "pacer.results.alignment",
    "AudioError": "pacer.core.errors",
    "ClockError": "pacer.core.errors",
    "Comparison": "pacer.results.comparison",
    "DeckComparison": "pacer.results.deck_comparison",
    "DeckError": "pacer.core.errors",
    "FrameError": "pacer.core.errors",
    "ImportedRun": "pacer.runs.importers",
    "MissingDependency": "pacer.core.errors",
    "NestedPlans": "pacer.results.plan",
    "Pace": "pacer.results.pace",
    "PacerError": "pacer.core.errors",
    "Plan": "pacer.results.plan",
    "PlanOptions": "pacer.options",
    "RunError": "pacer.core.errors",
    "SlotTooShort": "pacer.core.errors",
    "Speech": "pacer.results.speech",
    "Transcribed": "pacer.results.transcription",
    "Talk": "pacer.talk",
    "chair": "pacer.widgets.chair",
    "open": "pacer.talk",
}

__all__ = [
    "Aligned",
    "AudioError",
    "ClockError",
    "Comparison",
    "DeckComparison",
    "DeckError",
    "FrameError",
    "ImportedRun",
    "MissingDependency",
    "NestedPlans",
    "Pace",
    "PacerError",
    "Plan",
    "PlanOptions",
    "RunError",
    "SlotTooShort",
    "Speech",
    "Talk",
    "Transcribed",
    "__version__",
    "chair",
    "open",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
