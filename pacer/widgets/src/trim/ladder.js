// All plans of a talk on one ladder (pacer/planning/ladder.py): a drag looks its plan up and
// never waits for the solver.

/**
 * @typedef {import("../protocol").Ladder} Ladder
 */

/**
 * The levels of the ladder's plan for a talk time; null where even the start does not fit.
 * @param {Pick<Ladder, "start"|"start_s"|"steps">} ladder
 * @param {number} talk_s
 * @returns {number[]|null}
 */
export function lookUp({ start, start_s, steps }, talk_s) {
  if (talk_s < start_s) return null;
  const levels = [...start];
  for (const { slide, level, from_s } of steps) {
    if (from_s > talk_s) break;
    levels[slide] = level;
  }
  return levels;
}

/**
 * The ladder's plan for a talk time as a proposal.
 * @param {Ladder} ladder
 * @param {number} talk_s
 * @returns {import("./state.js").Proposal|null}
 */
export function propose(ladder, talk_s) {
  const levels = lookUp(ladder, talk_s);
  if (!levels) return null;
  /** @type {import("./state.js").Proposal} */
  const made = {};
  let merged_s = 0;
  levels.forEach((level, place) => {
    const option = ladder.options[place][level] ?? { action: "cut", scale: 0 };
    const spoken_s = option.scale * ladder.seconds[place];
    // what is still said of a merged slide is said with the next one that stays
    const merges = option.action === "merge";
    const hosts = option.action === "keep" || option.action === "trim";
    const budget_s = hosts ? spoken_s + merged_s : 0;
    if (merges) merged_s += spoken_s;
    else if (hosts) merged_s = 0;
    made[ladder.slide_keys[place]] = {
      action: option.action,
      budget_s,
      scale: option.scale,
      reason: "",
    };
  });
  return made;
}
