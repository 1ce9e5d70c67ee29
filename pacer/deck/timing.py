"""What a slide's XML says about time: click steps, media and saved advance times."""

from __future__ import annotations

import io
import math
import struct
from typing import TYPE_CHECKING

from pacer.core import clock
from pacer.core.errors import DeckError
from pacer.deck.names import MC, P14, A, P, R, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pacer.deck.package import Element, Package, Relation

# A sound's head holds its length; a film's head too, or its end where it was never optimised.
_MOST_CLIP_BYTES = 64 * 2**20
_MOST_MEDIA_BYTES = 2**30
_MEDIA = ("video", "audio", "media")
_CTN = tag(P, "cTn")


def advance_s(sld: Element) -> float | None:
    """Seconds after which the slide advances by itself, or None.

    Newer files hold a transition twice, in ``mc:Choice`` and ``mc:Fallback``: only the first
    is read.
    """
    for transition in _children(sld, tag(P, "transition")):
        written = transition.get("advTm")
        if written is not None:
            milliseconds = _number(written)
            usable = milliseconds is not None and 0 <= milliseconds <= 1000 * clock.LONGEST_S
            return milliseconds / 1000 if usable and milliseconds is not None else None
    return None


def _children(sld: Element, name: str) -> Iterator[Element]:
    """A slide's children of that name, also those among alternatives, in order."""
    for child in sld:
        if child.tag == name:
            yield child
        elif child.tag == tag(MC, "AlternateContent"):
            yield from child.iter(name)


def click_steps(sld: Element) -> int:
    """Clicks it takes after the first view before the slide is complete.

    Each effect that waits for a click is one; those that run with or after another are none,
    nor are those that wait for a click on a certain shape.
    """
    nodes = (node for timing in _children(sld, tag(P, "timing")) for node in timing.iter(_CTN))
    sequence = next((node for node in nodes if node.get("nodeType") == "mainSeq"), None)
    if sequence is None:
        return 0
    kinds = [each.get("nodeType") for each in sequence.iter(_CTN)]
    if any(kind in ("clickEffect", "withEffect", "afterEffect") for kind in kinds):
        return kinds.count("clickEffect")
    # Some writers leave the kinds out: count the outer steps, which wait "indefinitely".
    path = "/".join(tag(P, name) for name in ("par", "cTn", "stCondLst", "cond"))
    steps = sequence.find(tag(P, "childTnLst"))
    return 0 if steps is None else sum(
        each.get("delay") == "indefinite" for each in steps.iterfind(path)
    )  # fmt: skip


