"""Draw a script as a PowerPoint file: text, tables, charts, sections and builds all native."""

# ruff: noqa: SLF001 - what python-pptx has no word for is in the XML behind its objects

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_MARK,
)
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from sample_decks import look

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pptx.presentation import Presentation as Deck

    from sample_decks.script import Block, Slide

GAP = 0.4
LAYOUT = {"title": look.COVER, "thanks": look.COVER, "divider": look.DIVIDER}
LOG = 24  # records in the row drawn on covers and dividers; it fills as the talk goes on

# What appears on one click: shapes, or single paragraphs of one.
Clicks = list[list[tuple[Any, int | None]]]


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
        page.shapes.title.text = slide.title
        clicks: Clicks = []
        if layout == look.PLAIN:
            _body(page, slide, clicks)
        else:
            _log(page, 1 + round((LOG - 1) * number / shown[-1]))
            if slide.blocks:
                page.placeholders[1].text = "\n".join(
                    line for block in slide.blocks for line in block.lines
                )
        _timing(page, clicks)
        if slide.hidden:
            page._element.set("show", "0")
        if slide.notes:
            page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)
    _sections(deck, slides)
    told = deck.core_properties
    told.title, told.author, told.last_modified_by = title, author, author
    told.created = told.modified = made
    told.revision = 1
    return deck


# --- one slide ---------------------------------------------------------------------------


def _body(page: Any, slide: Slide, clicks: Clicks) -> None:
    holder = page.placeholders[1]
    top, bottom = look.TOP, look.BOTTOM
    blocks = list(slide.blocks)
    width = look.RIGHT - look.LEFT
    if blocks and blocks[0].kind == "chart":  # the picture left, what to see in it right
        chart = blocks.pop(0)
        _chart(page, chart, look.LEFT, top, 7.9, bottom - top)
        _bullets(holder, blocks[0], clicks, 9.1, top + 0.55, look.RIGHT - 9.1, 3.6, size=20)
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
        tall = _height(block)
        if block.kind == "bullets":
            alone = len(slide.blocks) == 1
            size = 28 if alone else 24
            _bullets(holder, block, clicks, look.LEFT, top, width, look.BOTTOM - top, size)
            used = True
        elif block.kind == "prose":
            big = slide.kind == "plain"
            _say(page, " ".join(block.lines), top, tall, size=30 if big else 22, bold=big)
        else:
            DRAW[block.kind](page, block, top, clicks, slide.kind)
        top += tall + GAP
    if not used:
        holder._element.getparent().remove(holder._element)
    else:  # a screen reader, like a reader of the file, comes to the bullets last
        page.shapes._spTree.append(holder._element)


def _height(block: Block) -> float:
    lines = len(block.lines)
    return {
        "prose": 0.7,
        "table": 0.56 * (lines - 1),
        "flow": 1.55,
        "flow+": 1.55,
    }.get(block.kind, 0.4 * lines + 0.45)


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
    _write(frame.paragraphs[0], text, size=size, bold=bold, colour=colour)


def _write(
    paragraph: Any, text: str, *, size: int, colour: Any, bold: bool = False, font: str = ""
) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.color.theme_color = colour
    if font:
        run.font.name = font


def _bar(page: Any, top: float, height: float) -> None:
    bar = page.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Inches(look.LEFT), Inches(top), Inches(0.09), Inches(height)
    )
    _fill(bar, look.ACCENT)


def _fill(shape: Any, colour: Any) -> None:
    shape.fill.solid()
    shape.fill.fore_color.theme_color = colour
    shape.line.fill.background()
    _flat(shape)


def _flat(shape: Any) -> None:
    """Drop the theme's style of a shape, which would cast a shadow."""
    shape._element.remove(shape._element.find(qn("p:style")))


def _bullets(
    holder: Any,
    block: Block,
    clicks: Clicks,
    x: float,
    y: float,
    width: float,
    height: float,
    size: int,
) -> None:
    holder.left, holder.top = Inches(x), Inches(y)
    holder.width, holder.height = Inches(width), Inches(height)
    frame = holder.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = 0
    frame.text = "\n".join(line[2:] for line in block.lines)
    for paragraph in frame.paragraphs:
        paragraph.font.size = Pt(size)
        paragraph.space_before = Pt(size / 2)
    clicks += [[(holder, n)] for n, line in enumerate(block.lines) if line.startswith("+")]


