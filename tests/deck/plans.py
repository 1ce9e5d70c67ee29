"""Plans for decks, written as a mapping of position to action."""

import pandas as pd

from pacer.core import frames

MINUTE = 60.0


def make_plan(slides, actions=None, *, into=None, trim_s=30.0):
    """PLAN that keeps every visible slide for a minute, but for what `actions` says by position."""
    actions, into = actions or {}, into or {}
    keys = dict(zip(slides["position"], slides["slide_key"], strict=True))
    now, rows = 0.0, []
    for slide in slides.itertuples():
        if slide.hidden:
            continue
        action = actions.get(slide.position, "keep")
        budget = {"keep": MINUTE, "trim": trim_s}.get(action, 0.0)
        stays = action in ("keep", "trim")
        rows.append(
            {
                "slide_key": slide.slide_key,
                "position": slide.position,
                "action": action,
                "into": keys[into[slide.position]] if action == "merge" else "",
                "estimate_s": MINUTE,
                "budget_s": budget,
                "saved_s": MINUTE - budget,
                "start_s": now if stays else None,
                "end_s": now + budget if stays else None,
                "reason": "",
            }
        )
        now += budget
    return frames.build(frames.PLAN, rows)


def half(slides):
    """A plan that cuts every other visible slide, beginning with the second."""
    visible = slides.loc[~slides["hidden"], "position"]
    return make_plan(slides, dict.fromkeys(visible.iloc[1::2], "cut"))


def empty_plan():
    return pd.DataFrame(columns=list(frames.PLAN.columns))
