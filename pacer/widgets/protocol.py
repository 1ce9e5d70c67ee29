"""Every message and every synced state between Python and a page, both directions.

The types are the contract: ranges, lengths and words allowed stand in them, `decode` refuses what
does not fit, and the page's own types are generated from them (``npm run protocol``, which reads
what ``python -m pacer.widgets.protocol`` prints: JSON Schema). Questions and answers are messages
with a ``type``; what a page that is shown again needs is state, one trait a field.

Python and the pages ship together, so there are no versions: a field that is not known is an
error, here and there.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal, TypeVar, get_args

import msgspec
from msgspec import Meta, Struct

# What a page may send: far beyond what a day of talking can reach, and bounded all the same.
MOST_AT_ONCE = 1_000  # marks; a page sends a long run in so many at a time
MOST_SLIDES = 10_000
MOST_SPANS = 100
MOST_SENTENCES = 500
MOST_DROPPED = 200_000_000  # bytes of a file; a larger one is opened by its path

Seconds = Annotated[float, Meta(ge=0, le=864_000)]  # ten days
Seconds70 = Annotated[float, Meta(ge=0, le=1e11)]  # since 1970
Clock = Annotated[float, Meta(ge=-1e12, le=1e12)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Token = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^[ -~]+$(?![\s\S])")]
SlideKey = Annotated[str, Meta(max_length=200)]
Note = Annotated[str, Meta(max_length=300)]
Words = Annotated[str, Meta(max_length=200)]
Span = Annotated[list[Seconds], Meta(min_length=2, max_length=2)]
Action = Literal["keep", "trim", "merge", "cut"]
RunKind = Literal["rehearsal", "delivery"]
# Beyond the kinds that tell time: where the speaker stumbled, what the run is called, what a chair
# grants a speaker on top or takes off, and whether the run is a rehearsal at all.
MarkKind = Literal[
    "start", "slide", "pause", "resume", "question", "answer", "stop",
    "note", "name", "extend", "keep",
]  # fmt: skip


class FromPage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """What a page asks or tells."""


class ToPage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """What Python answers or tells."""


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a message or of a state."""


class Sparse(Part, frozen=True, kw_only=True, omit_defaults=True):
    """A part whose fields at their defaults are not sent."""


# --- a run: marks in, acknowledgements out --------------------------------------------------


class Mark(Sparse, frozen=True, kw_only=True):
    """What happened when, numbered from 1 without gaps."""

    seq: Annotated[int, Meta(ge=1, le=2**53)]
    t_s: Seconds
    kind: MarkKind
    slide_key: SlideKey
    note: Note = ""


class RunHead(Part, frozen=True, kw_only=True):
    """What a run is, beside its marks; the page gave it its token."""

    token: Token
    kind: RunKind
    started_at: Annotated[str, Meta(max_length=40)]
    deck_digest: Annotated[str, Meta(max_length=80)]


class KnownRun(Part, frozen=True, kw_only=True):
    """A run that Python has, for a page to go on with."""

    token: Token
    run_id: str
    kind: RunKind
    deck_digest: str
    started_at: str
    marks: list[Mark]
    age_s: float
    driver: str = ""


class Hello(FromPage, frozen=True, kw_only=True, tag="hello"):
    """A page has opened, and asks what there is to go on with."""

    page: Token


class AddMarks(FromPage, frozen=True, kw_only=True, tag="add-marks"):
    """Marks in order; what is sent twice is written once."""

    page: Token
    run: RunHead
    marks: Annotated[list[Mark], Meta(max_length=MOST_AT_ONCE)]
    take_over: bool = False


class DiscardRun(FromPage, frozen=True, kw_only=True, tag="discard-run"):
    """Put a run aside."""

    page: Token
    token: Token


class Welcome(ToPage, frozen=True, kw_only=True, tag="welcome"):
    """What there is to go on with: the run that is on, or one that was broken off."""

    page: str
    run: KnownRun | None
    unfinished: KnownRun | None
    warning: str = ""