def _flow(page: Any, block: Block, top: float, clicks: Clicks, _kind: str) -> None:
    count, between, tall = len(block.lines), 0.55, _height(block)
    width = (look.RIGHT - look.LEFT - between * (count - 1)) / count
    for n, line in enumerate(block.lines):
        name, _, caption = (part.strip() for part in line.partition("/"))
        strong = name.startswith("*")
        x = look.LEFT + n * (width + between)
        shown = []
        if n:
            shown.append((_arrow(page, x - between + 0.06, x - 0.06, top + tall / 2), None))
        box = page.shapes.add_shape(
            MSO_SHAPE.ROUNDED_RECTANGLE, Inches(x), Inches(top), Inches(width), Inches(tall)
        )
        box.adjustments[0] = 0.08
        _fill(box, look.ACCENT if strong else look.SOFT)
        frame = box.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = Inches(0.12)
        colours = (look.PAPER, look.PAPER) if strong else (look.INK, look.GREY)
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        _write(frame.paragraphs[0], name.strip("*"), size=20, bold=True, colour=colours[0])
        below = frame.add_paragraph()
        below.alignment = PP_ALIGN.CENTER
        _write(below, caption, size=16, colour=colours[1])
        shown.append((box, None))
        if n and block.kind == "flow+":
            clicks.append(shown)


def _arrow(page: Any, start: float, end: float, y: float) -> Any:
    arrow = page.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, Inches(start), Inches(y), Inches(end), Inches(y)
    )
    arrow.line.width = Pt(2.25)
    arrow.line.color.theme_color = look.GREY
    _flat(arrow)
    arrow.line._get_or_add_ln().append(
        parse_xml(f'<a:tailEnd {nsdecls("a")} type="triangle" w="med" len="med"/>')
    )
    return arrow


def _code(page: Any, block: Block, top: float, _clicks: Clicks, kind: str) -> None:
    dark = kind == "demo"
    panel = page.shapes.add_shape(
        MSO_SHAPE.RECTANGLE,
        Inches(look.LEFT),
        Inches(top),
        Inches(look.RIGHT - look.LEFT),
        Inches(_height(block)),
    )
    _fill(panel, look.DARK if dark else look.SOFT)
    frame = panel.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = Inches(0.3)
    for n, line in enumerate(block.lines):
        paragraph = frame.add_paragraph() if n else frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        failed = line.lstrip().startswith("×")
        colour = look.ACCENT if failed else look.PAPER if dark else look.INK
        _write(paragraph, line, size=20, bold=failed, colour=colour, font=look.MONO)


def _table(page: Any, block: Block, top: float, _clicks: Clicks, _kind: str) -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for n, line in enumerate(block.lines)
        if n != 1
    ]
    width = look.RIGHT - look.LEFT
    frame = page.shapes.add_table(
        len(rows),
        len(rows[0]),
        Inches(look.LEFT),
        Inches(top),
        Inches(width),
        Inches(_height(block)),
    )
    table = frame.table
    table.horz_banding = False
    # No table style at all: rules and weights are drawn here, in theme colours.
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    longest = [
        4 + max(len(row[n]) for row in rows) * (1 if n else 1.2) for n in range(len(rows[0]))
    ]
    for column, share in zip(table.columns, longest, strict=True):
        column.width = Inches(width * share / sum(longest))
    for n, row in enumerate(rows):
        for m, text in enumerate(row):
            cell = table.cell(n, m)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.margin_left = Inches(0.05)
            colour = look.GREY if n == 0 else look.INK
            _write(
                cell.text_frame.paragraphs[0],
                text,
                size=16 if n == 0 else 20 if len(rows[0]) < 5 else 18,
                bold=m == 0 and n > 0,
                colour=colour,
            )
            cell._tc.get_or_add_tcPr().insert(
                0,
                parse_xml(
                    f'<a:lnB {nsdecls("a")} w="{19050 if n == 0 else 9525}"><a:solidFill>'
                    f'<a:schemeClr val="{"accent1" if n == 0 else "accent6"}"/></a:solidFill>'
                    "</a:lnB>"
                ),
            )


DRAW = {"flow": _flow, "flow+": _flow, "text": _code, "table": _table}


def _chart(page: Any, block: Block, x: float, y: float, width: float, height: float) -> None:
    form, _, title = block.option.partition(" ")
    rows = [line.partition(": ")[::2] for line in block.lines]
    data = CategoryChartData()
    if form == "line":
        data.categories = rows[0][1].split(", ")
        for name, values in rows[1:]:
            data.add_series(name, [float(value) for value in values.split(", ")])
    else:
        data.categories = [name.lstrip("*") for name, _ in rows]
        data.add_series(title.partition(",")[0], [float(value) for _, value in rows])
    kind = XL_CHART_TYPE.LINE if form == "line" else XL_CHART_TYPE.BAR_CLUSTERED
    frame = page.shapes.add_chart(kind, Inches(x), Inches(y), Inches(width), Inches(height), data)
    frame.name = title
    frame._element.nvGraphicFramePr.cNvPr.set(
        "descr", f"{title}. " + "; ".join(block.lines).replace("*", "")
    )
    chart = frame.chart
    chart.font.size = Pt(16)
    chart.font.color.theme_color = look.INK
    chart.has_title = True
    _write(chart.chart_title.text_frame.paragraphs[0], title, size=16, bold=False, colour=look.GREY)
    chart.chart_title.include_in_layout = False
    if form == "line":
        _lines(chart)
    else:
        _bars(chart, [name.startswith("*") for name, _ in rows])


