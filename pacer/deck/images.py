"""A picture of each slide, made once for each revision of a deck.

PDF pages are drawn by a process with bounds; other decks are turned into a PDF first: PowerPoint
and OpenDocument by LibreOffice, where there is one, and decks kept as text by a browser, where
there is one. Without it, or where it fails, a slide of text gets a card with its words and its
picture; any other slide that cannot be drawn has none.
"""

from __future__ import annotations

import atexit
import re
import shutil
from contextlib import closing
from threading import Event, Thread
from typing import TYPE_CHECKING

from pacer.core import files, frames
from pacer.core.errors import DeckError, PacerError
from pacer.deck import browser, cards, office, pdf_drawing, pdfium, web_page

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from PIL.Image import Image

    from pacer.deck import Deck

    Progress = Callable[[int, int], None]

__all__ = ["Drawing", "every_page", "made_how", "missing", "pictures", "ready", "told"]

WIDTH = 960
# Formats kept as text: a browser draws them, or they are cards of their words.
TEXTS = frozenset({"ipynb", "marp", "slidev", "quarto", "reveal", "remark", "pdfpc"})
# Beside the pictures of such a deck: what drew them, or failed to, and how a message says it.
_HOW = "how.txt"
_QUALITY = 85
# Revisions of a deck whose pictures are kept.
_KEPT = 3
_DIGEST = re.compile(r"[0-9a-f]{16}")


def pictures(
    deck: Deck, folder: Path, *, width: int = WIDTH, progress: Progress | None = None
) -> dict[str, Path]:
    """Draw the slides of a deck; what has been drawn before is not drawn again.

    Parameters
    ----------
    deck : Deck
    folder : pathlib.Path
        Where the pictures are kept, below a name made of the deck's digest.
    width : int
        Of each picture, in pixels.
    progress : callable, optional
        Called with the slides done and those there are, first before LibreOffice starts.

    Returns
    -------
    dict of str to pathlib.Path
        A JPEG file by ``slide_key``. Slides without a picture are left out; all are, where
        nothing on this computer can draw the deck (`missing` says what is needed).
    """
    try:
        for done, _ in enumerate(_draw(deck, folder, width, Event())):
            if progress is not None:
                progress(done, len(deck.slides))
    except (PacerError, OSError):
        pass  # a talk can be rehearsed without pictures: the slides are shown as text
    return ready(deck, folder, width=width)


def ready(deck: Deck, folder: Path, *, width: int = WIDTH) -> dict[str, Path]:
    """The pictures there are so far, by ``slide_key``."""
    return {key: path for key, path in _places(deck, folder, width).items() if path.exists()}


def missing(deck: Deck) -> str:
    """What must be installed before the deck can be drawn; "" if nothing."""
    drawn = deck.format == "pdf" or deck.format in TEXTS
    return "" if drawn or office.program() else office.INSTALL


class Drawing:
    """Pictures drawn in the background, so that a run can start before they are done.

    Parameters
    ----------
    deck : Deck
    folder : pathlib.Path
    width : int
        Of each picture, in pixels.
    progress : callable, optional
        Called from the background thread with the slides done and those there are.
    """

    def __init__(
        self, deck: Deck, folder: Path, *, width: int = WIDTH, progress: Progress | None = None
    ) -> None:
        self._deck, self._folder, self._width, self._progress = deck, folder, width, progress
        self._stop = Event()
        self.problem = ""
        self._thread = Thread(target=self._draw, name="pacer pictures", daemon=True)
        self._thread.start()
        # A daemon thread dies with Python, but LibreOffice would not.
        atexit.register(self.stop)

    def _draw(self) -> None:
        try:
            for done, _ in enumerate(_draw(self._deck, self._folder, self._width, self._stop)):
                if self._progress is not None:
                    self._progress(done, len(self._deck.slides))
        except (PacerError, OSError) as error:
            self.problem = str(error)
        finally:
            atexit.unregister(self.stop)

    @property
    def done(self) -> bool:
        """Whether there is nothing left to draw."""
        return not self._thread.is_alive()

    def ready(self) -> dict[str, Path]:
        """The pictures there are so far, by ``slide_key``."""
        return ready(self._deck, self._folder, width=self._width)

    def wait(self, timeout: float | None = None) -> dict[str, Path]:
        """The pictures there are when all are done, or after `timeout` seconds."""
        self._thread.join(timeout)
        return self.ready()

    def stop(self) -> None:
        """End the drawing; what is done stays."""
        self._stop.set()
        self._thread.join()


