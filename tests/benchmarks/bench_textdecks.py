"""Decks kept as text: read right, and how long that takes against each format's plain parser.

The decks are those of the folder named by PACER_TEXTDECKS, with what each format's own tool made
of them in its ``truth/`` and the number of slides shown in ``textdecks.csv``; without it, only
the speed of decks made here is measured.
"""

import csv
import json
import os
import re
import statistics
import tempfile
import time
import zipfile
from pathlib import Path

from pacer import deck
from pacer.core.errors import PacerError
from pacer.deck import markdown, pdfium
from tests.benchmarks.timing import ratio, row

MOST_RATIO, MOST_S, SLIDES = 1.5, 1.0, 500


def plain(path):
    """What one writes first: the format's parser, and nothing made of it."""
    from lxml import etree, html

    suffix = path.suffix
    if suffix == ".odp":
        with zipfile.ZipFile(path) as opened:
            return etree.fromstring(opened.read("content.xml"))
    if suffix == ".pdf":
        with pdfium.document(path) as pdf:
            return [page.get_textpage().get_text_range() for page in pdf]
    text = path.read_text(encoding="utf-8")
    if suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        return [markdown.parser().parse("".join(cell["source"])) for cell in cells]
    if suffix == ".pdfpc":
        return text.split("###")
    if suffix == ".html":
        page = html.document_fromstring(text.encode())
        held = [each.text_content() for each in page.iter("textarea")]
        return [markdown.parser().parse(each) for each in [*held, *_beside(path, ".md")]]
    return [markdown.parser().parse(each) for each in [text, *_beside(path, path.suffix)]]


def _beside(path, suffix):
    """What a deck in a folder of its own includes."""
    if path.parent.name == "decks":
        return []
    others = (each for each in path.parent.rglob(f"*{suffix}") if each != path)
    return [each.read_text(encoding="utf-8") for each in others]


def same(one, other):
    """Words alone: tools write a title's markup out, or leave it in."""
    one, other = (re.sub(r"<[^>]*>|\]\([^)]*\)|\{\{<.*?>\}\}", "", each) for each in (one, other))
    return re.sub(r"[\W_]+", "", one).casefold() == re.sub(r"[\W_]+", "", other).casefold()


def faults(row, folder):
    """What is wrong with the reading of a deck, in a few words each."""
    path, number = folder / "decks" / row["file"], row["slides_by_hand"]
    try:
        read = deck.read(path)
    except PacerError as error:
        return [] if not number and "\n" not in str(error) else [f"refused: {error}"]
    shown = read.slides[~read.slides["hidden"]]
    if not number or len(shown) != round(float(number)):
        return [f"{len(shown)} slides, not {number or 'refused'}"]
    truth = folder / "truth" / f"{row['file'].split('/')[0]}.csv"
    if not truth.exists():
        return []
    found = []
    with truth.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
        # No tool names the slides of these: a line of furniture on each page, or nothing at all.
        titled = len({each["title"] for each in rows}) > 1 or len(rows) == 1
        for told, slide in zip(rows, shown.itertuples(), strict=True):
            if titled and not same(told["title"], slide.title):
                found.append(f"title {told['position']}")
            if not same(told["notes"], slide.notes):
                found.append(f"notes {told['position']}")
            if told["fragments"] and float(told["fragments"]) != slide.builds:
                found.append(f"builds {told['position']}")
    return found


def made(folder):
    """A deck of 500 slides in each format of Markdown."""
    one = "# Title {n}\n\n- some *words* here\n- and `more` of them\n\nA line of text.\n"
    heads = {
        "marp.md": "---\nmarp: true\n---\n\n",
        "slidev.md": "---\ntheme: seriph\nmdc: true\n---\n\n",
        "remark.md": "class: center\n\n",
        "reveal.md": "---\nrevealOptions: {}\n---\n\n",
        "quarto.qmd": "---\nformat: revealjs\n---\n\n",
    }
    for name, head in heads.items():
        ruler = "\n\n" if name == "quarto.qmd" else "\n\n---\n\n"
        level = "#" if name == "quarto.qmd" else ""
        path = Path(folder) / name
        path.write_text(head + ruler.join(level + one.format(n=n) for n in range(SLIDES)))
        yield path


def main() -> None:
    if "PACER_TEXTDECKS" in os.environ:
        folder = Path(os.environ["PACER_TEXTDECKS"])
        with (folder / "textdecks.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        wrong = {each["file"]: told for each in rows if (told := faults(each, folder))}
        for name, told in wrong.items():
            print(f"  {name}: {', '.join(told[:4])}{' …' * (len(told) > 4)}")
        print(f"read right: {len(rows) - len(wrong)} of {len(rows)}")
        ratios = []
        for each in rows:
            path = folder / "decks" / each["file"]
            if not each["slides_by_hand"] or path.suffix == ".pdfpc":
                continue
            mine, base, times = ratio(
                lambda path=path: deck.read(path), lambda path=path: plain(path), runs=3
            )
            ratios.append(times)
            row(
                each["file"][-40:],
                [f"{1e3 * mine:.0f} ms", f"{1e3 * base:.0f} ms", f"{times:.2f} ×"],
            )
        row("median", [f"{statistics.median(ratios):.2f} ×"], f"≤ {MOST_RATIO} ×")
    with tempfile.TemporaryDirectory() as folder:
        for path in made(folder):
            before = time.perf_counter()
            assert len(deck.read(path).slides) == SLIDES
            took_s = time.perf_counter() - before
            row(f"{path.name}, {SLIDES} slides", [f"{took_s:.2f} s"], f"≤ {MOST_S:g} s")