class Acked(ToPage, frozen=True, kw_only=True, tag="acked"):
    """The journal goes up to this mark, on disk."""

    token: str
    seq: int
    run_id: str
    driver: str
    new_marks: list[Mark]
    warning: str = ""


class Refused(ToPage, frozen=True, kw_only=True, tag="refused"):
    """Marks could not be written, or a run not be put aside; `final`: nor will they ever be."""

    token: str
    seq: int
    reason: str
    final: bool = False
    new_marks: list[Mark] = []
    warning: str = ""


class HeldElsewhere(ToPage, frozen=True, kw_only=True, tag="held-elsewhere"):
    """Another page drives the run."""

    token: str
    driver: str
    warning: str = ""


class Discarded(ToPage, frozen=True, kw_only=True, tag="discarded"):
    """The run was put aside, where it can be moved back from."""

    token: str
    where: str
    warning: str = ""


class Forecast(ToPage, frozen=True, kw_only=True, tag="forecast"):
    """When the run will end, by how long the slide that is up has been up.

    As known after mark `seq`; a page draws lines between the knots (`pacer.pacing.live`).
    """

    token: str
    seq: int
    slide_key: str
    since_s: list[float]
    low_s: list[float]
    median_s: list[float]
    high_s: list[float]


class RunReview(ToPage, frozen=True, kw_only=True, tag="run-review"):
    """How a run that is over went, in a few lines, and the slide to rehearse again from."""

    token: str
    lines: list[str]
    again_from: str


RoomName = Literal["compare", "trim"]


class OpenRoom(FromPage, frozen=True, kw_only=True, tag="open-room"):
    """Go on in another room, below this one."""

    page: Token
    room: RoomName


class RoomOpened(ToPage, frozen=True, kw_only=True, tag="room-opened"):
    """The room that a page asked for, as a model it can show; or why there is none."""

    page: str
    room: RoomName
    model_id: str
    reason: str = ""


class TranscribeRun(FromPage, frozen=True, kw_only=True, tag="transcribe-run"):
    """Hear the words in a run's sound."""

    token: Token


class Transcribing(ToPage, frozen=True, kw_only=True, tag="transcribing"):
    """How far the words of a run are; `line` says what came of it, or why nothing did."""

    token: str
    state: Literal["offered", "working", "done", "failed"]
    share: float
    line: str


# --- its sound ------------------------------------------------------------------------------


class Ping(FromPage, frozen=True, kw_only=True, tag="ping"):
    """Ask what time it is there."""

    page: Token
    at: Clock


class ListMicrophones(FromPage, frozen=True, kw_only=True, tag="list-microphones"):
    """Ask what this computer can record with."""

    page: Token


class StartTake(FromPage, frozen=True, kw_only=True, tag="start-take"):
    """Record this run; `zero` is its 0:00 on Python's clock, in seconds."""

    page: Token
    token: Token
    device: Annotated[int, Meta(ge=0, le=10_000)] | None
    zero: Clock | None


class ListenTake(FromPage, frozen=True, kw_only=True, tag="listen-take"):
    """Tell what is heard in this run's take while it is recorded, `words`: how fast it is too."""

    page: Token
    token: Token
    words: bool


class StopTake(FromPage, frozen=True, kw_only=True, tag="stop-take"):
    """The take is over."""

    page: Token
    token: Token


class AddAudio(FromPage, frozen=True, kw_only=True, tag="add-audio"):
    """Bytes of the browser's recording, in the message's buffer, after so many before them."""

    page: Token
    token: Token
    session: Token
    offset: Count
    starts_s: Seconds
    mime: Words


class EndAudio(FromPage, frozen=True, kw_only=True, tag="end-audio"):
    """All of the browser's recording has been sent."""

    page: Token
    token: Token
    session: Token


class Pong(ToPage, frozen=True, kw_only=True, tag="pong"):
    """`ticks`: Python's clock in seconds when the ping that was sent at `at` came."""

    page: str
    at: float
    ticks: float


class Microphone(Part, frozen=True, kw_only=True):
    """One that can be recorded with."""

    index: int
    name: str
    is_default: bool


