import { expect, test, vi } from "vitest";
import { soundWords, meterShare, openAudio } from "../../pacer/widgets/src/rehearse/audio.js";
import { bell } from "../../pacer/widgets/src/run/signals.js";
import { linkStatus } from "../../pacer/widgets/src/run/status.js";
import { makeClock, makeSound } from "./fakes.js";

const book = { length: 5, waiting: 0, refused: "", kept: true };
const fine = { book, lost: "", silent_ms: 0 };

test.each([
  [{ ...fine, book: null }, "good", "Ready"],
  [fine, "good", "Saved: 5 marks"],
  [{ ...fine, book: { ...book, waiting: 1 } }, "good", "Saving…"],
  [{ ...fine, book: { ...book, waiting: 1 }, silent_ms: 2000 }, "wait", "The kernel is busy: 1 mark kept in this browser until it answers"],
  [{ ...fine, book: { ...book, waiting: 2, refused: "make room on the disk" } }, "bad", "Not saved: make room on the disk; 2 marks kept in this browser"],
  [{ ...fine, lost: "the network is gone" }, "bad", "The network is gone: counting on, all marks are saved"],
  [{ ...fine, book: { ...book, waiting: 3 }, lost: "the kernel restarted" }, "bad", "The kernel restarted: counting on, 3 marks kept in this browser; run the cell again"],
  [{ ...fine, book: { ...book, waiting: 3, kept: false }, lost: "the network is gone" }, "bad", "The network is gone: counting on, 3 marks kept in this page only"],
])("the state is said plainly: %j", (facts, tone, text) => {
  expect(linkStatus(facts)).toEqual({ tone, text });
});

test("each signal is given once, the latest of several that passed at once", () => {
  const clock = makeClock();
  const signals = bell([600, 300, 60, 0], clock.ticks);
  signals.reset(1200);
  expect([1000, 600, 590, 299, 50].map(signals.ring)).toEqual([null, 600, null, 300, 60]);
  expect(signals.words).toBe("1 min left");
  clock.pass(9);
  expect(signals.words).toBe("");
  expect(signals.ring(-5)).toBe(0);
  expect(signals.words).toBe("Time");
  signals.reset(400);
  expect([350, 290].map(signals.ring)).toEqual([null, 300]);
});

test("a talk shorter than a signal begins without it", () => {
  const signals = bell([600, 60], () => 0);
  signals.reset(600);
  expect([600, 599, 60].map(signals.ring)).toEqual([null, null, 60]);
});

const level = { state: "recording", peak_db: -12, clipping: false, lost_blocks: 0, lost_s: 0, message: "" };

test.each([
  [{ ...level, state: "" }, ""],
  [level, "recording"],
  [{ ...level, clipping: true }, "recording; too loud"],
  [{ ...level, lost_blocks: 2, lost_s: 0.31 }, "recording; 0.3 s lost in 2 gaps, kept as silence"],
  [{ ...level, state: "ended", message: "the microphone went away" }, "the microphone went away"],
])("the sound is told: %j", (facts, words) => {
  expect(soundWords(facts)).toBe(words);
});

test("the meter goes from silence to the loudest", () => {
  expect([-99, -60, -30, 0, 3].map(meterShare)).toEqual([0, 0, 0.5, 1, 1]);
});

test("the run's zero is found on the kernel's clock, by the quickest answer", () => {
  const clock = makeClock();
  /** @type {any[]} */ const sent = [];
  const sound = openAudio({
    post: (content) => sent.push(content),
    page: "p",
    ticks: clock.ticks,
    changed: () => {},
  });
  const apart_s = 777; // what the kernel's clock is ahead
  const trips_s = [0.9, 0.4, 0.01, 2, 0.3, 0.5];
  sound.start({ from: "kernel", device: null }, "t", () => clock.ticks() / 1000 - 30);
  for (const trip_s of trips_s) {
    const { at } = sent.at(-1);
    clock.pass(trip_s);
    // Most of a slow trip is the way back.
    const ticks = at / 1000 + apart_s + Math.min(trip_s / 2, 0.02);
    sound.hear({ type: "pong", page: "p", at, ticks });
  }
  const record = sent.find((content) => content.type === "start-take");
  expect(record.zero).toBeCloseTo(clock.ticks() / 1000 - 30 + apart_s, 2);
  expect(sent.filter((content) => content.type === "start-take")).toHaveLength(1);
});

test("the answer to another page's ping is not this page's", () => {
  const sound = openAudio({ post: () => {}, page: "p", ticks: () => 0, changed: () => {} });
  expect(sound.hear({ type: "pong", page: "q", at: -1e9, ticks: 5 })).toBe(true);
  expect(sound.hear({ type: "notice", text: "" })).toBe(false);
});

test("sound the kernel refuses for good is not sent again, and recording ends", async () => {
  const { Recorder, Audio } = makeSound("audio/webm");
  vi.stubGlobal("MediaRecorder", Recorder);
  vi.stubGlobal("AudioContext", Audio);
  const clock = makeClock();
  /** @type {any[]} */ const sent = [];
  const media = /** @type {any} */ ({ getUserMedia: async () => ({ getTracks: () => [] }) });
  const post = (/** @type {any} */ content) => content.type.endsWith("-audio") && sent.push(content);
  const sound = openAudio({ post, page: "p", media, ticks: clock.ticks, changed: () => {} });
  sound.start({ from: "browser", device: null }, "t", () => 0);
  await vi.waitFor(() => expect(Recorder.last?.state).toBe("recording"));
  Recorder.last.chunk();
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  const { session } = sent[0];
  sound.hear({ type: "audio-stored", session, size: 0, reason: "holds all", final: true });
  expect(Recorder.last.state).toBe("inactive");
  expect(sound.level).toMatchObject({ state: "failed", message: "holds all" });
  for (let seconds = 0; seconds < 60; seconds += 1) {
    clock.pass(1);
    sound.tick();
  }
  await vi.waitFor(() => expect(sent.at(-1).type).toBe("end-audio"));
  expect(sent.filter((content) => content.type === "add-audio")).toHaveLength(1);
  vi.unstubAllGlobals();
});
