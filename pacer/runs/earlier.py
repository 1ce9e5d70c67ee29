"""What a slide said when it was last rehearsed: the deck may have been edited since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacer import frames
from pacer.runs.journal import TEXT_KEPT

if TYPE_CHECKING:
    import pandas as pd

    from pacer.runs.loading import Loaded


def last_texts(visits: pd.DataFrame, loaded: Loaded) -> dict[str, str]:
    """The text each slide had in the last run that showed it.

    Parameters
    ----------
    visits : pandas.DataFrame
        As `on_slides` gives them, oldest run first.
    loaded : Loaded
        The runs they come from.

    Returns
    -------
    dict of str to str
        Today's slide key -> the first `TEXT_KEPT` characters of its text of the day; slides
        that no run has shown, or whose text was not kept, are not in it.
    """
    digest_of = dict(zip(loaded.runs["run_id"], loaded.runs["deck_digest"], strict=True))
    texts = {
        digest: dict(zip(seen["slide_key"], seen["text"], strict=True))
        for digest, seen in loaded.slides_seen.items()
    }
    last = visits.drop_duplicates("slide_key", keep="last")
    found = {
        row.slide_key: texts.get(digest_of[row.run_id], {}).get(row.recorded_key)
        for row in frames.rows(last)
    }
    return {key: text[:TEXT_KEPT] for key, text in found.items() if text is not None}
