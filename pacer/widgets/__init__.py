"""The rooms a speaker works in: one anywidget each, opened by `pacer.talk`."""

from __future__ import annotations

from importlib.util import find_spec

from pacer.core.errors import MissingDependency, install_line

if find_spec("anywidget") is None:
    raise MissingDependency("A widget", install_line("lab"))
