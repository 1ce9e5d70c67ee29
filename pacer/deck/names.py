"""XML names of PowerPoint files."""

from __future__ import annotations

_OOXML = "http://schemas.openxmlformats.org"
A = f"{_OOXML}/drawingml/2006/main"
C = f"{_OOXML}/drawingml/2006/chart"
DGM = f"{_OOXML}/drawingml/2006/diagram"
M = f"{_OOXML}/officeDocument/2006/math"
MC = f"{_OOXML}/markup-compatibility/2006"
P = f"{_OOXML}/presentationml/2006/main"
R = f"{_OOXML}/officeDocument/2006/relationships"
# PowerPoint 2010's additions: sections, trimmed media; and 2016's: further kinds of charts.
SECTION = P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
CX = "http://schemas.microsoft.com/office/drawing/2014/chartex"


def tag(namespace: str, name: str) -> str:
    """A name the way lxml writes it.

    Examples
    --------
    >>> tag("urn:x", "a")
    '{urn:x}a'
    """
    return f"{{{namespace}}}{name}"
