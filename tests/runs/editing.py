"""Edited versions of a deck with the truth known: where each old slide went."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pandas as pd

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Slide:
    """A slide of the edited deck, and the old rows that went into it."""

    key: str
    title: str
    text: str
    of: list[int] = field(default_factory=list)

    def body(self):
        return (
            self.text.split("\n")[1:] if self.text.startswith(self.title) else self.text.split("\n")
        )


def edit(slides, kind, rng, foreign=(), *, keys="kept"):
    """An edited copy of `slides` (slide_key, title, text).

    Returns the new frame and the truth: for each old row the set of new keys that are right,
    empty where the slide is gone.
    """
    made = [
        Slide(row.slide_key, row.title, row.text, [number])
        for number, row in enumerate(slides.itertuples())
    ]
    for name in EDITS if kind == "all" else [kind]:
        made = EDITS[name](made, rng, foreign)
    pdf = all(slide.key.startswith("p:") for slide in made if slide.of)
    number_keys(made, rng, keys, pdf, slides)
    truth = [set() for _ in range(len(slides))]
    for slide in made:
        for row in slide.of:
            truth[row].add(slide.key)
    new = pd.DataFrame(
        {
            "slide_key": [slide.key for slide in made],
            "title": [slide.title for slide in made],
            "text": [slide.text for slide in made],
        },
        dtype="str",
    )
    return new, truth


def number_keys(made, rng, keys, pdf, slides):
    """Keys as an editor keeps them, or as an export deals them out anew."""
    fresh = iter(range(5000, 90000))
    if pdf and keys == "kept":
        # A page's key is made from its text: it is kept only while the text is.
        before = dict(zip(slides["slide_key"], slides["text"], strict=True))
        used = set()
        for slide in made:
            if before.get(slide.key) != slide.text or slide.key in used:
                slide.key = f"p:{next(fresh)}"
            used.add(slide.key)
    elif keys == "kept":
        used = set()
        for slide in made:
            if not slide.key or slide.key in used:
                slide.key = f"id:{next(fresh)}"
            used.add(slide.key)
    elif keys == "in order":
        for position, slide in enumerate(made):
            slide.key = f"id:{256 + position}"
    else:
        for slide in made:
            slide.key = f"id:{next(fresh)}"


def reorder(made, rng, _):
    for _ in range(rng.randint(1, 3)):
        start = rng.randrange(len(made))
        block = made[start : start + rng.randint(1, max(1, len(made) // 4))]
        rest = made[:start] + made[start + len(block) :]
        at = rng.randint(0, len(rest))
        made = rest[:at] + block + rest[at:]
    return made


def insert(made, rng, foreign):
    for _ in range(max(1, len(made) // 6)):
        title, text = rng.choice(foreign)
        made.insert(rng.randint(0, len(made)), Slide("", title, text))
    return made


def delete(made, rng, _):
    gone = set(rng.sample(range(len(made)), max(1, len(made) // 5)))
    return [slide for row, slide in enumerate(made) if row not in gone]


def merge(made, rng, _):
    for _ in range(max(1, len(made) // 10)):
        if len(made) < 3:
            break
        at = rng.randrange(len(made) - 1)
        one, two = made[at : at + 2]
        text = "\n".join([one.text, *(two.body() if rng.random() < 0.5 else [two.text])])
        made[at : at + 2] = [Slide(one.key, one.title, text, one.of + two.of)]
    return made


def split(made, rng, _):
    for _ in range(max(1, len(made) // 10)):
        able = [row for row, slide in enumerate(made) if len(slide.body()) >= 2]
        if not able:
            break
        at = rng.choice(able)
        slide = made[at]
        body = slide.body()
        cut = rng.randint(1, len(body) - 1)
        second = slide.title if rng.random() < 0.5 else f"{slide.title} (2)"
        made[at : at + 1] = [
            Slide(slide.key, slide.title, "\n".join([slide.title, *body[:cut]]), list(slide.of)),
            Slide("", second, "\n".join([second, *body[cut:]]), list(slide.of)),
        ]
    return made


def retitle(made, rng, foreign):
    for row in rng.sample(range(len(made)), max(1, len(made) // 3)):
        slide = made[row]
        if slide.title:
            title = rng.choice(foreign)[0] or "Another title"
            made[row] = Slide(slide.key, title, "\n".join([title, *slide.body()]), slide.of)
    return made


def typos(made, rng, _):
    def slip(word):
        if len(word) < 4 or rng.random() > 0.15:
            return word
        at = rng.randrange(len(word) - 1)
        return rng.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + rng.choice(LETTERS) + word[at:],
            ]
        )

    for row in rng.sample(range(len(made)), max(1, len(made) // 2)):
        slide = made[row]
        lines = [" ".join(map(slip, line.split(" "))) for line in slide.text.split("\n")]
        title = lines[0] if slide.text.startswith(slide.title) else slide.title
        made[row] = Slide(slide.key, title, "\n".join(lines), slide.of)
    return made


def nothing(made, *_):
    return made


EDITS = {
    "nothing": nothing, "reorder": reorder, "insert": insert, "delete": delete, "merge": merge,
    "split": split, "retitle": retitle, "typos": typos,
}  # fmt: skip


def score(matched, old, truth):
    """Matches made, matches that are right, and matches there are to find."""
    row_of = {key: row for row, key in enumerate(old["slide_key"])}
    right = sum(row.slide_key in truth[row_of[row.old_key]] for row in matched.itertuples())
    return len(matched), right, sum(bool(target) for target in truth)


def seeded(*parts):
    return random.Random(repr(parts))  # noqa: S311 - chance for edits, not for secrets