def _bars(chart: Any, strong: Sequence[bool]) -> None:
    chart.has_legend = False
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    axis = chart.category_axis
    axis.reverse_order = True
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    plot = chart.plots[0]
    plot.gap_width = 60
    plot.has_data_labels = True
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.number_format = "#,##0"
    plot.data_labels.number_format_is_linked = False
    plot.data_labels.font.size, plot.data_labels.font.bold = Pt(18), True
    series = plot.series[0]
    for n, accent in enumerate(strong):
        fill = series.points[n].format.fill
        fill.solid()
        fill.fore_color.theme_color = look.ACCENT if accent else look.PALE


def _lines(chart: Any) -> None:
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.value_axis.major_gridlines.format.line.color.theme_color = look.RULE
    chart.value_axis.format.line.fill.background()
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    for series, colour in zip(chart.plots[0].series, (look.PALE, look.ACCENT), strict=True):
        series.smooth = False
        series.format.line.width = Pt(3.5)
        series.format.line.color.theme_color = colour
        series.marker.style = XL_MARKER_STYLE.NONE


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
        _fill(record, look.ACCENT if here else look.GREY)
        if n >= written:
            record.fill.background()
            record.line.color.theme_color = look.GREY
            record.line.width = Pt(0.75)


# --- what PowerPoint knows and python-pptx does not -------------------------------------


def _timing(page: Any, clicks: Clicks) -> None:
    """Let shapes and paragraphs appear, click by click."""
    if not clicks:
        return
    ids = iter(range(3, 10_000))
    steps = []
    for click in clicks:
        effects = []
        for n, (shape, paragraph) in enumerate(click):
            part = (
                ""
                if paragraph is None
                else (f'<p:txEl><p:pRg st="{paragraph}" end="{paragraph}"/></p:txEl>')
            )
            effects.append(
                f'<p:par><p:cTn id="{next(ids)}" presetID="1" presetClass="entr" '
                f'presetSubtype="0" fill="hold" nodeType="{"with" if n else "click"}Effect">'
                '<p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst><p:set><p:cBhvr>'
                f'<p:cTn id="{next(ids)}" dur="1" fill="hold"><p:stCondLst><p:cond delay="0"/>'
                f'</p:stCondLst></p:cTn><p:tgtEl><p:spTgt spid="{shape.shape_id}">{part}'
                "</p:spTgt></p:tgtEl><p:attrNameLst><p:attrName>style.visibility</p:attrName>"
                '</p:attrNameLst></p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set>'
                "</p:childTnLst></p:cTn></p:par>"
            )
        steps.append(
            f'<p:par><p:cTn id="{next(ids)}" fill="hold"><p:stCondLst>'
            '<p:cond delay="indefinite"/></p:stCondLst><p:childTnLst>'
            f'<p:par><p:cTn id="{next(ids)}" fill="hold"><p:stCondLst><p:cond delay="0"/>'
            f"</p:stCondLst><p:childTnLst>{''.join(effects)}</p:childTnLst></p:cTn></p:par>"
            "</p:childTnLst></p:cTn></p:par>"
        )
    listed = {shape.shape_id for click in clicks for shape, n in click if n is not None}
    built = "".join(f'<p:bldP spid="{number}" grpId="0" build="p"/>' for number in sorted(listed))
    page._element.append(
        parse_xml(
            f'<p:timing {nsdecls("p")}><p:tnLst><p:par><p:cTn id="1" dur="indefinite" '
            'restart="never" nodeType="tmRoot"><p:childTnLst><p:seq concurrent="1" '
            'nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>'
            f'{"".join(steps)}</p:childTnLst></p:cTn><p:prevCondLst><p:cond evt="onPrev" '
            'delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst><p:nextCondLst>'
            '<p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>'
            "</p:nextCondLst></p:seq></p:childTnLst></p:cTn></p:par></p:tnLst>"
            + (f"<p:bldLst>{built}</p:bldLst>" if built else "")
            + "</p:timing>"
        )
    )


def _sections(deck: Deck, slides: Sequence[Slide]) -> None:
    """Name the sections, as PowerPoint 2010 and later keep them."""
    space = "http://schemas.microsoft.com/office/powerpoint/2010/main"
    ids = [slide.slide_id for slide in deck.slides]
    names = [name for name in dict.fromkeys(slide.section for slide in slides) if name]
    if not names:
        return
    listed = ""
    for name in names:
        inside = "".join(
            f'<p14:sldId id="{number}"/>'
            for number, slide in zip(ids, slides, strict=True)
            if slide.section == name
        )
        guid = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{slides[0].title}/{name}")).upper()
        listed += (
            f'<p14:section name="{name}" id="{{{guid}}}">'
            f"<p14:sldIdLst>{inside}</p14:sldIdLst></p14:section>"
        )
    deck.element.append(
        parse_xml(
            f'<p:extLst {nsdecls("p")}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
            f'<p14:sectionLst xmlns:p14="{space}">{listed}</p14:sectionLst></p:ext></p:extLst>'
        )
    )
