import { expect, test } from "vitest";
import { MOST_AT_ONCE, MOST_MARKS } from "../../pacer/widgets/src/run/outbox.js";
import { openController } from "../../pacer/widgets/src/run/controller.js";
import { openShelf } from "../../pacer/widgets/src/run/storage.js";
import { makeChance, makeClock, makeKernel, makeStorage } from "./fakes.js";

/** A browser with a page on a kernel; messages travel when told to. */
function makeTable() {
  const clock = makeClock();
  const storage = makeStorage();
  const kernel = makeKernel();
  /** @param {{storage?: Storage}} [own] */
  const open = (own = {}) => {
    /** @type {any[]} */ let queue = [];
    const session = openController({
      room: { deck_digest: "d" },
      shelf: openShelf(own.storage ?? storage, "home", clock.wall),
      post: (content) => void queue.push(structuredClone(content)),
      changed: () => {},
      clock,
    });
    /** All that was sent arrives, and is answered. @param {any[]} [others] pages that hear it too */
    const deliver = (others = []) => {
      let sent = 0;
      while (queue.length) {
        const message = queue.shift();
        expect(message.marks?.length ?? 0).toBeLessThanOrEqual(2000);
        sent += 1;
        const answer = kernel.receive(message);
        if (!answer) continue;
        for (const one of [session, ...others]) one.hear(structuredClone(answer));
      }
      return sent;
    };
    const lose = () => {
      queue = [];
    };
    const asked = () => queue.map(({ type }) => type);
    return { session, deliver, lose, asked };
  };
  return { clock, storage, kernel, open };
}

/** @param {any} kernel */
const written = (kernel) => [...kernel.disk.values()];

test("a mark is saved once the kernel says so, and not before", () => {
  const { kernel, open } = makeTable();
  const { session, deliver } = open();
  session.begin("rehearsal", "a");
  expect(session.book?.waiting).toBe(1);
  deliver();
  expect(session.book?.waiting).toBe(0);
  expect(written(kernel)).toHaveLength(1);
});

test("a mark is timed by its event, not by when it is handled", () => {
  const { clock, open } = makeTable();
  const { session } = open();
  session.begin("rehearsal", "a");
  const key = /** @type {Event} */ ({ timeStamp: clock.ticks() + 5000 });
  clock.pass(5.25);
  session.mark("slide", key, "b");
  expect(session.book?.run.dwell.a).toBe(5);
});

test("an event of another clock is timed by when it is handled", () => {
  const { clock, open } = makeTable();
  const { session } = open();
  session.begin("rehearsal", "a");
  clock.pass(5);
  for (const timeStamp of [0, 1e15, NaN]) {
    session.mark("slide", /** @type {Event} */ ({ timeStamp }), "b");
  }
  expect(session.book?.run.dwell.a).toBe(5);
});

test("a page that was reloaded goes on at once, the gap bridged", () => {
  const { clock, kernel, open } = makeTable();
  const first = open();
  first.session.begin("rehearsal", "a");
  first.deliver();
  clock.pass(20);
  first.session.tick();
  first.session.mark("slide", undefined, "b");
  first.lose();
  clock.pass(10);
  first.session.release();
  clock.pass(4);
  const second = open();
  second.session.lookAround();
  expect(second.session.going).toBe(true);
  expect(second.session.run.talk_s).toBeCloseTo(34, 6);
  second.deliver();
  expect(second.session.book?.waiting).toBe(0);
  expect(written(kernel)[0].map((/** @type {any} */ mark) => mark.kind)).toEqual(["start", "slide"]);
});

test("a closed tab is offered later; going on leaves the time away out", () => {
  const { clock, kernel, open } = makeTable();
  const first = open();
  first.session.begin("rehearsal", "a");
  clock.pass(20);
  first.session.tick();
  first.deliver();
  clock.pass(3600);
  const second = open();
  second.session.lookAround();
  expect(second.session.going).toBe(false);
  expect(second.session.offered?.t_s).toBeCloseTo(20, 6);
  second.session.resumeOffered();
  expect(second.session.run.talk_s).toBeCloseTo(20, 6);
  clock.pass(5);
  second.deliver();
  expect(second.session.run).toMatchObject({ talk_s: 25, paused_s: 0 });
  expect(written(kernel)[0].map((/** @type {any} */ mark) => mark.kind)).toEqual([
    "start",
    "pause",
    "resume",
  ]);
});

