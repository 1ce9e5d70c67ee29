// Made by `npm run protocol` from pacer/widgets/protocol.py: do not edit.

export type FromPage =
  | Hello
  | AddMarks
  | DiscardRun
  | Ping
  | ListMicrophones
  | StartTake
  | StopTake
  | AddAudio
  | EndAudio
  | AskPicture
  | OpenRoom
  | ListenTake
  | TranscribeRun
  | AskPlan
  | AskLadder
  | NamePoints
  | AnswerQuestion
  | TellLength
  | ExportPlan
  | RehearsePlan
  | OfferFile
  | AddPart
  | LeaveFile
  | AskClip
  | AskTellings
  | SetBoundary
  | TakeBack;
export type ToPage =
  | Welcome
  | Acked
  | Refused
  | HeldElsewhere
  | Discarded
  | Forecast
  | RunReview
  | RoomOpened
  | Transcribing
  | Pong
  | Microphones
  | TakeLevel
  | AudioStored
  | AudioDone
  | LiveSpeech
  | LiveWords
  | Picture
  | PicturesReady
  | Clip
  | Tellings
  | Notice
  | Dropped
  | Written
  | FileState;

/**
 * The journal goes up to this mark, on disk.
 */
export interface Acked {
  type: "acked";
  token: string;
  seq: number;
  run_id: string;
  driver: string;
  new_marks: Mark[];
  warning: string;
}
/**
 * What happened when, numbered from 1 without gaps.
 */
export interface Mark {
  seq: number;
  t_s: number;
  kind: "answer" | "extend" | "keep" | "name" | "note" | "pause" | "question" | "resume" | "slide" | "start" | "stop";
  slide_key: string;
  note?: string;
}
/**
 * Bytes of the browser's recording, in the message's buffer, after so many before them.
 */
export interface AddAudio {
  type: "add-audio";
  page: string;
  token: string;
  session: string;
  offset: number;
  starts_s: number;
  mime: string;
}
/**
 * Marks in order; what is sent twice is written once.
 */
export interface AddMarks {
  type: "add-marks";
  page: string;
  run: RunHead;
  /**
   * @maxItems 1000
   */
  marks: Mark[];
  take_over?: boolean;
}
/**
 * What a run is, beside its marks; the page gave it its token.
 */
export interface RunHead {
  token: string;
  kind: "delivery" | "rehearsal";
  started_at: string;
  deck_digest: string;
}
/**
 * Bytes of it, in the message's buffer, after so many before them.
 */
export interface AddPart {
  type: "add-part";
  token: string;
  offset: number;
}
/**
 * An answer to a question of the plan, or "none" to take it back; plan again.
 */
export interface AnswerQuestion {
  type: "answer-question";
  number: number;
  id: string;
  answer: string;
}
/**
 * What the speaker answered, so that it can be taken back.
 */
export interface Answered {
  id: string;
  slides: number[];
  answer: string;
}
/**
 * Let these spans of a run's clock be heard.
 */
export interface AskClip {
  type: "ask-clip";
  number: number;
  run_id: string;
  /**
   * @minItems 1
   * @maxItems 100
   */
  spans: number[][];
}
/**
 * Make the ladder for the decisions as they are.
 */
export interface AskLadder {
  type: "ask-ladder";
}
/**
 * Ask what a slide looks like.
 */
export interface AskPicture {
  type: "ask-picture";
  slide_key: string;
}
/**
 * Plan for so many seconds, with these changes of mind.
 */
export interface AskPlan {
  type: "ask-plan";
  number: number;
  talk_s: number;
  changes: ChoiceChanges;
}
/**
 * What a page changed since it last heard the choices; None takes a decision back.
 *
 *     `struck` are all the sentences to leave out of a slide, as they were said.
 */
export interface ChoiceChanges {
  decisions: {
    [k: string]: Decision | null;
  };
  stars: {
    [k: string]: boolean;
  };
  /**
   * @maxItems 10000
   */
  needs: NeedChange[];
  struck: {
    /**
     * @maxItems 500
     */
    [k: string]: string[];
  };
}
/**
 * What the speaker decided of a slide; a trim says to how many seconds.
 */