class Microphones(ToPage, frozen=True, kw_only=True, tag="microphones"):
    """Those there are, or why there are none."""

    devices: list[Microphone]
    reason: str


class TakeLevel(ToPage, frozen=True, kw_only=True, tag="take-level"):
    """How the recording of a run does."""

    token: str
    state: str
    peak_db: float = -99.0
    clipping: bool = False
    lost_blocks: int = 0
    lost_s: float = 0.0
    message: str = ""


class LiveSpeech(ToPage, frozen=True, kw_only=True, tag="live-speech"):
    """Whether somebody spoke in the last cells of 0.2 s, a sign each: "1" speech, "0" pause.

    `cells` are all until now since the take began, these among them.
    """

    token: str
    cells: int
    speech: str


class LiveWords(ToPage, frozen=True, kw_only=True, tag="live-words"):
    """Words a minute of late, pauses out, and the speaker's usual; None where none is known."""

    token: str
    wpm: int | None
    usual_wpm: int | None


class AudioStored(ToPage, frozen=True, kw_only=True, tag="audio-stored"):
    """So many bytes of the browser's recording are on disk."""

    session: str
    size: int
    reason: str
    final: bool


class AudioDone(ToPage, frozen=True, kw_only=True, tag="audio-done"):
    """The browser's recording is kept; `reason` where it could not be turned into FLAC."""

    session: str
    reason: str


# --- a recording taken in ---------------------------------------------------------------------


class OfferFile(FromPage, frozen=True, kw_only=True, tag="offer-file"):
    """A recording was dropped, or chosen: of this name, so many bytes, written then."""

    token: Token
    name: Words
    size: Count
    modified_s: Seconds70


class AddPart(FromPage, frozen=True, kw_only=True, tag="add-part"):
    """Bytes of it, in the message's buffer, after so many before them."""

    token: Token
    offset: Count


class LeaveFile(FromPage, frozen=True, kw_only=True, tag="leave-file"):
    """It is not wanted any more."""

    token: Token


class FileState(ToPage, frozen=True, kw_only=True, tag="file-state"):
    """How far it is: `size` bytes are here, `share` of the work is done; `line` says the rest."""

    token: str
    state: Literal["receiving", "working", "done", "failed"]
    size: int
    share: float
    line: str


# --- pictures, clips, words -----------------------------------------------------------------


class AskPicture(FromPage, frozen=True, kw_only=True, tag="ask-picture"):
    """Ask what a slide looks like."""

    slide_key: SlideKey


class AskClip(FromPage, frozen=True, kw_only=True, tag="ask-clip"):
    """Let these spans of a run's clock be heard."""

    number: Count
    run_id: Words
    spans: Annotated[list[Span], Meta(min_length=1, max_length=MOST_SPANS)]


class AskTellings(FromPage, frozen=True, kw_only=True, tag="ask-tellings"):
    """Ask what was said on a slide in each run."""

    slide_key: SlideKey


class TellingPart(Part, frozen=True, kw_only=True):
    """Words in a row, and what became of them since the run before."""

    kind: Literal["same", "new", "gone"]
    text: str


class Telling(Part, frozen=True, kw_only=True):
    """What was said on a slide in one run, pauses counted in its words a minute."""

    run_id: str
    words: int
    pace_wpm: float | None
    parts: list[TellingPart]


class Tellings(ToPage, frozen=True, kw_only=True, tag="tellings"):
    """What was said on a slide, by run, oldest first; no run is in it that has no words there."""

    slide_key: str
    tellings: list[Telling]


class Picture(ToPage, frozen=True, kw_only=True, tag="picture"):
    """A slide's picture, in the message's buffer; an empty one where there is none."""

    slide_key: str
    mime: str


class PicturesReady(ToPage, frozen=True, kw_only=True, tag="pictures-ready"):
    """All that could be drawn is drawn."""

    count: int


class Clip(ToPage, frozen=True, kw_only=True, tag="clip"):
    """The sound asked for, in the message's buffer, or why there is none."""

    number: int
    mime: str
    reason: str