test("kept as it is, a run is not offered again, and its last marks are delivered", () => {
  const { clock, kernel, open } = makeTable();
  const first = open();
  first.session.begin("rehearsal", "a");
  first.session.mark("slide", undefined, "b");
  first.lose();
  clock.pass(3600);
  const second = open();
  second.session.lookAround();
  second.session.keepOffered("rehearsal");
  second.deliver();
  // That it was kept is in its journal: so it counts, and no other browser offers it again.
  expect(written(kernel)[0].map((/** @type {any} */ mark) => [mark.kind, mark.note])).toEqual([
    ["start", undefined],
    ["slide", undefined],
    ["keep", "rehearsal"],
  ]);
  const third = open();
  third.session.lookAround();
  expect(third.session.offered).toBe(null);
});

test("a run that ended while the kernel was gone is delivered when one is there", () => {
  const { kernel, open } = makeTable();
  const first = open();
  first.session.begin("rehearsal", "a");
  first.session.mark("stop");
  first.lose();
  const second = open();
  second.session.lookAround();
  second.deliver();
  expect(written(kernel)[0]).toHaveLength(2);
  expect(second.session.notice).toContain("saved now");
  const third = open();
  third.session.lookAround();
  third.deliver();
  expect(third.session.notice).toBe("");
});

test("a second window looks on until it takes over, and the first looks on then", () => {
  const { clock, kernel, open } = makeTable();
  const first = open();
  first.session.begin("rehearsal", "a");
  first.session.tick();
  clock.pass(2);
  first.session.tick();
  first.deliver();
  const second = open();
  second.session.lookAround();
  expect(second.session.offered).toBe(null);
  const [[token, marks]] = [...kernel.disk];
  const kind = /** @type {const} */ ("rehearsal");
  const run = { token, marks, kind, started_at: "", deck_digest: "d", run_id: "r" };
  second.session.welcome({
    ...{ type: "welcome", page: "p", unfinished: null, warning: "" },
    run: { ...run, age_s: 2, driver: first.session.page },
  });
  expect(second.session).toMatchObject({ going: true, driving: false });
  second.session.mark("slide", undefined, "nothing");
  first.session.mark("slide", undefined, "b");
  first.deliver([second.session]);
  expect(second.session.run.key).toBe("b");

  first.session.tick();
  second.session.takeOver();
  second.session.tick();
  expect(second.session.driving).toBe(true);
  second.deliver([first.session]);
  expect(first.session.driving).toBe(false);
  first.session.mark("slide", undefined, "nothing");
  second.session.mark("slide", undefined, "c");
  second.deliver([first.session]);
  expect(first.session.run.key).toBe("c");
  expect(marks.map((/** @type {any} */ mark) => mark.slide_key)).toEqual(["a", "b", "c"]);
});

test("a view that was open before the start turns to the run, and begins none of its own", () => {
  const { clock, kernel, open } = makeTable();
  const first = open();
  const second = open();
  for (const { session } of [first, second]) session.lookAround();
  first.session.begin("rehearsal", "a");
  first.deliver([second.session]);
  clock.pass(0.2);
  second.session.tick();
  expect(second.session).toMatchObject({ going: true, driving: false });
  expect(second.session.notice).toContain("another view drives this run");
  second.session.begin("rehearsal", "a");
  second.session.mark("slide", undefined, "b");
  first.session.tick();
  expect(first.session.watched).toBe(true);
  first.session.mark("slide", undefined, "c");
  first.deliver([second.session]);
  second.deliver([first.session]);
  expect(second.session.run.key).toBe("c");
  expect(kernel.disk.size).toBe(1);
  first.session.mark("stop");
  first.deliver([second.session]);
  expect(second.session.going).toBe(false);
});

