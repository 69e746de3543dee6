// @ts-check
/** Looking closer at the picture of the taxonomy: a box with sub-categories opens to fill it, and the address says so. */

import { ICICLE } from "./constants.js";
import { areas, label } from "./icicle-layout.js";

const { inSight: IN_SIGHT, line: LINE, margin: MARGIN } = ICICLE;
const LONG = 300;
const TALL = 560;
const TALL_ON_PHONES = 420;
const SHORT = 0.7;
const PHONE = 500;

const picture = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.getElementById("icicle")));
const trail = /** @type {HTMLElement} */ (document.getElementById("icicle-trail"));
const said = /** @type {HTMLElement} */ (document.getElementById("icicle-said"));
const still = matchMedia("(prefers-reduced-motion: reduce)");
const narrow = matchMedia("(max-width: 70rem)");
const { width: fullWidth, height: fullHeight } = picture.viewBox.baseVal;
let width = fullWidth;
let height = fullHeight;

/** @typedef {import("./icicle-layout.js").Area} Area */
/** @typedef {import("./icicle-layout.js").Box} Box */

/** @type {Box[]} */
const boxes = [.../** @type {NodeListOf<SVGAElement>} */ (picture.querySelectorAll("a[data-id]"))].map((link) => {
  const { id = "", parent = "", name = "", count = "", box = "" } = link.dataset;
  const [x = 0, y = 0, w = 0, h = 0] = box.split(" ").map(Number);
  return { link, id, parent, name, count, x, y, w, h };
});
const columns = [...new Set(boxes.map((box) => box.x))].sort((one, other) => one - other);
const byId = new Map(boxes.map((box) => [box.id, box]));

/** @type {Area[]} Where each box is now. */
let shown = boxes;
let size = { width, height };
/** @type {Box | undefined} */
let at;

/** @param {Box} box */
const children = (box) => boxes.filter((other) => other.parent === box.id);

/**
 * @param {Element} text
 * @param {Box} box
 * @param {Area} seen where the box is now
 */
function write(text, box, seen) {
  const lines = label(box, seen);
  const fits = seen.w > 40 && seen.h >= LINE - 2;
  text.setAttribute("y", String(seen.y + Math.min(seen.h / 2, IN_SIGHT) - (LINE * (lines.length - 1)) / 2));
  text.replaceChildren(...(fits ? lines : []).map((line, number) => {
    const last = number === lines.length - 1;
    const made = span({ x: String(seen.x + MARGIN), ...(number ? { dy: String(LINE) } : {}) }, line + (last && line ? " " : ""));
    if (last) made.append(span({ class: "n" }, box.count));
    return made;
  }));
}

/**
 * @param {Record<string, string>} attributes
 * @param {string} text
 */
function span(attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "tspan");
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

/** @param {Area[]} places where each box is; what lies outside of the picture is cut off */
function draw(places) {
  shown = places;
  size = { width, height };
  for (const [number, box] of boxes.entries()) {
    const { x, y, w, h } = places[number] ?? box;
    const [left, right] = [Math.max(x, 0), Math.min(x + w, width)];
    const [top, bottom] = [Math.max(y, 0), Math.min(y + h, height)];
    const visible = right - left > 1 && bottom - top > 1;
    box.link.style.display = visible ? "" : "none";
    if (!visible) continue;
    const seen = { x: left, y: top, w: right - left, h: bottom - top };
    const [rect, text] = [box.link.querySelector("rect"), box.link.querySelector("text")];
    rect?.setAttribute("x", String(seen.x));
    rect?.setAttribute("y", String(seen.y));
    rect?.setAttribute("width", String(seen.w));
    rect?.setAttribute("height", String(seen.h));
    if (text) write(text, box, seen);
  }
}

/** @param {Area[]} target */
function move(target) {
  // In the new size from the first frame on, or a box that is cut off there would lose the focus.
  const [across, down] = [width / size.width, height / size.height];
  const from = shown.map(({ x, y, w, h }) => ({ x: x * across, y: y * down, w: w * across, h: h * down }));
  const goal = at;
  const start = performance.now();
  /** @param {number} now */
  function step(now) {
    if (at !== goal) return;
    const done = still.matches ? 1 : Math.min(Math.max(now - start, 0) / LONG, 1);
    const eased = 1 - (1 - done) ** 3;
    /** @param {number} one @param {number} other */
    const between = (one, other) => one + (other - one) * eased;
    draw(target.map((to, number) => {
      const was = from[number] ?? to;
      return { x: between(was.x, to.x), y: between(was.y, to.y), w: between(was.w, to.w), h: between(was.h, to.h) };
    }));
    if (done < 1) requestAnimationFrame(step);
  }
  if (still.matches) draw(target);
  else requestAnimationFrame(step);
}

