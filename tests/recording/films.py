"""Small decks and recordings of them, drawn and encoded by the tests."""

from fractions import Fraction

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 640, 360
WORDS = [
    "alder",
    "birch",
    "cedar",
    "dogwood",
    "elder",
    "fir",
    "gorse",
    "hazel",
    "ivy",
    "juniper",
    "katsura",
    "larch",
    "maple",
]


def page(number, *, seed=0, title=None, dark=False):
    """A page of its own: a title, some lines, bars; uint8, shape (HEIGHT, WIDTH)."""
    rng = np.random.default_rng([seed, number])
    ground, ink = (30, 230) if dark else (250, 20)
    image = Image.new("L", (WIDTH, HEIGHT), ground)
    pen = ImageDraw.Draw(image)
    words = [WORDS[i] for i in rng.integers(0, len(WORDS), 24)]
    pen.text((40, 25), title or f"{words[0]} {words[1]} {number}", ink, ImageFont.load_default(34))
    for line in range(int(rng.integers(2, 6))):
        some = " ".join(words[2 + 3 * line : 5 + 3 * line])
        pen.text((60, 95 + 40 * line), some, ink, ImageFont.load_default(22))
    for bar in range(int(rng.integers(0, 4))):
        left, top = 430 + 45 * bar, int(rng.integers(120, 280))
        pen.rectangle((left, top, left + 30, 310), fill=(ground + ink) // 2)
    return np.asarray(image)


def save_deck(pages, path):
    """A PDF with a picture a page."""
    first, *others = [Image.fromarray(each) for each in pages]
    first.save(path, "PDF", resolution=72, save_all=True, append_images=others)
    return path


def noise(time):
    """Something else: blotches that move; no slide."""
    rng = np.random.default_rng(int(time))
    small = Image.fromarray(rng.integers(0, 255, (5, 8)).astype(np.uint8))
    return np.asarray(small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC))


def in_window(slide):
    """The slide in a window: bars above and beside it, a strip with faces that the eye skips."""
    frame = np.full((HEIGHT, WIDTH), 90, np.uint8)
    frame[:24] = 210
    frame[8:16, 20:200:16] = 60
    small = Image.fromarray(slide).resize((448, 252), Image.Resampling.BOX)
    frame[60:312, 40:488] = np.asarray(small)
    for n in range(3):
        frame[60 + 84 * n : 136 + 84 * n, 510:620] = 120 + 30 * n
        frame[80 + 84 * n : 110 + 84 * n, 545:580] = 220 - 40 * n
    return frame


# Where the corners of a slide on a wall are, from the top left clockwise.
ON_THE_WALL = np.array([(110, 60), (560, 40), (520, 300), (60, 280)], float)


def by_camera(slide):
    """The slide on a wall, seen askew and dimly."""
    source = [(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]
    rows, right = [], []
    for (x, y), (u, v) in zip(ON_THE_WALL, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    back = np.linalg.solve(np.array(rows), np.array(right))
    seen = Image.fromarray((slide * 0.6 + 15).astype(np.uint8))
    wall = seen.transform((WIDTH, HEIGHT), Image.Transform.PERSPECTIVE, back, fillcolor=12,
                          resample=Image.Resampling.BICUBIC)  # fmt: skip
    return np.asarray(wall)


def save_film(av, path, shots, *, rate=10, times=None, codec="mpeg4"):
    """Encode shots, each ``(seconds, frame or function of the time)``, one after the other.

    `times` are the instants a frame is written at; without it, `rate` a second.
    """
    end_s = sum(seconds for seconds, _ in shots)
    times = np.arange(0, end_s, 1 / rate) if times is None else times
    starts = np.cumsum([0.0] + [seconds for seconds, _ in shots])
    with av.open(str(path), "w") as box:
        stream = box.add_stream(codec, rate=rate)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.bit_rate = 800_000
        stream.codec_context.time_base = Fraction(1, 1000)
        for time in times:
            shot = shots[min(np.searchsorted(starts, time + 1e-6) - 1, len(shots) - 1)][1]
            grey = shot(time) if callable(shot) else shot
            frame = av.VideoFrame.from_ndarray(np.dstack([grey] * 3), format="rgb24")
            frame.pts, frame.time_base = round(1000 * time), Fraction(1, 1000)
            box.mux(stream.encode(frame))
        box.mux(stream.encode())
    return path