class Notice(ToPage, frozen=True, kw_only=True, tag="notice"):
    """A line to show."""

    text: str


class Dropped(ToPage, frozen=True, kw_only=True, tag="dropped"):
    """What a page sent was not understood and changed nothing; `count` such messages so far."""

    about: str
    count: int
    reason: str


# --- the plan -------------------------------------------------------------------------------


class Decision(Sparse, frozen=True, kw_only=True):
    """What the speaker decided of a slide; a trim says to how many seconds."""

    action: Action
    budget_s: Seconds | None = None

    def __post_init__(self) -> None:
        if (self.action == "trim") is not (self.budget_s is not None):
            raise ValueError("a trim, and nothing else, has its seconds")


class Need(Part, frozen=True, kw_only=True):
    """A slide needs another one, or does not."""

    slide_key: SlideKey
    needs: SlideKey
    wanted: bool


class PageChoices(Part, frozen=True, kw_only=True):
    """The speaker's decisions, as a page shows them; `struck` are sentences by slide."""

    decisions: dict[str, Decision]
    stars: list[str]
    needs: list[Need]
    struck: dict[str, list[str]]


class NeedChange(Part, frozen=True, kw_only=True):
    """Of two slides, whether one needs the other; None leaves it to the text again."""

    slide_key: SlideKey
    needs: SlideKey
    wanted: bool | None


class ChoiceChanges(Part, frozen=True, kw_only=True):
    """What a page changed since it last heard the choices; None takes a decision back.

    `struck` are all the sentences to leave out of a slide, as they were said.
    """

    decisions: Annotated[dict[SlideKey, Decision | None], Meta(max_length=MOST_SLIDES)]
    stars: Annotated[dict[SlideKey, bool], Meta(max_length=MOST_SLIDES)]
    needs: Annotated[list[NeedChange], Meta(max_length=MOST_SLIDES)]
    struck: Annotated[
        dict[SlideKey, Annotated[list[Note], Meta(max_length=MOST_SENTENCES)]],
        Meta(max_length=MOST_SLIDES),
    ]


class AskPlan(FromPage, frozen=True, kw_only=True, tag="ask-plan"):
    """Plan for so many seconds, with these changes of mind."""

    number: Count
    talk_s: Annotated[float, Meta(ge=1, le=864_000)]
    changes: ChoiceChanges


class NamePoints(FromPage, frozen=True, kw_only=True, tag="name-points"):
    """These slides are the point of the talk; plan again."""

    number: Count
    slide_keys: Annotated[list[SlideKey], Meta(max_length=3)]


class AnswerQuestion(FromPage, frozen=True, kw_only=True, tag="answer-question"):
    """An answer to a question of the plan, or "none" to take it back; plan again."""

    number: Count
    id: Annotated[str, Meta(min_length=1, max_length=40)]
    answer: Annotated[str, Meta(min_length=1, max_length=100)]


class TellLength(FromPage, frozen=True, kw_only=True, tag="tell-length"):
    """How long the talk takes today; plan again."""

    number: Count
    took_s: Annotated[float, Meta(ge=1, le=864_000)]


class AskLadder(FromPage, frozen=True, kw_only=True, tag="ask-ladder"):
    """Make the ladder for the decisions as they are."""


class ExportPlan(FromPage, frozen=True, kw_only=True, tag="export-plan"):
    """Write the plan as it stands beside the deck: a copy of it, or the run sheet."""

    what: Literal["deck", "run-sheet"]


class RehearsePlan(FromPage, frozen=True, kw_only=True, tag="rehearse-plan"):
    """Open the rehearsal room on the plan as it stands."""


class Written(ToPage, frozen=True, kw_only=True, tag="written"):
    """What was written where, or, without a `name`, why nothing was."""

    what: Literal["deck", "run-sheet"]
    name: str
    path: str
    says: str


class PlanStep(Part, frozen=True, kw_only=True):
    """What becomes of a slide."""

    action: Action
    budget_s: float
    scale: float
    reason: str


