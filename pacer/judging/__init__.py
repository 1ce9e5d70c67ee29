"""How much each slide is needed, and what to ask the speaker about it.

`judge` reads text, seconds and readings into a `Judgement`; `Judgement.hear` adds what the
speaker says (points, what they stand on, answers) and gives the expected worth of each slide and
the questions whose answers would move the plan most. Numbers only: `pacer.planning` plans with
the worth, `pacer.results` says it.
"""

from __future__ import annotations

from pacer.judging.judgement import Heard, Judgement, Question, judge
from pacer.judging.reading import Reading
from pacer.judging.said import Said

__all__ = ["Heard", "Judgement", "Question", "Reading", "Said", "judge"]
