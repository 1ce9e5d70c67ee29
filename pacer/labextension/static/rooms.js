// What the extension offers for a deck, and the Python it runs for it: no JupyterLab in here.

/** The version of the package this was installed with. */
export const VERSION = "0.1.0";

export const ENDINGS = [".pptx", ".ppsx", ".odp", ".pdf", ".ipynb", ".md", ".qmd", ".html"];

/** One row a room: the command's name, what a menu calls it, its call, what it cannot do without. */
export const ROOMS = [
  { id: "rehearse", label: "Rehearse", call: "talk.rehearse()", asks: true, needsSlot: false },
  { id: "trim", label: "Trim to a Slot…", call: "talk.trim()", asks: true, needsSlot: true },
  { id: "compare", label: "Compare Runs", call: "talk.explore()", asks: false, needsSlot: false },
];

/** Whether a file may be a deck, by its ending; what it holds is pacer's to say. */
export const isDeck = (path) =>
  ENDINGS.some((ending) => path.toLowerCase().endsWith(ending));

export const baseName = (path) => path.slice(path.lastIndexOf("/") + 1);

export const folderOf = (path) => path.slice(0, path.lastIndexOf("/") + 1);

// A JSON string is a Python string: nothing in a file's name can end it.
const quoted = (text) => JSON.stringify(text.toWellFormed?.() ?? text);

/** The cell that opens a room on a deck: what a user would write. */
export function cell(room, path, { slot = "", questions = "" } = {}) {
  const deck = quoted(baseName(path));
  const times = [
    slot && `slot=${quoted(slot)}`,
    slot && questions && `questions=${quoted(questions)}`,
  ].filter(Boolean);
  return `import pacer\n\ntalk = pacer.open(${[deck, ...times].join(", ")})\n${room.call}`;
}

/** What is wrong with the times somebody typed, or "". */
export function wrongTimes(room, { slot, questions }) {
  const time = /^(\d{1,3}:[0-5]\d(:[0-5]\d)?|\d{1,4} ?(s|min|m|h)(in)?)$/;
  if (room.needsSlot && !slot) return "Say how long the slot is, such as 20:00.";
  for (const typed of [slot, questions])
    if (typed && !time.test(typed)) return `“${typed}” is no time: write 20:00 or 20 min.`;
  return "";
}

/** What to tell about the pacer in a kernel; "" where it fits this extension. */
export function versionTrouble(found, kernel) {
  if (!found)
    return `The kernel “${kernel}” has no pacer. In its environment: pip install "talk-pacer[lab]"`;
  const [minor, ours] = [found, VERSION].map((version) => version.split(".").slice(0, 2).join("."));
  if (minor === ours) return "";
  const newer = (a, b) => a.localeCompare(b, undefined, { numeric: true }) > 0;
  const where = newer(ours, minor) ? `in the environment of the kernel “${kernel}”` : "where JupyterLab runs";
  return (
    `JupyterLab has pacer ${VERSION}, the kernel “${kernel}” has ${found}: ` +
    `pip install --upgrade talk-pacer ${where}`
  );
}