def _places(deck: Deck, folder: Path, width: int) -> dict[str, Path]:
    """Where each slide's picture is, once there is one."""
    home = folder / deck.digest / str(width)
    keys = deck.slides["slide_key"]
    return {key: home / f"{position:04}.jpg" for position, key in enumerate(keys, 1)}


def _draw(deck: Deck, folder: Path, width: int, stop: Event) -> Iterator[None]:
    """Draw what is not there yet, slide by slide; begins with a step of its own."""
    yield
    places = _places(deck, folder, width)
    if all(path.exists() for path in places.values()) and _is_last(deck, folder):
        yield from (None for _ in places)
        return
    if not deck.is_current:
        raise DeckError("has changed since it was read: read it again for its pictures", deck.path)
    home = folder / deck.digest
    (home / str(width)).mkdir(parents=True, exist_ok=True)
    _prune(folder, home)
    if deck.format in TEXTS:
        yield from _draw_text(deck, home, list(places.values()), width, stop)
        return
    source = _as_pdf(deck, home, stop)
    wanted = list(zip(places.values(), _pages(deck, source), strict=True))
    numbers = [page for path, page in wanted if page and not path.exists()]
    drawn = pdf_drawing.pages(source, numbers, width=width, notes=deck.notes_layout)
    with closing(drawn):
        for path, page in wanted:
            if stop.is_set():
                return
            if page and not path.exists() and (image := next(drawn)[1]) is not None:
                _save(image, path)
            yield


_NONE: tuple[tuple[int, Image | None], ...] = ()


def _draw_text(
    deck: Deck, home: Path, places: list[Path], width: int, stop: Event
) -> Iterator[None]:
    """Have a browser draw the slides of a text, and make cards of those that it does not."""
    laid, why = None, ""
    drawn: Generator[tuple[int, Image | None]] = (each for each in _NONE)
    try:
        laid = web_page.of(deck, stop)
        source = home / "deck.pdf"
        browser.to_pdf(laid.page(), source, deck.path, slides=len(places), stop=stop)
        with pdfium.document(source) as pdf:
            count = len(pdf)
        if count != len(places):
            raise DeckError(
                f"was drawn as {count} pages for {len(places)} slides: they are cards of words",
                deck.path,
            )
        drawn = pdf_drawing.pages(source, range(1, count + 1), width=width, notes="")
    except (PacerError, OSError) as error:
        why = str(error) if browser.program() else ""
    if stop.is_set():
        return
    said = f"cards of the slides' words ({why})" if why else _CARDS
    if deck.format == "pdfpc":
        said = _NO_SLIDES
    elif not why and browser.program():
        said = _DRAWN.format(laid.by if laid else "")
    files.write(home / _HOW, f"{_drawer()}\n{said}\n")
    with closing(drawn):
        for place, (row, path) in enumerate(zip(frames.rows(deck.slides), places, strict=True)):
            if stop.is_set():
                return
            image = next(drawn, (0, None))[1]
            if image is not None:
                _save(image, path)
            else:
                picture = laid.picture(place) if laid else b""
                cards.draw(row.title, row.text, path, width, picture)
            yield


_DRAWN = (
    "drawn by {}a browser of this computer from the deck's text; nothing in it was run or fetched"
)
_NO_SLIDES = "cards of the slides' words: there is nothing else to draw"
_CARDS = f"cards of the slides' words; where {browser.NAMES} is installed, it draws the slides"


def _drawer() -> str:
    """What would draw a text's slides: another than before is asked anew."""
    return browser.program() or ""


def _is_last(deck: Deck, folder: Path) -> bool:
    """Whether what there is to draw with has drawn the slides, or failed to."""
    return deck.format not in TEXTS or _how(deck, folder)[:1] == [_drawer()]


def _how(deck: Deck, folder: Path) -> list[str]:
    try:
        return (folder / deck.digest / _HOW).read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return []


def made_how(deck: Deck, folder: Path) -> str:
    """How the pictures of a deck kept as text were made; "" before that, and for other decks."""
    was = _how(deck, folder) if deck.format in TEXTS else []
    return was[1] if len(was) > 1 and was[0] == _drawer() else ""


