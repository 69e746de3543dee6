// @ts-check
/** The chosen paper beside the map, and the list of the papers that pass below it. */

import { element, root } from "./client.js";
import { line } from "./results.js";

const SHOWN = 8;
const MOST = 10;

/** @typedef {import("./graph-data.js").Atlas} Atlas */

/** @param {number} number */
const papers = (number) => `${number.toLocaleString("en")} ${number === 1 ? "paper" : "papers"}`;

/**
 * @param {Atlas} atlas
 * @param {number} number
 */
export function counts(atlas, number) {
  const cites = atlas.unread(number) ? "" : `cites ${atlas.cites[number]?.length ?? 0}, `;
  return `${cites}cited by ${atlas.citedBy[number]?.length ?? 0} here`;
}

/**
 * What is beside the map: the chosen paper, or where to begin.
 * @param {HTMLElement} panel
 * @param {Atlas} atlas
 * @param {number} chosen
 */
export function fill(panel, atlas, chosen) {
  panel.replaceChildren(...(chosen < 0 ? start(atlas) : one(atlas, chosen)));
}

/** @param {Atlas} atlas */
function start(atlas) {
  const most = atlas.ranked(new Uint8Array(atlas.size).fill(1)).slice(0, MOST);
  const cited = most.filter((number) => atlas.citedBy[number]?.length);
  return [
    element("h2", {}, "Where to begin"),
    element("p", { class: "ef-note" }, "Choose a paper on the map, by a search, or one of those that most papers here cite:"),
    list(atlas, cited.length > 0 ? cited : most),
  ];
}

/**
 * @param {Atlas} atlas
 * @param {number} number
 */
function one(atlas, number) {
  const paper = atlas.library.show(number);
  const [id, name] = paper.category;
  const close = element("button", { type: "button", class: "ef-map__close", "data-choose": "-1" }, "Close");
  return [
    close,
    element("h2", { id: "map-chosen", tabindex: "-1" }, element("a", { href: new URL(`papers/${paper.key}/`, root).href }, paper.title)),
    element(
      "p",
      { class: "ef-note" },
      `${paper.venue} ${paper.year}, `,
      element("a", { href: new URL(`taxonomy/${id}/`, root).href }, name),
    ),
    ...ties(atlas, "Builds on", "out", atlas.cites[number] ?? [], built(atlas, number)),
    ...ties(atlas, "Followed by", "in", atlas.citedBy[number] ?? [], `Cited by ${papers(atlas.citedBy[number]?.length ?? 0)} here.`),
  ];
}

/**
 * How many papers one cites, in words.
 * @param {Atlas} atlas
 * @param {number} number
 */
function built(atlas, number) {
  if (atlas.unread(number)) return "Its reference list has not been read, so what it cites is not known.";
  return `Cites ${papers(atlas.cites[number]?.length ?? 0)} here; ${atlas.read(number)}.`;
}

/**
 * @param {Atlas} atlas
 * @param {string} heading
 * @param {"out" | "in"} way
 * @param {number[]} numbers
 * @param {string} note
 */
function ties(atlas, heading, way, numbers, note) {
  const ranked = atlas.sorted(numbers);
  const parts = [
    element("h3", { class: `ef-map__${way}` }, heading),
    element("p", { class: "ef-note" }, note),
    list(atlas, ranked.slice(0, SHOWN)),
  ];
  if (ranked.length <= SHOWN) return parts;
  const more = element("details", {}, element("summary", {}, `and ${ranked.length - SHOWN} more`), list(atlas, ranked.slice(SHOWN)));
  return [...parts, more];
}

/**
 * @param {Atlas} atlas
 * @param {number[]} numbers
 */
function list(atlas, numbers) {
  return element("ul", { class: "ef-map__papers" }, ...numbers.map((number) => element("li", {}, choice(atlas, number))));
}

/**
 * @param {Atlas} atlas
 * @param {number} number
 */
function choice(atlas, number) {
  const row = atlas.library.data.papers[number];
  return element(
    "button",
    { type: "button", "data-choose": String(number) },
    element("span", {}, row?.[2] || row?.[1] || ""),
    element("small", {}, ` ${row?.[5]}, cited by ${atlas.citedBy[number]?.length ?? 0}`),
  );
}

/**
 * A line of the list below the map.
 * @param {Atlas} atlas
 * @param {number} number
 */
export function entry(atlas, number) {
  const made = line({ ...atlas.library.show(number), cited: 0 }); // said below, with what it cites
  const button = element("button", { type: "button", class: "ef-map__show", "data-choose": String(number) }, "Show on the map");
  button.setAttribute("aria-label", `Show on the map: ${atlas.library.data.papers[number]?.[2] || atlas.library.data.papers[number]?.[1]}`);
  made.querySelector(".ef-entry__facts")?.append(element("span", {}, counts(atlas, number)), button);
  return made;
}
