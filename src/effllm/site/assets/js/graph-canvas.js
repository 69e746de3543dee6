// @ts-check
/** What is drawn below and above the papers: territories, the ties of the chosen paper, and names where there is room. */

import { bow } from "./graph-gl.js";

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
export const NAMES = 60;

/** @typedef {import("./graph-data.js").Atlas} Atlas */
/** @typedef {import("./graph-camera.js").Camera} Camera */
/** @typedef {{ink: string, quiet: string, page: string, out: string, in: string, branches: string[]}} Palette */
/** @typedef {{x: number, y: number, w: number, h: number}} Area */

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Camera} camera
 */
export function cleared(canvas, camera) {
  const dense = devicePixelRatio || 1;
  const [width, height] = [Math.round(camera.width * dense), Math.round(camera.height * dense)];
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.setTransform(dense, 0, 0, dense, 0, 0);
  pen.clearRect(0, 0, camera.width, camera.height);
  return pen;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Atlas} atlas
 * @param {Camera} camera
 * @param {Palette} palette
 * @param {string} inside the category that is filtered by
 */
export function drawLand(pen, atlas, camera, palette, inside) {
  for (const land of atlas.territories) {
    trace(pen, land.corners, camera);
    pen.fillStyle = palette.branches[land.branch] ?? palette.quiet;
    pen.globalAlpha = land.depth === 0 ? 0.085 : 0.05;
    pen.fill();
    if (land.id !== inside) continue;
    pen.globalAlpha = 1;
    pen.lineWidth = 2;
    pen.strokeStyle = pen.fillStyle;
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/**
 * A polygon with rounded corners.
 * @param {CanvasRenderingContext2D} pen
 * @param {number[]} corners
 * @param {Camera} camera
 */
function trace(pen, corners, camera) {
  const size = corners.length;
  /** @param {number} at */
  const point = (at) => camera.seen(corners[at % size] ?? 0, corners[(at + 1) % size] ?? 0);
  /** @param {[number, number]} one @param {[number, number]} other */
  const half = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]) / 2;
  /** @param {[number, number]} from @param {[number, number]} to @returns {[number, number]} a point at most half of the way */
  const towards = (from, to) => {
    const share = Math.min(0.5, (18 * camera.scale) / (2 * half(from, to) || 1));
    return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
  };
  pen.beginPath();
  for (let at = 0; at < size; at += 2) {
    const here = point(at);
    pen.lineTo(...towards(here, point(at + size - 2)));
    pen.quadraticCurveTo(...here, ...towards(here, point(at + 2)));
  }
  pen.closePath();
}

/**
 * The chosen paper's ties: what it builds on in unbroken lines, what followed in dashes, each with an arrow to the cited.
 * @param {CanvasRenderingContext2D} pen
 * @param {Atlas} atlas
 * @param {Camera} camera
 * @param {Palette} palette
 * @param {number} chosen
 * @param {Uint8Array} passing
 */
