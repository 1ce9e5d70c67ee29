"""Draw a script as a PowerPoint file: text, tables, charts, sections and builds all native."""

# ruff: noqa: SLF001 - what python-pptx has no word for is in the XML behind its objects

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from sample_decks import figures, look, powerpoint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pptx.presentation import Presentation as Deck

    from sample_decks.script import Slide

GAP = 0.4
LAYOUT = {"title": look.COVER, "thanks": look.COVER, "divider": look.DIVIDER}
FIRST_ID = 256  # of the first slide ever made in a deck
LOG = 24  # records in the row drawn on covers and dividers; it fills as the talk goes on


def draw(slides: Sequence[Slide], *, author: str, made: datetime) -> Deck:
    """The slides as a presentation, not yet saved.

    Parameters
    ----------
    slides : sequence of Slide
    author : str
        For the file's properties and the foot of each slide.
    made : datetime
        When the deck says it was made: fixed, so that it is the same whenever it is built.
    """
    title = slides[0].title
    deck = look.empty(f"{title}  ·  {author}")
    shown = [n for n, slide in enumerate(slides) if not slide.hidden]
    for number, slide in enumerate(slides):
        layout = LAYOUT.get(slide.kind, look.PLAIN)
        page = deck.slides.add_slide(deck.slide_layouts[layout])
        if slide.origin:  # edited, not made: it keeps its id
            deck.slides._sldIdLst[-1].id = FIRST_ID + slide.origin[0] - 1
        page.shapes.title.text = slide.title
        clicks: powerpoint.Clicks = []
        if layout == look.PLAIN:
            _body(page, slide, clicks)
        else:
            _log(page, 1 + round((LOG - 1) * number / shown[-1]))
            if slide.blocks:
                page.placeholders[1].text = "\n".join(
                    line for block in slide.blocks for line in block.lines
                )
        powerpoint.appear(page, clicks)
        if slide.hidden:
            page._element.set("show", "0")
        if slide.notes:
            page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)
    powerpoint.name_sections(deck, slides)
    told = deck.core_properties
    told.title, told.author, told.last_modified_by = title, author, author
    told.created = told.modified = made
    told.revision = 1
    return deck


# --- one slide ---------------------------------------------------------------------------


def _body(page: Any, slide: Slide, clicks: powerpoint.Clicks) -> None:
    holder = page.placeholders[1]
    top, bottom = look.TOP, look.BOTTOM
    blocks = list(slide.blocks)
    width = look.RIGHT - look.LEFT
    if blocks and blocks[0].kind == "chart":  # the picture left, what to see in it right
        chart = blocks.pop(0)
        figures.chart(page, chart, look.LEFT, top, 7.9, bottom - top)
        figures.bullets(holder, blocks[0], clicks, 9.1, top + 0.55, look.RIGHT - 9.1, 3.6, size=20)
        return
    if slide.kind == "number":
        figure, *caption = blocks[0].lines
        _say(page, figure, top, 1.5, size=96, bold=True, colour=look.ACCENT)
        _say(page, " ".join(caption), top + 1.6, 0.6, size=24, colour=look.GREY)
        blocks, top = blocks[1:], top + 2.5
    elif slide.kind == "statement":
        _bar(page, top + 0.1, 1.5)
        _say(page, " ".join(blocks[0].lines), top + 0.1, 1.5, size=30, left=0.35)
        blocks, top = blocks[1:], top + 2.2
    used = False
    for block in blocks:
        tall = figures.height(block)
        if block.kind == "bullets":
            alone = len(slide.blocks) == 1
            size = 28 if alone else 24
            figures.bullets(holder, block, clicks, look.LEFT, top, width, look.BOTTOM - top, size)
            used = True
        elif block.kind == "prose":
            big = slide.kind == "plain"
            _say(page, " ".join(block.lines), top, tall, size=30 if big else 22, bold=big)
        else:
            figures.DRAW[block.kind](page, block, top, clicks, slide.kind)
        top += tall + GAP
    if not used:
        holder._element.getparent().remove(holder._element)
    else:  # a screen reader, like a reader of the file, comes to the bullets last
        page.shapes._spTree.append(holder._element)


def _say(
    page: Any,
    text: str,
    top: float,
    height: float,
    *,
    size: int,
    bold: bool = False,
    colour: Any = look.INK,
    left: float = 0.0,
) -> None:
    width = look.RIGHT - look.LEFT - left
    box = page.shapes.add_textbox(
        Inches(look.LEFT + left), Inches(top), Inches(width), Inches(height)
    )
    frame = box.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    figures.write(frame.paragraphs[0], text, size=size, bold=bold, colour=colour)


def _bar(page: Any, top: float, height: float) -> None:
    bar = page.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Inches(look.LEFT), Inches(top), Inches(0.09), Inches(height)
    )
    figures.fill(bar, look.ACCENT)


def _log(page: Any, written: int) -> None:
    """A row of records, the last written one in the accent colour: how far the talk is."""
    width, between = 0.4, 0.1
    for n in range(LOG):
        record = page.shapes.add_shape(
            MSO_SHAPE.RECTANGLE,
            Inches(look.LEFT + n * (width + between)),
            Inches(5.9),
            Inches(width),
            Inches(0.4),
        )
        record.name = f"Record {n + 1}"
        here = n == written - 1
        figures.fill(record, look.ACCENT if here else look.GREY)
        if n >= written:
            record.fill.background()
            record.line.color.theme_color = look.GREY
            record.line.width = Pt(0.75)
