"""Transcripts as they come -> WORDS: one table of formats, and what they share.

A reader gives cues; how a cue becomes words with times is the same for all: words without times
of their own share their cue's by their letters.
"""

from __future__ import annotations

import html
import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from pacer.core import frames
from pacer.core.errors import RunError
from pacer.core.text import line, tidy
from pacer.core.wording import count
from pacer.transcript import captions, stamped, whisper
from pacer.transcript.cue import Cue, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Ten hours of words with their times and chances, as JSON, fit into half of this.
LARGEST_BYTES: Final = 64 * 2**20
MOST_WORDS: Final = 300_000
LONGEST_S: Final = 24 * 3600.0
# Label -> module, in the order of asking: what can be told for certain comes first.
FORMATS: Final = (whisper, captions, stamped)

# A share of cues that begin with what the one before ended with makes captions that roll.
_ROLLING_SHARE = 0.25
# A name before a colon is a speaker's where it comes so often.
_LEAST_NAMED = 2
_NAME = re.compile(r"(?:>>+\s*)?([^\W\d_][\w .,'’()-]{0,50}?)\s*:\s+(?=\S)")
_TAG = re.compile(r"<[^<>]{0,200}>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]{1,100})>", re.IGNORECASE)
_NO_SPEECH = re.compile(
    r"\[[^\[\]\n]{1,40}\]|[♪♫]+"
    r"|\((?:music|applause|laughter|laughs|inaudible|silence|crosstalk|noise)[^()\n]{0,20}\)",
    re.IGNORECASE,
)
_DASH = re.compile(r"^\s*(?:>>+|[-–—])\s*")


@dataclass(frozen=True)
class Transcript:
    """What was said, and how it was known.

    Parameters
    ----------
    words : pandas.DataFrame
        WORDS by time, with a further column ``speaker``; `slide_key` is "" until aligned.
    label : str
        The format.
    name : str
        The file's.
    remarks : tuple of str
        What was left out or assumed.
    """

    words: pd.DataFrame
    label: str
    name: str
    remarks: tuple[str, ...] = ()


def read(path: str | Path) -> Transcript:
    """Read a transcript: SRT, WebVTT, Whisper JSON, or text with times.

    Parameters
    ----------
    path : path-like
        As Whisper, Zoom, Teams, Google Meet or YouTube write it; never changed.

    Returns
    -------
    Transcript

    Raises
    ------
    RunError
        If it cannot be read, is in no format known here, or holds no words with times.
    """
    text = _text(Path(path))
    module = next((each for each in FORMATS if each.looks_like(text)), None)
    if module is None:
        raise text.refuse(
            "is no transcript with times: give SRT, WebVTT, Whisper JSON, or text with lines "
            "such as [00:01:30] and then …"
        )
    cues, remarks = module.read(text)
    clean, said = _clean(cues)
    words = _words(text, clean)
    if not len(words):
        raise text.refuse(f"has no words in it ({module.LABEL}): export the transcript again")
    return Transcript(words, module.LABEL, line(text.path.name, limit=80), (*remarks, *said))