export interface Decision {
  action: "cut" | "keep" | "merge" | "trim";
  budget_s?: number | null;
}
/**
 * Of two slides, whether one needs the other; None leaves it to the text again.
 */
export interface NeedChange {
  slide_key: string;
  needs: string;
  wanted: boolean | null;
}
/**
 * Ask what was said on a slide in each run.
 */
export interface AskTellings {
  type: "ask-tellings";
  slide_key: string;
}
/**
 * The browser's recording is kept; `reason` where it could not be turned into FLAC.
 */
export interface AudioDone {
  type: "audio-done";
  session: string;
  reason: string;
}
/**
 * So many bytes of the browser's recording are on disk.
 */
export interface AudioStored {
  type: "audio-stored";
  session: string;
  size: number;
  reason: string;
  final: boolean;
}
/**
 * A doubtful change of slide, between what is beside it, with the words around it.
 */
export interface BoundaryPlace {
  at_s: number;
  low_s: number;
  high_s: number;
  before: BoundarySide;
  after: BoundarySide;
  words: string[];
  starts_s: number[];
  audible: boolean;
}
/**
 * A slide before or after a change; key "" and no position: something else was on.
 */
export interface BoundarySide {
  key: string;
  position: number | null;
  title: string;
  text: string;
}
/**
 * What the boundary widget shows: the doubtful places, the most doubtful first.
 */
export interface BoundaryState {
  run_id: string;
  source: string;
  total: number;
  settled: number;
  places: BoundaryPlace[];
}
/**
 * A break of a session; `start_s` counts from the first talk.
 */
export interface ChairBreak {
  title: string;
  begins: string;
  start_s: number;
  length_s: number;
}
/**
 * What does not change during a session.
 *
 *     `starts_at` is when the first talk is planned to begin, ISO 8601 or a time of day, ``""``
 *     where nothing says it; `remarks` tell how the programme was understood.
 */
export interface ChairRoom {
  title: string;
  kind: "delivery" | "rehearsal";
  deck_digest: string;
  home: string;
  starts_at: string;
  breaks: ChairBreak[];
  remarks: string[];
}
/**
 * What the chair's room shows.
 */
export interface ChairState {
  talks: ChairTalk[];
  room: ChairRoom;
}
/**
 * A talk of a session; `start_s` counts from the first, None where it follows on.
 *
 *     `begins` is its start as the programme prints it, and `signals_s` are the seconds left of it
 *     at which to signal, the largest first.
 */
export interface ChairTalk {
  key: string;
  title: string;
  speaker: string;
  begins: string;
  start_s: number | null;
  talk_s: number;
  questions_s: number;
  signals_s: number[];
}
/**
 * The sound asked for, in the message's buffer, or why there is none.
 */
export interface Clip {
  type: "clip";
  number: number;
  mime: string;
  reason: string;
}
/**
 * A slide of the comparison.
 */
export interface ComparisonRow {
  key: string;
  position: number | null;
  title: string;
  section: string;
  text: string;
  baseline_s: number | null;
  starts_s: number | null;
  trend_s: number | null;
  spread_s: number | null;
}
/**
 * A run of the comparison.
 *
 *     A segment is ``[row, visit, start_s, end_s]``: a stay on a slide, cut where a pause or a
 *     question came between. `audio_spans` are those of the run's clock that there is sound of.
 */
export interface ComparisonRun {
  id: string;
  number: number;
  kind: string;
  name: string;
  started: string;
  talk_s: number;
  over_s: number | null;
  questions_s: number;
  paused_s: number;
  complete: boolean;
  whole: boolean;
  reached: number;
  segments: number[][];
  stopped: number | null;
  passed: number[];
  stumbles: number[];
  audio_spans: number[][];
  has_words: boolean;
}
/**
 * What the compare room shows; a cell is held against the `baseline`.
 *
 *     `home` is the talk's folder as a short name, under which the page remembers what was chosen.
 */
export interface ComparisonState {
  sentences: string[];
  rows: ComparisonRow[];
  runs: ComparisonRun[];
  baseline: "planned" | "usual";
  talk_s: number | null;
  home: string;
}
/**
 * One reading of how variable the speaker is (`pacer.pacing.total`).
 */
export interface Component {
  weight: number;
  mean_s: number[];
  own_s2: number[];
  tied_s2: number;
  shared_s: number[][];
}
/**
 * Put a run aside.
 */
