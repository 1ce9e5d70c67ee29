// A session of talks as its marks tell it, and how it stands against its programme. To the clock
// a session is a run whose slides are its talks. Tested against tests/widgets/fixtures/chair.json
// and tests/protocol/fixtures/session.json, as `log` in pacer/widgets/chair_log.py is.

/**
 * @typedef {import("../run/timeline.js").Mark} Mark
 *
 * @typedef {import("../protocol").ChairTalk} Talk as Python sent it
 * @typedef {import("../protocol").ChairBreak} Break
 *
 * @typedef {object} Line what a talk took so far; starts and ends are on the programme's clock,
 *   which counts from the planned start of the first talk
 * @property {number} planned_s when it is planned to begin
 * @property {number|null} began_s on the session's clock; null until it began
 * @property {number} start_s when it began, or is planned to
 * @property {number} end_s when it was last spoken in
 * @property {number} talk_s
 * @property {number} questions_s
 * @property {number} paused_s
 * @property {number} extended_s granted on top
 * @property {number} over_s beyond its slot and what was granted
 * @property {number} late_s after its planned start
 *
 * @typedef {"before"|"waiting"|"talk"|"questions"|"paused"|"over"} Phase
 *
 * @typedef {object} Standing
 * @property {Phase} phase
 * @property {number} at the talk that is on, or waited for
 * @property {number} left_s of its talk part, or of its slot once questions are on
 * @property {number} slot_left_s
 * @property {number} clock_s now, on the programme's clock
 * @property {number} until_s until the talk waited for is planned to begin; less than 0 after that
 * @property {Break|null} rest the break that is on now
 * @property {number} behind_s how late this talk will end, once it has had its time
 * @property {number} next_s how late the next one will begin: what the gap before it does not take up
 * @property {string} taken_by the break that takes up some of it, "" where there is none
 * @property {number} each_s what each talk to come would have to give for the session to end on time
 * @property {Line[]} lines
 */

/** A session that begins further from its planned start was not meant for it, in seconds. */
const EARLIEST_S = 15 * 60;
const LATEST_S = 60 * 60;
const DAY_S = 24 * 3600;

/** @param {Talk} talk */
const slot = (talk) => talk.talk_s + talk.questions_s;

/**
 * How long after its planned start a session begins now, as far as the programme tells.
 * @param {string} starts_at ISO 8601, with or without a zone, or a time of day, or ""
 * @param {number} wall_ms the time of day
 * @returns {number|null} seconds; null where nothing says it, or it is another day or hour
 */
export function lateness(starts_at, wall_ms) {
  const of_day = /^(\d{1,2}):(\d{2})/.exec(starts_at);
  let late_s = (wall_ms - Date.parse(starts_at)) / 1000;
  if (of_day) {
    const today = new Date(wall_ms);
    today.setHours(Number(of_day[1]), Number(of_day[2]), 0, 0);
    late_s = (wall_ms - today.getTime()) / 1000;
    late_s -= Math.round(late_s / DAY_S) * DAY_S; // about midnight
  }
  return late_s >= -EARLIEST_S && late_s <= LATEST_S ? late_s : null;
}

/**
 * When each talk is planned to begin; one that does not say it follows on the one before.
 * @param {readonly Talk[]} talks
 */
export function plannedStarts(talks) {
  let next_s = 0;
  return talks.map((talk) => {
    const start_s = talk.start_s ?? next_s;
    next_s = start_s + slot(talk);
    return start_s;
  });
}

/** Seconds that a page noted, as `_noted` in chair_log.py. @param {string|undefined} note */
function noted(note) {
  const seconds = Number(note || NaN);
  return Math.abs(seconds) <= DAY_S / 2 ? seconds : 0;
}

/**
 * @param {readonly Talk[]} talks
 * @param {readonly Mark[]} marks
 * @param {number} now_s
 * @param {readonly Break[]} [breaks]
 * @returns {Standing}
 */