def _text(path: Path) -> Text:
    try:
        if not path.is_file():
            raise RunError("there is no such file: check the path", path)
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise RunError(f"is too large for a transcript ({size >> 20} MB)", path)
        data = path.read_bytes()
    except OSError as error:
        raise RunError(f"cannot be read ({error.strerror})", path) from error
    if not data.strip():
        raise RunError("is empty: there is nothing to read", path)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Text(path, data.decode("utf-16", "replace"))
    if b"\x00" in data[:4096]:
        raise RunError("is no text: give a transcript, such as SRT or WebVTT", path)
    try:
        return Text(path, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        # Text with a few bad bytes is mended; text of another encoding is Windows'.
        damaged = data.decode("utf-8-sig", "replace")
        bad = damaged.count("�")
        if bad * 20 < sum(byte > 127 for byte in data[: error.start + 100_000]):
            return Text(path, damaged)
        return Text(path, data.decode("cp1252", "replace"))


def _clean(cues: Sequence[Cue]) -> tuple[list[Cue], list[str]]:
    """Without marks, sounds, speakers' names and what rolling captions repeat."""
    made = []
    for cue in cues:
        voice = _VOICE.search(cue.text)
        plain = tidy(html.unescape(_TAG.sub("", cue.text)), limit=20_000)
        # Once more, since an escaped tag is a tag by now.
        plain = _NO_SPEECH.sub(" ", _TAG.sub("", plain))
        lines = [_DASH.sub("", each) for each in plain.split("\n")]
        speaker = tidy(html.unescape(voice[1])) if voice else cue.speaker
        made.append(replace(cue, text="\n".join(lines).strip(), speaker=speaker))
    made = [cue for cue in made if cue.text]
    remarks = []
    rolled = _unrolled(made)
    if rolled is not made:
        remarks.append("captions that roll: lines that come twice are counted once")
    made = _named(rolled)
    people = {cue.speaker for cue in made if cue.speaker}
    if len(people) > 1:
        remarks.append(count(len(people), "speaker"))
    return sorted(made, key=lambda cue: cue.start_s), remarks


def _unrolled(cues: list[Cue]) -> list[Cue]:
    """Each line once, where captions show it again while the next one grows."""
    split = [cue.text.split() for cue in cues]
    common = [0] * len(cues)
    for at in range(1, len(cues)):
        if cues[at].start_s <= cues[at - 1].end_s + 0.5:
            before, now = split[at - 1], split[at]
            most = min(len(before), len(now), 60)
            common[at] = next((k for k in range(most, 0, -1) if before[-k:] == now[:k]), 0)
    telling = sum(both > 1 or both == len(split[at]) for at, both in enumerate(common) if both)
    if len(cues) < 4 or telling < _ROLLING_SHARE * len(cues):
        return cues
    made = []
    for cue, said, both in zip(cues, split, common, strict=True):
        if both < len(said):
            timed = tuple(mark for mark in cue.times if mark[0] >= both)
            moved = tuple((place - both, start_s) for place, start_s in timed)
            made.append(replace(cue, text=" ".join(said[both:]), times=moved))
    return made


def _named(cues: list[Cue]) -> list[Cue]:
    """Speakers' names out of the text, where what stands before a colon is one."""
    found = [_NAME.match(cue.text) for cue in cues]
    names = Counter(match[1] for match in found if match)
    sure = {
        name
        for name, times in names.items()
        if times >= _LEAST_NAMED and (name[:1].isupper() or times > 0.2 * len(cues))
    }
    return [
        replace(cue, text=cue.text[match.end() :], speaker=match[1])
        if match and match[1] in sure
        else cue
        for cue, match in zip(cues, found, strict=True)
    ]


def _words(text: Text, cues: Iterable[Cue]) -> pd.DataFrame:
    written: list[str] = []
    starts: list[float] = []
    ends: list[float] = []
    chances: list[float] = []
    speakers: list[str] = []
    latest = 0.0
    for cue in cues:
        if not (math.isfinite(cue.start_s) and 0 <= cue.start_s <= cue.end_s <= LONGEST_S):
            raise text.refuse("has a time beyond a day: give the transcript of one talk", cue.line)
        said = cue.text.split()
        start_s, end_s = max(cue.start_s, latest), max(cue.end_s, cue.start_s, latest)
        begin, end = _spread(said, start_s, end_s, cue.times)
        latest = start_s
        written += said
        starts += begin
        ends += end
        chances += [cue.chance] * len(said)
        speakers += [cue.speaker] * len(said)
        if len(written) > MOST_WORDS:
            raise text.refuse(f"has more than {MOST_WORDS:,} words: give one talk's transcript")
    made = frames.build(frames.WORDS)
    if written:
        made = frames.check(
            pd.DataFrame(
                {
                    "word": [word[:100] for word in written],
                    "start_s": starts,
                    "end_s": ends,
                    "confidence": chances,
                    "slide_key": "",
                    "speaker": speakers,
                }
            ).sort_values("start_s", kind="stable"),
            frames.WORDS,
        )
    return made


def _spread(
    said: list[str], start_s: float, end_s: float, times: tuple[tuple[int, float], ...]
) -> tuple[list[float], list[float]]:
    """Each word's start and end: as marked, and between the marks by their letters."""
    letters = np.cumsum([0, *(len(word) + 1 for word in said)]).astype(float)
    marks = {place: min(max(at_s, start_s), end_s) for place, at_s in times if place < len(said)}
    places = sorted({0, *marks, len(said)})
    known = np.maximum.accumulate([marks.get(place, start_s) for place in places[:-1]] + [end_s])
    bounds = np.interp(letters, letters[places], known)
    gaps = np.diff(bounds)
    ends = bounds[:-1] + gaps * (1 - 1 / np.maximum(np.diff(letters), 2))
    return bounds[:-1].tolist(), ends.tolist()