export interface DiscardRun {
  type: "discard-run";
  page: string;
  token: string;
}
/**
 * The run was put aside, where it can be moved back from.
 */
export interface Discarded {
  type: "discarded";
  token: string;
  where: string;
  warning: string;
}
/**
 * What a page sent was not understood and changed nothing; `count` such messages so far.
 */
export interface Dropped {
  type: "dropped";
  about: string;
  count: number;
  reason: string;
}
/**
 * All of the browser's recording has been sent.
 */
export interface EndAudio {
  type: "end-audio";
  page: string;
  token: string;
  session: string;
}
/**
 * Write the plan as it stands beside the deck: a copy of it, or the run sheet.
 */
export interface ExportPlan {
  type: "export-plan";
  what: "deck" | "run-sheet";
}
/**
 * How far it is: `size` bytes are here, `share` of the work is done; `line` says the rest.
 */
export interface FileState {
  type: "file-state";
  token: string;
  state: "done" | "failed" | "receiving" | "working";
  size: number;
  share: number;
  line: string;
}
/**
 * When the run will end, by how long the slide that is up has been up.
 *
 *     As known after mark `seq`; a page draws lines between the knots (`pacer.pacing.live`).
 */
export interface Forecast {
  type: "forecast";
  token: string;
  seq: number;
  slide_key: string;
  since_s: number[];
  low_s: number[];
  median_s: number[];
  high_s: number[];
}
/**
 * Another page drives the run.
 */
export interface HeldElsewhere {
  type: "held-elsewhere";
  token: string;
  driver: string;
  warning: string;
}
/**
 * A page has opened, and asks what there is to go on with.
 */
export interface Hello {
  type: "hello";
  page: string;
}
/**
 * A run that Python has, for a page to go on with.
 */
export interface KnownRun {
  token: string;
  run_id: string;
  kind: "delivery" | "rehearsal";
  deck_digest: string;
  started_at: string;
  marks: Mark[];
  age_s: number;
  driver: string;
}
/**
 * All plans of a talk: the start, and the steps up to a talk time (`pacer.planning.ladder`).
 *
 *     A place counts the slides shown from 0; a level is a place in a slide's options, longest
 *     first, and their number means cut.
 */
export interface Ladder {
  slide_keys: string[];
  options: LadderOption[][];
  start: number[];
  start_s: number;
  steps: LadderStep[];
  seconds: number[];
  worth: number[];
}
/**
 * One thing that may be done with a slide.
 */
export interface LadderOption {
  action: "cut" | "keep" | "merge" | "trim";
  scale: number;
}
/**
 * From this talk time on, the slide at this place has this level.
 */
export interface LadderStep {
  slide: number;
  level: number;
  from_s: number;
}
/**
 * It is not wanted any more.
 */
export interface LeaveFile {
  type: "leave-file";
  token: string;
}
/**
 * Ask what this computer can record with.
 */
export interface ListMicrophones {
  type: "list-microphones";
  page: string;
}
/**
 * Tell what is heard in this run's take while it is recorded, `words`: how fast it is too.
 */
export interface ListenTake {
  type: "listen-take";
  page: string;
  token: string;
  words: boolean;
}
/**
 * Whether somebody spoke in the last cells of 0.2 s, a sign each: "1" speech, "0" pause.
 *
 *     `cells` are all until now since the take began, these among them.
 */
export interface LiveSpeech {
  type: "live-speech";
  token: string;
  cells: number;
  speech: string;
}
/**
 * Words a minute of late, pauses out, and the speaker's usual; None where none is known.
 */
export interface LiveWords {
  type: "live-words";
  token: string;
  wpm: number | null;
  usual_wpm: number | null;
}
/**
 * One that can be recorded with.
 */
export interface Microphone {
  index: number;
  name: string;
  is_default: boolean;
}
/**
 * Those there are, or why there are none.
 */
export interface Microphones {
  type: "microphones";
  devices: Microphone[];
  reason: string;
}
/**
 * These slides are the point of the talk; plan again.
 */
export interface NamePoints {
  type: "name-points";
  number: number;
  /**
   * @maxItems 3
   */
  slide_keys: string[];
}
/**
 * A slide needs another one, or does not.
 */
