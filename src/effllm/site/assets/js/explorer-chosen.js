// @ts-check
/** The filters that are chosen, each as a button that takes it away, and what to try where no paper passes. */

import { ask, element, root } from "./client.js";

/**
 * A filter in words, and the fields of the form without it.
 * @typedef {{label: string, rest: URLSearchParams}} Filter
 */

/** @type {Record<string, (value: string, form: HTMLFormElement) => string>} */
const LABELS = {
  in: (value, form) => chosen(form, "in", value),
  from: (value) => `from ${value}`,
  to: (value) => `to ${value}`,
  code: () => "has code",
  framework: () => "has a framework",
  venue: (value) => value,
  author: (value) => `Author: ${value}`,
};

/**
 * The words beside a choice.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function chosen(form, name, value) {
  const input = form.querySelector(`[name="${name}"][value="${CSS.escape(value)}"]`);
  return input?.closest("label")?.querySelector("span")?.textContent ?? value;
}

/**
 * @param {HTMLFormElement} form
 * @param {URLSearchParams} fields
 * @returns {Filter[]}
 */
export function filters(form, fields) {
  return [...fields].flatMap(([name, value]) => {
    const label = LABELS[name]?.(value, form);
    return label ? [{ label, rest: without(fields, name, value) }] : [];
  });
}

/**
 * @param {URLSearchParams} fields
 * @param {string} name
 * @param {string} value
 */
function without(fields, name, value) {
  return new URLSearchParams([...fields].filter((field) => field[0] !== name || field[1] !== value));
}

/**
 * A button for each filter.
 * @param {Filter[]} given
 * @param {(rest: URLSearchParams, place: number) => void} take
 */
export function chips(given, take) {
  return given.map(({ label, rest }, place) => {
    const chip = element("button", { class: "ef-chip", type: "button", "aria-label": `Remove filter: ${label}` }, label);
    chip.addEventListener("click", () => take(rest, place));
    return chip;
  });
}

/**
 * What to try where no paper passes: the same without one of the filters or without the words, as far as that finds
 * papers, and where to go where the search knows none of the words.
 * @param {Filter[]} given
 * @param {URLSearchParams} fields
 * @param {(fields: URLSearchParams) => import("./library.js").Question} question
 */
export async function advice(given, fields, question) {
  const q = fields.get("q") ?? "";
  const tries = given.map(({ label, rest }) => ({ label: `without “${label}”`, rest }));
  if (q && given.length > 0) tries.push({ label: `without the words “${q}”`, rest: without(fields, "q", q) });
  if (q && given.length > 1) tries.push({ label: `the words “${q}” without filters`, rest: new URLSearchParams({ q }) });
  const answers = await Promise.all(tries.map(({ rest }) => ask("ask", question(rest), 0)));
  const ways = tries.flatMap(({ label, rest }, number) => {
    const { total } = answers[number];
    if (total === 0) return [];
    const papers = total === 1 ? "1 paper" : `${total.toLocaleString("en")} papers`;
    return [element("li", {}, element("a", { href: `?${rest}` }, label), ` ${papers}`)];
  });
  const more = element("p", { class: "ef-note" }, "Looking for something else? The ");
  more.append(link("taxonomy/", "taxonomy"), " shows what there is. A paper that is missing can be ");
  more.append(link("contribute/", "added in five minutes"), ".");
  return [ways.length > 0 ? element("ul", {}, ...ways) : "", more];
}

/**
 * @param {string} path
 * @param {string} text
 */
function link(path, text) {
  return element("a", { href: new URL(path, root).href }, text);
}