export function drawTies(pen, atlas, camera, palette, chosen, passing) {
  pen.lineWidth = 1.6;
  for (const other of atlas.cites[chosen] ?? []) if (passing[other]) arrow(pen, atlas, camera, chosen, other, palette.out, []);
  for (const other of atlas.citedBy[chosen] ?? []) if (passing[other]) arrow(pen, atlas, camera, other, chosen, palette.in, [5, 3.5]);
  pen.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {Atlas} atlas
 * @param {Camera} camera
 * @param {number} from
 * @param {number} to
 * @param {string} colour
 * @param {number[]} dash
 */
function arrow(pen, atlas, camera, from, to, colour, dash) {
  const [a, b, u, v, c, d] = bow(atlas, from, to);
  const [x, y] = camera.seen(a, b);
  const [bendX, bendY] = camera.seen(u, v);
  const [endX, endY] = camera.seen(c, d);
  const way = Math.hypot(endX - bendX, endY - bendY) || 1;
  const short = pixels(atlas, camera, to) + 2;
  const [tipX, tipY] = [endX - ((endX - bendX) / way) * short, endY - ((endY - bendY) / way) * short];
  pen.strokeStyle = pen.fillStyle = colour;
  pen.globalAlpha = 0.85;
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(x, y);
  pen.quadraticCurveTo(bendX, bendY, tipX, tipY);
  pen.stroke();
  const turn = Math.atan2(endY - bendY, endX - bendX);
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(tipX, tipY);
  pen.lineTo(tipX - 7 * Math.cos(turn - 0.45), tipY - 7 * Math.sin(turn - 0.45));
  pen.lineTo(tipX - 7 * Math.cos(turn + 0.45), tipY - 7 * Math.sin(turn + 0.45));
  pen.fill();
  pen.globalAlpha = 1;
}

/**
 * @param {Atlas} atlas
 * @param {Camera} camera
 * @param {number} number
 */
export const pixels = (atlas, camera, number) => Math.min(Math.max((atlas.radius[number] ?? 0) * camera.scale, 1.5), 30) + 1.5;

/**
 * A ring around a paper.
 * @param {CanvasRenderingContext2D} pen
 * @param {Atlas} atlas
 * @param {Camera} camera
 * @param {number} number
 * @param {string} colour
 */
export function drawRing(pen, atlas, camera, number, colour) {
  const [x, y] = camera.seen(atlas.x[number] ?? 0, atlas.y[number] ?? 0);
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(x, y, pixels(atlas, camera, number) + 2, 0, 2 * Math.PI);
  pen.stroke();
}

/** Writes names so that none covers another; what comes first has its place. */
export class Writer {
  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Camera} camera
   * @param {Palette} palette
   */
  constructor(pen, camera, palette) {
    this.pen = pen;
    this.camera = camera;
    this.palette = palette;
    /** @type {Area[]} */
    this.taken = [];
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
  }

  /**
   * @param {string[]} lines
   * @param {number} x
   * @param {number} y the middle of them
   * @param {{size: number, weight: number, colour: string, always?: boolean}} style
   */
  write(lines, x, y, { size, weight, colour, always = false }) {
    const { pen, camera } = this;
    pen.font = `${weight} ${size}px ${FONT}`;
    const wide = Math.max(...lines.map((line) => pen.measureText(line).width));
    const high = lines.length * size * 1.2;
    const left = always ? Math.min(Math.max(x - wide / 2, 4), Math.max(camera.width - wide - 4, 4)) : x - wide / 2;
    const area = { x: left - 3, y: y - high / 2 - 1, w: wide + 6, h: high + 2 };
    const outside = area.x < 0 || area.y < 0 || area.x + area.w > camera.width || area.y + area.h > camera.height;
    if (!always && (outside || this.taken.some((other) => meets(area, other)))) return false;
    this.taken.push(area);
    pen.lineWidth = 3.5;
    pen.strokeStyle = this.palette.page;
    pen.fillStyle = colour;
    for (const [number, line] of lines.entries()) {
      const down = y + (number - (lines.length - 1) / 2) * size * 1.2;
      pen.strokeText(line, left + wide / 2, down);
      pen.fillText(line, left + wide / 2, down);
    }
    return true;
  }

  /**
   * The names of categories whose territory has room for them, the wider ones first; a branch is in the key instead.
   * @param {Atlas} atlas
   */
  lands(atlas) {
    const { camera, palette } = this;
    const named = atlas.territories.filter((land) => land.depth > 0 && land.papers > 0);
    for (const land of named.sort((a, b) => a.depth - b.depth || b.room - a.room)) {
      const room = land.room * camera.scale;
      if (room < (land.depth === 1 ? 40 : 95) || room > Math.max(camera.width, camera.height) * 1.1) continue;
      const area = land.depth === 1;
      const size = area ? Math.min(Math.max(room / 15, 11.5), 17) : 11;
      const [x, y] = camera.seen(land.x, land.y);
      const lines = broken(land.name, Math.max((room * 0.85) / (size * 0.55), 9));
      this.write(lines, x, y, { size, weight: area ? 650 : 500, colour: area ? palette.ink : palette.quiet });
    }
  }

  /**
   * The names of papers, as many as find room.
   * @param {Atlas} atlas
   * @param {number[]} ranked in the order of their weight
   * @param {number} most
   */
  papers(atlas, ranked, most) {
    let written = 0;
    for (const number of ranked) {
      if (written >= most) return;
      if (this.paper(atlas, number, false)) written += 1;
    }
  }

  /**
   * @param {Atlas} atlas
   * @param {number} number
   * @param {boolean} always
   */
  paper(atlas, number, always, weight = 400) {
    const row = atlas.library.data.papers[number];
    const [x, y] = this.camera.seen(atlas.x[number] ?? 0, atlas.y[number] ?? 0);
    if (!row || (!always && (x < 0 || y < 0 || x > this.camera.width || y > this.camera.height))) return false;
    const name = row[2] || (always ? row[1] : shortened(row[1]));
    const down = y + pixels(atlas, this.camera, number) + 8;
    return this.write(broken(name, 38), x, down, { size: 10.5, weight, colour: this.palette.ink, always });
  }
}

/** @param {string} title */
const shortened = (title) => (title.length > 30 ? `${title.slice(0, 28).trimEnd()}…` : title);

/** @param {Area} one @param {Area} other */
const meets = (one, other) =>
  one.x < other.x + other.w && other.x < one.x + one.w && one.y < other.y + other.h && other.y < one.y + one.h;

/**
 * A name in lines of about so many letters.
 * @param {string} name
 * @param {number} letters
 */
function broken(name, letters) {
  const lines = [""];
  for (const piece of name.match(/[^\s-]+-?\s*|-\s*/gu) ?? [name]) {
    const line = (lines.at(-1) ?? "") + piece;
    if (line !== piece && line.trimEnd().length > letters) lines.push(piece);
    else lines[lines.length - 1] = line;
  }
  return lines.map((line) => line.trim());
}
