"""What PowerPoint knows and python-pptx does not: builds, click by click, and named sections."""

# ruff: noqa: SLF001 - what python-pptx has no word for is in the XML behind its objects

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.presentation import Presentation as Deck

    from sample_decks.script import Slide

# What appears on one click: shapes, or single paragraphs of one.
Clicks = list[list[tuple[Any, int | None]]]


def appear(page: Any, clicks: Clicks) -> None:
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
