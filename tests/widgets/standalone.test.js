import { beforeEach, describe, expect, it, vi } from "vitest";

import { send } from "../../pacer/widgets/src/shared/connection.js";
import { decided, makeModel, planFor } from "../../pacer/widgets/src/standalone/index.js";
import trim from "../../pacer/widgets/src/trim/index.js";
import states from "../protocol/fixtures/states.json";

const state = states.TrimState;
const shorter = { ...state.proposal, talk_s: state.talk_s - 60 };
const recording = { state, plans: [shorter, state.proposal], pictures: {}, alone: "no Python here" };

describe("a model without a kernel", () => {
  beforeEach(() => vi.useFakeTimers());

  it("answers with the longest plan that fits the time asked for", () => {
    expect(planFor(recording.plans, state.talk_s + 30)).toBe(state.proposal);
    expect(planFor(recording.plans, state.talk_s - 1)).toBe(shorter);
    expect(planFor(recording.plans, 1)).toBe(shorter);
  });

  it("lets the room that ships settle on it after a drag", () => {
    const el = document.createElement("div");
    document.body.append(el);
    const leave = trim.render({ model: /** @type {any} */ (makeModel(recording)), el });
    const slot = /** @type {HTMLInputElement} */ (el.querySelector("input[type=range]"));
    slot.value = String(Number(slot.value) - 30);
    slot.dispatchEvent(new Event("input", { bubbles: true }));
    vi.advanceTimersByTime(400);
    expect(el.querySelector(".pacer-trim")?.getAttribute("data-busy")).not.toBe("true");
    leave?.();
  });

  it("says in a line what only Python could do, and leaves nothing waiting", () => {
    const model = makeModel(recording);
    const heard = vi.fn();
    model.on("msg:custom", heard);
    send(model, { type: "answer-question", id: "1-2", answer: "drop", number: 7 });
    vi.advanceTimersByTime(1);
    expect(heard.mock.calls[0]?.[0]).toEqual({ type: "notice", text: "no Python here" });
    expect(model.get("proposal").number).toBe(7);
  });

  it("keeps marks for as long as the page is open, and says so", () => {
    const model = makeModel(recording);
    const heard = vi.fn();
    model.on("msg:custom", heard);
    send(model, /** @type {any} */ ({ type: "add-marks", page: "p", run: { token: "t" }, marks: [{ seq: 1 }, { seq: 2 }] }));
    vi.advanceTimersByTime(1);
    expect(heard.mock.calls[0]?.[0]).toMatchObject({ type: "acked", seq: 2, warning: "no Python here" });
  });

  it("takes decisions over and back", () => {
    const choices = { decisions: { a: { action: "keep" } }, stars: ["a"], needs: [] };
    const changed = decided(choices, { decisions: { a: null, b: { action: "cut" } }, stars: { a: false, b: true } });
    expect(changed).toEqual({ decisions: { b: { action: "cut" } }, stars: ["b"], needs: [] });
  });
});
