"""What PowerPoint knows and python-pptx does not: builds, click by click, and named sections."""

# ruff: noqa: SLF001 - what python-pptx has no word for is in the XML behind its objects

from __future__ import annotations

import uuid
from itertools import count
from typing import TYPE_CHECKING, Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pptx.presentation import Presentation as Deck

    from sample_decks.script import Slide

# What appears on one click: shapes, or single paragraphs of one.
Clicks = list[list[tuple[Any, int | None]]]


def appear(page: Any, clicks: Clicks) -> None:
    """Let shapes and paragraphs appear, click by click.

    Parameters
    ----------
    page : pptx.slide.Slide
    clicks : list of list of (shape, paragraph)
        What each click shows: a whole shape, or the one paragraph of it with that number.
    """
    if not clicks:
        return
    ids = count(3)
    steps = "".join(_step(click, ids) for click in clicks)
    page._element.append(
        parse_xml(
            f'<p:timing {nsdecls("p")}><p:tnLst><p:par><p:cTn id="1" dur="indefinite" '
            'restart="never" nodeType="tmRoot"><p:childTnLst><p:seq concurrent="1" '
            'nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>'
            f'{steps}</p:childTnLst></p:cTn><p:prevCondLst><p:cond evt="onPrev" delay="0">'
            "<p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst><p:nextCondLst>"
            '<p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond>'
            "</p:nextCondLst></p:seq></p:childTnLst></p:cTn></p:par></p:tnLst>"
            f"{_built(clicks)}</p:timing>"
        )
    )


def _step(click: list[tuple[Any, int | None]], ids: Iterator[int]) -> str:
    """One click: its first effect waits for it, the others come with that."""
    effects = "".join(
        _effect(shape, paragraph, "withEffect" if n else "clickEffect", ids)
        for n, (shape, paragraph) in enumerate(click)
    )
    return (
        f'<p:par><p:cTn id="{next(ids)}" fill="hold"><p:stCondLst><p:cond delay="indefinite"/>'
        f'</p:stCondLst><p:childTnLst><p:par><p:cTn id="{next(ids)}" fill="hold"><p:stCondLst>'
        f'<p:cond delay="0"/></p:stCondLst><p:childTnLst>{effects}</p:childTnLst></p:cTn></p:par>'
        "</p:childTnLst></p:cTn></p:par>"
    )


def _effect(shape: Any, paragraph: int | None, kind: str, ids: Iterator[int]) -> str:
    """PowerPoint's "Appear": what could not be seen can."""
    part = f'<p:txEl><p:pRg st="{paragraph}" end="{paragraph}"/></p:txEl>'
    group = 'grpId="0" ' if shape.has_text_frame else ""
    return (
        f'<p:par><p:cTn id="{next(ids)}" presetID="1" presetClass="entr" presetSubtype="0" '
        f'fill="hold" {group}nodeType="{kind}"><p:stCondLst><p:cond delay="0"/></p:stCondLst>'
        f'<p:childTnLst><p:set><p:cBhvr><p:cTn id="{next(ids)}" dur="1" fill="hold">'
        '<p:stCondLst><p:cond delay="0"/></p:stCondLst></p:cTn><p:tgtEl>'
        f'<p:spTgt spid="{shape.shape_id}">{"" if paragraph is None else part}</p:spTgt>'
        "</p:tgtEl><p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst>"
        '</p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set></p:childTnLst></p:cTn></p:par>'
    )


def _built(clicks: Clicks) -> str:
    """The list of shapes with text that appear, as a whole or paragraph by paragraph."""
    how = {
        shape.shape_id: 'animBg="1"' if paragraph is None else 'build="p"'
        for click in clicks
        for shape, paragraph in click
        if shape.has_text_frame
    }
    listed = "".join(f'<p:bldP spid="{number}" grpId="0" {way}/>' for number, way in how.items())
    return f"<p:bldLst>{listed}</p:bldLst>"


def name_sections(deck: Deck, slides: Sequence[Slide]) -> None:
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
