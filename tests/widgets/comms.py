"""A wire to a widget without a browser: what it sends is kept, and it can be sent to."""

import itertools
import time

NUMBERS = itertools.count()


class Wire:
    """Stands where ipywidgets has its comm to a page."""

    def __init__(self, widget):
        self.comm_id = f"wire-{next(NUMBERS)}"
        self.sent = []
        self.state = {}
        widget.comm = self

    def on_msg(self, handler):
        self._handler = handler

    def send(self, data=None, metadata=None, buffers=None):
        if data["method"] == "custom":
            self.sent.append((data["content"], buffers or []))
        elif data["method"] == "update":
            self.state |= data["state"]

    def close(self, *args, **options):
        """The widget is gone."""

    def tell(self, message, buffers=()):
        """Send as a page does; the last answer so far."""
        data = {"method": "custom", "content": message}
        self._handler({"content": {"data": data}, "buffers": list(buffers)})
        return self.sent[-1] if self.sent else None

    def update(self, **state):
        """Write state, as no page should."""
        data = {"method": "update", "state": state}
        self._handler({"content": {"data": data}, "buffers": []})

    def hear(self, kind, within_s=10.0):
        """Wait for a message of this type."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            for content, buffers in self.sent:
                if content["type"] == kind:
                    return content, buffers
            time.sleep(0.01)
        raise AssertionError(f"never sent {kind}: {[content for content, _ in self.sent]}")
