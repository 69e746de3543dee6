// @ts-check
/**
 * The table and the charts of models: a filter that leaves rows and points and keeps itself in the address, and files.
 * The page begins with some rows; the others wait in what is shown without scripts.
 */

import { root } from "./client.js";
import { download, picked } from "./exports.js";
import { save } from "./pictures.js";
import { popover } from "./popover.js";
import { fold } from "./text.js";

const form = document.getElementById("models-filter");
const count = document.getElementById("models-count");
const table = document.getElementById("models-table");
const more = document.getElementById("models-more");
const body = table?.querySelector("tbody");
const rest = new DOMParser().parseFromString(document.getElementById("models-rest")?.textContent ?? "", "text/html");
const first = [...(body?.querySelectorAll("tr") ?? [])];
const rows = [...first, ...[...rest.querySelectorAll("tbody tr")].map((row) => document.adoptNode(row))].flatMap((row) => {
  if (!(row instanceof HTMLTableRowElement)) return [];
  const cell = (/** @type {number} */ place) => row.cells[place];
  return {
    row,
    id: row.dataset["m"] ?? "",
    open: row.dataset["open"] ?? "",
    weights: row.dataset["weights"] ?? "",
    shape: row.hasAttribute("data-shape"),
    text: fold(`${cell(0)?.textContent} ${cell(4)?.textContent}`),
    year: (cell(1)?.textContent ?? "").trim().slice(0, 4),
    parameters: Number(cell(2)?.dataset["value"]),
  };
});
const points = [...document.querySelectorAll(".ef-cloud circle")].flatMap((point) =>
  point instanceof SVGElement ? { point, id: point.dataset["m"] ?? "" } : [],
);
const AT_ONCE = Math.max(first.length, 1);

/** Those that pass the filter, in their order. */
let found = rows;
let shown = AT_ONCE;

/** Put on the page as many rows as are shown. */
function fill() {
  body?.replaceChildren(...found.slice(0, shown).map(({ row }) => row));
  const left = Math.max(0, found.length - shown);
  if (!more) return;
  more.hidden = !left;
  more.textContent = `Show ${Math.min(left, 2 * AT_ONCE)} more of ${left}`;
}

/** @param {FormData} asked */
function show(asked) {
  const wanted = (/** @type {string} */ name) => String(asked.get(name) ?? "").trim();
  const words = fold(wanted("q")).split(" ").filter(Boolean);
  found = rows.filter(
    ({ open, weights, shape, text, year, parameters }) =>
      words.every((word) => text.includes(word)) &&
      (!wanted("weights") || [open, weights].includes(wanted("weights"))) &&
      (!wanted("since") || year >= wanted("since")) &&
      (!wanted("min") || parameters >= Number(wanted("min"))) &&
      (!wanted("max") || (parameters > 0 && parameters <= Number(wanted("max")))) &&
      (!wanted("shape") || shape),
  );
  const ids = new Set(found.map(({ id }) => id));
  for (const { point, id } of points) point.toggleAttribute("hidden", !ids.has(id));
  shown = AT_ONCE;
  fill();
  if (count) count.textContent = `${found.length || "no"} ${found.length === 1 ? "model" : "models"}`;
}

/** Write what is asked into the address, so that a link shows the same. @param {FormData} asked */
function remember(asked) {
  const given = [...asked].flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  const query = new URLSearchParams(given).toString();
  history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
}

/** @param {HTMLFormElement} filter */
function start(filter) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = filter.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = true;
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  filter.addEventListener("submit", (event) => event.preventDefault());
  filter.addEventListener("input", () => {
    const asked = new FormData(filter);
    show(asked);
    remember(asked);
  });
  show(new FormData(filter));
}

document.getElementById("models-csv")?.addEventListener("click", async () => {
  try {
    const answer = await fetch(new URL("api/v1/models.csv", root));
    if (!answer.ok) throw new Error(String(answer.status));
    download(picked(await answer.text(), found.map(({ id }) => id)), "models.csv");
  } catch {
    if (count) count.textContent = "the file could not be loaded";
  }
});

more?.addEventListener("click", () => {
  const next = shown;
  shown += 2 * AT_ONCE;
  fill();
  found[next]?.row.querySelector("a")?.focus();
});

table?.addEventListener("sort-rows", (event) => {
  event.preventDefault();
  const order = /** @type {CustomEvent} */ (event).detail;
  rows.sort((a, b) => order(a.row, b.row));
  const ids = new Set(found);
  found = rows.filter((one) => ids.has(one));
  fill();
});

/** @param {Element} target */
const pointAt = (target) => {
  const point = target.closest(".ef-cloud circle");
  return point instanceof SVGElement ? point : null;
};
const content = document.getElementById("content");
if (content) popover(content, pointAt, (box, point) => box.replaceChildren(point.dataset["said"] ?? ""));

for (const chart of document.querySelectorAll("svg.ef-cloud")) {
  chart.addEventListener("click", ({ target }) => {
    const point = target instanceof Element ? pointAt(target) : null;
    if (point) location.assign(new URL(`models/${point.dataset["m"]}/`, root));
  });
  if (!(chart instanceof SVGSVGElement)) continue;
  const title = chart.getAttribute("aria-label")?.split(";")[0] ?? "";
  const name = (chart.parentElement?.getAttribute("aria-label") ?? "models").toLowerCase().replaceAll(" ", "-");
  const note = "Green: open weights; orange: not open; blue: not known. Numbers mostly from Epoch AI, CC BY 4.0.";
  for (const kind of /** @type {const} */ (["svg", "png"])) {
    chart.parentElement?.nextElementSibling?.querySelector(`[data-save=${kind}]`)?.addEventListener("click", () => {
      save(kind, [chart], { title, note, name }).catch(() => {
        if (count) count.textContent = "the file could not be made";
      });
    });
  }
}

if (form instanceof HTMLFormElement) start(form);
