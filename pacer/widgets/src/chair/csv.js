// The log as a CSV file, as pacer.export.tables writes it: for a chair whose kernel is gone.

/**
 * @typedef {import("./programme.js").Talk} Talk
 * @typedef {import("./programme.js").Standing} Standing
 */

const HEADS = [
  "talk", "speaker", "begins", "planned_start_s", "planned_talk_s", "planned_questions_s", "actual_start_s",
  "actual_end_s", "extended_s", "talk_s", "questions_s", "paused_s", "over_s", "late_s",
]; // prettier-ignore

/** A number as pandas writes it. @param {number} value */
const number = (value) => (Number.isInteger(value) ? value.toFixed(1) : String(value));

/** No spreadsheet takes it for a formula. @param {string} cell */
function quoted(cell) {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * One row a talk that was begun.
 * @param {readonly Talk[]} talks
 * @param {Standing["lines"]} lines
 */
export function toCsv(talks, lines) {
  const rows = talks.flatMap((talk, at) => {
    const line = lines[at];
    if (line.began_s === null) return [];
    const told = [talk.title, talk.speaker, talk.begins].map(quoted);
    const planned = [line.planned_s, talk.talk_s, talk.questions_s, line.start_s, line.end_s];
    const took = [line.extended_s, line.talk_s, line.questions_s, line.paused_s, line.over_s, line.late_s];
    return [[...told, ...[...planned, ...took].map(number)].join(",")];
  });
  return `${[HEADS.join(","), ...rows].join("\n")}\n`;
}

/** Hand a text to the browser as a file to keep. @param {string} name @param {string} content */
export function download(name, content) {
  const url = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
