"""A wire to a widget without a browser: what it sends is kept, and it can be sent to."""

import itertools
import time

NUMBERS = itertools.count()


class Wire:
    """Stands where ipywidgets has its comm to a page."""

    def __init__(self, widget):
        self.comm_id = f"wire-{next(NUMBERS)}"
        self.said = []
        widget.comm = self

    def on_msg(self, handler):
        self._handler = handler

    def send(self, data=None, metadata=None, buffers=None):
        if data["method"] == "custom":
            self.said.append((data["content"], buffers or []))

    def close(self, *args, **options):
        """The widget is gone."""

    def tell(self, message, buffers=()):
        """Send as a page does; the last answer so far."""
        data = {"method": "custom", "content": message}
        self._handler({"content": {"data": data}, "buffers": list(buffers)})
        return self.said[-1] if self.said else None

    def hear(self, said, within_s=10.0):
        """Wait for a message of this name."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            for content, buffers in self.said:
                if content["said"] == said:
                    return content, buffers
            time.sleep(0.01)
        raise AssertionError(f"never said {said}: {[content for content, _ in self.said]}")
