// @ts-check
/** The map of citations in memory: places, ties and filters. No page and no drawing, so that it can be tested. */

/**
 * What `assets/map.json` holds: territories in the order of the library's categories, each as [branch, depth, corners],
 * and for each paper, in the library's order, its place, how much of its reference list was read, and whom it cites.
 * @typedef {{width: number, height: number, room: number, territories: [number, number, number[]][],
 *   x: number[], y: number[], read: string, cites: number[][]}} MapData
 * @typedef {{branch: number, depth: number, corners: number[], x: number, y: number, room: number, id: string,
 *   name: string, papers: number}} Territory
 * @typedef {{in: string, from: number, to: number}} Filter
 */

const READ = /** @type {Record<string, string>} */ ({
  f: "its whole reference list was read",
  p: "part of its reference list was read",
  n: "its reference list has not been read",
});

export class Atlas {
  /**
   * @param {MapData} map
   * @param {import("./library.js").Library} library
   */
  constructor(map, library) {
    this.map = map;
    this.library = library;
    this.size = map.x.length;
    this.x = Float32Array.from(map.x);
    this.y = Float32Array.from(map.y);
    this.cites = map.cites;
    /** @type {number[][]} */
    this.citedBy = map.cites.map(() => []);
    for (const [citing, cited] of map.cites.entries()) for (const one of cited) this.citedBy[one]?.push(citing);
    this.ties = map.cites.reduce((sum, cited) => sum + cited.length, 0);
    this.primary = library.data.papers.map((row) => row[7][0] ?? 0);
    this.branch = Uint8Array.from(this.primary, (number) => map.territories[number]?.[0] ?? 0);
    const most = this.citedBy.reduce((top, citing) => Math.max(top, citing.length), 1);
    this.radius = Float32Array.from(this.citedBy, (citing) => map.room * (0.11 + 0.24 * Math.sqrt(citing.length / most)));
    this.numbers = new Map(library.data.papers.map((row, number) => [row[0], number]));
    this.territories = this.#territories();
  }

  #territories() {
    const papers = new Map();
    for (const under of this.library.under) for (const number of under) papers.set(number, (papers.get(number) ?? 0) + 1);
    return this.map.territories.map(([branch, depth, corners], number) => {
      const [id = "", name = ""] = this.library.data.categories[number] ?? [];
      return /** @type {Territory} */ ({ branch, depth, corners, id, name, papers: papers.get(number) ?? 0, ...middle(corners) });
    });
  }

  /**
   * Which papers pass a filter.
   * @param {Filter} filter
   */
  passing({ in: category, from, to }) {
    const inside = this.library.data.categories.findIndex(([id]) => id === category);
    return Uint8Array.from(this.library.data.papers, (row, number) => {
      const there = inside < 0 || this.library.under[number]?.includes(inside);
      return there && row[5] >= from && row[5] <= to ? 1 : 0;
    });
  }

  /** How much of a paper's reference list was read, in words. @param {number} number */
  read(number) {
    return READ[this.map.read[number] ?? "n"] ?? "";
  }

  /** Whether nobody knows what a paper cites. @param {number} number */
  unread(number) {
    return this.map.read[number] === "n" && !this.cites[number]?.length;
  }

  /**
   * The paper nearest to a point, at most so far away; a paper counts with its size.
   * @param {number} x
   * @param {number} y
   * @param {number} far
   * @param {Uint8Array} among
   */
  nearest(x, y, far, among) {
    let found = -1;
    let least = far;
    for (let number = 0; number < this.size; number += 1) {
      if (!among[number]) continue;
      const away = Math.hypot((this.x[number] ?? 0) - x, (this.y[number] ?? 0) - y) - (this.radius[number] ?? 0);
      if (away < least) [found, least] = [number, away];
    }
    return found;
  }

  /** The papers that pass, the most cited first. @param {Uint8Array} passing */
  ranked(passing) {
    return this.sorted([...passing.keys()].filter((number) => passing[number]));
  }

  /** Papers by how often they are cited, then newest first. @param {number[]} numbers */
  sorted(numbers) {
    /** @param {number} number */
    const cited = (number) => this.citedBy[number]?.length ?? 0;
    return [...numbers].sort((a, b) => cited(b) - cited(a) || a - b);
  }
}

/**
 * The centre of gravity of a polygon, and the width of a square as large.
 * @param {number[]} corners x and y by turns
 */
function middle(corners) {
  let [twice, x, y] = [0, 0, 0];
  for (let at = 0; at < corners.length; at += 2) {
    const [a = 0, b = 0] = [corners[at], corners[at + 1]];
    const [c = 0, d = 0] = [corners[(at + 2) % corners.length], corners[(at + 3) % corners.length]];
    const cross = a * d - c * b;
    twice += cross;
    x += (a + c) * cross;
    y += (b + d) * cross;
  }
  return { x: x / (3 * twice), y: y / (3 * twice), room: Math.sqrt(Math.abs(twice / 2)) };
}
