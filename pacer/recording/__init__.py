"""Which slide was on when, from the pictures of a recording: a screen, a meeting, a camera.

`match` decodes the file once (`video`), draws the deck's pages (`pages`), finds the slide's place
in the frame (`place`), compares what is there with every page (`likeness`) and takes the likeliest
sequence (`sequence`). Strokes, not colours, are compared (`features`): codecs and cameras shift
colours.
"""

from pacer.recording.matching import match
from pacer.recording.video import has_pictures

__all__ = ["has_pictures", "match"]
