"""Words of a talk: read from transcripts, and held against the deck to tell its slides' times."""

from pacer.transcript.align import AWAY, Alignment, align
from pacer.transcript.pages import pages_of
from pacer.transcript.readers import Transcript, read

__all__ = ["AWAY", "Alignment", "Transcript", "align", "pages_of", "read"]
