// @ts-check
/** Where and when a cell was read: one popover for all cells, on hover, focus and tap. */

import { make } from "./make.js";

/** @typedef {import("./frameworks-data.js").Place} Place */

const ID = "ef-source";
const LINGER = 200;
const GAP = 6;

/**
 * @param {HTMLElement} root
 * @param {WeakMap<HTMLElement, Place>} places
 * @param {string} fresh the day since which cells count as confirmed
 */
export function popover(root, places, fresh) {
  const box = document.createElement("div");
  box.className = "ef-popover";
  box.id = ID;
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  root.append(box);
  /** @type {HTMLElement | null} */
  let shown = null;
  /** @type {HTMLElement | null} */
  let tapped = null;
  let timer = 0;

  /** @param {EventTarget | null} target */
  const cellAt = (target) => {
    const cell = target instanceof Element ? target.closest("td > a, td > span, li > a, li > span") : null;
    return cell instanceof HTMLElement && places.has(cell) ? cell : null;
  };
  /** @param {EventTarget | null} target */
  const inBox = (target) => target instanceof Node && box.contains(target);
  const hide = () => {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  };
  const later = () => {
    clearTimeout(timer);
    timer = window.setTimeout(hide, LINGER);
  };
  const settle = () => {
    if (shown) settleAt(box, shown.getBoundingClientRect());
  };
  /** @param {HTMLElement} cell */
  const show = (cell) => {
    clearTimeout(timer);
    if (shown !== cell) hide();
    shown = cell;
    fill(box, /** @type {Place} */ (places.get(cell)), fresh);
    cell.setAttribute("aria-describedby", ID);
    box.hidden = false;
    settle();
  };

  root.addEventListener("pointerover", (event) => {
    const cell = cellAt(event.target);
    if (cell && event.pointerType !== "touch") show(cell);
    if (inBox(event.target)) clearTimeout(timer);
  });
  root.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "touch" && (cellAt(event.target) || inBox(event.target))) later();
  });
  root.addEventListener("focusin", (event) => {
    const cell = cellAt(event.target);
    if (cell) show(cell);
  });
  root.addEventListener("focusout", (event) => {
    if (cellAt(event.target)) later();
  });
  document.addEventListener("pointerdown", (event) => {
    const cell = cellAt(event.target);
    tapped = event.pointerType === "touch" && cell !== shown ? cell : null;
    if (!cell && !inBox(event.target)) hide();
  });
  root.addEventListener("click", (event) => {
    const cell = cellAt(event.target);
    if (!cell || cell !== tapped) return;
    event.preventDefault(); // the first tap shows the source, the second follows it
    show(cell);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  document.addEventListener("scroll", settle, { capture: true, passive: true });
}

/** @type {Record<string, string>} */
const REFS = { main: "main branch", docs: "documentation", release: "a release" };

/** @param {HTMLElement} box @param {Place} place @param {string} fresh */
function fill(box, { framework, word, cell }, fresh) {
  const value = cell.value === "unknown" ? "looked for, no statement found" : cell.value;
  const source = make(cell.href ? "a" : "span", { href: cell.href || undefined }, cell.source || "source not told");
  const told = [`read ${cell.date || "at a time not noted"}`, REFS[cell.ref], cell.commit && `commit ${cell.commit}`];
  const old = cell.stale && (cell.date.length < fresh.length ? "stale: the day is not noted" : `stale: not read since ${fresh}`);
  const facts = make("small", {}, [...told, old].filter(Boolean).join(" \u00B7 "));
  const note = cell.note ? [make("span", { class: "ef-popover__note" }, cell.note)] : [];
  box.replaceChildren(make("b", {}, `${framework.name}: ${word.name}, ${value}`), ...note, source, facts);
}

/** Below the cell, or above it where there is no room, and never beyond the window.
 * @param {HTMLElement} box @param {DOMRect} cell
 */
function settleAt(box, cell) {
  const { width, height } = box.getBoundingClientRect();
  const room = document.documentElement.clientWidth - width - GAP;
  const below = cell.bottom + GAP + height < window.innerHeight;
  box.style.left = `${Math.max(GAP, Math.min(cell.left, room))}px`;
  box.style.top = `${below ? cell.bottom + GAP : cell.top - GAP - height}px`;
}
