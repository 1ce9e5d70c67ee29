"""Decks made by the tests: sound ones through python-pptx, hostile ones by hand."""

import io
import zipfile

from lxml import etree
from pptx import Presentation
from pptx.util import Inches, Pt

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
XMLNS = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"'
)
TITLE_AND_BODY, TITLE_ONLY, BLANK = 1, 5, 6


def make_deck(slides):
    """A presentation from ``(title, body, notes)`` or a title for each slide."""
    presentation = Presentation()
    for spec in slides:
        title, body, notes = spec if isinstance(spec, tuple) else (spec, "", "")
        slide = presentation.slides.add_slide(presentation.slide_layouts[TITLE_AND_BODY])
        slide.shapes.title.text = title
        if body:
            slide.placeholders[1].text = body
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    return presentation


def blank_slide(presentation):
    return presentation.slides.add_slide(presentation.slide_layouts[BLANK])


def add_box(slide, text, left=1.0, top=1.0, width=3.0, height=0.5, points=None):
    """A plain text box; places in inches."""
    box = slide.shapes.add_textbox(*(Inches(value) for value in (left, top, width, height)))
    box.text_frame.text = text
    if points:
        for paragraph in box.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.size = Pt(points)
    return box


def add_xml(slide, xml):
    """Append an element, written with the usual prefixes, to the slide."""
    slide._element.append(etree.fromstring(f"<root {XMLNS}>{xml}</root>")[0])


def save(presentation, path):
    presentation.save(path)
    return path


def to_bytes(presentation):
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def repack(path, changes, target=None):
    """Write the package anew with parts changed: bytes, a function of bytes, or None to drop."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name, change in changes.items():
        if change is None:
            del parts[name]
        else:
            parts[name] = change(parts[name]) if callable(change) else change
    target = target or path
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts.items():
            out.writestr(name, data)
    return target


def with_sections(path, sections):
    """Give the deck at `path` sections: a mapping of name -> 1-based positions."""
    ids = [slide.slide_id for slide in Presentation(path).slides]
    inner = "".join(
        f'<p14:section name="{name}" id="{{{number:08}-0000-0000-0000-000000000000}}">'
        "<p14:sldIdLst>"
        + "".join(f'<p14:sldId id="{ids[position - 1]}"/>' for position in positions)
        + "</p14:sldIdLst></p14:section>"
        for number, (name, positions) in enumerate(sections.items())
    )
    listed = (
        f'<p:extLst {XMLNS}><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}">'
        f"<p14:sectionLst>{inner}</p14:sectionLst></p:ext></p:extLst></p:presentation>"
    )
    change = lambda xml: xml.replace(b"</p:presentation>", listed.encode())  # noqa: E731
    return repack(path, {"ppt/presentation.xml": change})


def clicks(*kinds):
    """A ``p:timing`` whose main sequence has one effect of each kind (click, with, after)."""
    effects = "".join(
        '<p:par><p:cTn fill="hold"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst>'
        f'<p:childTnLst><p:par><p:cTn presetClass="entr" nodeType="{kind}Effect"/></p:par>'
        "</p:childTnLst></p:cTn></p:par>"
        for kind in kinds
    )
    return (
        '<p:timing ><p:tnLst><p:par><p:cTn nodeType="tmRoot"><p:childTnLst>'
        f'<p:seq><p:cTn nodeType="mainSeq"><p:childTnLst>{effects}</p:childTnLst></p:cTn></p:seq>'
        '<p:seq><p:cTn nodeType="interactiveSeq"><p:childTnLst><p:par><p:cTn '
        'nodeType="clickEffect"/></p:par></p:childTnLst></p:cTn></p:seq>'
        "</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>"
    )
