// @ts-check
/** What a reader chose, as the page's address holds it, and which frameworks pass. */

import { cellOf } from "./frameworks-data.js";

/**
 * @typedef {import("./frameworks-data.js").Model} Model
 * @typedef {import("./frameworks-data.js").Framework} Framework
 * @typedef {{
 *   kinds: string[], words: string[], columns: string[], q: string, license: string, status: string, active: boolean,
 *   compare: string[], differ: boolean,
 * }} Choice
 * @typedef {{ framework: Framework, lacking: string[], other: string[] }} Dropped
 */

const AUTOMATIC = 14;
const USES = "supports";
const RUNS_ON = "hardware";
const BESIDE_USES = 6; // what a screen has room for

/** @returns {Choice} */
export const nothing = () => ({
  ...{ kinds: [], words: [], columns: [], q: "", license: "", status: "", active: false },
  ...{ compare: [], differ: false },
});

/** @param {Choice} choice */
export const isChosen = ({ kinds, words, columns, q, license, status, active }) =>
  active || [kinds, words, columns, q, license, status].some((one) => one.length > 0);

/** Read an address; what it names and is not known is told apart.
 * @param {URLSearchParams} fields @param {Model} model
 */
export function read(fields, model) {
  /** @param {string} name */
  const all = (name) => [...new Set(fields.getAll(name).flatMap((one) => one.split(",")).map((one) => one.trim().toLowerCase()).filter(Boolean))];
  const choice = nothing();
  /** @type {string[]} */
  const strange = [];
  /** @param {string[]} asked @param {{ has: (one: string) => boolean }} known */
  const take = (asked, known) => asked.filter((one) => known.has(one) || (strange.push(one), false));
  choice.kinds = take(all("kind"), model.kinds);
  choice.words = [...model.titles.keys()].flatMap((group) => take(all(group).map((word) => `${group}.${word}`), model.words));
  const ofGroup = [...model.words.values()];
  const columns = all("columns").flatMap((one) => (model.titles.has(one) ? ofGroup.filter((word) => word.group === one).map((word) => word.key) : [one]));
  choice.columns = take(columns, model.words);
  choice.q = fields.get("q") ?? "";
  const licenses = new Set([...model.frameworks.values()].map((one) => one.license));
  choice.license = take(fields.getAll("license").filter(Boolean), licenses)[0] ?? "";
  choice.status = take(all("status"), model.states)[0] ?? "";
  choice.active = fields.has("active");
  choice.compare = take(all("compare"), model.frameworks);
  choice.differ = fields.has("differ");
  return { choice, strange };
}

/** @param {Choice} choice @returns {string} the query of its address, with its question mark */
export function written(choice) {
  const fields = new URLSearchParams();
  /** @param {string} name @param {string | string[]} value */
  const set = (name, value) => {
    if (value.length) fields.set(name, String(value));
  };
  set("q", choice.q);
  set("kind", choice.kinds);
  for (const group of new Set(choice.words.map((word) => word.split(".")[0] ?? ""))) {
    set(group, choice.words.filter((word) => word.startsWith(`${group}.`)).map((word) => word.slice(group.length + 1)));
  }
  set("license", choice.license);
  set("status", choice.status);
  set("active", choice.active ? "1" : "");
  set("columns", choice.columns);
  set("compare", choice.compare);
  set("differ", choice.compare.length && choice.differ ? "1" : "");
  const query = fields.toString().replaceAll("%2C", ",");
  return query ? `?${query}` : "";
}

/** Part the frameworks of the chosen kinds and name: those that pass, and those that drop out, the nearest first.
 * @param {Model} model @param {Choice} choice @returns {{ passed: Framework[], dropped: Dropped[] }}
 */
export function part(model, choice) {
  const terms = choice.q.toLowerCase().split(/\s+/).filter(Boolean);
  /** @type {Framework[]} */
  const passed = [];
  /** @type {Dropped[]} */
  const dropped = [];
  for (const one of model.frameworks.values()) {
    const name = `${one.name} ${one.id} ${one.organization}`.toLowerCase();
    if (!terms.every((term) => name.includes(term)) || (choice.kinds.length && !choice.kinds.includes(one.kind))) continue;
    const lacking = choice.words.filter((word) => cellOf(one, word).value !== "yes");
    const off = (choice.active && one.state !== "active") || (choice.status && one.state !== choice.status);
    const other = [off ? one.status : "", choice.license && one.license !== choice.license ? one.license || "license unknown" : ""].filter(Boolean);
    if (lacking.length + other.length) dropped.push({ framework: one, lacking, other });
    else passed.push(one);
  }
  /** @param {Dropped} one */
  const far = (one) => one.lacking.length + one.other.length;
  return { passed, dropped: dropped.sort((one, two) => far(one) - far(two)) };
}

/** The columns to show: what was asked for, then what was chosen, or what most of the frameworks have.
 * @param {Model} model @param {Choice} choice @param {Framework[]} shown
 */
export function columns(model, choice, shown) {
  const wanted = new Set(choice.words);
  for (const key of choice.columns.length ? choice.columns : automatic(model, choice, shown)) wanted.add(key);
  return [...model.words.values()].filter((word) => wanted.has(word.key));
}

/** @param {Model} model @param {Choice} choice @param {Framework[]} shown */
function automatic(model, choice, shown) {
  const keys = [...model.words.keys()];
  const uses = keys.filter((key) => key.startsWith(`${USES}.`));
  const known = keys
    .filter((key) => !uses.includes(key))
    .map((key) => ({ key, number: shown.filter((one) => cellOf(one, key).value === "yes").length }))
    .filter(({ number }) => number)
    .sort((one, two) => two.number - one.number)
    .map(({ key }) => key);
  if (!isChosen(choice)) return [...uses, ...known.filter((key) => key.startsWith(`${RUNS_ON}.`)).slice(0, BESIDE_USES)];
  return known.slice(0, Math.max(AUTOMATIC - choice.words.length, 0));
}
