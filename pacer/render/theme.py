"""The colours of figures and pages."""

from __future__ import annotations

# The only colours there are, by the part they play; the report gives each a dark twin. Orange and
# blue stay apart for every common colour blindness.
PALETTE = {
    "ink": "#1d2126",
    "muted": "#5a616b",
    "rule": "#d4d8de",
    "paper": "#fffffe",
    "early": "#2b5fa8",
    "late": "#b44d12",
}
