// @ts-check
/** Taking papers away: their BibTeX entries or CSV lines, picked from the export of all. */

import { ask, element, root } from "./client.js";

/**
 * The papers that answer a question, in their order.
 * @param {"bib" | "csv"} kind
 * @param {import("./library.js").Question} question
 */
export async function exported(kind, question) {
  const [keys, text] = await Promise.all([ask("keys", question), fetched(kind)]);
  return kind === "bib" ? entries(text, keys) : picked(text, keys);
}

/** @type {Map<string, Promise<string>>} */
const texts = new Map();

/** The export of all papers, fetched once. @param {string} kind */
function fetched(kind) {
  const text = texts.get(kind) ?? load(kind);
  texts.set(kind, text);
  text.catch(() => texts.delete(kind));
  return text;
}

/** @param {string} kind */
async function load(kind) {
  const answer = await fetch(new URL(`api/v1/papers.${kind}`, root));
  if (!answer.ok) throw new Error(`papers.${kind}: ${answer.status}`);
  return answer.text();
}

/** Fetch the BibTeX entries while nothing else goes on, so that they can be copied with the network off. */
export function ahead() {
  if (/** @type {any} */ (navigator).connection?.saveData) return;
  (window.requestIdleCallback ?? setTimeout)(() => fetched("bib").catch(() => undefined));
}

/**
 * @param {string} text
 * @param {string[]} keys
 */
function entries(text, keys) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const entry of text.split(/^(?=@)/m)) {
    found.set(entry.slice(entry.indexOf("{") + 1, entry.indexOf(",")), entry.trim());
  }
  return keys.flatMap((key) => found.get(key) ?? []).join("\n\n") + "\n";
}

/** The lines of a CSV file; a line may go on within quotes. @param {string} text */
export const csvLines = (text) => text.match(/(?:"(?:[^"]|"")*"|[^"\n])+\n?/g) ?? [];

/**
 * The lines of a CSV file whose first cell is one of the keys, in their order, below its header.
 * @param {string} text
 * @param {string[]} keys
 */
export function picked(text, keys) {
  const lines = csvLines(text);
  const found = new Map(lines.map((row) => [row.slice(0, row.indexOf(",")), row]));
  return [lines[0] ?? "", ...keys.map((key) => found.get(key) ?? "")].join("");
}

/**
 * Copy a text that is still to come; begun at once, because browsers allow it only right after a click.
 * @param {Promise<string>} text
 */
export async function copy(text) {
  if (!navigator.clipboard) throw new Error("this browser copies only on pages opened over https");
  if (typeof ClipboardItem === "undefined") return navigator.clipboard.writeText(await text);
  const blob = text.then((known) => new Blob([known], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

/**
 * @param {string | Blob} content
 * @param {string} name
 */
export function download(content, name) {
  const blob = content instanceof Blob ? content : new Blob([content], { type: "text/plain;charset=utf-8" });
  const address = URL.createObjectURL(blob);
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