export interface Need {
  slide_key: string;
  needs: string;
  wanted: boolean;
}
/**
 * A line to show.
 */
export interface Notice {
  type: "notice";
  text: string;
}
/**
 * A recording was dropped, or chosen: of this name, so many bytes, written then.
 */
export interface OfferFile {
  type: "offer-file";
  token: string;
  name: string;
  size: number;
  modified_s: number;
}
/**
 * Go on in another room, below this one.
 */
export interface OpenRoom {
  type: "open-room";
  page: string;
  room: "compare" | "trim";
}
/**
 * The speaker's decisions, as a page shows them; `struck` are sentences by slide.
 */
export interface PageChoices {
  decisions: {
    [k: string]: Decision;
  };
  stars: string[];
  needs: Need[];
  struck: {
    [k: string]: string[];
  };
}
/**
 * A slide's picture, in the message's buffer; an empty one where there is none.
 */
export interface Picture {
  type: "picture";
  slide_key: string;
  mime: string;
}
/**
 * All that could be drawn is drawn.
 */
export interface PicturesReady {
  type: "pictures-ready";
  count: number;
}
/**
 * Ask what time it is there.
 */
export interface Ping {
  type: "ping";
  page: string;
  at: number;
}
/**
 * Something to ask the speaker, as `Plan.questions` has it.
 */
export interface PlanQuestion {
  id: string;
  kind: "needs" | "stretch";
  slides: number[];
  title: string;
  seconds: number;
  proposed: "" | "drop" | "keep" | "shorten";
  of: number;
}
/**
 * The planner's latest answer; where nothing fits, `error` says so and `steps` is None.
 *
 *     `points` and `moved` are positions: of the slides that are the talk's point, and of those that
 *     something else became of since the answer before; `because` says by what. `needs_length` says
 *     that the talk's length is known from nothing but its slides.
 */
export interface PlanState {
  number: number;
  talk_s: number;
  proven: boolean;
  steps: {
    [k: string]: PlanStep;
  } | null;
  stretches: PlanStretch[];
  moved: number[];
  because: string;
  p_fits: number | null;
  low_s: number | null;
  median_s: number | null;
  high_s: number | null;
  wpm: number | null;
  warnings: string[];
  questions: PlanQuestion[];
  answered: Answered[];
  points: number[];
  needs_length: boolean;
  error: string;
  unsaved: string;
}
/**
 * What becomes of a slide.
 */
export interface PlanStep {
  action: "cut" | "keep" | "merge" | "trim";
  budget_s: number;
  scale: number;
  reason: string;
}
/**
 * What becomes of a stretch, in the order of the room's stretches.
 */
export interface PlanStretch {
  fate: "goes" | "shortened" | "stays";
  now_s: number;
  plan_s: number;
  says: string;
}
/**
 * `ticks`: Python's clock in seconds when the ping that was sent at `at` came.
 */
export interface Pong {
  type: "pong";
  page: string;
  at: number;
  ticks: number;
}
/**
 * Marks could not be written, or a run not be put aside; `final`: nor will they ever be.
 */
export interface Refused {
  type: "refused";
  token: string;
  seq: number;
  reason: string;
  final: boolean;
  new_marks: Mark[];
  warning: string;
}
/**
 * What does not change during a rehearsal; `live_words`: a model to hear them is at hand.
 */
export interface RehearsalRoom {
  talk_s: number;
  slot: boolean;
  planned_s: number;
  budgets_from: string;
  title: string;
  kind: "delivery" | "rehearsal";
  deck_digest: string;
  home: string;
  signals_s: number[];
  sound_kept: string;
  live_words: "" | "offered" | "on";
}
/**
 * A slide of the rehearsal room, with its budget.
 */
export interface RehearsalRow {
  key: string;
  position: number;
  title: string;
  section: string;
  text: string;
  notes: string;
  builds: number;
  budget_s: number;
  value: number;
  locked: boolean;
  skip: boolean;
  optional: boolean;
}
/**
 * What the rehearsal room shows; `drawing`: so many pictures of so many are drawn.
 */
export interface RehearsalState {
  rows: RehearsalRow[];
  room: RehearsalRoom;
  drawing: number[];
}
/**
 * Open the rehearsal room on the plan as it stands.
 */
