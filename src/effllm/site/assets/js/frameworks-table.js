// @ts-check
/** The table of the frameworks that pass, and why the others drop out. Only what is asked for is on the page. */

import { cellOf } from "./frameworks-data.js";
import { make } from "./make.js";

/**
 * @typedef {import("./frameworks-data.js").Model} Model
 * @typedef {import("./frameworks-data.js").Framework} Framework
 * @typedef {import("./frameworks-data.js").Place} Place
 * @typedef {import("./frameworks-data.js").Word} Word
 * @typedef {import("./frameworks-choice.js").Dropped} Dropped
 */

const CELLS = 350; // more would be slow to show, and are out of sight
const LEAST = 12;
const FEW = 6; // columns whose names stand side by side
const SOME = 11; // those that do so on a large screen
const OVER = new Set(["archived", "unmaintained", "superseded"]);

/** How many rows come at once: at first, and whenever the last is in sight. @param {number} columns */
export const most = (columns) => Math.max(LEAST, Math.floor(CELLS / Math.max(columns, 1)));

/**
 * A table that draws its rows when asked to; those of a kind stand together.
 * @param {Model} model @param {Framework[]} shown @param {Word[]} words
 * @param {Set<string>} asked the columns that were asked for
 * @param {(framework: Framework) => HTMLElement} pick
 */
export function table(model, shown, words, asked, pick) {
  const groups = [...new Set(words.map((word) => word.group))];
  const top = make("tr", { class: "g" }, ...["Framework", "Status", "License"].map((name) => make("th", { scope: "col", rowspan: "2" }, name)));
  for (const group of groups) {
    const number = words.filter((word) => word.group === group).length;
    const title = model.titles.get(group) ?? group;
    top.append(make("th", { scope: "colgroup", colspan: String(number), title }, title));
  }
  const heads = words.map((word) => {
    const name = make("span", { title: word.definition }, word.name);
    return make("th", { scope: "col", class: asked.has(word.key) ? "v c" : "v", "data-word": word.key }, name);
  });
  const room = words.length <= FEW ? " ef-matrix--few" : words.length <= SOME ? " ef-matrix--some" : "";
  const made = make("table", { class: `ef-table ef-matrix${room}` }, make("thead", {}, top, make("tr", {}, ...heads)));
  const limit = most(words.length);
  const titled = new Set(shown.map((one) => one.kind)).size > 1;
  let next = 0;
  /** Draw the next rows, at most so many; whether there are others. @param {number} [number] */
  const extend = (number = limit) => {
    for (const one of shown.slice(next, next + number)) {
      if (next === 0 || shown[next - 1]?.kind !== one.kind) {
        const title = make("th", { scope: "rowgroup", colspan: String(words.length + 3) }, model.kinds.get(one.kind) ?? one.kind);
        made.append(make("tbody", {}, ...(titled ? [make("tr", { class: "k" }, title)] : [])));
      }
      made.tBodies[made.tBodies.length - 1]?.append(row(model, one, words, asked, pick(one)));
      next += 1;
    }
    return next < shown.length;
  };
  return { made, extend };
}

/** @param {Model} model @param {Framework} one @param {Word[]} words @param {Set<string>} asked @param {HTMLElement} pick */
function row(model, one, words, asked, pick) {
  const head = make("th", { scope: "row" }, pick, make("a", { href: one.href }, one.name));
  if (OVER.has(one.state)) head.append(" ", make("small", { class: "ef-over" }, one.status));
  const badge = make("span", { class: `ef-badge ef-status ef-status--${one.state}` }, one.status);
  const facts = [make("td", { class: "ef-state" }, badge), make("td", { class: "ef-license" }, one.license)];
  return make("tr", { "data-id": one.id }, head, ...facts, ...words.map((word) => cellElement(model, one, word, asked.has(word.key))));
}

/** @param {Model} model @param {Framework} framework @param {Word} word @param {boolean} asked */
function cellElement(model, framework, word, asked) {
  const cell = cellOf(framework, word.key);
  const marks = [cell.value === "no" && "n", cell.value === "unknown" && cell.looked && "v", cell.stale && "s", cell.note && "m", asked && "c"];
  const attributes = { class: marks.filter(Boolean).join(" ") || undefined };
  if (!cell.looked) return make("td", attributes, "unknown");
  return make("td", attributes, placed(model, { framework, word, cell }, cell.value === "unknown" ? "not found" : cell.value + (cell.stale ? ", stale" : "")));
}

/** A link to the source of a cell, or its value where the source has no address; the popover tells more.
 * @param {Model} model @param {import("./frameworks-data.js").Place} place @param {string} text
 */
function placed(model, place, text) {
  const { href, source } = place.cell;
  const inner = href ? make("a", { href }, text) : make("span", { tabindex: "0", "data-source": source }, text);
  model.places.set(inner, place);
  return inner;
}

/** Why frameworks drop out: which word is no, or not known.
 * @param {Model} model @param {Dropped[]} dropped
 */
export function reasons(model, dropped) {
  const items = dropped.map(({ framework, lacking, other }) => {
    const item = make("li", {}, make("a", { href: framework.href }, framework.name), ": ");
    [...lacking, ...other].forEach((reason, number) => {
      if (number) item.append(", ");
      const word = model.words.get(reason);
      if (!word) return item.append(reason);
      const cell = cellOf(framework, reason);
      const said = `${word.name} ${cell.value === "no" ? "no" : cell.looked ? "not found" : "unknown"}`;
      return item.append(cell.value === "no" ? placed(model, { framework, word, cell }, said) : said);
    });
    return item;
  });
  return make("ul", {}, ...items);
}

/** @type {Record<string, string>} */
const REFS = { main: "main branch", docs: "documentation", release: "a release" };

/** Tell where and when a cell was read. @param {HTMLElement} box @param {Place} place @param {string} fresh */
export function tell(box, { framework, word, cell }, fresh) {
  const value = cell.value === "unknown" ? "looked for, no statement found" : cell.value;
  const source = make(cell.href ? "a" : "span", { href: cell.href || undefined }, cell.source || "source not told");
  const told = [`read ${cell.date || "at a time not noted"}`, REFS[cell.ref], cell.commit && `commit ${cell.commit}`];
  const old = cell.stale && (cell.date.length < fresh.length ? "stale: the day is not noted" : `stale: not read since ${fresh}`);
  const facts = make("small", {}, [...told, old].filter(Boolean).join(" \u00B7 "));
  const note = cell.note ? [make("span", { class: "ef-popover__note" }, cell.note)] : [];
  box.replaceChildren(make("b", {}, `${framework.name}: ${word.name}, ${value}`), ...note, source, facts);
}