/** @param {Box | undefined} box the box to open; without one, the whole picture */
function open(box) {
  const left = at;
  history.pushState(null, "", location.pathname + (box ? `?open=${box.id}` : ""));
  move(turn(box));
  said.textContent = box ? `${box.name} opened, ${children(box).length} sub-categories` : "The whole picture";
  (box ?? left)?.link.focus({ preventScroll: true });
  show();
}

/** Bring the way back and the top of the picture into view, unless the reader sees them. */
function show() {
  const covered = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
  if (trail.getBoundingClientRect().top >= covered) return;
  trail.scrollIntoView({ block: "start", behavior: "instant" }); // a smooth one ends early where the picture grows
}

/**
 * Make a box the open one, and return where each box is to be.
 * @param {Box | undefined} box
 */
function turn(box) {
  at = box;
  say();
  fit(box);
  return areas({ boxes, view: part(box), width, height, at: box });
}

/**
 * Return the part of the picture to show.
 * @param {Box | undefined} box the open one
 * @returns {Area}
 */
function part(box) {
  const { y, h } = box ?? { y: 0, h: fullHeight };
  if (narrow.matches) {
    const first = columns.indexOf(box?.x ?? 0);
    const x = columns[first] ?? 0;
    return { x, y, w: (columns[first + (width < PHONE ? 2 : 3)] ?? fullWidth) - x, h };
  }
  const x = box ? (byId.get(box.parent) ?? box).x : 0;
  return { x, y, w: fullWidth - x, h };
}

/**
 * Give the picture its size: an open box is as high as in the whole picture, or as a screen shows at once if that is more.
 * Small screens have room for two or three levels, in letters of the same size.
 * @param {Box | undefined} box the open one
 */
function fit(box) {
  width = narrow.matches ? picture.parentElement?.clientWidth ?? fullWidth : fullWidth;
  const whole = width < PHONE ? fullHeight * SHORT : fullHeight;
  height = Math.min(Math.max(box?.h ?? whole, narrow.matches ? TALL_ON_PHONES : TALL), fullHeight);
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  picture.classList.toggle("ef-icicle--narrow", narrow.matches);
}

/** What the address says is open. */
function asked() {
  const box = byId.get(new URLSearchParams(location.search).get("open") ?? "");
  return box && children(box).length > 0 ? box : undefined;
}

/** Say what is open, each step a way back. */
function say() {
  /** @type {Box[]} */
  const steps = [];
  for (let box = at; box; box = byId.get(box.parent)) steps.unshift(box);
  trail.replaceChildren(at ? back("All branches", undefined) : "All branches");
  if (!at) return;
  for (const box of steps) trail.append(" › ", box === at ? box.name : back(box.name, box));
  const page = document.createElement("a");
  page.href = at.link.getAttribute("href") ?? "";
  page.textContent = `Read its page and ${at.count} papers`;
  trail.append(" ", page);
}

/**
 * @param {string} name
 * @param {Box | undefined} box
 */
function back(name, box) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = name;
  made.addEventListener("click", () => open(box));
  return made;
}

/**
 * Return the box that an arrow key leads to: up and down within a parent, left to it, right to its first child.
 * @param {Box} box
 * @param {string} key
 */
function neighbour(box, key) {
  const siblings = boxes.filter((other) => other.parent === box.parent);
  const place = siblings.indexOf(box);
  if (key === "ArrowLeft") return byId.get(box.parent);
  if (key === "ArrowRight") return children(box)[0];
  if (key === "ArrowUp") return siblings[place - 1];
  return key === "ArrowDown" ? siblings[place + 1] : undefined;
}

/** @param {Event} event */
function under(event) {
  const { target } = event;
  return target instanceof Node ? boxes.find((box) => box.link.contains(target)) : undefined;
}

picture.addEventListener("click", (event) => {
  const box = under(event);
  if (!box || event.ctrlKey || event.metaKey || event.shiftKey || children(box).length === 0) return;
  event.preventDefault();
  open(at === box ? byId.get(box.parent) : box);
});

picture.addEventListener("keydown", (event) => {
  const box = under(event);
  const next = box && neighbour(box, event.key);
  if (!next || next.link.style.display === "none") return;
  event.preventDefault();
  next.link.focus();
});

document.querySelector(".ef-picture")?.addEventListener("keydown", (event) => {
  if (!(event instanceof KeyboardEvent) || event.key !== "Escape" || !at) return;
  open(byId.get(at.parent));
});

addEventListener("popstate", () => asked() !== at && move(turn(asked())));
narrow.addEventListener("change", () => draw(turn(at)));
if (asked() || narrow.matches) draw(turn(asked()));
else say();
