// Clocks as pacer/clock.py writes them; both are tested against tests/widgets/fixtures/clock.json.

/**
 * A duration the way a speaker reads a clock, to the nearest second.
 * @param {number} duration_s
 * @returns {string} "12:30", "1:02:03", "−0:40"; a dash where it is missing
 */
export function text(duration_s) {
  if (!Number.isFinite(duration_s)) return "–";
  const whole = Math.floor(Math.abs(duration_s) + 0.5);
  const sign = duration_s < 0 && whole ? "−" : "";
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const secs = String(whole % 60).padStart(2, "0");
  return hours
    ? `${sign}${hours}:${String(minutes).padStart(2, "0")}:${secs}`
    : `${sign}${minutes}:${secs}`;
}

/**
 * A difference with its sign always shown; late, longer and more are positive.
 * @param {number} duration_s
 * @returns {string}
 */
export function signed(duration_s) {
  const shown = text(duration_s);
  return "−–".includes(shown[0]) || shown === "0:00" ? shown : `+${shown}`;
}

/**
 * A duration in words, as read in passing: "40 s", "1 min 20 s", "12 min".
 * @param {number} duration_s its sign is dropped
 * @returns {string}
 */
export function words(duration_s) {
  if (!Number.isFinite(duration_s)) return "–";
  const whole = Math.floor(Math.abs(duration_s) + 0.5);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const secs = whole % 60;
  return secs && minutes < 10 ? `${minutes} min ${secs} s` : `${Math.round(whole / 60)} min`;
}

/**
 * Read a time typed by a person: "12:30", "1:02:03", "20 min", "90s".
 * @param {string} written
 * @returns {number} seconds, or NaN where it is none
 */
export function seconds(written) {
  const typed = written.trim();
  const colons = /^(?:(\d{1,4}):)?(\d{1,5}):(\d{1,2}(?:[.,]\d{1,9})?)$/.exec(typed);
  if (colons) {
    const [, hours, minutes, secs] = colons;
    const rest = Number(secs.replace(",", "."));
    if (rest >= 60 || (hours !== undefined && Number(minutes) >= 60)) return NaN;
    return Number(hours ?? 0) * 3600 + Number(minutes) * 60 + rest;
  }
  const number = (/** @type {string} */ unit) => `(?:(\\d{1,8}(?:\\.\\d{1,9})?)\\s*(?:${unit}))?`;
  const units = new RegExp(
    `^${number("h|hr|hrs|hours?")}\\s*${number("m|min|mins|minutes?")}\\s*${number("s|sec|secs|seconds?")}$`,
    "i",
  ).exec(typed);
  if (!typed || !units) return NaN;
  return [3600, 60, 1].reduce((sum, unit, at) => sum + Number(units[at + 1] ?? 0) * unit, 0);
}