class PlanQuestion(Part, frozen=True, kw_only=True):
    """Something to ask the speaker, as `Plan.questions` has it."""

    id: str
    kind: Literal["stretch", "needs"]
    slides: list[int]
    title: str = ""
    seconds: float = 0.0
    proposed: Literal["keep", "shorten", "drop", ""] = ""
    of: int = 0


class Answered(Part, frozen=True, kw_only=True):
    """What the speaker answered, so that it can be taken back."""

    id: str
    slides: list[int]
    answer: str


class PlanStretch(Part, frozen=True, kw_only=True):
    """What becomes of a stretch, in the order of the room's stretches."""

    fate: Literal["goes", "shortened", "stays"]
    now_s: float
    plan_s: float
    says: str


class PlanState(Part, frozen=True, kw_only=True):
    """The planner's latest answer; where nothing fits, `error` says so and `steps` is None.

    `points` and `moved` are positions: of the slides that are the talk's point, and of those that
    something else became of since the answer before; `because` says by what. `needs_length` says
    that the talk's length is known from nothing but its slides.
    """

    number: int
    talk_s: float
    proven: bool
    steps: dict[str, PlanStep] | None = None
    stretches: list[PlanStretch] = []
    moved: list[int] = []
    because: str = ""
    p_fits: float | None = None
    low_s: float | None = None
    median_s: float | None = None
    high_s: float | None = None
    wpm: float | None = None
    warnings: list[str] = []
    questions: list[PlanQuestion] = []
    answered: list[Answered] = []
    points: list[int] = []
    needs_length: bool = False
    error: str = ""
    unsaved: str = ""


class LadderOption(Part, frozen=True, kw_only=True):
    """One thing that may be done with a slide."""

    action: Action
    scale: float


class LadderStep(Part, frozen=True, kw_only=True):
    """From this talk time on, the slide at this place has this level."""

    slide: int
    level: int
    from_s: float


class Ladder(Part, frozen=True, kw_only=True):
    """All plans of a talk: the start, and the steps up to a talk time (`pacer.planning.ladder`).

    A place counts the slides shown from 0; a level is a place in a slide's options, longest
    first, and their number means cut.
    """

    slide_keys: list[str]
    options: list[list[LadderOption]]
    start: list[int]
    start_s: float
    steps: list[LadderStep]
    seconds: list[float]
    worth: list[float]


class Component(Part, frozen=True, kw_only=True):
    """One reading of how variable the speaker is (`pacer.pacing.total`)."""

    weight: float
    mean_s: list[float]
    own_s2: list[float]
    tied_s2: float
    shared_s: list[list[float]]


class TotalTables(Part, frozen=True, kw_only=True):
    """What a page computes a total from while the hand moves."""

    trim_cv: float
    components: list[Component]


class TrimRow(Part, frozen=True, kw_only=True):
    """A slide of the trim room."""

    key: str
    position: int
    title: str
    text: str
    section: str
    seconds: float
    low_s: float
    high_s: float
    basis: str
    hidden: bool


class TrimStretch(Part, frozen=True, kw_only=True):
    """Slides that belong together, hidden ones among them too; `id` is how it is answered."""

    id: str
    slides: Annotated[list[int], Meta(min_length=1)]
    title: str
    section: str


class TrimSentence(Part, frozen=True, kw_only=True):
    """A sentence said on a slide."""

    text: str
    seconds: float


class TrimState(Part, frozen=True, kw_only=True):
    """What the trim room shows.

    `said` are the sentences of each slide in the last run whose words are known, by key;
    `rehearsal` is the id of the rehearsal room's model that was opened from here, or "".
    """

    rows: list[TrimRow]
    stretches: list[TrimStretch]
    said: dict[str, list[TrimSentence]]
    tables: TotalTables
    ladder: Ladder | None
    choices: PageChoices
    proposal: PlanState
    talk_s: float
    longest_s: float
    questions_s: float
    rehearsal: str


# --- the other rooms ------------------------------------------------------------------------