def told(deck: Deck, folder: Path) -> str:
    """How the pictures of a deck kept as text were made, or will be; "" for other decks."""
    if deck.format not in TEXTS:
        return ""
    drawn = browser.program() is not None and deck.format != "pdfpc"
    return made_how(deck, folder) or (_DRAWN.format("") if drawn else _CARDS)


def _save(image: Image, path: Path) -> None:
    """Write a picture into a file that appears whole."""
    files.write(path, lambda file: image.save(file, "JPEG", quality=_QUALITY, subsampling=0))


def _as_pdf(deck: Deck, home: Path, stop: Event) -> Path:
    if deck.format in TEXTS:
        raise DeckError(
            "is kept as text, and what a recording shows was drawn by its own tool: export it to "
            "a PDF and open that",
            deck.path,
        )
    if deck.format == "pdf":
        return deck.path
    made = home / "deck.pdf"
    if not made.exists():
        office.to_pdf(deck.path, made, slides=len(deck.slides), stop=stop)
    return made


def _pages(deck: Deck, source: Path) -> list[int]:
    """The page that shows each slide, from 1; 0 for none."""
    if deck.format == "pdf":
        return [int(page) for page in deck.slides["page"]]
    with pdfium.document(source) as pdf:
        count = len(pdf)
    hidden = deck.slides["hidden"]
    if count == len(hidden):
        return list(range(1, count + 1))
    if count == int((~hidden).sum()):
        # An older LibreOffice leaves hidden slides out.
        shown = iter(range(1, count + 1))
        return [0 if each else next(shown) for each in hidden]
    raise DeckError(
        f"was drawn by LibreOffice as {count} pages for {len(hidden)} slides: "
        "slides are shown as text",
        deck.path,
    )


def every_page(deck: Deck, folder: Path, *, width: int) -> Iterator[tuple[int, int, Image]]:
    """Draw every page of a deck in grey, builds apart where a PDF has pages for them.

    Parameters
    ----------
    deck : Deck
    folder : pathlib.Path
        Where LibreOffice's PDF of the deck is kept, as in `pictures`.
    width : int
        Of each picture, in pixels.

    Yields
    ------
    tuple of int, int, PIL.Image.Image
        The page (1-based; 0 where the deck has none), the position of its slide, the picture.
        Pages that cannot be drawn are left out.

    Raises
    ------
    DeckError
        If nothing on this computer can draw the deck, or it has changed since it was read.
    """
    if not deck.is_current:
        raise DeckError("has changed since it was read: read it again for its pictures", deck.path)
    home = folder / deck.digest
    if deck.format != "pdf":
        home.mkdir(parents=True, exist_ok=True)
        _prune(folder, home)
    source = _as_pdf(deck, home, Event())
    if deck.format == "pdf":
        keys = deck.slides["slide_key"]
        numbered = sorted(
            (n, position, n) for position, key in enumerate(keys, 1) for n in deck.pages[key]
        )
    else:
        pages = enumerate(_pages(deck, source), 1)
        numbered = [(0, position, page) for position, page in pages if page]
    drawn = pdf_drawing.pages(
        source, [page for *_, page in numbered], width=width, notes=deck.notes_layout
    )
    for (number, position, _), (_, image) in zip(numbered, drawn, strict=True):
        if image is not None:
            yield number, position, image.convert("L")


def _prune(folder: Path, home: Path) -> None:
    """Forget the pictures of all but the latest revisions; what is not pacer's is left alone."""
    if folder.is_symlink():  # it may lead to anybody's
        return
    others = [
        each
        for each in folder.iterdir()
        if each != home and _DIGEST.fullmatch(each.name) and _is_drawn(each)
    ]
    others.sort(key=lambda each: each.stat().st_mtime, reverse=True)
    for old in others[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def _is_drawn(home: Path) -> bool:
    """Whether a folder holds nothing but what is drawn here."""
    return (
        not home.is_symlink()
        and home.is_dir()
        and all(
            each.name in ("deck.pdf", _HOW)
            or each.name.endswith(files.PART)
            or (
                each.name.isdecimal()
                and all(one.suffix in (".jpg", files.PART) for one in each.iterdir())
            )
            for each in home.iterdir()
        )
    )
