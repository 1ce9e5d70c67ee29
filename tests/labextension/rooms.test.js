import { describe, expect, it } from "vitest";

import * as rooms from "../../pacer/labextension/static/rooms.js";

const [rehearse, trim, compare] = rooms.ROOMS;

describe("the cell behind a room", () => {
  it("is what a user would write, run in the deck's own folder", () => {
    expect(rooms.cell(trim, "talks/2026/talk.pptx", { slot: "20:00", questions: "2:00" })).toBe(
      'import pacer\n\ntalk = pacer.open("talk.pptx", slot="20:00", questions="2:00")\ntalk.trim()',
    );
    expect(rooms.cell(compare, "talk.md")).toBe(
      'import pacer\n\ntalk = pacer.open("talk.md")\ntalk.explore()',
    );
  });

  it("asks for no time for questions where there is no slot", () => {
    expect(rooms.cell(rehearse, "a.pdf", { questions: "2:00" })).toContain('pacer.open("a.pdf")');
  });

  it("stays one string whatever a file is called", () => {
    const name = 'x"); import os\n\\.pptx';
    expect(rooms.cell(trim, name).split("\n")).toHaveLength(4);
    expect(rooms.cell(trim, name)).toContain(String.raw`open("x\"); import os\n\\.pptx")`);
  });
});

describe("what is offered", () => {
  it("knows a deck by its ending", () => {
    expect(["a/b.PPTX", "t.ipynb", "t.qmd", "t.odp"].every(rooms.isDeck)).toBe(true);
    expect(["t.csv", "pptx", "t.pptx.bak"].some(rooms.isDeck)).toBe(false);
  });

  it("refuses times that are none, in words", () => {
    expect(rooms.wrongTimes(trim, { slot: "", questions: "" })).toMatch(/how long the slot is/);
    expect(rooms.wrongTimes(rehearse, { slot: "", questions: "" })).toBe("");
    expect(rooms.wrongTimes(trim, { slot: "20:00", questions: "two" })).toMatch(/“two” is no time/);
    for (const slot of ["20:00", "1:30:00", "20 min", "20min", "90s"])
      expect(rooms.wrongTimes(trim, { slot, questions: "" })).toBe("");
  });
});

describe("an extension and a kernel of two versions", () => {
  const [major, minor] = rooms.VERSION.split(".").map(Number);

  it("says both and which to upgrade", () => {
    expect(rooms.versionTrouble(rooms.VERSION, "Python 3")).toBe("");
    expect(rooms.versionTrouble(`${major}.${minor}.99`, "Python 3")).toBe("");
    const newer = rooms.versionTrouble(`${major}.${minor + 1}.0`, "Python 3");
    expect(newer).toContain(`${major}.${minor + 1}.0`);
    expect(newer).toContain(rooms.VERSION);
    expect(newer).toContain("where JupyterLab runs");
    expect(rooms.versionTrouble(`${major}.${minor - 1}.0`, "Python 3")).toContain("of the kernel");
  });

  it("says how to install what a kernel lacks", () => {
    expect(rooms.versionTrouble("", "R")).toContain('pip install "talk-pacer[lab]"');
  });
});