class RehearsalRow(Part, frozen=True, kw_only=True):
    """A slide of the rehearsal room, with its budget."""

    key: str
    position: int
    title: str
    section: str
    text: str
    notes: str
    builds: int
    budget_s: float
    value: float
    locked: bool
    skip: bool
    optional: bool


class RehearsalRoom(Part, frozen=True, kw_only=True):
    """What does not change during a rehearsal; `live_words`: a model to hear them is at hand."""

    talk_s: float
    slot: bool
    planned_s: float
    budgets_from: str
    title: str
    kind: RunKind
    deck_digest: str
    home: str
    signals_s: list[float]
    sound_kept: str = ""
    live_words: Literal["", "offered", "on"] = ""


class RehearsalState(Part, frozen=True, kw_only=True):
    """What the rehearsal room shows; `drawing`: so many pictures of so many are drawn."""

    rows: list[RehearsalRow]
    room: RehearsalRoom
    drawing: list[int]


class ComparisonRow(Part, frozen=True, kw_only=True):
    """A slide of the comparison."""

    key: str
    position: int | None
    title: str
    section: str
    text: str
    baseline_s: float | None
    starts_s: float | None
    trend_s: float | None
    spread_s: float | None


class ComparisonRun(Part, frozen=True, kw_only=True):
    """A run of the comparison.

    A segment is ``[row, visit, start_s, end_s]``: a stay on a slide, cut where a pause or a
    question came between. `audio_spans` are those of the run's clock that there is sound of.
    """

    id: str
    number: int
    kind: str
    name: str
    started: str
    talk_s: float
    over_s: float | None
    questions_s: float
    paused_s: float
    complete: bool
    whole: bool
    reached: int
    segments: list[list[float]]
    stopped: int | None
    passed: list[int]
    stumbles: list[int]
    audio_spans: list[list[float]]
    has_words: bool


class ComparisonState(Part, frozen=True, kw_only=True):
    """What the compare room shows; a cell is held against the `baseline`.

    `home` is the talk's folder as a short name, under which the page remembers what was chosen.
    """

    sentences: list[str]
    rows: list[ComparisonRow]
    runs: list[ComparisonRun]
    baseline: Literal["planned", "usual"]
    talk_s: float | None
    home: str = ""


class SetBoundary(FromPage, frozen=True, kw_only=True, tag="set-boundary"):
    """A change of slide is where it was found (`at_s`), or elsewhere (`t_s`)."""

    at_s: Seconds
    t_s: Seconds


class TakeBack(FromPage, frozen=True, kw_only=True, tag="take-back"):
    """Undo the last that was set."""


class BoundarySide(Part, frozen=True, kw_only=True):
    """A slide before or after a change; key "" and no position: something else was on."""

    key: str
    position: int | None
    title: str
    text: str


class BoundaryPlace(Part, frozen=True, kw_only=True):
    """A doubtful change of slide, between what is beside it, with the words around it."""

    at_s: float
    low_s: float
    high_s: float
    before: BoundarySide
    after: BoundarySide
    words: list[str]
    starts_s: list[float]
    audible: bool


class BoundaryState(Part, frozen=True, kw_only=True):
    """What the boundary widget shows: the doubtful places, the most doubtful first."""

    run_id: str
    source: str
    total: int
    settled: int
    places: list[BoundaryPlace]


class ChairTalk(Part, frozen=True, kw_only=True):
    """A talk of a session; `start_s` counts from the first, None where it follows on.

    `begins` is its start as the programme prints it, and `signals_s` are the seconds left of it
    at which to signal, the largest first.
    """

    key: str
    title: str
    speaker: str = ""
    begins: str = ""
    start_s: float | None = None
    talk_s: float
    questions_s: float
    signals_s: list[float] = []

    def __getitem__(self, name: str) -> Any:
        """A field by its name, as a notebook that lists the talks may ask for it."""
        if name not in self.__struct_fields__:
            raise KeyError(name)
        return getattr(self, name)


class ChairBreak(Part, frozen=True, kw_only=True):
    """A break of a session; `start_s` counts from the first talk."""

    title: str
    begins: str
    start_s: float
    length_s: float


