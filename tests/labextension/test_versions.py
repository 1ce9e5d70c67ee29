"""The extension is of the package's version, and its endings are decks that pacer reads."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pacer
from pacer.deck.formats import ENDINGS
from pacer.version import DISTRIBUTION

HERE = Path(pacer.__file__).parent / "labextension"
ROOMS = (HERE / "static" / "rooms.js").read_text(encoding="utf-8")


def test_one_version_in_three_places() -> None:
    package = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    stated = re.search(r'VERSION = "([^"]+)"', ROOMS)
    assert stated
    assert package["version"] == stated[1] == pacer.__version__
    assert package["name"] == DISTRIBUTION


def test_what_it_offers_is_what_pacer_reads() -> None:
    listed = re.search(r"ENDINGS = \[([^\]]*)\]", ROOMS)
    assert listed
    endings = re.findall(r'"([^"]+)"', listed[1])
    assert endings
    assert set(endings) <= {ending for known in ENDINGS.values() for ending in known}
