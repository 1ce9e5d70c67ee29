"""From 45 minutes to 20, and still a talk: what to keep, trim, merge and cut, and why."""

from __future__ import annotations

from pacer.planning.ladder import anchors, look_up
from pacer.planning.nest import Nest, nest
from pacer.planning.plan import Plan
from pacer.planning.solve import solve

__all__ = ["Nest", "Plan", "anchors", "look_up", "nest", "solve"]
