// @ts-check
/** What to say of a query that no paper answers in full: the paper is not here, a word is in none, English is asked for. */

import { element, root } from "./client.js";

const repository = document.querySelector('meta[name="effllm:repository"]')?.getAttribute("content")?.replace(/\/$/, "");

/**
 * What to say, in an order fit for `append`; nothing where all is well.
 * @param {string} query
 * @param {import("./library.js").Said} said
 * @param {number} total how many papers match
 * @returns {(Node | string)[]}
 */
export function remark(query, { lacks, reference, unknown }, total) {
  if (lacks) return notHere(query, reference, total);
  if (total === 0 && /\p{L}/u.test(query) && !/[\p{Script=Latin}\p{Script=Greek}\d]/u.test(query)) {
    return [`Titles and summaries here are in English: search for “${query}” in English words.`];
  }
  if (unknown.length === 0) return [];
  const words = unknown.map((word) => `“${word}”`).join(", ");
  const which = unknown.length === 1 ? "the word" : "the words";
  return [total > 0 ? `No paper here has ${which} ${words}; these have the others.` : `No paper here has ${which} ${words}.`];
}

/** @param {string} query @param {boolean} reference whether it is an id or an address @param {number} total */
function notHere(query, reference, total) {
  const what = reference ? query : `“${query}”`;
  const near = total > 0 ? " Nearest to it:" : "";
  const command = element("code", {}, `effllm add ${reference ? quoted(query) : "ID"}`);
  return [`${what} is not here: `, element("a", { href: form(query) }, "add it"), ", or run ", command, `.${near}`];
}

/** Where a paper is proposed: the form of the repository, filled in; the page that tells how, where there is none. @param {string} query */
function form(query) {
  if (!repository) return new URL("contribute/#add-a-paper", root).href;
  return `${repository}/issues/new?${new URLSearchParams({ template: "add-paper.yml", title: "Add a paper", paper: query })}`;
}

/** A text as a shell takes it for one word. @param {string} text */
function quoted(text) {
  return /^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
