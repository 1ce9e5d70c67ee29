import { expect, test } from "vitest";
import { budgetBar, shares } from "../../pacer/widgets/src/shared/bar.js";
import { cardLines, slideCard } from "../../pacer/widgets/src/shared/card.js";
import { h, setAttr } from "../../pacer/widgets/src/shared/dom.js";

const HOSTILE = "<img src=x onerror=alert(1)>";

test("text given to an element stays text", () => {
  const made = h("p", { text: HOSTILE, title: HOSTILE }, HOSTILE, 0, null, false);
  expect(made.children).toHaveLength(0);
  expect(made.textContent).toBe(`${HOSTILE}${HOSTILE}0`);
});

test("a card shows a slide's title once, its text short, and never as markup", () => {
  const card = slideCard();
  card.show({ position: 3, title: HOSTILE, text: `${HOSTILE}\n${"long ".repeat(100)}\n${HOSTILE}` });
  expect(card.element.querySelectorAll("img")).toHaveLength(1);
  expect(card.element.getAttribute("aria-label")).toBe(`Slide 3: ${HOSTILE}`);
  expect(card.element.querySelectorAll(".pacer-card-lines p")).toHaveLength(2);
  expect(card.element.textContent?.split("long ").length).toBeLessThan(40);
});

test("a card of a slide with much text ends in an ellipsis", () => {
  const lines = cardLines({ position: 1, title: "A", text: ["A", ..."bcdefghijklm"].join("\n") });
  expect(lines).toHaveLength(8);
  expect(lines[0]).toBe("b");
  expect(lines.at(-1)).toBe("…");
});

test("a title of 10,000 characters is cut", () => {
  const card = slideCard();
  card.show({ position: 1, title: "x".repeat(10_000) });
  expect(card.element.textContent?.length).toBeLessThan(200);
});

test("a picture takes the place of the words", () => {
  const card = slideCard();
  card.show({ position: 1, title: "A" }, "blob:picture");
  expect(card.element.querySelector("img")?.hidden).toBe(false);
  card.show({ position: 2, title: "B" });
  expect(card.element.querySelector("img")?.hidden).toBe(true);
  card.show(null);
  expect(card.element.getAttribute("aria-label")).toBe("No slide");
});

test.each([
  [0, 60, { spent: 0, over: 0 }],
  [30, 60, { spent: 0.5, over: 0 }],
  [60, 60, { spent: 1, over: 0 }],
  [120, 60, { spent: 1, over: 0.5 }],
  [0, 0, { spent: 0, over: 0 }],
  [5, 0, { spent: 1, over: 1 }],
])("%s s of %s s", (spent_s, budget_s, parts) => {
  expect(shares(spent_s, budget_s)).toEqual(parts);
});

test("a bar says in words what its length shows", () => {
  const bar = budgetBar({ label: "This slide" });
  bar.update(20, 90);
  expect(bar.element.textContent).toBe("1:10 of 1:30 left");
  bar.update(100, 90);
  expect(bar.element.textContent).toBe("0:10 over 1:30");
  expect(bar.element.hasAttribute("data-over")).toBe(true);
  const meter = /** @type {Element} */ (bar.element.querySelector("[role=meter]"));
  expect(meter.getAttribute("aria-valuenow")).toBe("90");
});

test("an attribute is set, left and removed", () => {
  const made = h("p");
  setAttr(made, "data-a", true);
  expect(made.getAttribute("data-a")).toBe("");
  setAttr(made, "data-a", false);
  expect(made.hasAttribute("data-a")).toBe(false);
});