test("two rooms on one talk, each with a kernel side of its own, are one run all the same", () => {
  const { clock, kernel, open } = makeTable();
  const first = open();
  const second = open(); // hears nothing of what the first one's kernel side answers
  first.session.begin("rehearsal", "a");
  second.session.begin("rehearsal", "a"); // in the same moment, before any timer
  expect(second.session.driving).toBe(false);
  first.session.mark("slide", undefined, "b");
  clock.pass(0.2);
  second.session.tick();
  expect(second.session.run.key).toBe("b");
  first.deliver();
  first.session.mark("stop");
  first.deliver();
  clock.pass(0.2);
  second.session.tick();
  expect(second.session.going).toBe(false);
  second.session.leave();
  second.session.begin("rehearsal", "a");
  expect(second.session).toMatchObject({ going: true, driving: true });
  second.deliver();
  expect(kernel.disk.size).toBe(2);
});

test("a view of another browser asks the kernel as soon as it hears of a run", () => {
  const { open } = makeTable();
  const first = open();
  const second = open({ storage: makeStorage() });
  first.session.begin("rehearsal", "a");
  first.deliver([second.session]);
  expect(second.asked()).toEqual(["hello"]);
});

test("a page that cannot reach the kernel sees by itself that another took over", () => {
  const { clock, open } = makeTable();
  const first = open();
  first.session.begin("rehearsal", "a");
  first.deliver();
  clock.pass(60);
  const second = open();
  second.session.lookAround();
  second.session.resumeOffered();
  clock.pass(5);
  second.session.tick();
  first.session.tick();
  expect(first.session.driving).toBe(false);
  expect(second.session.driving).toBe(true);
});

test("a tab that crashed is offered as soon as it is known to be gone", () => {
  const { clock, open } = makeTable();
  const first = open();
  first.session.begin("rehearsal", "a");
  clock.pass(2);
  first.session.tick();
  const second = open();
  second.session.lookAround();
  expect(second.session.offered).toBe(null);
  clock.pass(4);
  second.session.tick();
  expect(second.session.offered?.t_s).toBe(2);
});

test("a disk that is full is said, and the marks are written once there is room", () => {
  const { clock, kernel, open } = makeTable();
  const { session, deliver } = open();
  session.begin("rehearsal", "a");
  deliver();
  kernel.refusing = "make room on the disk";
  session.mark("slide", undefined, "b");
  deliver();
  expect(session.book).toMatchObject({ waiting: 1, refused: "make room on the disk" });
  kernel.refusing = "";
  clock.pass(4);
  session.tick();
  deliver();
  expect(session.book).toMatchObject({ waiting: 0, refused: "" });
});

test("what is refused for good is said, kept, and not sent again", () => {
  const { clock, storage, kernel, open } = makeTable();
  const { session, deliver } = open();
  session.begin("rehearsal", "a");
  deliver();
  Object.assign(kernel, { refusing: "begin a new run", final: true, asked: 0 });
  session.mark("slide", undefined, "b");
  deliver();
  for (let seconds = 0; seconds < 60; seconds += 1) {
    clock.pass(1);
    session.tick();
    session.mark("slide", undefined, "c");
    deliver();
  }
  expect(kernel.asked).toBe(1);
  expect(session.book).toMatchObject({ waiting: 61, refused: "begin a new run", kept: true });
  expect(Object.keys(storage).some((name) => name.startsWith("pacer.run."))).toBe(true);
  // A page opened anew tries once more.
  session.release();
  Object.assign(kernel, { refusing: "", final: false });
  const second = open();
  second.session.lookAround();
  second.deliver();
  expect(second.session.book?.waiting).toBe(0);
});

test("a long run is sent in parts the kernel takes, and a full one says so and ends", () => {
  const { kernel } = makeTable();
  /** @type {any[]} */ const posted = [];
  const marks = Array.from({ length: MOST_MARKS - 2 }, (_, place) => ({
    seq: place + 1,
    t_s: place,
    kind: /** @type {import("../../pacer/widgets/src/run/timeline.js").MarkKind} */ (place ? "slide" : "start"),
    slide_key: "a",
  }));
  const kind = /** @type {const} */ ("rehearsal");
  const head = { token: "t", kind, started_at: "", deck_digest: "d" };
  const session = openController({
    room: { deck_digest: "d" },
    shelf: openShelf(null, "home"),
    post: (content) => posted.push(content),
    changed: () => {},
    clock: makeClock(),
  });
  session.resume({ ...head, marks, acked: 0 }, marks.length, false);
  const sizes = posted.map((message) => message.marks.length);
  expect(Math.max(...sizes)).toBe(MOST_AT_ONCE);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(marks.length);
  for (const message of posted.splice(0)) session.hear(kernel.receive(message));
  expect(session.book?.waiting).toBe(0);
  for (let times = 0; times < 5; times += 1) session.mark("slide", undefined, "b");
  expect(session.book?.length).toBe(MOST_MARKS - 1);
  expect(session.notice).toContain("holds no more marks");
  session.mark("stop");
  expect(session.book).toMatchObject({ length: MOST_MARKS, going: false });
  session.goOn();
  session.mark("stop");
  expect(session.book?.length).toBe(MOST_MARKS);
  expect(posted.flatMap((message) => message.marks)).toHaveLength(2);
});

