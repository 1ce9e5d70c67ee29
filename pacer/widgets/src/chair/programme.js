// A session of talks as its marks tell it, and how it stands against its programme. To the clock
// a session is a run whose slides are its talks. Tested against tests/widgets/fixtures/chair.json,
// as `log` in pacer/widgets/chair.py is.

/**
 * @typedef {import("../run/timeline.js").Mark} Mark
 *
 * @typedef {import("../protocol").ChairTalk} Talk as Python sent it
 *
 * @typedef {object} Line what a talk took so far
 * @property {number|null} began_s on the session's clock; null until it began
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
 * @property {number} behind_s how late the session will be once this talk has had its time
 * @property {number} each_s what each talk to come would have to give for the session to be on time
 * @property {Line[]} lines
 */

/** @param {Talk} talk */
const slot = (talk) => talk.talk_s + talk.questions_s;

/**
 * @param {readonly Talk[]} talks
 * @param {readonly Mark[]} marks
 * @param {number} now_s
 * @returns {Standing}
 */
export function sessionState(talks, marks, now_s) {
  /** @type {Line[]} */
  const lines = talks.map(() => ({
    began_s: null,
    talk_s: 0,
    questions_s: 0,
    paused_s: 0,
    extended_s: 0,
    over_s: 0,
    late_s: 0,
  }));
  let at = -1;
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
      if (line.began_s !== null) line[into] += Math.max(0, until_s - last_s);
    }
    last_s = Math.max(last_s, until_s);
  };
  for (const mark of marks) {
    count(mark.t_s);
    switch (mark.kind) {
      case "start":
        at = talks.findIndex(({ key }) => key === mark.slide_key);
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
        if (lines[at]) lines[at].extended_s += Number(mark.note) || 0;
        break;
      case "stop":
        paused = asking = false;
        over = true;
        break;
    }
  }
  count(now_s);

  let planned_s = 0;
  for (const [place, line] of lines.entries()) {
    line.over_s = line.talk_s + line.questions_s - slot(talks[place]) - line.extended_s;
    line.late_s = (line.began_s ?? planned_s) - planned_s;
    planned_s += slot(talks[place]);
  }
  const here = lines[at];
  if (!here) {
    return { phase: "before", at: 0, left_s: talks[0].talk_s, slot_left_s: slot(talks[0]), behind_s: 0, each_s: 0, lines };
  }
  const slot_left_s = -here.over_s;
  const ends_s = last_s + (over ? 0 : Math.max(0, slot_left_s));
  const due_s = talks.slice(0, at + 1).reduce((sum, talk) => sum + slot(talk), 0);
  const behind_s = ends_s - due_s;
  const coming = talks.length - at - 1;
  return {
    phase: over ? "over" : here.began_s === null ? "waiting" : paused ? "paused" : asking ? "questions" : "talk",
    at,
    left_s: asking ? slot_left_s : talks[at].talk_s + here.extended_s - here.talk_s,
    slot_left_s,
    behind_s,
    each_s: coming ? Math.max(0, behind_s) / coming : 0,
    lines,
  };
}
