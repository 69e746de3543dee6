// @ts-check
/** Looking closer at the picture of the taxonomy: a box with sub-categories opens to the full height, and the address says so. */

// As in icicle.py, so that a label reads the same before and after.
const LINE = 13;
const MARGIN = 6;
const LETTER = 6.2;
const BOLD_LETTER = 7.2;
const IN_SIGHT = 150;
const LONG = 300;
const TALL = 420;
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

/** @typedef {{x: number, y: number, w: number, h: number}} Area */
/** @typedef {Area & {link: SVGAElement, id: string, parent: string, name: string, count: string}} Box */

/** @type {Box[]} */
const boxes = [.../** @type {NodeListOf<SVGAElement>} */ (picture.querySelectorAll("a[data-id]"))].map((link) => {
  const { id = "", parent = "", name = "", count = "", box = "" } = link.dataset;
  const [x = 0, y = 0, w = 0, h = 0] = box.split(" ").map(Number);
  return { link, id, parent, name, count, x, y, w, h };
});
const columns = [...new Set(boxes.map((box) => box.x))].sort((one, other) => one - other);
const byId = new Map(boxes.map((box) => [box.id, box]));

/** @type {Area} */
let shown = { x: 0, y: 0, w: fullWidth, h: fullHeight };
/** @type {Box | undefined} */
let at;

/** @param {Box} box */
const children = (box) => boxes.filter((other) => other.parent === box.id);

/**
 * Break a name into lines that fit, the count on the last one.
 * @param {string} name
 * @param {string} count
 * @param {number} across
 * @param {number} down
 * @param {number} letter
 */
function label(name, count, across, down, letter) {
  const room = Math.floor((across - 2 * MARGIN) / letter);
  const most = Math.max(1, Math.floor((down - 2) / LINE));
  const lines = [""];
  for (const piece of name.match(/[^\s-]+-?\s*|-\s*/gu) ?? []) {
    const line = (lines.at(-1) ?? "") + piece;
    if (line !== piece && line.trimEnd().length > room) lines.push(piece);
    else lines[lines.length - 1] = line;
  }
  const left = room - count.length - 1;
  if ((lines.at(-1) ?? "").trimEnd().length > left && lines.length < most) lines.push("");
  const last = lines.splice(Math.min(most, lines.length) - 1).join("");
  return [...lines.map((line) => cut(line, room)), cut(last, left)];
}

/**
 * @param {string} line
 * @param {number} room
 */
function cut(line, room) {
  const text = line.trimEnd();
  return text.length <= room ? text : `${text.slice(0, Math.max(room - 1, 1)).trimEnd()}…`;
}

/**
 * @param {Element} text
 * @param {Box} box
 * @param {Area} seen where the box is now
 */
function write(text, box, seen) {
  const lines = label(box.name, box.count, seen.w, seen.h, box.parent ? LETTER : BOLD_LETTER);
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

/** @param {Area} view the part of the picture to blow up to its whole size */
function draw(view) {
  shown = view;
  const across = width / view.w;
  const down = height / view.h;
  for (const box of boxes) {
    const left = Math.max((box.x - view.x) * across, 0);
    const right = Math.min((box.x + box.w - view.x) * across, width);
    const top = Math.max((box.y - view.y) * down, 0);
    const bottom = Math.min((box.y + box.h - view.y) * down, height);
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

/** @param {Area} target */
function move(target) {
  const from = shown;
  const goal = at;
  const start = performance.now();
  /** @param {number} now */
  function step(now) {
    if (at !== goal) return;
    const done = still.matches ? 1 : Math.min(Math.max(now - start, 0) / LONG, 1);
    const eased = 1 - (1 - done) ** 3;
    /** @param {keyof Area} side */
    const between = (side) => from[side] + (target[side] - from[side]) * eased;
    draw(done < 1 ? { x: between("x"), y: between("y"), w: between("w"), h: between("h") } : target);
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
}

/**
 * Make a box the open one, and return the part of the picture to show.
 * @param {Box | undefined} box
 */
function turn(box) {
  at = box;
  say();
  fit(box);
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
 * Give the picture its size. Small screens have room for two or three levels, in letters of the same size.
 * @param {Box | undefined} box the open one
 */
function fit(box) {
  width = narrow.matches ? picture.parentElement?.clientWidth ?? fullWidth : fullWidth;
  const whole = width < PHONE ? fullHeight * SHORT : fullHeight;
  height = narrow.matches ? Math.min(Math.max(box?.h ?? whole, TALL), fullHeight) : fullHeight;
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
  trail.hidden = false;
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

/** @type {HTMLElement} */ (document.getElementById("icicle-how")).hidden = false;
addEventListener("popstate", () => asked() !== at && move(turn(asked())));
narrow.addEventListener("change", () => draw(turn(at)));
if (asked() || narrow.matches) draw(turn(asked()));
else say();
