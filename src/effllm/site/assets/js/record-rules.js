// @ts-check
/** What is typed into the form, as the fields of a record: ids recognised, checked by the schema, with a key. */

import { fold } from "./text.js";
import { whole } from "./record-file.js";

/** @typedef {import("./record-file.js").Rules} Rules @typedef {import("./record-file.js").Values} Values */

const LONGEST_WORD = 20;

/**
 * The ids in what was pasted, by kind; an address without one is "url", what is neither is "odd".
 * @param {Rules} rules @param {string} pasted @returns {Record<string, string>}
 */
export function idsIn(rules, pasted) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const word of pasted.split(/[\s,;]+/).filter(Boolean)) {
    const [kind, id] = idOf(rules, word);
    found[kind] ??= id;
  }
  if (Object.keys(found).some((kind) => kind in rules.ids)) delete found["url"];
  return found;
}

/** @param {Rules} rules @param {string} word @returns {[string, string]} */
function idOf(rules, word) {
  const bare = word.replace(/^(?:arxiv|doi|acl|openreview):\s*/i, "");
  for (const [kind, { form, before }] of Object.entries(rules.ids)) {
    const alone = kind !== "openreview" || /^openreview:/i.test(word); // eight letters may be any word
    const match = alone && /^\S+$/.test(bare) ? whole(`(${form})(?:v\\d+)?`).exec(bare) : null;
    const inside = match ?? (/^(?:https?:)?\/\/|^[\w.-]+\.\w+\//i.test(word) ? new RegExp(`(?:${before})(${form})(?:v\\d+)?(?:\\.pdf|/)?(?:[?#&].*)?$`, "i").exec(word) : null);
    const id = inside?.[1];
    if (!id) continue;
    if (kind === "doi" && id.toLowerCase().startsWith(rules.arxiv_doi.toLowerCase())) return ["arxiv", id.slice(rules.arxiv_doi.length)];
    return [kind, kind === "doi" ? id.toLowerCase() : id];
  }
  return /^https?:\/\/[^\s/]+\.[^\s/]+/i.test(word) ? ["url", word] : ["odd", word];
}

/** Why a value is not right; empty where it is. @param {Rules} rules @param {string} name @param {string | number} value */
export function wrong(rules, name, value) {
  const field = name === "categories" ? rules.fields[name]?.items : rules.fields[name];
  if (!field) return "";
  if (field.enum && !field.enum.includes(String(value))) {
    const near = field.enum.filter((known) => fold(known).includes(fold(String(value)))).slice(0, 3);
    return `not in the list${near.length ? `; did you mean ${near.join(" or ")}?` : ""}`;
  }
  if (field.type === "integer" && !/^[12]\d{3}$/.test(String(value))) return "four digits";
  if (field.pattern && !new RegExp(field.pattern).test(String(value))) return "not of the right form";
  return "";
}

/** The year of the first version, that of an arXiv id where there is one. @param {Values} values */
export function firstYear(values) {
  const digits = /^(?:[a-z-]+(?:\.[A-Z]{2})?\/)?(\d\d)/.exec(String(values["arxiv"] ?? ""))?.[1];
  if (!digits) return Number(values["year"]) || 0;
  return Number(digits) + (Number(digits) > 90 ? 1900 : 2000);
}

/**
 * The key that a record should have, one that no other has: family name, year, a word; empty where it cannot be told.
 * @param {Rules} rules @param {Values} values @param {Set<string>} taken
 */
export function keyOf(rules, values, taken) {
  const authors = values["authors"];
  const title = String(values["title"] ?? "");
  const year = firstYear(values);
  if (!Array.isArray(authors) || !authors[0] || !title || !year) return "";
  const joined = /** @param {string} text */ (text) => fold(text).replaceAll(" ", "");
  const parts = authors[0].split(/\s+/).filter((part) => !/^(?:jr|sr|i{2,3}|iv)\.?$/i.test(part));
  const particles = parts.findIndex((part, at) => at > 0 && at < parts.length - 1 && /^\p{Ll}/u.test(part));
  const family = parts.slice(particles > 0 ? particles : -1).map((part) => joined(part).replace(/\d/g, "")).join("");
  const tells = /** @param {string} word */ (word) => word.length > 1 && !/^\d+$/.test(word) && !rules.passed_over.includes(word);
  const head = [String(values["name"] ?? ""), title.includes(":") ? (title.split(":")[0] ?? "") : ""].map(joined);
  const words = title.split(/\s+/).map(joined).filter(tells);
  const plain = (/** @type {string} */ word) => rules.common.includes(word) || word.length < 3;
  const all = [
    ...head.filter((word) => tells(word) && word.length <= LONGEST_WORD),
    ...words.filter((word) => !plain(word)),
    ...words.filter(plain),
  ];
  return all.map((word) => `${family || "unknown"}${year}${word}`).find((key) => whole(rules.key).test(key) && !taken.has(key)) ?? "";
}

/** Where each field was read: on the page of the paper, its code at its own address. @param {Rules} rules @param {Values} values */
export function sourcesOf(rules, values) {
  const address = /** @param {string} kind */ (kind) => rules.ids[kind]?.url.replace("{}", String(values[kind])) ?? "";
  const published = ["acl", "openreview", "doi"].find((kind) => values[kind]);
  const first = values["arxiv"] ? address("arxiv") : published ? address(published) : String(values["url"] ?? "");
  /** @type {Record<string, string>} */
  const found = {};
  for (const name of Object.keys(rules.fields)) {
    if (values[name] === undefined || name === "added" || name === "categories") continue;
    found[name] = name in rules.ids ? address(name) : name === "code" || name === "url" ? String(values[name]) : first;
    if (published && values["venue"] !== "arXiv" && (name === "venue" || name === "year")) found[name] = address(published);
  }
  return found;
}