export interface RehearsePlan {
  type: "rehearse-plan";
}
/**
 * The room that a page asked for, as a model it can show; or why there is none.
 */
export interface RoomOpened {
  type: "room-opened";
  page: string;
  room: "compare" | "trim";
  model_id: string;
  reason: string;
}
/**
 * How a run that is over went, in a few lines, and the slide to rehearse again from.
 */
export interface RunReview {
  type: "run-review";
  token: string;
  lines: string[];
  again_from: string;
}
/**
 * A change of slide is where it was found (`at_s`), or elsewhere (`t_s`).
 */
export interface SetBoundary {
  type: "set-boundary";
  at_s: number;
  t_s: number;
}
/**
 * Record this run; `zero` is its 0:00 on Python's clock, in seconds.
 */
export interface StartTake {
  type: "start-take";
  page: string;
  token: string;
  device: number | null;
  zero: number | null;
}
/**
 * The take is over.
 */
export interface StopTake {
  type: "stop-take";
  page: string;
  token: string;
}
/**
 * Undo the last that was set.
 */
export interface TakeBack {
  type: "take-back";
}
/**
 * How the recording of a run does.
 */
export interface TakeLevel {
  type: "take-level";
  token: string;
  state: string;
  peak_db: number;
  clipping: boolean;
  lost_blocks: number;
  lost_s: number;
  message: string;
}
/**
 * How long the talk takes today; plan again.
 */
export interface TellLength {
  type: "tell-length";
  number: number;
  took_s: number;
}
/**
 * What was said on a slide in one run, pauses counted in its words a minute.
 */
export interface Telling {
  run_id: string;
  words: number;
  pace_wpm: number | null;
  parts: TellingPart[];
}
/**
 * Words in a row, and what became of them since the run before.
 */
export interface TellingPart {
  kind: "gone" | "new" | "same";
  text: string;
}
/**
 * What was said on a slide, by run, oldest first; no run is in it that has no words there.
 */
export interface Tellings {
  type: "tellings";
  slide_key: string;
  tellings: Telling[];
}
/**
 * What a page computes a total from while the hand moves.
 */
export interface TotalTables {
  trim_cv: number;
  components: Component[];
}
/**
 * Hear the words in a run's sound.
 */
export interface TranscribeRun {
  type: "transcribe-run";
  token: string;
}
/**
 * How far the words of a run are; `line` says what came of it, or why nothing did.
 */
export interface Transcribing {
  type: "transcribing";
  token: string;
  state: "done" | "failed" | "offered" | "working";
  share: number;
  line: string;
}
/**
 * A slide of the trim room.
 */
export interface TrimRow {
  key: string;
  position: number;
  title: string;
  text: string;
  section: string;
  seconds: number;
  low_s: number;
  high_s: number;
  basis: string;
  hidden: boolean;
}
/**
 * A sentence said on a slide.
 */
export interface TrimSentence {
  text: string;
  seconds: number;
}
/**
 * What the trim room shows.
 *
 *     `said` are the sentences of each slide in the last run whose words are known, by key;
 *     `rehearsal` is the id of the rehearsal room's model that was opened from here, or "".
 */
export interface TrimState {
  rows: TrimRow[];
  stretches: TrimStretch[];
  said: {
    [k: string]: TrimSentence[];
  };
  tables: TotalTables;
  ladder: Ladder | null;
  choices: PageChoices;
  proposal: PlanState;
  talk_s: number;
  longest_s: number;
  questions_s: number;
  rehearsal: string;
}
/**
 * Slides that belong together, hidden ones among them too; `id` is how it is answered.
 */
export interface TrimStretch {
  id: string;
  /**
   * @minItems 1
   */
  slides: number[];
  title: string;
  section: string;
}
/**
 * What there is to go on with: the run that is on, or one that was broken off.
 */
export interface Welcome {
  type: "welcome";
  page: string;
  run: KnownRun | null;
  unfinished: KnownRun | null;
  warning: string;
}
/**
 * What was written where, or, without a `name`, why nothing was.
 */
export interface Written {
  type: "written";
  what: "deck" | "run-sheet";
  name: string;
  path: string;
  says: string;
}
