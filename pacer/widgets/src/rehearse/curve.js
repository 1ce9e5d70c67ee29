// The forecast as Python computed it (pacer/pacing/live.py): a curve over how long the slide that is
// up has been up, looked up here. Where no new one came, the last goes on with the drift since.

/**
 * @typedef {import("../protocol").Forecast} Curve
 *
 * @typedef {object} Ends when the run will end, in seconds of talk
 * @property {number} low_s
 * @property {number} end_s
 * @property {number} high_s
 *
 * @typedef {Ends & {as_of: string}} Forecast `as_of`: the slide it was made on, "" while it is up
 */

/**
 * A curve at a time, along the line between its knots; beyond the last it goes on as time does.
 * @param {Pick<Curve, "since_s"|"low_s"|"median_s"|"high_s">} curve
 * @param {number} since_s
 * @returns {Ends}
 */
export function lookUp({ since_s: knots, low_s, median_s, high_s }, since_s) {
  const last = knots.length - 1;
  let at = 0;
  while (at < last - 1 && knots[at + 1] <= since_s) at += 1;
  const beyond = Math.max(0, since_s - knots[last]);
  const share = Math.min(1, Math.max(0, (since_s - knots[at]) / (knots[at + 1] - knots[at])));
  const [low, end, high] = [low_s, median_s, high_s].map(
    (line) => line[at] + share * (line[at + 1] - line[at]) + beyond,
  );
  return { low_s: low, end_s: end, high_s: high };
}

/** The forecast of the run that is on. */
export function openForecast() {
  /** @type {Curve|null} */ let curve = null;
  /** @type {(Ends & {drift_s: number})|null} */ let last = null;
  return {
    /** @param {Curve} message */
    hear(message) {
      if (curve?.token === message.token && message.seq < curve.seq) return; // an older one
      if (curve?.token !== message.token) last = null;
      curve = message;
    },
    /**
     * @param {{token: string, shown_seq: number}|null} book
     * @param {import("../run/timeline.js").Run} run brought to this moment
     * @param {number} drift_s how late it is
     * @returns {Forecast|null} null where none has come for this run yet
     */
    at(book, run, drift_s) {
      if (!book || curve?.token !== book.token) return null;
      if (curve.slide_key === run.key && curve.seq >= book.shown_seq) {
        last = { ...lookUp(curve, run.visit_s), drift_s };
        return { ...last, as_of: "" };
      }
      if (!last) return null;
      const later_s = drift_s - last.drift_s;
      const soonest_s = run.talk_s; // it has not ended yet
      return {
        low_s: Math.max(soonest_s, last.low_s + later_s),
        end_s: Math.max(soonest_s, last.end_s + later_s),
        high_s: Math.max(soonest_s, last.high_s + later_s),
        as_of: curve.slide_key,
      };
    },
  };
}
