"""The look of the sample decks: theme colours and fonts, master, and three layouts.

Everything a slide shares stands here and not on the slides, so that a speaker may change it
once, in the master, as in any PowerPoint file.
"""

# ruff: noqa: SLF001 - what python-pptx has no word for is in the XML behind its objects

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

INK, PAPER = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.BACKGROUND_1
DARK, SOFT = MSO_THEME_COLOR.TEXT_2, MSO_THEME_COLOR.BACKGROUND_2
ACCENT, GREY = MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.ACCENT_2
PALE, RULE = MSO_THEME_COLOR.ACCENT_3, MSO_THEME_COLOR.ACCENT_6
PALETTE = {
    "dk1": "1B2430",
    "lt1": "FFFFFF",
    "dk2": "16212E",
    "lt2": "EFF2F5",
    "accent1": "C2410C",
    "accent2": "5F6C7B",
    "accent3": "A9B4C0",
    "accent4": "0F766E",
    "accent5": "334155",
    "accent6": "D6DCE3",
}
SANS, MONO = "Arial", "Courier New"

# Inches: the page, and the box in which a slide's body stands.
WIDE, HIGH = 13.333, 7.5
LEFT, TOP, RIGHT, BOTTOM = 0.75, 1.8, 12.583, 6.7

# Layouts of python-pptx's own template, by what they become.
COVER, PLAIN, DIVIDER = 0, 1, 2
_FOOTERS = (13, 15, 16)  # placeholder types: slide number, footer, date


def empty(foot: str) -> Deck:
    """A presentation without slides in this look; `foot` stands below every plain slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    _theme(deck)
    for layout in list(deck.slide_layouts)[3:]:
        deck.slide_layouts.remove(layout)
    master, (cover, plain, divider) = deck.slide_masters[0], deck.slide_layouts
    for sheet in (master, cover, plain, divider):
        for shape in list(sheet.placeholders):
            if shape.placeholder_format.type in _FOOTERS:
                shape._element.getparent().remove(shape._element)
    for sheet in (master, cover, plain, divider):
        for shape in sheet.placeholders:
            _flush(shape)
    _styles(master)
    for sheet in (master, plain):
        _place(_holder(sheet, 0), 0.62, 0.85)
        _place(_holder(sheet, 1), TOP, BOTTOM - TOP)
    for sheet in (cover, divider):
        sheet.background.fill.solid()
        sheet.background.fill.fore_color.theme_color = DARK
    _place(_holder(cover, 0), 1.6, 1.4)
    _restyle(_holder(cover, 0), size=48, bold=True, colour="bg1", anchor="b")
    _place(_holder(cover, 1), 3.15, 1.9)
    _restyle(_holder(cover, 1), size=22, bold=False, colour="accent6", anchor="t")
    _place(_holder(divider, 0), 2.6, 1.4)
    _restyle(_holder(divider, 0), size=44, bold=True, colour="bg1", anchor="ctr")
    unused = _holder(divider, 1)._element
    unused.getparent().remove(unused)
    _draw(plain, 90, "Accent", LEFT, 0.52, 0.6, 0.07, fill="accent1")
    _draw(plain, 91, "Foot", LEFT, 6.95, 9, 0.3, text=f"<a:r>{_SMALL}<a:t>{foot}</a:t></a:r>")
    number = f'<a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">{_SMALL}'
    number += "<a:t>‹#›</a:t></a:fld>"
    _draw(plain, 92, "Slide number", RIGHT - 1, 6.95, 1, 0.3, text=number, align="r")
    return deck


def _theme(deck: Deck) -> None:
    rels = deck.slide_masters[0].part.rels.values()
    part: Any = next(rel.target_part for rel in rels if rel.reltype.endswith("/theme"))
    theme = etree.fromstring(part.blob)
    for name, colour in PALETTE.items():
        slot = theme.find(f".//{qn('a:clrScheme')}/{qn(f'a:{name}')}")
        slot.clear()
        etree.SubElement(slot, qn("a:srgbClr"), val=colour)
    for font in theme.iterfind(f".//{qn('a:fontScheme')}//{qn('a:latin')}"):
        font.set("typeface", SANS)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _styles(master: Any) -> None:
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    title.find(qn("a:defRPr")).set("sz", "3200")
    title.find(qn("a:defRPr")).set("b", "1")
    body = styles.find(qn("p:bodyStyle")).find(qn("a:lvl1pPr"))
    new = parse_xml(
        f'<a:lvl1pPr {nsdecls("a")} marL="285750" indent="-285750" algn="l">'
        '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc>'
        '<a:spcBef><a:spcPts val="1100"/></a:spcBef>'
        '<a:buClr><a:schemeClr val="accent1"/></a:buClr><a:buFont typeface="Arial"/>'
        '<a:buChar char="•"/><a:defRPr sz="2200" kern="1200"><a:solidFill>'
        '<a:schemeClr val="tx1"/></a:solidFill><a:latin typeface="+mn-lt"/></a:defRPr>'
        "</a:lvl1pPr>"
    )
    body.getparent().replace(body, new)


def _holder(sheet: Any, index: int) -> Any:
    return next(s for s in sheet.placeholders if s.placeholder_format.idx == index)


def _place(shape: Any, top: float, height: float) -> None:
    shape.left, shape.top = Inches(LEFT), Inches(top)
    shape.width, shape.height = Inches(RIGHT - LEFT), Inches(height)


def _flush(shape: Any) -> None:
    """Let text begin at the very edge of its box, so that all of a slide lines up."""
    body = shape._element.find(qn("p:txBody")).find(qn("a:bodyPr"))
    body.set("lIns", "0")
    body.set("rIns", "0")


def _restyle(shape: Any, *, size: int, bold: bool, colour: str, anchor: str) -> None:
    frame = shape._element.find(qn("p:txBody"))
    frame.find(qn("a:bodyPr")).set("anchor", anchor)
    new = parse_xml(
        f'<a:lstStyle {nsdecls("a")}><a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/>'
        f'<a:defRPr sz="{size * 100}" b="{int(bold)}" cap="none"><a:solidFill>'
        f'<a:schemeClr val="{colour}"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
    )
    frame.replace(frame.find(qn("a:lstStyle")), new)


_SMALL = (
    '<a:rPr lang="en-GB" sz="1100"><a:solidFill><a:schemeClr val="accent2"/></a:solidFill></a:rPr>'
)


def _draw(
    layout: Any,
    number: int,
    name: str,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str = "",
    text: str = "",
    align: str = "l",
) -> None:
    """Put a box onto a layout, which python-pptx itself leaves alone."""
    inside = f'<a:solidFill><a:schemeClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    layout.shapes._spTree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/>'
            '<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>'
            f'<a:off x="{Inches(x)}" y="{Inches(y)}"/>'
            f'<a:ext cx="{Inches(width)}" cy="{Inches(height)}"/></a:xfrm>'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{inside}</p:spPr>'
            '<p:txBody><a:bodyPr lIns="0" rIns="0" tIns="0" bIns="0" anchor="ctr"/><a:lstStyle/>'
            f'<a:p><a:pPr algn="{align}"/>{text}</a:p></p:txBody></p:sp>'
        )
    )
