"""Whisper's JSON: OpenAI's, faster-whisper's, WhisperX's and whisper.cpp's."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from pacer.transcript.cue import Cue

if TYPE_CHECKING:
    from pacer.transcript.cue import Text

LABEL = "Whisper JSON"


def looks_like(text: Text) -> bool:
    """Whether the file is of this format."""
    return text.whole.lstrip()[:1] in ("{", "[") and '"' in text.whole[:2000]


def read(text: Text) -> tuple[list[Cue], tuple[str, ...]]:
    """Read the segments and, where they are there, the words."""
    try:
        whole = json.loads(text.whole)
    except (ValueError, RecursionError) as error:
        raise text.refuse(f"is damaged JSON ({str(error)[:80]}): export it again") from error
    segments = whole
    if isinstance(whole, dict):
        segments = whole.get("segments", whole.get("transcription"))
    if not isinstance(segments, list):
        raise text.refuse(
            "is JSON without segments: give what Whisper writes (--output_format json)"
        )
    made: list[Cue] = []
    for segment in segments:
        if isinstance(segment, dict):
            made += _cues(text, segment)
    return made, ()


def _cues(text: Text, segment: dict[str, Any]) -> list[Cue]:
    speaker = str(segment.get("speaker", "") or "")[:100]
    start_s, end_s = _between(segment)
    words = segment.get("words")
    timed = [
        (word, *_between(word))
        for word in (words if isinstance(words, list) else ())
        if isinstance(word, dict)
    ]
    if timed and all(math.isfinite(begin) for _, begin, _ in timed):
        return [
            Cue(begin, max(end, begin), str(word.get("word", word.get("text", ""))).strip(), 0,
                speaker, _chance(word))
            for word, begin, end in timed
        ]  # fmt: skip
    said = segment.get("text", "")
    if not isinstance(said, str) or not said.strip():
        return []
    if not math.isfinite(start_s) or end_s < start_s:
        raise text.refuse("has a segment without its times: export the transcript with times")
    # WhisperX leaves out the times of words it could not place, such as numbers.
    times = tuple((at, begin) for at, (_, begin, _) in enumerate(timed) if math.isfinite(begin))
    same = len(said.split()) == len(timed)
    return [Cue(start_s, end_s, said.strip(), 0, speaker, _chance(segment), times if same else ())]


def _between(entry: dict[str, Any]) -> tuple[float, float]:
    offsets = entry.get("offsets")
    if isinstance(offsets, dict):  # whisper.cpp counts milliseconds
        return _number(offsets.get("from")) / 1000, _number(offsets.get("to")) / 1000
    return _number(entry.get("start")), _number(entry.get("end"))


def _number(value: object) -> float:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if plain else math.nan  # type: ignore[arg-type]


def _chance(entry: dict[str, Any]) -> float:
    found = _number(entry.get("probability", entry.get("score")))
    if not math.isfinite(found):
        found = math.exp(min(_number(entry.get("avg_logprob")), 0.0))
    return found if 0 <= found <= 1 else math.nan
