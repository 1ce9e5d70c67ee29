"""Thousands of damaged decks, PDFs and runs: each ends in slides or in one clear line.

Of the decks and PDFs in the folders named by PACER_DECKS and PACER_TEXTDECKS, and of some made
here, seeded mutations are read and, where they can be read, laid out, exported and read again.
Nothing but an answer or a `PacerError` of one line may come back, within bounded seconds of work
and bytes.
PACER_MUTATIONS says how many (1,000 by default), PACER_SEED of which series.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import traceback
import zipfile
from collections import Counter
from pathlib import Path
from typing import NoReturn

from pacer import deck, runs
from pacer.core.errors import PacerError
from pacer.deck import web_page
from pacer.deck.formats import ENDINGS
from pacer.export.deck import write
from tests.benchmarks.timing import row
from tests.deck import texts
from tests.deck.decks import make_deck, to_bytes
from tests.deck.pdfs import frame, make_pdf
from tests.deck.plans import make_plan
from tests.mutations import mutated, stem
from tests.runs.making import make_slides

MOST_S, MOST_BYTES = 10.0, 512 * 2**20
# A process that neither answers nor ends is stopped then.
HUNG_S = 60.0
LARGEST_ORIGINAL = 1_500_000


def originals(folder: Path) -> list[Path]:
    """Sound files to damage: those given, and of each kind some made here."""
    made = {
        "made.pptx": to_bytes(make_deck([("One", "a body", "some notes"), "Two", "Three"])),
        "made.pdf": make_pdf([frame(f"Page {n}", "words") for n in range(4)], packed=True),
        "marked.pdf": make_pdf(
            [frame(f"Page {n}", "words") for n in range(3)],
            labels=["i", "1", "1"],
            bookmarks=[("One", 1), ("Two", 2)],
        ),
    }
    made |= {name: written[0].encode() for name, written in texts.DECKS.items()}
    paths = []
    for name, raw in made.items():
        (folder / name).write_bytes(raw)
        paths.append(folder / name)
    marks = [(0.0, "start", "id:256"), (30.0, "slide", "id:257"), (60.0, "stop", "")]
    paths.append(
        runs.save_marks(folder / "talk.pacer", make_slides(["A", "B"]), marks, deck_digest="d")
    )
    if given := os.environ.get("PACER_TEXTDECKS"):
        paths += [
            path for path in sorted((Path(given) / "decks").iterdir())
            if path.is_file() and path.stat().st_size <= LARGEST_ORIGINAL
        ]  # fmt: skip
    if given := os.environ.get("PACER_DECKS"):
        paths += [
            path for path in sorted(Path(given).iterdir())
            if path.suffix in (*ENDINGS["pptx"], ".pdf")
            and path.stat().st_size <= LARGEST_ORIGINAL
            and (path.suffix == ".pdf" or zipfile.is_zipfile(path))
        ]  # fmt: skip
    return paths


def tried(original: Path, seed: object, folder: Path) -> tuple[str, str]:
    """What was done to a file, and how reading it ended."""
    done, raw = mutated(original.read_bytes(), original.suffix, seed)
    try:
        return done, _ended(raw, original, folder)
    except PacerError as error:
        said = str(error)
        sound = said and "\n" not in said and said.isprintable()
        return done, "refused" if sound else f"a refusal of no clear line: {said!r}"
    except BaseException as error:  # noqa: BLE001 - what ever it is, it is a finding
        last = traceback.extract_tb(error.__traceback__)[-1]
        own = [
            each for each in traceback.extract_tb(error.__traceback__) if "pacer" in each.filename
        ]
        at = f"{Path(own[-1].filename).name}:{own[-1].lineno}, {Path(last.filename).name}"
        return done, f"{type(error).__name__} at {at}: {str(error)[:80]!r}"


def _ended(raw: bytes, original: Path, folder: Path) -> str:
    if original.suffix == ".jsonl":
        place = folder / "talk.pacer" / "runs"
        place.mkdir(parents=True, exist_ok=True)
        (place / original.name).write_bytes(raw)
        loaded = runs.load(folder / "talk.pacer", make_slides(["A", "B"]))
        runs.dwell(runs.on_slides(runs.visits(loaded.marks), loaded, make_slides(["A", "B"])))
        assert all(each.isprintable() for each in loaded.problems)
        return "read" if len(loaded.runs) else "refused"
    path, target = folder / f"deck{original.suffix}", folder / f"short{original.suffix}"
    path.write_bytes(raw)
    read = deck.read(path)
    if read.format in web_page.SIZES:
        laid = web_page.of(read)
        page = laid.page()
        assert len(laid.slides) == len(read.slides)
        assert page.count("<script") == page.count("<iframe") == 0
        assert len(laid.picture(0)) < len(raw) + MOST_BYTES
    shown = read.slides.loc[~read.slides["hidden"], "position"].tolist()
    if len(shown) < 2:
        return "read"
    plan = make_plan(read.slides, {shown[0]: "trim", shown[-1]: "cut"})
    try:
        write(read, plan, target, mode="remove" if len(raw) % 2 else "hide", overwrite=True)
    except PacerError as error:
        if "\n" in str(error):
            raise
        return "read, not exported"
    deck.read(target, format=read.format)
    return "exported"


def _work(pipe, paths: list[Path], seed: str) -> None:
    """Take numbers from the pipe, and give back what became of each."""
    folder = Path(tempfile.mkdtemp())
    for number in iter(pipe.recv, None):
        _reset_peak()
        began = _worked_s()
        done, ended = tried(paths[number % len(paths)], f"{seed}-{number}", folder)
        pipe.send((number, done, ended, _worked_s() - began, _peak_bytes()))


def _hung() -> NoReturn:
    raise EOFError


def _worked_s() -> float:
    """Processor seconds of this process and its children: a busy machine changes them little."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _reset_peak() -> None:
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak_bytes() -> int:
    """The most memory since the last reset; 0 where the system does not tell."""
    try:
        told = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return int(told.partition("VmHWM:")[2].split()[0]) * 1024