test("a message that is not understood is not sent again, and why is shown", () => {
  const { clock, open } = makeTable();
  const { session, deliver, lose } = open();
  session.begin("rehearsal", "a");
  lose();
  session.misunderstood("add-marks", "too old a page");
  for (let second = 0; second < 100; second += 1) {
    clock.pass(1);
    session.tick();
  }
  expect(deliver()).toBe(0);
  expect(session.book).toMatchObject({ waiting: 1, refused: "too old a page", kept: true });
});

test("a computer that slept pauses the run when it fell asleep", () => {
  const { clock, open } = makeTable();
  const { session } = open();
  session.begin("rehearsal", "a");
  clock.pass(10);
  session.tick();
  clock.pass(1800);
  session.tick();
  expect(session.run).toMatchObject({ phase: "pause", talk_s: 10, paused_s: 1800 });
  expect(session.notice).toContain("slept");
});

test.each([3600, -3600])("a time of day set by %s s moves no mark", (seconds) => {
  const { clock, open } = makeTable();
  const { session } = open();
  session.begin("rehearsal", "a");
  clock.pass(10);
  session.tick();
  clock.jump(seconds);
  clock.pass(10);
  session.tick();
  session.mark("slide", undefined, "b");
  expect(session.book?.run.dwell.a).toBe(20);
  expect(session.driving).toBe(true);
});

test("without any storage all is kept in the page", () => {
  const { kernel, open } = makeTable();
  const none = /** @type {any} */ (
    new Proxy({}, { get: () => () => { throw new Error("forbidden"); } })
  ); // prettier-ignore
  const { session, deliver } = open({ storage: none });
  session.begin("rehearsal", "a");
  session.mark("slide", undefined, "b");
  expect(session.book?.kept).toBe(false);
  session.tick();
  session.release();
  deliver();
  expect(written(kernel)[0]).toHaveLength(2);
});

test.each(Array.from({ length: 60 }, (_, seed) => seed))(
  "whatever breaks on the way, every mark arrives in order, once (%i)",
  (seed) => {
    const chance = makeChance(seed);
    const { clock, kernel, open } = makeTable();
    let page = open();
    page.session.begin("rehearsal", "s0");
    let made = 1;
    for (let step = 0; step < 80; step += 1) {
      const dice = chance();
      clock.pass(chance() * 4);
      if (dice < 0.5) {
        page.session.mark("slide", undefined, `s${made}`);
        made += 1;
      } else if (dice < 0.65) page.deliver();
      else if (dice < 0.8) page.lose();
      else if (dice < 0.9) kernel.restart();
      else {
        page.session.tick();
        if (chance() < 0.8) page.session.release();
        page.lose();
        page = open();
        page.session.lookAround();
        clock.pass(4);
        page.session.tick();
        if (page.session.offered) page.session.resumeOffered();
      }
      page.session.tick();
    }
    page.deliver();
    clock.pass(4);
    page.session.tick();
    page.deliver();
    const [marks] = written(kernel);
    expect(page.session.book?.waiting).toBe(0);
    const slides = marks.filter((/** @type {any} */ mark) => ["start", "slide"].includes(mark.kind));
    expect(slides.map((/** @type {any} */ mark) => mark.slide_key)).toEqual(
      Array.from({ length: made }, (_, number) => `s${number}`),
    );
    expect(marks.map((/** @type {any} */ mark) => mark.seq)).toEqual(
      marks.map((/** @type {any} */ _, /** @type {number} */ place) => place + 1),
    );
    const times = marks.map((/** @type {any} */ mark) => mark.t_s);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  },
);
