// @ts-check
/** Where the boxes of the taxonomy's picture are, and their labels broken into lines. */

import { ICICLE } from "./constants.js";

// So that a box reads the same before and after.
const { base: BASE, line: LINE, margin: MARGIN, letter: LETTER, boldLetter: BOLD_LETTER } = ICICLE;

/** @typedef {{x: number, y: number, w: number, h: number}} Area */
/** @typedef {Area & {link: SVGAElement, id: string, parent: string, name: string, count: string}} Box */
/** @typedef {{boxes: Box[], view: Area, width: number, height: number, at: Box | undefined}} Wanted */

/**
 * Return where each box is once a part of the picture is blown up to its whole size. What the open box holds shares
 * the height anew by papers: enlarged as it is, the least height, for a name, would make two papers look like many.
 * @param {Wanted} wanted boxes with parents before children, and those of a parent from the top down
 * @returns {Area[]}
 */
export function areas({ boxes, view, width, height, at }) {
  const across = width / view.w;
  const down = height / view.h;
  const found = boxes.map((box) => ({ x: (box.x - view.x) * across, y: (box.y - view.y) * down, w: box.w * across, h: box.h * down }));
  if (at) share(boxes, found, height, at);
  return found;
}

/**
 * @param {Box[]} boxes
 * @param {Area[]} found changed
 * @param {number} height
 * @param {Box} at the open box
 */
function share(boxes, found, height, at) {
  const place = new Map(boxes.map((box, number) => [box.id, number]));
  const parents = new Set(boxes.map((box) => box.parent));
  const within = new Set([at.id]);
  for (const box of boxes) if (within.has(box.parent)) within.add(box.id);
  const inside = boxes.filter((box) => within.has(box.id));
  const leaves = inside.filter((box) => !parents.has(box.id));
  /** @param {Box} box */
  const more = (box) => Math.max(Number(box.count) - 1, 0);
  const sum = leaves.reduce((before, box) => before + more(box), 0);
  const least = sum ? Math.min(BASE, height / leaves.length) : height / leaves.length;
  const each = sum ? (height - least * leaves.length) / sum : 0;
  let top = 0;
  /** @param {Box} box */
  const area = (box) => /** @type {Area} */ (found[/** @type {number} */ (place.get(box.id))]);
  for (const leaf of leaves) {
    const h = least + each * more(leaf);
    Object.assign(area(leaf), { y: top, h });
    top += h;
  }
  for (const box of inside.reverse().filter((one) => parents.has(one.id))) {
    const held = inside.filter((other) => other.parent === box.id).map(area);
    Object.assign(area(box), { y: Math.min(...held.map(({ y }) => y)), h: held.reduce((before, { h }) => before + h, 0) });
  }
}

/**
 * Break a box's name into lines that fit, the count on the last one.
 * @param {Box} box
 * @param {Area} seen where the box is now
 */
export function label(box, seen) {
  const room = Math.floor((seen.w - 2 * MARGIN) / (box.parent ? LETTER : BOLD_LETTER));
  const most = Math.max(1, Math.floor((seen.h - 2) / LINE));
  const lines = [""];
  for (const piece of box.name.match(/[^\s-]+-?\s*|-\s*/gu) ?? []) {
    const line = (lines.at(-1) ?? "") + piece;
    if (line !== piece && line.trimEnd().length > room) lines.push(piece);
    else lines[lines.length - 1] = line;
  }
  const left = room - box.count.length - 1;
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