def main() -> None:
    count = int(os.environ.get("PACER_MUTATIONS", "1000"))
    seed = os.environ.get("PACER_SEED", "1")
    ends: Counter[str] = Counter()
    faults: list[str] = []
    slowest, largest = 0.0, 0
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        paths = originals(Path(name))
        pipe, child = None, None
        for number in range(count):
            if child is None or not child.is_alive():
                pipe, far = context.Pipe()
                child = context.Process(target=_work, args=(far, paths, seed), daemon=True)
                child.start()
                far.close()
            which = f"{seed}-{number} {stem(paths[number % len(paths)].name)}"
            try:
                pipe.send(number)
                answered = pipe.poll(HUNG_S)
                _, done, ended, seconds, peak = pipe.recv() if answered else _hung()
            except (EOFError, OSError):
                child.kill()
                child.join()
                faults.append(f"{which}: hung, or ended the process ({child.exitcode})")
                child = None
                continue
            known = ended in ("read", "refused", "read, not exported", "exported")
            if not known:
                faults.append(f"{which}: {done}: {ended}")
            elif seconds > MOST_S or peak > MOST_BYTES:
                faults.append(f"{which}: {done}: {seconds:.1f} s, {peak / 2**20:.0f} MB")
            ends[ended if known else "fault"] += 1
            slowest, largest = max(slowest, seconds), max(largest, peak)
        if child is not None:
            pipe.send(None)
            child.join()
    print(f"{count:,} mutations of {len(paths)} files")
    for ended, times in ends.most_common():
        row(ended, [f"{times:,}"])
    row("slowest", [f"{slowest:.1f} s"], f"(at most {MOST_S:.0f})")
    row("most memory", [f"{largest / 2**20:.0f} MB"], f"(at most {MOST_BYTES >> 20})")
    row("tracebacks, hangs, beyond a bound", [f"{len(faults)}"], "(0)")
    for fault in faults:
        print(f"    {fault}", flush=True)


if __name__ == "__main__":
    main()
