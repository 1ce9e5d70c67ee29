"""What stands on a slide: bullets, boxes joined by arrows, code, tables and charts."""

# ruff: noqa: SLF001 - what python-pptx has no word for is in the XML behind its objects

from __future__ import annotations

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

    from sample_decks.powerpoint import Clicks
    from sample_decks.script import Block


def height(block: Block) -> float:
    lines = len(block.lines)
    return {
        "prose": 0.7,
        "table": 0.62 * (lines - 1),
        "flow": 1.55,
        "flow+": 1.55,
    }.get(block.kind, 0.4 * lines + 0.45)


def write(
    paragraph: Any, text: str, *, size: int, colour: Any, bold: bool = False, font: str = ""
) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.color.theme_color = colour
    if font:
        run.font.name = font


def fill(shape: Any, colour: Any) -> None:
    shape.fill.solid()
    shape.fill.fore_color.theme_color = colour
    shape.line.fill.background()
    _flat(shape)


def _flat(shape: Any) -> None:
    """Drop the theme's style of a shape, which would cast a shadow."""
    shape._element.remove(shape._element.find(qn("p:style")))


def bullets(
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
    count, between, tall = len(block.lines), 0.55, height(block)
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
        fill(box, look.ACCENT if strong else look.SOFT)
        frame = box.text_frame
        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = Inches(0.12)
        colours = (look.PAPER, look.PAPER) if strong else (look.INK, look.GREY)
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        write(frame.paragraphs[0], name.strip("*"), size=20, bold=True, colour=colours[0])
        below = frame.add_paragraph()
        below.alignment = PP_ALIGN.CENTER
        write(below, caption, size=18, colour=colours[1])
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
        Inches(height(block)),
    )
    fill(panel, look.DARK if dark else look.SOFT)
    frame = panel.text_frame
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.margin_left = Inches(0.3)
    for n, line in enumerate(block.lines):
        paragraph = frame.add_paragraph() if n else frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT
        failed = line.lstrip().startswith("×")
        colour = look.ACCENT if failed else look.PAPER if dark else look.INK
        write(paragraph, line, size=20, bold=failed, colour=colour, font=look.MONO)


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
        Inches(height(block)),
    )
    table = frame.table
    table.horz_banding = False
    # No table style at all: rules and weights are drawn here, in theme colours.
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    longest = [
        5 + max(len(row[n]) for row in rows) * (1 if n else 1.2) for n in range(len(rows[0]))
    ]
    for column, share in zip(table.columns, longest, strict=True):
        column.width = Inches(width * share / sum(longest))
    size = 22 if sum(longest) < 82 else 20 if len(rows[0]) < 5 else 18
    for n, row in enumerate(rows):
        for m, text in enumerate(row):
            cell = table.cell(n, m)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.margin_left = Inches(0.05)
            colour = look.GREY if n == 0 else look.INK
            write(
                cell.text_frame.paragraphs[0],
                text,
                size=18 if n == 0 else size,
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


def chart(page: Any, block: Block, x: float, y: float, width: float, height: float) -> None:
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
    chart.font.size = Pt(18)
    chart.font.color.theme_color = look.INK
    chart.has_title = True
    write(chart.chart_title.text_frame.paragraphs[0], title, size=18, bold=False, colour=look.GREY)
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
    plot.data_labels.font.size, plot.data_labels.font.bold = Pt(20), True
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


DRAW = {"flow": _flow, "flow+": _flow, "text": _code, "table": _table}
