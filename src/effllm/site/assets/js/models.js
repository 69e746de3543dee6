// @ts-check
/** The filter above the table of models: it leaves rows and points, keeps itself in the address, and gives the CSV. */

import { root } from "./client.js";
import { download, picked } from "./exports.js";
import { fold } from "./text.js";

const form = document.getElementById("models-filter");
const count = document.getElementById("models-count");
const rows = [...document.querySelectorAll("#models-table tbody tr")].flatMap((row) => {
  if (!(row instanceof HTMLTableRowElement)) return [];
  const cell = (/** @type {number} */ place) => row.cells[place];
  return {
    row,
    id: row.dataset["m"] ?? "",
    open: row.dataset["open"] ?? "",
    shape: row.hasAttribute("data-shape"),
    text: fold(cell(0)?.textContent ?? ""),
    year: (cell(1)?.textContent ?? "").trim().slice(0, 4),
    parameters: Number(cell(2)?.dataset["value"]),
  };
});
const points = [...document.querySelectorAll(".ef-cloud circle")].flatMap((point) =>
  point instanceof SVGElement ? { point, id: point.dataset["m"] ?? "" } : [],
);

/** The ids of the rows that are shown, in their order. @type {string[]} */
let shown = rows.map(({ id }) => id);

/** @param {FormData} asked */
function show(asked) {
  const wanted = (/** @type {string} */ name) => String(asked.get(name) ?? "").trim();
  const words = fold(wanted("q")).split(" ").filter(Boolean);
  const found = new Set();
  for (const { row, id, open, shape, text, year, parameters } of rows) {
    const fits =
      words.every((word) => text.includes(word)) &&
      (!wanted("weights") || open === wanted("weights")) &&
      (!wanted("since") || year >= wanted("since")) &&
      (!wanted("min") || parameters >= Number(wanted("min"))) &&
      (!wanted("max") || (parameters > 0 && parameters <= Number(wanted("max")))) &&
      (!wanted("shape") || shape);
    row.hidden = !fits;
    if (fits) found.add(id);
  }
  for (const { point, id } of points) point.toggleAttribute("hidden", !found.has(id));
  shown = rows.map(({ id }) => id).filter((id) => found.has(id));
  if (count) count.textContent = `${found.size || "no"} ${found.size === 1 ? "model" : "models"}`;
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
  filter.hidden = false;
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
    download(picked(await answer.text(), shown), "models.csv");
  } catch {
    if (count) count.textContent = "the file could not be loaded";
  }
});

for (const chart of document.querySelectorAll(".ef-cloud")) {
  const said = chart.parentElement?.nextElementSibling;
  chart.addEventListener("pointerover", ({ target }) => {
    const point = target instanceof Element ? target.closest("circle") : null;
    if (said) said.textContent = point?.querySelector("title")?.textContent ?? "";
  });
  chart.addEventListener("click", ({ target }) => {
    const point = target instanceof Element ? target.closest("circle") : null;
    if (point instanceof SVGElement) location.assign(new URL(`models/${point.dataset["m"]}/`, root));
  });
}

document.getElementById("models-hint")?.removeAttribute("hidden");
if (form instanceof HTMLFormElement) start(form);
