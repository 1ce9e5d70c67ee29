"""A talk that is told: what its slides show, and what is said on them when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Title, what it shows, what is said on it besides.
SLIDES = [
    ("Coffee", "Roasting beans\nArabica and robusta", "they grow on hills far in the south"),
    ("Sourdough", "Flour and water\nWild yeast ferments", "you feed it every morning before work"),
    ("Glaciers", "Moraines and crevasses\nIce retreats", "we walked there with a rope last year"),
    ("Violins", "Spruce and maple\nVarnish recipes", "nobody knows what makes the old ones sing"),
    ("Honeybees", "Waggle dance\nQueen and drones", "she flies out once and then never again"),
    ("Lighthouses", "Fresnel lens\nKeepers and lamps", "on that coast they burned oil for long"),
]


def make_deck(path: Path, slides=SLIDES) -> Path:
    from pptx import Presentation

    made = Presentation()
    for title, text, _ in slides:
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
    made.save(path)
    return path


def make_srt(path: Path, *, order=(0, 1, 2, 3, 4, 5), stay_s: float = 60.0) -> Path:
    """Each slide is opened by its title and its words; then the speaker talks on."""
    cues = []
    for turn, number in enumerate(order):
        title, text, more = SLIDES[number]
        begin = turn * stay_s
        sentences = [
            f"Okay, so now let's look at {title.lower()}.",
            f"Here we have {text.lower().replace(chr(10), ' and also ')}.",
            f"And {more}.",
            "I mean you know it is what it is and that is fine.",
            "But it went on like that for quite a while then.",
        ]
        for at, sentence in enumerate(sentences):
            start = begin + 0.8 + at * (stay_s - 2) / len(sentences)
            cues.append((start, start + (stay_s - 2) / len(sentences) - 1.0, sentence))
    path.write_text(
        "".join(
            f"{n}\n{_clock(a)} --> {_clock(b)}\n{said}\n\n"
            for n, (a, b, said) in enumerate(cues, 1)
        ),
        encoding="utf-8",
    )
    return path


def make_vague_srt(path: Path, titles) -> Path:
    """Captions that say hardly more than the slides' titles, so that much is doubtful."""
    cues = []
    for number, title in enumerate(titles):
        begin = 40 * number + 15
        said = f"Well, {title.lower()}, you know, and so it went on for quite a while."
        cues.append(f"{number + 1}\n{_clock(begin)} --> {_clock(begin + 15)}\n{said}\n")
    path.write_text("\n".join(cues), encoding="utf-8")
    return path


def _clock(at_s: float) -> str:
    whole = round(at_s * 1000)
    return (
        f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02},{whole % 1000:03}"
    )