class ChairRoom(Part, frozen=True, kw_only=True):
    """What does not change during a session.

    `starts_at` is when the first talk is planned to begin, ISO 8601 or a time of day, ``""``
    where nothing says it; `remarks` tell how the programme was understood.
    """

    title: str
    kind: RunKind
    deck_digest: str
    home: str
    starts_at: str
    breaks: list[ChairBreak]
    remarks: list[str]


class ChairState(Part, frozen=True, kw_only=True):
    """What the chair's room shows."""

    talks: list[ChairTalk]
    room: ChairRoom


RunMessage = Hello | AddMarks | DiscardRun
TakeMessage = Ping | ListMicrophones | StartTake | StopTake | AddAudio | EndAudio
RehearsalMessage = (
    (RunMessage | TakeMessage) | (AskPicture | OpenRoom) | (ListenTake | TranscribeRun)
)
FileMessage = OfferFile | AddPart | LeaveFile
TrimMessage = (AskPlan | AskLadder | AskPicture | NamePoints | AnswerQuestion | TellLength) | (
    ExportPlan | RehearsePlan | FileMessage
)
ComparisonMessage = AskPicture | AskClip | AskTellings | FileMessage
ChairMessage = RunMessage
BoundaryMessage = AskPicture | AskClip | SetBoundary | TakeBack
AnyFromPage = RehearsalMessage | TrimMessage | ComparisonMessage | BoundaryMessage
RunAnswer = Welcome | Acked | Refused | HeldElsewhere | Discarded
AnyToPage = (
    RunAnswer
    | (Forecast | RunReview | RoomOpened | Transcribing)
    | (Pong | Microphones | TakeLevel | AudioStored | AudioDone)
    | (LiveSpeech | LiveWords)
    | (Picture | PicturesReady | Clip | Tellings | Notice | Dropped | Written | FileState)
)
STATES = (RehearsalState, TrimState, ComparisonState, ChairState, BoundaryState)

Kind = TypeVar("Kind")


class NotUnderstoodError(ValueError):
    """A message that is none of those that are known; what is wrong with it, in a line."""


def decode(content: object, kind: Any) -> Any:
    """Turn what a page sent into one of the messages of `kind`, a struct or a union of them.

    Raises
    ------
    NotUnderstoodError
        If it is none, lacks a field, has one too many, or a value that makes no sense.
    """
    try:
        return msgspec.convert(content, kind)
    except (msgspec.ValidationError, RecursionError) as error:
        raise NotUnderstoodError(str(error) or "nested too deeply") from error


def plain(value: object) -> Any:
    """A message or a state as plain values, as it travels."""
    return msgspec.to_builtins(value, enc_hook=_plain_number)


def _plain_number(value: Any) -> Any:
    """A number of numpy's is a float or an integer too."""
    if isinstance(value, float):
        return float(value)
    raise TypeError(f"{type(value).__name__} does not travel")


def schema() -> dict[str, Any]:
    """JSON Schema of all messages and states, one definition a struct.

    What Python sends always has all of its fields, so there every field is required, unless it
    is a part that leaves defaults out.
    """
    sent = [*get_args(AnyToPage), *STATES]
    _, parts = msgspec.json.schema_components(
        [*get_args(AnyFromPage), *sent], ref_template="#/$defs/{name}"
    )
    for name, part in parts.items():
        struct = globals()[name]
        if "properties" in part and not issubclass(struct, FromPage | Sparse):
            part["required"] = list(part["properties"])
        for field in part.get("properties", {}).values():
            field.pop("default", None)

    def union(kind: Any) -> dict[str, Any]:
        return {"anyOf": [{"$ref": f"#/$defs/{one.__name__}"} for one in get_args(kind)]}

    unions = {"FromPage": union(AnyFromPage), "ToPage": union(AnyToPage)}
    return {"title": "Protocol", "$defs": dict(sorted(parts.items())) | unions}


if __name__ == "__main__":
    print(json.dumps(schema(), indent=1))
