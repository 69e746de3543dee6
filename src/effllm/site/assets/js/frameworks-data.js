// @ts-check
/** What the comparison knows: read once from the file that the build makes of the records. */

/**
 * @typedef {{
 *   value: "yes" | "no" | "unknown", looked: boolean, stale: boolean, href: string, source: string, commit: string,
 *   ref: string, date: string, note: string,
 * }} Cell
 * @typedef {{ key: string, name: string, group: string, definition: string }} Word
 * @typedef {{
 *   id: string, name: string, kind: string, href: string, organization: string, state: string, status: string,
 *   asOf: string, since: string, license: string, repo: string, cells: Map<string, Cell>,
 * }} Framework
 * @typedef {{ framework: Framework, word: Word, cell: Cell }} Place
 * @typedef {{
 *   frameworks: Map<string, Framework>, words: Map<string, Word>, titles: Map<string, string>,
 *   kinds: Map<string, string>, states: Map<string, string>, places: WeakMap<HTMLElement, Place>,
 * }} Model
 * @typedef {{ value: "yes" | "no" | "unknown", href?: string, source?: string, ref?: string, date?: string, note?: string }} Told
 * @typedef {Omit<Framework, "href" | "status" | "cells"> & { cells: Record<string, Told> }} Plain
 * @typedef {{
 *   groups: Record<string, string>, kinds: Record<string, string>, states: Record<string, string>,
 *   words: Omit<Word, "group">[], frameworks: Plain[],
 * }} Data
 */

/** @type {Cell} */
const UNKNOWN = { value: "unknown", looked: false, stale: false, href: "", source: "", commit: "", ref: "", date: "", note: "" };

const PLACE = /^https:\/\/github\.com\/([^/]+\/[^/]+)\/blob\/([^/]+)\/([^#]+)(?:#L(\d+))?$/;
const FULL_DATE = "2026-11-30".length;

/** A source in words, as the pages of frameworks tell it.
 * @param {string} href
 * @param {string} [here] the repository that need not be named
 */
export function place(href, here = "") {
  const found = PLACE.exec(href);
  if (!found) return { source: href.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, ""), commit: "" };
  const [, repository, commit, path, line] = found;
  const where = (repository === here ? "" : `${repository}: `) + readable(path ?? "");
  return { source: where + (line ? `, line ${line}` : ""), commit: commit === "HEAD" ? "" : (commit ?? "") };
}

/** @param {string} path */
function readable(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * @param {string} address of the data
 * @param {string} fresh the day since which cells count as confirmed
 * @returns {Promise<Model>}
 */
export async function load(address, fresh) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const data = /** @type {Data} */ (await answer.json());
  const states = new Map(Object.entries(data.states));
  return {
    frameworks: new Map(data.frameworks.map((one) => [one.id, framework(one, states, fresh)])),
    words: new Map(data.words.map((word) => [word.key, { ...word, group: word.key.split(".")[0] ?? "" }])),
    titles: new Map(Object.entries(data.groups)),
    kinds: new Map(Object.entries(data.kinds)),
    states,
    places: new WeakMap(),
  };
}

/** @param {Plain} plain @param {Map<string, string>} states @param {string} fresh @returns {Framework} */
function framework(plain, states, fresh) {
  const cells = Object.entries(plain.cells).map(([key, told]) => /** @type {const} */ ([key, cell(told, plain.repo, fresh)]));
  return { ...plain, href: `${plain.id}/`, status: states.get(plain.state) ?? plain.state, cells: new Map(cells) };
}

/** @param {Told} told @param {string} repo @param {string} fresh @returns {Cell} */
function cell({ value, href = "", source = "", ref = "", date = "", note = "" }, repo, fresh) {
  const old = date.length !== FULL_DATE || date < fresh;
  const where = href ? place(href, repo) : { source, commit: "" };
  return { value, looked: true, stale: value !== "unknown" && old, href, ...where, ref, date, note };
}

/** @param {Framework} framework @param {string} key */
export const cellOf = (framework, key) => framework.cells.get(key) ?? UNKNOWN;
