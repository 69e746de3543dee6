// @ts-check
/** The chosen frameworks side by side. Everything is made as elements and text, never as markup. */

import { cellOf } from "./frameworks-data.js";
import { toLatex, toMarkdown } from "./frameworks-text.js";
import { button, make } from "./make.js";

/**
 * @typedef {import("./frameworks-data.js").Model} Model
 * @typedef {import("./frameworks-data.js").Framework} Framework
 * @typedef {import("./frameworks-data.js").Cell} Cell
 * @typedef {import("./frameworks-data.js").Word} Word
 * @typedef {import("./frameworks-text.js").Part} Part
 * @typedef {{ chosen: Framework[], differ: boolean, fresh: string }} Choice
 * @typedef {{ change: (ids: string[]) => void, differ: (on: boolean) => void, close: () => void, say: (text: string) => void }} Deeds
 */

export const MOST = 6;

/** The facts and the capabilities of which something is known, in groups.
 * @param {Model} model @param {Choice} choice @returns {Part[]}
 */
export function parts(model, { chosen, differ }) {
  /** @type {[string, (one: Framework) => string][]} */
  const facts = [
    ["Kind", (one) => model.kinds.get(one.kind) ?? one.kind],
    ["Status", (one) => `${one.status} (${one.asOf})`],
    ["First release", (one) => one.since],
    ["License", (one) => one.license],
    ["Run by", (one) => one.organization],
  ];
  /** @type {Part[]} */
  const all = [{ title: "Facts", rows: facts.map(([name, fact]) => ({ name, cells: chosen.map((one) => fact(one) || "unknown") })) }];
  for (const group of new Set([...model.words.values()].map((word) => word.group))) {
    const words = [...model.words.values()].filter((word) => word.group === group);
    const rows = words.map((word) => ({ name: word.name, word, cells: chosen.map((one) => cellOf(one, word.key)) }));
    const known = rows.filter(({ cells }) => cells.some((cell) => cell.value !== "unknown"));
    all.push({ title: model.titles.get(group) ?? group, rows: known });
  }
  /** @param {Cell | string} cell */
  const value = (cell) => (typeof cell === "string" ? cell : cell.value);
  return all
    .map((part) => ({ ...part, rows: part.rows.filter(({ cells }) => !differ || new Set(cells.map(value)).size > 1) }))
    .filter((part) => part.rows.length > 0);
}

/** @param {HTMLElement} section @param {Model} model @param {Choice} choice @param {Deeds} deeds */
export function sideBySide(section, model, choice, deeds) {
  const title = /** @type {HTMLElement} */ (section.querySelector("h2"));
  const names = choice.chosen.map((one) => one.name);
  title.textContent = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
  const shown = parts(model, choice);
  section.replaceChildren(title, tools(model, choice, shown, deeds), table(model, choice, shown, deeds));
}

/** @param {Model} model @param {Choice} choice @param {Part[]} shown @param {Deeds} deeds */
function tools(model, choice, shown, deeds) {
  const heads = choice.chosen.map((one) => one.name);
  const whole = () => ({ heads, parts: shown, address: location.href, fresh: choice.fresh });
  const differ = make("input", { type: "checkbox" });
  differ.checked = choice.differ;
  differ.addEventListener("change", () => deeds.differ(differ.checked));
  const spare = make("textarea", { readonly: "", rows: "8", hidden: "", "aria-label": "Text to copy" });
  /** @param {string} what @param {() => string} text */
  const copy = (what, text) => button(`Copy ${what}`, () => void toClipboard(what, text(), spare, deeds.say));
  const line = make(
    "div",
    { class: "ef-tools" },
    button("\u2190 All frameworks", deeds.close, "All frameworks"),
    make("label", { class: "ef-filter__box" }, differ, " Only rows that differ"),
    copy("as Markdown", () => toMarkdown(whole())),
    copy("as LaTeX", () => toLatex(whole())),
    copy("link", () => location.href),
  );
  if (choice.chosen.length < MOST) line.append(adder(model, choice, deeds));
  return make("div", {}, line, spare);
}

/** @param {Model} model @param {Choice} choice @param {Deeds} deeds */
function adder(model, { chosen }, deeds) {
  const select = make("select", { class: "ef-field", "aria-label": "Add a framework" }, make("option", { value: "" }, "Add a framework\u2026"));
  for (const one of model.frameworks.values()) {
    if (!chosen.includes(one)) select.append(make("option", { value: one.id }, one.name));
  }
  select.addEventListener("change", () => deeds.change([...chosen.map((one) => one.id), select.value]));
  return select;
}

/** @param {string} what @param {string} text @param {HTMLTextAreaElement} spare @param {(text: string) => void} say */
async function toClipboard(what, text, spare, say) {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${what}`);
  } catch {
    spare.value = text;
    spare.hidden = false;
    spare.select();
    say("The browser does not let pages copy: the text is selected below");
  }
}

/** @param {Model} model @param {Choice} choice @param {Part[]} shown @param {Deeds} deeds */
function table(model, { chosen, fresh }, shown, deeds) {
  const top = make("tr", {}, make("th", { scope: "col" }, "Capability"));
  for (const one of chosen) {
    const others = chosen.filter((other) => other !== one).map((other) => other.id);
    const remove = button("\u00D7", () => deeds.change(others), `Remove ${one.name}`);
    top.append(make("th", { scope: "col" }, make("a", { href: one.href }, one.name), " ", remove));
  }
  const bodies = shown.map((part) => {
    const head = make("th", { scope: "rowgroup", colspan: String(chosen.length + 1) }, part.title);
    const body = make("tbody", {}, make("tr", { class: "g" }, head));
    for (const { name, word, cells } of part.rows) {
      const row = make("tr", {}, make("th", { scope: "row", title: word?.definition }, name));
      cells.forEach((cell, number) => row.append(sideCell(model, cell, word, chosen[number], fresh)));
      body.append(row);
    }
    return body;
  });
  const box = { class: "ef-scroll ef-scroll--tall", tabindex: "0", role: "region", "aria-label": "Side by side" };
  const none = make("p", { class: "ef-note" }, "No row differs.");
  return shown.length ? make("div", box, make("table", { class: "ef-table ef-side" }, make("thead", {}, top), ...bodies)) : none;
}

/** A cell as one link to its source; what a phone has no room for, the popover tells.
 * @param {Model} model @param {Cell | string} cell @param {Word | undefined} word @param {Framework | undefined} framework @param {string} fresh
 */
function sideCell(model, cell, word, framework, fresh) {
  if (typeof cell === "string") return make("td", {}, cell);
  const value = make("span", { class: `ef-value ef-value--${cell.value}${cell.stale ? " ef-value--stale" : ""}` }, cell.value === "unknown" && cell.looked ? "not found" : cell.value);
  if (!cell.looked || !word || !framework) return make("td", {}, value);
  const told = make("span", { class: "ef-side__told" }, cell.source);
  const link = cell.href ? make("a", { href: cell.href }, value, " ", told) : make("span", { tabindex: "0" }, value, " ", told);
  model.places.set(link, { framework, word, cell });
  const stale = make("span", { class: "ef-badge ef-stale", title: `not read since ${fresh}, or on a day not noted` }, "stale");
  const date = make("small", {}, cell.date || "date not told", ...(cell.stale ? [" ", stale] : []), ...(cell.note ? [make("span", { class: "ef-side__note" }, cell.note)] : []));
  return make("td", { class: `ef-side__${cell.value}${cell.note ? " m" : ""}` }, link, " ", date);
}
