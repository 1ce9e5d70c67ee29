"""How a room's pictures were made is said when they are made, and not again."""

import threading

from pacer.widgets.pictures import PictureService
from pacer.widgets.protocol import Notice, PicturesReady


def posted(before, after):
    """What a room posts when drawing changes how its pictures were made."""
    said, done, how = [], threading.Event(), [before]

    def post(message, _buffers):
        said.append(message)
        if isinstance(message, PicturesReady):
            done.set()

    def draw(_progress):
        how[0] = after
        return {}

    PictureService(post).draw(draw, made_how=lambda: how[0])
    assert done.wait(20)
    return [message.text for message in said if isinstance(message, Notice)]


def test_it_is_said_once():
    assert posted("", "cards of words") == ["slide pictures: cards of words"]
    assert posted("cards", "cards") == []
    assert posted("", "") == []
