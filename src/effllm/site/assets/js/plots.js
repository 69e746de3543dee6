// @ts-check
/** The charts of a question: a filter that keeps itself in the address, what a dot says, and the charts as files. */

import { root } from "./client.js";
import { csvLines, download } from "./exports.js";
import { button, make } from "./make.js";
import { save } from "./pictures.js";
import { popover } from "./popover.js";

const content = /** @type {HTMLElement} */ (document.getElementById("content"));
const count = document.getElementById("plots-count");
const sections = [...content.querySelectorAll("section")].map((section) => ({
  section,
  metric: section.dataset["metric"] ?? "",
  charts: [...section.querySelectorAll("svg")],
}));

/** @param {FormData} asked */
function show(asked) {
  const wanted = [...asked].flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
  let shown = 0;
  for (const { section, metric, charts } of sections) {
    let left = 0;
    for (const chart of charts) {
      const fits = wanted.every(([name = "", value = ""]) => {
        if (name === "metric") return metric === value;
        const own = chart.dataset[name] ?? "";
        return name === "since" ? own >= value : own === value;
      });
      chart.toggleAttribute("hidden", !fits);
      left += Number(fits);
    }
    section.hidden = !left;
    shown += left;
  }
  for (const model of content.querySelectorAll("details.ef-pictures")) {
    if (!(model instanceof HTMLDetailsElement)) continue;
    model.hidden = !model.querySelector("section:not([hidden])");
    if (wanted.length) model.open = true;
  }
  if (count) count.textContent = `${shown || "no"} ${shown === 1 ? "chart" : "charts"}`;
  return wanted;
}

/** @param {HTMLFormElement} filter */
function start(filter) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = filter.elements.namedItem(name);
    if (field instanceof HTMLSelectElement) field.value = value;
  }
  for (const field of filter.querySelectorAll("select")) if (field.selectedIndex < 0) field.selectedIndex = 0;
  filter.addEventListener("submit", (event) => event.preventDefault());
  filter.addEventListener("input", () => {
    const query = new URLSearchParams(show(new FormData(filter))).toString();
    history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
  });
  show(new FormData(filter));
}

/** Those of some charts that are shown. @param {SVGSVGElement[]} charts */
const visible = (charts) => charts.filter((chart) => !chart.hasAttribute("hidden"));

/** Which file has the figures of a chart: those of papers, or those measured elsewhere. @param {SVGSVGElement} chart */
const fileOf = (chart) => chart.closest("section")?.dataset["file"] ?? "results";

/** The lines of the dots in the files of all figures. @param {SVGSVGElement[]} charts @param {string} name */
async function csv(charts, name) {
  for (const file of ["results", "measurements"]) {
    const dots = visible(charts).flatMap((chart) => (fileOf(chart) === file ? [...chart.querySelectorAll("a")] : []));
    if (!dots.length) continue;
    const answer = await fetch(new URL(`api/v1/${file}.csv`, root));
    if (!answer.ok) throw new Error(String(answer.status));
    const lines = csvLines(await answer.text());
    const own = dots.flatMap((dot) => (dot.dataset["n"] ?? "").split(" ").map((n) => lines[1 + Number(n)] ?? ""));
    download([lines[0], ...own].join(""), file === "results" ? `${name}.csv` : `${name}-measured.csv`);
  }
}

/** Do it, or say that it could not be done. @param {() => Promise<void>} deed */
const told = (deed) => () => {
  deed().catch(() => {
    if (count) count.textContent = "the file could not be made";
  });
};

const page = location.pathname.split("/").filter(Boolean).at(-1) ?? "results";
document.getElementById("plots-csv")?.addEventListener("click", told(() => csv(sections.flatMap(({ charts }) => charts), page)));

for (const [number, { section, charts }] of sections.entries()) {
  const title = section.querySelector("h3")?.textContent ?? "";
  const note = section.querySelector("p")?.textContent ?? "";
  const about = { title, note, name: `${page}-${number + 1}` };
  section.querySelector(".ef-data")?.before(
    make(
      "p",
      { class: "ef-save" },
      button("SVG", told(() => save("svg", visible(charts), about)), `SVG of ${title}`),
      button("PNG", told(() => save("png", visible(charts), about)), `PNG of ${title}`),
      button("CSV", told(() => csv(charts, about.name)), `CSV of ${title}`),
    ),
  );
}

popover(
  content,
  (target) => {
    const dot = target.closest("svg a");
    return dot instanceof SVGElement ? dot : null;
  },
  (box, dot) => {
    const [figure = "", ...where] = (dot.getAttribute("aria-label") ?? "").split(" \u00B7 ");
    box.replaceChildren(make("b", {}, figure), make("span", {}, where.join(" \u00B7 ")));
  },
);

const form = document.getElementById("plots-filter");
if (form instanceof HTMLFormElement) start(form);
