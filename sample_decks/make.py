"""Build the sample decks and the runs recorded beside them: ``python -m sample_decks.make``.

Both are the same to the byte whenever they are built (with the locked versions of the
libraries), so that a change in git is a change of the talk.
"""

from __future__ import annotations

import argparse
import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from pacer import deck, runs
from sample_decks import rehearse, script
from sample_decks.draw import draw

HERE = Path(__file__).parent
MADE = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
AUTHORS = {
    "storage-talk": "Maren Oduya",
    "storage-talk-20": "Maren Oduya",
    "short-talk": "Jonas Petrov",
}
EARLIER = {"storage-talk-20": "storage-talk"}  # the version that a talk was made from


def read(name: str) -> list[script.Slide]:
    """The slides of one script, those kept from an earlier version filled in."""
    earlier = read(EARLIER[name]) if name in EARLIER else ()
    return script.read(HERE / "content" / f"{name}.md", earlier)


def make(name: str, folder: Path = HERE) -> Path:
    """Build the deck of one script into a folder, and its rehearsals beside it."""
    slides = read(name)
    unsettled = io.BytesIO()
    draw(slides, author=AUTHORS[name], made=MADE).save(unsettled)
    made = folder / f"{name}.pptx"
    made.write_bytes(settled(unsettled.getvalue()))
    _rehearse(name, slides, made)
    return made


def _rehearse(name: str, slides: list[script.Slide], path: Path) -> None:
    written = deck.read(path)
    beside = path.with_suffix(".pacer")
    for old in (beside / "runs").glob("*.jsonl"):
        old.unlink()
    recorded = rehearse.runs(name, slides, written.slides["slide_key"].tolist())
    for rehearsal, marks in zip(rehearse.REHEARSALS[name], recorded, strict=True):
        if rehearsal.csv:
            rows = rehearse.seconds(marks)
            lines = [f"{number},{taken:.1f}" for number, (_, taken) in enumerate(rows, start=1)]
            path.with_name(rehearsal.csv).write_text(
                "\n".join(["slide,seconds", *lines, ""]), encoding="utf-8", newline="\n"
            )
        else:
            runs.save_marks(
                beside,
                written.slides,
                marks,
                deck_digest=written.digest,
                kind=rehearsal.kind,
                started_at=rehearsal.began,
                source=runs.SAMPLE,
            )


def settled(package: bytes) -> bytes:
    """The same zip without the time at which it was written, workbooks of charts included."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = settled(content)
            elif name == "docProps/core.xml":
                content = re.sub(
                    rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
                    f"{MADE:%Y-%m-%dT%H:%M:%SZ}".encode(),
                    content,
                )
            entry = zipfile.ZipInfo(name)  # 1980-01-01, the zip format's zero
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, content)
    return result.getvalue()


def main() -> None:
    """Build everything into this folder, or into another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=HERE)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in AUTHORS:
        made = make(name, folder)
        print(f"{made.name}: {made.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