export function sessionState(talks, marks, now_s, breaks = []) {
  const planned = plannedStarts(talks);
  /** @type {Line[]} */
  const lines = planned.map((planned_s) => ({
    planned_s,
    began_s: null,
    start_s: planned_s,
    end_s: planned_s,
    talk_s: 0,
    questions_s: 0,
    paused_s: 0,
    extended_s: 0,
    over_s: 0,
    late_s: 0,
  }));
  let at = -1;
  let zero_s = 0; // the session's 0:00 on the programme's clock
  let last_s = 0;
  let paused = false;
  let asking = false;
  let over = true;
  /** @param {number} until_s */
  const count = (until_s) => {
    const line = lines[at];
    if (line && !over) {
      if (line.began_s === null && !paused && !asking) line.began_s = last_s;
      const into = paused ? "paused_s" : asking ? "questions_s" : "talk_s";
      if (line.began_s !== null) {
        line[into] += Math.max(0, until_s - last_s);
        if (!paused) line.end_s = Math.max(until_s, last_s) + zero_s;
      }
    }
    last_s = Math.max(last_s, until_s);
  };
  for (const mark of marks) {
    count(mark.t_s);
    switch (mark.kind) {
      case "start":
        at = talks.findIndex(({ key }) => key === mark.slide_key);
        zero_s = noted(mark.note);
        over = false;
        break;
      case "slide":
        at = talks.findIndex(({ key }) => key === mark.slide_key);
        break;
      case "pause":
        paused = true;
        break;
      case "resume":
        paused = over = false;
        break;
      case "question":
      case "answer":
        asking = mark.kind === "question";
        break;
      case "extend":
        if (lines[at]) lines[at].extended_s += noted(mark.note);
        break;
      case "stop":
        paused = asking = false;
        over = true;
        break;
    }
  }
  count(now_s);

  for (const [place, line] of lines.entries()) {
    line.over_s = line.talk_s + line.questions_s - slot(talks[place]) - line.extended_s;
    if (line.began_s !== null) line.start_s = line.began_s + zero_s;
    line.late_s = line.start_s - line.planned_s;
  }
  const here = lines[at];
  const clock_s = last_s + zero_s;
  if (!here) {
    const [{ talk_s }] = talks;
    return {
      phase: "before", at: 0, left_s: talk_s, slot_left_s: slot(talks[0]), clock_s: 0, until_s: 0, rest: null,
      behind_s: 0, next_s: 0, taken_by: "", each_s: 0, lines,
    }; // prettier-ignore
  }
  const slot_left_s = -here.over_s;
  const phase = over ? "over" : here.began_s === null ? "waiting" : paused ? "paused" : asking ? "questions" : "talk";
  // A talk that is waited for begins no sooner than planned.
  const from_s = phase === "waiting" ? Math.max(clock_s, here.planned_s) : clock_s;
  const ends_s = over ? here.end_s : from_s + Math.max(0, slot_left_s);
  const behind_s = ends_s - here.planned_s - slot(talks[at]);
  const left = carried(talks, planned, at, behind_s);
  const coming = talks.length - at - 1;
  const within = (/** @type {Break} */ { start_s, length_s }) => clock_s >= start_s && clock_s < start_s + length_s;
  return {
    phase,
    at,
    left_s: asking ? slot_left_s : talks[at].talk_s + here.extended_s - here.talk_s,
    slot_left_s,
    clock_s,
    until_s: here.planned_s - clock_s,
    rest: phase === "waiting" ? (breaks.find(within) ?? null) : null,
    behind_s,
    next_s: left.next_s,
    taken_by: left.next_s < behind_s ? (breaks.find((rest) => follows(rest, planned, at))?.title ?? "") : "",
    each_s: coming ? left.end_s / coming : 0,
    lines,
  };
}

/** Whether a break lies between a talk and the next. @param {Break} rest @param {number[]} planned @param {number} at */
const follows = (rest, planned, at) =>
  rest.start_s >= planned[at] && (at + 1 >= planned.length || rest.start_s < planned[at + 1]);

/**
 * What is late, carried on from talk to talk: each gap between two takes up as much as it holds.
 * @param {readonly Talk[]} talks
 * @param {number[]} planned
 * @param {number} at
 * @param {number} behind_s
 */
function carried(talks, planned, at, behind_s) {
  let end_s = Math.max(0, behind_s);
  let next_s = end_s;
  for (let place = at + 1; place < talks.length; place += 1) {
    const gap_s = planned[place] - planned[place - 1] - slot(talks[place - 1]);
    end_s = Math.max(0, end_s - Math.max(0, gap_s));
    if (place === at + 1) next_s = end_s;
  }
  return { next_s, end_s };
}
