"""What `pip install talk-pacer` puts on a disk: each dependency with what only it brings along."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from pacer.version import DISTRIBUTION
from tests.benchmarks.timing import row

MB = 1e6
EARNS_S_PLACE = 20  # above this pyproject.toml says why


def own_bytes(name: str) -> int:
    """The bytes of a distribution's files, compiled Python left out: it is made on first use."""
    files = metadata.files(name) or ()
    paths = (Path(str(file.locate())) for file in files if file.suffix != ".pyc")
    return sum(path.stat().st_size for path in paths if path.is_file())


def needs(name: str, extra: str = "") -> set[str]:
    """What a distribution needs here, by name."""
    found = set()
    for text in metadata.requires(name) or ():
        wanted = Requirement(text)
        if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
            found.add(re.sub(r"[-_.]+", "-", wanted.name).lower())
    return found


def closure(names: set[str]) -> set[str]:
    """Those and all that they need."""
    found: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting |= needs(name) - found
    return found


def main() -> None:
    base = needs(DISTRIBUTION)
    everything = closure(base)
    print(f"Installed sizes in MB, by what importlib.metadata lists ({len(everything)} packages)")
    sizes = {name: own_bytes(name) / MB for name in everything}
    listed = []
    for name in base:
        alone = closure({name}) - closure(base - {name})
        listed.append((sum(sizes[each] for each in alone), name, alone - {name}))
    for size, name, brought in sorted(listed, reverse=True):
        with_it = f"with {', '.join(sorted(brought))}" if brought else ""
        shared = "" if size or name not in closure(base - {name}) else "others need it too"
        row(name, [f"{sizes[name]:.1f} MB", f"costs {size:.1f}"], with_it or shared)
    row("all of the base install", [f"{sum(sizes.values()):.0f} MB"])


if __name__ == "__main__":
    main()