class Media:
    """The lengths of a deck's embedded clips, each looked up once."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._known: dict[str, float] = {}
        self._left = _MOST_MEDIA_BYTES
        # Whether a clip was met whose length could not be told.
        self.unknown = False

    def seconds(self, sld: Element, relations: Mapping[str, Relation]) -> float:
        """Seconds of sound and film on a slide, each clip once; 0 where lengths are unknown."""
        if not any(relation.kind in _MEDIA for relation in relations.values()):
            return 0.0
        played = _played_s(sld)
        total = 0.0
        for shape_id, link, trimmed_s in _clips(sld):
            relation = relations.get(link)
            if shape_id in played:
                total += played[shape_id]
            elif relation is not None and not relation.external:
                length_s = self._length_s(relation.target)
                self.unknown = self.unknown or not length_s
                total += max(0.0, length_s - trimmed_s)
        return total

    def _length_s(self, part: str) -> float:
        """Seconds of a clip; 0 where its kind is not known, or it is damaged."""
        if part not in self._known:
            try:
                raw = self._package.start(part, min(_MOST_CLIP_BYTES, self._left))
            except DeckError:
                raw = b""
            self._left -= len(raw)
            whole = len(raw) < _MOST_CLIP_BYTES
            length = _clip_s(raw, whole=whole, name=part)
            self._known[part] = length if 0 < length <= clock.LONGEST_S else 0.0
        return self._known[part]


def _clips(sld: Element) -> Iterator[tuple[str, str, float]]:
    """Shape id, relation id and trimmed seconds of each film or sound on the slide."""
    for properties in sld.iter(tag(P, "nvPr")):
        old = next(
            (each for each in properties
             if each.tag in (tag(A, "videoFile"), tag(A, "audioFile"), tag(A, "wavAudioFile"))),
            None,
        )  # fmt: skip
        new = next(properties.iter(tag(P14, "media")), None)
        if old is None and new is None:
            continue
        named = properties.getparent().find(tag(P, "cNvPr"))
        link, trimmed_s = "", 0.0
        if old is not None:
            link = old.get(tag(R, "link")) or old.get(tag(R, "embed")) or ""
        if new is not None:
            link = new.get(tag(R, "embed")) or link
            for trim in new.iter(tag(P14, "trim")):
                trimmed_s += (
                    (_number(trim.get("st")) or 0) + (_number(trim.get("end")) or 0)
                ) / 1e3
        yield ("" if named is None else named.get("id", "")), link, trimmed_s


def _played_s(sld: Element) -> dict[str, float]:
    """Seconds of each clip, by shape id, where an animation that plays it says so."""
    made: dict[str, float] = {}
    for command in sld.iter(tag(P, "cmd")):
        if not command.get("cmd", "").startswith("playFrom"):
            continue
        node = next(command.iter(_CTN), None)
        target = next(command.iter(tag(P, "spTgt")), None)
        length = None if node is None else _number(node.get("dur"))
        # A millisecond stands for "not known" in what some writers make.
        if target is not None and length is not None and 1 < length <= 1000 * clock.LONGEST_S:
            made[target.get("spid", "")] = length / 1000
    return made


def _clip_s(raw: bytes, *, whole: bool, name: str) -> float:
    """Seconds of a WAV, AVI, MP4, MOV, M4A, MP3, OGG, FLAC, WMA or WMV file; 0 for other kinds."""
    if raw[:4] == b"RIFF":
        return _avi_s(raw) if raw[8:12] == b"AVI " else _wav_s(raw)
    if length := _mp4_s(raw):
        return length
    # Without its end the length of these is not known.
    if not whole or not raw:
        return 0.0
    import mutagen

    try:
        found = mutagen.File(_Named(raw, name))
    except (mutagen.MutagenError, ValueError, OverflowError, struct.error, IndexError, KeyError):
        return 0.0
    length = getattr(getattr(found, "info", None), "length", 0.0)
    return float(length) if isinstance(length, (int, float)) and math.isfinite(length) else 0.0


class _Named(io.BytesIO):
    """Bytes with the name of the file that they were, which tells some kinds apart."""

    def __init__(self, raw: bytes, name: str) -> None:
        super().__init__(raw)
        self.name = name


def _avi_s(raw: bytes) -> float:
    """From the main header (AVI RIFF file reference): microseconds a frame by frames."""
    at = raw.find(b"avih", 0, 4096)
    if at < 0 or at + 28 > len(raw):
        return 0.0
    frame_us, frames = struct.unpack_from("<I12xI", raw, at + 8)
    return float(frame_us * frames / 1e6)


def _wav_s(raw: bytes) -> float:
    rate, at = 0, 12
    while at + 8 <= len(raw):
        name, size = raw[at : at + 4], int.from_bytes(raw[at + 4 : at + 8], "little")
        if name == b"fmt " and at + 20 <= len(raw):
            rate = int.from_bytes(raw[at + 16 : at + 20], "little")
        if name == b"data":
            return size / rate if rate else 0.0
        at += 8 + size + size % 2
    return 0.0


def _mp4_s(raw: bytes) -> float:
    """From the movie header box (ISO 14496-12, 8.2.2): its duration over its timescale."""
    at = raw.find(b"mvhd")
    if at < 0 or at + 36 > len(raw):
        return 0.0
    form = ">16xIQ" if raw[at + 4] == 1 else ">8xII"
    scale, length = struct.unpack_from(form, raw, at + 8)
    return length / scale if scale else 0.0


def _number(written: str | None) -> float | None:
    try:
        value = float(written or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
