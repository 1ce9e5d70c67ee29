"""What is in the wheel and the sdist of a folder: ``python .ci/contents.py FOLDER``."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

MOST_BYTES = 3_000_000  # of the wheel
WHEEL_NEEDS = (
    "pacer/__init__.py",
    "pacer/py.typed",
    "pacer/judging/weights.json",
    "pacer/sample_decks/storage-talk.pptx",
    "pacer/notebooks/01_rehearse.ipynb",
    "share/jupyter/labextensions/talk-pacer/package.json",
    "licenses/LICENSE",
)
WHEEL_MAY_NOT = (
    "tests/", "docs/", "requirements/", "node_modules/", "widgets/src/", "__pycache__/", ".flac",
)  # fmt: skip
SDIST_NEEDS = (
    "/pyproject.toml", "/LICENSE", "/README.md", "/CHANGELOG.md", "/Makefile", "/pacer/py.typed",
    "/pacer/widgets/src/build.mjs", "/tests/conftest.py", "/docs/index.md",
)  # fmt: skip
SDIST_MAY_NOT = ("/node_modules/", "/.venv/", "/build/", "__pycache__", "docs/tutorial/01")


def faults(names: list[str], needs: tuple[str, ...], may_not: tuple[str, ...]) -> list[str]:
    """What lacks and what should not be there, one line each."""
    lacking = [f"lacks {end}" for end in needs if not any(name.endswith(end) for name in names)]
    return lacking + [f"holds {name}" for name in names if any(bad in name for bad in may_not)]


def main(folder: Path) -> None:
    """Look at both, and fail on what is wrong with either."""
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as packed:
        held = packed.namelist()
    wrong = [f"{wheel.name} {fault}" for fault in faults(held, WHEEL_NEEDS, WHEEL_MAY_NOT)]
    # the page of every widget
    static = Path(__file__).parents[1] / "pacer" / "widgets" / "static"
    wrong += [
        f"{wheel.name} lacks {path.name}"
        for path in static.iterdir()
        if f"pacer/widgets/static/{path.name}" not in held
    ]
    if wheel.stat().st_size > MOST_BYTES:
        wrong.append(f"{wheel.name} has {wheel.stat().st_size:,} bytes: more than {MOST_BYTES:,}")
    with tarfile.open(sdist) as packed:
        held = packed.getnames()
    wrong += [f"{sdist.name} {fault}" for fault in faults(held, SDIST_NEEDS, SDIST_MAY_NOT)]
    for path in (wheel, sdist):
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")
    sys.exit("\n".join(wrong) or 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
