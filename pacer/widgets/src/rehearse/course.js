// What this run is to keep to: the slides from where it began, with their budgets as they are once
// the end was moved in mid-talk. Pure, from the marks: a reload, and another page, find the same.
import { READY, apply } from "../run/timeline.js";

/**
 * @typedef {import("./progress.js").Row} Row
 * @typedef {import("../run/timeline.js").Mark} Mark
 *
 * @typedef {object} Course
 * @property {readonly Row[]} rows with the budgets that hold now
 * @property {number} from the place of the row the run began on
 * @property {number} talk_s to speak in
 * @property {number} moved_s how far the end was moved
 */

/** Budgets shrink to no less of what they were. */
const LEAST = 0.1;

/**
 * @param {readonly Row[]} rows as planned
 * @param {readonly Mark[]} marks
 * @param {number} talk_s granted beforehand
 * @returns {Course}
 */
export function courseOf(rows, marks, talk_s) {
  const began = marks.find(({ slide_key }) => slide_key)?.slide_key;
  const from = Math.max(0, rows.findIndex(({ key }) => key === began));
  // A part of the talk has its part of the time.
  const whole = rows.slice(0, from).every((row) => row.skip);
  const part_s = rows.slice(from).reduce((sum, row) => sum + row.budget_s, 0);
  let course = { rows, from: whole ? 0 : from, talk_s: whole ? talk_s : part_s, moved_s: 0 };
  let run = READY;
  for (const mark of marks) {
    run = apply(run, mark);
    if (mark.kind === "extend") course = moved(course, run.key, Number(mark.note) || 0);
  }
  return course;
}

/** @param {Course} course @param {string} key the slide that is up @param {number} by_s @returns {Course} */
function moved(course, key, by_s) {
  const at = course.rows.findIndex((row) => row.key === key);
  const coming_s = course.rows.slice(at + 1).reduce((sum, row) => sum + row.budget_s, 0);
  const share = coming_s > 0 ? Math.max(LEAST, (coming_s + by_s) / coming_s) : 1;
  const rows = course.rows.map((row, place) =>
    place > at ? { ...row, budget_s: row.budget_s * share } : row,
  );
  return { ...course, rows, talk_s: Math.max(0, course.talk_s + by_s), moved_s: course.moved_s + by_s };
}

/**
 * Where the talk should be next, and when: the first slide of the next section.
 * @param {Course} course
 * @param {number} at the place of the slide that is up
 * @returns {{name: string, at_s: number}|null} null where no section is to come
 */
export function checkpoint({ rows, from }, at) {
  const here = rows[at]?.section;
  const next = rows.findIndex(
    (row, place) => place > at && !row.skip && row.section && row.section !== here,
  );
  return next < 0 ? null : { name: rows[next].section, at_s: spent(rows, from, next) };
}

/**
 * Talk with and without the optional part that is to come: the last moment to begin it, and what
 * the end is without.
 * @param {Course} course
 * @param {number} at
 * @param {number|null} end_s when the talk ends with it
 * @returns {{name: string, by_s: number, saves_s: number, without_s: number|null}|null}
 */
export function twoEndings({ rows, from, talk_s }, at, end_s) {
  const first = rows.findIndex((row, place) => place > at && row.optional && !row.skip);
  if (first < 0) return null;
  const coming = rows.slice(first).filter((row) => row.optional && !row.skip);
  const saves_s = coming.reduce((sum, row) => sum + row.budget_s, 0);
  const rest_s = spent(rows, first, rows.length);
  if (rest_s <= 0 || from > first) return null;
  const { section, title } = rows[first];
  const shared = section && coming.every((row) => row.section === section);
  return {
    name: shared && rows.filter((row) => row.section === section).every((row) => row.optional) ? section : title,
    by_s: Math.max(0, talk_s - rest_s),
    saves_s,
    without_s: end_s === null ? null : end_s - saves_s,
  };
}

/** @param {readonly Row[]} rows @param {number} from @param {number} to */
const spent = (rows, from, to) => rows.slice(from, to).reduce((sum, row) => sum + row.budget_s, 0);
